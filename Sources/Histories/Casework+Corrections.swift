import CaseModel
import Values

// Entries that turn out to be wrong: amended, marked in error, and now and then corrected again.
extension Casework {
    mutating func correctSomething() {
        if dice.chance(rates.amendment),
            let step = recentStep(where: { Casework.amendable[$0] != nil })
        {
            amend(step)
        }
        if dice.chance(rates.markedInError) { markInError() }
    }

    /// Types that are corrected, each with the field that was wrong.
    private static let amendable: [EventType: (field: String, phrases: [String])] = [
        .progressNote: ("text", Wording.progressNotes),
        .childObserved: ("observation", Wording.observations),
        .sessionHeld: ("summary", Wording.correctedSummaries),
        .clipChosen: ("description", Wording.clipDescriptions),
        .utteranceRecorded: ("words", Wording.parentSights),
        .supervisionFeedbackGiven: ("words", Wording.strengths),
        .liaisonContactMade: ("content", Wording.liaisonContents),
        .sharedReviewHeld: ("summary", Wording.reviewSummaries),
        .clipRejected: ("reason", Wording.rejections),
    ]

    /// Types that nothing refers to, so that they can go without taking others with them.
    private static let voidable: Set<EventType> = [
        .progressNote, .childObserved, .utteranceRecorded, .contactAttempted, .liaisonContactMade,
        .clientResponseObserved, .attunementObserved, .strengthNamed,
    ]

    /// One of the last entries of such a type that is written and not corrected yet.
    private mutating func recentStep(where isWanted: (EventType) -> Bool) -> SimulatedStep? {
        var skip = dice.below(40)
        for step in steps.reversed()
        where step.recordedAt <= now && isWanted(step.draft.type) && !corrected.contains(step.id) {
            if skip == 0 { return step }
            skip -= 1
        }
        return nil
    }

    /// What should have been written, in the voice of whoever spoke.
    private mutating func rightText(for step: SimulatedStep, _ phrases: [String]) -> JSON {
        switch step.draft.data["speaker"]?.string {
        case "parent": ownWords(phrases)
        case "guider": .string(book.say(Wording.guiderNamings, as: .guider, &dice))
        case "infant": .string(dice.pick(Wording.sounds))
        default: text(phrases)
        }
    }

    private mutating func amend(_ step: SimulatedStep) {
        guard let wrong = Casework.amendable[step.draft.type] else { return }
        corrected.insert(step.id)
        let data = step.draft.data.setting(wrong.field, to: rightText(for: step, wrong.phrases))
        let time: JSON? =
            if case .instant(let at) = step.draft.occurred, dice.chance(20) {
                .string(at.adding(minutes: -15).description)
            } else { nil }
        let isAgain = dice.chance(15)
        let reason = dice.pick(Wording.amendmentReasons)
        let again = rightText(for: step, wrong.phrases)
        later(0...6) { casework in
            let target = JSON.string(step.id.description)
            let amended: JSON = .object(present: [
                ("target", target), ("reason", .string(reason)), ("data", data),
                ("occurred", time),
            ])
            let amendment = casework.record(.entryAmended, amended, cause: step.id)
            guard isAgain else { return }
            // The amendment was wrong too: it is amended itself, or the entry once more.
            let newer = data.setting(wrong.field, to: again)
            let isOfAmendment = casework.dice.chance(50)
            casework.later(1...5) { casework in
                casework.record(
                    .entryAmended,
                    isOfAmendment
                        ? [
                            "target": .string(amendment.description),
                            "reason": "The correction was wrong",
                            "data": amended.setting("data", to: newer),
                        ]
                        : ["target": target, "reason": "Still not right", "data": newer],
                    cause: amendment
                )
            }
        }
    }

    private mutating func markInError() {
        let target: Identifier
        if dice.chance(50) {
            // Another family's note, found and marked some days later.
            target = record(
                .progressNote,
                ["text": text(Wording.notesOfOthers)],
                at: .instant(now)
            )
        } else if let step = recentStep(where: Casework.voidable.contains) {
            target = step.id
        } else {
            return
        }
        corrected.insert(target)
        let reason = dice.pick(Wording.errorReasons)
        later(0...8) { casework in
            casework.record(
                .entryMarkedInError,
                ["target": .string(target.description), "reason": .string(reason)],
                cause: target
            )
        }
    }
}
