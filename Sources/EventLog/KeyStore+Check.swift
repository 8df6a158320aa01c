import FoundationEssentials
import GRDB
package import Values

extension KeyStore {
    /// What the keys file has for a unit, without any key in it.
    package struct Holding: Sendable, Equatable {
        package let unit: Identifier
        package let epoch: Int64
        /// The id of the key-encryption key that wraps it.
        package let kek: String
        package let created: Instant
        package let state: State
    }

    package enum State: Sendable, Equatable {
        case opens
        case destroyed
        /// Wrapped by another key-encryption key.
        case otherKey
        case damaged
        /// It is the key of another unit or epoch, put in this one's place.
        case swapped(with: Identifier, epoch: Int64)
    }

    /// Every key of the file, in order of unit and epoch, and whether it opens.
    package func holdings() throws -> [Holding] {
        let rows = try LogError.wrappingKeys("reading the keys file") {
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM unit_key ORDER BY unit, epoch")
                    .compactMap(KeyRow.init)
            }
        }
        let key = encryptionKey
        var looked = 0
        return rows.map { row in
            let state: State
            if row.isDestroyed {
                state = .destroyed
            } else if row.kek != key.id {
                state = .otherKey
            } else if (try? unwrap(row, by: key).get()) != nil {
                state = .opens
            } else {
                // Whose it is costs a try with each other place, so of many only the first are told.
                looked += 1
                let owner = looked > 32 ? nil : self.owner(of: row, among: rows, key)
                state = owner.map { .swapped(with: $0.unit, epoch: $0.epoch) } ?? .damaged
            }
            return Holding(
                unit: row.unit,
                epoch: row.epoch,
                kek: row.kek,
                created: row.created,
                state: state
            )
        }
    }

    private func owner(of row: KeyRow, among rows: [KeyRow], _ key: KeyEncryptionKey) -> KeyRow? {
        rows.first {
            key.unwrap(row.wrapped, binding: binding($0.unit, $0.epoch, key.id)) != nil
        }
    }
}

extension LogSnapshot {
    /// The events that are sealed in a unit, as far as a check of its key needs them.
    package struct UnitExtent: Sendable {
        package let unit: Identifier
        package let count: Int
        package let first: Int64
        package let last: Int64
        package let isErased: Bool
    }

    /// Every unit that events are sealed in.
    package func units() throws -> [UnitExtent] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT unit, count(*) FILTER (WHERE size > 0) AS count,
                  min(position) FILTER (WHERE size > 0) AS first,
                  max(position) FILTER (WHERE size > 0) AS last,
                  max(kind = 'erasure') AS erased
                FROM event GROUP BY unit ORDER BY unit
                """
        ).compactMap { row in
            guard let unit = Identifier(bytes: row["unit"] as Data),
                let first = row["first"] as Int64?
            else { return nil }
            return UnitExtent(
                unit: unit,
                count: row["count"],
                first: first,
                last: row["last"],
                isErased: row["erased"]
            )
        }
    }

    /// Whether any event is sealed in a unit. Reads the whole log; asked only when a unit that was not
    /// made by `freshUnit` has no key.
    package func hasEvents(in unit: Identifier) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM event WHERE unit = ?)",
            arguments: [Data(unit.bytes)]
        ) ?? false
    }
}
