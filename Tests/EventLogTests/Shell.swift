import Foundation
import GRDB

/// A connection that knows nothing of Vigil, as the `sqlite3` program's.
enum Shell {
    static func run(_ path: String, _ sql: String, _ arguments: StatementArguments = []) throws {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// Changes rows behind the triggers' backs and puts every trigger back as it was.
    static func tamper(_ path: String, _ change: (Database) throws -> Void) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { db in
            let triggers = try Row.fetchAll(
                db,
                sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
            )
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            for trigger in triggers {
                try db.execute(
                    sql: "DROP TRIGGER \((trigger["name"] as String).quotedDatabaseIdentifier)"
                )
            }
            try change(db)
            for trigger in triggers { try db.execute(sql: trigger["sql"]) }
        }
    }
}
