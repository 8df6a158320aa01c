import CaseModel
@testable import CaseRecord
import EventLog
import Foundation
import Projector
import Support
import Testing
import Values

/// Benches with the folders that a check reads, and what a scenario has recorded of the service.
private final class Benches {
    private let folders: [ProjectionFolder]
    private var usual: Workbench?

    init(_ check: AuditCheck) throws {
        folders = try check.question.reads.map {
            try ProjectionFolder.read("\(Checkout.root)/Projections/\($0)")
        }
    }

    /// Scenarios that leave settings and roles alone can share one: the tables of a case are emptied after
    /// each.
    func bench(_ scenario: Scenario) throws -> Workbench {
        if !scenario.changesService, let usual { return usual }
        let bench = try Workbench(folders)
        try bench.apply(scenario.service)
        if !scenario.changesService { usual = bench }
        return bench
    }
}

private let scenarioFolder = "\(Checkout.root)/Tests/Scenarios"

private let checkFiles =
    ((try? FileManager.default.contentsOfDirectory(
        atPath: "\(Checkout.root)/Projections/checks"
    )) ?? []).filter { $0.hasSuffix(".sql") }.sorted()

@Suite struct AuditTests {
    @Test(arguments: checkFiles)
    func `a check finds what its scenarios say, and every condition of it counts`(
        file: String
    ) throws {
        let question = try Question.read("\(Checkout.root)/Projections/checks/\(file)")
        let check = try AuditCheck(question)
        let scenarios = try Scenario.read("\(scenarioFolder)/\(check.id).jsonl")
        let benches = try Benches(check)
        #expect(scenarios.count >= 5)
        for scenario in scenarios {
            for expectation in scenario.expectations where expectation.check == check.id {
                let found = try scenario.findings(
                    of: check,
                    expectation,
                    on: benches.bench(scenario)
                )
                let difference = scenario.difference(expectation, found)
                #expect(difference == nil, "\(difference ?? "")")
                let forced = try scenario.findings(
                    of: check,
                    expectation,
                    on: benches.bench(scenario),
                    by: { try $0.bruteForce($1) }
                )
                #expect(found == forced, "\(scenario.file):\(expectation.line)")
            }
        }
        let lines = question.script.text.components(separatedBy: "\n")
        for (index, line) in lines.enumerated()
        where line.trimmingCharacters(in: .whitespaces).hasPrefix("AND ") {
            var mutant = lines
            mutant[index] = ""
            let changed = try AuditCheck(
                Question(mutant.joined(separator: "\n"), file: "\(file) without line \(index + 1)")
            )
            let isMissed = scenarios.contains { scenario in
                scenario.expectations.contains { expectation in
                    guard expectation.check == check.id else { return false }
                    guard
                        let found = try? scenario.findings(
                            of: changed,
                            expectation,
                            on: benches.bench(scenario)
                        )
                    else { return true }
                    return scenario.difference(expectation, found) != nil
                }
            }
            #expect(isMissed, "\(file):\(index + 1) no scenario needs '\(line)'")
        }
    }

    static let histories: [RandomHistory] =
        (1...(isDeep ? 6 : 3)).flatMap { seed -> [RandomHistory] in
            [
                .everyType(seed: UInt64(seed)),
                .simulated(seed: UInt64(seed), first: isDeep ? .max : 400),
            ]
        }

    @Test(arguments: histories)
    func
        `what was visible, in hindsight or cleared equals asking at every position of a random history`(
            history: RandomHistory
        ) throws
    {
        let checks = try CaseRecord.builtInChecks()
        let bench = try Workbench(
            Set(checks.flatMap(\.question.reads)).sorted().map {
                try ProjectionFolder.read("\(Checkout.root)/Projections/\($0)")
            }
        )
        try bench.apply(history.rows.rows(of: history.service))
        let feed = try Feed(
            log: ProjectionPropertyTests.small.get().record.log,
            record: RandomHistory.record,
            names: CaseNames(directory: nil)
        )
        let last = try #require(history.entries.last)
        let audit = CaseAudit(
            caseID: history.caseID,
            entries: history.entries,
            feed: feed,
            bench: bench,
            asOf: last.recordedAt.adding(milliseconds: 40 * 86_400_000)
        )
        let found = try audit.findings(of: checks)
        let forced = try audit.bruteForce(checks, isAnew: isDeep)
        expectSame(found, forced, history.name)
        #expect(Set(found.map(\.seen.word)) == ["visible", "hindsight", "cleared"])
        #expect(Set(found.map(\.check)).count >= 6)
    }

