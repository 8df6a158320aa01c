import Crypto
import FoundationEssentials
import Values

/// The key that wraps unit keys. Kept outside the record, so that a copied folder cannot be read.
package struct KeyEncryptionKey: Sendable {
    private let key: SymmetricKey
    /// Eight hexadecimal digits that name the key without telling anything of it.
    package let id: String

    private static let prefix = "VIGIL+KEK+"

    /// 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
        let named = Array("vigil-kek/v1\n".utf8) + bytes
        id = hexadecimal(Array(SHA256.hash(data: named)).prefix(4))
    }

    /// Reads the written form, `VIGIL+KEK+<id>+<base64>`; nil when the id does not fit the key.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "+", maxSplits: 3)
        guard parts.count == 4, parts[0] == "VIGIL", parts[1] == "KEK",
            let bytes = Base64.decode(parts[3])
        else { return nil }
        self.init(bytes: bytes)
        guard id == parts[2] else { return nil }
    }

    package static func generated() -> KeyEncryptionKey? {
        KeyEncryptionKey(bytes: SymmetricKey(size: .bits256).withUnsafeBytes(Array.init))
    }

    /// One line, without its newline.
    package var written: String { "\(Self.prefix)\(id)+\(Base64.encode(bytes))" }

    package var bytes: [UInt8] { key.withUnsafeBytes(Array.init) }

    func wrap(_ unitKey: SymmetricKey, binding: [UInt8]) throws -> Data {
        let bytes = unitKey.withUnsafeBytes(Array.init)
        let box = try AES.GCM.seal(bytes, using: key, authenticating: binding)
        return Data(box.nonce) + box.ciphertext + box.tag
    }

    func unwrap(_ wrapped: Data, binding: [UInt8]) -> SymmetricKey? {
        guard let box = try? AES.GCM.SealedBox(combined: wrapped),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: binding)
        else { return nil }
        return SymmetricKey(data: bytes)
    }
}
