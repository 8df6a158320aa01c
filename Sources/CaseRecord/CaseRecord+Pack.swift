import CaseModel
import EventLog
import EvidencePack
import Exporter
import MerkleTree
import Values
import XMLKit

extension CaseRecord {
    /// Reads a case and decides what of it a pack opens. Nothing has left the record yet.
    package func packDraft(
        of name: String,
        _ order: PackOrder,
        by staff: String
    ) throws -> PackDraft {
        try RecordError.wrapping {
            for (word, line) in [("recipient", order.recipient), ("basis", order.basis)]
            where !PackManifest.isLine(line) {
                throw RecordError(
                    .invalid,
                    "pack-line",
                    "a pack's \(word) is one line of at most \(PackLimits.line) bytes"
                )
            }
            let summary = try findCase(name)
            // What is withheld from a recipient is decided by somebody who sees all of it.
            let permit = try permit(
                Intent(
                    Reader(staff: staff, purpose: order.purpose),
                    "pack",
                    .init(.entries, needs: Set(Confidentiality.allCases))
                ),
                of: summary.id
            )
            let look = try look(permit, at: [summary.id])
            let codebooks = try self.staff().codebooks
            return try log.read { snapshot in
                let events = try snapshot.events(of: summary.id)
                let entries = try snapshot.open(events) { Entry($0, $1) }
                let opened = PackDraft.together(entries, order.discloses)
                let position = events.last?.row.position ?? 0
                let document = CaseRecordDocument(
                    header: .init(
                        recordID: info.id,
                        recordName: info.name,
                        caseID: summary.id,
                        caseReference: summary.reference,
                        throughPosition: position,
                        root: try snapshot.tree.root(of: TreeSize(UInt64(position))).description,
                        treeSize: UInt64(position),
                        exportedBy: staff,
                        recipient: order.recipient,
                        purpose: order.purpose,
                        basis: order.basis
                    ),
                    lines: Timeline.lines(of: entries)
                        .filter { opened.contains($0.standing.entry.position) },
                    codebooks: codebooks
                )
                return try packDraft(
                    of: summary,
                    order,
                    staff,
                    look,
                    snapshot,
                    events,
                    opened,
                    document
                )
            }
        }
    }

    private func packDraft(
        of summary: CaseSummary,
        _ order: PackOrder,
        _ staff: String,
        _ look: Look,
        _ snapshot: LogSnapshot,
        _ events: [StoredEvent],
        _ opened: Set<Int64>,
        _ document: CaseRecordDocument
    ) throws -> PackDraft {
        var files: [PackFile: [UInt8]] = [
            .record: try valid(document),
            .instructions: Array(PackInstructions.text.utf8),
            .keys: Array(try keyHistory(in: snapshot).text.utf8),
        ]
        var erasures: [StoredEvent] = []
        var destroyed: [Int64] = []
        var withheld: [Int64] = []
        var erased: [Identifier: Bool] = [:]
        for event in events where event.row.kind != .erasure && erased[event.row.unit] == nil {
            let erasure = try snapshot.erasure(of: event.row.unit)
            erased[event.row.unit] = erasure != nil
            if let erasure, erasure.row.stream != summary.id { erasures.append(erasure) }
        }
        for event in events + erasures {
            files[.leaf(event.row.position)] = try snapshot.leafText(of: event)
        }
        for event in events where event.row.kind != .erasure {
            let position = event.row.position
            if erased[event.row.unit] ?? false {
                destroyed.append(position)
            } else if opened.contains(position), let text = try snapshot.plaintext(of: event) {
                files[.opening(position)] = Array(text)
            } else {
                withheld.append(position)
            }
        }
        return PackDraft(
            look: look,
            summary: summary,
            order: order,
            staff: staff,
            events: events,
            erasures: erasures,
            opened: opened,
            withheld: withheld,
            destroyed: destroyed,
            files: files
        )
    }

    private func valid(_ document: CaseRecordDocument) throws -> [UInt8] {
        do {
            let folder = try Resources.export("case-record")
            let bytes = try document.bytes()
            let schema = try XMLSchema(file: "\(folder)/case-record.xsd")
            if let fault = try schema.validate(bytes, refusesEmpty: true).first {
                throw RecordError(
                    .invalid,
                    "export-invalid",
                    "the pack's record would not be valid: \(fault.message)",
                    hint: "nothing was written; correct the entry and make the pack again"
                )
            }
            return bytes
        } catch let error as XMLError {
            throw RecordError(.unavailable, "schema", error.message)
        }
    }

