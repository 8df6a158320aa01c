import CaseModel
import Values

// Worries and risks, and what is done about them: in time, late, or not at all.
extension Casework {
    // MARK: Concerns

    mutating func raiseConcern(in session: Session?) {
        let concern = label(.concern)
        let reported = record(
            .concernReported,
            .object(present: [
                ("concern", .string(concern)), ("description", text(Wording.concerns)),
                ("concerning", [.string(dice.pick(family.children).label)]),
                (
                    "reportedBy",
                    dice.chance(40) ? .string(dice.pick(["health visitor", "GP", "nursery"])) : nil
                ),
                ("session", session.map { .string($0.label) }),
                ("response", dice.chance(60) ? text(Wording.concernResponses) : nil),
            ]),
            at: vague(session?.meeting.to ?? now)
        )
        if dice.chance(45) { assignAction(to: ("concern", concern), cause: reported) }
        if dice.chance(35) { tellLead(of: ("concern", concern), cause: reported) }
        if dice.chance(35) { decide(on: ("concern", concern), in: 0...3, cause: reported) }
        if dice.chance(15) { keepInService(about: ("concern", concern), cause: reported) }
    }

    // MARK: Risks

    mutating func noteRisk(in session: Session?) {
        let level = dice.pick(["low", "moderate", "moderate", "moderate", "high", "high"])
        let isFlagged = level != "low" && dice.chance(35)
        let risk = label(.risk)
        let id = record(
            .riskNoted,
            .object(present: [
                ("risk", .string(risk)), ("level", .string(level)),
                (
                    "concerning",
                    JSON(
                        dice.chance(60)
                            ? [family.parent.label, family.infant.label] : [family.parent.label]
                    )
                ),
                ("redFlags", isFlagged ? JSON(dice.some(1...2, of: Wording.redFlags)) : nil),
                ("description", text(Wording.risks)),
                ("ownWords", dice.chance(55) ? ownWords(Wording.riskWords) : nil),
                ("protective", isThin() ? nil : text(Wording.protections)),
                ("session", session.map { .string($0.label) }),
            ]),
            at: session.map { .instant($0.meeting.to) } ?? vague(now)
        )
        risks.append(Risk(label: risk, id: id, level: level, recordedAt: now))
        respond(to: risks.count - 1, isFlagged: isFlagged)
    }

    /// An answer on self-harm was above nought: the writer asks, and notes what there is.
    mutating func checkRisk(becauseOf score: Identifier) {
        let risk = label(.risk)
        let id = record(
            .riskNoted,
            [
                "risk": .string(risk), "level": "low", "concerning": [.string(family.parent.label)],
                "description": text(Wording.checkedRisks), "protective": text(Wording.protections),
            ],
            cause: score
        )
        risks.append(Risk(label: risk, id: id, level: "low", recordedAt: now))
        review(risks.count - 1)
    }

    private mutating func respond(to index: Int, isFlagged: Bool) {
        let risk = risks[index]
        let about = ("risk", risk.label)
        if risk.level != "low" {
            if !dice.chance(rates.riskWithoutAction) {
                for _ in 0..<dice.pick([1, 1, 2]) { assignAction(to: about, cause: risk.id) }
            }
            if dice.chance(risk.level == "high" ? 95 : 65) { tellLead(of: about, cause: risk.id) }
            if dice.chance(75) { decide(on: about, in: 0...1, cause: risk.id) }
            if dice.chance(55) { planFor(risk) }
            if dice.chance(80) { share(about, cause: risk.id) }
            superviseSafety(of: risk.label)
        }
        if isFlagged, dice.chance(85) { reachPsychiatry(about: risk) }
        if risk.level == "high" {
            if dice.chance(30) { callCrisisService(for: risk) }
            if dice.chance(40) { refer(about: about, cause: risk.id) }
        }
        review(index)
    }

