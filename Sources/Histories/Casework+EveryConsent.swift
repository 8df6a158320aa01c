import CaseModel
import Values

// Every type of entry about consent, goals and measures; see `Casework+EveryType`.
extension Casework {
    // MARK: Consent

    mutating func tellEveryConsent() {
        turnPage()
        record(
            .confidentialityExplained,
            ["people": ["mother"], "what": .string(AwkwardText.quotes), "session": "session-1"],
            at: .date(today)
        )
        record(
            .consentGiven,
            [
                "consent": "consent-1",
                "scopes": ["film-interaction", "film-shared-review", "view-supervisor"],
                "concerning": ["mother", "infant"], "giver": "mother", "validFrom": "2024-01",
                "until": "2024-12-31", "how": "written", "formVersion": "2024-1",
                "basis": "parental-responsibility", "explained": .string(AwkwardText.lines),
            ],
            at: ago(20)
        )
        record(
            .consentRefused,
            [
                "scopes": ["training", "research"], "concerning": ["mother", "infant"],
                "giver": "mother", "how": "spoken", "reason": .string(AwkwardText.emoji),
            ],
            at: ago(18)
        )
        record(
            .consentVaried,
            [
                "scopes": ["view-supervisor"], "concerning": ["mother"], "giver": "mother",
                "until": "2024-11-30", "change": .string(AwkwardText.rightToLeft),
            ],
            at: .date(today)
        )
    }

    // MARK: Goals

    mutating func tellEveryGoal() {
        record(
            .goalAgreed,
            [
                "goal": "goal-1", "statement": .string(AwkwardText.combining),
                "agreedWith": ["mother"],
            ]
        )
        record(
            .helpingQuestionFormed,
            ["question": "question-1", "goal": "goal-1", "wording": .string(AwkwardText.quotes)]
        )
        record(
            .goalRevised,
            [
                "goal": "goal-1", "statement": .string(AwkwardText.emoji),
                "reason": .string(AwkwardText.markup),
            ]
        )
        record(
            .goalRated,
            ["goal": "goal-1", "rating": 0, "ratedBy": "mother", "occasion": "baseline"],
            at: .unknown
        )
        record(
            .measureScored,
            [
                "measure": "measure-1", "code": "hads", "subject": "mother",
                "respondent": "mother", "subscales": ["anxiety": 11, "depression": 0],
                "occasion": "baseline", "omittedItems": 1, "note": .string(AwkwardText.control),
            ],
            at: .date(today)
        )
        record(
            .measureScored,
            [
                "measure": "measure-2", "code": "kips", "subject": "mother",
                "subscales": ["mean": .number("3.0")], "occasion": "baseline",
            ]
        )
        record(
            .measureNotScored,
            [
                "code": "epds", "subject": "mother", "occasion": "baseline",
                "reason": .string(AwkwardText.lines),
            ]
        )
    }
}
