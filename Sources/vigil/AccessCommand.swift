import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct AccessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access",
        abstract: "Who may look at a case, who did, and what a privacy officer is to review.",
        discussion: "What each role sees for each purpose: vigil staff roles.",
        subcommands: [
            Grant.self, Claim.self, End.self, Emergency.self, Review.self, Log.self, Alerts.self,
        ]
    )

    struct Grant: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant",
            abstract: "Give somebody else a relationship to a case.",
            discussion: """
                The office may (safeguarding lead, records manager, administrator), and whoever has a \
                relationship to the case already.

                Example:
                  vigil access grant C-0001 s-supervisor --role supervisor --until 2027-03-31
                """
        )

        @Argument(help: "The case.") var name: String
        @Argument(help: "Whose relationship.") var staff: String
        @Option(help: "In what role.", completion: .list(StaffCommand.roles)) var role: String
        @Option(help: "The last day of it.") var until: String?
        @Option(help: "Why.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            try AccessCommand.change(
                .relationshipOpened,
                name,
                record,
                writer,
                [
                    ("staff", .string(staff)), ("role", .string(role)),
                    ("until", try until.map { .string(try AccessCommand.day($0)) }),
                    ("reason", reason.map(JSON.string)),
                ]
            )
        }
    }

    struct Claim: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "claim",
            abstract: "Claim a relationship to a case for yourself; a privacy officer reviews it.",
            discussion: """
                Example:
                  vigil access claim C-0001 --role guider --reason "Covering for s-guider this week"
                """
        )

        @Argument(help: "The case.") var name: String
        @Option(help: "In what role.", completion: .list(StaffCommand.roles)) var role: String
        @Option(help: "Why.") var reason: String
        @Option(help: "The last day of it.") var until: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            try AccessCommand.change(
                .relationshipSelfClaimed,
                name,
                record,
                writer,
                [
                    ("staff", .string(try writer.pseudonym())), ("role", .string(role)),
                    ("reason", .string(reason)),
                    ("until", try until.map { .string(try AccessCommand.day($0)) }),
                ]
            )
        }
    }

    struct End: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "end",
            abstract: "End somebody's relationship to a case.",
            discussion: """
                Example:
                  vigil access end C-0001 s-supervisor --reason "Supervision moved"
                """
        )

        @Argument(help: "The case.") var name: String
        @Argument(help: "Whose relationship.") var staff: String
        @Option(help: "Only in this role.", completion: .list(StaffCommand.roles)) var role: String?
        @Option(help: "Why.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            try AccessCommand.change(
                .relationshipEnded,
                name,
                record,
                writer,
                [
                    ("staff", .string(staff)), ("role", role.map(JSON.string)),
                    ("reason", reason.map(JSON.string)),
                ]
            )
        }
    }

    struct Emergency: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "emergency",
            abstract: "Open a case that you have nothing to do with, because it cannot wait.",
            discussion: """
                For direct care or safeguarding, 24 hours if nothing is said, 72 at most. A privacy \
                officer reviews it.

                Example:
                  vigil access emergency C-0001 --purpose direct-care --reason "Crisis call, guider away"
                """
        )

        @Argument(help: "The case.") var name: String
        @Option(help: "Why it cannot wait.") var reason: String
        @Option(help: "Until when: in '14:30' style or a moment; 24 hours if left out.")
        var until: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.useEmergencyAccess(
                to: name,
                reason: reason,
                until: try until.map {
                    try TimeOptions.moment($0, "--until", now: CaseRecord.systemClock())
                },
                for: reader
            )
            print("recorded at position \(entry.position); a privacy officer will review it")
        }
    }

    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "review",
            abstract: "Say what you found about an emergency access, a claim or a refusal.",
            discussion: """
                Example:
                  vigil access review 57 --outcome justified --reason "Duty rota confirms it"
                """
        )

        @Argument(help: "The access's position, as 'vigil access alerts' shows it.")
        var position: Int64
        @Option(help: "justified, not-justified or needs-enquiry.") var outcome: String
        @Option(help: "Why.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.reviewAccess(
                at: position,
                outcome: outcome,
                reason: reason,
                by: by
            )
            print("recorded at position \(entry.position)")
        }
    }

    struct Log: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "log",
            abstract: "Who was shown what, when and why, and who was refused.",
            discussion: """
                Reading it is recorded, too.

                Example:
                  vigil access log C-0001 --purpose audit --format csv
                """
        )

        @Argument(help: "The case; all if left out.") var name: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open(for: .read)
            let log = try record.accessLog(of: name, for: reader)
            switch format.format {
            case .text:
                print(
                    Console.table(
                        [
                            [
                                "AT", "WHEN", "WHAT", "WHO", "ROLE", "PURPOSE", "VIEW", "DETAIL",
                                "CASE",
                            ]
                        ]
                            + log.lines.map { line in
                                [
                                    String(line.position), Reading.minute(line.at),
                                    line.type.rawValue, line.staff, line.role ?? "",
                                    line.purpose ?? "", line.view, String(line.detail.prefix(60)),
                                    line.cases.joined(separator: " "),
                                ]
                            }
                    )
                )
            case .json:
                print(
                    JSON.array(
                        log.lines.map { line in
                            .object(present: [
                                ("position", JSON(Int(line.position))),
                                ("at", .string(line.at.description)),
                                ("type", .string(line.type.rawValue)),
                                ("staff", .string(line.staff)),
                                ("role", line.role.map(JSON.string)),
                                ("purpose", line.purpose.map(JSON.string)),
                                ("view", .string(line.view)), ("detail", .string(line.detail)),
                                ("cases", JSON(line.cases)),
                            ])
                        }
                    ).pretty()
                )
            case .csv:
                print(
                    Console.csv([
                        "position", "at", "type", "staff", "role", "purpose", "view", "detail",
                        "cases",
                    ]),
                    terminator: ""
                )
                for line in log.lines {
                    print(
                        Console.csv([
                            String(line.position), line.at.description, line.type.rawValue,
                            line.staff, line.role ?? "", line.purpose ?? "", line.view, line.detail,
                            line.cases.joined(separator: " "),
                        ]),
                        terminator: ""
                    )
                }
            }
        }
    }

    struct Alerts: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "alerts",
            abstract: "Emergency accesses, claims and refusals that nobody else has reviewed.",
            discussion: """
                Example:
                  vigil access alerts --as s-privacy --purpose audit
                """
        )

        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open(for: .read)
            AnswerText.print(try record.accessAlerts(for: reader), format.format)
        }
    }

    /// Records a step of a relationship.
    fileprivate static func change(
        _ type: EventType,
        _ name: String,
        _ options: RecordOptions,
        _ writer: WriterOptions,
        _ data: [(String, JSON?)]
    ) throws {
        let by = try writer.pseudonym()
        let record = try options.open()
        defer { try? record.close() }
        let receipt = try record.record(
            Request(
                [Draft(type, at: .instant(CaseRecord.systemClock()), .object(present: data))],
                in: try record.findCase(name).id,
                by: by
            )
        )
        for entry in receipt.entries { print("recorded at position \(entry.position)") }
        for warning in receipt.warnings { Console.warning(warning.sentence) }
    }

    fileprivate static func day(_ text: String) throws -> String {
        guard CivilDate(text) != nil else {
            throw RecordError(.invalid, "time", "'--until' is a day written 2027-03-31")
        }
        return text
    }
}
