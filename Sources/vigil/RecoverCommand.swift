import ArgumentParser
import CaseRecord

extension KeysCommand {
    struct Recover: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "recover",
            abstract: "Make a recovery copy of the keys for a holder, or restore them from one.",
            discussion: """
                Two people should hold a copy, such as the Caldicott guardian and the records manager. \
                Only the holder can open theirs: with their key file and its passphrase. Copies are to \
                be made again when the key-encryption key was replaced.

                Examples:
                  vigil keys recover --make --holder s-cald --public-key cald.key.pub --out cald.copy
                  vigil keys recover --from cald.copy --holder-key cald.key --reason "The disk failed"
                """
        )

        @Flag(help: "Make a copy.") var make = false
        @Option(help: "Whose copy it is, by pseudonym.") var holder: String?
        @Option(help: "The holder's public key.", completion: .file()) var publicKey: String?
        @Option(help: "The copy to make.", completion: .file()) var out: String?
        @Option(help: "The copy to restore from.", completion: .file()) var from: String?
        @Option(help: "The holder's key file.", completion: .file()) var holderKey: String?
        @Option(help: "Why the keys are restored.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            if make, from == nil, let holder, let publicKey, let out {
                let record = try record.open()
                defer { try? record.close() }
                let hasSigner = try record.makeRecoveryCopy(
                    for: holder,
                    publicKey: publicKey,
                    at: out,
                    by: try writer.pseudonym()
                )
                print("made \(out), which only the holder's key opens")
                if !hasSigner { Console.warning("the signing key is not here, nor in the copy") }
            } else if !make, let from, let holderKey, let reason {
                let files = try CaseRecord.recoverKeys(
                    at: try record.path(),
                    from: from,
                    holderKey: holderKey,
                    secrets: record.secrets,
                    keys: record.keys.given(),
                    because: reason,
                    by: try writer.pseudonym()
                )
                for file in files { print("restored \(file)") }
            } else {
                throw RecordError(
                    .invalid,
                    "usage",
                    "a copy is made or used, and both take all of their options",
                    hint: "--make --holder --public-key --out, or --from --holder-key --reason"
                )
            }
        }
    }

    struct HolderKey: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "holder-key",
            abstract: "Make a pair of keys for yourself, as the holder of a recovery copy.",
            discussion: """
                The file is behind your passphrase and stays with you, off the machine that has the \
                record. Give FILE.pub to whoever makes the copy.

                Example:
                  vigil keys holder-key --out /media/stick/holder.key
                """
        )

        @Option(help: "The file to make; the public half goes beside it.", completion: .file())
        var out: String
        @OptionGroup var keys: KeyOptions

        func run() throws {
            let id = try CaseRecord.makeHolderKey(at: out, keys.given())
            print("made holder key \(id): keep \(out), give away \(out).pub")
        }
    }
}
