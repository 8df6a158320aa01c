/// What gives the signing of a log from one key to the next: a checkpoint with one line more, which
/// names both keys, signed by both (docs/LOG_FORMAT.md §4.3).
///
///     <origin>
///     <size>
///     <root>
///     vigil-handover/v1 <old verification key> <new verification key>
///
/// A bare checkpoint with two signatures would not do: anybody could take the old key's line from a
/// checkpoint that it has signed and put a line of their own beneath it.
package struct Handover: Hashable, Sendable {
    package let statement: Statement
    package let note: SignedNote
    /// Whether the old key says so too. Where it was lost, only the new one speaks: for what was signed
    /// before it, and not for its own right to follow.
    package let isSignedByOld: Bool

    /// What is signed.
    package struct Statement: Hashable, Sendable {
        package let checkpoint: Checkpoint
        package let from: VerificationKey
        package let to: VerificationKey

        /// Nil for keys of other logs than the checkpoint's, or for one key twice.
        package init?(_ checkpoint: Checkpoint, from: VerificationKey, to: VerificationKey) {
            guard checkpoint.size.count > 0, from.bytes != to.bytes,
                from.name.utf8.elementsEqual(checkpoint.origin.utf8),
                to.name.utf8.elementsEqual(checkpoint.origin.utf8)
            else { return nil }
            self.checkpoint = checkpoint
            self.from = from
            self.to = to
        }

        package init?(text: String) {
            let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false)
            guard lines.count == 5, lines[4].isEmpty,
                let checkpoint = Checkpoint(
                    text: String(
                        decoding: Array(text.utf8.dropLast(lines[3].count + 1)),
                        as: UTF8.self
                    )
                )
            else { return nil }
            let words = lines[3].split(separator: 32, omittingEmptySubsequences: false)
                .map { String($0) ?? "" }
            guard words.count == 3, words[0] == Handover.mark,
                let from = VerificationKey(words[1]), let to = VerificationKey(words[2])
            else { return nil }
            self.init(checkpoint, from: from, to: to)
        }

        package var text: String {
            "\(checkpoint.text)\(Handover.mark) \(from) \(to)\n"
        }
    }

    /// Begins the line that makes a checkpoint a handover.
    package static let mark = "vigil-handover/v1"

    package var size: TreeSize { statement.checkpoint.size }
    package var from: VerificationKey { statement.from }
    package var to: VerificationKey { statement.to }

    /// Reads a note; nil when it is no handover, when the new key has not signed it, or when a
    /// signature by either key does not fit.
    package init?(_ note: SignedNote) {
        guard let statement = Statement(text: note.text),
            let signers = try? note.verified(by: [statement.from, statement.to]),
            signers.contains(statement.to)
        else { return nil }
        self.statement = statement
        self.note = note
        isSignedByOld = signers.contains(statement.from)
    }

    /// Reads notes one after the other, an empty line between them; nil when one is no handover.
    package static func all(in text: String) -> [Handover]? {
        var rest = Substring(text)
        while rest.last == "\n" { rest.removeLast() }
        // Each note has one empty line of its own, between text and signatures.
        let parts = rest.split(separator: "\n\n", omittingEmptySubsequences: false)
        guard parts.count.isMultiple(of: 2) else { return nil }
        var handovers: [Handover] = []
        for index in stride(from: 0, to: parts.count, by: 2) {
            guard
                let note = try? SignedNote(
                    parsing: "\(parts[index])\n\n\(parts[index + 1])\n"
                ), let handover = Handover(note)
            else { return nil }
            handovers.append(handover)
        }
        return handovers
    }

    /// - Parameter old: nil when it was lost.
    package static func signed(
        _ checkpoint: Checkpoint,
        from key: VerificationKey,
        by old: SigningKey?,
        to new: SigningKey
    ) throws -> SignedNote? {
        guard old.map({ $0.verification == key }) ?? true,
            let statement = Statement(checkpoint, from: key, to: new.verification)
        else { return nil }
        let signers = (old.map { [$0] } ?? []) + [new]
        return SignedNote(
            text: statement.text,
            signatures: try signers.map { try $0.sign(statement.text) }
        )
    }
}

extension SignedNote {
    /// Whether `key` signs what comes after this note, if it is its log's newest.
    package func leaves(_ key: VerificationKey) -> Bool {
        if let statement = Handover.Statement(text: text) { return statement.to == key }
        return (try? verified(by: [key])) != nil
    }
}
