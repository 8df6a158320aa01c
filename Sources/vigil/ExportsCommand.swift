import ArgumentParser
import CaseModel
import CaseRecord
import Exporter
import FoundationEssentials
import Values

struct ExportsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exports",
        abstract: "Export profiles, what has left the record, and whose copies are out of date.",
        discussion: "docs/EXPORTS.md says how to write a profile.",
        subcommands: [List.self, Check.self, New.self, Register.self, Affected.self],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "The profiles: for whom each is, and the forms it has.",
            discussion: """
                Example:
                  vigil exports list
                """
        )

        @Option(help: "A folder of further profiles.", completion: .directory) var exports: String?
        @OptionGroup var format: FormatOption

        func run() throws {
            let profiles = try CaseRecord.profiles(in: exports)
            guard format.format != .json else {
                return print(
                    JSON.array(
                        profiles.map { profile in
                            .object(
                                JSON.object(present: [
                                    ("name", .string(profile.name)),
                                    ("version", JSON(profile.version)),
                                    ("title", .string(profile.title)),
                                    ("purpose", .string(profile.purpose)),
                                    ("audience", .string(profile.audience)),
                                    ("of", profile.of.map { .string($0.rawValue) }),
                                    ("endings", JSON(profile.forms.map(\.ending))),
                                    ("path", .string(profile.path)),
                                ]).members ?? []
                            )
                        }
                    ).pretty()
                )
            }
            ExportText.print(
                [["NAME", "FOR", "OF", "FORMS", "WHAT"]]
                    + profiles.map { profile in
                        [
                            profile.name, profile.audience, profile.of?.rawValue ?? "case",
                            profile.forms.map(\.ending).joined(separator: " "), profile.title,
                        ]
                    },
                format.format
            )
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say what is wrong with a profile's folder.",
            discussion: """
                Its stylesheets, schemas and rules are compiled; each sample must come out as it stands \
                there; each document of broken.json must be refused by the rule meant for it.

                Examples:
                  vigil exports check
                  vigil exports check eaf
                  vigil exports check --exports my-profiles
                """
        )

        @Argument(help: "The profile; all if left out.") var name: String?
        @Option(help: "A folder of further profiles.", completion: .directory) var exports: String?

        func run() throws {
            let profiles = try CaseRecord.profiles(in: exports)
                .filter { name == nil || $0.name == name }
            guard !profiles.isEmpty else {
                throw RecordError(
                    .invalid,
                    "unknown-profile",
                    "there is no profile '\(name?.prefix(40) ?? "")'",
                    hint: "'vigil exports list' shows them"
                )
            }
            var isGood = true
            for profile in profiles {
                let result = try CaseRecord.check(profile)
                print(
                    "\(profile.name): \(result.samples) samples, \(result.broken) broken documents, "
                        + (result.complaints.isEmpty
                            ? "good" : "\(result.complaints.count) complaints")
                )
                for complaint in result.complaints { print("  \(complaint)") }
                if !result.complaints.isEmpty { isGood = false }
            }
            if !isGood { throw ExitCode(1) }
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Make a starter profile that passes its check.",
            discussion: """
                Example:
                  vigil exports new sessions --exports my-profiles
                """
        )

        @Argument(help: "Its name, of a-z, 0-9 and -.") var name: String
        @Option(help: "The folder to make it in.", completion: .directory) var exports: String

        func run() throws {
            try CaseRecord.writeStarterProfile(name, in: exports)
            print("\(exports)/\(name): change it, then 'vigil exports check --exports \(exports)'")
        }
    }

    struct Register: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "register",
            abstract: "Everything that left this record: to whom, what for, which bytes.",
            discussion: """
                Example:
                  vigil exports register --case C-0001
                """
        )

        @Option(name: .customLong("case"), help: "Only of this case.") var caseName: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let wanted = try caseName.map { try record.findCase($0).id }
            let references = try ExportsCommand.references(record)
            let issues = try record.exportRegister().filter {
                wanted == nil || $0.caseID == wanted
            }
            guard format.format != .json else {
                return print(JSON.array(issues.map { json($0, references) }).pretty())
            }
            let head = [
                "AT", "ISSUED", "CASE", "PROFILE", "RECIPIENT", "PURPOSE", "ENTRIES", "REPLACES",
                "SHA-256",
            ]
            let isWhole = format.format == .csv
            let rows = issues.map { issue -> [String] in
                let digest = issue.sha256 ?? ""
                let reference = issue.caseID.map { references[$0] ?? $0.description }
                return [
                    String(issue.position), issue.issuedAt.description, reference ?? "all",
                    issue.profile, issue.recipient, issue.purpose, String(issue.exported.count),
                    issue.replaces.map { String($0) } ?? "",
                    isWhole ? digest : String(digest.prefix(12)),
                ]
            }
            ExportText.print([head] + rows, format.format)
        }

        private func json(_ issue: IssuedExport, _ references: [Identifier: String]) -> JSON {
            .object(present: [
                ("position", JSON(Int(issue.position))),
                ("issuedAt", .string(issue.issuedAt.description)), ("by", .string(issue.by)),
                ("case", issue.caseID.map { .string(references[$0] ?? $0.description) }),
                ("profile", .string(issue.profile)), ("recipient", .string(issue.recipient)),
                ("purpose", .string(issue.purpose)), ("basis", .string(issue.basis)),
                ("document", issue.document.map { .string($0.description) }),
                ("sha256", issue.sha256.map(JSON.string)),
                ("toPosition", issue.toPosition.map { JSON(Int($0)) }),
                ("exported", .array(issue.exported.sorted().map { JSON(Int($0)) })),
                ("withheld", JSON(issue.withheld)),
                ("replaces", issue.replaces.map { JSON(Int($0)) }),
            ])
        }
    }

    struct Affected: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "affected",
            abstract: "Who holds a copy of an entry that is no longer what it was.",
            discussion: """
                Entries since amended, marked in error or erased, and of films that somebody no longer \
                agrees to. 'vigil export --replaces POSITION' makes the copy that corrects one.

                Example:
                  vigil exports affected --case C-0001
                """
        )

        @Option(name: .customLong("case"), help: "Only of this case.") var caseName: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let references = try ExportsCommand.references(record)
            let affected = try record.affectedExports(of: caseName)
            guard format.format != .json else {
                return print(
                    JSON.array(
                        affected.map { entry in
                            .object(present: [
                                ("export", JSON(Int(entry.export.position))),
                                ("recipient", .string(entry.export.recipient)),
                                ("profile", .string(entry.export.profile)),
                                (
                                    "case",
                                    entry.export.caseID.map {
                                        .string(references[$0] ?? $0.description)
                                    }
                                ), ("entry", JSON(Int(entry.position))),
                                ("change", .string(entry.change.rawValue)),
                                ("by", entry.by.map { JSON(Int($0)) }),
                            ])
                        }
                    ).pretty()
                )
            }
            guard !affected.isEmpty else { return print("no copy outside is out of date") }
            ExportText.print(
                [["EXPORT", "RECIPIENT", "PROFILE", "CASE", "ENTRY", "SINCE", "BY"]]
                    + affected.map { entry in
                        [
                            String(entry.export.position), entry.export.recipient,
                            entry.export.profile,
                            entry.export.caseID.map { references[$0] ?? $0.description } ?? "",
                            String(entry.position), entry.change.rawValue,
                            entry.by.map { String($0) } ?? "",
                        ]
                    },
                format.format
            )
            if format.format == .text {
                Console.note(
                    "'vigil export CASE --replaces EXPORT' makes the copy that corrects one"
                )
            }
        }
    }

    static func references(_ record: CaseRecord) throws -> [Identifier: String] {
        Dictionary(try record.caseSummaries().map { ($0.id, $0.reference) }) { first, _ in first }
    }
}
