import Foundation
import Support
import Testing
import XMLKit

/// Whatever the bytes: a document, or an error that says where; no file, no network, no trap, no
/// long wait.
@Suite struct HostileXMLTests {
    @Test func `a billion laughs are refused at the first`() {
        var entities = #"<!ENTITY a0 "ha">"#
        for level in 1...9 {
            let ten = String(repeating: "&a\(level - 1);", count: 10)
            entities += "<!ENTITY a\(level) \"\(ten)\">"
        }
        refuses("<!DOCTYPE x [\(entities)]><x>&a9;</x>", .doctype, line: 1)
    }

    @Test func `an entity of a file is refused and not read`() throws {
        let folder = try Folder()
        let secret = try folder.file("secret.txt", "the family's words")
        for system in [secret, "file://\(secret)", "file:///etc/passwd"] {
            let error = refuses(
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"\(system)\">]>\n<x>&e;</x>",
                .doctype
            )
            #expect(error?.description.contains("root:") == false)
        }
    }

    @Test(arguments: [
        "<!DOCTYPE x><x>1</x>",
        "<!DOCTYPE x SYSTEM \"http://127.0.0.1:9/x.dtd\"><x>1</x>",
        "<!DOCTYPE x PUBLIC \"-//X\" \"file:///etc/passwd\"><x>1</x>",
        "<?xml version=\"1.0\"?><!-- c --><!DOCTYPE x [<!ELEMENT x ANY>]><x>1</x>",
        "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/p\"> %p;]><x>1</x>",
    ])
    func `every document type is refused`(_ text: String) {
        refuses(text, .doctype)
    }

    @Test func `an entity that nobody declared is an error`() {
        refuses("<x>&nbsp;</x>", .malformed, line: 1)
        refuses("<x a=\"&nbsp;\"/>", .malformed)
    }

