/// A word, a name, a literal or a mark of SQLite's SQL, and the line it stands on. Comments and white
/// space are gone.
///
/// It follows SQLite's own tokenizer, so that nobody can hide a word from us that SQLite sees: names in
/// four kinds of quotes, comments that do not nest, numbers with underscores and in hexadecimal.
struct SQLToken: Sendable, Equatable {
    enum Kind: Sendable, Equatable {
        /// A keyword or a name without quotes.
        case word
        /// A name in double quotes, backticks or brackets.
        case name
        case text, blob, integer, real, parameter, mark
        /// A quote that does not end, a character that SQL does not have.
        case broken
    }

    let kind: Kind
    /// Without quotes; a parameter with its colon.
    let text: String
    /// The text of a word or name in small letters, which is how SQL compares them.
    let folded: String
    /// 1-based.
    let line: Int
    /// Bytes from the start of the text.
    let offset: Int

    func isWord(_ word: String) -> Bool { kind == .word && folded == word }
    func isMark(_ mark: String) -> Bool { kind == .mark && text == mark }
    /// A name with or without quotes; a keyword counts, since most of them may be names.
    var isName: Bool { kind == .word || kind == .name }

    /// - Parameters:
    ///   - firstLine: the line on which `sql` begins.
    ///   - count: for whoever only wants the beginning.
    static func all(of sql: String, firstLine: Int = 1, upTo count: Int = .max) -> [SQLToken] {
        var sql = sql
        return sql.withUTF8 { bytes in
            var lexer = Lexer(bytes: bytes, line: firstLine)
            var tokens: [SQLToken] = []
            while tokens.count < count, let token = lexer.next() { tokens.append(token) }
            return tokens
        }
    }

    private struct Lexer {
        let bytes: UnsafeBufferPointer<UInt8>
        var index = 0
        var line: Int

        init(bytes: UnsafeBufferPointer<UInt8>, line: Int) {
            self.bytes = bytes
            self.line = line
        }

        func peek(_ ahead: Int = 0) -> UInt8 {
            index + ahead < bytes.count ? bytes[index + ahead] : 0
        }

        func text(_ range: Range<Int>) -> String {
            String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        }

        mutating func skipSpace() {
            while index < bytes.count {
                switch peek() {
                case UInt8(ascii: "\n"):
                    line += 1
                    index += 1
                case UInt8(ascii: " "), 9, 12, 13: index += 1
                case UInt8(ascii: "-") where peek(1) == UInt8(ascii: "-"):
                    while index < bytes.count, peek() != UInt8(ascii: "\n") { index += 1 }
                case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"):
                    index += 2
                    while index < bytes.count,
                        !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/"))
                    {
                        if peek() == UInt8(ascii: "\n") { line += 1 }
                        index += 1
                    }
                    index = min(index + 2, bytes.count)
                default: return
                }
            }
        }

        mutating func next() -> SQLToken? {
            skipSpace()
            guard index < bytes.count else { return nil }
            let start = index
            let startLine = line
            func token(_ kind: Kind, _ text: String) -> SQLToken {
                let folded = kind == .word || kind == .name ? text.lowercased() : text
                return SQLToken(
                    kind: kind,
                    text: text,
                    folded: folded,
                    line: startLine,
                    offset: start
                )
            }
            switch peek() {
            case UInt8(ascii: "'"):
                guard let text = quoted(UInt8(ascii: "'")) else { return token(.broken, "'") }
                return token(.text, text)
            case UInt8(ascii: "\""), UInt8(ascii: "`"):
                let quote = peek()
                guard let text = quoted(quote) else { return token(.broken, "\"") }
                return token(.name, text)
            case UInt8(ascii: "["):
                while index < bytes.count, peek() != UInt8(ascii: "]") { advance() }
                guard index < bytes.count else { return token(.broken, "[") }
                index += 1
                return token(.name, text(start + 1..<index - 1))
            case UInt8(ascii: "x"), UInt8(ascii: "X"):
                guard peek(1) == UInt8(ascii: "'") else { return token(.word, word()) }
                index += 1
                guard let text = quoted(UInt8(ascii: "'")) else { return token(.broken, "x'") }
                return token(.blob, text)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): return number(token)
            case UInt8(ascii: ".") where isDigit(peek(1)): return number(token)
            case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"),
                UInt8(ascii: "?"):
                index += 1
                while isWordByte(peek()), index < bytes.count { index += 1 }
                return token(.parameter, text(start..<index))
            case let byte where isWordByte(byte): return token(.word, word())
            default: return token(mark(), text(start..<index))
            }
        }

        mutating func advance() {
            if peek() == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }

