import Foundation
import Support
import Testing
import Values

/// Goal: whoever makes a pack knows what it shows of what it does not open, and has said yes. Method:
/// the commands, with no terminal to ask at.
@Suite struct PackTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
        try fixture.withCase()
    }

    private func pack(_ more: String...) throws -> Command.Result {
        try Command.run(
            "vigil",
            [
                "pack", "C-0001", "--out", fixture.folder("one.pack"), "--recipient",
                "Example auditor", "--basis", "public task",
            ] + more,
            environment: fixture.environment
        )
    }

    @Test func `without a terminal what is withheld is shown only when that was said`() throws {
        let asked = try pack("--disclose", "none")
        #expect(asked.status == 1)
        #expect(asked.errors.contains("entries exist whose content it does"))
        #expect(asked.errors.contains("--show-stubs"))
        #expect(!FileManager.default.fileExists(atPath: fixture.folder("one.pack")))
        #expect(try fixture.done("exports", "register", "--format", "json") == "[]\n")
        let said = try pack("--disclose", "none", "--show-stubs")
        #expect(said.status == 0 && said.errors.contains("entries exist whose content it does"))
        #expect(said.output.contains("0 entries opened, 4 shown as stubs"))
        // Where everything is opened there is nothing to ask.
        let all = try pack("--disclose", "all", "--overwrite")
        #expect(all.status == 0 && all.errors.isEmpty)
    }

    @Test func `a pack verifies with a policy from elsewhere, and its recipient is followed`()
        throws
    {
        #expect(try pack("--disclose", "all").status == 0)
        try fixture.folder.write("policy", try fixture.done("checkpoint", "--policy"))
        let arguments = [fixture.folder("one.pack"), "--policy", fixture.folder("policy")]
        let ours = try fixture.vigil("verify-pack", arguments[0], arguments[1], arguments[2])
        #expect(ours.status == 0 && ours.output.contains("nothing is wrong with this pack"))
        let theirs = try #require(
            try Command.python("verify_pack.py", arguments),
            "no Python with 'cryptography' to run scripts/verify_pack.py in"
        )
        #expect(theirs.status == 0 && theirs.output.contains("nothing is wrong with this pack"))
        let register = try JSON.parse(fixture.done("exports", "register", "--format", "json"))
        let exported = register.array?.first?["exported"]?.array ?? []
        // The opening, who opened it is of the case, and two people.
        #expect(exported.count == 4)
        let last = try #require(exported.last?.integer)
        try fixture.done("entry", "void", "\(last)", "--reason", "another family's")
        let affected = try JSON.parse(fixture.done("exports", "affected", "--format", "json"))
        #expect(affected.array?.first?["profile"] == "pack")
        #expect(affected.array?.first?["entry"]?.integer == last)
    }
}
