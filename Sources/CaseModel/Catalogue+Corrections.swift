extension Catalogue {
    static let corrections: [EventSpec] = [
        EventSpec(
            .entryAmended,
            "Entry amended",
            in: .corrections,
            keeping: .withTarget,
            purpose: "Corrects an earlier entry; what was written first stays readable beneath.",
            reads: "Amended entry {target}: {reason}[; {requestedBy} says: {statement}]",
            fields: [
                .required("target", .event, "the entry that is corrected"),
                .required("reason", .text, "why"),
                .required("data", .object, "the entry's data as it should have been, whole"),
                .optional("occurred", .time, "when it happened, if that was wrong"),
                .optional("requestedBy", .reference(.person), "who asked for it to be put right"),
                .optional("statement", .text, "what is wrong, in that person's own words"),
            ],
            rules: [
                "Refused when the target is of another case or cannot be read.",
                "The new data follow the rules of the target's type; labels cannot change.",
            ],
            example: """
                {"target": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "reason": "Wrong length noted", \
                "data": {"film": "film-1", "kind": "interaction", "durationMs": 310000, \
                "people": ["mother", "infant"]}}
                """,
            command: "entry amend"
        ),
        EventSpec(
            .entryMarkedInError,
            "Entry marked in error",
            in: .corrections,
            keeping: .withTarget,
            purpose:
                """
                Takes an earlier entry out of every view, as for the wrong family; it stays \
                in the history.
                """,
            reads: "Marked entry {target} in error: {reason}",
            fields: [
                .required("target", .event, "the entry that is in error"),
                .required("reason", .text, "why"),
            ],
            rules: [
                "Refused when the target is of another case.",
                "Recorded with a warning when the target is a correction.",
            ],
            example: """
                {"target": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", \
                "reason": "Belongs to another family"}
                """,
            command: "entry void"
        ),
        EventSpec(
            .rectificationRefused,
            "Rectification refused",
            in: .corrections,
            keeping: .withTarget,
            confidentiality: .practice,
            purpose:
                """
                Records that somebody asked for an entry to be put right and that it stays as it is: \
                their statement stands with the entry from then on.
                """,
            reads:
                "{requestedBy} disputes entry {target}: {statement}; not changed, because {reason}",
            fields: [
                .required("target", .event, "the entry that is disputed"),
                .required("requestedBy", .reference(.person), "who asked for it to be put right"),
                .required("statement", .text, "what is wrong, in that person's own words"),
                .required("reason", .text, "why it stays as it is"),
                .optional("told", .text, "how they were told, and of whom they can complain to"),
            ],
            rules: [
                "Refused when the target is of another case.",
                "The entry counts on as it is; wherever it is shown, it says that it is disputed.",
            ],
            example: """
                {"target": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "requestedBy": "mother", \
                "statement": "I was never at that clinic", \
                "reason": "The clinic's letter says that she was"}
                """
        ),
    ]
}
