package import CaseModel
import EventLog
import Exporter
package import Values

/// A request for what the record holds on a person, with what is still to be done before it can be
/// answered.
package struct RightsRequest: Sendable {
    package let summary: CaseSummary
    package let request: SubjectRequest
    package let parties: [Party]
    package let steps: [Step]

    /// Somebody else who stands in what was asked for.
    package struct Party: Sendable {
        package let name: String
        /// Positions of the entries in which they stand.
        package let entries: [Int64]
        /// What was recorded about them; nil when nothing was.
        package let step: SubjectRequest.ThirdParty?
        /// What is still to be done; nil when all is.
        package let open: SubjectRequest.ThirdParty.Open?
    }

    /// What is open. No case content: third parties are known by the entries that they stand in.
    package enum Step: Sendable, CustomStringConvertible {
        case identity
        case party([Int64], SubjectRequest.ThirdParty.Open)
        case harm

        package var description: String {
            switch self {
            case .identity: "who asks has not been identified"
            case .party(let entries, let open):
                entries.isEmpty
                    ? "a third party who stands in no entry by name: \(open.rawValue)"
                    : "the third party of entry \(entries.map(String.init).joined(separator: ", ")):"
                        + " \(open.rawValue)"
            case .harm: "no health professional's harm test is recorded since, with its reason"
            }
        }
    }
}

/// What `answerRequest` did.
package struct RightsAnswer: Sendable {
    /// Nil when the copy had left already and only its answer was missing.
    package let copy: ExportReceipt?
    /// Of the `export-issued` event.
    package let export: Int64
    package let sha256: String
    /// The entry that holds the answer.
    package let entry: Entry
}

extension CaseRecord {
    /// The requests of a case, or of all, with how far each has come. The look is recorded.
    package func rightsRequests(
        of name: String?,
        for reader: Reader,
        on day: CivilDate? = nil
    ) throws -> [RightsRequest] {
        try RecordError.wrapping {
            let summary = try name.map { try findCase($0) }
            let permit = try permit(
                Intent(
                    reader,
                    "rights",
                    .init(.entries, needs: Set(Confidentiality.allCases))
                ),
                of: summary?.id
            )
            let summaries = try self.summaries(permit, summary)
            let moment = now()
            let policy = try CaseRecord.policy()
            var found: [RightsRequest] = []
            for summary in summaries {
                let entries = try log.read { try $0.entries(of: summary.id) }
                found += SubjectRequest.all(in: entries).map {
                    state(of: $0, summary, entries, policy, at: moment)
                }
            }
            _ = try look(permit, at: summaries.map(\.id), found.map(\.request.position))
            return found
        }
    }

    private func state(
        of request: SubjectRequest,
        _ summary: CaseSummary,
        _ entries: [Entry],
        _ policy: DisclosurePolicy,
        at moment: Instant
    ) -> RightsRequest {
        let found = Disclosure.thirdParties(
            in: Timeline.lines(of: entries),
            knowing: entries,
            for: .init(
                audience: "subject",
                purpose: "subject-access",
                about: request.person,
                moment: moment
            ),
            under: policy
        )
        var parties = found.map { name, entries in
            let step = request.parties.first { $0.name == name }
            return RightsRequest.Party(
                name: name,
                entries: entries.map(\.position).sorted(),
                step: step,
                open: (step ?? SubjectRequest.ThirdParty(name: name)).open(of: entries.map(\.id))
            )
        }
        // Whom only a reader finds, in free text, is on nobody's list but theirs.
        for step in request.parties where !found.contains(where: { $0.name == step.name }) {
            parties.append(.init(name: step.name, entries: [], step: step, open: step.open(of: [])))
        }
        let today = LondonTime.civil(of: moment).date
        let isAssessed = request.assessments.contains {
            $0.isComplete && $0.until.map { $0 >= today } ?? true
        }
        var steps: [RightsRequest.Step] = request.identityChecked ? [] : [.identity]
        steps += parties.compactMap { party in party.open.map { .party(party.entries, $0) } }
        if !isAssessed { steps.append(.harm) }
        return RightsRequest(
            summary: summary,
            request: request,
            parties: parties,
            steps: request.isOpen ? steps : []
        )
    }

