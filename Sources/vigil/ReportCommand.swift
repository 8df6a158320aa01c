import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Projector
import Values

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Figures over a case or a caseload, each with what it rests on.",
        discussion: """
            A figure without its input is empty and says why; it is never 0. Every report ends with \
            what a colleague needs to get the same. In reports that may be shared, figures behind \
            which few people stand are withheld; --internal shows them.

            Examples:
              vigil report list
              vigil report AN14
              vigil report --case C-0001 --format html --out C-0001.html
              vigil report AN06 AN07 --case C-0001 --as-of 2026-03-01 --format csv
            """
    )

    @Argument(help: "Which: AN06; all if left out; 'list' lists them.") var reports: [String] = []
    @Option(name: .customLong("case"), help: "The case; all if left out.") var caseName: String?
    @Option(help: "Only what happened from then on.") var from: String?
    @Option(help: "Only what happened before.") var to: String?
    @Flag(help: "Show small cells too: not for sharing.") var `internal` = false
    @Option(help: "A new file for it; else standard output.", completion: .file()) var out: String?
    @OptionGroup var times: TimeOptions
    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions

    @Option(help: "text, json, csv, or html for a page to print.") var format = PageFormat.text

    func run() throws {
        if reports == ["list"] {
            for report in try CaseRecord.builtInReports() {
                print(
                    "\(report.id)  \(report.question.title)"
                        + (report.isShared ? "  (may be shared)" : "")
                )
            }
            return
        }
        let reader = try reader.reader()
        let record = try record.open(for: .read)
        let now = CaseRecord.systemClock()
        let moments = try times.moments(now: now)
        let asking = CaseRecord.Asking(
            caseName: caseName,
            asOf: moments.asOf,
            knownAt: moments.knownAt,
            from: try from.map { try TimeOptions.moment($0, "--from", now: now) },
            to: try to.map { try TimeOptions.moment($0, "--to", now: now) }
        )
        let progress = Progress("reporting")
        let set = try record.report(
            reports,
            asking,
            isInternal: `internal`,
            for: reader,
            progress: progress.update
        )
        progress.end()
        switch format {
        case .text: try Output.write(ReportText.text(set), to: out)
        case .csv: try Output.write(ReportText.csv(set), to: out)
        case .json: try Output.write(ReportText.json(set).pretty() + "\n", to: out)
        case .html:
            let picture = try caseName.map { name in
                CasePicture(
                    view: try record.timeline(
                        of: name,
                        Timeline.Query(asOf: asking.asOf, knownAt: asking.knownAt),
                        for: reader,
                        view: "report page"
                    ),
                    asOf: set.asOf
                )
            }
            try Output.write(ReportPage.html(set, picture), to: out)
        }
    }
}

enum PageFormat: String, ExpressibleByArgument, CaseIterable { case text, json, csv, html }

/// Where an answer goes: to standard output, or to a new file that only its owner can read.
enum Output {
    static func write(_ text: String, to path: String?) throws {
        guard let path else {
            print(text, terminator: "")
            return
        }
        try CaseRecord.writePrivately(text, toNew: path)
        Console.note("\(path): \(text.utf8.count) bytes")
    }
}

/// Figures as people and programs read them.
enum ReportText {
    /// The groups and figures of a report, as cells.
    static func cells(_ result: ReportResult, _ set: ReportSet) -> (
        head: [String], rows: [[String]]
    ) {
        let columns = result.answer.columns
        // A column that says nothing in any row is left out.
        let shown = columns.indices.filter { index in
            columns[index] != "evidence"
                && (result.answer.rows.contains { !$0[index].isNull } || columns[index] == "value")
        }
        return (
            shown.map { columns[$0] },
            result.answer.rows.map { row in
                shown.map { index in
                    switch row[index] {
                    case .text(let text) where columns[index] == "case_id":
                        set.references[text] ?? text
                    case .text(let text) where text.utf8.count == 24:
                        Instant(text).map(Reading.minute) ?? text
                    case .real(let number): decimal(number)
                    case let value: AnswerText.text(value)
                    }
                }
            }
        )
    }

