import CaseModel
import Values

// The first meetings: listening, goals, helping questions, and the choice of method.
extension Casework {
    /// False when the family is not reached.
    mutating func planTogether() -> Bool {
        let people = [family.parent.label, family.infant.label]
        guard
            let first = meet(
                "planning",
                in: 4...16,
                with: people,
                minutes: 45...80,
                summary: Wording.planningSummaries
            )
        else { return false }
        listen(in: first)
        if plot.causesConcernAt == 0 { raiseConcern(in: first) }
        if plot.isAtRiskAt == 0 { noteRisk(in: first) }
        if plot.disclosesAt == 0 { disclose(in: first) }
        if dice.chance(60) {
            guard
                let second = meet(
                    "planning",
                    in: 5...12,
                    with: people,
                    summary: Wording.planningSummaries
                )
            else { return false }
            agree(in: second)
        } else {
            agree(in: first)
        }
        return true
    }

    private mutating func listen(in session: Session) {
        let parent = JSON.string(family.parent.label)
        let moment = session.meeting.from.adding(minutes: dice.between(5...35))
        note(
            .childObserved,
            .object(present: [
                ("child", .string(family.infant.label)),
                ("observation", text(Wording.observations)),
                ("session", .string(session.label)),
                ("port", dice.chance(50) ? .string(dice.pick(["B.act", "B.ar"])) : nil),
            ]),
            at: moment,
            source: "own observation"
        )
        if dice.chance(70) {
            record(
                .confidentialityExplained,
                [
                    "people": [parent], "what": text(Wording.confidentiality),
                    "session": .string(session.label),
                ],
                at: .instant(session.meeting.from.adding(minutes: 4))
            )
        }
        if dice.chance(40) {
            record(
                .focusAgreed,
                [
                    "focus": text(Wording.focuses), "people": [parent],
                    "session": .string(session.label),
                ],
                at: .instant(moment)
            )
        }
        if dice.chance(25) { contain(in: session) }
        if dice.chance(20) { recordRiskHistory() }
        if dice.chance(30) {
            note(
                .formulationRecorded,
                .object(present: [
                    ("formulation", text(Wording.formulations)), ("concerning", [parent]),
                    ("basis", isThin() ? nil : text(Wording.formulationBases)),
                    ("session", .string(session.label)),
                ]),
                at: session.meeting.to
            )
        }
    }

    mutating func contain(in session: Session) {
        record(
            .containmentNoted,
            .object(present: [
                ("person", .string(family.parent.label)), ("what", text(Wording.contained)),
                ("outcome", dice.chance(60) ? text(Wording.containedOutcomes) : nil),
                ("session", .string(session.label)),
            ]),
            at: .instant(session.meeting.to.adding(minutes: -10))
        )
    }

    private mutating func recordRiskHistory() {
        let year = Casework.date(of: now).year - dice.between(3...12)
        record(
            .riskHistoryRecorded,
            .object(present: [
                ("person", .string(family.parent.label)), ("history", text(Wording.riskHistories)),
                ("period", .string(dice.pick(Wording.periods))),
                ("from", dice.chance(50) ? .string(padded(year, to: 4) + "-03") : nil),
                ("toldBy", .string(dice.pick(["referral letter", "the client", "GP"]))),
            ]),
            at: .unknown,
            source: "the \(family.parent.label)'s words"
        )
    }

    private mutating func agree(in session: Session) {
        let parent = JSON.string(family.parent.label)
        if dice.chance(55) {
            record(
                .methodDecided,
                .object(present: [
                    ("method", "VIG"), ("rationale", isThin() ? nil : text(Wording.methodReasons)),
                    ("options", JSON(dice.some(1...2, of: Wording.otherMethods))),
                    ("decidedBy", JSON([team.guider.pseudonym, team.supervisor.pseudonym])),
                ])
            )
        }
        if dice.chance(30) {
            record(
                .jointDecisionMade,
                .object(present: [
                    ("decided", text(Wording.jointDecisions)), ("people", [parent]),
                    ("staff", [.string(team.guider.pseudonym)]),
                    ("rationale", dice.chance(60) ? text(Wording.jointReasons) : nil),
                    ("session", .string(session.label)),
                ]),
                at: .instant(session.meeting.to.adding(minutes: -5))
            )
        }
        askForConsent(in: session)
        for _ in 0..<dice.pick([1, 2, 2, 3]) { agreeGoal() }
        takeMeasures(occasion: "baseline", cycle: nil)
    }

    // MARK: Goals

    mutating func agreeGoal(in review: String? = nil, cycle: String? = nil) {
        let parent = JSON.string(family.parent.label)
        let goal = label(.goal)
        let occasion = dice.pick(Wording.occasions)
        // Neighbours in the list, so that no family has one goal twice.
        let place = (index + goals.count) % Wording.goalStatements.count
        let statement = ownWords([Wording.goalStatements[place]])
        goals.append(goal)
        record(
            .goalAgreed,
            .object(present: [
                ("goal", .string(goal)),
                ("statement", statement), ("agreedWith", [parent]),
                ("cycle", cycle.map(JSON.string)), ("review", review.map(JSON.string)),
            ])
        )
        if dice.chance(85) {
            let question = label(.question)
            questions.append(question)
            record(
                .helpingQuestionFormed,
                .object(present: [
                    ("question", .string(question)), ("goal", .string(goal)),
                    (
                        "wording",
                        .string(
                            book.say(Wording.helpingQuestions, as: .client, &dice) + " at "
                                + occasion + "?"
                        )
                    ),
                    ("formedWith", [parent]), ("cycle", cycle.map(JSON.string)),
                ])
            )
        }
        if dice.chance(85) { rate(goal, 0...4, occasion: "baseline", cycle: cycle) }
    }

    mutating func rate(
        _ goal: String,
        _ ratings: ClosedRange<Int>,
        occasion: String,
        cycle: String? = nil
    ) {
        record(
            .goalRated,
            .object(present: [
                ("goal", .string(goal)), ("rating", JSON(min(10, dice.between(ratings)))),
                ("ratedBy", .string(family.parent.label)), ("occasion", .string(occasion)),
                ("cycle", cycle.map(JSON.string)),
                ("note", dice.chance(25) ? ownWords(Wording.ratingNotes) : nil),
            ])
        )
    }
}
