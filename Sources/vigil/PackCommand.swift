import ArgumentParser
import CaseRecord
import EvidencePack
import FoundationEssentials
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct PackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Make an evidence pack of a case, which others verify without us.",
        discussion: """
            A pack holds every event of the case as the log has it, with proofs, and the content of \
            those that are disclosed. Of the others it shows that they exist, when they were recorded \
            and by whom. Its release is recorded, and the pack proves it.

            Examples:
              vigil checkpoint --policy > policy.txt      first; hand this over by another way
              vigil pack C-0001 --out C-0001.pack --disclose all \\
                --recipient "Example auditor" --purpose audit --basis "public task"
              vigil verify-pack C-0001.pack --policy policy.txt
            """
    )

    enum Disclosed: String, ExpressibleByArgument, CaseIterable { case all, none }

    @Argument(help: "The case's reference, or the start of its id.") var name: String

    @Option(help: "The file to make.", completion: .file()) var out: String
    @Option(help: "Who receives it, by body or role.") var recipient: String
    @Option(help: "The lawful basis.") var basis: String
    @Option(help: "Which entries are opened: all, or none.") var disclose: Disclosed
    @Option(
        help: "A checkpoint that the recipient holds; the pack proves that it continues it.",
        completion: .file()
    )
    var known: [String] = []
    @Flag(help: "Show that entries exist whose content is not in the pack, without asking.")
    var showStubs = false
    @Flag(help: "Replace a file of that name.") var overwrite = false
    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions

    func run() throws {
        let reader = try reader.reader()
        let notes = try known.map { path in
            String(
                decoding: try InputFile.read(path, limit: 1 << 20, what: "checkpoint"),
                as: UTF8.self
            )
        }
        let record = try record.open()
        defer { try? record.close() }
        let isDisclosed = disclose == .all
        let draft = try record.packDraft(
            of: name,
            PackOrder(
                recipient: recipient,
                purpose: reader.purpose,
                basis: basis,
                known: notes,
                overwrite: overwrite,
                discloses: { _ in isDisclosed }
            ),
            by: reader.staff
        )
        try confirm(draft)
        let receipt = try record.release(draft, to: out)
        print(
            "\(out): \(receipt.byteCount) bytes, \(draft.openedCount) entries opened,"
                + " \(draft.stubs.count) shown as stubs"
        )
        print("SHA-256 \(receipt.sha256)")
        print("recorded at position \(receipt.position), contents \(receipt.contents)")
    }

    /// That an entry exists can say as much as what it says.
    private func confirm(_ draft: PackDraft) throws {
        guard !draft.stubs.isEmpty else { return }
        Console.note(
            Console.wrapped(
                "The pack shows \(recipient) that \(draft.stubs.count) entries exist whose content it"
                    + " does not open: for each its place in the case, when it was recorded, by"
                    + " whom (a pseudonym), and its length. \(draft.withheld.count) are withheld,"
                    + " \(draft.destroyed.count) were erased. It cannot be made without this: the"
                    + " proof that nothing is missing is made of it.",
                width: Console.width,
                indent: 0
            )
        )
        if showStubs { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw RecordError(
                .refused,
                "shows-stubs",
                "the pack would show that withheld entries exist",
                hint: "if the recipient may know that, say --show-stubs"
            )
        }
        Console.put("Show them? Write yes: ")
        guard readLine() == "yes" else {
            throw RecordError(
                .refused,
                "shows-stubs",
                "the pack would show that withheld entries exist, and nobody agreed",
                hint: "nothing was written or recorded"
            )
        }
    }
}

