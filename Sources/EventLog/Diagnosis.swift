import MerkleTree
import Values

/// Which column of a row was changed, when the row no longer gives its leaf hash.
///
/// The stored leaf hash is a commitment to all columns at once, so a single changed byte can be found
/// by trying: put each byte of each column back to each of its other 255 values until the leaf fits
/// again. That is some 30,000 hashes for one row, once, and it also tells what the row was.
struct Diagnosis {
    let row: WalkedRow
    let record: Identifier
    let heads: [Identifier: LogWalk.Head]

    struct Result {
        /// The row as it was, where it could be told; else as found.
        let event: EventRow?
        let leaf: TreeHash
        let table: String
        let column: String?
        let rule: String
    }

    func result() -> Result {
        guard let event = row.event else { return unreadable }
        let stored = row.hashes.first
        let computed = leaf(of: event)
        if let computed, let stored, computed != stored, isNear(computed, stored) {
            return blame("hashes", event, computed)
        }
        // The form alone was broken: with the value that was put in its place the leaf fits.
        if let malformed = row.malformed, let stored, computed == stored {
            return blame(malformed, event, stored)
        }
        if let stored {
            for (column, candidate) in candidates(for: event)
            where leaf(of: candidate) == stored {
                return blame(column, candidate, stored)
            }
        }
        if let malformed = row.malformed {
            return blame(malformed, event, stored ?? computed ?? .empty)
        }
        if computed == nil {
            // No place for it in its stream, and no single byte explains that.
            return Result(
                event: event,
                leaf: stored ?? .empty,
                table: "event",
                column: "n",
                rule: "an event takes the next place in its stream"
            )
        }
        return Result(
            event: event,
            leaf: stored ?? .empty,
            table: "event",
            column: nil,
            rule: "an event gives its leaf hash; more than one byte of it was changed"
        )
    }

    private var unreadable: Result {
        Result(
            event: nil,
            leaf: row.hashes.first ?? .empty,
            table: "event",
            column: row.malformed,
            rule: "every column has its form"
        )
    }

    private func blame(_ column: String, _ event: EventRow, _ leaf: TreeHash) -> Result {
        Result(
            event: event,
            leaf: leaf,
            table: "event",
            column: column,
            rule: "an event gives its leaf hash; its \(column) was changed"
        )
    }

    /// The leaf of `event` in its place; nil when its stream has no such place.
    private func leaf(of event: EventRow) -> TreeHash? {
        let head = heads[event.stream]
        guard event.n == (head?.n ?? -1) + 1 else { return nil }
        return event.leafHash(record: record, prev: head?.leaf)
    }

    /// A hash of changed input has no byte in common but by chance: nearly equal hashes are one hash,
    /// changed.
    private func isNear(_ a: TreeHash, _ b: TreeHash) -> Bool {
        zip(a.bytes, b.bytes).count { $0 != $1 } <= 8
    }

    // MARK: What the row may have been

    private func candidates(
        for event: EventRow
    ) -> some Sequence<(column: String, event: EventRow)> {
        var all: [(String, EventRow)] = []
        func add(_ column: String, _ change: (inout EventRow) -> Void) {
            var candidate = event
            change(&candidate)
            all.append((column, candidate))
        }
        if let body = row.body {
            let digest = body.withUnsafeBytes { TreeHash.plain($0) }
            if event.size != body.count { add("size") { $0.size = body.count } }
            if event.sealed != digest { add("sealed") { $0.sealed = digest } }
        }
        for kind in EventKind.allCases where kind != event.kind {
            add("kind") { $0.kind = kind }
        }
        let next = (heads[event.stream]?.n ?? -1) + 1
        if next != event.n { add("n") { $0.n = next } }
        for bytes in variants(of: event.id.bytes) {
            if let id = Identifier(bytes: bytes) { add("id") { $0.id = id } }
        }
        for bytes in variants(of: event.stream.bytes) {
            guard let stream = Identifier(bytes: bytes), heads[stream] != nil || event.n == 0
            else { continue }
            add("stream") { $0.stream = stream }
        }
        for bytes in variants(of: event.unit.bytes) {
            if let unit = Identifier(bytes: bytes) { add("unit") { $0.unit = unit } }
        }
        for bytes in variants(of: Array(event.by.utf8)) where EventRow.isPseudonym(text(bytes)) {
            add("by") { $0.by = text(bytes) }
        }
        let time = withUnsafeBytes(of: event.recordedAt.milliseconds.bigEndian) { Array($0) }
        for bytes in variants(of: time) {
            let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let instant = Instant(milliseconds: Int64(bitPattern: value))
            guard instant >= Instant(milliseconds: 0), instant <= .distantFuture else { continue }
            add("recorded_at") { $0.recordedAt = instant }
        }
        let size = withUnsafeBytes(of: UInt64(event.size).bigEndian) { Array($0) }
        for bytes in variants(of: size) {
            let value = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            if value < 1 << 40 { add("size") { $0.size = Int(value) } }
        }
        for bytes in variants(of: event.sealed?.bytes ?? []) {
            add("sealed") { $0.sealed = TreeHash(bytes) }
        }
        for bytes in variants(of: event.content?.bytes ?? []) {
            add("content") { $0.content = TreeHash(bytes) }
        }
        return all.lazy.map { (column: $0.0, event: $0.1) }
    }

    /// `bytes` with one byte changed, in every way.
    private func variants(of bytes: [UInt8]) -> some Sequence<[UInt8]> {
        bytes.indices.lazy.flatMap { index in
            (UInt8.min...UInt8.max).lazy.filter { $0 != bytes[index] }.map { byte in
                var variant = bytes
                variant[index] = byte
                return variant
            }
        }
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
