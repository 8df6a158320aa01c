extension Codebooks {
    /// The codebooks that a service starts with, until it adopts its own.
    package static let builtIn = Codebooks([
        principles, consentScopes, redFlags, measures, ports, skills, attendance, sessionKinds,
        relationships, pauseReasons, closureReasons, agencies,
    ])

    /// The ladder's six levels; the wording of each behaviour is ours.
    private static let principles = Codebook(
        name: .principles,
        version: "vigil-1",
        source: "Vigil's own wording of the six levels of attuned interaction and guidance",
        codes: level(
            "1 Being attentive",
            [
                ("BA1", "looks interested, with an open posture"),
                ("BA2", "leaves time and room"),
                ("BA3", "turns towards the other"),
                ("BA4", "is curious what the other does, thinks and feels"),
                ("BA5", "takes pleasure in watching"),
            ]
        )
            + level(
                "2 Encouraging initiatives",
                [
                    ("EI1", "waits"),
                    ("EI2", "listens actively"),
                    ("EI3", "has warmth in the voice"),
                    ("EI4", "says what the other does or may feel"),
                    ("EI5", "says what they do or feel themselves"),
                    ("EI6", "looks out for initiatives"),
                ]
            )
            + level(
                "3 Receiving initiatives",
                [
                    ("RI1", "shows that the initiative was noticed"),
                    ("RI2", "answers with face and body"),
                    ("RI3", "returns a look, a smile or a nod"),
                    ("RI4", "gives something friendly or playful back"),
                    ("RI5", "takes up the other's sounds or words"),
                ]
            )
            + level(
                "4 Developing attuned interaction",
                [
                    ("DA1", "receives first, then responds"),
                    ("DA2", "makes sure that the other follows"),
                    ("DA3", "waits for their own turn"),
                    ("DA4", "adds a turn on the same topic"),
                    ("DA5", "gives and takes short turns"),
                    ("DA6", "takes an equal share"),
                    ("DA7", "helps and does things together"),
                ]
            )
            + level(
                "5 Guiding",
                [
                    ("GU1", "gives just the support that is needed"),
                    ("GU2", "takes the other's idea further"),
                    ("GU3", "judges how much support is needed"),
                    ("GU4", "gives information or help when needed"),
                    ("GU5", "offers choices"),
                    ("GU6", "makes suggestions that the other can use"),
                ]
            )
            + level(
                "6 Deepening discussion",
                [
                    ("DD1", "supports the other in setting goals"),
                    ("DD2", "shares views"),
                    ("DD3", "solves problems together"),
                    ("DD4", "names differences"),
                    ("DD5", "explores what was intended"),
                    ("DD6", "names conflict, real or likely"),
                    ("DD7", "comes to a new meaning that both share"),
                    ("DD8", "goes back to the first levels when it gets hard"),
                ]
            )
    )

    private static let consentScopes = plain(
        .consentScopes,
        [
            ("film-interaction", "being filmed together", "Taking film"),
            ("film-shared-review", "the shared review being filmed", "Taking film"),
            ("view-supervisor", "the supervisor seeing the film", "Seeing film"),
            ("view-intervision", "fellow trainees seeing the film", "Seeing film"),
            ("view-external-accreditor", "an external accreditor seeing the film", "Seeing film"),
            ("share-named-professional", "a named professional seeing the film", "Seeing film"),
            ("copy-to-family", "the family having a copy", "Beyond the work"),
            ("training", "the film being shown in training", "Beyond the work"),
            ("research", "the film being used in research", "Beyond the work"),
            ("retain-beyond-default", "the film being kept longer than usual", "Beyond the work"),
        ]
    )

    private static let redFlags = plain(
        .redFlags,
        [
            ("significant-change", "recent marked change in mental state, or new symptoms", nil),
            ("violent-self-harm", "new thoughts or acts of violent self-harm", nil),
            (
                "estrangement",
                "new and lasting sense of failing as a mother, or of being a stranger to the baby",
                nil
            ),
        ],
        source:
            "Perinatal red flags that call for urgent senior psychiatric assessment, own wording"
    )

    private static let measures = Codebook(
        name: .measures,
        version: "vigil-1",
        source: "Published score ranges and bands; check them against your own manuals",
        codes: [
            Codebook.Code(
                "gbo",
                "Goal-based outcomes",
                group: "Goals",
                scores: Codebook.Scores(total: 0...10, higherIsBetter: true)
            ),
            // The bands are those of each subscale: HADS has no total in use.
            Codebook.Code(
                "hads",
                "Hospital Anxiety and Depression Scale",
                group: "Parent's mental health",
                scores: Codebook.Scores(
                    total: nil,
                    subscales: ["anxiety": 0...21, "depression": 0...21],
                    higherIsBetter: false,
                    bands: [(0, "usual"), (8, "mild"), (11, "moderate"), (15, "severe")]
                )
            ),
            Codebook.Code(
                "phq-9",
                "Patient Health Questionnaire, nine items",
                group: "Parent's mental health",
                scores: Codebook.Scores(
                    total: 0...27,
                    higherIsBetter: false,
                    bands: [
                        (0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately severe"),
                        (20, "severe"),
                    ]
                )
            ),
            Codebook.Code(
                "gad-7",
                "Generalised Anxiety Disorder scale, seven items",
                group: "Parent's mental health",
                scores: Codebook.Scores(
                    total: 0...21,
                    higherIsBetter: false,
                    bands: [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")]
                )
            ),
            Codebook.Code(
                "epds",
                "Edinburgh Postnatal Depression Scale",
                group: "Parent's mental health",
                scores: Codebook.Scores(
                    total: 0...30,
                    higherIsBetter: false,
                    bands: [
                        (0, "unlikely"), (10, "possible depression"), (13, "likely depression"),
                    ]
                )
            ),
            // Two codes, because the two scales point in opposite directions.
            Codebook.Code(
                "mors-warmth",
                "Mothers' Object Relations Scale, short form: warmth",
                group: "Relationship",
                scores: Codebook.Scores(total: 0...35, higherIsBetter: true)
            ),
            Codebook.Code(
                "mors-invasion",
                "Mothers' Object Relations Scale, short form: invasion",
                group: "Relationship",
                scores: Codebook.Scores(total: 0...35, higherIsBetter: false)
            ),
            // A mean with decimals, so a subscale: totals are whole numbers.
            Codebook.Code(
                "kips",
                "Keys to Interactive Parenting Scale",
                group: "Relationship",
                scores: Codebook.Scores(
                    total: nil,
                    subscales: ["mean": 1...5],
                    higherIsBetter: true,
                    bands: [(1, "low"), (3, "moderate"), (4, "high")]
                )
            ),
            Codebook.Code(
                "care-index",
                "CARE-Index, adult sensitivity, coded from play",
                group: "Relationship",
                scores: Codebook.Scores(
                    total: 0...14,
                    higherIsBetter: true,
                    bands: [(0, "serious concern"), (4, "concern"), (8, "good enough")]
                )
            ),
            Codebook.Code(
                "psi-4-sf",
                "Parenting Stress Index, fourth edition, short form",
                group: "Relationship",
                scores: Codebook.Scores(
                    total: 36...180,
                    subscales: [
                        "parental-distress": 12...60, "dysfunctional-interaction": 12...60,
                        "difficult-child": 12...60,
                    ],
                    higherIsBetter: false
                )
            ),
            // Range and cut-off depend on the age form, so only what the field allows is checked.
            Codebook.Code(
                "asq-se-2",
                "Ages and Stages, Social-Emotional, second edition",
                group: "Child",
                scores: Codebook.Scores(total: 0...1000, higherIsBetter: false)
            ),
        ]
    )

    private static let ports = plain(
        .ports,
        [
            ("B.act", "what the baby does", "Baby"),
            ("B.rep", "how the baby pictures the other, still forming", "Baby"),
            ("B.rf", "the baby's grasp of minds, still forming", "Baby"),
            ("B.ar", "the baby's own calming, still forming", "Baby"),
            ("M.act", "what the parent does", "Parent"),
            ("M.rep", "how the parent pictures self and baby", "Parent"),
            ("M.rf", "the parent's thinking about minds", "Parent"),
            ("M.ar", "how the parent steadies feelings", "Parent"),
            ("G.act", "what the guider does", "Guider"),
            ("G.rep", "how the guider pictures the family and the work", "Guider"),
            ("G.rf", "the guider's thinking about minds", "Guider"),
            ("G.ar", "how the guider steadies feelings", "Guider"),
        ],
        source: "Parts of the parent and infant system that change can enter by, own wording"
    )

    private static let skills = Codebook(
        name: .skills,
        version: "vigil-1",
        source: "A generic set, rated 1 to 5; replace it by your training scheme's own",
        codes: [
            ("gives-space", "leaves time before speaking"),
            ("follows-client", "takes up what the client brings"),
            ("asks-before-telling", "asks what the client sees before saying it"),
            ("names-strengths", "names strengths, exactly and with warmth"),
            ("names-pain", "puts into words what is hard"),
            ("chooses-clips", "chooses clips that are exceptions and fit the goals"),
            ("links-to-goals", "links what is seen to goals and helping questions"),
            ("short-turns", "speaks in short turns"),
            ("own-attunement", "is attuned to the client in the review"),
            ("uses-supervision", "brings film to supervision and learns from it"),
        ].map {
            Codebook.Code($0.0, $0.1, scores: Codebook.Scores(total: 1...5, higherIsBetter: true))
        }
    )

    private static let attendance = plain(
        .attendance,
        [
            ("attended", "came", "Attended"),
            ("attended-late", "came late", "Attended"),
            ("cancelled-by-client", "cancelled by the client in time", "Cancelled"),
            ("cancelled-late", "cancelled by the client on the day", "Cancelled late"),
            ("cancelled-by-service", "cancelled by the service", "Cancelled"),
            ("did-not-attend", "did not come", "Missed"),
            ("not-brought", "child was not brought", "Missed"),
        ]
    )

    private static let sessionKinds = plain(
        .sessionKinds,
        [
            ("planning", "planning session", nil),
            ("filming", "filming session", nil),
            ("shared-review", "shared review session", nil),
            ("psychotherapy", "psychotherapy session", nil),
            ("home-visit", "home visit", nil),
            ("phone", "phone or video call", nil),
            ("professionals-meeting", "meeting with other professionals", nil),
            ("closing", "closing session", nil),
            ("follow-up", "follow-up session", nil),
            ("other", "other session", nil),
        ]
    )

    private static let relationships = plain(
        .relationships,
        [
            ("self", "the child", nil),
            ("mother", "mother", "Parent"),
            ("father", "father", "Parent"),
            ("step-parent", "step-parent", "Parent"),
            ("foster-carer", "foster carer", "Carer"),
            ("other-carer", "other carer", "Carer"),
            ("brother", "brother", "Sibling"),
            ("sister", "sister", "Sibling"),
            ("half-sibling", "half-brother or half-sister", "Sibling"),
            ("grandmother", "grandmother", "Relative"),
            ("grandfather", "grandfather", "Relative"),
            ("aunt-or-uncle", "aunt or uncle", "Relative"),
            ("other-relative", "other relative", "Relative"),
            ("parents-partner", "partner of a parent", "Other"),
            ("professional", "professional", "Other"),
            ("other", "other", "Other"),
        ]
    )

    private static let pauseReasons = plain(
        .pauseReasons,
        [
            ("abuse-issues", "past abuse needs attention first", nil),
            ("fears", "fears stand in the way", nil),
            ("crisis", "crisis", nil),
            ("safeguarding", "safeguarding comes first", nil),
            ("illness", "somebody is ill", nil),
            ("holiday", "holiday", nil),
            ("practical", "practical reasons", nil),
            ("client-choice", "the client wishes it", nil),
            ("service", "staff or room not available", nil),
            ("other", "other reason", nil),
        ]
    )

    private static let closureReasons = plain(
        .closureReasons,
        [
            ("planned-end", "work done as planned", "Planned"),
            ("goals-met", "goals met early", "Planned"),
            ("referred-on", "another service goes on", "Planned"),
            ("client-withdrew", "client ended the work", "Unplanned"),
            ("lost-contact", "contact was lost", "Unplanned"),
            ("moved-away", "family moved away", "Unplanned"),
            ("not-suitable", "VIG turned out not to fit", "Unplanned"),
            ("child-not-in-care", "child no longer lives with the client", "Unplanned"),
            ("service-ended", "service could not go on", "Unplanned"),
            ("death", "death", "Unplanned"),
            ("other", "other reason", "Unplanned"),
        ]
    )

    /// The group tells psychiatry and crisis services from others: a red flag has to reach one.
    private static let agencies = plain(
        .agencies,
        [
            ("perinatal-psychiatry", "perinatal psychiatry", "Psychiatry and crisis"),
            ("adult-psychiatry", "adult psychiatry", "Psychiatry and crisis"),
            ("crisis-team", "mental health crisis team", "Psychiatry and crisis"),
            ("home-treatment-team", "home treatment team", "Psychiatry and crisis"),
            ("mother-and-baby-unit", "mother and baby unit", "Psychiatry and crisis"),
            ("emergency-department", "emergency department", "Health"),
            ("gp", "GP", "Health"),
            ("health-visiting", "health visiting", "Health"),
            ("midwifery", "midwifery", "Health"),
            ("paediatrics", "paediatrics", "Health"),
            ("camhs", "child and adolescent mental health", "Health"),
            ("talking-therapies", "talking therapies", "Health"),
            ("childrens-social-care", "children's social care", "Safeguarding"),
            ("adult-social-care", "adult social care", "Safeguarding"),
            ("mash", "multi-agency safeguarding hub", "Safeguarding"),
            ("lado", "local authority designated officer", "Safeguarding"),
            ("police", "police", "Safeguarding"),
            ("nursery-or-school", "nursery or school", "Education"),
            ("educational-psychology", "educational psychology", "Education"),
            ("voluntary", "voluntary organisation", "Other"),
            ("court", "court", "Other"),
            ("other", "other agency", "Other"),
        ]
    )

    private static func plain(
        _ name: Codebook.Name,
        _ codes: [(code: String, meaning: String, group: String?)],
        source: String = "Vigil's own list"
    ) -> Codebook {
        Codebook(
            name: name,
            version: "vigil-1",
            source: source,
            codes: codes.map { Codebook.Code($0.code, $0.meaning, group: $0.group) }
        )
    }

    private static func level(
        _ group: String,
        _ codes: [(code: String, meaning: String)]
    ) -> [Codebook.Code] {
        codes.map { Codebook.Code($0.code, $0.meaning, group: group) }
    }
}
