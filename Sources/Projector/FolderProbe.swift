import FoundationEssentials
import Values

/// A log that probes run a folder on, by way of whoever knows how entries are folded.
package struct ProbeHistory: Sendable {
    /// How many events there are.
    package let count: Int
    /// The rows of the chosen events, which come in ascending order, as they stand after the last of
    /// them. Positions stay those of the whole log.
    package let fold: @Sendable (_ indices: [Int]) -> [ProjectionEvent]

    package init(count: Int, fold: @escaping @Sendable (_ indices: [Int]) -> [ProjectionEvent]) {
        self.count = count
        self.fold = fold
    }
}

/// A way to bring a log to a projection that must give the same rows as any other.
struct Probe: Sendable, Equatable {
    enum Kind: String, Sendable {
        /// All at once: its SQL must take what the log holds.
        case stops
        /// Events as they stand at the end, cut into windows.
        case split
        /// Each case by itself.
        case alone = "case"
        /// What was erased is nowhere afterwards.
        case erasure
        /// Window by window as they were recorded, with corrections and erasures behind the window.
        case live
        /// Rows that lie the other way round.
        case order
    }

    let kind: Kind
    /// The window of each event of the history; windows are applied in ascending order.
    let windows: [Int]
    var mirror: Mirror?
    var isReversed = false

    /// What a reader is told it did.
    var description: String {
        switch kind {
        case .stops: "all events in one window"
        case .split: "the log cut into windows"
        case .alone: "each case by itself"
        case .erasure: "a file from which entries are erased"
        case .live: "window by window, corrections and erasures applied as they come"
        case .order:
            switch (mirror, isReversed) {
            case (.whole?, false): "tables stored from last to first"
            case (_?, false): "tables stored from last to first within a group"
            case (nil, _): "tables read backwards"
            case (_?, true): "tables stored from last to first and read backwards"
            }
        }
    }

    var advice: String {
        switch kind {
        case .stops: "apply.sql takes whatever the catalogue lets in"
        case .split:
            "insert facts and compute from your own tables, or let min, max and sums meet"
        case .alone: "rows with a case_id come from that case's events alone"
        case .erasure: "keep words only in tables with a case_id, once"
        case .live: "rows with a case_id are all that is taken back when a case is corrected"
        case .order: "state the order, down to the position"
        }
    }
}

/// A folder's tables as its schema leaves them, once for each way of storing them.
final class ProbeTemplates {
    private struct Storage: Hashable {
        let mirror: Mirror?
        let isReversed: Bool
    }

    private var images: [Storage: [UInt8]] = [:]

