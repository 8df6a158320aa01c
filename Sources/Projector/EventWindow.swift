import GRDBSQLite

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The table `event` of a connection: the window, and nothing else.
///
/// A virtual table over rows in memory. Filling a temporary table cost more than most applies do, and each
/// of a folder's dozen statements went through all of it for the rows of its type.
final class EventWindow {
    private let authority: Authority
    private let isBackwards: Bool
    private var batch = EventBatch([])

    /// - Parameter isBackwards: rows come from last to first, so that a statement which leans on an order
    ///   it does not ask for gives itself away.
    init(on connection: Connection, isBackwards: Bool = false) throws {
        authority = connection.authority
        self.isBackwards = isBackwards
        let code = sqlite3_create_module_v2(
            connection.handle,
            "vigil_window",
            EventWindow.module,
            Unmanaged.passRetained(self).toOpaque(),
            { context in
                guard let context else { return }
                Unmanaged<EventWindow>.fromOpaque(context).release()
            }
        )
        guard code == SQLITE_OK else { throw connection.error(code) }
        try connection.run("CREATE VIRTUAL TABLE temp.event USING vigil_window")
    }

    /// Runs `body` while these are the rows.
    func showing<R>(_ batch: EventBatch, _ body: () throws -> R) rethrows -> R {
        self.batch = batch
        defer { self.batch = EventBatch([]) }
        return try body()
    }

    // MARK: SQLite's side

    private static let declaration: String = {
        let columns = EventColumn.allCases.map { column in
            switch column {
            case .position, .n, .schema: "\(EventColumn.names[column.rawValue]) INTEGER"
            default: "\"\(EventColumn.names[column.rawValue])\" TEXT"
            }
        }
        return "CREATE TABLE event (\(columns.joined(separator: ", ")))"
    }()

    /// SQLite's structures begin with its own part, which it is given the address of.
    private struct Table {
        var base = sqlite3_vtab()
        let window: Unmanaged<EventWindow>
    }

    private struct Cursor {
        var base = sqlite3_vtab_cursor()
        /// The row it stands on; nil behind the last.
        var row: PackedRow?
        let walk: Unmanaged<Walk>
    }

    /// The rows that a cursor goes over.
    private final class Walk {
        let window: EventWindow
        var events: [ProjectionEvent] = []
        /// Places of those to go over; nil for all.
        var places: [Int]?
        var next = 0

        init(_ window: EventWindow) { self.window = window }

        func start(_ type: String?, isFiltered: Bool) -> PackedRow? {
            events = window.batch.events
            places = isFiltered ? type.map(window.batch.places) ?? [] : nil
            next = 0
            return step()
        }

        func step() -> PackedRow? {
            let count = places?.count ?? events.count
            guard next < count else { return nil }
            let place = window.isBackwards ? count - 1 - next : next
            next += 1
            return events[places?[place] ?? place].row
        }
    }

    private static func connect(
        _ handle: OpaquePointer?,
        _ context: UnsafeMutableRawPointer?,
        _ made: UnsafeMutablePointer<UnsafeMutablePointer<sqlite3_vtab>?>?
    ) -> CInt {
        guard let context, let made else { return SQLITE_ERROR }
        let window = Unmanaged<EventWindow>.fromOpaque(context)
        // It may be connected again while a folder's SQL is prepared, which may not make tables.
        let code = window.takeUnretainedValue().authority.acting(as: .engine) {
            sqlite3_declare_vtab(handle, declaration)
        }
        guard code == SQLITE_OK else { return code }
        let table = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        table.initialize(to: Table(window: window))
        made.pointee = UnsafeMutableRawPointer(table).assumingMemoryBound(to: sqlite3_vtab.self)
        return SQLITE_OK
    }

    private static func disconnect(_ table: UnsafeMutablePointer<sqlite3_vtab>?) -> CInt {
        UnsafeMutableRawPointer(table)?.deallocate()
        return SQLITE_OK
    }

    private static func cursor(_ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?)
        -> UnsafeMutablePointer<Cursor>?
    {
        UnsafeMutableRawPointer(cursor)?.assumingMemoryBound(to: Cursor.self)
    }

