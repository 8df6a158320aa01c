import CaseModel
import Values

/// Rows 1 to 4: the referral, the family, who else treats the mother.
extension CaseStudy {
    static func intake(_ days: CaseStudyDays) -> [Step] {
        let phase = "Intake"
        let first = CaseStudyRow(1, .stated, in: "CS", phase)
        let month = Occurrence.month(year: days.start.year, month: days.start.month)
        return [
            first.step(
                at: days.at(0, 9, 30),
                by: "s-admin",
                [
                    Draft(.caseOpened, at: .instant(days.at(0, 9, 30)), ["reference": "C-0001"])
                        .told(.gap, in: "-")
                        .inventing("that a case was opened, its reference and its time"),
                    Draft(
                        .referralReceived,
                        at: month,
                        [
                            "reason": """
                            Severe depression after the birth, borderline traits, severe sexual \
                            abuse as a child; for perinatal parent-infant psychotherapy
                            """
                        ],
                        source: "the referral"
                    )
                    .inventing("the month"),
                ]
            ),
            CaseStudyRow(2, .stated, in: "CA", phase).step(
                at: days.at(0, 9, 40),
                by: "s-admin",
                people(at: .instant(days.at(0, 9, 40)))
            ),
            CaseStudyRow(3, .stated, in: "CS", phase).step(
                at: days.at(0, 9, 50),
                by: "s-admin",
                [
                    Draft(
                        .concurrentTreatmentNoted,
                        at: .unknown,
                        [
                            "person": "mother", "provider": "consultant perinatal psychiatrist",
                            "agency": "perinatal-psychiatry",
                        ],
                        source: "the referral"
                    )
                ]
            ),
            CaseStudyRow(4, .gap, in: "-", phase).step(
                at: days.at(0, 9, 55),
                by: "s-admin",
                [
                    Draft(
                        .parentalResponsibilityRecorded,
                        at: .unknown,
                        ["holder": "mother", "child": "infant", "holds": true, "basis": "mother"]
                    )
                    .inventing("the entry: a mother has it by law, the article does not say so")
                ],
                note: "Whether the husband has parental responsibility is not said and left out."
            ),
            first.step(
                at: days.at(2, 14),
                by: "s-admin",
                [
                    Draft(.referralAccepted, at: .date(days.date(2)), ["guider": "s-guider"])
                        .told(.inferred, in: "CS")
                        .inventing("the day")
                ]
            ),
        ]
    }

    private static func people(at occurred: Occurrence) -> [Draft] {
        let mother = Draft(
            .personAdded,
            at: occurred,
            [
                "person": "mother", "role": "client", "name": "Julia", "ageYears": 35,
                "relationship": "mother", "inHousehold": true, "isFilmed": true,
                "note": "British. The name is fictional.",
            ]
        )
        let infant = Draft(
            .personAdded,
            at: occurred,
            [
                "person": "infant", "role": "child", "name": "Luke", "relationship": "self",
                "inHousehold": true, "isFilmed": true,
                "note": "Age not given. The name is fictional.",
            ]
        )
        let brothers = [("brother-1", 7), ("brother-2", 6)].map { label, age in
            Draft(
                .personAdded,
                at: occurred,
                [
                    "person": .string(label), "role": "sibling", "ageYears": JSON(age),
                    "relationship": "brother", "inHousehold": true,
                ]
            )
        }
        let husband = Draft(
            .personAdded,
            at: occurred,
            [
                "person": "husband", "role": "partner", "inHousehold": true,
                "note": "Described as supportive; nothing else is known.",
            ]
        )
        return ([mother, infant] + brothers + [husband]).map { $0.inventing("when it was entered") }
    }
}
