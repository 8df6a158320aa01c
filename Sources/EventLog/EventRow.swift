package import MerkleTree
package import Values

/// One event as the log keeps it: the columns of table `event`, nothing opened.
package struct EventRow: Sendable, Equatable {
    /// 1-based and gapless; one more than the leaf's index in the tree.
    package var position: Int64
    package var id: Identifier
    package var stream: Identifier
    /// 0-based in the stream.
    package var n: Int64
    package var kind: EventKind
    package var recordedAt: Instant
    /// Pseudonym of who recorded it: 1 to 64 of `a-z 0-9 -`.
    package var by: String
    package var unit: Identifier
    /// Bytes of the sealed body; 0 when the event has none.
    package var size: Int
    /// SHA-256 of the sealed body; nil when the event has none.
    package var sealed: TreeHash?
    /// SHA-256 of the plaintext, salt included; nil when the event has none.
    package var content: TreeHash?

    package static func isPseudonym(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
            }
    }
}

/// An event with what it needs to be opened and placed.
package struct StoredEvent: Sendable {
    package let row: EventRow
    /// Nonce, ciphertext and tag; nil when the event has none or its unit was erased.
    package let body: [UInt8]?
    /// Its leaf hash as stored.
    package let leaf: TreeHash

    package init(row: EventRow, body: [UInt8]?, leaf: TreeHash) {
        self.row = row
        self.body = body
        self.leaf = leaf
    }
}

// MARK: - Leaf

extension EventRow {
    /// The text that the leaf hash covers (docs/LOG_FORMAT.md §3), in a fixed order, one line a
    /// value, every line ending in a newline.
    func leafText(record: Identifier, prev: TreeHash?) -> [UInt8] {
        associatedData(record: record) + leafEnd(prev: prev)
    }

    /// The leaf text through the line `unit`: what sealing binds the body to.
    func associatedData(record: Identifier) -> [UInt8] {
        var text = TextBuffer(capacity: 288 + by.utf8.count)
        text.append("vigil-event/v1\nlog ")
        text.append(record)
        text.append("\nid ")
        text.append(id)
        text.append("\nstream ")
        text.append(stream)
        text.append("\nn ")
        text.append(String(n))
        text.append("\nkind ")
        text.append(kind.rawValue)
        text.append("\nat ")
        text.append(recordedAt)
        text.append("\nby ")
        text.append(by)
        text.append("\nunit ")
        text.append(unit)
        text.append("\n")
        return text.bytes
    }

    /// The lines behind `unit`.
    private func leafEnd(prev: TreeHash?) -> [UInt8] {
        var text = TextBuffer(capacity: 192)
        text.append("prev ")
        text.append(prev)
        text.append("\nsize ")
        text.append(String(size))
        text.append("\nsealed ")
        text.append(sealed)
        text.append("\ncontent ")
        text.append(content)
        text.append("\n")
        return text.bytes
    }

    func leafHash(record: Identifier, prev: TreeHash?) -> TreeHash {
        leafHash(associatedData: associatedData(record: record), prev: prev)
    }

    /// The same for a caller who has the text's beginning already.
    func leafHash(associatedData: [UInt8], prev: TreeHash?) -> TreeHash {
        .leaf(associatedData, leafEnd(prev: prev))
    }
}

/// Text put together in place: each append of an array checks that it is its only owner, and a leaf has
/// some two dozen.
private struct TextBuffer: ~Copyable {
    private let base: UnsafeMutablePointer<UInt8>
    private let capacity: Int
    private var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    mutating func append(_ text: StaticString) {
        add(text.utf8Start, text.utf8CodeUnitCount)
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            if let start = utf8.baseAddress { add(start, utf8.count) }
        }
    }

    mutating func append(_ id: Identifier) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Identifier.textCount) { buffer in
            id.write(to: buffer)
            if let start = buffer.baseAddress { add(start, Identifier.textCount) }
        }
    }

    mutating func append(_ instant: Instant) {
        var text: [UInt8] = []
        text.reserveCapacity(24)
        instant.append(to: &text)
        text.withUnsafeBufferPointer { if let start = $0.baseAddress { add(start, $0.count) } }
    }

    mutating func append(_ hash: TreeHash?) {
        guard let hash else {
            append("-")
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 44) { buffer in
            hash.withUnsafeBytes { Base64.encode($0, into: buffer) }
            if let start = buffer.baseAddress { add(start, 44) }
        }
    }

    private mutating func add(_ start: UnsafePointer<UInt8>, _ length: Int) {
        precondition(count + length <= capacity, "a leaf's text has a greatest length")
        (base + count).update(from: start, count: length)
        count += length
    }
}
