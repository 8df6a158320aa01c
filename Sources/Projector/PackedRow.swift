package import Values

/// The columns of `event`, in their order.
package enum EventColumn: Int, CaseIterable, Sendable {
    case position, id, caseID, caseReference, kind, n, unit, type, schema, data, standing, first,
        correctedBy, recordedAt, by, role, onBehalfOf, occurredFrom, occurredTo, precision,
        subjects, thirdParties, source, confidentiality, correlation, cause, lateReason

    static let count = allCases.count
    static let names = [
        "position", "id", "case_id", "case_ref", "kind", "n", "unit", "type", "schema", "data",
        "standing", "first", "corrected_by", "recorded_at", "by", "role", "on_behalf_of",
        "occurred_from", "occurred_to", "precision", "subjects", "third_parties", "source",
        "confidentiality", "correlation", "cause", "late_reason",
    ]
}

/// A row in one piece of memory: where each column ends, with the highest bit set for NULL, then the
/// texts one after the other, each with a zero byte behind it as C wants it. An integer is eight bytes among
/// them.
///
/// As memory and not as an array, because SQLite is handed addresses that stay good while a row stands.
struct PackedRow {
    private let memory: UnsafeRawPointer
    fileprivate static let null: UInt32 = 1 << 31
    fileprivate static let head = EventColumn.count * MemoryLayout<UInt32>.size

    fileprivate init(_ ends: [UInt32], _ texts: [UInt8]) {
        let memory = UnsafeMutableRawPointer.allocate(
            byteCount: PackedRow.head + texts.count,
            alignment: MemoryLayout<UInt32>.alignment
        )
        let buffer = UnsafeMutableRawBufferPointer(
            start: memory,
            count: PackedRow.head + texts.count
        )
        ends.withUnsafeBytes { buffer.copyMemory(from: $0) }
        texts.withUnsafeBytes {
            UnsafeMutableRawBufferPointer(rebasing: buffer[PackedRow.head...]).copyMemory(from: $0)
        }
        self.memory = UnsafeRawPointer(memory)
    }

    func free() { memory.deallocate() }

    private func end(_ column: Int) -> UInt32 {
        memory.load(fromByteOffset: column * MemoryLayout<UInt32>.size, as: UInt32.self)
    }

    func isNull(_ column: EventColumn) -> Bool { end(column.rawValue) & PackedRow.null != 0 }

    /// What stands in a column, without the zero byte behind it; nil for NULL.
    func bytes(_ column: EventColumn) -> UnsafeRawBufferPointer? {
        let end = end(column.rawValue)
        guard end & PackedRow.null == 0 else { return nil }
        let start = column == .position ? 0 : self.end(column.rawValue - 1) & ~PackedRow.null
        return UnsafeRawBufferPointer(
            start: memory + PackedRow.head + Int(start),
            count: Int(end - start) - 1
        )
    }

    func text(_ column: EventColumn) -> String? {
        bytes(column).map { String(decoding: $0, as: UTF8.self) }
    }

    func integer(_ column: EventColumn) -> Int64 {
        bytes(column)?.loadUnaligned(as: Int64.self) ?? 0
    }

    /// All of it.
    var bytes: UnsafeRawBufferPointer {
        let end = Int(end(EventColumn.count - 1) & ~PackedRow.null)
        return UnsafeRawBufferPointer(start: memory, count: PackedRow.head + end)
    }
}

/// Writes rows, one after the other, each column in its order; those left out are NULL.
package struct EventWriter {
    private var ends: [UInt32] = []
    private var texts: [UInt8] = []

    package init() {
        ends.reserveCapacity(EventColumn.count)
        texts.reserveCapacity(1024)
    }

    /// Has `body` append the column's text.
    package mutating func write(_ column: EventColumn, _ body: (inout [UInt8]) -> Void) {
        leave(before: column.rawValue)
        body(&texts)
        texts.append(0)
        ends.append(UInt32(texts.count))
    }

    package mutating func write(_ column: EventColumn, _ text: String?) {
        guard var text else { return }
        write(column) { texts in text.withUTF8 { texts.append(contentsOf: $0) } }
    }

    package mutating func write(_ column: EventColumn, _ number: Int64?) {
        guard let number else { return }
        write(column) { texts in
            withUnsafeBytes(of: number) { texts.append(contentsOf: $0) }
        }
    }

    package mutating func write(_ column: EventColumn, _ id: Identifier?) {
        guard let id else { return }
        write(column) { id.append(to: &$0) }
    }

    package mutating func write(_ column: EventColumn, _ instant: Instant?) {
        guard let instant else { return }
        write(column) { instant.append(to: &$0) }
    }

    /// Ends the row, and is ready for the next.
    package mutating func event(of caseID: Identifier?) -> ProjectionEvent {
        ProjectionEvent(caseID, row())
    }

    mutating func row() -> PackedRow {
        leave(before: EventColumn.count)
        defer {
            ends.removeAll(keepingCapacity: true)
            texts.removeAll(keepingCapacity: true)
        }
        return PackedRow(ends, texts)
    }

    private mutating func leave(before column: Int) {
        while ends.count < column { ends.append(UInt32(texts.count) | PackedRow.null) }
    }
}
