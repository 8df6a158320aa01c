import EventLog
import Foundation
import MerkleTree
import Support
import Testing
import Values

@Suite struct AppendTests {
    @Test func `what is appended is read back, in order, opened`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        for number in 0..<20 {
            try fixture.append([fixture.event(in: stream, unit: unit, "number \(number)")])
        }
        #expect(try fixture.payloads(of: stream) == (0..<20).map { "number \($0)" })
        let verdict = try fixture.verify()
        #expect(verdict.isWhole)
        #expect(verdict.size == TreeSize(21))
    }

    @Test func `positions and places in the stream are dense from the first`() throws {
        let fixture = try LogFixture()
        try fixture.fill(60)
        let rows = try fixture.log.read { try $0.events(from: 1, count: 1000).map(\.row) }
        #expect(rows.map(\.position) == Array(1...61))
        for (_, events) in Dictionary(grouping: rows, by: \.stream) {
            #expect(events.map(\.n) == Array(0..<Int64(events.count)))
        }
    }

    @Test func `roots and proofs of the stored tree verify`() throws {
        let fixture = try LogFixture()
        try fixture.fill(45)
        try fixture.log.read { snapshot in
            let size = try snapshot.size()
            let root = try snapshot.root()
            for position in 1...Int64(size.count) {
                let event = try #require(try snapshot.event(at: position))
                #expect(TreeHash.leaf(try snapshot.leafText(of: event)) == event.leaf)
                let proof = try snapshot.tree.inclusionProof(
                    of: LeafIndex(UInt64(position - 1)),
                    in: size
                )
                try proof.verify(leaf: event.leaf, root: root)
                let old = TreeSize(UInt64(position))
                try snapshot.tree.consistencyProof(from: old, to: size).verify(
                    firstRoot: try snapshot.tree.root(of: old),
                    secondRoot: root
                )
            }
        }
    }

    @Test(arguments: [
        (StreamExpectation.none, true, false), (.some, false, true), (.any, true, true),
        (.version(0), false, true), (.version(-1), true, false), (.version(1), false, false),
    ])
    func `each expectation is checked inside the lock`(
        expectation: StreamExpectation,
        onEmpty: Bool,
        onOne: Bool
    ) throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        func isAccepted() throws -> Bool {
            do {
                try fixture.log.write(at: fixture.now) { try $0.check(expectation, of: stream) }
                return true
            } catch LogError.conflict {
                return false
            }
        }
        #expect(try isAccepted() == onEmpty)
        try fixture.append([fixture.event(in: stream, unit: fixture.id(), "one")])
        #expect(try isAccepted() == onOne)
    }

    @Test func `a transaction that fails leaves nothing, and the next one goes on`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try fixture.log.write(at: fixture.now) { transaction in
                try transaction.append([fixture.event(in: stream, unit: unit, "lost")])
                throw Stop()
            }
        }
        try fixture.append([fixture.event(in: stream, unit: unit, "kept")])
        #expect(try fixture.payloads(of: stream) == ["kept"])
        #expect(try fixture.verify().isWhole)
    }

    @Test func `appending nothing is nothing`() throws {
        let fixture = try LogFixture()
        #expect(try fixture.append([]).isEmpty)
        #expect(try fixture.verify().size == TreeSize(1))
    }

    @Test func `an id is taken once`() throws {
        let fixture = try LogFixture()
        let id = fixture.id()
        try fixture.append([fixture.event(in: fixture.id(), unit: fixture.id(), "a", id: id)])
        #expect(throws: LogError.self) {
            try fixture.append([fixture.event(in: fixture.id(), unit: fixture.id(), "b", id: id)])
        }
        #expect(try fixture.verify().size == TreeSize(2))
    }

    @Test func `recorded times never go back, whatever the clock says`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        try fixture.append([fixture.event(in: stream, unit: unit, "first")])
        let before = fixture.now
        let row = try fixture.log.write(at: before.adding(milliseconds: -60_000)) {
            try $0.append([fixture.event(in: stream, unit: unit, "second")])
        }
        #expect(row.first?.recordedAt == before)
    }

    @Test func `a checkpoint is signed once an event has waited for a minute`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        func newest() throws -> String? { try fixture.log.read { try $0.newestCheckpoint() } }
        try fixture.append([fixture.event(in: stream, unit: unit, "a")])
        #expect(try newest() == nil)
        fixture.now = fixture.now.adding(milliseconds: 61_000)
        try fixture.append([fixture.event(in: stream, unit: unit, "b")])
        let note = try #require(try newest())
        let checkpoint = try VerifiedCheckpoint(note: note, keys: [fixture.signer.verification])
        #expect(checkpoint.checkpoint.size == TreeSize(3))
    }

    @Test func `known at a time is a prefix of the log`() throws {
        let fixture = try LogFixture()
        try fixture.fill(30)
        try fixture.log.read { snapshot in
            let rows = try snapshot.events(from: 1, count: 100).map(\.row)
            for row in rows {
                let expected = rows.last { $0.recordedAt <= row.recordedAt }?.position
                #expect(try snapshot.position(knownAt: row.recordedAt) == expected)
            }
            #expect(try snapshot.position(knownAt: Instant(milliseconds: 0)) == 0)
            #expect(try snapshot.position(knownAt: .distantFuture) == rows.last?.position)
        }
    }

    @Test func `bodies differ in length by blocks only`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        let rows = try fixture.append(
            (0..<80).map {
                fixture.event(in: stream, unit: unit, String(repeating: "x", count: $0))
            }
        )
        #expect(rows.allSatisfy { ($0.size - 60) % 64 == 0 })
        #expect(Set(rows.map(\.size)).count == 2)
    }
}

@Suite struct ErasureTests {
    @Test func `an erased unit takes no event, loses its bodies, and the log verifies`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let (kept, gone) = (fixture.id(), fixture.id())
        try fixture.append([
            fixture.event(in: stream, unit: kept, "kept"),
            fixture.event(in: stream, unit: gone, "gone"),
        ])
        try fixture.append([
            fixture.event(in: stream, kind: .erasure, unit: gone, "")
        ])
        try Shell.run(fixture.folder("log.sqlite"), "DELETE FROM sealed WHERE position = 3")
        #expect(try fixture.payloads(of: stream) == ["kept", "erased", "erased"])
        let verdict = try fixture.verify()
        #expect(verdict.isWhole)
        #expect(verdict.erasedCount == 1)
        #expect(throws: LogError.self) {
            try fixture.append([fixture.event(in: stream, unit: gone, "again")])
        }
    }

    @Test func `an erasure that did not finish is told`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        try fixture.append([fixture.event(in: stream, unit: unit, "still there")])
        try fixture.append([fixture.event(in: stream, kind: .erasure, unit: unit, "")])
        #expect(try fixture.verify().unfinishedErasures == [unit])
    }
}
