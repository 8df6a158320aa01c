/// A JSON value that keeps what was written: members stay in order, numbers stay text.
///
/// A number is never turned into a `Double`: 1.0, 1 and 1e0 are three spellings, and a record that
/// is hashed must give back the one it was given.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package var value: JSON

        package init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }
}

// MARK: - Reading

extension JSON {
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.name == name { return member.value }
        return nil
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The number as an integer; nil for a fraction, an exponent, or what does not fit.
    package var integer: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    package var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    package var array: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The texts of an array of texts; empty for anything else.
    package var strings: [String] { array?.compactMap(\.string) ?? [] }

    package var isEmpty: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .bool, .number: false
        }
    }
}

// MARK: - Making

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral text: String) { self = .string(text) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }
    package init(dictionaryLiteral pairs: (String, JSON)...) {
        self = .object(pairs.map { Member($0.0, $0.1) })
    }

    package init(_ text: String) { self = .string(text) }
    package init(_ value: Int) { self = .number(String(value)) }
    package init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }

    /// An object of the members that have a value; the others are left out, not written as null.
    package static func object(present pairs: [(String, JSON?)]) -> JSON {
        .object(pairs.compactMap { name, value in value.map { Member(name, $0) } })
    }

    /// This object with `name` set, in its place if it has one, at the end if not; removed for nil.
    package func setting(_ name: String, to value: JSON?) -> JSON {
        var members = members ?? []
        if let index = members.firstIndex(where: { $0.name == name }) {
            if let value { members[index].value = value } else { members.remove(at: index) }
        } else if let value {
            members.append(Member(name, value))
        }
        return .object(members)
    }
}

// MARK: - Writing

extension JSON {
    /// The compact text: no white space, members in their order, `/` and non-ASCII as they are.
    package func append(to text: inout [UInt8]) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let number): text.append(contentsOf: number.utf8)
        case .string(let string): JSON.append(quoted: string, to: &text)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                element.append(to: &text)
            }
            text.append(UInt8(ascii: "]"))
        case .object(let members):
            text.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                JSON.append(quoted: member.name, to: &text)
                text.append(UInt8(ascii: ":"))
                member.value.append(to: &text)
            }
            text.append(UInt8(ascii: "}"))
        }
    }

    package var bytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(512)
        append(to: &text)
        return text
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text for people: two spaces a level, short arrays of scalars on one line.
    package func pretty(indent: Int = 0) -> String {
        let margin = String(repeating: " ", count: indent + 2)
        let end = "\n" + String(repeating: " ", count: indent)
        switch self {
        case .array(let elements) where !elements.isEmpty:
            if elements.allSatisfy(\.isScalar), text.utf8.count <= 80 {
                return "[" + elements.map(\.text).joined(separator: ", ") + "]"
            }
            let lines = elements.map { margin + $0.pretty(indent: indent + 2) }
            return "[\n" + lines.joined(separator: ",\n") + end + "]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map { member in
                margin + JSON.string(member.name).text + ": "
                    + member.value.pretty(indent: indent + 2)
            }
            return "{\n" + lines.joined(separator: ",\n") + end + "}"
        default: return text
        }
    }

    private var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private static func append(quoted string: String, to text: inout [UInt8]) {
        var string = string
        string.withUTF8 { bytes in
            text.append(UInt8(ascii: "\""))
            // Most texts have nothing to escape, and go in whole.
            var written = 0
            for (index, byte) in bytes.enumerated() where needsEscape(byte) {
                text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[written..<index]))
                append(escaped: byte, to: &text)
                written = index + 1
            }
            text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[written...]))
            text.append(UInt8(ascii: "\""))
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static func append(escaped byte: UInt8, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x0a: text.append(UInt8(ascii: "n"))
        case 0x0d: text.append(UInt8(ascii: "r"))
        case 0x09: text.append(UInt8(ascii: "t"))
        case 0..<0x20:
            text.append(contentsOf: "u00".utf8)
            text.append(hexDigit(byte >> 4))
            text.append(hexDigit(byte & 15))
        default: text.append(byte)
        }
    }
}
