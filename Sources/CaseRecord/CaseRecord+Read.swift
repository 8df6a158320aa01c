package import CaseModel
import EventLog
import MerkleTree
package import Values

/// Who is asking, and what for. Every read of case content needs one and leaves an event.
package struct Reader: Sendable {
    package let staff: String
    package let purpose: String

    package static let purposes = [
        "direct-care", "supervision", "safeguarding", "audit", "subject-access", "research",
        "training", "technical",
    ]

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
    package let summary: CaseSummary
    package let lines: [Timeline.Line]
    /// All entries known at the time asked, also those the query leaves out.
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
        view: String = "timeline"
    ) throws -> CaseView {
        try RecordError.wrapping {
            try check(reader)
            let summary = try findCase(name)
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
            let lines = Timeline.lines(of: entries, query)
            try recordView(
                of: [summary.id],
                lines.map(\.standing.entry.position),
                for: reader,
                view: view,
                query
            )
            return CaseView(
                summary: summary,
                lines: lines,
                entries: entries,
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
            try check(reader)
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
        let view = try caseView(of: row.stream)
        guard let line = view.lines.first(where: { $0.standing.entry.position == position }) else {
            throw RecordError(.damaged, "missing-entry", "position \(position) is not in its case")
        }
        try RecordError.wrapping {
            try recordView(of: [row.stream], [position], for: reader, view: "entry", .init())
        }
        return (view, line)
    }

    /// A whole case, without a word in the access log: for this facade's own use.
    func caseView(of id: Identifier) throws -> CaseView {
        try RecordError.wrapping {
            let summary =
                try caseSummaries().first { $0.id == id }
                ?? CaseSummary(id: id, reference: id.description, openedAt: "", isClosed: false)
            let service = try staff()
            return try log.read { snapshot in
                let entries = try snapshot.entries(of: id)
                return CaseView(
                    summary: summary,
                    lines: Timeline.lines(of: entries),
                    entries: entries,
                    codebooks: service.codebooks,
                    position: try snapshot.position(),
                    root: try snapshot.root().description
                )
            }
        }
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

    // MARK: Access

    func check(_ reader: Reader) throws {
        guard try staff()[reader.staff] != nil else { throw unknownStaff(reader.staff) }
        guard Reader.purposes.contains(reader.purpose) else {
            throw Reader.needsPurpose
        }
    }

    /// Commits the event that says who is about to be shown what.
    func recordView(
        of cases: [Identifier],
        _ positions: [Int64],
        for reader: Reader,
        view: String,
        _ query: Timeline.Query
    ) throws {
        let clock = now()
        let draft = Draft(
            .recordViewed,
            at: .instant(clock),
            .object(present: [
                ("staff", .string(reader.staff)), ("purpose", .string(reader.purpose)),
                ("view", .string(view)),
                ("positions", positions.isEmpty ? nil : JSON(ranges(of: positions))),
                ("cases", cases.count == 1 ? nil : JSON(cases.map(\.description))),
                ("asOf", query.asOf.map { .string($0.description) }),
                ("knownAt", query.knownAt.map { .string($0.description) }),
            ])
        )
        let payload = try ServiceDecider.decide(draft, staff: try staff().pseudonyms)
        let stream =
            cases.count == 1
            ? StreamNames.access(of: cases[0]) : StreamNames.access(ofRecord: info.id)
        _ = try append(
            payload,
            kind: .access,
            stream: stream,
            unit: StreamNames.accessUnit(info.id, at: clock),
            by: reader.staff
        )
    }

    /// `3-17`, `21`: positions as short as they can be written.
    func ranges(of positions: [Int64]) -> [String] {
        var ranges: [(Int64, Int64)] = []
        for position in positions.sorted() {
            if let last = ranges.last, last.1 + 1 >= position {
                ranges[ranges.count - 1].1 = position
            } else {
                ranges.append((position, position))
            }
        }
        return ranges.map { $0 == $1 ? "\($0)" : "\($0)-\($1)" }
    }
}
