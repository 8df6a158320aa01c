import EventLog
import Foundation
import GRDB
import Support
import Testing
import Values

/// The triggers, met with a connection that knows nothing of Vigil.
@Suite struct GuardRailTests {
    @Test(arguments: [
        "UPDATE event SET \"by\" = 'x' WHERE position = 1",
        "DELETE FROM event WHERE position = 2",
        "DELETE FROM event",
        "UPDATE sealed SET body = x'00' WHERE position = 1",
        "DELETE FROM sealed WHERE position = 1",
        "UPDATE checkpoint SET note = 'x'",
        "DELETE FROM checkpoint",
        "INSERT OR REPLACE INTO sealed SELECT * FROM sealed WHERE position = 1",
        "INSERT OR REPLACE INTO checkpoint SELECT * FROM checkpoint",
        "INSERT OR REPLACE INTO event SELECT * FROM event WHERE position = 2",
        // The next position with a taken id, and with a taken place in a stream.
        """
        INSERT OR REPLACE INTO event
        SELECT (SELECT max(position) + 1 FROM event), id, randomblob(16), 0, kind,
          (SELECT max(recorded_at) FROM event), "by", unit, size, sealed, content, hashes FROM event WHERE position = 2
        """,
        """
        INSERT OR REPLACE INTO event
        SELECT (SELECT max(position) + 1 FROM event), randomblob(16), stream, n, kind,
          (SELECT max(recorded_at) FROM event), "by", unit, size, sealed, content, hashes FROM event WHERE position = 2
        """,
        """
        INSERT OR IGNORE INTO event
        SELECT (SELECT max(position) + 2 FROM event), randomblob(16), randomblob(16), 0, kind,
          (SELECT max(recorded_at) FROM event), "by", unit, size, sealed, content, hashes FROM event WHERE position = 2
        """,
        """
        INSERT INTO event
        SELECT (SELECT max(position) + 1 FROM event), randomblob(16), randomblob(16), 0, kind,
          1, "by", unit, size, sealed, content, hashes FROM event WHERE position = 2
        """,
        """
        INSERT INTO event
        SELECT (SELECT max(position) + 1 FROM event), randomblob(16), randomblob(16), 0, kind,
          (SELECT max(recorded_at) FROM event), 'a' || char(10), unit, size, sealed, content, hashes FROM event
        WHERE position = 2
        """,
        "INSERT INTO checkpoint VALUES (99, 1, 'x')",
    ])
    func `is refused by the file itself`(sql: String) throws {
        let fixture = try LogFixture()
        try fixture.fill(8)
        for pragma in ["", "PRAGMA recursive_triggers = ON; "] {
            #expect(throws: DatabaseError.self) {
                try Shell.run(fixture.folder("log.sqlite"), pragma + sql)
            }
        }
        #expect(try fixture.verify().isWhole)
    }

    @Test(.enabled(if: Command.find("sqlite3") != nil, "the program sqlite3 is not installed"))
    func `is refused by the sqlite3 program too`() throws {
        let fixture = try LogFixture()
        try fixture.fill(4)
        let sqlite = try #require(Command.find("sqlite3"))
        for sql in [
            "UPDATE event SET n = 7 WHERE position = 2", "DELETE FROM event WHERE position = 2",
            "INSERT OR REPLACE INTO event SELECT * FROM event WHERE position = 2",
        ] {
            let result = try Command.run(sqlite, [fixture.folder("log.sqlite"), sql])
            #expect(result.status != 0)
            #expect(result.errors.contains("immutable") || result.errors.contains("next position"))
        }
        #expect(try fixture.verify().isWhole)
    }
}
