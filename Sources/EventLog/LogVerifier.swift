import FoundationEssentials
import GRDB
import GRDBSQLite
package import MerkleTree
package import Values

/// Reads a log's rows again from the first to the last and says whether they are what was written
/// (docs/LOG_FORMAT.md §6). Needs no key of any unit.
///
/// It shares the format with the writer, the leaf text and the hashing, and none of its code: not
/// its reads, not its idea of where the log ends, not the hashes it stored, which are compared.
package struct LogVerifier {
    let path: String
    let access: EventLog.Access
    /// Keys that the log's checkpoints may be signed by, from outside the log. One is enough: where the log
    /// has handed over from key to key, the handovers say how far the trust in it reaches.
    let trusted: [VerificationKey]
    /// Those whose signatures may stand beside them, from outside the log as well.
    let witnesses: [WitnessKey]

    package init(
        path: String,
        access: EventLog.Access,
        trusting keys: [VerificationKey],
        witnesses: [WitnessKey] = []
    ) {
        self.path = path
        self.access = access
        trusted = keys
        self.witnesses = witnesses
    }

    /// - Parameters:
    ///   - first: report only damage from this position on; everything is hashed all the same.
    ///   - progress: called with positions done and in all, at most a few hundred times.
    package func verify(
        from first: Int64 = 1,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> LogVerdict {
        let queue = try EventLog.connect(to: path, access: access)
        return try LogError.wrapping("verifying the log") {
            try queue.read { db in
                var walk = try LogWalk(db: db, trusted: trusted, witnesses: witnesses)
                try walk.run(progress: progress)
                return walk.verdict(from: first)
            }
        }
    }

    /// SQLite's own check of pages and indexes: an index that leaves out an event hides it from
    /// every reader, though its row is whole. Runs beside `verify` on another core.
    package static func indexDamage(path: String, access: EventLog.Access) throws -> [Damage] {
        let queue = try EventLog.connect(to: path, access: access)
        return try LogError.wrapping("checking the log's pages") {
            try queue.read { db in
                try String.fetchAll(db, sql: "PRAGMA integrity_check(5)")
                    .filter { $0 != "ok" }
                    .map { Damage(position: nil, table: "pages", column: nil, rule: $0) }
            }
        }
    }
}

/// Something in a log that is not as it was written, and where.
package struct Damage: Hashable, Sendable {
    package let position: Int64?
    package let table: String
    /// Nil when no single column can be blamed.
    package let column: String?
    /// A sentence that states what must hold and does not.
    package let rule: String

    package init(position: Int64?, table: String, column: String?, rule: String) {
        self.position = position
        self.table = table
        self.column = column
        self.rule = rule
    }
}

package struct LogVerdict: Sendable {
    package let record: Identifier?
    package let size: TreeSize
    package let root: TreeHash
    /// The newest checkpoint that stands, and how many do.
    package let checkpoint: VerifiedCheckpoint?
    package let checkpointCount: Int
    /// The keys that sign at each size, as far as the trust in the key given reaches.
    package let keys: KeyHistory?
    /// Events whose content was lawfully erased.
    package let erasedCount: Int
    /// Units that are erased but still have bodies: an erasure that did not finish.
    package let unfinishedErasures: [Identifier]
    /// In order of position; empty for a whole log.
    package let damages: [Damage]

    package var isWhole: Bool { damages.isEmpty }

    package func adding(_ more: [Damage]) -> LogVerdict {
        LogVerdict(
            record: record,
            size: size,
            root: root,
            checkpoint: checkpoint,
            checkpointCount: checkpointCount,
            keys: keys,
            erasedCount: erasedCount,
            unfinishedErasures: unfinishedErasures,
            damages: damages + more
        )
    }
}
