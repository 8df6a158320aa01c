import MerkleTree
import Values

// Steps 2, 3 and 7: what is signed, what is in it, and what was signed before.

extension PackVerifier {
    /// Earlier checkpoints that are signed and whose tree is the beginning of the pack's.
    struct History {
        var notes: [(checkpoint: Checkpoint, note: SignedNote)] = []
        var faults: [PackFault] = []
        var count = 0

        init(_ verifier: PackVerifier) {
            for case .earlier(let size) in verifier.pack.names {
                count += 1
                do throws(PackFault) {
                    notes.append(try verifier.earlier(size))
                } catch {
                    faults.append(error)
                }
            }
            for case .consistency(let size) in verifier.pack.names
            where verifier.pack[.earlier(size)] == nil {
                faults.append(PackFault(.consistency(size), "a proof stands beside its checkpoint"))
            }
        }
    }

    private func text(_ file: PackFile) -> String? {
        pack[file].flatMap { String(validating: $0, as: UTF8.self) }
    }

    private func checkpoint(
        _ file: PackFile
    ) throws(PackFault) -> (checkpoint: Checkpoint, note: SignedNote, signers: [VerificationKey]) {
        guard let text = text(file), let note = try? SignedNote(parsing: text),
            note.written == text,
            let checkpoint = Checkpoint(text: note.text)
                ?? (file == .checkpoint ? nil : Handover.Statement(text: note.text)?.checkpoint),
            checkpoint.size.count <= UInt64(PackFile.largestNumber)
        else { throw PackFault(file, "a checkpoint is a note of three lines, or a handover") }
        let signers: [VerificationKey]
        do throws(SignedNote.Failure) {
            signers =
                if let history {
                    try history.verify(note).signers
                } else {
                    try note.verified(by: policy.logs)
                }
        } catch {
            switch error {
            case .retired(let size):
                throw PackFault(
                    file,
                    "the checkpoint is signed by a key that was retired at size \(size)"
                )
            case .unsigned:
                throw PackFault(file, "the checkpoint is not signed by a log of the policy")
            case .malformed, .wrongSignature:
                throw PackFault(file, "a signature of the checkpoint does not fit its text")
            }
        }
        guard checkpoint.origin == manifest.origin,
            signers.contains(where: { $0.name == checkpoint.origin })
        else { throw PackFault(file, "the checkpoint is of the log that the manifest names") }
        return (checkpoint, note, signers)
    }

    func checkpointStep(_ history: History) -> PackVerdict.Step {
        do throws(PackFault) {
            let (checkpoint, note, signers) = try checkpoint(.checkpoint)
            guard signers.contains(signer),
                checkpoint.size == TreeSize(UInt64(manifest.size)),
                checkpoint.root == manifest.root
            else {
                throw PackFault(.checkpoint, "the checkpoint is the one that the manifest names")
            }
            return PackVerdict.Step(
                .checkpoint,
                [],
                else: "\(checkpoint.size) events of \(checkpoint.origin), signed"
                    + (self.history?.handovers.last.map { ", handed over at \($0.size)" } ?? "")
                    + (try witnessed(note, history))
            )
        } catch {
            return PackVerdict.Step(.checkpoint, [error], else: "")
        }
    }

    /// How the policy's quorum is reached: by the pack's checkpoint, or by an earlier one that covers
    /// all of the case.
    private func witnessed(_ note: SignedNote, _ history: History) throws(PackFault) -> String {
        guard policy.quorum != nil else { return "" }
        guard let isReached = policy.isWitnessed(note) else {
            throw PackFault(.checkpoint, "a witness's signature does not fit the checkpoint")
        }
        if isReached { return " and witnessed" }
        let newest = caseLeaves.map(\.position).max() ?? manifest.size
        let earlier = history.notes.filter { policy.isWitnessed($0.note) ?? false }
            .map { Int64($0.checkpoint.size.count) }.max()
        guard let earlier, earlier >= newest else {
            throw PackFault(
                .checkpoint,
                "the policy's quorum has signed no checkpoint that covers the case"
            )
        }
        return ", witnessed at \(earlier), which covers the case"
    }

