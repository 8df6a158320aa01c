import FoundationEssentials
import GRDB
package import MerkleTree
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Copies of a log for a backup: all of it, or what came after a position.
///
/// A copy is taken from a snapshot, so writers go on meanwhile, and everything that was acknowledged
/// before it began is in it.
package enum LogCopy {
    /// Writes all of the log at `source` to a new file, made durable.
    ///
    /// `VACUUM INTO` rather than SQLite's stepped backup, which begins anew whenever somebody writes
    /// and never ends beside a busy writer.
    package static func whole(from source: String, to path: String) throws {
        let queue = try EventLog.connect(to: source, access: .readOnly)
        try LogError.wrapping("copying the log") {
            try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
            try queue.close()
        }
        try settle(path)
    }

    /// What came after a position, as a shipment: the rows, and from which tree to which they lead.
    package struct Shipment: Sendable, Equatable {
        /// Size of the tree that it continues.
        package let from: TreeSize
        package let to: TreeSize
        package let root: TreeHash
    }

    private static let tables = [
        """
        CREATE TABLE shipment (
          record BLOB NOT NULL, from_size INTEGER NOT NULL, from_root BLOB NOT NULL,
          to_size INTEGER NOT NULL, to_root BLOB NOT NULL, proof BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE event (
          position INTEGER PRIMARY KEY, id BLOB NOT NULL, stream BLOB NOT NULL, n INTEGER NOT NULL,
          kind TEXT NOT NULL, recorded_at INTEGER NOT NULL, "by" TEXT NOT NULL, unit BLOB NOT NULL,
          size INTEGER NOT NULL, sealed BLOB, content BLOB, hashes BLOB NOT NULL
        ) STRICT
        """,
        "CREATE TABLE sealed (position INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT",
        """
        CREATE TABLE checkpoint (
          number INTEGER PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL
        ) STRICT
        """,
    ]
    /// "VIGS".
    private static let applicationID = 0x5649_4753

    /// Writes what came after a tree to a new file, made durable; nil when nothing did.
    ///
    /// - Parameters:
    ///   - size: of the tree that the copy before it ends with; its root is the one of `source` there.
    ///   - checkpoints: how many the copy before it has.
    package static func shipment(
        from source: String,
        after size: TreeSize,
        checkpoints: Int64,
        to path: String
    ) throws -> Shipment? {
        let log = try EventLog.open(at: source, access: .readOnly)
        let shipment = try log.read { snapshot -> Shipment? in
            let to = try snapshot.size()
            guard to > size else { return nil }
            let tree = snapshot.tree
            let shipment = Shipment(from: size, to: to, root: try tree.root(of: to))
            let proof =
                size.count > 0 ? try tree.consistencyProof(from: size, to: to).path : []
            let out = try DatabaseQueue(path: path)
            try out.write { target in
                try target.execute(
                    sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1"
                )
                for table in tables { try target.execute(sql: table) }
                try target.execute(
                    sql: "INSERT INTO shipment VALUES (?, ?, ?, ?, ?, ?)",
                    arguments: [
                        Data(log.record.bytes), Int64(size.count),
                        Data(try tree.root(of: size).bytes), Int64(to.count),
                        Data(shipment.root.bytes), Data(proof.flatMap(\.bytes)),
                    ]
                )
                for (table, key, after) in [
                    ("event", "position", Int64(size.count)),
                    ("sealed", "position", Int64(size.count)),
                    ("checkpoint", "number", checkpoints),
                ] {
                    try copyRows(
                        of: table,
                        where: key,
                        after: after,
                        from: snapshot.db,
                        to: target
                    )
                }
            }
            try out.close()
            return shipment
        }
        try log.close()
        if shipment != nil { try settle(path) }
        return shipment
    }

    /// Appends a shipment to a copy of the log, in one transaction: rows, proof and root must fit.
    ///
    /// Units that were erased since the copy lose their bodies in it as well.
    @discardableResult
    package static func apply(_ path: String, to log: String) throws -> Shipment {
        try LogError.wrapping("applying a shipment") {
            var reading = Configuration()
            reading.readonly = true
            let source = try DatabaseQueue(path: path, configuration: reading)
            defer { try? source.close() }
            let target = try EventLog.connect(to: log, access: .readWrite)
            defer { try? target.close() }
            return try source.read { from in
                guard try Int.fetchOne(from, sql: "PRAGMA application_id") == applicationID,
                    let row = try Row.fetchOne(from, sql: "SELECT * FROM shipment")
                else { throw LogError.notALog("the file is not a shipment of events") }
                let proof = try ShippedProof(row)
                try target.writeWithoutTransaction { to in
                    try to.inTransaction(.immediate) {
                        try append(from, to, proof)
                        return .commit
                    }
                }
                return Shipment(from: proof.from, to: proof.to, root: proof.root)
            }
        }
    }

    private static func append(_ from: Database, _ to: Database, _ proof: ShippedProof) throws {
        let position = try Int64.fetchOne(to, sql: "SELECT max(position) FROM event") ?? 0
        guard position == Int64(proof.from.count) else {
            throw LogError.invalid(
                "the shipment continues position \(proof.from.count), and the copy ends at"
                    + " \(position)"
            )
        }
        let tree = MerkleTree { level, index throws(any Error) in
            try storedSubtree(to, level: level, index: index)
        }
        guard try tree.root(of: proof.from) == proof.fromRoot else {
            throw LogError.damaged(
                position: position,
                "the shipment continues another log than the copy's first \(position) events"
            )
        }
        try proof.check()
        // Row by row, because a body comes with its event (`LogSchema`).
        let events = try Row.fetchCursor(
            from,
            sql: """
                SELECT e.position, e.id, e.stream, e.n, e.kind, e.recorded_at, e."by", e.unit, e.size,
                  e.sealed, e.content, e.hashes, s.body
                FROM event AS e LEFT JOIN sealed AS s ON s.position = e.position ORDER BY e.position
                """
        )
        while let row = try events.next() {
            let values = Array(row.databaseValues)
            try to.execute(
                sql: LogTransaction.insertEvent,
                arguments: StatementArguments(Array(values[..<12]))
            )
            if !values[12].isNull {
                try to.execute(
                    sql: LogTransaction.insertSealed,
                    arguments: [values[0], values[12]]
                )
            }
        }
        try to.execute(
            sql: """
                DELETE FROM sealed WHERE position IN (
                  SELECT e.position FROM event AS x JOIN event AS e ON e.unit = x.unit
                  WHERE x.kind = 'erasure' AND x.position > ?)
                """,
            arguments: [position]
        )
        let checkpoints = try Row.fetchCursor(
            from,
            sql: "SELECT number, size, note FROM checkpoint ORDER BY number"
        )
        while let row = try checkpoints.next() {
            try to.execute(
                sql: "INSERT INTO checkpoint (number, size, note) VALUES (?, ?, ?)",
                arguments: StatementArguments(Array(row.databaseValues))
            )
        }
        guard
            try Int64.fetchOne(to, sql: "SELECT max(position) FROM event") == Int64(proof.to.count),
            try tree.root(of: proof.to) == proof.root
        else {
            throw LogError.damaged(
                position: position + 1,
                "the events of the shipment do not lead to the root that it names"
            )
        }
    }

    private static func copyRows(
        of table: String,
        where key: String,
        after: Int64,
        from: Database,
        to: Database
    ) throws {
        let rows = try Row.fetchCursor(
            from,
            sql: "SELECT * FROM \(table) WHERE \(key) > ? ORDER BY \(key)",
            arguments: [after]
        )
        while let row = try rows.next() {
            let marks = Array(repeating: "?", count: row.count).joined(separator: ", ")
            try to.execute(
                sql: "INSERT INTO \(table) VALUES (\(marks))",
                arguments: StatementArguments(Array(row.databaseValues))
            )
        }
    }

    /// How a log or a shipment ends: events and root in all, and checkpoints.
    package static func end(
        of path: String
    ) throws -> (size: Int64, root: String, checkpoints: Int64) {
        var configuration = Configuration()
        configuration.readonly = true
        return try LogError.wrapping("reading a copy") {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                let checkpoints =
                    try Int64.fetchOne(db, sql: "SELECT max(number) FROM checkpoint") ?? 0
                if try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID {
                    guard let row = try Row.fetchOne(db, sql: "SELECT * FROM shipment") else {
                        throw LogError.notALog("the file is not a shipment of events")
                    }
                    let proof = try ShippedProof(row)
                    return (Int64(proof.to.count), proof.root.description, checkpoints)
                }
                let size = try Int64.fetchOne(db, sql: "SELECT max(position) FROM event") ?? 0
                let tree = MerkleTree { level, index throws(any Error) in
                    try storedSubtree(db, level: level, index: index)
                }
                let root = try tree.root(of: TreeSize(UInt64(size)))
                return (size, root.description, checkpoints)
            }
        }
    }

    /// Readable by its owner alone, and there after a power cut.
    static func settle(_ path: String) throws {
        guard chmod(path, 0o600) == 0, makeDurable(path) else {
            throw LogError.unavailable("the copy cannot be made durable")
        }
    }
}

