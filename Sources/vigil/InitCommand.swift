import ArgumentParser
import CaseRecord
import Values

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a record.",
        discussion: """
            Its keys go to your data folder, not into the record: back them up apart from it. Without \
            them nobody can read the record, and with them anybody who has the folder can.

            Example:
              vigil init leeds-perinatal.vigil --name "Leeds perinatal" --nation england-wales \\
                --admin "Ann Admin"
              vigil init leeds.vigil --name Leeds --admin "Ann Admin" --passphrase
              vigil init leeds.vigil --name Leeds --admin "Ann Admin" \\
                --key-command "vault kv get -field=key secret/vigil" --signing-key /media/seal/signing.key
            """
    )

    @Argument(help: "The folder to make, by custom NAME.vigil.", completion: .directory)
    var folder: String

    @Option(help: "What the service is called.")
    var name: String

    @Option(
        help: "Whose rules and bank holidays apply: england-wales, scotland, northern-ireland.",
        completion: .list(["england-wales", "scotland", "northern-ireland"])
    )
    var nation = "england-wales"

    @Option(help: "The name of the first administrator.")
    var admin: String

    @Option(
        help: "A role that they hold besides; may be given more than once.",
        completion: .list(StaffCommand.roles)
    )
    var role: [String] = []

    @Option(help: "Their pseudonym, which stands readable in the log; made up if left out.")
    var pseudonym: String?

    @Option(help: "The log's name in its checkpoints, such as example.nhs.uk/perinatal.")
    var origin: String?

    @Option(help: "A folder for the record's keys, instead of the usual one.")
    var secrets: String?

    @Flag(help: "Put the key-encryption key behind a passphrase, which is asked for.")
    var passphrase = false

    @OptionGroup var keys: KeyOptions

    func run() throws {
        let administrator = pseudonym ?? madeUpPseudonym()
        try StaffCommand.check(role)
        let record = try CaseRecord.create(
            at: folder,
            .init(
                name: name,
                nation: nation,
                origin: origin,
                administrator: (administrator, admin),
                roles: ["administrator"] + role.filter { $0 != "administrator" },
                secrets: secrets,
                keys: keys.given(wantsPassphrase: passphrase)
            )
        )
        try record.close()
        print("made \(folder), record \(record.info.id)")
        print("you are \(administrator), its administrator")
        print("")
        print("  export VIGIL_RECORD=\(folder) VIGIL_AS=\(administrator)")
        print("  vigil staff add --name \"…\" --role guider")
        print("  vigil case open")
    }
}

/// A pseudonym that tells nothing of its owner: `s-k3vxa`.
func madeUpPseudonym() -> String {
    let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
    return "s-" + String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count)] })
}
