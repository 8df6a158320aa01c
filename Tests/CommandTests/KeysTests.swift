import Foundation
import GRDB
import Support
import Testing
import Values

@Suite struct KeysTests {
    static let rounds =
        ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"]?.isEmpty ?? true ? 40 : 300

    private func secrets(_ fixture: CommandFixture) throws -> String {
        let folder = fixture.folder("data/vigil")
        let record = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        return "\(folder)/\(record)"
    }

    private func bytes(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

    private func sql(_ fixture: CommandFixture, _ sql: String) throws {
        let queue = try DatabaseQueue(path: fixture.record + "/keys.sqlite")
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    /// Key files, keys and everything that may hold a secret, as they would show in an output.
    private func expectNoSecret(_ output: String, _ folder: String) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            let secret = text.trimmingCharacters(in: .whitespacesAndNewlines).suffix(40)
            #expect(!output.contains(secret), "\(file)")
        }
    }

    @Test func `keys are listed and checked, and none is printed`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let folder = try secrets(fixture)
        let list = try fixture.vigil("keys", "list", "--units")
        #expect(list.status == 0)
        #expect(list.errors.contains("0 people hold a recovery copy"))
        let check = try fixture.done("keys", "check")
        #expect(check.hasPrefix("every key opens"))
        let json = try fixture.done("keys", "list", "--units", "--format", "json")
        let report = try fixture.done("keys", "check", "--format", "json")
        #expect(try JSON.parse(report)["faulty"]?.array?.isEmpty == true)
        let csv = try fixture.done("keys", "list", "--units", "--format", "csv")
        let rows = csv.split(separator: "\r\n").map(String.init)
        #expect(rows.first == "key,id,place,events,epochs,erased")
        #expect(rows.count > 4 && rows.allSatisfy { $0.split(separator: ",").count > 2 })
        #expect(rows.count { $0.hasPrefix("unit,") } == rows.count - 3)
        try expectNoSecret(list.output + check + json + report, folder)
    }

    @Test func `rotating the key-encryption key keeps everything and kills the old key`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let folder = try secrets(fixture)
        let old = try #require(bytes("\(folder)/units.key"))
        let oldKeys = try #require(bytes(fixture.record + "/keys.sqlite"))
        let log = try #require(bytes(fixture.record + "/log.sqlite"))
        _ = log
        let output = try fixture.done(
            "keys",
            "rotate",
            "key-encryption",
            "--reason",
            "erasure"
        )
        #expect(output.contains("is retired"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["signing.key", "units.key"])
        #expect(bytes("\(folder)/units.key") != old)
        #expect(try fixture.done("verify", "--contents").contains("every entry opens"))
        #expect(try fixture.done("keys", "check").hasPrefix("every key opens"))
        // Yesterday's keys file is worth nothing under today's key.
        let newKeys = try #require(bytes(fixture.record + "/keys.sqlite"))
        try oldKeys.write(to: URL(filePath: fixture.record + "/keys.sqlite"))
        let stale = try fixture.vigil("timeline", "C-0001")
        #expect(stale.status == 4)
        #expect(stale.errors.contains("wrapped by key-encryption key"))
        try newKeys.write(to: URL(filePath: fixture.record + "/keys.sqlite"))
        try fixture.done("timeline", "C-0001")
    }

    @Test func `a change of key that was cut in two is finished or undone`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let folder = try secrets(fixture)
        let (current, next, retired) = (
            "\(folder)/units.key", "\(folder)/units.key.next", "\(folder)/units.key.retired"
        )
        let old = try #require(bytes(current))
        try fixture.done("keys", "new", "--out", next)
        // Nothing was committed: the next key is undone.
        try fixture.done("timeline", "C-0001")
        #expect(bytes(current) == old && bytes(next) == nil)
        try fixture.done("keys", "rotate", "key-encryption")
        let new = try #require(bytes(current))
        let files = FileManager.default
        // Committed, and no file moved yet.
        try files.moveItem(atPath: current, toPath: next)
        try old.write(to: URL(filePath: current))
        try fixture.done("timeline", "C-0001")
        #expect(bytes(current) == new && bytes(next) == nil && bytes(retired) == nil)
        // The old one moved away, the new one not there yet.
        try files.moveItem(atPath: current, toPath: next)
        try old.write(to: URL(filePath: retired))
        try fixture.done("timeline", "C-0001")
        #expect(bytes(current) == new && bytes(next) == nil && bytes(retired) == nil)
        // All moved, the old one not destroyed yet.
        try old.write(to: URL(filePath: retired))
        try fixture.done("timeline", "C-0001")
        #expect(bytes(current) == new && bytes(retired) == nil)
    }

    @Test func `killed at any moment of a rotation, the record opens with everything`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let folder = try secrets(fixture)
        var finished = 0
        for round in 0..<Self.rounds {
            let child = try Child(
                "\(Checkout.products)/vigil",
                ["keys", "rotate", "key-encryption"],
                environment: Command.base.merging(fixture.environment) { $1 }
            )
            usleep(UInt32(8_000 + round % 40 * 4_000 + Int.random(in: 0...4_000)))
            child.kill()
            if child.wait() == 0 { finished += 1 }
            #expect(try fixture.done("keys", "check").hasPrefix("every key opens"), "\(round)")
        }
        try fixture.done("person", "add", "C-0001", "--person", "aunt", "--role", "relative")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["signing.key", "units.key"])
        #expect(try fixture.done("verify", "--contents").contains("every entry opens"))
        #expect(finished < Self.rounds, "no kill came in time")
        for _ in 0..<2 { try fixture.done("keys", "rotate", "key-encryption") }
        try expectTold(fixture, "key-encryption")
    }

    @Test func `killed at any moment, a new key of a unit has its event in the end`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let list = try JSON.parse(fixture.done("keys", "list", "--units", "--format", "json"))
        let units = (list["units"]?.array ?? list["unitKeys"]?.array ?? [])
            .compactMap { $0["unit"]?.string }
        let unit = try #require(units.first)
        for round in 0..<Self.rounds / 2 {
            let child = try Child(
                "\(Checkout.products)/vigil",
                ["keys", "rotate", "unit", unit],
                environment: Command.base.merging(fixture.environment) { $1 }
            )
            usleep(UInt32(8_000 + round % 20 * 4_000 + Int.random(in: 0...4_000)))
            child.kill()
            child.wait()
        }
        try fixture.done("person", "add", "C-0001", "--person", "aunt", "--role", "relative")
        try expectTold(fixture, unit)
        #expect(try fixture.done("keys", "check").hasPrefix("every key opens"))
        // The moment between key and event, made by hand: what is to be told stands in the keys file.
        let after = try JSON.parse(fixture.done("keys", "list", "--units", "--format", "json"))
        let epochs = (after["units"]?.array ?? after["unitKeys"]?.array ?? [])
            .first { $0["unit"]?.string == unit }?["epochs"]?.integer
        let next = (epochs ?? 1) + 1
        try sql(
            fixture,
            "INSERT INTO meta VALUES ('unrecorded', 'unit \(unit) \(next) compromise s-ann')"
        )
        try fixture.done("person", "add", "C-0001", "--person", "uncle", "--role", "relative")
        let told = try rotations(fixture).filter { $0["epoch"]?.integer == next }
        #expect(told.map { $0["reason"]?.string } == ["compromise"])
        try sql(
            fixture,
            "INSERT INTO meta VALUES ('unrecorded', 'unit \(unit) \(next) compromise s-ann')"
        )
        try fixture.done("person", "add", "C-0001", "--person", "friend", "--role", "other")
        #expect(try rotations(fixture).count { $0["epoch"]?.integer == next } == 1)
    }

    /// What the log tells of replaced keys.
    private func rotations(_ fixture: CommandFixture) throws -> [JSON] {
        if try !fixture.done("staff", "list").contains("s-records") {
            try fixture.done(
                "staff",
                "add",
                "--name",
                "s-records",
                "--role",
                "records-manager",
                "--pseudonym",
                "s-records"
            )
        }
        let lines = try fixture.done(
            "log",
            "export",
            "--everything",
            "--as",
            "s-records",
            "--purpose",
            "technical"
        )
        return try lines.split(separator: "\n").compactMap { line in
            let event = try JSON.parse(String(line))
            guard line.contains("keys-rotated") else { return nil }
            return event["data"]?["data"] ?? event["data"]
        }
    }

    /// Every change of a key that happened is told once.
    private func expectTold(_ fixture: CommandFixture, _ what: String) throws {
        let told = try rotations(fixture)
        #expect(Set(told.map(\.text)).count == told.count, "told twice")
        if what == "key-encryption" {
            // Each begins where the one before ended.
            let chain = told.filter { $0["key"] == "key-encryption" }
            for (before, after) in zip(chain, chain.dropFirst()) {
                #expect(before["to"] == after["from"])
            }
            #expect(chain.count > 1)
        } else {
            let list = try JSON.parse(fixture.done("keys", "list", "--units", "--format", "json"))
            let epochs = (list["units"]?.array ?? list["unitKeys"]?.array ?? [])
                .first { $0["unit"]?.string == what }?["epochs"]?.integer
            let numbers = told.filter { $0["unit"]?.string == what }
                .compactMap { $0["epoch"]?.integer }
            let all = Array(stride(from: 2, through: epochs ?? 1, by: 1))
            #expect(numbers == all, "keys without an event")
        }
    }

    @Test func `a wrong, missing or foreign key is named, nothing is changed, and verifying works`()
        throws
    {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let other = try CommandFixture()
        try other.withCase()
        let folder = try secrets(fixture)
        let (keyFile, keysFile) = ("\(folder)/units.key", fixture.record + "/keys.sqlite")
        let key = try #require(bytes(keyFile))
        let keys = try #require(bytes(keysFile))
        let foreignKey = try #require(bytes("\(try secrets(other))/units.key"))
        let foreignKeys = try #require(bytes(other.record + "/keys.sqlite"))
        let log = try #require(bytes(fixture.record + "/log.sqlite"))
        func broken(_ sentence: String, _ status: Int32 = 4, _ place: Int = #line) throws {
            let result = try fixture.vigil("timeline", "C-0001")
            #expect(result.status == status, "line \(place): \(result.errors)")
            #expect(result.errors.contains(sentence), "line \(place): \(result.errors)")
            #expect(try fixture.done("verify").hasPrefix("whole"))
            #expect(bytes(fixture.record + "/log.sqlite") == log, "line \(place)")
        }
        let files = FileManager.default
        try foreignKey.write(to: URL(filePath: keyFile))
        try broken("wrapped by key-encryption key")
        try key.prefix(30).write(to: URL(filePath: keyFile))
        try broken("units.key' is damaged")
        try files.removeItem(atPath: keyFile)
        try broken("is missing or cannot be read")
        try key.write(to: URL(filePath: keyFile))
        try foreignKeys.write(to: URL(filePath: keysFile))
        try broken("belongs to record", 3)
        try keys.prefix(keys.count / 2).write(to: URL(filePath: keysFile))
        try broken("damaged or cut short")
        try files.removeItem(atPath: keysFile)
        try broken("'keys.sqlite' is missing")
        #expect(!files.fileExists(atPath: keysFile))
        try keys.write(to: URL(filePath: keysFile))
        try fixture.done("timeline", "C-0001")
        #expect(try fixture.done("keys", "check").hasPrefix("every key opens"))
    }

    @Test func `swapped and emptied keys are named by unit, and other cases go on`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        try fixture.done("case", "open")
        let report = try JSON.parse(
            try fixture.done("keys", "list", "--units", "--format", "json")
        )
        #expect((report["unitKeys"]?.array?.count ?? 0) == 3)
        // The two cases' units are the only ones of version 4.
        let units = (report["unitKeys"]?.array ?? []).compactMap { $0["unit"]?.string }
            .filter { Array($0)[14] == "4" }
        #expect(units.count == 2)
        let hex = units.map { $0.replacingOccurrences(of: "-", with: "") }
        try sql(
            fixture,
            """
            CREATE TEMP TABLE kept AS SELECT unit, wrapped FROM unit_key;
            UPDATE unit_key SET wrapped = (SELECT wrapped FROM kept WHERE unit = x'\(hex[1])')
            WHERE unit = x'\(hex[0])';
            UPDATE unit_key SET wrapped = (SELECT wrapped FROM kept WHERE unit = x'\(hex[0])')
            WHERE unit = x'\(hex[1])';
            """
        )
        let check = try fixture.vigil("keys", "check")
        #expect(check.status == 3)
        #expect(check.output.contains("unit \(units[0])"))
        #expect(check.output.contains("is that of unit \(units[1])"))
        try fixture.done("verify")
        // A third case is opened, written and read all the same.
        try fixture.done("case", "open")
        try fixture.done("person", "add", "C-0003", "--person", "mother", "--role", "client")
        #expect(try fixture.done("timeline", "C-0003").contains("mother"))
        try sql(fixture, "UPDATE unit_key SET wrapped = x'' WHERE unit = x'\(hex[0])'")
        let emptied = try fixture.vigil("keys", "check")
        #expect(emptied.output.contains("its key was destroyed, and no erasure says why"))
        try sql(fixture, "DELETE FROM unit_key WHERE unit = x'\(hex[0])'")
        #expect(try fixture.vigil("keys", "check").output.contains("its key is missing"))
    }

    @Test func `a passphrase, a command and a signing key kept apart each work`() throws {
        let fixture = try CommandFixture()
        try fixture.folder.write("pass", "correct horse battery staple\n")
        try fixture.folder.write("wrong", "incorrect horse\n")
        try fixture.done(
            "init",
            fixture.record,
            "--name",
            "Test",
            "--admin",
            "Ann Admin",
            "--pseudonym",
            "s-ann",
            "--passphrase-file",
            fixture.folder("pass"),
            "--signing-key",
            fixture.folder("seal/signing.key")
        )
        let keyFile = "\(try secrets(fixture))/units.key"
        #expect(try String(contentsOfFile: keyFile, encoding: .utf8).hasPrefix("vigil-protected"))
        let none = try fixture.vigil("staff", "list")
        #expect(none.status == 4 && none.errors.contains("behind a passphrase"))
        let wrong = try fixture.vigil("staff", "list", "--passphrase-file", fixture.folder("wrong"))
        #expect(wrong.status == 4 && wrong.errors.contains("does not open key"))
        let pass = ["--passphrase-file", fixture.folder("pass")]
        let unsigned = try fixture.vigil("case", "open", pass[0], pass[1])
        #expect(unsigned.status == 0)
        #expect(unsigned.errors.contains("the signing key is not here"))
        try fixture.done(
            "checkpoint",
            pass[0],
            pass[1],
            "--signing-key",
            fixture.folder("seal/signing.key")
        )
        // Into a vault, which prints old and new.
        try fixture.done("keys", "new", "--out", fixture.folder("vault"))
        let command = "cat '\(fixture.folder("vault"))'"
        try fixture.done(
            "keys",
            "rotate",
            "key-encryption",
            "--to-key-command",
            command,
            pass[0],
            pass[1]
        )
        #expect(try fixture.vigil("staff", "list", pass[0], pass[1]).status == 4)
        try fixture.done("staff", "list", "--key-command", command)
        let failing = try fixture.vigil("staff", "list", "--key-command", "echo no >&2; exit 7")
        #expect(failing.status == 4)
        #expect(failing.errors.contains("exit code 7") && failing.errors.contains("no\n"))
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }

    @Test func `a unit has a new key for new events`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let report = try JSON.parse(
            try fixture.done("keys", "list", "--units", "--format", "json")
        )
        let unit = try #require(
            (report["unitKeys"]?.array ?? []).compactMap { $0["unit"]?.string }
                .first { Array($0)[14] == "4" }
        )
        #expect(try fixture.done("keys", "rotate", "unit", unit).contains("number 2"))
        try fixture.done("person", "add", "C-0001", "--person", "aunt", "--role", "relative")
        #expect(try fixture.done("verify", "--contents").contains("every entry opens"))
        let timeline = try fixture.done("timeline", "C-0001")
        #expect(timeline.contains("aunt") && timeline.contains("infant"))
    }

    @Test func `recovery copies of two holders restore the keys, and old ones are told`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let folder = try secrets(fixture)
        let f = fixture.folder
        for holder in ["cald", "rec"] {
            try fixture.done(
                "staff",
                "add",
                "--name",
                holder,
                "--pseudonym",
                "s-\(holder)",
                "--role",
                "records-manager"
            )
            try f.write("pass-\(holder)", "a long passphrase of \(holder)\n")
            try fixture.done(
                "keys",
                "holder-key",
                "--out",
                f("\(holder).key"),
                "--passphrase-file",
                f("pass-\(holder)")
            )
            try fixture.done(
                "keys",
                "recover",
                "--make",
                "--holder",
                "s-\(holder)",
                "--public-key",
                f("\(holder).key.pub"),
                "--out",
                f("\(holder).copy")
            )
        }
        let list = try fixture.vigil("keys", "list")
        #expect(list.errors.isEmpty, "\(list.errors)")
        let kek = try #require(bytes("\(folder)/units.key"))
        let copy = try String(contentsOfFile: f("rec.copy"), encoding: .utf8)
        #expect(!copy.contains(String(decoding: kek, as: UTF8.self).suffix(40)))
        try FileManager.default.removeItem(atPath: folder)
        func recover(_ copy: String, _ key: String, _ pass: String) throws -> Command.Result {
            try fixture.vigil(
                "keys",
                "recover",
                "--from",
                f(copy),
                "--holder-key",
                f(key),
                "--passphrase-file",
                f(pass),
                "--reason",
                "The disk failed"
            )
        }
        let wrongHolder = try recover("rec.copy", "cald.key", "pass-cald")
        #expect(wrongHolder.status == 4 && wrongHolder.errors.contains("does not open"))
        let wrongPass = try recover("rec.copy", "rec.key", "pass-cald")
        #expect(wrongPass.status == 4 && wrongPass.errors.contains("passphrase does not open"))
        try f.write("bent.copy", copy.replacingOccurrences(of: " s-rec ", with: " s-cald "))
        #expect(try recover("bent.copy", "rec.key", "pass-rec").status == 4)
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/units.key"))
        let restored = try recover("rec.copy", "rec.key", "pass-rec")
        #expect(restored.status == 0, "\(restored.errors)")
        #expect(bytes("\(folder)/units.key") == kek)
        #expect(try fixture.done("keys", "check").hasPrefix("every key opens"))
        #expect(try recover("cald.copy", "cald.key", "pass-cald").errors.contains("already"))
        let rotated = try fixture.vigil("keys", "rotate", "key-encryption")
        #expect(rotated.errors.contains("recovery copy of s-cald is of a key that was replaced"))
        #expect(try recover("rec.copy", "rec.key", "pass-rec").errors.contains("is in use"))
    }
}
