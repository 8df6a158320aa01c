import GRDB
import GRDBSQLite
import MerkleTree
import Values

/// One pass over a log's rows, in order, batch by batch: first the rules that need one row, hashed
/// on all cores, then those that need what came before it.
///
/// Memory grows with streams and units, not with events: the newest leaf of each stream, the units
/// whose bodies are gone.
struct LogWalk {
    private let db: Database
    private let trusted: [VerificationKey]
    private let witnesses: [WitnessKey]
    /// Nil for several keys that no handover joins: then each of them may have signed, at any size.
    private var history: KeyHistory?
    private var record = Identifier(high: 0, low: 0)
    private var expected: Int64 = 1
    private var lastRecordedAt = Instant(milliseconds: 0)
    private var heads: [Identifier: Head] = [:]
    private var frontier = TreeFrontier.empty
    private var erasedUnits: Set<Identifier> = []
    /// Units of which a body is missing, with how many and the first position.
    private var emptied: [Identifier: (count: Int, first: Int64)] = [:]
    private var unitsWithBodies: Set<Identifier> = []
    private var checkpoints: [StoredCheckpoint] = []
    private var nextCheckpoint = 0
    private var standing: VerifiedCheckpoint?
    private var standingCount = 0
    private var damages: [Damage] = []

    struct Head {
        var n: Int64
        var leaf: TreeHash
    }

    private struct StoredCheckpoint {
        let number: Int64
        let verified: VerifiedCheckpoint
    }

    /// Enough to keep the cores busy, little enough to stay in cache.
    private static let batchCount = 1024

    init(db: Database, trusted: [VerificationKey], witnesses: [WitnessKey]) throws {
        self.db = db
        self.trusted = trusted
        self.witnesses = witnesses
    }

    // MARK: The pass

    mutating func run(progress: (Int64, Int64) -> Void) throws {
        let id = try Int.fetchOne(db, sql: "PRAGMA application_id")
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version")
        guard id == LogSchema.applicationID, version == LogSchema.version else {
            throw LogError.notALog("'log.sqlite' is not a Vigil log of format \(LogSchema.version)")
        }
        checkSchema()
        try readHandovers()
        try readCheckpoints()
        let last = try Int64.fetchOne(db, sql: "SELECT max(position) FROM event") ?? 0
        if let first = try Row.fetchOne(db, sql: "SELECT stream FROM event ORDER BY position"),
            let bytes = first["stream"] as DatabaseValue?,
            case .blob(let data) = bytes.storage, let id = Identifier(bytes: data)
        {
            record = id
        }
        let events = try db.makeStatement(
            sql: """
                SELECT position, id, stream, n, kind, recorded_at, "by", unit, size, sealed,
                  content, hashes FROM event ORDER BY position
                """
        )
        let bodies = try db.makeStatement(
            sql: "SELECT position, body FROM sealed ORDER BY position"
        )
        var hasBody = try bodies.step(db)
        var isMore = true
        while isMore {
            var batch: [WalkedRow] = []
            batch.reserveCapacity(Self.batchCount)
            while batch.count < Self.batchCount {
                isMore = try events.step(db)
                guard isMore else { break }
                var row = WalkedRow(reading: events)
                while hasBody, bodies.int64(0) < row.position {
                    orphan(bodies.int64(0))
                    hasBody = try bodies.step(db)
                }
                if hasBody, bodies.int64(0) == row.position {
                    row.body = Array(bodies.blob(1))
                    row.bodyIsBlob = bodies.type(1) == SQLITE_BLOB
                    hasBody = try bodies.step(db)
                }
                batch.append(row)
            }
            try check(batch)
            progress(expected - 1, last)
        }
        while hasBody {
            orphan(bodies.int64(0))
            hasBody = try bodies.step(db)
        }
        finish()
    }

    private mutating func check(_ batch: [WalkedRow]) throws {
        // The leaf before in the same stream, as stored: it is compared in its own turn, so if all
        // are right, each was computed from a right one.
        var prevs: [TreeHash?] = []
        prevs.reserveCapacity(batch.count)
        var stored: [Identifier: TreeHash] = [:]
        for row in batch {
            let stream = row.event?.stream ?? Identifier(high: 0, low: 0)
            prevs.append(
                row.event?.n == 0 ? nil : stored[stream] ?? heads[stream]?.leaf
            )
            stored[stream] = row.hashes.first
        }
        let record = record
        let before = prevs
        let computed = concurrentMap(count: batch.count, atLeast: 32) { index in
            batch[index].hashed(record: record, prev: before[index])
        }
        for (index, row) in batch.enumerated() { check(row, computed[index]) }
    }