    @Test func `256 levels are read and one more is refused`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + "x" + String(repeating: "</a>", count: depth)
        }
        var element = try XMLDocument(Array(nested(256).utf8)).root
        var depth = 1
        while let child = element.children.first { (element, depth) = (child, depth + 1) }
        #expect(depth == 256)
        refuses(nested(257), .tooDeep, line: 1)
        refuses(String(repeating: "<a>", count: 1_000_000), .tooDeep)
    }

    @Test func `a document over its size is refused`() {
        let text = "<a>" + String(repeating: "x", count: 100_000) + "</a>"
        let error = #expect(throws: XMLError.self) {
            try XMLDocument(Array(text.utf8), limit: 50_000)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func `an attribute of twelve million characters is refused`() {
        let text = "<a b=\"" + String(repeating: "x", count: 12_000_000) + "\"/>"
        refuses(text, .malformed)
    }

    @Test func `an element of 200,000 attributes is refused at once`() {
        let many = (0..<200_000).map { "a\($0)='>'" }.joined(separator: " ")
        let taken = ContinuousClock().measure {
            refuses("<x \(many)/>", .tooManyAttributes)
        }
        #expect(taken < .seconds(10))
    }

    @Test func `text that looks like attributes is not counted`() throws {
        let text = String(repeating: "a=\"b\" c='d' > ", count: 5_000)
        #expect(try XMLDocument(Array("<x k='>'>\(text)</x>".utf8)).root.text == text)
    }

    @Test func `bytes that are not UTF-8 are refused with their line`() {
        refuses(Array("<a>\n".utf8) + [0xff, 0xfe] + Array("</a>".utf8), .malformed, line: 2)
        // An overlong slash, a surrogate in UTF-8, a sequence that breaks off.
        for wrong: [UInt8] in [[0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf0, 0x9f], [0x80]] {
            refuses(Array("<a>".utf8) + wrong + Array("</a>".utf8), .malformed)
        }
    }

    @Test(arguments: [
        "<a>&#xD800;</a>", "<a>&#xDFFF;</a>", "<a>&#0;</a>", "<a>&#x1;</a>", "<a>&#xFFFF;</a>",
        "<a>&#x110000;</a>", "<a>&#99999999999;</a>", "<a>\u{1}</a>", "<a>\u{0}</a>",
    ])
    func `characters that XML cannot hold are refused, also as numbers`(_ text: String) {
        refuses(text, .malformed)
    }

    @Test func `other encodings are refused`() throws {
        refuses("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>1</a>", .encoding)
        refuses("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a>1</a>", nil)
        refuses("<?xml version=\"1.0\" encoding=\"no-such\"?><a>1</a>", nil)
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian] {
            let bytes = try #require("<a>1</a>".data(using: encoding))
            refuses(Array(bytes), nil)
            refuses([0xff, 0xfe] + Array(bytes), nil)
        }
    }

    @Test func `a document that is cut anywhere is refused`() throws {
        let whole = Array(
            "<?xml version=\"1.0\"?><a b=\"1\"><!-- c --><![CDATA[x]]>é<?p i?>&#233;</a>".utf8
        )
        #expect(try XMLDocument(whole).root.text == "xéé")
        for count in 0..<whole.count { refuses(Array(whole[..<count]), .malformed) }
    }

    @Test func `a byte changed anywhere never traps`() {
        let whole = Array("<a xmlns:p=\"u\" p:b=\"1\"><![CDATA[x]]>é<?p i?>&#233;</a>".utf8)
        for index in whole.indices {
            for byte: UInt8 in [0, 0x22, 0x26, 0x3c, 0x3e, 0x80, 0xff] {
                var bytes = whole
                bytes[index] = byte
                _ = try? XMLDocument(bytes)
            }
        }
    }

    @Test func `random bytes never trap`() {
        var state: UInt64 = 20_261_123
        let alphabet = Array("<>/=\"'&;![]-?ax: \n#x1".utf8) + [0, 0x80, 0xc3, 0xff]
        for _ in 0..<5_000 {
            let bytes = (0..<40).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
            _ = try? XMLDocument(Array("<a>".utf8) + bytes)
            _ = try? XMLDocument.canonical(bytes)
        }
    }

    @Test func `a thousand mutated documents never trap, hang, read a file or the network`() throws
    {
        let folder = try Folder()
        let trap = try Trap(in: folder.path)
        let samples = try Sample.all()
        #expect(samples.count >= 4)
        var mutation = Mutation(seed: 20_261_128, file: trap.pipe, port: trap.port)
        var (taken, refused) = (0, 0)
        let time = try ContinuousClock().measure {
            for round in 0..<1_000 {
                let sample = samples[round % samples.count]
                let bytes = mutation.of(sample.bytes)
                do throws(XMLError) {
                    _ = try XMLDocument(bytes)
                    _ = try XMLDocument.canonical(bytes)
                    taken += 1
                } catch {
                    #expect(!error.message.isEmpty)
                    refused += 1
                }
                // A schema hears of it as a stream, and says what is wrong or that it is no XML.
                _ = try sample.schema?.validate(bytes, refusesEmpty: true)
            }
        }
        #expect(taken > 50 && refused > 500, "\(taken) taken, \(refused) refused")
        #expect(time < .seconds(120), "\(time)")
        #expect(trap.isUntouched)
    }

    @Test func `prefixes that nobody declared are refused`() {
        refuses("<p:a/>", .malformed)
        refuses("<a p:b='1'/>", .malformed)
        refuses("<a b='1' b='2'/>", .malformed)
    }

    @Test func `XInclude and stylesheets are text like any other`() throws {
        let text = """
            <?xml-stylesheet href="file:///etc/passwd"?><a \
            xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" \
            parse="text"/></a>
            """
        let root = try XMLDocument(Array(text.utf8)).root
        #expect(root.children.map(\.name) == ["include"])
        #expect(root.children.first?.text == "")
    }

    // MARK: - Inside

    @discardableResult
    private func refuses(
        _ text: String,
        _ code: XMLError.Code?,
        line: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> XMLError? {
        refuses(Array(text.utf8), code, line: line, sourceLocation: sourceLocation)
    }

    @discardableResult
    private func refuses(
        _ bytes: [UInt8],
        _ code: XMLError.Code?,
        line: Int? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) -> XMLError? {
        let error = #expect(throws: XMLError.self, sourceLocation: sourceLocation) {
            try XMLDocument(bytes)
        }
        if let code { #expect(error?.code == code, sourceLocation: sourceLocation) }
        if let line { #expect(error?.line == line, sourceLocation: sourceLocation) }
        return error
    }
}
