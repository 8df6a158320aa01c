import CaseModel
import Exporter
import Foundation
import Support
import Testing
import Values
import XMLKit

@Suite struct CaseRecordWriterTests {
    @Test func `the same case gives the same bytes`() throws {
        #expect(try SampleCase.document.bytes() == SampleCase.document.bytes())
    }

    @Test func `the file and the memory hold the same bytes`() throws {
        let folder = try TemporaryFolder("export")
        try SampleCase.document.write(to: folder("case.xml"))
        let written = try #require(FileManager.default.contents(atPath: folder("case.xml")))
        #expect(try Array(written) == SampleCase.document.bytes())
        #expect(written.starts(with: #"<?xml version="1.0" encoding="UTF-8"?>"#.utf8))
    }

    @Test func `entries stand in the order of the timeline, each once`() throws {
        let entries = try entries()
        let expected = Timeline.lines(of: SampleCase.entries).map(\.standing.entry.position)
        #expect(entries.map { $0["position"] } == expected.map { String($0) })
    }

    @Test func `an entry whose time is unknown says so and has no start`() throws {
        let happened = try #require(try entry(1).first("happened"))
        #expect(happened["precision"] == "unknown")
        #expect(happened.text == "unknown")
        #expect(happened["from"] == nil)
        #expect(happened["to"] == "2026-11-22T10:00:00.000Z")
    }

    @Test func `an amended entry holds what was written first`() throws {
        let entry = try entry(11)
        #expect(entry["standing"] == "amended")
        let correction = try #require(try self.entry(13)["number"])
        #expect(entry.all("correctedBy").map { $0["entry"] } == [correction])
        #expect(statement(of: entry) == "Enjoy bath time together")
        #expect(entry.first("happened")?.text == "2026-11-19")
        let first = try #require(entry.first("first"))
        #expect(statement(of: first) == "Enjoy bath time")
        #expect(first.first("happened")?["precision"] == "instant")
    }

    @Test func `an entry in error keeps its words and adds nobody`() throws {
        #expect(try entry(12)["standing"] == "in-error")
        #expect(try entry(12).first("data") != nil)
        let wrong = SampleCase.known(1, .personAdded, ["person": "aunt", "role": "relative"])
        let mark = SampleCase.known(
            2,
            .entryMarkedInError,
            ["target": .string(wrong.id.description), "reason": "Wrong family"]
        )
        #expect(try root(of: [wrong, mark]).first("people") == nil)
    }

    @Test func `an erased or locked entry is a stub and nothing else`() throws {
        for (position, standing) in [(15, "erased"), (16, "locked")] {
            let entry = try entry(position)
            #expect(entry["standing"] == standing)
            #expect(entry["type"] == nil)
            #expect(entry.children.map(\.name) == ["recorded"])
        }
    }

    @Test func `an entry that is not understood loses nothing`() throws {
        let entry = try entry(17)
        #expect(entry["type"] == "dream-told")
        #expect(entry["schema"] == "3")
        let raw = try #require(entry.first("raw"))
        #expect(raw.children.map { $0["name"] } == ["words", "list", "none", "deep"])
        #expect(raw.children.map { $0["kind"] } == ["text", "list", "null", "object"])
        #expect(
            raw.children[1].children.map { $0["kind"] }
                == ["number", "text", "null", "boolean", "list"]
        )
    }

    @Test func `codes carry codebook, version and meaning, unknown ones none`() throws {
        let scopes = try #require(try entry(5).first("data")?.first("codes"))
        #expect(scopes["codebook"] == "consent-scopes")
        #expect(scopes["version"] == "vigil-1")
        #expect(scopes.children.map(\.text) == ["film-interaction", "our-own-scope"])
        #expect(scopes.children.map { $0["meaning"] } == ["being filmed together", nil])
        let books = try root(of: SampleCase.entries).first("codebooks")?.children
        #expect(
            books?.map { $0["name"] }
                == ["principles", "consent-scopes", "measures", "relationships"]
        )
    }

    @Test func `what is not of its field's kind is written as it came`() throws {
        let data = try #require(try entry(10).first("data"))
        #expect(data.children.map(\.name) == ["text", "other", "other"])
        let session = data.children[2]
        #expect(session["name"] == "session")
        #expect(session.children.map { $0["kind"] } == ["number"])
    }

    @Test func `an imported entry names its first log`() throws {
        let first = try #require(try entry(10).first("firstLog"))
        #expect(first["position"] == "4")
        #expect(first["by"] == "old-author")
        #expect(first["at"] == "2026-10-01T08:00:00.000Z")
    }

    @Test func `an entry that may have happened by the time asked says perhaps`() throws {
        let document = CaseRecordDocument(
            header: SampleCase.header,
            lines: Timeline.lines(
                of: SampleCase.entries,
                Timeline.Query(asOf: Instant("2026-11-20T09:32:00Z"))
            ),
            codebooks: .builtIn
        )
        let entries = try #require(XMLDocument(try document.bytes()).root.first("entries"))
        let film = entries.children.first { $0["position"] == "6" }
        #expect(film?.first("happened")?["certainty"] == "perhaps")
        let mother = entries.children.first { $0["position"] == "2" }
        #expect(mother != nil)
        #expect(mother?.first("happened")?["certainty"] == nil)
    }

    @Test func `an NHS number that fails its check digit is not written as one`() throws {
        let entry = SampleCase.known(
            1,
            .personAdded,
            ["person": "infant", "role": "child", "nhsNumber": "9990000019"]
        )
        let root = try root(of: [entry])
        #expect(root.first("people")?.children.first?.first("nhsNumber") == nil)
        let data = try #require(root.first("entries")?.children.first?.first("data"))
        #expect(data.children.map(\.name) == ["label", "choice", "other"])
    }

    @Test func `characters that XML cannot hold become U+FFFD`() throws {
        let entry = SampleCase.known(
            1,
            .progressNote,
            ["text": "a\u{0}b\u{8}c\u{B}d\u{FFFE}e\u{FFFF}f\u{1F}\ttab\nline\rend"]
        )
        let text = try root(of: [entry]).first("entries")?.children.first?.first("data")?
            .first("text")?.text
        #expect(
            text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}\ttab\nline\rend"
        )
    }

    // MARK: - Inside

    private func root(of entries: [Entry]) throws -> XMLElement {
        let document = CaseRecordDocument(
            header: SampleCase.header,
            lines: Timeline.lines(of: entries),
            codebooks: .builtIn
        )
        return try XMLDocument(document.bytes()).root
    }

    private func entries() throws -> [XMLElement] {
        try root(of: SampleCase.entries).first("entries")?.children ?? []
    }

    private func entry(_ position: Int) throws -> XMLElement {
        try #require(try entries().first { $0["position"] == String(position) })
    }

    private func statement(of element: XMLElement) -> String? {
        element.first("data")?.children.first { $0["name"] == "statement" }?.text
    }
}
