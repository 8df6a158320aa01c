package import Values

/// What the rules of keeping ask of a case.
package struct RetentionFacts: Sendable {
    /// The day on which the work ended; nil while it goes on.
    package var endedOn: CivilDate?
    package var people: [Person] = []
    package var films: [Film] = []
    /// Labels of risks, disclosures and referrals that nobody has closed, decided or answered.
    package var openSafeguarding: [String] = []
    /// Whether the record tells of sexual abuse.
    package var tellsOfAbuse = false
    package var holds: [Hold] = []
    package var openRequests: [Int64] = []
    /// Positions that cannot be read, and so may say anything.
    package var unread: [Int64] = []

    package struct Person: Sendable {
        package let label: String
        package let role: String
        package let born: CivilDate?
        package let died: CivilDate?

        package init(label: String, role: String, born: CivilDate?, died: CivilDate? = nil) {
            self.label = label
            self.role = role
            self.born = born
            self.died = died
        }

        func age(on day: CivilDate) -> Int? {
            born.map { born in
                let birthday = born.adding(years: day.year - born.year)
                return day.year - born.year - (birthday <= day ? 0 : 1)
            }
        }
    }

    package struct Film: Sendable {
        package let label: String
        /// Whether a clip of it was chosen.
        package let isSelected: Bool
        /// When somebody on it, or for them, withdrew consent to being filmed.
        package let withdrawnOn: CivilDate?

        package init(label: String, isSelected: Bool, withdrawnOn: CivilDate? = nil) {
            self.label = label
            self.isSelected = isSelected
            self.withdrawnOn = withdrawnOn
        }
    }

    package init() {}

    /// Read off a case's entries.
    package init(_ entries: [Entry], now: Instant) {
        let state = CaseState(folding: entries)
        endedOn = state.closedAt.map { LondonTime.civil(of: $0).date }
        for (label, thing) in (state.things[.person] ?? [:]).sorted(by: { $0.key < $1.key }) {
            people.append(
                Person(
                    label: label,
                    role: thing.data["role"]?.string ?? "other",
                    born: thing.data["born"]?.string.flatMap { CivilDate($0) },
                    died: thing.data["died"]?.string.flatMap { CivilDate($0) }
                )
            )
        }
        let clips = Set(
            (state.things[.clip] ?? [:]).values.compactMap { $0.data["film"]?.string }
        )
        for (label, thing) in (state.things[.film] ?? [:]).sorted(by: { $0.key < $1.key })
        where thing.standing != "destroyed" && thing.standing != "lost" {
            films.append(
                Film(
                    label: label,
                    isSelected: clips.contains(label),
                    withdrawnOn: RetentionFacts.withdrawal(of: label, thing, state, now)
                )
            )
        }
        for (kind, isOpen) in RetentionFacts.safeguarding {
            openSafeguarding += (state.things[kind] ?? [:]).filter { isOpen($0.value) }.keys
                .sorted()
        }
        for line in History.standing(of: entries) {
            switch line.standing {
            case .locked, .notUnderstood: unread.append(line.entry.position)
            default: break
            }
            guard let data = line.effective?.data else { continue }
            if line.type == .disclosureRecorded || line.type == .abuseHistoryRecorded,
                data["category"]?.string == "sexual-abuse"
            {
                tellsOfAbuse = true
            }
        }
        holds = Hold.all(in: entries).filter(\.stands)
        openRequests = SubjectRequest.all(in: entries).filter(\.isOpen).map(\.position)
    }

    private static let safeguarding: [(Thing, @Sendable (CaseState.ThingState) -> Bool)] = [
        (.risk, { $0.standing == nil && $0.data["level"]?.string != "low" }),
        (.disclosure, { $0.tally["decisions"] == nil }),
        (.referral, { $0.standing == nil }),
    ]

    private static func withdrawal(
        of film: String,
        _ thing: CaseState.ThingState,
        _ state: CaseState,
        _ now: Instant
    ) -> CivilDate? {
        let scope =
            thing.data["kind"] == "shared-review" ? "film-shared-review" : "film-interaction"
        var days: [CivilDate] = []
        for person in thing.data["people"]?.strings ?? [] {
            let givers = state.consent(to: scope, for: person, film: film, at: now).withdrawnBy
            for act in state.consents
            where act.type == .consentWithdrawn && act.scope == scope && act.subject == person
                && givers.contains(act.giver) && act.film ?? film == film && act.from <= now
            {
                days.append(LondonTime.civil(of: act.from).date)
            }
        }
        return days.max()
    }
}

