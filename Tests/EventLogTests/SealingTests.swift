import EventLog
import Foundation
import GRDB
import Support
import Testing
import Values

@Suite struct SealingTests {
    @Test func `a body moved to another row does not open there`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let unit = fixture.id()
        try fixture.append([
            fixture.event(in: stream, unit: unit, "one"),
            fixture.event(in: stream, unit: unit, "two"),
        ])
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            try db.execute(sql: "UPDATE sealed SET position = -1 WHERE position = 2")
            try db.execute(sql: "UPDATE sealed SET position = 2 WHERE position = 3")
            try db.execute(sql: "UPDATE sealed SET position = 3 WHERE position = -1")
        }
        #expect(try fixture.payloads(of: stream).allSatisfy { $0.hasPrefix("locked") })
        #expect(try fixture.verify().damages.first?.column == "body")
    }

    @Test func `swapped, damaged and foreign keys are told, and the rest still opens`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let (a, b) = (fixture.id(), fixture.id())
        try fixture.append([
            fixture.event(in: stream, unit: a, "a"), fixture.event(in: stream, unit: b, "b"),
        ])
        try fixture.log.close()
        try Shell.run(
            fixture.folder("keys.sqlite"),
            """
            UPDATE unit_key SET wrapped = (SELECT wrapped FROM unit_key WHERE unit = ?)
            WHERE unit = ?
            """,
            [Data(b.bytes), Data(a.bytes)]
        )
        let log = try fixture.reopened()
        let opened = try log.read { try $0.open(try $0.events(of: stream)) }
        guard case .locked = opened[0], case .payload = opened[1] else {
            Issue.record("\(opened)")
            return
        }
        let stranger = try #require(KeyEncryptionKey(bytes: Array(repeating: 1, count: 32)))
        #expect(throws: LogError.self) {
            try KeyStore.open(
                at: fixture.folder("keys.sqlite"),
                record: fixture.record,
                encryptionKey: stranger
            )
        }
    }

    @Test func `nothing sealed is readable in the files`() throws {
        let fixture = try LogFixture()
        let stream = fixture.id()
        let phrase = "a phrase that stands nowhere else"
        try fixture.append([fixture.event(in: stream, unit: fixture.id(), phrase)])
        for file in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path) {
            let data = try #require(FileManager.default.contents(atPath: fixture.folder(file)))
            #expect(data.range(of: Data(phrase.utf8)) == nil, "\(file)")
        }
    }
}
