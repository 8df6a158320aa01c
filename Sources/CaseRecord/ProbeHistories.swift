import CaseModel
import EventLog
import Histories
package import Projector
import Values

/// Logs to try a projection's folder on: simulated cases that hold every event type, corrections of
/// corrections, unknown dates, and erasures.
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
        return ProbeHistory(count: all.count) { indices in
            EntryRows(record: record).rows(of: indices.map { all[$0] })
        }
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
        for (stream, step) in steps {
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
        for (stream, n) in counts.sorted(by: { $0.key < $1.key }) {
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
