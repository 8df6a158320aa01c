import CaseModel
import EventLog
package import Exporter
import MerkleTree
import Values

extension CaseRecord {
    // MARK: One case

    /// What would leave and what would not, entry by entry. Looking at it is recorded.
    package func disclosure(
        of name: String,
        _ order: ExportOrder,
        profiles folder: String? = nil,
        by staff: String
    ) throws -> (disclosure: Disclosure, view: CaseView) {
        try RecordError.wrapping {
            let profile = try CaseRecord.profile(order.profile, in: folder)
            guard profile.input == .caseRecord else {
                throw RecordError(
                    .invalid,
                    "no-decisions",
                    "the policy decides about entries, and profile '\(profile.name)' is of looks",
                    hint: "export it without --dry-run"
                )
            }
            let reader = Reader(staff: staff, purpose: order.purpose)
            let view = try timeline(
                of: name,
                Timeline.Query(asOf: order.asOf, knownAt: order.knownAt),
                for: reader,
                view: "export dry run",
                needing: Set(Confidentiality.allCases)
            )
            return (
                try decide(view.entries, inRange(view.lines, order), order, profile), view
            )
        }
    }

    /// Writes a case in a profile's format: decided by the policy, validated, recorded as issued, and
    /// only then under its name.
    ///
    /// The document quotes the case's own last position and the log's root there, so that exporting an
    /// unchanged case again gives the same bytes, although the export itself was recorded in between.
    package func export(
        _ name: String,
        to path: String,
        _ order: ExportOrder,
        profiles folder: String? = nil,
        by staff: String
    ) throws -> ExportReceipt {
        try RecordError.wrapping {
            let profile = try CaseRecord.profile(order.profile, in: folder)
            let rendering = try rendering(of: profile, for: path, order)
            let summary = try findCase(name)
            let permit = try permit(copying(order, profile, by: staff), of: summary.id)
            let look = try look(permit, at: [summary.id])
            let copy = try finish(
                summary,
                to: path,
                order,
                profile,
                rendering,
                try exportDesk(),
                by: staff,
                look
            )
            let receipt = try release([.success(copy)], order, by: staff)[0].get()
            try sign()
            return receipt
        }
    }

    // MARK: Steps

    /// A copy is decided by somebody who sees all of the case: what is withheld from a recipient can
    /// hang on what a lesser reader would not see.
    func copying(_ order: ExportOrder, _ profile: Profile, by staff: String) -> Intent {
        let isOfLooks = profile.input == .accessLog
        return Intent(
            Reader(staff: staff, purpose: order.purpose),
            "export \(order.profile)",
            .init(
                isOfLooks ? .looks : .entries,
                needs: isOfLooks ? [] : Set(Confidentiality.allCases)
            ),
            Timeline.Query(asOf: order.asOf, knownAt: order.knownAt)
        )
    }

    func rendering(
        of profile: Profile,
        for path: String,
        _ order: ExportOrder
    ) throws -> Rendering {
        let folder = try Resources.exports()
        guard order.isInput else {
            return try Rendering(profile, try profile.form(for: path), exports: folder)
        }
        let input = try Profile.read("\(folder)/\(profile.input.rawValue)")
        return try Rendering(input, input.forms[0], exports: folder)
    }

    /// Makes a case's copy and judges it; what is good lies on the disk, without its name.
    func finish(
        _ summary: CaseSummary,
        to path: String,
        _ order: ExportOrder,
        _ profile: Profile,
        _ rendering: Rendering,
        _ desk: ExportDesk,
        by staff: String,
        _ look: Look
    ) throws -> FinishedCopy {
        let prepared = try prepare(summary, order, profile, desk, by: staff, look)
        let copy = try rendering.copy(
            of: prepared.canonical,
            positions: prepared.positions,
            for: path
        )
        return FinishedCopy(
            prepared: prepared,
            path: path,
            release: try Release(copy, to: path, overwrite: order.overwrite)
        )
    }

