import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Projector
import Values

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Where a case falls short of safeguarding rules, with the entries that show it.",
        discussion: "What each check asks for, and why: vigil audit checks.",
        subcommands: [Run.self, Checks.self, Answer.self, Sample.self],
        defaultSubcommand: Run.self
    )

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Audit a case, or all of them.",
            discussion: """
                Each finding says what was expected by when, what is there instead, since when it is \
                so, and whether it could be seen then or only in hindsight. One that a later entry \
                explained is shown as cleared, one that was answered with its answer.

                Examples:
                  vigil audit C-0001
                  vigil audit C-0001 --known-at 2026-03-01 --check SG08
                  vigil audit --all --since 2026-10-01 --format csv
                  vigil audit --all --fail-on high
                """
        )

        @Argument(help: "The case's reference, or the start of its id.") var name: String?
        @Flag(help: "All cases.") var all = false
        @OptionGroup var times: TimeOptions

        @Option(help: "Only this check: SG08. May be given again.") var check: [String] = []

        @Option(
            help: "Only what is new, cleared or changed since an audit at this position or time."
        )
        var since: String?

        @Option(help: "Exit with status 2 when a finding this severe is open: high, moderate, low.")
        var failOn: AuditCheck.Severity?

        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @Option(help: "text, json, csv, or html for a page to print.") var format = PageFormat.text
        @Option(help: "A new file for it; else standard output.", completion: .file()) var out:
            String?

        func validate() throws {
            guard (name == nil) == all else {
                throw ValidationError("Name a case, or give --all.")
            }
        }

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open(for: .read)
            let moments = try times.moments(now: CaseRecord.systemClock())
            let names = name.map { [$0] }
            let before = try since.map { try earlier($0, names, record, reader) }
            let progress = Progress("auditing")
            var report = try record.audit(
                names,
                .init(asOf: moments.asOf, knownAt: moments.knownAt),
                checks: check,
                for: reader,
                progress: progress.update
            )
            progress.end()
            let open = report.findings.filter(\.isOpen)
            var changes: [AuditReport.Change]?
            if let before {
                let found = CaseRecord.changes(from: before, to: report)
                changes = found
                report.findings = found.map(\.finding)
            }
            try Output.write(AuditText.whole(report, changes, format), to: out)
            if let failOn, open.contains(where: { $0.severity >= failOn }) { throw ExitCode(2) }
        }

        private func earlier(
            _ since: String,
            _ names: [String]?,
            _ record: CaseRecord,
            _ reader: Reader
        ) throws -> AuditReport {
            let time =
                if let position = Int64(since), since.count < 19 {
                    try record.recordedAt(position: position)
                } else {
                    try TimeOptions.moment(since, "--since", now: CaseRecord.systemClock())
                }
            return try record.earlierAudit(names, at: time, checks: check, for: reader)
        }
    }

    struct Checks: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "checks",
            abstract: "The checks: what each one asks, and why.",
            discussion: """
                Example:
                  vigil audit checks
                """
        )

        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let checks = try CaseRecord.builtInChecks()
            switch format.format {
            case .json:
                print(
                    JSON.array(
                        checks.map { check in
                            JSON.object(present: [
                                ("check", .string(check.id)),
                                ("question", .string(check.question.title)),
                                ("severity", .string(check.severity.rawValue)),
                                ("why", .string(check.why)),
                                ("reads", JSON(check.question.reads)),
                            ])
                        }
                    ).pretty()
                )
            case .csv:
                print(Console.csv(["check", "severity", "question", "why"]), terminator: "")
                for check in checks {
                    print(
                        Console.csv([
                            check.id, check.severity.rawValue, check.question.title, check.why,
                        ]),
                        terminator: ""
                    )
                }
            case .text:
                for check in checks {
                    print(
                        Console.styled("\(check.id)  \(check.question.title)", .bold)
                            + "  up to \(check.severity.rawValue)"
                    )
                    print(
                        "      "
                            + Console.wrapped(check.why, width: Console.width - 8, indent: 6)
                    )
                }
            }
        }
    }

    struct Answer: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer",
            abstract: "Answer a finding: it stays in the audit, with what was said to it.",
            discussion: """
                It is open again when the entries that it rests on change.

                Example:
                  vigil audit answer C-0001 SG08 42 --answer explained --reason "Done by phone the \
                same day, see entry 51"
                """
        )

        @Argument(help: "The case.") var name: String
        @Argument(help: "The check: SG08.") var check: String
        @Argument(help: "The finding's key, as the audit prints it.") var key: String
        @Option(help: "explained, accepted or action-taken.") var answer: String
        @Option(help: "Why, in words an auditor can weigh.") var reason: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let receipt = try record.answer(
                check,
                key,
                in: name,
                answer,
                reason: reason,
                for: reader
            )
            for entry in receipt.entries { print("recorded at position \(entry.position)") }
        }
    }

    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sample",
            abstract: "Draw cases by chance, so that the draw can be repeated.",
            discussion: """
                The same seed over the same cases draws the same ones; the draw is recorded.

                Example:
                  vigil audit sample --seed 2026-11 --count 2 --exclude-days 365
                """
        )

        @Option(help: "Any text.") var seed: String
        @Option(help: "How many cases.") var count = 2
        @Option(help: "Leave out cases drawn within so many days.") var excludeDays = 365
        @Flag(help: "Only cases that are not closed.") var open = false
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let draw = try record.drawSample(
                count,
                seed: seed,
                openOnly: open,
                excludingDays: excludeDays,
                by: by
            )
            switch format.format {
            case .json:
                print(
                    JSON.object(present: [
                        ("seed", .string(seed)), ("frame", JSON(draw.frame)),
                        ("drawn", JSON(draw.drawn.map(\.reference))),
                        ("excluded", JSON(draw.excluded.map(\.reference))),
                        ("position", JSON(Int(draw.position))),
                    ]).pretty()
                )
            case .csv:
                print(Console.csv(["case", "id"]), terminator: "")
                for summary in draw.drawn {
                    print(
                        Console.csv([summary.reference, summary.id.description]),
                        terminator: ""
                    )
                }
            case .text:
                for summary in draw.drawn { print(summary.reference) }
                Console.note(
                    "\(draw.drawn.count) of \(draw.frame) cases, \(draw.excluded.count) left out as"
                        + " drawn lately; recorded at position \(draw.position)"
                )
            }
        }
    }
}

