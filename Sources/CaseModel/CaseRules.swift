import Values

/// What the catalogue's fields cannot say by themselves: rules between an event and its case.
enum CaseRules {
    // MARK: What cannot be true

    static func check(
        _ draft: Draft,
        _ data: JSON,
        in state: CaseState
    ) throws(Refusal) {
        guard (data["startMs"] == nil) == (data["endMs"] == nil) else {
            let missing = data["startMs"] == nil ? "startMs" : "endMs"
            throw Refusal(
                .missingField,
                "a start and an end come together; '\(missing)' is missing",
                subject: missing
            )
        }
        if let start = data["startMs"]?.integer, let end = data["endMs"]?.integer {
            guard start <= end, draft.type == .utteranceRecorded || start < end else {
                throw Refusal(
                    .endBeforeStart,
                    "it ends at \(timecode(end)), before it starts at \(timecode(start))",
                    subject: "endMs"
                )
            }
            try checkInside(end, of: data, in: state)
        }
        if let at = data["atMs"]?.integer { try checkInside(at, of: data, in: state) }
        try checkOrder(of: data, "validFrom", "until")
        try checkOrder(of: data, "from", "until")
        try checkOrder(of: data, "entriesFrom", "entriesTo")
        if draft.type == .harmAssessmentRecorded || draft.type == .thirdPartyDisclosureDecided {
            try checkEntries(data["entries"]?.strings ?? [], in: state)
        }
        if let born = data["born"]?.string.flatMap({ CivilDate($0) }),
            let happened = draft.occurred.interval(recordedAt: .distantFuture).from,
            LondonTime.instant(on: born) > happened
        {
            throw Refusal(
                .inTheFuture,
                "nobody is born after the entry that names them",
                subject: "born"
            )
        }
    }

    /// What is to be kept back is named so that it is found: a slip would let it out.
    private static func checkEntries(
        _ names: [String],
        in state: CaseState
    ) throws(Refusal) {
        guard !names.isEmpty else { return }
        let known = Set(state.events.values.map { String($0.position) })
        for name in names where !known.contains(name) {
            guard let id = Identifier(name), state.events[id] != nil else {
                throw Refusal(
                    .wrongTarget,
                    "'entries' names entries of this case, each by its position or identifier",
                    subject: "entries",
                    hint: "give --entries once for each: --entries 14 --entries 20"
                )
            }
        }
    }

    /// A clip inside its film, an utterance inside its review. Where both are named, the film is what
    /// was timed.
    private static func checkInside(
        _ end: Int,
        of data: JSON,
        in state: CaseState
    ) throws(Refusal) {
        let film = data["film"]?.string.flatMap { state.thing(.film, $0) }
        let review = data["review"]?.string.flatMap { state.thing(.review, $0) }
        guard let length = (film ?? review)?.data["durationMs"]?.integer, end > length else {
            return
        }
        throw Refusal(
            .outsideFilm,
            "\(timecode(end)) lies past the end of the \(film == nil ? "review" : "film"),"
                + " which is \(timecode(length)) long",
            subject: data["endMs"] == nil ? "atMs" : "endMs"
        )
    }

    private static func checkOrder(
        of data: JSON,
        _ first: String,
        _ second: String
    ) throws(Refusal) {
        func bounds(_ name: String) -> (from: Instant?, to: Instant)? {
            guard let text = data[name]?.string else { return nil }
            return Occurrence(text)?.interval(recordedAt: .distantFuture)
        }
        guard let start = bounds(first)?.from, let end = bounds(second)?.to, end < start else {
            return
        }
        throw Refusal(.endBeforeStart, "'\(second)' is not before '\(first)'", subject: second)
    }

    // MARK: What the writer should know

    /// What people ask for about their record, mostly long after the work.
    private static let isOfRights: Set<EventType> = [
        .subjectAccessRequested, .subjectAccessExtended, .thirdPartyConsentSought,
        .thirdPartyDisclosureDecided, .harmAssessmentRecorded, .subjectAccessAnswered,
        .rectificationRefused,
    ]

