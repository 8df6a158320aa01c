package import MerkleTree
package import Values

/// What a pack says of itself, signed by the log's key (docs/PACK_FORMAT.md §4).
package struct PackManifest: Hashable, Sendable {
    package var log: Identifier
    package var origin: String
    package var size: Int64
    package var root: TreeHash
    package var caseID: Identifier
    /// Number of the case's last event as of `size`.
    package var last: Int64
    /// Position of the event that records the pack's release.
    package var release: Int64
    package var by: String
    package var recipient: String
    package var purpose: String
    package var basis: String
    package var opened: Int64
    package var withheld: Int64
    package var destroyed: Int64
    /// In the order of their names' bytes, without the manifest.
    package var files: [File]

    package struct File: Hashable, Sendable {
        package let name: String
        package let size: Int64
        /// Lower-case hexadecimal.
        package let sha256: String

        package init(name: String, size: Int64, sha256: String) {
            self.name = name
            self.size = size
            self.sha256 = sha256
        }
    }

    package init(
        log: Identifier,
        origin: String,
        size: Int64,
        root: TreeHash,
        caseID: Identifier,
        last: Int64,
        release: Int64,
        by: String,
        recipient: String,
        purpose: String,
        basis: String,
        opened: Int64,
        withheld: Int64,
        destroyed: Int64,
        files: [File]
    ) {
        self.log = log
        self.origin = origin
        self.size = size
        self.root = root
        self.caseID = caseID
        self.last = last
        self.release = release
        self.by = by
        self.recipient = recipient
        self.purpose = purpose
        self.basis = basis
        self.opened = opened
        self.withheld = withheld
        self.destroyed = destroyed
        self.files = files
    }

    package static let firstLine = "vigil-pack/v1"

    package var text: String {
        """
        \(PackManifest.firstLine)
        log \(log)
        origin \(origin)
        tree \(size) \(root)
        case \(caseID)
        last \(last)
        release \(release)
        by \(by)
        recipient \(recipient)
        purpose \(purpose)
        basis \(basis)
        opened \(opened)
        withheld \(withheld)
        destroyed \(destroyed)

        """ + files.map { "file \($0.sha256) \($0.size) \($0.name)\n" }.joined()
    }

    /// Reads the text of a manifest; nil for anything that is not in the one form.
    package init?(reading text: String) {
        guard var lines = PackLines(text.utf8), lines.line() == PackManifest.firstLine,
            let log = lines.id("log"), let origin = lines.value("origin"),
            let tree = lines.value("tree").map(words), tree.count == 2,
            let size = decimal(tree[0]), let root = TreeHash(base64: tree[1]),
            let caseID = lines.id("case"), let last = lines.number("last"),
            let release = lines.number("release"), let by = lines.value("by"),
            let recipient = lines.value("recipient"), let purpose = lines.value("purpose"),
            let basis = lines.value("basis"), let opened = lines.number("opened"),
            let withheld = lines.number("withheld"), let destroyed = lines.number("destroyed"),
            [origin, by, recipient, purpose, basis].allSatisfy({ !$0.isEmpty })
        else { return nil }
        var files: [File] = []
        while !lines.isEmpty {
            guard let parts = lines.value("file").map(words), parts.count == 3,
                parts[0].utf8.count == 64,
                parts[0].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }),
                let size = decimal(parts[1]), files.count < PackLimits.files
            else { return nil }
            files.append(File(name: parts[2], size: size, sha256: parts[0]))
        }
        self.init(
            log: log,
            origin: origin,
            size: size,
            root: root,
            caseID: caseID,
            last: last,
            release: release,
            by: by,
            recipient: recipient,
            purpose: purpose,
            basis: basis,
            opened: opened,
            withheld: withheld,
            destroyed: destroyed,
            files: files
        )
    }

    /// Whether `text` can stand in a line: something to read, nothing that ends a line or hides.
    package static func isLine(_ text: String) -> Bool {
        text.utf8.count <= PackLimits.line && text.utf8.contains { $0 != 32 }
            && text.unicodeScalars.allSatisfy {
                $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value)
            }
    }
}
