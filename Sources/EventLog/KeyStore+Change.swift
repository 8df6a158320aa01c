import Crypto
import FoundationEssentials
import GRDB
import Synchronization
package import Values

extension KeyStore {
    // MARK: Destroying

    /// Destroys the keys of units, of every epoch, here and in memory; their rows stay, empty, so that
    /// no key is ever made for them again. Durable when this returns, and harmless to repeat.
    ///
    /// Wrapped bytes are overwritten where they lie before their place is given up, since a page that
    /// SQLite splits or merges may keep what lay in it.
    ///
    /// - Returns: how many of the units had a key until now.
    @discardableResult
    package func destroy(units: some Collection<Identifier>) throws -> Int {
        let had = try LogError.wrappingKeys("destroying the keys of units") {
            try queue.write { db in
                var had = 0
                for unit in Set(units).sorted() where try destroy(unit, db) { had += 1 }
                if had > 0 { try Self.set("scrub", "due", db) }
                return had
            }
        }
        opened.withLock { for unit in units { $0[unit] = nil } }
        spare.withLock { spare in spare.units.removeAll { units.contains($0) } }
        try scrubIfDue()
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

    func isDestroyed(_ unit: Identifier, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM unit_key WHERE unit = ? AND wrapped = x'')",
            arguments: [Data(unit.bytes)]
        ) ?? false
    }

    /// Writes the file anew when a change left wrapped bytes in free places of it: cells move from page
    /// to page, and `secure_delete` does not promise to reach what they leave. The mark stands in the
    /// file until it is done, so that a crash does not forget it.
    func scrubIfDue() throws {
        try LogError.wrappingKeys("clearing free pages of the keys file") {
            guard FileManager.default.isWritableFile(atPath: queue.path) else { return }
            try queue.writeWithoutTransaction { db in
                guard try db.tableExists("meta"), try Self.meta("scrub", db) != nil else { return }
                try db.execute(sql: "VACUUM")
                try db.execute(sql: "DELETE FROM meta WHERE name = 'scrub'")
            }
        }
    }

    // MARK: Rotating

    /// Gives a unit a new key for future events; what is sealed already keeps its own.
    ///
    /// - Parameter note: kept in the file until `forgetNote`: what is still to be recorded of the
    ///   change, given the new epoch.
    /// - Returns: the new epoch.
    package func rotate(
        unit: Identifier,
        at instant: Instant,
        note: (Int64) -> String? = { _ in nil }
    ) throws -> Int64 {
        let epoch = try LogError.wrappingKeys("rotating a unit's key") {
            try queue.write { db in
                try checkIsCurrent(db)
                guard try !isDestroyed(unit, db) else {
                    throw LogError.key(.destroyed, "the key of unit \(unit) was destroyed")
                }
                let newest = try Int64.fetchOne(
                    db,
                    sql: "SELECT max(epoch) FROM unit_key WHERE unit = ?",
                    arguments: [Data(unit.bytes)]
                )
                // Where the row is gone, it had at least an epoch 1, which may be restored.
                let epoch = (newest ?? 1) + 1
                try insert(SymmetricKey(size: .bits256), of: unit, epoch: epoch, at: instant, db)
                if let note = note(epoch) { try Self.set("unrecorded", note, db) }
                return epoch
            }
        }
        opened.withLock { $0[unit] = nil }
        return epoch
    }

    /// Wraps every key under another key-encryption key, all or none, and clears the old bytes from the
    /// file. Nothing sealed changes.
    ///
    /// - Parameters:
    ///   - leavingLocked: goes on although some keys do not open, which stay as they are.
    ///   - note: kept in the file until `forgetNote`: what is still to be recorded of the change.
    ///   - prepare: runs inside the write lock before anything is changed: makes the new key durable.
    /// - Returns: how many keys were wrapped anew.
    package func rewrap(
        under new: KeyEncryptionKey,
        leavingLocked: Bool = false,
        note: String? = nil,
        prepare: () throws -> Void = {}
    ) throws -> Int {
        let old = encryptionKey
        let count = try LogError.wrappingKeys("rotating the key-encryption key") {
            try queue.write { db in
                try checkIsCurrent(db)
                let rows = try Row.fetchAll(db, sql: "SELECT * FROM unit_key WHERE wrapped <> x''")
                    .compactMap(KeyRow.init)
                let keys = rows.map { row in (row, try? unwrap(row, by: old).get()) }
                let locked = keys.count { $0.1 == nil }
                guard locked == 0 || leavingLocked else {
                    throw LogError.key(
                        .damaged,
                        "\(locked) of \(rows.count) units' keys do not open, and would be out of"
                            + " reach of their backups once the key-encryption key is replaced"
                    )
                }
                try prepare()
                for case (let row, let key?) in keys {
                    try db.execute(
                        sql:
                            "UPDATE unit_key SET kek = ?, wrapped = ? WHERE unit = ? AND epoch = ?",
                        arguments: [
                            new.id,
                            try new.wrap(key, binding: binding(row.unit, row.epoch, new.id)),
                            Data(row.unit.bytes), row.epoch,
                        ]
                    )
                }
                try Self.set("kek", new.id, db)
                try Self.set("scrub", "due", db)
                if let note { try Self.set("unrecorded", note, db) }
                return rows.count - locked
            }
        }
        kek.withLock { $0 = new }
        try scrubIfDue()
        return count
    }

    /// What a change of a key left to be recorded.
    package func note() throws -> String? {
        try LogError.wrappingKeys("reading the keys file") {
            try queue.read { db in
                try db.tableExists("meta") ? Self.meta("unrecorded", db) : nil
            }
        }
    }

    package func forgetNote() throws {
        try LogError.wrappingKeys("writing the keys file") {
            try queue.write { try $0.execute(sql: "DELETE FROM meta WHERE name = 'unrecorded'") }
        }
    }
}