    private mutating func check(_ row: WalkedRow, _ hashed: WalkedRow.Hashed) {
        if row.position != expected {
            damage(
                expected,
                "event",
                "position",
                "positions are dense: \(expected) is missing, \(row.position) follows"
            )
            // The tree cannot be carried on over a gap, but the rows behind it still can be read.
            expected = row.position
        }
        expected += 1
        var event = row.event
        var leaf = hashed.leaf
        let hasPlace = event.map { $0.n == (heads[$0.stream]?.n ?? -1) + 1 } ?? false
        if row.malformed != nil || !hasPlace || leaf != row.hashes.first {
            let diagnosis = Diagnosis(row: row, record: record, heads: heads).result()
            event = diagnosis.event
            leaf = diagnosis.leaf
            damage(row.position, diagnosis.table, diagnosis.column, diagnosis.rule)
        } else if hashed.bodyDiffers {
            damage(
                row.position,
                "sealed",
                "body",
                "the sealed body has the digest that its event committed to"
            )
        } else if let body = row.body, let size = event?.size, body.count != size {
            damage(row.position, "event", "size", "size is the length of the sealed body")
        }
        let completed = frontier.append(leaf)
        if row.malformed != "hashes", row.hashes.first == leaf, row.hashes != completed {
            damage(
                row.position,
                "event",
                "hashes",
                "an event holds the hashes of the subtrees it completes"
            )
        }
        if let event { note(event, hasBody: row.body != nil, leaf: leaf) }
        while nextCheckpoint < checkpoints.count {
            let stored = checkpoints[nextCheckpoint]
            let checkpoint = stored.verified.checkpoint
            guard checkpoint.size <= frontier.size else { break }
            nextCheckpoint += 1
            guard checkpoint.size == frontier.size else { continue }
            if checkpoint.root == frontier.root {
                standing = stored.verified
                standingCount += 1
            } else if damages.isEmpty {
                let from = standing.map { $0.checkpoint.size.count + 1 } ?? 1
                damage(
                    Int64(from),
                    "event",
                    nil,
                    "events \(from) to \(checkpoint.size) have the root that checkpoint"
                        + " \(stored.number) signed; rows and hashes were changed together"
                )
            }
        }
    }

    private mutating func note(_ event: EventRow, hasBody: Bool, leaf: TreeHash) {
        heads[event.stream] = Head(n: event.n, leaf: leaf)
        if event.recordedAt < lastRecordedAt {
            damage(event.position, "event", "recorded_at", "recorded times never go back")
        }
        lastRecordedAt = max(lastRecordedAt, event.recordedAt)
        if erasedUnits.contains(event.unit) {
            damage(event.position, "event", "unit", "an erased unit takes no event")
        }
        if event.kind == .erasure {
            erasedUnits.insert(event.unit)
        } else if hasBody {
            unitsWithBodies.insert(event.unit)
        } else {
            var entry = emptied[event.unit] ?? (0, event.position)
            entry.count += 1
            emptied[event.unit] = entry
        }
    }

    private mutating func finish() {
        for (unit, missing) in emptied where !erasedUnits.contains(unit) {
            damage(
                missing.first,
                "sealed",
                "position",
                "every event keeps its sealed body until its unit is erased"
            )
        }
        for stored in checkpoints where stored.verified.checkpoint.size > frontier.size {
            damage(
                expected,
                "event",
                "position",
                "the log holds the \(stored.verified.checkpoint.size) events that checkpoint"
                    + " \(stored.number) signed; it ends at \(expected - 1)"
            )
        }
    }

    private mutating func orphan(_ position: Int64) {
        damage(position, "sealed", "position", "a sealed body belongs to an event")
    }

    // MARK: What stands beside the events

