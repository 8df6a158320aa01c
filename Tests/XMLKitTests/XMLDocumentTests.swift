import Testing
import XMLKit

@Suite struct XMLDocumentTests {
    @Test func `a document is read as names, attributes, children and text`() throws {
        let text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment --><a xmlns="urn:a" k="v&amp;w"><b>one</b><p:b xmlns:p="urn:p" p:k="1">
            <![CDATA[<two>]]></p:b>tail</a>
            """
        let root = try XMLDocument(Array(text.utf8)).root
        #expect(root.name == "a")
        #expect(root.namespace == "urn:a")
        #expect(root["k"] == "v&w")
        #expect(root.text == "tail")
        #expect(root.line == 2)
        #expect(root.all("b").map(\.text) == ["one", "\n<two>"])
        #expect(root.children.map(\.namespace) == ["urn:a", "urn:p"])
        let attribute = try #require(root.children.last?.attributes.first)
        #expect(attribute.namespace == "urn:p")
        #expect(root.children.last?["k"] == nil)
    }

    @Test func `a byte order mark of UTF-8 is allowed`() throws {
        #expect(try XMLDocument([0xef, 0xbb, 0xbf] + Array("<a>1</a>".utf8)).root.text == "1")
    }

    @Test func `an error says line, column and file`() throws {
        let folder = try Folder()
        let path = try folder.file("bad.xml", "<a>\n  <b>\n  </c>\n</a>")
        let error = #expect(throws: XMLError.self) { try XMLDocument(file: path) }
        #expect(error?.code == .malformed)
        #expect(error?.line == 3)
        #expect(error?.column == 7)
        #expect(error?.file == path)
        #expect(error?.description.contains("line 3, column 7") == true)
    }

    @Test func `the canonical form does not depend on spelling`() throws {
        let one = Array(#"<a z="1" b='2'><!-- x --><c/></a>"#.utf8)
        let two = Array("<?xml version=\"1.0\"?>\n<a b=\"2\"   z=\"1\"><c></c></a>\n".utf8)
        let canonical = try XMLDocument.canonical(one)
        #expect(canonical == Array(#"<a b="2" z="1"><c></c></a>"#.utf8))
        #expect(try XMLDocument.canonical(two) == canonical)
        let folder = try Folder()
        let path = try folder.file("a.xml", #"<a z="1" b="2"><c/></a>"#)
        #expect(try XMLDocument.canonical(file: path) == canonical)
    }

    @Test func `a missing file and a folder are unavailable`() throws {
        let folder = try Folder()
        for path in [folder.path + "/none.xml", folder.path] {
            let error = #expect(throws: XMLError.self) { try XMLDocument(file: path) }
            #expect(error?.code == .unavailable)
        }
    }

    @Test func `many threads read at once`() async throws {
        let text = Array(("<a>" + String(repeating: "<b c='1'>x</b>", count: 500) + "</a>").utf8)
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<32 {
                group.addTask { try XMLDocument(text).root.children.count }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 500, count: 32))
    }
}
