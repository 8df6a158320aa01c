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
        var text = associatedData(record: record)
        text.append(contentsOf: "prev ".utf8)
        EventRow.append(prev, to: &text)
        text.append(contentsOf: "size ".utf8)
        text.append(contentsOf: String(size).utf8)
        text.append(contentsOf: "\nsealed ".utf8)
        EventRow.append(sealed, to: &text)
        text.append(contentsOf: "content ".utf8)
        EventRow.append(content, to: &text)
        return text
    }

    /// The leaf text through the line `unit`: what sealing binds the body to.
    func associatedData(record: Identifier) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(512)
        text.append(contentsOf: "vigil-event/v1\nlog ".utf8)
        record.append(to: &text)
        text.append(contentsOf: "\nid ".utf8)
        id.append(to: &text)
        text.append(contentsOf: "\nstream ".utf8)
        stream.append(to: &text)
        text.append(contentsOf: "\nn ".utf8)
        text.append(contentsOf: String(n).utf8)
        text.append(contentsOf: "\nkind ".utf8)
        text.append(contentsOf: kind.rawValue.utf8)
        text.append(contentsOf: "\nat ".utf8)
        recordedAt.append(to: &text)
        text.append(contentsOf: "\nby ".utf8)
        text.append(contentsOf: by.utf8)
        text.append(contentsOf: "\nunit ".utf8)
        unit.append(to: &text)
        text.append(UInt8(ascii: "\n"))
        return text
    }

    func leafHash(record: Identifier, prev: TreeHash?) -> TreeHash {
        .leaf(leafText(record: record, prev: prev))
    }

    private static func append(_ hash: TreeHash?, to text: inout [UInt8]) {
        if let hash {
            hash.withUnsafeBytes { Base64.append($0, to: &text) }
        } else {
            text.append(UInt8(ascii: "-"))
        }
        text.append(UInt8(ascii: "\n"))
    }
}
