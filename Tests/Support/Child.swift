#if canImport(Glibc)
package import Glibc
#else
package import Darwin
#endif

/// A child process, started and waited for with the system's own calls.
///
/// Foundation's `Process` finds out through a run loop that a child has ended, and with many children
/// on many threads one such wait never came back.
package final class Child: Sendable {
    package let pid: pid_t

    /// Starts `path`; its streams are files, so that no full pipe can stop it.
    ///
    /// - Parameter ownSession: it leads a session of its own, and a terminal that it is given as its
    ///   input is the one that it may ask at.
    package init(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        input: String = "/dev/null",
        output: String = "/dev/null",
        errors: String = "/dev/null",
        ownSession: Bool = false
    ) throws {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, which Glibc's module leaves out.
        if ownSession { posix_spawnattr_setflags(&attributes, 0x80) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { (words + variables).forEach { free($0) } }
        var pid: pid_t = 0
        let code = posix_spawn(&pid, path, &actions, &attributes, words + [nil], variables + [nil])
        guard code == 0 else { throw SpawnError(path: path, code: code) }
        self.pid = pid
    }

    package struct SpawnError: Error {
        package let path: String
        package let code: CInt
    }

    /// Waits for its end: the exit code, or 128 and the signal that ended it.
    @discardableResult
    package func wait() -> Int32 {
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
    }

    package func kill() { _ = Child.send(SIGKILL, to: pid) }

    private static func send(_ signal: CInt, to pid: pid_t) -> CInt {
        #if canImport(Glibc)
        Glibc.kill(pid, signal)
        #else
        Darwin.kill(pid, signal)
        #endif
    }
}
