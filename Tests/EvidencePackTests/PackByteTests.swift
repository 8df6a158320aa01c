import EventLog
import EvidencePack
import Foundation
import Support
import Testing
import Values

/// Goal: no byte of a pack can be changed unseen, and an erasure takes nothing from a pack that was
/// made before. Method: every byte of a small pack in turn, one bit of it and one other value.
@Suite struct PackByteTests {
    @Test func `a change to any byte of a pack is caught`() throws {
        let sample = try PackSample()
        let opened = try sample.positions()[0]
        let pack = try sample.release(try sample.draft(discloses: { $0 == opened }))
        let policy = try sample.policy()
        #expect(PackVerifier.verify(pack, trusting: policy).isWhole)
        let seed: UInt64 = 20_261_122
        // What lies between headers and the manifest is taken by every seventh byte, unless asked
        // for all: each is under one digest, and a digest is not what is tested.
        let isDeep = ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"] == "1"
        let places = isDeep ? Array(pack.indices) : telling(pack)
        let missed = concurrentMap(count: 2, atLeast: 2, chunk: 1) { part -> [Int] in
            var random = SeededRandom(seed: seed + UInt64(part))
            var bytes = pack
            var missed: [Int] = []
            for place in places where place % 2 == part {
                let bit = UInt8(1) << UInt8.random(in: 0..<8, using: &random)
                let other = UInt8.random(in: 1...255, using: &random)
                for change in Set([bit, other]) {
                    bytes[place] ^= change
                    if PackVerifier.verify(bytes, trusting: policy).isWhole {
                        missed.append(place)
                    }
                    bytes[place] ^= change
                }
            }
            return missed
        }
        #expect(missed.flatMap { $0 } == [], "seed \(seed), \(places.count) bytes")
    }

    /// Every byte of the headers, fillings and end, of the manifest and the checkpoint; of the other
    /// files every seventh.
    private func telling(_ pack: [UInt8]) -> [Int] {
        var places: [Int] = []
        var place = 0
        while place < pack.count - 1024 {
            let name = String(
                decoding: pack[place..<(place + 100)].prefix { $0 != 0 },
                as: UTF8.self
            )
            let digits = String(decoding: pack[(place + 124)..<(place + 135)], as: UTF8.self)
            let size = Int(digits, radix: 8) ?? 0
            let next = place + 512 + (size + 511) / 512 * 512
            let isWhole = name == "manifest" || name == "checkpoint"
            places += (place..<next).filter {
                isWhole || $0 < place + 512 || $0 >= place + 512 + size || $0 % 7 == 0
            }
            place = next
        }
        return places + Array(place..<pack.count)
    }

    @Test func `the independent verifier catches changed bytes too`() throws {
        let sample = try PackSample()
        let opened = try sample.positions()[0]
        let pack = try sample.release(try sample.draft(discloses: { $0 == opened }))
        let isDeep = ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"] == "1"
        let told =
            isDeep
            ? try sample.python(pack, nil, "--changes", "1", "--deep")
            : try sample.python(pack, nil, "--changes", "400")
        #expect(told.status == 0)
    }

    @Test func `a pack made before an erasure verifies after it, and one made after shows it`()
        throws
    {
        let sample = try PackSample()
        let before = try sample.release(try sample.draft())
        let held = try Forgery(before).files[.checkpoint] ?? []
        try sample.erase()
        #expect(try sample.letters(before) == "pppppppp")
        let after = try sample.release(
            try sample.draft(known: [String(decoding: held, as: UTF8.self)])
        )
        // The film's own unit stays; of the rest it is proven that it was there.
        #expect(try sample.letters(after) == "pppppppp")
        let verdict = PackVerifier.verify(after, trusting: try sample.policy())
        #expect(verdict.events.map(\.content) == [.destroyed, .destroyed, .opened, .none])
    }
}
