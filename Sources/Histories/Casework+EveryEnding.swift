import CaseModel
import Values

// Every type of entry about a case's course, its end, and corrections; see `Casework+EveryType`.
extension Casework {
    mutating func tellEveryCourse() {
        turnPage()
        record(
            .vigPaused,
            [
                "pause": "pause-1", "reason": "crisis", "reviewOn": "2024-04-15",
                "explanation": .string(AwkwardText.combining), "cycle": "cycle-1",
            ]
        )
        turnPage(after: 10...20)
        record(.vigResumed, ["pause": "pause-1", "note": .string(AwkwardText.emoji)])
        record(
            .goalEnded,
            ["goal": "goal-1", "outcome": "set-aside", "reason": .string(AwkwardText.quotes)],
            at: .unknown
        )
        record(
            .filmLost,
            [
                "film": "film-2", "how": "unreadable", "account": .string(AwkwardText.markup),
                "people": ["mother"],
            ],
            at: .month(year: today.year, month: today.month)
        )
        record(
            .consentWithdrawn,
            [
                "scopes": ["film-interaction", "view-supervisor"],
                "concerning": ["mother", "infant"], "giver": "mother", "film": "film-1",
                "reason": .string(AwkwardText.rightToLeft),
            ],
            at: .date(today)
        )
        record(
            .filmDestroyed,
            [
                "film": "film-1", "reason": "consent-withdrawn",
                "how": .string(AwkwardText.quotes), "copiesDestroyed": false,
            ],
            by: team.records
        )
        record(
            .closingStatementRecorded,
            [
                "person": "mother", "statement": .string(AwkwardText.emoji),
                "isParaphrase": false,
            ],
            at: .unknown
        )
        for reason in ["moved-away", "planned-end"] {
            record(
                .caseClosed,
                [
                    "reason": .string(reason), "closingRisk": "low",
                    "planned": .bool(reason == "planned-end"),
                    "summary": .string(AwkwardText.lines), "onwardCare": "",
                ],
                at: reason == "planned-end" ? nil : .date(today)
            )
            guard reason != "planned-end" else { break }
            turnPage(after: 20...40)
            record(
                .caseReopened,
                ["reason": .string(AwkwardText.quotes), "plannedCycles": 1],
                by: team.supervisor
            )
        }
        tellEveryAftermath()
    }

    private mutating func tellEveryAftermath() {
        turnPage(after: 10...20)
        record(
            .closingLetterSent,
            [
                "recipients": JSON(["the mother", AwkwardText.name]),
                "summary": .string(AwkwardText.markup), "agreedWith": ["mother"],
            ],
            by: team.office,
            onBehalfOf: team.guider.pseudonym
        )
        record(
            .followUpRecorded,
            ["people": ["mother"], "summary": .string(AwkwardText.invisible), "how": "phone"],
            at: .month(year: today.year, month: today.month)
        )
        record(
            .generalisationReported,
            [
                "target": "sibling", "people": ["brother-1"], "reporter": "family",
                "description": .string(AwkwardText.combining),
            ],
            at: .unknown
        )
        record(
            .findingAnswered,
            [
                "check": "SG08", "key": "risk-1", "answer": "explained",
                "reason": .string(AwkwardText.quotes), "action": "action-1",
                "answeredBy": .string(team.supervisor.pseudonym),
            ],
            by: team.supervisor
        )
    }

    // MARK: Holds and requests

    mutating func tellEveryHold() {
        turnPage()
        let hold = record(
            .retentionHoldPlaced,
            [
                "extent": "film", "film": "film-2", "ground": "legal-claim",
                "authority": .string(AwkwardText.quotes), "reviewOn": "2025-01-31",
            ],
            by: team.records
        )
        record(
            .retentionHoldReviewed,
            ["hold": .string(hold.description), "reason": .string(AwkwardText.emoji)],
            at: .date(today),
            by: team.records
        )
        record(
            .retentionHoldReleased,
            ["hold": .string(hold.description), "reason": .string(AwkwardText.markup)],
            by: team.supervisor
        )
        let request = record(
            .subjectAccessRequested,
            [
                "person": "mother", "requester": .string(AwkwardText.name),
                "identityChecked": false, "identityHow": .string(AwkwardText.emoji),
                "scope": .string(AwkwardText.lines),
                "due": "2024-12-22",
            ],
            at: .unknown,
            by: team.records
        )
        record(
            .subjectAccessExtended,
            [
                "person": "mother", "request": .string(request.description), "due": "2025-02-22",
                "reason": .string(AwkwardText.combining),
            ],
            at: .date(today),
            by: team.records
        )
        record(
            .thirdPartyConsentSought,
            [
                "request": .string(request.description), "party": .string(AwkwardText.name),
                "outcome": "not-possible", "how": "", "reason": .string(AwkwardText.markup),
            ],
            by: team.records
        )
        record(
            .thirdPartyDisclosureDecided,
            [
                "request": .string(request.description), "party": .string(AwkwardText.name),
                "decision": "withhold", "reason": .string(AwkwardText.quotes),
                "entries": JSON([hold.description]),
                "decidedBy": .string(team.records.pseudonym),
            ],
            by: team.records
        )
        record(
            .harmAssessmentRecorded,
            [
                "person": "mother", "conclusion": "disclose-in-part",
                "request": .string(request.description), "seriousHarm": true,
                "entries": JSON([request.description, hold.description]),
                "entriesFrom": "2024-01-01", "entriesTo": "2024-01-31",
                "rationale": .string(AwkwardText.rightToLeft), "until": "2025-06-30",
            ]
        )
        record(
            .subjectAccessAnswered,
            [
                "person": "mother", "request": .string(request.description),
                "withheld": .string(AwkwardText.control), "how": .string(AwkwardText.spaces),
                "export": 1, "sha256": .string(String(repeating: "5c", count: 32)),
            ],
            by: team.records
        )
    }

    // MARK: Corrections

    mutating func tellEveryCorrection() {
        turnPage()
        let note = record(
            .progressNote,
            ["text": .string(AwkwardText.lines), "concerning": ["mother"]],
            at: .date(today)
        )
        let amendment = record(
            .entryAmended,
            [
                "target": .string(note.description), "reason": .string(AwkwardText.quotes),
                "data": ["text": .string(AwkwardText.emoji)], "occurred": "unknown",
            ]
        )
        record(
            .entryAmended,
            [
                "target": .string(amendment.description), "reason": "The correction was wrong",
                "data": [
                    "target": .string(note.description), "reason": .string(AwkwardText.markup),
                    "data": ["text": .string(AwkwardText.combining), "concerning": ["infant"]],
                ],
            ]
        )
        let wrong = record(
            .childObserved,
            ["child": "infant", "observation": .string(AwkwardText.rightToLeft)],
            at: .unknown
        )
        record(
            .entryMarkedInError,
            ["target": .string(wrong.description), "reason": .string(AwkwardText.control)],
            cause: wrong
        )
        record(
            .rectificationRefused,
            [
                "target": .string(note.description), "requestedBy": "mother",
                "statement": .string(AwkwardText.rightToLeft),
                "reason": .string(AwkwardText.spaces), "told": .string(AwkwardText.name),
            ],
            cause: note
        )
    }
}
