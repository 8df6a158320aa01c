import CaseModel
import Values

// Every type of entry about films, shared reviews and supervision; see `Casework+EveryType`.
extension Casework {
    // MARK: Films

    mutating func tellEveryFilm() {
        turnPage()
        record(.cycleOpened, ["cycle": "cycle-1", "number": 1, "questions": ["question-1"]])
        record(
            .filmTaken,
            [
                "film": "film-1", "kind": "interaction", "durationMs": 540_000,
                "people": ["mother", "infant"], "cycle": "cycle-1",
                "location": .string("C:\\films\\" + AwkwardText.combining),
                "sha256": .string(dice.digest()), "activity": .string(AwkwardText.emoji),
            ],
            at: .range(from: now.adding(minutes: -30), to: now.adding(minutes: -21))
        )
        record(
            .filmingStopped,
            [
                "person": "mother", "film": "film-1", "reason": .string(AwkwardText.control),
                "resumed": true,
            ],
            at: ago(21)
        )
        record(
            .filmTaken,
            [
                "film": "film-2", "kind": "supervision", "durationMs": 86_400_000,
                "people": ["mother"], "staff": [.string(team.guider.pseudonym)],
            ],
            at: .unknown
        )
        record(
            .clientToldOfSupervision,
            [
                "people": ["mother"], "supervisor": .string(team.supervisor.pseudonym),
                "film": "film-1", "response": .string(AwkwardText.rightToLeft), "said": "",
            ],
            at: ago(10)
        )
        record(
            .filmMoved,
            ["film": "film-1", "location": .string(AwkwardText.quotes), "reason": "card full"]
        )
        record(
            .filmCopied,
            ["film": "film-1", "recipient": "family", "deleteBy": "2024-06-30"],
            at: .date(today)
        )
        record(
            .usualPatternNoted,
            ["pattern": .string(AwkwardText.lines), "film": "film-1", "level": "PI"]
        )
        record(
            .clipChosen,
            [
                "clip": "clip-1", "film": "film-1", "startMs": 0, "endMs": 540_000,
                "principles": ["BA2", "RI3"], "level": "PI", "goals": ["goal-1"],
                "questions": ["question-1"], "isException": true,
                "pattern": .string(AwkwardText.lines), "description": .string(AwkwardText.quotes),
            ]
        )
        record(
            .clipChosen,
            [
                "clip": "clip-2", "film": "film-1", "startMs": 61_001, "endMs": 61_002,
                "description": .string(AwkwardText.spaces), "isFailedMoment": true,
            ],
            at: .unknown
        )
        record(
            .clipRejected,
            [
                "film": "film-1", "startMs": 120_000, "endMs": 131_000,
                "reason": .string(AwkwardText.markup),
                "rejectedBy": [.string(team.guider.pseudonym)],
            ]
        )
    }

    // MARK: The shared review

    mutating func tellEveryReview() {
        turnPage()
        record(
            .sharedReviewHeld,
            [
                "review": "review-1", "cycle": "cycle-1", "film": "film-1",
                "people": ["mother", "infant"], "staff": [.string(team.guider.pseudonym)],
                "durationMs": 3_599_999, "summary": .string(AwkwardText.long),
            ],
            at: lastHour
        )
        record(
            .clipShown,
            [
                "review": "review-1", "clip": "clip-1", "atMs": 60_000, "parentFirst": true,
                "framing": .string(AwkwardText.combining), "timesPlayed": 3,
            ],
            at: ago(58)
        )
        record(
            .playbackPaused,
            [
                "review": "review-1", "clip": "clip-1", "atMs": 66_000, "durationMs": 4_200,
                "after": "guider", "brokenBy": "parent", "question": .string(AwkwardText.quotes),
            ],
            at: ago(57)
        )
        tellEveryUtterance()
        record(
            .clientResponseObserved,
            [
                "person": "mother", "response": .string(AwkwardText.emoji), "review": "review-1",
                "clip": "clip-1", "atMs": 70_000, "port": "M.rep",
            ],
            at: .unknown
        )
        record(
            .guiderDecisionRecorded,
            [
                "decided": .string(AwkwardText.invisible), "rationale": "",
                "options": JSON(["go on", AwkwardText.markup]), "review": "review-1",
            ],
            at: lastHour
        )
        record(
            .attunementObserved,
            [
                "level": "GP", "principles": ["EI1", "DA5"], "review": "review-1",
                "description": .string(AwkwardText.rightToLeft), "port": "G.act",
            ],
            at: .date(today)
        )
        record(
            .themeNamed,
            [
                "theme": "theme-1", "name": .string(AwkwardText.emoji), "review": "review-1",
                "speaker": "parent", "response": .string(AwkwardText.quotes),
            ],
            at: lastHour
        )
        record(
            .themeUsed,
            ["theme": "theme-1", "speaker": "other", "words": .string(AwkwardText.lines)],
            at: .unknown
        )
        record(
            .insightRecorded,
            ["person": "mother", "insight": .string(AwkwardText.combining), "port": "M.rf"],
            at: .date(today)
        )
        record(
            .directInfantWorkDone,
            ["infant": "infant", "what": .string(AwkwardText.markup), "effect": ""],
            at: ago(15)
        )
        record(
            .methodsUsedNoted,
            ["methods": JSON(["video", AwkwardText.quotes]), "review": "review-1"],
            at: lastHour
        )
    }

