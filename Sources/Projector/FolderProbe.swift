import FoundationEssentials
import Values

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
    func applying(_ script: SQLScript) -> ProjectionFolder {
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
