package import Values

extension CaseState {
    /// The state of a case after all of `entries`, corrections applied.
    package init(folding entries: [Entry]) {
        self.init()
        // Without corrections nothing has to be folded twice, and most cases have none.
        guard entries.contains(where: { $0.type?.isCorrection ?? false }) else {
            for entry in entries { evolve(by: entry, as: entry.payload) }
            return
        }
        for standing in History.standing(of: entries) {
            evolve(by: standing.entry, as: standing.effective)
        }
    }

    /// The state after one more entry. Total: what is in the log is never refused.
    ///
    /// - Parameter payload: the entry's payload as it stands; nil when it does not count.
    package mutating func evolve(by entry: Entry, as payload: Payload?) {
        events[entry.id] = EventRef(
            position: entry.position,
            type: entry.type,
            unit: entry.unit,
            confidentiality: entry.payload?.confidentiality
        )
        guard entry.kind == "entry" else { return }
        if entry.n == 0 { caseUnit = entry.unit }
        guard let payload, let type = entry.type else { return }
        let data = payload.data
        for (name, kind) in Catalogue.newThings(of: type) {
            if let label = data[name]?.string {
                if things[kind]?[label] == nil { counts[kind, default: 0] += 1 }
                things[kind, default: [:]][label] = ThingState(
                    event: entry.id,
                    position: entry.position,
                    unit: entry.unit,
                    data: data,
                    occurred: payload.occurred,
                    recordedAt: entry.firstRecordedAt
                )
            }
        }
        apply(type, data, payload, entry)
    }

    private mutating func apply(
        _ type: EventType,
        _ data: JSON,
        _ payload: Payload,
        _ entry: Entry
    ) {
        switch type {
        case .caseOpened: isOpened = true
        case .caseClosed: closedAt = interval(of: payload, entry).to
        case .caseReopened: closedAt = nil
        case .consentGiven, .consentVaried, .consentWithdrawn, .consentRefused:
            note(consent: type, data, payload, entry)
        case .parentalResponsibilityRecorded:
            let pair = "\(data["holder"]?.string ?? "")/\(data["child"]?.string ?? "")"
            responsibilities[pair] = data["holds"]?.bool ?? false
        case .goalRevised: touch(.goal, data["goal"], "revised")
        case .goalEnded: touch(.goal, data["goal"], "ended")
        case .goalRated: count("ratings", .goal, data["goal"])
        case .filmDestroyed: touch(.film, data["film"], "destroyed")
        case .filmLost: touch(.film, data["film"], "lost")
        case .filmShown: count("shown", .film, data["film"])
        case .clipShown: count("shown", .clip, data["clip"])
        case .supervisionHeld:
            count("supervised", .review, data["review"])
            count("supervised", .film, data["film"])
        case .riskReviewed:
            guard let label = data["risk"]?.string, let risk = thing(.risk, label) else { return }
            things[.risk]?[label]?.data = risk.data.setting("level", to: data["level"])
        case .riskClosed: touch(.risk, data["risk"], "closed")
        case .actionCompleted: touch(.action, data["action"], "completed")
        case .actionCancelled: touch(.action, data["action"], "cancelled")
        case .actionAssigned:
            count("actions", .risk, data["risk"])
            count("actions", .concern, data["concern"])
            count("actions", .disclosure, data["disclosure"])
        case .safeguardingDecisionRecorded: count("decisions", .disclosure, data["disclosure"])
        case .referralOutcomeReceived: touch(.referral, data["referral"], "answered")
        case .cycleCompleted: touch(.cycle, data["cycle"], "completed")
        case .retentionHoldPlaced:
            holds[entry.id] = Set([entry.author] + [data["placedBy"]?.string].compactMap(\.self))
        case .subjectAccessRequested:
            let day = LondonTime.civil(of: interval(of: payload, entry).to).date
            requests[entry.id] = (data["person"]?.string ?? "", day)
        case .vigPaused: openPause = data["pause"]?.string
        case .vigResumed:
            touch(.pause, data["pause"] ?? openPause.map(JSON.string), "ended")
            openPause = nil
        default: break
        }
    }

    private mutating func touch(_ kind: Thing, _ label: JSON?, _ standing: String) {
        guard let label = label?.string else { return }
        things[kind]?[label]?.standing = standing
    }

