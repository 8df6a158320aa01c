import CaseModel
import EventLog
import Projector
import Synchronization
package import Values

/// What an audit found, and what somebody needs to repeat it.
package struct AuditReport: Sendable {
    package let look: Look
    package var findings: [AuditFinding]
    package let cases: [CaseSummary]
    package let asOf: Instant
    package let knownAt: Instant?
    package let position: Int64
    package let root: String
    package let checks: [AuditCheck]
    /// SHA-256 of each projection's SQL, by name.
    package let versions: [(name: String, version: String)]
    /// Positions of looks and entries that it rests on are read with these.
    package let readings: [Identifier: CaseView]

    /// Against an earlier audit.
    package struct Change: Sendable {
        package enum Kind: String, Sendable { case new, cleared, changed }
        package let kind: Kind
        package let finding: AuditFinding
    }
}

extension AuditReport {
    init(_ found: CaseRecord.Audited, _ permit: Permit, _ look: Look) {
        self.init(
            look: look,
            findings: found.findings,
            cases: found.cases,
            asOf: found.asOf,
            knownAt: found.knownAt,
            position: found.position,
            root: found.root,
            checks: found.checks,
            versions: found.versions,
            readings: found.cases.reduce(into: [:]) { readings, summary in
                guard let entries = found.entries[summary.id] else { return }
                readings[summary.id] = CaseView(
                    look: look,
                    summary: summary,
                    lines: Timeline.lines(of: entries),
                    withheld: 0,
                    entries: permit.shown(entries),
                    codebooks: found.codebooks,
                    position: found.position,
                    root: found.root
                )
            }
        )
    }
}

extension CaseRecord {
    /// The built-in checks, by id.
    package static func builtInChecks() throws -> [AuditCheck] {
        try RecordError.wrapping {
            try Question.all(in: Resources.projections() + "/checks")
                .map { question throws(ProjectionError) in try AuditCheck(question) }
                .sorted { $0.id < $1.id }
        }
    }

