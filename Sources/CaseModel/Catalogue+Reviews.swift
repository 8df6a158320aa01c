extension Catalogue {
    static let reviews: [EventSpec] = [
        EventSpec(
            .sharedReviewHeld,
            "Shared review held",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records that guider and family looked at clips together.",
            reads: "Held {review} with {people}[ on {film}][, {durationMs}][: {summary}]",
            fields: [
                .optional("review", .new(.review), "the label: review-1"),
                .optional("cycle", .reference(.cycle), "the cycle it belongs to"),
                .optional("film", .reference(.film), "the film that was reviewed"),
                .required("people", .references(.person), "the family members who were there"),
                .optional("staff", .staffList, "the staff who were there"),
                .optional("session", .reference(.session), "the session in which it was held"),
                .optional("durationMs", .milliseconds, "how long it took"),
                .optional("summary", .text, "what was seen and said, for when the film is gone"),
            ],
            example: """
                {"review": "review-1", "cycle": "cycle-1", "film": "film-1", "people": ["mother"], \
                "staff": ["s-guider"], "durationMs": 2400000}
                """,
            command: "review start"
        ),
        EventSpec(
            .clipShown,
            "Clip shown",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records that a clip was played in a shared review.",
            reads: "Showed {clip}[ at {atMs}][, framed as: {framing}]",
            fields: [
                .required("review", .reference(.review), "the shared review"),
                .required("clip", .reference(.clip), "the clip"),
                .optional("atMs", .milliseconds, "when in the review"),
                .optional(
                    "parentFirst",
                    .boolean,
                    "whether the parent was first to say what is to be seen"
                ),
                .optional("framing", .text, "how the guider introduced it"),
                .optional("timesPlayed", .integer(1...100), "how often it was played"),
            ],
            rules: [
                "Recorded with a warning when the film is destroyed or lost.",
                "After a withdrawal of consent, the audit finds it (SG04).",
            ],
            example: """
                {"review": "review-1", "clip": "clip-1", "atMs": 300000, "parentFirst": true, \
                "framing": "a moment we both liked"}
                """,
            command: "review show"
        ),
        EventSpec(
            .playbackPaused,
            "Playback paused",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records that the clip was stopped to make room for talk or silence.",
            reads:
                "Paused[ at {atMs}][, after {after} spoke][, broken by {brokenBy}][: {question}]",
            fields: [
                .required("review", .reference(.review), "the shared review"),
                .optional("clip", .reference(.clip), "the clip that was playing"),
                .optional("atMs", .milliseconds, "when in the review"),
                .optional("durationMs", .milliseconds, "how long nobody spoke"),
                .optional("after", .choice(speakers), "who spoke last before it"),
                .optional("brokenBy", .choice(speakers), "who spoke first after it"),
                .optional("question", .text, "what the guider asked or named"),
            ],
            example: """
                {"review": "review-1", "clip": "clip-1", "atMs": 312000, "durationMs": 4000, \
                "after": "guider", "brokenBy": "parent", "question": "What do you notice?"}
                """,
            command: "review pause"
        ),
        EventSpec(
            .utteranceRecorded,
            "Utterance recorded",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records what somebody said in a shared review, in words that can be quoted.",
            reads: "{speaker}[ at {startMs}]: {words}",
            fields: [
                .required("review", .reference(.review), "the shared review"),
                .required("speaker", .choice(speakers), "who spoke"),
                .optional(
                    "person",
                    .reference(.person),
                    "which person, if more than one could be meant"
                ),
                .optional("startMs", .milliseconds, "when in the review it starts"),
                .optional("endMs", .milliseconds, "when in the review it ends"),
                .required("words", .text, "what was said"),
                .optional("clip", .reference(.clip), "the clip that it is about"),
                .optional("isParaphrase", .boolean, "whether the words are not the speaker's own"),
                .optional("port", .code(.ports), "the part of the system it tells of"),
            ],
            rules: [
                "Refused with a start and no end, an end and no start, or an end before the start."
            ],
            example: """
                {"review": "review-1", "speaker": "parent", "startMs": 316000, "endMs": 319500, \
                "words": "He is looking for me", "port": "M.rep"}
                """,
            command: "review say"
        ),
        EventSpec(
            .clientResponseObserved,
            "Client's response observed",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records how somebody took what they saw, beyond what they said.",
            reads: "{person}[ at {atMs}]: {response}",
            fields: [
                .required("person", .reference(.person), "whose response it is"),
                .required("response", .text, "what was seen or heard"),
                .optional("review", .reference(.review), "the shared review"),
                .optional("clip", .reference(.clip), "the clip it followed"),
                .optional("atMs", .milliseconds, "when in the review"),
                .optional("port", .code(.ports), "the part of the system it tells of"),
            ],
            example:
                #"{"person": "mother", "response": "Leans in and laughs", "review": "review-1"}"#,
            command: "review respond"
        ),
        EventSpec(
            .guiderDecisionRecorded,
            "Guider's decision recorded",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records a choice that the guider made in the course of a review.",
            reads: "Guider decided: {decided}[. Why: {rationale}]",
            fields: [
                .required("decided", .text, "what the guider did or left undone"),
                .optional("rationale", .text, "what led to it"),
                .optional("options", .texts, "what else was possible"),
                .optional("review", .reference(.review), "the shared review"),
                .optional("atMs", .milliseconds, "when in the review"),
            ],
            example: """
                {"decided": "Played it once more without a word", \
                "rationale": "She was still looking", \
                "review": "review-1"}
                """
        ),
        EventSpec(
            .attunementObserved,
            "Attunement observed",
            in: .reviews,
            confidentiality: .practice,
            purpose:
                """
                Records principles seen between two people on film or in the room, apart from \
                a clip.
                """,
            reads: "Attunement {level}[ on {film}][ in {review}]: {principles}[. {description}]",
            fields: [
                .required("level", .choice(dyadLevels), "between whom"),
                .required("principles", .codes(.principles), "the principles that were seen"),
                .optional("description", .text, "what was seen"),
                .optional("film", .reference(.film), "the film it was seen on"),
                .optional("review", .reference(.review), "the shared review it was seen in"),
                .optional("cycle", .reference(.cycle), "the cycle it belongs to"),
                .optional("startMs", .milliseconds, "where it starts in the film"),
                .optional("endMs", .milliseconds, "where it ends in the film"),
                .optional("port", .code(.ports), "the part of the system it tells of"),
            ],
            example: #"{"level": "GP", "principles": ["EI1", "EI2"], "review": "review-1"}"#,
            command: "attunement observe"
        ),
        EventSpec(
            .themeNamed,
            "Theme named",
            in: .reviews,
            confidentiality: .practice,
            purpose:
                """
                Records an idea that was given a name, so that client and guider can come \
                back to it.
                """,
            reads: "Named {theme}: {name}[; {response}]",
            fields: [
                .optional("theme", .new(.theme), "the label: theme-1"),
                .required("name", .text, "what it was called"),
                .optional("review", .reference(.review), "the shared review it was named in"),
                .optional("speaker", .choice(speakers), "who named it"),
                .optional("response", .text, "how the other took it"),
            ],
            example: #"{"theme": "theme-1", "name": "Letting him lead", "review": "review-1"}"#,
            command: "theme name"
        ),
        EventSpec(
            .themeUsed,
            "Theme used again",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records that somebody came back to a theme.",
            reads: "Came back to {theme}[ in {review}][, the {speaker}][: {words}]",
            fields: [
                .required("theme", .reference(.theme), "the theme"),
                .optional("speaker", .choice(speakers), "who came back to it"),
                .optional("review", .reference(.review), "the shared review"),
                .optional("cycle", .reference(.cycle), "the cycle"),
                .optional("words", .text, "how they put it"),
            ],
            example: #"{"theme": "theme-1", "speaker": "parent", "review": "review-1"}"#,
            command: "theme use"
        ),
        EventSpec(
            .insightRecorded,
            "Insight recorded",
            in: .reviews,
            confidentiality: .practice,
            purpose:
                "Records something that somebody came to see, which was not clear to them before.",
            reads: "{person} came to see: {insight}",
            fields: [
                .required("person", .reference(.person), "who came to see it"),
                .required("insight", .text, "what they came to see"),
                .optional("review", .reference(.review), "the shared review"),
                .optional("cycle", .reference(.cycle), "the cycle"),
                .optional("port", .code(.ports), "the part of the system it tells of"),
            ],
            example: """
                {"person": "mother", "insight": "He is tired, not cross with her", \
                "review": "review-1"}
                """,
            command: "insight record"
        ),
        EventSpec(
            .directInfantWorkDone,
            "Direct work with the infant done",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records that the guider engaged with the infant in person.",
            reads: "Worked with {infant}: {what}[; {effect}]",
            fields: [
                .required("infant", .reference(.person), "the infant"),
                .required("what", .text, "what the guider did"),
                .optional("effect", .text, "what changed"),
                .optional("review", .reference(.review), "the shared review"),
                .optional("session", .reference(.session), "the session"),
            ],
            example: #"{"infant": "infant", "what": "Answered his sounds", "effect": "He settled"}"#
        ),
        EventSpec(
            .methodsUsedNoted,
            "Methods used noted",
            in: .reviews,
            confidentiality: .practice,
            purpose: "Records which ways of working came together in a piece of work.",
            reads: "Worked with: {methods}[; {note}]",
            fields: [
                .required("methods", .texts, "the ways of working"),
                .optional("note", .text, "how they came together"),
                .optional("review", .reference(.review), "the shared review"),
                .optional("cycle", .reference(.cycle), "the cycle"),
            ],
            example: #"{"methods": ["video", "direct work with the infant"], "review": "review-1"}"#
        ),
    ]

    /// Whose turn it is in a shared review.
    static let speakers = ["parent", "guider", "infant", "other"]
}
