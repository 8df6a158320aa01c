import GRDB
import GRDBSQLite
import MerkleTree
import Values

/// A row of table `event` as the verifier finds it: perhaps not one that anybody wrote.
struct WalkedRow: Sendable {
    let position: Int64
    /// Nil when a column does not even have the form of one; `malformed` names it.
    let event: EventRow?
    let malformed: String?
    let hashes: [TreeHash]
    var body: [UInt8]?
    var bodyIsBlob = true

    struct Hashed: Sendable {
        let leaf: TreeHash
        let bodyDiffers: Bool
    }

    /// The twelve columns of `event`, in order.
    init(reading statement: Statement) {
        position = statement.int64(0)
        var malformed: String?
        func require(_ column: CInt, _ name: String, _ type: CInt, _ isGood: Bool = true) {
            if malformed == nil, statement.type(column) != type || !isGood { malformed = name }
        }
        require(1, "id", SQLITE_BLOB, statement.blob(1).count == 16)
        require(2, "stream", SQLITE_BLOB, statement.blob(2).count == 16)
        require(3, "n", SQLITE_INTEGER, statement.int64(3) >= 0)
        let kind = EventKind(rawValue: statement.text(4))
        require(4, "kind", SQLITE_TEXT, kind != nil)
        require(
            5,
            "recorded_at",
            SQLITE_INTEGER,
            (0...Instant.distantFuture.milliseconds).contains(statement.int64(5))
        )
        let by = statement.text(6)
        require(6, "by", SQLITE_TEXT, EventRow.isPseudonym(by))
        require(7, "unit", SQLITE_BLOB, statement.blob(7).count == 16)
        require(8, "size", SQLITE_INTEGER, statement.int64(8) >= 0)
        let isEmpty = statement.int64(8) == 0
        for (column, name) in [(CInt(9), "sealed"), (10, "content")] where !statement.isNull(column)
        {
            require(column, name, SQLITE_BLOB, statement.blob(column).count == 32)
        }
        if malformed == nil, statement.isNull(9) != isEmpty || statement.isNull(10) != isEmpty {
            malformed =
                statement.isNull(9) == statement.isNull(10)
                ? "size" : statement.isNull(9) ? "sealed" : "content"
        }
        let blob = statement.blob(11)
        require(11, "hashes", SQLITE_BLOB, !blob.isEmpty && blob.count % TreeHash.byteCount == 0)
        self.malformed = malformed
        hashes = stride(from: 0, to: blob.count - blob.count % 32, by: 32).compactMap { offset in
            blob.baseAddress.map { TreeHash(reading: $0 + offset) }
        }
        guard let id = statement.identifier(1), let stream = statement.identifier(2),
            let unit = statement.identifier(7)
        else {
            event = nil
            return
        }
        event = EventRow(
            position: position,
            id: id,
            stream: stream,
            n: statement.int64(3),
            kind: kind ?? .entry,
            recordedAt: Instant(milliseconds: statement.int64(5)),
            by: by,
            unit: unit,
            size: Int(statement.int64(8)),
            sealed: statement.hash(9),
            content: statement.hash(10)
        )
    }

    func hashed(record: Identifier, prev: TreeHash?) -> Hashed {
        guard let event else {
            return Hashed(leaf: hashes.first ?? .empty, bodyDiffers: false)
        }
        var differs = !bodyIsBlob
        if let body, let sealed = event.sealed {
            differs = differs || body.withUnsafeBytes { TreeHash.plain($0) } != sealed
        }
        return Hashed(leaf: event.leafHash(record: record, prev: prev), bodyDiffers: differs)
    }
}

extension Statement {
    func type(_ column: CInt) -> CInt { sqlite3_column_type(sqliteStatement, column) }
}
