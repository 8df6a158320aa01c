import CaseModel
import Values

/// Rows 48 to 56: tickling that fails, what comes when it stops, and a review with the baby in it.
extension CaseStudy {
    static func cycle3(_ days: CaseStudyDays) -> [Step] {
        let begin = days.at(77, 10)
        return filming(days) + impasse(days, begin) + wayOut(days, begin) + methods(days)
    }

    private static let phase = "Cycle 3"

    private static func filming(_ days: CaseStudyDays) -> [Step] {
        let start = days.at(70, 10, 30)
        let filmed = Occurrence.range(from: start, to: start.adding(milliseconds: 420_000))
        return [
            CaseStudyRow(48, .stated, in: "TH", phase).step(
                at: days.at(70, 11, 10),
                [
                    Draft(.cycleOpened, at: filmed, ["cycle": "cycle-3", "number": 3])
                        .told(.inferred, in: "TH")
                        .inventing("the date"),
                    Draft(
                        .filmTaken,
                        at: filmed,
                        [
                            "film": "film-4", "kind": "interaction", "durationMs": 420_000,
                            "people": ["mother", "infant"], "cycle": "cycle-3",
                            "activity": "Mostly tickling",
                        ]
                    )
                    .inventing("the date, the time and the length"),
                    Draft(
                        .usualPatternNoted,
                        at: filmed,
                        [
                            "pattern": "She leads and tickles him, and it does not reach him",
                            "film": "film-4", "cycle": "cycle-3", "level": "PI",
                        ]
                    )
                    .inventing("the date"),
                    Draft(
                        .clientResponseObserved,
                        at: filmed,
                        [
                            "person": "mother",
                            "response": "Tells the therapist that she knows nothing else to do",
                        ]
                    )
                    .inventing("the date"),
                ]
            ),
            CaseStudyRow(49, .stated, in: "TH", phase).step(
                at: days.at(72, 17),
                [
                    Draft(
                        .clipChosen,
                        at: .date(days.date(72)),
                        [
                            "clip": "clip-2", "film": "film-4", "startMs": 251_000,
                            "endMs": 263_000, "principles": ["BA2", "BA5", "EI1"], "level": "PI",
                            "goals": ["goal-3"], "isException": true,
                            "pattern": "She leads and tickles him",
                            "description": """
                            From where the tickling stops: she sits back and watches, he meets her \
                            eyes and tries to reach her
                            """,
                            "isFailedMoment": false,
                        ]
                    )
                    .inventing(
                        "the date and the place in the film; principles and goal are our coding"
                    )
                ]
            ),
        ]
    }

    private static func impasse(_ days: CaseStudyDays, _ begin: Instant) -> [Step] {
        let held = days.meeting(77, 10, minutes: 55)
        let repeated = { (words: String, start: Int, end: Int) in
            said("parent", words, from: start, to: end, begin, in: "review-3", port: "M.rep")
        }
        return [
            CaseStudyRow(50, .stated, in: "TH", phase).step(
                at: days.at(77, 11, 5),
                [
                    Draft(
                        .sharedReviewHeld,
                        at: held,
                        [
                            "review": "review-3", "cycle": "cycle-3", "film": "film-4",
                            "people": ["mother", "infant"], "staff": ["s-guider"],
                            "durationMs": 3_300_000,
                            "summary": """
                            The baby is there too. The therapist sits back and waits; after a time \
                            of being stuck she sees what he does when she stops
                            """,
                        ]
                    )
                    .inventing("the date, the time and the length"),
                    Draft(
                        .clipShown,
                        at: days.moment(240_000, after: begin),
                        [
                            "review": "review-3", "clip": "clip-2", "atMs": 240_000,
                            "parentFirst": true,
                        ]
                    )
                    .told(.inferred, in: "TH")
                    .inventing("when; that she described it first is our reading"),
                ]
            ),
            CaseStudyRow(51, .stated, in: "TH", phase).step(
                at: days.at(77, 11, 9),
                [
                    Draft(
                        .countertransferenceNoted,
                        at: held,
                        [
                            "feeling": "An urge to do too much",
                            "understanding": "As she does on the film",
                            "review": "review-3",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(52, .stated, in: "TH", phase).step(
                at: days.at(77, 11, 14),
                [
                    repeated("I do not know what I did", 256_000, 258_500),
                    repeated("I really do not know", 281_000, 283_000),
                    Draft(
                        .clientResponseObserved,
                        at: days.moment(290_000, after: begin),
                        [
                            "person": "mother", "response": "Shrugs; neither of them gets further",
                            "review": "review-3", "clip": "clip-2", "atMs": 290_000,
                        ]
                    )
                    .inventing("when"),
                    Draft(
                        .childObserved,
                        at: held,
                        [
                            "child": "infant",
                            "observation": "Irritable while the adults are stuck",
                            "seenAlone": false, "port": "B.act",
                        ],
                        source: "own observation"
                    )
                    .inventing("the date"),
                ]
            ),
        ]
    }

    private static func wayOut(_ days: CaseStudyDays, _ begin: Instant) -> [Step] {
        [
            CaseStudyRow(53, .stated, in: "TH", phase).step(
                at: days.at(77, 11, 19),
                [
                    Draft(
                        .directInfantWorkDone,
                        at: days.moment(320_000, after: begin),
                        [
                            "infant": "infant",
                            "what": "Picked Luke up, sat down beside his mother and talked to him",
                            "effect": "the tension fell", "review": "review-3",
                        ]
                    )
                    .inventing("when")
                ]
            ),
            CaseStudyRow(54, .stated, in: "TH", phase).step(
                at: days.at(77, 11, 23),
                [
                    said(
                        "parent",
                        "When I stop, he talks to me. My voice reaches him as if I touched him",
                        from: 410_000,
                        to: 416_000,
                        begin,
                        in: "review-3",
                        port: "M.rf"
                    )
                ]
            ),
            CaseStudyRow(55, .stated, in: "TH", phase).step(
                at: days.at(77, 11, 27),
                [
                    Draft(
                        .insightRecorded,
                        at: days.moment(480_000, after: begin),
                        [
                            "person": "mother",
                            "insight": """
                            He wants to be with her without her having to try; she may simply play \
                            and sing
                            """,
                            "review": "review-3", "cycle": "cycle-3", "port": "M.rep",
                        ]
                    )
                    .inventing("when, and our coding by port")
                ]
            ),
        ]
    }

    private static func methods(_ days: CaseStudyDays) -> [Step] {
        [
            CaseStudyRow(56, .stated, in: "TH", phase).step(
                at: days.at(80, 15, 15),
                [
                    Draft(
                        .supervisionHeld,
                        at: days.meeting(80, 14, minutes: 60),
                        [
                            "supervision": "supervision-4", "moment": "after-review",
                            "review": "review-3", "cycle": "cycle-3",
                            "supervisor": "s-supervisor", "supervisee": "s-guider",
                        ]
                    )
                    .told(.inferred, in: "PR")
                    .inventing("the date, the time; supervision is the method"),
                    Draft(
                        .methodsUsedNoted,
                        at: .date(days.date(80)),
                        [
                            "methods": [
                                "video", "attention to projections and countertransference",
                                "direct work with the infant",
                            ],
                            "note": "All three in one review", "review": "review-3",
                            "cycle": "cycle-3",
                        ]
                    )
                    .inventing("the date"),
                    Draft(.cycleCompleted, at: .date(days.date(80)), ["cycle": "cycle-3"])
                        .told(.inferred, in: "CS")
                        .inventing("the date"),
                ]
            )
        ]
    }
}
