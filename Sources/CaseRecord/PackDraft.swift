import CaseModel
import EventLog
package import EvidencePack
import Values

/// For whom a pack is made, what for, and what of the case is opened to them.
package struct PackOrder: Sendable {
    package var recipient: String
    package var purpose: String
    /// The lawful basis.
    package var basis: String
    /// Whether the content of the entry at a position is disclosed, whole.
    package var discloses: @Sendable (Int64) -> Bool
    /// Checkpoints that the recipient holds; the pack proves that it continues them.
    package var known: [String]
    /// Whether a file of that name may be replaced.
    package var overwrite: Bool

    package init(
        recipient: String,
        purpose: String,
        basis: String,
        known: [String] = [],
        overwrite: Bool = false,
        discloses: @escaping @Sendable (Int64) -> Bool
    ) {
        self.recipient = recipient
        self.purpose = purpose
        self.basis = basis
        self.known = known
        self.overwrite = overwrite
        self.discloses = discloses
    }
}

/// A pack before its release: everything that does not depend on the log's size.
package struct PackDraft: Sendable {
    package let look: Look
    package let summary: CaseSummary
    package let order: PackOrder
    let staff: String
    let events: [StoredEvent]
    /// Erasures of the case's units that stand in another stream.
    let erasures: [StoredEvent]
    let opened: Set<Int64>
    package let withheld: [Int64]
    package let destroyed: [Int64]
    /// Changed by tests that play a dishonest keeper of a log, and by nobody else.
    package var files: [PackFile: [UInt8]]

    package var openedCount: Int { opened.count }

    /// Events whose content the pack does not open, though it shows that they exist, when they were
    /// recorded and by whom.
    package var stubs: [Int64] { (withheld + destroyed).sorted() }
}

/// What was released.
package struct PackReceipt: Sendable {
    /// Of the pack's bytes, in lower-case hexadecimal.
    package let sha256: String
    package let byteCount: Int64
    /// Position of the event that records the release, and the size of the checkpoint's tree.
    package let position: Int64
    /// Of the file `contents`, which that event quotes.
    package let contents: String
}

extension PackDraft {
    /// Which entries can be opened without saying more than was decided.
    ///
    /// An amendment holds the text of what it amends, and an entry in error must not be shown without its
    /// mark: an entry and its corrections are opened together or not at all.
    static func together(_ entries: [Entry], _ discloses: (Int64) -> Bool) -> Set<Int64> {
        let positions = Dictionary(
            entries.map { ($0.id, $0.position) }
        ) { first, _ in first }
        let links = entries.compactMap { entry -> (Int64, Int64)? in
            guard entry.type?.isCorrection ?? false,
                let target = entry.payload?.data.target,
                let position = positions[target]
            else { return nil }
            return (entry.position, position)
        }
        var opened = Set(
            entries.lazy.filter { $0.payload != nil }.map(\.position).filter(discloses)
        )
        var isDone = false
        while !isDone {
            isDone = true
            for (correction, target) in links
            where opened.contains(correction) != opened.contains(target) {
                opened.subtract([correction, target])
                isDone = false
            }
        }
        return opened
    }
}
