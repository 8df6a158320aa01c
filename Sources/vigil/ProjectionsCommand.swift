import ArgumentParser
import CaseRecord
import FoundationEssentials
import Projector
import Values

/// Folders of an analyst's own.
struct FolderOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "A folder of your own projections, beside the built-in ones; else VIGIL_PROJECTIONS."
    )
    var projections: String?

    var path: String? { projections ?? environment("VIGIL_PROJECTIONS") }
}

struct ProjectionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "projections",
        abstract: "Read models in SQL: how they stand, checking, catching up, rebuilding.",
        discussion: "docs/PROJECTIONS.md says how to write one.",
        subcommands: [
            List.self, Check.self, New.self, CatchUp.self, Rebuild.self, Digest.self,
        ],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Each projection's version, position, lag, condition and size.",
            discussion: """
                With --digests, each one's digest too: equal digests of one version at one position are \
                equal rows.

                Example:
                  vigil projections list --digests
                """
        )

        @Flag(help: "Compute each digest.") var digests = false
        @OptionGroup var record: RecordOptions
        @OptionGroup var folders: FolderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read, projections: folders.path)
            let rows = try record.projectionStatus()
            let sums = try rows.map { row in
                digests && row.condition == .ready
                    ? try record.projectionDigest(row.folder.name).digest : nil
            }
            switch format.format {
            case .json:
                print(
                    JSON.array(
                        zip(rows, sums).map { row, sum in
                            JSON.object(present: [
                                ("name", .string(row.folder.name)),
                                ("purpose", .string(row.folder.purpose)),
                                ("version", .string(row.folder.version)),
                                ("condition", .string(words(row.condition))),
                                ("position", JSON(Int(row.position))), ("lag", JSON(Int(row.lag))),
                                ("root", row.root.map(JSON.string)),
                                ("confidentiality", .string(row.folder.ceiling)),
                                ("bytes", JSON(Int(row.bytes))), ("digest", sum.map(JSON.string)),
                                ("path", .string(row.path)),
                            ])
                        }
                    ).pretty()
                )
            case .csv, .text:
                let head = ["NAME", "CONDITION", "POSITION", "LAG", "SIZE", "VERSION"]
                let lines = zip(rows, sums).map { row, sum in
                    [
                        row.folder.name, words(row.condition), String(row.position),
                        String(row.lag), "\((row.bytes + 1023) / 1024) KiB",
                        String(row.folder.version.prefix(12)),
                    ] + (sum.map { [$0] } ?? [])
                }
                guard format.format == .text else {
                    for line in [head + (digests ? ["DIGEST"] : [])] + lines {
                        print(Console.csv(line), terminator: "")
                    }
                    return
                }
                print(Console.table([head + (digests ? ["DIGEST"] : [])] + lines))
            }
        }

        private func words(_ condition: CaseRecord.ProjectionStatus.Condition) -> String {
            switch condition {
            case .ready: "ready"
            case .missing: "no file yet"
            case .old: "made by an earlier version"
            case .stopped(let position, let reason): "stopped at \(position): \(reason)"
            case .unscrubbed: "being cleared of what was erased"
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say what is wrong with a projection's folder, with file and line.",
            discussion: """
                First what can be read off its SQL, then trial runs over simulated histories: cut in \
                different ways, case by case, with corrections and erasures, rows stored backwards. \
                They must all come to the same rows.

                Examples:
                  vigil projections check film-wait --projections mine
                  vigil projections check --quick
                """
        )

        @Argument(help: "Which; all if left out, with the checks and reports.") var names:
            [String] = []
        @Flag(help: "Only what can be read, no trial runs.") var quick = false
        @Option(help: "Which histories to try it on.") var seed: UInt64 = 1
        @OptionGroup var folders: FolderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let all = try FolderCheck.folders([], own: folders.path)
            let wanted = names.isEmpty ? all : try FolderCheck.folders(names, own: folders.path)
            var complaints: [(String, Complaint)] = []
            let progress = Progress(wanted.count == 1 ? wanted[0].name : "folders")
            let found =
                if wanted.count == 1 {
                    [
                        try FolderCheck.complaints(
                            about: wanted[0],
                            beside: all,
                            isQuick: quick,
                            seed: seed,
                            progress: progress.update
                        )
                    ]
                } else {
                    try FolderCheck.complaints(
                        about: wanted,
                        beside: all,
                        isQuick: quick,
                        seed: seed,
                        progress: progress.update
                    )
                }
            progress.end()
            for (folder, found) in zip(wanted, found) {
                complaints += found.map { (folder.name, $0) }
                if found.isEmpty, format.format == .text { print("\(folder.name): good") }
            }
            if names.isEmpty {
                complaints += try FolderCheck.complaintsAboutQuestions().map { ("", $0) }
            }
            switch format.format {
            case .text:
                for (name, complaint) in complaints { print(text(name, complaint)) }
            case .csv:
                print(
                    Console.csv(["projection", "file", "line", "rule", "sentence"]),
                    terminator: ""
                )
                for (name, complaint) in complaints {
                    print(
                        Console.csv([
                            name, complaint.file, String(complaint.line), complaint.rule,
                            complaint.sentence,
                        ]),
                        terminator: ""
                    )
                }
            case .json:
                print(
                    JSON.array(
                        complaints.map { name, complaint in
                            JSON.object(present: [
                                ("projection", .string(name)), ("file", .string(complaint.file)),
                                ("line", JSON(complaint.line)), ("rule", .string(complaint.rule)),
                                ("statement", .string(complaint.statement)),
                                ("sentence", .string(complaint.sentence)),
                                ("detail", complaint.detail.map(JSON.string)),
                            ])
                        }
                    ).pretty()
                )
            }
            if !complaints.isEmpty { throw ExitCode(1) }
        }

        private func text(_ name: String, _ complaint: Complaint) -> String {
            let place = name.isEmpty ? complaint.file : "\(name)/\(complaint.file)"
            var text =
                Console.styled("\(place):\(complaint.line)", .bold) + "  \(complaint.rule)\n  "
                + Console.wrapped(complaint.sentence, width: Console.width - 4, indent: 2)
            if !complaint.statement.isEmpty { text += "\n  > \(complaint.statement)" }
            for line in complaint.detail?.split(separator: "\n") ?? [] { text += "\n  \(line)" }
            return text
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Write a starter folder that passes the check.",
            discussion: """
                Example:
                  vigil projections new film-wait --projections mine
                """
        )

        @Argument(help: "Its name: a-z, 0-9 and -.") var name: String
        @OptionGroup var folders: FolderOptions

        func run() throws {
            guard let path = folders.path else {
                throw RecordError(
                    .invalid,
                    "no-folder",
                    "nothing says where your projections are",
                    hint: "give --projections DIR, or set VIGIL_PROJECTIONS"
                )
            }
            try StarterFolder.write(name, in: path)
            print("\(path)/\(name): a starter; 'vigil projections check \(name)' after each change")
        }
    }

    struct CatchUp: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "catch-up",
            abstract: "Bring projections to the log's end.",
            discussion: """
                Each command does this for what it touches; this does it for what lags far behind.

                Example:
                  vigil projections catch-up caseload due
                """
        )

        @Argument(help: "Which; all if left out.") var names: [String] = []
        @OptionGroup var record: RecordOptions
        @OptionGroup var folders: FolderOptions

        func run() throws {
            let record = try record.open(projections: folders.path)
            defer { try? record.close() }
            let progress = Progress("catching up")
            try record.catchUp(names.isEmpty ? nil : names, progress: progress.update)
            progress.end()
            try ProjectionsCommand.sayStopped(record)
        }
    }

    struct Rebuild: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rebuild",
            abstract:
                "Compute projections anew beside the files that serve, then put them in place.",
            discussion: """
                The old file answers until the new one is whole. Cut off, it goes on where it was.

                Examples:
                  vigil projections rebuild
                  vigil projections rebuild caseload
                """
        )

        @Argument(help: "Which; all if left out.") var names: [String] = []
        @OptionGroup var record: RecordOptions
        @OptionGroup var folders: FolderOptions

        func run() throws {
            let record = try record.open(projections: folders.path)
            defer { try? record.close() }
            let start = ContinuousClock.now
            let progress = Progress("rebuilding")
            try record.rebuild(names.isEmpty ? nil : names, progress: progress.update)
            progress.end()
            let events = try record.lastPosition()
            let took = ContinuousClock.now - start
            let seconds =
                Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
            print(
                "\(names.isEmpty ? "all" : names.joined(separator: ", ")) from \(events) events in"
                    + " \(Int(seconds * 1000)) ms"
            )
            try ProjectionsCommand.sayStopped(record)
        }
    }

    struct Digest: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "digest",
            abstract: "SHA-256 over a projection's rows, with all that makes it mean something.",
            discussion: """
                Two people with the same version at the same position and root have the same rows if \
                and only if these are equal.

                Example:
                  vigil projections digest caseload
                """
        )

        @Argument(help: "Which.") var name: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var folders: FolderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read, projections: folders.path)
            let (digest, position) = try record.projectionDigest(name)
            guard
                let status = try record.projectionStatus().first(where: { $0.folder.name == name })
            else { return }
            let pairs = [
                ("projection", name), ("version", status.folder.version),
                ("confidentiality", status.folder.ceiling), ("position", String(position)),
                ("root", status.root ?? ""), ("digest", digest),
            ]
            if format.format == .json {
                print(JSON.object(pairs.map { JSON.Member($0.0, .string($0.1)) }).pretty())
            } else {
                print(Console.table(pairs.map { [$0.0, $0.1] }))
            }
        }
    }

    /// Standard error, and a status that scripts see.
    private static func sayStopped(_ record: CaseRecord) throws {
        var isWhole = true
        for status in try record.projectionStatus() {
            guard case .stopped(let position, let reason) = status.condition else { continue }
            isWhole = false
            Console.warning("\(status.folder.name) has stopped at position \(position): \(reason)")
        }
        if !isWhole { throw ExitCode(1) }
    }
}
