import MerkleTree
import Values

// Steps 4, 5 and the rest of 8: the case's events, what of them is opened, and the claims about both.

extension PackVerifier {
    /// Units that a leaf of the pack says were erased.
    private var erasedUnits: Set<Identifier> {
        Set(leaves.values.compactMap { $0 }.filter { $0.kind == "erasure" }.map(\.unit))
    }

    func events() -> [PackVerdict.Event] {
        let erased = erasedUnits
        return caseLeaves.map { leaf in
            let content: PackVerdict.Content =
                if leaf.size == 0 {
                    .none
                } else if pack[.opening(leaf.position)] != nil {
                    .opened
                } else {
                    erased.contains(leaf.unit) ? .destroyed : .withheld
                }
            return PackVerdict.Event(position: leaf.position, n: leaf.n, content: content)
        }
    }

    // MARK: - Order

    func orderStep() -> PackVerdict.Step {
        var faults: [PackFault] = []
        for (file, leaf) in leaves.sorted(by: { $0.key.name < $1.key.name }) where leaf == nil {
            faults.append(PackFault(file, "a leaf is thirteen lines in their one form"))
        }
        var ids: Set<Identifier> = []
        let units = Set(caseLeaves.map(\.unit))
        for leaf in leaves.values.compactMap({ $0 }).sorted(by: { $0.position < $1.position }) {
            let file = PackFile.leaf(leaf.position)
            if leaf.log != manifest.log {
                faults.append(PackFault(file, "the leaf is of another log"))
            } else if !belongs(leaf, units) {
                faults.append(PackFault(file, "the leaf is not of the case"))
            } else if !ids.insert(leaf.id).inserted {
                faults.append(PackFault(file, "no event stands in a pack twice"))
            }
        }
        let chain = caseLeaves
        var erased: Set<Identifier> = []
        for (index, leaf) in chain.enumerated() {
            let before = index > 0 ? chain[index - 1] : nil
            let file = PackFile.leaf(leaf.position)
            if leaf.n != Int64(index) {
                faults.append(PackFault(file, "the case has no gap: number \(index) is due"))
                break
            }
            if leaf.prev != before?.hash {
                faults.append(PackFault(file, "the leaf names the case's event before it"))
            } else if let before, leaf.position <= before.position || leaf.at < before.at {
                faults.append(PackFault(file, "positions and recorded times go forward"))
            } else if erased.contains(leaf.unit) {
                faults.append(PackFault(file, "an erased unit takes no event"))
            }
            if leaf.kind == "erasure" { erased.insert(leaf.unit) }
        }
        if Int64(chain.count) != manifest.last + 1 {
            faults.append(
                PackFault(
                    .manifest,
                    "the manifest says that the case's last event is number \(manifest.last)"
                )
            )
        }
        return PackVerdict.Step(
            .order,
            faults,
            else: "the case's events 0 to \(manifest.last), none left out, none moved"
        )
    }

    /// Of the case; or the release; or the erasure of a unit of the case from another stream.
    private func belongs(_ leaf: PackLeaf, _ units: Set<Identifier>) -> Bool {
        leaf.stream == manifest.caseID || leaf.position == manifest.release
            || leaf.kind == "erasure" && units.contains(leaf.unit)
    }

    // MARK: - Openings

    func openingsStep() -> PackVerdict.Step {
        guard leaves.values.allSatisfy({ $0 != nil }) else {
            return PackVerdict.Step(.openings, unchecked: "there are leaves that cannot be read")
        }
        var faults: [PackFault] = []
        for case .opening(let position) in pack.names {
            let file = PackFile.opening(position)
            guard let leaf = leaves[.leaf(position)] ?? nil else {
                faults.append(PackFault(file, "every opening has a leaf"))
                continue
            }
            // A sealed body is the opening, twelve bytes of nonce and sixteen of tag.
            let bytes = Array(pack[file] ?? [])
            let digest = bytes.withUnsafeBytes { TreeHash.plain($0) }
            guard leaf.content == digest, leaf.size == bytes.count + 28 else {
                faults.append(PackFault(file, "the opening is not what the leaf commits to"))
                continue
            }
            if payload(position) == nil {
                faults.append(PackFault(file, "an opening is 32 bytes of salt and a JSON object"))
            }
        }
        let events = events()
        func count(_ content: PackVerdict.Content) -> Int {
            events.count { $0.content == content }
        }
        let detail =
            "\(count(.opened)) openings fit their leaves"
            + (count(.withheld) > 0 ? "; \(count(.withheld)) withheld, stubs verify" : "")
            + (count(.destroyed) > 0
                ? "; \(count(.destroyed)) payloads destroyed, stubs verify" : "")
        guard faults.isEmpty, count(.opened) == 0 else {
            return PackVerdict.Step(.openings, faults, else: detail)
        }
        return PackVerdict.Step(.openings, unchecked: "nothing of the case is opened: \(detail)")
    }

