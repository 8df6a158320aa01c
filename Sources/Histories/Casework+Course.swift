import CaseModel
import Values

// The whole story, from the referral to what comes after the end.
extension Casework {
    mutating func tellAll() {
        open()
        guard !plot.isDeclined else { return decline() }
        accept()
        guard planTogether() else { return end(because: "lost-contact") }
        if let reason = workThrough(1...plot.plannedCycles) { return end(because: reason) }
        end(because: dice.chance(85) ? "planned-end" : dice.pick(["goals-met", "referred-on"]))
        if plot.isReopened { reopen() }
    }

    /// Tells cycle after cycle; why the work ends when it ends before the last.
    private mutating func workThrough(_ numbers: ClosedRange<Int>) -> String? {
        for number in numbers {
            if let reason = befall(before: number) { return reason }
            guard cycle(number) else { return "lost-contact" }
            if plot.leavesAfter == number {
                return dice.pick([
                    "client-withdrew", "client-withdrew", "lost-contact", "lost-contact",
                    "moved-away", "child-not-in-care", "not-suitable",
                ])
            }
        }
        return nil
    }

    /// What happens between two cycles; why the work ends, if it makes it end.
    private mutating func befall(before number: Int) -> String? {
        if plot.changesHouseholdAt == number { changeHousehold() }
        if plot.causesConcernAt == number { raiseConcern(in: nil) }
        if plot.isAtRiskAt == number { noteRisk(in: nil) }
        if plot.disclosesAt == number { disclose(in: nil) }
        if plot.accusesStaffAt == number { accuseStaff() }
        if plot.variesConsentAt == number { varyConsent() }
        if plot.pausesAt == number { pause() }
        if plot.withdrawsConsentAt == number, withdrawConsent() { return "client-withdrew" }
        if dice.chance(35) { keepInTouch() }
        if dice.chance(25) { liaise() }
        correctSomething()
        return nil
    }

    private mutating func pause() {
        let pause = label(.pause)
        let began = now
        record(
            .vigPaused,
            .object(present: [
                ("pause", .string(pause)),
                (
                    "reason",
                    .string(
                        dice.pick([
                            "abuse-issues", "fears", "crisis", "illness", "illness", "holiday",
                            "practical", "client-choice", "service", "safeguarding",
                        ])
                    )
                ),
                ("reviewOn", isThin() ? nil : dueDate(in: 10...28)),
                ("explanation", dice.chance(60) ? text(Wording.pauseExplanations) : nil),
            ])
        )
        let contact = began.adding(minutes: 4 * 24 * 60)
        later(4...10) { casework in
            casework.note(
                .contactAttempted,
                [
                    "person": .string(casework.family.parent.label),
                    "how": .string(casework.dice.pick(["phone", "text-message", "letter"])),
                    "outcome": .string(casework.dice.pick(["reached", "reached", "message-left"])),
                ],
                at: max(contact, casework.now.adding(minutes: -20))
            )
        }
        pass(14...45)
        sitDown()
        record(
            .vigResumed,
            .object(present: [
                ("pause", .string(pause)),
                ("note", dice.chance(70) ? text(Wording.resumeNotes) : nil),
            ])
        )
    }

    private mutating func reopen() {
        pass(50...140)
        sitDown()
        record(
            .caseReopened,
            ["reason": text(Wording.reopenReasons), "plannedCycles": 2],
            by: team.supervisor
        )
        let next = plot.plannedCycles + 1
        let reason = workThrough(next...(next + 1))
        end(because: reason ?? "planned-end", isReopening: true)
    }

    private mutating func keepInTouch() {
        let parent = family.parent.label
        later(2...6) { casework in
            let moment = casework.now.adding(minutes: -casework.dice.between(5...60))
            if casework.dice.chance(60) {
                casework.note(
                    .progressNote,
                    .object(present: [
                        ("text", casework.text(Wording.progressNotes)),
                        ("concerning", [.string(parent)]),
                    ]),
                    at: moment
                )
            } else {
                casework.record(
                    .sessionHeld,
                    [
                        "session": .string(casework.label(.session)), "kind": "phone",
                        "people": [.string(parent)],
                        "staff": [.string(casework.team.guider.pseudonym)],
                        "durationMs": JSON(casework.dice.between(4...25) * 60_000),
                        "summary": casework.text(Wording.progressNotes),
                    ],
                    at: .instant(moment)
                )
            }
        }
    }

    /// Whether the writer leaves out what should be there.
    mutating func isThin() -> Bool { dice.chance(rates.thinEntry) }
}
