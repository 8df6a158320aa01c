import Foundation
import Support
import Testing
import Values

/// Goal: what leaves the record leaves once decided, checked and recorded, and can be followed
/// afterwards. Method: the commands, as an integration engineer and an auditor use them.
@Suite struct ExportTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try fixture.withCase()
    }

    private func film() throws {
        for scope in ["film-interaction", "film-shared-review"] {
            try fixture.done(
                "consent",
                "give",
                "C-0001",
                "--scopes",
                scope,
                "--concerning",
                "mother,infant",
                "--giver",
                "mother",
                "--how",
                "written"
            )
        }
        try fixture.done(
            "film",
            "add",
            "C-0001",
            "--at",
            "yesterday 14:00-14:05",
            "--kind",
            "interaction",
            "--duration",
            "5min",
            "--people",
            "mother,infant",
            "--location",
            "vault/7"
        )
    }

    @discardableResult
    private func export(
        _ file: String,
        _ more: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> JSON {
        let result = try Command.run(
            "vigil",
            [
                "export", "C-0001", "--out", fixture.folder(file), "--recipient", "Example trust",
                "--basis", "public task", "--format", "json",
            ] + more,
            environment: fixture.environment
        )
        #expect(result.status == 0, "\(result.errors)", sourceLocation: sourceLocation)
        return try JSON.parse(result.output)
    }

    private func text(_ file: String) throws -> String {
        try String(contentsOfFile: fixture.folder(file), encoding: .utf8)
    }

    @Test func `the same case gives the same bytes, wherever and whenever`() throws {
        try film()
        try export("one.xml")
        try export("two.xml")
        #expect(try text("one.xml") == text("two.xml"))
        // Another machine: another home, another time zone, another language.
        let other = fixture.folder.path + "-elsewhere"
        try FileManager.default.copyItem(atPath: fixture.folder.path, toPath: other)
        defer { try? FileManager.default.removeItem(atPath: other) }
        let result = try Command.run(
            "vigil",
            [
                "export", "C-0001", "--out", "\(other)/three.xml", "--recipient", "Example trust",
                "--basis", "public task",
            ],
            environment: fixture.environment.mapValues {
                $0.replacingOccurrences(of: fixture.folder.path, with: other)
            }.merging(["TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"]) { $1 }
        )
        #expect(result.status == 0, "\(result.errors)")
        let third = try String(contentsOfFile: other + "/three.xml", encoding: .utf8)
        #expect(try text("one.xml") == third)
    }

    @Test func `every profile of a whole case gives the same bytes on another machine`() throws {
        let home = fixture.folder("here")
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let made = try Command.run(
            "vigil",
            ["demo", home + "/demo.vigil"],
            environment: fixture.folder.environment
        )
        #expect(made.status == 0, "\(made.errors)")
        let away = fixture.folder("elsewhere/with a space")
        try FileManager.default.createDirectory(
            atPath: fixture.folder("elsewhere"),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(atPath: home, toPath: away)
        let profiles =
            try JSON.parse(fixture.done("exports", "list", "--format", "json"))
            .array?.filter { $0["of"] == nil } ?? []
        #expect(profiles.count >= 2)
        // A log of looks grows with each copy, so of those it is the beginning that both have.
        let moment = ISO8601DateFormatter().string(from: Date())
        let looks = ["access-log", "fhir-r4-access-log", "dicom-audit"]
        func export(_ folder: String, _ name: String, _ ending: String, _ local: [String: String])
            throws -> Data
        {
            let file = "\(folder)/\(name).\(ending)"
            let result = try Command.run(
                "vigil",
                [
                    "export", "C-0001", "--to", name, "--out", file, "--recipient", "Example trust",
                    "--basis", "public task", "--record", folder + "/demo.vigil",
                ]
                    + (looks.contains(name)
                        ? ["--as", "s-auditor", "--purpose", "audit", "--known-at", moment]
                        : name == "subject-access"
                            ? ["--as", "s-records", "--purpose", name]
                            : ["--as", "s-guider", "--purpose", "direct-care"]),
                environment: [
                    "HOME": folder, "XDG_DATA_HOME": folder + "/data",
                    "XDG_STATE_HOME": folder + "/state",
                ].merging(local) { $1 }
            )
            #expect(result.status == 0, "\(name): \(result.errors)")
            return try Data(contentsOf: URL(fileURLWithPath: file))
        }
        for profile in profiles {
            let name = try #require(profile["name"]?.string)
            for ending in profile["endings"]?.strings ?? [] {
                let here = try export(home, name, ending, ["TZ": "Europe/London", "LANG": "C"])
                let there = try export(
                    away,
                    name,
                    ending,
                    ["TZ": "Asia/Kathmandu", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"]
                )
                #expect(here == there, "\(name).\(ending)")
            }
        }
    }

    @Test func `a dry run says of each entry what leaves, and writes nothing`() throws {
        try film()
        try fixture.done("note", "add", "C-0001", "--text", "Only words")
        let before = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        let told = try JSON.parse(
            fixture.done("export", "C-0001", "--dry-run", "--format", "json")
        )
        let entries = try #require(told["entries"]?.array)
        #expect(told["about"] == "infant")
        #expect(entries.count == 8)
        // What staff are to the case leaves for nobody.
        #expect(entries.count { $0["outcome"] == "withheld" } == 1)
        #expect(
            Set(entries.compactMap { $0["outcome"]?.string })
                == ["exported", "in part", "withheld"]
        )
        #expect(entries.allSatisfy { $0["rule"]?.string?.isEmpty == false })
        #expect(entries.allSatisfy { $0["reason"]?.string?.isEmpty == false })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path) == before
        )
        #expect(try fixture.done("exports", "register", "--format", "json") == "[]\n")
        #expect(try fixture.done("export", "C-0001", "--dry-run").contains("in part"))
    }

    @Test func `the register knows what left, and who holds what has changed since`() throws {
        try film()
        let note = try fixture.done(
            "child",
            "observe",
            "C-0001",
            "--child",
            "infant",
            "--observation",
            "Looks away"
        )
        #expect(note.contains("recorded"))
        let first = try export("first.xml")
        let position = try #require(first["position"]?.integer)
        let register = try JSON.parse(fixture.done("exports", "register", "--format", "json"))
        let issue = try #require(register.array?.first)
        #expect(register.array?.count == 1)
        #expect(issue["recipient"] == "Example trust" && issue["sha256"] == first["sha256"])
        #expect(issue["case"] == "C-0001" && issue["position"] == first["position"])
        #expect(try fixture.done("exports", "affected").contains("no copy outside"))

        let exported = (issue["exported"]?.array ?? []).compactMap(\.integer)
        let observed = try #require(exported.max())
        try fixture.done(
            "entry",
            "amend",
            "\(observed)",
            "--reason",
            "wrong word",
            "--observation",
            "Looks up"
        )
        try fixture.done(
            "consent",
            "withdraw",
            "C-0001",
            "--scopes",
            "film-interaction",
            "--concerning",
            "infant",
            "--giver",
            "mother"
        )
        let affected = try JSON.parse(fixture.done("exports", "affected", "--format", "json"))
        let changes = try #require(affected.array)
        #expect(Set(changes.compactMap { $0["change"]?.string }) == ["amended", "out-of-consent"])
        #expect(changes.contains { $0["entry"]?.integer == observed && $0["change"] == "amended" })

        let second = try export("second.xml", "--replaces", "\(position)")
        let corrected = try text("second.xml")
        let digest = try #require(first["sha256"]?.string)
        #expect(corrected.contains(digest))
        #expect(corrected.contains("Looks up") && !corrected.contains("Looks away"))
        #expect(!corrected.contains("vault/7"))
        #expect(try text("first.xml").contains("vault/7"))
        #expect(second["document"] != first["document"])
        #expect(try fixture.done("exports", "affected").contains("no copy outside"))
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }

    @Test func `a copy that breaks a rule is not written, and the entry is named`() throws {
        try film()
        let mine = fixture.folder("mine")
        try fixture.done("exports", "new", "filming", "--exports", mine)
        let sheet = "\(mine)/filming/sessions.xsl"
        let text = try String(contentsOfFile: sheet, encoding: .utf8)
            .replacingOccurrences(
                of: "c:entry[@type='session-held' and @standing!='in-error']",
                with: "c:entry[@type='film-taken']"
            )
            .replacingOccurrences(
                of: "</xsl:for-each>",
                with: #"<session entry="{@id}">again</session></xsl:for-each>"#
            )
        try text.write(toFile: sheet, atomically: true, encoding: .utf8)
        let temporary = fixture.folder("temporary")
        try FileManager.default.createDirectory(
            atPath: temporary,
            withIntermediateDirectories: true
        )
        let result = try Command.run(
            "vigil",
            [
                "export", "C-0001", "--to", "filming", "--exports", mine, "--out",
                fixture.folder("bad.xml"), "--recipient", "Example trust", "--basis", "public task",
            ],
            environment: fixture.environment.merging(["TMPDIR": temporary]) { $1 }
        )
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        #expect(result.status == 1)
        #expect(result.errors.contains("SE-01") && result.errors.contains("comes from entry"))
        #expect(!result.errors.contains("vault"))
        #expect(!FileManager.default.fileExists(atPath: fixture.folder("bad.xml")))
        #expect(try fixture.done("exports", "register", "--format", "json") == "[]\n")
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!left.contains { $0.contains("draft") })
    }

    @Test func `every case goes into its own file`() throws {
        try fixture.done("case", "open")
        let folder = fixture.folder("all")
        let told = try JSON.parse(
            fixture.done(
                "export",
                "--all",
                "--out",
                folder,
                "--recipient",
                "Panel",
                "--basis",
                "public task",
                "--format",
                "json"
            )
        )
        #expect(told["exported"]?.array?.count == 2)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                == ["C-0001.xml", "C-0002.xml"]
        )
        let register = try JSON.parse(fixture.done("exports", "register", "--format", "json"))
        #expect(register.array?.count == 2)
    }

    @Test(arguments: [
        (["--to", "nothing"], "there is no profile"), (["--about", "aunt"], "no person"),
        (["--include", "secrets"], "nothing that can be asked"),
        (["--replaces", "1"], "no export of this case"),
        (["--known-at", "2001-01-01"], "nothing of the case had been recorded by"),
    ])
    func `what cannot be done says so`(arguments: [String], sentence: String) throws {
        let result = try Command.run(
            "vigil",
            [
                "export", "C-0001", "--out", fixture.folder("x.xml"), "--recipient", "R", "--basis",
                "B",
            ] + arguments,
            environment: fixture.environment
        )
        #expect(result.status == 1)
        #expect(result.errors.contains(sentence), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: fixture.folder("x.xml")))
    }

    @Test func `a copy as of a time, known at another and of a range says so`() throws {
        try film()
        try export("then.xml", "--as-of", "today", "--known-at", "today", "--from", "2020-01-01")
        let text = try text("then.xml")
        #expect(text.contains("<asOf>") && text.contains("<knownAt>") && text.contains("<from>"))
    }

    @Test func `what is CSV is whole, digests and sentences included`() throws {
        let long = String(repeating: "He looked, and she waited; ", count: 12)
        try fixture.done("record", "progress-note", "C-0001", "--text", long)
        let digest = try #require(try export("one.xml")["sha256"]?.string)
        let register = try fixture.done("exports", "register", "--format", "csv")
        #expect(digest.utf8.count == 64 && register.contains(digest))
        #expect(try !fixture.done("exports", "register").contains(digest))
        let dry = ["export", "C-0001", "--dry-run", "--purpose", "direct-care"]
        let csv = try Command.run(
            "vigil",
            dry + ["--format", "csv"],
            environment: fixture.environment
        )
        #expect(csv.output.contains(long))
        let text = try Command.run("vigil", dry, environment: fixture.environment)
        #expect(!text.output.contains(long))
    }

}
