/// Which keys sign a log's checkpoints, and at which sizes: one key from the beginning on, or as many
/// as the log's handovers name (docs/LOG_FORMAT.md §4.3).
///
/// What it says is not taken from a list that somebody wrote: it is held together by signatures, so a
/// verifier who trusts one key can tell how far that trust reaches.
package struct KeyHistory: Hashable, Sendable {
    /// Oldest first.
    package let spans: [Span]
    /// Between them.
    package let handovers: [Handover]

    package struct Span: Hashable, Sendable {
        package let key: VerificationKey
        /// The smallest size that it signs; the first key of a log signs the empty tree too.
        package let first: UInt64
        /// The largest; nil while it is in use.
        package let last: UInt64?

        package func covers(_ size: TreeSize) -> Bool {
            (first == 1 || first <= size.count) && size.count <= last ?? .max
        }
    }

    /// The history of a log that has one key.
    package init(of key: VerificationKey) {
        spans = [Span(key: key, first: 1, last: nil)]
        handovers = []
    }

    private init(spans: [Span], handovers: [Handover]) {
        self.spans = spans
        self.handovers = handovers
    }

    /// How far the trust in some keys reaches along a chain of handovers, oldest first.
    ///
    /// A key vouches for what was signed before it, by the handover to it, and for the key after it if it
    /// has signed the handover away from it. So the keys that can be trusted are a beginning of the chain.
    ///
    /// - Returns: nil for no handovers, for handovers of which one does not begin with the key that the one
    ///   before ended with, or when none of the keys trusted is in the chain.
    package init?(_ handovers: [Handover], trusting trusted: [VerificationKey]) {
        guard let first = handovers.first, KeyHistory.isChain(handovers) else { return nil }
        let keys = [first.from] + handovers.map(\.to)
        guard Set(keys).count == keys.count,
            var reached = keys.indices.last(where: { trusted.contains(keys[$0]) })
        else { return nil }
        while reached < handovers.count, handovers[reached].isSignedByOld { reached += 1 }
        let spans = keys[...reached].indices.map { index in
            Span(
                key: keys[index],
                first: index == 0 ? 1 : handovers[index - 1].size.count + 1,
                last: index < handovers.count ? handovers[index].size.count : nil
            )
        }
        self.init(spans: spans, handovers: Array(handovers[..<reached]))
    }

    /// Whether each begins with the key that the one before ended with, at a larger size.
    package static func isChain(_ handovers: [Handover]) -> Bool {
        zip(handovers, handovers.dropFirst()).allSatisfy { continues($1, $0) }
    }

    /// Whether a handover can follow another.
    package static func continues(_ later: Handover, _ earlier: Handover) -> Bool {
        later.from == earlier.to && later.size > earlier.size
    }

    package var keys: [VerificationKey] { spans.map(\.key) }

    /// The last key that can be trusted.
    package var newest: VerificationKey { spans[spans.count - 1].key }

    /// The size at which a key was retired; nil for one that is in use or none of these.
    package func retirement(of key: VerificationKey) -> UInt64? {
        spans.first { $0.key == key }?.last
    }

    /// As a pack's file `keys` has it: a line for each key, with its first size and its last.
    package var text: String {
        spans.map { "log \($0.key) \($0.first) \($0.last.map(String.init) ?? "-")\n" }.joined()
    }

    // MARK: Checkpoints

    package func verify(_ note: String) throws(SignedNote.Failure) -> VerifiedCheckpoint {
        try verify(try SignedNote(parsing: note))
    }

    /// A checkpoint that the key of its size has signed, and no other of these; or one of the handovers.
    package func verify(_ note: SignedNote) throws(SignedNote.Failure) -> VerifiedCheckpoint {
        let signers = try note.verified(by: keys)
        let checkpoint: Checkpoint
        let due: [VerificationKey]
        if let plain = Checkpoint(text: note.text) {
            checkpoint = plain
            due = spans.filter { $0.covers(plain.size) }.map(\.key)
        } else if let handover = handovers.first(where: { $0.note.text == note.text }) {
            checkpoint = handover.statement.checkpoint
            due = (handover.isSignedByOld ? [handover.from] : []) + [handover.to]
        } else {
            throw .malformed
        }
        guard checkpoint.origin == newest.name else { throw .unsigned }
        guard Set(signers) == Set(due) else {
            for signer in signers {
                if let last = retirement(of: signer), last < checkpoint.size.count {
                    throw .retired(at: last)
                }
            }
            throw .unsigned
        }
        return VerifiedCheckpoint(checkpoint, signers)
    }
}
