package import CaseModel
package import EventLog
import MerkleTree
import Projector
import Synchronization
package import Values

extension CaseRecord {
    /// Records one request: decided, sealed, proven and durable when this returns.
    ///
    /// - Throws: `RecordError`; then nothing was recorded.
    @discardableResult
    package func record(_ request: Request) throws -> Receipt {
        let receipts = try record([request])
        guard let receipt = receipts.first else {
            throw RecordError(.unavailable, "nothing-recorded", "nothing was recorded")
        }
        return receipt
    }

    /// Records all requests in one transaction, or none.
    @discardableResult
    package func record(_ requests: [Request]) throws -> [Receipt] {
        // A state can be large, so only a few are kept.
        try record(requests, keeping: 64)
    }

    @discardableResult
    private func record(_ requests: [Request], keeping limit: Int) throws -> [Receipt] {
        try RecordError.wrapping {
            let service = try staff()
            let clock = now()
            for request in requests {
                guard service[request.by] != nil else { throw unknownStaff(request.by) }
                try checkReference(request)
            }
            try checkRelationships(requests)
            let unrelated = try requests.map { try relationshipWarning($0) }
            let (receipts, entries, touched, position, root) = try log.write(at: clock) {
                transaction in
                var recorder = Recorder(transaction, service: service, clock: clock) { id in
                    self.cases.withLock { $0.removeValue(forKey: id) }
                }
                let receipts = try zip(requests, unrelated).map { request, warning in
                    try recorder.perform(request, warning)
                }
                try transaction.append(recorder.events)
                return (
                    receipts, recorder.entries, recorder.handOver(), transaction.position,
                    transaction.root
                )
            }
            remember(touched, limit: limit)
            try afterCommit(entries, position, root)
            return receipts
        }
    }

    /// Two cases with one reference could only be told apart by their ids, by people in a hurry.
    private func checkReference(_ request: Request) throws {
        guard case .drafts(let drafts) = request.content else { return }
        for draft in drafts where draft.type == .caseOpened {
            guard let reference = draft.data["reference"]?.string else { continue }
            guard try casesCalled(reference).allSatisfy({ $0.id == request.caseID }) else {
                throw RecordError(
                    .refused,
                    "taken-reference",
                    "a case is called '\(reference.prefix(40))' already",
                    hint: "leave the reference out to get the next free one"
                )
            }
            guard try !mayBeErased(reference) else {
                throw RecordError(
                    .refused,
                    "taken-reference",
                    "'\(reference.prefix(40))' may have been a case that was erased, and is not given"
                        + " again",
                    hint: "leave the reference out to get the next free one"
                )
            }
        }
    }

    /// Records an event of the service, as of staff, roles, codes and settings, or of its governance.
    ///
    /// - Parameter check: what must hold inside the write lock; what it throws leaves nothing behind.
    @discardableResult
    package func record(
        service draft: Draft,
        by staff: String,
        recordedAt: Instant? = nil,
        before check: (LogTransaction) throws -> Void = { _ in }
    ) throws -> Entry {
        try record(service: [draft], by: staff, recordedAt: recordedAt, before: check)[0]
    }

    /// Records several in one transaction, or none.
    func record(
        service drafts: [Draft],
        by staff: String,
        recordedAt: Instant? = nil,
        before check: (LogTransaction) throws -> Void = { _ in }
    ) throws -> [Entry] {
        try RecordError.wrapping {
            let state = try self.staff()
            guard let member = state[staff] else { throw unknownStaff(staff) }
            let addressed = try drafts.map { draft in
                // A history that is told after the fact has the roles of its own day.
                guard
                    recordedAt != nil || !ServiceDecider.administered.contains(draft.type)
                        || member.roles.contains("administrator")
                else {
                    throw RecordError(
                        .refused,
                        "not-administrator",
                        "'\(draft.type.rawValue)' is for an administrator, and \(staff) is none",
                        hint: "'vigil staff list' shows who is"
                    )
                }
                return (
                    try ServiceDecider.decide(draft, staff: state.pseudonyms),
                    address(of: draft.type)
                )
            }
            return try append(by: staff, recordedAt: recordedAt) { transaction in
                try check(transaction)
                return addressed
            }
        }
    }

    /// Where an event that is no case's entry stands.
    struct Address {
        let kind: EventKind
        let stream: Identifier
        let unit: Identifier
    }

    private func address(of type: EventType) -> Address {
        type.spec.keeping == .inGovernance
            ? Address(
                kind: .governance,
                stream: StreamNames.governance(of: info.id),
                unit: StreamNames.governanceUnit(info.id)
            )
            : Address(
                kind: .service,
                stream: info.id,
                unit: StreamNames.serviceUnit(info.id)
            )
    }

