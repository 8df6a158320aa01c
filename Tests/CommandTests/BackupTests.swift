import EventLog
import Foundation
import Support
import Testing
import Values

/// Goal: a backup is made while the record is used, restores to a record that verifies and reads, and
/// an old copy never passes for the newest.
@Suite(.serialized) struct BackupTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try fixture.withCase()
    }

    private var backup: String { fixture.folder("backup") }
    private var keys: String { fixture.folder("keys") }

    private func note(_ text: String, in record: String? = nil) throws {
        try fixture.done(
            "record",
            "progress-note",
            "--case",
            "C-0001",
            "--text",
            text,
            "--record",
            record ?? fixture.record
        )
    }

    @Test func `full, then what is new: it restores, verifies and reads`() throws {
        try note("first words")
        try fixture.done("backup", backup, "--keys", keys)
        for text in ["second words", "third words"] {
            try note(text)
            try fixture.done("backup", backup, "--incremental", "--keys", keys)
        }
        let copy = fixture.folder("copy.vigil")
        let said = try fixture.done("restore", backup, "--to", copy, "--keys", keys)
        #expect(said.contains("every hash verified"))
        #expect(try fixture.done("verify", "--record", copy, "--contents").hasPrefix("whole:"))
        let timeline = try fixture.done("timeline", "C-0001", "--record", copy)
        #expect(["first", "second", "third"].allSatisfy { timeline.contains("\($0) words") })
        if let python = try fixture.python(copy) { #expect(python.status == 0, "\(python.output)") }
        // Nothing is lost, so writing goes on.
        try note("fourth words", in: copy)
    }

    @Test func `a copy without its keys can be verified and not read`() throws {
        try fixture.done("backup", backup)
        let copy = fixture.folder("copy.vigil")
        try fixture.done("restore", backup, "--to", copy)
        #expect(try fixture.done("verify", "--record", copy).hasPrefix("whole:"))
        #expect(try fixture.vigil("timeline", "C-0001", "--record", copy).status == 4)
    }

    @Test func `nothing is written over, and it says which is newer`() throws {
        try fixture.done("backup", backup, "--keys", keys)
        try note("later")
        let over = try fixture.vigil("restore", backup, "--to", fixture.record, "--keys", keys)
        #expect(over.status == 1 && over.errors.contains("events more than the backup"))
        #expect(try fixture.vigil("backup", backup, "--keys", keys).status == 1)
        let inside = try fixture.vigil(
            "backup",
            fixture.folder("b"),
            "--keys",
            fixture.folder("b/k")
        )
        #expect(inside.status == 1 && inside.errors.contains("apart"))
    }

    @Test func `any changed byte of a backup keeps it from being restored`() throws {
        try fixture.done("backup", backup, "--keys", keys)
        try note("later")
        try fixture.done("backup", backup, "--incremental", "--keys", keys)
        let files =
            ["backup.json", "log.sqlite"]
            + (try FileManager.default.contentsOfDirectory(atPath: "\(backup)/shipments"))
            .map { "shipments/\($0)" }
        for file in files {
            let url = URL(fileURLWithPath: "\(backup)/\(file)")
            let whole = try Data(contentsOf: url)
            for _ in 0..<4 {
                var data = whole
                let place = Int.random(in: 0..<data.count)
                data[place] ^= UInt8.random(in: 1...255)
                try data.write(to: url)
                let copy = fixture.folder("copy-\(UUID().uuidString).vigil")
                let result = try fixture.vigil("restore", backup, "--to", copy)
                // A time of the manifest may be changed without changing what is restored.
                if result.status == 0 {
                    #expect(file == "backup.json")
                    #expect(try fixture.done("verify", "--record", copy).hasPrefix("whole"))
                } else {
                    #expect(!FileManager.default.fileExists(atPath: copy))
                }
            }
            try whole.write(to: url)
        }
    }

    @Test func `taken while two writers write, it has everything acknowledged before it began`()
        throws
    {
        let names = ["a", "b"]
        let writers = try names.map { name in
            try Child(
                "\(Checkout.products)/vigil-bench",
                ["hammer", fixture.record, "C-0001", "100000"],
                environment: Command.base.merging(fixture.environment) { $1 },
                output: fixture.folder(name)
            )
        }
        defer { for writer in writers { writer.kill(); writer.wait() } }
        func acknowledged() throws -> Set<String> {
            try Set(
                names.flatMap { name in
                    try String(contentsOfFile: fixture.folder(name), encoding: .utf8)
                        .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                        .compactMap { $0.split(separator: " ").last.map(String.init) }
                }
            )
        }
        for round in 0..<3 {
            for _ in 0..<2000 {
                if try acknowledged().count > 20 * (round + 1) { break }
                usleep(2000)
            }
            let before = try acknowledged()
            #expect(!before.isEmpty)
            if round == 0 {
                try fixture.done("backup", backup, "--keys", keys)
            } else {
                try fixture.done("backup", backup, "--incremental", "--keys", keys)
            }
            let copy = fixture.folder("copy\(round).vigil")
            try fixture.done("restore", backup, "--to", copy, "--keys", keys)
            let log = try EventLog.open(at: copy + "/log.sqlite", access: .readOnly)
            let held = try log.read { snapshot in
                Set(try snapshot.events(from: 1, count: .max / 2).map(\.row.id.description))
            }
            #expect(before.subtracting(held) == [])
            let verdict = try Command.run(
                "vigil",
                ["verify", "--record", copy, "--contents"],
                environment: fixture.environment
            )
            #expect(verdict.output.contains("every entry opens"))
        }
    }

    @Test func `a witness answers over HTTP as it does in a folder`() throws {
        let witness = fixture.folder("witness")
        let key = try fixture.done("witness", "init", witness, "--name", "witness.example/http")
            .trimmingCharacters(in: .newlines)
        let log = try fixture.done("checkpoint", "--key").trimmingCharacters(in: .newlines)
        let again = try fixture.vigil("witness", "init", witness, "--name", "witness.example/two")
        #expect(again.status == 1 && again.errors.contains("there is a witness in that folder"))
        try fixture.done("witness", "trust", witness, log)
        try fixture.done("checkpoint", "--add-witness", key)
        let port = UInt16.random(in: 20_000...60_000)
        let server = try Child(
            "\(Checkout.products)/vigil",
            ["witness", "serve", witness, "--port", "\(port)"],
            environment: Command.base.merging(fixture.environment) { $1 },
            output: fixture.folder("served")
        )
        defer {
            server.kill()
            server.wait()
        }
        let place = "http://127.0.0.1:\(port)"
        var result = try fixture.vigil("checkpoint", "--witness", place)
        for _ in 0..<50 where result.status != 0 {
            usleep(100_000)
            result = try fixture.vigil("checkpoint", "--witness", place)
        }
        #expect(result.status == 0 && result.output.contains("witness.example/http"))
        try note("more of it")
        #expect(try fixture.done("checkpoint", "--witness", place).contains("witness.example/http"))
        #expect(try fixture.done("verify").hasPrefix("whole:"))
        // Nobody there is no reason not to write, and it is told.
        server.kill()
        server.wait()
        #expect(try fixture.vigil("checkpoint", "--witness", place).status == 4)
        let without = try Command.run(
            "vigil",
            ["record", "progress-note", "--case", "C-0001", "--text", "x"],
            environment: fixture.environment.merging(["VIGIL_WITNESS": place]) { $1 }
        )
        #expect(without.status == 0 && without.errors.contains("does not answer"))
    }

    @Test func `an old copy is told by what this machine, a witness and a receipt remember`()
        throws
    {
        let witness = fixture.folder("witness")
        let key = try fixture.done("witness", "init", witness, "--name", "witness.example/one")
            .trimmingCharacters(in: .newlines)
        let log = try fixture.done("checkpoint", "--key").trimmingCharacters(in: .newlines)
        try fixture.done("witness", "trust", witness, log)
        try fixture.done("checkpoint", "--add-witness", key)
        try fixture.done("backup", backup, "--keys", keys)
        try note("of today")
        let receipt = fixture.folder("receipt.txt")
        try fixture.done("checkpoint", "--witness", witness)
            .write(toFile: receipt, atomically: true, encoding: .utf8)
        #expect(try fixture.done("verify").hasPrefix("whole:"))
        if let python = try fixture.python(fixture.record) {
            #expect(python.status == 0, "\(python.output)")
        }
        let copy = fixture.folder("copy.vigil")
        try fixture.done("restore", backup, "--to", copy, "--keys", keys)
        // Another machine with the same keys, which remembers nothing.
        let elsewhere = fixture.environment.merging([
            "XDG_STATE_HOME": fixture.folder("elsewhere"), "VIGIL_RECORD": copy,
        ]) { $1 }
        func open(_ more: [String: String]) throws -> Command.Result {
            try Command.run(
                "vigil",
                ["record", "progress-note", "--case", "C-0001", "--text", "x"],
                environment: elsewhere.merging(more) { $1 }
            )
        }
        for known in [
            ["XDG_STATE_HOME": fixture.environment["XDG_STATE_HOME"] ?? ""],
            ["VIGIL_WITNESS": witness], ["VIGIL_RECEIPT": receipt],
        ] {
            let result = try open(known)
            #expect(result.status == 3, "\(known.keys): \(result.errors)")
        }
        #expect(try open([:]).status == 0)
    }
}
