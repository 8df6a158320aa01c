import EventLog
import FoundationEssentials
import MerkleTree
import Values

/// The two keys that stay outside a record: the one that signs its checkpoints and the one that wraps
/// its units' keys. Without them a copied folder can be verified and not read.
struct Secrets: Sendable {
    let signer: SigningKey
    let encryptionKey: KeyEncryptionKey

    private static let prefix = "VIGIL+KEK+"

    /// Makes both and writes them to `folder`, each readable by its owner only.
    static func create(in folder: String, origin: String) throws -> Secrets {
        guard let signer = SigningKey.generated(name: origin),
            let (key, bytes) = KeyEncryptionKey.generated()
        else {
            throw RecordError(
                .invalid,
                "origin",
                "the name of a log has no spaces and no plus sign",
                hint: "give another with --origin"
            )
        }
        try RecordFiles.makeFolder(folder)
        try RecordFiles.write(signer.written + "\n", toNew: "\(folder)/signing.key")
        try RecordFiles.write(
            "\(prefix)\(key.id)+\(Base64.encode(bytes))\n",
            toNew: "\(folder)/units.key"
        )
        return Secrets(signer: signer, encryptionKey: key)
    }

    static func read(from folder: String) throws -> Secrets {
        func line(_ file: String) throws -> String {
            guard let text = RecordFiles.read("\(folder)/\(file)") else {
                throw RecordError(
                    .unavailable,
                    "key-missing",
                    "the key file '\(folder)/\(file)' is missing or cannot be read",
                    hint: "give the folder of the record's keys with --secrets"
                )
            }
            return String(text.prefix { $0 != "\n" })
        }
        guard let signer = SigningKey(try line("signing.key")) else {
            throw RecordError(
                .unavailable,
                "key-damaged",
                "the key file '\(folder)/signing.key' is damaged"
            )
        }
        let parts = try line("units.key").split(separator: "+", maxSplits: 3)
        guard parts.count == 4, parts[0] == "VIGIL", parts[1] == "KEK",
            let bytes = Base64.decode(parts[3]), let key = KeyEncryptionKey(bytes: bytes),
            key.id == parts[2]
        else {
            throw RecordError(
                .unavailable,
                "key-damaged",
                "the key file '\(folder)/units.key' is damaged"
            )
        }
        return Secrets(signer: signer, encryptionKey: key)
    }
}
