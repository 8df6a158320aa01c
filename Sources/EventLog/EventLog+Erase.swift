import GRDB
package import Values

/// An erasure that the log holds: which unit of which stream, since when, by whom.
package struct Erasure: Sendable, Hashable {
    package let position: Int64
    package let unit: Identifier
    package let stream: Identifier
    package let by: String
}

extension LogTransaction {
    /// Appends the erasure of each unit to the stream that holds its events, and deletes their sealed
    /// bodies: both are durable, or neither.
    ///
    /// The units' keys are the caller's to destroy once this is durable; whoever dies in between leaves
    /// what `finishErasures` finds.
    @discardableResult
    package func erase(
        _ units: [Identifier],
        of stream: Identifier,
        by: String,
        ids: [Identifier]
    ) throws -> [EventRow] {
        guard ids.count == units.count else {
            throw LogError.invalid("each erasure has an identifier of its own")
        }
        let rows = try append(
            zip(units, ids).map { unit, id in
                NewEvent(id: id, stream: stream, kind: .erasure, by: by, unit: unit, payload: nil)
            }
        )
        for unit in units { try deleteBodies(of: unit, in: stream) }
        return rows
    }

    /// Deletes the bodies of a unit that is erased; the log's triggers refuse any other.
    @discardableResult
    func deleteBodies(of unit: Identifier, in stream: Identifier) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                DELETE FROM sealed WHERE position IN
                  (SELECT position FROM event WHERE stream = ? AND unit = ?)
                """
        )
        defer { statement.rewind() }
        statement.bind(stream, at: 1)
        statement.bind(unit, at: 2)
        while try statement.step(db) {}
        return db.changesCount
    }
}

extension LogSnapshot {
    /// Every erasure, oldest first.
    package func erasures() throws -> [Erasure] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT position, unit, stream, "by" FROM event INDEXED BY event_by_erased_unit
                WHERE kind = 'erasure'
                """
        )
        defer { statement.rewind() }
        var erasures: [Erasure] = []
        while try statement.step(db) {
            guard let unit = statement.identifier(1), let stream = statement.identifier(2) else {
                continue
            }
            erasures.append(
                Erasure(
                    position: statement.int64(0),
                    unit: unit,
                    stream: stream,
                    by: statement.text(3)
                )
            )
        }
        return erasures.sorted { $0.position < $1.position }
    }

    /// How many bodies of a stream's unit there are.
    package func bodyCount(of unit: Identifier, in stream: Identifier) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*) FROM event AS e JOIN sealed AS s ON s.position = e.position
                WHERE e.stream = ? AND e.unit = ?
                """
        )
        defer { statement.rewind() }
        statement.bind(stream, at: 1)
        statement.bind(unit, at: 2)
        return try statement.step(db) ? Int(statement.int64(0)) : 0
    }
}

extension EventLog {
    /// Ends what a crash or a keys file put back from a copy left of erasures: bodies first, then keys,
    /// so that a key that is gone says that the bodies are.
    ///
    /// - Returns: the units that something was left of.
    @discardableResult
    package func finishErasures(at now: Instant) throws -> [Identifier] {
        guard let keys else { return [] }
        let erasures = try read { try $0.erasures() }
        guard !erasures.isEmpty else { return [] }
        let left = Set(try keys.units(withKeyAmong: erasures.map(\.unit)))
        guard !left.isEmpty else { return [] }
        try write(at: now) { transaction in
            for erasure in erasures where left.contains(erasure.unit) {
                try transaction.deleteBodies(of: erasure.unit, in: erasure.stream)
            }
        }
        try emptyWriteAheadLog()
        try keys.destroy(units: left)
        return left.sorted()
    }

    /// Folds the write-ahead log into the file and empties it, so that no deleted body is in it.
    ///
    /// - Returns: false while another process reads: the next who writes may fold it, and what is left is
    ///   sealed under a key that is gone.
    @discardableResult
    package func emptyWriteAheadLog() throws -> Bool {
        try LogError.wrapping("emptying the write-ahead log") {
            try queue.writeWithoutTransaction { db in
                try Int.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == 0
            }
        }
    }
}
