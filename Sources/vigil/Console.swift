import CaseRecord

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What goes to the person at the terminal, and how: answers on standard output, everything else on
/// standard error, colour only where somebody sees it.
enum Console {
    static let isTerminal = isatty(STDOUT_FILENO) == 1
    static let hasColour =
        isTerminal && getenv("NO_COLOR") == nil
        && getenv("TERM").map { String(cString: $0) } != "dumb"
    /// Columns of the terminal; 100 where there is none.
    static let width: Int = {
        var size = winsize()
        guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 40
        else { return 100 }
        return min(Int(size.ws_col), 140)
    }()

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case cyan = "36"
    }

    static func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }

    static func note(_ line: String) {
        put(line + "\n")
    }

    /// To standard error, whole.
    static func put(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    static func warning(_ line: String) {
        note(
            "\(isatty(STDERR_FILENO) == 1 && hasColour ? "\u{1b}[33mwarning:\u{1b}[0m" : "warning:") \(line)"
        )
    }

    static func error(_ error: RecordError) {
        note("error: \(error.sentence)")
        if let hint = error.hint { note("  \(hint)") }
    }

    /// Text broken at spaces to `width` columns, later lines indented.
    static func wrapped(_ text: String, width: Int, indent: Int) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? String(word) : " " + word
        }
        lines.append(line)
        return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
    }

    /// Columns padded to their widest cell, two spaces between.
    static func table(_ rows: [[String]]) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                column == row.count - 1
                    ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
            }
            .joined(separator: "  ")
        }
        .joined(separator: "\n")
    }

    /// A line of CSV (RFC 4180), with the line's end.
    static func csv(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains { $0 == "," || $0 == "\"" || $0.isNewline }
                ? "\""
                    + cell.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"") + "\"" : cell
        }
        .joined(separator: ",") + "\r\n"
    }
}

/// A bar on standard error for work that takes more than a second; silent without a terminal.
final class Progress {
    private let label: String
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var hasShown = false
    private let isShown = isatty(STDERR_FILENO) == 1

    init(_ label: String) { self.label = label }

    func update(_ done: Int64, of total: Int64) {
        let now = ContinuousClock.now
        guard isShown, total > 0, now - start > .seconds(1), now - last > .milliseconds(100) else {
            return
        }
        last = now
        hasShown = true
        let share = Double(done) / Double(total)
        let filled = Int(share * 30)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
        let elapsed = Double((now - start).components.seconds)
        let left = share > 0 ? Int(elapsed / share - elapsed) : 0
        Console.put("\r\(label) \(bar) \(Int(share * 100)) %, \(left) s left   ")
    }

    func end() {
        if hasShown { Console.put("\r\u{1b}[2K") }
    }
}