    static func warnings(
        for draft: Draft,
        _ payload: Payload,
        in state: CaseState,
        _ setting: CaseDecider.Setting
    ) -> [Warning] {
        let moment = payload.occurred.interval(recordedAt: setting.now).to
        var warnings: [Warning] = []
        func warn(_ code: String, _ sentence: String) { warnings.append(Warning(code, sentence)) }
        let data = payload.data

        if let closed = state.closedAt, draft.type != .caseReopened, moment > closed,
            !isOfRights.contains(draft.type)
        {
            warn("case-closed", "the case was closed before this happened")
        }
        if payload.occurred != .unknown, payload.lateReason == nil {
            let hours = (setting.now.milliseconds - moment.milliseconds) / 3_600_000
            if hours >= 24 {
                warn("late", "written \(hours) hours after it happened; say why with --late-reason")
            }
        }
        switch draft.type {
        case .filmTaken:
            let scope =
                data["kind"]?.string == "interaction" ? "film-interaction" : "film-shared-review"
            for person in data["people"]?.strings ?? [] {
                warnings += consentWarnings(to: scope, for: person, nil, at: moment, in: state)
            }
            if setting.roles.contains("trainee"), data["kind"]?.string == "interaction",
                let review = state.things[.review]?.values.max(by: { $0.position < $1.position }),
                review.tally["supervised"] == nil
            {
                warn(
                    "unsupervised",
                    "a trainee's last shared review has no supervision before this film"
                )
            }
        case .filmShown:
            warnings += usage(of: data["film"]?.string, at: moment, in: state)
            let viewer = data["viewerRole"]?.string ?? ""
            if let scope = scopeForViewer[viewer], let film = data["film"]?.string {
                for person in state.thing(.film, film)?.data["people"]?.strings ?? [] {
                    warnings += consentWarnings(to: scope, for: person, film, at: moment, in: state)
                }
            }
        case .clipShown:
            let clip = data["clip"]?.string.flatMap { state.thing(.clip, $0) }
            warnings += usage(of: clip?.data["film"]?.string, at: moment, in: state)
        case .clipChosen:
            warnings += usage(of: data["film"]?.string, at: moment, in: state)
            if data["principles"] == nil {
                warn("no-principle", "the clip names no attunement principle")
            }
            if data["goals"] == nil, data["questions"] == nil {
                warn("no-goal", "the clip is linked to no goal and no helping question")
            }
            if data["isException"]?.bool != true {
                warn("no-exception", "the clip is not marked as an exception to the usual pattern")
            }
            if data["isFailedMoment"]?.bool == true {
                warn("failed-moment", "the method leaves failed moments out of clips")
            }
        case .consentGiven, .consentVaried: warnings += giverWarnings(data, in: state)
        case .consentWithdrawn:
            let films = (state.things[.film] ?? [:]).filter {
                $0.value.standing != "destroyed"
                    && !Set($0.value.data["people"]?.strings ?? [])
                        .isDisjoint(with: data["concerning"]?.strings ?? [])
            }
            if !films.isEmpty {
                warn(
                    "films-to-destroy",
                    "\(films.keys.sorted().joined(separator: ", ")) must be destroyed or held"
                        + " within 5 working days"
                )
            }
        case .riskNoted:
            if data["level"]?.string != "low" {
                warn("needs-action", "assign an action within 1 working day")
            }
            if data["redFlags"] != nil {
                warn(
                    "red-flag",
                    "a perinatal red flag needs a psychiatrist or crisis team within 24 hours"
                )
            }
        case .disclosureRecorded:
            warn(
                "needs-decision",
                "consult the safeguarding lead and record a decision within 1 working day"
            )
            let missing = ["ownWords", "setting", "present", "reply", "abuserAccess", "policeWish"]
                .filter { data[$0] == nil }
            if !missing.isEmpty {
                warn("incomplete", "still to be recorded: \(missing.joined(separator: ", "))")
            }
        case .safeguardingDecisionRecorded:
            if data["rationale"] == nil { warn("no-rationale", "the decision has no rationale") }
            if data["leadConsulted"]?.bool != true {
                warn(
                    "no-lead",
                    "the decision does not say that the safeguarding lead was consulted"
                )
            }
        case .actionAssigned:
            if data["owner"] == nil { warn("no-owner", "the action has no owner") }
            if data["due"] == nil { warn("no-due-date", "the action has no due date") }
        case .actionCompleted, .actionCancelled:
            if let label = data["action"]?.string,
                let standing = state.thing(.action, label)?.standing
            {
                warn("already-done", "\(label) was \(standing) already")
            }
        case .vigPaused:
            if data["reviewOn"] == nil { warn("no-review-date", "the pause has no review date") }
            if let open = state.openPause { warn("already-paused", "\(open) is still open") }
        case .vigResumed:
            if state.openPause == nil { warn("not-paused", "the work is not paused") }
        case .measureScored: warnings += scoreWarnings(data, setting.codebooks)
        case .filmDestroyed: warnings += usage(of: data["film"]?.string, at: moment, in: state)
        case .caseClosed: warnings += closingWarnings(data, in: state)
        case .caseReopened:
            if state.closedAt == nil { warn("not-closed", "the case is not closed") }
        case .subjectAccessRequested:
            if data["identityChecked"]?.bool != true {
                warn(
                    "identity-unchecked",
                    "nobody has checked who asks; nothing is handed over before"
                )
            }
        case .subjectAccessExtended:
            let request = data["request"]?.string.flatMap { Identifier($0) }
            let asked =
                request.flatMap { state.requests[$0]?.askedOn }
                ?? state.requests.values.filter { $0.person == data["person"]?.string }
                .map(\.askedOn).max()
            if let asked, let due = data["due"]?.string.flatMap({ CivilDate($0) }),
                due > asked.adding(months: 3)
            {
                warn(
                    "beyond-three-months",
                    "a request is answered within three months at the latest; only they count"
                )
            }
        case .harmAssessmentRecorded:
            if data["assessedBy"] == nil || data["rationale"] == nil {
                warn(
                    "no-assessor",
                    "a harm test says which health professional judged, and why; this is none yet"
                )
            }
            if let isHarmful = data["seriousHarm"]?.bool,
                isHarmful == (data["conclusion"]?.string == "disclose")
            {
                warn("harm-unlike", "the conclusion is not what it says of serious harm")
            }
        case .entryMarkedInError, .entryAmended:
            if let target = data.target,
                state.events[target]?.type?.isCorrection == true
            {
                warn("corrects-correction", "this changes an earlier correction")
            }
        default: break
        }
        return warnings
    }

