import CaseModel
import Crypto
import EventLog
import FoundationEssentials
import MerkleTree
import Values

extension CaseRecord {
    // MARK: A holder's pair of keys

    /// Makes a pair of keys for somebody who is to hold a recovery copy: the secret half in `path`, behind
    /// their passphrase, the public half beside it with `.pub`.
    ///
    /// - Returns: the pair's id.
    package static func makeHolderKey(
        at path: String,
        _ given: KeyPlaces.Given,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> String {
        let key = Curve25519.KeyAgreement.PrivateKey()
        let publicKey = HolderKey(key.publicKey)
        let passphrase = try KeyPlaces.passphrase(given, environment, isNew: true)
        try RecordFiles.write(
            try ProtectedKey.protect(
                Array(key.rawRepresentation),
                named: publicKey.id,
                by: passphrase,
                as: .holder
            ),
            toNew: path
        )
        try RecordFiles.write(publicKey.written + "\n", toNew: path + ".pub")
        return publicKey.id
    }

    // MARK: Making

    /// Writes a copy of the record's keys that only a holder can open, and records that it was made.
    ///
    /// - Returns: whether the signing key is in it too: only if it is here.
    package func makeRecoveryCopy(
        for holder: String,
        publicKey file: String,
        at path: String,
        by staff: String
    ) throws -> Bool {
        try RecordError.wrapping {
            guard let store = log.keys else {
                throw LogError.locked("the log was opened without keys")
            }
            let state = try self.staff()
            guard state[staff] != nil else { throw unknownStaff(staff) }
            guard state[holder] != nil else { throw unknownStaff(holder) }
            guard let key = KeyPlaces.line(file).flatMap({ HolderKey($0) }) else {
                throw RecordError(
                    .invalid,
                    "holder-key",
                    "the file '\(file)' is not a holder's public key",
                    hint: "the holder makes one with 'vigil keys holder-key'"
                )
            }
            let kek = store.encryptionKey
            let signer = try places.signingKey()
            let copy = RecoveryFile(
                record: info.id,
                holder: holder,
                encryptionKey: kek.id,
                holderKey: key.id
            )
            let text = try copy.sealed(
                kek.written + "\n" + (signer.map { $0.written + "\n" } ?? ""),
                for: key
            )
            try RecordFiles.write(text, toNew: path)
            try record(
                service: Draft(
                    .recoveryCopyMade,
                    at: .instant(now()),
                    [
                        "holder": .string(holder), "keyEncryptionKey": .string(kek.id),
                        "publicKey": .string(key.written),
                    ]
                ),
                by: staff
            )
            return signer != nil
        }
    }

    // MARK: Using

    /// Restores a record's keys from a holder's copy into its key folder, never over a key that is there.
    ///
    /// - Returns: the files that were written.
    package static func recoverKeys(
        at path: String,
        from copyFile: String,
        holderKey: String,
        secrets folder: String? = nil,
        keys given: KeyPlaces.Given,
        because reason: String,
        by staff: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> [String] {
        try RecordError.wrapping {
            let files = RecordFiles(folder: path)
            let info = try RecordInfo.read(files.info)
            let places = KeyPlaces(given, folder, info.id, files, environment)
            guard let (copy, body) = KeyPlaces.line(copyFile).flatMap(RecoveryFile.parse) else {
                throw RecordError(
                    .invalid,
                    "recovery-copy",
                    "the file '\(copyFile)' is not a recovery copy, or is damaged"
                )
            }
            guard copy.record == info.id else {
                throw RecordError(
                    .refused,
                    "other-record",
                    "the recovery copy is of record \(copy.record), not of \(info.id)"
                )
            }
            if RecordFiles.exists(files.keys) {
                try KeyStore.holdingKeyInUse(at: files.keys, record: info.id) { wanted in
                    guard wanted == nil || wanted == copy.encryptionKey else {
                        throw LogError.key(
                            .other,
                            "the recovery copy holds key-encryption key \(copy.encryptionKey), and"
                                + " \(wanted ?? "") is in use"
                        )
                    }
                }
            }
            guard let sealed = KeyPlaces.line(holderKey).flatMap({ ProtectedKey($0) }),
                sealed.purpose == .holder
            else {
                throw RecordError(
                    .invalid,
                    "holder-key",
                    "the file '\(holderKey)' is not a holder's key, or is damaged"
                )
            }
            let secret = try sealed.open(
                by: try KeyPlaces.passphrase(given, environment, isNew: false)
            )
            let lines = try copy.opened(body, by: secret).split(whereSeparator: \.isNewline)
            guard let kek = lines.first.flatMap({ KeyEncryptionKey($0) }) else {
                throw RecordError(.invalid, "recovery-copy", "the recovery copy holds no key")
            }
            let signer = lines.dropFirst().first.flatMap { SigningKey($0) }
            var written: [String] = []
            try RecordFiles.makeFolder(places.folder)
            if !RecordFiles.exists(places.encryptionFile) {
                try RecordFiles.write(kek.written + "\n", toNew: places.encryptionFile)
                written.append(places.encryptionFile)
            }
            if let signer, signer.verification.description == info.key,
                !RecordFiles.exists(places.signingFile)
            {
                if let parent = KeyPlaces.folder(of: places.signingFile) {
                    try RecordFiles.makeFolder(parent)
                }
                try RecordFiles.write(signer.written + "\n", toNew: places.signingFile)
                written.append(places.signingFile)
            }
            if written.isEmpty, let signer, !RecordFiles.exists(places.signingFile) {
                throw RecordError(
                    .refused,
                    "key-retired",
                    "the signing key in the recovery copy was replaced, and signs nothing more:"
                        + " \(signer.verification)",
                    hint: "take a copy from after the change; if there is none,"
                        + " 'vigil keys rotate signing --lost' begins another key"
                )
            }
            guard !written.isEmpty else {
                throw RecordError(
                    .refused,
                    "file-exists",
                    "the keys are there already, and are not written over",
                    hint: "move '\(places.encryptionFile)' away if it is not the right one"
                )
            }
            let record = try open(
                at: path,
                secrets: folder,
                keys: given,
                environment: environment
            )
            try record.record(
                service: Draft(
                    .recoveryCopyUsed,
                    at: .instant(record.now()),
                    [
                        "holder": .string(copy.holder),
                        "keyEncryptionKey": .string(copy.encryptionKey),
                        "reason": .string(reason),
                    ]
                ),
                by: staff
            )
            try record.close()
            return written
        }
    }
}

/// The public half of a holder's pair: `VIGIL+HOLDER+<id>+<base64 of 32 bytes>`.
struct HolderKey {
    let key: Curve25519.KeyAgreement.PublicKey
    let id: String

    init(_ key: Curve25519.KeyAgreement.PublicKey) {
        self.key = key
        let named = Array("vigil-holder/v1\n".utf8) + Array(key.rawRepresentation)
        id = hexadecimal(Array(SHA256.hash(data: named)).prefix(4))
    }

    init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 3)
        guard parts.count == 4, parts[0] == "VIGIL", parts[1] == "HOLDER",
            let bytes = Base64.decode(parts[3]),
            let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes)
        else { return nil }
        self.init(key)
        guard id == parts[2] else { return nil }
    }

    var written: String { "VIGIL+HOLDER+\(id)+\(Base64.encode(Array(key.rawRepresentation)))" }
}

