import FoundationEssentials
import Values

/// Runs probes of one folder over one history.
final class ProbeBench {
    /// How a table came out otherwise than it should.
    struct Difference: Equatable {
        /// Nil when the SQL failed, or a file's bytes give something away.
        var table: String?
        /// The rows that differ, as they should be and as they are; nil for a row that is not there.
        var expected: [Value]?
        var found: [Value]?
        /// Why it stopped, with the line.
        var failure: String?
    }

    let folder: ProjectionFolder
    let history: ProbeHistory
    let templates: ProbeTemplates
    /// The tables that apply.sql writes; what only the schema fills is the same everywhere.
    let written: Set<String>
    var columns: [String: [String]] = [:]
    var expected: (indices: [Int], rows: Outcome)?

    /// Rows by table, or why there are none.
    enum Outcome {
        case rows([String: [[Value]]])
        case stopped(String)
    }

    init(_ folder: ProjectionFolder, _ history: ProbeHistory, _ templates: ProbeTemplates) {
        self.folder = folder
        self.history = history
        self.templates = templates
        written = Set(folder.apply.statements.compactMap { SQLShape($0).target })
    }

    // MARK: Running

    func open(_ probe: Probe? = nil) throws -> ProjectionFile {
        try templates.copy(of: folder, probe?.mirror, probe?.isReversed ?? false)
    }

    func rows(_ file: ProjectionFile) throws -> [String: [[Value]]] {
        var rows: [String: [[Value]]] = [:]
        for table in try file.tableNames where written.contains(table.lowercased()) {
            rows[table] = try file.rows(of: table)
        }
        return rows
    }

    func names(of table: String, _ file: ProjectionFile) throws -> [String] {
        if let known = columns[table] { return known }
        let names = try file.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", [table])
            .map { $0["name"] ?? "" }
        columns[table] = names
        return names
    }

    func stop(_ file: ProjectionFile) throws -> String {
        try file.state().stopped.map { "\($0.reason), at position \($0.position)" }
            ?? "it moved by itself"
    }

    /// One window with everything: what every other way must come to.
    func reference(_ indices: [Int]) throws -> Outcome {
        if let expected, expected.indices == indices { return expected.rows }
        let file = try open()
        for table in try file.tableNames { _ = try names(of: table, file) }
        let isApplied = try file.apply(history.fold(indices), after: 0, through: 1)
        let outcome = isApplied ? Outcome.rows(try rows(file)) : .stopped(try stop(file))
        expected = (indices, outcome)
        return outcome
    }

    /// What the probe finds on these events of the history; tables in `known` were complained of.
    func difference(
        _ probe: Probe,
        _ indices: [Int],
        besides known: Set<String> = []
    ) throws -> Difference? {
        let outcome = try reference(indices)
        guard case .rows(let expected) = outcome else {
            guard probe.kind == .stops, case .stopped(let reason) = outcome else { return nil }
            return Difference(failure: reason)
        }
        switch probe.kind {
        case .stops: return nil
        case .split, .order: return try splitDifference(probe, indices, expected, known)
        case .live: return try liveDifference(probe, indices, expected, known)
        case .alone: return try aloneDifference(indices, expected, known)
        case .erasure: return try erasureDifference(probe, indices)
        }
    }

    func windows(_ probe: Probe, _ indices: [Int]) -> [[Int]] {
        var windows: [[Int]] = []
        var last: Int?
        let places = indices.indices.sorted {
            (probe.windows[indices[$0]], $0) < (probe.windows[indices[$1]], $1)
        }
        for place in places {
            if probe.windows[indices[place]] != last { windows.append([]) }
            last = probe.windows[indices[place]]
            windows[windows.count - 1].append(place)
        }
        return windows
    }

    func splitDifference(
        _ probe: Probe,
        _ indices: [Int],
        _ expected: [String: [[Value]]],
        _ known: Set<String>
    ) throws -> Difference? {
        let events = history.fold(indices)
        let file = try open(probe)
        for (number, window) in windows(probe, indices).enumerated() {
            let events = window.map { events[$0] }
            guard try file.apply(events, after: Int64(number), through: Int64(number) + 1) else {
                return Difference(failure: try stop(file))
            }
        }
        return try compare(expected, file, known)
    }

