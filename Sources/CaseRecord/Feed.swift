import CaseModel
import EventLog
import Projector
import Values

/// The log as projections are given it: opened and brought up to date once for all of them, each event
/// as it stands at the window's end.
struct Feed: Sendable {
    let log: EventLog
    let record: Identifier
    /// The case of each stream of looks.
    let cases: [Identifier: Identifier]
    /// What people call each case, as it stands.
    let references: [Identifier: String]

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
                if entry.stream == record || cases[entry.stream] != nil
                    || entry.stream == accessStream
                {
                    window.isServiceErased = true
                }
                window.behind[entry.stream] = .anything
            } else if entry.type?.isCorrection ?? false {
                try touch(entry, inside, &window)
            }
        }
        window.events = rows(of: entries)
        return window
    }

    private var accessStream: Identifier { StreamNames.access(ofRecord: record) }

    private func touch(_ correction: Entry, _ inside: Set<Identifier>, _ window: inout Window)
        throws
    {
        if case .anything = window.behind[correction.stream] { return }
        guard let target = correction.payload?.data["target"]?.string.flatMap({ Identifier($0) }),
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
        rows(of: try entries(of: caseID, through: position))
    }

    /// A case's entries and the looks at it, in order of position.
    func entries(of caseID: Identifier, through position: Int64) throws -> [Entry] {
        let (own, looks) = try log.read { snapshot in
            (
                try snapshot.entries(of: caseID, through: position),
                try snapshot.entries(of: StreamNames.access(of: caseID), through: position)
            )
        }
        guard !looks.isEmpty else { return own }
        return (own + looks).sorted { $0.position < $1.position }
    }

    /// Events of no case: staff, settings, looks over many cases.
    func service(through position: Int64) throws -> [ProjectionEvent] {
        let entries = try log.read { snapshot in
            try snapshot.entries(of: record, through: position)
                + snapshot.entries(of: accessStream, through: position)
        }
        return rows(of: entries.sorted { $0.position < $1.position })
    }

    // MARK: Rows

    /// Entries as rows of `event`, each as it stands after the last of them.
    func rows(of entries: [Entry]) -> [ProjectionEvent] {
        let erased = Set(entries.lazy.filter { $0.kind == "erasure" }.map(\.unit))
        let readable =
            erased.isEmpty
            ? entries
            : entries.map { erased.contains($0.unit) ? $0.withoutContent : $0 }
        let standing = History.standing(of: readable)
        // Known from the case itself when all of it is here.
        var opened: [Identifier: String] = [:]
        for line in standing where line.entry.n == 0 && line.type == .caseOpened {
            opened[line.entry.stream] = line.payload?.data["reference"]?.string
        }
        return standing.map { line in
            let stream = line.entry.stream
            let isOfCase =
                line.entry.kind != "access" && stream != record && stream != accessStream
            let id = cases[stream] ?? (isOfCase ? stream : nil)
            return row(line, id, id.flatMap { opened[$0] ?? references[$0] })
        }
    }

    private func row(
        _ line: History.StandingEntry,
        _ caseID: Identifier?,
        _ reference: String?
    ) -> ProjectionEvent {
        let entry = line.entry
        let counts = line.effective
        let payload = entry.payload
        let (from, to) = line.interval
        let isChanged = line.standing == .amended || line.standing == .inError
        return ProjectionEvent(
            position: entry.position,
            id: entry.id.description,
            caseID: caseID,
            caseReference: reference,
            kind: entry.kind,
            n: entry.n,
            unit: entry.unit.description,
            type: counts?.type,
            schema: (counts?.schema).map(Int64.init),
            data: counts?.data.text,
            standing: line.standing.rawValue,
            first: isChanged ? payload?.data.text : nil,
            correctedBy: line.correctedBy.isEmpty
                ? nil : "[" + line.correctedBy.map(String.init).joined(separator: ",") + "]",
            recordedAt: entry.recordedAt.description,
            by: entry.by,
            role: payload?.role,
            onBehalfOf: payload?.onBehalfOf,
            occurredFrom: from?.description,
            occurredTo: to.description,
            precision: (line.payload?.occurred ?? .unknown).precision,
            subjects: payload.flatMap { list($0.subjects) },
            thirdParties: payload.flatMap { list($0.thirdParties) },
            source: payload?.source,
            confidentiality: payload?.confidentiality.rawValue,
            correlation: payload?.correlation.map { correlation in
                "{\"command\":\"\(correlation.command)\",\"index\":\(correlation.index),"
                    + "\"count\":\(correlation.count)}"
            },
            cause: payload?.cause?.description,
            lateReason: payload?.lateReason
        )
    }

    private func list(_ labels: [String]) -> String? {
        labels.isEmpty ? nil : JSON(labels).text
    }
}

extension Entry {
    /// The stub that an erasure leaves.
    var withoutContent: Entry {
        kind == "erasure"
            ? self
            : Entry(
                position: position,
                id: id,
                stream: stream,
                n: n,
                kind: kind,
                recordedAt: recordedAt,
                by: by,
                unit: unit,
                content: .erased
            )
    }
}
