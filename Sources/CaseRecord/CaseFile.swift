import CaseModel
import EventLog
import Values

/// A case as the rules see it, up to one event of its stream.
struct CaseFile: Sendable {
    var state = CaseState()
    /// Number of the newest event folded in, -1 for none.
    var version: Int64 = -1
}

extension Entry {
    /// A row with what was opened of it.
    init(_ event: StoredEvent, _ opened: LogSnapshot.Opened) {
        self.init(event.row, content: Entry.content(event.row, opened))
    }

    init(_ row: EventRow, content: Content) {
        self.init(
            position: row.position,
            id: row.id,
            stream: row.stream,
            n: row.n,
            kind: row.kind.rawValue,
            recordedAt: row.recordedAt,
            by: row.by,
            unit: row.unit,
            content: content
        )
    }

    private static func content(_ row: EventRow, _ opened: LogSnapshot.Opened) -> Content {
        switch opened {
        case .erased: .erased
        case .locked: .locked
        case .payload(let json):
            row.kind == .erasure
                ? .erased : (try? Payload(json: json)).map(\.understood) ?? .locked
        }
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
        return zip(events, try open(events)).map { Entry($0, $1) }
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
