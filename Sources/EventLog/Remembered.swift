import FoundationEssentials
package import MerkleTree
package import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The largest log that this user's machine has seen of a record, kept outside it: a restored old
/// file or a cut tail looks perfect from inside.
///
/// One line of fixed length, `size root`, written in place after the commit; a torn or missing file
/// only means that less is remembered. Never the record's truth, always a question to it.
package struct Remembered: Sendable {
    package let path: String

    /// `$XDG_STATE_HOME/vigil/<record id>`, `~/.local/state` without it.
    package init(record: Identifier, environment: [String: String]) {
        let state =
            environment["XDG_STATE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? (environment["HOME"] ?? "/") + "/.local/state"
        path = "\(state)/vigil/\(record)"
    }

    /// For a record that keeps everything inside, as a demo does.
    package init(path: String) { self.path = path }

    package func read() -> (size: TreeSize, root: TreeHash)? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let parts = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard parts.count == 2, let count = UInt64(parts[0]), let root = TreeHash(base64: parts[1])
        else { return nil }
        return (TreeSize(count), root)
    }

    /// Best effort: a machine without a home still records.
    package func write(size: TreeSize, root: TreeHash) {
        let digits = String(size.count)
        let line =
            String(repeating: " ", count: max(0, 20 - digits.count)) + "\(digits) \(root)\n"
        var file = open(path, O_WRONLY | O_CREAT, 0o600)
        if file < 0 {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            try? FileManager.default.createDirectory(
                atPath: folder.joined(separator: "/"),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            file = open(path, O_WRONLY | O_CREAT, 0o600)
        }
        guard file >= 0 else { return }
        _ = line.utf8CString.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count - 1, 0) }
        close(file)
    }
}
