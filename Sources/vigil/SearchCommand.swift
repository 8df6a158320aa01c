import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Find entries by words in their texts.",
        discussion: """
            All words must be there; one that ends in * may go on. Which cases you were shown is \
            recorded first, your words never are.

            Example:
              vigil search crisis team --case C-0001
            """
    )

    @Argument(help: "The words.") var words: [String]
    @Option(name: .customLong("case"), help: "Only this case.") var caseName: String?
    @Option(help: "How many entries at most.") var limit = 20
    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var format: FormatOption

    func run() throws {
        let record = try record.open(for: .read)
        let result = try record.search(
            words.joined(separator: " "),
            in: caseName,
            limit: max(1, limit),
            for: try reader.reader()
        )
        switch format.format {
        case .json:
            print(
                JSON.array(
                    result.lines.map { found in
                        JSON.object(
                            [JSON.Member("case", .string(found.summary.reference))]
                                + (EntryText.json(found.line, found.reading).members ?? [])
                        )
                    }
                ).pretty()
            )
        case .csv:
            print(Console.csv(["case", "position", "type", "reading"]), terminator: "")
            for found in result.lines {
                let standing = found.line.standing
                print(
                    Console.csv([
                        found.summary.reference, String(standing.entry.position),
                        standing.payload?.type ?? "",
                        standing.payload.map { found.reading.line(for: $0) } ?? "",
                    ]),
                    terminator: ""
                )
            }
        case .text:
            var last = ""
            for found in result.lines {
                if found.summary.reference != last {
                    print(Console.styled(found.summary.reference, .bold))
                }
                last = found.summary.reference
                print(EntryText.line(found.line, found.reading))
            }
            Console.note(
                "\(result.lines.count) entries" + (result.isCut ? ", and there are more" : "")
            )
        }
    }
}
