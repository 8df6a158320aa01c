package import MerkleTree
import Values

/// A log's request to a witness to sign its newest checkpoint (c2sp.org/tlog-witness,
/// `add-checkpoint`): the size that it thinks the witness knows, the proof from there, the note.
package struct AddCheckpoint: Sendable, Equatable {
    package let old: UInt64
    package let proof: [TreeHash]
    package let note: String

    package init(old: UInt64, proof: [TreeHash], note: String) {
        self.old = old
        self.proof = proof
        self.note = note
    }

    static let limit = 1 << 16

    /// Reads a request; nil when it is not written as the protocol says.
    package init?(_ body: [UInt8]) {
        guard body.count <= AddCheckpoint.limit,
            let gap = body.indices.dropLast().first(where: { body[$0] == 10 && body[$0 + 1] == 10 }
            ),
            let head = String(validating: body[..<gap], as: UTF8.self),
            let note = String(validating: body[(gap + 2)...], as: UTF8.self)
        else { return nil }
        let lines = head.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, first.hasPrefix("old "),
            let old = UInt64(first.dropFirst(4)), String(old) == first.dropFirst(4),
            lines.count <= 64
        else { return nil }
        let proof = lines.dropFirst().map { TreeHash(base64: $0) }
        guard proof.allSatisfy({ $0 != nil }) else { return nil }
        self.init(
            old: old,
            proof: proof.compactMap { $0 },
            note: note
        )
    }

    package var body: String {
        "old \(old)\n" + proof.map { "\($0)\n" }.joined() + "\n" + note
    }

    /// What a witness answers, as HTTP says it.
    package enum Answer: Sendable, Equatable {
        /// 200: lines of signatures, each by a key of the witness.
        case cosigned([SignedNote.Signature])
        /// 409: the size that the witness knows; larger than the log's own, it is a rollback.
        case conflict(known: UInt64)
        /// 400, 403, 404, 422: a sentence.
        case refused(status: Int, rule: String)
    }
}