/// How long a case and its films are to be kept, and why: rule by rule, so that nobody has to believe it.
package enum Retention {
    /// What one rule says of one case, person or film.
    package struct Reason: Sendable, Hashable {
        package let rule: String
        package let source: String
        /// The person or film; nil for the case.
        package let subject: String?
        package let day: CivilDate?
        /// How it comes to the day, or why it comes to none.
        package let because: String
    }

    package enum Outcome: Sendable, Hashable {
        /// The work goes on, so no time has begun.
        case open
        /// Something that has to be known is not, or is not over.
        case noDate
        case notDue(CivilDate)
        /// To be looked at by people. Never "destroy".
        case reviewDue(CivilDate)
        /// The film's basis is gone: to be destroyed by then, or held.
        case destructionDue(CivilDate)
        /// A hold or an open request stands; the day that it would be otherwise.
        case held(CivilDate?)

        package var word: String {
            switch self {
            case .open: "open"
            case .noDate: "no-date"
            case .notDue: "not-due"
            case .reviewDue: "review-due"
            case .destructionDue: "destruction-due"
            case .held: "held"
            }
        }

        package var day: CivilDate? {
            switch self {
            case .notDue(let day), .reviewDue(let day), .destructionDue(let day): day
            case .held(let day): day
            case .open, .noDate: nil
            }
        }
    }

    /// The case, or one of its films.
    package struct Verdict: Sendable {
        /// Nil for the case.
        package let film: String?
        package let outcome: Outcome
        package let reasons: [Reason]
        /// What stands in the way, in words: holds, open matters.
        package let obstacles: [String]
        /// What the reader should think of besides.
        package let prompts: [String]
    }

    /// - Parameters:
    ///   - setting: the number that a setting has.
    ///   - workingDay: the day that lies so many working days after another; nil outside the calendar.
    package static func verdicts(
        on facts: RetentionFacts,
        by schedule: RetentionSchedule,
        today: CivilDate,
        setting: (String) -> Int?,
        workingDay: (CivilDate, Int) -> CivilDate?
    ) -> [Verdict] {
        [ofCase(facts, schedule, today)]
            + facts.films.map { ofFilm($0, facts, schedule, today, setting, workingDay) }
    }

    // MARK: The case

    private static func ofCase(
        _ facts: RetentionFacts,
        _ schedule: RetentionSchedule,
        _ today: CivilDate
    ) -> Verdict {
        var prompts: [String] = []
        var reasons: [Reason] = []
        for rule in schedule.rules where rule.about != .film {
            guard rule.services.isEmpty || !rule.services.isDisjoint(with: schedule.services) else {
                continue
            }
            guard rule.isEnabled else {
                if rule.about == .abuse, facts.tellsOfAbuse {
                    prompts.append(
                        "rule '\(rule.id)' is not in force here, and the record tells of sexual"
                            + " abuse: consider a hold (\(rule.source))"
                    )
                }
                continue
            }
            reasons += apply(rule, to: facts)
        }
        var obstacles = facts.openSafeguarding.map { "\($0) is not closed" }
        obstacles += facts.unread.map { "position \($0) cannot be read" }
        let holding =
            facts.holds.map { "hold at position \($0.position) (\($0.ground))" }
            + facts.openRequests.map { "request for access at position \($0)" }
        // One unknown date leaves the whole without one: it could be the longest.
        let hasEvery = !reasons.isEmpty && reasons.allSatisfy { $0.day != nil }
        let longest = hasEvery && obstacles.isEmpty ? reasons.compactMap(\.day).max() : nil
        let outcome: Outcome =
            if facts.endedOn == nil {
                .open
            } else if !holding.isEmpty {
                .held(longest)
            } else if let longest {
                longest <= today ? .reviewDue(longest) : .notDue(longest)
            } else {
                .noDate
            }
        return Verdict(
            film: nil,
            outcome: outcome,
            reasons: reasons,
            obstacles: obstacles + holding,
            prompts: prompts
        )
    }

    private static func apply(
        _ rule: RetentionSchedule.Rule,
        to facts: RetentionFacts
    ) -> [Reason] {
        func reason(_ subject: String?, _ day: CivilDate?, _ because: String) -> Reason {
            Reason(
                rule: rule.id,
                source: rule.source,
                subject: subject,
                day: day,
                because: because
            )
        }
        guard rule.about != .abuse || facts.tellsOfAbuse else { return [] }
        guard let ended = facts.endedOn else {
            return [reason(nil, nil, "the work has not ended")]
        }
        if rule.about == .abuse {
            guard case .years(let years, _) = rule.term else { return [] }
            return [
                reason(
                    nil,
                    ended.adding(years: years),
                    "the record tells of sexual abuse: \(years) years after \(ended)"
                )
            ]
        }
        return facts.people.compactMap { person in
            guard rule.roles.isEmpty || rule.roles.contains(person.role) else { return nil }
            let age = person.age(on: ended)
            // A client may be a child as well; a child of whom no birthday is known is one.
            let isChild = age.map { $0 < 18 } ?? (person.role == "child")
            guard isChild == (rule.about == .child) else { return nil }
            switch rule.term {
            case .age(let usual, let if17):
                guard let born = person.born, let age else {
                    return reason(person.label, nil, "the date of birth is not known")
                }
                let until = age == 17 ? if17 : usual
                return reason(
                    person.label,
                    born.adding(years: until),
                    "until the age of \(until), born \(born), \(age) when the work ended on"
                        + " \(ended)"
                )
            case .years(let years, let afterDeath):
                if let afterDeath, let died = person.died {
                    return reason(
                        person.label,
                        died.adding(years: afterDeath),
                        "\(afterDeath) years after the death on \(died)"
                    )
                }
                return reason(
                    person.label,
                    ended.adding(years: years),
                    "\(years) years after the work ended on \(ended)"
                )
            case .months, .withdrawn: return nil
            }
        }
    }

    // MARK: A film

    private static func ofFilm(
        _ film: RetentionFacts.Film,
        _ facts: RetentionFacts,
        _ schedule: RetentionSchedule,
        _ today: CivilDate,
        _ setting: (String) -> Int?,
        _ workingDay: (CivilDate, Int) -> CivilDate?
    ) -> Verdict {
        var reasons: [Reason] = []
        var withdrawn: CivilDate?
        for rule in schedule.rules where rule.about == .film && rule.isEnabled {
            func add(_ day: CivilDate?, _ because: String) {
                reasons.append(
                    Reason(
                        rule: rule.id,
                        source: rule.source,
                        subject: film.label,
                        day: day,
                        because: because
                    )
                )
            }
            // 'selected' and 'unselected' stand where a role would.
            guard
                rule.roles.isEmpty
                    || rule.roles.contains(film.isSelected ? "selected" : "unselected")
            else { continue }
            switch rule.term {
            case .withdrawn(let name):
                guard let day = film.withdrawnOn else { continue }
                let due = setting(name).flatMap { workingDay(day, $0) }
                withdrawn = due ?? day
                add(
                    withdrawn,
                    "consent was withdrawn on \(day): to be destroyed or held"
                        + (due == nil
                            ? " at once, since \(name) or the calendar gives no day"
                            : " within \(setting(name) ?? 0) working days (\(name))")
                )
            case .months(let name):
                guard let ended = facts.endedOn else {
                    add(nil, "the work has not ended")
                    continue
                }
                guard let months = setting(name) else {
                    add(nil, "the setting \(name) has no number")
                    continue
                }
                add(ended.adding(months: months), "\(months) months after \(ended) (\(name))")
            case .years(let years, _):
                add(
                    facts.endedOn?.adding(years: years),
                    facts.endedOn.map { "\(years) years after \($0)" } ?? "the work has not ended"
                )
            case .age: continue
            }
        }
        let holding =
            facts.holds.filter { $0.film ?? film.label == film.label }
            .map { "hold at position \($0.position) (\($0.ground))" }
            + facts.openRequests.map { "request for access at position \($0)" }
        let obstacles = facts.openSafeguarding.map { "\($0) is not closed" }
        let hasEvery = !reasons.isEmpty && reasons.allSatisfy { $0.day != nil }
        let longest = hasEvery && obstacles.isEmpty ? reasons.compactMap(\.day).max() : nil
        let outcome: Outcome =
            if !holding.isEmpty {
                .held(withdrawn ?? longest)
            } else if let withdrawn {
                .destructionDue(withdrawn)
            } else if facts.endedOn == nil {
                .open
            } else if let longest {
                longest <= today ? .reviewDue(longest) : .notDue(longest)
            } else {
                .noDate
            }
        return Verdict(
            film: film.label,
            outcome: outcome,
            reasons: reasons,
            obstacles: obstacles + holding,
            prompts: []
        )
    }
}
