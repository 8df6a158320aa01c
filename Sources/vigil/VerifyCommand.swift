import ArgumentParser
import CaseRecord
import EventLog
import FoundationEssentials
import MerkleTree
import Values

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that nothing in the log was changed, and name what was.",
        discussion: """
            Needs no key of any case. Exit 0: whole. Exit 3: damaged; the first event and column that \
            are wrong are named.

            Examples:
              vigil verify --record leeds-perinatal.vigil
              vigil verify --contents           also open every entry with the keys at hand
              vigil verify --key "name+id+…"    with a key that you have from elsewhere
            """
    )

    @OptionGroup var record: RecordOptions

    @Option(help: "Report only damage from this position on.")
    var from: Int64 = 1

    @Option(help: "The checkpoints' key, from elsewhere.")
    var key: String?

    @Option(help: "A witness's key, from elsewhere; may be given more than once.")
    var witnessKey: [String] = []

    @Flag(help: "Also open every entry and compare it with what its row commits to.")
    var contents = false

    @Flag(help: "The record is on a medium that cannot be written.")
    var readOnlyMedium = false

    @Option(help: "text, or json for programs.")
    var format: Format = .text

    func run() throws {
        let path = try record.path()
        let progress = Progress("verifying")
        var verdict = try CaseRecord.verify(
            at: path,
            key: key,
            witnesses: try witnessKey.map { text in
                guard let key = WitnessKey(text) else {
                    throw RecordError(.invalid, "key", "a witness's key is written name+id+base64")
                }
                return key
            },
            secrets: record.secrets,
            from: from,
            isReadOnly: readOnlyMedium,
            environment: ProcessInfo.processInfo.environment,
            progress: progress.update
        )
        progress.end()
        if contents, verdict.verdict.isWhole {
            let opening = Progress("opening")
            let record = try record.open(for: .read)
            let unopened = try record.unopenedPositions(progress: opening.update)
            opening.end()
            verdict = verdict.adding(unopened: unopened)
        }
        format == .json ? printJSON(verdict) : printText(verdict)
        if !verdict.isWhole { throw ExitCode(3) }
    }

    private func printText(_ verdict: RecordVerdict) {
        let log = verdict.log
        if log.damages.isEmpty {
            let word = verdict.isWhole ? "whole" : "whole in itself, but not as it should be"
            print(
                Console.styled(word, verdict.isWhole ? .green : .yellow)
                    + ": \(log.size) events, \(log.checkpoints) checkpoints"
                    + (log.checkpointSize.map { ", the newest at \($0)" } ?? "")
                    + ", \(log.erased) erased"
            )
            print("root \(log.root)")
        } else {
            print(Console.styled("damaged", .red) + ": \(log.damages.count) found")
            for damage in log.damages.prefix(20) {
                let place = damage.position.map { "event \($0)" } ?? "the log"
                let column = damage.column.map { " \(damage.table).\($0)" } ?? " \(damage.table)"
                print("  \(place)\(column): \(damage.rule)")
            }
        }
        print("signatures checked with \(verdict.keySource)")
        for handover in log.keys?.handovers ?? [] {
            print(
                "signed by \(handover.from) to size \(handover.size), then by \(handover.to)"
                    + (handover.isSignedByOld ? "" : "; the old key was lost and does not say so")
            )
        }
        for notice in verdict.notices { Console.warning(notice) }
        for unit in log.unfinishedErasures {
            Console.warning(
                "the erasure of unit \(unit) did not finish; open the record to finish it"
            )
        }
        if let unopened = verdict.unopened {
            print(
                unopened.isEmpty
                    ? "every entry opens to what its row commits to"
                    : "\(unopened.count) entries do not open, the first at position \(unopened[0])"
            )
        }
    }

    private func printJSON(_ verdict: RecordVerdict) {
        let log = verdict.log
        print(
            JSON.object(present: [
                ("verdict", .string(verdict.isWhole ? "whole" : "damaged")),
                ("size", JSON(Int(log.size))), ("root", .string(log.root)),
                ("checkpoints", JSON(log.checkpoints)), ("erased", JSON(log.erased)),
                ("keys", log.keys?.json), ("keySource", .string(verdict.keySource)),
                ("notices", JSON(verdict.notices)),
                ("unopened", verdict.unopened.map { .array($0.map { JSON(Int($0)) }) }),
                (
                    "damages",
                    .array(
                        log.damages.map { damage in
                            .object(present: [
                                ("position", damage.position.map { JSON(Int($0)) }),
                                ("table", .string(damage.table)),
                                ("column", damage.column.map(JSON.string)),
                                ("rule", .string(damage.rule)),
                            ])
                        }
                    )
                ),
            ]).pretty()
        )
    }
}

struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign the log as it stands and print the newest checkpoint.",
        discussion: """
            Keep what it prints somewhere else: with it anybody can show later that the log was not \
            rewritten.

            Examples:
              vigil checkpoint > receipt-2026-11-22.txt
              vigil checkpoint --key
              vigil checkpoint --handovers > handovers.txt    for a witness, after the key was replaced
              vigil checkpoint --policy > policy.txt     what an auditor needs to verify packs
              vigil checkpoint --witness https://witness.example/
            """
    )

    @Flag(help: "Print the key that checkpoints are checked with, instead.")
    var key = false

    @Flag(help: "Print a policy to verify packs with, instead: the key, and the newest checkpoint.")
    var policy = false

    @Flag(help: "Print how one signing key followed another, instead: the handovers, oldest first.")
    var handovers = false

    @Option(
        help: "Have it signed by a witness as well: its folder, or its address (http://…)."
    )
    var witness: String?

    @Option(help: "Name a witness whose signatures are accepted, by its key name+id+base64.")
    var addWitness: String?

    @Option(help: "Who runs the witness that is added.") var `operator`: String?

    @OptionGroup var record: RecordOptions
    @OptionGroup var writer: WriterOptions

    func run() throws {
        let record = try record.open()
        defer { try? record.close() }
        if let addWitness {
            guard let key = WitnessKey(addWitness) else {
                throw RecordError(
                    .invalid,
                    "key",
                    "a witness's key is written name+id+base64",
                    hint: "'vigil witness init' prints it"
                )
            }
            try record.add(witness: key, operator: `operator`, by: try writer.pseudonym())
            return print("accepts signatures of \(key.name)")
        }
        if let witness { _ = try record.witness(at: witness) }
        if policy {
            try record.sign()
            print(try record.packPolicy(), terminator: "")
            return
        }
        if key {
            print(try record.keyHistory().newest)
            return
        }
        if handovers {
            let notes = try record.handovers().map(\.note.written)
            if notes.isEmpty { Console.note("the signing key has never been replaced") }
            print(notes.joined(separator: "\n"), terminator: "")
            return
        }
        try record.sign()
        print(try record.newestCheckpoint() ?? "", terminator: "")
    }
}