    private mutating func count(_ what: String, _ kind: Thing, _ label: JSON?) {
        guard let label = label?.string else { return }
        things[kind]?[label]?.tally[what, default: 0] += 1
    }

    private func interval(of payload: Payload, _ entry: Entry) -> (from: Instant?, to: Instant) {
        payload.occurred.interval(recordedAt: entry.firstRecordedAt)
    }

    private mutating func note(
        consent type: EventType,
        _ data: JSON,
        _ payload: Payload,
        _ entry: Entry
    ) {
        let happened = interval(of: payload, entry).to
        let start = data["validFrom"]?.string.flatMap { Occurrence($0) }
        let end = data["until"]?.string.flatMap { Occurrence($0) }
        for scope in data["scopes"]?.strings ?? [] {
            for subject in data["concerning"]?.strings ?? [] {
                consents.append(
                    ConsentAct(
                        type: type,
                        scope: scope,
                        subject: subject,
                        giver: data["giver"]?.string ?? "",
                        film: data["film"]?.string,
                        from: start?.interval(recordedAt: .distantFuture).from ?? happened,
                        until: end?.interval(recordedAt: .distantFuture).to,
                        position: entry.position
                    )
                )
            }
        }
    }
}

// MARK: - Consent

extension CaseState {
    /// Who allows a scope for a person at a moment, and who does not. One giver's word is not
    /// another's: where they differ, both are told.
    package func consent(
        to scope: String,
        for subject: String,
        film: String?,
        at moment: Instant
    ) -> (givenBy: [String], withdrawnBy: [String]) {
        var last: [String: ConsentAct] = [:]
        for act in consents
        where act.scope == scope && act.subject == subject && act.from <= moment
            && (act.film == nil || act.film == film)
        {
            if let before = last[act.giver],
                (before.from, before.position) > (act.from, act.position)
            {
                continue
            }
            last[act.giver] = act
        }
        var given: [String] = []
        var withdrawn: [String] = []
        for (giver, act) in last.sorted(by: { $0.key < $1.key }) {
            if act.isGranted, act.until.map({ moment <= $0 }) ?? true {
                given.append(giver)
            } else {
                withdrawn.append(giver)
            }
        }
        return (given, withdrawn)
    }
}

extension CaseState {
    /// What one giver's newest word about a scope, a person and perhaps one film comes to.
    package enum ConsentStanding: String, Sendable {
        case given, withdrawn, refused, expired
        /// It counts from later on.
        case notYet = "not-yet"
    }

    package struct ConsentKey: Hashable, Comparable, Sendable {
        package let scope: String
        package let subject: String
        package let giver: String
        package let film: String?

        package static func < (a: ConsentKey, b: ConsentKey) -> Bool {
            (a.scope, a.subject, a.giver, a.film ?? "") < (
                b.scope, b.subject, b.giver, b.film ?? ""
            )
        }
    }

    /// The newest word of each giver that counts at `moment`, or the first to come where none does.
    package func consentWords(
        at moment: Instant
    ) -> [(key: ConsentKey, word: (state: ConsentStanding, act: ConsentAct))] {
        var words: [ConsentKey: ConsentAct] = [:]
        func isNewer(_ act: ConsentAct, than before: ConsentAct) -> Bool {
            switch (before.from <= moment, act.from <= moment) {
            case (true, true): (before.from, before.position) <= (act.from, act.position)
            case (true, false): false
            case (false, true): true
            case (false, false): (act.from, act.position) < (before.from, before.position)
            }
        }
        for act in consents {
            let key = ConsentKey(
                scope: act.scope,
                subject: act.subject,
                giver: act.giver,
                film: act.film
            )
            if let before = words[key], !isNewer(act, than: before) { continue }
            words[key] = act
        }
        return words.sorted { $0.key < $1.key }.map { key, act in
            let state: ConsentStanding =
                if act.from > moment {
                    .notYet
                } else if !act.isGranted {
                    act.type == .consentRefused ? .refused : .withdrawn
                } else if act.until.map({ moment > $0 }) ?? false {
                    .expired
                } else {
                    .given
                }
            return (key, (state, act))
        }
    }
}

extension EventType {
    package var isCorrection: Bool { self == .entryAmended || self == .entryMarkedInError }
}
