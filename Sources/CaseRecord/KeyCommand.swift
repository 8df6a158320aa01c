import FoundationEssentials
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A command of the service's own that prints a key, as a vault's client does.
///
/// It is run by `/bin/sh`, as written by whoever set it; nothing of a record or a case is put into it.
/// Input and errors are the terminal's, so that it can ask for what it needs.
enum KeyCommand {
    static let patienceMs: Int32 = 60_000

    /// What it printed.
    static func output(of command: String) throws -> String {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw failed("cannot be started") }
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, writing, 1)
        posix_spawn_file_actions_addclose(&actions, reading)
        if writing != 1 { posix_spawn_file_actions_addclose(&actions, writing) }
        let arguments: [String] = ["/bin/sh", "-c", command]
        let words = arguments.map { strdup($0) }
        let variables = ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") }
        defer { (words + variables).forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, "/bin/sh", &actions, nil, words + [nil], variables + [nil])
        close(writing)
        guard code == 0 else { throw failed("cannot be started") }
        let bytes = read(reading, until: ContinuousClock.now + .milliseconds(patienceMs))
        if bytes == nil { kill(child, SIGKILL) }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard let bytes else { throw failed("took longer than \(patienceMs / 1000) seconds") }
        guard status == 0 else {
            throw failed(
                status & 0x7f == 0
                    ? "ended with exit code \(status >> 8 & 0xff)"
                    : "was ended by signal \(status & 0x7f)"
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Everything until the end; nil when that does not come in time.
    private static func read(_ file: Int32, until end: ContinuousClock.Instant) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        // A key is a line; what goes on for ever is no vault.
        while bytes.count < 65536 {
            let left = (end - ContinuousClock.now) / .milliseconds(1)
            guard left > 0 else { return nil }
            var waited = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waited, 1, Int32(left.rounded(.up)))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = buffer.withUnsafeMutableBytes { recv($0.baseAddress, $0.count, file) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
        return nil
    }

    private static func recv(_ base: UnsafeMutableRawPointer?, _ count: Int, _ file: Int32) -> Int {
        #if canImport(Glibc)
        Glibc.read(file, base, count)
        #else
        Darwin.read(file, base, count)
        #endif
    }

    private static func failed(_ what: String) -> RecordError {
        RecordError(
            .unavailable,
            "key-command",
            "the key command \(what)",
            hint: "run it by hand: it prints the key-encryption key, one line"
        )
    }
}
