import Foundation
import Support
import Testing
import Values

@Suite struct EntryTests {
    @Test func `entries are entered by hand, printed back, corrected and replayed`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let film = try fixture.done(
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
            "mother,infant"
        )
        #expect(film.contains("film-1") && film.contains("recorded"))
        let clip = try fixture.done(
            "clip",
            "choose",
            "C-0001",
            "--film",
            "film-1",
            "--start",
            "0:41",
            "--end",
            "0:46.5",
            "--principles",
            "BA2,RI1",
            "--is-exception",
            "--description",
            "She sits back; he turns"
        )
        #expect(clip.contains("0:46.5"))
        let position = try #require(
            clip.split(separator: " ").last { $0.contains("\n") }?.split(separator: "\n").first
        )
        _ = position
        let timeline = try fixture.done("timeline", "C-0001", "--format", "json")
        let entries = try #require(try JSON.parse(timeline)["entries"]?.array)
        #expect(entries.count == 6)
        let clipEntry = try #require(entries.first { $0["type"]?.string == "clip-chosen" })
        let place = try #require(clipEntry["position"]?.integer)
        try fixture.done("entry", "amend", "\(place)", "--reason", "wrong end", "--end", "0:45")
        let shown = try fixture.done("entry", "\(place)")
        #expect(shown.contains("amended") && shown.contains("0:45") && shown.contains("0:46.5"))
        try fixture.done("entry", "void", "\(place)", "--reason", "other family")
        #expect(try fixture.done("timeline", "C-0001").contains("IN ERROR"))
        #expect(try fixture.done("verify").hasPrefix("whole"))
        #expect(
            try fixture.done("timeline", "C-0001", "--kind", "films", "--format", "csv").split(
                separator: "\r\n"
            ).count == 3
        )
    }

    @Test(arguments: [
        (["clip", "choose", "C-0001", "--film", "film-9"], "no film 'film-9'", 1),
        (["film", "add", "C-0001", "--kind", "interaction"], "needs 'durationMs'", 1),
        (["film", "add", "C-0001", "--colour", "red"], "has no option '--colour'", 1),
        (["film", "add", "C-0001", "--duration", "soon"], "0:12", 1),
        (["film", "add"], "no case is named", 1),
        (["note", "add", "C-9999", "--text", "x"], "no case 'C-9999'", 1),
        (["note", "add", "C-0001", "--text", "x", "--at", "whenever"], "yesterday 14:30", 1),
        (["note", "add", "C-0001", "--text", "x", "--at", "2099-01-01"], "still to come", 1),
        (["record", "clip-chosn", "C-0001"], "no event type 'clip-chosn'", 1),
        (
            ["person", "add", "C-0001", "--role", "child", "--nhs-number", "9434765918"],
            "modulus 11", 1
        ),
        (["timeline", "C-0001", "--purpose", "curiosity"], "a case is opened for a purpose", 1),
        (["timeline", "C-0001", "--as", "s-nobody"], "no staff 's-nobody'", 1),
        (["timeline", "C-0001", "--record", "/nowhere"], "no record at '/nowhere'", 4),
        (["frobnicate"], "", 64),
    ])
    func `an error says what, where and what to do`(
        arguments: [String],
        part: String,
        status: Int32
    ) throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let result = try Command.run("vigil", arguments, environment: fixture.environment)
        #expect(result.status == status, "\(result.errors)")
        #expect(part.isEmpty || result.errors.contains(part), "\(result.errors)")
        #expect(!result.errors.contains("Fatal"))
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }

    @Test func `every command has help with an example`() throws {
        let help = try Command.run("vigil", ["--help"]).output
        let commands = help.split(separator: "\n").filter {
            $0.hasPrefix("  ") && !$0.hasPrefix("   ")
        }
        .compactMap { $0.split(separator: " ").first.map(String.init) }
        .filter { $0.allSatisfy(\.isLowercase) && $0 != "vigil" }
        var leaves: [[String]] = []
        for command in Set(commands) where !["any", "daily", "try"].contains(command) {
            let result = try Command.run("vigil", ["help", command])
            guard result.status == 0, result.output.contains("USAGE") else { continue }
            if result.output.contains("SUBCOMMANDS:") {
                let nested = result.output.components(separatedBy: "SUBCOMMANDS:").last ?? ""
                for line in nested.split(separator: "\n")
                where line.hasPrefix("  ") && !line.hasPrefix("   ") {
                    if let name = line.split(separator: " ").first, name != "See" {
                        leaves.append([command, String(name)])
                    }
                }
            } else {
                leaves.append([command])
            }
        }
        #expect(leaves.count >= 15)
        for leaf in leaves {
            let text = try Command.run("vigil", ["help"] + leaf).output
            #expect(text.contains("Example"), "vigil help \(leaf.joined(separator: " "))")
        }
    }

    @Test func `there are completions for three shells`() throws {
        for shell in ["bash", "zsh", "fish"] {
            let result = try Command.run("vigil", ["--generate-completion-script", shell])
            #expect(result.status == 0 && result.output.contains("timeline"))
        }
    }
}
