package import CaseModel
import EventLog
import Projector
package import Values

extension CaseRecord {
    // MARK: What somebody is to a case

    /// The roles of a member of staff, and what they are to a case, as the record has it now.
    package func standing(
        of staff: String,
        in caseID: Identifier?
    ) throws -> AccessPolicy.Standing {
        var standing = AccessPolicy.Standing(roles: try self.staff()[staff]?.periods ?? [])
        guard let id = caseID?.description else { return standing }
        try RecordError.wrapping {
            let steps = try directory.rows(
                """
                SELECT step, role, until_day FROM case_relationship
                WHERE case_id = ? AND staff = ? ORDER BY position
                """,
                [id, staff]
            )
            for row in steps {
                let role = row["role"]
                guard row["step"] != "ended" else {
                    // The end of one role ends what an entry's naming gave, too: it says no role.
                    standing.relationships.removeAll {
                        role == nil || $0.role == nil || $0.role == role
                    }
                    continue
                }
                standing.relationships.append(
                    .init(role, until: row["until_day"].flatMap { CivilDate($0) })
                )
            }
            standing.emergencies = try directory.rows(
                "SELECT until, at FROM emergency WHERE case_id = ? AND staff = ?",
                [id, staff]
            ).compactMap { row in
                guard let from = row["at"].flatMap({ Instant($0) }) else { return nil }
                func after(_ hours: Int) -> Instant {
                    from.adding(milliseconds: Int64(hours) * 3_600_000)
                }
                let until = row["until"].flatMap { Instant($0) }
                return .init(
                    from: from,
                    until: min(
                        until ?? after(AccessPolicy.emergencyHours),
                        after(AccessPolicy.longestEmergencyHours)
                    )
                )
            }
        }
        return standing
    }

    /// The cases that somebody has, or had, to do with.
    func casesOf(_ staff: String) throws -> [Identifier] {
        try directory.rows(
            """
            SELECT DISTINCT case_id FROM case_relationship WHERE staff = ?
            UNION SELECT case_id FROM emergency WHERE staff = ?
            """,
            [staff, staff]
        ).compactMap { $0["case_id"].flatMap { Identifier($0) } }
    }

    private func holds(_ roles: Set<String>, _ staff: String) throws -> Bool {
        let day = LondonTime.civil(of: now()).date
        return try self.staff()[staff]?.periods
            .contains { roles.contains($0.role) && $0.holds(on: day) } ?? false
    }

    private func isRelated(_ staff: String, to caseID: Identifier) throws -> Bool {
        let day = LondonTime.civil(of: now()).date.daysSince1970
        return try standing(of: staff, in: caseID).relationships
            .contains { day <= ($0.until?.daysSince1970 ?? .max) }
    }

    // MARK: Relationships

    /// What must hold before relationships are recorded: they open cases to eyes, which is Vigil's doing
    /// and not only a thing that happened.
    func checkRelationships(_ requests: [Request]) throws {
        for request in requests where request.recordedAt == nil {
            guard case .drafts(let drafts) = request.content else { continue }
            let opens = drafts.contains { $0.type == .caseOpened }
            for draft in drafts {
                switch draft.type {
                case .relationshipOpened: try checkOpening(draft, request, opensCase: opens)
                case .relationshipSelfClaimed: try checkClaim(draft, request)
                case .relationshipEnded: try checkEnding(draft, request)
                default: continue
                }
            }
        }
    }

    private func checkOpening(_ draft: Draft, _ request: Request, opensCase: Bool) throws {
        let staff = draft.data["staff"]?.string ?? ""
        if !opensCase {
            guard staff != request.by else {
                throw RecordError(
                    .refused,
                    "own-relationship",
                    "nobody gives themselves a relationship to a case",
                    hint: "claim it with 'vigil access claim', and say why"
                )
            }
            guard
                try holds(AccessPolicy.grantingRoles, request.by)
                    || isRelated(request.by, to: request.caseID)
            else { throw notEntitled(request.by) }
        }
        try checkHeld(draft, staff)
    }

