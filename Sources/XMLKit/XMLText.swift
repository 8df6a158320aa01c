/// What XML 1.0 can carry of a text.
package enum XMLText {
    /// `text` with each character that XML 1.0 cannot hold, even escaped, replaced by U+FFFD:
    /// control characters other than tab and line ends, U+FFFE and U+FFFF. A reader sees that
    /// something stood there.
    package static func legal(_ text: String) -> String {
        guard !isLegal(text) else { return text }
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            result.unicodeScalars.append(isLegal(scalar) ? scalar : "\u{FFFD}")
        }
        return result
    }

    /// Whether `text` has nothing but XML's white space, or nothing at all.
    package static func isBlank(_ text: some StringProtocol) -> Bool {
        text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x0a || $0 == 0x09 || $0 == 0x0d }
    }

    /// Whether `name` is one that we give to elements and attributes: ASCII letters, digits, `-`,
    /// `_` and `.`, a letter first. No colon: we write no prefixes.
    static func isName(_ name: String) -> Bool {
        var isFirst = true
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                isFirst = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."):
                if isFirst { return false }
            default: return false
            }
        }
        return !isFirst
    }

    private static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d: true
        case 0..<0x20, 0xfffe, 0xffff: false
        default: true
        }
    }

    /// The same over bytes: nearly every text is legal, and this is asked of each one.
    private static func isLegal(_ text: String) -> Bool {
        var (last, beforeLast): (UInt8, UInt8) = (0, 0)
        for byte in text.utf8 {
            if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d { return false }
            // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
            if byte >= 0xbe, last == 0xbf, beforeLast == 0xef { return false }
            (last, beforeLast) = (byte, last)
        }
        return true
    }
}
