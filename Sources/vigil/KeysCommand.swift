import ArgumentParser
import CaseRecord
import MerkleTree
import Values

struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "The keys of a record: what there is, whether it works, and how it is replaced.",
        discussion: """
            No key is ever printed. docs/KEYS.md says who should hold what, and what to do when a key \
            is lost or has leaked.
            """,
        subcommands: [
            List.self, Check.self, Rotate.self, Recover.self, HolderKey.self, New.self,
        ]
    )

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show which keys there are.",
            discussion: """
                Examples:
                  vigil keys list
                  vigil keys list --units --format json
                """
        )

        @Flag(help: "Also every unit, with its events and keys.") var units = false
        @OptionGroup var record: RecordOptions
        @Option(help: "text for people, json or csv for programs.") var format: Format = .text

        func run() throws {
            let record = try record.open(for: .read)
            defer { try? record.close() }
            let keys = try record.keyList()
            let list = units ? try record.unitKeys() : []
            guard format != .json else {
                let unitKeys = list.map { unit -> JSON in
                    [
                        "unit": .string(unit.unit.description), "events": JSON(unit.events),
                        "epochs": JSON(unit.epochs), "erased": .bool(unit.erased),
                    ]
                }
                print(keys.json(unitKeys: units ? .array(unitKeys) : nil).pretty())
                return
            }
            guard format != .csv else {
                var rows = [
                    ["key", "id", "place", "events", "epochs", "erased"],
                    ["key-encryption", keys.encryptionKey, keys.encryptionPlace, "", "", ""],
                    [
                        "signing", keys.signingKey, keys.canSign ? keys.signingPlace : "", "", "",
                        "",
                    ],
                ]
                rows += list.map {
                    [
                        "unit", $0.unit.description, "", String($0.events), String($0.epochs),
                        String($0.erased),
                    ]
                }
                for row in rows { print(Console.csv(row), terminator: "") }
                for warning in keys.warnings { Console.warning(warning) }
                return
            }
            print("key-encryption key  \(keys.encryptionKey)  from \(keys.encryptionPlace)")
            print("signing key         \(keys.signingKey)")
            print(
                "                    "
                    + (keys.canSign ? "in \(keys.signingPlace)" : "its secret half is not here")
            )
            for span in keys.signingKeys.spans.dropLast() {
                print(
                    "                    before it \(span.key), sizes \(span.first) to"
                        + " \(span.last.map(String.init) ?? "-")"
                )
            }
            for unit in list {
                print(
                    "unit \(unit.unit)  \(unit.events) events, "
                        + (unit.erased ? "erased" : "\(unit.epochs) keys")
                )
            }
            for warning in keys.warnings { Console.warning(warning) }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract:
                "Open every unit's keys and events of each unit, and name what does not open.",
            discussion: """
                Exit 0: every key opens. Exit 3: some do not; each is named. Nothing is changed.

                Examples:
                  vigil keys check
                  vigil keys check --format json
                """
        )

        @OptionGroup var record: RecordOptions
        @Option(help: "text, or json for programs.") var format: Format = .text

        func run() throws {
            let record = try record.open(for: .read)
            defer { try? record.close() }
            let report = try record.checkKeys()
            format == .json ? printJSON(report) : printText(report)
            if !report.faulty.isEmpty { throw ExitCode(3) }
        }

        private func printText(_ report: CaseRecord.KeyReport) {
            print(
                report.faulty.isEmpty
                    ? Console.styled("every key opens", .green)
                    : Console.styled("\(report.faulty.count) units have keys at fault", .red)
            )
            print(
                "\(report.keys) keys for \(report.units) units, \(report.erased) of them erased,"
                    + " \(report.orphans) keys not used yet,"
                    + " all under key-encryption key \(report.encryptionKey)"
            )
            for unit in report.faulty.prefix(50) {
                for fault in unit.faults {
                    print("  unit \(unit.unit), \(unit.events) events: \(fault.sentence)")
                }
            }
            if report.faulty.count > 50 { print("  and \(report.faulty.count - 50) more") }
            let signing = report.signingKeys
            if signing.spans.count > 1 {
                print(
                    "\(signing.spans.count) signing keys, one after the other; the newest signs from"
                        + " size \(signing.spans[signing.spans.count - 1].first)"
                )
            }
            if report.signingKey == nil { print("the signing key is not here") }
        }

        private func printJSON(_ report: CaseRecord.KeyReport) {
            let faulty = report.faulty.map { unit in
                JSON.object(present: [
                    ("unit", .string(unit.unit.description)), ("events", JSON(unit.events)),
                    (
                        "faults",
                        .array(
                            unit.faults.map {
                                ["code": .string($0.code), "sentence": .string($0.sentence)]
                            }
                        )
                    ),
                ])
            }
            print(
                JSON.object(present: [
                    ("keyEncryptionKey", .string(report.encryptionKey)),
                    ("signingKey", report.signingKey.map(JSON.string)),
                    ("signingKeys", report.signingKeys.json),
                    ("units", JSON(report.units)), ("keys", JSON(report.keys)),
                    ("erased", JSON(report.erased)), ("orphans", JSON(report.orphans)),
                    ("rotatedUnits", JSON(report.rotatedUnits)), ("faulty", .array(faulty)),
                ]).pretty()
            )
        }
    }

    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new",
            abstract: "Make a key-encryption key for a vault.",
            discussion: """
                Writes it to a file that only you can read. Put the line into the vault, see that the \
                command you will give with --key-command prints it, then destroy the file.

                Example:
                  vigil keys new --out /dev/shm/new.key
                """
        )

        @Option(help: "The file to make.", completion: .file()) var out: String

        func run() throws {
            print("made key-encryption key \(try CaseRecord.makeEncryptionKey(at: out))")
        }
    }

    struct Rotate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate",
            abstract: "Replace a key.",
            discussion: """
                Examples:
                  vigil keys rotate key-encryption --reason erasure
                  vigil keys rotate unit 018f2d3c-5a7b-4c1d-8e2f-0123456789ab
                  vigil keys rotate signing --reason staff-left
                """,
            subcommands: [KeyEncryption.self, Unit.self, Signing.self]
        )

        static let reasons = CaseRecord.RotationReason.allCases.map(\.rawValue)

        struct KeyEncryption: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "key-encryption",
                abstract: "Wrap every unit's key under a new key-encryption key.",
                discussion: """
                    No entry is written anew. Every copy of keys.sqlite from before is worth nothing \
                    once the old key is gone: that is what makes an erasure final. The old key's file \
                    is overwritten and removed; a disk may keep old blocks all the same. Recovery \
                    copies must be made again.

                    Examples:
                      vigil keys rotate key-encryption --reason erasure
                      vigil keys rotate key-encryption --passphrase
                      vigil keys rotate key-encryption --to-key-command "vault kv get …"
                    """
            )

            @Option(help: "Why.", completion: .list(reasons)) var reason = "routine"
            @Flag(help: "Put the new key behind a passphrase, which is asked for.")
            var passphrase = false
            @Option(help: "A command that prints the new key, which the vault has already.")
            var toKeyCommand: String?
            @Flag(help: "Go on although some units' keys do not open; they stay as they are.")
            var leaveLocked = false
            @OptionGroup var record: RecordOptions
            @OptionGroup var writer: WriterOptions

            func run() throws {
                let reason = try Rotate.reason(reason)
                let record = try record.open()
                defer { try? record.close() }
                let rotation = try record.rotateEncryptionKey(
                    to: toKeyCommand.map { .command($0) } ?? (passphrase ? .passphrase : .file),
                    because: reason,
                    leavingLocked: leaveLocked,
                    by: try writer.pseudonym()
                )
                print(
                    "wrapped \(rotation.count) keys under \(rotation.to); \(rotation.from) is retired"
                )
                if toKeyCommand != nil {
                    print("destroy \(rotation.from) in the vault")
                }
                for warning in try record.keyList().warnings { Console.warning(warning) }
            }
        }

        struct Unit: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "unit",
                abstract: "Give a unit a new key for what is recorded from now on.",
                discussion: """
                    What is sealed already keeps the key that it has.

                    Example:
                      vigil keys rotate unit 018f2d3c-5a7b-4c1d-8e2f-0123456789ab --reason staff-left
                    """
            )

            @Argument(help: "The unit; 'vigil keys list --units' shows them.") var unit: String
            @Option(help: "Why.", completion: .list(reasons)) var reason = "routine"
            @OptionGroup var record: RecordOptions
            @OptionGroup var writer: WriterOptions

            func run() throws {
                let reason = try Rotate.reason(reason)
                guard let id = Identifier(unit) else {
                    throw RecordError(.invalid, "unknown-unit", "a unit is a UUID in lower case")
                }
                let record = try record.open()
                defer { try? record.close() }
                let epoch = try record.rotateUnitKey(
                    of: id,
                    because: reason,
                    by: try writer.pseudonym()
                )
                print("unit \(id) has a new key, number \(epoch)")
            }
        }

        struct Signing: ParsableCommand {
            static let configuration = CommandConfiguration(
                commandName: "signing",
                abstract: "Have a new key sign the log's checkpoints from now on.",
                discussion: """
                    Old and new key sign a handover at the log's size; checkpoints, receipts and packs from \
                    before stay good, and the old key signs nothing more. Who trusts the old key follows \
                    the handover, unless the key has leaked: then hand the new one to everybody who \
                    verifies, by another way, and have them drop the old one (docs/KEYS.md).

                    Examples:
                      vigil keys rotate signing --reason staff-left
                      vigil keys rotate signing --reason compromise
                      vigil keys rotate signing --lost --reason recovery
                    """
            )

            @Option(help: "Why.", completion: .list(reasons.filter { $0 != "erasure" }))
            var reason = "routine"
            @Flag(help: "The old key is gone for good, so the new one alone signs the handover.")
            var lost = false
            @OptionGroup var record: RecordOptions
            @OptionGroup var writer: WriterOptions

            func run() throws {
                let reason = try Rotate.reason(reason)
                let record = try record.open()
                defer { try? record.close() }
                let rotation = try record.rotateSigningKey(
                    because: reason,
                    isLost: lost,
                    by: try writer.pseudonym()
                )
                print("\(rotation.to) signs from now on")
                print("\(rotation.from) is retired at size \(rotation.size)")
                if lost || reason == .compromise {
                    Console.warning(
                        "hand the new key to everybody who verifies, by another way ('vigil checkpoint"
                            + " --policy'): "
                            + (lost
                                ? "who has the old one alone cannot follow"
                                : "whoever has the old one can sign a history of their own with it")
                    )
                }
                Console.note(
                    "a witness takes the new key with 'vigil witness trust … "
                        + (lost || reason == .compromise ? "--replace'" : "--handover FILE'")
                )
                for warning in try record.keyList().warnings { Console.warning(warning) }
            }
        }

        static func reason(_ word: String) throws -> CaseRecord.RotationReason {
            guard let reason = CaseRecord.RotationReason(rawValue: word) else {
                throw RecordError(
                    .invalid,
                    "usage",
                    "there is no reason '\(word.prefix(40))'",
                    hint: "reasons are \(reasons.joined(separator: ", "))"
                )
            }
            return reason
        }
    }
}
