import EventLog
import Foundation
import GRDB
import Support
import Testing
import Values

@Suite struct KeyDestructionTests {
    @Test func `a destroyed unit's wrapped key is nowhere in the file, and its row stays empty`()
        throws
    {
        let fixture = try LogFixture()
        let stream = fixture.id()
        var random = SeededRandom(seed: 7)
        let units = (0..<400).map { _ in Identifier(version4: (random.next(), random.next())) }
        // Inserted out of order and few at a time, so that pages split and cells move.
        for start in stride(from: 0, to: units.count, by: 4) {
            try fixture.append(
                units[start..<(start + 4)].map { fixture.event(in: stream, unit: $0, "told") }
            )
        }
        let keys = try #require(fixture.log.keys)
        let path = fixture.folder("keys.sqlite")
        let gone = Set(stride(from: 0, to: units.count, by: 3).map { units[$0] })
        let wrapped = try Shell.wrappedKeys(path)
        #expect(try keys.destroy(units: gone) == gone.count)
        let bytes = try Data(contentsOf: URL(filePath: path))
        for (unit, key) in wrapped {
            #expect((bytes.range(of: key) == nil) == gone.contains(unit), "unit \(unit)")
        }
        let after = try Shell.wrappedKeys(path)
        #expect(after.count == wrapped.count)
        #expect(gone.allSatisfy { after[$0]?.isEmpty == true })
        #expect(!FileManager.default.fileExists(atPath: path + "-journal"))
        #expect(try keys.destroy(units: gone) == 0)
    }

    @Test func `a destroyed unit opens nothing and gets no new key, also when opened anew`()
        throws
    {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let (unit, other, never) = (fixture.id(), fixture.id(), fixture.id())
        try fixture.append([
            fixture.event(in: stream, unit: unit, "gone"),
            fixture.event(in: stream, unit: other, "kept"),
        ])
        let keys = try #require(fixture.log.keys)
        try keys.destroy(units: [unit, never])
        for log in [fixture.log, try fixture.reopened()] {
            for unit in [unit, never] {
                #expect(throws: LogError.self) {
                    try log.write(at: fixture.now) {
                        try $0.append([fixture.event(in: stream, unit: unit, "new")])
                    }
                }
            }
            #expect(try log.read { try $0.position() } == 3)
        }
        let payloads = try fixture.payloads(of: stream)
        #expect(payloads[0].hasPrefix("locked"))
        #expect(payloads[1] == "kept")
        try fixture.append([fixture.event(in: stream, unit: other, "later")])
    }
}

extension Shell {
    /// What stands in column `wrapped`, by unit; the newest epoch's.
    static func wrappedKeys(_ path: String) throws -> [Identifier: Data] {
        try DatabaseQueue(path: path).read { db in
            let rows = try Row.fetchAll(
                db,
                sql: "SELECT unit, wrapped FROM unit_key ORDER BY epoch"
            )
            var keys: [Identifier: Data] = [:]
            for row in rows {
                if let unit = Identifier(bytes: row["unit"] as Data) { keys[unit] = row["wrapped"] }
            }
            return keys
        }
    }
}
