import FoundationEssentials
import Values
package import XMLKit

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The way of a case record out of the house: written, checked, recorded as issued, and only then
/// there under its name.
///
/// Whoever finds a file of that name finds a whole one that is valid and whose digest is in the
/// log. It knows no policy and no storage: what to write and how to record it are the caller's.
package enum CaseRecordExport {
    package struct Receipt: Hashable, Sendable {
        /// Of the file's bytes, in lower-case hexadecimal.
        package let sha256: String
        package let byteCount: Int64
    }

    /// Writes `document` to `path`, or leaves nothing behind.
    ///
    /// - Parameter beforeRename: is given the digest of the finished, valid file, and commits what
    ///   has to be true before anybody can see it. What it throws stops the release.
    package static func release(
        _ document: CaseRecordDocument,
        to path: String,
        schema: XMLSchema,
        overwrite: Bool,
        beforeRename: (String) throws -> Void
    ) throws -> Receipt {
        // Asked again, without a gap, when the file gets its name; here it saves the work.
        if !overwrite, access(path, F_OK) == 0 { throw DraftFile.taken(path) }
        let draft = DraftFile(beside: path)
        do {
            try document.write(to: draft.path)
            if let fault = try schema.validate(file: draft.path, refusesEmpty: true).first {
                throw invalid(fault, draft.path, path)
            }
        } catch let error as XMLError {
            throw ExportError(
                .unavailable,
                "the export cannot be written: \(error.message)",
                path: path
            )
        }
        let (sha256, byteCount) = try draft.digest()
        try beforeRename(sha256)
        try draft.publish(isReplacing: overwrite)
        return Receipt(sha256: sha256, byteCount: byteCount)
    }

    private static func invalid(
        _ fault: XMLError,
        _ draft: String,
        _ path: String
    ) -> ExportError {
        let place = fault.line.map { " at line \($0)" } ?? ""
        return ExportError(
            .invalid,
            "the case record would not be valid\(place): \(fault.message)",
            path: path,
            position: fault.line.flatMap { position(ofLine: $0, in: draft) }
        )
    }

    /// The entry whose element holds line `line`: the last that begins at or before it. Only asked
    /// when something is wrong, so the file is simply read again.
    private static func position(ofLine line: Int, in draft: String) -> Int64? {
        // A text cannot look like this: in a text, `<` is written `&lt;`.
        let opening = #"    <entry position=""#.utf8
        let closing = "  </entries>".utf8
        let found = FileManager.default.contents(atPath: draft)?
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .prefix(line)
            .last { $0.starts(with: opening) || $0.starts(with: closing) }
        guard let found, found.starts(with: opening) else { return nil }
        let digits = found.dropFirst(opening.count).prefix { $0 != UInt8(ascii: "\"") }
        return decimal(digits).map { Int64($0) }
    }
}
