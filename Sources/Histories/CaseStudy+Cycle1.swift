import CaseModel
import Values

/// Rows 29 to 43: supervision on the first film, five seconds of it, and the first shared review.
extension CaseStudy {
    static func cycle1(_ days: CaseStudyDays) -> [Step] {
        let begin = days.at(28, 10)
        return preparing(days) + beginning(days, begin) + looking(days, begin)
            + naming(days, begin) + lookingBack(days)
    }

    private static let phase = "Cycle 1"

    private static func preparing(_ days: CaseStudyDays) -> [Step] {
        let held = days.meeting(24, 14, minutes: 60)
        return [
            CaseStudyRow(29, .stated, in: "C1V, C1R", phase).step(
                at: days.at(24, 15, 10),
                [
                    Draft(
                        .supervisionHeld,
                        at: held,
                        [
                            "supervision": "supervision-1", "moment": "before-review",
                            "film": "film-1", "cycle": "cycle-1", "supervisor": "s-supervisor",
                            "supervisee": "s-guider", "durationMs": 3_600_000,
                            "summary": "Looked at the film of mother and baby together",
                        ]
                    )
                    .inventing("the date, the time and the length"),
                    Draft(
                        .filmShown,
                        at: held,
                        [
                            "film": "film-1", "viewers": ["s-supervisor"],
                            "viewerRole": "supervisor", "supervision": "supervision-1",
                        ]
                    )
                    .inventing("the date"),
                ]
            ),
            CaseStudyRow(30, .stated, in: "C1R", phase).step(
                at: days.at(24, 15, 14),
                [
                    Draft(
                        .usualPatternNoted,
                        at: held,
                        [
                            "pattern": """
                            She tries very hard and leaves him little room, and he turns away
                            """,
                            "film": "film-1", "cycle": "cycle-1", "level": "PI",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(31, .stated, in: "C1R", phase).step(
                at: days.at(24, 15, 20),
                [
                    Draft(
                        .clipChosen,
                        at: held,
                        [
                            "clip": "clip-1", "film": "film-1", "startMs": 132_000,
                            "endMs": 137_000, "principles": ["BA2", "EI3", "RI3"], "level": "PI",
                            "goals": ["goal-3"], "questions": ["question-1"],
                            "isException": true,
                            "pattern": "She tries very hard and he turns away",
                            "description": """
                            The baby has turned away. She talks to him and moves back a little, at \
                            about 45 degrees; he turns round to her and smiles
                            """,
                            "isFailedMoment": false,
                        ]
                    )
                    .inventing(
                        """
                        the date and the place in the film; principles, goal and question are our \
                        coding; about five seconds are stated
                        """
                    )
                ]
            ),
        ]
    }

    private static func beginning(_ days: CaseStudyDays, _ begin: Instant) -> [Step] {
        let held = days.meeting(28, 10, minutes: 50)
        return [
            CaseStudyRow(32, .stated, in: "C1R", phase).step(
                at: days.at(28, 11),
                [
                    Draft(
                        .sharedReviewHeld,
                        at: held,
                        [
                            "review": "review-1", "cycle": "cycle-1", "film": "film-1",
                            "people": ["mother"], "staff": ["s-guider"], "durationMs": 3_000_000,
                            "summary": """
                            The first review, and a turning point: she sees that he turns back to \
                            her when she gives him room
                            """,
                        ]
                    )
                    .inventing("the date, the time and the length")
                ]
            ),
            CaseStudyRow(33, .inferred, in: "PR", phase).step(
                at: days.at(28, 11, 3),
                [
                    Draft(
                        .filmTaken,
                        at: held,
                        [
                            "film": "film-2", "kind": "shared-review", "durationMs": 2_700_000,
                            "people": ["mother"], "staff": ["s-guider"], "cycle": "cycle-1",
                            "review": "review-1",
                        ]
                    )
                    .inventing("the date and the length; that reviews are filmed is the method")
                ]
            ),
            CaseStudyRow(34, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 6),
                [
                    Draft(
                        .clipShown,
                        at: days.moment(300_000, after: begin),
                        [
                            "review": "review-1", "clip": "clip-1", "atMs": 300_000,
                            "parentFirst": true,
                            "framing": "Something the supervisor and I liked in how you reach him",
                        ]
                    )
                    .inventing("when; that she described it first is our reading")
                ]
            ),
            CaseStudyRow(35, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 9),
                [
                    Draft(
                        .clientResponseObserved,
                        at: days.moment(308_000, after: begin),
                        [
                            "person": "mother",
                            "response": """
                            Unsure at first; her voice changes as she sees him turn back to her
                            """,
                            "review": "review-1", "clip": "clip-1", "atMs": 308_000,
                        ]
                    )
                    .inventing("when")
                ]
            ),
        ]
    }

    private static func looking(_ days: CaseStudyDays, _ begin: Instant) -> [Step] {
        [
            CaseStudyRow(36, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 12),
                [
                    Draft(
                        .playbackPaused,
                        at: days.moment(312_000, after: begin),
                        [
                            "review": "review-1", "clip": "clip-1", "atMs": 312_000,
                            "durationMs": 4_000, "after": "guider", "brokenBy": "parent",
                            "question": "A good moment. What did you do that made it happen?",
                        ]
                    )
                    .inventing("when and how long")
                ]
            ),
            CaseStudyRow(37, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 14),
                [
                    said(
                        "parent",
                        "I think I began to talk to him, and touched his chin, perhaps",
                        from: 322_000,
                        to: 327_500,
                        begin,
                        in: "review-1",
                        port: "M.act"
                    )
                ]
            ),
            CaseStudyRow(38, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 17),
                [
                    said(
                        "guider",
                        "And look, here you are both smiling",
                        from: 329_000,
                        to: 332_000,
                        begin,
                        in: "review-1",
                        port: "G.act"
                    ),
                    Draft(
                        .clientResponseObserved,
                        at: days.moment(333_000, after: begin),
                        [
                            "person": "mother", "response": "Looks again, and agrees",
                            "review": "review-1", "clip": "clip-1", "atMs": 333_000,
                        ]
                    )
                    .inventing("when"),
                ]
            ),
            CaseStudyRow(39, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 20),
                [
                    said(
                        "guider",
                        "See how fast he answers you",
                        from: 336_000,
                        to: 338_500,
                        begin,
                        in: "review-1",
                        port: "G.act"
                    ),
                    Draft(
                        .clientResponseObserved,
                        at: days.moment(340_000, after: begin),
                        [
                            "person": "mother", "response": "A first trace of pride",
                            "review": "review-1", "clip": "clip-1", "atMs": 340_000,
                        ]
                    )
                    .inventing("when"),
                ]
            ),
        ]
    }

    private static func naming(_ days: CaseStudyDays, _ begin: Instant) -> [Step] {
        [
            CaseStudyRow(40, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 24),
                [
                    Draft(
                        .guiderDecisionRecorded,
                        at: days.moment(345_000, after: begin),
                        [
                            "decided": """
                            Explained why it helps a baby to have space; then they looked once more
                            """,
                            "rationale": "Her pride showed that she could take it in",
                            "review": "review-1", "atMs": 345_000,
                        ]
                    )
                    .inventing("when")
                ]
            ),
            CaseStudyRow(41, .stated, in: "C1R", phase).step(
                at: days.at(28, 11, 28),
                [
                    Draft(
                        .themeNamed,
                        at: days.moment(420_000, after: begin),
                        [
                            "theme": "theme-1",
                            "name": "Respecting the room between her and the baby",
                            "review": "review-1", "speaker": "guider",
                            "response": "She likes the idea",
                        ]
                    )
                    .inventing("when")
                ]
            ),
        ]
    }

    private static func lookingBack(_ days: CaseStudyDays) -> [Step] {
        let held = days.meeting(31, 14, minutes: 60)
        return [
            CaseStudyRow(42, .inferred, in: "PR", phase).step(
                at: days.at(31, 15, 10),
                [
                    Draft(
                        .supervisionHeld,
                        at: held,
                        [
                            "supervision": "supervision-2", "moment": "after-review",
                            "review": "review-1", "film": "film-2", "cycle": "cycle-1",
                            "supervisor": "s-supervisor", "supervisee": "s-guider",
                            "durationMs": 3_600_000, "summary": "Looked at the filmed review",
                        ]
                    )
                    .inventing("the date, the time and the length; supervision is the method"),
                    Draft(
                        .filmShown,
                        at: held,
                        [
                            "film": "film-2", "viewers": ["s-supervisor"],
                            "viewerRole": "supervisor", "supervision": "supervision-2",
                        ]
                    )
                    .inventing("the date"),
                ]
            ),
            CaseStudyRow(43, .inferred, in: "C1R", phase).step(
                at: days.at(31, 15, 15),
                [
                    Draft(.cycleCompleted, at: .date(days.date(31)), ["cycle": "cycle-1"])
                        .inventing("the date")
                ]
            ),
        ]
    }
}
