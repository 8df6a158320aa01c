/// A file of SQL cut into its statements, each with the line on which it begins.
package struct SQLScript: Sendable, Equatable {
    package struct Statement: Sendable, Equatable {
        /// Without the semicolon, with its comments.
        package let text: String
        /// 1-based, of its first word.
        package let line: Int
    }

    package let text: String
    package let statements: [Statement]

    package init(_ text: String) {
        self.text = text
        statements = SQLScript.split(Array(text.utf8))
    }

    /// Cuts at semicolons outside quotes and comments. Folders have no triggers, so no statement holds
    /// another.
    private static func split(_ bytes: [UInt8]) -> [Statement] {
        var statements: [Statement] = []
        var start = 0
        var line = 1
        var firstLine: Int?
        var index = 0
        func finish(_ end: Int) {
            defer { firstLine = nil }
            guard let firstLine else { return }
            let text = String(decoding: bytes[start..<end], as: UTF8.self)
            statements.append(Statement(text: text, line: firstLine))
        }
        func skip(to end: UInt8) {
            index += 1
            while index < bytes.count, bytes[index] != end {
                if bytes[index] == 10 { line += 1 }
                index += 1
            }
        }
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            switch byte {
            case 10: line += 1
            case UInt8(ascii: "-") where next == byte:
                while index + 1 < bytes.count, bytes[index + 1] != 10 { index += 1 }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                // The star that opens does not close: `/*/` is the beginning of a comment.
                if index + 2 < bytes.count, bytes[index + 2] == 10 { line += 1 }
                index += 3
                while index < bytes.count,
                    !(bytes[index] == UInt8(ascii: "/") && bytes[index - 1] == UInt8(ascii: "*"))
                {
                    if bytes[index] == 10 { line += 1 }
                    index += 1
                }
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
                firstLine = firstLine ?? line
                skip(to: byte)
            case UInt8(ascii: "["):
                firstLine = firstLine ?? line
                skip(to: UInt8(ascii: "]"))
            case UInt8(ascii: ";"):
                finish(index)
                start = index + 1
            case UInt8(ascii: " "), 9, 12, 13: break
            default: firstLine = firstLine ?? line
            }
            index += 1
        }
        finish(bytes.count)
        return statements
    }

    /// The value of a comment line `-- name: value` at the file's head.
    package func header(_ name: String) -> String? {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("--") else { break }
            let rest = line.dropFirst(2).drop { $0 == " " }
            if rest.hasPrefix(name + ":") {
                return rest.dropFirst(name.count + 1).trimmed
            }
        }
        return nil
    }

    /// The lines that follow `-- name:` at the head, up to the next header, without their dashes.
    package func headerBlock(_ name: String) -> [String] {
        var lines: [String] = []
        var isIn = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("--") else { break }
            let rest = line.dropFirst(2)
            if rest.hasPrefix("   ") {
                if isIn { lines.append(rest.trimmed) }
            } else {
                isIn = rest.trimmed.hasPrefix(name + ":")
                if isIn {
                    let first = rest.trimmed.dropFirst(name.count + 1).trimmed
                    if !first.isEmpty { lines.append(first) }
                }
            }
        }
        return lines
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