    func copy(
        of folder: ProjectionFolder,
        _ mirror: Mirror?,
        _ isReversed: Bool
    ) throws -> ProjectionFile {
        let storage = Storage(mirror: mirror, isReversed: isReversed)
        if images[storage] == nil {
            images[storage] = try ProjectionFile(
                folder,
                at: nil,
                mirror: mirror,
                isReversed: isReversed
            ).image()
        }
        return try ProjectionFile(
            folder,
            at: nil,
            mirror: mirror,
            isReversed: isReversed,
            copying: images[storage]
        )
    }
}

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

    private let folder: ProjectionFolder
    private let history: ProbeHistory
    private let templates: ProbeTemplates
    /// The tables that apply.sql writes; what only the schema fills is the same everywhere.
    private let written: Set<String>
    private var columns: [String: [String]] = [:]
    private var expected: (indices: [Int], rows: Outcome)?

    /// Rows by table, or why there are none.
    private enum Outcome {
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

    private func open(_ probe: Probe? = nil) throws -> ProjectionFile {
        try templates.copy(of: folder, probe?.mirror, probe?.isReversed ?? false)
    }

    private func rows(_ file: ProjectionFile) throws -> [String: [[Value]]] {
        var rows: [String: [[Value]]] = [:]
        for table in try file.tableNames where written.contains(table.lowercased()) {
            rows[table] = try file.rows(of: table)
        }
        return rows
    }

    private func names(of table: String, _ file: ProjectionFile) throws -> [String] {
        if let known = columns[table] { return known }
        let names = try file.rows("SELECT name FROM pragma_table_info(?) ORDER BY cid", [table])
            .map { $0["name"] ?? "" }
        columns[table] = names
        return names
    }

    private func stop(_ file: ProjectionFile) throws -> String {
        try file.state().stopped.map { "\($0.reason), at position \($0.position)" }
            ?? "it moved by itself"
    }

    /// One window with everything: what every other way must come to.
    private func reference(_ indices: [Int]) throws -> Outcome {
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

    private func windows(_ probe: Probe, _ indices: [Int]) -> [[Int]] {
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

    private func splitDifference(
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

    private func liveDifference(
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
    private func counts(_ probe: Probe, _ indices: [Int]) -> [Int] {
        windows(probe, indices).reduce(into: []) { $0.append(($0.last ?? 0) + $1.count) }
    }

    /// The engine's rule, without its log: plain events add rows, and whatever changes an event behind
    /// the window has its whole case made anew.
    private struct Engine {
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

    private func aloneDifference(
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
    private func compare(
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

    // MARK: Erasure

    private static let mark = "planted-qzx"

    private static func words(_ event: ProjectionEvent) -> String {
        "\(mark)-\(event.position)-"
    }

    /// Words that nobody would write, put into the texts of events that are erased later.
    private func planted(_ event: ProjectionEvent) -> ProjectionEvent {
        let words = ProbeBench.words(event)
        func planted(_ json: JSON) -> JSON {
            switch json {
            // Labels and codes have no spaces, and other words in their place would mean nothing.
            case .string(let text) where text.contains(" "): .string("\(text) \(words)")
            case .array(let elements): .array(elements.map(planted))
            case .object(let members): .object(members.map { .init($0.name, planted($0.value)) })
            default: json
            }
        }
        func planted(_ text: String?) -> String? {
            guard let text, let json = try? JSON.parse(text) else { return text }
            return planted(json).text
        }
        return ProjectionEvent(
            position: event.position,
            id: event.id,
            caseID: event.caseID,
            caseReference: event.caseReference,
            kind: event.kind,
            n: event.n,
            unit: event.unit,
            type: event.type,
            schema: event.schema,
            data: planted(event.data),
            standing: event.standing,
            first: planted(event.first),
            correctedBy: event.correctedBy,
            recordedAt: event.recordedAt,
            by: event.by,
            role: event.role,
            onBehalfOf: event.onBehalfOf,
            occurredFrom: event.occurredFrom,
            occurredTo: event.occurredTo,
            precision: event.precision,
            subjects: event.subjects,
            thirdParties: event.thirdParties,
            source: event.source.map { "\($0) \(words)" },
            confidentiality: event.confidentiality,
            correlation: event.correlation,
            cause: event.cause,
            lateReason: event.lateReason.map { "\($0) \(words)" }
        )
    }

    private func erasureDifference(_ probe: Probe, _ indices: [Int]) throws -> Difference? {
        let end = history.fold(indices)
        let erased = end.indices.filter { end[$0].standing == "erased" }
        guard !erased.isEmpty else { return nil }
        func rows(_ count: Int) -> [ProjectionEvent] {
            var now = history.fold(Array(indices[..<count]))
            for index in erased where index < now.count && now[index].standing != "erased" {
                now[index] = planted(now[index])
            }
            return now
        }
        let counts = counts(probe, indices)
        var engine = Engine(file: try open())
        var wasHeld = false
        for count in counts {
            let now = rows(count)
            let isErasing = ProbeBench.isErasing(engine.before, now)
            if try engine.move(to: now, reopening: { try self.open() }) != nil {
                // Where erasing fails, the words of the moment before are still there. What else fails
                // is for other probes, and a rebuild goes on from there.
                if isErasing, let found = try leak(engine) { return found }
                engine = Engine(file: try open())
                guard try engine.move(to: now, reopening: { try self.open() }) == nil else {
                    return nil
                }
            }
            wasHeld =
                wasHeld || erased.contains { $0 < count && folder.takes(engine.before[$0].type) }
        }
        if let found = try leak(engine) { return found }
        return wasHeld ? try fileDifference(counts, rows) : nil
    }

    private static func isErasing(_ before: [ProjectionEvent], _ now: [ProjectionEvent]) -> Bool {
        zip(before, now).contains { $0.standing != "erased" && $1.standing == "erased" }
    }

    /// The same on disk: neither the file nor its write-ahead log may hold the words.
    private func fileDifference(
        _ counts: [Int],
        _ rows: (Int) -> [ProjectionEvent]
    ) throws -> Difference? {
        let directory = FileManager.default.temporaryDirectory.path
        let path = "\(directory)/vigil-probe-\(UUID().uuidString).sqlite"
        let store = ProjectionStore(directory: directory)
        defer { store.remove(path) }
        func fresh() throws -> ProjectionFile {
            store.remove(path)
            return try ProjectionFile(folder, at: path)
        }
        var engine = Engine(file: try fresh())
        for count in counts {
            let now = rows(count)
            let isErasing = ProbeBench.isErasing(engine.before, now)
            if try engine.move(to: now, isErasing: isErasing, reopening: fresh) != nil {
                return nil
            }
        }
        for suffix in ["", "-wal"] {
            guard let data = FileManager.default.contents(atPath: path + suffix) else { continue }
            if ProbeBench.contains(Array(ProbeBench.mark.utf8), in: Array(data)) {
                return Difference(failure: "the file's bytes still hold words of an erased entry")
            }
        }
        return nil
    }

    private static func contains(_ words: [UInt8], in bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index + words.count <= bytes.count {
                if bytes[index] == words[0], bytes[index...].starts(with: words) { return true }
                index += 1
            }
            return false
        }
    }

    /// A row with words of what is erased by now.
    private func leak(_ engine: Engine) throws -> Difference? {
        let file = engine.file
        let words = engine.before.filter { $0.standing == "erased" }.map(ProbeBench.words)
        for table in try file.tableNames where written.contains(table.lowercased()) {
            for row in try file.rows(of: table) {
                let texts = row.compactMap(\.text).filter { $0.contains(ProbeBench.mark) }
                if texts.contains(where: { text in words.contains { text.contains($0) } }) {
                    return Difference(table: table, found: row)
                }
            }
        }
        return nil
    }

    // MARK: Telling

    /// The fewest events on which the same goes wrong, and the fewest windows.
    func shrunk(
        _ probe: Probe,
        _ indices: [Int],
        _ difference: Difference
    ) throws -> (probe: Probe, indices: [Int], difference: Difference) {
        // Enough for a log of hundreds to come down to a handful; a bound, because a folder may be slow.
        var trials = 160
        var best = (probe: probe, indices: indices, difference: difference)
        func holds(_ probe: Probe, _ indices: [Int]) throws -> Bool {
            guard trials > 0, !indices.isEmpty else { return false }
            trials -= 1
            guard let found = try self.difference(probe, indices),
                found.table == difference.table,
                (found.failure == nil) == (difference.failure == nil)
            else { return false }
            best = (probe, indices, found)
            return true
        }
        var size = max(1, indices.count / 2)
        while true {
            var start = 0
            var isSmaller = false
            while start < best.indices.count {
                var rest = best.indices
                rest.removeSubrange(start..<min(start + size, rest.count))
                if try holds(best.probe, rest) { isSmaller = true } else { start += size }
            }
            if size == 1, !isSmaller || trials == 0 { break }
            size = max(1, size / 2)
        }
        // Then windows: two that can be one are.
        for place in best.indices.dropFirst() where [.split, .live, .order].contains(probe.kind) {
            var windows = best.probe.windows
            guard let before = best.indices.last(where: { $0 < place }),
                windows[before] != windows[place]
            else { continue }
            let (kept, gone) = (windows[before], windows[place])
            for index in windows.indices where windows[index] == gone { windows[index] = kept }
            let fewer = Probe(
                kind: probe.kind,
                windows: windows,
                mirror: probe.mirror,
                isReversed: probe.isReversed
            )
            _ = try holds(fewer, best.indices)
        }
        return best
    }

    func complaint(
        _ probe: Probe,
        _ indices: [Int],
        _ difference: Difference
    ) throws -> Complaint {
        let statement = try statement(probe, indices, difference)
        return Complaint(
            rule: probe.kind.rawValue,
            file: "apply.sql",
            line: statement?.line ?? 1,
            statement: statement?.beginning ?? "",
            sentence: sentence(probe, difference),
            detail: detail(probe, indices, difference)
        )
    }

    private func sentence(_ probe: Probe, _ difference: Difference) -> String {
        let advice = "; \(probe.advice)"
        guard let table = difference.table else {
            let failure = difference.failure ?? ""
            return probe.kind == .erasure ? failure + advice : "it stops: \(failure)" + advice
        }
        let isOfCases = columns[table]?.contains("case_id") ?? true
        return switch probe.kind {
        case .stops: "'\(table)' stops" + advice
        case .split: "'\(table)' comes out otherwise when the log is cut otherwise" + advice
        case .alone where !isOfCases:
            "'\(table)' has no case_id and yet rows from events of cases; give it a case_id, or take"
                + " events of no case only (WHERE case_id IS NULL)"
        case .alone: "rows of a case in '\(table)' depend on what is not of that case" + advice
        case .erasure: "'\(table)' keeps words of an erased entry" + advice
        case .live: "'\(table)' keeps what a rebuild does not give" + advice
        case .order: "'\(table)' depends on the order in which rows happen to lie" + advice
        }
    }

    /// The statement that writes the table; of several the last one without which nothing goes wrong.
    private func statement(
        _ probe: Probe,
        _ indices: [Int],
        _ difference: Difference
    ) throws -> SQLScript.Statement? {
        let statements = folder.apply.statements
        if let failure = difference.failure {
            let line = failure.split(separator: "line ").dropFirst().first?.prefix { $0.isNumber }
            return statements.first { $0.line == line.flatMap { Int($0) } }
        }
        let writing = statements.filter { statement in
            let shape = SQLShape(statement)
            return shape.target == difference.table?.lowercased() && shape.kind != .delete
        }
        guard writing.count > 1 else {
            return writing.first
                ?? statements.first { SQLShape($0).target == difference.table?.lowercased() }
        }
        return try writing.last { statement in
            let rest = statements.filter { $0 != statement }.map(\.text).joined(separator: "\n;\n")
            let bench = ProbeBench(folder.applying(SQLScript(rest)), history, templates)
            return try bench.difference(probe, indices)?.table != difference.table
        } ?? writing.last
    }

    private func detail(_ probe: Probe, _ indices: [Int], _ difference: Difference) -> String {
        let events = history.fold(indices)
        var cases: [Identifier: Int] = [:]
        var lines = ["probe: \(probe.description)"]
        if probe.kind != .alone, probe.kind != .stops {
            let positions = windows(probe, indices).map { window in
                window.map { String(events[$0].position) }.joined(separator: " ")
            }
            lines.append("windows: " + positions.joined(separator: " | "))
        }
        lines.append(
            "the smallest log, as it stands at its end (position, type, case, kind, standing, data):"
        )
        for event in events {
            let number = event.caseID.map { id -> Int in
                let number = cases[id] ?? cases.count + 1
                cases[id] = number
                return number
            }
            let words = [
                String(event.position), event.type ?? "-", number.map { "case \($0)" } ?? "no case",
                event.kind, event.standing, String((event.data ?? "-").prefix(300)),
            ]
            lines.append("  " + words.joined(separator: "  "))
        }
        guard let table = difference.table else { return lines.joined(separator: "\n") }
        lines.append("'\(table)' (\((columns[table] ?? []).joined(separator: ", "))):")
        if probe.kind != .erasure {
            lines.append("  should be  " + ProbeBench.text(difference.expected))
        }
        lines.append("  is         " + ProbeBench.text(difference.found))
        return lines.joined(separator: "\n")
    }

    private static func text(_ row: [Value]?) -> String {
        guard let row else { return "no row" }
        let values = row.map { value in
            switch value {
            case .null: "null"
            case .integer(let number): String(number)
            case .real(let number): String(number)
            case .text(let text): "'\(text.prefix(80))'"
            case .blob(let bytes): "\(bytes.count) bytes"
            }
        }
        return "(\(values.joined(separator: ", ")))"
    }
}

extension FolderChecker {
    /// Runs the folder over each history in all the ways that must come to the same rows.
    ///
    /// - Parameter progress: called before each probe with how many are done, and of how many.
    /// - Throws: `ProjectionError` when the folder's tables cannot even be made; `read()` says why.
    package func probe(
        _ histories: [ProbeHistory],
        seed: UInt64,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws -> [Complaint] {
        var random = SeededRandom(seed: seed)
        let plans = histories.map { FolderChecker.probes($0, &random) }
        let total = plans.reduce(0) { $0 + $1.count }
        var done = 0
        var complaints: [Complaint] = []
        var known: Set<String> = []
        var leaking: Set<String> = []
        var stopped: Set<Int> = []
        let templates = ProbeTemplates()
        for (history, probes) in zip(histories, plans) {
            let bench = ProbeBench(folder, history, templates)
            let all = Array(0..<history.count)
            for probe in probes {
                progress(done, total)
                done += 1
                // Words that stay are told even of a table that has other faults.
                let besides = probe.kind == .erasure ? leaking : known
                guard complaints.count < FolderChecker.most,
                    let found = try bench.difference(probe, all, besides: besides)
                else { continue }
                if let table = found.table, besides.contains(table) { continue }
                let small = try bench.shrunk(probe, all, found)
                let complaint = try bench.complaint(small.probe, small.indices, small.difference)
                if let table = found.table {
                    if probe.kind == .erasure { leaking.insert(table) } else { known.insert(table) }
                } else if !stopped.insert(complaint.line).inserted {
                    continue
                }
                complaints.append(complaint)
            }
        }
        progress(total, total)
        return complaints
    }

    /// Who has so much to mend mends it before looking further.
    private static let most = 8

    private static func probes(_ history: ProbeHistory, _ random: inout SeededRandom) -> [Probe] {
        let count = history.count
        guard count > 0 else { return [] }
        let one = Array(repeating: 0, count: count)
        let each = Array(0..<count)
        func cuts() -> [Int] {
            let wanted = Int.random(in: 2...9, using: &random)
            var window = 0
            return (0..<count).map { index in
                if index > 0, Int.random(in: 0..<count, using: &random) < wanted { window += 1 }
                return window
            }
        }
        // A fold of all that came before stands behind each window, so a long log has longer windows.
        let length = max(1, (count + 119) / 120)
        let steps = each.map { $0 / length }
        // A rebuild goes case by case, in no order that means anything.
        let events = history.fold(each)
        var places: [Identifier?: Int] = [:]
        let ids = Array(Set(events.map(\.caseID))).sorted {
            ($0?.description ?? "") < ($1?.description ?? "")
        }
        .shuffled(using: &random)
        for (place, id) in ids.enumerated() { places[id] = place }
        let byCase = events.map { places[$0.caseID] ?? 0 }
        // An erasure is a window's last event, so that words are there before it and gone after it.
        var window = 0
        let erasures = events.map { event -> Int in
            defer { if event.kind == "erasure" { window += 1 } }
            if event.kind == "erasure" { window += 1 }
            return window
        }
        let split = cuts()
        var probes = [
            Probe(kind: .stops, windows: one),
            Probe(kind: .split, windows: cuts()),
            Probe(kind: .split, windows: cuts()),
            Probe(kind: .split, windows: each),
            Probe(kind: .split, windows: byCase),
            Probe(kind: .alone, windows: one),
            Probe(kind: .erasure, windows: erasures),
            Probe(kind: .live, windows: cuts()),
            Probe(kind: .live, windows: cuts()),
            Probe(kind: .live, windows: steps),
        ]
        for (mirror, isReversed) in [(nil, true), (.whole, false), (.whole, true)]
            as [(Mirror?, Bool)]
        {
            for windows in [one, split] {
                probes.append(
                    Probe(kind: .order, windows: windows, mirror: mirror, isReversed: isReversed)
                )
            }
        }
        for mirror in [Mirror.behindFirst, .last] {
            probes.append(Probe(kind: .order, windows: one, mirror: mirror))
        }
        return probes
    }
}

extension ProjectionFolder {
    /// The same folder with another apply.sql.
    fileprivate func applying(_ script: SQLScript) -> ProjectionFolder {
        ProjectionFolder(
            name: name,
            path: path,
            purpose: purpose,
            types: types,
            ceiling: ceiling,
            search: search,
            meanings: meanings,
            version: version,
            schema: schema,
            apply: script
        )
    }
}
