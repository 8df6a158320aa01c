extension Catalogue {
    static let actions: [EventSpec] = [
        EventSpec(
            .actionAssigned,
            "Action assigned",
            in: .actions,
            purpose: "Records something that is to be done, by whom and by when.",
            reads: "{action}: {what}[, by {owner}][, due {due}][ (for {risk})]",
            fields: [
                .optional("action", .new(.action), "the label: action-1"),
                .required("what", .text, "what is to be done"),
                .optional("owner", .staff, "who will do it"),
                .optional("due", .date, "by when"),
                .optional("risk", .reference(.risk), "the risk it answers"),
                .optional("concern", .reference(.concern), "the concern it answers"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it answers"),
                .optional("decision", .reference(.decision), "the decision it carries out"),
                .optional("concerning", .references(.person), "the people it is about"),
            ],
            rules: ["Recorded with a warning without an owner or a due date (SG09)."],
            example: """
                {"action": "action-1", "what": "Ring the health visitor", "owner": "s-guider", \
                "due": "2026-11-25", "risk": "risk-1"}
                """,
            command: "action assign"
        ),
        EventSpec(
            .actionReassigned,
            "Action reassigned",
            in: .actions,
            purpose: "Records that an action has another owner or another due date.",
            reads: "{action} now[ by {owner}][, due {due}][: {reason}]",
            fields: [
                .required("action", .reference(.action), "the action"),
                .optional("owner", .staff, "who will do it from now on"),
                .optional("due", .date, "by when it is due now"),
                .optional("reason", .text, "why"),
            ],
            example:
                """
                {"action": "action-1", "owner": "s-lead", "due": "2026-11-27", "reason": "On \
                leave"}
                """,
            command: "action reassign"
        ),
        EventSpec(
            .actionCompleted,
            "Action completed",
            in: .actions,
            purpose: "Records that an action was done and what came of it.",
            reads: "Completed {action}: {outcome}",
            fields: [
                .required("action", .reference(.action), "the action"),
                .required("outcome", .text, "what came of it"),
                .optional("completedBy", .staff, "who did it"),
            ],
            rules: ["Recorded with a warning when the action is completed or cancelled already."],
            example: #"{"action": "action-1", "outcome": "She will visit on Monday"}"#,
            command: "action complete"
        ),
        EventSpec(
            .actionCancelled,
            "Action cancelled",
            in: .actions,
            purpose: "Records that an action will not be done, and why.",
            reads: "Cancelled {action}: {reason}",
            fields: [
                .required("action", .reference(.action), "the action"),
                .required("reason", .text, "why it will not be done"),
                .optional("agreedBy", .staff, "who agreed"),
            ],
            rules: ["Recorded with a warning when the action is completed or cancelled already."],
            example: #"{"action": "action-1", "reason": "The GP has done it"}"#,
            command: "action cancel"
        ),
        EventSpec(
            .socialCareReferralMade,
            "Social care referral made",
            in: .actions,
            purpose: "Records a referral to children's social care.",
            reads: "Made {referral} to {recipient}[ about {concerning}]: {reason}",
            fields: [
                .optional("referral", .new(.referral), "the label: referral-1"),
                .required("recipient", .text, "the team that received it"),
                .required("reason", .text, "why"),
                .optional("concerning", .references(.person), "the children it is about"),
                .optional(
                    "threshold",
                    .choice(["early-help", "section-17", "section-47", "advice"]),
                    "on what ground"
                ),
                .optional("how", .choice(["phone", "written", "portal"]), "how it was made"),
                .optional("writtenFollowUp", .time, "when it was confirmed in writing"),
                .optional("risk", .reference(.risk), "the risk it is about"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it is about"),
                .optional("decision", .reference(.decision), "the decision it carries out"),
                .optional(
                    "consent",
                    .choice(["given", "refused", "not-sought"]),
                    "whether the family agreed"
                ),
                .optional("consentReason", .text, "why it was made without agreement"),
                .optional("familyTold", .choice(["yes", "no"]), "whether the family was told"),
            ],
            rules: ["Without an answer within three working days it is to be chased (SG14)."],
            example: """
                {"referral": "referral-1", "recipient": "MASH", \
                "reason": "Infant left alone twice", \
                "concerning": ["infant"], "threshold": "section-17", "how": "phone", \
                "consent": "given"}
                """,
            command: "referral make"
        ),
        EventSpec(
            .referralOutcomeReceived,
            "Referral outcome received",
            in: .actions,
            purpose: "Records what the receiving service decided.",
            reads: "{referral} answered: {outcome}[; {response}]",
            fields: [
                .required("referral", .reference(.referral), "the referral"),
                .required("outcome", .text, "what they decided"),
                .optional("from", .text, "who answered, by post"),
                .optional("response", .text, "what we think of it, and whether we challenge it"),
            ],
            example: #"{"referral": "referral-1", "outcome": "Assessment starts this week"}"#,
            command: "referral outcome"
        ),
        EventSpec(
            .referralChased,
            "Referral chased",
            in: .actions,
            purpose: "Records that we asked what became of a referral.",
            reads: "Chased {referral}[ by {how}][: {answer}]",
            fields: [
                .required("referral", .reference(.referral), "the referral"),
                .optional("how", .choice(["phone", "written", "portal", "in-person"]), "how"),
                .optional("answer", .text, "what was said"),
                .optional("escalatedTo", .text, "to whom it was taken further"),
            ],
            example:
                """
                {"referral": "referral-1", "how": "phone", "answer": "Duty worker will ring \
                back"}
                """,
            command: "referral chase"
        ),
        EventSpec(
            .liaisonContactMade,
            "Liaison contact made",
            in: .actions,
            purpose: "Records contact with another service about the family.",
            reads: "Liaison with {agency} ({direction})[, {contact}][: {content}]",
            fields: [
                .required("agency", .code(.agencies), "which service"),
                .required("direction", .choice(["to", "from", "two-way"]), "who told whom"),
                .optional("contact", .text, "whom we spoke with, by post"),
                .optional(
                    "how",
                    .choice(["phone", "in-person", "written", "meeting", "other"]),
                    "how"
                ),
                .optional("content", .text, "what was said"),
                .optional("aim", .text, "what it was for"),
                .optional("concerning", .references(.person), "the people it was about"),
                .optional("risk", .reference(.risk), "the risk it was about"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it was about"),
            ],
            example: """
                {"agency": "perinatal-psychiatry", "direction": "two-way", "how": "phone", \
                "content": "Agreed to speak after each review", "concerning": ["mother"]}
                """,
            command: "liaison note"
        ),
        EventSpec(
            .crisisServiceInvolved,
            "Crisis service involved",
            in: .actions,
            purpose: "Records that a crisis service came in, whoever called it.",
            reads: "{agency} came in for {person}[: {reason}][; {outcome}]",
            fields: [
                .required("agency", .code(.agencies), "which service"),
                .required("person", .reference(.person), "for whom"),
                .optional("reason", .text, "why"),
                .optional("calledBy", .text, "who called it"),
                .optional("risk", .reference(.risk), "the risk it was about"),
                .optional("until", .time, "until when it was involved"),
                .optional("outcome", .text, "what came of it"),
            ],
            rules: ["Contact in both directions is due within two working days (SG30)."],
            example:
                """
                {"agency": "crisis-team", "person": "mother", "reason": "Worse over the \
                weekend"}
                """,
            command: "crisis note"
        ),
        EventSpec(
            .informationShared,
            "Information shared",
            in: .actions,
            purpose: "Records what was told to somebody outside the service, and on what ground.",
            reads: "Shared[ with {recipient}]: {what}[; basis: {basis}]",
            fields: [
                .required("what", .text, "what was shared"),
                .optional("recipient", .text, "with whom, by body or post"),
                .optional("agency", .code(.agencies), "the agency it belongs to"),
                .optional("basis", .text, "the lawful basis"),
                .optional("necessity", .text, "why it was needed, and no more than needed"),
                .optional(
                    "consentSought",
                    .choice(["given", "refused", "not-sought"]),
                    "whether consent was asked for"
                ),
                .optional("whyNotSought", .text, "why it was not asked for"),
                .optional("familyTold", .choice(["yes", "no"]), "whether the family was told"),
                .optional("whyNotTold", .text, "why they were not told"),
                .optional("concerning", .references(.person), "the people it was about"),
                .optional("risk", .reference(.risk), "the risk it was about"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it was about"),
                .optional("concern", .reference(.concern), "the concern it was about"),
                .optional("decision", .reference(.decision), "the decision it carries out"),
            ],
            rules: [
                """
                Without recipient, basis, need, consent sought or word to the family, the audit \
                finds it (SG17).
                """
            ],
            example: """
                {"what": "That she needs a call this week", "recipient": "health visitor", \
                "agency": "health-visiting", "basis": "consent", "necessity": "To visit in time", \
                "consentSought": "given", "familyTold": "yes"}
                """,
            command: "share record"
        ),
        EventSpec(
            .decisionNotToShareRecorded,
            "Decision not to share recorded",
            in: .actions,
            purpose: "Records that something was deliberately kept in the service, and why.",
            reads: "Did not share {what}[ with {recipient}]: {rationale}",
            fields: [
                .required("what", .text, "what was not shared"),
                .required("rationale", .text, "why"),
                .optional("recipient", .text, "with whom it might have been shared"),
                .optional("options", .texts, "what else was considered"),
                .optional("risk", .reference(.risk), "the risk it was about"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it was about"),
                .optional("concern", .reference(.concern), "the concern it was about"),
                .optional("lead", .staff, "the safeguarding lead who was asked"),
                .optional("reviewOn", .date, "when to look at it again"),
            ],
            example: """
                {"what": "the content of the sessions", "recipient": "nursery", \
                "rationale": "The nursery needs only the times"}
                """,
            command: "share decline"
        ),
    ]
}
