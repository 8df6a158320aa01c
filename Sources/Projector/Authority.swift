import GRDBSQLite

/// What a statement may do while it is prepared: an allow-list that SQLite asks, action by action.
///
/// SQLite does not show it a function's arguments, nor time and size; those have limits and lexical
/// rules of their own (docs/PROJECTIONS.md, The checker).
final class Authority {
    enum Mode {
        /// SQL of our own.
        case engine
        /// A folder's schema.sql: makes tables, indexes and views, and may fill its tables.
        case schema
        /// A folder's apply.sql: reads the window and its own tables, writes its own tables.
        case apply
        /// Selecting from a folder's view, which other programs will do without us.
        case view
        /// A check, a query, a report, an analyst's SELECT: reads tables and views of projections.
        case read
    }

    var mode = Mode.engine
    /// A sentence part about what was refused last.
    var refusal: String?

    func install(on handle: OpaquePointer) {
        sqlite3_set_authorizer(
            handle,
            { context, action, first, second, database, _ in
                guard let context else { return SQLITE_DENY }
                let authority = Unmanaged<Authority>.fromOpaque(context).takeUnretainedValue()
                func text(_ pointer: UnsafePointer<CChar>?) -> String {
                    pointer.map { String(cString: $0) } ?? ""
                }
                guard authority.mode != .engine else { return SQLITE_OK }
                return authority.allows(action, text(first), text(second), text(database))
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    /// Prepares and runs what `body` does as SQL of this kind.
    func acting<R>(as mode: Mode, _ body: () throws -> R) rethrows -> R {
        let before = self.mode
        self.mode = mode
        refusal = nil
        defer { self.mode = before }
        return try body()
    }

    private func allows(
        _ action: CInt,
        _ first: String,
        _ second: String,
        _ database: String
    ) -> CInt {
        if mayDo(action, first, second, database) { return SQLITE_OK }
        if refusal == nil {
            refusal = Authority.words(action, first, second) + " is not allowed here"
        }
        return SQLITE_DENY
    }

    private func mayDo(
        _ action: CInt,
        _ first: String,
        _ second: String,
        _ database: String
    ) -> Bool {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return true
        case SQLITE_READ: return mayRead(first, database)
        case SQLITE_FUNCTION:
            let name = second.lowercased()
            return Functions.allowed.contains(name)
                || (mode == .schema || mode == .read) && Functions.dates.contains(name)
                || mode == .read && Functions.inexact.contains(name)
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            // Making a table writes to the schema; by hand it cannot be, the connection is defensive.
            if mode == .schema, Authority.isSchemaTable(first) { return true }
            return (mode == .apply || mode == .schema) && database == "main"
                && !Authority.isReserved(first)
        case SQLITE_CREATE_INDEX where first.hasPrefix("sqlite_autoindex_"): return mode == .schema
        case SQLITE_CREATE_TABLE, SQLITE_CREATE_INDEX, SQLITE_CREATE_VIEW:
            return mode == .schema && database == "main" && !Authority.isReserved(first)
        case SQLITE_REINDEX: return mode == .schema
        default: return false
        }
    }

    private func mayRead(_ table: String, _ database: String) -> Bool {
        switch mode {
        case .engine: return true
        case .schema, .view:
            return mode == .schema && Authority.isSchemaTable(table)
                || (database == "main" || database.isEmpty || isJSONTable(table))
                    && !Authority.isReserved(table)
        case .apply:
            // SQLite names no database when a table is read without any of its columns, as by count(*).
            return (database == "temp" || database.isEmpty) && table == "event"
                || isJSONTable(table)
                || (database == "main" || database.isEmpty) && !Authority.isReserved(table)
        case .read:
            return database != "temp" && table != "event" && !Authority.isSchemaTable(table)
                && !table.lowercased().hasPrefix("sqlite_")
                && !table.lowercased().hasPrefix("pragma_")
                && !Authority.virtual.contains(table.lowercased())
        }
    }

    private func isJSONTable(_ table: String) -> Bool {
        table == "json_each" || table == "json_tree"
    }

    private static let virtual: Set<String> = [
        "dbstat", "sqlite_dbpage", "bytecode", "tables_used",
    ]

    static func isSchemaTable(_ name: String) -> Bool {
        ["sqlite_master", "sqlite_schema", "sqlite_temp_master", "sqlite_temp_schema"]
            .contains(name.lowercased())
    }

    /// Names that are SQLite's or the engine's.
    static func isReserved(_ name: String) -> Bool {
        let name = name.lowercased()
        return name.hasPrefix("sqlite_") || name.hasPrefix("vigil_") || name.hasPrefix("pragma_")
            || name == "event" || virtual.contains(name)
    }

    private static func words(_ action: CInt, _ first: String, _ second: String) -> String {
        switch action {
        case SQLITE_READ: "reading '\(first)'"
        case SQLITE_FUNCTION: "the function '\(second)'"
        case SQLITE_INSERT: "writing to '\(first)'"
        case SQLITE_UPDATE: "changing '\(first)'"
        case SQLITE_DELETE: "deleting from '\(first)'"
        case SQLITE_ATTACH: "ATTACH"
        case SQLITE_DETACH: "DETACH"
        case SQLITE_PRAGMA: "PRAGMA \(first)"
        case SQLITE_TRANSACTION: "a transaction of its own (\(first))"
        case SQLITE_SAVEPOINT: "a savepoint"
        case SQLITE_CREATE_TEMP_TABLE, SQLITE_CREATE_TEMP_VIEW, SQLITE_CREATE_TEMP_INDEX:
            "making the temporary '\(first)'"
        case SQLITE_CREATE_TRIGGER, SQLITE_CREATE_TEMP_TRIGGER: "a trigger"
        case SQLITE_CREATE_VTABLE: "a virtual table"
        case SQLITE_CREATE_TABLE, SQLITE_CREATE_INDEX, SQLITE_CREATE_VIEW: "making '\(first)'"
        case SQLITE_DROP_TABLE, SQLITE_DROP_INDEX, SQLITE_DROP_VIEW: "dropping '\(first)'"
        case SQLITE_ALTER_TABLE: "ALTER TABLE"
        case SQLITE_ANALYZE: "ANALYZE"
        case SQLITE_REINDEX: "REINDEX"
        default: "this"
        }
    }
}

/// SQLite's functions that answer the same today, tomorrow and on another machine.
enum Functions {
    static let allowed: Set<String> = [
        "abs", "char", "coalesce", "count", "format", "glob", "hex", "ifnull", "iif", "instr",
        "json",
        "json_array", "json_array_length", "json_extract", "json_group_array",
        "json_group_object", "json_insert", "json_object", "json_quote", "json_remove",
        "json_replace", "json_set", "json_type", "json_valid", "->", "->>", "length", "like",
        "likely", "unlikely", "lower", "ltrim", "max", "min", "nullif", "printf", "quote",
        "replace", "rtrim", "substr", "substring", "sum", "trim", "typeof", "unicode", "upper",
        "group_concat", "string_agg", "sign",
        "row_number", "rank", "dense_rank", "lag", "lead", "first_value", "last_value",
        "nth_value", "ntile",
    ]
    /// Ours in place of SQLite's: they refuse the present moment and local time.
    static let dates: Set<String> = [
        "date", "datetime", "time", "julianday", "strftime", "unixepoch",
    ]
    /// Good enough for a figure, not for a row that a digest covers.
    static let inexact: Set<String> = [
        "avg", "total", "round", "sqrt", "pow", "power", "ceil", "ceiling", "floor", "percent_rank",
        "cume_dist", "ln", "exp", "log",
    ]
}