    /// What was sealed at a position, of an event that is opened.
    func payload(_ position: Int64) -> JSON? {
        guard let bytes = pack[.opening(position)], bytes.count > 32,
            let json = try? JSON.parse(Array(bytes.dropFirst(32))), json.members != nil,
            json["type"]?.string != nil
        else { return nil }
        return json
    }

    // MARK: - The manifest's claims

    func manifestStep() -> PackVerdict.Step {
        var faults = pack.names.filter(altered.contains).map {
            PackFault($0, "the file is not the one that the manifest names")
        }
        let released = contents
        if !altered.contains(.contents),
            !(pack[.contents] ?? []).elementsEqual(released.utf8)
        {
            faults.append(PackFault(.contents, "the file lists what does not depend on the tree"))
        }
        if !altered.contains(.keys), !isInHistory {
            faults.append(
                PackFault(.keys, "the key that signed is in the log's key history for this size")
            )
        }
        if leaves.values.allSatisfy({ $0 != nil }) {
            let contents = events().map(\.content)
            let counts = [PackVerdict.Content.opened, .withheld, .destroyed].map { content in
                Int64(contents.count { $0 == content })
            }
            if counts != [manifest.opened, manifest.withheld, manifest.destroyed] {
                faults.append(
                    PackFault(.manifest, "the manifest counts what is opened and what is not")
                )
            }
        }
        let release = [PackFile.leaf(manifest.release), .opening(manifest.release)]
        if !release.contains(where: altered.contains), let fault = releaseFault(released) {
            faults.append(fault)
        }
        return PackVerdict.Step(
            .manifest,
            faults,
            else: "signed by \(signer.name); every file is the one that it names"
        )
    }

    /// The lines that `contents` has: of the files that would be the same at any size of the log.
    private var contents: String {
        manifest.files.filter { file in
            switch PackFile(name: file.name) {
            case .record, .page, .instructions, .keys: true
            case .leaf(let position), .opening(let position): position != manifest.release
            default: false
            }
        }
        .map { "\($0.sha256)  \($0.name)\n" }.joined()
    }

    /// Lines `log <key> <first size> <last size or ->`: as the handovers say; where there are none, one of
    /// the key that signed.
    private var isInHistory: Bool {
        if let history { return (pack[.keys] ?? []).elementsEqual(history.text.utf8) }
        guard var lines = pack[.keys].flatMap({ PackLines($0) }), !lines.isEmpty else {
            return false
        }
        guard let parts = lines.value("log").map(words), parts.count == 3,
            let key = VerificationKey(parts[0]), let first = decimal(parts[1]),
            let last = parts[2] == "-" ? Int64.max : decimal(parts[2]), first <= last
        else { return false }
        return lines.isEmpty && key == signer && (first...last).contains(manifest.size)
    }

    private func releaseFault(_ contents: String) -> PackFault? {
        let file = PackFile.leaf(manifest.release)
        guard let leaf = leaves[file] ?? nil, leaf.stream == manifest.log,
            leaf.kind == "service", leaf.position == manifest.size, leaf.by == manifest.by
        else {
            return PackFault(file, "the newest event of the tree is the pack's release")
        }
        guard let payload = payload(leaf.position), payload["type"] == "export-issued",
            let data = payload["data"], data["profile"] == "pack",
            data["recipient"] == .string(manifest.recipient),
            data["purpose"] == .string(manifest.purpose),
            data["basis"] == .string(manifest.basis),
            data["case"] == .string(manifest.caseID.description),
            data["sha256"] == .string(sha256(Array(contents.utf8)))
        else {
            return PackFault(
                .opening(leaf.position),
                "the release says for whom, what for, on what basis, and which contents"
            )
        }
        return nil
    }
}
