import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The way of a copy out of the house: written, recorded as issued, and only then there under its
/// name.
///
/// Whoever finds a file of that name finds a whole one whose digest is in the log. It knows no
/// policy and no storage: what to write and how to record it are the caller's.
package enum Release {
    package struct Receipt: Hashable, Sendable {
        /// Of the file's bytes, in lower-case hexadecimal.
        package let sha256: String
        package let byteCount: Int64
    }

    /// Writes `bytes`, which were judged before, to `path`, or leaves nothing behind.
    ///
    /// - Parameter beforeRename: is given the digest of the finished file, and commits what has to
    ///   be true before anybody can see it. What it throws stops the release.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        overwrite: Bool,
        beforeRename: (String) throws -> Void
    ) throws -> Receipt {
        // Asked again, without a gap, when the file gets its name; here it saves the work.
        if !overwrite, access(path, F_OK) == 0 { throw DraftFile.taken(path) }
        let draft = DraftFile(beside: path)
        try draft.write(bytes)
        let (sha256, byteCount) = try draft.digest()
        try beforeRename(sha256)
        try draft.publish(isReplacing: overwrite)
        return Receipt(sha256: sha256, byteCount: byteCount)
    }
}
