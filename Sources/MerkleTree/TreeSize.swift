/// How many leaves a tree has. A count, not a place: the leaf at `LeafIndex` n is in every tree of a
/// size above n.
package struct TreeSize: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let count: UInt64

    package init(_ count: UInt64) { self.count = count }

    package static func < (a: TreeSize, b: TreeSize) -> Bool { a.count < b.count }

    package var description: String { String(count) }

    /// Levels of the perfect subtrees that make up a tree of this size, largest first, each with the
    /// index of its subtree on that level.
    package var peaks: [(level: Int, index: UInt64)] {
        var peaks: [(Int, UInt64)] = []
        for level in (0..<64).reversed() where count >> UInt64(level) & 1 == 1 {
            peaks.append((level, count >> UInt64(level) - 1))
        }
        return peaks
    }
}

/// Which leaf: 0 for the first. A log's position less one.
package struct LeafIndex: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let value: UInt64

    package init(_ value: UInt64) { self.value = value }

    package static func < (a: LeafIndex, b: LeafIndex) -> Bool { a.value < b.value }

    package var description: String { String(value) }
}
