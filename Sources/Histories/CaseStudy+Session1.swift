import CaseModel
import Values

/// Rows 5 to 19: the planning session in which she tells for the first time, and what follows it.
/// Rows 16 and 17 stay open: no safeguarding decision and no risk plan are described.
extension CaseStudy {
    static func session1(_ days: CaseStudyDays) -> [Step] {
        let held = days.meeting(14, 10, minutes: 75)
        return firstSight(days, held) + risks(days, held) + telling(days, held)
            + afterwards(days, held)
    }

    private static let phase = "Session 1"

    private static func firstSight(_ days: CaseStudyDays, _ held: Occurrence) -> [Step] {
        [
            CaseStudyRow(5, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 20),
                [
                    Draft(
                        .sessionHeld,
                        at: held,
                        [
                            "session": "session-1", "kind": "planning",
                            "people": ["mother", "infant"], "staff": ["s-guider"],
                            "durationMs": 4_500_000,
                            "summary":
                                "Planned how to work with film; she spoke of what is hardest",
                        ]
                    )
                    .inventing("the date, the time and the length")
                ]
            ),
            CaseStudyRow(6, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 24),
                [
                    Draft(
                        .concernReported,
                        at: held,
                        [
                            "concern": "concern-1",
                            "description": """
                            She says that she does not like the baby. Holds him well, but hardly \
                            looks at him, shows no interest and little affection
                            """,
                            "concerning": ["infant", "mother"], "reporter": "mother",
                            "session": "session-1",
                        ],
                        source: "the mother's account and own observation"
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(7, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 27),
                [
                    Draft(
                        .childObserved,
                        at: held,
                        [
                            "child": "infant",
                            "observation": "Irritable and restless from beginning to end",
                            "session": "session-1", "seenAlone": false, "port": "B.act",
                        ],
                        source: "own observation"
                    )
                    .inventing("the date and our coding by port")
                ]
            ),
        ]
    }

