import CaseModel
import EventLog
import FoundationEssentials
import Histories
import Projector
package import Values

extension CaseRecord {
    // MARK: The case study

    /// What the demo left out on purpose, and what will find it.
    package struct OpenGap: Sendable {
        package let row: Int
        package let note: String
    }

    package struct DemoReport: Sendable {
        package let caseReference: String
        package let entries: Int
        package let rows: Int
        package let gaps: [OpenGap]
        /// The heading that each entry stands under, by position: `Intake`, `Cycle 1`.
        package let phases: [Int64: String]
        /// When the disclosure and the first shared review had just been recorded.
        package let moments: [(title: String, at: Instant)]
    }

    /// Makes a record of the case study, told as if it had been written at the time. Its keys stay
    /// inside it, as no other record's do.
    package static func createDemo(
        at path: String,
        startingOn date: CivilDate,
        environment: [String: String]
    ) throws -> (record: CaseRecord, report: DemoReport) {
        let steps = CaseStudy.steps(startingOn: date)
        guard let first = steps.first, let last = steps.last,
            last.recordedAt < systemClock()
        else {
            throw RecordError(
                .refused,
                "in-the-future",
                "the case study must end in the past; it lasts 239 days",
                hint: "start it earlier with --start"
            )
        }
        let dayBefore = first.recordedAt.adding(milliseconds: -86_400_000)
        let record = try create(
            at: path,
            Founding(
                name: "Demonstration: the case study",
                nation: "england-wales",
                origin: "vigil.demo/case-study",
                administrator: administrator(
                    of: CaseStudy.staff.map { ($0.pseudonym, $0.name, [$0.role]) }
                ),
                keepsSecretsInside: true
            ),
            environment: environment,
            clock: { dayBefore }
        )
        try record.add(
            CaseStudy.staff.map { ($0.pseudonym, $0.name, [$0.role]) },
            at: dayBefore
        )
        let caseID = Identifier(version5: "case-study/\(date)", in: record.info.id)
        var phases: [Int64: String] = [:]
        var moments: [(String, Instant)] = []
        var count = 0
        for step in steps where !step.drafts.isEmpty {
            let receipt = try record.record(
                Request(step.drafts, in: caseID, by: step.by, recordedAt: step.recordedAt)
            )
            for entry in receipt.entries { phases[entry.position] = step.phase }
            count += receipt.entries.count
            if step.row == 15 { moments.append(("after session 1", step.recordedAt)) }
            if step.row == 43 { moments.append(("after the first cycle", step.recordedAt)) }
        }
        try record.sign()
        try record.close()
        let report = DemoReport(
            caseReference: "C-0001",
            entries: count,
            rows: Set(steps.map(\.row)).count,
            gaps: steps.compactMap { step in step.note.map { OpenGap(row: step.row, note: $0) } },
            phases: phases,
            moments: moments
        )
        return (try open(at: path, environment: environment), report)
    }

    // MARK: Simulated caseloads

    package struct SimulationReport: Sendable {
        package let cases: Int
        package let events: Int
        package let seconds: Double
        package let directoryDigest: String
    }

