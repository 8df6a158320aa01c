import Foundation
import Support
import Testing
import Values

/// Goal: the policy holds at the command line, for every command that shows content; nothing is shown that
/// was not recorded first. Method: the program, as each role runs it.
@Suite struct AccessTests {
    private static let roles = [
        "guider", "trainee", "supervisor", "safeguarding-lead", "auditor", "analyst",
        "records-manager", "privacy-officer", "administrator",
    ]
    private static let classes = ["practice", "clinical", "restricted"]

    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try fixture.done(
            "init",
            fixture.record,
            "--name",
            "Test",
            "--admin",
            "Ann Admin",
            "--pseudonym",
            "s-ann"
        )
        for role in Self.roles {
            try fixture.done(
                "staff",
                "add",
                "--name",
                role,
                "--role",
                role,
                "--pseudonym",
                "s-\(role)"
            )
        }
        try fixture.done("case", "open")
        for name in Self.classes {
            try fixture.done(
                "note",
                "add",
                "C-0001",
                "--text",
                "Words of class \(name)",
                "--confidentiality",
                name
            )
        }
    }

    private func run(_ role: String, _ purpose: String, _ arguments: [String]) throws
        -> Command.Result
    {
        try Command.run(
            "vigil",
            arguments,
            environment: fixture.environment.merging([
                "VIGIL_AS": "s-\(role)", "VIGIL_PURPOSE": purpose,
            ]) { $1 }
        )
    }

    private func relate() throws {
        for role in ["guider", "trainee", "supervisor", "safeguarding-lead"] {
            try fixture.done("access", "grant", "C-0001", "s-\(role)", "--role", role)
        }
    }

    /// The access events of the record, oldest first, as an auditor is shown them.
    private func log() throws -> [JSON] {
        let result = try run("auditor", "audit", ["access", "log", "C-0001", "--format", "json"])
        #expect(result.status == 0, "\(result.errors)")
        return try JSON.parse(result.output).array ?? []
    }

    @Test func `every role and purpose, as 'staff roles' prints them`() throws {
        try relate()
        let told = try JSON.parse(fixture.done("staff", "roles", "--format", "json"))
        let rules = try #require(told["rules"]?.array)
        #expect(rules.count == 72 && told["version"] == 1)
        for rule in rules {
            let role = rule["role"]?.string ?? ""
            let purpose = rule["purpose"]?.string ?? ""
            let result = try run(role, purpose, ["timeline", "C-0001", "--format", "csv"])
            let sees = rule["shows"] == "entries" ? rule["sees"]?.strings ?? [] : []
            #expect((result.status == 0) == !sees.isEmpty, "\(role), \(purpose): \(result.errors)")
            for name in Self.classes {
                #expect(
                    result.output.contains("Words of class \(name)") == sees.contains(name),
                    "\(role), \(purpose), \(name)"
                )
            }
            #expect(!result.errors.contains("Words of"))
        }
        let looks = try log().filter { $0["view"] == "timeline" }
        #expect(looks.count == 72)
        #expect(
            looks.count { $0["type"] == "record-viewed" }
                == rules.count { $0["shows"] == "entries" }
        )
        #expect(looks.allSatisfy { $0["purpose"]?.string != nil && $0["staff"]?.string != nil })
    }

    /// Commands of the whole program: what each shows, and how it is asked when it shows content.
    private static let shows: [String: [[String]]] = [
        "timeline": [["timeline", "C-0001"]], "entry": [["entry", "14"]],
        "search": [["search", "class"]],
        "audit": [["audit", "C-0001"], ["audit", "--all", "--since", "1"]],
        "report": [["report", "AN01", "--case", "C-0001"], ["report", "AN01"]],
        "query": [["query", "chronology", "chronology"]],
        "case": [["case", "show", "C-0001"]],
        "log": [
            ["log", "export", "C-0001"], ["log", "export"], ["log", "export", "--everything"],
        ],
        "export": [
            ["export", "C-0001", "--dry-run"],
            ["export", "C-0001", "--out", "x.xml", "--recipient", "R", "--basis", "B"],
        ],
        "pack": [
            [
                "pack", "C-0001", "--out", "x.pack", "--recipient", "R", "--basis", "B",
                "--disclose", "all",
            ]
        ],
        "hold": [["hold", "list", "C-0001"], ["hold", "list"]],
        "rights": [
            ["rights", "list", "C-0001"], ["rights", "list"], ["rights", "show", "C-0001"],
            ["rights", "answer", "C-0001", "14", "--out", "x.xml"],
        ],
        "retention": [["retention", "due", "C-0001"], ["retention", "due"]],
        "access": [["access", "log", "C-0001"], ["access", "log"], ["access", "alerts"]],
    ]

    /// Commands that show no content of a case: what is there in the clear, what the writer wrote, the service.
    private static let showsNothing: Set = [
        "init", "staff", "record", "projections", "events", "verify", "checkpoint", "settings",
        "exports",
        "verify-pack", "demo", "simulate", "help", "erase", "keys", "backup", "restore", "witness",
    ]

    @Test func `nobody but an administrator gives roles, changes rules or names a witness`() throws
    {
        let before = try fixture.done("staff", "list")
        for arguments in [
            ["staff", "assign", "s-supervisor", "auditor"],
            ["staff", "add", "--name", "Al Friend"],
            ["staff", "end", "s-auditor", "auditor"],
            ["settings", "set", "SG08.workingDays", "90", "--reason", "leave me"],
        ] {
            let result = try run("supervisor", "audit", arguments)
            #expect(result.status == 1, "\(arguments): \(result.output)")
            #expect(result.errors.contains("is for an administrator"), "\(result.errors)")
        }
        #expect(try fixture.done("staff", "list") == before)
    }

    @Test func `every command that shows content is refused, recorded and shows nothing`() throws {
        let help = try Command.run("vigil", ["--help"]).output
        let names = (help.components(separatedBy: "SUBCOMMANDS:").last ?? "")
            .split(separator: "\n")
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
            .filter { $0 != "See" }
        // A new command is put in one list or the other, by somebody who has thought about it.
        #expect(Set(names).union(["help"]) == Set(Self.shows.keys).union(Self.showsNothing))
        let note = try JSON.parse(
            run("auditor", "audit", ["timeline", "C-0001", "--format", "json"]).output
        )["entries"]?.array?.last?["position"]?.integer
        for arguments in Self.shows.values.joined() {
            let arguments = arguments.map { word in
                word == "14" ? "\(note ?? 0)" : word.hasPrefix("x.") ? fixture.folder(word) : word
            }
            let before = try position()
            let result = try run("administrator", "direct-care", arguments)
            #expect(result.status == 1, "\(arguments): \(result.output)")
            #expect(!result.output.contains("Words of class"), "\(arguments)")
            #expect(!result.errors.contains("Words of class"), "\(arguments)")
            #expect(try position() == before + 1, "\(arguments)")
            #expect(!FileManager.default.fileExists(atPath: fixture.folder("x.xml")))
            #expect(!FileManager.default.fileExists(atPath: fixture.folder("x.pack")))
        }
        let refusals = try log().filter { $0["type"] == "access-refused" }
        #expect(refusals.count >= 10)
        #expect(refusals.allSatisfy { $0["staff"] == "s-administrator" })
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }

    private func position() throws -> Int {
        let line = try fixture.done("log", "tail", "--count", "1")
        return line.split(separator: " ").first.flatMap { Int($0) } ?? 0
    }

    /// Killed between the event and the answer: what it would have printed goes into a pipe that is full.
    @Test func `a reader killed after the access event has shown nothing`() throws {
        try relate()
        let before = try position()
        let pipe = fixture.folder("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Somebody has the pipe open and reads nothing; it is filled to the brim first.
        let end = open(pipe, O_RDWR | O_NONBLOCK)
        defer { close(end) }
        let filler = [UInt8](repeating: 0x2e, count: 4096)
        while write(end, filler, filler.count) > 0 {}
        while write(end, filler, 1) > 0 {}
        // The child writes and waits.
        _ = fcntl(end, F_SETFL, O_RDWR)
        let child = try Child(
            "\(Checkout.products)/vigil",
            ["timeline", "C-0001"],
            environment: Command.base.merging(fixture.environment) { $1 }
                .merging(["VIGIL_AS": "s-guider"]) { $1 },
            output: pipe
        )
        var waited = 0
        while try position() == before, waited < 100 {
            usleep(50_000)
            waited += 1
        }
        // Time enough to print, if it could.
        usleep(200_000)
        child.kill()
        #expect(child.wait() == 128 + SIGKILL)
        _ = fcntl(end, F_SETFL, O_RDWR | O_NONBLOCK)
        var shown: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(end, &buffer, buffer.count)
            guard count > 0 else { break }
            shown += buffer[..<count].filter { $0 != 0x2e }
        }
        #expect(shown.isEmpty)
        #expect(try position() == before + 1)
        let last = try #require(try log().last { $0["view"] == "timeline" })
        #expect(last["type"] == "record-viewed" && last["staff"] == "s-guider")
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }

    @Test func `an event that cannot be recorded shows nothing`() throws {
        try relate()
        // A writer holds the log for longer than a reader waits.
        let holder = try Child(
            "/usr/bin/env",
            [
                "sqlite3", fixture.record + "/log.sqlite",
                "BEGIN IMMEDIATE; SELECT 1;", ".shell touch '\(fixture.folder("held"))'",
                ".shell sleep 30",
            ],
            environment: Command.base
        )
        defer {
            holder.kill()
            holder.wait()
        }
        var waited = 0
        while !FileManager.default.fileExists(atPath: fixture.folder("held")), waited < 100 {
            usleep(50_000)
            waited += 1
        }
        try #require(waited < 100, "sqlite3 is not there")
        let result = try run("guider", "direct-care", ["timeline", "C-0001"])
        #expect(result.status == 4, "\(result.errors)")
        #expect(result.output.isEmpty)
    }

    @Test func `granting, claiming, emergencies, ends and reviews from the command line`() throws {
        func opens(_ role: String = "guider") throws -> Bool {
            try run(role, "direct-care", ["timeline", "C-0001"]).status == 0
        }
        func does(_ role: String, _ arguments: String...) throws -> Command.Result {
            try run(role, "direct-care", arguments)
        }
        #expect(try !opens())
        #expect(
            try does("guider", "access", "grant", "C-0001", "s-guider", "--role", "guider").status
                == 1
        )
        #expect(
            try does("guider", "access", "claim", "C-0001", "--role", "guider", "--reason", "Cover")
                .status == 0
        )
        #expect(try opens())
        #expect(try does("analyst", "access", "end", "C-0001", "s-guider").status == 1)
        #expect(
            try does("administrator", "access", "end", "C-0001", "s-guider", "--reason", "Over")
                .status == 0
        )
        #expect(try !opens())
        let emergency = try does(
            "guider",
            "access",
            "emergency",
            "C-0001",
            "--reason",
            "Crisis call"
        )
        #expect(emergency.status == 0, "\(emergency.errors)")
        #expect(try opens())
        #expect(
            try does("administrator", "access", "grant", "C-0001", "s-trainee", "--role", "trainee")
                .status == 0
        )
        #expect(try opens("trainee"))
        try fixture.done("staff", "end", "s-trainee", "trainee", "--reason", "accredited")
        #expect(try !opens("trainee"))

        func alerts() throws -> [JSON] {
            let result = try run(
                "privacy-officer",
                "audit",
                ["access", "alerts", "--format", "json"]
            )
            #expect(result.status == 0, "\(result.errors)")
            return try JSON.parse(result.output)["rows"]?.array ?? []
        }
        let asked = try alerts()
        #expect(Set(asked.compactMap { $0["kind"]?.string }) == ["claim", "emergency", "refusal"])
        #expect(asked.allSatisfy { $0["case"] == "C-0001" })
        for alert in asked {
            let position = "\(alert["position"]?.integer ?? 0)"
            #expect(
                try does("guider", "access", "review", position, "--outcome", "justified").status
                    == 1
            )
            let review = try does(
                "privacy-officer",
                "access",
                "review",
                position,
                "--outcome",
                "justified"
            )
            #expect(review.status == 0, "\(review.errors)")
        }
        #expect(try alerts().isEmpty)
        // The old short commands keep the same rules.
        #expect(
            try does(
                "guider",
                "relationship",
                "open",
                "C-0001",
                "--staff",
                "s-guider",
                "--role",
                "guider"
            ).status == 1
        )
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }
}
