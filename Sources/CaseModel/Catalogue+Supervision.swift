extension Catalogue {
    static let supervision: [EventSpec] = [
        EventSpec(
            .clientToldOfSupervision,
            "Client told of supervision",
            in: .supervision,
            confidentiality: .practice,
            purpose: "Records that the family was told who else will see the film.",
            reads: "Told {people} that {supervisor} will see the film[; {response}]",
            fields: [
                .required("people", .references(.person), "who was told"),
                .required("supervisor", .staff, "who will see it"),
                .optional("film", .reference(.film), "which film"),
                .optional("response", .text, "how they took it"),
                .optional("said", .text, "what the guider said about it"),
            ],
            example: """
                {"people": ["mother"], "supervisor": "s-supervisor", "response": "Curious"}
                """
        ),
        EventSpec(
            .supervisionHeld,
            "Supervision held",
            in: .supervision,
            confidentiality: .practice,
            purpose:
                """
                Records a supervision: before the review on the client's film, after it on \
                the guider's.
                """,
            reads:
                """
                {supervisor} supervised {supervisee} ({moment})[ on {film}][ on {review}][, \
                {durationMs}][: {summary}]
                """,
            fields: [
                .optional("supervision", .new(.supervision), "the label: supervision-1"),
                .required(
                    "moment",
                    .choice(["before-review", "after-review", "safeguarding", "other"]),
                    "before or after the shared review, or about safeguarding"
                ),
                .optional(
                    "review",
                    .reference(.review),
                    "the shared review it prepares or looks back on"
                ),
                .optional("film", .reference(.film), "the film that was looked at"),
                .optional("cycle", .reference(.cycle), "the cycle it belongs to"),
                .required("supervisor", .staff, "who supervised"),
                .required("supervisee", .staff, "who was supervised"),
                .optional("risks", .references(.risk), "the risks that were talked over"),
                .optional("durationMs", .milliseconds, "how long it took"),
                .optional(
                    "agreed",
                    .text,
                    "what was agreed, and whether the supervisor agrees with decisions taken"
                ),
                .optional("summary", .text, "what was looked at, in short"),
            ],
            rules: ["A trainee's next cycle opens after the last review was supervised (SG19)."],
            example: """
                {"supervision": "supervision-1", "moment": "after-review", "review": "review-1", \
                "supervisor": "s-supervisor", "supervisee": "s-guider", "durationMs": 3600000}
                """,
            command: "supervision hold"
        ),
        EventSpec(
            .supervisionFeedbackGiven,
            "Supervision feedback given",
            in: .supervision,
            confidentiality: .practice,
            purpose: "Records one strength or working point that was named in supervision.",
            reads: "Feedback, {feedback}: {words}",
            fields: [
                .required("supervision", .reference(.supervision), "the supervision"),
                .required(
                    "feedback",
                    .choice(["strength", "working-point"]),
                    "strength or working point"
                ),
                .required("words", .text, "what was said"),
                .optional("namedBy", .choice(["self", "supervisor", "external"]), "who named it"),
                .optional("film", .reference(.film), "the film that shows it"),
                .optional("startMs", .milliseconds, "where it starts in the film"),
                .optional("endMs", .milliseconds, "where it ends in the film"),
                .optional("clip", .reference(.clip), "the clip that it is about"),
                .optional("principles", .codes(.principles), "the principles that it is about"),
            ],
            example: """
                {"supervision": "supervision-1", "feedback": "strength", "namedBy": "supervisor", \
                "words": "You waited, and she went on"}
                """,
            command: "supervision feedback"
        ),
        EventSpec(
            .strengthNamed,
            "Strength named",
            in: .supervision,
            confidentiality: .practice,
            purpose: "Records a strength that was named in somebody, staff or family.",
            reads: "Strength[ of {staff}][ of {person}]: {strength}",
            fields: [
                .required("strength", .text, "the strength, as it was named"),
                .optional("staff", .staff, "the member of staff who shows it"),
                .optional("person", .reference(.person), "the family member who shows it"),
                .optional(
                    "namedBy",
                    .choice(["self", "supervisor", "external", "guider", "family"]),
                    "who named it"
                ),
                .optional(
                    "supervision",
                    .reference(.supervision),
                    "the supervision it was named in"
                ),
                .optional("review", .reference(.review), "the review it was named in"),
            ],
            example:
                #"{"strength": "Trusts a silence", "staff": "s-guider", "namedBy": "supervisor"}"#,
            command: "strength name"
        ),
        EventSpec(
            .skillRated,
            "Skills rated",
            in: .supervision,
            confidentiality: .practice,
            purpose: "Records ratings of a guider's skills, by the guider or by somebody else.",
            reads: "Skills[ of {staff}][ on {film}] rated by {rater}: {skills}",
            fields: [
                .optional("staff", .staff, "whose skills they are"),
                .required("rater", .choice(["self", "supervisor", "external"]), "who rated"),
                .required("skills", .scores, "a number for each skill of the skills codebook"),
                .optional("film", .reference(.film), "the film that was rated"),
                .optional(
                    "supervision",
                    .reference(.supervision),
                    "the supervision it was part of"
                ),
                .optional("note", .text, "what was said with it"),
            ],
            example: """
                {"staff": "s-guider", "rater": "self", "skills": {"gives-space": 3, \
                "names-strengths": 2}}
                """,
            command: "skill rate"
        ),
        EventSpec(
            .guiderReflectionRecorded,
            "Guider's reflection recorded",
            in: .supervision,
            confidentiality: .restricted,
            purpose: "Records what the guider felt and thought about their own part.",
            reads: "Reflection: {reflection}",
            fields: [
                .required("reflection", .text, "the reflection, in the guider's words"),
                .optional("session", .reference(.session), "the session it is about"),
                .optional("film", .reference(.film), "the film it is about"),
                .optional("review", .reference(.review), "the shared review it is about"),
            ],
            example: #"{"reflection": "I wanted to fill the silence", "review": "review-1"}"#,
            command: "reflection record"
        ),
        EventSpec(
            .countertransferenceNoted,
            "Countertransference noted",
            in: .supervision,
            confidentiality: .restricted,
            purpose:
                "Records a feeling or urge of the clinician that may belong to the family's story.",
            reads: "Countertransference: {feeling}[; {understanding}]",
            fields: [
                .required("feeling", .text, "the feeling or urge"),
                .optional("understanding", .text, "how it may be understood"),
                .optional("review", .reference(.review), "the shared review in which it was felt"),
                .optional("session", .reference(.session), "the session in which it was felt"),
            ],
            example: #"{"feeling": "Hurried", "understanding": "As she may feel with him"}"#
        ),
        EventSpec(
            .parallelProcessNoted,
            "Parallel process noted",
            in: .supervision,
            confidentiality: .practice,
            purpose: "Records that what happens between two people is mirrored between two others.",
            reads: "Parallel[ of {levels}]: {description}",
            fields: [
                .required("description", .text, "what mirrors what"),
                .optional("levels", .texts, "the pairs it is about: PI, GP, SG"),
                .optional("principles", .codes(.principles), "the principles seen in both"),
                .optional(
                    "supervision",
                    .reference(.supervision),
                    "the supervision it was seen in"
                ),
                .optional("review", .reference(.review), "the shared review it was seen in"),
                .optional("cycle", .reference(.cycle), "the cycle it was seen in"),
            ],
            example: """
                {"description": "He waits for her as she waits for the baby", "levels": ["GP", \
                "PI"]}
                """
        ),
    ]
}