    /// Every awkward text, and every way in which an utterance can be timed.
    private mutating func tellEveryUtterance() {
        let speakers = ["parent", "guider", "infant", "other"]
        for (index, words) in AwkwardText.all.enumerated() {
            record(
                .utteranceRecorded,
                .object(present: [
                    ("review", "review-1"), ("speaker", .string(speakers[index % 4])),
                    ("person", index % 4 == 2 ? "infant" : nil),
                    // They overlap by half a second.
                    ("startMs", JSON(70_000 + index * 4_000)),
                    ("endMs", JSON(74_500 + index * 4_000)), ("words", .string(words)),
                    ("clip", index < 4 ? "clip-1" : nil),
                    ("isParaphrase", index % 3 == 0 ? true : nil),
                    ("port", index % 2 == 0 ? "M.rep" : nil),
                ]),
                at: index % 5 == 4 ? .unknown : ago(40)
            )
        }
        record(
            .utteranceRecorded,
            [
                "review": "review-1", "speaker": "parent", "startMs": 3_599_999,
                "endMs": 3_599_999, "words": "!",
            ],
            at: lastHour
        )
        record(
            .utteranceRecorded,
            ["review": "review-1", "speaker": "guider", "words": .string(AwkwardText.quotes)],
            at: .month(year: today.year, month: today.month)
        )
    }

    // MARK: Supervision

    mutating func tellEverySupervision() {
        turnPage()
        record(
            .supervisionHeld,
            [
                "supervision": "supervision-1", "moment": "after-review", "review": "review-1",
                "film": "film-1", "cycle": "cycle-1",
                "supervisor": .string(team.supervisor.pseudonym),
                "supervisee": .string(team.guider.pseudonym), "durationMs": 3_600_000,
                "agreed": .string(AwkwardText.emoji), "summary": .string(AwkwardText.quotes),
            ],
            at: lastHour,
            by: team.supervisor
        )
        record(
            .filmShown,
            [
                "film": "film-1", "viewers": [.string(team.supervisor.pseudonym)],
                "viewerRole": "supervisor", "supervision": "supervision-1",
                "reason": .string(AwkwardText.control),
            ],
            at: ago(50)
        )
        record(
            .supervisionFeedbackGiven,
            [
                "supervision": "supervision-1", "feedback": "working-point",
                "words": .string(AwkwardText.rightToLeft), "namedBy": "external",
                "film": "film-1", "startMs": 1_000, "endMs": 5_000, "clip": "clip-1",
                "principles": ["DD8"],
            ],
            at: ago(20)
        )
        record(
            .strengthNamed,
            [
                "strength": .string(AwkwardText.combining),
                "staff": .string(team.guider.pseudonym), "namedBy": "self",
            ],
            at: .unknown
        )
        record(
            .skillRated,
            [
                "staff": .string(team.guider.pseudonym), "rater": "external",
                "skills": ["gives-space": 5, "names-pain": 1], "film": "film-1",
                "note": .string(AwkwardText.markup),
            ],
            by: team.supervisor
        )
        record(
            .guiderReflectionRecorded,
            ["reflection": .string(AwkwardText.lines), "review": "review-1"],
            at: .date(today)
        )
        record(
            .countertransferenceNoted,
            ["feeling": .string(AwkwardText.emoji), "understanding": "", "review": "review-1"]
        )
        record(
            .parallelProcessNoted,
            [
                "description": .string(AwkwardText.quotes), "levels": ["GP", "PI", "SG"],
                "principles": ["EI1"], "supervision": "supervision-1",
            ]
        )
        record(
            .cycleCompleted,
            ["cycle": "cycle-1", "summary": .string(AwkwardText.invisible)],
            at: .date(today)
        )
    }
}
