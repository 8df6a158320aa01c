import GRDB
import GRDBSQLite
import MerkleTree
import Values

/// Binding and reading without a copy of what is bound or read.
///
/// GRDB's rows and arguments go through its value type, which costs more than the insert itself on
/// the append and replay paths (docs/decisions/0003). The statements are still GRDB's, cached and
/// finalised by it.
extension Statement {
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Ready for the next use: reset, and holding on to nothing that was bound.
    func rewind() {
        sqlite3_reset(sqliteStatement)
        sqlite3_clear_bindings(sqliteStatement)
    }

    func bind(_ value: Int64, at index: CInt) {
        sqlite3_bind_int64(sqliteStatement, index, value)
    }

    func bind(_ value: String, at index: CInt) {
        var value = value
        value.withUTF8 { utf8 in
            _ = utf8.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(
                    sqliteStatement,
                    index,
                    $0.baseAddress,
                    CInt($0.count),
                    Self.transient
                )
            }
        }
    }

    func bind(_ value: Identifier, at index: CInt) {
        value.withBigEndianBytes {
            _ = sqlite3_bind_blob(sqliteStatement, index, $0, 16, Self.transient)
        }
    }

    func bind(_ hash: TreeHash?, at index: CInt) {
        guard let hash else {
            sqlite3_bind_null(sqliteStatement, index)
            return
        }
        hash.withUnsafeBytes {
            _ = sqlite3_bind_blob(sqliteStatement, index, $0.baseAddress, 32, Self.transient)
        }
    }

    func bind(_ hashes: [TreeHash], at index: CInt) {
        let count = hashes.count * TreeHash.byteCount
        hashes.withUnsafeBytes {
            _ = sqlite3_bind_blob(
                sqliteStatement,
                index,
                $0.baseAddress,
                CInt(count),
                Self.transient
            )
        }
    }

    func bind(_ bytes: [UInt8], at index: CInt) {
        bytes.withUnsafeBytes {
            _ = sqlite3_bind_blob(
                sqliteStatement,
                index,
                $0.baseAddress,
                CInt($0.count),
                Self.transient
            )
        }
    }

    /// True for a row, false at the end.
    func step(_ db: Database) throws -> Bool {
        switch sqlite3_step(sqliteStatement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let connection = sqlite3_db_handle(sqliteStatement)
            let message = String(cString: sqlite3_errmsg(connection))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }

    /// Runs a statement that returns no rows.
    func run(_ db: Database) throws {
        _ = try step(db)
        sqlite3_reset(sqliteStatement)
    }

    /// Runs with a blob that is bound in place, since it outlives the run.
    func run(_ db: Database, binding blob: [UInt8], at index: CInt) throws {
        try blob.withUnsafeBytes {
            sqlite3_bind_blob(sqliteStatement, index, $0.baseAddress, CInt($0.count), nil)
            try run(db)
        }
        sqlite3_bind_null(sqliteStatement, index)
    }

    func int64(_ column: CInt) -> Int64 { sqlite3_column_int64(sqliteStatement, column) }

    func isNull(_ column: CInt) -> Bool {
        sqlite3_column_type(sqliteStatement, column) == SQLITE_NULL
    }

    func text(_ column: CInt) -> String {
        guard let start = sqlite3_column_text(sqliteStatement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(sqliteStatement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// The blob, good until the next step.
    func blob(_ column: CInt) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(sqliteStatement, column)
        let count = Int(sqlite3_column_bytes(sqliteStatement, column))
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }

    func identifier(_ column: CInt) -> Identifier? {
        let blob = blob(column)
        guard blob.count == 16 else { return nil }
        return Identifier(
            high: blob.loadUnaligned(fromByteOffset: 0, as: UInt64.self).bigEndian,
            low: blob.loadUnaligned(fromByteOffset: 8, as: UInt64.self).bigEndian
        )
    }

    /// The first hash of a blob of hashes.
    func hash(_ column: CInt) -> TreeHash? {
        let blob = blob(column)
        guard blob.count >= TreeHash.byteCount, let start = blob.baseAddress else { return nil }
        return TreeHash(reading: start)
    }
}
