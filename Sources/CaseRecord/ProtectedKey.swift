import Crypto
import CryptoExtras
import FoundationEssentials
import Values

/// A key in a file that only a passphrase opens: one line of words,
///
///     vigil-protected-key/v1 <purpose> <name> <N> <r> <p> <salt> <sealed>
///
/// `sealed` is nonce, ciphertext and tag of AES-256-GCM under scrypt(passphrase, salt, N, r, p), with the
/// line's beginning through the salt as associated data. What stands before can be read by anybody.
struct ProtectedKey: Sendable {
    enum Purpose: String {
        case encryption = "key-encryption"
        case holder
    }

    let purpose: Purpose
    /// The key's id, which tells nothing of it.
    let name: String
    private let cost: (rounds: Int, blockSize: Int, parallelism: Int)
    private let salt: [UInt8]
    private let sealed: [UInt8]

    private static let mark = "vigil-protected-key/v1"
    /// 128 MiB and some tenths of a second, as OWASP's sheet for stored passwords recommends.
    private static let rounds = 1 << 17

    static func isProtected(_ line: String) -> Bool { line.hasPrefix(mark + " ") }

    /// Reads a line; nil when it is not one. Costs that nobody would have written are refused, so that a
    /// changed file cannot take all memory.
    init?(_ line: String) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 8, words[0] == Self.mark,
            let purpose = Purpose(rawValue: "\(words[1])"),
            let rounds = Int(words[3]), let blockSize = Int(words[4]),
            let parallelism = Int(words[5]), rounds.nonzeroBitCount == 1,
            (1 << 14...1 << 20).contains(rounds), (1...16).contains(blockSize),
            (1...4).contains(parallelism), let salt = Base64.decode(words[6]),
            let sealed = Base64.decode(words[7])
        else { return nil }
        self.purpose = purpose
        name = String(words[2])
        cost = (rounds, blockSize, parallelism)
        self.salt = salt
        self.sealed = sealed
    }

    private static func head(_ words: [String]) -> [UInt8] {
        Array(words.joined(separator: " ").utf8)
    }

    private var head: [UInt8] {
        Self.head([
            Self.mark, purpose.rawValue, name, "\(cost.rounds)", "\(cost.blockSize)",
            "\(cost.parallelism)", Base64.encode(salt),
        ])
    }

    /// - Returns: the file's text.
    static func protect(
        _ key: [UInt8],
        named name: String,
        by passphrase: String,
        as purpose: Purpose
    ) throws -> String {
        let salt = SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)
        let words = [
            mark, purpose.rawValue, name, "\(rounds)", "8", "1", Base64.encode(salt),
        ]
        let box = try AES.GCM.seal(
            key,
            using: try derived(passphrase, salt, (rounds, 8, 1)),
            authenticating: head(words)
        )
        let sealed = Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        return (words + [Base64.encode(sealed)]).joined(separator: " ") + "\n"
    }

    func open(by passphrase: String) throws -> [UInt8] {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(
                box,
                using: try Self.derived(passphrase, salt, cost),
                authenticating: head
            )
        else {
            throw RecordError(
                .unavailable,
                "passphrase",
                "the passphrase does not open key \(name), or its file was changed"
            )
        }
        return Array(bytes)
    }

    private static func derived(
        _ passphrase: String,
        _ salt: [UInt8],
        _ cost: (rounds: Int, blockSize: Int, parallelism: Int)
    ) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Array(passphrase.utf8),
            salt: salt,
            outputByteCount: 32,
            rounds: cost.rounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
    }
}
