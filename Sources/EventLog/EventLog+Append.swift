import Crypto
import GRDB
package import MerkleTree
import Synchronization
package import Values

/// An event to append: what its writer decides. The log adds position, place in the stream, time
/// and hashes.
package struct NewEvent: Sendable {
    package let id: Identifier
    package let stream: Identifier
    package let kind: EventKind
    package let by: String
    package let unit: Identifier
    /// UTF-8 of the payload; nil only for an erasure.
    package let payload: [UInt8]?
    /// For a history that is told after the fact, as a demo's; nil for the transaction's time.
    package let recordedAt: Instant?

    package init(
        id: Identifier,
        stream: Identifier,
        kind: EventKind,
        by: String,
        unit: Identifier,
        payload: [UInt8]?,
        recordedAt: Instant? = nil
    ) {
        self.id = id
        self.stream = stream
        self.kind = kind
        self.by = by
        self.unit = unit
        self.payload = payload
        self.recordedAt = recordedAt
    }
}

/// Where a writer thinks a stream stands. Each is checked inside the write lock.
package enum StreamExpectation: Hashable, Sendable, CustomStringConvertible {
    /// The newest event of the stream is number `n`.
    case version(Int64)
    case none
    case some
    case any

    package var description: String {
        switch self {
        case .version(let n): "version \(n)"
        case .none: "no events"
        case .some: "some events"
        case .any: "anything"
        }
    }

    /// `newest` is the `n` of the stream's newest event, -1 for none.
    package func accepts(newest: Int64) -> Bool {
        switch self {
        case .version(let n): newest == n
        case .none: newest < 0
        case .some: newest >= 0
        case .any: true
        }
    }
}

extension EventLog {
    /// Runs `body` as the only writer. Everything that it appends becomes durable when this returns,
    /// or nothing does.
    ///
    /// - Parameter now: the clock's time. When it lies before the newest event's recorded time, that
    ///   time is used instead (`LogTransaction.recordedAt`).
    /// - Throws: `LogError`, and what `body` throws.
    package func write<R>(
        at now: Instant,
        _ body: (LogTransaction) throws -> R
    ) throws -> R {
        try LogError.wrapping("writing to the log") {
            try queue.writeWithoutTransaction { db in
                var result: R?
                var newTail: Tail?
                var successor: SigningKey?
                do {
                    try db.inTransaction(.immediate) {
                        let transaction = try LogTransaction(log: self, db: db, now: now)
                        result = try body(transaction)
                        try transaction.signIfDue()
                        newTail = transaction.tail
                        successor = transaction.successor
                        return .commit
                    }
                } catch {
                    tail.withLock { $0 = nil }
                    throw error
                }
                tail.withLock { $0 = newTail }
                if let successor { use(successor) }
                guard let result else { throw LogError.unavailable("the transaction did not run") }
                return result
            }
        }
    }

    /// The public half of the key that it signs with; nil when it does not.
    package var signingKey: VerificationKey? { signer?.verification }

    /// Whether it was opened with what signing takes.
    package var canSign: Bool { signer != nil }

    /// Signs a text that is no checkpoint, such as what a pack claims.
    package func sign(_ text: String) throws -> SignedNote {
        guard let signer else {
            throw LogError.locked("the log was opened without its signing key")
        }
        return SignedNote(text: text, signatures: [try signer.sign(text)])
    }

    /// Reads in one snapshot.
    package func read<R>(_ body: (LogSnapshot) throws -> R) throws -> R {
        try LogError.wrapping("reading the log") {
            try queue.read { db in try body(LogSnapshot(log: self, db: db)) }
        }
    }
}

