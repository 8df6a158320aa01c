import Foundation
import MerkleTree
import Support
import Testing
import Values

/// Against answers that somebody else computed: `../shared/vectors/tlog-basic.json`.
@Suite struct VectorTests {
    static var file: String? {
        Checkout.shared.map { "\($0)/vectors/tlog-basic.json" }
            .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
    }

    private func vectors() throws -> JSON {
        let path = try #require(Self.file)
        let data = try #require(FileManager.default.contents(atPath: path))
        return try JSON.parse(data)
    }

    private func number(_ json: JSON?) throws -> Int { try #require(json?.integer) }

    private func hash(_ json: JSON?) throws -> TreeHash {
        let bytes = try bytes(json)
        return try #require(TreeHash(bytes))
    }

    private func bytes(_ json: JSON?) throws -> [UInt8] {
        let digits = Array(try #require(json?.string))
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }

    @Test(.enabled(if: file != nil, "../shared/vectors is absent: known answers not compared"))
    func `roots of every size`() throws {
        let vectors = try vectors()
        var frontier = TreeFrontier.empty
        var roots = [frontier.root]
        for input in try #require(vectors["leaf_inputs"]?.array) {
            _ = frontier.append(.leaf(try bytes(input)))
            roots.append(frontier.root)
        }
        for row in try #require(vectors["roots_by_size"]?.array) {
            let size = try #require(row["size"]?.integer)
            #expect(roots[size] == (try hash(row["root"])))
            #expect(roots[size].description == row["root_base64"]?.string)
        }
    }

    @Test(.enabled(if: file != nil, "../shared/vectors is absent: known answers not compared"))
    func `proofs are made as published, and verify`() throws {
        let vectors = try vectors()
        let leaves = try #require(vectors["leaf_hashes"]?.array).map { try hash($0) }
        let tree = Grown(leaves)
        for row in try #require(vectors["inclusion"]?.array) {
            let index = LeafIndex(UInt64(try number(row["index"])))
            let size = TreeSize(UInt64(try number(row["size"])))
            let published = try #require(row["proof"]?.array).map { try hash($0) }
            let proof = tree.tree.inclusionProof(of: index, in: size)
            #expect(proof.path == published)
            try proof.verify(leaf: try hash(row["leaf_hash"]), root: try hash(row["root"]))
        }
        for row in try #require(vectors["consistency"]?.array) {
            let first = TreeSize(UInt64(try number(row["size1"])))
            let second = TreeSize(UInt64(try number(row["size2"])))
            let published = try #require(row["proof"]?.array).map { try hash($0) }
            let proof = tree.tree.consistencyProof(from: first, to: second)
            #expect(proof.path == published)
            try proof.verify(
                firstRoot: try hash(row["root1"]),
                secondRoot: try hash(row["root2"])
            )
        }
    }

    @Test(.enabled(if: file != nil, "../shared/vectors is absent: known answers not compared"))
    func `a published note verifies, and its key signs the same text`() throws {
        let example = try #require(try vectors()["signed_note_example"])
        let note = try #require(example["note"]?.string)
        let vkey = try #require(example["vkeys"]?.array?.first?.string)
        let key = try #require(VerificationKey(vkey))
        #expect(key.description == vkey)
        let parsed = try SignedNote(parsing: note)
        #expect(parsed.text == example["text"]?.string)
        #expect(parsed.written == note)
        #expect(try parsed.verified(by: [key]) == [key])
        let skey = try #require(example["skey"]?.string)
        let signer = try #require(SigningKey(skey))
        #expect(signer.written == example["skey"]?.string)
        #expect(signer.verification == key)
        let own = SignedNote(text: parsed.text, signatures: [try signer.sign(parsed.text)])
        #expect(try own.verified(by: [key]) == [key])
    }
}

/// A tree kept in memory as the log keeps it on disk.
struct Grown {
    let frontier: TreeFrontier
    private let rows: [[TreeHash]]

    init(_ leaves: [TreeHash]) {
        var frontier = TreeFrontier.empty
        rows = leaves.map { frontier.append($0) }
        self.frontier = frontier
    }

    var tree: MerkleTree<Never> {
        MerkleTree { level, index in rows[Int((index + 1) << UInt64(level)) - 1][level] }
    }
}
