extension Catalogue {
    static let intake: [EventSpec] = [
        EventSpec(
            .caseOpened,
            "Case opened",
            in: .intake,
            purpose: "Opens a family's case: the first event of its stream.",
            reads: "Opened case {reference}",
            fields: [
                .required("reference", .text, "the case's short reference in the service, C-0001"),
                .optional("plannedCycles", .integer(1...100), "how many cycles are planned"),
                .optional("team", .text, "the team that holds the case"),
            ],
            rules: [
                "Refused when the case is open already.",
                "The reference holds no name and no date of birth.",
            ],
            example: #"{"reference": "C-0001", "plannedCycles": 6, "team": "perinatal"}"#
        ),
        EventSpec(
            .referralReceived,
            "Referral received",
            in: .intake,
            purpose:
                "Records that the family was referred to the service, with what was said of it.",
            reads: "Referral received[ from {from}]: {reason}",
            fields: [
                .required("reason", .text, "why the family was referred, in short"),
                .optional("from", .text, "who referred, by post rather than by name"),
                .optional("agency", .code(.agencies), "the agency that referred"),
                .optional("concerning", .references(.person), "the people the referral is about"),
                .optional("urgency", .choice(["routine", "urgent", "emergency"]), "how urgent"),
                .optional("history", .text, "the background that came with it"),
            ],
            example: """
                {"reason": "Low mood and little closeness with the baby", \
                "from": "health visitor", \
                "agency": "health-visiting", "urgency": "routine"}
                """
        ),
        EventSpec(
            .referralAccepted,
            "Referral accepted",
            in: .intake,
            purpose: "Records that the service took the referral on.",
            reads: "Referral accepted[ by {acceptedBy}][: {reason}]",
            fields: [
                .optional("acceptedBy", .staff, "who decided to accept it"),
                .optional("guider", .staff, "the guider the case was given to"),
                .optional("reason", .text, "why VIG was thought to fit"),
            ],
            example: #"{"acceptedBy": "s-lead", "guider": "s-guider"}"#
        ),
        EventSpec(
            .personAdded,
            "Person added",
            in: .intake,
            purpose: "Brings a person into the case under a label that later entries use.",
            reads: "Added {person} as {role}[, {name}][, born {born}][, aged {ageYears}]",
            fields: [
                .optional("person", .new(.person), "the label: mother, infant, person-3"),
                .required(
                    "role",
                    .choice([
                        "client", "child", "sibling", "partner", "other-parent", "relative",
                        "professional", "alleged-abuser", "other",
                    ]),
                    "what the person is in this case"
                ),
                .optional("name", .text, "the person's name"),
                .optional("born", .date, "date of birth"),
                .optional("died", .date, "date of death"),
                .optional(
                    "ageYears",
                    .integer(0...130),
                    "age in years when recorded, if no date is known"
                ),
                .optional("relationship", .code(.relationships), "what they are to the child"),
                .optional("nhsNumber", .nhsNumber, "NHS number, ten digits"),
                .optional("inHousehold", .boolean, "whether they live with the child"),
                .optional("isFilmed", .boolean, "whether they are expected to be on film"),
                .optional("note", .text, "anything else worth keeping"),
            ],
            rules: [
                "Refused when the label is taken or the NHS number fails its check digit.",
                "Record an alleged abuser as restricted and as a third party.",
            ],
            example: """
                {"person": "mother", "role": "client", "name": "Anna Example", "ageYears": 31, \
                "relationship": "mother", "inHousehold": true, "isFilmed": true}
                """,
            command: "person add"
        ),
        EventSpec(
            .nhsNumberRecorded,
            "NHS number recorded",
            in: .intake,
            purpose: "Records a person's NHS number, also when a new one replaces it.",
            reads: "NHS number of {person} recorded[, valid from {validFrom}]",
            fields: [
                .required("person", .reference(.person), "whose number it is"),
                .required("nhsNumber", .nhsNumber, "the number, ten digits"),
                .optional("validFrom", .date, "from when it is used"),
                .optional(
                    "replaces",
                    .choice(["none", "adoption", "gender-reassignment", "correction"]),
                    "why an earlier number was replaced"
                ),
            ],
            rules: ["Refused when the number fails its check digit or is one digit repeated."],
            example: #"{"person": "mother", "nhsNumber": "9990000018"}"#
        ),
        EventSpec(
            .householdChanged,
            "Household changed",
            in: .intake,
            purpose: "Records that somebody moved into or out of the child's home.",
            reads: "{person} {change} the household[: {reason}]",
            fields: [
                .required("person", .reference(.person), "who moved"),
                .required("change", .choice(["joined", "left"]), "joined or left"),
                .optional("reason", .text, "why, as far as known"),
            ],
            example:
                #"{"person": "husband", "change": "left", "reason": "Works away until spring"}"#
        ),
        EventSpec(
            .parentalResponsibilityRecorded,
            "Parental responsibility recorded",
            in: .intake,
            purpose: "Records who has, or does not have, parental responsibility for a child.",
            reads: "Parental responsibility of {holder} for {child}: {holds}[ ({basis})]",
            fields: [
                .required("holder", .reference(.person), "the adult"),
                .required("child", .reference(.person), "the child"),
                .required("holds", .boolean, "whether the adult has it"),
                .optional(
                    "basis",
                    .choice([
                        "mother", "married", "birth-certificate", "agreement", "court-order",
                        "adoption", "local-authority", "none", "not-known",
                    ]),
                    "where it comes from, or that there is none"
                ),
                .optional("evidence", .text, "what was seen or who said so"),
                .optional("until", .date, "when it ends, if it does"),
            ],
            example: #"{"holder": "mother", "child": "infant", "holds": true, "basis": "mother"}"#
        ),
        EventSpec(
            .concurrentTreatmentNoted,
            "Concurrent treatment noted",
            in: .intake,
            purpose: "Records care that a person has from others at the same time.",
            reads: "{person} is also seen by {provider}[: {treatment}]",
            fields: [
                .required("person", .reference(.person), "who is treated"),
                .required("provider", .text, "who treats them, by post rather than by name"),
                .optional("agency", .code(.agencies), "the agency it belongs to"),
                .optional("treatment", .text, "what the treatment is"),
                .optional("contact", .text, "how to reach the provider"),
            ],
            example: """
                {"person": "mother", "provider": "consultant psychiatrist", \
                "agency": "perinatal-psychiatry"}
                """
        ),
        EventSpec(
            .abuseHistoryRecorded,
            "Abuse history recorded",
            in: .intake,
            keeping: .apart,
            confidentiality: .restricted,
            purpose: "Records a history of abuse that the service already knew of or was sent.",
            reads: "Abuse history of {person}: {summary}",
            fields: [
                .required("person", .reference(.person), "who was abused"),
                .required("summary", .text, "what is known, in short"),
                .optional("category", .choice(abuseCategories), "the kind of abuse"),
                .optional("abuser", .reference(.person), "who is said to have done it"),
                .optional("from", .time, "from when"),
                .optional("until", .time, "until when"),
            ],
            rules: ["Kept in a unit of its own; what the person tells us is a disclosure instead."],
            example: """
                {"person": "mother", "summary": "Referral letter mentions harm in childhood", \
                "category": "sexual-abuse"}
                """
        ),
        EventSpec(
            .thirdPartyInformationRecorded,
            "Third-party information recorded",
            in: .intake,
            keeping: .apart,
            confidentiality: .restricted,
            purpose:
                "Records what concerns somebody other than the family and is theirs to disclose.",
            reads: "About {person}: {information}",
            fields: [
                .required("person", .reference(.person), "whom it is about"),
                .required("information", .text, "what was learned"),
                .optional("from", .text, "who said so"),
                .optional("relevance", .text, "why it matters to the child"),
            ],
            rules: ["Kept in a unit of its own and left out of another person's export."],
            example: """
                {"person": "person-6", "information": "Lives two streets away", \
                "from": "the mother"}
                """
        ),
    ]

    /// Kinds of abuse, for a history and for a disclosure.
    static let abuseCategories = [
        "sexual-abuse", "physical-abuse", "emotional-abuse", "neglect", "domestic-abuse",
        "exploitation", "other",
    ]
}
