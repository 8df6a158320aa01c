package import CaseModel
import EventLog
import MerkleTree
package import Values

/// Who is asking, and what for. Every read of case content needs one and leaves an event.
package struct Reader: Sendable {
    package let staff: String
    package let purpose: String

    package static let purposes = Catalogue.purposes

    /// For a purpose that is missing or is none of these.
    package static let needsPurpose = RecordError(
        .refused,
        "purpose",
        "a case is opened for a purpose",
        hint: "give --purpose or VIGIL_PURPOSE, one of " + purposes.joined(separator: ", ")
    )

    package init(staff: String, purpose: String) {
        self.staff = staff
        self.purpose = purpose
    }
}

/// A case as somebody was shown it.
package struct CaseView: Sendable {
    package let look: Look
    package let summary: CaseSummary
    package let lines: [Timeline.Line]
    /// How many lines the reader's role does not see.
    package let withheld: Int
    /// All entries known at the time asked that the reader's role sees, also those the query leaves out.
    package let entries: [Entry]
    package let codebooks: Codebooks
    /// The last position known at the time asked, and the log's root there.
    package let position: Int64
    package let root: String

    /// How entries read, with positions for the entries that corrections name.
    package var reading: Reading {
        let positions = Dictionary(
            entries.map { ($0.id, $0.position) }
        ) { first, _ in first }
        return Reading(codebooks: codebooks) { positions[$0] }
    }
}

extension CaseRecord {
    /// A case's timeline. The look is recorded before anything of it is given out.
    package func timeline(
        of name: String,
        _ query: Timeline.Query = Timeline.Query(),
        for reader: Reader,
        view: String = "timeline",
        needing needs: Set<Confidentiality> = []
    ) throws -> CaseView {
        try RecordError.wrapping {
            let summary = try findCase(name)
            let permit = try permit(
                Intent(reader, view, .init(.entries, needs: needs), query),
                of: summary.id
            )
            let service = try staff()
            let (entries, position, root) = try log.read { snapshot in
                let position =
                    try query.knownAt.map { try snapshot.position(knownAt: $0) }
                    ?? snapshot.position()
                let root = try snapshot.tree.root(of: .init(UInt64(position)))
                return (
                    try snapshot.entries(of: summary.id, through: position), position,
                    root.description
                )
            }
            let (lines, withheld) = permit.shown(Timeline.lines(of: entries, query), of: entries)
            let look = try look(permit, at: [summary.id], lines.map(\.standing.entry.position))
            return CaseView(
                look: look,
                summary: summary,
                lines: lines,
                withheld: withheld,
                entries: permit.shown(entries),
                codebooks: service.codebooks,
                position: position,
                root: root
            )
        }
    }

    /// One entry, with all that was corrected in it.
    package func entry(
        at position: Int64,
        for reader: Reader
    ) throws -> (view: CaseView, line: Timeline.Line) {
        let row = try RecordError.wrapping {
            guard try staff()[reader.staff] != nil else { throw unknownStaff(reader.staff) }
            return try log.read { try $0.event(at: position)?.row }
        }
        guard let row else {
            throw RecordError(
                .refused,
                "unknown-position",
                "the record has no position \(position)"
            )
        }
        guard row.kind == .entry else {
            throw RecordError(
                .refused,
                "not-an-entry",
                "position \(position) is of kind '\(row.kind.rawValue)', not a case's entry",
                hint: "'vigil log tail' shows events of every kind"
            )
        }
        return try RecordError.wrapping {
            let intent = Intent(reader, "entry", .init(.entries), positions: [position])
            let permit = try permit(intent, of: row.stream)
            let entries = try log.read { try $0.entries(of: row.stream) }
            let all = Timeline.lines(of: entries)
            guard all.contains(where: { $0.standing.entry.position == position }) else {
                throw RecordError(
                    .damaged,
                    "missing-entry",
                    "position \(position) is not in its case"
                )
            }
            let (lines, withheld) = permit.shown(all, of: entries)
            guard let line = lines.first(where: { $0.standing.entry.position == position }) else {
                throw try refused(
                    intent,
                    [row.stream],
                    .init(
                        code: .confidentiality,
                        rule:
                            "\(permit.grant.role) does not see the entry at position \(position) for"
                            + " \(reader.purpose)"
                    )
                )
            }
            let look = try look(permit, at: [row.stream], [position])
            let view = try caseView(of: row.stream, entries, lines, withheld, permit, look)
            return (view, line)
        }
    }

    /// A case of which somebody is shown lines.
    func caseView(
        of id: Identifier,
        _ entries: [Entry],
        _ lines: [Timeline.Line],
        _ withheld: Int,
        _ permit: Permit,
        _ look: Look
    ) throws -> CaseView {
        let summary =
            try caseSummaries().first { $0.id == id }
            ?? CaseSummary(id: id, reference: id.description, openedAt: "", isClosed: false)
        let (position, root) = try log.read { snapshot in
            (try snapshot.position(), try snapshot.root().description)
        }
        return CaseView(
            look: look,
            summary: summary,
            lines: lines,
            withheld: withheld,
            entries: permit.shown(entries),
            codebooks: try staff().codebooks,
            position: position,
            root: root
        )
    }

    // MARK: For corrections and causes

    /// The identifier of the event at a position.
    package func eventID(at position: Int64) throws -> Identifier {
        let row = try RecordError.wrapping { try log.read { try $0.event(at: position)?.row } }
        guard let row else {
            throw RecordError(
                .refused,
                "unknown-position",
                "the record has no position \(position)"
            )
        }
        return row.id
    }

    /// An entry as it stands, to be amended. The look is recorded.
    package func correctable(
        at position: Int64,
        for reader: Reader
    ) throws -> (id: Identifier, summary: CaseSummary, payload: Payload?, isAmended: Bool) {
        let (view, line) = try entry(at: position, for: reader)
        return (
            line.standing.entry.id, view.summary, line.standing.payload,
            line.standing.standing == .amended
        )
    }
}
