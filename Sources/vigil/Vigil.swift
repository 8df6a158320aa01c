import ArgumentParser
import CaseModel
import CaseRecord

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@main
struct Vigil: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vigil",
        abstract: "A case record for Video Interaction Guidance that can show what was known when.",
        discussion: """
            A record is a folder, NAME.vigil. Say which with --record or VIGIL_RECORD, who you are \
            with --as or VIGIL_AS, and what you look for with --purpose or VIGIL_PURPOSE.

            Any entry of the catalogue:   vigil record TYPE --case C-0001 --at "yesterday 14:30" …
            The daily ones in two words:  vigil film add C-0001 …    vigil clip choose C-0001 …
            All of them:                  vigil events

            Try it:  vigil demo /tmp/demo.vigil
            """,
        version: "0.1.0",
        subcommands: [
            Init.self, StaffCommand.self, AccessCommand.self, CaseCommand.self, Record.self,
            TimelineCommand.self,
            EntryCommand.self, SearchCommand.self, AuditCommand.self, ReportCommand.self,
            QueryCommand.self,
            ProjectionsCommand.self, Events.self, Verify.self,
            CheckpointCommand.self, LogCommand.self, SettingsCommand.self, KeysCommand.self,
            EraseCommand.self, HoldCommand.self, RetentionCommand.self,
            RightsCommand.self, Export.self, ExportsCommand.self, PackCommand.self, VerifyPack.self,
            BackupCommand.self, Restore.self, WitnessCommand.self, Demo.self,
            Simulate.self,
        ]
    )

    static func main() {
        // Output cut short by a closed pipe is not an error of ours.
        signal(SIGPIPE, SIG_DFL)
        // A crash leaves no core file, which would hold keys and what was read.
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(.init(RLIMIT_CORE.rawValue), &none)
        do {
            let arguments = try ShortCommands.expanded(Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(arguments)
            try command.run()
        } catch let error as RecordError {
            Console.error(error)
            Vigil.exit(withError: ExitCode(error.exitCode))
        } catch {
            Vigil.exit(withError: error)
        }
    }
}

extension RecordError {
    /// 1 refused or invalid, 3 damaged, 4 unavailable; 64 for usage is the argument parser's.
    var exitCode: Int32 {
        switch fault {
        case .refused, .invalid: 1
        case .damaged: 3
        case .unavailable: 4
        }
    }
}

/// `film add …` as `record film-taken …`: the daily entries by noun and verb, as the catalogue names
/// them.
enum ShortCommands {
    static func expanded(_ arguments: [String]) throws -> [String] {
        guard let noun = arguments.first else { return arguments }
        let ofNoun = Catalogue.all.filter { $0.command?.hasPrefix(noun + " ") ?? false }
        guard !ofNoun.isEmpty, arguments.count > 1 else {
            return ofNoun.isEmpty || isCommand(noun) ? arguments : ["events", "--noun", noun]
        }
        guard let spec = ofNoun.first(where: { $0.command == "\(noun) \(arguments[1])" }) else {
            guard !isCommand(noun), !arguments[1].hasPrefix("-") else {
                return isCommand(noun) ? arguments : ["events", "--noun", noun]
            }
            let verbs = ofNoun.compactMap { $0.command?.dropFirst(noun.count + 1) }
            throw RecordError(
                .invalid,
                "usage",
                "'\(noun)' has no verb '\(arguments[1].prefix(40))'",
                hint: "it has \(verbs.joined(separator: ", "))"
            )
        }
        return ["record", spec.type.rawValue] + arguments.dropFirst(2)
    }

    private static func isCommand(_ word: String) -> Bool {
        Vigil.configuration.subcommands.contains { $0.configuration.commandName == word }
    }
}
