import EventLog
import Foundation
import Support
import Testing
import Values

/// Goal: what is erased is found nowhere, what forbids erasing stops it to the last moment, and a crash
/// at any step is finished or undone. Method: phrases planted in every kind of entry, looked for in the
/// bytes of every file; processes killed at random moments.
@Suite(.serialized) struct ErasureTests {
    static let rounds =
        ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"]?.isEmpty ?? true ? 30 : 300

    // MARK: A service with the people that it takes

    private func service() throws -> CommandFixture {
        let fixture = try CommandFixture()
        try fixture.withCase()
        for (name, role) in [
            ("s-records", "records-manager"), ("s-privacy", "privacy-officer"),
            ("s-lead", "safeguarding-lead"), ("s-guider", "guider"),
        ] {
            try fixture.done("staff", "add", "--name", name, "--role", role, "--pseudonym", name)
        }
        return fixture
    }

    private func film(_ fixture: CommandFixture, _ label: String, _ phrase: String) throws {
        try fixture.done(
            "film",
            "add",
            "C-0001",
            "--film",
            label,
            "--kind",
            "interaction",
            "--duration",
            "5min",
            "--people",
            "mother,infant",
            "--activity",
            "\(phrase) on a mat"
        )
        try fixture.done(
            "clip",
            "choose",
            "C-0001",
            "--film",
            label,
            "--start",
            "0:10",
            "--end",
            "0:20",
            "--description",
            "He waits, \(phrase), and turns"
        )
    }

    /// Position of a disposal that two approved and that may be carried out now.
    private func approved(_ fixture: CommandFixture, _ extent: String..., ground: String) throws
        -> String
    {
        let result = try Command.run(
            "vigil",
            ["erase", "propose", "C-0001"] + extent + ["--ground", ground, "--as", "s-records"],
            environment: fixture.environment
        )
        #expect(result.status == 0, "\(result.errors)")
        let words = result.output.split(separator: " ")
        let id = try #require(words.count > 1 ? String(words[1]) : nil)
        for staff in ["s-privacy", "s-lead"] {
            try fixture.done(
                "erase",
                "appraise",
                id,
                "--outcome",
                "destroy",
                "--reason",
                "Nobody needs it",
                "--as",
                staff
            )
        }
        try fixture.done("erase", "schedule", id, "--not-before", "now", "--as", "s-records")
        return id
    }

    /// Files under the fixture's folder that hold any of the phrases, in any case of letters.
    private func holding(_ phrases: [String], _ fixture: CommandFixture, but issued: [String] = [])
        throws -> [String]
    {
        let needles = phrases.flatMap { [Data($0.utf8), Data($0.lowercased().utf8)] }
        var found: [String] = []
        let root = fixture.folder.path
        for name in try FileManager.default.subpathsOfDirectory(atPath: root)
        where !issued.contains(name) {
            guard let data = FileManager.default.contents(atPath: "\(root)/\(name)") else {
                continue
            }
            if needles.contains(where: { data.range(of: $0) != nil }) { found.append(name) }
        }
        return found
    }

    private func bodies(_ fixture: CommandFixture) throws -> [Int64: [UInt8]] {
        let log = try EventLog.open(at: fixture.record + "/log.sqlite", access: .readOnly)
        return try log.read { snapshot in
            try snapshot.events(from: 1, count: 10_000).reduce(into: [:]) {
                $0[$1.row.position] = $1.body
            }
        }
    }

    // MARK: Nowhere

