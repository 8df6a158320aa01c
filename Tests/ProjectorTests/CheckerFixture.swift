import Foundation
import Projector
import Support
import Values

/// A small log with everything that makes projections hard: several cases, service events between them,
/// labels that come back, ties, corrections, erasures. Folded without the engine, event by event.
struct SimulatedLog: Sendable {
    struct Entry: Sendable {
        var caseNumber: Int?
        var type: String
        var data: JSON
        var kind = "entry"
        /// The entry that it amends, marks in error or erases, by index.
        var target: Int?
        var minute = 0
    }

    var entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    init(seed: UInt64, count: Int, cases: Int = 3) {
        var random = SeededRandom(seed: seed)
        entries = []
        for index in 0..<count { entries.append(Self.entry(index, entries, cases, &random)) }
    }

    private static func entry(
        _ index: Int,
        _ before: [Entry],
        _ cases: Int,
        _ random: inout SeededRandom
    ) -> Entry {
        if random.chance(10) {
            let staff = random.pick(["s-a", "s-b", "s-c"])
            return Entry(
                type: "role-assigned",
                data: ["staff": .string(staff), "role": "guider"],
                kind: "service"
            )
        }
        let number = Int.random(in: 1...cases, using: &random)
        let mine = before.indices.filter {
            before[$0].caseNumber == number && before[$0].target == nil
        }
        let minute = Int.random(in: 0...5, using: &random)
        if random.chance(25), let target = mine.isEmpty ? nil : random.pick(mine) {
            let type = random.pick(["entry-amended", "entry-marked-in-error", "erasure"])
            let data = data(of: before[target].type, index, &random)
            return Entry(
                caseNumber: number,
                type: type,
                data: type == "entry-amended"
                    ? ["data": data, "reason": "heard again"] : ["reason": "not so"],
                kind: type == "erasure" ? "erasure" : "entry",
                target: target,
                minute: minute
            )
        }
        let type = random.pick([
            "risk-noted", "risk-reviewed", "utterance-recorded", "utterance-recorded",
            "action-assigned", "action-completed", "progress-note",
        ])
        return Entry(
            caseNumber: number,
            type: type,
            data: data(of: type, index, &random),
            minute: minute
        )
    }

    private static func data(of type: String, _ index: Int, _ random: inout SeededRandom) -> JSON {
        let number = Int.random(in: 1...3, using: &random)
        let text: JSON = .string("words of entry \(index)")
        switch type {
        case "risk-noted", "risk-reviewed":
            let level = random.pick(["low", "moderate", "high"])
            return [
                "risk": .string("risk-\(number)"), "level": .string(level), "description": text,
            ]
        case "utterance-recorded":
            let start = Int.random(in: 0...4, using: &random) * 1000
            return [
                "review": .string("review-\(number)"),
                "speaker": .string(random.pick(["parent", "guider"])),
                "startMs": JSON(start), "endMs": JSON(start + 500), "words": text,
                "weight": .number(random.pick(["0.1", "0.2", "0.3", "1e16", "-1e16"])),
            ]
        case "action-assigned": return ["action": .string("action-\(number)"), "what": text]
        case "action-completed": return ["action": .string("action-\(number)"), "outcome": text]
        default: return ["text": text]
        }
    }

    var history: ProbeHistory {
        ProbeHistory(count: entries.count) { indices in fold(indices) }
    }