        /// What stands in quotes, with doubled ones made single; nil if it does not end.
        mutating func quoted(_ quote: UInt8) -> String? {
            index += 1
            var text: [UInt8] = []
            while index < bytes.count {
                if peek() == quote {
                    if peek(1) != quote {
                        index += 1
                        return String(decoding: text, as: UTF8.self)
                    }
                    index += 1
                }
                text.append(peek())
                advance()
            }
            return nil
        }

        mutating func word() -> String {
            let start = index
            while index < bytes.count, isWordByte(peek()) { index += 1 }
            return text(start..<index)
        }

        mutating func number(_ token: (Kind, String) -> SQLToken) -> SQLToken {
            let start = index
            if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x") {
                _ = word()
                return token(.integer, text(start..<index))
            }
            var isReal = false
            func digits() {
                while isDigit(peek()) || peek() == UInt8(ascii: "_") { index += 1 }
            }
            digits()
            if peek() == UInt8(ascii: ".") {
                isReal = true
                index += 1
                digits()
            }
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
            if peek() | 0x20 == UInt8(ascii: "e"), isDigit(peek(sign ? 2 : 1)) {
                isReal = true
                index += sign ? 2 : 1
                digits()
            }
            // `12abc` is no number to SQLite either.
            if isWordByte(peek()), index < bytes.count {
                _ = word()
                return token(.broken, text(start..<index))
            }
            return token(isReal ? .real : .integer, text(start..<index))
        }

        mutating func mark() -> Kind {
            let first = peek()
            index += 1
            switch first {
            case UInt8(ascii: "|") where peek() == first: index += 1
            case UInt8(ascii: "<"):
                if [UInt8(ascii: "="), UInt8(ascii: ">"), first].contains(peek()) { index += 1 }
            case UInt8(ascii: ">"):
                if [UInt8(ascii: "="), first].contains(peek()) { index += 1 }
            case UInt8(ascii: "="), UInt8(ascii: "!"):
                if peek() == UInt8(ascii: "=") { index += 1 }
            case UInt8(ascii: "-"):
                if peek() == UInt8(ascii: ">") { index += peek(1) == UInt8(ascii: ">") ? 2 : 1 }
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ";"),
                UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "/"),
                UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "~"):
                break
            default: return .broken
            }
            return .mark
        }

        func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

        func isWordByte(_ byte: UInt8) -> Bool {
            byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
                || isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
    }
}

/// A token, or what stands in one pair of parentheses.
enum SQLNode: Sendable, Equatable {
    case token(SQLToken)
    /// The token is the opening one.
    case group([SQLNode], SQLToken)

    var first: SQLToken {
        switch self {
        case .token(let token), .group(_, let token): token
        }
    }

    var token: SQLToken? { if case .token(let token) = self { token } else { nil } }
    var inside: [SQLNode]? { if case .group(let nodes, _) = self { nodes } else { nil } }

    func isWord(_ word: String) -> Bool { token?.isWord(word) ?? false }
    func isMark(_ mark: String) -> Bool { token?.isMark(mark) ?? false }
    /// The name in small letters.
    var name: String? { token.flatMap { $0.isName ? $0.folded : nil } }

    /// Tokens with their parentheses paired; one that has no partner ends or begins nothing, and SQLite
    /// will say so. It will of more than a hundred levels too, so what lies deeper lies flat.
    static func tree(_ tokens: [SQLToken]) -> [SQLNode] {
        var open: [(nodes: [SQLNode], token: SQLToken)] = []
        var nodes: [SQLNode] = []
        var flat = 0
        for token in tokens {
            if token.isMark("("), open.count == 100 {
                flat += 1
            } else if token.isMark(")"), flat > 0 {
                flat -= 1
            } else if token.isMark("(") {
                open.append((nodes, token))
                nodes = []
            } else if token.isMark(")"), let outer = open.popLast() {
                nodes = outer.nodes + [.group(nodes, outer.token)]
            } else {
                nodes.append(.token(token))
            }
        }
        while let outer = open.popLast() { nodes = outer.nodes + [.group(nodes, outer.token)] }
        return nodes
    }
}

extension [SQLNode] {
    /// Cut at the commas that stand in no parentheses; none for nothing.
    var items: [[SQLNode]] {
        isEmpty ? [] : split(omittingEmptySubsequences: false) { $0.isMark(",") }.map(Array.init)
    }

    /// All tokens, those in parentheses too, without the parentheses.
    var flat: [SQLToken] {
        flatMap { node -> [SQLToken] in
            switch node {
            case .token(let token): [token]
            case .group(let nodes, _): nodes.flat
            }
        }
    }

    func isWord(_ word: String, at index: Int) -> Bool {
        indices.contains(index) && self[index].isWord(word)
    }
}
