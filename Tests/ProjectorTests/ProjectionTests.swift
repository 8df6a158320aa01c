import Foundation
import Projector
import Support
import Testing
import Values

@Suite struct ProjectionTests {
    private func folder() throws -> ProjectionFolder {
        try ProjectionFolder.read("\(Checkout.root)/Projections/directory")
    }

    private func event(_ position: Int64, _ caseID: Identifier, _ reference: String)
        -> ProjectionEvent
    {
        ProjectionEvent(
            position: position,
            id: Identifier(high: 1, low: UInt64(position)).description,
            caseID: caseID,
            n: 0,
            unit: caseID.description,
            type: "case-opened",
            schema: 1,
            data: "{\"reference\":\"\(reference)\"}",
            recordedAt: Instant(milliseconds: 0).description,
            by: "s-x",
            occurredFrom: nil,
            occurredTo: Instant(milliseconds: position).description,
            precision: "unknown",
            confidentiality: "clinical"
        )
    }

    @Test func `one window is many windows, and a window applies once`() throws {
        let cases = (0..<20).map { Identifier(high: 2, low: UInt64($0)) }
        let events = cases.enumerated().map { event(Int64($0) + 1, $1, "C-\($0)") }
        let whole = try ProjectionFile(try folder(), at: nil)
        #expect(try whole.apply(events, after: 0, through: 20))
        let parts = try ProjectionFile(try folder(), at: nil)
        for start in stride(from: 0, to: 20, by: 3) {
            let end = min(start + 3, 20)
            let window = Array(events[start..<end])
            #expect(try parts.apply(window, after: Int64(start), through: Int64(end)))
            #expect(try !parts.apply(window, after: Int64(start), through: Int64(end)))
        }
        #expect(try whole.digest() == parts.digest())
        #expect(try parts.position() == 20)
    }

    @Test func `a text is given whole, whatever characters are in it`() throws {
        let texts = ["plain", "", "a\u{0}b", "\u{0}", "ends\u{0}", "Grüße 🙂"]
        let temporary = try TemporaryFolder()
        try temporary.write(
            "sources/manifest.json",
            #"{"name": "sources", "types": "*", "confidentiality": "clinical"}"#
        )
        try temporary.write(
            "sources/schema.sql",
            """
            CREATE TABLE source (
              case_id TEXT NOT NULL, position INTEGER NOT NULL, bytes TEXT, size INTEGER, data TEXT,
              PRIMARY KEY (case_id, position)
            ) STRICT, WITHOUT ROWID;
            """
        )
        try temporary.write(
            "sources/apply.sql",
            """
            INSERT INTO source
            SELECT case_id, position, hex(source), length(CAST(source AS BLOB)), data->>'$.reference'
            FROM event;
            """
        )
        let folder = try ProjectionFolder.read(temporary("sources"))
        let projection = try ProjectionFile(folder, at: nil)
        let id = Identifier(high: 4, low: 4)
        let events = texts.enumerated().map { index, text in
            ProjectionEvent(
                position: Int64(index + 1),
                id: Identifier(high: 5, low: UInt64(index)).description,
                caseID: id,
                n: Int64(index),
                unit: id.description,
                type: "progress-note",
                schema: 1,
                data: JSON.object([.init("reference", .string("C-\(index)"))]).text,
                recordedAt: Instant(milliseconds: 0).description,
                by: "s-x",
                occurredFrom: nil,
                occurredTo: Instant(milliseconds: 0).description,
                precision: "unknown",
                source: text,
                confidentiality: "clinical"
            )
        }
        try projection.apply(events, after: 0, through: Int64(texts.count))
        let rows = try projection.rows("SELECT bytes, size, data FROM source ORDER BY position")
        for (index, (text, row)) in zip(texts, rows).enumerated() {
            #expect(row["bytes"] == hexadecimal(Array(text.utf8)).uppercased())
            #expect(row["size"] == String(text.utf8.count))
            #expect(row["data"] == "C-\(index)")
        }
        #expect(rows.count == texts.count)
    }

    @Test func `a corrected case is made anew`() throws {
        let id = Identifier(high: 3, low: 3)
        let projection = try ProjectionFile(try folder(), at: nil)
        try projection.apply([event(1, id, "C-1")], after: 0, through: 1)
        try projection.apply([], after: 1, through: 2, whole: [id: [event(1, id, "C-7")]])
        #expect(
            try projection.rows("SELECT reference FROM case_reference").map { $0["reference"] } == [
                "C-7"
            ]
        )
    }

    @Test func `a file of another version, or no database at all, is made anew`() throws {
        let temporary = try TemporaryFolder()
        let store = ProjectionStore(directory: temporary.path)
        try Data("this is no database, and long enough to be read as one".utf8)
            .write(to: URL(fileURLWithPath: store.link("directory")))
        #expect(throws: ProjectionError.otherVersion) { _ = try store.open(try folder()) }
        let projection = try store.openOrMake(try folder())
        #expect(try projection.position() == 0)
        #expect(store.isServing(projection))
    }

    @Test func `an apply that fails stops its projection at the one event`() throws {
        let temporary = try TemporaryFolder()
        try temporary.write(
            "stops/manifest.json",
            #"{"name": "stops", "types": "*", "confidentiality": "clinical"}"#
        )
        try temporary.write(
            "stops/schema.sql",
            """
            CREATE TABLE seen (
              case_id TEXT NOT NULL, position INTEGER NOT NULL, reference TEXT NOT NULL,
              PRIMARY KEY (case_id, position), CHECK (reference <> 'C-7')
            ) STRICT, WITHOUT ROWID;
            """
        )
        try temporary.write(
            "stops/apply.sql",
            "-- a comment\nINSERT INTO seen SELECT case_id, position, data->>'$.reference' FROM event;\n"
        )
        let cases = (0..<20).map { Identifier(high: 2, low: UInt64($0)) }
        let events = cases.enumerated().map { event(Int64($0) + 1, $1, "C-\($0)") }
        let file = try ProjectionFile(ProjectionFolder.read(temporary("stops")), at: nil)
        #expect(try !file.apply(events, after: 0, through: 20))
        let stopped = try #require(try file.state().stopped)
        #expect(stopped.position == 8)
        #expect(stopped.reason == "apply.sql, line 2: CHECK constraint failed: reference <> 'C-7'")
        #expect(try file.rows(of: "seen").isEmpty)
        #expect(try !file.apply([], after: 0, through: 1))
    }

    @Test(arguments: ["", "{", "{\"name\":\"other\"}", "{\"name\":\"broken\"}"])
    func `a folder that is not one is refused by name`(manifest: String) throws {
        let temporary = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: temporary("broken"),
            withIntermediateDirectories: true
        )
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: temporary("broken/manifest.json")))
        #expect(throws: ProjectionError.self) { try ProjectionFolder.read(temporary("broken")) }
    }
}
