import Synchronization
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file on its way, for its owner alone: in the folder of its target, without a name. It is gone again
/// unless it is published, also when the process is killed.
///
/// Some file systems have no files without a name. There it has one of its own, hidden, which a kill
/// leaves behind.
package final class DraftFile: Sendable {
    private let target: String
    private let folder: String
    private let ownName: String
    private let mayBeUnnamed: Bool
    private let opened = Mutex<Opened?>(nil)

    private struct Opened {
        let descriptor: Int32
        /// Nil for a file without a name.
        let name: String?
        var isPublished = false

        /// Where it can be read, and given a name.
        var path: String { name ?? "/proc/self/fd/\(descriptor)" }
    }

    /// - Parameter mayBeUnnamed: false to do as where no file is without a name.
    package init(beside target: String, mayBeUnnamed: Bool = true) {
        self.target = target
        self.mayBeUnnamed = mayBeUnnamed
        let slash = target.lastIndex(of: "/").map { target.index(after: $0) } ?? target.startIndex
        folder = slash == target.startIndex ? "." : String(target[..<slash])
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        ownName = "\(target[..<slash]).\(target[slash...].prefix(80)).\(number).draft"
    }

    deinit {
        opened.withLock { opened in
            guard let opened else { return }
            _ = close(opened.descriptor)
            if let name = opened.name, !opened.isPublished { _ = unlink(name) }
        }
    }

    /// Refuses, when a file of the target's name is there already. Asked again, without a gap, when the
    /// file gets its name; earlier it saves the work.
    package func checkIsFree() throws(ExportError) {
        if access(target, F_OK) == 0 { throw DraftFile.taken(target) }
    }

    /// Makes `bytes` all that is in the file, and durable.
    package func write(_ bytes: [UInt8]) throws(ExportError) {
        let descriptor = try empty()
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { put(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("be written") }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure("be made durable") }
    }

    /// SHA-256 of the bytes, in lower-case hexadecimal, and how many there are.
    package func digest() throws(ExportError) -> (sha256: String, byteCount: Int64) {
        guard let path = opened.withLock({ $0?.path }), let digest = FileDigest(of: path) else {
            throw failure("be read again")
        }
        return (digest.sha256, digest.byteCount)
    }

    /// Gives the file its name. Unless it replaces one, a file that came in between is left alone.
    package func publish(isReplacing: Bool) throws(ExportError) {
        guard let file = opened.withLock({ $0 }) else { throw failure("be given its name") }
        if let name = file.name {
            try publish(name, isReplacing)
        } else if isReplacing {
            // A link refuses a name that is taken, so the file takes another first.
            guard link(file.path, to: ownName) else { throw failure("be given its name") }
            guard rename(ownName, target) == 0 else {
                let error = failure("be given its name")
                _ = unlink(ownName)
                throw error
            }
        } else if !link(file.path, to: target) {
            throw errno == EEXIST ? DraftFile.taken(target) : failure("be given its name")
        }
        opened.withLock { $0?.isPublished = true }
        // Not every file system can make a name durable, and the file is whole either way.
        makeDurable(folder)
    }

    // MARK: - Inside

    private func publish(_ name: String, _ isReplacing: Bool) throws(ExportError) {
        if isReplacing {
            guard rename(name, target) == 0 else { throw failure("be given its name") }
        } else if link(name, to: target) {
            // A link is refused when the name is taken; `rename` would have replaced the file.
            _ = unlink(name)
        } else if errno == EEXIST {
            throw DraftFile.taken(target)
        } else {
            // File systems of memory sticks have no links. There the gap of a moment remains.
            guard access(target, F_OK) != 0 else { throw DraftFile.taken(target) }
            guard rename(name, target) == 0 else { throw failure("be given its name") }
        }
    }

    /// Follows the link that `/proc` has for a file without a name.
    private func link(_ path: String, to name: String) -> Bool {
        linkat(AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0
    }

    /// The file with nothing in it, opened when there is none yet.
    private func empty() throws(ExportError) -> Int32 {
        if let descriptor = opened.withLock({ $0?.descriptor }) {
            guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
                throw failure("be written")
            }
            return descriptor
        }
        guard let file = openUnnamed() ?? openNamed() else { throw failure("be written") }
        opened.withLock { $0 = file }
        return file.descriptor
    }

    private func openUnnamed() -> Opened? {
        #if os(Linux)
        guard mayBeUnnamed else { return nil }
        // Swift does not see the header's O_TMPFILE, which is made of two others.
        let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
        let file = Opened(descriptor: open(folder, unnamed | O_RDWR | O_CLOEXEC, 0o600), name: nil)
        guard file.descriptor >= 0 else { return nil }
        guard access(file.path, F_OK) == 0 else {
            _ = close(file.descriptor)
            return nil
        }
        return file
        #else
        return nil
        #endif
    }

    private func openNamed() -> Opened? {
        let descriptor = open(ownName, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        return descriptor >= 0 ? Opened(descriptor: descriptor, name: ownName) : nil
    }

    private func put(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    static func taken(_ path: String) -> ExportError {
        ExportError(.exists, "there is a file '\(path)' already", path: path)
    }

    private func failure(_ what: String) -> ExportError {
        let reason = String(cString: strerror(errno))
        return ExportError(
            .unavailable,
            "the export '\(target)' cannot \(what): \(reason)",
            path: target
        )
    }
}
