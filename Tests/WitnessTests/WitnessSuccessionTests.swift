import MerkleTree
import Support
import Testing

@testable import Witness

/// Goal: a witness takes another key for a log only when the one it knows has said so, or its operator
/// does. Method: keys and handovers, true and not.
@Suite struct WitnessSuccessionTests {
    private let folder: TemporaryFolder
    private let witness: Witness
    private let keys: [SigningKey]

    init() throws {
        folder = try TemporaryFolder("witness")
        witness = try Witness.create(in: folder("w"), name: "witness.example/one")
        keys = try (1...3).map { seed in
            try #require(SigningKey(name: "test/log", seed: Array(repeating: seed, count: 32)))
        }
        try witness.trust(keys[0].verification)
    }

    /// A log whose leaves are all the same, of any size.
    private func checkpoint(_ size: UInt64) -> Checkpoint {
        let leaves = (0..<size).map { TreeHash.leaf([UInt8($0)]) }
        var frontier = TreeFrontier.empty
        for leaf in leaves { _ = frontier.append(leaf) }
        return Checkpoint(origin: "test/log", size: TreeSize(size), root: frontier.root)
    }

    private func handover(_ size: UInt64, from: Int, to: Int, lost: Bool = false) throws -> Handover
    {
        let note = try Handover.signed(
            checkpoint(size),
            from: keys[from].verification,
            by: lost ? nil : keys[from],
            to: keys[to]
        )
        return try #require(note.flatMap { Handover($0) })
    }

    private func status(_ size: UInt64, by key: Int, old: UInt64 = 0) throws -> Int {
        let note = try checkpoint(size).signed(by: keys[key]).written
        switch try witness.answer(
            Array(AddCheckpoint(old: old, proof: [], note: note).body.utf8),
            at: 1
        ) {
        case .cosigned: return 200
        case .conflict: return 409
        case .refused(let status, _): return status
        }
    }

    @Test func `another key of a log that is known is not taken silently`() throws {
        #expect(throws: Witness.Failure.self) { try witness.trust(keys[1].verification) }
        #expect(try status(4, by: 1) == 403)
        #expect(try status(4, by: 0) == 200)
        // The same one again is nothing new.
        try witness.trust(keys[0].verification)
        #expect(try status(4, by: 0, old: 4) == 200)
    }

    @Test func `handovers lead from the key that is known, and then it counts no more`() throws {
        #expect(try status(4, by: 0) == 200)
        let chain = [try handover(4, from: 0, to: 1), try handover(5, from: 1, to: 2)]
        try witness.trust(keys[2].verification, by: .handovers(chain))
        #expect(try status(4, by: 2, old: 4) == 200)
        #expect(try status(4, by: 0, old: 4) == 403)
        #expect(try status(4, by: 1, old: 4) == 403)
    }

    @Test func `handovers that do not lead there are refused`() throws {
        for (chain, key) in [
            ([], 1), ([try handover(4, from: 1, to: 2)], 2),
            ([try handover(4, from: 0, to: 1)], 2),
            ([try handover(4, from: 0, to: 1, lost: true)], 1),
            ([try handover(5, from: 0, to: 1), try handover(4, from: 1, to: 2)], 2),
        ] {
            #expect(throws: Witness.Failure.self) {
                try witness.trust(keys[key].verification, by: .handovers(chain))
            }
        }
        #expect(try status(4, by: 0) == 200)
    }

    @Test
    func `a handover at a size that the witness has seen passed, or of another tree, is refused`()
        throws
    {
        #expect(try status(6, by: 0) == 200)
        for handover in [
            try handover(5, from: 0, to: 1),
            try #require(
                try Handover.signed(
                    Checkpoint(origin: "test/log", size: TreeSize(6), root: .leaf([9])),
                    from: keys[0].verification,
                    by: keys[0],
                    to: keys[1]
                ).flatMap { Handover($0) }
            ),
        ] {
            #expect(throws: Witness.Failure.self) {
                try witness.trust(keys[1].verification, by: .handovers([handover]))
            }
        }
        try witness.trust(keys[1].verification, by: .handovers([try handover(6, from: 0, to: 1)]))
    }

    @Test func `its operator's word is enough, and what was seen stays`() throws {
        #expect(try status(6, by: 0) == 200)
        try witness.trust(keys[1].verification, by: .operatorsWord)
        #expect(try status(6, by: 0, old: 6) == 403)
        #expect(try status(6, by: 1, old: 6) == 200)
        #expect(try status(4, by: 1, old: 4) == 409)
    }
}