    @Test func `an audit of a record equals asking at every position, looks and erasures included`()
        throws
    {
        let record = try ProjectionPropertyTests.small.get().record
        let checks = try CaseRecord.builtInChecks()
        let end = try record.lastPosition()
        let feed = record.feed()
        let bench = try Workbench(
            Set(checks.flatMap(\.question.reads)).sorted().map {
                try ProjectionFolder.read("\(Checkout.root)/Projections/\($0)")
            }
        )
        try bench.apply(feed.service(through: end))
        let summary = try #require(try record.caseSummaries().first { $0.reference == "E-0" })
        let entries = try feed.entries(of: summary.id, through: end)
        let last = try #require(entries.last)
        let asOf = last.recordedAt.adding(milliseconds: 86_400_000)
        let found = try record.audit(
            [summary],
            .init(asOf: asOf),
            checks,
            through: end,
            withReadings: false
        ).findings
        let forced = try CaseAudit(
            caseID: summary.id,
            entries: entries,
            feed: feed,
            bench: bench,
            asOf: asOf
        ).bruteForce(checks, isAnew: isDeep)
        expectSame(found, forced, "E-0")
    }

    /// Compares findings one by one, so that a difference says which.
    private func expectSame(
        _ found: [AuditFinding],
        _ forced: [AuditFinding],
        _ name: String
    ) {
        func byKey(_ findings: [AuditFinding]) -> [String: AuditFinding] {
            Dictionary(uniqueKeysWithValues: findings.map { ("\($0.check) \($0.key)", $0) })
        }
        let (found, forced) = (byKey(found), byKey(forced))
        for key in Set(found.keys).union(forced.keys).sorted() {
            var finding = found[key]
            // What somebody said to it is no part of the replay.
            finding?.answer = nil
            #expect(finding == forced[key], "\(name): \(key)")
        }
    }

    @Test func `the case study's findings are the ones that are explained, line by line`() throws {
        let folder = try TemporaryFolder("demo")
        let (record, report) = try CaseRecord.createDemo(
            at: folder("demo.vigil"),
            startingOn: CivilDate("2025-09-15") ?? CivilDate(daysSince1970: 20_346),
            environment: folder.environment
        )
        let asOf = try Scenario.instant("2026-06-01T00:00:00Z")
        let reader = Reader(staff: "s-auditor", purpose: "audit")
        let audit = try record.audit([report.caseReference], .init(asOf: asOf), for: reader)
        let found = audit.findings.map { finding in
            [
                finding.check, finding.key, finding.severity.rawValue, finding.seen.word,
                finding.isCertain ? "certain" : "possible", finding.since.description,
                finding.evidence.map(String.init).joined(separator: " "),
            ].joined(separator: ",")
        }
        let golden = try String(
            contentsOfFile: "\(Checkout.root)/Tests/Golden/demo-findings.csv",
            encoding: .utf8
        ).split(separator: "\n").dropFirst()
        #expect(golden.count == found.count)
        for line in golden {
            #expect(found.contains { line.hasPrefix($0 + ",") }, "\(line)")
            // Each says why it is right.
            #expect(line.split(separator: ",", maxSplits: 7).last?.count ?? 0 > 20)
        }
        for seeded in ["SG12", "SG08", "SG02", "SG11"] {
            #expect(audit.findings.contains { $0.check == seeded && $0.isOpen })
        }
        // Known at a time is the audit of a record that stopped then.
        let then = report.moments[1].at
        let known = try record.audit(["C-0001"], .init(knownAt: then), for: reader).findings
        let feed = record.feed()
        let entries = try feed.entries(of: audit.cases[0].id, through: .max)
            .filter { $0.recordedAt <= then }
        var stopped: [AuditFinding] = []
        for check in audit.checks {
            let bench = try Workbench(
                check.question.reads.map {
                    try ProjectionFolder.read("\(Checkout.root)/Projections/\($0)")
                }
            )
            try bench.apply(feed.service(through: entries.last?.position ?? 0))
            stopped += try CaseAudit(
                caseID: audit.cases[0].id,
                entries: entries,
                feed: feed,
                bench: bench,
                asOf: then
            ).bruteForce(check)
        }
        #expect(Set(known.map(\.key)) == Set(stopped.map(\.key)))
        #expect(known.count == stopped.count)
    }
}

