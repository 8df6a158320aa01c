import FoundationEssentials

/// One SELECT in a file with a head of comments: a projection's query, an audit check, a report.
///
/// ```
/// -- SG12: Was a disclosure decided on?
/// -- reads: risk-and-actions, settings
/// ```
package struct Question: Sendable, Equatable {
    /// The word before the first line's colon: `SG12`, `consent-at`.
    package let id: String
    /// What follows it.
    package let title: String
    /// The projections whose tables and views it reads.
    package let reads: [String]
    package let script: SQLScript
    /// For messages: `checks/SG12-disclosure-decided.sql`.
    package let file: String

    package init(_ text: String, file: String) throws(ProjectionError) {
        script = SQLScript(text)
        self.file = file
        guard let first = text.split(separator: "\n").first, first.hasPrefix("--"),
            let colon = first.firstIndex(of: ":")
        else { throw .invalid("\(file), line 1: begins with '-- NAME: the question'") }
        id = first[..<colon].dropFirst(2).trimmed
        title = first[first.index(after: colon)...].trimmed
        reads = (script.header("reads") ?? "").split(separator: ",").map(\.trimmed)
        guard script.statements.count == 1 else {
            throw .invalid("\(file) has \(script.statements.count) statements; a question is one")
        }
    }

    package static func read(_ path: String) throws(ProjectionError) -> Question {
        let file = path.split(separator: "/").suffix(2).joined(separator: "/")
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else { throw .invalid("\(file) is missing or not UTF-8") }
        return try Question(text, file: file)
    }

    /// All `.sql` files of a folder, by name.
    package static func all(in path: String) throws(ProjectionError) -> [Question] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var questions: [Question] = []
        for name in names.sorted() where name.hasSuffix(".sql") {
            questions.append(try read("\(path)/\(name)"))
        }
        return questions
    }
}

/// Rows that answer a question, with the names of their columns.
package struct Answer: Sendable, Equatable {
    package let columns: [String]
    package let rows: [[Value]]

    package init(columns: [String], rows: [[Value]]) {
        self.columns = columns
        self.rows = rows
    }

    /// The rows by column.
    package var records: [[String: Value]] {
        rows.map { row in
            Dictionary(zip(columns, row)) { first, _ in first }
        }
    }
}
