import Crypto
import MerkleTree
import Values

/// Verifies a pack with nothing but its bytes and a policy from elsewhere (docs/PACK_FORMAT.md §7).
///
/// It shares with the maker of packs only the names of files and the form of the manifest, and with
/// the log nothing but hashes, proofs and notes. Whatever the bytes, it answers with a verdict.
package struct PackVerifier {
    let pack: PackReader
    let policy: PackPolicy
    let manifest: PackManifest
    let signer: VerificationKey
    /// The keys that the pack's handovers lead to from one that the policy trusts, with their sizes; nil when
    /// it has none, and then the policy's keys are the log's, at all sizes.
    let history: KeyHistory?
    /// Files that are not the ones that the manifest names.
    let altered: Set<PackFile>
    /// Nil for a text that is no leaf.
    let leaves: [PackFile: PackLeaf?]
    /// Leaves of the case in order of `n`.
    let caseLeaves: [PackLeaf]

    package static func verify(_ bytes: [UInt8], trusting policy: PackPolicy) -> PackVerdict {
        do throws(PackFault) {
            let pack = try PackReader(bytes)
            let history = KeyHistory(handovers(in: pack), trusting: policy.logs)
            let (manifest, signer) = try signed(in: pack, policy, history)
            try compare(pack.names, with: manifest)
            return PackVerifier(pack, policy, manifest, signer, history).verdict()
        } catch {
            // Whose list of files is not to be believed shows nothing else.
            let steps = PackVerdict.Name.allCases.map { name -> PackVerdict.Step in
                switch name {
                case .policy: accepted(policy)
                case .manifest: PackVerdict.Step(name, [error], else: "")
                default:
                    PackVerdict.Step(name, unchecked: "the pack's manifest cannot be believed")
                }
            }
            return PackVerdict(steps: steps, manifest: nil, events: [])
        }
    }

    private init(
        _ pack: PackReader,
        _ policy: PackPolicy,
        _ manifest: PackManifest,
        _ signer: VerificationKey,
        _ history: KeyHistory?
    ) {
        self.pack = pack
        self.policy = policy
        self.manifest = manifest
        self.signer = signer
        self.history = history
        var altered: Set<PackFile> = []
        for (name, file) in zip(pack.names.filter { $0 != .manifest }, manifest.files) {
            let bytes = pack[name] ?? []
            if bytes.count != file.size || sha256(bytes) != file.sha256 { altered.insert(name) }
        }
        self.altered = altered
        var leaves: [PackFile: PackLeaf?] = [:]
        for case .leaf(let position) in pack.names {
            let name = PackFile.leaf(position)
            leaves[name] = .some(pack[name].flatMap { PackLeaf($0, at: position) })
        }
        self.leaves = leaves
        caseLeaves = leaves.values.compactMap { $0 }.filter { $0.stream == manifest.caseID }
            .sorted { ($0.n, $0.position) < ($1.n, $1.position) }
    }

    private func verdict() -> PackVerdict {
        let history = History(self)
        let checkpoint = step(.checkpoint, reading: { $0 == .checkpoint }) {
            checkpointStep(history)
        }
        let isCheckpoint = checkpoint.outcome == .pass
        let inclusion = step(
            .inclusion,
            reading: {
                switch $0 {
                case .leaf, .proof, .checkpoint: true
                default: false
                }
            },
            needing: isCheckpoint
        ) { inclusionStep() }
        let order = step(.order, reading: isLeaf) { orderStep() }
        let openings = step(.openings, reading: { isLeaf($0) || isOpening($0) }) { openingsStep() }
        let record = step(
            .record,
            reading: { $0 == .record || isLeaf($0) || isOpening($0) },
            needing: openings.outcome != .fail,
            because: "the openings are not to be believed"
        ) { recordStep() }
        let past = step(
            .history,
            reading: {
                switch $0 {
                case .earlier, .consistency, .checkpoint: true
                default: false
                }
            },
            needing: isCheckpoint
        ) { historyStep(history) }
        return PackVerdict(
            steps: [
                PackVerifier.accepted(policy), checkpoint, inclusion, order, openings, record, past,
                manifestStep(),
            ],
            manifest: manifest,
            events: events()
        )
    }

    private func isLeaf(_ file: PackFile) -> Bool {
        if case .leaf = file { true } else { false }
    }

    private func isOpening(_ file: PackFile) -> Bool {
        if case .opening = file { true } else { false }
    }

    /// A step fails that reads a file which is not the one that was signed; it is not looked at.
    private func step(
        _ name: PackVerdict.Name,
        reading isRead: (PackFile) -> Bool,
        needing isPossible: Bool = true,
        because reason: String = "there is no checkpoint to check it against",
        _ body: () -> PackVerdict.Step
    ) -> PackVerdict.Step {
        let changed = pack.names.filter { altered.contains($0) && isRead($0) }
        guard changed.isEmpty else {
            return PackVerdict.Step(
                name,
                changed.map { PackFault($0, "the file is not the one that the manifest names") },
                else: ""
            )
        }
        return isPossible ? body() : PackVerdict.Step(name, unchecked: reason)
    }

    // MARK: - What the manifest is (step 8, first part)

    private static func accepted(_ policy: PackPolicy) -> PackVerdict.Step {
        PackVerdict.Step(
            .policy,
            [],
            else: "trusting \(policy.logs.map(\.name).joined(separator: ", "))"
                + (policy.quorum.map { ", witnessed by \($0)" } ?? ", no witness asked for")
        )
    }

    private static func signed(
        in pack: PackReader,
        _ policy: PackPolicy,
        _ history: KeyHistory?
    ) throws(PackFault) -> (PackManifest, VerificationKey) {
        guard let bytes = pack[.manifest] else {
            throw PackFault(.manifest, "a pack has a manifest")
        }
        guard let text = String(validating: bytes, as: UTF8.self),
            let note = try? SignedNote(parsing: text), note.written.utf8.elementsEqual(bytes),
            note.signatures.count == 1, let manifest = PackManifest(reading: note.text)
        else {
            throw PackFault(.manifest, "a manifest is a note of one form with one signature")
        }
        let signers: [VerificationKey]
        do throws(SignedNote.Failure) {
            signers = try note.verified(by: history?.keys ?? policy.logs)
        } catch {
            throw PackFault(
                .manifest,
                error == .unsigned
                    ? "the manifest is not signed by a log of the policy"
                    : "the manifest's signature does not fit its text"
            )
        }
        guard let signer = signers.first, signer.name == manifest.origin else {
            throw PackFault(.manifest, "the manifest is signed by the log that it names")
        }
        if let history,
            !history.spans.contains(where: { span in
                span.key == signer && span.covers(TreeSize(UInt64(manifest.size)))
            })
        {
            throw PackFault(.manifest, "the manifest is signed by the key of its tree's size")
        }
        return (manifest, signer)
    }

    /// Handovers prove themselves, so they are read before anything of the pack is believed.
    private static func handovers(in pack: PackReader) -> [Handover] {
        pack.names.compactMap { name in
            guard case .earlier(let size) = name, let bytes = pack[name],
                let text = String(validating: bytes, as: UTF8.self),
                let note = try? SignedNote(parsing: text), note.written.utf8.elementsEqual(bytes),
                let handover = Handover(note), handover.size == TreeSize(UInt64(size))
            else { return nil }
            return handover
        }
    }

    private static func compare(
        _ names: [PackFile],
        with manifest: PackManifest
    ) throws(PackFault) {
        let present = names.filter { $0 != .manifest }.map(\.name)
        let listed = manifest.files.map(\.name)
        if let missing = listed.first(where: { [known = Set(present)] in !known.contains($0) }) {
            throw PackFault(named: missing, "the file is in the manifest and not in the pack")
        }
        if let foreign = present.first(where: { [known = Set(listed)] in !known.contains($0) }) {
            throw PackFault(named: foreign, "the file is in the pack and not in the manifest")
        }
        guard present == listed else {
            throw PackFault(.manifest, "the manifest lists files in the order of their names")
        }
        for file in [PackFile.contents, .checkpoint, .keys, .record, .instructions]
        where !names.contains(file) { throw PackFault(file, "every pack has this file") }
    }
}

/// SHA-256 in lower-case hexadecimal.
package func sha256(_ bytes: some Collection<UInt8>) -> String {
    hexadecimal(Array(SHA256.hash(data: Array(bytes))))
}