    /// Records together all that can leave, then gives each its name. When that cannot be recorded, none
    /// of them leaves.
    func release(
        _ copies: [Result<FinishedCopy, any Error>],
        _ order: ExportOrder,
        by staff: String
    ) -> [Result<ExportReceipt, any Error>] {
        let finished = copies.compactMap { try? $0.get() }
        let entries = Result {
            try finished.isEmpty
                ? []
                : record(
                    service: finished.map { try issued($0.prepared, order, $0.release.sha256) },
                    by: staff
                )
        }
        var next = 0
        return copies.map { copy in
            Result {
                let copy = try copy.get()
                let entry = try entries.get()[next]
                next += 1
                try RecordError.wrapping { try copy.release.publish() }
                return copy.receipt(recordedAt: entry.position)
            }
        }
    }

    /// Reads a case, decides what of it leaves, and writes that as the canonical document.
    func prepare(
        _ summary: CaseSummary,
        _ order: ExportOrder,
        _ profile: Profile,
        _ desk: ExportDesk,
        by staff: String,
        _ look: Look
    ) throws -> PreparedExport {
        let known = try order.knownAt.map { time in
            try log.read { try $0.position(knownAt: time) }
        }
        // The look that lets this copy be made is not in it: the same case gives the same bytes.
        let through = min(known ?? .max, look.position - 1)
        let entries =
            try profile.input == .accessLog
            ? looks(at: summary.id, through: through)
            : log.entries(of: [summary.id], through: through)
        let position = entries.last?.position ?? 0
        let root = try log.read {
            try $0.tree.root(of: TreeSize(UInt64(position))).description
        }
        // An empty document would say nothing of why it is empty. Looks there may be none of.
        if let knownAt = order.knownAt, entries.isEmpty, profile.input == .caseRecord {
            throw RecordError(
                .refused,
                "nothing-known",
                "nothing of the case had been recorded by \(knownAt)",
                hint: "'vigil timeline' says when its first entry was recorded"
            )
        }
        var header = CaseRecordDocument.Header(
            recordID: info.id,
            recordName: info.name,
            caseID: summary.id,
            caseReference: summary.reference,
            asOf: order.asOf,
            knownAt: order.knownAt,
            throughPosition: position,
            root: root,
            treeSize: UInt64(position),
            exportedBy: staff,
            recipient: order.recipient,
            purpose: order.purpose,
            basis: order.basis
        )
        let policy = desk.policy
        header.nation = info.nation
        header.organization = desk.organization
        header.from = order.from
        header.until = order.until
        header.madeAt = entries.last?.recordedAt
        header.audience = order.audience(of: profile)
        header.policy = (policy.name, policy.version)
        header.replaces = try order.replaces.map { try replaced($0, summary) }
        if profile.input == .accessLog {
            return try prepareLooks(summary, entries, header, desk)
        }
        let lines = inRange(
            Timeline.lines(of: entries, Timeline.Query(asOf: order.asOf, knownAt: order.knownAt)),
            order
        )
        let moment = order.asOf ?? now()
        let disclosure = try decide(entries, lines, order, profile, policy, at: moment)
        header.about = disclosure.about
        header.moment = moment
        header.withheld = disclosure.grounds
        if let thing = profile.of { header.of = try one(thing, order.of, of: disclosure) }
        let document = CaseRecordDocument(
            header: header,
            lines: disclosure.lines,
            codebooks: desk.codebooks,
            staff: desk.members,
            showsPositions: disclosure.shows.contains("positions"),
            showsFirst: disclosure.shows.contains("first")
        )
        return PreparedExport(
            summary: summary,
            canonical: try document.bytes(),
            document: header.documentID,
            decisions: disclosure.decisions,
            positions: Dictionary(entries.map { ($0.id, $0.position) }) { first, _ in first },
            first: entries.first?.position,
            last: position,
            root: root,
            policy: "\(policy.name)/\(policy.version) \(policy.sha256)"
        )
    }

    /// Looks at a case: those of its own access stream, and those across cases that showed it.
    private func looks(at caseID: Identifier, through: Int64) throws -> [Entry] {
        let own = StreamNames.access(of: caseID)
        let across = StreamNames.access(ofRecord: info.id)
        return try log.entries(of: [own, across], through: through).filter { entry in
            entry.stream == own
                || entry.payload?.data["cases"]?.strings.contains(caseID.description) ?? false
        }
    }

