import CaseModel
@testable import CaseRecord
import EventLog
import Foundation
import Histories
import Projector
import Support
import Testing
import Values

private let folderNames =
    ((try? FileManager.default.contentsOfDirectory(
        atPath: "\(Checkout.root)/Projections"
    )) ?? []).filter {
        FileManager.default.fileExists(atPath: "\(Checkout.root)/Projections/\($0)/manifest.json")
    }.sorted()

/// A record with cases that hold every event type, corrections of corrections, unknown and out-of-order
/// dates, looks and erasures, recorded as a service would.
final class EveryTypeRecord: Sendable {
    let folder: TemporaryFolder
    let record: CaseRecord

    init(seeds: [UInt64]) throws {
        folder = try TemporaryFolder("every-type")
        let (record, _) = try CaseRecord.createSimulation(
            at: folder("every.vigil"),
            seed: seeds[0],
            cases: 1,
            startingOn: CivilDate("2020-01-06") ?? CivilDate(daysSince1970: 18_000),
            rates: [],
            environment: folder.environment
        )
        self.record = record
        try record.addEveryType(
            seeds: seeds,
            looking: Reader(staff: "s-willow", purpose: "audit")
        )
    }
}

@Suite struct ProjectionPropertyTests {
    static let small = Result { try EveryTypeRecord(seeds: [7]) }

    @Test func `the histories hold every event type, each kind of event, and erasures`() throws {
        let record = try Self.small.get().record
        let feed = record.feed()
        let end = try record.lastPosition()
        let window = try #require(try feed.window(after: 0, through: end, limit: .max))
        let kinds: Set = ["entry", "access", "service", "governance", "erasure"]
        #expect(Set(window.events.compactMap(\.kind)) == kinds)
        let told = try record.log.read { snapshot in
            try snapshot.open(snapshot.events(from: 1, count: Int(end))) { Entry($0, $1).type }
        }
        // What was erased has no type any more; it was told by the case's steps.
        let steps = Simulation.everyType(seed: 7).steps.map(\.draft.type)
        #expect(Set(told.compactMap { $0 }).union(steps) == Set(EventType.allCases))
        #expect(
            Set(told.compactMap { $0 }).isSuperset(
                of: EventType.allCases.filter { !$0.spec.keeping.isOfCase }
            )
        )
        let probe = ProbeHistories.entries(
            of: [Simulation.everyType(seed: 1)],
            in: Identifier(high: 0x7000, low: 1)
        )
        #expect(Set(probe.compactMap(\.type)) == Set(EventType.allCases))
        #expect(Set(probe.map(\.kind)) == kinds)
    }

    @Test(arguments: folderNames)
    func `however the log is cut, the rows are the same`(name: String) throws {
        let record = try Self.small.get().record
        let folder = try ProjectionFolder.read("\(Checkout.root)/Projections/\(name)")
        let feed = record.feed()
        let end = try record.lastPosition()
        // Whole cases, as a rebuild takes them.
        let rebuilt = try ProjectionFile(folder, at: nil)
        var events = try feed.service(through: end)
        for summary in try record.caseSummaries() {
            events += try feed.whole(summary.id, through: end)
        }
        try rebuilt.apply(events, after: 0, through: end)
        let digest = try rebuilt.digest()
        #expect(try rebuilt.state().stopped == nil)
        #expect(try rebuilt.tableNames.contains { try !rebuilt.rows(of: $0).isEmpty })
        var random = SeededRandom(seed: 11)
        for limits in [Int.max...Int.max, 1...1, 1...7, 1...200, 3...40] {
            let live = try ProjectionFile(folder, at: nil)
            var position: Int64 = 0
            while position < end {
                let limit = Int.random(in: limits, using: &random)
                let window = try #require(
                    try feed.window(after: position, through: end, limit: min(limit, 1 << 30))
                )
                var whole: [Identifier: [ProjectionEvent]] = [:]
                for (stream, touched) in window.behind where touched.concerns(folder) {
                    let id = try feed.caseID(of: stream)
                    whole[id] = try feed.whole(id, through: window.last)
                }
                try live.apply(window.events, after: position, through: window.last, whole: whole)
                position = window.last
            }
            #expect(try live.state().stopped == nil)
            #expect(try live.digest() == digest, "windows of \(limits)")
        }
        // Case by case, in an order of chance.
        let parts = try ProjectionFile(folder, at: nil)
        try parts.apply(feed.service(through: end), after: 0, through: 1)
        var position: Int64 = 1
        for summary in try record.caseSummaries().shuffled(using: &random) {
            try parts.apply(
                feed.whole(summary.id, through: end),
                after: position,
                through: position + 1
            )
            position += 1
        }
        #expect(try parts.digest() == digest)
    }

    @Test
    func `files made by rebuild, by catching up and by a second engine have the same digests`()
        throws
    {
        let every = try EveryTypeRecord(seeds: [3, 5])
        let record = every.record
        try record.rebuild()
        let rebuilt = try record.projectionFolders().map {
            try record.projectionDigest($0.name).digest
        }
        let lines = every.folder("lines.jsonl")
        var text = ""
        try record.exportEverything(for: Reader(staff: "s-willow", purpose: "audit")) {
            text += $0 + "\n"
        }
        try Data(text.utf8).write(to: URL(fileURLWithPath: lines))
        try record.catchUp()
        let python = ProcessInfo.processInfo.environment["VIGIL_PYTHON"] ?? "python3"
        for (folder, before) in zip(try record.projectionFolders(), rebuilt) {
            let digest = try record.projectionDigest(folder.name).digest
            // The looks that this test makes are events too: those that take them have moved on.
            if folder.types.map({ !$0.contains("record-viewed") }) ?? false {
                #expect(digest == before, "\(folder.name)")
            }
            let said = every.folder("digest")
            let child = try Child(
                "/usr/bin/env",
                [python, "\(Checkout.root)/scripts/projections.py", "digest", folder.path, lines],
                environment: ProcessInfo.processInfo.environment,
                output: said,
                errors: every.folder("errors")
            )
            #expect(child.wait() == 0, "\(folder.name)")
            if folder.types.map({ !$0.contains("record-viewed") }) ?? false {
                let other = try String(contentsOfFile: said, encoding: .utf8)
                #expect(other == before + "\n", "\(folder.name)")
            }
        }
    }

    @Test func `two records with the same events have the same digests`() throws {
        let records = try (0..<2).map { _ in
            let folder = try TemporaryFolder("same")
            return (
                folder,
                try CaseRecord.createSimulation(
                    at: folder("s.vigil"),
                    seed: 9,
                    cases: 4,
                    startingOn: CivilDate("2020-01-06") ?? CivilDate(daysSince1970: 18_000),
                    rates: [],
                    environment: folder.environment
                ).record
            )
        }
        try records[0].1.rebuild()
        try records[1].1.catchUp()
        for folder in try records[0].1.projectionFolders() {
            #expect(
                try records[0].1.projectionDigest(folder.name).digest
                    == records[1].1.projectionDigest(folder.name).digest,
                "\(folder.name)"
            )
        }
    }
}
