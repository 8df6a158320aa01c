package import MerkleTree
package import Values

/// A leaf's text, read as docs/LOG_FORMAT.md §3.1 says it is written. The verifier's own reading: it
/// shares nothing with the log's writing.
package struct PackLeaf: Hashable, Sendable {
    package let position: Int64
    package let log: Identifier
    package let id: Identifier
    package let stream: Identifier
    package let n: Int64
    package let kind: String
    package let at: Instant
    package let by: String
    package let unit: Identifier
    package let prev: TreeHash?
    package let size: Int64
    package let sealed: TreeHash?
    package let content: TreeHash?
    package let hash: TreeHash

    /// Nil for a text that no log has as a leaf.
    init?(_ text: ArraySlice<UInt8>, at position: Int64) {
        guard var lines = PackLines(text), lines.line() == "vigil-event/v1",
            let log = lines.id("log"), let id = lines.id("id"), let stream = lines.id("stream"),
            let n = lines.number("n"), let kind = lines.value("kind"),
            ["entry", "access", "service", "governance", "erasure"].contains(kind),
            let time = lines.value("at"), let at = Instant(time),
            at.description.utf8.elementsEqual(time.utf8), at.milliseconds >= 0,
            let by = lines.value("by"), PackLeaf.isPseudonym(by), let unit = lines.id("unit"),
            let prev = lines.value("prev").flatMap(PackLeaf.hash),
            let size = lines.number("size"),
            let sealed = lines.value("sealed").flatMap(PackLeaf.hash),
            let content = lines.value("content").flatMap(PackLeaf.hash), lines.isEmpty,
            (n == 0) == (prev.hash == nil), (size == 0) == (kind == "erasure"),
            (size == 0) == (sealed.hash == nil), (size == 0) == (content.hash == nil)
        else { return nil }
        self.position = position
        self.log = log
        self.id = id
        self.stream = stream
        self.n = n
        self.kind = kind
        self.at = at
        self.by = by
        self.unit = unit
        self.prev = prev.hash
        self.size = size
        self.sealed = sealed.hash
        self.content = content.hash
        hash = .leaf(Array(text))
    }

    private struct Written { let hash: TreeHash? }

    /// A hash, or a hyphen for none.
    private static func hash(_ text: String) -> Written? {
        if text == "-" { return Written(hash: nil) }
        return TreeHash(base64: text).map { Written(hash: $0) }
    }

    private static func isPseudonym(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == 45
            }
    }
}