    private func prepareLooks(
        _ summary: CaseSummary,
        _ entries: [Entry],
        _ header: CaseRecordDocument.Header,
        _ desk: ExportDesk
    ) throws -> PreparedExport {
        let document = AccessLogDocument(
            header: header,
            entries: entries.filter { entry in
                (header.from.map { entry.recordedAt >= $0 } ?? true)
                    && (header.until.map { entry.recordedAt <= $0 } ?? true)
            },
            staff: desk.members,
            showsPositions: header.audience == "oversight"
        )
        return PreparedExport(
            summary: summary,
            canonical: try document.bytes(),
            document: header.documentID,
            decisions: [],
            positions: Dictionary(entries.map { ($0.id, $0.position) }) { first, _ in first },
            first: entries.first?.position,
            last: header.throughPosition,
            root: header.root,
            policy: "\(desk.policy.name)/\(desk.policy.version) \(desk.policy.sha256)"
        )
    }

    private func issued(
        _ prepared: PreparedExport,
        _ order: ExportOrder,
        _ sha256: String
    ) throws -> Draft {
        let left = prepared.decisions.filter { $0.outcome != .withhold }.map(\.position)
        return Draft(
            .exportIssued,
            at: .instant(now()),
            .object(present: [
                ("profile", .string(order.profile + (order.isInput ? "/input" : ""))),
                ("recipient", .string(order.recipient)),
                ("purpose", .string(order.purpose)), ("basis", .string(order.basis)),
                ("case", .string(prepared.summary.id.description)),
                ("fromPosition", prepared.first.map { JSON(Int($0)) }),
                ("toPosition", prepared.last > 0 ? JSON(Int(prepared.last)) : nil),
                ("root", .string(prepared.root)), ("sha256", .string(sha256)),
                ("document", .string(prepared.document.description)),
                ("policy", .string(prepared.policy)),
                ("asOf", order.asOf.map { .string($0.description) }),
                ("knownAt", order.knownAt.map { .string($0.description) }),
                ("exported", left.isEmpty ? nil : JSON(ranges(of: left))),
                ("withheld", grounds(prepared.decisions)),
                ("replaces", order.replaces.map { JSON(Int($0)) }),
                ("request", order.request.map { .string($0.description) }),
            ])
        )
    }

    /// What was left out by rule: `D53 withhold 14-15, 31`. Positions and ids of rules, no content.
    private func grounds(_ decisions: [Disclosure.Decision]) -> JSON? {
        var byRule: [String: [Int64]] = [:]
        for decision in decisions where decision.outcome != .export {
            byRule["\(decision.rule) \(decision.outcome.rawValue)", default: []]
                .append(decision.position)
        }
        guard !byRule.isEmpty else { return nil }
        return JSON(
            byRule.sorted { $0.key < $1.key }
                .map { "\($0.key) \(ranges(of: $0.value).joined(separator: ", "))" }
        )
    }

    // MARK: Parts

    private func decide(
        _ entries: [Entry],
        _ lines: [Timeline.Line],
        _ order: ExportOrder,
        _ profile: Profile,
        _ policy: DisclosurePolicy? = nil,
        at moment: Instant? = nil
    ) throws -> Disclosure {
        let known = Set(
            entries.compactMap { entry -> String? in
                guard entry.type == .personAdded else { return nil }
                return entry.payload?.data["person"]?.string
            }
        )
        if let about = order.about, !known.contains(about) {
            throw RecordError(
                .refused,
                "unknown-person",
                "the case has no person of that label",
                hint: "'vigil case show' lists its people"
            )
        }
        if let wrong = order.asked.subtracting(DisclosurePolicy.extras).min() {
            throw RecordError(
                .invalid,
                "unknown-extra",
                "'\(wrong.prefix(40))' is nothing that can be asked for",
                hint: "one of " + DisclosurePolicy.extras.joined(separator: ", ")
            )
        }
        return Disclosure(
            of: lines,
            knowing: entries,
            for: Disclosure.Order(
                audience: order.audience(of: profile),
                purpose: order.purpose,
                about: order.about,
                asked: order.asked,
                moment: moment ?? order.asOf ?? now()
            ),
            under: try policy ?? CaseRecord.policy()
        )
    }

