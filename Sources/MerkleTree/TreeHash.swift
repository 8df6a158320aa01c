import Crypto
import Values

/// A SHA-256 hash in an RFC 6962 tree: of a leaf, of a node, or of a whole tree (its root).
///
/// Four integers rather than an array, so that a tree of ten million leaves is walked without
/// allocating.
package struct TreeHash: Hashable, Sendable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Exactly 32 bytes.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == TreeHash.byteCount else { return nil }
        self.init(unchecked: Array(bytes))
    }

    private init(unchecked bytes: [UInt8]) {
        words = bytes.withUnsafeBytes { raw in
            (
                raw.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
                raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            )
        }
    }

    /// `pointer` has 32 readable bytes.
    package init(reading pointer: UnsafeRawPointer) {
        words = (
            pointer.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
            pointer.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
            pointer.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
            pointer.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        )
    }

    private init(_ digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { raw in
            // A SHA-256 digest always has 32 bytes at an address.
            TreeHash(reading: raw.baseAddress.unsafelyUnwrapped)
        }
    }

    package static let byteCount = 32

    package var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    package func withUnsafeBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        Swift.withUnsafeBytes(of: words) { body($0) }
    }

    package static func == (a: TreeHash, b: TreeHash) -> Bool { a.words == b.words }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
    }
}

// MARK: - Hashing (RFC 6962 §2.1)

extension TreeHash {
    /// The root of a tree without leaves: SHA-256 of nothing.
    package static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

    /// `SHA-256(0x00 || entry)`. The prefix keeps a node from being passed off as a leaf.
    package static func leaf(_ entry: UnsafeRawBufferPointer) -> TreeHash {
        var hasher = SHA256()
        Swift.withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
        hasher.update(bufferPointer: entry)
        return TreeHash(hasher.finalize())
    }

    package static func leaf(_ entry: [UInt8]) -> TreeHash {
        entry.withUnsafeBytes { leaf($0) }
    }

    /// The leaf of an entry in two pieces.
    package static func leaf(_ beginning: [UInt8], _ end: [UInt8]) -> TreeHash {
        var hasher = SHA256()
        Swift.withUnsafeBytes(of: UInt8(0)) { hasher.update(bufferPointer: $0) }
        beginning.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        end.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return TreeHash(hasher.finalize())
    }

    /// `SHA-256(0x01 || left || right)`.
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
            buffer[0] = 1
            left.withUnsafeBytes { buffer[1..<33].copyBytes(from: $0) }
            right.withUnsafeBytes { buffer[33..<65].copyBytes(from: $0) }
            return plain(UnsafeRawBufferPointer(buffer))
        }
    }

    /// SHA-256 of bytes that are no tree's leaf or node.
    package static func plain(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
        var hasher = SHA256()
        hasher.update(bufferPointer: bytes)
        return TreeHash(hasher.finalize())
    }
}

extension UnsafeMutableRawBufferPointer.SubSequence {
    fileprivate func copyBytes(from source: UnsafeRawBufferPointer) {
        UnsafeMutableRawBufferPointer(rebasing: self).copyMemory(from: source)
    }
}

extension TreeHash: CustomStringConvertible {
    /// Base64, as in checkpoints and leaves.
    package var description: String { Base64.encode(bytes) }

    /// Reads canonical base64 of 32 bytes.
    package init?(base64: some StringProtocol) {
        guard let bytes = Base64.decode(base64) else { return nil }
        self.init(bytes)
    }
}
