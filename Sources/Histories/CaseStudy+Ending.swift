import CaseModel
import Values

/// Rows 65 to 67: her own closing words, a closing of which nothing is described, and what she took
/// from it to others.
extension CaseStudy {
    static func ending(_ days: CaseStudyDays) -> [Step] {
        [
            CaseStudyRow(65, .stated, in: "CS", "Ending").step(
                at: days.at(175, 11, 5),
                [
                    Draft(
                        .closingStatementRecorded,
                        at: .date(days.date(175)),
                        [
                            "person": "mother",
                            "statement": "We are closer than I had dared to hope",
                            "isParaphrase": true,
                        ]
                    )
                    .inventing("the date; the words are a paraphrase")
                ]
            ),
            CaseStudyRow(66, .gap, in: "-", "Ending").step(
                at: days.at(175, 11, 30),
                [
                    Draft(
                        .caseClosed,
                        at: .date(days.date(175)),
                        ["reason": "planned-end", "planned": true]
                    )
                    .inventing("the whole entry: the article tells of no closing")
                ],
                note: """
                    No risk at closing, no letter, nothing on what became of the films. SG26 and \
                    SG05 find it.
                    """
            ),
            CaseStudyRow(67, .stated, in: "C7", "Follow-up").step(
                at: days.at(238, 9, 45),
                [
                    Draft(
                        .generalisationReported,
                        at: .unknown,
                        [
                            "target": "sibling", "people": ["brother-1", "brother-2"],
                            "reporter": "client",
                            "description": "Gives her other children space too, and answers them",
                        ],
                        source: "the mother's account"
                    )
                    .inventing("when it was recorded"),
                    Draft(
                        .generalisationReported,
                        at: .unknown,
                        [
                            "target": "friend", "reporter": "client",
                            "description": "Does the same with friends",
                        ],
                        source: "the mother's account"
                    )
                    .inventing("when it was recorded"),
                ]
            ),
        ]
    }
}
