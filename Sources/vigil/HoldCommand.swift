import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Values

struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold",
        abstract: "Forbid destroying a case or a film while a reason to keep it stands.",
        discussion: """
            A case can have several holds at once, each with its ground, authority and day of review. \
            Releasing one takes somebody else than who placed it.

            Examples:
              vigil hold place C-0001 --extent case --ground inquiry --authority "IICSA letter" \\
                --review-on 2027-06-01
              vigil hold review C-0001 --hold 57 --reason "Still asked for" --review-on 2028-06-01
              vigil hold release C-0001 --hold 57 --reason "Claim settled"
              vigil hold list
            """,
        subcommands: [List.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract:
                "Holds of a case or of all cases; what is to be looked at again stands first.",
            discussion: """
                Example:
                  vigil hold list C-0001 --all
                """
        )

        @Argument(help: "The case; every case if left out.") var name: String?
        @Flag(help: "Also those that were released.") var all = false
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let today = LondonTime.civil(of: CaseRecord.systemClock()).date
            let holds = try record.holds(of: name, for: reader)
                .filter { all || $0.hold.stands }
                .sorted {
                    ($0.hold.isOverdue(on: today) ? 0 : 1, $0.hold.position)
                        < ($1.hold.isOverdue(on: today) ? 0 : 1, $1.hold.position)
                }
            func stands(_ hold: Hold) -> String {
                if let position = hold.endedBy { return "ended by entry \(position)" }
                guard let day = hold.reviewOn else { return "no day of review" }
                return hold.isOverdue(on: today)
                    ? "REVIEW OVERDUE since \(day)" : "review on \(day)"
            }
            switch format.format {
            case .json:
                print(
                    JSON.array(
                        holds.map { summary, hold in
                            JSON.object(present: [
                                ("case", .string(summary.reference)),
                                ("position", JSON(Int(hold.position))),
                                ("id", .string(hold.id.description)),
                                ("film", hold.film.map(JSON.string)),
                                ("ground", .string(hold.ground)),
                                ("authority", hold.authority.map(JSON.string)),
                                ("placedBy", JSON(hold.placedBy.sorted())),
                                ("reviewOn", hold.reviewOn.map { .string($0.description) }),
                                ("isOverdue", .bool(hold.isOverdue(on: today))),
                                ("stands", .bool(hold.stands)),
                                ("endedBy", hold.endedBy.map { JSON(Int($0)) }),
                            ])
                        }
                    ).pretty()
                )
            case .text, .csv:
                let rows = holds.map { summary, hold in
                    [
                        summary.reference, "\(hold.position)", hold.film ?? "case", hold.ground,
                        hold.authority ?? "", hold.placedBy.sorted().joined(separator: " "),
                        stands(hold),
                    ]
                }
                let head = [
                    "CASE", "POSITION", "EXTENT", "GROUND", "AUTHORITY", "PLACED BY", "STANDS",
                ]
                if format.format == .csv {
                    for row in [head.map { $0.lowercased() }] + rows {
                        print(Console.csv(row), terminator: "")
                    }
                } else {
                    print(rows.isEmpty ? "no hold stands" : Console.table([head] + rows))
                }
            }
        }
    }
}
