import EventLog
import FoundationEssentials
import MerkleTree
import Values

/// Where the two keys are that stay outside a record: the one that signs its checkpoints and the one
/// that wraps its units' keys. Without them a copied folder can be verified and not read.
///
/// They may lie in one folder or be kept by different people in different places: the signing key in
/// a file of its own, the key-encryption key behind a passphrase or in a vault that a command asks.
package struct KeyPlaces: Sendable {
    /// What a person or a program says of them; what is left out comes from the environment.
    package struct Given: Sendable {
        /// A file; `VIGIL_SIGNING_KEY`.
        package var signingKey: String?
        /// A command that prints the key-encryption key; `VIGIL_KEY_COMMAND`.
        package var keyCommand: String?
        /// A file whose first line is the passphrase; `VIGIL_PASSPHRASE_FILE`.
        package var passphraseFile: String?
        /// Whether a new record's key is to be behind a passphrase.
        package var wantsPassphrase: Bool
        /// Asks a person; nil where there is nobody to ask. Told whether it is a new one.
        package var ask: (@Sendable (Bool) throws -> String)?

        package init(
            signingKey: String? = nil,
            keyCommand: String? = nil,
            passphraseFile: String? = nil,
            wantsPassphrase: Bool = false,
            ask: (@Sendable (Bool) throws -> String)? = nil
        ) {
            self.signingKey = signingKey
            self.keyCommand = keyCommand
            self.passphraseFile = passphraseFile
            self.wantsPassphrase = wantsPassphrase
            self.ask = ask
        }
    }

    let folder: String
    let signingFile: String
    let keyCommand: String?
    private let given: Given
    private let passphraseFile: String?

    var encryptionFile: String { "\(folder)/units.key" }

    /// For a demo, which takes nothing from outside.
    init(inside folder: String) {
        self.init(
            folder: folder,
            signingFile: "\(folder)/signing.key",
            keyCommand: nil,
            passphraseFile: nil,
            given: Given()
        )
    }

    private init(
        folder: String,
        signingFile: String,
        keyCommand: String?,
        passphraseFile: String?,
        given: Given
    ) {
        self.folder = folder
        self.signingFile = signingFile
        self.keyCommand = keyCommand
        self.passphraseFile = passphraseFile
        self.given = given
    }

    init(
        _ given: Given,
        _ folder: String?,
        _ record: Identifier,
        _ files: RecordFiles,
        _ environment: [String: String]
    ) {
        if folder == nil, given.signingKey == nil, given.keyCommand == nil,
            RecordFiles.exists(files.demoSecrets)
        {
            self.init(inside: files.demoSecrets)
            return
        }
        func named(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        let folder = folder ?? RecordFiles.secrets(of: record, environment: environment)
        self.init(
            folder: folder,
            signingFile: given.signingKey ?? named("VIGIL_SIGNING_KEY") ?? "\(folder)/signing.key",
            keyCommand: given.keyCommand ?? named("VIGIL_KEY_COMMAND"),
            passphraseFile: given.passphraseFile ?? named("VIGIL_PASSPHRASE_FILE"),
            given: given
        )
    }

    // MARK: Making

    /// Makes what is not there yet; each file is readable by its owner only.
    func create(origin: String) throws -> (SigningKey, KeyEncryptionKey) {
        guard let signer = SigningKey.generated(name: origin) else {
            throw RecordError(
                .invalid,
                "origin",
                "the name of a log has no spaces and no plus sign",
                hint: "give another with --origin"
            )
        }
        let key: KeyEncryptionKey
        if keyCommand != nil {
            key = try encryptionKey(nil)
        } else {
            key = try KeyPlaces.newKey()
            try RecordFiles.makeFolder(folder)
            try RecordFiles.write(
                try written(key, protected: given.wantsPassphrase || passphraseFile != nil),
                toNew: encryptionFile
            )
        }
        if let parent = KeyPlaces.folder(of: signingFile) { try RecordFiles.makeFolder(parent) }
        try RecordFiles.write(signer.written + "\n", toNew: signingFile)
        return (signer, key)
    }

    static func newKey() throws -> KeyEncryptionKey {
        guard let key = KeyEncryptionKey.generated() else {
            throw RecordError(.unavailable, "key-missing", "the system makes no new key")
        }
        return key
    }

    /// A key file's text: the key, or the key behind a passphrase.
    func written(_ key: KeyEncryptionKey, protected isProtected: Bool) throws -> String {
        guard isProtected else { return key.written + "\n" }
        return try ProtectedKey.protect(
            key.bytes,
            named: key.id,
            by: try passphrase(isNew: true),
            as: .encryption
        )
    }

    // MARK: Reading

    /// Nil when it is not here: whoever keeps it apart signs elsewhere.
    func signingKey() throws -> SigningKey? {
        guard RecordFiles.exists(signingFile) else { return nil }
        guard let line = KeyPlaces.line(signingFile), let key = SigningKey(line) else {
            throw RecordError(
                .unavailable,
                "key-damaged",
                "the key file '\(signingFile)' is damaged, or cannot be read"
            )
        }
        return key
    }

    /// - Parameter wanted: the id of the key that the keys file is wrapped by.
    func encryptionKey(_ wanted: String?) throws -> KeyEncryptionKey {
        if let keyCommand {
            // A vault may print more than one: the old and the new, while one is replaced.
            let keys = try KeyCommand.output(of: keyCommand).split(whereSeparator: \.isNewline)
                .compactMap { KeyEncryptionKey($0) }
            guard let key = keys.first(where: { $0.id == wanted }) ?? keys.first else {
                throw RecordError(
                    .unavailable,
                    "key-command",
                    "the key command printed no key-encryption key",
                    hint: "it prints one line, as 'vigil keys new' wrote it"
                )
            }
            return key
        }
        guard let line = KeyPlaces.line(encryptionFile) else {
            throw RecordError(
                .unavailable,
                "key-missing",
                "the key file '\(encryptionFile)' is missing or cannot be read",
                hint: "give the folder of the record's keys with --secrets; 'vigil verify' works"
                    + " without, and 'vigil keys recover' restores it from a holder's copy"
            )
        }
        let damaged = RecordError(
            .unavailable,
            "key-damaged",
            "the key file '\(encryptionFile)' is damaged"
        )
        guard ProtectedKey.isProtected(line) else {
            guard let key = KeyEncryptionKey(line) else { throw damaged }
            return key
        }
        guard let sealed = ProtectedKey(line), sealed.purpose == .encryption else { throw damaged }
        let bytes = try sealed.open(by: try passphrase(isNew: false))
        guard let key = KeyEncryptionKey(bytes: bytes), key.id == sealed.name else {
            throw damaged
        }
        return key
    }

    /// Whether the key file is behind a passphrase.
    var isProtected: Bool {
        keyCommand == nil && KeyPlaces.line(encryptionFile).map(ProtectedKey.isProtected) ?? false
    }

    func passphrase(isNew: Bool) throws -> String {
        try KeyPlaces.passphrase(file: passphraseFile, given, isNew: isNew)
    }

    /// For a key that is no record's.
    static func passphrase(
        _ given: Given,
        _ environment: [String: String],
        isNew: Bool
    ) throws -> String {
        let named = environment["VIGIL_PASSPHRASE_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        return try passphrase(file: given.passphraseFile ?? named, given, isNew: isNew)
    }

    private static func passphrase(file: String?, _ given: Given, isNew: Bool) throws -> String {
        if let file { return try passphrase(file: file) }
        if let ask = given.ask { return try ask(isNew) }
        throw needsPassphrase
    }

    package static let needsPassphrase = RecordError(
        .unavailable,
        "passphrase",
        "the key is behind a passphrase, and there is no terminal to ask for it",
        hint: "give a file that holds it with --passphrase-file or VIGIL_PASSPHRASE_FILE"
    )

    /// The first line of a file.
    static func passphrase(file: String) throws -> String {
        guard let line = line(file), !line.isEmpty else {
            throw RecordError(
                .unavailable,
                "passphrase",
                "the passphrase file '\(file)' is missing, empty or cannot be read"
            )
        }
        return line
    }

    static func line(_ file: String) -> String? {
        RecordFiles.read(file).map { String($0.prefix { $0 != "\n" && $0 != "\r\n" }) }
    }

    static func folder(of file: String) -> String? {
        file.lastIndex(of: "/").map { String(file[..<$0]) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    // MARK: Replacing

    /// A key file, the one that is to follow it, and the one that it followed. At most times there is
    /// only the first.
    struct Generations {
        let current: String
        var next: String { current + ".next" }
        var retired: String { current + ".retired" }

        var isSettled: Bool { !RecordFiles.exists(next) && !RecordFiles.exists(retired) }

        /// Makes the next one current, and destroys the one before.
        func advance() throws {
            if RecordFiles.exists(current) { try RecordFiles.move(current, to: retired) }
            try RecordFiles.move(next, to: current)
            try RecordFiles.destroy(retired)
        }
    }

    var encryptionGenerations: Generations { Generations(current: encryptionFile) }
    var signingGenerations: Generations { Generations(current: signingFile) }

    /// Finishes or undoes a change of the key-encryption key that a crash cut in two. Which of them is
    /// in use stands in the keys file, whose write lock is held meanwhile.
    func settle(keysFile: String, record: Identifier) throws {
        let files = encryptionGenerations
        guard keyCommand == nil, !files.isSettled, RecordFiles.exists(keysFile) else { return }
        try KeyStore.holdingKeyInUse(at: keysFile, record: record) { wanted in
            guard let wanted else { return }
            if KeyPlaces.id(files.next) == wanted { return try files.advance() }
            // Nothing is destroyed before the key in use is seen in its place.
            guard KeyPlaces.id(files.current) == wanted else { return }
            try RecordFiles.destroy(files.next)
            try RecordFiles.destroy(files.retired)
        }
    }

    /// Finishes or undoes a change of the signing key that a crash cut in two. Which of them is in use says
    /// the log's newest checkpoint; nobody can write another meanwhile.
    func settleSigning(log: String) throws {
        let files = signingGenerations
        guard !files.isSettled, RecordFiles.exists(log) else { return }
        try EventLog.holdingNewestCheckpoint(at: log) { note in
            guard let note else { return }
            func isInUse(_ file: String) -> Bool {
                KeyPlaces.line(file).flatMap { SigningKey($0) }
                    .map { note.leaves($0.verification) } ?? false
            }
            if isInUse(files.next) { return try files.advance() }
            // Nothing is destroyed before the key in use is seen in its place.
            guard isInUse(files.current) else { return }
            try RecordFiles.destroy(files.next)
            try RecordFiles.destroy(files.retired)
        }
    }

    /// The id that a key file says it has; it can be told without the passphrase.
    private static func id(_ file: String) -> String? {
        guard let line = line(file) else { return nil }
        return ProtectedKey(line)?.name ?? KeyEncryptionKey(line)?.id
    }
}