    /// Makes a record with an invented caseload; the same seed gives the same entries.
    package static func createSimulation(
        at path: String,
        seed: UInt64,
        cases: Int,
        startingOn date: CivilDate,
        rates: [(name: String, percent: Int)],
        environment: [String: String],
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> (record: CaseRecord, report: SimulationReport) {
        var known = Simulation.Rates()
        for rate in rates where !known.set(rate.name, to: rate.percent) {
            throw RecordError(
                .invalid,
                "unknown-rate",
                "there is no rate '\(rate.name)', or it is not a percentage",
                hint: "rates are \(Simulation.Rates.names.joined(separator: ", "))"
            )
        }
        guard date.adding(days: 1_100) <= LondonTime.civil(of: systemClock()).date else {
            throw RecordError(
                .refused,
                "in-the-future",
                "a simulation ends in the past; it lasts three years",
                hint: "start it earlier with --start"
            )
        }
        let simulation = Simulation(seed: seed, cases: cases, starting: date, rates: known)
        let dayBefore = LondonTime.instant(on: date.adding(days: -1), hour: 9)
        let record = try create(
            at: path,
            Founding(
                name: "Simulation \(seed)",
                nation: "england-wales",
                origin: "vigil.simulation/\(seed)",
                administrator: administrator(of: Simulation.staff),
                keepsSecretsInside: true,
                id: nil
            ),
            environment: environment,
            clock: { dayBefore }
        )
        let start = ContinuousClock.now
        try record.add(Simulation.staff, at: dayBefore)
        var events = 0
        var finished: [Identifier] = []
        var done = 0
        var batch: [Request] = []
        func write() throws {
            try record.recordBatch(batch)
            record.forget(finished)
            done += finished.count
            batch.removeAll(keepingCapacity: true)
            finished.removeAll(keepingCapacity: true)
            progress(Int64(done), Int64(cases))
        }
        for next in Caseload(simulation) {
            batch.append(
                Request(
                    [next.step.draft],
                    in: next.caseID,
                    by: next.step.by,
                    command: next.step.id,
                    recordedAt: next.step.recordedAt
                )
            )
            events += 1
            if next.isLast { finished.append(next.caseID) }
            if batch.count == 2000 { try write() }
        }
        try write()
        try record.sign()
        let digest = try record.directory.digest()
        try record.close()
        let elapsed = ContinuousClock.now - start
        let report = SimulationReport(
            cases: cases,
            events: events,
            seconds: Double(elapsed.components.seconds)
                + Double(elapsed.components.attoseconds) / 1e18,
            directoryDigest: digest
        )
        return (try open(at: path, environment: environment), report)
    }

    private static func administrator(
        of staff: [(pseudonym: String, name: String, roles: [String])]
    ) -> (pseudonym: String, name: String) {
        let first = staff.first { $0.roles.contains("administrator") }
        return first.map { ($0.pseudonym, $0.name) } ?? ("s-admin", "The administrator")
    }

    /// Adds everybody but the administrator, who founded the record.
    private func add(
        _ staff: [(pseudonym: String, name: String, roles: [String])],
        at instant: Instant
    ) throws {
        let founder = CaseRecord.administrator(of: staff).pseudonym
        for member in staff where member.pseudonym != founder {
            try record(
                service: Draft(
                    .staffAdded,
                    at: .instant(instant),
                    ["staff": .string(member.pseudonym), "name": .string(member.name)]
                ),
                by: founder,
                recordedAt: instant
            )
            for role in member.roles {
                try record(
                    service: Draft(
                        .roleAssigned,
                        at: .instant(instant),
                        ["staff": .string(member.pseudonym), "role": .string(role)]
                    ),
                    by: founder,
                    recordedAt: instant
                )
            }
        }
    }
}

// MARK: - Cases that hold everything

extension CaseRecord {
    /// Adds cases that hold every type of entry in awkward words, at vague times, with corrections of
    /// corrections and units that were erased, recorded step by step between one another: what a tool
    /// that reads a record must be able to bear. They are called E-0, E-1.
    package func addEveryType(seeds: [UInt64], looking reader: Reader? = nil) throws {
        let cases = seeds.map { Simulation.everyType(seed: $0) }
        var random = SeededRandom(seed: seeds.first ?? 1)
        var next = cases.map { _ in 0 }
        let streams = cases.indices.map { Identifier(version5: "every/\($0)", in: info.id) }
        while let index = next.indices.filter({ next[$0] < cases[$0].steps.count })
            .min(by: {
                cases[$0].steps[next[$0]].recordedAt < cases[$1].steps[next[$1]].recordedAt
            })
        {
            let step = cases[index].steps[next[index]]
            var draft = step.draft
            if draft.type == .caseOpened {
                draft.data = draft.data.setting("reference", to: .string("E-\(index)"))
            }
            try record(
                Request(
                    [draft],
                    in: streams[index],
                    by: step.by,
                    command: step.id,
                    recordedAt: step.recordedAt
                )
            )
            next[index] += 1
            if let reader, Int.random(in: 0..<60, using: &random) == 0 {
                _ = try timeline(of: streams[index].description, for: reader)
            }
        }
        if let reader, let last = try lastRecordedAt() {
            for spec in Catalogue.all where !spec.keeping.isOfCase || spec.group == .access {
                try addAside(spec, in: streams[0], by: reader.staff, at: last)
            }
        }
        for stream in streams + streams { try eraseSomeUnit(in: stream, &random) }
        try sign()
    }

    /// The catalogue's example of a type that no story tells: what the service does about itself and about
    /// keeping, who has to do with a case, and each way to look at it.
    private func addAside(
        _ spec: EventSpec,
        in caseID: Identifier,
        by staff: String,
        at instant: Instant
    ) throws {
        var data = try JSON.parse(spec.example)
        switch spec.type {
        case .recordCreated: return
        case .staffAdded: data = data.setting("staff", to: "s-example")
        default:
            // People of an example are not this record's.
            for field in spec.fields where data[field.name] != nil {
                switch field.kind {
                case .staff: data = data.setting(field.name, to: .string(staff))
                case .staffList: data = data.setting(field.name, to: JSON([staff]))
                default: continue
                }
            }
        }
        let draft = Draft(spec.type, at: .instant(instant), data)
        guard !spec.keeping.isOfCase else {
            try record(Request([draft], in: caseID, by: staff, recordedAt: instant))
            return
        }
        guard spec.keeping == .inAccessYear else {
            try record(service: draft, by: staff, recordedAt: instant)
            return
        }
        _ = try append(
            try ServiceDecider.decide(draft, staff: self.staff().pseudonyms),
            kind: .access,
            stream: StreamNames.access(of: caseID),
            unit: StreamNames.accessUnit(info.id, at: instant),
            by: staff,
            recordedAt: instant
        )
    }

    private func lastRecordedAt() throws -> Instant? {
        try log.read { snapshot in
            try snapshot.event(at: snapshot.position())?.row.recordedAt
        }
    }

    /// Erases a unit of the case's that is not the case's own.
    private func eraseSomeUnit(in stream: Identifier, _ random: inout SeededRandom) throws {
        let entries = try feed().entries(of: stream, through: .max)
        let gone = Set(entries.filter { $0.kind == "erasure" }.map(\.unit))
        let units = Set(entries.map(\.unit))
            .subtracting(gone).subtracting(entries.first.map { [$0.unit] } ?? [])
            .filter { unit in entries.contains { $0.unit == unit && $0.kind == "entry" } }
        guard let unit = units.sorted().randomElement(using: &random) else { return }
        let at = entries.last?.recordedAt ?? .distantPast
        let event = NewEvent(
            id: Identifier(version7At: at, random: CaseRecord.fresh()),
            stream: stream,
            kind: .erasure,
            by: CaseRecord.administrator(of: Simulation.staff).pseudonym,
            unit: unit,
            payload: nil,
            recordedAt: at
        )
        _ = try log.write(at: at) { try $0.append([event]) }
    }
}
