import CaseModel
import EventLog
import Projector
import Values

/// The log as projections are given it: opened and brought up to date once for all of them, each event
/// as it stands at the window's end.
struct Feed: Sendable {
    let log: EventLog
    let record: Identifier
    private let names: CaseNames
    /// Streams of no case: the service's own, what it decided about keeping, looks at no single case.
    private let serviceStreams: Set<Identifier>

    init(log: EventLog, record: Identifier, names: CaseNames) {
        self.log = log
        self.record = record
        self.names = names
        serviceStreams = Set(StreamNames.service(of: record))
    }

    /// The case of each stream of looks.
    var looks: [Identifier: Identifier] { get throws { try names.looks() } }

    /// The case whose rows an event of this stream may change.
    func caseID(of stream: Identifier) throws -> Identifier { try names.caseID(of: stream) }

    struct Window {
        var events: [ProjectionEvent] = []
        /// Cases that something behind the window changed, with the types it changed.
        var behind: [Identifier: Touched] = [:]
        var isErasing = false
        /// Events of no case were erased; then nothing less than a rebuild will do.
        var isServiceErased = false
        var last: Int64
    }

    /// What a correction or erasure behind a window reaches.
    enum Touched {
        case types(Set<String>)
        case anything

        func concerns(_ folder: ProjectionFolder) -> Bool {
            guard let taken = folder.types else { return true }
            return switch self {
            case .types(let types): !taken.isDisjoint(with: types)
            case .anything: true
            }
        }
    }

    /// The events of positions `position + 1` to `through`, at most `limit` of them.
    func window(after position: Int64, through: Int64, limit: Int = 4096) throws -> Window? {
        let entries = try log.read { snapshot in
            let count = min(Int64(limit), through - position)
            guard count > 0 else { return [Entry]() }
            let events = try snapshot.events(from: position + 1, count: Int(count))
            return try snapshot.open(events) { Entry($0, $1) }
        }
        guard let last = entries.last else { return nil }
        return try window(of: entries, last: last.position)
    }

    /// The same for entries that are at hand.
    func window(of entries: [Entry], last: Int64) throws -> Window {
        var window = Window(last: last)
        let inside = Set(entries.map(\.id))
        for entry in entries {
            if entry.kind == "erasure" {
                window.isErasing = true
                if try serviceStreams.contains(entry.stream)
                    || caseID(of: entry.stream) != entry.stream
                {
                    window.isServiceErased = true
                }
                window.behind[entry.stream] = .anything
            } else if entry.type?.isCorrection ?? false {
                try touch(entry, inside, &window)
            }
        }
        window.events = try rows(of: entries)
        return window
    }

    /// Entries as rows of `event`, each as it stands after the last of them.
    func rows(of entries: [Entry]) throws -> [ProjectionEvent] {
        var rows = EntryRows(record: record)
        for stream in Set(entries.lazy.map(\.stream)).subtracting(serviceStreams) {
            let caseID = try caseID(of: stream)
            if caseID != stream { rows.cases[stream] = caseID }
            rows.references[caseID] = try names.reference(of: caseID)
        }
        return rows.rows(of: entries)
    }

    private func touch(_ correction: Entry, _ inside: Set<Identifier>, _ window: inout Window)
        throws
    {
        if case .anything = window.behind[correction.stream] { return }
        guard let target = correction.payload?.data.target,
            !inside.contains(target)
        else { return }
        let type = try log.read { snapshot -> EventType? in
            guard let event = try snapshot.event(id: target) else { return nil }
            return try snapshot.open([event]) { Entry($0, $1) }.first?.type
        }
        // A correction of a correction may reach anything, and a case's reference stands in every row.
        guard let type, !type.isCorrection, type != .caseOpened else {
            window.behind[correction.stream] = .anything
            return
        }
        if case .types(let types) = window.behind[correction.stream] {
            window.behind[correction.stream] = .types(types.union([type.rawValue]))
        } else {
            window.behind[correction.stream] = .types([type.rawValue])
        }
    }

    /// A case with the looks at it, whole, as it stands at `position`.
    func whole(_ caseID: Identifier, through position: Int64) throws -> [ProjectionEvent] {
        try rows(of: try entries(of: caseID, through: position))
    }

    /// A case's entries and the looks at it, in order of position.
    func entries(of caseID: Identifier, through position: Int64) throws -> [Entry] {
        try log.entries(of: [caseID, StreamNames.access(of: caseID)], through: position)
    }

    /// Events of no case: staff, settings, looks over many cases.
    func service(through position: Int64) throws -> [ProjectionEvent] {
        try rows(of: log.entries(of: Array(serviceStreams), through: position))
    }
}
