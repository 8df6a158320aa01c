import CaseRecord
import Foundation
import Support
import Testing

/// The library as a program outside the package sees it.
@Suite struct PublicDoorTests {
    @Test func `an entry goes in and comes out in plain values`() throws {
        let fixture = try RecordFixture()
        try fixture.withCase().close()
        let record = try CaseRecord.opened(
            at: fixture.path,
            secrets: FileManager.default.contentsOfDirectory(atPath: fixture.folder("data/vigil"))
                .first.map { fixture.folder("data/vigil/\($0)") }
        )
        let entry = try record.recordEntry(
            "progress-note",
            inCase: "C-0001",
            occurred: "2026-01",
            data: #"{"text":"By the public door"}"#,
            by: "s-admin"
        )
        let shown = try record.timeline(ofCase: "C-0001", staff: "s-admin", purpose: "audit")
        let own = try #require(shown.first { $0.position == entry.position })
        #expect(own.type == "progress-note" && own.occurred == "2026-01")
        #expect(own.reading.contains("By the public door"))
        #expect(try CaseRecord.damages(at: fixture.path) == [])
        #expect(throws: RecordError.self) {
            try record.recordEntry(
                "progress-note",
                inCase: "C-0001",
                occurred: "soon",
                data: "{}",
                by: "s-admin"
            )
        }
        try record.close()
    }
}
