/// A text that is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Bytes from the start of the text.
    package let offset: Int
    package let reason: String

    package init(offset: Int, reason: String) {
        self.offset = offset
        self.reason = reason
    }

    package var description: String { "\(reason) at byte \(offset + 1)" }
}

extension JSON {
    /// Parses one JSON text (RFC 8259), strictly: UTF-8, no duplicate names, no lone surrogates, no
    /// trailing text, at most `depth` levels. Never traps, whatever the bytes.
    package static func parse(_ bytes: some Sequence<UInt8>, depth: Int = 32) throws(JSONError)
        -> JSON
    {
        let copy = ContiguousArray(bytes)
        var result: Result<JSON, JSONError> = .success(.null)
        copy.withUnsafeBufferPointer { result = parse(buffer: $0, depth: depth) }
        return try result.get()
    }

    package static func parse(_ text: String, depth: Int = 32) throws(JSONError) -> JSON {
        try parse(text.utf8, depth: depth)
    }

    /// The same without a copy, for the read path of the log.
    package static func parse(
        buffer: UnsafeBufferPointer<UInt8>,
        depth: Int = 32
    ) -> Result<JSON, JSONError> {
        var parser = Parser(bytes: buffer, deepest: depth)
        do throws(JSONError) {
            let value = try parser.value(depth: 0)
            parser.skipSpace()
            guard parser.index == buffer.count else {
                throw parser.error("text follows the value")
            }
            return .success(value)
        } catch {
            return .failure(error)
        }
    }

    private struct Parser {
        let bytes: UnsafeBufferPointer<UInt8>
        let deepest: Int
        var index = 0

        init(bytes: UnsafeBufferPointer<UInt8>, deepest: Int) {
            self.bytes = bytes
            self.deepest = deepest
        }

        func error(_ reason: String, at offset: Int? = nil) -> JSONError {
            JSONError(offset: offset ?? index, reason: reason)
        }

        var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

        mutating func skipSpace() {
            while index < bytes.count {
                switch bytes[index] {
                case 0x20, 0x0a, 0x0d, 0x09: index += 1
                default: return
                }
            }
        }

        mutating func value(depth: Int) throws(JSONError) -> JSON {
            guard depth <= deepest else { throw error("more than \(deepest) levels") }
            skipSpace()
            guard let first = peek else { throw error("the text ends where a value is expected") }
            switch first {
            case UInt8(ascii: "{"): return try object(depth: depth)
            case UInt8(ascii: "["): return try array(depth: depth)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                return .number(try number())
            case UInt8(ascii: "t"): return try word("true", .bool(true))
            case UInt8(ascii: "f"): return try word("false", .bool(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            default: throw error("no value starts like this")
            }
        }

        mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
            let count = word.utf8CodeUnitCount
            for offset in 0..<count {
                guard index + offset < bytes.count,
                    bytes[index + offset] == word.utf8Start[offset]
                else { throw error("no value starts like this") }
            }
            index += count
            return value
        }

        mutating func object(depth: Int) throws(JSONError) -> JSON {
            index += 1
            var members: [JSON.Member] = []
            skipSpace()
            if peek == UInt8(ascii: "}") {
                index += 1
                return .object([])
            }
            members.reserveCapacity(8)
            while true {
                skipSpace()
                guard peek == UInt8(ascii: "\"") else { throw error("a member's name is expected") }
                let start = index
                let name = try string()
                for member in members where member.name == name {
                    throw error("the name '\(name.prefix(40))' appears twice", at: start)
                }
                skipSpace()
                guard peek == UInt8(ascii: ":") else { throw error("':' is expected") }
                index += 1
                members.append(JSON.Member(name, try value(depth: depth + 1)))
                skipSpace()
                switch peek {
                case UInt8(ascii: ","): index += 1
                case UInt8(ascii: "}"):
                    index += 1
                    return .object(members)
                default: throw error("',' or '}' is expected")
                }
            }
        }

        mutating func array(depth: Int) throws(JSONError) -> JSON {
            index += 1
            var elements: [JSON] = []
            skipSpace()
            if peek == UInt8(ascii: "]") {
                index += 1
                return .array([])
            }
            while true {
                elements.append(try value(depth: depth + 1))
                skipSpace()
                switch peek {
                case UInt8(ascii: ","): index += 1
                case UInt8(ascii: "]"):
                    index += 1
                    return .array(elements)
                default: throw error("',' or ']' is expected")
                }
            }
        }

        mutating func number() throws(JSONError) -> String {
            let start = index
            func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
            if peek == UInt8(ascii: "-") { index += 1 }
            guard isDigit(peek) else { throw error("a digit is expected") }
            if peek == UInt8(ascii: "0") {
                index += 1
                if isDigit(peek) { throw error("a number does not start with 0") }
            } else {
                while isDigit(peek) { index += 1 }
            }
            if peek == UInt8(ascii: ".") {
                index += 1
                guard isDigit(peek) else { throw error("a digit is expected") }
                while isDigit(peek) { index += 1 }
            }
            if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
                index += 1
                if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
                guard isDigit(peek) else { throw error("a digit is expected") }
                while isDigit(peek) { index += 1 }
            }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }

        mutating func string() throws(JSONError) -> String {
            index += 1
            let start = index
            var isPlain = true
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\"") {
                    let text = UnsafeBufferPointer(rebasing: bytes[start..<index])
                    index += 1
                    if isPlain { return String(decoding: text, as: UTF8.self) }
                    guard let checked = String(validating: text, as: UTF8.self) else {
                        throw error("the text is not UTF-8", at: start)
                    }
                    return checked
                }
                if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
                guard byte >= 0x20 else { throw error("a control character stands unescaped") }
                if byte >= 0x80 { isPlain = false }
                index += 1
            }
            throw error("the text ends inside a string", at: start)
        }

        /// The slow path: `index` stands on the first backslash.
        mutating func escapedString(from start: Int) throws(JSONError) -> String {
            var text = Array(bytes[start..<index])
            while let byte = peek {
                switch byte {
                case UInt8(ascii: "\""):
                    index += 1
                    guard let checked = String(validating: text, as: UTF8.self) else {
                        throw error("the text is not UTF-8", at: start)
                    }
                    return checked
                case UInt8(ascii: "\\"):
                    index += 1
                    try escape(into: &text)
                case 0..<0x20: throw error("a control character stands unescaped")
                default:
                    text.append(byte)
                    index += 1
                }
            }
            throw error("the text ends inside a string", at: start)
        }

        mutating func escape(into text: inout [UInt8]) throws(JSONError) {
            guard let byte = peek else { throw error("the text ends inside a string") }
            index += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "u"):
                var scalar = try hexadecimal()
                if (0xd800..<0xdc00).contains(scalar) {
                    guard peek == UInt8(ascii: "\\"), index + 1 < bytes.count,
                        bytes[index + 1] == UInt8(ascii: "u")
                    else { throw error("half a surrogate pair") }
                    index += 2
                    let low = try hexadecimal()
                    guard (0xdc00..<0xe000).contains(low) else {
                        throw error("half a surrogate pair")
                    }
                    scalar = 0x10000 + (scalar - 0xd800) << 10 + (low - 0xdc00)
                }
                guard let unicode = Unicode.Scalar(scalar) else {
                    throw error("half a surrogate pair")
                }
                text.append(contentsOf: String(Character(unicode)).utf8)
            default: throw error("no escape is written like this", at: index - 1)
            }
        }

        mutating func hexadecimal() throws(JSONError) -> UInt32 {
            var value: UInt32 = 0
            for _ in 0..<4 {
                guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue
                else { throw error("four hexadecimal digits are expected") }
                value = value << 4 | UInt32(digit)
                index += 1
            }
            return value
        }
    }
}
