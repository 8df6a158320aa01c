import CaseModel
import Testing
import Values

@Suite struct HistoryTests {
    /// A random history of notes, amendments, marks, and corrections of those.
    static func history(seed: UInt64, count: Int) -> [Entry] {
        var random = SeededRandom(seed: seed)
        var entries: [Entry] = []
        for index in 0..<count {
            let id = Identifier(high: seed, low: UInt64(index))
            let target = entries.randomElement(using: &random)
            let kind = Int.random(in: 0..<10, using: &random)
            let payload: Payload
            if let target, kind < 2 {
                payload = Payload(
                    type: "entry-marked-in-error",
                    occurred: .unknown,
                    confidentiality: .clinical,
                    data: ["target": .string(target.id.description), "reason": "r"]
                )
            } else if let target, kind < 6 {
                // Amending an amendment gives it new data of its own kind.
                var new: JSON = ["text": .string("amended \(index)")]
                if let old = target.payload, old.type != "progress-note" {
                    new = old.data.setting("reason", to: .string("reason \(index)"))
                    if old.type == "entry-amended" {
                        new = new.setting("data", to: ["text": .string("again \(index)")])
                    }
                }
                payload = Payload(
                    type: "entry-amended",
                    occurred: .unknown,
                    confidentiality: .clinical,
                    data: ["target": .string(target.id.description), "reason": "r", "data": new]
                )
            } else {
                payload = Payload(
                    type: "progress-note",
                    occurred: .unknown,
                    confidentiality: .clinical,
                    data: ["text": .string("note \(index)")]
                )
            }
            entries.append(
                Entry(
                    position: Int64(index) + 1,
                    id: id,
                    stream: Identifier(high: 0, low: 0),
                    n: Int64(index),
                    kind: "entry",
                    recordedAt: Instant(milliseconds: Int64(index) * 1000),
                    by: "s-x",
                    unit: id,
                    content: .known(payload)
                )
            )
        }
        return entries
    }

    /// The rule as a definition: an entry is in error if some later mark on it is not itself in error;
    /// its data is that of the newest later amendment of it that is not in error, as that stands.
    struct Oracle {
        let entries: [Entry]

        func isInError(_ index: Int) -> Bool {
            corrections(of: index, "entry-marked-in-error").contains { !isInError($0) }
        }

        func data(_ index: Int) -> JSON {
            let amendments = corrections(of: index, "entry-amended").filter { !isInError($0) }
            guard let newest = amendments.last else { return entries[index].payload?.data ?? .null }
            return data(newest)["data"] ?? .null
        }

        private func corrections(of index: Int, _ type: String) -> [Int] {
            entries.indices.filter { later in
                // What a correction is about can itself be corrected.
                later > index && entries[later].payload?.type == type
                    && data(later)["target"]?.string == entries[index].id.description
            }
        }
    }

    @Test(arguments: 0..<40)
    func `corrections of corrections fold as defined`(seed: Int) {
        let entries = Self.history(seed: UInt64(seed), count: 24)
        let oracle = Oracle(entries: entries)
        for (index, standing) in History.standing(of: entries).enumerated() {
            let isInError = oracle.isInError(index)
            #expect((standing.standing == .inError) == isInError, "seed \(seed), entry \(index)")
            if !isInError {
                #expect(
                    standing.payload?.data == oracle.data(index),
                    "seed \(seed), entry \(index)"
                )
            }
        }
    }

    @Test func `the timeline known at a time is that of a shorter history`() {
        for seed in 0..<20 {
            let entries = Self.history(seed: UInt64(seed), count: 30)
            for cut in stride(from: 0, to: 30, by: 3) {
                let known = Timeline.lines(
                    of: entries,
                    Timeline.Query(knownAt: entries[cut].recordedAt)
                )
                let shorter = Timeline.lines(of: Array(entries[...cut]))
                #expect(known.map(\.standing.payload) == shorter.map(\.standing.payload))
                #expect(known.map(\.standing.standing) == shorter.map(\.standing.standing))
            }
        }
    }
}

@Suite struct TimelineTests {
    private func entry(_ position: Int64, _ occurred: Occurrence, recordedAt: Instant) -> Entry {
        Entry(
            position: position,
            id: Identifier(high: 9, low: UInt64(position)),
            stream: Identifier(high: 0, low: 0),
            n: position - 1,
            kind: "entry",
            recordedAt: recordedAt,
            by: "s-x",
            unit: Identifier(high: 0, low: 1),
            content: .known(
                Payload(
                    type: "progress-note",
                    occurred: occurred,
                    confidentiality: .clinical,
                    data: ["text": "x"]
                )
            )
        )
    }

    /// Goal: as-of is about intervals. Method: one entry of each precision, asked before, in and after.
    @Test(arguments: [
        ("2026-03-10T10:00:00.000Z", "no", "yes", "yes"),
        ("2026-03-09T10:00:00.000Z/2026-03-11T10:00:00.000Z", "no", "perhaps", "yes"),
        ("2026-03-10", "no", "perhaps", "yes"),
        ("2026-03", "perhaps", "perhaps", "yes"),
        ("unknown", "perhaps", "perhaps", "perhaps"),
    ])
    func `what had happened, and what may have`(
        occurred: String,
        before: String,
        during: String,
        after: String
    ) throws {
        let recorded = try #require(Instant("2026-05-01T12:00:00.000Z"))
        let time = try #require(Occurrence(occurred))
        let note = entry(1, time, recordedAt: recorded)
        func happened(_ time: String) -> String {
            let query = Timeline.Query(asOf: Instant(time))
            return Timeline.lines(of: [note], query).first?.happened.rawValue ?? "no"
        }
        #expect(happened("2026-03-05T00:00:00Z") == before)
        #expect(happened("2026-03-10T12:00:00Z") == during)
        #expect(happened("2026-04-20T00:00:00Z") == after)
        #expect(happened("2026-05-01T12:00:00Z") == "yes")
    }

    @Test
    func `entries stand in the order in which they happened, then in which they were written`()
        throws
    {
        let times = ["2026-03-10", "unknown", "2026-03-01T10:00:00.000Z", "2026-03", "2026-03-10"]
        let recorded = try #require(Instant("2026-03-05T12:00:00.000Z"))
        let entries = times.enumerated().map { index, time in
            entry(
                Int64(index) + 1,
                Occurrence(time) ?? .unknown,
                recordedAt: recorded.adding(milliseconds: Int64(index) * 86_400_000 * 10)
            )
        }
        #expect(Timeline.lines(of: entries).map(\.standing.entry.position) == [4, 3, 1, 5, 2])
    }
}
