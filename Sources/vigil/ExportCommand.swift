import ArgumentParser
import CaseModel
import CaseRecord
import Exporter
import FoundationEssentials
import Values

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a case as XML or text for another system, or for the family.",
        discussion: """
            The disclosure policy decides first what leaves. The copy is checked by its schema and \
            rules, and its release recorded (for whom, what for, on what basis, which bytes, what was \
            withheld and by which rule) before the file gets its name.

            Examples:
              vigil export C-0001 --to fhir-r4-document --out C-0001.xml \\
                --recipient "Example trust" --purpose direct-care --basis "public task"
              vigil export C-0001 --to subject-access --about mother --purpose subject-access --dry-run
              vigil export --all --to chronology --out chronologies --recipient "Panel" \\
                --purpose audit --basis "public task"
            """
    )

    @Argument(help: "The case's reference, or the start of its id.") var name: String?
    @Flag(help: "Every case, each into its own file of the folder --out.") var all = false

    @Option(
        help: "The profile: 'vigil exports list' shows them.",
        completion: .custom { _, _, _ in
            ((try? CaseRecord.profiles()) ?? []).map(\.name)
        }
    )
    var to = "case-record"

    @Option(help: "The file to make; its ending chooses the form.", completion: .file())
    var out: String?
    @Option(help: "With --all, the form by its ending: xhtml; the first if left out.")
    var form: String?
    @Option(help: "Who receives it, by body or role.") var recipient: String?
    @Option(help: "The lawful basis.") var basis: String?
    @Option(help: "Whose copy it is, by label: mother; the child if left out.") var about: String?
    @Option(help: "The film or review, for a profile of one: film-1.") var of: String?
    @Option(help: "Only what happened from then on.") var from: String?
    @Option(help: "Only what happened until then.") var until: String?
    @Option(
        name: .customLong("include"),
        help: "What else is asked for: supervision, reflections, allegations; if policy allows."
    )
    var include: [String] = []
    @Option(help: "Position of the export that this one replaces.") var replaces: Int64?
    @Flag(help: "Write what the profile's stylesheet is given, for whoever writes a profile.")
    var input = false
    @Flag(help: "Show what would leave and what is withheld, entry by entry; write nothing.")
    var dryRun = false
    @Flag(help: "Replace a file of that name.") var overwrite = false
    @Option(help: "A folder of further profiles.", completion: .directory) var exports: String?
    @OptionGroup var times: TimeOptions
    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard all == (name == nil) else { throw ValidationError("Name a case, or say --all.") }
        if all, of != nil || about != nil || replaces != nil || dryRun {
            throw ValidationError("--all goes with none of --of, --about, --replaces, --dry-run.")
        }
        guard form == nil || all else {
            throw ValidationError("--form goes with --all; else the ending of --out chooses.")
        }
        if !dryRun, out == nil || recipient == nil || basis == nil {
            throw ValidationError("Give --out, --recipient and --basis, or --dry-run.")
        }
    }

    func run() throws {
        let reader = try reader.reader()
        let now = CaseRecord.systemClock()
        let moments = try times.moments(now: now)
        let order = ExportOrder(
            profile: to,
            recipient: recipient ?? "nobody",
            purpose: reader.purpose,
            basis: basis ?? "none",
            asOf: moments.asOf,
            knownAt: moments.knownAt,
            from: try from.map { try TimeOptions.moment($0, "--from", now: now) },
            until: try until.map { try TimeOptions.moment($0, "--until", now: now) },
            about: about,
            of: of,
            asked: Set(include),
            replaces: replaces,
            isInput: input,
            overwrite: overwrite
        )
        let record = try record.open()
        defer { try? record.close() }
        if dryRun, let name {
            try print(
                dry: record.disclosure(of: name, order, profiles: exports, by: reader.staff)
            )
        } else if let name, let out {
            let receipt = try record.export(
                name,
                to: out,
                order,
                profiles: exports,
                by: reader.staff
            )
            print(receipt)
        } else if let out {
            try exportAll(record, order, to: out, by: reader.staff)
        }
    }

    private func exportAll(
        _ record: CaseRecord,
        _ order: ExportOrder,
        to folder: String,
        by staff: String
    ) throws {
        let progress = Progress("exporting")
        let (receipts, failures) = try record.exportAll(
            to: folder,
            order,
            ending: form,
            profiles: exports,
            by: staff,
            progress: progress.update
        )
        progress.end()
        switch format.format {
        case .json:
            let told: JSON = [
                "exported": .array(receipts.map(ExportText.json)),
                "failed": .array(
                    failures.map {
                        ["case": .string($0.reference), "error": .string($0.error.description)]
                    }
                ),
            ]
            Swift.print(told.pretty())
        case .csv, .text:
            let all = receipts.count + failures.count
            Swift.print("\(receipts.count) of \(all) cases in \(folder), valid")
            for failure in failures { Swift.print("\(failure.reference): \(failure.error)") }
        }
        if !failures.isEmpty { throw ExitCode(1) }
    }

    private func print(_ receipt: ExportReceipt) {
        guard format.format != .json else {
            return Swift.print(ExportText.json(receipt).pretty())
        }
        Swift.print("\(receipt.path): \(receipt.byteCount) bytes, valid")
        Swift.print("SHA-256 \(receipt.sha256)")
        if receipt.exported + receipt.inPart + receipt.withheld > 0 {
            Swift.print(
                "\(receipt.exported) exported, \(receipt.inPart) in part,"
                    + " \(receipt.withheld) withheld"
            )
        }
        Swift.print("recorded at position \(receipt.position)")
    }

    private func print(dry told: (disclosure: Disclosure, view: CaseView)) throws {
        let decisions = told.disclosure.decisions
        let reading = told.view.reading
        let lines = Dictionary(
            told.view.lines.map { ($0.standing.entry.position, $0) }
        ) { first, _ in first }
        switch format.format {
        case .json:
            let rows = decisions.map { decision -> JSON in
                [
                    "position": JSON(Int(decision.position)),
                    "type": lines[decision.position]?.standing.payload
                        .map { .string($0.type) } ?? .null,
                    "outcome": .string(ExportText.word(decision.outcome)),
                    "rule": .string(decision.rule), "reason": .string(decision.reason),
                ]
            }
            let answer: JSON = [
                "about": told.disclosure.about.map(JSON.string) ?? .null, "entries": .array(rows),
            ]
            Swift.print(answer.pretty())
        case .csv, .text:
            let rows = decisions.map { decision in
                let line = lines[decision.position]
                let sentence = line?.standing.payload.map { reading.line(for: $0) } ?? ""
                return [
                    String(decision.position),
                    line.map { Reading.time($0.standing.payload?.occurred ?? .unknown) } ?? "",
                    ExportText.word(decision.outcome), decision.rule,
                    format.format == .csv ? sentence : String(sentence.prefix(48)),
                    decision.reason,
                ]
            }
            let head = ["AT", "HAPPENED", "LEAVES", "RULE", "ENTRY", "WHY"]
            ExportText.print([head] + rows, format.format)
            if format.format == .text {
                Swift.print(
                    ExportText.counts(decisions)
                        + (told.disclosure.about.map { "; the copy is about \($0)" } ?? "")
                )
            }
        }
    }
}

/// Exports as people and programs read them.
enum ExportText {
    static func print(_ rows: [[String]], _ format: Format) {
        guard format == .csv else { return Swift.print(Console.table(rows)) }
        for row in rows { Swift.print(Console.csv(row), terminator: "") }
    }

    static func word(_ outcome: DisclosurePolicy.Outcome) -> String {
        switch outcome {
        case .export: "exported"
        case .part: "in part"
        case .withhold: "withheld"
        }
    }

    static func counts(_ decisions: [Disclosure.Decision]) -> String {
        DisclosurePolicy.Outcome.allCases.map { outcome in
            "\(decisions.count { $0.outcome == outcome }) \(word(outcome))"
        }
        .joined(separator: ", ")
    }

    static func json(_ receipt: ExportReceipt) -> JSON {
        [
            "file": .string(receipt.path), "bytes": JSON(Int(receipt.byteCount)),
            "sha256": .string(receipt.sha256), "document": .string(receipt.document.description),
            "position": JSON(Int(receipt.position)),
            "exported": JSON(receipt.exported),
            "inPart": JSON(receipt.inPart),
            "withheld": JSON(receipt.withheld),
        ]
    }
}
