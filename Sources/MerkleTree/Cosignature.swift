import Crypto
import Values

/// A witness's public key: it signs checkpoints with the time at which it saw them
/// (c2sp.org/tlog-cosignature v1, key type 0x04).
package struct WitnessKey: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// Four bytes: a hint for finding the key.
    package let id: [UInt8]
    /// 32 bytes (RFC 8032).
    package let bytes: [UInt8]

    static let cosignature: UInt8 = 4

    package init?(name: String, bytes: [UInt8]) {
        guard VerificationKey.isName(name[...]), bytes.count == 32 else { return nil }
        self.name = name
        self.bytes = bytes
        let named = Array(name.utf8) + [10, WitnessKey.cosignature] + bytes
        id = Array(SHA256.hash(data: named).prefix(4))
    }

    /// Reads the written form; nil when the key id does not fit the key.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let key = Base64.decode(parts[2]),
            key.first == WitnessKey.cosignature
        else { return nil }
        self.init(name: String(parts[0]), bytes: Array(key.dropFirst()))
        guard hexadecimal(id) == parts[1] else { return nil }
    }

    package var description: String {
        "\(name)+\(hexadecimal(id))+\(Base64.encode([WitnessKey.cosignature] + bytes))"
    }

    package func isOf(_ signature: SignedNote.Signature) -> Bool {
        signature.name == name && signature.keyID == number
    }

    /// Whether the key signed a checkpoint's text, and when; nil when it did not.
    package func seen(_ signature: SignedNote.Signature, over text: String) -> UInt64? {
        guard isOf(signature), signature.bytes.count == 72,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
        else { return nil }
        let time = signature.bytes[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let signed = Array(Cosigner.text(text, at: time).utf8)
        return key.isValidSignature(signature.bytes[8...], for: signed) ? time : nil
    }

    var number: UInt32 { id.reduce(0) { $0 << 8 | UInt32($1) } }
}

/// A witness's private key, written `PRIVATE+KEY+name+hex8+base64(0x04 || seed)`.
package struct Cosigner: Sendable {
    package let key: WitnessKey
    private let seed: [UInt8]

    package init?(name: String, seed: [UInt8]) {
        guard let pair = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed),
            let key = WitnessKey(name: name, bytes: Array(pair.publicKey.rawRepresentation))
        else { return nil }
        self.key = key
        self.seed = seed
    }

    package static func generated(name: String) -> Cosigner? {
        Cosigner(name: name, seed: Array(Curve25519.Signing.PrivateKey().rawRepresentation))
    }

    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY",
            let bytes = Base64.decode(parts[4]), bytes.first == WitnessKey.cosignature
        else { return nil }
        self.init(name: String(parts[2]), seed: Array(bytes.dropFirst()))
        guard hexadecimal(key.id) == parts[3] else { return nil }
    }

    package var written: String {
        "PRIVATE+KEY+\(key.name)+\(hexadecimal(key.id))+"
            + Base64.encode([WitnessKey.cosignature] + seed)
    }

    /// - Parameter time: seconds since 1970.
    package func cosign(_ text: String, at time: UInt64) throws -> SignedNote.Signature {
        let pair = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        let signature = try pair.signature(for: Array(Cosigner.text(text, at: time).utf8))
        let stamp = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: time >> UInt64($0))
        }
        return SignedNote.Signature(
            name: key.name,
            keyID: key.number,
            bytes: stamp + Array(signature)
        )
    }

    static func text(_ checkpoint: String, at time: UInt64) -> String {
        "cosignature/v1\ntime \(time)\n" + checkpoint
    }
}