    private static func risks(_ days: CaseStudyDays, _ held: Occurrence) -> [Step] {
        [
            CaseStudyRow(8, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 30),
                [
                    Draft(
                        .riskHistoryRecorded,
                        at: .unknown,
                        [
                            "person": "mother", "history": "Has tried to end her life",
                            "period": "in the past; no dates given",
                        ],
                        source: "the mother's account"
                    ),
                    Draft(
                        .riskHistoryRecorded,
                        at: .unknown,
                        [
                            "person": "mother", "history": "Hurt herself",
                            "period": "in the first weeks after each of the older boys was born",
                        ],
                        source: "the mother's account"
                    ),
                ]
            ),
            CaseStudyRow(9, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 34),
                [
                    Draft(
                        .riskNoted,
                        at: held,
                        [
                            "risk": "risk-1", "level": "high", "concerning": ["mother"],
                            "redFlags": ["violent-self-harm"],
                            "description":
                                "Since this birth, thoughts of stepping in front of a car",
                            "session": "session-1",
                        ],
                        source: "the mother's account"
                    )
                    .inventing("the date; level and red flag are our reading")
                ]
            ),
            CaseStudyRow(10, .stated, in: "CS, CA", phase).step(
                at: days.at(14, 11, 38),
                [
                    Draft(
                        .riskNoted,
                        at: held,
                        [
                            "risk": "risk-2", "level": "moderate",
                            "concerning": ["infant", "mother"], "redFlags": ["estrangement"],
                            "description": """
                            Feels nothing for the baby and thinks of giving him up for adoption
                            """,
                            "concern": "concern-1", "session": "session-1",
                        ],
                        source: "the mother's account"
                    )
                    .inventing("the date; level and red flag are our reading")
                ]
            ),
        ]
    }

    private static func telling(_ days: CaseStudyDays, _ held: Occurrence) -> [Step] {
        let told = CaseStudyRow(11, .stated, in: "CA", phase)
        return [
            told.step(
                at: days.at(14, 11, 42),
                [
                    Draft(
                        .personAdded,
                        at: .instant(days.at(14, 11, 42)),
                        [
                            "person": "relative-1", "role": "alleged-abuser",
                            "relationship": "grandmother",
                            "note": """
                            The client's own mother. Whether she meets the children is not known.
                            """,
                        ],
                        thirdParties: ["relative-1"],
                        source: "the mother's account",
                        confidentiality: .restricted
                    )
                    .inventing("when it was entered")
                ]
            ),
            told.step(
                at: days.at(14, 11, 45),
                [
                    Draft(
                        .disclosureRecorded,
                        at: held,
                        [
                            "disclosure": "disclosure-1", "discloser": "mother",
                            "category": "sexual-abuse",
                            "summary": """
                            By her own mother, from seven into her mid-teens. In many therapies \
                            she had never told anyone before
                            """,
                            "abuser": "relative-1", "ageFrom": 7,
                            "ages": "from seven to the middle of her teens", "toldBefore": "no",
                            "session": "session-1",
                        ],
                        thirdParties: ["relative-1"],
                        source: "the mother's account"
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(12, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 49),
                [
                    Draft(
                        .engagementRiskNoted,
                        at: held,
                        [
                            "person": "mother",
                            "sign": """
                            Frightened that she has spoken at all; afraid that she will not dare \
                            to come back
                            """,
                            "session": "session-1",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(13, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 52),
                [
                    Draft(
                        .containmentNoted,
                        at: held,
                        [
                            "person": "mother", "what": "Her fears were heard and held",
                            "outcome": "she goes on with the work", "session": "session-1",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(14, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 56),
                [
                    Draft(
                        .impactOfAbuseRecorded,
                        at: held,
                        [
                            "person": "mother",
                            "impact": """
                            The baby's hands bring back the hands of the one who hurt her; being \
                            touched, feeding and showing affection are hard
                            """,
                            "areas": ["feeding", "touch", "affection"],
                            "disclosure": "disclosure-1", "session": "session-1",
                        ],
                        thirdParties: ["relative-1"],
                        source: "the mother's account"
                    )
                    .inventing("the date")
                ]
            ),
        ]
    }

    private static func afterwards(_ days: CaseStudyDays, _ held: Occurrence) -> [Step] {
        [
            CaseStudyRow(16, .gap, in: "-", phase).open(
                at: days.at(14, 11, 57),
                missing: """
                    No safeguarding decision: whether the relative can reach any child, what the \
                    safeguarding lead advised, whether to refer. SG12 finds it.
                    """
            ),
            CaseStudyRow(17, .gap, in: "-", phase).open(
                at: days.at(14, 11, 58),
                missing: """
                    No risk plan and no action: what to do in a crisis, who is told, whether the \
                    psychiatrist knows. SG08 finds it.
                    """
            ),
            CaseStudyRow(18, .stated, in: "CA", phase).step(
                at: days.at(14, 11, 59),
                [
                    Draft(
                        .focusAgreed,
                        at: held,
                        [
                            "focus": "How hard it is to bond with Luke",
                            "people": ["mother"], "session": "session-1",
                        ]
                    )
                    .inventing("the date")
                ]
            ),
            CaseStudyRow(19, .stated, in: "C1V", "After session 1").step(
                at: days.at(15, 9, 30),
                [
                    Draft(
                        .methodDecided,
                        at: .date(days.date(15)),
                        [
                            "method": "VIG",
                            "rationale": """
                            Speaking is hard for her and talk soon turns to settled views of \
                            herself as bad; trust needs time to grow
                            """,
                            "decidedBy": ["s-guider"],
                        ]
                    )
                    .inventing("the day")
                ]
            ),
            CaseStudyRow(15, .stated, in: "CA", phase).step(
                at: days.at(16, 16, 10),
                [
                    Draft(
                        .formulationRecorded,
                        at: held,
                        [
                            "formulation": """
                            Wishing the baby adopted may be a wish to be rid of unbearable \
                            feelings; these need to be held first
                            """,
                            "concerning": ["mother", "infant"], "session": "session-1",
                        ],
                        lateReason: "Written once there had been time to think it over"
                    )
                    .inventing("the date, and that it was written two days later")
                ]
            ),
        ]
    }
}