    // MARK: Release

    /// Records the release, signs the log with it, proves everything at that size, and only then gives
    /// the file its name.
    ///
    /// The event that records it is the newest leaf of the checkpoint's tree, so the pack itself proves
    /// that its release was recorded: for whom, what for, and with which contents.
    package func release(_ draft: PackDraft, to path: String) throws -> PackReceipt {
        try RecordError.wrapping {
            do {
                let file = DraftFile(beside: path)
                if !draft.order.overwrite { try file.checkIsFree() }
                // What does not fit on the disk should fail before it is recorded as issued.
                try file.write(PackWriter.archive(draft.files))
                let contents = PackWriter.contents(
                    draft.files.map { ($0.key.name, EvidencePack.sha256($0.value)) }
                )
                let digest = EvidencePack.sha256(Array(contents.utf8))
                let release = try issue(draft, digest)
                let archive = try archive(draft, Array(contents.utf8), release.position)
                guard archive.count <= PackLimits.pack else {
                    throw RecordError(
                        .refused,
                        "pack-size",
                        "a pack has at most \(PackLimits.pack) bytes, and this has more"
                    )
                }
                try file.write(archive)
                let (sha256, byteCount) = try file.digest()
                try file.publish(isReplacing: draft.order.overwrite)
                return PackReceipt(
                    sha256: sha256,
                    byteCount: byteCount,
                    position: release.position,
                    contents: digest
                )
            } catch let error as ExportError {
                throw RecordError(error)
            }
        }
    }

    /// Commits the release and a checkpoint over it, if the case is still as it was read.
    private func issue(_ draft: PackDraft, _ digest: String) throws -> Entry {
        let order = draft.order
        let positions = draft.events.map(\.row.position)
        let size = TreeSize(UInt64(positions.last ?? 0))
        let root = try log.read { try $0.tree.root(of: size).description }
        let issued = Draft(
            .exportIssued,
            at: .instant(now()),
            .object(present: [
                ("profile", "pack"), ("recipient", .string(order.recipient)),
                ("purpose", .string(order.purpose)), ("basis", .string(order.basis)),
                ("case", .string(draft.summary.id.description)),
                ("fromPosition", positions.first.map { JSON(Int($0)) }),
                ("toPosition", positions.last.map { JSON(Int($0)) }),
                ("root", .string(root)), ("sha256", .string(digest)),
                (
                    "exported",
                    draft.opened.isEmpty ? nil : JSON(ranges(of: draft.opened.sorted()))
                ),
                // The recipient reads this event, so no ground is named: positions, which they see.
                ("withheld", draft.withheld.isEmpty ? nil : JSON(ranges(of: draft.withheld))),
            ])
        )
        let payload = try ServiceDecider.decide(issued, staff: try staff().pseudonyms)
        let units = Set(
            draft.events.lazy.filter { draft.opened.contains($0.row.position) }.map(\.row.unit)
        )
        return try append(
            payload,
            kind: .service,
            stream: info.id,
            unit: StreamNames.serviceUnit(info.id),
            by: draft.staff,
            before: { transaction in
                try transaction.check(
                    .version(draft.events.last?.row.n ?? -1),
                    of: draft.summary.id
                )
                for unit in units where try transaction.snapshot.isErased(unit) {
                    throw LogError.conflict(expected: "no erasure", actual: transaction.position)
                }
                guard
                    Array(try keyHistory(in: transaction.snapshot).text.utf8)
                        == draft.files[.keys]
                else {
                    throw LogError.key(.retired, "the signing key was replaced meanwhile")
                }
                try check(order.known, transaction.snapshot)
            },
            after: { try $0.sign() }
        )
    }

    /// A checkpoint that the recipient holds is of this log, or something is very wrong.
    private func check(_ notes: [String], _ snapshot: LogSnapshot) throws {
        for note in notes {
            let checkpoint = try known(note, snapshot)
            guard try checkpoint.size <= snapshot.size(),
                try snapshot.tree.root(of: checkpoint.size) == checkpoint.root
            else {
                throw RecordError(
                    .damaged,
                    "other-history",
                    "the recipient's checkpoint of \(checkpoint.size) events is not of this log's"
                        + " history",
                    hint: "keep both as they are: one of them was rewritten; run 'vigil verify'"
                )
            }
        }
    }

