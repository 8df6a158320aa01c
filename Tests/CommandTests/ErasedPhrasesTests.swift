import EventLog
import Foundation
import Support
import Testing
import Values

/// Goal: of an erased unit nothing is left in any file, in any language or encoding, also not in one that
/// a running process has open. Method: phrases in every place in which a person can write, looked for as
/// written, folded, escaped, in UTF-8 and UTF-16, and as the bytes that were sealed.
@Suite struct ErasedPhrasesTests {
    /// Of several languages and both directions, with marks that can be written in two ways, and one
    /// that fills many pages.
    static let texts = [
        "quillfeathering", "Krähenfußgäßchenlaterne", "Ψαροκάικοφεγγάρι", "القمرالفضيالبعيدجدا",
        "ירחכסוףרחוקמאוד", "蓝色羽毛笔在月光下", "Zoe\u{308}lanternwright", "👩🏽‍🍼🪶🏮🧶🪁",
        "Свечникоковаль-перо", "nested-marmaladeship",
    ]
    static let long = (0..<900).map { "brackenfold\($0)lantern" }.joined(separator: " ")

    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try FileManager.default.createDirectory(
            atPath: fixture.folder("tmp"),
            withIntermediateDirectories: true
        )
        try fixture.withCase()
        for (name, role) in [
            ("s-records", "records-manager"), ("s-privacy", "privacy-officer"),
            ("s-lead", "safeguarding-lead"),
        ] {
            try fixture.done("staff", "add", "--name", name, "--role", role, "--pseudonym", name)
        }
    }

    private var environment: [String: String] {
        fixture.environment.merging([
            "TMPDIR": fixture.folder("tmp"), "SQLITE_TMPDIR": fixture.folder("tmp"),
        ]) { $1 }
    }

    @discardableResult
    private func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation)
        throws -> String
    {
        let result = try Command.run("vigil", arguments, environment: environment)
        #expect(
            result.status == 0,
            "\(arguments.prefix(3)): \(result.errors)",
            sourceLocation: sourceLocation
        )
        return result.output
    }

    private func plant() throws {
        let texts = ErasedPhrasesTests.texts
        try done(
            "person",
            "add",
            "C-0001",
            "--person",
            "aunt",
            "--role",
            "relative",
            "--name",
            texts[0],
            "--note",
            texts[1]
        )
        for (index, text) in texts.enumerated() {
            try done(
                "record",
                "progress-note",
                "C-0001",
                "--text",
                "Then \(text), and he looked",
                "--concerning",
                "mother",
                "--source",
                "letter of \(text)",
                "--third-party",
                "neighbour \(text)",
                "--late-reason",
                "because of \(text)",
                "--at",
                "\(index + 2) days ago"
            )
        }
        try done("record", "progress-note", "C-0001", "--text", ErasedPhrasesTests.long)
        // Fields in fields: scores, lists, the data of an amendment, a statement.
        try done(
            "record",
            "measure-scored",
            "C-0001",
            "--json",
            #"{"code": "hads", "subject": "mother", "respondent": "mother", "occasion": "baseline", "subscales": {"\#(texts[9])": 3}}"#
        )
        let entries = try JSON.parse(done("timeline", "C-0001", "--format", "json"))["entries"]
        let note = try #require(
            entries?.array?.first { $0["type"] == "progress-note" }?["position"]?.integer
        )
        try done(
            "rights",
            "rectify",
            "\(note)",
            "--requested-by",
            "mother",
            "--own-words",
            "Never \(texts[5])",
            "--reason",
            "Because \(texts[6])",
            "--text",
            "Now \(texts[8])"
        )
        try done(
            "rights",
            "rectify",
            "\(note + 1)",
            "--refused",
            "--requested-by",
            "mother",
            "--own-words",
            "Never \(texts[2])",
            "--reason",
            "Because \(texts[3])"
        )
    }

    /// A disposal of all of the case, approved and due.
    private func approved() throws -> String {
        let said = try done(
            "erase",
            "propose",
            "C-0001",
            "--ground",
            "court-order",
            "--as",
            "s-records"
        )
        let id = String(said.split(separator: " ")[1])
        for staff in ["s-privacy", "s-lead"] {
            try done(
                "erase",
                "appraise",
                id,
                "--outcome",
                "destroy",
                "--reason",
                "An order",
                "--as",
                staff
            )
        }
        try done("erase", "schedule", id, "--not-before", "now", "--as", "s-records")
        return id
    }

    private func bodies() throws -> [Int64: [UInt8]] {
        let log = try EventLog.open(at: fixture.record + "/log.sqlite", access: .readOnly)
        return try log.read { snapshot in
            try snapshot.events(from: 1, count: 10_000).reduce(into: [:]) {
                $0[$1.row.position] = $1.body
            }
        }
    }

    @Test func `after erasure and a new key no form of any phrase is in any file`() throws {
        try plant()
        try done("projections", "rebuild")
        // Files beside those that serve, and terms of the search index.
        for text in ["quillfeathering", "Krähenfußgäßchenlaterne", "brackenfold7lantern"] {
            #expect(try done("search", text).contains("C-0001"))
        }
        let pack = fixture.folder("before.pack")
        let policy = fixture.folder("policy.txt")
        try Data(try done("checkpoint", "--policy").utf8).write(to: URL(fileURLWithPath: policy))
        try done(
            "pack",
            "C-0001",
            "--out",
            pack,
            "--recipient",
            "Auditor",
            "--basis",
            "public task",
            "--disclose",
            "all",
            "--purpose",
            "audit"
        )
        let before = try bodies()
        // A process that was there before, and goes on.
        let errors = fixture.folder("tail.errors")
        let tail = try Child(
            "\(Checkout.products)/vigil",
            ["log", "tail", "--follow"],
            environment: Command.base.merging(environment) { $1 },
            output: fixture.folder("tail.output"),
            errors: errors
        )
        defer {
            tail.kill()
            tail.wait()
        }
        let plain = Phrases(ErasedPhrasesTests.texts + ["brackenfold700lantern"])
        let held = try plain.holding(under: fixture.folder.path, but: ["before.pack"])
        #expect(held.contains { $0.hasPrefix("test.vigil/projections/") }, "the search looks")
        for form in ["as written", "folded"] {
            #expect(held.contains { $0.contains("UTF-8, \(form)") }, "\(form)")
        }
        let id = try approved()
        try done("erase", "run", id, "--as", "s-records")
        try done("keys", "rotate", "key-encryption", "--reason", "erasure", "--as", "s-records")
        let after = try bodies()
        let gone = before.filter { after[$0.key] == nil }
        #expect(gone.count >= 18)
        let phrases = Phrases(
            ErasedPhrasesTests.texts
                + [0, 1, 450, 899].map { "brackenfold\($0)lantern" },
            bytes: gone.map { ("sealed bytes of \($0.key)", Data($0.value.prefix(48))) }
                + gone.map { ("the end of those of \($0.key)", Data($0.value.suffix(32))) }
        )
        #expect(try phrases.holding(under: fixture.folder.path, but: ["before.pack"]) == [])
        // Nor would a crash leave what it has in memory.
        let limits = try String(contentsOfFile: "/proc/\(tail.pid)/limits", encoding: .utf8)
        let core = try #require(
            limits.split(separator: "\n").first { $0.contains("core file size") }
        )
        #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        #expect(try phrases.holding(openIn: tail.pid) == [])
        // Again once everything was computed anew, and by a reader.
        try done("projections", "rebuild")
        #expect(try !done("search", "quillfeathering").contains("C-0001"))
        #expect(try phrases.holding(under: fixture.folder.path, but: ["before.pack"]) == [])
        #expect(try phrases.holding(openIn: tail.pid) == [])
        // Stub, proofs and the pack from before.
        #expect(try done("verify", "--contents").hasPrefix("whole"))
        #expect(
            try Command.run(
                "vigil",
                ["verify-pack", pack, "--policy", policy],
                environment: environment
            ).status == 0
        )
        if let python = try fixture.python(fixture.record) {
            #expect(python.status == 0, "\(python.output)")
        }
    }
}
