import CaseModel
import Values

/// Rows 58 to 63: a goal that she could not have named at first, and three pairs that mirror each
/// other.
extension CaseStudy {
    static func cycle7(_ days: CaseStudyDays) -> [Step] {
        filming(days) + review(days) + supervision(days)
    }

    private static let phase = "Cycle 7"

    private static func filming(_ days: CaseStudyDays) -> [Step] {
        let start = days.at(147, 10, 30)
        let filmed = Occurrence.range(from: start, to: start.adding(milliseconds: 480_000))
        return [
            CaseStudyRow(58, .stated, in: "C7", "Before cycle 7").step(
                at: days.at(144, 12),
                [
                    Draft(
                        .goalAgreed,
                        at: .unknown,
                        [
                            "goal": "goal-4",
                            "statement": "Be physically close to him and feel safe with it",
                            "agreedWith": ["mother"],
                        ]
                    )
                    .inventing("when it was recorded")
                ]
            ),
            CaseStudyRow(59, .stated, in: "C7", phase).step(
                at: days.at(147, 11, 10),
                [
                    Draft(.cycleOpened, at: filmed, ["cycle": "cycle-7", "number": 7])
                        .told(.inferred, in: "C7")
                        .inventing("the date"),
                    Draft(
                        .filmTaken,
                        at: filmed,
                        [
                            "film": "film-8", "kind": "interaction", "durationMs": 480_000,
                            "people": ["mother", "infant"], "cycle": "cycle-7",
                        ]
                    )
                    .inventing("the date, the time and the length"),
                    Draft(
                        .attunementObserved,
                        at: filmed,
                        [
                            "level": "PI", "principles": ["BA2", "EI1"],
                            "description": "She sits back and lets him come",
                            "film": "film-8", "cycle": "cycle-7", "port": "M.act",
                        ]
                    )
                    .inventing("the date; principles and port are our coding"),
                ]
            ),
        ]
    }

    private static func review(_ days: CaseStudyDays) -> [Step] {
        let held = days.meeting(154, 10, minutes: 50)
        return [
            CaseStudyRow(60, .stated, in: "C7", phase).step(
                at: days.at(154, 11),
                [
                    Draft(
                        .sharedReviewHeld,
                        at: held,
                        [
                            "review": "review-7", "cycle": "cycle-7", "film": "film-8",
                            "people": ["mother"], "staff": ["s-guider"], "durationMs": 3_000_000,
                            "summary":
                                "The therapist sits back and listens; they look at each other more",
                        ]
                    )
                    .inventing("the date, the time and the length"),
                    Draft(
                        .filmTaken,
                        at: held,
                        [
                            "film": "film-9", "kind": "shared-review", "durationMs": 2_700_000,
                            "people": ["mother"], "staff": ["s-guider"], "cycle": "cycle-7",
                            "review": "review-7",
                        ]
                    )
                    .inventing("the date and the length"),
                    Draft(
                        .attunementObserved,
                        at: held,
                        [
                            "level": "GP", "principles": ["BA2", "EI1", "EI2", "RI3"],
                            "description": """
                            The therapist sits back and listens; eye contact and attuned answers \
                            between the adults grow
                            """,
                            "film": "film-9", "review": "review-7", "cycle": "cycle-7",
                            "port": "G.act",
                        ]
                    )
                    .inventing("the date; principles and port are our coding"),
                ]
            ),
            CaseStudyRow(61, .stated, in: "C7", phase).step(
                at: days.at(154, 11, 6),
                [
                    Draft(
                        .insightRecorded,
                        at: held,
                        [
                            "person": "mother",
                            "insight": "That tenderness is one thing and abuse another",
                            "review": "review-7", "cycle": "cycle-7", "port": "M.rep",
                        ]
                    )
                    .inventing("the date, and our coding by port")
                ]
            ),
        ]
    }

    private static func supervision(_ days: CaseStudyDays) -> [Step] {
        let held = days.meeting(157, 14, minutes: 60)
        return [
            CaseStudyRow(62, .stated, in: "C7", phase).step(
                at: days.at(157, 15, 8),
                by: "s-supervisor",
                [
                    Draft(
                        .supervisionHeld,
                        at: held,
                        [
                            "supervision": "supervision-8", "moment": "after-review",
                            "review": "review-7", "film": "film-9", "cycle": "cycle-7",
                            "supervisor": "s-supervisor", "supervisee": "s-guider",
                            "durationMs": 3_600_000,
                        ]
                    )
                    .inventing("the date, the time and the length"),
                    Draft(
                        .filmShown,
                        at: held,
                        [
                            "film": "film-9", "viewers": ["s-supervisor"],
                            "viewerRole": "supervisor", "supervision": "supervision-8",
                        ]
                    )
                    .inventing("the date"),
                    Draft(
                        .parallelProcessNoted,
                        at: held,
                        [
                            "description": """
                            The two adults mirror mother and baby: one sits back, the other comes
                            """,
                            "levels": ["GP", "PI"], "principles": ["BA2", "EI1"],
                            "supervision": "supervision-8", "review": "review-7",
                            "cycle": "cycle-7",
                        ]
                    )
                    .inventing("the date; principles are our coding"),
                ]
            ),
            CaseStudyRow(63, .stated, in: "C7", phase).step(
                at: days.at(157, 15, 14),
                by: "s-supervisor",
                [
                    Draft(
                        .supervisionFeedbackGiven,
                        at: held,
                        [
                            "supervision": "supervision-8", "feedback": "strength",
                            "words": "More natural and at ease, and enjoying the work",
                            "namedBy": "supervisor", "film": "film-9",
                        ]
                    )
                    .inventing("the date; that the supervisor named it is our reading"),
                    Draft(
                        .strengthNamed,
                        at: held,
                        [
                            "strength": "Natural, relaxed, enjoys the work", "staff": "s-guider",
                            "namedBy": "supervisor", "supervision": "supervision-8",
                        ]
                    )
                    .inventing("the date; that the supervisor named it is our reading"),
                    Draft(.cycleCompleted, at: .date(days.date(157)), ["cycle": "cycle-7"])
                        .told(.inferred, in: "CS")
                        .inventing("the date"),
                ]
            ),
        ]
    }
}
