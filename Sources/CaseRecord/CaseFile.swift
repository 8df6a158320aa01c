import CaseModel
import EventLog
package import Values

/// A case as the rules see it, up to one event of its stream.
struct CaseFile: Sendable {
    var state = CaseState()
    /// Number of the newest event folded in, -1 for none.
    var version: Int64 = -1
}

extension Entry {
    /// A row with what was opened of it.
    init(_ event: StoredEvent, _ opened: Opener.Opened) {
        guard case .payload(let json) = opened, event.row.kind != .erasure else {
            let isErased = if case .locked = opened { false } else { true }
            self.init(event.row, content: isErased ? .erased : .locked)
            return
        }
        guard let payload = try? Payload(json: json) else {
            self.init(event.row, content: .locked)
            return
        }
        let content = payload.understood
        let isOlder =
            if case .known(let newest) = content { newest.schema != payload.schema } else { false }
        self.init(event.row, content: content, written: isOlder ? payload : nil)
    }

    init(_ row: EventRow, content: Content, written: Payload? = nil) {
        self.init(
            position: row.position,
            id: row.id,
            stream: row.stream,
            n: row.n,
            kind: row.kind.rawValue,
            recordedAt: row.recordedAt,
            by: row.by,
            unit: row.unit,
            content: content,
            written: written
        )
    }
}

extension EventLog {
    /// The entries of streams in order of position, opened when others may read the log again.
    func entries(of streams: [Identifier], through position: Int64 = .max) throws -> [Entry] {
        let (events, opener) = try read { snapshot in
            let events = try streams.flatMap { try snapshot.events(of: $0, through: position) }
            return (events, try snapshot.opener(of: events))
        }
        let entries = opener.open(events) { Entry($0, $1) }
        return streams.count == 1 ? entries : entries.sorted { $0.position < $1.position }
    }
}

extension LogSnapshot {
    /// A stream's entries, opened, up to a position.
    func entries(
        of stream: Identifier,
        from n: Int64 = 0,
        through position: Int64 = .max
    ) throws -> [Entry] {
        let events = try events(of: stream, from: n, through: position)
        return try open(events) { Entry($0, $1) }
    }

    /// The case's state after its newest event, from `known` on if nothing behind it was corrected.
    func caseFile(of stream: Identifier, known: CaseFile?) throws -> CaseFile {
        guard var file = known else {
            let entries = try entries(of: stream)
            return CaseFile(
                state: CaseState(folding: entries),
                version: entries.last?.n ?? -1
            )
        }
        let newer = try entries(of: stream, from: file.version + 1)
        guard let last = newer.last else { return file }
        if newer.contains(where: { $0.type?.isCorrection ?? true }) {
            return try caseFile(of: stream, known: nil)
        }
        for entry in newer { file.state.evolve(by: entry, as: entry.payload) }
        file.version = last.n
        return file
    }
}

// MARK: - For measuring

extension CaseRecord {
    /// The case with the most entries.
    package func largestCase() throws -> Identifier {
        let id = try RecordError.wrapping {
            try log.read { try $0.largestStream(of: .entry) }
        }
        guard let id else {
            throw RecordError(.refused, "unknown-case", "the record has no case yet")
        }
        return id
    }

    /// Reads and folds a case as a command does.
    ///
    /// - Returns: how many entries it has.
    package func loadedState(of id: Identifier) throws -> Int {
        try RecordError.wrapping {
            Int(try log.read { try $0.caseFile(of: id, known: nil) }.version + 1)
        }
    }
}