    /// Runs checks over a case, or over all. That it was done is recorded before anything is given out.
    package func audit(
        _ names: [String]?,
        _ asking: Asking,
        checks wanted: [String] = [],
        for reader: Reader,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> AuditReport {
        try RecordError.wrapping {
            let all = try CaseRecord.builtInChecks()
            let checks = try wanted.isEmpty ? all : wanted.map { try named($0, in: all) }
            let summaries = try names.map { try $0.map { try findCase($0) } } ?? caseSummaries()
            let end = try log.read { try $0.position() }
            let position = try asking.knownAt.map { time in
                try log.read { try $0.position(knownAt: time) }
            }
            let (permit, look) = try lookByAudit(
                names,
                summaries,
                for: reader,
                Timeline.Query(asOf: asking.asOf, knownAt: asking.knownAt)
            )
            let found = try audit(
                summaries,
                asking,
                checks,
                through: position ?? end,
                withReadings: names != nil,
                progress: progress
            )
            return AuditReport(found, permit, look)
        }
    }

    /// An audit judges what is there and what is not, so it is of whole cases or not at all.
    private func lookByAudit(
        _ names: [String]?,
        _ summaries: [CaseSummary],
        for reader: Reader,
        _ query: Timeline.Query
    ) throws -> (Permit, Look) {
        let intent = Intent(
            reader,
            names == nil ? "audit of all cases" : "audit",
            .init(
                .entries,
                needs: Set(Confidentiality.allCases),
                needsAllCases: names == nil
            ),
            query
        )
        guard names != nil, let first = summaries.first else {
            let permit = try permit(intent, of: nil)
            return (permit, try look(permit, at: []))
        }
        for summary in summaries.dropFirst() { _ = try permit(intent, of: summary.id) }
        let permit = try permit(intent, of: first.id)
        return (permit, try look(permit, at: summaries.map(\.id)))
    }

    private func named(_ id: String, in checks: [AuditCheck]) throws -> AuditCheck {
        guard let check = checks.first(where: { $0.id == id.uppercased() }) else {
            throw RecordError(
                .refused,
                "unknown-check",
                "there is no check '\(id.prefix(20))'",
                hint: "there are " + checks.map(\.id).joined(separator: ", ")
            )
        }
        return check
    }

    /// What an audit comes to, which nobody was shown yet.
    struct Audited {
        var findings: [AuditFinding]
        let cases: [CaseSummary]
        let asOf: Instant
        let knownAt: Instant?
        let position: Int64
        let root: String
        let checks: [AuditCheck]
        let versions: [(name: String, version: String)]
        /// The entries of the cases that it is to be read with.
        let entries: [Identifier: [Entry]]
        let codebooks: Codebooks
    }

    func audit(
        _ summaries: [CaseSummary],
        _ asking: Asking,
        _ checks: [AuditCheck],
        through position: Int64,
        withReadings: Bool,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> Audited {
        let names = Set(checks.flatMap(\.question.reads)).sorted()
        let folders = try names.map { try readable($0) }
        let asOf = asking.asOf ?? asking.knownAt ?? now()
        let feed = feed()
        let service = try feed.service(through: position)
        let benches = try (0..<min(2, max(1, summaries.count))).map { _ in
            let bench = try Workbench(folders)
            try bench.apply(service)
            return bench
        }
        let takes: Set<String>? =
            folders.contains { $0.types == nil }
            ? nil : folders.reduce(into: []) { $0.formUnion($1.types ?? []) }
        let codebooks = try staff().codebooks
        let root = try root(at: position)
        var findings: [AuditFinding] = []
        var readings: [Identifier: [Entry]] = [:]
        // So many at a time that neither core waits long for the other, and progress is seen.
        let group = 64 * benches.count
        var done = 0
        while done < summaries.count {
            let batch = Array(summaries[done..<min(done + group, summaries.count)])
            let next = Atomic(0)
            let shares = concurrentMap(count: benches.count, chunk: 1) { share in
                Result { () throws -> [(CaseSummary, [Entry], [AuditFinding])] in
                    var audited: [(CaseSummary, [Entry], [AuditFinding])] = []
                    while true {
                        let index = next.add(1, ordering: .relaxed).oldValue
                        guard index < batch.count else { return audited }
                        let id = batch[index].id
                        let entries = try feed.entries(of: id, through: position)
                        let read = CaseAudit(
                            caseID: id,
                            entries: entries,
                            takes: takes,
                            feed: feed,
                            bench: benches[share],
                            asOf: asOf
                        )
                        let found = CaseRecord.answered(try read.findings(of: checks), by: entries)
                        audited.append((batch[index], withReadings ? entries : [], found))
                    }
                }
            }
            for share in shares {
                for (summary, entries, found) in try share.get() {
                    findings += found
                    guard withReadings else { continue }
                    readings[summary.id] = entries.filter { $0.kind == "entry" }
                }
            }
            done += batch.count
            progress(Int64(done), Int64(summaries.count))
        }
        return Audited(
            findings: findings.sorted {
                ($1.severity, $0.since, $0.check, $0.caseID, $0.key)
                    < ($0.severity, $1.since, $1.check, $1.caseID, $1.key)
            },
            cases: summaries,
            asOf: asOf,
            knownAt: asking.knownAt,
            position: position,
            root: root,
            checks: checks,
            versions: folders.map { ($0.name, $0.version) },
            entries: readings,
            codebooks: codebooks
        )
    }

    /// Findings with what somebody answered to them.
    private static func answered(_ findings: [AuditFinding], by entries: [Entry]) -> [AuditFinding]
    {
        var answers: [String: (Entry, Payload)] = [:]
        for line in History.standing(of: entries) where line.type == .findingAnswered {
            guard let payload = line.effective, let check = payload.data["check"]?.string,
                let key = payload.data["key"]?.string
            else { continue }
            answers["\(check) \(key)"] = (line.entry, payload)
        }
        guard !answers.isEmpty else { return findings }
        return findings.map { finding in
            guard let (entry, payload) = answers["\(finding.check) \(finding.key)"] else {
                return finding
            }
            let rested = payload.data["evidence"]?.strings.compactMap { Int64($0) }
            var finding = finding
            finding.answer = .init(
                position: entry.position,
                answer: payload.data["answer"]?.string ?? "",
                reason: payload.data["reason"]?.string ?? "",
                by: payload.data["answeredBy"]?.string ?? entry.by,
                isCurrent: rested.map { $0 == finding.evidence } ?? true
            )
            return finding
        }
    }

    // MARK: Since the last audit

    /// What an audit finds that an earlier one of the same cases did not, and the other way round.
    package static func changes(from before: AuditReport, to now: AuditReport)
        -> [AuditReport.Change]
    {
        func key(_ finding: AuditFinding) -> String {
            "\(finding.caseID) \(finding.check) \(finding.key)"
        }
        let old = Dictionary(
            before.findings.filter { !$0.isCleared }.map { (key($0), $0) }
        ) { first, _ in first }
        let new = Dictionary(
            now.findings.filter { !$0.isCleared }.map { (key($0), $0) }
        ) { first, _ in first }
        let clearing = Dictionary(
            now.findings.filter(\.isCleared).map { (key($0), $0) }
        ) { first, _ in first }
        var changes: [AuditReport.Change] = []
        for finding in now.findings where !finding.isCleared {
            guard let earlier = old[key(finding)] else {
                changes.append(.init(kind: .new, finding: finding))
                continue
            }
            if earlier.evidence != finding.evidence || earlier.isCertain != finding.isCertain
                || earlier.severity != finding.severity || earlier.since != finding.since
                || earlier.answer != finding.answer
            {
                changes.append(.init(kind: .changed, finding: finding))
            }
        }
        for finding in before.findings where !finding.isCleared && new[key(finding)] == nil {
            changes.append(.init(kind: .cleared, finding: clearing[key(finding)] ?? finding))
        }
        return changes
    }

    /// The audit as it was at an earlier time: of what was known then, as of then.
    package func earlierAudit(
        _ names: [String]?,
        at time: Instant,
        checks wanted: [String],
        for reader: Reader
    ) throws -> AuditReport {
        try RecordError.wrapping {
            let all = try CaseRecord.builtInChecks()
            let checks = try wanted.isEmpty ? all : wanted.map { try named($0, in: all) }
            let position = try log.read { try $0.position(knownAt: time) }
            let summaries = try names.map { try $0.map { try findCase($0) } } ?? caseSummaries()
            let (permit, look) = try lookByAudit(
                names,
                summaries,
                for: reader,
                Timeline.Query(knownAt: time)
            )
            let found = try audit(
                summaries,
                Asking(knownAt: time),
                checks,
                through: position,
                withReadings: false
            )
            return AuditReport(found, permit, look)
        }
    }

    /// When the event at a position was recorded.
    package func recordedAt(position: Int64) throws -> Instant {
        try RecordError.wrapping {
            guard let row = try log.read({ try $0.event(at: position)?.row }) else {
                throw RecordError(
                    .refused,
                    "unknown-position",
                    "the record has no position \(position)"
                )
            }
            return row.recordedAt
        }
    }

    // MARK: Answering

    /// Answers a finding as it stands now, with the entries that it rests on.
    @discardableResult
    package func answer(
        _ check: String,
        _ key: String,
        in name: String,
        _ answer: String,
        reason: String,
        for reader: Reader
    ) throws -> Receipt {
        let report = try audit([name], Asking(), checks: [check], for: reader)
        guard
            let finding = report.findings.first(where: {
                $0.check == check.uppercased() && $0.key == key && !$0.isCleared
            })
        else {
            let keys = report.findings.filter { !$0.isCleared }.map(\.key)
            throw RecordError(
                .refused,
                "unknown-finding",
                "\(check.uppercased()) finds nothing called '\(key.prefix(60))' in this case now",
                hint: keys.isEmpty ? "it finds nothing" : "it finds " + keys.joined(separator: ", ")
            )
        }
        let draft = Draft(
            .findingAnswered,
            at: .instant(now()),
            .object(present: [
                ("check", .string(finding.check)), ("key", .string(finding.key)),
                ("answer", .string(answer)), ("reason", .string(reason)),
                ("answeredBy", .string(reader.staff)),
                ("evidence", JSON(finding.evidence.map(String.init))),
            ])
        )
        return try record(Request([draft], in: finding.caseID, by: reader.staff))
    }

    // MARK: Samples

    /// Draws cases for an audit by chance that can be repeated, and records the draw.
    ///
    /// - Parameters:
    ///   - excluding: cases drawn within so many days before are left out.
    ///   - seed: the same seed over the same frame draws the same cases.
    package func drawSample(
        _ count: Int,
        seed: String,
        openOnly: Bool,
        excludingDays days: Int,
        by staff: String
    ) throws -> (drawn: [CaseSummary], excluded: [CaseSummary], frame: Int, position: Int64) {
        try RecordError.wrapping {
            guard count > 0 else {
                throw RecordError(.invalid, "sample-size", "a sample has at least one case")
            }
            let clock = now()
            let frame = try caseSummaries().filter { !openOnly || !$0.isClosed }
                .sorted { $0.id < $1.id }
            let since = clock.adding(milliseconds: -Int64(days) * 86_400_000)
            var recent: Set<String> = []
            let service = try log.read { try $0.entries(of: info.id) }
            for entry in service where entry.type == .auditSampleDrawn && entry.recordedAt >= since
            {
                // A draw that is repeated leaves out what the first one left out.
                guard days > 0, entry.payload?.data["seed"]?.string != seed else { continue }
                recent.formUnion(entry.payload?.data["drawn"]?.strings ?? [])
            }
            let excluded = frame.filter { recent.contains($0.id.description) }
            let eligible = frame.filter { !recent.contains($0.id.description) }
            // In the order of a hash of seed and case: adding a case moves no other.
            let order = eligible.map { summary in
                (Identifier(version5: "audit-sample/\(seed)", in: summary.id), summary)
            }
            let drawn = order.sorted { $0.0 < $1.0 }.prefix(count).map(\.1)
            let entry = try record(
                service: Draft(
                    .auditSampleDrawn,
                    at: .instant(clock),
                    .object(present: [
                        ("seed", .string(seed)),
                        ("frame", .string(openOnly ? "open cases" : "all cases")),
                        ("drawn", JSON(drawn.map(\.id.description))),
                        (
                            "excluded",
                            excluded.isEmpty ? nil : JSON(excluded.map(\.id.description))
                        ),
                        ("asOf", .string(clock.description)),
                    ])
                ),
                by: staff
            )
            return (drawn, excluded, frame.count, entry.position)
        }
    }
}