extension AuditCheck.Severity: ExpressibleByArgument {}

/// Findings as people and programs read them.
enum AuditText {
    static func whole(
        _ report: AuditReport,
        _ changes: [AuditReport.Change]?,
        _ format: PageFormat
    ) -> String {
        switch format {
        case .json: return json(report, changes).pretty() + "\n"
        case .html: return AuditPage.html(report, changes)
        case .csv:
            var lines = Console.csv([
                "case", "check", "key", "severity", "change", "since", "due", "visible_from",
                "seen", "cleared_by", "sure", "rule", "expected", "found", "evidence", "answer",
                "answer_reason", "answer_by",
            ])
            for (index, finding) in report.findings.enumerated() {
                var cleared = ""
                if case .cleared(let position) = finding.seen { cleared = String(position) }
                lines += Console.csv([
                    reference(finding, report), finding.check, finding.key,
                    finding.severity.rawValue, changes?[index].kind.rawValue ?? "",
                    finding.since.description, finding.due?.description ?? "",
                    finding.visibleFrom.description, finding.seen.word, cleared,
                    finding.isCertain ? "certain" : "possible", finding.rule ?? "",
                    finding.expected, finding.found,
                    finding.evidence.map(String.init).joined(separator: " "),
                    finding.answer?.answer ?? "", finding.answer?.reason ?? "",
                    finding.answer?.by ?? "",
                ])
            }
            return lines
        case .text:
            return heading(report, changes) + "\n"
                + report.findings.enumerated().map { index, finding in
                    "\n" + text(finding, report, changes?[index].kind) + "\n"
                }
                .joined() + "\n" + footing(report) + "\n"
        }
    }

    static func reference(_ finding: AuditFinding, _ report: AuditReport) -> String {
        report.cases.first { $0.id == finding.caseID }?.reference ?? finding.caseID.description
    }

    private static func heading(_ report: AuditReport, _ changes: [AuditReport.Change]?) -> String {
        let open = report.findings.filter(\.isOpen)
        let counts = AuditCheck.Severity.allCases.reversed().compactMap { severity -> String? in
            let count = open.filter { $0.severity == severity }.count
            return count > 0 ? "\(count) \(severity.rawValue)" : nil
        }
        let cases =
            report.cases.count == 1 ? report.cases[0].reference : "\(report.cases.count) cases"
        var text = "\(cases) · \(open.count) open findings"
        if !counts.isEmpty { text += ": " + counts.joined(separator: ", ") }
        let others = report.findings.count - open.count
        if others > 0 { text += " · \(others) cleared or answered" }
        if changes != nil { text += " · changes since the earlier audit" }
        text += " · as of \(Reading.minute(report.asOf))"
        if let knownAt = report.knownAt { text += " · known at \(Reading.minute(knownAt))" }
        return Console.styled(text, .bold)
    }

