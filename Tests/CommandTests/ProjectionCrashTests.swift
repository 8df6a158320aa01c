@testable import CaseRecord
import EventLog
import Foundation
import Support
import Testing
import Values

/// Goal: killed at any moment of a rebuild, a swap, a catch-up or an erasure, the next run goes on, no row
/// is there twice or missing, and the old file serves until the new one is whole.
@Suite struct ProjectionCrashTests {
    static let rounds =
        ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"].map { !$0.isEmpty } ?? false
        ? 100 : 6

    private struct Place {
        let folder: TemporaryFolder
        let record: String
        let environment: [String: String]

        init() throws {
            folder = try TemporaryFolder("projection-crash")
            record = folder("sim.vigil")
            environment = folder.environment.merging([
                "VIGIL_RECORD": record, "VIGIL_AS": "s-willow", "VIGIL_PURPOSE": "audit",
            ]) { $1 }
            _ = try done("simulate", record, "--cases", "4", "--seed", "5", "--start", "2020-01-06")
            _ = try done("projections", "rebuild")
        }

        func done(_ arguments: String...) throws -> String {
            let result = try Command.run("vigil", arguments, environment: environment)
            #expect(result.status == 0, "\(arguments): \(result.errors)")
            return result.output
        }

        /// Starts and kills after a while, which is sometimes long enough to finish.
        func kill(_ arguments: [String], within: ClosedRange<UInt32>) throws {
            let child = try Child(
                "\(Checkout.products)/vigil",
                arguments,
                environment: Command.base.merging(environment) { $1 }
            )
            usleep(UInt32.random(in: within))
            child.kill()
            child.wait()
        }

        /// Digests by projection, of those that no look changes.
        func digests() throws -> [String: String] {
            let list = try JSON.parse(done("projections", "list", "--digests", "--format", "json"))
            var digests: [String: String] = [:]
            for row in list.array ?? [] {
                #expect(row["condition"] == "ready", "\(row.text)")
                guard let name = row["name"]?.string,
                    !["access-register", "record-quality", "case-timeline"].contains(name)
                else { continue }
                digests[name] = row["digest"]?.string
            }
            return digests
        }

        /// Every link names a file that opens and says that it is whole.
        func everyFileServes() throws {
            let folder = record + "/projections"
            var count = 0
            for file in try FileManager.default.contentsOfDirectory(atPath: folder)
            where file.split(separator: ".").count == 2 && file.hasSuffix(".sqlite") {
                let said = try Command.run(
                    "/usr/bin/env",
                    [
                        "sqlite3", "\(folder)/\(file)",
                        "SELECT count(*) FROM vigil_projection WHERE cases IS NULL; PRAGMA quick_check",
                    ]
                )
                // SQLite 3.40 checks columns of tables without rowid by the wrong number and reports
                // NULLs that are not there; 3.51 finds the same files whole.
                let lines = said.output.split(separator: "\n").filter {
                    !$0.hasPrefix("NULL value in ") && $0 != "ok"
                }
                #expect(lines == ["1"], "\(file): \(said.output)\(said.errors)")
                count += 1
            }
            #expect(count >= 15)
        }
    }

    @Test func `killed in a rebuild or a swap, the old file serves and the next run goes on`()
        throws
    {
        let place = try Place()
        let before = try place.digests()
        #expect(before.count >= 12)
        for round in 0..<Self.rounds {
            try place.kill(["projections", "rebuild"], within: 20_000...1_200_000)
            if round % 5 == 0 { try place.everyFileServes() }
            #expect(try place.digests() == before)
        }
        _ = try place.done("projections", "rebuild")
        #expect(try place.digests() == before)
        let left = try FileManager.default.contentsOfDirectory(
            atPath: place.record + "/projections"
        )
        #expect(!left.contains { $0.contains(".building.") })
    }

    @Test func `killed in a catch-up after commands and erasures, no row is missing or twice`()
        throws
    {
        let place = try Place()
        let cases = try JSON.parse(place.done("case", "list", "--format", "json")).array ?? []
        let name = try #require(cases.first?["reference"]?.string)
        for round in 0..<Self.rounds {
            try place.kill(
                [
                    "record", "progress-note", name, "--text", "Round \(round)", "--as", "s-aspen",
                ],
                within: 30_000...160_000
            )
            try place.kill(["projections", "catch-up"], within: 20_000...120_000)
            if round % 3 == 2 { try erase(in: place) }
        }
        _ = try place.done("projections", "catch-up")
        let live = try place.digests()
        try place.everyFileServes()
        _ = try place.done("projections", "rebuild")
        #expect(try place.digests() == live)
    }

    /// Erases a unit that is not a case's own, as the log does it.
    private func erase(in place: Place) throws {
        let record = try CaseRecord.open(
            at: place.record,
            for: .write,
            environment: place.environment
        )
        defer { try? record.close() }
        let rows = try record.log.read { try $0.events(from: 1, count: .max / 2).map(\.row) }
        let kept = Set(rows.filter { $0.kind == .erasure || $0.n == 0 }.map(\.unit))
        let row = try #require(rows.first { $0.kind == .entry && !kept.contains($0.unit) })
        let last = try #require(rows.last)
        let event = NewEvent(
            id: Identifier(version7At: last.recordedAt, random: (1, UInt64(last.position))),
            stream: row.stream,
            kind: .erasure,
            by: "s-aspen",
            unit: row.unit,
            payload: nil,
            recordedAt: last.recordedAt
        )
        _ = try record.log.write(at: last.recordedAt) { try $0.append([event]) }
    }
}
