import CaseModel
import EventLog
import Histories
package import Projector
import Values

/// Logs to try a projection's folder on: simulated cases that hold every event type, corrections of
/// corrections, unknown dates, looks, what a service decides about itself and about keeping, and erasures.
package enum ProbeHistories {
    /// - Parameter seeds: one log each, of two cases step by step.
    package static func make(seeds: [UInt64]) -> [ProbeHistory] {
        seeds.map { history(seed: $0) }
    }

    private static func history(seed: UInt64) -> ProbeHistory {
        let record = Identifier(high: 0x7000, low: seed)
        let all = entries(
            of: [Simulation.everyType(seed: seed), Simulation.everyType(seed: seed &+ 1)],
            in: record
        )
        let cases = Set(all.lazy.filter { $0.kind == "entry" }.map(\.stream))
        let looks = Dictionary(
            uniqueKeysWithValues: cases.map { (StreamNames.access(of: $0), $0) }
        )
        return ProbeHistory(count: all.count) { indices in
            EntryRows(record: record, cases: looks).rows(of: indices.map { all[$0] })
        }
    }

    /// After how many steps of all cases somebody looks, or the service does something.
    private static let pause = 25

    /// The types of no case, and those of access in a case, for which the catalogue's examples will do.
    private static let between = Catalogue.all.filter {
        (!$0.keeping.isOfCase || $0.group == .access)
            && ![.recordCreated, .staffAdded].contains($0.type)
    }

    /// A service, then the cases step by step as they were recorded, then erasures of their first units.
    static func entries(of cases: [SimulatedCase], in record: Identifier) -> [Entry] {
        var steps: [(stream: Identifier, step: SimulatedStep)] = []
        for (index, told) in cases.enumerated() {
            let stream = Identifier(version5: "probe/\(index)", in: record)
            steps += told.steps.map { (stream, $0) }
        }
        steps.sort { ($0.step.recordedAt, $0.step.id) < ($1.step.recordedAt, $1.step.id) }
        var entries: [Entry] = service(record)
        var counts: [Identifier: Int64] = [:]
        var states: [Identifier: CaseState] = [:]
        let staff = Set(Simulation.staff.map(\.pseudonym))
        for (index, (stream, step)) in steps.enumerated() {
            // All of them go round at least once: what is left over comes at the end of the last case.
            let isLast = index == steps.count - 1
            if index % pause == 0 || isLast {
                let round = index / pause
                let specs =
                    isLast && round < between.count
                    ? between[round...]
                    : between[round % between.count..<(round % between.count + 1)]
                for spec in specs {
                    entries.append(aside(spec, stream, record, step.recordedAt, &counts, entries))
                }
            }
            var draft = step.draft
            if draft.type == .caseOpened {
                draft.data = draft.data.setting(
                    "reference",
                    to: .string("P-\(stream.description.prefix(4))")
                )
            }
            let setting = CaseDecider.Setting(
                now: step.recordedAt,
                codebooks: .builtIn,
                staff: staff,
                roles: []
            )
            guard
                let decision = try? CaseDecider.decide(
                    draft,
                    in: states[stream] ?? CaseState(),
                    setting
                )
            else { continue }
            let n = counts[stream] ?? 0
            let unit: Identifier =
                switch decision.unit {
                case .existing(let unit): unit
                case .fresh: Identifier(version5: "unit/\(n)", in: stream)
                }
            let entry = Entry(
                position: Int64(entries.count) + 1,
                id: step.id,
                stream: stream,
                n: n,
                kind: EventKind.entry.rawValue,
                recordedAt: step.recordedAt,
                by: step.by,
                unit: unit,
                content: decision.payload.understood
            )
            counts[stream] = n + 1
            entries.append(entry)
            if entry.type?.isCorrection ?? false {
                states[stream] = CaseState(folding: entries.filter { $0.stream == stream })
            } else {
                states[stream, default: CaseState()].evolve(by: entry, as: entry.payload)
            }
        }
        let told = Set(steps.map(\.stream))
        for (stream, n) in counts.sorted(by: { $0.key < $1.key }) where told.contains(stream) {
            let own = entries.filter { $0.stream == stream }
            let apart = Set(own.map(\.unit)).subtracting([own[0].unit]).sorted()
            for (index, unit) in apart.prefix(3).enumerated() {
                entries.append(
                    Entry(
                        position: Int64(entries.count) + 1,
                        id: Identifier(version5: "erasure/\(index)", in: stream),
                        stream: stream,
                        n: n + Int64(index),
                        kind: EventKind.erasure.rawValue,
                        recordedAt: entries.last?.recordedAt ?? .distantPast,
                        by: "s-records",
                        unit: unit,
                        content: .erased
                    )
                )
            }
        }
        return entries
    }

    /// The catalogue's example of a type of no case: a look at the case, or what the service did meanwhile.
    private static func aside(
        _ spec: EventSpec,
        _ coming: Identifier,
        _ record: Identifier,
        _ at: Instant,
        _ counts: inout [Identifier: Int64],
        _ entries: [Entry]
    ) -> Entry {
        // A case begins with its opening: until then it is another that somebody has to do with.
        let opened = entries.first { $0.kind == EventKind.entry.rawValue }?.stream
        let caseID = counts[coming] == nil ? opened ?? coming : coming
        let (kind, stream, unit): (EventKind, Identifier, Identifier) =
            switch spec.keeping {
            case .inGovernance:
                (
                    .governance, StreamNames.governance(of: record),
                    StreamNames.governanceUnit(record)
                )
            case .inAccessYear:
                (
                    .access, StreamNames.access(of: caseID),
                    StreamNames.accessUnit(record, at: at)
                )
            case .inService: (.service, record, StreamNames.serviceUnit(record))
            default:
                (.entry, caseID, entries.first { $0.stream == caseID }?.unit ?? caseID)
            }
        // The service's own stream has begun with its staff.
        let n =
            counts[stream] ?? Int64(entries.lazy.filter { $0.stream == stream }.count)
        counts[stream] = n + 1
        return Entry(
            position: Int64(entries.count) + 1,
            id: Identifier(version5: "aside/\(entries.count)", in: record),
            stream: stream,
            n: n,
            kind: kind.rawValue,
            recordedAt: at,
            by: "s-aspen",
            unit: unit,
            content: .known(
                Payload(
                    type: spec.type.rawValue,
                    schema: spec.schema,
                    occurred: .instant(at),
                    confidentiality: spec.confidentiality,
                    data: (try? JSON.parse(spec.example)) ?? .object([])
                )
            )
        )
    }

    /// A record, its staff and a changed setting.
    private static func service(_ record: Identifier) -> [Entry] {
        let at = Instant("2023-06-01T09:00:00.000Z") ?? .distantPast
        var drafts = [
            Draft(
                .recordCreated,
                at: .instant(at),
                [
                    "name": "Probe", "nation": "england-wales", "origin": "probe", "format": 1,
                    "publicKey": "-",
                ]
            ),
            Draft(
                .settingChanged,
                at: .instant(at),
                [
                    "setting": "SG08.workingDays", "value": "2", "from": "2024-03-01",
                    "reason": "a probe",
                ]
            ),
        ]
        for member in Simulation.staff {
            drafts.append(
                Draft(
                    .staffAdded,
                    at: .instant(at),
                    ["staff": .string(member.pseudonym), "name": .string(member.name)]
                )
            )
            for role in member.roles {
                drafts.append(
                    Draft(
                        .roleAssigned,
                        at: .instant(at),
                        ["staff": .string(member.pseudonym), "role": .string(role)]
                    )
                )
            }
        }
        return drafts.enumerated().map { index, draft in
            Entry(
                position: Int64(index) + 1,
                id: Identifier(version5: "service/\(index)", in: record),
                stream: record,
                n: Int64(index),
                kind: EventKind.service.rawValue,
                recordedAt: at.adding(milliseconds: Int64(index)),
                by: "s-aspen",
                unit: StreamNames.serviceUnit(record),
                content: .known(
                    Payload(
                        type: draft.type.rawValue,
                        schema: draft.type.spec.schema,
                        occurred: draft.occurred,
                        confidentiality: draft.type.spec.confidentiality,
                        data: draft.data
                    )
                )
            )
        }
    }
}
