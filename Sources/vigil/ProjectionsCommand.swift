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
            List.self, CatchUp.self, Rebuild.self, Digest.self,
        ],
        defaultSubcommand: List.self
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
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
