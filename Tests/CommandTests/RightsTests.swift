import Foundation
import Support
import Testing
import Values

/// Goal: a records manager can take a request from the letter to the copy, and put an entry right or say
/// why not, with what the help shows. Method: the commands of the help, on a case with a third party.
@Suite struct RightsTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try fixture.withCase()
    }

    private func note(_ text: String, _ more: String...) throws -> String {
        try position(
            ["record", "progress-note", "C-0001", "--text", text, "--concerning", "mother"] + more
        )
    }

    private func position(_ arguments: [String]) throws -> String {
        let result = try Command.run(
            "vigil",
            arguments + ["--format", "json"],
            environment: fixture.environment
        )
        #expect(result.status == 0, "\(arguments): \(result.errors)")
        let entries = try JSON.parse(result.output)["entries"]?.array
        return String(try #require(entries?.first?["position"]?.integer))
    }

    private func rights(_ arguments: String...) throws -> Command.Result {
        try Command.run(
            "vigil",
            ["rights"] + arguments,
            environment: fixture.environment.merging(["VIGIL_PURPOSE": "subject-access"]) { $1 }
        )
    }

    @Test func `from the request to the copy, step by step`() throws {
        _ = try note("He waits, quillfeather", "--third-party", "gran")
        let harmful = try note("Talk of marmaladeship")
        let request = try position([
            "rights", "request", "C-0001", "--person", "mother", "--identity-checked",
            "--identity-how", "in person", "--scope", "everything", "--at", "yesterday",
        ])
        var shown = try JSON.parse(rights("show", "C-0001", "--format", "json").output)
        #expect(shown.array?.first?["open"]?.array?.count == 2)
        #expect(shown.array?.first?["thirdParties"]?.array?.first?["name"] == "gran")
        #expect(shown.array?.first?["identityHow"] == "in person")
        let copy = fixture.folder("copy.xhtml")
        let early = try rights("answer", "C-0001", request, "--out", copy)
        #expect(early.status == 1 && early.errors.contains("whether they agree is not recorded"))
        #expect(early.errors.contains("harm test") && !early.errors.contains("gran"))
        for step in [
            ["consent", "C-0001", "--request", request, "--party", "gran", "--outcome", "given"],
            [
                "decide", "C-0001", "--request", request, "--party", "gran", "--decision",
                "disclose", "--reason", "She agreed",
            ],
            [
                "harm", "C-0001", "--person", "mother", "--request", request, "--conclusion",
                "withhold", "--serious-harm", "yes", "--entries", harmful, "--assessed-by", "s-ann",
                "--rationale", "Too soon",
            ],
        ] { _ = try position(["rights"] + step) }
        let text = try rights("show", "C-0001").output
        #expect(text.contains("consent given; disclose at position") && !text.contains("open:"))
        #expect(try rights("list").output.contains("  open"))
        let done = try rights("answer", "C-0001", request, "--out", copy, "--how", "in person")
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("answer recorded at position"))
        let told = try String(contentsOfFile: copy, encoding: .utf8)
        #expect(told.contains("quillfeather") && !told.contains("marmaladeship"))
        shown = try JSON.parse(rights("show", "C-0001", "--format", "json").output)
        #expect(shown.array?.first?["isOpen"] == false)
        #expect(done.output.contains(shown.array?.first?["sha256"]?.string ?? "-"))
        #expect(try rights("list").output == "no request is open\n")
        #expect(try rights("list", "--all").output.contains("answered by entry"))
    }

    @Test func `a request that waited too long is overdue, until it is put off in time`() throws {
        func ask(_ day: String) throws -> String {
            try position([
                "rights", "request", "C-0001", "--person", "mother", "--at", day, "--late-reason",
                "post room",
            ])
        }
        let old = try ask("40 days ago")
        let list = try rights("list", "--format", "csv").output
        #expect(list.hasPrefix("case,position,person,asked,due,stands,open_steps"))
        #expect(list.contains("OVERDUE since"))
        let (asked, due) = try dates(old)
        #expect(due == asked.flatMap { CivilDate($0)?.next(1) }?.description)
        let last = try #require(asked.flatMap { CivilDate($0)?.next(3) })
        let put = try fixture.vigil(
            "rights",
            "extend",
            "C-0001",
            "--person",
            "mother",
            "--due",
            last.description,
            "--reason",
            "Three services"
        )
        #expect(put.status == 0 && !put.errors.contains("three months"), "\(put.errors)")
        #expect(try !rights("list").output.contains("OVERDUE"))
        #expect(try dates(old).due == last.description)
        let tasks = try fixture.done("query", "due", "due", "--case", "C-0001", "--format", "csv")
        #expect(
            tasks.contains("request for access") && tasks.contains(last.adding(days: 1).description)
        )
        let far = try fixture.vigil(
            "rights",
            "extend",
            "C-0001",
            "--person",
            "mother",
            "--due",
            "2099-01-01",
            "--reason",
            "Busy"
        )
        #expect(far.errors.contains("within three months at the latest"))
        #expect(try dates(old).due == last.description)
    }

    private func dates(_ position: String) throws -> (asked: String?, due: String?) {
        let shown = try JSON.parse(
            rights("show", "C-0001", "--request", position, "--format", "json").output
        )
        let first = shown.array?.first
        return (first?["askedOn"]?.string, first?["due"]?.string)
    }

    @Test func `an entry is put right with the person's words, or stays with them`() throws {
        let first = try note("Seen at the clinic")
        let second = try note("Was late, brackenfold")
        let words = "I was *never*\nat that clinic.  “Ask them!”"
        for missing in ["--requested-by", "--own-words", "--reason"] {
            var all = [
                "--requested-by", "mother", "--own-words", words, "--reason", "r", "--text", "x",
            ]
            let index = try #require(all.firstIndex(of: missing))
            all.removeSubrange(index...(index + 1))
            let result = try Command.run(
                "vigil",
                ["rights", "rectify", first] + all,
                environment: fixture.environment
            )
            #expect(result.status == 1 && result.errors.contains("'\(missing)' is missing"))
        }
        try fixture.done(
            "rights",
            "rectify",
            first,
            "--requested-by",
            "mother",
            "--own-words",
            words,
            "--reason",
            "The letter confirms it",
            "--text",
            "Seen at home"
        )
        try fixture.done(
            "rights",
            "rectify",
            second,
            "--refused",
            "--requested-by",
            "mother",
            "--own-words",
            words,
            "--reason",
            "The film's time says so"
        )
        let amended = try fixture.done("entry", first)
        #expect(amended.contains("Seen at home") && amended.contains("I was *never*"))
        #expect(amended.contains("Seen at the clinic"))
        let disputed = try fixture.done("entry", second)
        #expect(disputed.contains("Was late") && disputed.contains("I was *never*"))
        #expect(disputed.contains("The film's time says so"))
        let timeline = try JSON.parse(fixture.done("timeline", "C-0001", "--format", "json"))
        let lines = timeline["entries"]?.array ?? []
        let line = try #require(lines.first { $0["position"]?.integer == Int(second) })
        let statement = try #require(line["disputedBy"]?.array?.first?.integer)
        let entry = try #require(lines.first { $0["position"]?.integer == statement })
        #expect(entry["data"]?["statement"]?.string == words)
        #expect(try fixture.done("timeline", "C-0001").contains("DISPUTED, see #\(statement)"))
        // In the record as others get it, and in the person's own copy.
        for (profile, purpose, file) in [
            ("case-record", "direct-care", "a.xml"), ("subject-access", "subject-access", "b.xml"),
            ("subject-access", "subject-access", "b.xhtml"),
        ] {
            try fixture.done(
                "export",
                "C-0001",
                "--to",
                profile,
                "--about",
                "mother",
                "--out",
                fixture.folder(file),
                "--recipient",
                "x",
                "--basis",
                "y",
                "--purpose",
                purpose
            )
            let text = try String(contentsOfFile: fixture.folder(file), encoding: .utf8)
            #expect(text.contains("I was *never*") && text.contains("brackenfold"), "\(file)")
            if file == "a.xml" { #expect(text.contains("<disputedBy entry=")) }
            if file == "b.xml" { #expect(text.contains("why=\"said\">I was *never*")) }
        }
    }

    @Test(arguments: ["list", "show", "answer", "rectify"])
    func `help has an example`(verb: String) throws {
        let help = try fixture.done("rights", verb, "--help")
        #expect(help.contains("vigil rights \(verb)"))
        if verb != "list" {
            #expect(try fixture.done("rights", "--help").contains("vigil rights \(verb)"))
        }
    }

    @Test(arguments: ["request", "extend", "consent", "decide", "harm"])
    func `help of a step shows its fields and an example`(verb: String) throws {
        let help = try fixture.done("rights", verb, "--help")
        #expect(help.contains("--") && help.contains("Example"), "\(help)")
    }
}

extension CivilDate {
    /// The same day so many months on, or that month's last.
    fileprivate func next(_ months: Int) -> CivilDate? {
        let count = year * 12 + month - 1 + months
        let (year, month) = (count / 12, count % 12 + 1)
        return (0...3).lazy.compactMap { CivilDate(year: year, month: month, day: day - $0) }.first
    }
}