    /// Written once and never after.
    private nonisolated(unsafe) static let module: UnsafePointer<sqlite3_module> = {
        var module = sqlite3_module()
        module.xCreate = { handle, context, _, _, made, _ in connect(handle, context, made) }
        module.xConnect = { handle, context, _, _, made, _ in connect(handle, context, made) }
        module.xDisconnect = { disconnect($0) }
        module.xDestroy = { disconnect($0) }
        module.xBestIndex = { _, info in
            guard let info else { return SQLITE_ERROR }
            info.pointee.estimatedCost = 10_000
            info.pointee.estimatedRows = 10_000
            for index in 0..<Int(info.pointee.nConstraint) {
                guard let constraint = info.pointee.aConstraint?[index], constraint.usable != 0,
                    constraint.iColumn == EventColumn.type.rawValue,
                    constraint.op == SQLITE_INDEX_CONSTRAINT_EQ,
                    let collation = sqlite3_vtab_collation(info, CInt(index)),
                    String(cString: collation) == "BINARY"
                else { continue }
                info.pointee.aConstraintUsage?[index].argvIndex = 1
                info.pointee.idxNum = 1
                info.pointee.estimatedCost = 100
                info.pointee.estimatedRows = 100
                break
            }
            return SQLITE_OK
        }
        module.xOpen = { table, made in
            guard let table = UnsafeMutableRawPointer(table)?.assumingMemoryBound(to: Table.self),
                let made
            else { return SQLITE_ERROR }
            let walk = Walk(table.pointee.window.takeUnretainedValue())
            let cursor = UnsafeMutablePointer<Cursor>.allocate(capacity: 1)
            cursor.initialize(to: Cursor(walk: Unmanaged.passRetained(walk)))
            made.pointee = UnsafeMutableRawPointer(cursor)
                .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
            return SQLITE_OK
        }
        module.xClose = { opened in
            guard let cursor = cursor(opened) else { return SQLITE_ERROR }
            cursor.pointee.walk.release()
            cursor.deallocate()
            return SQLITE_OK
        }
        module.xFilter = { opened, plan, _, count, values in
            guard let cursor = cursor(opened) else { return SQLITE_ERROR }
            var type: String?
            if plan == 1, count == 1, let value = values?[0],
                sqlite3_value_type(value) == SQLITE_TEXT, let text = sqlite3_value_text(value)
            {
                type = String(cString: text)
            }
            cursor.pointee.row = cursor.pointee.walk.takeUnretainedValue()
                .start(type, isFiltered: plan == 1)
            return SQLITE_OK
        }
        module.xNext = { opened in
            guard let cursor = cursor(opened) else { return SQLITE_ERROR }
            cursor.pointee.row = cursor.pointee.walk.takeUnretainedValue().step()
            return SQLITE_OK
        }
        module.xEof = { cursor($0)?.pointee.row == nil ? 1 : 0 }
        module.xColumn = { opened, context, index in
            guard let row = cursor(opened)?.pointee.row,
                let column = EventColumn(rawValue: Int(index))
            else { return SQLITE_ERROR }
            guard let bytes = row.bytes(column) else {
                sqlite3_result_null(context)
                return SQLITE_OK
            }
            switch column {
            case .position, .n, .schema: sqlite3_result_int64(context, row.integer(column))
            default:
                // Static: the window outlives the statement that reads it. Only of a text without a length
                // does SQLite know that a zero byte ends it; any other it copies for every function that
                // reads it.
                guard let text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else {
                    return SQLITE_ERROR
                }
                let isEnded = strlen(text) == bytes.count
                sqlite3_result_text(context, text, isEnded ? -1 : CInt(bytes.count), nil)
            }
            return SQLITE_OK
        }
        module.xRowid = { opened, id in
            guard let row = cursor(opened)?.pointee.row else { return SQLITE_ERROR }
            id?.pointee = row.integer(.position)
            return SQLITE_OK
        }
        let memory = UnsafeMutablePointer<sqlite3_module>.allocate(capacity: 1)
        memory.initialize(to: module)
        return UnsafePointer(memory)
    }()
}
