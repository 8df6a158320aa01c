package import CaseModel
import EventLog
import Values

// The one way from sealed content to somebody's eyes. Whatever shows content (a view, an answer, a
// report, a copy) holds a `Look`, and only this file can make one: after the policy said yes, and after
// the event that says so was committed.
//
// What opens content without a look shows it to nobody: folding a case's state to decide (CaseFile,
// Recorder), feeding projections (Feed, the directory), checking an import (Interchange), reading the
// service's own events (Disclosures, Export, Audit). A test holds the list of these files.

/// What somebody wants to see.
struct Intent: Sendable {
    let reader: Reader
    /// What it is called in the record of the look: `timeline`, `query due/due`.
    let view: String
    var wish: AccessPolicy.Wish
    var asOf: Instant?
    var knownAt: Instant?
    /// Positions that are asked for by number.
    var positions: [Int64] = []

    init(
        _ reader: Reader,
        _ view: String,
        _ wish: AccessPolicy.Wish,
        _ query: Timeline.Query = Timeline.Query(),
        positions: [Int64] = []
    ) {
        self.reader = reader
        self.view = view
        self.wish = wish
        asOf = query.asOf
        knownAt = query.knownAt
        self.positions = positions
    }
}

/// The policy's yes. Nothing may be shown on it alone.
package struct Permit: Sendable {
    let intent: Intent
    /// The case; nil for a look across cases.
    let caseID: Identifier?
    package let grant: AccessPolicy.Grant

    fileprivate init(_ intent: Intent, _ caseID: Identifier?, _ grant: AccessPolicy.Grant) {
        self.intent = intent
        self.caseID = caseID
        self.grant = grant
    }

    /// The lines that the reader's role sees, and how many it does not.
    ///
    /// A line shows what was corrected in it, so it is as confidential as its most confidential part.
    func shown(_ lines: [Timeline.Line], of entries: [Entry]) -> (
        lines: [Timeline.Line], withheld: Int
    ) {
        guard grant.sees.count < Confidentiality.allCases.count else { return (lines, 0) }
        var classes: [Int64: Confidentiality] = [:]
        for entry in entries { classes[entry.position] = entry.payload?.confidentiality }
        let shown = lines.filter { line in
            let standing = line.standing
            let parts =
                ([standing.entry.position] + standing.correctedBy).map {
                    classes[$0] ?? .practice
                } + [standing.payload?.confidentiality ?? .practice]
            return parts.allSatisfy(grant.shows)
        }
        return (shown, lines.count - shown.count)
    }

    /// The entries whose lines the reader's role sees.
    func shown(_ entries: [Entry]) -> [Entry] {
        guard grant.sees.count < Confidentiality.allCases.count else { return entries }
        let positions = Set(
            shown(Timeline.lines(of: entries), of: entries).lines.map(\.standing.entry.position)
        )
        return entries.filter { positions.contains($0.position) }
    }
}

/// Proof that a look was allowed and is recorded.
package struct Look: Sendable {
    package let grant: AccessPolicy.Grant
    /// Of the event that records it.
    package let position: Int64

    fileprivate init(_ grant: AccessPolicy.Grant, _ position: Int64) {
        self.grant = grant
        self.position = position
    }
}

extension CaseRecord {
    /// Asks the policy. A no is recorded in the same detail as a look, then thrown.
    ///
    /// - Parameter caseID: the case; nil for a look across cases.
    func permit(_ intent: Intent, of caseID: Identifier?) throws -> Permit {
        var intent = intent
        intent.wish.isOfOneCase = caseID != nil
        guard try staff()[intent.reader.staff] != nil else {
            throw unknownStaff(intent.reader.staff)
        }
        switch try decide(intent, of: caseID) {
        case .allowed(let grant): return Permit(intent, caseID, grant)
        case .refused(let denial): throw try refused(intent, caseID.map { [$0] } ?? [], denial)
        }
    }

    /// A yes to the cases that a reader of their own cases may see, for a look across them.
    func ownCases(_ permit: Permit) throws -> Set<Identifier>? {
        guard permit.grant.reach == .ownCases else { return nil }
        var intent = permit.intent
        intent.wish.isOfOneCase = true
        return try Set(
            casesOf(permit.intent.reader.staff).filter { id in
                if case .allowed = try decide(intent, of: id) { true } else { false }
            }
        )
    }

