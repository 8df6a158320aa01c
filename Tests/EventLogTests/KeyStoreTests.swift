import EventLog
import Foundation
import GRDB
import Support
import Testing
import Values

@Suite struct KeyStoreTests {
    private struct Crash: Error {}

    private func units(_ fixture: LogFixture, _ count: Int) throws -> (Identifier, [Identifier]) {
        let stream = fixture.id()
        let units = (0..<count).map { _ in fixture.id() }
        try fixture.append(units.map { fixture.event(in: stream, unit: $0, "first") })
        return (stream, units)
    }

    /// What opening the keys file says; nil when it opens.
    private func fault(_ fixture: LogFixture, record: Identifier? = nil) -> LogError? {
        do {
            _ = try KeyStore.open(
                at: fixture.folder("keys.sqlite"),
                record: record ?? fixture.record,
                encryptionKey: fixture.encryptionKey
            )
            return nil
        } catch {
            return error as? LogError
        }
    }

    @Test func `each event opens with the key of its epoch, also one made by another process`()
        throws
    {
        let fixture = try LogFixture()
        let (stream, units) = try units(fixture, 2)
        let other = try fixture.reopened()
        _ = try other.read { try $0.open(try $0.events(of: stream)) }
        let keys = try #require(fixture.log.keys)
        #expect(try keys.rotate(unit: units[0], at: fixture.now) == 2)
        try fixture.append([fixture.event(in: stream, unit: units[0], "second")])
        #expect(try fixture.payloads(of: stream) == ["first", "first", "second"])
        // The other process knows only the first epoch until it meets what that does not open.
        let opened = try other.read { try $0.open(try $0.events(of: stream)) }
        #expect(opened.allSatisfy { if case .payload = $0 { true } else { false } })
        let last = try other.read { try #require(try $0.event(at: 4)) }
        #expect(try other.read { try $0.plaintext(of: last) } != nil)
        // And what it goes on sealing with the key it knows opens everywhere.
        _ = try other.write(at: fixture.now) {
            try $0.append([fixture.event(in: stream, unit: units[1], "third")])
        }
        #expect(try fixture.payloads(of: stream).last == "third")
        // The second key alone does not open the first event.
        try Shell.run(fixture.folder("keys.sqlite"), "DELETE FROM unit_key WHERE epoch = 1")
        let reopened = try fixture.reopened()
        let after = try reopened.read { try $0.open(try $0.events(of: stream)) }
        guard case .locked = after[0], case .payload = after[2] else {
            Issue.record("\(after)")
            return
        }
    }

    @Test func `after rewrapping the old key opens nothing and its bytes are nowhere`() throws {
        let fixture = try LogFixture()
        let (stream, units) = try units(fixture, 300)
        let keys = try #require(fixture.log.keys)
        let path = fixture.folder("keys.sqlite")
        let before = try Shell.wrappedKeys(path)
        let new = try #require(KeyEncryptionKey.generated())
        #expect(try keys.rewrap(under: new) == 301)
        let bytes = try Data(contentsOf: URL(filePath: path))
        for (unit, wrapped) in before { #expect(bytes.range(of: wrapped) == nil, "\(unit)") }
        guard case .key(.other, _) = fault(fixture) else {
            Issue.record("\(String(describing: fault(fixture)))")
            return
        }
        let store = try KeyStore.open(at: path, record: fixture.record, encryptionKey: new)
        for unit in units { #expect(try store.key(for: unit) != nil) }
        #expect(try fixture.payloads(of: stream).allSatisfy { $0 == "first" })
    }

    @Test func `who opened before a rotation makes no key under the old one`() throws {
        let fixture = try LogFixture()
        let (stream, units) = try units(fixture, 1)
        let other = try fixture.reopened()
        _ = try other.read { try $0.open(try $0.events(of: stream)) }
        let new = try #require(KeyEncryptionKey.generated())
        _ = try #require(fixture.log.keys).rewrap(under: new)
        #expect(throws: LogError.self) {
            try other.write(at: fixture.now) {
                try $0.append([fixture.event(in: stream, unit: fixture.id(), "lost")])
            }
        }
        // What it has open, it goes on with.
        _ = try other.write(at: fixture.now) {
            try $0.append([fixture.event(in: stream, unit: units[0], "kept")])
        }
        #expect(try fixture.payloads(of: stream) == ["first", "kept"])
    }

    @Test func `a rotation that fails leaves the old key in use`() throws {
        let fixture = try LogFixture()
        _ = try units(fixture, 3)
        let keys = try #require(fixture.log.keys)
        let path = fixture.folder("keys.sqlite")
        let before = try Shell.wrappedKeys(path)
        let new = try #require(KeyEncryptionKey.generated())
        #expect(throws: Crash.self) { _ = try keys.rewrap(under: new) { throw Crash() } }
        #expect(try Shell.wrappedKeys(path) == before)
        #expect(fault(fixture) == nil)
        // A key that does not open would be out of reach of its backup.
        try Shell.run(
            path,
            "UPDATE unit_key SET wrapped = zeroblob(60) WHERE unit = ?",
            [
                Data(fixture.serviceUnit.bytes)
            ]
        )
        #expect(throws: LogError.self) { _ = try keys.rewrap(under: new) }
        #expect(fault(fixture) == nil)
        #expect(try keys.rewrap(under: new, leavingLocked: true) == 3)
    }

    @Test func `a lost key is not made anew`() throws {
        let fixture = try LogFixture()
        let (stream, units) = try units(fixture, 2)
        try Shell.run(
            fixture.folder("keys.sqlite"),
            "DELETE FROM unit_key WHERE unit = ?",
            [Data(units[0].bytes)]
        )
        let log = try fixture.reopened()
        let error = #expect(throws: LogError.self) {
            try log.write(at: fixture.now) {
                try $0.append([fixture.event(in: stream, unit: units[0], "more")])
            }
        }
        guard case .key(.missing, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let opened = try log.read { try $0.open(try $0.events(of: stream)) }
        guard case .locked = opened[0], case .payload = opened[1] else {
            Issue.record("\(opened)")
            return
        }
    }

    @Test func `a keys file that is missing, cut, foreign or no keys file is named, and untouched`()
        throws
    {
        let fixture = try LogFixture()
        _ = try units(fixture, 200)
        try fixture.log.keys?.close()
        let path = fixture.folder("keys.sqlite")
        let whole = try Data(contentsOf: URL(filePath: path))
        func put(_ data: Data) throws { try data.write(to: URL(filePath: path)) }
        for count in [whole.count - 4096, whole.count / 2, 4096, 1000] {
            try put(whole.prefix(count))
            guard case .key(.damaged, _) = fault(fixture) else {
                Issue.record("\(count): \(String(describing: fault(fixture)))")
                continue
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == whole.prefix(count))
        }
        try put(Data())
        guard case .notALog = fault(fixture) else {
            Issue.record("empty: \(String(describing: fault(fixture)))")
            return
        }
        try put(whole)
        guard case .key(.otherRecord, _) = fault(fixture, record: fixture.id()) else {
            Issue.record("other record")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == whole)
        try FileManager.default.removeItem(atPath: path)
        guard case .key(.missing, _) = fault(fixture) else {
            Issue.record("missing")
            return
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a keys file of version 1 learns whose it is, and another record's does not`() throws
    {
        let fixture = try LogFixture()
        let (_, units) = try units(fixture, 2)
        try fixture.log.keys?.close()
        let path = fixture.folder("keys.sqlite")
        try Shell.run(path, "DROP TABLE meta; PRAGMA user_version = 1")
        let old = try Data(contentsOf: URL(filePath: path))
        guard case .key(.damaged, _) = fault(fixture, record: fixture.id()) else {
            Issue.record("taken for another record's")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == old)
        #expect(fault(fixture) == nil)
        guard case .key(.otherRecord, _) = fault(fixture, record: fixture.id()) else {
            Issue.record("not upgraded")
            return
        }
        let keys = try #require(try fixture.reopened().keys)
        #expect(try keys.key(for: units[0]) != nil)
    }

    @Test func `each holding is told as it is`() throws {
        let fixture = try LogFixture()
        let (_, units) = try units(fixture, 6)
        let path = fixture.folder("keys.sqlite")
        let keys = try #require(fixture.log.keys)
        let wrapped = try Shell.wrappedKeys(path)
        func put(_ unit: Identifier, _ data: Data?) throws {
            try Shell.run(
                path,
                "UPDATE unit_key SET wrapped = ? WHERE unit = ?",
                [data, Data(unit.bytes)]
            )
        }
        try put(units[0], wrapped[units[1]])
        try put(units[1], wrapped[units[0]])
        try put(units[2], Data(repeating: 7, count: 60))
        try put(units[3], wrapped[units[3]]?.prefix(20))
        try Shell.run(
            path,
            "UPDATE unit_key SET kek = 'abcdef01' WHERE unit = ?",
            [
                Data(units[4].bytes)
            ]
        )
        try keys.destroy(units: [units[5]])
        let states = Dictionary(
            uniqueKeysWithValues: try keys.holdings().map { ($0.unit, $0.state) }
        )
        #expect(states[units[0]] == .swapped(with: units[1], epoch: 1))
        #expect(states[units[1]] == .swapped(with: units[0], epoch: 1))
        #expect(states[units[2]] == .damaged)
        #expect(states[units[3]] == .damaged)
        #expect(states[units[4]] == .otherKey)
        #expect(states[units[5]] == .destroyed)
        #expect(states[fixture.serviceUnit] == .opens)
    }
}
