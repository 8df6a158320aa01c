import CSQLite
import GRDBSQLite

/// What SQLite said. Its messages name tables, columns and constraints, never values.
package struct SQLError: Error, Sendable, Equatable, CustomStringConvertible {
    package let code: CInt
    package let message: String

    package var description: String { "\(message) (SQLite \(code))" }

    var isBusy: Bool { code & 0xff == SQLITE_BUSY }
    var isNoDatabase: Bool { [SQLITE_NOTADB, SQLITE_CORRUPT].contains(code & 0xff) }
    var isConstraint: Bool { code & 0xff == SQLITE_CONSTRAINT }
}

/// A connection to SQLite that is ours alone: the authorizer and the limits that keep an analyst's SQL
/// in its place can only be set on one that no library shares.
///
/// Everything that differs between builds of SQLite is set here and nowhere else.
///
/// Not to be used by two threads at once: SQLite's own locks are off, whoever holds one has its own.
package final class Connection {
    let handle: OpaquePointer
    /// What the SQL that is being prepared may do.
    let authority = Authority()
    private var statements: [String: Statement] = [:]
    private var stepsLeft: Int64 = .max

    package enum Access { case readOnly, readWrite, create }

    /// - Parameter path: nil for a database in memory.
    package init(_ path: String?, _ access: Access = .create) throws {
        let flags: CInt =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(
            path ?? ":memory:",
            &opened,
            flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI,
            nil
        )
        guard code == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLError(code: code, message: String(cString: sqlite3_errstr(code)))
        }
        handle = opened
        sqlite3_busy_timeout(handle, 10_000)
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 << 20)
        sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20)
        sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 1000)
        _ = vigil_sqlite_set_defensive(UnsafeMutableRawPointer(handle))
        try DateFunctions.install(on: handle)
        try run(
            """
            PRAGMA trusted_schema = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA secure_delete = ON;
            PRAGMA recursive_triggers = ON;
            PRAGMA foreign_keys = ON;
            """
        )
        // Their first use looks like writes to the schema, which no authorizer would let pass.
        try run("SELECT count(*) FROM json_each('[]'); SELECT count(*) FROM json_tree('[]');")
        authority.install(on: handle)
    }

    deinit {
        statements = [:]
        sqlite3_set_authorizer(handle, nil, nil)
        sqlite3_close_v2(handle)
    }

    func error(_ code: CInt) -> SQLError {
        SQLError(
            code: code,
            message: authority.refusal ?? String(cString: sqlite3_errmsg(handle))
        )
    }

    /// Runs statements of our own, one after the other.
    package func run(_ sql: String) throws {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw error(code) }
    }

    /// A statement that the caller keeps.
    package func prepare(_ sql: String) throws -> Statement { try Statement(sql, on: self) }

    /// A statement kept with the connection; for SQL of our own that is used again.
    package func cached(_ sql: String) throws -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try prepare(sql)
        statements[sql] = statement
        return statement
    }

    package func integer(_ sql: String, _ arguments: Value...) throws -> Int64? {
        let statement = try cached(sql)
        defer { statement.rewind() }
        statement.bind(arguments)
        return try statement.step() && !statement.isNull(0) ? statement.integer(0) : nil
    }

    package func text(_ sql: String, _ arguments: Value...) throws -> String? {
        let statement = try cached(sql)
        defer { statement.rewind() }
        statement.bind(arguments)
        return try statement.step() && !statement.isNull(0) ? statement.text(0) : nil
    }

    package func execute(_ sql: String, _ arguments: Value...) throws {
        let statement = try cached(sql)
        defer { statement.rewind() }
        statement.bind(arguments)
        _ = try statement.step()
    }

    /// All of `body` or nothing of it.
    package func transaction<R>(_ body: () throws -> R) throws -> R {
        try run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
            throw error
        }
    }

    /// The bytes of the database.
    func image() -> [UInt8] {
        var count: sqlite3_int64 = 0
        guard let bytes = sqlite3_serialize(handle, "main", &count, 0) else { return [] }
        defer { sqlite3_free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }

    /// Makes a database in memory that is like another.
    ///
    /// By way of a second one: where bytes take the place of a database that is in use, SQLite 3.40 keeps
    /// `json_each` bound to the schema that was there before, and the authorizer follows it into nothing.
    func become(_ image: [UInt8]) throws {
        var opened: OpaquePointer?
        defer { sqlite3_close_v2(opened) }
        guard sqlite3_open(":memory:", &opened) == SQLITE_OK, let opened,
            let bytes = sqlite3_malloc64(sqlite3_uint64(max(1, image.count)))
        else { throw error(SQLITE_NOMEM) }
        image.withUnsafeBytes {
            if let start = $0.baseAddress { bytes.copyMemory(from: start, byteCount: $0.count) }
        }
        // SQLite frees the bytes, also when it does not take them.
        let code = sqlite3_deserialize(
            opened,
            "main",
            bytes.assumingMemoryBound(to: UInt8.self),
            sqlite3_int64(image.count),
            sqlite3_int64(image.count),
            CUnsignedInt(SQLITE_DESERIALIZE_FREEONCLOSE)
        )
        guard code == SQLITE_OK, let backup = sqlite3_backup_init(handle, "main", opened, "main")
        else { throw error(code) }
        sqlite3_backup_step(backup, -1)
        let end = sqlite3_backup_finish(backup)
        guard end == SQLITE_OK else { throw error(end) }
    }

    /// What `body` does is undone, whatever comes of it.
    func trying<R>(_ body: () throws -> R) throws -> R {
        try run("SAVEPOINT trying")
        defer { try? run("ROLLBACK TO trying; RELEASE trying") }
        return try body()
    }

    /// Lets the SQL that `body` runs take at most this many steps of SQLite's machine: recursion
    /// without an end is found by its length.
    func limiting<R>(steps: Int64, _ body: () throws -> R) rethrows -> R {
        stepsLeft = steps
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            handle,
            100_000,
            { context in
                guard let context else { return 1 }
                let connection = Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue()
                connection.stepsLeft -= 100_000
                return connection.stepsLeft < 0 ? 1 : 0
            },
            context
        )
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        return try body()
    }
}

