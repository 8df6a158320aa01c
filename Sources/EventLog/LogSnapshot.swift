package import FoundationEssentials
import GRDB
import MerkleTree
package import Values

/// The log as one reader sees it, at one moment.
package struct LogSnapshot {
    let log: EventLog
    let db: Database

    /// Position of the newest event, 0 for an empty log.
    package func position() throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(position) FROM event")) ?? 0
    }

    /// The last position recorded at or before `instant`: what was known then is the log up to it.
    package func position(knownAt instant: Instant) throws -> Int64 {
        // Recorded times never go back, so a search by halves over positions needs no index.
        var low: Int64 = 0
        var high = try position()
        let statement = try db.cachedStatement(
            sql: "SELECT recorded_at FROM event WHERE position = ?"
        )
        while low < high {
            let middle = (low + high + 1) / 2
            statement.bind(middle, at: 1)
            defer { statement.rewind() }
            guard try statement.step(db) else {
                throw LogError.damaged(position: middle, "position \(middle) is missing")
            }
            if statement.int64(0) <= instant.milliseconds {
                low = middle
            } else {
                high = middle - 1
            }
        }
        return low
    }

    package func event(at position: Int64) throws -> StoredEvent? {
        try events(where: "e.position = ?") { $0.bind(position, at: 1) }.first
    }

    package func event(id: Identifier) throws -> StoredEvent? {
        try events(where: "e.id = ?") { $0.bind(id, at: 1) }.first
    }

    /// A stream's events from place `n` on, up to a position, in order.
    package func events(
        of stream: Identifier,
        from n: Int64 = 0,
        through position: Int64 = .max
    ) throws -> [StoredEvent] {
        try events(where: "e.stream = ? AND e.n >= ? AND e.position <= ? ORDER BY e.n") {
            $0.bind(stream, at: 1)
            $0.bind(n, at: 2)
            $0.bind(position, at: 3)
        }
    }

    /// All events of positions `from..<from + count`, in order.
    package func events(from position: Int64, count: Int) throws -> [StoredEvent] {
        try events(where: "e.position >= ? AND e.position < ? ORDER BY e.position") {
            $0.bind(position, at: 1)
            $0.bind(position + Int64(count), at: 2)
        }
    }

    /// The first event of a stream, unopened.
    package func firstRow(of stream: Identifier) throws -> EventRow? {
        try events(where: "e.stream = ? AND e.n = 0") { $0.bind(stream, at: 1) }.first?.row
    }

    package func isErased(_ unit: Identifier) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: "SELECT 1 FROM event WHERE kind = 'erasure' AND unit = ?"
        )
        defer { statement.rewind() }
        statement.bind(unit, at: 1)
        return try statement.step(db)
    }

    /// The event that says that a unit was erased; nil when none does.
    package func erasure(of unit: Identifier) throws -> StoredEvent? {
        try events(where: "e.kind = 'erasure' AND e.unit = ?") { $0.bind(unit, at: 1) }.first
    }

    /// Every stream and how many events it has.
    package func streams() throws -> [(id: Identifier, count: Int64)] {
        let statement = try db.cachedStatement(
            sql: "SELECT stream, max(n) + 1 FROM event GROUP BY stream"
        )
        defer { statement.rewind() }
        var streams: [(Identifier, Int64)] = []
        while try statement.step(db) {
            if let id = statement.identifier(0) { streams.append((id, statement.int64(1))) }
        }
        return streams
    }

    /// The stream with the most events of a kind.
    package func largestStream(of kind: EventKind) throws -> Identifier? {
        try Data.fetchOne(
            db,
            sql: "SELECT stream FROM event WHERE kind = ? ORDER BY n DESC LIMIT 1",
            arguments: [kind.rawValue]
        ).flatMap { Identifier(bytes: $0) }
    }

    private func events(
        where condition: String,
        bind: (Statement) -> Void
    ) throws -> [StoredEvent] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT e.position, e.id, e.stream, e.n, e.kind, e.recorded_at, e."by", e.unit,
                  e.size, e.sealed, e.content, e.hashes, s.body
                FROM event AS e LEFT JOIN sealed AS s ON s.position = e.position
                WHERE \(condition)
                """
        )
        defer { statement.rewind() }
        bind(statement)
        var events: [StoredEvent] = []
        while try statement.step(db) { events.append(try statement.storedEvent()) }
        return events
    }

    // MARK: Opening

    /// What was sealed in `events`, in order, opened on all cores.
    ///
    /// This and `opener` are the log's only ways to plaintext; who may see it is their caller's to decide.
    package func open(_ events: [StoredEvent]) throws -> [Opener.Opened] {
        try open(events) { _, opened in opened }
    }

    /// The same, made into something else on all cores as well.
    package func open<T: Sendable>(
        _ events: [StoredEvent],
        _ make: @Sendable (StoredEvent, Opener.Opened) -> T
    ) throws -> [T] {
        try opener(of: events).open(events, make)
    }

    /// What opens these events later, when others may read the log again.
    package func opener(of events: [StoredEvent]) throws -> Opener {
        let units = Set(events.map(\.row.unit))
        var keys: [Identifier: Result<UnitKeys?, LogError>] = [:]
        for unit in units {
            do {
                keys[unit] = .success(try log.keys?.keys(of: unit))
            } catch let error as LogError {
                keys[unit] = .failure(error)
            }
        }
        return Opener(
            record: log.record,
            store: log.keys,
            // Also where bodies are left of an erasure that did not finish: it counts from its event on.
            erased: try units.filter(isErased),
            keys: keys
        )
    }

    /// Salt and payload of one event as they were sealed, for opening it to somebody without a key.
    package func plaintext(of event: StoredEvent) throws -> Data? {
        guard let body = event.body, let keys = try log.keys?.keys(of: event.row.unit) else {
            return nil
        }
        do {
            return try event.row.open(body, record: log.record, with: keys)
        } catch {
            guard let more = try log.keys?.renewedKeys(of: event.row.unit, since: keys) else {
                throw error
            }
            return try event.row.open(body, record: log.record, with: more)
        }
    }

    /// The exact text that an event's leaf hash covers.
    package func leafText(of event: StoredEvent) throws -> [UInt8] {
        var prev: TreeHash?
        if event.row.n > 0 {
            prev = try events(where: "e.stream = ? AND e.n = ?") {
                $0.bind(event.row.stream, at: 1)
                $0.bind(event.row.n - 1, at: 2)
            }.first?.leaf
        }
        return event.row.leafText(record: log.record, prev: prev)
    }
}

extension Statement {
    /// The columns that `LogSnapshot` selects.
    func storedEvent() throws -> StoredEvent {
        let position = int64(0)
        guard let id = identifier(1), let stream = identifier(2),
            let kind = EventKind(rawValue: text(4)), let unit = identifier(7), let leaf = hash(11)
        else {
            throw LogError.damaged(position: position, "the row at \(position) is not readable")
        }
        return StoredEvent(
            row: EventRow(
                position: position,
                id: id,
                stream: stream,
                n: int64(3),
                kind: kind,
                recordedAt: Instant(milliseconds: int64(5)),
                by: text(6),
                unit: unit,
                size: Int(int64(8)),
                sealed: hash(9),
                content: hash(10)
            ),
            body: isNull(12) ? nil : Array(blob(12)),
            leaf: leaf
        )
    }
}
