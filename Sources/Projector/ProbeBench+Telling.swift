import FoundationEssentials
import Values

/// What a difference is told as: on the smallest log that shows it, with the statement at fault.
extension ProbeBench {
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

    func sentence(_ probe: Probe, _ difference: Difference) -> String {
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
    func statement(
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

    func detail(_ probe: Probe, _ indices: [Int], _ difference: Difference) -> String {
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

    static func text(_ row: [Value]?) -> String {
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
