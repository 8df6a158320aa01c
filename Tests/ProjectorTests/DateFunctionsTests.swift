import GRDBSQLite
import Testing

@testable import Projector

/// The date functions against SQLite's own, which a second connection keeps.
@Suite struct DateFunctionsTests {
    private struct Asked {
        var handle: OpaquePointer?

        init(ours: Bool) throws {
            guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
                throw SQLError(code: 1, message: "no database")
            }
            if ours { try DateFunctions.install(on: handle) }
        }

        /// The answer as text with its type; nil for an error.
        func callAsFunction(_ sql: String) -> String? {
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            guard
                sqlite3_prepare_v2(
                    handle,
                    "SELECT typeof(x), x FROM (SELECT \(sql) AS x)",
                    -1,
                    &statement,
                    nil
                )
                    == SQLITE_OK, sqlite3_step(statement) == SQLITE_ROW
            else { return nil }
            let value = sqlite3_column_text(statement, 1).map { String(cString: $0) }
            return String(cString: sqlite3_column_text(statement, 0)) + " " + (value ?? "")
        }
    }

    private static let times = [
        "2026-11-22", "2026-11-22T10:15:00.000Z", "2024-02-29T23:59:59.999Z", "2026-03-29 01:30",
        "2026-01-31T00:00:00", "1999-12-31T12:00Z",
        "2026-11-22T1:00:00", "2026-11", "", "x",
        "2026-11-22T10:15:00.5Z",
    ]
    private static let modifiers = [
        "", "+1 day", "-400 days", "+72 hours", "+3 months", "-1 month", "+1 year", "-4 years",
        "+30 minutes",
        "+0.001 seconds", "-1 second", "start of month", "start of year", "start of day",

    ]

    @Test func `gives what SQLite gives`() throws {
        let (ours, theirs) = (try Asked(ours: true), try Asked(ours: false))
        let functions = [
            "date(T)", "datetime(T)", "time(T)", "julianday(T)", "unixepoch(T)",
            "strftime('%Y-%m-%dT%H:%M:%fZ', T)", "strftime('%d/%m/%Y %H:%M:%S %s %j %w %%', T)",
        ]
        for function in functions {
            for time in DateFunctionsTests.times {
                for modifier in DateFunctionsTests.modifiers {
                    let text = "'\(time)'" + (modifier.isEmpty ? "" : ", '\(modifier)'")
                    let sql = function.replacing("T)", with: text + ")")
                    #expect(ours(sql) == theirs(sql), "\(sql)")
                }
            }
        }
        #expect(ours("strftime('%Y', NULL)") == "null ")
        #expect(
            ours("date('2026-01-31', '+1 month', 'start of month', '-1 day')")
                == theirs("date('2026-01-31', '+1 month', 'start of month', '-1 day')")
        )
    }

    @Test(arguments: [
        "date()", "date('now')", "datetime('NOW')", "strftime('%s')", "strftime('%s', 'Now')",
    ])
    func `does not tell the present moment`(_ sql: String) throws {
        #expect(try Asked(ours: true)(sql) == nil)
    }

    @Test(arguments: ["localtime", "utc", "weekday 1", "+1 fortnight", "unixepoch"])
    func `refuses a modifier that it does not know`(_ modifier: String) throws {
        #expect(try Asked(ours: true)("date('2026-01-01', '\(modifier)')") == nil)
    }
}