    /// An event in error or erased has no type; an amended one has its last amendment's data.
    private func fold(_ indices: [Int]) -> [ProjectionEvent] {
        var marks: [Int: [Int]] = [:]
        var amendments: [Int: [Int]] = [:]
        var erased: Set<Int> = []
        for index in indices where entries[index].type == "erasure" {
            if let target = entries[index].target {
                erased.insert(target)
                for other in indices where entries[other].target == target && other < index {
                    erased.insert(other)
                }
            }
        }
        for index in indices.reversed() where !erased.contains(index) && marks[index] == nil {
            guard let target = entries[index].target else { continue }
            switch entries[index].type {
            case "entry-marked-in-error": marks[target, default: []].append(index)
            case "entry-amended": amendments[target, default: []].append(index)
            default: break
            }
        }
        return indices.map { index in
            let entry = entries[index]
            let isErased = erased.contains(index)
            let isMarked = marks[index] != nil
            let newest = amendments[index]?.max()
            let standing =
                isErased ? "erased" : isMarked ? "in-error" : newest == nil ? "current" : "amended"
            let counts = !isErased && !isMarked
            let data = newest.flatMap { entries[$0].data["data"] } ?? entry.data
            let corrections = ((marks[index] ?? []) + (amendments[index] ?? [])).sorted().map {
                $0 + 1
            }
            return ProjectionEvent(
                position: Int64(index + 1),
                id: Identifier(high: 1, low: UInt64(index)).description,
                caseID: entry.caseNumber.map { Identifier(high: 2, low: UInt64($0)) },
                kind: entry.kind,
                n: Int64(index),
                unit: "unit-\(entry.target ?? index)",
                type: counts ? entry.type : nil,
                schema: counts ? 1 : nil,
                data: counts ? data.text : nil,
                standing: standing,
                first: !isErased && standing != "current" ? entry.data.text : nil,
                correctedBy: isErased || corrections.isEmpty ? nil : "\(corrections)",
                recordedAt: Self.time(index),
                by: "s-x",
                occurredFrom: entry.minute == 0 ? nil : Self.time(max(0, index - entry.minute)),
                occurredTo: Self.time(max(0, index - entry.minute)),
                precision: entry.minute == 0 ? "unknown" : "instant",
                confidentiality: isErased ? nil : "clinical"
            )
        }
    }

    private static func time(_ minute: Int) -> String {
        Instant(milliseconds: 1_780_000_000_000 + Int64(minute) * 60_000).description
    }
}

/// A folder of a test's own. Its statement that follows the line `-- wrong` is the one to be found.
struct CheckerFixture {
    private let temporary: TemporaryFolder
    let folder: ProjectionFolder

    static let types: Set<String> = [
        "risk-noted", "risk-reviewed", "utterance-recorded", "action-assigned", "action-completed",
        "progress-note", "role-assigned", "entry-amended", "entry-marked-in-error", "erasure",
    ]

    /// - Parameter columns: what the manifest says of columns; nil for a meaning of each.
    init(
        schema: String,
        apply: String,
        types: JSON = "*",
        columns: JSON? = nil,
        search: JSON? = nil,
        purpose: String = "to be checked",
        queries: [String: String] = [:]
    ) throws {
        let temporary = try TemporaryFolder()
        let path = temporary("made")
        func write(_ columns: JSON) throws {
            let manifest = JSON.object(present: [
                ("name", "made"), ("purpose", .string(purpose)), ("types", types),
                ("confidentiality", "restricted"), ("columns", columns), ("search", search),
            ])
            try temporary.write("made/manifest.json", manifest.pretty() + "\n")
        }
        try temporary.write("made/schema.sql", schema)
        try temporary.write("made/apply.sql", apply)
        for (name, text) in queries { try temporary.write("made/queries/\(name).sql", text) }
        try write(columns ?? .object([]))
        if columns == nil, let file = try? ProjectionFile(ProjectionFolder.read(path), at: nil) {
            let names = try? file.rows(
                """
                SELECT t.name AS "table", c.name AS "column"
                FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
                WHERE t.type IN ('table', 'view') AND t.name NOT LIKE 'vigil%'
                ORDER BY t.name, c.cid
                """
            )
            var meanings: JSON = .object([])
            for row in names ?? [] {
                guard let table = row["table"], let column = row["column"] else { continue }
                let said = meanings[table] ?? .object([])
                meanings = meanings.setting(table, to: said.setting(column, to: "what it is"))
            }
            try write(meanings)
        }
        folder = try ProjectionFolder.read(path)
        self.temporary = temporary
    }

    private var checker: FolderChecker {
        FolderChecker(folder, knownTypes: Self.types, beside: [folder])
    }

    /// The files are there as long as the temporary folder is.
    func read() -> [Complaint] { withExtendedLifetime(temporary) { checker.read() } }

    func probe(
        _ histories: [ProbeHistory],
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [Complaint] {
        try withExtendedLifetime(temporary) {
            try checker.probe(histories, seed: 7, progress: progress)
        }
    }

    /// Where the statement after `-- wrong` stands.
    static func wrongLine(_ sql: String) -> Int? {
        let lines = sql.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.firstIndex { $0.contains("-- wrong") }.map { $0 + 2 }
    }
}

extension Complaint {
    /// For a test's message.
    var told: String { "\(rule) \(file):\(line) \(sentence)" }
}
