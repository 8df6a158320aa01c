import EventLog
import Foundation
import GRDB
import MerkleTree
import Support
import Testing
import Values

/// Goal: a copy of the log and what was shipped after it come to the log, and to nothing else.
@Suite struct LogCopyTests {
    private let fixture: LogFixture
    private let unit = Identifier(version4: (7, 7))
    private let stream = Identifier(version4: (8, 8))

    init() throws {
        fixture = try LogFixture()
        try write(20)
    }

    private var source: String { fixture.folder("log.sqlite") }

    private func write(_ count: Int) throws {
        for number in 0..<count {
            fixture.now = fixture.now.adding(milliseconds: 1000)
            try fixture.append([fixture.event(in: stream, unit: unit, "{\"n\":\(number)}")])
        }
        _ = try fixture.log.write(at: fixture.now) { try $0.sign() }
    }

    private func rows(_ path: String) throws -> [[DatabaseValue]] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { db in
            try ["event", "sealed", "checkpoint"].flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table) ORDER BY 1")
                    .map { Array($0.databaseValues) }
            }
        }
    }

    private func ship(after size: Int64, _ checkpoints: Int64, _ name: String) throws -> String {
        let path = fixture.folder(name)
        try #require(
            try LogCopy.shipment(
                from: source,
                after: TreeSize(UInt64(size)),
                checkpoints: checkpoints,
                to: path
            ) != nil
        )
        return path
    }

    @Test func `a whole copy and two shipments are the log, row by row`() throws {
        let copy = fixture.folder("copy.sqlite")
        try LogCopy.whole(from: source, to: copy)
        for name in ["one", "two"] {
            try write(9)
            let end = try LogCopy.end(of: copy)
            try LogCopy.apply(ship(after: end.size, end.checkpoints, name), to: copy)
        }
        #expect(try rows(copy) == rows(source))
        #expect(try LogCopy.end(of: copy) == LogCopy.end(of: source))
    }

    @Test func `a shipment that nobody needs is none`() throws {
        let end = try LogCopy.end(of: source)
        let shipment = try LogCopy.shipment(
            from: source,
            after: TreeSize(UInt64(end.size)),
            checkpoints: end.checkpoints,
            to: fixture.folder("none")
        )
        #expect(shipment == nil)
    }

    @Test func `what was erased after a copy goes from the copy, too`() throws {
        let copy = fixture.folder("copy.sqlite")
        try LogCopy.whole(from: source, to: copy)
        let end = try LogCopy.end(of: copy)
        fixture.now = fixture.now.adding(milliseconds: 1000)
        try fixture.append([
            NewEvent(
                id: fixture.id(),
                stream: stream,
                kind: .erasure,
                by: "s-a",
                unit: unit,
                payload: nil
            )
        ])
        try LogCopy.apply(ship(after: end.size, end.checkpoints, "erasure"), to: copy)
        let queue = try DatabaseQueue(path: copy)
        let left = try queue.read {
            try Int.fetchOne(
                $0,
                sql:
                    "SELECT count(*) FROM sealed AS s JOIN event AS e USING (position) WHERE unit = ?",
                arguments: [Data(unit.bytes)]
            )
        }
        #expect(left == 0)
    }

    @Test(arguments: [
        "UPDATE event SET \"by\" = 's-other' WHERE position = 23",
        "UPDATE event SET hashes = CAST(substr(hashes, 1, 31) || x'00' || substr(hashes, 33) AS BLOB)"
            + " WHERE position = 24",
        "DELETE FROM event WHERE position = (SELECT max(position) FROM event)",
        "UPDATE shipment SET proof = x''",
        "UPDATE shipment SET to_root = from_root",
        "UPDATE shipment SET from_size = from_size - 1",
    ])
    func `a shipment that was changed is refused or found, and leaves the copy as it was`(
        change: String
    ) throws {
        let copy = fixture.folder("copy.sqlite")
        try LogCopy.whole(from: source, to: copy)
        let before = try rows(copy)
        let end = try LogCopy.end(of: copy)
        try write(9)
        let path = try ship(after: end.size, end.checkpoints, "changed")
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: change) }
        try queue.close()
        do {
            try LogCopy.apply(path, to: copy)
            // What no hash of the tree is made of is found by the verifier, which a restore runs.
            let verifier = LogVerifier(
                path: copy,
                access: .readWrite,
                trusting: [fixture.signer.verification]
            )
            #expect(try !verifier.verify().isWhole)
        } catch is LogError {
            #expect(try rows(copy) == before)
        }
    }

    @Test func `a shipment of another log is refused`() throws {
        let copy = fixture.folder("copy.sqlite")
        try LogCopy.whole(from: source, to: copy)
        let end = try LogCopy.end(of: copy)
        let other = try LogCopyTests()
        try other.write(5)
        let path = try other.ship(after: end.size, end.checkpoints, "foreign")
        #expect(throws: LogError.self) { try LogCopy.apply(path, to: copy) }
    }
}
