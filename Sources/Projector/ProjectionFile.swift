import GRDBSQLite
import Synchronization
package import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A projection's SQLite file: made by its folder's schema, moved on by its folder's SQL, thrown away
/// and computed again whenever that is easier than thinking.
package final class ProjectionFile: Sendable {
    package let folder: ProjectionFolder
    /// Nil for one in memory.
    package let path: String?
    private let store: Mutex<Store?>

    private struct Store {
        let connection: Connection
        let tables: Tables
    }

    /// How far a file has come, as it says itself.
    package struct State: Sendable, Equatable {
        package var version: String
        /// The last position that its rows stand for.
        package var position: Int64
        /// The log's root there.
        package var root: String?
        /// While it is being rebuilt: how many cases are in it, and the position it is built to.
        package var building: (cases: Int64, target: Int64)?
        /// The event at which its SQL failed, and how.
        package var stopped: (position: Int64, reason: String)?
        /// Something was erased and may still be found in the file's free pages.
        package var isUnscrubbed: Bool

        package static func == (a: State, b: State) -> Bool {
            a.version == b.version && a.position == b.position && a.root == b.root
                && a.isUnscrubbed == b.isUnscrubbed
        }
    }

    /// Opens the file, or makes it in `path` when nothing is there.
    ///
    /// - Parameters:
    ///   - path: nil for one in memory, as on a medium that cannot be written.
    ///   - isBuilding: for a rebuild: what is cut off with the machine is begun again.
    ///   - mirror: for a probe: rows are stored from last to first.
    ///   - isReversed: for a probe: what has no order is read from last to first. Both together undo
    ///     each other where a statement only scans, so a probe tries each alone as well.
    ///   - image: for a probe: what another one of the folder was, since a schema that fills its tables
    ///     takes its time.
    /// - Throws: `ProjectionError.otherVersion` for a file that another version of the folder wrote, or
    ///   that is no database.
    package init(
        _ folder: ProjectionFolder,
        at path: String?,
        isBuilding: Bool = false,
        mirror: Mirror? = nil,
        isReversed: Bool = false,
        copying image: [UInt8]? = nil
    ) throws {
        self.folder = folder
        self.path = path
        do {
            let connection = try Connection(path)
            try connection.run("PRAGMA encoding = 'UTF-8'")
            try connection.run(isBuilding ? ProjectionFile.builds : ProjectionFile.serves)
            if isReversed { try connection.run("PRAGMA reverse_unordered_selects = ON") }
            if let image { try connection.become(image) }
            if try connection.integer(ProjectionFile.isMade) == nil {
                try connection.transaction {
                    guard try connection.integer(ProjectionFile.isMade) == nil else { return }
                    try ProjectionFile.make(folder, connection, isBuilding, mirror)
                }
            }
            let version = try connection.text("SELECT version FROM vigil_projection")
            guard version == folder.version else { throw ProjectionError.otherVersion }
            if isBuilding, try connection.integer("PRAGMA user_version") != Boot.number {
                throw ProjectionError.otherVersion
            }
            // What mirrors the tables and what reads them backwards undo each other, as they do for tables.
            let window = try EventWindow(
                on: connection,
                isBackwards: (mirror != nil) != isReversed
            )
            let tables = try Tables(folder, on: connection, window)
            store = Mutex(Store(connection: connection, tables: tables))
        } catch let error as SQLError {
            guard !error.isNoDatabase else { throw ProjectionError.otherVersion }
            throw ProjectionError.unavailable(
                "projection '\(folder.name)' cannot be opened: \(error)"
            )
        }
    }

    private static let serves = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"
    /// New pages are then written once and not waited for. A process that dies loses a batch, a machine
    /// that dies the file: it remembers the start of the machine that it was begun in.
    private static let builds = """
        PRAGMA journal_mode = TRUNCATE;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -2000;
        """

    private static let isMade = "SELECT 1 FROM sqlite_schema WHERE name = 'vigil_projection'"

    private static func make(
        _ folder: ProjectionFolder,
        _ connection: Connection,
        _ isBuilding: Bool,
        _ mirror: Mirror?
    ) throws {
        try Tables.make(folder, on: connection, mirror: mirror)
        try connection.run(
            """
            CREATE TABLE vigil_projection (
              name TEXT NOT NULL, version TEXT NOT NULL, confidentiality TEXT NOT NULL,
              position INTEGER NOT NULL, root TEXT, cases INTEGER, target INTEGER,
              stopped_position INTEGER, stopped_reason TEXT, is_unscrubbed INTEGER NOT NULL
            ) STRICT;
            CREATE TABLE vigil_column (
              table_name TEXT NOT NULL, column_name TEXT NOT NULL, meaning TEXT NOT NULL,
              PRIMARY KEY (table_name, column_name)
            ) STRICT, WITHOUT ROWID;
            """
        )
        try connection.execute(
            "INSERT INTO vigil_projection VALUES (?, ?, ?, 0, NULL, ?, ?, NULL, NULL, 0)",
            .text(folder.name),
            .text(folder.version),
            .text(folder.ceiling),
            isBuilding ? 0 : .null,
            isBuilding ? 0 : .null
        )
        if isBuilding { try connection.run("PRAGMA user_version = \(Boot.number)") }
        for (table, columns) in folder.meanings {
            for (column, meaning) in columns {
                try connection.execute(
                    "INSERT INTO vigil_column VALUES (?, ?, ?)",
                    .text(table),
                    .text(column),
                    .text(meaning)
                )
            }
        }
        if let search = folder.search {
            let index = SearchIndex(search: search, connection: connection)
            try index.make()
            if !isBuilding { try index.makePositions() }
        }
    }

    private func using<R>(_ body: (Connection, Tables) throws -> R) throws -> R where R: Sendable {
        try store.withLock { store in
            guard let store else {
                throw ProjectionError.unavailable("projection '\(folder.name)' is closed")
            }
            do {
                return try body(store.connection, store.tables)
            } catch let error as SQLError {
                throw ProjectionError.unavailable(
                    "projection '\(folder.name)' cannot be read or written: \(error)"
                )
            }
        }
    }

    /// Closes the file: its name may change only when nothing of it is open.
    package func close() { store.withLock { $0 = nil } }

    package func state() throws -> State {
        try using { connection, _ in try Self.state(connection) }
    }

    private static func state(_ connection: Connection) throws -> State {
        let row = try connection.cached(
            """
            SELECT version, position, root, cases, target, stopped_position, stopped_reason,
              is_unscrubbed FROM vigil_projection
            """
        )
        defer { row.rewind() }
        guard try row.step() else { throw SQLError(code: SQLITE_CORRUPT, message: "no state") }
        return State(
            version: row.text(0),
            position: row.integer(1),
            root: row.isNull(2) ? nil : row.text(2),
            building: row.isNull(3) ? nil : (row.integer(3), row.integer(4)),
            stopped: row.isNull(5) ? nil : (row.integer(5), row.text(6)),
            isUnscrubbed: row.integer(7) != 0
        )
    }

    /// The bytes of the database, for another to begin with.
    func image() throws -> [UInt8] { try using { connection, _ in connection.image() } }

    package func position() throws -> Int64 { try state().position }

    // MARK: Moving on

    /// Applies the events of positions `after + 1` to `through`, in one transaction with the position
    /// they bring the rows to. Another process may have been faster: then nothing is done.
    ///
    /// When its SQL fails, the rows stay as they are before the event it failed at, and the file says so:
    /// it has stopped, until its folder is changed or it is rebuilt.
    ///
    /// - Parameters:
    ///   - whole: cases that were corrected or erased behind the window, each with all its events as
    ///     they stand: their rows are deleted and made anew.
    ///   - isErasing: whether what is deleted may not be found in the file afterwards.
    /// - Returns: false when the rows no longer stand at `after`.
    @discardableResult
    package func apply(
        _ window: [ProjectionEvent],
        after: Int64,
        through position: Int64,
        root: String? = nil,
        whole: [Identifier: [ProjectionEvent]] = [:],
        isErasing: Bool = false
    ) throws -> Bool {
        let rest =
            whole.isEmpty
            ? window : window.filter { event in event.caseID.map { whole[$0] == nil } ?? true }
        let events = rest + whole.values.joined()
        let isApplied = try using { connection, tables in
            do {
                return try connection.transaction {
                    let state = try Self.state(connection)
                    guard state.position == after, state.stopped == nil else { return false }
                    let index = folder.search.map {
                        SearchIndex(search: $0, connection: connection)
                    }
                    for id in whole.keys { try index?.forget(id) }
                    try tables.apply(EventBatch(events), replacing: whole.keys)
                    try index?.add(events.lazy.map(\.position))
                    try connection.execute(
                        """
                        UPDATE vigil_projection
                        SET position = ?, root = ?, is_unscrubbed = max(is_unscrubbed, ?)
                        """,
                        .integer(position),
                        Value(root),
                        isErasing ? 1 : 0
                    )
                    return true
                }
            } catch ProjectionError.failed(let failure) {
                try stop(failure, rest, whole, connection, tables)
                return false
            }
        }
        if isApplied, isErasing { try scrub() }
        return isApplied
    }

    /// For a file that is being rebuilt and whose SQL has failed on `events`: says so in the file.
    package func stop(
        _ failure: ProjectionError.Failure,
        _ events: [ProjectionEvent]
    ) throws {
        try using { connection, tables in try stop(failure, events, [:], connection, tables) }
    }

    /// Finds the one event that a failing apply fails at, and writes it down.
    private func stop(
        _ failure: ProjectionError.Failure,
        _ window: [ProjectionEvent],
        _ whole: [Identifier: [ProjectionEvent]],
        _ connection: Connection,
        _ tables: Tables
    ) throws {
        var failure = failure
        func reason(_ events: some Sequence<ProjectionEvent>, _ cases: [Identifier]) throws
            -> ProjectionError.Failure?
        {
            try connection.trying {
                do {
                    try tables.apply(EventBatch(Array(events)), replacing: cases)
                    return nil
                } catch ProjectionError.failed(let failure) {
                    return failure
                }
            }
        }
        /// The shortest beginning that fails ends with the event.
        func find(_ events: [ProjectionEvent], _ cases: [Identifier]) throws {
            var low = 0
            var high = events.count
            while low < high {
                let middle = (low + high) / 2
                if let found = try reason(events[...middle], cases) {
                    failure = found
                    failure.position = events[middle].position
                    high = middle
                } else {
                    low = middle + 1
                }
            }
        }
        for (id, events) in whole.sorted(by: { $0.key < $1.key })
        where try reason(events, [id]) != nil {
            try find(events.sorted { $0.position < $1.position }, [id])
            break
        }
        if failure.position == nil { try find(window, []) }
        try connection.execute(
            "UPDATE vigil_projection SET stopped_position = ?, stopped_reason = ?",
            .integer(failure.position ?? 0),
            .text("\(failure.file), line \(failure.line): \(failure.reason)")
        )
    }

    /// Adds whole cases to a file that is being rebuilt, and says how many it has now: all that there are
    /// between the first and the last of them.
    package func add(
        _ batch: EventBatch,
        cases count: Int64,
        target: Int64
    ) throws {
        try using { connection, tables in
            try connection.transaction {
                try tables.apply(batch)
                let cases = batch.events.lazy.compactMap(\.caseID)
                if let search = folder.search, let first = cases.min(), let last = cases.max() {
                    try SearchIndex(search: search, connection: connection).add(cases: first...last)
                }
                try connection.execute(
                    "UPDATE vigil_projection SET cases = ?, target = ?",
                    .integer(count),
                    .integer(target)
                )
            }
        }
    }

    /// Ends a rebuild: the file stands at the position it was built to, with its index.
    package func finish(at position: Int64, root: String?) throws {
        try using { connection, _ in
            try connection.transaction {
                if let search = folder.search {
                    try SearchIndex(search: search, connection: connection).makePositions()
                }
                try connection.execute(
                    """
                    UPDATE vigil_projection
                    SET position = ?, root = ?, cases = NULL, target = NULL
                    """,
                    .integer(position),
                    Value(root)
                )
            }
        }
    }

    /// Leaves nothing of what was deleted in the index, in free pages or in the write-ahead log.
    ///
    /// `secure_delete` alone does not do it: words stay in the index's segments, in the slack of pages
    /// and in the log.
    ///
    /// - Throws: `ProjectionError.unavailable` while another reader still needs the write-ahead log; the
    ///   file then stays marked, and the next who wants an answer tries again.
    package func scrub() throws {
        try using { connection, _ in
            if let search = folder.search {
                try SearchIndex(search: search, connection: connection).rebuild()
            }
            try connection.run("VACUUM")
            try emptyLog(connection)
            try connection.execute("UPDATE vigil_projection SET is_unscrubbed = 0")
            try emptyLog(connection)
        }
    }

    /// `wal_checkpoint` says in its first column whether a reader kept it from what it was asked.
    private func emptyLog(_ connection: Connection) throws {
        for _ in 0..<200 {
            guard try connection.integer("PRAGMA wal_checkpoint(TRUNCATE)") == 1 else { return }
            usleep(10_000)
        }
        throw ProjectionError.unavailable(
            "projection '\(folder.name)' is being read, so what was erased is still in its"
                + " write-ahead log"
        )
    }

    /// Makes a file that was built ready to serve: all of it on the disk, and in the file itself.
    package func settle() throws {
        try using { connection, _ in
            // Changing the journal is a transaction, and waits for every page that was not waited for.
            try connection.run(
                """
                PRAGMA synchronous = FULL;
                PRAGMA main.journal_mode = WAL;
                PRAGMA main.wal_checkpoint(TRUNCATE);
                PRAGMA synchronous = NORMAL;
                """
            )
        }
    }

    // MARK: Reading

    package func digest() throws -> String { try using { _, tables in try tables.digest() } }

    package func rows(of table: String) throws -> [[Value]] {
        try using { _, tables in try tables.rows(of: table) }
    }

    package var tableNames: [String] {
        get throws { try using { _, tables in tables.names } }
    }

    package var viewNames: [String] {
        get throws { try using { _, tables in tables.views } }
    }

    /// Rows of a query of the engine's own, as text by column.
    package func rows(_ sql: String, _ arguments: [String] = []) throws -> [[String: String]] {
        try using { connection, _ in
            let statement = try connection.cached(sql)
            defer { statement.rewind() }
            statement.bind(arguments.map(Value.text))
            let names = statement.columnNames
            return try statement.rows().map { row in
                var texts: [String: String] = [:]
                for (name, value) in zip(names, row) {
                    switch value {
                    case .text(let text): texts[name] = text
                    case .integer(let number): texts[name] = String(number)
                    case .null, .real, .blob: break
                    }
                }
                return texts
            }
        }
    }
}
