import CaseModel
import CaseRecord
import EventLog
import Exporter
import Foundation
import Histories
import Interchange
import Support
import Testing
import Values

@Suite struct InterchangeTests {
    private func exported(_ record: CaseRecord, _ name: String = "C-0001") throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try record.exportLines(of: name, for: RecordFixture.auditor) {
            lines.append(Array($0.utf8))
        }
        return lines
    }

    private func demo(_ folder: TemporaryFolder) throws -> CaseRecord {
        try CaseRecord.createDemo(
            at: folder("demo.vigil"),
            startingOn: try #require(CivilDate("2025-09-15")),
            environment: folder.environment
        ).record
    }

    @Test func `an exported case imports with its ids, and is the same at any time`() throws {
        let folder = try TemporaryFolder()
        let first = try demo(folder)
        var lines: [[UInt8]] = []
        let reader = Reader(staff: "s-auditor", purpose: "audit")
        try first.exportLines(of: "C-0001", for: reader) { lines.append(Array($0.utf8)) }
        let fixture = try RecordFixture()
        let second = try fixture.create()
        let report = try second.importLines(lines, by: "s-admin")
        #expect(report.recorded == lines.count)
        let moments = stride(from: 0, to: 260, by: 20).map { day in
            Instant(milliseconds: 1_757_894_400_000 + Int64(day) * 86_400_000)
        }
        for asOf in [nil] + moments.map(Optional.some) {
            let query = Timeline.Query(asOf: asOf)
            let one = try first.timeline(of: "C-0001", query, for: reader)
            let other = try second.timeline(of: "C-0001", query, for: RecordFixture.auditor)
            #expect(substance(one) == substance(other))
        }
        let entry = try #require(
            try second.timeline(of: "C-0001", for: RecordFixture.auditor).lines.first?.standing
                .entry
        )
        #expect(entry.payload?.origin?.record == first.info.id)
        #expect(entry.by == "s-admin" && entry.recordedAt > entry.firstRecordedAt)
        // Erasure units stay apart: each film and disclosure has its own here too.
        let rows = try second.tail(from: 1, count: 1000).filter { $0.stream == entry.stream }
        #expect(Set(rows.map(\.unit)).count > 5)
    }

    @Test func `importing a file twice records nothing twice`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let lines = try exported(record)
        let fresh = try RecordFixture()
        fresh.advance(86_400_000)
        let other = try fresh.create()
        #expect(try other.importLines(lines, by: "s-admin").recorded == 4)
        let again = try other.importLines(lines, by: "s-admin")
        #expect(again.recorded == 0 && again.alreadyThere == 4)
        // And into the record that it came from.
        #expect(try record.importLines(lines, by: "s-admin").alreadyThere == 4)
    }

    /// Goal: a bad line leaves nothing behind and is named. Method: a good file with one line changed.
    @Test(arguments: [
        (2, "\"id\":\"", "\"id\":\"x", "line 3: 'id'"),
        (2, "urn:uuid:", "urn:x:", "line 3: 'source'"),
        (3, "film-taken", "film-eaten", "line 4: 'type'"),
        (3, "\"durationMs\":300000", "\"durationMs\":\"long\"", "line 4: 'data.data.durationMs'"),
        (3, "[\"mother\",\"infant\"]", "[\"mother\",\"uncle\"]", "line 4: 'data.subjects'"),
        (1, "\"specversion\":\"1.0\"", "\"specversion\":\"0.3\"", "line 2: 'specversion'"),
        (1, "\"occurred\":\"2026", "\"occurred\":\"sometime 2026", "line 2: 'data.occurred'"),
        (0, "{", "", "line 1: a line is one JSON object"),
        (1, "\"sequence\":\"0000000001\"", "\"sequence\":\"0000000000\"", "line 2: 'sequence'"),
        (1, "\"vigilby\":\"s-admin\"", "\"vigilby\":\"S Admin\"", "line 2: 'vigilby'"),
        (2, "\"data\":{", "\"mystery\":1,\"data\":{", "line 3: 'mystery'"),
    ])
    func `a bad line is named, and nothing of the file is in`(
        line: Int,
        good: String,
        bad: String,
        expected: String
    ) throws {
        let source = try RecordFixture()
        var lines = try exported(try source.withCase())
        // Only the first place: a payload repeats some members' names.
        let text = String(decoding: lines[line], as: UTF8.self)
        let place = try #require(text.range(of: good))
        let changed = text.replacingCharacters(in: place, with: bad)
        #expect(changed != text)
        lines[line] = Array(changed.utf8)
        let fixture = try RecordFixture()
        fixture.advance(86_400_000)
        let record = try fixture.create()
        let before = try record.lastPosition()
        do {
            _ = try record.importLines(lines, by: "s-admin")
            Issue.record("it was taken")
        } catch let error as RecordError {
            #expect(error.sentence.hasPrefix(expected), "\(error.sentence)")
        }
        #expect(try record.lastPosition() == before)
    }

    @Test func `damaged lines never trap`() throws {
        let source = try RecordFixture()
        let lines = try exported(try source.withCase())
        var random = SeededRandom(seed: 17)
        for _ in 0..<3000 {
            var line = lines.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<line.count, using: &random)
                line[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            _ = try? EventLine(parsing: line)
        }
    }

    /// What another version wrote: kept, shown as not understood or brought up to date, verified, exported.
    @Test func `old schemas, unknown types and newer versions read, verify and export`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.create()
        let path = "\(Checkout.root)/Tests/Golden/other-versions.jsonl"
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map { Array($0.utf8) }
        let report = try record.importLines(lines, by: "s-admin")
        #expect(report.recorded == lines.count)
        let view = try record.timeline(of: "V-0001", for: RecordFixture.auditor)
        let byType = Dictionary(
            view.lines.map { ($0.standing.entry.payload?.type ?? "", $0.standing) }
        ) { first, _ in first }
        // Version 1 of a rating called it a score and wrote it as a text.
        #expect(byType["goal-rated"]?.standing == .current)
        #expect(byType["goal-rated"]?.payload?.data["rating"] == 4)
        #expect(byType["goal-rated"]?.payload?.schema == 2)
        #expect(byType["hologram-taken"]?.standing == .notUnderstood)
        #expect(byType["clip-chosen"]?.standing == .notUnderstood)
        #expect(byType["clip-chosen"]?.payload?.schema == 99)
        #expect(byType["progress-note"]?.payload?.others.map(\.name) == ["mood"])
        let output = fixture.folder("versions.xml")
        let receipt = try record.export(
            "V-0001",
            to: output,
            ExportOrder(recipient: "a test", purpose: "audit", basis: "a test"),
            by: "s-admin"
        )
        #expect(receipt.byteCount > 0)
        let xml = try String(contentsOfFile: output, encoding: .utf8)
        #expect(xml.contains("hologram-taken") && xml.contains("not-understood"))
        #expect(
            try CaseRecord.verify(at: fixture.path, environment: fixture.folder.environment).isWhole
        )
        // What came is what goes out again.
        let out = try exported(record, "V-0001").map { try EventLine(parsing: $0) }
        let given = try lines.map { try EventLine(parsing: $0) }
        #expect(out.map(\.id) == given.map(\.id))
        for (a, b) in zip(out, given) {
            var payload = a.payload
            payload?.origin = nil
            #expect(payload == b.payload)
        }
    }
}
