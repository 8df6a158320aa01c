import Values

/// Lines of `word value`, as the formats of a pack have them: read strictly, by bytes.
struct PackLines {
    private var lines: ArraySlice<ArraySlice<UInt8>>

    /// Nil unless every line ends in a newline.
    init?(_ text: some Collection<UInt8>) {
        let parts = Array(text).split(separator: 10, omittingEmptySubsequences: false)
        guard let last = parts.last, last.isEmpty else { return nil }
        lines = parts.dropLast()
    }

    var isEmpty: Bool { lines.isEmpty }

    /// The next line, whole.
    mutating func line() -> String? {
        lines.popFirst().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The value of the next line, which begins with `word` and a space.
    mutating func value(_ word: String) -> String? {
        guard let line = lines.first, line.starts(with: (word + " ").utf8) else { return nil }
        lines.removeFirst()
        return String(validating: line.dropFirst(word.utf8.count + 1), as: UTF8.self)
    }

    mutating func number(_ word: String) -> Int64? { value(word).flatMap { decimal($0) } }

    mutating func id(_ word: String) -> Identifier? {
        value(word).flatMap { text in
            Identifier(text).flatMap { $0.description.utf8.elementsEqual(text.utf8) ? $0 : nil }
        }
    }
}

/// Decimal digits without leading zeros, at most fifteen.
func decimal(_ text: some StringProtocol) -> Int64? {
    let digits = text.utf8
    guard (1...15).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }),
        digits.count == 1 || digits.first != 48
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 48) }
}

/// The words of a line, divided by single spaces.
func words(_ text: String) -> [String] {
    text.utf8.split(separator: 32, omittingEmptySubsequences: false).map { String($0) ?? "" }
}
