import CaseRecord

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What only the person at the terminal knows, asked for without showing it.
enum Terminal {
    /// Reads from the terminal itself, so that a redirected input is not taken for a passphrase.
    @Sendable static func passphrase(isNew: Bool) throws -> String {
        // A program that took both streams has nobody at the terminal who could answer.
        let terminal =
            isatty(STDIN_FILENO) == 1 || isatty(STDERR_FILENO) == 1 ? open("/dev/tty", O_RDWR) : -1
        guard terminal >= 0 else { throw KeyPlaces.needsPassphrase }
        defer { close(terminal) }
        let first = try ask(isNew ? "New passphrase: " : "Passphrase: ", terminal)
        guard isNew else { return first }
        guard first.utf8.count >= 12 else {
            throw RecordError(
                .invalid,
                "passphrase",
                "a passphrase has at least 12 characters",
                hint: "five words chosen by dice are easier to keep than a short riddle"
            )
        }
        guard try ask("Again: ", terminal) == first else {
            throw RecordError(.invalid, "passphrase", "the two passphrases are not the same")
        }
        return first
    }

    /// Two minutes; a program that was left alone at its question would keep others waiting for what it
    /// was to do.
    private static var patienceMs: Int32 {
        environment("VIGIL_PASSPHRASE_SECONDS").flatMap { Int32($0) }.map { min($0, 3600) * 1000 }
            ?? 120_000
    }

    private static func ask(_ prompt: String, _ terminal: Int32) throws -> String {
        var before = termios()
        guard tcgetattr(terminal, &before) == 0 else { throw KeyPlaces.needsPassphrase }
        var quiet = before
        // A key that ends the program would leave the terminal mute: it ends the line, and then the program.
        let interrupt: UInt8 = 3
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG)
        withUnsafeMutableBytes(of: &quiet.c_cc) { $0[Int(VEOL)] = interrupt }
        tcsetattr(terminal, TCSAFLUSH, &quiet)
        func restore() {
            tcsetattr(terminal, TCSAFLUSH, &before)
            put("\n", terminal)
        }
        put(prompt, terminal)
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        var wait = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = poll(&wait, 1, patienceMs)
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else {
                restore()
                throw RecordError(
                    .unavailable,
                    "passphrase",
                    "nobody gave the passphrase in time",
                    hint: "run the command again, or give --passphrase-file FILE"
                )
            }
            guard read(terminal, &byte, 1) == 1, byte != 10 else { break }
            if byte == interrupt {
                restore()
                // Started in the background, it may have been told to ignore it.
                signal(SIGINT, SIG_DFL)
                raise(SIGINT)
                exit(130)
            }
            bytes.append(byte)
        }
        restore()
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func put(_ text: String, _ terminal: Int32) {
        var text = text
        text.withUTF8 { _ = write(terminal, $0.baseAddress, $0.count) }
    }
}
