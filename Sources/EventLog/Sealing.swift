import Crypto
import FoundationEssentials
import MerkleTree
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How a payload becomes bytes that only its unit's key opens (docs/LOG_FORMAT.md §4).
///
/// Plaintext is 32 random bytes of salt and the payload, padded with spaces to a multiple of 64 bytes so
/// that the length says little. The body is nonce, ciphertext and tag of AES-256-GCM; what the row
/// says of the event is its associated data, so that no body opens in another row. GCM does not
/// commit to its plaintext, so the row keeps a hash of it as well.
package enum Sealing {
    static let saltCount = 32
    static let nonceCount = 12
    static let tagCount = 16
    static let block = 64
    /// What one event takes of the random bytes it is sealed with.
    static let randomCount = saltCount + nonceCount

    struct Sealed {
        let body: [UInt8]
        let sealed: TreeHash
        let content: TreeHash
        /// What the leaf's text begins with.
        let associatedData: [UInt8]
    }

    package enum Failure: Error, Equatable, Sendable {
        /// The key does not open this body in this row.
        case doesNotOpen
        /// It opens to something else than the row committed to.
        case otherContent
    }

    /// `random` has `randomCount` bytes used for nothing else.
    static func seal(
        _ payload: [UInt8],
        key: SymmetricKey,
        associatedData: [UInt8],
        random: ArraySlice<UInt8>
    ) throws -> Sealed {
        let padding = (block - payload.count % block) % block
        var plaintext = [UInt8]()
        plaintext.reserveCapacity(saltCount + payload.count + padding)
        plaintext.append(contentsOf: random.prefix(saltCount))
        plaintext.append(contentsOf: payload)
        plaintext.append(contentsOf: repeatElement(UInt8(ascii: " "), count: padding))
        let nonce = try AES.GCM.Nonce(data: random.dropFirst(saltCount).prefix(nonceCount))
        let box = try AES.GCM.seal(
            plaintext,
            using: key,
            nonce: nonce,
            authenticating: associatedData
        )
        var body = [UInt8]()
        body.reserveCapacity(nonceCount + plaintext.count + tagCount)
        body.append(contentsOf: random.dropFirst(saltCount).prefix(nonceCount))
        body.append(contentsOf: box.ciphertext)
        body.append(contentsOf: box.tag)
        return Sealed(
            body: body,
            sealed: body.withUnsafeBytes { .plain($0) },
            content: plaintext.withUnsafeBytes { .plain($0) },
            associatedData: associatedData
        )
    }

    /// The plaintext, salt and padding included; `payload(of:)` strips them.
    static func open(
        _ body: [UInt8],
        key: SymmetricKey,
        associatedData: [UInt8],
        content: TreeHash?
    ) throws(Failure) -> Data {
        guard body.count >= nonceCount + saltCount + tagCount,
            let box = try? AES.GCM.SealedBox(combined: body),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: associatedData)
        else { throw .doesNotOpen }
        guard plaintext.withUnsafeBytes({ TreeHash.plain($0) }) == content else {
            throw .otherContent
        }
        return plaintext
    }

    /// Parses the payload that follows the salt; the padding is white space to a JSON parser.
    static func payload(of plaintext: Data) -> Result<JSON, JSONError> {
        plaintext.withUnsafeBytes { raw in
            let bytes = UnsafeRawBufferPointer(rebasing: raw[saltCount...])
            return JSON.parse(buffer: bytes.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// Random bytes for `count` events, from the system's generator, 256 at a time: Swift's asks for
    /// eight, which costs more than sealing does.
    static func random(for count: Int) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count * randomCount)
        try bytes.withUnsafeMutableBytes { buffer in
            for start in stride(from: 0, to: buffer.count, by: 256) {
                let part = UnsafeMutableRawBufferPointer(
                    rebasing: buffer[start..<min(start + 256, buffer.count)]
                )
                guard let base = part.baseAddress, getentropy(base, part.count) == 0 else {
                    throw LogError.unavailable("the system gives no random bytes")
                }
            }
        }
        return bytes
    }
}
