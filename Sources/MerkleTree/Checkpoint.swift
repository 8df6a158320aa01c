/// What a signed checkpoint says: this log, so many leaves, this root (c2sp.org/tlog-checkpoint
/// v1.0.0). It has no extension lines; a `Handover` is one with one.
package struct Checkpoint: Hashable, Sendable {
    /// The log's name, the same as its key's.
    package let origin: String
    package let size: TreeSize
    package let root: TreeHash

    package init(origin: String, size: TreeSize, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    package var text: String { "\(origin)\n\(size)\n\(root)\n" }

    /// Reads a checkpoint's text: three lines and nothing else.
    package init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 4, !lines[0].isEmpty, lines[3].isEmpty,
            let count = UInt64(lines[1]), String(count) == lines[1],
            let root = TreeHash(base64: lines[2])
        else { return nil }
        self.init(origin: String(lines[0]), size: TreeSize(count), root: root)
    }

    package func signed(by key: SigningKey) throws -> SignedNote {
        SignedNote(text: text, signatures: [try key.sign(text)])
    }
}

/// A checkpoint whose note has been checked against keys that came from elsewhere.
package struct VerifiedCheckpoint: Hashable, Sendable {
    package let checkpoint: Checkpoint
    package let signers: [VerificationKey]

    init(_ checkpoint: Checkpoint, _ signers: [VerificationKey]) {
        self.checkpoint = checkpoint
        self.signers = signers
    }

    package init(
        note: String,
        keys: [VerificationKey]
    ) throws(SignedNote.Failure) {
        let note = try SignedNote(parsing: note)
        signers = try note.verified(by: keys)
        guard let checkpoint = Checkpoint(text: note.text) else { throw .malformed }
        // The log's own key must be among the signers: a witness alone does not make a log.
        guard signers.contains(where: { $0.name == checkpoint.origin }) else { throw .unsigned }
        self.checkpoint = checkpoint
    }
}
