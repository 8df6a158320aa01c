package import Crypto
import FoundationEssentials
import GRDB
import Synchronization
package import Values

/// The keys that units are sealed with, each wrapped by the key-encryption key, in `keys.sqlite`.
///
/// A rollback journal and `secure_delete` rather than a WAL: a destroyed key must leave no copy in the
/// file. Wrapping binds a key to its record, unit, epoch and key-encryption key, so that rows cannot
/// be swapped. Backed up apart from the log.
package final class KeyStore: Sendable {
    private let queue: DatabaseQueue
    private let record: Identifier
    private let encryptionKey: KeyEncryptionKey
    private let opened = Mutex<[Identifier: SymmetricKey]>([:])
    /// Units that have a durable key and no event yet.
    private let spare = Mutex<(units: [Identifier], made: Int)>(([], 0))

    private static let applicationID = 0x5649_474b  // "VIGK"

    package static func create(
        at path: String,
        record: Identifier,
        encryptionKey: KeyEncryptionKey
    ) throws -> KeyStore {
        let store = try KeyStore(path: path, record: record, encryptionKey: encryptionKey)
        try LogError.wrapping("creating the keys file") {
            try store.queue.write { db in
                try db.execute(
                    sql: """
                        PRAGMA application_id = \(applicationID);
                        PRAGMA user_version = 1;
                        CREATE TABLE unit_key (
                          unit BLOB NOT NULL CHECK (length(unit) = 16),
                          epoch INTEGER NOT NULL CHECK (epoch > 0),
                          kek TEXT NOT NULL,
                          wrapped BLOB NOT NULL,
                          created INTEGER NOT NULL,
                          PRIMARY KEY (unit, epoch)
                        ) STRICT, WITHOUT ROWID;
                        """
                )
            }
        }
        return store
    }

    package static func open(
        at path: String,
        record: Identifier,
        encryptionKey: KeyEncryptionKey
    ) throws -> KeyStore {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LogError.locked("the keys file 'keys.sqlite' is missing")
        }
        let store = try KeyStore(path: path, record: record, encryptionKey: encryptionKey)
        try LogError.wrapping("opening the keys file") {
            let id = try store.queue.read { try Int.fetchOne($0, sql: "PRAGMA application_id") }
            guard id == applicationID else {
                throw LogError.notALog("'keys.sqlite' is not a Vigil keys file")
            }
        }
        return store
    }

    private init(path: String, record: Identifier, encryptionKey: KeyEncryptionKey) throws {
        var configuration = Configuration()
        configuration.busyMode = EventLog.patience
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = DELETE;
                    PRAGMA synchronous = FULL;
                    PRAGMA secure_delete = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA temp_store = MEMORY;
                    """
            )
        }
        queue = try LogError.wrapping("opening the keys file") {
            try DatabaseQueue(path: path, configuration: configuration)
        }
        self.record = record
        self.encryptionKey = encryptionKey
    }

    /// The unit's key; nil when there is none, or when it was destroyed.
    package func key(for unit: Identifier) throws -> SymmetricKey? {
        if let key = opened.withLock({ $0[unit] }) { return key }
        let row = try LogError.wrapping("reading a unit's key") {
            try queue.read { db in
                try Row.fetchOne(
                    db,
                    sql: """
                        SELECT epoch, kek, wrapped FROM unit_key WHERE unit = ?
                        ORDER BY epoch DESC LIMIT 1
                        """,
                    arguments: [Data(unit.bytes)]
                )
            }
        }
        guard let row else { return nil }
        let wrapped: Data = row["wrapped"]
        guard !wrapped.isEmpty else { return nil }
        let kek: String = row["kek"]
        guard kek == encryptionKey.id else {
            throw LogError.locked(
                "unit \(unit) is wrapped by key-encryption key \(kek), not by \(encryptionKey.id)"
            )
        }
        guard
            let key = encryptionKey.unwrap(
                wrapped,
                binding: binding(unit, epoch: row["epoch"])
            )
        else {
            throw LogError.locked("the key of unit \(unit) is damaged or belongs to another unit")
        }
        opened.withLock { $0[unit] = key }
        return key
    }

    /// Keys for all of `units`, made and made durable first where there is none yet: an orphan key
    /// is harmless, an event without its key is lost.
    func keys(
        creatingFor units: Set<Identifier>,
        at instant: Instant
    ) throws -> [Identifier: SymmetricKey] {
        var keys: [Identifier: SymmetricKey] = [:]
        var missing: [Identifier] = []
        for unit in units {
            if let key = try key(for: unit) { keys[unit] = key } else { missing.append(unit) }
        }
        guard !missing.isEmpty else { return keys }
        try LogError.wrapping("storing a new unit's key") {
            try queue.write { db in
                for unit in missing.sorted() {
                    guard try !isDestroyed(unit, db) else {
                        throw LogError.locked("the key of unit \(unit) was destroyed")
                    }
                    let key = SymmetricKey(size: .bits256)
                    let wrapped = try encryptionKey.wrap(key, binding: binding(unit, epoch: 1))
                    try db.execute(
                        sql: "INSERT INTO unit_key VALUES (?, 1, ?, ?, ?)",
                        arguments: [
                            Data(unit.bytes), encryptionKey.id, wrapped, instant.milliseconds,
                        ]
                    )
                    keys[unit] = key
                }
            }
        }
        opened.withLock { $0.merge(keys) { first, _ in first } }
        return keys
    }

    /// A new unit whose key is durable already.
    ///
    /// They are made several at a time, twice as many each time up to 64: one command makes one, an
    /// import waits for the disk once for many. What is left over when the process ends are keys
    /// without events, which harm nobody.
    package func freshUnit(at instant: Instant) throws -> Identifier {
        try spare.withLock { spare in
            if let unit = spare.units.popLast() { return unit }
            let count = min(64, max(1, spare.made * 2))
            let units = (0..<count).map { _ in
                Identifier(version4: (.random(in: .min ... .max), .random(in: .min ... .max)))
            }
            _ = try keys(creatingFor: Set(units), at: instant)
            spare.made = count
            spare.units = Array(units.dropFirst())
            return units[0]
        }
    }

    /// Destroys the keys of units, of every epoch, here and in memory; their rows stay, empty, so that
    /// no key is ever made for them again. Durable when this returns, and harmless to repeat.
    ///
    /// Wrapped bytes are overwritten where they lie before their place is given up, since a page that
    /// SQLite splits or merges may keep what lay in it.
    ///
    /// - Returns: how many of the units had a key until now.
    @discardableResult
    package func destroy(units: some Collection<Identifier>) throws -> Int {
        let had = try LogError.wrapping("destroying the keys of units") {
            try queue.writeWithoutTransaction { db in
                var had = 0
                try db.inTransaction(.immediate) {
                    for unit in Set(units).sorted() where try destroy(unit, db) { had += 1 }
                    return .commit
                }
                // Copies of cells that moved from page to page, which secure_delete does not promise
                // to reach.
                if had > 0 { try db.execute(sql: "VACUUM") }
                return had
            }
        }
        opened.withLock { for unit in units { $0[unit] = nil } }
        spare.withLock { spare in spare.units.removeAll { units.contains($0) } }
        return had
    }

    /// - Returns: whether it had a key.
    private func destroy(_ unit: Identifier, _ db: Database) throws -> Bool {
        let name = Data(unit.bytes)
        try db.execute(
            sql: """
                UPDATE unit_key SET wrapped = zeroblob(length(wrapped))
                WHERE unit = ? AND wrapped <> x''
                """,
            arguments: [name]
        )
        let had = db.changesCount > 0
        try db.execute(
            sql: "UPDATE unit_key SET wrapped = x'' WHERE unit = ? AND wrapped <> x''",
            arguments: [name]
        )
        try db.execute(
            sql: """
                INSERT INTO unit_key (unit, epoch, kek, wrapped, created)
                SELECT ?, 1, '', x'', 0
                WHERE NOT EXISTS (SELECT 1 FROM unit_key WHERE unit = ?)
                """,
            arguments: [name, name]
        )
        return had
    }

    private func isDestroyed(_ unit: Identifier, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM unit_key WHERE unit = ? AND wrapped = x'')",
            arguments: [Data(unit.bytes)]
        ) ?? false
    }

    package func close() throws {
        try queue.close()
    }

    private func binding(_ unit: Identifier, epoch: Int64) -> [UInt8] {
        Array("vigil-unit-key/v1\n\(record)\n\(unit)\n\(epoch)\n\(encryptionKey.id)\n".utf8)
    }
}

/// The key that wraps unit keys. Kept outside the record, so that a copied folder cannot be read.
package struct KeyEncryptionKey: Sendable {
    private let key: SymmetricKey
    /// Eight hexadecimal digits that name the key without telling anything of it.
    package let id: String

    /// 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
        let named = Array("vigil-kek/v1\n".utf8) + bytes
        id = hexadecimal(Array(SHA256.hash(data: named)).prefix(4))
    }

    package static func generated() -> (key: KeyEncryptionKey, bytes: [UInt8])? {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)
        return KeyEncryptionKey(bytes: bytes).map { ($0, bytes) }
    }

    func wrap(_ unitKey: SymmetricKey, binding: [UInt8]) throws -> Data {
        let bytes = unitKey.withUnsafeBytes(Array.init)
        let box = try AES.GCM.seal(bytes, using: key, authenticating: binding)
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    func unwrap(_ wrapped: Data, binding: [UInt8]) -> SymmetricKey? {
        guard let box = try? AES.GCM.SealedBox(combined: wrapped),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: binding)
        else { return nil }
        return SymmetricKey(data: bytes)
    }
}