    @Test func `phrases of an erased film are nowhere, and everything still verifies`() throws {
        let fixture = try service()
        try film(fixture, "film-1", "quillfeather")
        try film(fixture, "film-2", "marmaladeship")
        try fixture.done("projections", "rebuild")
        #expect(try fixture.done("search", "quillfeather").contains("quillfeather"))
        let pack = fixture.folder("before.pack")
        // A policy asks for the newest checkpoint of its day, so it is older than the pack.
        let policy = fixture.folder("policy.txt")
        try Data(try fixture.done("checkpoint", "--policy").utf8).write(
            to: URL(fileURLWithPath: policy)
        )
        try fixture.done(
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
        try fixture.done(
            "export",
            "C-0001",
            "--to",
            "case-record",
            "--out",
            fixture.folder("before.xml"),
            "--recipient",
            "Example trust",
            "--basis",
            "public task"
        )
        #expect(!(try holding(["quillfeather"], fixture)).isEmpty, "the search looks at nothing")
        let before = try bodies(fixture)

        let id = try approved(fixture, "--film", "film-1", ground: "consent-withdrawn")
        // The film itself was never in the record, and afterwards could not be named.
        #expect(try fixture.vigil("erase", "run", id, "--as", "s-records").status == 1)
        let said = try fixture.done("erase", "run", id, "--how", "overwritten", "--as", "s-records")
        #expect(said.contains("2 events lost their content"))
        #expect(said.contains("held by Example trust"))
        #expect(said.contains("held by Auditor"))

        let left = try holding(
            ["quillfeather"],
            fixture,
            but: ["before.pack", "before.xml"]
        )
        #expect(left == [])
        #expect(!(try holding(["marmaladeship"], fixture)).isEmpty)
        // Not even sealed: neither in free pages nor in the write-ahead log.
        let after = try bodies(fixture)
        let gone = before.filter { after[$0.key] == nil }
        #expect(gone.count == 2)
        for file in ["log.sqlite", "log.sqlite-wal"] {
            guard let data = FileManager.default.contents(atPath: "\(fixture.record)/\(file)")
            else { continue }
            for body in gone.values { #expect(data.range(of: Data(body.prefix(48))) == nil) }
        }
        #expect(try fixture.done("verify", "--contents").hasPrefix("whole"))
        #expect(try fixture.vigil("verify-pack", pack, "--policy", policy).status == 0)
        if let python = try fixture.python(fixture.record) {
            #expect(python.status == 0, "\(python.output)")
        }
        #expect(try fixture.done("timeline", "C-0001").contains("its content was erased"))
        #expect(try fixture.done("timeline", "C-0001").contains("Destroyed film-1"))
        #expect(try fixture.done("search", "marmaladeship").contains("marmaladeship"))
    }

    @Test func `of an erased case stubs are left, listed by identifier`() throws {
        let fixture = try service()
        let phrases = ["quillfeather", "snowdropper", "candlewright", "brackenfold"]
        try film(fixture, "film-1", phrases[0])
        try fixture.done(
            "record",
            "progress-note",
            "--case",
            "C-0001",
            "--text",
            "The \(phrases[1]) was loud"
        )
        try fixture.done(
            "record",
            "abuse-history-recorded",
            "C-0001",
            "--person",
            "mother",
            "--summary",
            "Letter names \(phrases[2])"
        )
        try fixture.done(
            "person",
            "add",
            "C-0001",
            "--person",
            "aunt",
            "--role",
            "relative",
            "--name",
            "Agnes \(phrases[3])"
        )
        try fixture.done("projections", "rebuild")
        try fixture.done("film", "destroy", "C-0001", "--film", "film-1", "--reason", "work-ended")
        #expect(try fixture.done("timeline", "C-0001").contains(phrases[1]))
        let id = try approved(fixture, ground: "court-order")
        let cases = try JSON.parse(fixture.done("case", "list", "--format", "json")).array ?? []
        let caseID = try #require(cases.first?["id"]?.string)
        try fixture.done("erase", "run", id, "--as", "s-records")
        #expect(try holding(phrases, fixture) == [])
        let list = try fixture.done("case", "list")
        #expect(list.contains("erased") && list.contains(caseID) && !list.contains("C-0001"))
        let verdict = try fixture.done("verify", "--contents")
        #expect(verdict.hasPrefix("whole"))
        // Live and computed again they come to the same, looks at the case included.
        let live = try fixture.done("projections", "digest", "access-register")
        try fixture.done("projections", "rebuild")
        #expect(try fixture.done("projections", "digest", "access-register") == live)
        #expect(try holding(phrases, fixture) == [])
        // Who had to do with the case is gone with it; who keeps the records still sees the stubs.
        let stubs = try fixture.done(
            "timeline",
            String(caseID.prefix(8)),
            "--as",
            "s-records",
            "--purpose",
            "technical"
        )
        #expect(stubs.contains("was erased"))
    }

    @Test func `the reference of an erased case is not given again`() throws {
        let fixture = try service()
        try fixture.done("case", "open", "--reference", "C-0007")
        try fixture.done("case", "open", "--reference", "LEEDS-1")
        let result = try fixture.vigil(
            "erase",
            "propose",
            "C-0007",
            "--ground",
            "court-order",
            "--as",
            "s-records"
        )
        #expect(result.status == 0, "\(result.errors)")
        let id = String(result.output.split(separator: " ")[1])
        for staff in ["s-privacy", "s-lead"] {
            try fixture.done(
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
        try fixture.done("erase", "schedule", id, "--not-before", "now", "--as", "s-records")
        try fixture.done("erase", "run", id, "--as", "s-records")
        #expect(try fixture.done("case", "open").contains("opened C-0008"))
        let again = try fixture.vigil("case", "open", "--reference", "C-0007")
        #expect(again.status == 1 && again.errors.contains("may have been a case that was erased"))
        try fixture.done("case", "open", "--reference", "C-0010")
        #expect(try fixture.done("case", "open").contains("opened C-0011"))
        // What is readable is not in question.
        try fixture.done("case", "show", "C-0001")
    }

    @Test func `an entry kept apart goes alone, one that is not is refused`() throws {
        let fixture = try service()
        let said = try fixture.done(
            "record",
            "abuse-history-recorded",
            "C-0001",
            "--person",
            "mother",
            "--summary",
            "Letter names candlewright",
            "--format",
            "json"
        )
        let entries = try JSON.parse(said)["entries"]?.array
        let position = try #require(entries?.first?["position"]?.integer)
        let refused = try fixture.vigil(
            "erase",
            "propose",
            "C-0001",
            "--entry",
            "\(position - 1)",
            "--ground",
            "other",
            "--as",
            "s-records"
        )
        #expect(refused.status == 1)
        let id = try approved(fixture, "--entry", "\(position)", ground: "right-to-erasure")
        try fixture.done("erase", "run", id, "--as", "s-records")
        #expect(try holding(["candlewright"], fixture) == [])
        #expect(try fixture.done("case", "show", "C-0001").contains("mother"))
    }

    // MARK: Rules

    @Test func `two others approve, in their roles, and the time is kept`() throws {
        let fixture = try service()
        try film(fixture, "film-1", "quillfeather")
        func refused(_ arguments: String..., because rule: String) throws {
            let result = try Command.run(
                "vigil",
                ["erase"] + arguments,
                environment: fixture.environment
            )
            #expect(result.status == 1 && result.errors.contains(rule), "\(result.errors)")
        }
        try refused(
            "propose",
            "C-0001",
            "--ground",
            "other",
            "--as",
            "s-guider",
            because: "is for a"
        )
        let said = try fixture.done(
            "erase",
            "propose",
            "C-0001",
            "--film",
            "film-1",
            "--ground",
            "other",
            "--as",
            "s-records"
        )
        let id = String(said.split(separator: " ")[1])
        let destroy = ["appraise", id, "--outcome", "destroy", "--reason", "x", "--as"]
        try refused("run", id, "--as", "s-records", because: "two people")
        let own = try Command.run(
            "vigil",
            ["erase"] + destroy + ["s-records"],
            environment: fixture.environment
        )
        #expect(own.status == 1 && own.errors.contains("neither of them"))
        try fixture.done(
            "erase",
            "appraise",
            id,
            "--outcome",
            "destroy",
            "--reason",
            "x",
            "--as",
            "s-lead"
        )
        let twice = try Command.run(
            "vigil",
            ["erase"] + destroy + ["s-lead"],
            environment: fixture.environment
        )
        #expect(twice.status == 1 && twice.errors.contains("has appraised"))
        try refused("schedule", id, "--as", "s-records", because: "two people")
        try fixture.done(
            "erase",
            "appraise",
            id,
            "--outcome",
            "destroy",
            "--reason",
            "x",
            "--as",
            "s-privacy"
        )
        try refused("run", id, "--as", "s-records", because: "is scheduled before")
        try fixture.done("erase", "schedule", id, "--as", "s-records")
        try refused("run", id, "--how", "x", "--as", "s-records", because: "not to be carried out")
        try refused(
            "attest",
            id,
            "--state",
            "final",
            "--as",
            "s-privacy",
            because: "carried out"
        )
        try fixture.done("erase", "schedule", id, "--not-before", "now", "--as", "s-records")
        try fixture.done("erase", "run", id, "--how", "x", "--as", "s-records")
        try refused("attest", id, "--state", "final", "--as", "s-privacy", because: "then")
        try fixture.done("erase", "attest", id, "--state", "destroyed-live", "--as", "s-privacy")
        try refused(
            "attest",
            id,
            "--state",
            "kek-retired",
            "--as",
            "s-privacy",
            because: "was not replaced"
        )
        #expect(try fixture.done("erase", "show", id).contains("destroyed-live"))
    }

    @Test func `a hold or a request between approval and execution stops the destruction`() throws {
        let fixture = try service()
        try film(fixture, "film-1", "quillfeather")
        let id = try approved(fixture, "--film", "film-1", ground: "right-to-erasure")
        let placed = try JSON.parse(
            fixture.done(
                "hold",
                "place",
                "C-0001",
                "--extent",
                "case",
                "--ground",
                "inquiry",
                "--review-on",
                "2027-01-01",
                "--format",
                "json"
            )
        )
        let hold = try #require(placed["entries"]?.array?.first?["position"]?.integer)
        let run = ["erase", "run", id, "--how", "x", "--as", "s-records"]
        let held = try Command.run("vigil", run, environment: fixture.environment)
        #expect(held.status == 1 && held.errors.contains("hold at position \(hold)"))
        #expect(try fixture.done("search", "quillfeather").contains("quillfeather"))
        #expect(try fixture.done("hold", "list").contains("inquiry"))
        // Whoever placed it does not release it.
        let own = try fixture.vigil(
            "hold",
            "release",
            "C-0001",
            "--hold",
            "\(hold)",
            "--reason",
            "over"
        )
        #expect(own.status == 1 && own.errors.contains("somebody else"))
        // Nor by calling it a mistake.
        try fixture.done("entry", "void", "\(hold)", "--reason", "mistake")
        #expect(try Command.run("vigil", run, environment: fixture.environment).status == 1)
        try fixture.done("access", "grant", "C-0001", "s-lead", "--role", "safeguarding-lead")
        try fixture.done(
            "entry",
            "void",
            "\(hold)",
            "--reason",
            "mistake, seen by a second",
            "--as",
            "s-lead",
            "--purpose",
            "safeguarding"
        )
        try fixture.done("rights", "request", "C-0001", "--person", "mother")
        let asked = try Command.run("vigil", run, environment: fixture.environment)
        #expect(asked.status == 1 && asked.errors.contains("request for access"))
        try fixture.done("record", "subject-access-answered", "C-0001", "--person", "mother")
        let done = try Command.run("vigil", run, environment: fixture.environment)
        #expect(done.status == 0, "\(done.errors)")
        #expect(try holding(["quillfeather"], fixture) == [])
    }

    // MARK: Crashes

    @Test func `killed at any step, an erasure is finished or undone by the next command`() throws {
        let fixture = try service()
        try fixture.done("projections", "rebuild")
        var longest: UInt32 = 400_000
        var (finished, undone) = (0, 0)
        for round in 0..<Self.rounds {
            let (label, phrase) = ("film-\(round + 1)", "quillfeather\(round)x")
            try film(fixture, label, phrase)
            let id = try approved(fixture, "--film", label, ground: "consent-withdrawn")
            let started = ContinuousClock.now
            let child = try Child(
                "\(Checkout.products)/vigil",
                ["erase", "run", id, "--how", "overwritten", "--as", "s-records"],
                environment: Command.base.merging(fixture.environment) { $1 }
            )
            if round > 0 {
                usleep(UInt32.random(in: longest / 8...longest))
                child.kill()
            }
            child.wait()
            if round == 0 {
                let took = (ContinuousClock.now - started).components
                longest = UInt32(took.seconds * 1_000_000 + took.attoseconds / 1_000_000_000_000)
            }
            let shown = try JSON.parse(fixture.done("erase", "show", id, "--format", "json"))
            if shown["carriedOut"] != nil {
                finished += 1
            } else {
                undone += 1
                #expect(shown["standing"] == "scheduled")
                #expect(try fixture.done("search", phrase).contains(phrase))
                try fixture.done("erase", "run", id, "--how", "overwritten", "--as", "s-records")
            }
            #expect(try holding([phrase], fixture) == [], "round \(round)")
        }
        #expect(finished > 0 && undone > 0, "finished \(finished), undone \(undone)")
        #expect(try fixture.done("verify", "--contents").hasPrefix("whole"))
        let list = try JSON.parse(fixture.done("erase", "list", "--format", "json"))
        let disposals = list["disposals"]?.array ?? []
        #expect(disposals.count == Self.rounds)
        #expect(disposals.allSatisfy { $0["standing"] == "carried-out" && $0["events"] == 2 })
    }

    @Test func `a keys file put back from before does not bring an erased unit back`() throws {
        let fixture = try service()
        try film(fixture, "film-1", "quillfeather")
        let keys = URL(fileURLWithPath: fixture.record + "/keys.sqlite")
        let copy = try Data(contentsOf: keys)
        let id = try approved(fixture, "--film", "film-1", ground: "other")
        try fixture.done("erase", "run", id, "--how", "x", "--as", "s-records")
        try copy.write(to: keys)
        func count() throws -> String {
            try Command.run(
                "/usr/bin/env",
                ["sqlite3", keys.path, "SELECT count(*) FROM unit_key WHERE wrapped = x''"]
            ).output
        }
        #expect(try count() == "0\n")
        try fixture.done("case", "list")
        #expect(try count() == "1\n")
    }
}
