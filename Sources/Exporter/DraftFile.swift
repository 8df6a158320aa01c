import Synchronization
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A file on its way: in the folder of its target under another name, and gone again unless it is
/// published.
package final class DraftFile: Sendable {
    package let path: String
    private let target: String
    private let isPublished = Atomic(false)

    package init(beside target: String) {
        self.target = target
        let slash = target.lastIndex(of: "/").map { target.index(after: $0) }
        let folder = target[..<(slash ?? target.startIndex)]
        let name = target[(slash ?? target.startIndex)...]
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        path = "\(folder).\(name.prefix(80)).\(number).draft"
    }

    deinit { if !isPublished.load(ordering: .acquiring) { _ = unlink(path) } }

    /// Refuses, when a file of the target's name is there already. Asked again, without a gap, when the
    /// file gets its name; earlier it saves the work.
    package func checkIsFree() throws(ExportError) {
        if access(target, F_OK) == 0 { throw DraftFile.taken(target) }
    }

    /// Makes `bytes` all that is in the file, durable and for its owner alone.
    package func write(_ bytes: [UInt8]) throws(ExportError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("be written") }
        defer { _ = close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { put(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("be written") }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure("be made durable") }
    }

    private func put(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
        Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
        Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    /// SHA-256 of the bytes, in lower-case hexadecimal, and how many there are.
    package func digest() throws(ExportError) -> (sha256: String, byteCount: Int64) {
        guard let digest = FileDigest(of: path) else { throw failure("be read again") }
        return (digest.sha256, digest.byteCount)
    }

    /// Gives the file its name. Unless it replaces one, a file that came in between is left alone.
    package func publish(isReplacing: Bool) throws(ExportError) {
        if isReplacing {
            guard rename(path, target) == 0 else { throw failure("be given its name") }
        } else if link(path, target) == 0 {
            // A link is refused when the name is taken; `rename` would have replaced the file.
            _ = unlink(path)
        } else if errno == EEXIST {
            throw DraftFile.taken(target)
        } else {
            // File systems of memory sticks have no links. There the gap of a moment remains.
            guard access(target, F_OK) != 0 else { throw DraftFile.taken(target) }
            guard rename(path, target) == 0 else { throw failure("be given its name") }
        }
        isPublished.store(true, ordering: .releasing)
        syncFolder()
    }

    static func taken(_ path: String) -> ExportError {
        ExportError(.exists, "there is a file '\(path)' already", path: path)
    }

    /// Makes the name durable. Not every file system can, and the file is whole either way.
    private func syncFolder() {
        let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
        makeDurable(folder)
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
