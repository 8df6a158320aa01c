import ArgumentParser
import CaseRecord
import Exporter
import Values

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a case as XML for another system.",
        discussion: """
            The file is validated and its release recorded (for whom, what for, on what basis, its \
            digest) before it gets its name.

            Example:
              vigil export C-0001 --to case-record --out C-0001.xml \\
                --recipient "Example trust" --purpose direct-care --basis "public task"
            """
    )

    @Argument(help: "The case's reference, or the start of its id.") var name: String

    @Option(help: "The profile.", completion: .list(["case-record"]))
    var to = "case-record"

    @Option(help: "The file to make.", completion: .file()) var out: String
    @Option(help: "Who receives it, by body or role.") var recipient: String
    @Option(help: "The lawful basis.") var basis: String
    @Flag(help: "Replace a file of that name.") var overwrite = false
    @OptionGroup var times: TimeOptions
    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions

    func run() throws {
        guard to == "case-record" else {
            throw RecordError(
                .invalid,
                "unknown-profile",
                "there is no profile '\(to.prefix(40))'",
                hint: "profiles are: case-record"
            )
        }
        let reader = try reader.reader()
        let moments = try times.moments(now: CaseRecord.systemClock())
        let record = try record.open()
        defer { try? record.close() }
        let receipt = try record.export(
            name,
            to: out,
            ExportOrder(
                recipient: recipient,
                purpose: reader.purpose,
                basis: basis,
                asOf: moments.asOf,
                knownAt: moments.knownAt,
                overwrite: overwrite
            ),
            by: reader.staff
        )
        print("\(out): \(receipt.byteCount) bytes, valid")
        print("SHA-256 \(receipt.sha256)")
    }
}
