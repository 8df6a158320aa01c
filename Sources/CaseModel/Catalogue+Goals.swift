extension Catalogue {
    static let goals: [EventSpec] = [
        EventSpec(
            .focusAgreed,
            "Focus agreed",
            in: .goals,
            confidentiality: .practice,
            purpose: "Records what client and guider agreed to begin with, before there are goals.",
            reads: "Agreed to begin with: {focus}",
            fields: [
                .required("focus", .text, "what the work begins with"),
                .optional("people", .references(.person), "the family members who agreed"),
                .optional("session", .reference(.session), "the session in which it was agreed"),
            ],
            example: #"{"focus": "Mealtimes", "people": ["mother"]}"#
        ),
        EventSpec(
            .goalAgreed,
            "Goal agreed",
            in: .goals,
            confidentiality: .practice,
            purpose: "Records a goal that was negotiated with the client.",
            reads: "Agreed {goal}: {statement}",
            fields: [
                .optional("goal", .new(.goal), "the label: goal-1"),
                .required("statement", .text, "the goal, in the client's words where possible"),
                .optional(
                    "agreedWith",
                    .references(.person),
                    "the family members whose goal it is"
                ),
                .optional("cycle", .reference(.cycle), "the cycle in which it was agreed"),
                .optional("review", .reference(.review), "the shared review in which it came up"),
            ],
            example:
                """
                {"goal": "goal-1", "statement": "Enjoy bath time together", "agreedWith": \
                ["mother"]}
                """,
            command: "goal agree"
        ),
        EventSpec(
            .goalRevised,
            "Goal revised",
            in: .goals,
            confidentiality: .practice,
            purpose: "Records that a goal was put differently.",
            reads: "Revised {goal}: {statement}[; {reason}]",
            fields: [
                .required("goal", .reference(.goal), "the goal"),
                .required("statement", .text, "how the goal reads now"),
                .optional("reason", .text, "why it was changed"),
                .optional(
                    "review",
                    .reference(.review),
                    "the shared review in which it was changed"
                ),
            ],
            example: #"{"goal": "goal-1", "statement": "Enjoy bath time and bedtime together"}"#,
            command: "goal revise"
        ),
        EventSpec(
            .goalRated,
            "Goal rated",
            in: .goals,
            schema: 2,
            purpose: "Records how near a goal is, from 0 (not at all) to 10 (fully met).",
            reads: "{ratedBy} rated {goal} {rating} of 10[, {occasion}]",
            fields: [
                .required("goal", .reference(.goal), "the goal"),
                .required("rating", .integer(0...10), "0 is not at all, 10 is fully met"),
                .required("ratedBy", .reference(.person), "who rated it"),
                .optional("occasion", .choice(occasions), "when in the work it was rated"),
                .optional("cycle", .reference(.cycle), "the cycle in which it was rated"),
                .optional("note", .text, "what was said with it"),
            ],
            rules: ["A change is computed only for goals with two ratings or more."],
            example:
                #"{"goal": "goal-1", "rating": 3, "ratedBy": "mother", "occasion": "baseline"}"#,
            command: "goal rate"
        ),
        EventSpec(
            .goalEnded,
            "Goal ended",
            in: .goals,
            confidentiality: .practice,
            purpose: "Records that a goal was met or set aside.",
            reads: "Ended {goal}: {outcome}[; {reason}]",
            fields: [
                .required("goal", .reference(.goal), "the goal"),
                .required("outcome", .choice(["met", "set-aside", "replaced"]), "how it ended"),
                .optional("reason", .text, "why, if it was not met"),
            ],
            example: #"{"goal": "goal-1", "outcome": "met"}"#,
            command: "goal end"
        ),
        EventSpec(
            .helpingQuestionFormed,
            "Helping question formed",
            in: .goals,
            confidentiality: .practice,
            purpose: "Records the question that turns a goal into something to look for on film.",
            reads: "Formed {question}[ for {goal}]: {wording}",
            fields: [
                .optional("question", .new(.question), "the label: question-1"),
                .optional("goal", .reference(.goal), "the goal it comes from"),
                .required("wording", .text, "the question, as it was put together"),
                .optional("formedWith", .references(.person), "the family members who formed it"),
                .optional("cycle", .reference(.cycle), "the cycle in which it was formed"),
            ],
            example: """
                {"question": "question-1", "goal": "goal-1", \
                "wording": "What can I do to make bath time fun for both of us?"}
                """,
            command: "goal question"
        ),
    ]

    /// When in the work a score was taken.
    static let occasions = ["baseline", "cycle", "end", "follow-up"]
}