    /// Lines whose time touches the range asked for.
    private func inRange(_ lines: [Timeline.Line], _ order: ExportOrder) -> [Timeline.Line] {
        guard order.from != nil || order.until != nil else { return lines }
        return lines.filter { line in
            let (from, to) = line.standing.interval
            return (order.from.map { to >= $0 } ?? true)
                && (order.until.map { (from ?? .distantPast) <= $0 } ?? true)
        }
    }

    /// The film or review that a copy is of, by its label in the record and then in the copy.
    private func one(
        _ thing: Thing,
        _ label: String?,
        of disclosure: Disclosure
    ) throws -> (thing: Thing, label: String) {
        var found: [(label: String, shown: String)] = []
        for line in disclosure.lines where line.standing.standing != .inError {
            guard let spec = line.standing.type?.spec,
                let field = spec.fields.first(where: { $0.kind == .new(thing) }),
                let shown = line.standing.payload?.data[field.name]?.string
            else { continue }
            let own = line.standing.entry.payload?.data[field.name]?.string ?? shown
            found.append((own, shown))
        }
        if let label {
            guard let match = found.first(where: { $0.label == label }) else {
                throw RecordError(
                    .refused,
                    "not-disclosed",
                    "there is no \(thing.rawValue) of that label that may leave for this purpose",
                    hint: "'vigil export CASE --to PROFILE --dry-run' says what may, and why not"
                )
            }
            return (thing, match.shown)
        }
        guard found.count == 1 else {
            throw RecordError(
                .refused,
                "which-one",
                "\(found.count) \(thing.rawValue)s may leave for this purpose, and a copy is of one",
                hint: found.isEmpty
                    ? "'vigil export CASE --to PROFILE --dry-run' says why none may"
                    : "name one with --of: " + found.map(\.label).joined(separator: ", ")
            )
        }
        return (thing, found[0].shown)
    }

    private func replaced(
        _ position: Int64,
        _ summary: CaseSummary
    ) throws -> (document: Identifier, sha256: String) {
        let issues = try exportRegister().filter {
            $0.caseID == summary.id && $0.document != nil
        }
        guard let issue = issues.first(where: { $0.position == position }),
            let document = issue.document
        else {
            let newest = issues.suffix(5).map { String($0.position) }.joined(separator: ", ")
            throw RecordError(
                .refused,
                "unknown-export",
                "position \(position) is no export of this case that can be replaced",
                hint: newest.isEmpty
                    ? "nothing of it has left yet: leave --replaces out"
                    : "its newest exports are at \(newest); 'vigil exports register' lists all"
            )
        }
        return (document, issue.sha256 ?? "")
    }

    /// The service as its own events describe it: its name and code for others, who works there.
    func exportDesk() throws -> ExportDesk {
        let service = try staff()
        var registrations: [String: String] = [:]
        var settings: [String: String] = [:]
        for entry in try log.read({ try $0.entries(of: info.id) }) {
            guard let data = entry.payload?.data else { continue }
            switch entry.type {
            case .staffAdded:
                if let staff = data["staff"]?.string {
                    registrations[staff] = data["registration"]?.string
                }
            case .settingChanged:
                if let name = data["setting"]?.string { settings[name] = data["value"]?.string }
            default: continue
            }
        }
        let members = service.members.map { member in
            (
                member.pseudonym,
                CaseRecordDocument.StaffMember(
                    name: member.name,
                    post: member.post,
                    registration: registrations[member.pseudonym],
                    roles: member.roles
                )
            )
        }
        return ExportDesk(
            codebooks: service.codebooks,
            // A code that no organisation can have names nobody, or somebody else.
            organization: settings["organisation.name"].map {
                ($0, settings["organisation.ods"].flatMap { ODSCode.parse($0) })
            },
            members: Dictionary(members) { _, last in last },
            policy: try CaseRecord.policy()
        )
    }
}