    func liveDifference(
        _ probe: Probe,
        _ indices: [Int],
        _ expected: [String: [[Value]]],
        _ known: Set<String>
    ) throws -> Difference? {
        var engine = Engine(file: try open())
        for count in counts(probe, indices) {
            let now = history.fold(Array(indices[..<count]))
            if let failure = try engine.move(to: now, reopening: { try self.open() }) {
                return Difference(failure: failure)
            }
        }
        return try compare(expected, engine.file, known)
    }

    /// How many events there are at the end of each window.
    func counts(_ probe: Probe, _ indices: [Int]) -> [Int] {
        windows(probe, indices).reduce(into: []) { $0.append(($0.last ?? 0) + $1.count) }
    }

    /// The engine's rule, without its log: plain events add rows, and whatever changes an event behind
    /// the window has its whole case made anew.
    struct Engine {
        var file: ProjectionFile
        var before: [ProjectionEvent] = []
        var step: Int64 = 0

        /// - Returns: why it stopped, if it did.
        mutating func move(
            to now: [ProjectionEvent],
            isErasing: Bool = false,
            reopening: () throws -> ProjectionFile
        ) throws -> String? {
            var whole: [Identifier: [ProjectionEvent]] = [:]
            var isForAll = false
            for (old, new) in zip(before, now) where old !== new && old != new {
                for id in [old.caseID, new.caseID] {
                    if let id { whole[id] = [] } else { isForAll = true }
                }
            }
            if !whole.isEmpty {
                for event in now {
                    if let id = event.caseID, whole[id] != nil { whole[id]?.append(event) }
                }
            }
            var window = Array(now.dropFirst(before.count))
            if isForAll {
                file = try reopening()
                step = 0
                window = now
                whole = [:]
            }
            before = now
            step += 1
            let isApplied = try file.apply(
                window,
                after: step - 1,
                through: step,
                whole: whole,
                isErasing: isErasing
            )
            guard !isApplied else { return nil }
            return try file.state().stopped.map { "\($0.reason), at position \($0.position)" } ?? ""
        }
    }

    func aloneDifference(
        _ indices: [Int],
        _ expected: [String: [[Value]]],
        _ known: Set<String>
    ) throws -> Difference? {
        let events = history.fold(indices)
        var cases: [Identifier] = []
        var ofCase: [Identifier: [ProjectionEvent]] = [:]
        for event in events {
            guard let id = event.caseID else { continue }
            if ofCase[id] == nil { cases.append(id) }
            ofCase[id, default: []].append(event)
        }
        let service = try open()
        guard try service.apply(events.filter { $0.caseID == nil }, after: 0, through: 1) else {
            return Difference(failure: try stop(service))
        }
        var rest: [String: [[Value]]] = [:]
        var rowsOfCase: [String: [Value: [[Value]]]] = [:]
        for (table, rows) in expected {
            guard let place = columns[table]?.firstIndex(of: "case_id") else {
                rest[table] = rows
                continue
            }
            rowsOfCase[table] = Dictionary(grouping: rows) { $0[place] }
            // Of no case are the rows that service events alone give.
            let ids = Set(cases.map { Value.text($0.description) })
            rest[table] = rows.filter { !ids.contains($0[place]) }
        }
        if let found = try compare(rest, service, known, isSwapped: true) { return found }
        for id in cases {
            guard let events = ofCase[id], events.contains(where: { folder.takes($0.type) }) else {
                continue
            }
            let file = try open()
            guard try file.apply(events, after: 0, through: 1) else {
                return Difference(failure: try stop(file))
            }
            let rows = rowsOfCase.mapValues { $0[.text(id.description)] ?? [] }
            if let found = try compare(rows, file, known, isSwapped: true) { return found }
        }
        return nil
    }

    /// The first row that differs, in tables by name.
    ///
    /// - Parameter isSwapped: when the file holds what should be.
    func compare(
        _ rows: [String: [[Value]]],
        _ file: ProjectionFile,
        _ known: Set<String>,
        isSwapped: Bool = false
    ) throws -> Difference? {
        for table in rows.keys.sorted() where !known.contains(table) {
            let expected = rows[table] ?? []
            let found = try file.rows(of: table)
            guard expected != found else { continue }
            let place = zip(expected, found).enumerated().first { $0.element.0 != $0.element.1 }?
                .offset
            let index = place ?? min(expected.count, found.count)
            let pair = (
                expected.indices.contains(index) ? expected[index] : nil,
                found.indices.contains(index) ? found[index] : nil
            )
            return isSwapped
                ? Difference(table: table, expected: pair.1, found: pair.0)
                : Difference(table: table, expected: pair.0, found: pair.1)
        }
        return nil
    }
}
