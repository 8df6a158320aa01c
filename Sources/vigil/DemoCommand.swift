import ArgumentParser
import CaseModel
import CaseRecord
import EventLog
import Exporter
import FoundationEssentials
import Projector
import Values

struct Demo: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Make a record of the case study, replay it, verify it, export it.",
        discussion: """
            A mother and her baby, eight cycles of VIG, told after Kennedy, Ball and Barlow (2017) in \
            our own words. What the article does not say is marked as invented, and four gaps are \
            left open for the audit to find. Unlike a real record, a demo keeps its keys inside.

            Example:
              vigil demo /tmp/demo.vigil
            """
    )

    @Argument(help: "The folder to make.", completion: .directory) var folder = "demo.vigil"
    @Option(help: "The day of the referral; dates are relative to it.") var start = "2025-09-15"

    func run() throws {
        guard let date = CivilDate(start) else {
            throw RecordError(.invalid, "time", "'--start' is a day such as 2025-09-15")
        }
        let variables = ProcessInfo.processInfo.environment
        let (record, report) = try CaseRecord.createDemo(
            at: folder,
            startingOn: date,
            environment: variables
        )
        defer { try? record.close() }
        let reader = Reader(staff: "s-auditor", purpose: "audit")

        heading("The case study as a record")
        print(
            "\(folder): \(report.entries) entries from \(report.rows) rows."
                + " Its keys are inside it, as only an invented record may have them."
        )
        let view = try record.timeline(of: report.caseReference, for: reader)
        printByPhase(view, report.phases)

        for moment in report.moments {
            heading("What was known \(moment.title), \(Reading.minute(moment.at))")
            let known = try record.timeline(
                of: report.caseReference,
                Timeline.Query(knownAt: moment.at, groups: [.safeguarding, .actions]),
                for: reader
            )
            print("risk, disclosure, actions and liaison recorded by then:")
            for line in known.lines { print(EntryText.line(line, known.reading)) }
            if known.lines.isEmpty { print("nothing") }
        }

        heading("What the record does not hold, on purpose")
        for gap in report.gaps {
            print(
                "row \(gap.row)  " + Console.wrapped(gap.note, width: Console.width - 8, indent: 8)
            )
        }

        heading("Audited")
        try record.catchUp()
        let audit = try record.audit([report.caseReference], .init(), for: reader)
        printFindings(audit)

        heading("Verified")
        let verdict = try CaseRecord.verify(at: folder, environment: variables)
        print(
            verdict.isWhole
                ? "whole: \(verdict.log.size) events, \(verdict.log.checkpoints) checkpoints"
                : "damaged: \(verdict.log.damages.first?.rule ?? "")"
        )
        print("root \(verdict.log.root)")

        heading("Exported")
        // Beside the record, not in it: the record's folder holds nothing that can be read.
        let beside = folder.hasSuffix(".vigil") ? String(folder.dropLast(".vigil".count)) : folder
        let file = "\(beside)-\(report.caseReference).xml"
        let export = try record.export(
            report.caseReference,
            to: file,
            ExportOrder(
                recipient: "the reader of this demo",
                purpose: "direct-care",
                basis: "an invented case",
                overwrite: true
            ),
            by: "s-records"
        )
        print("\(file): \(export.byteCount) bytes, valid, SHA-256 \(export.sha256)")

        let pages = try writePages(record, audit, reader, beside)
        for page in pages { print("\(page): a page to read and to print") }

        heading("Go on from here")
        print("  export VIGIL_RECORD=\(folder) VIGIL_AS=s-guider VIGIL_PURPOSE=direct-care")
        print(
            "  vigil timeline C-0001 --as-of \(Reading.minute(report.moments.first?.at ?? view.lines[0].standing.entry.recordedAt).prefix(10))"
        )
        print("  vigil risk note C-0001 --level low --concerning mother --description \"…\"")
        print("  vigil audit C-0001 --as s-auditor --purpose audit")
        print("  vigil report AN06 --case C-0001")
        print("  vigil query chronology chronology --case C-0001 --format csv")
        print("  vigil search adoption")
        print("  vigil verify")
    }

    private func printFindings(_ audit: AuditReport) {
        print(
            "\(audit.findings.filter(\.isOpen).count) open findings of \(audit.checks.count) checks:"
        )
        for check in audit.checks {
            let findings = audit.findings.filter { $0.check == check.id && $0.isOpen }
            guard let worst = findings.map(\.severity).max() else { continue }
            print(
                "\(check.id)  \(worst.rawValue.padded(to: 8))  \(String(findings.count).padded(to: 3))"
                    + "  \(check.question.title)"
            )
        }
    }

    private func writePages(
        _ record: CaseRecord,
        _ audit: AuditReport,
        _ reader: Reader,
        _ beside: String
    ) throws -> [String] {
        let asking = CaseRecord.Asking(caseName: audit.cases[0].reference)
        let set = try record.report([], asking, isInternal: true, for: reader)
        let view = try record.timeline(
            of: audit.cases[0].reference,
            for: reader,
            view: "report page"
        )
        let pages = [
            ("audit", AuditPage.html(audit, nil)),
            ("report", ReportPage.html(set, CasePicture(view: view, asOf: set.asOf))),
        ]
        return try pages.map { name, html in
            let path = "\(beside)-\(audit.cases[0].reference)-\(name).html"
            try? FileManager.default.removeItem(atPath: path)
            try CaseRecord.writePrivately(html, toNew: path)
            return path
        }
    }

    private func heading(_ text: String) {
        print("\n" + Console.styled(text, .bold))
        print(String(repeating: "─", count: min(text.count, Console.width)))
    }

    private func printByPhase(_ view: CaseView, _ phases: [Int64: String]) {
        var phase: String?
        for line in view.lines {
            let here = phases[line.standing.entry.position]
            if here != phase {
                phase = here
                print("\n" + Console.styled(here ?? "", .green))
            }
            print(EntryText.line(line, view.reading))
        }
    }
}

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Make a record with an invented caseload.",
        discussion: """
            Three years of a service: referrals, cycles, reviews, supervision, risk, withdrawals, late \
            entries, drop-outs. The same seed gives the same entries. About a thousand events a case.

            Examples:
              vigil simulate /tmp/sim.vigil --cases 100 --seed 7
              vigil simulate /tmp/sim.vigil --cases 50 --rate late-entry=30 --rate risk-noted=60
            """
    )

    @Argument(help: "The folder to make.", completion: .directory) var folder: String
    @Option(help: "How many cases.") var cases = 100
    @Option(help: "Which caseload.") var seed: UInt64 = 1
    @Option(help: "The day on which the first case opens.") var start = "2022-01-03"
    @Option(help: "How often something happens, in percent: name=number.") var rate: [String] = []
    @Option(
        help: ArgumentHelp(
            "Also so many cases that hold every type of entry, in awkward words and at vague times,"
                + " with corrections and erasures: for trying tools."
        )
    )
    var everyType = 0
    @Option(help: "text, or json for programs.") var format: Format = .text

    func run() throws {
        guard (0...100).contains(everyType) else {
            throw RecordError(.invalid, "cases", "'--every-type' is from 0 to 100")
        }
        guard let date = CivilDate(start) else {
            throw RecordError(.invalid, "time", "'--start' is a day such as 2022-01-03")
        }
        guard (1...1_000_000).contains(cases) else {
            throw RecordError(.invalid, "cases", "'--cases' is from 1 to 1,000,000")
        }
        let rates = try rate.map { text -> (String, Int) in
            let parts = text.split(separator: "=")
            guard parts.count == 2, let percent = Int(parts[1]), (0...100).contains(percent) else {
                throw RecordError(
                    .invalid,
                    "rate",
                    "'--rate' is written name=percent, such as late-entry=30"
                )
            }
            return (String(parts[0]), percent)
        }
        let progress = Progress("simulating")
        let (record, report) = try CaseRecord.createSimulation(
            at: folder,
            seed: seed,
            cases: cases,
            startingOn: date,
            rates: rates,
            environment: ProcessInfo.processInfo.environment,
            progress: progress.update
        )
        progress.end()
        if everyType > 0 {
            try record.addEveryType(seeds: (0..<UInt64(everyType)).map { seed &+ $0 })
        }
        try record.close()
        if format == .json {
            print(
                JSON.object(present: [
                    ("cases", JSON(report.cases)), ("events", JSON(report.events)),
                    ("directoryDigest", .string(report.directoryDigest)),
                ]).pretty()
            )
        } else {
            let rate = Int(Double(report.events) / max(report.seconds, 0.001))
            print("\(folder): \(report.cases) cases, \(report.events) events, \(rate) a second")
            print("directory \(report.directoryDigest)")
        }
    }
}