    private static func footing(_ report: AuditReport) -> String {
        Console.styled(
            "log to position \(report.position), root \(report.root)",
            .dim
        )
    }

    static func sentence(_ finding: AuditFinding) -> String {
        let due = finding.due.map { " before \(Reading.minute($0))" } ?? ""
        let found = finding.found.prefix(1).uppercased() + finding.found.dropFirst()
        return "Expected\(due): \(finding.expected). \(found)."
    }

    static func standing(_ finding: AuditFinding, _ report: AuditReport) -> String {
        switch finding.seen {
        case .visible: "visible then"
        case .hindsight: "only in hindsight, from \(Reading.minute(finding.visibleFrom))"
        case .cleared(let position):
            "seen from \(Reading.minute(finding.visibleFrom)), cleared by entry \(position)"
        }
    }

    private static func text(
        _ finding: AuditFinding,
        _ report: AuditReport,
        _ change: AuditReport.Change.Kind?
    ) -> String {
        let style: Console.Style =
            switch finding.severity {
            case .high: .red
            case .moderate: .yellow
            case .low: .cyan
            }
        let title = report.checks.first { $0.id == finding.check }?.question.title ?? ""
        var lines = [
            (change.map { "\($0.rawValue.uppercased())  " } ?? "")
                + (finding.isOpen
                    ? Console.styled(finding.severity.rawValue.uppercased(), style)
                    : finding.severity.rawValue)
                + "  \(finding.check)  \(title)"
                + (report.cases.count > 1 ? "  \(reference(finding, report))" : ""),
            "  " + Console.wrapped(sentence(finding), width: Console.width - 4, indent: 2),
            "  since \(Reading.minute(finding.since)) · \(standing(finding, report)) · "
                + (finding.isCertain ? "certain" : "possible: a time is not known well enough")
                + (finding.rule.map { " · \($0)" } ?? "") + " · key \(finding.key)",
        ]
        if let answer = finding.answer {
            lines.append(
                "  " + (answer.isCurrent ? "" : "before its evidence changed: ")
                    + "\(answer.answer) by \(answer.by) at position \(answer.position): \(answer.reason)"
            )
        }
        if let view = report.readings[finding.caseID] {
            let reading = view.reading
            for position in finding.evidence {
                if let line = view.lines.first(where: { $0.standing.entry.position == position }) {
                    lines.append("    " + EntryText.line(line, reading))
                } else {
                    lines.append("    \(position)")
                }
            }
        } else {
            lines.append(
                "    entries " + finding.evidence.map(String.init).joined(separator: ", ")
            )
        }
        return lines.joined(separator: "\n")
    }

    static func json(_ report: AuditReport, _ changes: [AuditReport.Change]?) -> JSON {
        .object(present: [
            ("asOf", .string(report.asOf.description)),
            ("knownAt", report.knownAt.map { .string($0.description) }),
            ("position", JSON(Int(report.position))), ("root", .string(report.root)),
            ("cases", JSON(report.cases.map(\.reference))),
            (
                "projections",
                .object(report.versions.map { JSON.Member($0.name, .string($0.version)) })
            ),
            (
                "findings",
                .array(
                    report.findings.enumerated().map { index, finding in
                        var cleared: Int64?
                        if case .cleared(let position) = finding.seen { cleared = position }
                        return JSON.object(present: [
                            ("case", .string(reference(finding, report))),
                            ("check", .string(finding.check)), ("key", .string(finding.key)),
                            ("severity", .string(finding.severity.rawValue)),
                            ("change", (changes?[index].kind.rawValue).map(JSON.string)),
                            ("since", .string(finding.since.description)),
                            ("due", finding.due.map { .string($0.description) }),
                            ("visibleFrom", .string(finding.visibleFrom.description)),
                            ("seen", .string(finding.seen.word)),
                            ("clearedBy", cleared.map { JSON(Int($0)) }),
                            ("sure", .string(finding.isCertain ? "certain" : "possible")),
                            ("rule", finding.rule.map(JSON.string)),
                            ("expected", .string(finding.expected)),
                            ("found", .string(finding.found)),
                            ("evidence", .array(finding.evidence.map { JSON(Int($0)) })),
                            (
                                "answer",
                                finding.answer.map { answer in
                                    JSON.object(present: [
                                        ("position", JSON(Int(answer.position))),
                                        ("answer", .string(answer.answer)),
                                        ("reason", .string(answer.reason)),
                                        ("by", .string(answer.by)),
                                        ("isCurrent", .bool(answer.isCurrent)),
                                    ])
                                }
                            ),
                        ])
                    }
                )
            ),
        ])
    }
}
