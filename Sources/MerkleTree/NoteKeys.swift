import Crypto
import Values

/// A public Ed25519 key with its name: `name+hex8(key id)+base64(0x01 || key)`.
package struct VerificationKey: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// A hint for finding the key, not a secure hash of it.
    package let id: UInt32
    /// 32 bytes (RFC 8032).
    package let bytes: [UInt8]

    static let ed25519: UInt8 = 1

    package init?(name: String, bytes: [UInt8]) {
        guard VerificationKey.isName(name[...]), bytes.count == 32 else { return nil }
        self.name = name
        self.bytes = bytes
        let hashed = Array(name.utf8) + [10, VerificationKey.ed25519] + bytes
        id = hashed.withUnsafeBytes { TreeHash.plain($0) }.bytes[..<4].reduce(0) {
            $0 << 8 | UInt32($1)
        }
    }

    /// Reads the written form; nil when the key id does not fit the key.
    package init?(_ text: some StringProtocol) {
        // Base64 holds `+` too, so only the first two divide.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let key = Base64.decode(parts[2]), key.first == Self.ed25519
        else { return nil }
        self.init(name: String(parts[0]), bytes: Array(key.dropFirst()))
        guard hexadecimal(id) == parts[1] else { return nil }
    }

    package var description: String {
        "\(name)+\(hexadecimal(id))+\(Base64.encode([Self.ed25519] + bytes))"
    }

    package static func isName(_ name: Substring) -> Bool {
        !name.isEmpty && !name.contains("+")
            && !name.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x20 }
    }

    func accepts(_ signature: [UInt8], over text: String) -> Bool {
        guard signature.count == 64,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return false }
        return key.isValidSignature(signature, for: Array(text.utf8))
    }
}

/// A private Ed25519 key with its name, written as Go's note package writes it:
/// `PRIVATE+KEY+name+hex8+base64(0x01 || seed)`.
package struct SigningKey: Sendable {
    package let verification: VerificationKey
    private let seed: [UInt8]

    /// 32 bytes of seed, from a good source of randomness.
    package init?(name: String, seed: [UInt8]) {
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let verification = VerificationKey(
                name: name,
                bytes: Array(key.publicKey.rawRepresentation)
            )
        else { return nil }
        self.verification = verification
        self.seed = seed
    }

    package static func generated(name: String) -> SigningKey? {
        SigningKey(name: name, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    /// Reads the written form; nil when the key id does not fit the key.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY",
            let bytes = Base64.decode(parts[4]), bytes.first == VerificationKey.ed25519
        else { return nil }
        self.init(name: String(parts[2]), seed: Array(bytes.dropFirst()))
        guard hexadecimal(verification.id) == parts[3] else { return nil }
    }

    package var written: String {
        let key = Base64.encode([VerificationKey.ed25519] + seed)
        return "PRIVATE+KEY+\(verification.name)+\(hexadecimal(verification.id))+\(key)"
    }

    /// `text` ends in a newline. On Apple's systems two signatures of one text differ; never compare
    /// their bytes.
    package func sign(_ text: String) throws -> SignedNote.Signature {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        return SignedNote.Signature(
            name: verification.name,
            keyID: verification.id,
            bytes: Array(try key.signature(for: Array(text.utf8)))
        )
    }
}

private func hexadecimal(_ id: UInt32) -> String {
    Values.hexadecimal(
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: id >> UInt32($0)) }
    )
}
