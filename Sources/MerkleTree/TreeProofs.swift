/// Why a proof proves nothing.
package enum ProofError: Error, Hashable, Sendable {
    case indexOutsideTree
    /// No proof of this length exists for these sizes: a hash too few or too many.
    case wrongLength
    case sizesReversed
    case rootDiffers
}

/// That a leaf is in a tree. The claimed size is not proven by it: take size and root from a
/// checkpoint whose signature was checked.
package struct InclusionProof: Hashable, Sendable {
    package let index: LeafIndex
    package let size: TreeSize
    package let path: [TreeHash]

    package init(index: LeafIndex, size: TreeSize, path: [TreeHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// The loop of RFC 9162 §2.1.3.2.
    package func verify(leaf: TreeHash, root: TreeHash) throws(ProofError) {
        guard index.value < size.count else { throw .indexOutsideTree }
        var fn = index.value
        var sn = size.count - 1
        var hash = leaf
        for sibling in path {
            guard sn != 0 else { throw .wrongLength }
            if fn & 1 == 1 || fn == sn {
                hash = .node(sibling, hash)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            fn >>= 1
            sn >>= 1
        }
        guard sn == 0 else { throw .wrongLength }
        guard hash == root else { throw .rootDiffers }
    }
}

/// That an older tree is a prefix of a newer one.
package struct ConsistencyProof: Hashable, Sendable {
    package let first: TreeSize
    package let second: TreeSize
    package let path: [TreeHash]

    package init(first: TreeSize, second: TreeSize, path: [TreeHash]) {
        self.first = first
        self.second = second
        self.path = path
    }

    /// The loop of RFC 9162 §2.1.4.2.
    package func verify(firstRoot: TreeHash, secondRoot: TreeHash) throws(ProofError) {
        guard first.count > 0, first <= second else { throw .sizesReversed }
        if first == second {
            guard path.isEmpty else { throw .wrongLength }
            guard firstRoot == secondRoot else { throw .rootDiffers }
            return
        }
        var path = path[...]
        if first.count & (first.count - 1) == 0 { path = [firstRoot] + path }
        guard let start = path.popFirst() else { throw .wrongLength }
        var fn = first.count - 1
        var sn = second.count - 1
        while fn & 1 == 1 {
            fn >>= 1
            sn >>= 1
        }
        var old = start
        var new = start
        for hash in path {
            guard sn != 0 else { throw .wrongLength }
            if fn & 1 == 1 || fn == sn {
                old = .node(hash, old)
                new = .node(hash, new)
                while fn & 1 == 0, fn != 0 {
                    fn >>= 1
                    sn >>= 1
                }
            } else {
                new = .node(new, hash)
            }
            fn >>= 1
            sn >>= 1
        }
        guard sn == 0 else { throw .wrongLength }
        guard old == firstRoot, new == secondRoot else { throw .rootDiffers }
    }
}
