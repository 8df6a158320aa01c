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
    ]
}