/// A value that goes into a statement or comes out of one.
package enum Value: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    package init(_ text: String?) { self = text.map(Value.text) ?? .null }
    package init(_ number: Int64?) { self = number.map(Value.integer) ?? .null }

    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    package var isNull: Bool { self == .null }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
    package init(integerLiteral number: Int64) { self = .integer(number) }
}

/// A prepared statement. SQLite keeps the database open until the last of its statements is gone.
package final class Statement {
    private let authority: Authority
    private let handle: OpaquePointer
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    fileprivate init(_ sql: String, on connection: Connection) throws {
        var prepared: OpaquePointer?
        connection.authority.refusal = nil
        let code = sqlite3_prepare_v3(
            connection.handle,
            sql,
            -1,
            CUnsignedInt(SQLITE_PREPARE_PERSISTENT),
            &prepared,
            nil
        )
        guard code == SQLITE_OK, let prepared else {
            throw code == SQLITE_OK
                ? SQLError(code: SQLITE_MISUSE, message: "no statement")
                : connection.error(code)
        }
        authority = connection.authority
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// - Returns: whether there is a row.
    package func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let error = SQLError(
                code: code,
                message: authority.refusal
                    ?? String(cString: sqlite3_errmsg(sqlite3_db_handle(handle)))
            )
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Ready to run again; what is bound stays bound.
    func reset() { sqlite3_reset(handle) }

    package func rewind() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    // MARK: Binding

    package func bind(_ values: [Value]) {
        for (index, value) in values.enumerated() { bind(value, at: CInt(index + 1)) }
    }

    package func bind(_ value: Value, at index: CInt) {
        switch value {
        case .null: sqlite3_bind_null(handle, index)
        case .integer(let number): bind(number, at: index)
        case .real(let number): sqlite3_bind_double(handle, index, number)
        case .text(let text): bind(text, at: index)
        case .blob(let bytes):
            _ = bytes.withUnsafeBytes {
                sqlite3_bind_blob(handle, index, $0.baseAddress, CInt($0.count), Self.transient)
            }
        }
    }

    func bind(_ number: Int64, at index: CInt) { sqlite3_bind_int64(handle, index, number) }

    func bind(_ text: String?, at index: CInt) {
        guard var text else {
            sqlite3_bind_null(handle, index)
            return
        }
        text.withUTF8 { utf8 in
            _ = utf8.withMemoryRebound(to: CChar.self) {
                // A text without bytes has no address, and SQLite would take that for NULL.
                sqlite3_bind_text(
                    handle,
                    index,
                    $0.baseAddress ?? UnsafePointer(bitPattern: 1),
                    CInt($0.count),
                    Self.transient
                )
            }
        }
    }

    /// Binds a parameter by its name, with the colon; one that the statement does not have is let be.
    package func bind(_ value: Value, to name: String) {
        let index = sqlite3_bind_parameter_index(handle, name)
        if index > 0 { bind(value, at: index) }
    }

    package var parameters: [String] {
        (1...max(1, sqlite3_bind_parameter_count(handle))).compactMap {
            sqlite3_bind_parameter_name(handle, $0).map { String(cString: $0) }
        }
    }

    package var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

    /// Whether it leaves every file as it is.
    package var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    // MARK: Columns

    package var columnCount: Int { Int(sqlite3_column_count(handle)) }

    package var columnNames: [String] {
        (0..<CInt(columnCount)).map {
            sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? ""
        }
    }

    package func isNull(_ index: CInt) -> Bool {
        sqlite3_column_type(handle, index) == SQLITE_NULL
    }

    package func integer(_ index: CInt) -> Int64 { sqlite3_column_int64(handle, index) }

    package func text(_ index: CInt) -> String {
        guard let start = sqlite3_column_text(handle, index) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    package func value(_ index: CInt) -> Value {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(integer(index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT: return .text(text(index))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(handle, index))
            guard let start = sqlite3_column_blob(handle, index) else { return .blob([]) }
            return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    /// The bytes of a text or blob, for as long as the row stands.
    func withBytes<R>(_ index: CInt, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        let start = sqlite3_column_blob(handle, index)
        let count = Int(sqlite3_column_bytes(handle, index))
        return body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    func columnType(_ index: CInt) -> CInt { sqlite3_column_type(handle, index) }

    /// All rows, at most `limit`.
    package func rows(limit: Int = .max) throws -> [[Value]] {
        var rows: [[Value]] = []
        let columns = CInt(columnCount)
        while rows.count < limit, try step() { rows.append((0..<columns).map(value)) }
        return rows
    }
}
