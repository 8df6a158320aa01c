/// The way of a copy out of the house: written, recorded as issued, and only then there under its
/// name.
///
/// Whoever finds a file of that name finds a whole one whose digest is in the log. It knows no
/// policy and no storage: what to write and how to record it are the caller's.
package struct Release {
    /// Of the file's bytes, in lower-case hexadecimal.
    package let sha256: String
    package let byteCount: Int64
    private let draft: DraftFile
    private let isReplacing: Bool

    /// Writes `bytes`, which were judged before, beside `path`, where they wait for their name; dropped,
    /// they leave nothing behind.
    package init(_ bytes: [UInt8], to path: String, overwrite: Bool) throws(ExportError) {
        draft = DraftFile(beside: path)
        isReplacing = overwrite
        // Asked again, without a gap, when the file gets its name; here it saves the work.
        if !overwrite { try draft.checkIsFree() }
        try draft.write(bytes)
        (sha256, byteCount) = try draft.digest()
    }

    /// Gives the file its name. What has to be true before anybody can see it, the caller has committed.
    package func publish() throws(ExportError) { try draft.publish(isReplacing: isReplacing) }
}