/// The log inside its write lock.
package final class LogTransaction {
    private let log: EventLog
    let db: Database
    /// The clock's time as given.
    package let now: Instant
    /// The time that the next event is recorded at, unless it has its own: never before the event
    /// before it.
    package var recordedAt: Instant { max(now, tail.recordedAt) }
    private(set) var tail: EventLog.Tail
    /// The key that it handed over to; the log signs with it once this is committed.
    private(set) var successor: SigningKey?
    /// Newest place and leaf of the streams touched so far.
    private var heads: [Identifier: (n: Int64, leaf: TreeHash?)] = [:]

    init(log: EventLog, db: Database, now: Instant) throws {
        self.log = log
        self.db = db
        self.now = now
        tail = try log.currentTail(db)
    }

    /// The same state of the log, for reading.
    package var snapshot: LogSnapshot { LogSnapshot(log: log, db: db) }

    package var position: Int64 { tail.position }

    /// The root of everything appended so far.
    package var root: TreeHash { tail.frontier.root }

    /// A unit for what can be erased alone; its key is durable when this returns.
    package func freshUnit() throws -> Identifier {
        guard let keys = log.keys else {
            throw LogError.locked("the log was opened without keys, so no unit can be made")
        }
        return try keys.freshUnit(at: recordedAt)
    }

    /// Number of the stream's newest event, -1 for none.
    package func version(of stream: Identifier) throws -> Int64 { try head(of: stream).n }

    package func check(_ expectation: StreamExpectation, of stream: Identifier) throws {
        let newest = try version(of: stream)
        guard expectation.accepts(newest: newest) else {
            throw LogError.conflict(expected: expectation.description, actual: newest)
        }
    }

    /// Seals and appends, in order. Units without a key get one, durable before this commits.
    ///
    /// - Returns: the rows as written.
    @discardableResult
    package func append(_ events: [NewEvent]) throws -> [EventRow] {
        guard !events.isEmpty else { return [] }
        guard let keys = log.keys else {
            throw LogError.locked("the log was opened without keys, so nothing can be sealed")
        }
        let unitKeys = try keys.keys(
            creatingFor: Set(events.lazy.filter { $0.payload != nil }.map(\.unit)),
            at: recordedAt,
            hasEvents: snapshot.hasEvents(in:)
        )
        var rows: [EventRow] = []
        rows.reserveCapacity(events.count)
        var time = tail.recordedAt
        for event in events {
            time = max(time, event.recordedAt ?? now)
            rows.append(
                try row(for: event, at: tail.position + Int64(rows.count) + 1, recordedAt: time)
            )
        }
        let sealed = try seal(events, into: &rows, with: unitKeys)
        let insertEvent = try db.cachedStatement(sql: Self.insertEvent)
        let insertSealed = try db.cachedStatement(sql: Self.insertSealed)
        for (row, sealed) in zip(rows, sealed) {
            let prev = heads[row.stream]?.leaf
            let start = sealed?.associatedData ?? row.associatedData(record: log.record)
            let leaf = row.leafHash(associatedData: start, prev: prev)
            heads[row.stream] = (row.n, leaf)
            insertEvent.bind(row, hashes: tail.frontier.append(leaf))
            try insertEvent.run(db)
            if let body = sealed?.body {
                insertSealed.bind(row.position, at: 1)
                try insertSealed.run(db, binding: body, at: 2)
            }
        }
        if let last = rows.last {
            tail.position = last.position
            tail.recordedAt = last.recordedAt
            if tail.uncoveredSince == nil { tail.uncoveredSince = rows.first?.recordedAt }
        }
        return rows
    }

    static let insertEvent = """
        INSERT INTO event (position, id, stream, n, kind, recorded_at, "by", unit, size, sealed,
          content, hashes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertSealed = "INSERT INTO sealed (position, body) VALUES (?, ?)"

    private func row(
        for event: NewEvent,
        at position: Int64,
        recordedAt: Instant
    ) throws -> EventRow {
        guard EventRow.isPseudonym(event.by) else {
            throw LogError.invalid("a pseudonym is 1 to 64 of a-z, 0-9 and -")
        }
        guard position > 1 || event.stream == log.record else {
            throw LogError.invalid("the first event of a log is in the record's own stream")
        }
        guard (event.payload == nil) == (event.kind == .erasure) else {
            throw LogError.invalid("an erasure has no payload, and every other event has one")
        }
        let head = try head(of: event.stream)
        heads[event.stream]?.n = head.n + 1
        return EventRow(
            position: position,
            id: event.id,
            stream: event.stream,
            n: head.n + 1,
            kind: event.kind,
            recordedAt: recordedAt,
            by: event.by,
            unit: event.unit,
            size: 0,
            sealed: nil,
            content: nil
        )
    }

    private func head(of stream: Identifier) throws -> (n: Int64, leaf: TreeHash?) {
        if let head = heads[stream] { return head }
        let statement = try db.cachedStatement(
            sql: """
                SELECT n, substr(hashes, 1, 32) FROM event WHERE stream = ?
                ORDER BY n DESC LIMIT 1
                """
        )
        defer { statement.rewind() }
        statement.bind(stream, at: 1)
        let head: (Int64, TreeHash?) =
            try statement.step(db) ? (statement.int64(0), statement.hash(1)) : (-1, nil)
        heads[stream] = head
        return head
    }

    /// On all cores for more than a few: sealing and hashing are most of an import's work, and only
    /// the leaf, which names the leaf before it, has to wait its turn.
    private func seal(
        _ events: [NewEvent],
        into rows: inout [EventRow],
        with keys: [Identifier: SymmetricKey]
    ) throws -> [Sealing.Sealed?] {
        let random = try Sealing.random(for: events.count)
        let record = log.record
        let before = rows
        @Sendable func seal(_ index: Int) throws -> Sealing.Sealed? {
            guard let payload = events[index].payload else { return nil }
            guard let key = keys[events[index].unit] else {
                throw LogError.key(
                    .destroyed,
                    "the key of unit \(events[index].unit) was destroyed"
                )
            }
            let start = index * Sealing.randomCount
            return try Sealing.seal(
                payload,
                key: key,
                associatedData: before[index].associatedData(record: record),
                random: random[start..<(start + Sealing.randomCount)]
            )
        }
        let results = concurrentMap(count: events.count, atLeast: 16) { index in
            Result { try seal(index) }
        }
        return try results.enumerated().map { index, result in
            let sealed = try result.get()
            rows[index].size = sealed?.body.count ?? 0
            rows[index].sealed = sealed?.sealed
            rows[index].content = sealed?.content
            return sealed
        }
    }

    // MARK: Checkpoints

    /// Signs when an event has been waiting for a minute. Where the key was replaced meanwhile, the
    /// entry is recorded all the same, and whoever has the new key signs.
    func signIfDue() throws {
        guard let signer, let since = tail.uncoveredSince,
            tail.recordedAt.milliseconds - since.milliseconds >= 60_000, try isInUse(signer)
        else { return }
        try sign()
    }

    private var signer: SigningKey? { successor ?? log.signer }

    /// Whether the log's newest checkpoint leaves this key to sign the next one. Another process may have
    /// handed over since the log was opened; inside the write lock nobody can.
    private func isInUse(_ signer: SigningKey) throws -> Bool {
        guard let note = try snapshot.newestCheckpoint() else { return true }
        return (try? SignedNote(parsing: note))?.leaves(signer.verification) ?? false
    }

    private func signerInUse() throws -> SigningKey {
        guard let signer else {
            throw LogError.locked("the log was opened without its signing key")
        }
        guard try isInUse(signer) else {
            throw LogError.key(
                .retired,
                "the signing key is not the one in use: it was replaced, and signs nothing more"
            )
        }
        return signer
    }

    /// Signs the log as it stands and stores the checkpoint; nothing when the newest one covers it.
    @discardableResult
    package func sign() throws -> Checkpoint? {
        let signer = try signerInUse()
        guard tail.uncoveredSince != nil else { return nil }
        let checkpoint = Checkpoint(
            origin: signer.verification.name,
            size: tail.frontier.size,
            root: tail.frontier.root
        )
        try store(checkpoint.signed(by: signer), of: checkpoint.size)
        tail.uncoveredSince = nil
        return checkpoint
    }

    /// Hands the signing over to another key, at the size that the log has now. What is signed later in
    /// this transaction is signed by it, and by it alone.
    ///
    /// - Parameter lost: the key in use, when its secret half is gone: then only the new key signs.
    /// - Returns: the key that was in use until now.
    @discardableResult
    package func handOver(
        to new: SigningKey,
        inPlaceOf lost: VerificationKey? = nil
    ) throws -> VerificationKey {
        let old = lost == nil ? try signerInUse() : nil
        guard let from = lost ?? old?.verification,
            try snapshot.newestCheckpoint().flatMap({ try? SignedNote(parsing: $0) })?.leaves(from)
                ?? true
        else {
            throw LogError.key(.retired, "the key that is to be replaced is not the one in use")
        }
        let checkpoint = Checkpoint(
            origin: from.name,
            size: tail.frontier.size,
            root: tail.frontier.root
        )
        guard let note = try Handover.signed(checkpoint, from: from, by: old, to: new) else {
            throw LogError.invalid("a key hands over to another one of the same log")
        }
        try store(note, of: checkpoint.size)
        tail.uncoveredSince = nil
        successor = new
        return from
    }

    /// Stores a checkpoint that is signed already, as one that a witness has signed too.
    ///
    /// - Parameter size: not below that of the newest checkpoint.
    package func store(_ note: SignedNote, of size: TreeSize) throws {
        try db.execute(
            sql: """
                INSERT INTO checkpoint (number, size, note)
                SELECT coalesce(max(number), 0) + 1, ?, ? FROM checkpoint
                """,
            arguments: [Int64(size.count), note.written]
        )
    }
}

extension Statement {
    fileprivate func bind(_ row: EventRow, hashes: [TreeHash]) {
        bind(row.position, at: 1)
        bind(row.id, at: 2)
        bind(row.stream, at: 3)
        bind(row.n, at: 4)
        bind(row.kind.rawValue, at: 5)
        bind(row.recordedAt.milliseconds, at: 6)
        bind(row.by, at: 7)
        bind(row.unit, at: 8)
        bind(Int64(row.size), at: 9)
        bind(row.sealed, at: 10)
        bind(row.content, at: 11)
        bind(hashes, at: 12)
    }
}
