import MerkleTree
import Support
import Testing
import Values

@testable import Witness

/// A log that a test grows, and what it asks of a witness.
private struct GrowingLog {
    let signer: SigningKey
    var leaves: [TreeHash] = []

    init(name: String = "test/log", seed: UInt8 = 7) throws {
        signer = try #require(SigningKey(name: name, seed: Array(repeating: seed, count: 32)))
    }

    mutating func grow(to count: Int, mark: UInt8 = 0) {
        while leaves.count < count { leaves.append(.leaf([mark, UInt8(leaves.count & 0xff)])) }
    }

    private var tree: MerkleTree<Never> {
        let leaves = leaves
        return MerkleTree { level, index in
            let width = 1 << level
            var hashes = Array(leaves[(Int(index) * width)..<((Int(index) + 1) * width)])
            while hashes.count > 1 {
                hashes = stride(from: 0, to: hashes.count, by: 2).map {
                    .node(hashes[$0], hashes[$0 + 1])
                }
            }
            return hashes[0]
        }
    }

    func request(from old: Int, size: Int? = nil) throws -> [UInt8] {
        let to = TreeSize(UInt64(size ?? leaves.count))
        let checkpoint = Checkpoint(
            origin: signer.verification.name,
            size: to,
            root: tree.root(of: to)
        )
        let proof =
            old > 0 && old < Int(to.count)
            ? tree.consistencyProof(from: TreeSize(UInt64(old)), to: to).path : []
        return Array(
            AddCheckpoint(
                old: UInt64(old),
                proof: proof,
                note: try checkpoint.signed(by: signer).written
            ).body.utf8
        )
    }
}

/// Goal: a witness signs only what continues the tree that it saw before.
@Suite struct WitnessTests {
    private let folder: TemporaryFolder
    private let witness: Witness
    private var log: GrowingLog

    init() throws {
        folder = try TemporaryFolder("witness")
        witness = try Witness.create(in: folder("w"), name: "witness.example/one")
        log = try GrowingLog()
        try witness.trust(log.signer.verification)
        log.grow(to: 5)
    }

    private func isSigned(_ answer: AddCheckpoint.Answer, _ body: [UInt8]) throws -> Bool {
        guard case .cosigned(let signatures) = answer, let signature = signatures.first else {
            return false
        }
        let request = try #require(AddCheckpoint(body))
        let text = try SignedNote(parsing: request.note).text
        return witness.key.seen(signature, over: text) == 1_790_000_000
    }

    @Test func `what continues is signed, once it is remembered`() throws {
        var log = log
        for size in [5, 5, 6, 64, 65, 200] {
            log.grow(to: size)
            let old = Int(try witness.logs()[0].size ?? 0)
            let body = try log.request(from: old)
            #expect(try isSigned(witness.answer(body, at: 1_790_000_000), body), "\(size)")
        }
        #expect(try Witness.open(folder("w")).logs().map(\.size) == [200])
    }

    @Test func `yesterday's log gets a conflict with the size that is known`() throws {
        var log = log
        log.grow(to: 9)
        _ = try witness.answer(log.request(from: 0), at: 1)
        let answer = try witness.answer(log.request(from: 0, size: 7), at: 2)
        #expect(answer == .conflict(known: 9))
        #expect(
            try witness.answer(log.request(from: 7, size: 7), at: 2) == .conflict(known: 9)
        )
    }

    @Test func `a second history is never signed`() throws {
        _ = try witness.answer(log.request(from: 0), at: 1)
        var other = try GrowingLog()
        other.grow(to: 5, mark: 1)
        #expect(try witness.answer(other.request(from: 5), at: 2) == .conflict(known: 5))
        other.grow(to: 12, mark: 1)
        guard case .refused(422, _) = try witness.answer(other.request(from: 5), at: 2) else {
            Issue.record("it was not refused")
            return
        }
        #expect(try witness.logs().map(\.size) == [5])
    }

    @Test func `a log that it does not know, or that did not sign, is refused`() throws {
        var stranger = try GrowingLog(name: "test/other")
        stranger.grow(to: 3)
        guard case .refused(404, _) = try witness.answer(stranger.request(from: 0), at: 1) else {
            Issue.record("an unknown log was signed")
            return
        }
        var thief = try GrowingLog(seed: 9)
        thief.grow(to: 6)
        guard case .refused(403, _) = try witness.answer(thief.request(from: 0), at: 1) else {
            Issue.record("a stranger's signature was taken")
            return
        }
    }

    @Test(arguments: [
        "", "old 5\n", "old 05\n\nx", "old -1\n\nx", "new 1\n\nx", "old 1\nnot base64\n\nx",
        "old 18446744073709551616\n\nx", "old 0\n\n",
    ])
    func `what is not a request is answered, not trapped on`(body: String) throws {
        guard case .refused(400, _) = try witness.answer(Array(body.utf8), at: 1) else {
            Issue.record("it was taken: \(body)")
            return
        }
    }

    @Test func `of two requests at once for two histories only one is signed`() async throws {
        var one = log
        one.grow(to: 20)
        var two = log
        two.grow(to: 20, mark: 2)
        _ = try witness.answer(log.request(from: 0), at: 1)
        let bodies = [try one.request(from: 5), try two.request(from: 5)]
        let signed = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<16 {
                group.addTask { [witness] in
                    guard let answer = try? witness.answer(bodies[index % 2], at: 3) else {
                        return false
                    }
                    if case .cosigned = answer { return true }
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        // The first to come may come again for the same size: only while the size asked from stands.
        #expect(signed == 1)
    }
}
