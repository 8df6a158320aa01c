import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct CaseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "case",
        abstract: "Open, list, show and close cases.",
        subcommands: [Open.self, List.self, Show.self, Close.self]
    )

    struct Open: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "open",
            abstract: "Open a family's case.",
            discussion: """
                Who opens it as a guider, trainee or supervisor has a relationship to it from then on.

                Example:
                  vigil case open --planned-cycles 6 --team perinatal
                """
        )

        @Option(help: "The case's short reference; the next free one if left out.")
        var reference: String?
        @Option(help: "How many cycles are planned.") var plannedCycles: Int?
        @Option(help: "The team that holds the case.") var team: String?
        @Option(help: "When it was opened.") var at = "now"
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let record = try record.open()
            defer { try? record.close() }
            let reference = try reference ?? record.nextReference()
            let receipt = try record.openCase(
                Draft(
                    .caseOpened,
                    at: try parsedTime(at, now: CaseRecord.systemClock()),
                    .object(present: [
                        ("reference", .string(reference)),
                        ("plannedCycles", plannedCycles.map { JSON($0) }),
                        ("team", team.map(JSON.string)),
                    ])
                ),
                by: try writer.pseudonym()
            )
            print("opened \(reference), case \(receipt.caseID)")
            for warning in receipt.warnings { Console.warning(warning.sentence) }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the cases, by reference.",
            discussion: """
                Example:
                  vigil case list --format csv
                """
        )

        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let cases = try record.caseSummaries()
            let erased = try record.erasedCases()
            switch format.format {
            case .text:
                let rows = cases.map {
                    [
                        $0.reference, String($0.openedAt.prefix(10)),
                        $0.isClosed ? "closed" : "open", $0.id.description,
                    ]
                }
                let stubs = erased.map { ["-", "-", "erased", $0.description] }
                print(Console.table([["CASE", "OPENED", "STANDS", "ID"]] + rows + stubs))
            case .json:
                let list = cases.map { summary -> JSON in
                    [
                        "reference": .string(summary.reference),
                        "id": .string(summary.id.description),
                        "openedAt": .string(summary.openedAt), "isClosed": .bool(summary.isClosed),
                    ]
                }
                let stubs = erased.map { id -> JSON in
                    ["id": .string(id.description), "isErased": true]
                }
                print(JSON.array(list + stubs).pretty())
            case .csv:
                print(Console.csv(["reference", "id", "opened_at", "is_closed"]), terminator: "")
                for summary in cases {
                    print(
                        Console.csv([
                            summary.reference, summary.id.description, summary.openedAt,
                            String(summary.isClosed),
                        ]),
                        terminator: ""
                    )
                }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show what a case has: people, films, goals, open actions.",
            discussion: """
                The labels shown here are what other entries name.

                Example:
                  vigil case show C-0001 --purpose direct-care
                """
        )

        @Argument(help: "The case's reference, or the start of its id.") var name: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open()
            defer { try? record.close() }
            let view = try record.timeline(of: name, for: reader.reader(), view: "case")
            let state = CaseState(folding: view.entries)
            var rows = [["KIND", "LABEL", "WHAT", "STANDS"]]
            for kind in Thing.allCases {
                let things = (state.things[kind] ?? [:]).sorted {
                    $0.value.position < $1.value.position
                }
                for (label, thing) in things {
                    let line = view.lines.first {
                        $0.standing.entry.position == thing.position
                    }
                    let what = line?.standing.payload.map { view.reading.line(for: $0) } ?? ""
                    rows.append([
                        kind.rawValue, label, String(what.prefix(70)), thing.standing ?? "",
                    ])
                }
            }
            switch format.format {
            case .text:
                print(
                    "\(view.summary.reference) · \(view.summary.isClosed ? "closed" : "open")"
                        + " · \(view.entries.count) entries"
                )
                print(Console.table(rows))
                EntryText.noteWithheld(view)
            case .json:
                let things = rows.dropFirst().map { row -> JSON in
                    [
                        "kind": .string(row[0]), "label": .string(row[1]), "what": .string(row[2]),
                        "standing": .string(row[3]),
                    ]
                }
                print(JSON.array(Array(things)).pretty())
            case .csv:
                for row in rows { print(Console.csv(row.map { $0.lowercased() }), terminator: "") }
            }
        }
    }

    struct Close: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "close",
            abstract: "Close a case.",
            discussion: """
                What is still open is told, and the case is closed all the same.

                Example:
                  vigil case close C-0001 --reason planned-end --closing-risk low
                """
        )

        @Argument(
            parsing: .captureForPassthrough,
            help: "The case, then the fields of 'case-closed'."
        )
        var rest: [String] = []

        func run() throws { try Record.run(.caseClosed, rest) }
    }
}

func parsedTime(_ text: String, now: Instant) throws -> Occurrence {
    guard let occurrence = WrittenTime.parse(text, now: now) else {
        throw RecordError(
            .invalid,
            "time",
            "'--at' does not understand '\(text)'",
            hint: WrittenTime.examples
        )
    }
    return occurrence
}
