import Crypto
import FoundationEssentials
import GRDB
package import Values

/// A projection's SQLite file: made by its folder's schema, moved on by its folder's SQL, thrown away
/// and computed again whenever that is easier than thinking.
package final class Projection: Sendable {
    package let folder: ProjectionFolder
    private let queue: DatabaseQueue

    /// Opens the file, or makes it. A file of another version is deleted: everything in it comes
    /// from the log.
    ///
    /// - Parameter path: nil for one in memory, as on a medium that cannot be written.
    package static func open(_ folder: ProjectionFolder, at path: String?) throws -> Projection {
        do {
            return try Projection(folder, path: path)
        } catch ProjectionError.otherVersion {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: (path ?? "") + suffix)
            }
            return try Projection(folder, path: path)
        }
    }

    private init(_ folder: ProjectionFolder, path: String?) throws {
        self.folder = folder
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = NORMAL;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA secure_delete = ON;
                    """
            )
            try db.execute(
                sql: "CREATE TEMP TABLE event (\(ProjectionEvent.columns.joined(separator: ", ")))"
            )
        }
        do {
            queue = try DatabaseQueue(path: path ?? ":memory:", configuration: configuration)
            try queue.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    try Projection.prepare(db, folder)
                    return .commit
                }
            }
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_NOTADB || error.resultCode == .SQLITE_CORRUPT {
                throw ProjectionError.otherVersion
            }
            throw ProjectionError.unavailable(
                "projection '\(folder.name)' cannot be opened"
                    + " (SQLite \(error.extendedResultCode.rawValue))"
            )
        }
    }

    private static func prepare(_ db: Database, _ folder: ProjectionFolder) throws {
        if try db.tableExists("vigil_projection") {
            let version = try String.fetchOne(db, sql: "SELECT version FROM vigil_projection")
            guard version == folder.version else { throw ProjectionError.otherVersion }
            return
        }
        try db.execute(
            sql: """
                CREATE TABLE vigil_projection (
                  name TEXT NOT NULL, version TEXT NOT NULL, position INTEGER NOT NULL
                ) STRICT
                """
        )
        try db.execute(
            sql: "INSERT INTO vigil_projection VALUES (?, ?, 0)",
            arguments: [folder.name, folder.version]
        )
        try db.execute(sql: folder.schema)
    }

    /// The last position that its rows stand for.
    package func position() throws -> Int64 {
        try queue.read { try Projection.position($0) }
    }

    private static func position(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT position FROM vigil_projection")
        ) ?? 0
    }

    /// Applies the events of positions `after + 1` to `through`, in one transaction with the position
    /// they bring the rows to. Another process may have been faster: then nothing is done.
    ///
    /// - Parameter whole: cases that were corrected or erased behind the window, each with all its
    ///   events as they stand: their rows are deleted and made anew.
    /// - Returns: false when the rows no longer stand at `after`.
    @discardableResult
    package func apply(
        _ window: [ProjectionEvent],
        after: Int64,
        through position: Int64,
        whole: [Identifier: [ProjectionEvent]] = [:]
    ) throws -> Bool {
        do {
            return try queue.writeWithoutTransaction { db in
                var isApplied = false
                try db.inTransaction(.immediate) {
                    guard try Projection.position(db) == after else { return .rollback }
                    try delete(cases: whole.keys, db)
                    let rest = window.filter { event in
                        event.caseID.map { whole[$0] == nil } ?? true
                    }
                    let events = rest + whole.values.flatMap { $0 }
                    if !events.isEmpty {
                        try fill(events, db)
                        try db.execute(sql: folder.apply)
                        try db.execute(sql: "DELETE FROM temp.event")
                    }
                    try db.execute(
                        sql: "UPDATE vigil_projection SET position = ?",
                        arguments: [position]
                    )
                    isApplied = true
                    return .commit
                }
                return isApplied
            }
        } catch let error as DatabaseError {
            throw ProjectionError.failed(
                projection: folder.name,
                position: position,
                "SQLite \(error.extendedResultCode.rawValue)"
            )
        }
    }

    private func delete(cases: some Sequence<Identifier>, _ db: Database) throws {
        for table in try tables(db)
        where try db.columns(in: table).contains(where: {
            $0.name == "case_id"
        }) {
            for id in cases {
                try db.execute(
                    sql: "DELETE FROM \(table.quotedDatabaseIdentifier) WHERE case_id = ?",
                    arguments: [id.description]
                )
            }
        }
    }

    private func fill(_ events: [ProjectionEvent], _ db: Database) throws {
        let marks = Array(repeating: "?", count: ProjectionEvent.columns.count)
        let insert = try db.cachedStatement(
            sql: "INSERT INTO temp.event VALUES (\(marks.joined(separator: ", ")))"
        )
        for event in events {
            try insert.execute(
                arguments: [
                    event.position, event.id.description, event.caseID?.description, event.kind,
                    event.n, event.unit.description, event.type, event.schema, event.data,
                    event.standing, event.recordedAt.description, event.by, event.role,
                    event.onBehalfOf, event.occurredFrom?.description,
                    event.occurredTo.description, event.precision,
                ]
            )
        }
    }

    /// Its own tables in name order, without the engine's.
    private func tables(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM main.sqlite_schema WHERE type = 'table'
                AND name NOT LIKE 'vigil\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY name
                """
        )
    }

    /// Rows of a query as text by column; for the engine's own folders.
    package func rows(
        _ sql: String,
        _ arguments: [String] = []
    ) throws -> [[String: String]] {
        try Projection.wrapping(folder) {
            try queue.read { db in
                try Row.fetchAll(db, sql: sql, arguments: StatementArguments(arguments)).map {
                    row in
                    Dictionary(
                        row.compactMap { name, value in
                            switch value.storage {
                            case .string(let text): (name, text)
                            case .int64(let number): (name, String(number))
                            case .null, .double, .blob: nil
                            }
                        }
                    ) { first, _ in first }
                }
            }
        }
    }

    private static func wrapping<R>(_ folder: ProjectionFolder, _ body: () throws -> R) throws -> R
    {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw ProjectionError.unavailable(
                "projection '\(folder.name)' cannot be read (SQLite"
                    + " \(error.extendedResultCode.rawValue)); delete its file, it is made anew"
            )
        }
    }

    package func close() throws { try queue.close() }

    // MARK: Digest

    /// SHA-256 over all rows in key order (docs/PROJECTIONS.md): equal digests of the same version at
    /// the same position are equal rows.
    package func digest() throws -> String {
        try queue.read { db in
            var hash = SHA256()
            func add(_ text: String) { hash.update(data: Array(text.utf8)) }
            for table in try tables(db) {
                let columns = try db.columns(in: table)
                let key = try db.primaryKey(table).columns
                add("table \(table)\n")
                add(columns.map(\.name).joined(separator: " ") + "\n")
                let order = key.map { "\($0.quotedDatabaseIdentifier) COLLATE BINARY ASC" }
                let rows = try Row.fetchCursor(
                    db,
                    sql: """
                        SELECT * FROM \(table.quotedDatabaseIdentifier)
                        ORDER BY \(order.joined(separator: ", "))
                        """
                )
                while let row = try rows.next() {
                    for value in row.databaseValues {
                        switch value.storage {
                        case .null: add("-")
                        case .int64(let number): add("i\(number);")
                        case .double(let number): add("r\(number);")
                        case .string(let text): add("t\(text.utf8.count):\(text)")
                        case .blob(let data):
                            add("b\(data.count):")
                            hash.update(data: data)
                        }
                    }
                    add("\n")
                }
            }
            return hexadecimal(Array(hash.finalize()))
        }
    }
}