    private func checkClaim(_ draft: Draft, _ request: Request) throws {
        guard draft.data["staff"]?.string == request.by else {
            throw RecordError(
                .refused,
                "own-relationship",
                "a relationship is claimed by whoever is to have it",
                hint: "give it to somebody else with 'vigil access grant'"
            )
        }
        try checkHeld(draft, request.by)
    }

    private func checkEnding(_ draft: Draft, _ request: Request) throws {
        guard
            try draft.data["staff"]?.string == request.by
                || holds(AccessPolicy.grantingRoles.union(["privacy-officer"]), request.by)
                || isRelated(request.by, to: request.caseID)
        else { throw notEntitled(request.by) }
    }

    private func notEntitled(_ staff: String) -> RecordError {
        RecordError(
            .refused,
            "not-entitled",
            "relationships to a case are given and ended by the office or by those of the case, and"
                + " '\(staff)' is neither",
            hint: "the office is \(AccessPolicy.grantingRoles.sorted().joined(separator: ", "))"
        )
    }

    /// A role that somebody does not hold would show them nothing, now, and everything one day, unseen.
    private func checkHeld(_ draft: Draft, _ staff: String) throws {
        guard let role = draft.data["role"]?.string, let member = try self.staff()[staff],
            Catalogue.roles.contains(role)
        else { return }
        let day = LondonTime.civil(of: now()).date.daysSince1970
        guard
            member.periods.contains(where: {
                $0.role == role && day <= ($0.until?.daysSince1970 ?? .max)
            })
        else {
            throw RecordError(
                .refused,
                "role-not-held",
                "a relationship is in a role that its holder has, and '\(staff)' is not \(role)",
                hint: "'vigil staff list' shows roles; 'vigil staff assign' gives one"
            )
        }
    }

    /// Told to those who write in a case that they have nothing to do with: the entry is recorded all the
    /// same, because a record that refuses the truth has a hole in it.
    func relationshipWarning(_ request: Request) throws -> Warning? {
        guard request.recordedAt == nil, case .drafts(let drafts) = request.content,
            !drafts.contains(where: {
                $0.type == .caseOpened || $0.type == .relationshipSelfClaimed
                    || $0.type == .relationshipOpened || $0.type == .relationshipEnded
            }),
            let roles = try staff()[request.by]?.roles, !roles.isEmpty,
            AccessPolicy.caseRoles.isSuperset(of: roles),
            try !isRelated(request.by, to: request.caseID)
        else { return nil }
        return Warning(
            "no-relationship",
            "'\(request.by)' has no relationship to this case; the entry is recorded, and the case is"
                + " not opened to them by it"
        )
    }

    /// Opens a case. Whoever opens it in a role that sees only its own cases has it from then on.
    package func openCase(_ draft: Draft, by staff: String) throws -> Receipt {
        let held = try self.staff()[staff]?.roles ?? []
        let role = ["guider", "trainee", "supervisor"].first { held.contains($0) }
        let relationship = role.map { role in
            Draft(
                .relationshipOpened,
                at: .instant(now()),
                ["staff": .string(staff), "role": .string(role), "reason": "opened the case"]
            )
        }
        return try record(
            Request(
                [draft] + (relationship.map { [$0] } ?? []),
                in: Identifier(version4: CaseRecord.fresh()),
                by: staff
            )
        )
    }

    // MARK: Emergencies and reviews

