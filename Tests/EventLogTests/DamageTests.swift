import EventLog
import Foundation
import GRDB
import MerkleTree
import Support
import Testing
import Values

/// Goal: no byte of the log can be changed without `verify` naming where. Method: one column of one row
/// changed behind the triggers, by a byte at a random place; the verdict must name that row and column.
@Suite struct DamageTests {
    static let columns = [
        ("event", "position"), ("event", "id"), ("event", "stream"), ("event", "n"),
        ("event", "kind"), ("event", "recorded_at"), ("event", "by"), ("event", "unit"),
        ("event", "size"), ("event", "sealed"), ("event", "content"), ("event", "hashes"),
        ("sealed", "position"), ("sealed", "body"), ("checkpoint", "number"),
        ("checkpoint", "size"), ("checkpoint", "note"),
    ]

    @Test(arguments: columns)
    func `a changed byte is found and named`(table: String, column: String) throws {
        let fixture = try LogFixture()
        try fixture.fill(40)
        #expect(try fixture.verify().isWhole)
        let whole = try Data(contentsOf: URL(fileURLWithPath: checkpointed(fixture)))
        var random = SeededRandom(seed: UInt64(table.count * 100 + column.count))
        for round in 0..<12 {
            try whole.write(to: URL(fileURLWithPath: fixture.folder("log.sqlite")))
            for suffix in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: fixture.folder("log.sqlite" + suffix))
            }
            let key = table == "checkpoint" ? "number" : "position"
            let last = table == "checkpoint" ? 3 : 40
            let row = Int64.random(in: 1...Int64(last), using: &random)
            let change = try #require(
                try tamper(fixture, table, column, key, row, &random),
                "round \(round) changed nothing"
            )
            let verdict = try fixture.verify()
            #expect(!verdict.isWhole, "\(change) was not seen")
            if table == "checkpoint" {
                #expect(
                    verdict.damages.contains { $0.table == "checkpoint" && $0.column == column },
                    "\(change): \(verdict.damages)"
                )
            } else {
                let first = try #require(verdict.damages.first)
                #expect(first.position == row, "\(change): \(verdict.damages.prefix(3))")
                #expect(first.column == column, "\(change): \(verdict.damages.prefix(3))")
                #expect(first.table == table, "\(change): \(verdict.damages.prefix(3))")
            }
        }
    }

    /// The fixture's log as one file, without a write-ahead log beside it.
    private func checkpointed(_ fixture: LogFixture) throws -> String {
        try fixture.log.close()
        try Shell.run(fixture.folder("log.sqlite"), "PRAGMA wal_checkpoint(TRUNCATE)")
        return fixture.folder("log.sqlite")
    }

    private func tamper(
        _ fixture: LogFixture,
        _ table: String,
        _ column: String,
        _ key: String,
        _ row: Int64,
        _ random: inout SeededRandom
    ) throws -> String? {
        var change: String?
        var generator = random
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            let name = column.quotedDatabaseIdentifier
            let value = try DatabaseValue.fetchOne(
                db,
                sql: "SELECT \(name) FROM \(table) WHERE \(key) = ?",
                arguments: [row]
            )
            let changed: DatabaseValue?
            switch value?.storage {
            case .int64(let number):
                // A byte of the number as it is stored: the low three, so that it stays a number.
                let shift = Int64.random(in: 0..<3, using: &generator) * 8
                let flip = Int64.random(in: 1...255, using: &generator) << shift
                changed = (number ^ flip).databaseValue
            case .string(let text):
                var bytes = Array(text.utf8)
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789-+/=\n ".utf8)
                let byte = letters.filter { $0 != bytes[index] }.randomElement(using: &generator)
                bytes[index] = byte ?? 0
                // Half of a dash's bytes is no text; the file could still hold it.
                changed =
                    String(validating: bytes, as: UTF8.self)?.databaseValue
                    ?? Data(bytes).databaseValue
            case .blob(let data):
                var bytes = Array(data)
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[index] ^= UInt8.random(in: 1...255, using: &generator)
                changed = Data(bytes).databaseValue
            default: changed = nil
            }
            guard let changed else { return }
            do {
                try db.execute(
                    sql: "UPDATE \(table) SET \(name) = ? WHERE \(key) = ?",
                    arguments: [changed, row]
                )
            } catch {
                // STRICT refuses the type, or a key is taken: change it to something it does accept.
                try db.execute(
                    sql: "UPDATE \(table) SET \(name) = \(name) + 1000 WHERE \(key) = ?",
                    arguments: [row]
                )
            }
            change = "\(table).\(column) of row \(row) to \(changed)"
        }
        random = generator
        return change
    }

    @Test func `a row and its hashes changed together are caught by the checkpoint`() throws {
        let fixture = try LogFixture()
        try fixture.fill(40)
        // A forger with the format's description but without the signing key: changes an author and
        // computes every hash anew.
        let forged = try Forger.rewrite(fixture.folder("log.sqlite"), record: fixture.record, at: 9)
        #expect(forged > 0)
        let verdict = try fixture.verify()
        #expect(!verdict.isWhole)
        #expect(verdict.damages.first?.rule.contains("checkpoint") ?? false)
        let first = try #require(verdict.damages.first?.position)
        #expect(first <= 9)
    }

    @Test func `a tail cut off behind a checkpoint is found`() throws {
        let fixture = try LogFixture()
        try fixture.fill(20)
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            try db.execute(sql: "DELETE FROM sealed WHERE position > 15")
            try db.execute(sql: "DELETE FROM event WHERE position > 15")
        }
        let verdict = try fixture.verify()
        #expect(verdict.damages.contains { $0.position == 16 })
    }

    @Test func `a missing body without an erasure is found`() throws {
        let fixture = try LogFixture()
        try fixture.fill(20)
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            try db.execute(sql: "DELETE FROM sealed WHERE position = 7")
        }
        #expect(try fixture.verify().damages.first?.position == 7)
    }

    @Test func `a dropped trigger and a new one are found`() throws {
        for sql in [
            "DROP TRIGGER event_update",
            "CREATE TRIGGER mine AFTER INSERT ON event BEGIN SELECT 1; END",
            "CREATE TABLE mine (x)",
        ] {
            let fixture = try LogFixture()
            try fixture.fill(3)
            try Shell.run(fixture.folder("log.sqlite"), sql)
            #expect(try fixture.verify().damages.first?.table == "sqlite_schema")
        }
    }

    @Test func `an index that hides an event is found`() throws {
        let fixture = try LogFixture()
        try fixture.fill(20)
        try fixture.log.close()
        // Through the schema's back door, as only a hand on the file could: the index's rows are
        // replaced by those of an emptier table.
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(
                sql: """
                    UPDATE sqlite_schema SET sql =
                      'CREATE UNIQUE INDEX event_by_stream ON event (stream, n) WHERE position <> 9'
                    WHERE name = 'event_by_stream'
                    """
            )
            try db.execute(sql: "PRAGMA writable_schema = RESET")
            try db.execute(sql: "REINDEX event_by_stream")
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(
                sql: """
                    UPDATE sqlite_schema SET sql =
                      'CREATE UNIQUE INDEX event_by_stream ON event (stream, n)'
                    WHERE name = 'event_by_stream'
                    """
            )
            try db.execute(sql: "PRAGMA writable_schema = RESET")
        }
        let damages = try LogVerifier.indexDamage(
            path: fixture.folder("log.sqlite"),
            access: .readOnly
        )
        #expect(!damages.isEmpty)
    }
}
