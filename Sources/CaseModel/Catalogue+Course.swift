extension Catalogue {
    static let course: [EventSpec] = [
        EventSpec(
            .cycleOpened,
            "Cycle opened",
            in: .course,
            confidentiality: .practice,
            purpose: "Opens a cycle: one film and the shared review of its clips.",
            reads: "Opened {cycle}, number {number}",
            fields: [
                .optional("cycle", .new(.cycle), "the label: cycle-1"),
                .required("number", .integer(1...100), "which cycle it is, from 1"),
                .optional("questions", .references(.question), "the helping questions it takes up"),
                .optional("note", .text, "anything else worth keeping"),
            ],
            example: #"{"cycle": "cycle-1", "number": 1}"#,
            command: "cycle open"
        ),
        EventSpec(
            .cycleCompleted,
            "Cycle completed",
            in: .course,
            confidentiality: .practice,
            purpose: "Records that film and shared review of a cycle are done.",
            reads: "Completed {cycle}[: {summary}]",
            fields: [
                .required("cycle", .reference(.cycle), "the cycle"),
                .optional("summary", .text, "what it came to"),
            ],
            example: #"{"cycle": "cycle-1", "summary": "She saw how he waits for her"}"#,
            command: "cycle complete"
        ),
        EventSpec(
            .vigPaused,
            "VIG paused",
            in: .course,
            confidentiality: .practice,
            purpose: "Records that the film work rests, while other contact may go on.",
            reads: "Paused ({reason})[, to be looked at on {reviewOn}]",
            fields: [
                .optional("pause", .new(.pause), "the label: pause-1"),
                .required("reason", .code(.pauseReasons), "why, in general terms"),
                .optional("reviewOn", .date, "when to look at it again"),
                .optional("explanation", .text, "why, in words that a supervisor may read"),
                .optional("cycle", .reference(.cycle), "the cycle that is interrupted"),
            ],
            rules: ["Recorded with a warning without a day to look at it again (SG25)."],
            example: #"{"pause": "pause-1", "reason": "illness", "reviewOn": "2026-12-14"}"#,
            command: "vig pause"
        ),
        EventSpec(
            .vigResumed,
            "VIG resumed",
            in: .course,
            confidentiality: .practice,
            purpose: "Records that the film work goes on.",
            reads: "Resumed[ after {pause}][: {note}]",
            fields: [
                .optional("pause", .reference(.pause), "the pause that is over"),
                .optional("note", .text, "what made it possible"),
            ],
            rules: ["Recorded with a warning when the work is not paused."],
            example: #"{"pause": "pause-1", "note": "Everybody is well again"}"#,
            command: "vig resume"
        ),
        EventSpec(
            .caseClosed,
            "Case closed",
            in: .course,
            purpose: "Closes the case; later entries stay possible.",
            reads: "Closed the case: {reason}[; risk at closing: {closingRisk}][; {summary}]",
            fields: [
                .required("reason", .code(.closureReasons), "why the work ended"),
                .optional("closingRisk", .choice(riskLevels), "the risk at closing"),
                .optional("planned", .boolean, "whether the ending was planned"),
                .optional("summary", .text, "where things stand"),
                .optional("onwardCare", .text, "who goes on seeing the family"),
                .optional("filmsPlan", .text, "what will become of the films"),
                .optional("agreedBy", .staff, "who agreed"),
            ],
            rules: [
                """
                Recorded with a warning with open risks or actions, or without the risk at \
                closing (SG26).
                """
            ],
            example: #"{"reason": "planned-end", "closingRisk": "low", "planned": true}"#
        ),
        EventSpec(
            .caseReopened,
            "Case reopened",
            in: .course,
            purpose: "Records that work with the family starts again after closing.",
            reads: "Reopened the case: {reason}",
            fields: [
                .required("reason", .text, "why"),
                .optional(
                    "plannedCycles",
                    .integer(1...100),
                    "how many cycles are planned from here"
                ),
            ],
            example: #"{"reason": "Asked for more cycles after the birth of a second child"}"#
        ),
        EventSpec(
            .closingStatementRecorded,
            "Closing statement recorded",
            in: .course,
            confidentiality: .practice,
            purpose: "Records what the client says of the work at its end.",
            reads: "{person} at the end: {statement}",
            fields: [
                .required("person", .reference(.person), "whose statement it is"),
                .required("statement", .text, "what they say"),
                .optional("isParaphrase", .boolean, "whether the words are not the speaker's own"),
            ],
            example: #"{"person": "mother", "statement": "I look forward to mornings now"}"#,
            command: "closing state"
        ),
        EventSpec(
            .closingLetterSent,
            "Closing letter sent",
            in: .course,
            confidentiality: .practice,
            purpose: "Records that a letter about goals, strengths and next ideas went out.",
            reads: "Closing letter to {recipients}[: {summary}]",
            fields: [
                .required("recipients", .texts, "who received it, by role or body"),
                .optional("summary", .text, "what it says, in short"),
                .optional(
                    "agreedWith",
                    .references(.person),
                    "the family members who saw it first"
                ),
            ],
            example: #"{"recipients": ["the mother", "health visitor"], "agreedWith": ["mother"]}"#,
            command: "closing letter"
        ),
        EventSpec(
            .followUpRecorded,
            "Follow-up recorded",
            in: .course,
            purpose: "Records how the family fares some time after the work.",
            reads: "Follow-up with {people}: {summary}",
            fields: [
                .required("people", .references(.person), "who was met or spoken with"),
                .required("summary", .text, "how they fare"),
                .optional("how", .choice(["phone", "visit", "letter", "meeting", "other"]), "how"),
            ],
            example: #"{"people": ["mother"], "summary": "Goals have held", "how": "phone"}"#,
            command: "followup record"
        ),
        EventSpec(
            .generalisationReported,
            "Generalisation reported",
            in: .course,
            confidentiality: .practice,
            purpose: "Records that what was found on film is used with others or elsewhere.",
            reads: "With {target}[ ({people})], as {reporter} reports: {description}",
            fields: [
                .required(
                    "target",
                    .choice(["sibling", "partner", "friend", "other"]),
                    "with whom or where"
                ),
                .optional("people", .references(.person), "the people it is about"),
                .required(
                    "reporter",
                    .choice(["client", "family", "professional", "guider"]),
                    "who reports it"
                ),
                .required("description", .text, "what was done"),
            ],
            example: """
                {"target": "sibling", "people": ["brother-1"], "reporter": "client", \
                "description": "Waits for him to finish his sentence"}
                """,
            command: "generalisation report"
        ),
        EventSpec(
            .retentionHoldPlaced,
            "Retention hold placed",
            in: .course,
            purpose: "Forbids destroying the case or a film while a reason to keep it stands.",
            reads:
                """
                Hold on the {extent}[, {film}]: {ground}[, {authority}][; look again on \
                {reviewOn}]
                """,
            fields: [
                .required("extent", .choice(["case", "film"]), "the whole case or one film"),
                .optional("film", .reference(.film), "the film, when it is one film"),
                .required(
                    "ground",
                    .choice([
                        "inquiry", "safeguarding", "legal-claim", "police", "subject-access",
                        "complaint", "other",
                    ]),
                    "why it must be kept"
                ),
                .optional("authority", .text, "who asked for it, and under what power"),
                .optional("placedBy", .staff, "who decided"),
                .optional("reviewOn", .date, "when to look at it again"),
            ],
            rules: ["While it stands, nothing in its extent can be erased (SG06)."],
            example: """
                {"extent": "case", "ground": "inquiry", \
                "authority": "national child abuse inquiry", \
                "reviewOn": "2027-11-22"}
                """,
            command: "hold place"
        ),
        EventSpec(
            .retentionHoldReviewed,
            "Retention hold reviewed",
            in: .course,
            purpose: "Records that a hold was looked at again and stays.",
            reads: "Looked at hold {hold}: {reason}[; look again on {reviewOn}]",
            fields: [
                .required("hold", .event, "the entry that placed it"),
                .required("reason", .text, "why it stays"),
                .optional("reviewedBy", .staff, "who decided"),
                .optional("reviewOn", .date, "when to look at it next"),
            ],
            rules: ["Refused when it names no entry of this case."],
            example: """
                {"hold": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "reason": "Request still in force"}
                """,
            command: "hold review"
        ),
        EventSpec(
            .retentionHoldReleased,
            "Retention hold released",
            in: .course,
            purpose: "Ends a hold; the usual times of keeping apply again.",
            reads: "Released hold {hold}: {reason}",
            fields: [
                .required("hold", .event, "the entry that placed it"),
                .required("reason", .text, "why it is no longer needed"),
                .optional("releasedBy", .staff, "who decided"),
            ],
            rules: ["Refused when it names no entry of this case."],
            example: """
                {"hold": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "reason": "Claim settled"}
                """,
            command: "hold release"
        ),
        EventSpec(
            .subjectAccessRequested,
            "Subject access requested",
            in: .course,
            purpose: "Records that somebody asked for what the record holds on them.",
            reads: "{person} asked for their record[, due {due}][: {scope}]",
            fields: [
                .required("person", .reference(.person), "whose information is asked for"),
                .optional("requester", .text, "who asks, if it is somebody else"),
                .optional("identityChecked", .boolean, "whether their identity was checked"),
                .optional(
                    "identityHow",
                    .text,
                    "how it was checked: known to the guider, passport"
                ),
                .optional("scope", .text, "what is asked for"),
                .optional("due", .date, "by when to answer; a month after it came if left out"),
            ],
            rules: [
                "Until it is answered, nothing of the case is to be destroyed (SG06).",
                "Recorded with a warning while nobody has checked who asks.",
                "It came when it happened: '--at' is the day from which the month counts.",
            ],
            example: """
                {"person": "mother", "identityChecked": true, \
                "identityHow": "in person, known to the guider", "scope": "everything", \
                "due": "2026-12-22"}
                """,
            command: "rights request"
        ),
        EventSpec(
            .subjectAccessExtended,
            "Subject access extended",
            in: .course,
            purpose:
                "Records that the answer to a request is put off, as the law allows for a complex one.",
            reads: "Answer to the request of {person} put off until {due}: {reason}",
            fields: [
                .required("person", .reference(.person), "whose request it is"),
                .optional("request", .event, "the entry that holds the request"),
                .required("due", .date, "by when it is answered now"),
                .required("reason", .text, "why; the person is told it within the first month"),
            ],
            rules: [
                "Recorded with a warning when it is later than three months after the request; only"
                    + " the three months count then."
            ],
            example: """
                {"person": "mother", "due": "2027-02-22", \
                "reason": "Three services hold parts of the record"}
                """,
            command: "rights extend"
        ),
        EventSpec(
            .thirdPartyConsentSought,
            "Third party's consent sought",
            in: .course,
            confidentiality: .restricted,
            purpose:
                """
                Records whether somebody else in what was asked for agrees to its disclosure: \
                asked, and then what they said, or why they cannot be asked.
                """,
            reads: "Consent of {party} to disclosure: {outcome}[; {how}][; {reason}]",
            fields: [
                .required("request", .event, "the entry that holds the request"),
                .required(
                    "party",
                    .text,
                    "who, as entries name them: a person's label, or what stands under third parties"
                ),
                .required(
                    "outcome",
                    .choice(["asked", "given", "refused", "not-possible"]),
                    "how it stands; not-possible also where asking would harm or would itself tell"
                ),
                .optional("how", .text, "how they were asked or answered"),
                .optional("reason", .text, "in their words, or why they cannot be asked"),
            ],
            rules: [
                "What they say after it was decided opens the decision again.",
                "It never leaves in anybody's copy but an auditor's.",
            ],
            example: """
                {"request": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "party": "gran", \
                "outcome": "given", "how": "by letter"}
                """,
            command: "rights consent"
        ),
        EventSpec(
            .thirdPartyDisclosureDecided,
            "Third party's disclosure decided",
            in: .course,
            confidentiality: .restricted,
            purpose:
                """
                Records whether what concerns somebody else is disclosed to who asked: because they \
                agreed, or because it is reasonable without, or not.
                """,
            reads: "About {party}: {decision}[, entries {entries}]; {reason}",
            fields: [
                .required("request", .event, "the entry that holds the request"),
                .required("party", .text, "who, as the entry on their consent names them"),
                .required("decision", .choice(["disclose", "withhold"]), "what was decided"),
                .required("reason", .text, "the ground, and why it is reasonable"),
                .optional(
                    "entries",
                    .texts,
                    "only these entries, by position or identifier; all if left out"
                ),
                .optional("decidedBy", .staff, "who decided"),
            ],
            rules: [
                "The disclosure policy does what it says in that person's own copy: what is disclosed"
                    + " leaves, entries that are withheld by name do not, and of the others the words.",
                "Refused when it names an entry that is none of this case.",
                "It never leaves in anybody's copy but an auditor's.",
            ],
            example: """
                {"request": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "party": "gran", \
                "decision": "disclose", "reason": "She agreed in writing"}
                """,
            command: "rights decide"
        ),
        EventSpec(
            .harmAssessmentRecorded,
            "Harm assessment recorded",
            in: .course,
            confidentiality: .restricted,
            purpose: "Records whether giving somebody an entry could seriously harm anybody.",
            reads: "Harm assessment for {person}: {conclusion}[; {rationale}][, until {until}]",
            fields: [
                .required("person", .reference(.person), "whose request it is about"),
                .required(
                    "conclusion",
                    .choice(["disclose", "withhold", "disclose-in-part"]),
                    "what was concluded"
                ),
                .optional("request", .event, "the entry that holds the request"),
                .optional(
                    "seriousHarm",
                    .boolean,
                    "whether serious harm to anybody's health is thought likely"
                ),
                .optional(
                    "entries",
                    .texts,
                    "the entries it is about, by position or identifier; all if no days are named"
                        + " either"
                ),
                .optional("entriesFrom", .date, "it is about what happened from that day"),
                .optional("entriesTo", .date, "and until that day"),
                .optional("rationale", .text, "why"),
                .optional("assessedBy", .staff, "the health professional who assessed"),
                .optional("until", .date, "until when it holds"),
            ],
            rules: [
                "Of several about one entry the newest counts.",
                "Refused when it names an entry that is none of this case.",
                "Recorded with a warning when nobody is named who assessed, or no reason, or when its"
                    + " conclusion is not what it says of harm. It is no harm test then, and the"
                    + " request stays open.",
            ],
            example: """
                {"person": "mother", "conclusion": "disclose", \
                "rationale": "Nothing likely to harm", \
                "assessedBy": "s-guider"}
                """,
            command: "rights harm"
        ),
        EventSpec(
            .subjectAccessAnswered,
            "Subject access answered",
            in: .course,
            purpose: "Records that a request was answered, and what was left out.",
            reads: "Answered the request of {person}[; withheld: {withheld}]",
            fields: [
                .required("person", .reference(.person), "whose request it was"),
                .optional("request", .event, "the entry that holds the request"),
                .optional("withheld", .text, "what was left out and on what ground"),
                .optional("how", .text, "how it was handed over"),
                .optional(
                    "export",
                    .integer(1...Int.max),
                    "position of the 'export-issued' event of the copy"
                ),
                .optional("sha256", .sha256, "the copy's digest"),
            ],
            rules: [
                "'vigil rights answer' makes the copy and records this; by hand it is for what was"
                    + " answered without it."
            ],
            example: #"{"person": "mother", "withheld": "what concerns her relatives"}"#
        ),
        EventSpec(
            .findingAnswered,
            "Audit finding answered",
            in: .course,
            purpose: "Answers an audit finding: explains it, accepts it, or says what was done.",
            reads: "Answered {check} {key} ({answer}): {reason}",
            fields: [
                .required("check", .text, "the check's id: SG08"),
                .required("key", .text, "the finding's key, as the audit prints it"),
                .required(
                    "answer",
                    .choice(["explained", "accepted", "action-taken"]),
                    "the answer"
                ),
                .required("reason", .text, "why, in words an auditor can weigh"),
                .optional("action", .reference(.action), "the action that was taken"),
                .optional("answeredBy", .staff, "who answers for it"),
                .optional(
                    "evidence",
                    .texts,
                    "positions of the entries that the finding rested on; when they change, it is"
                        + " open again"
                ),
            ],
            rules: [
                "A finding that is answered stays in the audit, with its answer.",
                "'vigil audit answer' fills in what the finding rests on.",
            ],
            example: """
                {"check": "SG08", "key": "risk-1", "answer": "explained", \
                "reason": "Action was noted under concern-1 the same day"}
                """,
            command: "finding answer"
        ),
    ]
}