    /// The consent scope that each kind of viewer needs.
    private static let scopeForViewer = [
        "supervisor": "view-supervisor",
        "intervision": "view-intervision",
        "external-accreditor": "view-external-accreditor",
        "named-professional": "share-named-professional",
        "family": "copy-to-family",
        "training": "training",
        "research": "research",
    ]

    private static func consentWarnings(
        to scope: String,
        for person: String,
        _ film: String?,
        at moment: Instant,
        in state: CaseState
    ) -> [Warning] {
        let consent = state.consent(to: scope, for: person, film: film, at: moment)
        if !consent.withdrawnBy.isEmpty {
            let who = consent.withdrawnBy.joined(separator: ", ")
            let but =
                consent.givenBy.isEmpty
                ? "" : "; \(consent.givenBy.joined(separator: ", ")) gave it"
            return [
                Warning(
                    "consent-withdrawn",
                    "'\(scope)' for \(person) was withdrawn, refused or has run out"
                        + " (\(who))\(but)"
                )
            ]
        }
        guard consent.givenBy.isEmpty else { return [] }
        return [Warning("no-consent", "nobody has given '\(scope)' for \(person)")]
    }

    private static func giverWarnings(_ data: JSON, in state: CaseState) -> [Warning] {
        guard let giver = data["giver"]?.string else { return [] }
        return (data["concerning"]?.strings ?? []).compactMap { person in
            guard person != giver, !state.holdsResponsibility(giver, for: person) else {
                return nil
            }
            return Warning(
                "no-responsibility",
                "parental responsibility of \(giver) for \(person) is not recorded"
            )
        }
    }

