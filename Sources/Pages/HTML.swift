/// Writes HTML, front to back, and escapes whatever it is given as text or as a value.
///
/// Names of elements and attributes are ours and stand in the source; everything else may come from
/// anybody. There is no way in for markup that was made elsewhere, except another `HTML`.
package struct HTML: Sendable {
    private var bytes: [UInt8] = []

    package init() {}

    /// Attributes in the order in which they are written; one whose value is nil is left out.
    package typealias Attributes = KeyValuePairs<String, String?>

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// An element around what `content` writes.
    package mutating func element(
        _ name: StaticString,
        _ attributes: Attributes = [:],
        _ content: (inout HTML) -> Void
    ) {
        start(name, attributes)
        content(&self)
        raw("</\(name)>")
        if HTML.endsLine(name) { raw("\n") }
    }

    /// An element around a text.
    package mutating func element(
        _ name: StaticString,
        _ attributes: Attributes = [:],
        text: some StringProtocol
    ) {
        element(name, attributes) { $0.text(text) }
    }

    /// An element that has no end tag: `meta`, `br`.
    package mutating func void(_ name: StaticString, _ attributes: Attributes = [:]) {
        start(name, attributes)
        raw("\n")
    }

    package mutating func text(_ text: some StringProtocol) {
        HTML.escape(text, into: &bytes)
    }

    package mutating func append(_ other: HTML) { bytes += other.bytes }

    /// The sheet of rules, which is ours: nothing in a page's content reaches it unescaped.
    mutating func style(_ rules: String) {
        precondition(!rules.contains("</"), "a sheet cannot hold the end of its own element")
        raw("<style>\n\(rules)</style>\n")
    }

    mutating func doctype() { raw("<!DOCTYPE html>\n") }

    private mutating func start(_ name: StaticString, _ attributes: Attributes) {
        raw("<\(name)")
        for (name, value) in attributes {
            guard let value else { continue }
            raw(" \(name)=\"")
            HTML.escape(value, into: &bytes)
            raw("\"")
        }
        raw(">")
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A line for each block, so that two pages can be compared line by line. Never behind an
    /// element that stands within a sentence: a line break there would be a space.
    private static func endsLine(_ name: StaticString) -> Bool {
        switch "\(name)" {
        case "b", "span", "a", "time", "td", "th", "dt", "caption", "tspan", "strong", "bdi": false
        default: true
        }
    }
}

// MARK: - Escaping

extension HTML {
    /// `text` such that it is only text wherever it stands, between tags or in a quoted value.
    package static func escaped(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        escape(text, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escape(_ text: some StringProtocol, into bytes: inout [UInt8]) {
        var before: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { before = scalar }
            switch scalar {
            case "&": bytes.append(contentsOf: "&amp;".utf8)
            case "<": bytes.append(contentsOf: "&lt;".utf8)
            case ">": bytes.append(contentsOf: "&gt;".utf8)
            case "\"": bytes.append(contentsOf: "&quot;".utf8)
            case "'": bytes.append(contentsOf: "&#39;".utf8)
            // One kind of line end. A parser would make it of the others as well, but not of U+0085.
            case "\r", "\u{85}": bytes.append(UInt8(ascii: "\n"))
            case "\n": if before != "\r" { bytes.append(UInt8(ascii: "\n")) }
            case _ where isLegal(scalar): bytes.append(contentsOf: scalar.utf8)
            default: bytes.append(contentsOf: "\u{fffd}".utf8)
            }
        }
    }

    /// False for what the HTML standard calls an error in the input, controls and noncharacters, and
    /// for what turns the direction of reading from there on: with it a text could make a page seem
    /// to say something else. Scripts that run from right to left do not need it.
    private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: true
        case 0x00..<0x20, 0x7f..<0xa0, 0xfdd0..<0xfdf0: false
        case 0x202a...0x202e, 0x2066...0x2069: false
        default: scalar.value & 0xfffe != 0xfffe
        }
    }
}
