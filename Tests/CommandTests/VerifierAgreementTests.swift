import Foundation
import GRDB
import Support
import Testing
import Values

/// Goal: two verifiers that share no code agree. Method: `vigil verify` and scripts/verify.py on the demo and
/// on a simulated record, whole and with the same damage.
@Suite struct VerifierAgreementTests {
    private func verdicts(
        _ fixture: CommandFixture,
        _ record: String
    ) throws -> (ours: JSON, theirs: JSON)? {
        guard let python = try fixture.python(record, "--json") else { return nil }
        let ours = try Command.run(
            "vigil",
            ["verify", "--record", record, "--format", "json"],
            environment: fixture.folder.environment
        )
        #expect(ours.status == python.status, "\(ours.output) \(python.output) \(python.errors)")
        return (try JSON.parse(ours.output), try JSON.parse(python.output))
    }

    @Test(arguments: [["demo"], ["simulate", "--cases", "3", "--seed", "4"]])
    func `the independent verifier agrees, also on damage`(command: [String]) throws {
        let fixture = try CommandFixture()
        let record = fixture.folder("one.vigil")
        let made = try Command.run(
            "vigil",
            [command[0], record] + command.dropFirst(),
            environment: fixture.folder.environment
        )
        #expect(made.status == 0, "\(made.errors)")
        let whole = try #require(
            try verdicts(fixture, record),
            "no Python with 'cryptography' to run scripts/verify.py in"
        )
        #expect(whole.ours["verdict"] == "whole" && whole.theirs["verdict"] == "whole")
        for member in ["size", "root", "checkpoints"] {
            #expect(whole.ours[member] == whole.theirs[member], "\(member)")
        }
        try Shell.fold(record)
        let log = try Data(contentsOf: URL(fileURLWithPath: record + "/log.sqlite"))
        // One seal in 256 ends in the byte that would be put there, so there are two to choose from.
        let lastByte = """
            CAST(substr(body, 1, length(body) - 1)
                || iif(substr(body, -1) = x'00', x'01', x'00') AS BLOB)
            """
        for (table, column, change) in [
            ("event", "by", "'s-other'"), ("event", "recorded_at", "recorded_at + 1"),
            ("event", "kind", "'access'"), ("event", "n", "n + 4000"),
            ("event", "id", "randomblob(16)"), ("event", "unit", "zeroblob(16)"),
            ("event", "content", "zeroblob(32)"), ("event", "sealed", "zeroblob(32)"),
            ("event", "hashes", "zeroblob(32)"), ("event", "size", "size + 64"),
            ("sealed", "body", lastByte),
            ("sealed", "body", "CAST(body || x'00' AS BLOB)"),
        ] {
            try log.write(to: URL(fileURLWithPath: record + "/log.sqlite"))
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: record + "/log.sqlite" + suffix)
            }
            try Shell.tamper(record, table, column, to: change, at: 11)
            let damaged = try #require(try verdicts(fixture, record))
            #expect(damaged.ours["verdict"] == "damaged", "\(table).\(column)")
            #expect(damaged.theirs["verdict"] == "damaged", "\(table).\(column)")
            let ours = damaged.ours["damages"]?.array?.first?["position"]
            let theirs = damaged.theirs["damages"]?.array?.first?["position"]
            #expect(ours == theirs, "\(table).\(column)")
            #expect(ours == 11, "\(table).\(column)")
        }
    }
}

/// A connection that knows nothing of Vigil.
enum Shell {
    static func fold(_ record: String) throws {
        let queue = try DatabaseQueue(path: record + "/log.sqlite")
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    /// Changes one value behind the triggers' backs and puts the triggers back as they were.
    static func tamper(
        _ record: String,
        _ table: String,
        _ column: String,
        to change: String,
        at position: Int
    ) throws {
        let queue = try DatabaseQueue(path: record + "/log.sqlite")
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            let triggers = try Row.fetchAll(
                db,
                sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            )
            for trigger in triggers {
                try db.execute(sql: "DROP TRIGGER \(trigger["name"] as String)")
            }
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(
                sql: "UPDATE \(table) SET \"\(column)\" = \(change) WHERE position = \(position)"
            )
            for trigger in triggers { try db.execute(sql: trigger["sql"]) }
        }
    }
}
