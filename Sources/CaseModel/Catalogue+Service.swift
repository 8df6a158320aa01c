extension Catalogue {
    static let service: [EventSpec] = [
        EventSpec(
            .recordCreated,
            "Record created",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Begins a record: the first event of its log.",
            reads: "Created the record {name} ({nation})",
            fields: [
                .required("name", .text, "the service's name"),
                .required(
                    "nation",
                    .choice(["england-wales", "scotland", "northern-ireland"]),
                    "whose bank holidays and rules apply"
                ),
                .optional("origin", .text, "the origin line of its checkpoints"),
                .optional("format", .integer(1...1000), "the log's format version"),
                .optional("publicKey", .text, "the key that signs its checkpoints"),
            ],
            example: """
                {"name": "Example perinatal service", "nation": "england-wales", \
                "origin": "example/perinatal", "format": 1}
                """
        ),
        EventSpec(
            .staffAdded,
            "Staff added",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Brings a member of staff into the record under a pseudonym.",
            reads: "Added {staff}: {name}[, {post}]",
            fields: [
                .required("staff", .staff, "the pseudonym: s-guider"),
                .required("name", .text, "the name"),
                .optional("post", .text, "the post they hold"),
                .optional(
                    "registration",
                    .text,
                    "the body they are registered with, and the number"
                ),
                .optional("account", .text, "how a server knows them when they sign in"),
            ],
            rules: ["Refused when the pseudonym is taken."],
            example: #"{"staff": "s-guider", "name": "Sam Sample", "post": "psychotherapist"}"#
        ),
        EventSpec(
            .roleAssigned,
            "Role assigned",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Gives a member of staff a role, and with it what they may see and do.",
            reads: "{staff} is {role}[ from {from}][ until {until}]",
            fields: [
                .required("staff", .staff, "who"),
                .required("role", .choice(roles), "the role"),
                .optional("from", .date, "from when"),
                .optional("until", .date, "until when"),
            ],
            example: #"{"staff": "s-guider", "role": "trainee", "from": "2026-09-01"}"#
        ),
        EventSpec(
            .roleEnded,
            "Role ended",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Takes a role away.",
            reads: "{staff} is no longer {role}[: {reason}]",
            fields: [
                .required("staff", .staff, "who"),
                .required("role", .choice(roles), "the role"),
                .optional("reason", .text, "why"),
            ],
            example: #"{"staff": "s-guider", "role": "trainee", "reason": "Accredited"}"#
        ),
        EventSpec(
            .codebookAdopted,
            "Codebook adopted",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose:
                """
                Puts a version of a list of codes in force; older entries keep the meaning of \
                their day.
                """,
            reads: "Adopted {name} {version}[, from {source}]",
            fields: [
                .required(
                    "name",
                    .choice(Codebook.Name.allCases.map(\.rawValue)),
                    "which codebook"
                ),
                .required("version", .text, "its version"),
                .required("source", .text, "where codes and wording come from"),
                .required(
                    "codes",
                    .object,
                    "each code with its meaning, or with meaning, group and scores"
                ),
            ],
            example: """
                {"name": "pause-reasons", "version": "leeds-2", "source": "team meeting", \
                "codes": {"illness": "somebody is ill", "school-holidays": "children at home"}}
                """
        ),
        EventSpec(
            .settingChanged,
            "Setting changed",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Sets a deadline, a time of keeping or another number that rules use.",
            reads: "Set {setting} to {value}[ from {from}][: {reason}]",
            fields: [
                .required("setting", .text, "the setting's name"),
                .required("value", .text, "its new value"),
                .optional("from", .date, "from when it applies"),
                .optional("reason", .text, "why"),
            ],
            example:
                #"{"setting": "film-erasure-days", "value": "60", "reason": "New consent form"}"#
        ),
        EventSpec(
            .witnessAdded,
            "Witness added",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Names somebody outside whose signature under a checkpoint is accepted.",
            reads: "Added witness {name}",
            fields: [
                .required("name", .text, "the witness's name, as in its signatures"),
                .required("publicKey", .text, "its public key, as a verifier key of a signed note"),
                .optional("operator", .text, "who runs it"),
            ],
            example: """
                {"name": "witness.example/trust", "publicKey": \
                "witness.example/trust+7c3a9f10+AZ2Xn1cQ7v9mTq4Lw0pYkR8sUe5HdBfGiJoN6aPzQwEr"}
                """
        ),
        EventSpec(
            .exportIssued,
            "Export issued",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Records what left the record: for whom, on what basis, and which bytes.",
            reads: "Issued {profile} to {recipient}, {basis}[; withheld: {withheld}]",
            fields: [
                .required("profile", .text, "the export's format"),
                .required(
                    "recipient",
                    .text,
                    "who receives it, by body or role, never a family member's name"
                ),
                .required("purpose", .choice(purposes), "for what purpose"),
                .required("basis", .text, "the lawful basis"),
                .optional("case", .text, "the case's stream; left out for an export across cases"),
                .optional("fromPosition", .integer(1...Int.max), "the first position it draws on"),
                .optional("toPosition", .integer(1...Int.max), "the last position it draws on"),
                .optional("root", .text, "the log's root at the last position, in base64"),
                .optional("sha256", .sha256, "the file's digest"),
                .optional("document", .text, "the document's own id"),
                .optional("policy", .text, "the disclosure policy: name, version and digest"),
                .optional("asOf", .time, "as of when the case was asked for"),
                .optional("knownAt", .time, "known at when it was asked for"),
                .optional("exported", .texts, "positions that left, whole or in part: 3-17"),
                .optional("withheld", .texts, "what was left out, each with its ground"),
                .optional(
                    "replaces",
                    .integer(1...Int.max),
                    "position of the export that this one replaces"
                ),
                .optional("request", .text, "the person's request that it answers, by identifier"),
            ],
            example: """
                {"profile": "chronology", "recipient": "children's social care", \
                "purpose": "safeguarding", "basis": "public task", "fromPosition": 1, \
                "toPosition": 120}
                """
        ),
        EventSpec(
            .auditSampleDrawn,
            "Audit sample drawn",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose:
                "Records a random sample of cases in such a way that the draw can be repeated.",
            reads: "Drew {drawn} with seed {seed}[ of: {frame}]",
            fields: [
                .required("seed", .text, "the seed of the draw"),
                .required("frame", .text, "which cases could be drawn"),
                .required("drawn", .texts, "the streams of the cases that were drawn"),
                .optional(
                    "excluded",
                    .texts,
                    "the streams left out because they were audited lately"
                ),
                .optional("asOf", .time, "as of when the frame was taken"),
            ],
            example: """
                {"seed": "2026-11", "frame": "open cases", \
                "drawn": ["018f2d3c-5a7b-4c1d-8e2f-0123456789ab"]}
                """
        ),
        EventSpec(
            .erasureApproved,
            "Erasure approved",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose:
                "Records who approved that something be erased, and on what ground, before it is.",
            reads: "Approved erasing {extent} {unit} ({ground})[: {reason}]",
            fields: [
                .required("unit", .text, "the unit that is to be erased"),
                .required("extent", .choice(["case", "film", "entry"]), "what the unit holds"),
                .required(
                    "ground",
                    .choice([
                        "retention-over", "right-to-erasure", "consent-withdrawn", "court-order",
                        "other",
                    ]),
                    "on what ground"
                ),
                .required("approvedBy", .staff, "who approved it"),
                .optional("reason", .text, "why, without case content"),
            ],
            example: """
                {"unit": "018f2d3c-5a7b-4c1d-8e2f-0123456789ab", "extent": "case", \
                "ground": "retention-over", "approvedBy": "s-records"}
                """
        ),
        EventSpec(
            .trainingRegistered,
            "Training registered",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Records that a member of staff began to train as a guider.",
            reads: "{staff} began training[ with {supervisor}][ under {scheme}]",
            fields: [
                .required("staff", .staff, "who trains"),
                .optional("supervisor", .staff, "who supervises the training"),
                .optional("scheme", .text, "the scheme and its version"),
            ],
            example:
                #"{"staff": "s-guider", "supervisor": "s-supervisor", "scheme": "three stages"}"#
        ),
        EventSpec(
            .trainingStageReached,
            "Training stage reached",
            in: .service,
            keeping: .inService,
            confidentiality: .practice,
            purpose: "Records that a trainee passed a stage.",
            reads: "{staff} passed stage {stage}[, assessed by {assessor}]",
            fields: [
                .required("staff", .staff, "who trains"),
                .required("stage", .integer(1...10), "the stage that was passed"),
                .optional("assessor", .text, "who assessed it"),
                .optional("note", .text, "what was said with it"),
            ],
            example: #"{"staff": "s-guider", "stage": 1, "assessor": "external accreditor"}"#
        ),
    ]

    static let access: [EventSpec] = [
        EventSpec(
            .recordViewed,
            "Record viewed",
            in: .access,
            keeping: .inAccessYear,
            purpose: "Records that somebody was shown entries, before they were shown.",
            reads: "{staff} viewed {view} for {purpose}[, positions {positions}]",
            fields: [
                .required("staff", .staff, "who looked"),
                .required("purpose", .choice(purposes), "for what purpose"),
                .required("view", .text, "what was asked for: timeline, audit, query"),
                .optional("positions", .texts, "the positions shown, as ranges: 3-17"),
                .optional("cases", .texts, "the streams of the cases, for a look across cases"),
                .optional("role", .choice(roles), "the role in which they looked"),
                .optional("asOf", .time, "as of when they asked"),
                .optional("knownAt", .time, "known at which time they asked"),
            ],
            example: """
                {"staff": "s-guider", "purpose": "direct-care", "view": "timeline", \
                "positions": ["3-17", "21"]}
                """
        ),
        EventSpec(
            .recordSearched,
            "Record searched",
            in: .access,
            keeping: .inAccessYear,
            purpose: "Records a search by the cases that it showed, never by its words.",
            reads: "{staff} searched for {purpose}[, shown: {cases}]",
            fields: [
                .required("staff", .staff, "who searched"),
                .required("purpose", .choice(purposes), "for what purpose"),
                .optional("cases", .texts, "the streams of the cases that were shown"),
                .optional("role", .choice(roles), "the role in which they searched"),
            ],
            example: """
                {"staff": "s-admin", "purpose": "technical", \
                "cases": ["018f2d3c-5a7b-4c1d-8e2f-0123456789ab"]}
                """
        ),
        EventSpec(
            .accessRefused,
            "Access refused",
            in: .access,
            keeping: .inAccessYear,
            purpose: "Records that somebody asked to see something and was not allowed to.",
            reads: "Refused {staff} {view}[ for {purpose}]: {rule}",
            fields: [
                .required("staff", .staff, "who asked"),
                .required("view", .text, "what was asked for"),
                .required("rule", .text, "the rule that forbids it"),
                .optional("purpose", .choice(purposes), "the purpose that was named"),
                .optional("positions", .texts, "the positions asked for, as ranges: 3-17"),
                .optional("cases", .texts, "the streams of the cases, for a look across cases"),
                .optional("asOf", .time, "as of when they asked"),
                .optional("knownAt", .time, "known at which time they asked"),
            ],
            example:
                """
                {"staff": "s-analyst", "view": "timeline", "rule": "no relationship to the \
                case"}
                """
        ),
        EventSpec(
            .emergencyAccessUsed,
            "Emergency access used",
            in: .access,
            keeping: .inAccessYear,
            purpose:
                """
                Records that somebody opened a case without a relationship, and why it could \
                not wait.
                """,
            reads: "{staff} used emergency access: {reason}",
            fields: [
                .required("staff", .staff, "who"),
                .required("reason", .text, "why it could not wait"),
                .optional("purpose", .choice(purposes), "for what purpose"),
                .optional("until", .time, "until when it lasts"),
            ],
            rules: ["The privacy officer is to review it within five working days (SG28)."],
            example: #"{"staff": "s-duty", "reason": "Crisis call, guider on leave"}"#
        ),
        EventSpec(
            .accessAlertReviewed,
            "Access alert reviewed",
            in: .access,
            keeping: .inAccessYear,
            purpose: "Records what the privacy officer found about an unusual access.",
            reads: "Reviewed access {alert}: {outcome}[; {reason}]",
            fields: [
                .required("alert", .event, "the access that was reviewed"),
                .required(
                    "outcome",
                    .choice(["justified", "not-justified", "needs-enquiry"]),
                    "what was found"
                ),
                .optional("reviewedBy", .staff, "the privacy officer"),
                .optional("reason", .text, "why"),
            ],
            example: """
                {"alert": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "outcome": "justified", \
                "reviewedBy": "s-privacy"}
                """
        ),
        EventSpec(
            .relationshipOpened,
            "Relationship opened",
            in: .access,
            confidentiality: .practice,
            purpose: "Records that a member of staff has to do with the case from now on.",
            reads: "{staff} has to do with the case as {role}[ until {until}][: {reason}]",
            fields: [
                .required("staff", .staff, "who"),
                .required("role", .choice(roles), "in what role"),
                .optional("until", .date, "until when"),
                .optional("reason", .text, "why"),
            ],
            example: #"{"staff": "s-supervisor", "role": "supervisor"}"#,
            command: "relationship open"
        ),
        EventSpec(
            .relationshipSelfClaimed,
            "Relationship self-claimed",
            in: .access,
            confidentiality: .practice,
            purpose:
                """
                Records that a member of staff claimed to have to do with the case; the \
                privacy officer is alerted.
                """,
            reads: "{staff} claimed to have to do with the case as {role}: {reason}",
            fields: [
                .required("staff", .staff, "who"),
                .required("role", .choice(roles), "in what role"),
                .required("reason", .text, "why"),
                .optional("until", .date, "until when"),
            ],
            example: #"{"staff": "s-duty", "role": "guider", "reason": "Covering this week"}"#,
            command: "relationship claim"
        ),
        EventSpec(
            .relationshipEnded,
            "Relationship ended",
            in: .access,
            confidentiality: .practice,
            purpose: "Records that a member of staff no longer has to do with the case.",
            reads: "{staff} no longer has to do with the case[ as {role}][: {reason}]",
            fields: [
                .required("staff", .staff, "who"),
                .optional("role", .choice(roles), "in what role"),
                .optional("reason", .text, "why"),
            ],
            example: #"{"staff": "s-duty", "role": "guider", "reason": "Cover is over"}"#,
            command: "relationship end"
        ),
    ]

    package static let roles = [
        "guider", "trainee", "supervisor", "safeguarding-lead", "auditor", "analyst",
        "records-manager", "privacy-officer", "administrator",
    ]

    /// For what somebody may ask to see a record.
    package static let purposes = [
        "direct-care", "supervision", "safeguarding", "audit", "subject-access", "research",
        "training", "technical",
    ]
}
