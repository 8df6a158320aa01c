import Foundation
import Support
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Goal: a passphrase is asked for at the terminal, is never shown, and nobody is waited for without end.
/// Method: the program at a terminal of ours, of which we are the person.
@Suite struct PromptTests {
    /// A terminal: what is written to `controller` is typed.
    private final class PseudoTerminal {
        let controller: Int32
        let name: String

        init() throws {
            controller = open("/dev/ptmx", O_RDWR | O_NOCTTY)
            // TIOCSPTLCK and TIOCGPTN: Glibc's module leaves unlockpt and ptsname out.
            var (locked, number): (CInt, CInt) = (0, 0)
            try #require(controller >= 0 && ioctl(controller, 0x4004_5431, &locked) == 0)
            try #require(ioctl(controller, 0x8004_5430, &number) == 0)
            name = "/dev/pts/\(number)"
            // Nothing that we read may wait for ever.
            _ = fcntl(controller, F_SETFL, O_NONBLOCK)
        }

        deinit { close(controller) }

        func type(_ text: String) {
            var text = text
            text.withUTF8 { _ = write(controller, $0.baseAddress, $0.count) }
        }

        /// What it shows until a word has come; all of what it shows when it never comes.
        func shown(until word: String, seconds: Double = 20) -> String {
            var text = ""
            let end = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < end, !text.contains(word) {
                var bytes = [UInt8](repeating: 0, count: 4096)
                let count = read(controller, &bytes, bytes.count)
                if count > 0 { text += String(decoding: bytes[..<count], as: UTF8.self) }
                usleep(5000)
            }
            return text
        }

        var echoes: Bool {
            var state = termios()
            return tcgetattr(controller, &state) == 0 && state.c_lflag & tcflag_t(ECHO) != 0
        }
    }

    private let fixture: CommandFixture
    private let passphrase = "five words by throwing dice"

    init() throws { fixture = try CommandFixture() }

    private func start(
        _ arguments: [String],
        at terminal: PseudoTerminal,
        _ more: [String: String] = [:]
    ) throws -> Child {
        try Child(
            "\(Checkout.products)/vigil",
            arguments,
            environment: Command.base.merging(fixture.environment) { $1 }.merging(more) { $1 },
            input: terminal.name,
            output: fixture.folder("output"),
            errors: fixture.folder("errors"),
            ownSession: true
        )
    }

    private func errors() -> String {
        (try? String(contentsOfFile: fixture.folder("errors"), encoding: .utf8)) ?? ""
    }

    private func make() throws {
        let terminal = try PseudoTerminal()
        let child = try start(
            [
                "init", fixture.record, "--name", "Test", "--admin", "Ann Admin", "--pseudonym",
                "s-ann", "--passphrase",
            ],
            at: terminal
        )
        var shown = terminal.shown(until: "New passphrase: ")
        #expect(shown.hasSuffix("New passphrase: ") && !terminal.echoes)
        terminal.type(passphrase + "\n")
        shown += terminal.shown(until: "Again: ")
        terminal.type(passphrase + "\n")
        // The record that was made is opened, and its passphrase asked for as of any other.
        shown += terminal.shown(until: "Passphrase: ")
        terminal.type(passphrase + "\n")
        #expect(child.wait() == 0, "\(errors())")
        shown += terminal.shown(until: "-", seconds: 0.2)
        #expect(!shown.contains(passphrase) && !shown.contains("dice"))
        #expect(terminal.echoes)
    }

    @Test func `it is asked for, not shown, and opens the record`() throws {
        try make()
        let terminal = try PseudoTerminal()
        let child = try start(["staff", "list"], at: terminal)
        #expect(terminal.shown(until: "Passphrase: ").hasSuffix("Passphrase: "))
        terminal.type("not those words at all\n")
        #expect(child.wait() == 4)
        #expect(errors().contains("passphrase does not open"))
        let again = try start(["staff", "list"], at: terminal)
        _ = terminal.shown(until: "Passphrase: ")
        // What is rubbed out does not count.
        terminal.type("x\u{7f}\(passphrase)\n")
        #expect(again.wait() == 0, "\(errors())")
        let output = try String(contentsOfFile: fixture.folder("output"), encoding: .utf8)
        #expect(output.contains("Ann Admin") && terminal.echoes)
    }

    @Test func `nobody is waited for without end, and the terminal shows again what is typed`()
        throws
    {
        try make()
        let terminal = try PseudoTerminal()
        let started = ContinuousClock.now
        let child = try start(["staff", "list"], at: terminal, ["VIGIL_PASSPHRASE_SECONDS": "1"])
        _ = terminal.shown(until: "Passphrase: ")
        #expect(child.wait() == 4)
        #expect(ContinuousClock.now - started < .seconds(60))
        #expect(errors().contains("nobody gave the passphrase in time"))
        #expect(terminal.echoes)
        // Ended at its question, it leaves the terminal as it was.
        let ended = try start(["staff", "list"], at: terminal)
        _ = terminal.shown(until: "Passphrase: ")
        terminal.type("\u{3}")
        #expect(ended.wait() == 128 + SIGINT)
        #expect(terminal.echoes)
    }

    @Test func `where there is no terminal nothing is asked`() throws {
        try make()
        let result = try fixture.vigil("staff", "list")
        #expect(result.status == 4 && result.errors.contains("there is no terminal to ask for it"))
    }
}