    private func known(_ note: String, _ snapshot: LogSnapshot) throws -> Checkpoint {
        guard let checkpoint = try? keyHistory(in: snapshot).verify(note).checkpoint,
            checkpoint.size.count > 0, (try? SignedNote(parsing: note).written) == note
        else {
            throw RecordError(
                .invalid,
                "known-checkpoint",
                "the recipient's checkpoint is not one that this log has signed"
            )
        }
        return checkpoint
    }

    /// The whole pack, at the size that the release's event gave the log.
    private func archive(
        _ draft: PackDraft,
        _ contents: [UInt8],
        _ position: Int64
    ) throws -> [UInt8] {
        let size = TreeSize(UInt64(position))
        var files = draft.files
        files[.contents] = contents
        let root = try log.read { snapshot in
            guard let release = try snapshot.event(at: position),
                let plaintext = try snapshot.plaintext(of: release),
                let note = try snapshot.checkpoint(of: size)
            else {
                throw LogError.damaged(position: position, "the pack's release is not in the log")
            }
            files[.leaf(position)] = try snapshot.leafText(of: release)
            files[.opening(position)] = Array(plaintext)
            files[.checkpoint] = Array(note.utf8)
            let tree = snapshot.tree
            for case .leaf(let position) in files.keys {
                let proof = try tree.inclusionProof(
                    of: LeafIndex(UInt64(position - 1)),
                    in: size
                )
                files[.proof(position)] = written(
                    "c2sp.org/tlog-proof@v1\nindex \(position - 1)\n",
                    proof.path,
                    note
                )
            }
            // Handovers always: with them a policy that names an earlier key is enough.
            let handovers = try keyHistory(in: snapshot).handovers.filter { $0.size < size }
            var earlier: [(TreeSize, String)] = try chosen(snapshot.checkpointSizes(), below: size)
                .compactMap { size in try snapshot.checkpoint(of: size).map { (size, $0) } }
            earlier += try draft.order.known.map { (try known($0, snapshot).size, $0) }
                .filter { $0.0 < size }
            earlier += try handovers.compactMap { handover in
                try snapshot.checkpoint(of: handover.size).map { (handover.size, $0) }
            }
            for (old, oldNote) in earlier {
                let number = Int64(old.count)
                let proof = try tree.consistencyProof(from: old, to: size)
                files[.earlier(number)] = Array(oldNote.utf8)
                files[.consistency(number)] = written("old \(old)\n", proof.path, note)
            }
            return try tree.root(of: size)
        }
        let manifest = PackManifest(
            log: info.id,
            origin: info.origin,
            size: position,
            root: root,
            caseID: draft.summary.id,
            last: draft.events.last?.row.n ?? 0,
            release: position,
            by: draft.staff,
            recipient: draft.order.recipient,
            purpose: draft.order.purpose,
            basis: draft.order.basis,
            opened: Int64(draft.opened.count),
            withheld: Int64(draft.withheld.count),
            destroyed: Int64(draft.destroyed.count),
            files: files.map {
                .init(
                    name: $0.key.name,
                    size: Int64($0.value.count),
                    sha256: EvidencePack.sha256($0.value)
                )
            }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        )
        files[.manifest] = Array(try log.sign(manifest.text).written.utf8)
        return PackWriter.archive(files)
    }

    private func written(_ head: String, _ path: [TreeHash], _ checkpoint: String) -> [UInt8] {
        Array((head + path.map { "\($0)\n" }.joined() + "\n" + checkpoint).utf8)
    }

    /// All earlier checkpoints while they are few; of many the first, the newest, and some between.
    private func chosen(_ sizes: [TreeSize], below size: TreeSize) -> [TreeSize] {
        let earlier = sizes.filter { $0 < size && $0.count > 0 }
        guard earlier.count > 256 else { return earlier }
        let old = earlier.dropLast(128)
        return (0..<128).map { old[$0 * (old.count - 1) / 127] } + earlier.suffix(128)
    }

    // MARK: What an auditor needs from elsewhere

    /// A policy for this log: its key and its newest checkpoint, to be handed over by another way than
    /// packs are.
    package func packPolicy() throws -> String {
        try RecordError.wrapping {
            let text = """
                # Whom to trust and what to hold packs of this log against (docs/PACK_FORMAT.md).
                # Hand this over by another way than the packs.
                log \(try keyHistory().newest)
                quorum none

                """
            let newest = try log.read { snapshot in
                try snapshot.newestCheckpoint().map { try known($0, snapshot) }
            }
            guard let checkpoint = newest else { return text }
            return text
                + "minimum \(checkpoint.origin) \(checkpoint.size) \(checkpoint.root)\n"
        }
    }
}
