import GRDB
package import MerkleTree
import Synchronization
import Values

extension LogSnapshot {
    /// The log's tree over the hashes stored with its events. Proofs come from here; whether the
    /// stored hashes are true is the verifier's question.
    package var tree: MerkleTree<any Error> {
        let db = db
        return MerkleTree { level, index throws(any Error) in
            try storedSubtree(db, level: level, index: index)
        }
    }

    package func size() throws -> TreeSize { TreeSize(UInt64(try position())) }

    package func root() throws -> TreeHash { try tree.root(of: try size()) }

    /// The newest checkpoint's note, unchecked.
    package func newestCheckpoint() throws -> String? {
        try String.fetchOne(db, sql: "SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1")
    }

    /// The handovers from one signing key to the next, oldest first, as far as they are a chain.
    package func handovers() throws -> [Handover] {
        let notes = try String.fetchAll(db, sql: LogSchema.handovers)
        return notes.reduce(into: []) { chain, note in
            guard let handover = (try? SignedNote(parsing: note)).flatMap({ Handover($0) }),
                chain.last.map({ KeyHistory.continues(handover, $0) }) ?? true
            else { return }
            chain.append(handover)
        }
    }

    /// The keys that sign at each size, as far as the trust in `keys` reaches.
    package func keyHistory(trusting keys: [VerificationKey]) throws -> KeyHistory? {
        KeyHistory(try handovers(), trusting: keys)
    }

    /// Every size that has a checkpoint, smallest first.
    package func checkpointSizes() throws -> [TreeSize] {
        try Int64.fetchAll(db, sql: "SELECT DISTINCT size FROM checkpoint ORDER BY size")
            .map { TreeSize(UInt64($0)) }
    }

    /// The newest note of a size, unchecked; it has the most signatures.
    package func checkpoint(of size: TreeSize) throws -> String? {
        try String.fetchOne(
            db,
            sql: "SELECT note FROM checkpoint WHERE size = ? ORDER BY number DESC LIMIT 1",
            arguments: [Int64(size.count)]
        )
    }
}

/// A perfect subtree's hash stands in the row of the leaf that completes it, lower levels first.
func storedSubtree(_ db: Database, level: Int, index: UInt64) throws -> TreeHash {
    let statement = try db.cachedStatement(
        sql: "SELECT substr(hashes, ?, 32) FROM event WHERE position = ?"
    )
    defer { statement.rewind() }
    let position = Int64((index + 1) << UInt64(level))
    statement.bind(Int64(level * TreeHash.byteCount + 1), at: 1)
    statement.bind(position, at: 2)
    guard try statement.step(db), let hash = statement.hash(0) else {
        throw LogError.damaged(
            position: position,
            "the tree hashes at position \(position) are missing; run 'vigil verify'"
        )
    }
    return hash
}

extension EventLog {
    /// What the log ends with: from this process's last transaction if nobody wrote since, else read.
    func currentTail(_ db: Database) throws -> Tail {
        let newest = try db.cachedStatement(
            sql: "SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1"
        )
        defer { newest.rewind() }
        guard try newest.step(db) else {
            return Tail(
                position: 0,
                recordedAt: Instant(milliseconds: 0),
                frontier: .empty,
                uncoveredSince: nil
            )
        }
        let position = newest.int64(0)
        if let tail = tail.withLock({ $0 }), tail.position == position { return tail }
        let size = TreeSize(UInt64(position))
        let peaks = try size.peaks.map {
            try storedSubtree(db, level: $0.level, index: $0.index)
        }
        let covered =
            try Int64.fetchOne(
                db,
                sql: "SELECT size FROM checkpoint ORDER BY number DESC LIMIT 1"
            ) ?? 0
        let uncovered = try Int64.fetchOne(
            db,
            sql: "SELECT recorded_at FROM event WHERE position = ?",
            arguments: [covered + 1]
        )
        return Tail(
            position: position,
            recordedAt: Instant(milliseconds: newest.int64(1)),
            frontier: TreeFrontier(size: size, peaks: peaks),
            uncoveredSince: uncovered.map(Instant.init(milliseconds:))
        )
    }
}