/// That the log of a shipment's end begins with the log of its start (RFC 9162 §2.1.4.2).
private struct ShippedProof {
    let from: TreeSize
    let fromRoot: TreeHash
    let to: TreeSize
    let root: TreeHash
    let path: [TreeHash]

    init(_ row: Row) throws {
        let hashes: Data = row["proof"]
        let first: Int64 = row["from_size"]
        let last: Int64 = row["to_size"]
        guard let fromRoot = TreeHash(Array(row["from_root"] as Data)),
            let root = TreeHash(Array(row["to_root"] as Data)),
            hashes.count % TreeHash.byteCount == 0, first >= 0, last > first
        else { throw LogError.notALog("the shipment's proof is not readable") }
        from = TreeSize(UInt64(first))
        to = TreeSize(UInt64(last))
        self.fromRoot = fromRoot
        self.root = root
        let bytes = Array(hashes)
        path = stride(from: 0, to: bytes.count, by: TreeHash.byteCount).compactMap {
            TreeHash(Array(bytes[$0..<($0 + TreeHash.byteCount)]))
        }
    }

    func check() throws {
        guard from.count > 0 else { return }
        do throws(ProofError) {
            try ConsistencyProof(first: from, second: to, path: path)
                .verify(firstRoot: fromRoot, secondRoot: root)
        } catch {
            throw LogError.damaged(
                position: Int64(from.count),
                "the shipment's proof does not show that it continues the copy"
            )
        }
    }
}
