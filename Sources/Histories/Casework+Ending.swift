import CaseModel
import Values

// The end of the work, planned or not, and how the family fares afterwards.
extension Casework {
    mutating func end(because reason: String, isReopening: Bool = false) {
        let isPlanned = reason == "planned-end" || reason == "goals-met" || reason == "referred-on"
        if isPlanned { takeLeave() } else { letGo() }
        closeRisks()
        let closingRisk = risks.contains { $0.level != "low" && $0.isOpen(at: now) }
        record(
            .caseClosed,
            .object(present: [
                ("reason", .string(reason)),
                ("closingRisk", isThin() ? nil : .string(closingRisk ? "moderate" : "low")),
                ("planned", .bool(isPlanned)), ("summary", text(Wording.closingSummaries)),
                ("onwardCare", dice.chance(60) ? .string(dice.pick(Wording.onwardCare)) : nil),
                ("filmsPlan", isThin() ? nil : "To be destroyed within two months"),
                ("agreedBy", .string(team.supervisor.pseudonym)),
            ])
        )
        if isPlanned || dice.chance(30) { sendLetter() }
        settleRecord(isFirstTime: !isReopening)
        if isPlanned { followUp() }
    }

    private mutating func takeLeave() {
        guard
            let session = meet(
                "closing",
                in: 6...16,
                with: [family.parent.label, family.infant.label],
                summary: Wording.closingSessionSummaries
            )
        else { return }
        for goal in goals where dice.chance(85) {
            rate(goal, 4...10, occasion: "end")
            if dice.chance(45) { endGoal(goal) }
        }
        takeMeasures(occasion: "end", cycle: nil)
        if dice.chance(80) {
            record(
                .closingStatementRecorded,
                .object(present: [
                    ("person", .string(family.parent.label)),
                    ("statement", ownWords(Wording.closingStatements)),
                    ("isParaphrase", dice.chance(30) ? true : nil),
                ]),
                at: .instant(session.meeting.to)
            )
        }
        if dice.chance(35) { reportGeneralisation(at: session.meeting.to) }
    }

    private mutating func letGo() {
        pass(6...21)
        sitDown()
        for goal in goals where dice.chance(20) { endGoal(goal) }
    }

    private mutating func endGoal(_ goal: String) {
        let outcome = dice.pick(["met", "met", "set-aside", "replaced"])
        record(
            .goalEnded,
            .object(present: [
                ("goal", .string(goal)), ("outcome", .string(outcome)),
                ("reason", outcome == "met" ? nil : text(Wording.goalEndings)),
            ])
        )
    }

    /// Closes most risks that nobody has closed yet.
    private mutating func closeRisks() {
        for index in risks.indices
        where risks[index].closedAt == nil && risks[index].recordedAt < now && dice.chance(75) {
            record(
                .riskReviewed,
                [
                    "risk": .string(risks[index].label), "level": "low",
                    "description": text(Wording.riskReviews),
                    "with": [.string(team.supervisor.pseudonym)],
                ],
                cause: risks[index].id
            )
            closeRisk(index)
        }
    }

    private mutating func sendLetter() {
        let recipients = dice.some(1...3, of: Wording.letterRecipients)
        let parent = JSON.string(family.parent.label)
        later(2...12) { casework in
            casework.record(
                .closingLetterSent,
                .object(present: [
                    ("recipients", JSON(recipients)),
                    ("summary", casework.text(Wording.letters)),
                    ("agreedWith", casework.dice.chance(70) ? [parent] : nil),
                ]),
                by: casework.team.office,
                onBehalfOf: casework.team.guider.pseudonym
            )
        }
    }

    private mutating func followUp() {
        guard dice.chance(55) else { return }
        let parent = JSON.string(family.parent.label)
        later(40...90) { casework in
            casework.record(
                .followUpRecorded,
                [
                    "people": [parent], "summary": casework.text(Wording.followUps),
                    "how": .string(casework.dice.pick(["phone", "phone", "visit", "meeting"])),
                ],
                at: .instant(casework.now.adding(minutes: -15))
            )
            for goal in casework.goals where casework.dice.chance(50) {
                casework.rate(goal, 4...10, occasion: "follow-up")
            }
            if casework.dice.chance(40) { casework.takeMeasures(occasion: "follow-up", cycle: nil) }
            if casework.dice.chance(50) { casework.reportGeneralisation(at: casework.now) }
        }
    }

    private mutating func reportGeneralisation(at moment: Instant) {
        let sibling = family.siblings.first
        let target =
            sibling != nil && dice.chance(60)
            ? "sibling" : dice.pick(["partner", "friend", "other"])
        record(
            .generalisationReported,
            .object(present: [
                ("target", .string(target)),
                ("people", target == "sibling" ? sibling.map { [.string($0.label)] } : nil),
                ("reporter", .string(dice.pick(["client", "client", "family", "guider"]))),
                ("description", text(Wording.generalisations)),
            ]),
            at: vague(moment)
        )
    }
}
