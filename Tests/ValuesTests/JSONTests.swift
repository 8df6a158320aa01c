import Foundation
import Testing
import Values

@Suite struct JSONTests {
    @Test func `what is written is read back the same`() throws {
        let text = #"{"a":[1,2.50,-0,1e9,"é\u0001\n\"\\😀",null,true],"b":{},"c":""}"#
        #expect(try JSON.parse(text).text == text)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "01", "1.", "-", "+1", "tru", "\"\\x\"",
        "\"\\ud800\"", "\"a", "[1] 2", "{\"a\":1,\"a\":2}", "{1:2}", "\u{0}", "nul", "\"\u{1}\"",
    ])
    func `what is not JSON is refused, with a place`(text: String) {
        #expect(throws: JSONError.self) { try JSON.parse(text) }
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        #expect(throws: JSONError.self) { try JSON.parse([0x22, 0xff, 0xfe, 0x22]) }
        #expect(throws: JSONError.self) { try JSON.parse([0x22, 0x5c, 0x6e, 0xc3, 0x22]) }
    }

    @Test func `nesting is bounded`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try JSON.parse(deep) }
    }

    /// Goal: no input traps. Method: random edits of a good text, and random bytes.
    @Test func `damaged text never traps`() throws {
        var random = SeededRandom(seed: 5)
        let good = Array(#"{"type":"x","n":[1,-2.5e3,"\u00e9\ud83d\ude00"],"o":{"k":null}}"#.utf8)
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] = UInt8.random(in: .min ... .max, using: &random)
            }
            if let parsed = try? JSON.parse(bytes) {
                #expect(try JSON.parse(parsed.bytes) == parsed)
            }
        }
    }

    /// A second reader: Foundation takes what we write.
    @Test func `Foundation reads what is written`() throws {
        let text = JSON.object(present: [("k\"\\/\n", .string("\u{2028}\u{7}é"))]).bytes
        let read = try JSONSerialization.jsonObject(with: Data(text)) as? [String: String]
        #expect(read == ["k\"\\/\n": "\u{2028}\u{7}é"])
    }
}

@Suite struct Base64Tests {
    @Test func `every length comes back, and is Foundation's`() {
        var random = SeededRandom(seed: 3)
        for count in 0..<100 {
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let text = Base64.encode(bytes)
            #expect(text == Data(bytes).base64EncodedString())
            #expect(Base64.decode(text) == bytes)
        }
    }

    @Test(arguments: [
        "A", "AA", "AAA", "AB==", "AAB=", "AA=A", "AAAA\n", "A-_A", "====", "AA==AA==",
    ])
    func `only the canonical spelling is read`(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}

@Suite struct IdentifierTests {
    @Test func `one spelling only`() throws {
        let text = "018f2d3c-5a7b-7c1d-8e2f-0123456789ab"
        let id = try #require(Identifier(text))
        #expect(id.description == text)
        #expect(Identifier(bytes: id.bytes) == id)
        for other in [
            text.uppercased(), "{\(text)}", text.replacing("-", with: ""), text + "0", "",
        ] {
            #expect(Identifier(other) == nil)
        }
    }

    @Test func `identifiers made later sort later`() {
        let first = Identifier(version7At: Instant(milliseconds: 1000), random: (.max, .max))
        let second = Identifier(version7At: Instant(milliseconds: 1001), random: (0, 0))
        #expect(first < second)
        #expect(Array(second.description)[14] == "7")
    }
}

@Suite struct InstantTests {
    @Test func `the written form is read back`() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<2000 {
            let range = Instant.distantPast.milliseconds...Instant.distantFuture.milliseconds
            let instant = Instant(milliseconds: Int64.random(in: range, using: &random))
            #expect(Instant(instant.description) == instant)
        }
    }

    @Test func `offsets and missing fractions are understood`() {
        #expect(Instant("2026-07-01T10:00:00+01:00") == Instant("2026-07-01T09:00:00.000Z"))
        #expect(Instant("2026-07-01T10:00:00Z")?.description == "2026-07-01T10:00:00.000Z")
    }

    @Test(arguments: [
        "2026-02-30T10:00:00Z", "2026-07-01T24:00:00Z", "2026-07-01 10:00:00Z",
        "2026-07-01T10:00:00", "2026-07-01T10:00:00.Z",
    ])
    func `what is no time is nil`(text: String) { #expect(Instant(text) == nil) }
}
