extension Catalogue {
    static let consent: [EventSpec] = [
        EventSpec(
            .consentGiven,
            "Consent given",
            in: .consent,
            confidentiality: .practice,
            purpose:
                """
                Records that somebody agreed to named uses of film, for themselves or for a \
                child.
                """,
            reads: "{giver} agreed for {concerning}: {scopes}[, until {until}][, only {film}]",
            fields: [.optional("consent", .new(.consent), "the label: consent-1")] + consentFields,
            rules: [
                """
                Recorded with a warning when the giver is neither the person nor known to \
                have parental responsibility.
                """,
                "Consent to film is not the lawful basis for keeping the written record.",
            ],
            example: """
                {"scopes": ["film-interaction", "view-supervisor"], "concerning": ["mother", \
                "infant"], \
                "giver": "mother", "how": "written", "formVersion": "2026-1"}
                """,
            command: "consent give"
        ),
        EventSpec(
            .consentVaried,
            "Consent varied",
            in: .consent,
            confidentiality: .practice,
            purpose: "Records that an earlier consent now holds for other times or a single film.",
            reads:
                """
                {giver} varied consent for {concerning}: {scopes}[, until {until}][, only \
                {film}][: {change}]
                """,
            fields: consentFields + [
                .optional("change", .text, "what changed, in the giver's words")
            ],
            rules: [
                """
                From when it counts, it takes the place of the giver's earlier consent in \
                these scopes.
                """
            ],
            example: """
                {"scopes": ["view-supervisor"], "concerning": ["mother"], "giver": "mother", \
                "until": "2027-01-31", "change": "until the end of January only"}
                """,
            command: "consent vary"
        ),
        EventSpec(
            .consentWithdrawn,
            "Consent withdrawn",
            in: .consent,
            confidentiality: .practice,
            purpose: "Records that a consent was taken back.",
            reads: "{giver} withdrew consent for {concerning}: {scopes}[, for {film}][: {reason}]",
            fields: consentFields + [.optional("reason", .text, "a reason, if one was offered")],
            rules: [
                "Use stops at once; the film is destroyed or held within five working days (SG04)."
            ],
            example: """
                {"scopes": ["view-intervision"], "concerning": ["mother", "infant"], \
                "giver": "mother"}
                """,
            command: "consent withdraw"
        ),
        EventSpec(
            .consentRefused,
            "Consent refused",
            in: .consent,
            confidentiality: .practice,
            purpose: "Records that somebody was asked and said no.",
            reads: "{giver} refused for {concerning}: {scopes}[, for {film}][: {reason}]",
            fields: consentFields + [.optional("reason", .text, "a reason, if one was offered")],
            rules: ["Care goes on whatever is refused."],
            example:
                #"{"scopes": ["training"], "concerning": ["mother", "infant"], "giver": "mother"}"#,
            command: "consent refuse"
        ),
        EventSpec(
            .confidentialityExplained,
            "Limits of confidentiality explained",
            in: .consent,
            purpose:
                "Records that somebody was told what cannot stay between them and the service.",
            reads: "Explained to {people} what cannot be kept confidential[: {what}]",
            fields: [
                .required("people", .references(.person), "who was told"),
                .optional("what", .text, "what was explained and how it was taken"),
                .optional("session", .reference(.session), "the session in which it was explained"),
            ],
            example: #"{"people": ["mother"], "what": "That a child at risk must be spoken about"}"#
        ),
        EventSpec(
            .filmingStopped,
            "Filming stopped on request",
            in: .consent,
            confidentiality: .practice,
            purpose: "Records that somebody asked for the camera to be switched off.",
            reads: "{person} asked to stop filming[ of {film}][: {reason}]",
            fields: [
                .required("person", .reference(.person), "who asked"),
                .optional("film", .reference(.film), "the film that was being taken"),
                .optional("reason", .text, "a reason, if one was offered"),
                .optional("resumed", .boolean, "whether they later agreed to go on"),
            ],
            example: #"{"person": "mother", "film": "film-1", "resumed": false}"#
        ),
    ]

    private static let consentFields: [Field] = [
        .required("scopes", .codes(.consentScopes), "the uses it is about"),
        .required(
            "concerning",
            .references(.person),
            "the people whose pictures or words they are"
        ),
        .required(
            "giver",
            .reference(.person),
            "who decided: the person, or who speaks for a child"
        ),
        .optional("film", .reference(.film), "the one film it is about; left out, all films"),
        .optional("validFrom", .time, "from when it counts; left out, when it happened"),
        .optional("until", .time, "until when it counts"),
        .optional("how", .choice(["written", "spoken", "electronic"]), "how it was expressed"),
        .optional("formVersion", .text, "the version of the form that was used"),
        .optional(
            "basis",
            .choice(["self", "parental-responsibility", "court-order", "other"]),
            "by what right the giver decides"
        ),
        .optional("explained", .text, "what was explained beforehand"),
    ]
}
