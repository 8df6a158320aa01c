import FoundationEssentials
import GRDB
package import MerkleTree
import Values

/// Somebody outside who remembers the newest tree of each log and signs only what continues it: what
/// shows that a log was rolled back or has two histories (c2sp.org/tlog-witness).
///
/// A folder with its key and a small database. The check and the memory of it are one transaction, so
/// that two requests at once cannot both be right.
package final class Witness: Sendable {
    package let key: WitnessKey
    private let cosigner: Cosigner
    private let queue: DatabaseQueue

    package struct Failure: Error, Sendable, Equatable {
        package let rule: String
        /// Whether it is a rule that forbids it, and not something that is missing.
        package let isRefused: Bool

        init(rule: String, isRefused: Bool = false) {
            self.rule = rule
            self.isRefused = isRefused
        }
    }

    /// Makes a witness in a folder that has none.
    package static func create(in folder: String, name: String) throws -> Witness {
        guard let cosigner = Cosigner.generated(name: name) else {
            throw Failure(
                rule: "the name of a witness has no spaces and no plus sign",
                isRefused: true
            )
        }
        let files = FileManager.default
        guard !files.fileExists(atPath: "\(folder)/witness.key") else {
            throw Failure(rule: "there is a witness in that folder already", isRefused: true)
        }
        try files.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        guard
            files.createFile(
                atPath: "\(folder)/witness.key",
                contents: Data((cosigner.written + "\n").utf8),
                attributes: [.posixPermissions: 0o600]
            )
        else { throw Failure(rule: "the folder cannot be written") }
        return try open(folder)
    }

    package static func open(_ folder: String) throws -> Witness {
        guard let data = FileManager.default.contents(atPath: "\(folder)/witness.key"),
            let text = String(validating: data, as: UTF8.self),
            let cosigner = Cosigner(text.prefix { $0 != "\n" })
        else { throw Failure(rule: "there is no witness in that folder, or its key is damaged") }
        return try Witness(cosigner, folder)
    }

    private init(_ cosigner: Cosigner, _ folder: String) throws {
        self.cosigner = cosigner
        key = cosigner.key
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF")
        }
        queue = try DatabaseQueue(path: "\(folder)/witness.sqlite", configuration: configuration)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS log (
                      origin TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (origin, key)
                    ) STRICT, WITHOUT ROWID;
                    CREATE TABLE IF NOT EXISTS tree (
                      origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root TEXT NOT NULL
                    ) STRICT, WITHOUT ROWID;
                    """
            )
        }
    }

    /// Why another key may take the place of the one that a log is known by.
    package enum Succession: Sendable {
        /// Nothing says so: only for a log that is not known yet.
        case none
        /// The key that is known hands over to it, at a size that the witness has not seen passed.
        case handovers([Handover])
        /// Whoever runs the witness says so, having asked: the old key has leaked, or was lost.
        case operatorsWord
    }

    /// Takes a log in: from now on checkpoints of its origin, signed by this key, are signed. The key that
    /// it was known by before is forgotten: it signs nothing more here.
    package func trust(_ key: VerificationKey, by succession: Succession = .none) throws {
        try queue.write { db in
            let known = try keys(of: key.name, db)
            guard !known.contains(key) || known.count > 1 else { return }
            if !known.isEmpty {
                switch succession {
                case .none:
                    throw Failure(rule: "this witness knows that log by another key already")
                case .handovers(let handovers):
                    try check(handovers, from: known, to: key, try self.known(key.name, db))
                case .operatorsWord: break
                }
            }
            try db.execute(sql: "DELETE FROM log WHERE origin = ?", arguments: [key.name])
            try db.execute(
                sql: "INSERT INTO log VALUES (?, ?)",
                arguments: [key.name, key.description]
            )
        }
    }

    private func check(
        _ handovers: [Handover],
        from known: [VerificationKey],
        to key: VerificationKey,
        _ tree: Tree?
    ) throws {
        let unbroken = Failure(
            rule: "the handovers do not lead from the key that this witness knows to that one"
        )
        guard let history = KeyHistory(handovers, trusting: known), history.newest == key,
            let first = history.handovers.first(where: { known.contains($0.from) })
        else { throw unbroken }
        guard let tree else { return }
        let checkpoint = first.statement.checkpoint
        guard tree.size <= checkpoint.size.count,
            tree.size < checkpoint.size.count || tree.root == checkpoint.root
        else {
            throw Failure(
                rule: "the old key has signed \(tree.size) events here, and handed over at"
                    + " \(checkpoint.size): there are two histories, or it has leaked"
            )
        }
    }

    private func keys(of origin: String, _ db: Database) throws -> [VerificationKey] {
        try String.fetchAll(db, sql: "SELECT key FROM log WHERE origin = ?", arguments: [origin])
            .compactMap { VerificationKey($0) }
    }

    /// The logs that it knows, and how far it has seen each.
    package func logs() throws -> [(origin: String, size: UInt64?)] {
        try queue.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT l.origin, t.size FROM log AS l LEFT JOIN tree AS t
                    ON t.origin = l.origin ORDER BY l.origin
                    """
            ).map { row in (row["origin"], (row["size"] as Int64?).map { UInt64($0) }) }
        }
    }

    /// Answers a request, and remembers the tree before it signs it.
    ///
    /// - Parameter time: seconds since 1970.
    package func answer(_ body: [UInt8], at time: UInt64) throws -> AddCheckpoint.Answer {
        guard let request = AddCheckpoint(body), let note = try? SignedNote(parsing: request.note),
            let checkpoint = Checkpoint(text: note.text)
        else { return .refused(status: 400, rule: "the request is not written as it should be") }
        return try queue.write { db in
            let keys = try keys(of: checkpoint.origin, db)
            guard !keys.isEmpty else {
                return .refused(status: 404, rule: "this witness does not know that log")
            }
            guard (try? VerifiedCheckpoint(note: request.note, keys: keys)) != nil else {
                return .refused(
                    status: 403,
                    rule:
                        "the checkpoint is not signed by the key that this witness knows of that log"
                )
            }
            let known = try known(checkpoint.origin, db)
            let size = checkpoint.size.count
            guard request.old <= size else {
                return .refused(status: 400, rule: "a log never gets smaller")
            }
            guard request.old == known?.size ?? 0 else {
                return .conflict(known: known?.size ?? 0)
            }
            if let known, !continues(known, request, checkpoint) {
                // The same size with another root is a conflict, as the protocol has it.
                return size == known.size
                    ? .conflict(known: known.size)
                    : .refused(
                        status: 422,
                        rule: "the proof does not show that it continues the tree seen before"
                    )
            }
            guard known != nil || request.proof.isEmpty else {
                return .refused(status: 422, rule: "there is no proof from an empty tree")
            }
            let signature = try cosigner.cosign(note.text, at: time)
            try db.execute(
                sql: """
                    INSERT INTO tree VALUES (?, ?, ?)
                    ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root
                    """,
                arguments: [checkpoint.origin, Int64(size), checkpoint.root.description]
            )
            return .cosigned([signature])
        }
    }

    private struct Tree {
        let size: UInt64
        let root: TreeHash
    }

    private func known(_ origin: String, _ db: Database) throws -> Tree? {
        guard
            let row = try Row.fetchOne(
                db,
                sql: "SELECT size, root FROM tree WHERE origin = ?",
                arguments: [origin]
            )
        else { return nil }
        let size: Int64 = row["size"]
        let root: String = row["root"]
        guard size >= 0, let hash = TreeHash(base64: root) else {
            throw Failure(rule: "what the witness remembers of that log is damaged")
        }
        return Tree(size: UInt64(size), root: hash)
    }

    private func continues(
        _ known: Tree,
        _ request: AddCheckpoint,
        _ checkpoint: Checkpoint
    ) -> Bool {
        guard known.size > 0 else { return request.proof.isEmpty }
        let proof = ConsistencyProof(
            first: TreeSize(known.size),
            second: checkpoint.size,
            path: request.proof
        )
        return (try? proof.verify(firstRoot: known.root, secondRoot: checkpoint.root)) != nil
    }
}