    private mutating func planFor(_ risk: Risk) {
        let parent = JSON.string(family.parent.label)
        later(0...2) { casework in
            let reviewOn = casework.dueDate(in: 14...40)
            casework.record(
                .riskPlanRecorded,
                [
                    "plan": casework.text(Wording.riskPlans), "risks": [.string(risk.label)],
                    "crisisContacts": JSON(casework.dice.some(1...2, of: Wording.crisisContacts)),
                    "madeWith": [parent],
                    "told": JSON(casework.dice.some(1...2, of: Wording.toldOfPlan)),
                    "psychiatristInformed": .string(
                        casework.dice.pick(["yes", "no", "none-involved"])
                    ),
                    "reviewOn": reviewOn,
                ],
                cause: risk.id
            )
        }
    }

    /// Looks at a risk again, once or twice, and mostly closes it.
    private mutating func review(_ index: Int) {
        let risk = risks[index]
        let rises = dice.chance(12)
        later(6...18) { casework in
            let reviewOn = casework.dueDate(in: 14...30)
            casework.record(
                .riskReviewed,
                .object(present: [
                    ("risk", .string(risk.label)),
                    (
                        "level",
                        .string(rises ? "high" : casework.dice.pick(["low", "low", risk.level]))
                    ),
                    (
                        "description",
                        casework.text(rises ? Wording.riskRises : Wording.riskReviews)
                    ),
                    ("reviewOn", casework.dice.chance(60) ? reviewOn : nil),
                    ("with", [.string(casework.team.supervisor.pseudonym)]),
                ]),
                cause: risk.id
            )
            guard casework.dice.chance(70) else { return }
            casework.later(8...30) { casework in
                casework.closeRisk(index)
            }
        }
    }

    mutating func closeRisk(_ index: Int) {
        record(
            .riskClosed,
            .object(present: [
                ("risk", .string(risks[index].label)), ("reason", text(Wording.riskClosings)),
                ("heldBy", dice.chance(25) ? .string(dice.pick(["GP", "perinatal team"])) : nil),
                ("agreedBy", .string(team.supervisor.pseudonym)),
            ]),
            cause: risks[index].id
        )
        risks[index].closedAt = now
    }

    // MARK: Actions

    /// - Parameter about: the field that names what the action answers, and its label.
    mutating func assignAction(to about: (field: String, label: String), cause: Identifier) {
        let action = label(.action)
        let isThin = isThin()
        let isEnded = !dice.chance(rates.actionForgotten)
        later(0...1) { casework in
            let due = casework.dueDate(in: 1...10)
            let assigned = casework.record(
                .actionAssigned,
                .object(present: [
                    ("action", .string(action)), ("what", casework.text(Wording.actions)),
                    ("owner", isThin ? nil : .string(casework.team.guider.pseudonym)),
                    ("due", isThin ? nil : due), (about.field, .string(about.label)),
                    ("concerning", [.string(casework.family.infant.label)]),
                ]),
                cause: cause
            )
            if casework.dice.chance(12) { casework.reassign(action, assigned) }
            if isEnded { casework.endAction(action, assigned) }
        }
    }

    private mutating func reassign(_ action: String, _ cause: Identifier) {
        later(1...2) { casework in
            let due = casework.dueDate(in: 2...9)
            casework.record(
                .actionReassigned,
                [
                    "action": .string(action), "owner": .string(casework.team.lead.pseudonym),
                    "due": due, "reason": .string(casework.dice.pick(Wording.reassignments)),
                ],
                cause: cause
            )
        }
    }

    private mutating func endAction(_ action: String, _ cause: Identifier) {
        later(2...9) { casework in
            if casework.dice.chance(92) {
                casework.record(
                    .actionCompleted,
                    [
                        "action": .string(action),
                        "outcome": casework.text(Wording.actionOutcomes),
                        "completedBy": .string(casework.team.guider.pseudonym),
                    ],
                    cause: cause
                )
            } else {
                casework.record(
                    .actionCancelled,
                    [
                        "action": .string(action),
                        "reason": casework.text(Wording.cancellations),
                        "agreedBy": .string(casework.team.supervisor.pseudonym),
                    ],
                    cause: cause
                )
            }
        }
    }
}
