import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Values

struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings",
        abstract: "Deadlines and other numbers that rules use: what they are, and changing one.",
        discussion: "A finding is judged by the rule of its day; a change reaches no further back.",
        subcommands: [List.self, Set.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Every setting in force, with its version and where it comes from.",
            discussion: """
                Example:
                  vigil settings list --as-of 2026-03-01
                """
        )

        @OptionGroup var times: TimeOptions
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let moments = try times.moments(now: CaseRecord.systemClock())
            let told = try record.ask(
                record.question("rules-at", of: "settings"),
                .init(asOf: moments.asOf, knownAt: moments.knownAt),
                for: try reader.reader(),
                view: "settings"
            )
            AnswerText.print(told, format.format)
        }
    }

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set",
            abstract: "Change a setting from a day on.",
            discussion: """
                A bank holiday is a setting too: bank-holiday/NATION/DAY, yes or no. What other \
                services call yours is organisation.name, its code organisation.ods.

                Examples:
                  vigil settings set SG08.workingDays 2 --from 2026-12-01 --reason "Team meeting"
                  vigil settings set bank-holiday/scotland/2027-06-14 yes --reason "One-off holiday"
                """
        )

        @Argument(help: "The setting's name, as the list shows it.") var name: String
        @Argument(help: "Its new value.") var value: String
        @Option(help: "From which day on it applies; from now on if left out.") var from: String?
        @Option(help: "Why.") var reason: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let known = try record.ruleNames()
            guard
                known.contains(name) || name.hasPrefix("bank-holiday/")
                    || name == "organisation.name" || name == "organisation.ods"
            else {
                throw RecordError(
                    .refused,
                    "unknown-setting",
                    "there is no setting '\(name.prefix(60))'",
                    hint: "'vigil settings list' shows them"
                )
            }
            let entry = try record.record(
                service: Draft(
                    .settingChanged,
                    at: .instant(CaseRecord.systemClock()),
                    .object(present: [
                        ("setting", .string(name)), ("value", .string(value)),
                        ("from", from.map(JSON.string)), ("reason", .string(reason)),
                    ])
                ),
                by: by
            )
            print(
                "\(name) is \(value) \(from.map { "from \($0)" } ?? "from now on"): position \(entry.position)"
            )
        }
    }
}
