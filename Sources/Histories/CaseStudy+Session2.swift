import CaseModel
import Values

/// Rows 20 to 28: goals, a helping question and the first film. Row 22 stays open: the article
/// says that she liked the idea, not that anybody consented.
extension CaseStudy {
    static func session2(_ days: CaseStudyDays) -> [Step] {
        let held = days.meeting(21, 10, minutes: 70)
        return talk(days, held) + film(days, held)
    }

    private static let phase = "Session 2"

    private static func talk(_ days: CaseStudyDays, _ held: Occurrence) -> [Step] {
        let goals = [
            ("goal-1", "Show him affection"), ("goal-2", "Feel love for him"),
            ("goal-3", "Enjoy being with him"),
        ]
        return [
            CaseStudyRow(20, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 15),
                [
                    Draft(
                        .sessionHeld,
                        at: held,
                        [
                            "session": "session-2", "kind": "planning",
                            "people": ["mother", "infant"], "staff": ["s-guider"],
                            "durationMs": 4_200_000,
                            "summary": """
                            Asked how the first session had been for her, and whether thoughts of \
                            the abuse keep pushing in
                            """,
                        ]
                    )
                    .inventing("the date, the time and the length")
                ]
            ),
            CaseStudyRow(21, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 19),
                [
                    Draft(
                        .jointDecisionMade,
                        at: held,
                        [
                            "decided": """
                            Work on the relationship first; the abuse stays on the table, and when \
                            to turn to it is decided together
                            """,
                            "people": ["mother"], "staff": ["s-guider"],
                            "rationale": "To her this is the safer way round",
                            "session": "session-2",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(22, .gap, in: "-", phase).open(
                at: days.at(21, 11, 20),
                missing: """
                    No consent: to filming, to the supervisor seeing it, to filming the review, \
                    for herself and for the baby. SG02 finds it.
                    """
            ),
            CaseStudyRow(23, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 23),
                goals.map { label, statement in
                    Draft(
                        .goalAgreed,
                        at: held,
                        [
                            "goal": .string(label), "statement": .string(statement),
                            "agreedWith": ["mother"],
                        ]
                    )
                    .inventing("the date")
                }
            ),
            CaseStudyRow(24, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 26),
                [
                    Draft(
                        .helpingQuestionFormed,
                        at: held,
                        [
                            "question": "question-1", "goal": "goal-3",
                            "wording": "How can I come to enjoy being with my baby more?",
                            "formedWith": ["mother"],
                        ]
                    )
                    .inventing("the date")
                ]
            ),
        ]
    }

    private static func film(_ days: CaseStudyDays, _ held: Occurrence) -> [Step] {
        let begin = days.at(21, 10, 50)
        let filmed = Occurrence.range(from: begin, to: begin.adding(milliseconds: 300_000))
        return [
            CaseStudyRow(25, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 30),
                [
                    Draft(.cycleOpened, at: filmed, ["cycle": "cycle-1", "number": 1])
                        .told(.inferred, in: "C1V")
                        .inventing("the date"),
                    Draft(
                        .filmTaken,
                        at: filmed,
                        [
                            "film": "film-1", "kind": "interaction", "durationMs": 300_000,
                            "people": ["mother", "infant"], "cycle": "cycle-1",
                            "session": "session-2",
                            "activity": "Together; she is awkward, and contact is hard to keep up",
                        ]
                    )
                    .inventing("the date and the time"),
                ]
            ),
            CaseStudyRow(27, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 34),
                [
                    Draft(
                        .clientToldOfSupervision,
                        at: held,
                        [
                            "people": ["mother"], "supervisor": "s-supervisor", "film": "film-1",
                            "response": "Likes the thought",
                            "said": "Wondered aloud what the supervisor might say of the film",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(28, .stated, in: "C1V", phase).step(
                at: days.at(21, 11, 37),
                [
                    Draft(
                        .appointmentBooked,
                        at: held,
                        [
                            "time": .string(days.at(28, 10).description), "kind": "shared-review",
                            "people": ["mother"], "staff": ["s-guider"],
                        ]
                    )
                    .inventing("the dates; the same time a week later is stated")
                ]
            ),
            CaseStudyRow(26, .stated, in: "C1V", phase).step(
                at: days.at(23, 12, 5),
                [
                    Draft(
                        .guiderReflectionRecorded,
                        at: filmed,
                        [
                            "reflection": """
                            Felt awkward, at times without hope, being a trainee myself; could \
                            bear it, and we stayed on the same side
                            """,
                            "session": "session-2", "film": "film-1",
                        ],
                        lateReason: "Put into words while preparing for supervision"
                    )
                    .inventing("the date, and that it was written two days later")
                ]
            ),
        ]
    }
}