    private static func usage(
        of film: String?,
        at moment: Instant,
        in state: CaseState
    ) -> [Warning] {
        guard let film, let standing = state.thing(.film, film)?.standing else { return [] }
        return [Warning("film-\(standing)", "\(film) was recorded as \(standing)")]
    }

    private static func scoreWarnings(_ data: JSON, _ codebooks: Codebooks) -> [Warning] {
        var warnings: [Warning] = []
        guard let code = data["code"]?.string, let scores = codebooks[.measures]?[code]?.scores
        else { return [] }
        if let total = data["total"]?.integer, let range = scores.total, !range.contains(total) {
            warnings.append(
                Warning(
                    "out-of-range",
                    "\(code) goes from \(range.lowerBound) to \(range.upperBound)"
                )
            )
        }
        for member in data["subscales"]?.members ?? [] {
            guard let range = scores.subscales[member.name] else {
                warnings.append(
                    Warning(
                        "unknown-subscale",
                        "\(code) has no subscale '\(member.name.prefix(40))'"
                    )
                )
                continue
            }
            if let value = member.value.integer, !range.contains(value) {
                warnings.append(
                    Warning(
                        "out-of-range",
                        "\(member.name) of \(code) goes from \(range.lowerBound) to"
                            + " \(range.upperBound)"
                    )
                )
            }
        }
        if let item = data["selfHarmItem"]?.integer, item > 0 {
            warnings.append(
                Warning("self-harm-item", "the self-harm item is above 0: check and note the risk")
            )
        }
        return warnings
    }

    private static func closingWarnings(_ data: JSON, in state: CaseState) -> [Warning] {
        func open(_ kind: Thing) -> [String] {
            (state.things[kind] ?? [:]).filter { $0.value.standing == nil }.keys.sorted()
        }
        var warnings: [Warning] = []
        let actions = open(.action)
        if !actions.isEmpty {
            warnings.append(
                Warning("open-actions", "still open: \(actions.joined(separator: ", "))")
            )
        }
        let risks = open(.risk).filter {
            state.thing(.risk, $0)?.data["level"]?.string != "low"
        }
        if !risks.isEmpty {
            warnings.append(Warning("open-risks", "still open: \(risks.joined(separator: ", "))"))
        }
        if data["closingRisk"] == nil {
            warnings.append(Warning("no-closing-risk", "the closing has no risk review"))
        }
        return warnings
    }
}

extension CaseState {
    /// Whether it is recorded that `holder` has parental responsibility for `child`.
    func holdsResponsibility(_ holder: String, for child: String) -> Bool {
        responsibilities["\(holder)/\(child)"] ?? false
    }
}

/// A place in a film as people write it: `0:12`, `1:02.5`.
package func timecode(_ milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    let fraction = milliseconds % 1000
    var text = "\(seconds / 60):\(padded(seconds % 60, to: 2))"
    if seconds >= 3600 {
        text =
            "\(seconds / 3600):\(padded(seconds / 60 % 60, to: 2)):\(padded(seconds % 60, to: 2))"
    }
    guard fraction > 0 else { return text }
    var digits = padded(fraction, to: 3)
    while digits.hasSuffix("0") { digits.removeLast() }
    return text + "." + digits
}
