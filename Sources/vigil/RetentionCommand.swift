import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Values

struct RetentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "How long cases and films are to be kept, rule by rule.",
        discussion: """
            Nothing is destroyed by being due: a review is, by people. 'vigil erase propose' begins one.

            Examples:
              vigil retention due C-0001
              vigil retention rules
            """,
        subcommands: [Due.self, Rules.self, Adopt.self],
        defaultSubcommand: Due.self
    )

    struct Due: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "due",
            abstract: "What is due for review, and why; what has no date, and what it lacks.",
            discussion: """
                Example:
                  vigil retention due --on 2046-03-01 --format json
                """
        )

        @Argument(help: "The case; every case if left out.") var name: String?
        @Option(help: "Ask for another day than today.") var on: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let day = try on.map { try EraseText.day($0, "--on") }
            let (schedule, reports) = try record.retention(of: name, on: day, for: reader)
            switch format.format {
            case .json:
                print(
                    JSON.object([
                        .init("schedule", .string(schedule.title)),
                        .init(
                            "due",
                            .array(
                                reports.flatMap { report in
                                    report.verdicts.map { json($0, of: report.summary) }
                                }
                            )
                        ),
                    ]).pretty()
                )
            case .csv:
                print(Console.csv(["case", "film", "outcome", "day", "rules"]), terminator: "")
                for report in reports {
                    for verdict in report.verdicts {
                        print(
                            Console.csv([
                                report.summary.reference, verdict.film ?? "",
                                verdict.outcome.word, verdict.outcome.day?.description ?? "",
                                verdict.reasons.map(\.rule).joined(separator: " "),
                            ]),
                            terminator: ""
                        )
                    }
                }
            case .text:
                print("schedule \(schedule.title): \(schedule.source)")
                for report in reports {
                    for verdict in report.verdicts { show(verdict, of: report.summary) }
                }
            }
        }

        private func show(_ verdict: Retention.Verdict, of summary: CaseSummary) {
            let what = summary.reference + (verdict.film.map { " \($0)" } ?? "")
            let day = verdict.outcome.day.map(\.description) ?? ""
            let said =
                switch verdict.outcome {
                case .open: "the work goes on; no time has begun"
                case .noDate: "no date can be told"
                case .notDue: "to be kept until \(day)"
                case .reviewDue: "review due since \(day)"
                case .destructionDue: "to be destroyed or held by \(day)"
                case .held(let day): "held" + (day.map { "; otherwise \($0)" } ?? "")
                }
            print("\n" + Console.styled("\(what)  \(said)", .bold))
            for reason in verdict.reasons {
                print(
                    "  \(reason.rule)" + (reason.subject.map { " · \($0)" } ?? "") + ": "
                        + (reason.day.map { "\($0), " } ?? "no date, ") + reason.because
                )
                print("    " + Console.styled(reason.source, .dim))
            }
            for obstacle in verdict.obstacles { print("  in the way: \(obstacle)") }
            for prompt in verdict.prompts { print("  think of: \(prompt)") }
        }

        private func json(_ verdict: Retention.Verdict, of summary: CaseSummary) -> JSON {
            .object(present: [
                ("case", .string(summary.reference)), ("film", verdict.film.map(JSON.string)),
                ("outcome", .string(verdict.outcome.word)),
                ("day", verdict.outcome.day.map { .string($0.description) }),
                (
                    "reasons",
                    .array(
                        verdict.reasons.map {
                            JSON.object(present: [
                                ("rule", .string($0.rule)), ("source", .string($0.source)),
                                ("subject", $0.subject.map(JSON.string)),
                                ("day", $0.day.map { .string($0.description) }),
                                ("because", .string($0.because)),
                            ])
                        }
                    )
                ),
                ("obstacles", JSON(verdict.obstacles)), ("prompts", JSON(verdict.prompts)),
            ])
        }
    }

    struct Rules: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rules",
            abstract: "The rules in force, with where each comes from.",
            discussion: """
                Example:
                  vigil retention rules
                """
        )

        @OptionGroup var record: RecordOptions

        func run() throws {
            let record = try record.open(for: .read)
            let schedule = try record.retentionSchedule()
            print("\(schedule.title): \(schedule.source)")
            for rule in schedule.rules {
                print("  \(rule.id)\(rule.isEnabled ? "" : " (not in force)"): \(rule.source)")
            }
        }
    }

    struct Adopt: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adopt",
            abstract: "Put the service's own rules in force.",
            discussion: """
                The whole file is recorded, with its digest; docs/RETENTION.md says how one is written.

                Example:
                  vigil retention adopt leeds-2.json --as s-records
                """
        )

        @Argument(help: "The file.", completion: .file()) var file: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.adoptSchedule(at: file, by: by)
            print("in force from position \(entry.position) on")
        }
    }
}
