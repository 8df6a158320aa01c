extension Catalogue {
    static let films: [EventSpec] = [
        EventSpec(
            .filmTaken,
            "Film taken",
            in: .films,
            keeping: .withFilm,
            confidentiality: .practice,
            purpose: "Records a film: who is on it, how long it is and where it is kept.",
            reads: "Took {film} ({kind}, {durationMs}) of {people}",
            fields: [
                .optional("film", .new(.film), "the label: film-1"),
                .required(
                    "kind",
                    .choice(["interaction", "shared-review", "supervision"]),
                    "parent with child, the shared review, or supervision"
                ),
                .required("durationMs", .milliseconds, "how long the film is"),
                .required("people", .references(.person), "the family members on film"),
                .optional("staff", .staffList, "the staff on film"),
                .optional("cycle", .reference(.cycle), "the cycle it belongs to"),
                .optional("session", .reference(.session), "the session in which it was taken"),
                .optional("review", .reference(.review), "the shared review that it shows"),
                .optional("location", .text, "where the file is kept"),
                .optional("sha256", .sha256, "the file's digest"),
                .optional("activity", .text, "what they did while filmed"),
            ],
            rules: [
                "Recorded with a warning when somebody on it had not agreed to be filmed (SG02).",
                "The film itself is never in the record.",
            ],
            example: """
                {"film": "film-1", "kind": "interaction", "durationMs": 300000, \
                "people": ["mother", "infant"], "activity": "playing on a mat"}
                """,
            command: "film add"
        ),
        EventSpec(
            .filmMoved,
            "Film moved",
            in: .films,
            keeping: .withFilm,
            confidentiality: .practice,
            purpose: "Records that a film is kept somewhere else from now on.",
            reads: "Moved {film} to {location}[: {reason}]",
            fields: [
                .required("film", .reference(.film), "the film"),
                .required("location", .text, "where the file is now"),
                .optional("reason", .text, "why it was moved"),
                .optional("sha256", .sha256, "the file's digest after the move"),
            ],
            example: #"{"film": "film-1", "location": "clinic server, folder 12"}"#,
            command: "film move"
        ),
        EventSpec(
            .filmCopied,
            "Film copied",
            in: .films,
            keeping: .withFilm,
            confidentiality: .practice,
            purpose: "Records that a copy of a film, or of a part of it, was made or handed over.",
            reads: "Copied {film} for {recipient}[ to {location}][: {reason}]",
            fields: [
                .required("film", .reference(.film), "the film"),
                .required(
                    "recipient",
                    .choice([
                        "backup", "family", "supervisor", "external-accreditor",
                        "named-professional", "training", "research", "other",
                    ]),
                    "whom the copy is for"
                ),
                .optional("location", .text, "where the copy is kept"),
                .optional("reason", .text, "what it is for"),
                .optional("deleteBy", .date, "by when the copy is to be deleted"),
            ],
            rules: ["A copy for anybody needs a consent of its own (SG03)."],
            example: #"{"film": "film-1", "recipient": "family", "location": "memory stick"}"#,
            command: "film copy"
        ),
        EventSpec(
            .filmShown,
            "Film shown",
            in: .films,
            confidentiality: .practice,
            purpose: "Records who saw a film outside a shared review, and in what role.",
            reads: "Showed {film} to {viewerRole}[ ({viewers})][ in {supervision}]",
            fields: [
                .required("film", .reference(.film), "the film"),
                .optional("viewers", .staffList, "the staff who saw it"),
                .required(
                    "viewerRole",
                    .choice([
                        "supervisor", "intervision", "external-accreditor", "named-professional",
                        "family", "training", "research",
                    ]),
                    "in what role they saw it"
                ),
                .optional(
                    "supervision",
                    .reference(.supervision),
                    "the supervision it was shown in"
                ),
                .optional("reason", .text, "what it was shown for"),
            ],
            rules: ["Recorded with a warning when no consent covers viewers in this role (SG03)."],
            example: """
                {"film": "film-1", "viewers": ["s-supervisor"], "viewerRole": "supervisor"}
                """,
            command: "film show"
        ),
        EventSpec(
            .filmLost,
            "Film lost",
            in: .films,
            confidentiality: .practice,
            purpose: "Records that a film, or a copy of it, is missing, stolen or unreadable.",
            reads: "{film} is {how}[: {account}]",
            fields: [
                .required("film", .reference(.film), "the film"),
                .required(
                    "how",
                    .choice(["missing", "stolen", "unreadable"]),
                    "what happened to it"
                ),
                .optional("account", .text, "how it came about"),
                .optional("reportedTo", .text, "who was told, as a breach"),
                .optional("people", .references(.person), "the family members who were told"),
            ],
            example: #"{"film": "film-1", "how": "unreadable", "account": "The card failed"}"#,
            command: "film lose"
        ),
        EventSpec(
            .filmDestroyed,
            "Film destroyed",
            in: .films,
            confidentiality: .practice,
            purpose: "Records that a film and all its copies are gone; the notes on it stay.",
            reads: "Destroyed {film} ({reason})[, {how}]",
            fields: [
                .required("film", .reference(.film), "the film"),
                .required(
                    "reason",
                    .choice([
                        "work-ended", "consent-withdrawn", "on-request", "retention-over",
                        "unusable", "other",
                    ]),
                    "why"
                ),
                .optional("how", .text, "how it was destroyed"),
                .optional("copiesDestroyed", .boolean, "whether every copy went with it"),
                .optional("confirmedBy", .staff, "who made sure of it"),
            ],
            rules: [
                "Under a hold or an open request for access, the audit finds it (SG06).",
                "Without a clip note or a review summary, too (SG07).",
            ],
            example: """
                {"film": "film-1", "reason": "work-ended", "how": "deleted and overwritten", \
                "copiesDestroyed": true}
                """,
            command: "film destroy"
        ),
        EventSpec(
            .usualPatternNoted,
            "Usual pattern noted",
            in: .films,
            confidentiality: .practice,
            purpose:
                "Records the pattern that a film mostly shows and that clips are exceptions to.",
            reads: "Usual pattern[ in {film}]: {pattern}",
            fields: [
                .required("pattern", .text, "what mostly happens between the two"),
                .optional("film", .reference(.film), "the film that shows it"),
                .optional("cycle", .reference(.cycle), "the cycle in which it was noted"),
                .optional("level", .choice(dyadLevels), "between whom"),
            ],
            example: #"{"pattern": "She offers toys quickly, he looks away", "film": "film-1"}"#
        ),
        EventSpec(
            .clipChosen,
            "Clip chosen",
            in: .films,
            keeping: .withFilm,
            confidentiality: .practice,
            purpose: "Records a moment of a film that was chosen for the shared review, and why.",
            reads:
                """
                Chose {clip} of {film}, {startMs} to {endMs}[, an exception to: {pattern}]: \
                {description}[ ({principles})]
                """,
            fields: [
                .optional("clip", .new(.clip), "the label: clip-1"),
                .required("film", .reference(.film), "the film it is cut from"),
                .required("startMs", .milliseconds, "where it starts in the film"),
                .required("endMs", .milliseconds, "where it ends in the film"),
                .optional(
                    "principles",
                    .codes(.principles),
                    "the attunement principles to be seen in it"
                ),
                .optional("level", .choice(dyadLevels), "between whom"),
                .optional("goals", .references(.goal), "the goals it speaks to"),
                .optional(
                    "questions",
                    .references(.question),
                    "the helping questions it speaks to"
                ),
                .optional(
                    "isException",
                    .boolean,
                    "whether it is an exception to the usual pattern"
                ),
                .optional("pattern", .text, "the usual pattern that it is an exception to"),
                .required(
                    "description",
                    .text,
                    "what is to be seen, so that the words can outlive the film"
                ),
                .optional("isFailedMoment", .boolean, "whether it shows a moment that went wrong"),
            ],
            rules: [
                "Refused when it ends before it starts or past the end of the film.",
                """
                Recorded with a warning without principle, goal or exception, or as a failed \
                moment (SG29).
                """,
            ],
            example: """
                {"clip": "clip-1", "film": "film-1", "startMs": 61000, "endMs": 66000, \
                "principles": ["BA2", "RI3"], "level": "PI", "goals": ["goal-1"], \
                "isException": true, \
                "pattern": "she fills every silence", \
                "description": "She waits, he looks up and smiles, she smiles back"}
                """,
            command: "clip choose"
        ),
        EventSpec(
            .clipRejected,
            "Clip rejected",
            in: .films,
            keeping: .withFilm,
            confidentiality: .practice,
            purpose: "Records a moment that was considered for the shared review and left out.",
            reads: "Left out {startMs} to {endMs} of {film}: {reason}",
            fields: [
                .required("film", .reference(.film), "the film"),
                .required("startMs", .milliseconds, "where the moment starts"),
                .required("endMs", .milliseconds, "where it ends"),
                .required("reason", .text, "why it was left out"),
                .optional("rejectedBy", .staffList, "who decided"),
            ],
            rules: ["Refused when it ends before it starts or past the end of the film."],
            example: """
                {"film": "film-1", "startMs": 120000, "endMs": 131000, "reason": "Ends in tears"}
                """,
            command: "clip reject"
        ),
    ]

    /// Parent and infant, guider and parent, supervisor and guider.
    static let dyadLevels = ["PI", "GP", "SG"]
}