    /// Four figures are more than any of these is known to.
    static func decimal(_ number: Double) -> String {
        guard number.isFinite else { return "" }
        let scaled = (number * 10_000).rounded() / 10_000
        return scaled == scaled.rounded() && abs(scaled) < 1e15
            ? String(Int(scaled)) : String(scaled)
    }

    static func text(_ set: ReportSet) -> String {
        var text = ""
        for result in set.results {
            let (head, rows) = cells(result, set)
            text +=
                Console.styled("\(result.report.id)  \(result.report.question.title)", .bold) + "\n"
            text +=
                Console.wrapped(result.report.method, width: Console.width, indent: 0) + "\n"
            text +=
                rows.isEmpty
                ? "no rows\n" : Console.table([head.map { $0.uppercased() }] + rows) + "\n"
            if result.withheld > 0 {
                text += "\(result.withheld) figures withheld: few people stand behind them\n"
            }
            text += "\n"
        }
        for (name, value) in provenance(set) { text += "\(name): \(value)\n" }
        return text
    }

    /// What a colleague needs to get the same figures.
    static func provenance(_ set: ReportSet) -> [(String, String)] {
        var lines = [
            ("case", set.summary?.reference ?? "all cases"),
            ("as of", set.asOf.description),
        ]
        if let knownAt = set.knownAt { lines.append(("known at", knownAt.description)) }
        if let from = set.from { lines.append(("from", from.description)) }
        if let to = set.to { lines.append(("to", to.description)) }
        lines += [("position", String(set.position)), ("root", set.root)]
        lines += set.projections.map {
            ("projection \($0.name)", "version \($0.version), digest \($0.digest)")
        }
        lines += set.rules.map { ("rule \($0.name)", "\($0.value) (\($0.version))") }
        return lines
    }

    /// One line a figure; the groups as `name=value` in one cell, since reports differ in them.
    static func csv(_ set: ReportSet) -> String {
        var text = Console.csv(["report", "groups"] + Report.figureColumns)
        for result in set.results {
            for row in result.answer.records {
                let groups = result.answer.columns
                    .filter { !Report.figureColumns.contains($0) && row[$0]?.isNull == false }
                    .map { "\($0)=\(AnswerText.text(row[$0] ?? .null))" }
                text += Console.csv(
                    [result.report.id, groups.joined(separator: "; ")]
                        + Report.figureColumns.map { AnswerText.text(row[$0] ?? .null) }
                )
            }
        }
        for (name, value) in provenance(set) { text += Console.csv(["#", "\(name): \(value)"]) }
        return text
    }

    static func json(_ set: ReportSet) -> JSON {
        .object(present: [
            ("case", set.summary.map { .string($0.reference) }),
            ("asOf", .string(set.asOf.description)),
            ("knownAt", set.knownAt.map { .string($0.description) }),
            ("position", JSON(Int(set.position))), ("root", .string(set.root)),
            (
                "projections",
                .array(
                    set.projections.map {
                        [
                            "name": .string($0.name), "version": .string($0.version),
                            "digest": .string($0.digest),
                        ]
                    }
                )
            ),
            (
                "rules",
                .array(
                    set.rules.map {
                        [
                            "name": .string($0.name), "value": .string($0.value),
                            "version": .string($0.version),
                        ]
                    }
                )
            ),
            (
                "reports",
                .array(
                    set.results.map { result in
                        [
                            "report": .string(result.report.id),
                            "title": .string(result.report.question.title),
                            "method": .string(result.report.method),
                            "withheld": JSON(result.withheld),
                            "rows": .array(
                                result.answer.rows.map { row in
                                    .object(
                                        zip(result.answer.columns, row).map {
                                            JSON.Member($0, AnswerText.json($1))
                                        }
                                    )
                                }
                            ),
                        ]
                    }
                )
            ),
        ])
    }
}