struct VerifyPack: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-pack",
        abstract: "Check an evidence pack against a policy that came by another way.",
        discussion: """
            Needs no record and no key of any case. Exit 0: nothing is wrong. Exit 3: something is. \
            What cannot be checked is said, and why.

            Example:
              vigil verify-pack C-0001.pack --policy policy.txt
            """
    )

    @Argument(help: "The pack.", completion: .file()) var file: String

    @Option(
        help: "Whom to trust, as 'vigil checkpoint --policy' writes it: from elsewhere.",
        completion: .file()
    )
    var policy: String

    @Option(help: "text, or json for programs.")
    var format: Format = .text

    func run() throws {
        let written = try InputFile.read(policy, limit: PackLimits.policy, what: "policy")
        let trusted: PackPolicy
        do throws(PackPolicy.Failure) {
            trusted = try PackPolicy(written)
        } catch {
            throw RecordError(
                .invalid,
                "policy",
                "the policy cannot be used\(error.line.map { ", line \($0)" } ?? ""): \(error.rule)",
                hint: "'vigil checkpoint --policy' writes one"
            )
        }
        let pack = try InputFile.read(file, limit: PackLimits.pack, what: "pack")
        guard !PackPolicy.stands(written, in: pack) else {
            throw RecordError(
                .refused,
                "policy-in-pack",
                "the policy stands in the pack itself, so it shows nothing about it",
                hint: "get the log's key from somebody you trust, by another way"
            )
        }
        let verdict = PackVerifier.verify(pack, trusting: trusted)
        format == .json ? printJSON(verdict) : printText(verdict)
        if !verdict.isWhole { throw ExitCode(3) }
    }

    private func printText(_ verdict: PackVerdict) {
        if let manifest = verdict.manifest {
            print("case \(manifest.caseID) of \(manifest.origin), log \(manifest.log)")
            print(
                "to event \(manifest.last) of the case, as of \(manifest.size) events of the log"
            )
            print("for \(manifest.recipient): \(manifest.purpose), \(manifest.basis)")
        }
        for step in verdict.steps {
            let word =
                switch step.outcome {
                case .pass: Console.styled("pass", .green)
                case .fail: Console.styled("FAIL", .red)
                case .notCheckable: Console.styled("not checkable", .yellow)
                }
            print("\(step.name.rawValue) \(step.name.word): \(word): \(step.detail)")
            for fault in step.faults.prefix(20) {
                print("    \(fault.file ?? "the pack"): \(fault.rule)")
            }
        }
        let destroyed = verdict.events.filter { $0.content == .destroyed }
        for event in destroyed.prefix(20) {
            print("position \(event.position): payload destroyed, stub verifies")
        }
        print(
            verdict.isWhole
                ? Console.styled("nothing is wrong with this pack", .green)
                : Console.styled("this pack is not what the log signed", .red)
        )
    }

    private func printJSON(_ verdict: PackVerdict) {
        let manifest = verdict.manifest
        print(
            JSON.object(present: [
                ("verdict", .string(verdict.isWhole ? "whole" : "damaged")),
                ("log", manifest.map { .string($0.log.description) }),
                ("origin", manifest.map { .string($0.origin) }),
                ("size", manifest.map { JSON(Int($0.size)) }),
                ("root", manifest.map { .string("\($0.root)") }),
                ("case", manifest.map { .string($0.caseID.description) }),
                ("last", manifest.map { JSON(Int($0.last)) }),
                ("release", manifest.map { JSON(Int($0.release)) }),
                ("by", manifest.map { .string($0.by) }),
                ("recipient", manifest.map { .string($0.recipient) }),
                ("purpose", manifest.map { .string($0.purpose) }),
                ("basis", manifest.map { .string($0.basis) }),
                (
                    "steps",
                    .array(
                        verdict.steps.map { step in
                            .object(present: [
                                ("step", JSON(step.name.rawValue)),
                                ("name", .string(step.name.word)),
                                ("outcome", .string(step.outcome.rawValue)),
                                ("detail", .string(step.detail)),
                                (
                                    "faults",
                                    .array(
                                        step.faults.map { fault in
                                            .object(present: [
                                                ("file", fault.file.map(JSON.string)),
                                                ("rule", .string(fault.rule)),
                                            ])
                                        }
                                    )
                                ),
                            ])
                        }
                    )
                ),
                (
                    "events",
                    .array(
                        verdict.events.map { event in
                            .object(present: [
                                ("position", JSON(Int(event.position))), ("n", JSON(Int(event.n))),
                                ("content", .string(event.content.rawValue)),
                            ])
                        }
                    )
                ),
            ]).pretty()
        )
    }
}

/// A file that somebody names, read whole, up to a size.
enum InputFile {
    static func read(_ path: String, limit: Int, what: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, what) }
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = chunk.withUnsafeMutableBytes { pull(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, what) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else {
                throw RecordError(
                    .invalid,
                    "file-size",
                    "a \(what) has at most \(limit) bytes, and '\(path)' has more"
                )
            }
        }
    }

    private static func pull(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #else
        Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func unreadable(_ path: String, _ what: String) -> RecordError {
        RecordError(
            .unavailable,
            "file-unreadable",
            "the \(what) '\(path)' cannot be read: \(String(cString: strerror(errno)))"
        )
    }
}
