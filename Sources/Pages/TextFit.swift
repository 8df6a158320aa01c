/// Texts cut to lines, because SVG does not wrap.
///
/// Widths are in letters of the drawing's small type; a letter of a wide script counts two. What is
/// left out is marked by an ellipsis and stands in full in the chart's table.
enum TextFit {
    static func lines(_ text: String, width: Int, atMost count: Int = 1) -> [String] {
        var lines: [String] = []
        var line = ""
        var words = text.split(whereSeparator: \.isWhitespace)[...]
        while let word = words.first {
            let joined = line.isEmpty ? String(word) : line + " " + word
            if TextFit.width(joined) <= width {
                line = joined
                words = words.dropFirst()
            } else if line.isEmpty {
                line = prefix(String(word), width: width)
                words[words.startIndex] = word.dropFirst(max(1, line.count))
                if lines.count == count - 1 { break }
                lines.append(line)
                line = ""
            } else if lines.count == count - 1 {
                break
            } else {
                lines.append(line)
                line = ""
            }
        }
        if !line.isEmpty { lines.append(line) }
        if words.contains(where: { !$0.isEmpty }), let last = lines.indices.last {
            lines[last] = prefix(lines[last], width: max(1, width - 1)) + "\u{2026}"
        }
        return lines
    }

    /// A name in a sentence of ours, or beside a sign, where it must not take the page over.
    static func name(_ text: String) -> String { line(text, width: 60) }

    /// On one line.
    static func line(_ text: String, width: Int) -> String {
        lines(text, width: width).first ?? ""
    }

    static func width(_ text: String) -> Int {
        text.reduce(0) { $0 + width($1) }
    }

    private static func width(_ character: Character) -> Int {
        guard let first = character.unicodeScalars.first else { return 0 }
        switch first.value {
        case 0x1100..<0x1160, 0x2e80..<0xa4d0, 0xac00..<0xd7a4, 0xf900..<0xfb00, 0xff00..<0xff61,
            0x1f300..<0x1fb00, 0x20000..<0x40000:
            return 2
        default: return 1
        }
    }

    private static func prefix(_ text: String, width limit: Int) -> String {
        var taken = 0
        return String(
            text.prefix {
                taken += width($0)
                return taken <= limit
            }
        )
    }
}
