import Foundation
import Testing
import XMLKit

@Suite struct XMLWriterTests {
    @Test func `a document begins with its declaration and has no byte order mark`() throws {
        let text = try write { xml in try xml.element("a", "é") }
        #expect(text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>é</a>\n")
    }

    @Test func `an element with neither attributes nor content is not written`() throws {
        let text = try body { xml in
            try xml.start("root")
            try xml.element("empty", "")
            try xml.element("blank", " \n\t\r")
            try xml.element("nothing", nil)
            try xml.start("outer")
            try xml.start("inner", namespace: "urn:x")
            try xml.attribute("a", "")
            try xml.attribute("b", nil)
            try xml.text("")
            try xml.end()
            try xml.end()
            try xml.element("kept", "1")
            try xml.end()
        }
        #expect(text == "<root><kept>1</kept></root>")
    }

    @Test func `an attribute alone is something to say`() throws {
        let text = try body { xml in
            try xml.start("root")
            try xml.start("child")
            try xml.attribute("n", 7)
            try xml.end()
            try xml.end()
        }
        #expect(text == #"<root><child n="7"/></root>"#)
    }

    @Test func `a document that comes to nothing is refused`() {
        #expect(throws: XMLError(.empty, "the document has nothing to say")) {
            try write { xml in
                try xml.start("root")
                try xml.end()
            }
        }
    }

    @Test func `markup in texts and attributes is escaped and read back as it was`() throws {
        let hard = "<a href=\"x\">&amp; ]]> 'q' \t\n\r é 🙂 \u{85}\u{2028}"
        let bytes = try bytes { xml in
            try xml.start("root")
            try xml.attribute("a", hard)
            try xml.text(hard)
            try xml.end()
        }
        let root = try XMLDocument(bytes).root
        #expect(root["a"] == hard)
        #expect(root.text == hard)
    }

    @Test func `characters that XML cannot hold become U+FFFD, and only those`() throws {
        var illegal = (0..<0x20).filter { ![9, 10, 13].contains($0) }
        illegal += [0xfffe, 0xffff]
        let text = String(
            String.UnicodeScalarView(illegal.compactMap { Unicode.Scalar(UInt32($0)) })
        )
        #expect(XMLText.legal(text) == String(repeating: "\u{FFFD}", count: illegal.count))
        let legal = "\t\n\r \u{7f}\u{80}\u{9f}\u{d7ff}\u{e000}\u{fffd}\u{1fffd}\u{10fffd}"
        #expect(XMLText.legal(legal) == legal)
        for scalar in legal.unicodeScalars {
            let one = "x" + String(scalar) + "x"
            let bytes = try bytes { xml in try xml.element("a", one) }
            #expect(try XMLDocument(bytes).root.text == one)
        }
    }

    @Test func `a namespace is written once, as the default one`() throws {
        let text = try body { xml in
            try xml.start("a", namespace: "urn:one")
            try xml.element("b", "1")
            try xml.start("c", namespace: "urn:two")
            try xml.attribute("k", "v")
            try xml.element("d", "2")
            try xml.end()
            try xml.element("e", "3")
            try xml.end()
        }
        #expect(
            text == #"<a xmlns="urn:one"><b>1</b><c xmlns="urn:two" k="v"><d>2</d></c><e>3</e></a>"#
        )
    }

    @Test func `what would not be XML is refused`() {
        refuses { xml in try xml.start("1a") }
        refuses { xml in try xml.start("") }
        refuses { xml in try xml.start("a b") }
        refuses { xml in try xml.start("p:a") }
        refuses { xml in try xml.text("outside") }
        refuses { xml in try xml.end() }
        refuses { xml in
            try xml.element("a", "1")
            try xml.element("b", "2")
        }
        refuses { xml in
            try xml.start("a")
            try xml.attribute("k", "1")
            try xml.attribute("k", "2")
        }
        refuses { xml in
            try xml.start("a")
            try xml.attribute("xmlns", "urn:x")
        }
        refuses { xml in
            try xml.start("a")
            try xml.text("1")
            try xml.attribute("k", "1")
        }
        refuses { xml in
            try xml.start("a")
            try xml.text("1")
        }
    }

    @Test func `a new file is its owner's alone, and one that is there is not touched`() throws {
        let folder = try Folder()
        let path = folder.path + "/a.xml"
        let xml = try XMLWriter(creating: path)
        try xml.element("a", "1")
        try xml.finish()
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let error = #expect(throws: XMLError.self) { try XMLWriter(creating: path) }
        #expect(error?.code == .unavailable)
        #expect(error?.file == path)
        #expect(try XMLDocument(file: path).root.text == "1")
    }

    #if os(Linux)
    /// In a process of its own, whose files may have four kilobytes.
    @Test func `a full disk is an error and not a short file`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let folder = try Folder()
            let error = #expect(throws: XMLError.self) {
                let xml = try XMLWriter(creating: folder.path + "/full.xml")
                try xml.element("a", String(repeating: "x", count: 100_000))
                try xml.finish()
            }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("cannot be written") == true)
        }
    }
    #endif

    @Test func `two writes give the same bytes`() throws {
        let once = try write(isIndented: true, sample)
        #expect(try write(isIndented: true, sample) == once)
        #expect(once.contains("\n  <b"))
    }

    // MARK: - Inside

    private func sample(_ xml: XMLWriter) throws {
        try xml.start("a", namespace: "urn:a")
        for number in 0..<100 {
            try xml.start("b")
            try xml.attribute("n", number)
            try xml.text(String(repeating: "words ", count: number))
            try xml.end()
        }
        try xml.end()
    }

    private func bytes(
        isIndented: Bool = false,
        _ body: (XMLWriter) throws -> Void
    ) throws -> [UInt8] {
        let xml = try XMLWriter(isIndented: isIndented)
        try body(xml)
        return try xml.finish()
    }

    private func write(
        isIndented: Bool = false,
        _ body: (XMLWriter) throws -> Void
    ) throws -> String {
        String(decoding: try bytes(isIndented: isIndented, body), as: UTF8.self)
    }

    /// The text of a document without its declaration.
    private func body(_ body: (XMLWriter) throws -> Void) throws -> String {
        let text = try write(body)
        return String(text.drop { $0 != "\n" }.dropFirst().dropLast())
    }

    private func refuses(
        _ body: (XMLWriter) throws -> Void,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: XMLError.self, sourceLocation: sourceLocation) {
            _ = try write(body)
        }
        #expect(error?.code == .misuse, sourceLocation: sourceLocation)
    }
}
