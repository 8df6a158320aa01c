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
    let queue: DatabaseQueue
    package let record: Identifier
    let kek: Mutex<KeyEncryptionKey>
    let opened = Mutex<[Identifier: UnitKeys]>([:])
    /// Units that have a durable key and no event yet.
    let spare = Mutex<(units: [Identifier], made: Int)>(([], 0))

    static let applicationID = 0x5649_474b  // "VIGK"
    private static let version = 2

    /// The key-encryption key at work.
    package var encryptionKey: KeyEncryptionKey { kek.withLock { $0 } }

    // MARK: Opening

    package static func create(
        at path: String,
        record: Identifier,
        encryptionKey: KeyEncryptionKey
    ) throws -> KeyStore {
        let queue = try connect(to: path)
        try LogError.wrappingKeys("creating the keys file") {
            try queue.write { db in
                try db.execute(
                    sql: """
                        PRAGMA application_id = \(applicationID);
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
                try addMeta(db, record: record, kek: encryptionKey.id)
            }
        }
        return KeyStore(queue: queue, record: record, encryptionKey: encryptionKey)
    }

    /// What version 2 has beside version 1: whose file it is, and by which key it is wrapped.
    private static func addMeta(_ db: Database, record: Identifier, kek: String) throws {
        try db.execute(
            sql: """
                CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)
                STRICT, WITHOUT ROWID
                """
        )
        try set("record", record.description, db)
        try set("kek", kek, db)
        try db.execute(sql: "PRAGMA user_version = \(version)")
    }

    package static func open(
        at path: String,
        record: Identifier,
        encryptionKey: KeyEncryptionKey
    ) throws -> KeyStore {
        try open(at: path, record: record) { _ in encryptionKey }
    }

    /// Opens a keys file with the key that it asks for.
    ///
    /// - Parameter choose: is told the id of the key-encryption key in use, nil while there is none.
    package static func open(
        at path: String,
        record: Identifier,
        choosing choose: (String?) throws -> KeyEncryptionKey
    ) throws -> KeyStore {
        let queue = try existing(path)
        return try LogError.wrappingKeys("opening the keys file") {
            let (version, wanted) = try queue.read { db in
                let version = try checkHeader(db, record: record)
                return (version, try keyInUse(db, version))
            }
            let key = try choose(wanted)
            guard wanted == nil || wanted == key.id else {
                throw LogError.key(
                    .other,
                    "the units' keys are wrapped by key-encryption key \(wanted ?? ""), and the one"
                        + " given is \(key.id)"
                )
            }
            let store = KeyStore(queue: queue, record: record, encryptionKey: key)
            if version == 1 { try store.upgrade() }
            try store.scrubIfDue()
            return store
        }
    }

    /// The id of the key-encryption key that a keys file is wrapped by, read under its write lock, so
    /// that nobody replaces the key meanwhile.
    package static func holdingKeyInUse<R>(
        at path: String,
        record: Identifier,
        _ body: (String?) throws -> R
    ) throws -> R {
        let queue = try existing(path)
        defer { try? queue.close() }
        return try LogError.wrappingKeys("looking at the keys file") {
            try queue.write { db in
                let version = try checkHeader(db, record: record)
                return try body(try keyInUse(db, version))
            }
        }
    }

    private static func existing(_ path: String) throws -> DatabaseQueue {
        guard FileManager.default.fileExists(atPath: path) else {
            throw LogError.key(.missing, "the keys file 'keys.sqlite' is missing")
        }
        return try connect(to: path)
    }

    private static func connect(to path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.busyMode = EventLog.patience
        configuration.label = "keys"
        // EXTRA: also the folder is synced when the journal goes. A journal that comes back after a
        // power cut would undo a rotation whose old key is gone already.
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA journal_mode = DELETE;
                    PRAGMA synchronous = EXTRA;
                    PRAGMA secure_delete = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA temp_store = MEMORY;
                    """
            )
        }
        return try LogError.wrappingKeys("opening the keys file") {
            try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    private init(queue: DatabaseQueue, record: Identifier, encryptionKey: KeyEncryptionKey) {
        self.queue = queue
        self.record = record
        kek = Mutex(encryptionKey)
    }

    /// - Returns: the file's version.
    private static func checkHeader(
        _ db: Database,
        record: Identifier
    ) throws -> Int {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw LogError.notALog("'keys.sqlite' is not a Vigil keys file")
        }
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard (1...Self.version).contains(version) else {
            throw LogError.notALog(
                "'keys.sqlite' has format \(version), this program reads format \(Self.version)"
            )
        }
        if version > 1, let owner = try meta("record", db), owner != record.description {
            throw LogError.key(
                .otherRecord,
                "'keys.sqlite' belongs to record \(owner), not to \(record)"
            )
        }
        return version
    }

    private static func keyInUse(_ db: Database, _ version: Int) throws -> String? {
        guard version == 1 else { return try meta("kek", db) }
        return try String.fetchOne(
            db,
            sql: "SELECT kek FROM unit_key WHERE wrapped <> x'' ORDER BY created DESC LIMIT 1"
        )
    }

    /// Says in the file whose it is, once a key in it has opened as this record's.
    private func upgrade() throws {
        guard FileManager.default.isWritableFile(atPath: queue.path) else { return }
        try queue.write { db in
            guard try Int.fetchOne(db, sql: "PRAGMA user_version") == 1 else { return }
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM unit_key WHERE wrapped <> x''")
            var hasKeys = false
            var fits = false
            while !fits, let row = try rows.next() {
                hasKeys = true
                fits = (try? KeyRow(row).map { unwrap($0, by: encryptionKey) }?.get()) != nil
            }
            guard fits || !hasKeys else {
                throw LogError.key(
                    .damaged,
                    "no key in 'keys.sqlite' opens: the file is damaged, or of another record"
                )
            }
            try Self.addMeta(db, record: record, kek: encryptionKey.id)
        }
    }

    static func meta(_ name: String, _ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT value FROM meta WHERE name = ?", arguments: [name])
    }

    static func set(_ name: String, _ value: String, _ db: Database) throws {
        try db.execute(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [name, value])
    }

    /// Inside a transaction that writes: a process that opened the record before the key-encryption key
    /// was replaced would wrap what nobody could unwrap.
    func checkIsCurrent(_ db: Database) throws {
        let inUse = try Self.meta("kek", db)
        guard inUse == encryptionKey.id else {
            throw LogError.key(
                .other,
                "the key-encryption key was replaced by \(inUse ?? "another") since the record was"
                    + " opened; open it again"
            )
        }
    }

    // MARK: Keys of units

    /// What opens a unit's events; nil when there is no key, or when it was destroyed.
    package func keys(of unit: Identifier) throws -> UnitKeys? {
        if let keys = opened.withLock({ $0[unit] }) { return keys }
        return try readKeys(of: unit)
    }

    /// The key that seals a unit's next event; nil when there is none, or when it was destroyed.
    package func key(for unit: Identifier) throws -> SymmetricKey? {
        try keys(of: unit)?.newest.get()
    }

    /// The same as another process may have changed it; nil when nothing is new.
    func renewedKeys(of unit: Identifier, since known: UnitKeys?) throws -> UnitKeys? {
        let keys = try readKeys(of: unit)
        return keys?.epochCount == known?.epochCount ? nil : keys
    }

    private func readKeys(of unit: Identifier) throws -> UnitKeys? {
        let rows = try LogError.wrappingKeys("reading a unit's key") {
            try queue.read { db in
                try Row.fetchAll(
                    db,
                    sql: "SELECT * FROM unit_key WHERE unit = ? ORDER BY epoch DESC",
                    arguments: [Data(unit.bytes)]
                )
            }
        }
        let key = encryptionKey
        let epochs = rows.compactMap(KeyRow.init).filter { !$0.isDestroyed }
            .map { unwrap($0, by: key) }
        guard !epochs.isEmpty else { return nil }
        let keys = UnitKeys(epochs)
        if keys.fault == nil { opened.withLock { $0[unit] = keys } }
        return keys
    }

    func unwrap(_ row: KeyRow, by key: KeyEncryptionKey) -> Result<SymmetricKey, LogError> {
        guard row.kek == key.id else {
            return .failure(
                .key(
                    .other,
                    "unit \(row.unit) is wrapped by key-encryption key \(row.kek), not by \(key.id)"
                )
            )
        }
        guard let unitKey = key.unwrap(row.wrapped, binding: binding(row.unit, row.epoch, key.id))
        else {
            return .failure(
                .key(
                    .damaged,
                    "the key of unit \(row.unit) is damaged or belongs to another unit"
                )
            )
        }
        return .success(unitKey)
    }

    /// Keys for all of `units`, made and made durable first where there is none yet: an orphan key
    /// is harmless, an event without its key is lost.
    ///
    /// - Parameter hasEvents: whether events are sealed in a unit already. Its key is then lost, not yet
    ///   to be made: a second one would stand in the way of the first when that is restored.
    func keys(
        creatingFor units: Set<Identifier>,
        at instant: Instant,
        hasEvents: (Identifier) throws -> Bool = { _ in false }
    ) throws -> [Identifier: SymmetricKey] {
        var keys: [Identifier: SymmetricKey] = [:]
        var missing: [Identifier] = []
        for unit in units {
            if let key = try key(for: unit) { keys[unit] = key } else { missing.append(unit) }
        }
        guard !missing.isEmpty else { return keys }
        var made: [Identifier: UnitKeys] = [:]
        try LogError.wrappingKeys("storing a new unit's key") {
            try queue.write { db in
                try checkIsCurrent(db)
                for unit in missing.sorted() {
                    guard try !isDestroyed(unit, db) else {
                        throw LogError.key(.destroyed, "the key of unit \(unit) was destroyed")
                    }
                    guard try !hasEvents(unit) else {
                        throw LogError.key(
                            .missing,
                            "the key of unit \(unit) is missing, and events are sealed with it"
                        )
                    }
                    let key = SymmetricKey(size: .bits256)
                    try insert(key, of: unit, epoch: 1, at: instant, db)
                    keys[unit] = key
                    made[unit] = UnitKeys(new: key)
                }
            }
        }
        opened.withLock { $0.merge(made) { first, _ in first } }
        return keys
    }

    func insert(
        _ key: SymmetricKey,
        of unit: Identifier,
        epoch: Int64,
        at instant: Instant,
        _ db: Database
    ) throws {
        let kek = encryptionKey
        try db.execute(
            sql: "INSERT INTO unit_key VALUES (?, ?, ?, ?, ?)",
            arguments: [
                Data(unit.bytes), epoch, kek.id,
                try kek.wrap(key, binding: binding(unit, epoch, kek.id)), instant.milliseconds,
            ]
        )
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

    /// Those of `units` that have a key still.
    package func units(withKeyAmong units: some Collection<Identifier>) throws -> [Identifier] {
        try LogError.wrapping("looking for the keys of units") {
            try queue.read { db in
                let statement = try db.cachedStatement(
                    sql: "SELECT 1 FROM unit_key WHERE unit = ? AND wrapped <> x'' LIMIT 1"
                )
                return try Set(units).sorted().filter { unit in
                    defer { statement.rewind() }
                    statement.bind(unit, at: 1)
                    return try statement.step(db)
                }
            }
        }
    }

    package func close() throws {
        try queue.close()
    }

    func binding(_ unit: Identifier, _ epoch: Int64, _ kek: String) -> [UInt8] {
        Array("vigil-unit-key/v1\n\(record)\n\(unit)\n\(epoch)\n\(kek)\n".utf8)
    }
}

/// A row of table `unit_key`.
struct KeyRow {
    let unit: Identifier
    let epoch: Int64
    let kek: String
    /// Empty once destroyed.
    let wrapped: Data
    let created: Instant

    var isDestroyed: Bool { wrapped.isEmpty }

    init?(_ row: Row) {
        guard let unit = Identifier(bytes: row["unit"] as Data) else { return nil }
        self.unit = unit
        epoch = row["epoch"]
        kek = row["kek"]
        wrapped = row["wrapped"]
        created = Instant(milliseconds: row["created"])
    }
}