    private mutating func checkSchema() {
        let expected = LogSchema.replication.union(LogSchema.statements)
        let found =
            (try? String.fetchAll(db, sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"))
            ?? []
        for statement in found where !expected.contains(statement) {
            let name = statement.split(separator: " ").prefix(3).joined(separator: " ")
            damage(nil, "sqlite_schema", "sql", "the log has no other tables or triggers: \(name)")
        }
        for statement in LogSchema.statements where !found.contains(statement) {
            let name = statement.split(separator: " ").prefix(3).joined(separator: " ")
            damage(nil, "sqlite_schema", "sql", "the log keeps its tables and triggers: \(name)")
        }
    }

    /// Which keys sign at which sizes. What is no handover, or does not continue the one before, does not
    /// count here, and is damage when its checkpoint is read.
    private mutating func readHandovers() throws {
        var chain: [Handover] = []
        let statement = try db.makeStatement(sql: LogSchema.handovers)
        while try statement.step(db) {
            guard statement.type(0) == SQLITE_TEXT,
                let note = try? SignedNote(parsing: statement.text(0)),
                let handover = Handover(note),
                chain.last.map({ KeyHistory.continues(handover, $0) }) ?? true
            else { continue }
            chain.append(handover)
        }
        history =
            KeyHistory(chain, trusting: trusted)
            ?? (trusted.count == 1 ? KeyHistory(of: trusted[0]) : nil)
    }

    private mutating func readCheckpoints() throws {
        let statement = try db.makeStatement(
            sql: "SELECT number, size, note FROM checkpoint ORDER BY number"
        )
        var number: Int64 = 0
        var size: Int64 = 0
        while try statement.step(db) {
            number += 1
            let found = statement.int64(0)
            guard found == number else {
                damage(
                    nil,
                    "checkpoint",
                    "number",
                    "checkpoints are numbered densely: \(number) is missing"
                )
                number = found
                continue
            }
            do throws(SignedNote.Failure) {
                guard statement.type(2) == SQLITE_TEXT else { throw .malformed }
                let note = statement.text(2)
                let parsed = try SignedNote(parsing: note)
                let verified =
                    if let history {
                        try history.verify(parsed)
                    } else {
                        try VerifiedCheckpoint(note: note, keys: trusted)
                    }
                guard parsed.written == note else { throw .malformed }
                try checkWitnesses(of: parsed, beside: verified)
                let noted = Int64(verified.checkpoint.size.count)
                if statement.type(1) != SQLITE_INTEGER || statement.int64(1) != noted {
                    damage(
                        nil,
                        "checkpoint",
                        "size",
                        "checkpoint \(number) has the size that its note says"
                    )
                }
                guard noted >= size else {
                    damage(
                        nil,
                        "checkpoint",
                        "note",
                        "checkpoint \(number) is not smaller than the one before"
                    )
                    continue
                }
                size = noted
                checkpoints.append(StoredCheckpoint(number: number, verified: verified))
            } catch {
                damage(nil, "checkpoint", "note", rule(error, number, statement))
            }
        }
    }

    private func rule(
        _ failure: SignedNote.Failure,
        _ number: Int64,
        _ statement: Statement
    ) -> String {
        if case .retired(let size) = failure {
            return "checkpoint \(number) is signed by a key that was retired at size \(size)"
        }
        guard statement.type(2) == SQLITE_TEXT,
            let note = try? SignedNote(parsing: statement.text(2)),
            Handover.Statement(text: note.text) != nil
        else { return "checkpoint \(number) is signed by the log's key and written as signed" }
        return "checkpoint \(number) hands over from the key in use, which is trusted and signs it"
    }

    /// The signatures that are not the log's own are by its witnesses, and fit. A line by an unknown
    /// key could be changed without anybody noticing.
    private func checkWitnesses(
        of note: SignedNote,
        beside verified: VerifiedCheckpoint
    ) throws(SignedNote.Failure) {
        let own = note.signatures.filter { signature in
            verified.signers.contains { $0.name == signature.name && $0.id == signature.keyID }
        }
        guard own.count == verified.signers.count else { throw .malformed }
        var seen: Set<WitnessKey> = []
        for signature in note.signatures where !own.contains(signature) {
            guard let witness = witnesses.first(where: { $0.isOf(signature) }),
                seen.insert(witness).inserted
            else { throw .malformed }
            guard witness.seen(signature, over: note.text) != nil else {
                throw .wrongSignature(name: witness.name)
            }
        }
    }

    // MARK: Verdict

    private mutating func damage(
        _ position: Int64?,
        _ table: String,
        _ column: String?,
        _ rule: String
    ) {
        // What is wrong once is told once; a ruined log must not fill the memory with its ruins.
        guard damages.count < 1000 else { return }
        damages.append(Damage(position: position, table: table, column: column, rule: rule))
    }

    /// By position; at one position the event before its body; what has no position last.
    private func place(_ damage: Damage) -> (Int64, Int) {
        (damage.position ?? .max, damage.table == "event" ? 0 : 1)
    }

    func verdict(from first: Int64) -> LogVerdict {
        let inRange = damages.filter { ($0.position ?? .max) >= first }
        return LogVerdict(
            record: expected > 1 ? record : nil,
            size: frontier.size,
            root: frontier.root,
            checkpoint: standing,
            checkpointCount: standingCount,
            keys: history,
            erasedCount: emptied.reduce(0) {
                erasedUnits.contains($1.key) ? $0 + $1.value.count : $0
            },
            unfinishedErasures: erasedUnits.intersection(unitsWithBodies).sorted(),
            damages: inRange.sorted { place($0) < place($1) }
        )
    }
}
