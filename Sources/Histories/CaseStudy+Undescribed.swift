import CaseModel
import Values

/// Rows 44, 57 and 64: the cycles that the article counts and does not describe. What a cycle
/// cannot do without is invented, and says so; no clip is, and no word.
extension CaseStudy {
    static func cycle2(_ days: CaseStudyDays) -> [Step] {
        undescribed(2, row: 44, film: "film-3", on: 35, days)
    }

    static func cycles4To6(_ days: CaseStudyDays) -> [Step] {
        undescribed(4, row: 57, film: "film-5", on: 84, days)
            + undescribed(5, row: 57, film: "film-6", on: 98, days)
            + undescribed(6, row: 57, film: "film-7", on: 133, days)
    }

    static func cycle8(_ days: CaseStudyDays) -> [Step] {
        undescribed(8, row: 64, film: "film-10", on: 161, days)
    }

    /// Film on `day`, review a week later, supervision three days after that.
    private static func undescribed(
        _ number: Int,
        row: Int,
        film: String,
        on day: Int,
        _ days: CaseStudyDays
    ) -> [Step] {
        let cycle = JSON("cycle-\(number)")
        let review = JSON("review-\(number)")
        let row = CaseStudyRow(row, .gap, in: "CS", "Cycle \(number)")
        let everything = """
            the whole entry: the article counts eight cycles and says nothing of this one
            """
        let begin = days.at(day, 10, 30)
        let filmed = Occurrence.range(from: begin, to: begin.adding(milliseconds: 420_000))
        return [
            row.step(
                at: days.at(day, 11, 15),
                [
                    Draft(.cycleOpened, at: filmed, ["cycle": cycle, "number": JSON(number)])
                        .inventing(everything),
                    Draft(
                        .filmTaken,
                        at: filmed,
                        [
                            "film": JSON(film), "kind": "interaction", "durationMs": 420_000,
                            "people": ["mother", "infant"], "cycle": cycle,
                        ]
                    )
                    .inventing(everything),
                ]
            ),
            row.step(
                at: days.at(day + 7, 11, 15),
                [
                    Draft(
                        .sharedReviewHeld,
                        at: days.meeting(day + 7, 10, minutes: 50),
                        [
                            "review": review, "cycle": cycle, "film": JSON(film),
                            "people": ["mother"], "staff": ["s-guider"],
                            "summary": "Nothing is known of this review",
                        ]
                    )
                    .inventing(everything)
                ]
            ),
            row.step(
                at: days.at(day + 10, 15, 10),
                [
                    Draft(
                        .supervisionHeld,
                        at: days.meeting(day + 10, 14, minutes: 60),
                        [
                            "supervision": JSON("supervision-\(number + 1)"),
                            "moment": "after-review", "review": review, "cycle": cycle,
                            "supervisor": "s-supervisor", "supervisee": "s-guider",
                        ]
                    )
                    .inventing(everything),
                    Draft(.cycleCompleted, at: .date(days.date(day + 10)), ["cycle": cycle])
                        .inventing(everything),
                ]
            ),
        ]
    }
}