    /// Records that somebody opens a case that they have nothing to do with, and why it cannot wait.
    @discardableResult
    package func useEmergencyAccess(
        to name: String,
        reason: String,
        until: Instant?,
        for reader: Reader
    ) throws -> Entry {
        try RecordError.wrapping {
            guard try staff()[reader.staff] != nil else { throw unknownStaff(reader.staff) }
            let summary = try findCase(name)
            let clock = now()
            let end =
                until
                ?? clock.adding(milliseconds: Int64(AccessPolicy.emergencyHours) * 3_600_000)
            let longest = clock.adding(
                milliseconds: Int64(AccessPolicy.longestEmergencyHours) * 3_600_000
            )
            guard end > clock, end <= longest else {
                throw RecordError(
                    .refused,
                    "emergency-length",
                    "an emergency access lasts from now for at most"
                        + " \(AccessPolicy.longestEmergencyHours) hours",
                    hint: "what goes on for longer is a relationship"
                )
            }
            guard !reason.trimmed.isEmpty else {
                throw RecordError(
                    .refused,
                    "no-reason",
                    "an emergency access says why it cannot wait"
                )
            }
            let wish = AccessPolicy.Wish(.entries)
            let intent = Intent(reader, "emergency access", wish)
            guard AccessPolicy.emergencyPurposes.contains(reader.purpose),
                try holds(AccessPolicy.emergencyRoles, reader.staff)
            else {
                throw try refused(
                    intent,
                    [summary.id],
                    .init(
                        code: .notForRole,
                        rule: "emergency access is for those who work with families, for"
                            + " \(AccessPolicy.emergencyPurposes.sorted().joined(separator: " or "))"
                    )
                )
            }
            return try recordAccess(
                Draft(
                    .emergencyAccessUsed,
                    at: .instant(clock),
                    [
                        "staff": .string(reader.staff), "reason": .string(reason),
                        "purpose": .string(reader.purpose), "until": .string(end.description),
                    ]
                ),
                [summary.id],
                by: reader.staff
            )
        }
    }

    /// Records what the privacy officer found about an emergency access, a claim or a refusal.
    @discardableResult
    package func reviewAccess(
        at position: Int64,
        outcome: String,
        reason: String?,
        by staff: String
    ) throws -> Entry {
        try RecordError.wrapping {
            guard try self.staff()[staff] != nil else { throw unknownStaff(staff) }
            guard try holds(["privacy-officer"], staff) else {
                throw RecordError(
                    .refused,
                    "not-privacy-officer",
                    "unusual access is reviewed by a privacy officer, and '\(staff)' is none"
                )
            }
            let alert = try log.read { snapshot in
                try snapshot.event(at: position).flatMap { event in
                    try snapshot.open([event]) { Entry($0, $1) }.first
                }
            }
            let kinds: [EventType] = [
                .emergencyAccessUsed, .relationshipSelfClaimed, .accessRefused,
            ]
            guard let alert, let type = alert.type, kinds.contains(type) else {
                throw RecordError(
                    .refused,
                    "not-an-alert",
                    "position \(position) is no emergency access, claim or refusal",
                    hint: "'vigil access alerts' shows what is to be reviewed"
                )
            }
            guard alert.by != staff, alert.payload?.data["staff"]?.string != staff else {
                throw RecordError(
                    .refused,
                    "own-review",
                    "nobody reviews their own access",
                    hint: "another privacy officer does"
                )
            }
            let payload = try ServiceDecider.decide(
                Draft(
                    .accessAlertReviewed,
                    at: .instant(now()),
                    .object(present: [
                        ("alert", .string(alert.id.description)), ("outcome", .string(outcome)),
                        ("reviewedBy", .string(staff)), ("reason", reason.map(JSON.string)),
                    ])
                ),
                staff: try self.staff().pseudonyms
            )
            return try append(
                payload,
                kind: .access,
                stream: alert.kind == "entry" ? StreamNames.access(of: alert.stream) : alert.stream,
                unit: StreamNames.accessUnit(info.id, at: now()),
                by: staff
            )
        }
    }

    // MARK: Who looked

    /// An event of access as a privacy officer reads it.
    package struct AccessLine: Sendable {
        package let position: Int64
        package let at: Instant
        package let type: EventType
        package let staff: String
        package let role: String?
        package let purpose: String?
        /// What was asked for, or the reason that was given.
        package let view: String
        /// The positions shown, or the rule that forbade it.
        package let detail: String
        /// References of the cases, as far as they are known.
        package let cases: [String]
    }

    package struct AccessLog: Sendable {
        package let look: Look
        package let lines: [AccessLine]
    }

