import Foundation
import GRDB
import Support
import Testing
import Values

/// Goal: the signing key is replaced without a gap: everything signed before stays good, the old key signs
/// nothing more, and a process that dies at any moment leaves a record that opens and verifies. Method:
/// the commands, and scripts/verify.py beside them.
@Suite struct SigningKeyTests {
    static let rounds =
        ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"]?.isEmpty ?? true ? 10 : 160
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try fixture.withCase()
    }

    private var folder: String {
        get throws {
            let base = fixture.folder("data/vigil")
            let record = try FileManager.default.contentsOfDirectory(atPath: base).first
            return "\(base)/\(try #require(record))"
        }
    }

    private var file: String { get throws { "\(try folder)/signing.key" } }

    private func bytes(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

    private func put(_ data: Data, _ path: String) throws {
        try data.write(to: URL(filePath: path))
    }

    private func key() throws -> String {
        try fixture.done("checkpoint", "--key").trimmingCharacters(in: .newlines)
    }

    private func person(
        _ name: String,
        _ more: String...,
        signing: String? = nil
    ) throws -> Command.Result {
        try Command.run(
            "vigil",
            ["person", "add", "C-0001", "--person", name, "--role", "relative"] + more,
            environment: fixture.environment.merging(
                signing.map { ["VIGIL_SIGNING_KEY": $0] } ?? [:]
            ) { $1 }
        )
    }

    private func verified(_ key: String, _ place: SourceLocation = #_sourceLocation) throws -> Bool
    {
        let ours = try fixture.vigil("verify", "--key", key, "--format", "json")
        if let theirs = try fixture.python(fixture.record, "--key", key, "--json") {
            #expect(ours.status == theirs.status, "\(theirs.output)", sourceLocation: place)
            let (own, other) = (try JSON.parse(ours.output), try JSON.parse(theirs.output))
            for member in ["size", "checkpoints", "keys"] where ours.status == 0 {
                #expect(own[member] == other[member], "\(member)", sourceLocation: place)
            }
        }
        return ours.status == 0
    }

    @Test func `replaced twice, the record verifies with any of its keys, and all of it is shown`()
        throws
    {
        let before = try JSON.parse(
            String(contentsOfFile: fixture.record + "/record.json", encoding: .utf8)
        )
        #expect(
            before.members?.map(\.name) == [
                "format", "id", "name", "nation", "origin", "key", "created",
            ]
        )
        var keys = [try key()]
        for reason in ["staff-left", "compromise"] {
            let said = try fixture.done("keys", "rotate", "signing", "--reason", reason)
            keys.append(try key())
            #expect(said.contains("\(keys[keys.count - 1]) signs from now on"))
            #expect(said.contains("\(keys[keys.count - 2]) is retired at size"))
            #expect(try person("p-\(reason)").status == 0)
        }
        #expect(Set(keys).count == 3)
        for key in keys { #expect(try verified(key)) }
        let after = try JSON.parse(
            String(contentsOfFile: fixture.record + "/record.json", encoding: .utf8)
        )
        #expect(after["key"]?.string == keys[2])
        #expect(
            after.members?.filter { $0.name != "key" }
                == before.members?.filter { $0.name != "key" }
        )
        let list = try fixture.vigil("keys", "list")
        for key in keys { #expect(list.output.contains(key)) }
        let json = try JSON.parse(try fixture.done("keys", "list", "--format", "json"))
        let spans = json["signingKeys"]?.array ?? []
        #expect(spans.map { $0["key"]?.string } == keys)
        #expect(spans.map { $0["last"] == nil } == [false, false, true])
        #expect(try fixture.done("keys", "check").contains("3 signing keys, one after the other"))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "signing.key", "units.key",
            ]
        )
        let secret = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!(list.output + list.errors).contains(secret.dropLast().suffix(40)))
        let wrong = try fixture.vigil("keys", "rotate", "signing", "--reason", "erasure")
        #expect(
            wrong.status == 1 && wrong.errors.contains("no erasure asks for another signing key")
        )
    }

    @Test func `the old key signs nothing more, and entries are recorded with a notice`() throws {
        let old = try #require(bytes(try file))
        let first = try key()
        try fixture.done("keys", "rotate", "signing")
        try put(old, fixture.folder("old.key"))
        let result = try person("aunt", signing: fixture.folder("old.key"))
        #expect(result.status == 0)
        #expect(result.errors.contains("is not the one in use, and signs nothing"))
        let signing = try fixture.vigil("checkpoint", "--signing-key", fixture.folder("old.key"))
        #expect(signing.status == 4, "\(signing.errors)")
        let again = try fixture.vigil(
            "keys",
            "rotate",
            "signing",
            "--signing-key",
            fixture.folder("old.key")
        )
        #expect(again.status == 4 && again.errors.contains("only it can hand over"))
        #expect(try verified(first))
        // With the right one, what was recorded meanwhile is signed.
        try fixture.done("checkpoint")
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }

    @Test func `a change of key that was cut in two is finished or undone`() throws {
        let (current, next, retired) = (try file, try file + ".next", try file + ".retired")
        let info = fixture.record + "/record.json"
        let (old, oldInfo) = (try #require(bytes(current)), try #require(bytes(info)))
        func expect(_ key: Data, _ record: Data? = nil, _ place: SourceLocation = #_sourceLocation)
            throws
        {
            #expect(
                try person("p-\(Int.random(in: 0..<1_000_000_000))").status == 0,
                sourceLocation: place
            )
            #expect(bytes(current) == key, sourceLocation: place)
            #expect(bytes(next) == nil && bytes(retired) == nil, sourceLocation: place)
            if let record { #expect(bytes(info) == record, sourceLocation: place) }
            #expect(try fixture.done("verify").hasPrefix("whole"), sourceLocation: place)
        }
        // A key that nothing handed over to is undone.
        let other = try CommandFixture()
        try other.withCase()
        try put(old, next)
        try expect(old, oldInfo)
        try fixture.done("keys", "rotate", "signing")
        let (new, newInfo) = (try #require(bytes(current)), try #require(bytes(info)))
        // Committed, and no file moved yet, the record's own neither.
        try put(new, next)
        try put(old, current)
        try put(oldInfo, info)
        try expect(new, newInfo)
        // The old one moved away, the new one not there yet.
        try FileManager.default.moveItem(atPath: current, toPath: next)
        try put(old, retired)
        try put(oldInfo, info)
        try expect(new, newInfo)
        // All moved, the old one not destroyed yet.
        try put(old, retired)
        try put(oldInfo, info)
        try expect(new, newInfo)
    }

    @Test
    func `killed at any moment of a change of the signing key, the record opens and verifies`()
        throws
    {
        let first = try key()
        var finished = 0
        for round in 0..<Self.rounds {
            let child = try Child(
                "\(Checkout.products)/vigil",
                ["keys", "rotate", "signing"],
                environment: Command.base.merging(fixture.environment) { $1 }
            )
            usleep(UInt32(8_000 + round * 120_000 / Self.rounds + Int.random(in: 0...4_000)))
            child.kill()
            if child.wait() == 0 { finished += 1 }
            let verdict = try fixture.done("verify", "--key", first)
            #expect(verdict.hasPrefix("whole"), "\(round)")
            let opened = try fixture.vigil("keys", "check", "--format", "json")
            #expect(opened.status == 0, "\(round): \(opened.errors)")
            #expect(
                try JSON.parse(opened.output)["signingKey"]?.string != nil,
                "after round \(round) the key that is here is not the one in use"
            )
        }
        #expect(try person("aunt").status == 0)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                "signing.key", "units.key",
            ]
        )
        #expect(try verified(first))
        #expect(try verified(try key()))
        #expect(finished < Self.rounds, "no kill came in time")
        // Each change that counts has its event.
        let spans = try JSON.parse(try fixture.done("keys", "list", "--format", "json"))
        let handovers = try fixture.done("checkpoint", "--handovers")
        #expect(
            handovers.components(separatedBy: "vigil-handover/v1").count
                == spans["signingKeys"]?.array?.count
        )
    }

    @Test func `a lost key is replaced on somebody's word, and who trusts it does not follow`()
        throws
    {
        let first = try key()
        let refused = try fixture.vigil("keys", "rotate", "signing", "--lost")
        #expect(refused.status == 1 && refused.errors.contains("a lost one is not"))
        try FileManager.default.removeItem(atPath: file)
        let without = try fixture.vigil("keys", "rotate", "signing")
        #expect(without.status == 4 && without.errors.contains("--lost"))
        #expect(try person("aunt").errors.contains("the signing key is not here"))
        let said = try fixture.vigil("keys", "rotate", "signing", "--lost", "--reason", "recovery")
        #expect(said.status == 0, "\(said.errors)")
        #expect(said.errors.contains("who has the old one alone cannot follow"))
        let second = try key()
        #expect(try person("uncle").errors.isEmpty)
        #expect(try verified(second))
        #expect(try !verified(first))
        #expect(try fixture.done("verify").contains("the old key was lost and does not say so"))
        // Cut off before the files were settled, it is finished all the same.
        let info = fixture.record + "/record.json"
        let text = try String(contentsOfFile: info, encoding: .utf8)
        try put(Data(text.replacingOccurrences(of: second, with: first).utf8), info)
        try FileManager.default.moveItem(atPath: file, toPath: file + ".next")
        #expect(try person("cousin").errors.isEmpty)
        #expect(try String(contentsOfFile: info, encoding: .utf8) == text)
        #expect(bytes(try file + ".next") == nil)
    }

    @Test func `receipts from under an earlier key count, and a thief's do not`() throws {
        let old = try #require(bytes(try file))
        try fixture.folder.write("before", try fixture.done("checkpoint"))
        try fixture.done("keys", "rotate", "signing")
        #expect(try person("aunt").status == 0)
        try fixture.folder.write("after", try fixture.done("checkpoint"))
        func open(_ receipts: String...) throws -> Command.Result {
            let names = receipts.map { fixture.folder($0) }.joined(separator: ":")
            return try Command.run(
                "vigil",
                ["staff", "list"],
                environment: fixture.environment.merging(["VIGIL_RECEIPT": names]) { $1 }
            )
        }
        #expect(try open("before", "after").status == 0)
        // A checkpoint of later, signed by the old key: somebody has it who should not.
        try fixture.folder.write("forged", try forged(old))
        let refused = try open("forged")
        #expect(refused.status == 1, "\(refused.output)")
        #expect(refused.errors.contains("signed by a key that was retired at size"))
    }

    /// The newest checkpoint, signed by a key in Go's written form.
    private func forged(_ secret: Data) throws -> String {
        let line = String(decoding: secret, as: UTF8.self).trimmingCharacters(in: .newlines)
        let script = """
            import base64, hashlib, sys
            from cryptography.hazmat.primitives.asymmetric import ed25519
            note = sys.stdin.read()
            text = note.rpartition("\\n\\n")[0] + "\\n"
            _, _, name, key_id, data = sys.argv[1].split("+", 4)
            seed = base64.b64decode(data)[1:]
            key = ed25519.Ed25519PrivateKey.from_private_bytes(seed)
            line = base64.b64encode(bytes.fromhex(key_id) + key.sign(text.encode())).decode()
            sys.stdout.write(f"{text}\\n\\u2014 {name} {line}\\n")
            """
        try fixture.folder.write("forge.py", script)
        let result = try Command.run(
            try #require(Command.find("python3")),
            [fixture.folder("forge.py"), line],
            input: Data(try fixture.done("checkpoint").utf8)
        )
        #expect(result.status == 0, "\(result.errors)")
        return result.output
    }

    @Test func `a witness is told, by handovers or by word, and until then refuses`() throws {
        let witness = fixture.folder("witness")
        let name = try fixture.done("witness", "init", witness, "--name", "witness.example/one")
            .trimmingCharacters(in: .newlines)
        try fixture.done("witness", "trust", witness, try key())
        try fixture.done("checkpoint", "--add-witness", name)
        try fixture.done("checkpoint", "--witness", witness)
        try fixture.done("keys", "rotate", "signing")
        let refused = try fixture.vigil("checkpoint", "--witness", witness)
        #expect(refused.status == 1 && refused.errors.contains("vigil witness trust"))
        let silent = try fixture.vigil("witness", "trust", witness, try key())
        #expect(silent.status == 1 && silent.errors.contains("by another key already"))
        try fixture.folder.write("handovers", try fixture.done("checkpoint", "--handovers"))
        try fixture.done(
            "witness",
            "trust",
            witness,
            try key(),
            "--handover",
            fixture.folder("handovers")
        )
        try fixture.done("checkpoint", "--witness", witness)
        #expect(try fixture.done("verify").hasPrefix("whole"))
        try fixture.done("keys", "rotate", "signing", "--reason", "compromise")
        try fixture.done("witness", "trust", witness, try key(), "--replace")
        try fixture.done("checkpoint", "--witness", witness)
        let empty = try fixture.vigil(
            "witness",
            "trust",
            witness,
            try key(),
            "--handover",
            fixture.folder("pass")
        )
        #expect(empty.status == 4)
        #expect(try fixture.done("verify", "--key", try key()).hasPrefix("whole"))
        if let theirs = try fixture.python(fixture.record, "--key", try key(), "--key", name) {
            #expect(theirs.status == 0, "\(theirs.output)")
        }
    }

    @Test func `a backup from before, shipped to after, restores and is written on`() throws {
        let (backup, keys) = (fixture.folder("backup"), fixture.folder("keys"))
        try fixture.done("backup", backup, "--keys", keys)
        let first = try key()
        try fixture.done("keys", "rotate", "signing")
        #expect(try person("aunt").status == 0)
        let second = try key()
        try fixture.done("backup", backup, "--incremental", "--keys", keys)
        let copy = fixture.folder("copy.vigil")
        try fixture.done("restore", backup, "--to", copy, "--keys", keys)
        #expect(try person("uncle", "--record", copy).errors.isEmpty)
        for key in [first, second] {
            #expect(try fixture.done("verify", "--record", copy, "--key", key).hasPrefix("whole"))
        }
        // After a loss nobody vouches for the new key but itself: the backup names it.
        try FileManager.default.moveItem(atPath: copy, toPath: fixture.record + ".copy")
        try FileManager.default.removeItem(atPath: fixture.record)
        try FileManager.default.moveItem(atPath: fixture.record + ".copy", toPath: fixture.record)
        try FileManager.default.removeItem(atPath: file)
        try fixture.done("keys", "rotate", "signing", "--lost")
        try fixture.done("backup", backup, "--incremental", "--keys", keys)
        try fixture.done("restore", backup, "--to", copy, "--keys", keys)
        #expect(try fixture.done("verify", "--record", copy).hasPrefix("whole"))
    }

    @Test func `recovery copies from before a change of key are told, and restore no retired key`()
        throws
    {
        try fixture.folder.write("pass", "a long passphrase\n")
        let pass = ["--passphrase-file", fixture.folder("pass")]
        try fixture.done("keys", "holder-key", "--out", fixture.folder("h.key"), pass[0], pass[1])
        func copy(_ name: String) throws {
            try fixture.done(
                "keys",
                "recover",
                "--make",
                "--holder",
                "s-ann",
                "--public-key",
                fixture.folder("h.key.pub"),
                "--out",
                fixture.folder(name)
            )
        }
        func recover(_ name: String) throws -> Command.Result {
            try fixture.vigil(
                "keys",
                "recover",
                "--from",
                fixture.folder(name),
                "--holder-key",
                fixture.folder("h.key"),
                pass[0],
                pass[1],
                "--reason",
                "The disk failed"
            )
        }
        try copy("before")
        try fixture.done("keys", "rotate", "signing")
        let warning = "the recovery copy of s-ann was made before the signing key was replaced"
        #expect(try fixture.vigil("keys", "list").errors.contains(warning))
        let new = try #require(bytes(try file))
        try copy("after")
        #expect(try !fixture.vigil("keys", "list").errors.contains(warning))
        try FileManager.default.removeItem(atPath: file)
        let old = try recover("before")
        #expect(old.status == 1 && old.errors.contains("was replaced, and signs nothing more"))
        #expect(bytes(try file) == nil)
        #expect(try recover("after").status == 0)
        #expect(bytes(try file) == new)
    }

    @Test func `the signing key is replaced while others write, and no checkpoint is wrong`() throws
    {
        let first = try key()
        let writers = try ["a", "b"].map { name in
            try Child(
                "\(Checkout.products)/vigil-bench",
                ["hammer", fixture.record, "C-0001", "100000"],
                environment: Command.base.merging(fixture.environment) { $1 },
                output: fixture.folder(name)
            )
        }
        defer { for writer in writers { writer.kill(); writer.wait() } }
        for _ in 0..<3 {
            try fixture.done("keys", "rotate", "signing")
            usleep(30_000)
        }
        for writer in writers { writer.kill(); writer.wait() }
        #expect(try verified(first))
        for name in ["a", "b"] {
            #expect(try !String(contentsOfFile: fixture.folder(name), encoding: .utf8).isEmpty)
        }
    }
}
