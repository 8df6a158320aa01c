/// The shape of an RFC 6962 tree over stored hashes of perfect subtrees.
///
/// A perfect subtree on level L covers 2^L leaves and never changes once complete, so that is what is
/// stored, with the leaf that completes it. Roots and proofs of any size are put together from at
/// most two such hashes a level. Nothing here knows where they are stored.
package struct MerkleTree<Failure: Error> {
    /// The hash of the perfect subtree `index` on `level`, which must be complete.
    package typealias Subtree = (_ level: Int, _ index: UInt64) throws(Failure) -> TreeHash

    private let subtree: Subtree

    package init(subtree: @escaping Subtree) { self.subtree = subtree }

    /// The root of the first `size` leaves.
    package func root(of size: TreeSize) throws(Failure) -> TreeHash {
        guard size.count > 0 else { return .empty }
        return try hash(from: 0, to: size.count)
    }

    /// The siblings of a leaf on its way up to the root (RFC 6962 §2.1.1), nearest first.
    ///
    /// - Precondition: `index` lies in the tree; callers take it from the log.
    package func inclusionProof(
        of index: LeafIndex,
        in size: TreeSize
    ) throws(Failure) -> InclusionProof {
        var path: [TreeHash] = []
        var from: UInt64 = 0
        var to = size.count
        while to - from > 1 {
            let middle = from + split(to - from)
            if index.value < middle {
                path.append(try hash(from: middle, to: to))
                to = middle
            } else {
                path.append(try hash(from: from, to: middle))
                from = middle
            }
        }
        return InclusionProof(index: index, size: size, path: path.reversed())
    }

    /// What shows that the tree of `first` leaves is a prefix of the tree of `second` (§2.1.2).
    package func consistencyProof(
        from first: TreeSize,
        to second: TreeSize
    ) throws(Failure) -> ConsistencyProof {
        var path: [TreeHash] = []
        var from: UInt64 = 0
        var to = second.count
        // Whether the part in hand is a whole old tree, whose root the verifier has already.
        var isOldTree = true
        while first.count > 0, first.count != to {
            let middle = from + split(to - from)
            if first.count <= middle {
                path.append(try hash(from: middle, to: to))
                to = middle
            } else {
                path.append(try hash(from: from, to: middle))
                from = middle
                isOldTree = false
            }
        }
        if !isOldTree { path.append(try hash(from: from, to: to)) }
        return ConsistencyProof(first: first, second: second, path: path.reversed())
    }

    /// The hash over leaves `from..<to`, where `from` is aligned as the recursion leaves it.
    private func hash(from: UInt64, to: UInt64) throws(Failure) -> TreeHash {
        let count = to - from
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try subtree(level, from >> UInt64(level))
        }
        let middle = from + split(count)
        return .node(try hash(from: from, to: middle), try hash(from: middle, to: to))
    }

    /// The largest power of two strictly smaller than `count`, which is at least 2.
    private func split(_ count: UInt64) -> UInt64 {
        1 << UInt64(63 - (count - 1).leadingZeroBitCount)
    }
}

/// The right edge of a growing tree: the roots of its perfect subtrees, largest first.
package struct TreeFrontier: Sendable, Equatable {
    package private(set) var size: TreeSize
    private var peaks: [TreeHash]

    package static let empty = TreeFrontier(size: TreeSize(0), peaks: [])

    package init(size: TreeSize, peaks: [TreeHash]) {
        self.size = size
        self.peaks = peaks
    }

    /// Appends a leaf and returns the perfect subtrees that it completes, the leaf itself first.
    package mutating func append(_ leaf: TreeHash) -> [TreeHash] {
        var completed = [leaf]
        var hash = leaf
        var rest = size.count
        while rest & 1 == 1 {
            hash = .node(peaks.removeLast(), hash)
            completed.append(hash)
            rest >>= 1
        }
        peaks.append(hash)
        size = TreeSize(size.count + 1)
        return completed
    }

    package var root: TreeHash {
        guard var hash = peaks.last else { return .empty }
        for peak in peaks.dropLast().reversed() { hash = .node(peak, hash) }
        return hash
    }
}
