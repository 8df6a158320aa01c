extension Catalogue {
    static let measures: [EventSpec] = [
        EventSpec(
            .measureScored,
            "Measure scored",
            in: .measures,
            purpose:
                "Records the scores of a questionnaire or an observation scale, never its items.",
            reads: "{code} for {subject}[: {total}][, {subscales}], {occasion}",
            fields: [
                .optional("measure", .new(.measure), "the label: measure-1"),
                .required("code", .code(.measures), "which measure"),
                .required("subject", .reference(.person), "whom it is about"),
                .optional("respondent", .reference(.person), "who filled it in"),
                .optional("rater", .staff, "who coded or scored it"),
                .optional("form", .text, "the form's version or age band"),
                .optional("total", .integer(0...1000), "the total score"),
                .optional("subscales", .scores, "the score of each subscale"),
                .optional("omittedItems", .integer(0...100), "how many items were left unanswered"),
                .required("occasion", .choice(occasions), "when in the work it was taken"),
                .optional("cycle", .reference(.cycle), "the cycle in which it was taken"),
                .optional(
                    "selfHarmItem",
                    .integer(0...3),
                    "the answer to the item on self-harm, where the measure has one"
                ),
                .optional("film", .reference(.film), "the film that was coded"),
                .optional("note", .text, "what was said with it"),
            ],
            rules: [
                "Recorded with a warning when a score is out of the range that the codebook gives.",
                "Recorded with a warning to check risk when the item on self-harm is above 0.",
            ],
            example: """
                {"measure": "measure-1", "code": "hads", "subject": "mother", \
                "respondent": "mother", \
                "subscales": {"anxiety": 11, "depression": 9}, "occasion": "baseline"}
                """,
            command: "measure score"
        ),
        EventSpec(
            .measureNotScored,
            "Measure not scored",
            in: .measures,
            purpose: "Records that a planned measure was declined, missed or could not be scored.",
            reads: "No {code} for {subject}, {occasion}: {reason}",
            fields: [
                .required("code", .code(.measures), "which measure"),
                .required("subject", .reference(.person), "whom it is about"),
                .required("occasion", .choice(occasions), "when it was due"),
                .required("reason", .text, "why there is no score"),
            ],
            example: """
                {"code": "epds", "subject": "mother", "occasion": "end", \
                "reason": "Did not wish to"}
                """,
            command: "measure skip"
        ),
    ]
}
