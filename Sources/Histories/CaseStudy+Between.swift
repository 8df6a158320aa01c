import CaseModel
import Values

/// Rows 45 to 47: interruptions, a crisis team, contact with others. The article says that they
/// happened, never when. Row 47 is written down only in the third cycle, so that nobody reading the
/// record before then could see that the psychiatrist knew of the red flags.
extension CaseStudy {
    static func pauses(_ days: CaseStudyDays) -> [Step] {
        let row = CaseStudyRow(45, .stated, in: "TH", "Between cycles")
        let when = "when it was recorded; the article says that there were several, not when"
        func paused(_ label: String, _ reason: String, recorded: Int, until: Int) -> [Step] {
            [
                row.step(
                    at: days.at(recorded, 10, 30),
                    [
                        Draft(
                            .vigPaused,
                            at: .unknown,
                            [
                                "pause": JSON(label), "reason": JSON(reason),
                                "reviewOn": JSON(days.date(until).description),
                            ]
                        )
                        .inventing(when + "; the day to look at it again")
                    ]
                ),
                row.step(
                    at: days.at(until, 10, 30),
                    [
                        Draft(.vigResumed, at: .unknown, ["pause": JSON(label)]).inventing(when)
                    ]
                ),
            ]
        }
        return paused("pause-1", "abuse-issues", recorded: 49, until: 63)
            + paused("pause-2", "fears", recorded: 112, until: 126)
    }

    static func liaison(_ days: CaseStudyDays) -> [Step] {
        let late = "Found missing when the record was read for supervision"
        return [
            CaseStudyRow(46, .stated, in: "TH", "Between cycles").step(
                at: days.at(73, 16, 20),
                [
                    Draft(
                        .crisisServiceInvolved,
                        at: .unknown,
                        [
                            "agency": "home-treatment-team", "person": "mother",
                            "reason": "Needed at one point in the work",
                        ],
                        lateReason: late
                    )
                    .inventing("when it was recorded, and why so late")
                ]
            ),
            CaseStudyRow(47, .stated, in: "TH", "Between cycles").step(
                at: days.at(73, 16, 25),
                [
                    contact("perinatal-psychiatry", "consultant perinatal psychiatrist", late),
                    contact("other", "others who look after her", late),
                ],
                note: """
                    Recorded without a date and only in cycle 3: no contact within a day of the \
                    red flags can be shown. SG11 finds it.
                    """
            ),
        ]
    }

    private static func contact(_ agency: String, _ who: String, _ late: String) -> Draft {
        Draft(
            .liaisonContactMade,
            at: .unknown,
            [
                "agency": JSON(agency), "direction": "two-way", "contact": JSON(who),
                "aim": "To hold her together, and not be played off against each other",
                "concerning": ["mother"],
            ],
            lateReason: late
        )
        .inventing("when it was recorded, and why so late; what was said is not known")
    }
}