    /// Who was shown what, when and why, and who was refused. Reading it is recorded as well.
    package func accessLog(of name: String?, for reader: Reader) throws -> AccessLog {
        try RecordError.wrapping {
            let summary = try name.map { try findCase($0) }
            let permit = try permit(
                Intent(reader, "access log", .init(.looks, needsAllCases: summary == nil)),
                of: summary?.id
            )
            let look = try look(permit, at: summary.map { [$0.id] } ?? [])
            let summaries = try caseSummaries()
            let wanted = summary.map { [$0] } ?? summaries
            var references: [String: String] = [:]
            for summary in summaries { references[summary.id.description] = summary.reference }
            var lines: [AccessLine] = []
            try log.read { snapshot in
                for summary in wanted {
                    let stream = StreamNames.access(of: summary.id)
                    lines += try snapshot.entries(of: stream, through: look.position - 1)
                        .compactMap { AccessLine($0, of: summary.reference, references) }
                    lines += try claims(of: summary, in: snapshot, through: look.position - 1)
                        .compactMap { AccessLine($0, of: summary.reference, references) }
                }
                let stream = StreamNames.access(ofRecord: info.id)
                lines += try snapshot.entries(of: stream, through: look.position - 1)
                    .filter { entry in
                        guard let id = summary?.id.description else { return true }
                        return entry.payload?.data["cases"]?.strings.contains(id) ?? false
                    }
                    .compactMap { AccessLine($0, of: nil, references) }
            }
            return AccessLog(look: look, lines: lines.sorted { $0.position < $1.position })
        }
    }

    /// Entries of a case that give and take relationships, found by the directory.
    private func claims(
        of summary: CaseSummary,
        in snapshot: LogSnapshot,
        through position: Int64
    ) throws -> [Entry] {
        let events = try directory.rows(
            """
            SELECT DISTINCT position FROM case_relationship
            WHERE case_id = ? AND step <> 'named' ORDER BY position
            """,
            [summary.id.description]
        )
        .compactMap { $0["position"].flatMap { Int64($0) } }
        .filter { $0 <= position }
        .compactMap { try snapshot.event(at: $0) }
        return try snapshot.open(events) { Entry($0, $1) }
    }

    /// Emergency accesses, claims and refusals that nobody else has reviewed.
    package func accessAlerts(for reader: Reader) throws -> Told {
        try ask(
            CaseRecord.openAlerts,
            Asking(),
            for: reader,
            view: "access alerts",
            wish: .init(.looks, needsAllCases: true)
        )
    }

    private static let openAlerts: Question = {
        let text = """
            -- alerts: Which emergency accesses, claims and refusals has nobody else reviewed?
            -- reads: access-register, directory
            SELECT (SELECT c.reference FROM case_reference AS c WHERE c.case_id = a.case_id
                ORDER BY c.position LIMIT 1) AS "case",
              a.position, a.kind, a.staff, a.role, a.purpose, a.detail, a.to_at AS at
            FROM (
              SELECT case_id, position, id, kind, staff, role, purpose, reason AS detail, to_at
              FROM access_alert
              UNION ALL
              SELECT case_id, position, id, 'refusal', staff, NULL, purpose, view || ': ' || rule, to_at
              FROM access_refusal
              UNION ALL
              SELECT NULL, position, id, 'refusal', staff, NULL, purpose, view || ': ' || rule, to_at
              FROM wide_refusal
            ) AS a
            WHERE NOT EXISTS (SELECT 1 FROM alert_review AS r WHERE r.alert = a.id AND r.reviewer <> a.staff)
              AND NOT EXISTS (SELECT 1 FROM wide_review AS r WHERE r.alert = a.id AND r.reviewer <> a.staff)
            ORDER BY a.position
            """
        guard let question = try? Question(text, file: "engine/alerts.sql") else {
            preconditionFailure("the engine's own question is one")
        }
        return question
    }()
}

extension CaseRecord.AccessLine {
    init?(_ entry: Entry, of reference: String?, _ references: [String: String]) {
        guard let payload = entry.payload, let type = entry.type else { return nil }
        let data = payload.data
        self.init(
            position: entry.position,
            at: entry.recordedAt,
            type: type,
            staff: data["staff"]?.string ?? data["reviewedBy"]?.string ?? entry.by,
            role: data["role"]?.string,
            purpose: data["purpose"]?.string,
            view: data["view"]?.string ?? data["outcome"]?.string ?? "",
            detail: data["rule"]?.string ?? data["reason"]?.string
                ?? data["positions"]?.strings.joined(separator: ", ") ?? "",
            cases: reference.map { [$0] }
                ?? (data["cases"]?.strings ?? []).map { references[$0] ?? $0 }
        )
    }
}
