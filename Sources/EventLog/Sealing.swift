import Crypto
import FoundationEssentials
import MerkleTree
import Values

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
            content: plaintext.withUnsafeBytes { .plain($0) }
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
            let nonce = try? AES.GCM.Nonce(data: body[..<nonceCount]),
            let box = try? AES.GCM.SealedBox(
                nonce: nonce,
                ciphertext: body[nonceCount..<(body.count - tagCount)],
                tag: body[(body.count - tagCount)...]
            ),
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

    /// Random bytes for `count` events, in one call.
    static func random(for count: Int) -> [UInt8] {
        // A symmetric key is what swift-crypto fills from the system's generator in one call.
        SymmetricKey(size: .init(bitCount: count * randomCount * 8)).withUnsafeBytes(Array.init)
    }
}
