import CaseModel
import EventLog
package import MerkleTree
import Values

// The key that signs checkpoints: which one signed at which sizes, and how one follows another.

extension CaseRecord {
    /// The keys that have signed this log, each with its sizes, as its handovers say.
    package func keyHistory() throws -> KeyHistory {
        try RecordError.wrapping { try log.read { try keyHistory(in: $0) } }
    }

    func keyHistory(in snapshot: LogSnapshot) throws -> KeyHistory {
        guard let key = VerificationKey(info.key) else {
            throw RecordError(.damaged, "record-info", "the key in 'record.json' is damaged")
        }
        // This process may have replaced it since it read 'record.json'.
        let own = log.signingKey.map { [$0] } ?? []
        return try snapshot.keyHistory(trusting: [key] + own) ?? KeyHistory(of: key)
    }

    /// The handovers, oldest first: what a witness or an auditor is shown to follow from one key to the
    /// next.
    package func handovers() throws -> [Handover] {
        try RecordError.wrapping { try log.read { try $0.handovers() } }
    }

    package struct SigningKeyRotation: Sendable {
        package let from: VerificationKey
        package let to: VerificationKey
        /// The last size that the old key signs.
        package let size: Int64
    }

    /// Has another key sign the log from now on.
    ///
    /// The new key's file is durable before anything is changed. One transaction of the log then makes the
    /// handover, which both keys sign, records the change, and signs it with the new key: whichever the newest
    /// checkpoint leaves to sign is the key in use. The files are settled after it, by this process or
    /// by the next that opens the record.
    ///
    /// - Parameter isLost: the old key is gone: the new one alone signs, and nobody who trusts the old one
    ///   follows.
    package func rotateSigningKey(
        because reason: RotationReason,
        isLost: Bool = false,
        by staff: String
    ) throws -> SigningKeyRotation {
        try RecordError.wrapping {
            let state = try self.staff()
            guard state[staff] != nil else { throw unknownStaff(staff) }
            try checkCanRotate(because: reason, isLost: isLost)
            guard let new = SigningKey.generated(name: info.origin) else {
                throw RecordError(.unavailable, "key-missing", "the system makes no new key")
            }
            let old = try keyHistory().newest
            var size: Int64 = 0
            do {
                _ = try append(
                    kind: .governance,
                    stream: StreamNames.governance(of: info.id),
                    unit: StreamNames.governanceUnit(info.id),
                    by: staff,
                    deciding: { transaction in
                        size = transaction.position
                        // One that no handover names was never used.
                        try RecordFiles.destroy(places.signingGenerations.next)
                        try RecordFiles.write(
                            new.written + "\n",
                            toNew: places.signingGenerations.next
                        )
                        try transaction.handOver(to: new, inPlaceOf: isLost ? old : nil)
                        return try ServiceDecider.decide(
                            Draft(
                                .keysRotated,
                                at: .instant(now()),
                                [
                                    "key": "signing", "from": .string(old.description),
                                    "to": .string(new.verification.description),
                                    "treeSize": JSON(Int(size)),
                                    "handover": isLost ? "new-only" : "both",
                                    "reason": .string(reason.rawValue),
                                ]
                            ),
                            staff: state.pseudonyms
                        )
                    },
                    after: { try $0.sign() }
                )
            } catch {
                try? places.settleSigning(log: files.log)
                throw error
            }
            try places.settleSigning(log: files.log)
            var info = try RecordInfo.read(files.info)
            info.key = new.verification.description
            try info.write(to: files.info)
            return SigningKeyRotation(from: old, to: new.verification, size: size)
        }
    }

    private func checkCanRotate(because reason: RotationReason, isLost: Bool) throws {
        guard reason != .erasure else {
            throw RecordError(
                .invalid,
                "usage",
                "no erasure asks for another signing key: it wraps nothing",
                hint: "an erasure is made final by 'vigil keys rotate key-encryption'"
            )
        }
        if isLost {
            guard try places.signingKey() == nil else {
                throw RecordError(
                    .refused,
                    "key-there",
                    "there is a signing key in '\(places.signingFile)', and a lost one is not",
                    hint:
                        "leave out --lost, so that the old key hands over; move the file away if it is"
                        + " not the one in use"
                )
            }
        } else if !log.canSign {
            throw RecordError(
                .unavailable,
                "key-missing",
                "the signing key in use is not here, and only it can hand over to another",
                hint:
                    "give it with --signing-key, or restore it with 'vigil keys recover'; if it is gone"
                    + " for good, say --lost"
            )
        }
    }
}