extension AuditTests {
    /// A clock says that most entries need no asking: left out of the check's head, all of them are.
    @Test(arguments: [3, 7] as [UInt64])
    func `with or without its clock a check finds the same`(seed: UInt64) throws {
        let folder = try TemporaryFolder("clock")
        let (record, _) = try CaseRecord.createSimulation(
            at: folder("clock.vigil"),
            seed: seed,
            cases: 2,
            startingOn: CivilDate("2022-01-03") ?? CivilDate(daysSince1970: 18_995),
            rates: [
                ("late-entry", 60), ("unknown-date", 15), ("risk-noted", 100), ("pause", 100),
                ("drop-out", 50), ("thin-entry", 50), ("amendment", 10),
            ],
            environment: folder.environment
        )
        let clocked = try CaseRecord.builtInChecks().filter { $0.clock != nil }
        let plain = try clocked.map { check in
            let lines = check.question.script.text.split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            return try AuditCheck(
                try Question(
                    lines.filter { !$0.hasPrefix("-- clock:") }.joined(separator: "\n"),
                    file: check.question.file
                )
            )
        }
        #expect(clocked.map(\.id) == ["SG23", "SG25"])
        #expect(plain.allSatisfy { $0.clock == nil })
        func findings(_ checks: [AuditCheck]) throws -> [AuditFinding] {
            try record.audit(
                record.caseSummaries(),
                .init(asOf: try Scenario.instant("2026-06-01T00:00:00Z")),
                checks,
                through: try record.log.read { try $0.position() },
                withReadings: false
            ).findings
        }
        let found = try findings(clocked)
        #expect(found.contains { $0.isCleared })
        #expect(try findings(plain) == found)
    }
}

extension CaseAudit {
    /// The same findings by asking at every position, each time of a bench that starts from nothing.
    func bruteForce(_ check: AuditCheck) throws -> [AuditFinding] { try bruteForce([check]) }

    /// - Parameter isAnew: whether the bench starts from nothing at every position; else only after
    ///   corrections and erasures.
    func bruteForce(_ checks: [AuditCheck], isAnew: Bool = true) throws -> [AuditFinding] {
        defer { try? bench.remove(caseID) }
        struct Sighting {
            var finding: AuditFinding
            var runs: [(Instant, Instant)] = []
            var gone: Int64?
        }
        let types = Dictionary(entries.map { ($0.id, $0.type) }) { first, _ in first }
        func corrected(_ entry: Entry) -> EventType? {
            guard entry.type?.isCorrection ?? false,
                let target = entry.payload?.data["target"]?.string.flatMap({ Identifier($0) }),
                let type = types[target] ?? nil, !type.isCorrection
            else { return nil }
            return type
        }
        var seen = checks.map { _ in [String: Sighting]() }
        var applied = 0
        for count in 1...max(1, entries.count) where !entries.isEmpty {
            let at = entries[count - 1].recordedAt
            let next = count < entries.count ? entries[count].recordedAt : nil
            guard next != at else { continue }
            let time = next.map { min(asOf, $0.adding(milliseconds: -1)) } ?? asOf
            let new = Array(entries[applied..<count])
            if isAnew || new.contains(where: { $0.type?.isCorrection ?? true }) {
                try bench.remove(caseID)
                try bench.apply(feed.rows(of: Array(entries[..<count])))
            } else {
                try bench.apply(feed.rows(of: new))
            }
            applied = count
            for (index, check) in checks.enumerated() {
                let found = try bench.ask(
                    check.question,
                    [":case": .text(caseID.description), ":as_of": .text(time.description)]
                ).records.map { try AuditFinding($0, of: check, in: caseID) }
                for finding in found {
                    var sighting = seen[index][finding.key] ?? Sighting(finding: finding)
                    sighting.finding = finding
                    sighting.runs.append((max(at, finding.since), time))
                    sighting.gone = nil
                    seen[index][finding.key] = sighting
                }
                let now = Set(found.map(\.key))
                for key in seen[index].keys
                where !now.contains(key) && seen[index][key]?.gone == nil {
                    // Of what was recorded at one moment, the first entry that the check reads.
                    let moment = entries.filter { $0.recordedAt == at }
                    seen[index][key]?.gone =
                        (moment.first { check.concerns($0, corrected: corrected($0)) }
                        ?? moment.first)?.position
                }
            }
        }
        return seen.flatMap(\.values).map { sighting in
            var finding = sighting.finding
            finding.visibleFrom =
                sighting.runs.filter { $0.1 >= finding.since }.map { max($0.0, finding.since) }
                .min() ?? finding.since
            if let gone = sighting.gone {
                finding.seen = .cleared(by: gone)
            } else {
                finding.seen = finding.visibleFrom == finding.since ? .visible : .hindsight
            }
            return finding
        }
        .sorted { ($0.since, $0.check, $0.key) < ($1.since, $1.check, $1.key) }
    }
}
