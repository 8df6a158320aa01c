import CaseModel
import EventLog
import Values

/// Decides requests one after the other inside the log's write lock, and collects what they cause.
///
/// A case is folded from the log once, or taken from what the record remembers and caught up, so
/// that every decision sees everything recorded before it.
struct Recorder {
    private let transaction: LogTransaction
    private let snapshot: LogSnapshot
    private let service: ServiceState
    private let clock: Instant
    private var files: [Identifier: CaseFile]
    private let take: (Identifier) -> CaseFile?
    private(set) var events: [NewEvent] = []
    private(set) var entries: [Entry] = []
    private var ids: Set<Identifier> = []
    private var lastRecordedAt: Instant

    init(
        _ transaction: LogTransaction,
        service: ServiceState,
        clock: Instant,
        taking take: @escaping (Identifier) -> CaseFile?
    ) {
        self.transaction = transaction
        snapshot = transaction.snapshot
        self.service = service
        self.clock = clock
        self.take = take
        files = [:]
        lastRecordedAt = transaction.recordedAt
    }

    /// The cases touched, as they stand after everything decided; handed over.
    mutating func handOver() -> [Identifier: CaseFile] {
        defer { files = [:] }
        return files
    }

    /// - Parameter warning: what the writer is told besides what the rules say.
    mutating func perform(_ request: Request, _ warning: Warning? = nil) throws -> Receipt {
        if let command = request.command, let receipt = try repeated(request, command) {
            return receipt
        }
        var file = try file(of: request.caseID)
        guard request.expectation.accepts(newest: file.version) else {
            throw LogError.conflict(
                expected: request.expectation.description,
                actual: file.version
            )
        }
        let first = entries.count
        let time = max(lastRecordedAt, request.recordedAt ?? clock)
        var warnings: [Warning] = warning.map { [$0] } ?? []
        switch request.content {
        case .imported(let payload):
            let unit = try CaseDecider.admit(payload, in: file.state, setting(time, staff: nil))
            try append(payload, unit, request, time, &file)
        case .drafts(let drafts):
            let command =
                request.command ?? Identifier(version7At: time, random: CaseRecord.fresh())
            for (index, draft) in drafts.enumerated() {
                let decision = try CaseDecider.decide(
                    draft,
                    in: file.state,
                    setting(time, staff: service.pseudonyms, by: request.by)
                )
                var payload = decision.payload
                if drafts.count > 1 {
                    payload.correlation = .init(command: command, index: index, count: drafts.count)
                }
                if request.recordedAt == nil, clock < time {
                    payload.clock = clock
                    if index == 0 { warnings.append(clockIsBehind(time)) }
                }
                warnings += decision.warnings
                try append(
                    payload,
                    decision.unit,
                    request,
                    time,
                    &file,
                    id: index == 0 ? command : nil
                )
            }
        }
        files[request.caseID] = file
        lastRecordedAt = time
        return Receipt(
            caseID: request.caseID,
            entries: Array(entries[first...]),
            warnings: warnings,
            isRepeat: false,
            version: file.version
        )
    }

    /// Takes the case out of where it is kept: a state that two hold is copied whole when it changes.
    private mutating func file(of caseID: Identifier) throws -> CaseFile {
        if let file = files.removeValue(forKey: caseID) { return file }
        return try snapshot.caseFile(of: caseID, known: take(caseID))
    }

    private func setting(
        _ time: Instant,
        staff: Set<String>?,
        by: String? = nil
    ) -> CaseDecider.Setting {
        CaseDecider.Setting(
            now: time,
            codebooks: service.codebooks,
            staff: staff,
            roles: Set(by.flatMap { service[$0]?.roles } ?? []),
            by: by
        )
    }

    private mutating func append(
        _ payload: Payload,
        _ choice: CaseDecider.UnitChoice,
        _ request: Request,
        _ time: Instant,
        _ file: inout CaseFile,
        id: Identifier? = nil
    ) throws {
        let unit: Identifier =
            switch choice {
            case .existing(let unit): unit
            case .fresh: try transaction.freshUnit()
            }
        let imported =
            if case .imported = request.content { request.command } else { Identifier?.none }
        let event = NewEvent(
            id: id ?? imported ?? Identifier(version7At: time, random: CaseRecord.fresh()),
            stream: request.caseID,
            kind: .entry,
            by: request.by,
            unit: unit,
            payload: payload.json.bytes,
            recordedAt: time
        )
        let entry = Entry(
            position: transaction.position + Int64(events.count) + 1,
            id: event.id,
            stream: event.stream,
            n: file.version + 1,
            kind: event.kind.rawValue,
            recordedAt: time,
            by: event.by,
            unit: unit,
            content: payload.understood
        )
        events.append(event)
        entries.append(entry)
        ids.insert(event.id)
        file.version += 1
        if entry.type?.isCorrection ?? false {
            refold(&file, with: entry)
        } else {
            file.state.evolve(by: entry, as: entry.payload)
        }
    }

    /// A correction changes what came before it, so the case is folded again, with what this
    /// transaction has decided and not yet written.
    private mutating func refold(_ file: inout CaseFile, with entry: Entry) {
        let stored = (try? snapshot.entries(of: entry.stream)) ?? []
        let pending = entries.filter { $0.stream == entry.stream }
        file.state = CaseState(folding: stored + pending)
    }

    private func clockIsBehind(_ time: Instant) -> Warning {
        let seconds = (time.milliseconds - clock.milliseconds) / 1000
        return Warning(
            "clock-behind",
            "this machine's clock is \(seconds) s behind the newest entry, whose time was used"
        )
    }

    // MARK: Retries

    /// The first answer to a command that was recorded before; nil for a new one.
    private func repeated(_ request: Request, _ command: Identifier) throws -> Receipt? {
        if ids.contains(command) {
            throw RecordError(
                .invalid,
                "command-twice",
                "the command identifier \(command) stands twice in one batch"
            )
        }
        guard let event = try snapshot.event(id: command) else { return nil }
        guard event.row.stream == request.caseID else {
            throw LogError.differentCommand(position: event.row.position)
        }
        let count: Int
        switch request.content {
        case .imported: count = 1
        case .drafts(let drafts): count = drafts.count
        }
        let stored = try snapshot.entries(of: request.caseID, from: event.row.n)
            .prefix(count)
        guard stored.count == count, isSame(request, Array(stored)) else {
            throw LogError.differentCommand(position: event.row.position)
        }
        return Receipt(
            caseID: request.caseID,
            entries: Array(stored),
            warnings: [],
            isRepeat: true,
            version: try snapshot.events(of: request.caseID).last?.row.n ?? 0
        )
    }

    /// Whether what is asked is what was recorded. Labels and defaults that were filled in at the time
    /// do not count against it.
    private func isSame(_ request: Request, _ stored: [Entry]) -> Bool {
        switch request.content {
        case .imported(let payload):
            return stored.first?.payload.map { $0 == payload } ?? true
        case .drafts(let drafts):
            return zip(drafts, stored).enumerated().allSatisfy { index, pair in
                let (draft, entry) = pair
                guard let payload = entry.payload else { return true }
                guard payload.type == draft.type.rawValue, payload.occurred == draft.occurred,
                    payload.correlation?.index ?? 0 == index,
                    payload.correlation?.count ?? 1 == drafts.count
                else { return false }
                return (draft.data.members ?? []).allSatisfy { member in
                    member.value.isEmpty || payload.data[member.name] == member.value
                        || draft.type == .entryAmended
                }
            }
        }
    }
}