    /// Makes the person's own copy and records the answer with it. Refused while a step is open.
    ///
    /// The copy's release names the request. Cut off between release and answer, the same command
    /// finds the copy that left, and records the answer alone.
    package func answerRequest(
        at position: Int64,
        of name: String,
        to path: String,
        recipient: String,
        basis: String,
        how: String? = nil,
        overwrite: Bool = false,
        for reader: Reader
    ) throws -> RightsAnswer {
        // Asked first, so that a reader who may not is refused as for any look.
        let requests = try rightsRequests(of: name, for: reader)
        guard reader.purpose == "subject-access" else {
            throw RecordError(
                .refused,
                "purpose",
                "a request is answered for the purpose subject-access",
                hint: "give --purpose subject-access"
            )
        }
        guard let found = requests.first(where: { $0.request.position == position }) else {
            throw RecordError(
                .refused,
                "unknown-access-request",
                "position \(position) is no request for access of this case",
                hint: "'vigil rights list' shows them"
            )
        }
        let request = found.request
        if let answered = request.answeredBy {
            throw RecordError(
                .refused,
                "request-answered",
                "the request was answered at position \(answered)",
                hint: "a further copy: vigil export --to subject-access"
            )
        }
        guard found.steps.isEmpty else {
            throw RecordError(
                .refused,
                "open-steps",
                "a request is answered when every step is done: "
                    + found.steps.map(\.description).joined(separator: "; "),
                hint:
                    "'vigil rights show' names the third parties; vigil rights consent, decide, harm"
            )
        }
        let order = ExportOrder(
            profile: "subject-access",
            recipient: recipient,
            purpose: "subject-access",
            basis: basis,
            about: request.person,
            request: request.id,
            overwrite: overwrite
        )
        let (disclosure, _) = try disclosure(of: name, order, by: reader.staff)
        let copy: ExportReceipt?
        let export: Int64
        let sha256: String
        if let issue = try released(for: request.id, at: path), let digest = issue.sha256 {
            (copy, export, sha256) = (nil, issue.position, digest)
        } else {
            let receipt = try self.export(name, to: path, order, by: reader.staff)
            (copy, export, sha256) = (receipt, receipt.position, receipt.sha256)
        }
        // The person is told the same grounds, so the answer may say no more of them than the copy.
        let grounds = disclosure.grounds.map { "\($0.reason) (\($0.count))" }
        let answer = try record(
            Request(
                [
                    Draft(
                        .subjectAccessAnswered,
                        at: .instant(now()),
                        .object(present: [
                            ("person", .string(request.person)),
                            ("request", .string(request.id.description)),
                            (
                                "withheld",
                                grounds.isEmpty ? nil : .string(grounds.joined(separator: "; "))
                            ),
                            ("how", how.map(JSON.string)), ("export", JSON(Int(export))),
                            ("sha256", .string(sha256)),
                        ]),
                        cause: request.id
                    )
                ],
                in: found.summary.id,
                by: reader.staff
            )
        )
        guard let entry = answer.entries.first else {
            throw RecordError(.unavailable, "nothing-recorded", "nothing was recorded")
        }
        return RightsAnswer(copy: copy, export: export, sha256: sha256, entry: entry)
    }

    /// The release for a request whose very bytes stand at a path.
    private func released(for request: Identifier, at path: String) throws -> IssuedExport? {
        let issues = try exportRegister().filter { $0.request == request }
        guard !issues.isEmpty, let digest = FileDigest(of: path)?.sha256 else { return nil }
        return issues.last { $0.sha256 == digest }
    }
}