    /// Appends one event that is no case's entry.
    ///
    /// - Parameters:
    ///   - check: what must hold inside the write lock; what it throws leaves nothing behind.
    ///   - seal: what belongs to the same transaction.
    func append(
        _ payload: Payload,
        kind: EventKind,
        stream: Identifier,
        unit: Identifier,
        by: String,
        recordedAt: Instant? = nil,
        before check: (LogTransaction) throws -> Void = { _ in },
        after seal: (LogTransaction) throws -> Void = { _ in }
    ) throws -> Entry {
        try append(
            kind: kind,
            stream: stream,
            unit: unit,
            by: by,
            recordedAt: recordedAt,
            deciding: { transaction in
                try check(transaction)
                return payload
            },
            after: seal
        )
    }

    /// The same, where what the event says is known only inside the write lock.
    func append(
        kind: EventKind,
        stream: Identifier,
        unit: Identifier,
        by: String,
        recordedAt: Instant? = nil,
        deciding decide: (LogTransaction) throws -> Payload,
        after seal: (LogTransaction) throws -> Void = { _ in }
    ) throws -> Entry {
        try append(
            by: by,
            recordedAt: recordedAt,
            deciding: { [(try decide($0), Address(kind: kind, stream: stream, unit: unit))] },
            after: seal
        )[0]
    }

    /// As many entries as are decided on.
    private func append(
        by: String,
        recordedAt: Instant?,
        deciding decide: (LogTransaction) throws -> [(Payload, Address)],
        after seal: (LogTransaction) throws -> Void = { _ in }
    ) throws -> [Entry] {
        let clock = now()
        let time = recordedAt ?? clock
        let (entries, position, root) = try log.write(at: clock) { transaction in
            let decided = try decide(transaction)
            let events = decided.map { payload, address in
                NewEvent(
                    id: Identifier(version7At: time, random: CaseRecord.fresh()),
                    stream: address.stream,
                    kind: address.kind,
                    by: by,
                    unit: address.unit,
                    payload: payload.json.bytes,
                    recordedAt: recordedAt
                )
            }
            let rows = try transaction.append(events)
            try seal(transaction)
            let entries = zip(rows, decided).map { row, decided in
                Entry(row, content: decided.0.understood)
            }
            return (entries, transaction.position, transaction.root)
        }
        guard !entries.isEmpty else {
            throw RecordError(.unavailable, "nothing-recorded", "nothing was recorded")
        }
        try afterCommit(entries, position, root)
        return entries
    }

    /// What follows a commit: it is remembered outside, and the directory moves on if nobody else
    /// wrote in between; if somebody did, it catches up when it is next believed.
    func afterCommit(_ entries: [Entry], _ position: Int64, _ root: TreeHash) throws {
        // A log that is not the one remembered must not become the one remembered by being looked at.
        if !isOutOfDate { remembered.write(size: TreeSize(UInt64(position)), root: root) }
        guard let first = entries.first, let last = entries.last else { return }
        let takes = directory.folder.types
        let isTaken = entries.contains {
            $0.payload.map { takes?.contains($0.type) ?? true } ?? true
                || $0.type?.isCorrection ?? false
        }
        // Saying that nothing happened costs a write; an open catches up a few hundred positions
        // faster than a thousand commands would each move it by one.
        if isTaken || last.position % 256 < Int64(entries.count) {
            if try directory.position() == first.position - 1 {
                try moveDirectory(entries, after: first.position - 1, through: last.position)
            } else {
                try catchUpDirectory()
            }
        }
        // The entry is durable: whoever heard of an error would record it again. What could not be brought
        // up to date is so before it is next read, and says then what is wrong with it.
        try? catchUpAfterCommand(entries)
    }

    /// Keeps the states of cases in use, for the next command.
    private func remember(_ touched: [Identifier: CaseFile], limit: Int) {
        cases.withLock { cases in
            cases.merge(touched) { _, new in new }
            while cases.count > limit, let some = cases.keys.first { cases[some] = nil }
        }
    }

    /// Cases that no command will come for soon.
    func forget(_ finished: [Identifier]) {
        cases.withLock { cases in for id in finished { cases[id] = nil } }
    }

    /// `record` for a caller who says which cases to forget: nothing is dropped in between.
    func recordBatch(_ requests: [Request]) throws {
        try record(requests, keeping: .max)
    }

    func unknownStaff(_ pseudonym: String) -> RecordError {
        RecordError(
            .refused,
            "unknown-staff",
            "the record has no staff '\(pseudonym.prefix(64))'",
            hint: "'vigil staff list' shows who there is; say who you are with --as or VIGIL_AS"
        )
    }
}