    private func decide(_ intent: Intent, of caseID: Identifier?) throws -> AccessPolicy.Decision {
        AccessPolicy.builtIn.decide(
            intent.wish,
            for: intent.reader.purpose,
            try standing(of: intent.reader.staff, in: caseID),
            at: now()
        )
    }

    /// Records a try that the policy forbids.
    ///
    /// - Returns: the error to throw.
    func refused(
        _ intent: Intent,
        _ cases: [Identifier],
        _ denial: AccessPolicy.Denial
    ) throws -> RecordError {
        let reader = intent.reader
        let isPurpose = Reader.purposes.contains(reader.purpose)
        _ = try recordAccess(
            Draft(
                .accessRefused,
                at: .instant(now()),
                .object(
                    present: [
                        ("staff", .string(reader.staff)), ("view", .string(intent.view)),
                        ("rule", .string(denial.rule)),
                        ("purpose", isPurpose ? .string(reader.purpose) : nil),
                    ] + detail(intent, intent.positions, cases)
                )
            ),
            cases,
            by: reader.staff
        )
        guard denial.code != .purpose else { return Reader.needsPurpose }
        let hint: String? =
            switch denial.code {
            case .noRelationship:
                "somebody of the case or the office gives one with 'vigil access grant'; or say why"
                    + " with 'vigil access claim' or 'vigil access emergency', which are reviewed"
            case .noRole: "'vigil staff assign' gives a role"
            case .notForRole, .confidentiality, .acrossCases:
                "'vigil staff roles' shows what each role sees for each purpose"
            case .purpose: nil
            }
        return RecordError(.refused, denial.code.rawValue, denial.rule, hint: hint)
    }

    /// Commits the event that says who is about to be shown what. Only then is there a look.
    ///
    /// - Parameters:
    ///   - cases: those that are shown; of one case, the event is in its own stream of looks.
    ///   - positions: those that are shown.
    func look(
        _ permit: Permit,
        at cases: [Identifier],
        _ positions: [Int64] = []
    ) throws -> Look {
        let intent = permit.intent
        let draft = Draft(
            .recordViewed,
            at: .instant(now()),
            .object(
                present: [
                    ("staff", .string(intent.reader.staff)),
                    ("purpose", .string(intent.reader.purpose)), ("view", .string(intent.view)),
                    ("role", .string(permit.grant.role)),
                ] + detail(intent, positions, cases)
            )
        )
        let entry = try recordAccess(draft, cases, by: intent.reader.staff)
        return Look(permit.grant, entry.position)
    }

    /// The same for a search, which is recorded by the cases that it shows, never by its words.
    func lookBySearch(_ permit: Permit, at cases: [Identifier]) throws -> Look {
        let intent = permit.intent
        let draft = Draft(
            .recordSearched,
            at: .instant(now()),
            .object(present: [
                ("staff", .string(intent.reader.staff)),
                ("purpose", .string(intent.reader.purpose)),
                ("role", .string(permit.grant.role)),
                ("cases", cases.isEmpty ? nil : JSON(cases.map(\.description))),
            ])
        )
        let entry = try recordAccess(draft, [], by: intent.reader.staff)
        return Look(permit.grant, entry.position)
    }

    private func detail(
        _ intent: Intent,
        _ positions: [Int64],
        _ cases: [Identifier]
    ) -> [(String, JSON?)] {
        [
            ("positions", positions.isEmpty ? nil : JSON(ranges(of: positions))),
            ("cases", cases.count == 1 ? nil : JSON(cases.map(\.description))),
            ("asOf", intent.asOf.map { .string($0.description) }),
            ("knownAt", intent.knownAt.map { .string($0.description) }),
        ]
    }

    /// Appends an event of access: to the one case's stream of looks, or to the record's.
    @discardableResult
    func recordAccess(_ draft: Draft, _ cases: [Identifier], by staff: String) throws -> Entry {
        let payload = try ServiceDecider.decide(draft, staff: try self.staff().pseudonyms)
        return try append(
            payload,
            kind: .access,
            stream: cases.count == 1
                ? StreamNames.access(of: cases[0]) : StreamNames.access(ofRecord: info.id),
            unit: StreamNames.accessUnit(info.id, at: now()),
            by: staff
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
