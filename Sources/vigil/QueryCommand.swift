import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Projector
import Values

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "Ask a projection one of its questions, or one of your own.",
        discussion: """
            Without a query, the projection's questions are listed. A query may read several \
            projections, joined at one position. That you asked is recorded first.

            Examples:
              vigil query due
              vigil query consent-register consent-at --case C-0001 --as-of 2026-03-01
              vigil query --sql mine.sql --format csv

            A file of your own is one SELECT, with '-- NAME: what it asks' and '-- reads: \
            projection, projection' at its head; parameters are :case, :as_of, :from and :to.
            """
    )

    @Argument(help: "The projection.") var projection: String?
    @Argument(help: "Its query.") var query: String?
    @Option(name: .customLong("case"), help: "The case; all if left out.") var caseName: String?
    @Option(help: "From when on, for queries over a time.") var from: String?
    @Option(help: "Until when.") var to: String?
    @Option(help: "Another parameter of the query: name=value. May be given again.")
    var param: [String] = []
    @Option(help: "A file with a SELECT of your own.", completion: .file(extensions: ["sql"]))
    var sql: String?
    @OptionGroup var times: TimeOptions
    @OptionGroup var record: RecordOptions
    @OptionGroup var folders: FolderOptions
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (projection == nil) == (sql != nil) else {
            throw ValidationError("Name a projection, or give --sql FILE.")
        }
    }

    func run() throws {
        let record = try record.open(for: .read, projections: folders.path)
        let question: Question
        let view: String
        if let sql {
            question = try RecordError.telling { () throws(ProjectionError) in
                try Question.read(sql)
            }
            view = "query of one's own"
        } else if let projection, let query {
            question = try record.question(query, of: projection)
            view = "query \(projection)/\(query)"
        } else {
            for question in try record.questions(of: projection ?? "") {
                print("\(question.id)  \(question.title)")
            }
            return
        }
        let now = CaseRecord.systemClock()
        let moments = try times.moments(now: now)
        let told = try record.ask(
            question,
            .init(
                caseName: caseName,
                asOf: moments.asOf,
                knownAt: moments.knownAt,
                from: try from.map { try TimeOptions.moment($0, "--from", now: now) },
                to: try to.map { try TimeOptions.moment($0, "--to", now: now) },
                others: try parameters()
            ),
            for: try reader.reader(),
            view: view
        )
        AnswerText.print(told, format.format)
    }
}

extension QueryCommand {
    private func parameters() throws -> [String: Value] {
        var parameters: [String: Value] = [:]
        for pair in param {
            guard let equals = pair.firstIndex(of: "=") else {
                throw RecordError(.invalid, "parameter", "'--param' is written name=value")
            }
            let text = String(pair[pair.index(after: equals)...])
            parameters[":" + pair[..<equals]] = Int64(text).map(Value.integer) ?? .text(text)
        }
        return parameters
    }
}

/// Rows as people and programs read them.
enum AnswerText {
    static func print(_ told: CaseRecord.Told, _ format: Format) {
        switch format {
        case .json:
            Swift.print(
                JSON.object(present: [
                    ("query", .string(told.question.id)),
                    ("question", .string(told.question.title)),
                    ("position", JSON(Int(told.position))), ("root", .string(told.root)),
                    (
                        "projections",
                        .object(told.versions.map { JSON.Member($0.name, .string($0.version)) })
                    ),
                    (
                        "rows",
                        .array(
                            told.answer.rows.map { row in
                                .object(
                                    zip(told.answer.columns, row).map {
                                        JSON.Member($0, json($1))
                                    }
                                )
                            }
                        )
                    ),
                ]).pretty()
            )
        case .csv:
            Swift.print(Console.csv(told.answer.columns), terminator: "")
            for row in told.answer.rows { Swift.print(Console.csv(row.map(text)), terminator: "") }
        case .text:
            let head = told.answer.columns.map { $0.uppercased() }
            Swift.print(Console.table([head] + told.answer.rows.map { $0.map(shown) }))
            Console.note("\(told.answer.rows.count) rows · log to position \(told.position)")
        }
    }

    static func json(_ value: Value) -> JSON {
        switch value {
        case .null: .null
        case .integer(let number): JSON(Int(number))
        case .real(let number):
            .number(
                number == number.rounded() && abs(number) < 1e15
                    ? String(Int(number)) : String(number)
            )
        case .text(let text): .string(text)
        case .blob(let bytes): .string(Base64.encode(bytes))
        }
    }

    static func text(_ value: Value) -> String {
        switch value {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes): Base64.encode(bytes)
        }
    }

    /// For a table: a moment as London's clocks showed it, one line, not too wide.
    private static func shown(_ value: Value) -> String {
        guard case .text(let text) = value else { return self.text(value) }
        if text.utf8.count == 24, let instant = Instant(text) { return Reading.minute(instant) }
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 60 ? line.prefix(59) + "…" : line
    }
}

extension RecordError {
    /// For what the command line does without a record.
    static func telling<R>(_ body: () throws(ProjectionError) -> R) throws -> R {
        do throws(ProjectionError) {
            return try body()
        } catch {
            throw RecordError(error)
        }
    }
}
