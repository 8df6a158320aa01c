import CSQLite
import FoundationEssentials
import GRDB
import GRDBSQLite
package import MerkleTree
import Synchronization
package import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// An append-only log of sealed events in one SQLite file, with a Merkle tree over their leaves.
///
/// One writer at a time, many readers, many processes on one machine. It knows streams, units and
/// bytes, and nothing of what an event means. Only this type writes `log.sqlite`.
package final class EventLog: Sendable {
    /// The record that the log belongs to, and the stream of its first event.
    package let record: Identifier
    package let path: String
    let queue: DatabaseQueue
    package let keys: KeyStore?
    /// Nil when it was opened without what signing takes. Another one once it has handed over.
    private let signing: Mutex<SigningKey?>
    /// What the last transaction of this process left: saves reading the frontier again.
    let tail = Mutex<Tail?>(nil)

    package enum Access: Sendable {
        case readWrite
        case readOnly
        /// On a medium that cannot be written, where not even a lock can be taken.
        case immutable
    }

    struct Tail: Sendable {
        var position: Int64
        var recordedAt: Instant
        var frontier: TreeFrontier
        /// Recorded time of the first event that no checkpoint covers yet.
        var uncoveredSince: Instant?
    }

    /// Waits of 0.2 to 2 ms, chosen at random so that waiting writers do not meet again; gives up
    /// after about ten seconds. SQLite's own steps of 1, 2, 5 … 100 ms leave the lock idle for most
    /// of the wait.
    static let patience = Database.BusyMode.callback { tries in
        usleep(UInt32.random(in: 200...2000))
        return tries < 9000
    }

    // MARK: Opening

    /// Makes an empty log. The first event must be in the stream `record`.
    package static func create(
        at path: String,
        record: Identifier,
        keys: KeyStore,
        signer: SigningKey
    ) throws -> EventLog {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw LogError.unavailable("a log exists there already")
        }
        let queue = try connect(to: path, access: .readWrite)
        try LogError.wrapping("creating the log") {
            try queue.write { db in
                try db.execute(
                    sql: """
                        PRAGMA application_id = \(LogSchema.applicationID);
                        PRAGMA user_version = \(LogSchema.version);
                        """
                )
                for statement in LogSchema.statements { try db.execute(sql: statement) }
            }
        }
        return EventLog(record: record, path: path, queue: queue, keys: keys, signer: signer)
    }

    package static func open(
        at path: String,
        access: Access,
        keys: KeyStore? = nil,
        signer: SigningKey? = nil
    ) throws -> EventLog {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LogError.unavailable("there is no log file 'log.sqlite'")
        }
        let queue = try connect(to: path, access: access)
        let record = try LogError.wrapping("opening the log") {
            try queue.read { db -> Identifier in
                let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
                guard id == LogSchema.applicationID else {
                    throw LogError.notALog("'log.sqlite' is not a Vigil log")
                }
                guard version == LogSchema.version else {
                    throw LogError.notALog(
                        "the log has format \(version ?? 0), this program reads format"
                            + " \(LogSchema.version)"
                    )
                }
                guard
                    let stream = try Data.fetchOne(
                        db,
                        sql: "SELECT stream FROM event WHERE position = 1"
                    ), let record = Identifier(bytes: stream)
                else {
                    throw LogError.damaged(position: 1, "the log has no first event")
                }
                return record
            }
        }
        return EventLog(record: record, path: path, queue: queue, keys: keys, signer: signer)
    }

    private init(
        record: Identifier,
        path: String,
        queue: DatabaseQueue,
        keys: KeyStore?,
        signer: SigningKey?
    ) {
        self.record = record
        self.path = path
        self.queue = queue
        self.keys = keys
        signing = Mutex(signer)
    }

    var signer: SigningKey? { signing.withLock { $0 } }

    /// Signs with this key from now on. Whether it is the one in use is asked each time it signs.
    package func use(_ signer: SigningKey) { signing.withLock { $0 = signer } }

    /// Runs `body` with the newest checkpoint's note while nobody can write: what it says of the key in
    /// use stays so meanwhile.
    package static func holdingNewestCheckpoint(
        at path: String,
        _ body: (SignedNote?) throws -> Void
    ) throws {
        let queue = try connect(to: path, access: .readWrite)
        defer { try? queue.close() }
        try LogError.wrapping("looking at the log's newest checkpoint") {
            try queue.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    let note = try String.fetchOne(
                        db,
                        sql: "SELECT note FROM checkpoint ORDER BY number DESC LIMIT 1"
                    )
                    try body(note.flatMap { try? SignedNote(parsing: $0) })
                    return .rollback
                }
            }
        }
    }

    /// The keys that it was opened with.
    package var keyStore: KeyStore? { keys }

    /// Folds the write-ahead log into the file, best effort, and closes.
    package func close() throws {
        try queue.close()
    }

    static func connect(to path: String, access: Access) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = access != .readWrite
        configuration.busyMode = patience
        configuration.label = "log"
        configuration.prepareDatabase { db in
            let code = vigil_sqlite_set_defensive(
                db.sqliteConnection.map { UnsafeMutableRawPointer($0) }
            )
            guard code == SQLITE_OK else {
                throw DatabaseError(resultCode: ResultCode(rawValue: code))
            }
            if access == .readWrite {
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try db.execute(sql: "PRAGMA recursive_triggers = ON")
                // The bodies of an erased unit are overwritten where they lay.
                try db.execute(sql: "PRAGMA secure_delete = ON")
            }
            try db.execute(
                sql: """
                    PRAGMA trusted_schema = OFF;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -16000;
                    """
            )
        }
        var name = path
        if access == .immutable {
            name = "file:\(uriEscaped(path))?immutable=1"
        }
        return try LogError.wrapping("opening the log") {
            try DatabaseQueue(path: name, configuration: configuration)
        }
    }
}

/// The characters that end a path in SQLite's URI names (https://www.sqlite.org/uri.html §3.1).
private func uriEscaped(_ path: String) -> String {
    path.map { character in
        switch character {
        case "%": "%25"
        case "?": "%3f"
        case "#": "%23"
        default: String(character)
        }
    }.joined()
}
