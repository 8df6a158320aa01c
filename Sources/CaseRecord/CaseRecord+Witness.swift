import CaseModel
import EventLog
import FoundationEssentials
package import MerkleTree
import Values
import Witness

extension CaseRecord {
    /// Names a witness whose signatures under checkpoints are accepted from now on.
    package func add(witness key: WitnessKey, operator name: String?, by staff: String) throws {
        guard try !witnesses().contains(key) else { return }
        try record(
            service: Draft(
                .witnessAdded,
                at: .instant(now()),
                .object(present: [
                    ("name", .string(key.name)), ("publicKey", .string(key.description)),
                    ("operator", name.map(JSON.string)),
                ])
            ),
            by: staff
        )
        var info = (try? RecordInfo.read(files.info)) ?? info
        info.witnesses = try witnesses()
        try info.write(to: files.info)
    }

    /// The witnesses that the service has named, in the order in which it did.
    package func witnesses() throws -> [WitnessKey] {
        try RecordError.wrapping {
            try log.read { try $0.entries(of: info.id) }.compactMap { entry in
                guard entry.type == .witnessAdded else { return nil }
                return entry.payload?.data["publicKey"]?.string.flatMap { WitnessKey($0) }
            }
        }
    }

    /// Has the newest checkpoint signed by a witness, and keeps what it signed.
    ///
    /// - Throws: `rolled-back` when the witness has seen more of the log than there is.
    package func witness(at place: String) throws -> Checkpoint {
        try RecordError.wrapping {
            do {
                try sign()
                return try cosigned(by: WitnessPlace(place))
            } catch let failure as Witness.Failure {
                throw RecordError(
                    .unavailable,
                    "witness",
                    failure.rule,
                    hint: "name its folder or address with --witness"
                )
            }
        }
    }

    private func cosigned(by place: WitnessPlace) throws -> Checkpoint {
        // The witness is not asked how far it has got: it says so when the guess is wrong.
        var old: UInt64 = 0
        for _ in 0..<3 {
            let (note, checkpoint, proof) = try newest(after: old)
            let request = AddCheckpoint(old: old, proof: proof, note: note.written)
            switch try place.ask(request) {
            case .cosigned(let signatures):
                try keep(signatures, under: note, of: checkpoint)
                return checkpoint
            case .conflict(let known):
                guard known <= checkpoint.size.count else {
                    throw CaseRecord.rolledBack(
                        "the witness has seen \(known) events of this log, and it has"
                            + " \(checkpoint.size)"
                    )
                }
                guard known != old else {
                    throw CaseRecord.rolledBack(
                        "the witness has seen other events as the first \(known) of this log"
                    )
                }
                old = known
            case .refused(let status, let rule):
                guard status != 422 else {
                    throw CaseRecord.rolledBack(
                        "the log does not continue what the witness has seen of it"
                    )
                }
                throw RecordError(
                    .refused,
                    "witness-refused",
                    "the witness refuses: \(rule)",
                    hint: status == 404
                        ? "it takes the log in by its key: 'vigil checkpoint --key' prints it"
                        : status == 403
                            ? "after 'vigil keys rotate signing' it takes the new key with 'vigil witness"
                                + " trust … --handover FILE'" : nil
                )
            }
        }
        throw RecordError(.unavailable, "witness", "the witness is asked by others at once")
    }

    private func newest(
        after old: UInt64
    ) throws -> (SignedNote, Checkpoint, [TreeHash]) {
        try log.read { snapshot in
            guard let written = try snapshot.newestCheckpoint(),
                let note = try? SignedNote(parsing: written),
                let checkpoint = Checkpoint(text: note.text)
            else { throw LogError.damaged(position: nil, "the log has no readable checkpoint") }
            let proof =
                old > 0 && old < checkpoint.size.count
                ? try snapshot.tree.consistencyProof(from: TreeSize(old), to: checkpoint.size).path
                : []
            return (note, checkpoint, proof)
        }
    }

    private func keep(
        _ signatures: [SignedNote.Signature],
        under note: SignedNote,
        of checkpoint: Checkpoint
    ) throws {
        let trusted = try witnesses()
        let fitting = signatures.filter { signature in
            trusted.contains { $0.seen(signature, over: note.text) != nil }
        }
        guard !fitting.isEmpty else {
            throw RecordError(
                .refused,
                "unknown-witness",
                "the signature is not by a witness that the service has named",
                hint: "name it with 'vigil checkpoint --add-witness KEY'"
            )
        }
        let missing = fitting.filter { signature in
            !note.signatures.contains { $0.keyID == signature.keyID && $0.name == signature.name }
        }
        guard !missing.isEmpty else { return }
        let cosigned = SignedNote(text: note.text, signatures: note.signatures + missing)
        try log.write(at: now()) { transaction in
            // Somebody may have signed a larger tree meanwhile; a checkpoint is never smaller.
            guard try transaction.snapshot.newestCheckpoint() == note.written else { return }
            try transaction.store(cosigned, of: checkpoint.size)
        }
    }

    static func rolledBack(_ sentence: String) -> RecordError {
        RecordError(
            .damaged,
            "rolled-back",
            sentence,
            hint: "restore the newest copy; reading works, and 'vigil verify' tells more"
        )
    }

    // MARK: When a record is opened

    /// The files that `VIGIL_RECEIPT` names, divided by colons.
    static func paths(of variable: String?) -> [String] {
        (variable ?? "").split(separator: ":").map(String.init)
    }

    /// A checkpoint that somebody kept, signed by the key of its size.
    static func receipt(at path: String, _ history: KeyHistory) throws -> Checkpoint {
        let invalid: (String) -> RecordError = { reason in
            RecordError(
                .invalid,
                "receipt",
                "the file '\(path)' is no checkpoint of this record: \(reason)",
                hint: "VIGIL_RECEIPT names what 'vigil checkpoint' printed"
            )
        }
        guard let note = RecordFiles.read(path) else { throw invalid("it cannot be read") }
        do throws(SignedNote.Failure) {
            return try history.verify(note).checkpoint
        } catch {
            guard case .retired(let size) = error else {
                throw invalid("it is not signed by the record's key")
            }
            throw invalid("it is signed by a key that was retired at size \(size)")
        }
    }

    /// Asks a witness whether it has seen more of the log, or another one.
    ///
    /// - Returns: whether it has, with a sentence; or a sentence on why it was not asked.
    static func asked(
        _ place: String,
        of log: EventLog
    ) throws -> (isPassed: Bool, sentence: String?) {
        guard let note = try log.read({ try $0.newestCheckpoint() }),
            let parsed = try? SignedNote(parsing: note), let newest = Checkpoint(text: parsed.text)
        else { return (false, nil) }
        let size = newest.size.count
        do {
            switch try WitnessPlace(place).ask(AddCheckpoint(old: size, proof: [], note: note)) {
            case .conflict(let known) where known > size:
                return (
                    true,
                    "the log is signed to \(size) events, and the witness has seen it with \(known):"
                        + " an old copy was put in its place, or its end was cut off"
                )
            case .conflict(let known) where known == size:
                return (
                    true,
                    "the log's first \(known) events are not the ones that the witness has seen"
                )
            case .cosigned, .conflict: return (false, nil)
            case .refused(_, let rule): return (false, "the witness refuses: \(rule)")
            }
        } catch let failure as Witness.Failure {
            return (false, failure.rule)
        }
    }
}