/// A record's keys, sealed for one holder (HPKE, RFC 9180, base mode): one line of words,
///
///     vigil-recovery/v1 <record> <holder> <key-encryption key's id> <holder key's id> <encapsulated> <sealed>
///
/// The words before `encapsulated`, with a space between, are HPKE's `info`.
struct RecoveryFile {
    let record: Identifier
    let holder: String
    let encryptionKey: String
    let holderKey: String

    private static let mark = "vigil-recovery/v1"
    private static let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

    private var head: String {
        "\(Self.mark) \(record) \(holder) \(encryptionKey) \(holderKey)"
    }

    static func parse(_ line: String) -> (RecoveryFile, body: [[UInt8]])? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 7, words[0] == mark, let record = Identifier(words[1]),
            let encapsulated = Base64.decode(words[5]), let sealed = Base64.decode(words[6])
        else { return nil }
        let file = RecoveryFile(
            record: record,
            holder: words[2],
            encryptionKey: words[3],
            holderKey: words[4]
        )
        return (file, [encapsulated, sealed])
    }

    func sealed(_ text: String, for key: HolderKey) throws -> String {
        var sender = try HPKE.Sender(
            recipientKey: key.key,
            ciphersuite: Self.suite,
            info: Data(head.utf8)
        )
        let sealed = try sender.seal(Data(text.utf8))
        let words = [Array(sender.encapsulatedKey), Array(sealed)].map { Base64.encode($0) }
        return "\(head) \(words[0]) \(words[1])\n"
    }

    func opened(_ body: [[UInt8]], by secret: [UInt8]) throws -> String {
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: secret),
            var recipient = try? HPKE.Recipient(
                privateKey: key,
                ciphersuite: Self.suite,
                info: Data(head.utf8),
                encapsulatedKey: Data(body[0])
            ), let text = try? recipient.open(Data(body[1]))
        else {
            throw RecordError(
                .unavailable,
                "recovery-copy",
                "the recovery copy does not open with this holder's key, or was changed",
                hint: "it was made for holder key \(holderKey)"
            )
        }
        return String(decoding: text, as: UTF8.self)
    }
}