    func inclusionStep() -> PackVerdict.Step {
        var faults: [PackFault] = []
        var count = 0
        let checkpoint = pack[.checkpoint] ?? []
        for case .leaf(let position) in pack.names {
            let file = PackFile.proof(position)
            count += 1
            guard let proof = pack[file] else {
                faults.append(PackFault(file, "every leaf has a proof"))
                continue
            }
            guard let path = path(proof, ["c2sp.org/tlog-proof@v1", "index \(position - 1)"]),
                path.end.elementsEqual(checkpoint)
            else {
                faults.append(
                    PackFault(file, "a proof is of its leaf's index, to the pack's checkpoint")
                )
                continue
            }
            let inclusion = InclusionProof(
                index: LeafIndex(UInt64(position - 1)),
                size: TreeSize(UInt64(manifest.size)),
                path: path.hashes
            )
            let leaf = TreeHash.leaf(Array(pack[.leaf(position)] ?? []))
            if (try? inclusion.verify(leaf: leaf, root: manifest.root)) == nil {
                faults.append(PackFault(file, "the proof does not lead from the leaf to the root"))
            }
        }
        for case .proof(let position) in pack.names where pack[.leaf(position)] == nil {
            faults.append(PackFault(.proof(position), "every proof has a leaf"))
        }
        return PackVerdict.Step(
            .inclusion,
            faults,
            else: "\(count) leaves are in the checkpoint's tree"
        )
    }

    /// Lines as given, then hashes, then an empty line and what follows it; nil for another form.
    private func path(
        _ bytes: ArraySlice<UInt8>,
        _ head: [String]
    ) -> (hashes: [TreeHash], end: ArraySlice<UInt8>)? {
        var rest = bytes
        func line() -> String? {
            guard let end = rest.firstIndex(of: 10) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return String(validating: rest[..<end], as: UTF8.self)
        }
        for wanted in head where line() != wanted { return nil }
        var hashes: [TreeHash] = []
        while hashes.count <= 64, let text = line() {
            if text.isEmpty { return (hashes, rest) }
            guard let hash = TreeHash(base64: text) else { return nil }
            hashes.append(hash)
        }
        return nil
    }

    private func earlier(
        _ size: Int64
    ) throws(PackFault) -> (checkpoint: Checkpoint, note: SignedNote) {
        let file = PackFile.earlier(size)
        let proof = PackFile.consistency(size)
        guard !altered.contains(file), !altered.contains(proof), !altered.contains(.checkpoint)
        else { throw PackFault(file, "the file is not the one that the manifest names") }
        let (old, note, _) = try checkpoint(file)
        guard old.size.count == UInt64(size), size < manifest.size else {
            throw PackFault(
                file,
                "an earlier checkpoint has the size in its name, below the pack's"
            )
        }
        guard let bytes = pack[proof], let path = path(bytes, ["old \(size)"]),
            path.end.elementsEqual(pack[.checkpoint] ?? [])
        else { throw PackFault(proof, "a proof leads from its size to the pack's checkpoint") }
        let consistency = ConsistencyProof(
            first: old.size,
            second: TreeSize(UInt64(manifest.size)),
            path: path.hashes
        )
        do throws(ProofError) {
            try consistency.verify(firstRoot: old.root, secondRoot: manifest.root)
        } catch {
            throw PackFault(proof, "the earlier tree is not the beginning of the pack's")
        }
        return (old, note)
    }

    func historyStep(_ history: History) -> PackVerdict.Step {
        let minimums = policy.minimums.filter { $0.origin == manifest.origin }
        var faults = history.faults
        for minimum in minimums {
            if let fault = fault(of: minimum, history) { faults.append(fault) }
        }
        guard history.count > 0 || !minimums.isEmpty || !faults.isEmpty else {
            return PackVerdict.Step(
                .history,
                unchecked: "neither the pack nor the policy has an earlier checkpoint"
            )
        }
        return PackVerdict.Step(
            .history,
            faults,
            else: "nothing was rewritten since \(history.count) earlier checkpoints"
                + (minimums.isEmpty ? ", none of them the policy's" : ", the policy's among them")
        )
    }

    private func fault(of minimum: Checkpoint, _ history: History) -> PackFault? {
        let size = TreeSize(UInt64(manifest.size))
        if minimum.size > size {
            return PackFault(
                .checkpoint,
                "the policy asks for \(minimum.size) events and the pack is of \(size):"
                    + " it is older, or the log's end was cut off"
            )
        }
        let root =
            minimum.size == size
            ? manifest.root
            : history.notes.first { $0.checkpoint.size == minimum.size }?.checkpoint.root
        guard let root else {
            return PackFault(
                nil,
                "the pack has no proof from the policy's checkpoint of \(minimum.size) events"
            )
        }
        guard root == minimum.root else {
            return PackFault(
                nil,
                "the log's first \(minimum.size) events are not those of the policy's checkpoint"
            )
        }
        return nil
    }
}
