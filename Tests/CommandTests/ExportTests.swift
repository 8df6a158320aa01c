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

    /// The demo's record in a folder, with twins of the profiles of one film or review that an
    /// auditor may ask for.
    private func demo(in home: String) throws {
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let made = try Command.run(
            "vigil",
            ["demo", home + "/demo.vigil"],
            environment: fixture.folder.environment
        )
        #expect(made.status == 0, "\(made.errors)")
        for name in ["eaf", "webvtt"] {
            let twin = "\(home)/exports/\(name)-seen"
            try FileManager.default.createDirectory(
                atPath: home + "/exports",
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(
                atPath: "\(Checkout.root)/Exports/\(name)",
                toPath: twin
            )
            let manifest = try String(contentsOfFile: twin + "/manifest.json", encoding: .utf8)
                .replacingOccurrences(
                    of: "\"name\": \"\(name)\"",
                    with: "\"name\": \"\(name)-seen\""
                )
                .replacingOccurrences(of: "\"research\"", with: "\"oversight\"")
            try manifest.write(toFile: twin + "/manifest.json", atomically: true, encoding: .utf8)
        }
    }

    /// Each profile, its endings and how it is asked for.
    private func questions(at moment: String) throws -> [(String, String, [String])] {
        let profiles =
            try JSON.parse(fixture.done("exports", "list", "--format", "json")).array ?? []
        // A log of looks grows with each copy, so of those it is the beginning that both have.
        let looks = ["access-log", "fhir-r4-access-log", "dicom-audit"]
        return profiles.flatMap { profile -> [(String, String, [String])] in
            let name = profile["name"]?.string ?? ""
            let asked =
                switch name {
                case "eaf": ["--of", "film-9", "--as", "s-auditor", "--purpose", "audit"]
                case "webvtt": ["--of", "review-1", "--as", "s-auditor", "--purpose", "audit"]
                case "subject-access": ["--as", "s-records", "--purpose", name]
                case _ where looks.contains(name):
                    ["--as", "s-auditor", "--purpose", "audit", "--known-at", moment]
                default: ["--as", "s-guider", "--purpose", "direct-care"]
                }
            return (profile["endings"]?.strings ?? []).map {
                (name + (profile["of"] == nil ? "" : "-seen"), $0, asked)
            }
        }
    }

    private func export(
        from home: String,
        _ name: String,
        _ ending: String,
        _ asked: [String],
        _ local: [String: String] = [:]
    ) throws -> Data {
        let file = "\(home)/\(name).\(ending)"
        let result = try Command.run(
            "vigil",
            [
                "export", "C-0001", "--to", name, "--out", file, "--recipient", "Example trust",
                "--basis", "public task", "--record", home + "/demo.vigil",
            ] + (name.hasSuffix("-seen") ? ["--exports", home + "/exports"] : []) + asked,
            environment: [
                "HOME": home, "XDG_DATA_HOME": home + "/data", "XDG_STATE_HOME": home + "/state",
            ].merging(local) { $1 }
        )
        #expect(result.status == 0, "\(name): \(result.errors)")
        return try Data(contentsOf: URL(fileURLWithPath: file))
    }

    @Test func `every profile gives the same bytes on another machine`() throws {
        let home = fixture.folder("here")
        try demo(in: home)
        let away = fixture.folder("elsewhere/with a space")
        try FileManager.default.createDirectory(
            atPath: fixture.folder("elsewhere"),
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(atPath: home, toPath: away)
        let questions = try questions(at: ISO8601DateFormatter().string(from: Date()))
        #expect(Set(questions.map(\.0)).count >= 11)
        for (name, ending, asked) in questions {
            let local = ["TZ": "Europe/London", "LANG": "C"]
            let here = try export(from: home, name, ending, asked, local)
            let far = ["TZ": "Asia/Kathmandu", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"]
            let there = try export(from: away, name, ending, asked, far)
            #expect(here == there, "\(name).\(ending)")
        }
    }

    @Test func `two records of the same entries give the same copies, but for identifiers`() throws
    {
        let (one, two) = (fixture.folder("one"), fixture.folder("two"))
        try demo(in: one)
        try demo(in: two)
        // Looks are at the clock's time, so of two records they are not the same.
        let questions = try questions(at: "").filter { !$0.2.contains("--known-at") }
        #expect(questions.count >= 8)
        for (name, ending, asked) in questions {
            let first = plain(try export(from: one, name, ending, asked, ["TZ": "America/Lima"]))
            let second = plain(try export(from: two, name, ending, asked))
            #expect(first.count > 500 && first == second, "\(name).\(ending)")
        }
    }

    /// A copy with each identifier as the number of its first place, and without roots and digests.
    private func plain(_ copy: Data) -> String {
        let text = String(decoding: copy, as: UTF8.self)
        var numbers: [Substring: Int] = [:]
        return text.replacing(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/) {
            let number = numbers[$0.output] ?? numbers.count
            numbers[$0.output] = number
            return "id-\(number)"
        }.replacing(/[A-Za-z0-9+\/]{43}=/, with: "root")
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

    @Test func `why somebody looked stands in an auditor's copy, and in nothing else`() throws {
        let home = fixture.folder("here")
        try demo(in: home)
        let secret = "Zanzibar"
        let temporary = fixture.folder("temporary")
        try FileManager.default.createDirectory(
            atPath: temporary,
            withIntermediateDirectories: true
        )
        func run(_ who: String, _ purpose: String, _ arguments: [String]) throws -> Command.Result {
            try Command.run(
                "vigil",
                arguments,
                environment: [
                    "HOME": home, "XDG_DATA_HOME": home + "/data",
                    "XDG_STATE_HOME": home + "/state", "TMPDIR": temporary,
                    "VIGIL_RECORD": home + "/demo.vigil", "VIGIL_AS": who,
                    "VIGIL_PURPOSE": purpose,
                ]
            )
        }
        let reason = "The \(secret) clinic rang"
        let used = try run(
            "s-guider",
            "direct-care",
            ["access", "emergency", "C-0001", "--reason", reason]
        )
        #expect(used.status == 0, "\(used.errors)")
        for name in ["access-log", "fhir-r4-access-log", "dicom-audit"] {
            for (who, purpose) in [("s-records", "direct-care"), ("s-auditor", "audit")] {
                let out = "\(home)/\(name)-\(purpose).xml"
                let result = try run(
                    who,
                    purpose,
                    [
                        "export", "C-0001", "--to", name, "--out", out, "--recipient", "Trust",
                        "--basis", "public task",
                    ]
                )
                #expect(result.status == 0, "\(result.errors)")
                #expect(!(result.output + result.errors).contains(secret))
                let copy = try Data(contentsOf: URL(fileURLWithPath: out))
                let words = String(decoding: copy, as: UTF8.self)
                // A detail of DICOM is in base64.
                let opened = words.split(separator: "\"").compactMap {
                    Data(base64Encoded: String($0)).map { String(decoding: $0, as: UTF8.self) }
                }
                let holds = (opened + [words]).contains { $0.contains(secret) }
                #expect(holds == (purpose == "audit"), "\(name) for \(purpose)")
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        let record = home + "/demo.vigil"
        for file in try FileManager.default.contentsOfDirectory(atPath: record) {
            let data = FileManager.default.contents(atPath: "\(record)/\(file)") ?? Data()
            #expect(data.range(of: Data(secret.utf8)) == nil, "\(file)")
        }
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

    @Test func `a case that cannot leave keeps no other back, and each copy has its own entry`()
        throws
    {
        for _ in 0..<3 { try fixture.done("case", "open") }
        let folder = fixture.folder("all")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/C-0002.xml"))
        let result = try Command.run(
            "vigil",
            [
                "export", "--all", "--out", folder, "--recipient", "Panel", "--basis",
                "public task",
                "--format", "json",
            ],
            environment: fixture.environment
        )
        #expect(result.status == 1)
        let copies = try #require(JSON.parse(result.output)["exported"]?.array)
        #expect(copies.count == 3)
        let written = try JSON.parse(fixture.done("exports", "register", "--format", "json"))
        let register = try #require(written.array)
        #expect(register.count == 3)
        for copy in copies {
            let file = try #require(copy["file"]?.string)
            let issued = try #require(register.first { $0["position"] == copy["position"] })
            let sha256 = try #require(FileDigest(of: file)).sha256
            #expect(issued["sha256"]?.string == sha256 && copy["sha256"]?.string == sha256)
            let name = try #require(issued["case"]?.string)
            #expect(file == "\(folder)/\(name).xml")
        }
        #expect(FileManager.default.contents(atPath: folder + "/C-0002.xml") == Data("mine".utf8))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 4, "\(names)")
    }

    @Test func `every case goes out in the form that is asked for`() throws {
        func export(_ form: String) throws -> Command.Result {
            try Command.run(
                "vigil",
                [
                    "export", "--all", "--to", "chronology", "--form", form, "--out",
                    fixture.folder("pages"), "--recipient", "Panel", "--basis", "public task",
                ],
                environment: fixture.environment
            )
        }
        let pages = try export("xhtml")
        #expect(pages.status == 0, "\(pages.errors)")
        let page = try text("pages/C-0001.xhtml")
        #expect(page.contains("<html"))
        let none = try export("pdf")
        #expect(none.status == 1 && none.errors.contains(".xhtml"), "\(none.errors)")
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
