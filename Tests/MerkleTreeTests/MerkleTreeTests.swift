import MerkleTree
import Testing
import Values

@Suite struct MerkleTreeTests {
    static let leaves = (0..<70).map { TreeHash.leaf([UInt8($0), 7]) }

    /// The definition of RFC 6962 §2.1, word for word: slow, and sharing nothing with the code.
    static func root(of leaves: ArraySlice<TreeHash>) -> TreeHash {
        guard leaves.count > 1 else { return leaves.first ?? .empty }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let middle = leaves.startIndex + split
        return .node(root(of: leaves[..<middle]), root(of: leaves[middle...]))
    }

    @Test func `roots of all sizes are those of the definition`() throws {
        let tree = Grown(Self.leaves).tree
        for size in 0...70 {
            #expect(tree.root(of: TreeSize(UInt64(size))) == Self.root(of: Self.leaves[..<size]))
        }
    }

    /// Goal: a right proof verifies and no other does. Method: all indexes of all sizes to 40; each
    /// proof with a hash dropped, added and changed, for another index, leaf and root.
    @Test func `inclusion proofs verify, and nothing near them`() throws {
        let tree = Grown(Self.leaves).tree
        let other = TreeHash.leaf([99])
        for size in 1...40 {
            let root = tree.root(of: TreeSize(UInt64(size)))
            for index in 0..<size {
                let proof = tree.inclusionProof(
                    of: LeafIndex(UInt64(index)),
                    in: TreeSize(UInt64(size))
                )
                try proof.verify(leaf: Self.leaves[index], root: root)
                func fails(_ path: [TreeHash], _ leaf: TreeHash, _ root: TreeHash) -> Bool {
                    let changed = InclusionProof(index: proof.index, size: proof.size, path: path)
                    return (try? changed.verify(leaf: leaf, root: root)) == nil
                }
                #expect(fails(proof.path, other, root))
                #expect(fails(proof.path, Self.leaves[index], other))
                #expect(fails(proof.path + [other], Self.leaves[index], root))
                #expect(
                    proof.path.isEmpty
                        || fails(Array(proof.path.dropLast()), Self.leaves[index], root)
                )
                for place in proof.path.indices {
                    var path = proof.path
                    path[place] = other
                    #expect(fails(path, Self.leaves[index], root))
                }
            }
            let outside = InclusionProof(
                index: LeafIndex(UInt64(size)),
                size: TreeSize(UInt64(size)),
                path: []
            )
            #expect(throws: ProofError.indexOutsideTree) {
                try outside.verify(leaf: Self.leaves[0], root: root)
            }
        }
    }

    @Test func `consistency proofs verify, and nothing near them`() throws {
        let tree = Grown(Self.leaves).tree
        let other = TreeHash.leaf([99])
        for second in 1...40 {
            let newRoot = tree.root(of: TreeSize(UInt64(second)))
            for first in 1...second {
                let oldRoot = tree.root(of: TreeSize(UInt64(first)))
                let proof = tree.consistencyProof(
                    from: TreeSize(UInt64(first)),
                    to: TreeSize(UInt64(second))
                )
                try proof.verify(firstRoot: oldRoot, secondRoot: newRoot)
                #expect(proof.path.isEmpty == (first == second))
                func fails(_ path: [TreeHash], _ old: TreeHash, _ new: TreeHash) -> Bool {
                    let changed = ConsistencyProof(
                        first: proof.first,
                        second: proof.second,
                        path: path
                    )
                    return (try? changed.verify(firstRoot: old, secondRoot: new)) == nil
                }
                #expect(fails(proof.path, other, newRoot))
                #expect(fails(proof.path, oldRoot, other))
                #expect(fails(proof.path + [other], oldRoot, newRoot))
                #expect(proof.path.isEmpty || fails(Array(proof.path.dropLast()), oldRoot, newRoot))
            }
        }
        let none = ConsistencyProof(first: TreeSize(0), second: TreeSize(5), path: [])
        #expect(throws: ProofError.self) { try none.verify(firstRoot: .empty, secondRoot: other) }
    }
}

@Suite struct SignedNoteTests {
    static let signer = SigningKey(name: "example/log", seed: Array(repeating: 7, count: 32))

    private func note() throws -> (note: String, key: VerificationKey) {
        let signer = try #require(Self.signer)
        let checkpoint = Checkpoint(origin: "example/log", size: TreeSize(12), root: .empty)
        return (try checkpoint.signed(by: signer).written, signer.verification)
    }

    @Test func `a checkpoint is read back from its note`() throws {
        let (note, key) = try note()
        let verified = try VerifiedCheckpoint(note: note, keys: [key])
        #expect(verified.checkpoint.size == TreeSize(12))
        #expect(verified.checkpoint.root == .empty)
    }

    /// Goal: no byte of a note can be changed. Method: each byte to each of a few others.
    @Test func `a note with any byte changed is refused`() throws {
        let (note, key) = try note()
        var accepted: [Int] = []
        for index in note.utf8.indices {
            for delta in [UInt8(1), 0x20, 0x80] {
                var bytes = Array(note.utf8)
                let offset = note.utf8.distance(from: note.utf8.startIndex, to: index)
                bytes[offset] ^= delta
                guard let text = String(validating: bytes, as: UTF8.self) else { continue }
                if (try? VerifiedCheckpoint(note: text, keys: [key])) != nil {
                    accepted.append(offset)
                }
            }
        }
        #expect(accepted.isEmpty)
    }

    @Test func `signatures by unknown keys are passed over, a wrong one by a known key is not`()
        throws
    {
        let (note, key) = try note()
        let other = try #require(SigningKey(name: "witness", seed: Array(repeating: 9, count: 32)))
        var parsed = try SignedNote(parsing: note)
        parsed = SignedNote(
            text: parsed.text,
            signatures: parsed.signatures + [try other.sign(parsed.text)]
        )
        #expect(try parsed.verified(by: [key]) == [key])
        #expect(throws: SignedNote.Failure.unsigned) { try parsed.verified(by: []) }
        let forged = SignedNote(
            text: parsed.text,
            signatures: [
                .init(name: key.name, keyID: key.id, bytes: Array(repeating: 1, count: 64))
            ]
        )
        #expect(throws: SignedNote.Failure.wrongSignature(name: key.name)) {
            try forged.verified(by: [key])
        }
    }

    @Test(arguments: [
        "", "\n\n", "a\n", "a\n\n", "a\n\n— b", "a\n\n— b c\n", "a\n\n- b AAAAAAA=\n",
        "a\u{1}\n\n— b AAAAAAA=\n",
    ])
    func `what is not a note is refused`(text: String) {
        #expect(throws: SignedNote.Failure.malformed) { try SignedNote(parsing: text) }
    }

    @Test(arguments: ["", "a", "a+b", "a+00000000+AQ==", "a+zz+AQ==", "PRIVATE+KEY+a+0+0"])
    func `what is not a key is refused`(text: String) {
        #expect(VerificationKey(text) == nil)
        #expect(SigningKey(text) == nil)
    }
}
