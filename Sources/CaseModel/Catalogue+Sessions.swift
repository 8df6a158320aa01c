extension Catalogue {
    static let sessions: [EventSpec] = [
        EventSpec(
            .appointmentBooked,
            "Appointment booked",
            in: .sessions,
            confidentiality: .practice,
            purpose: "Records that a meeting was arranged.",
            reads: "Booked {time}[, {kind}][ with {people}]",
            fields: [
                .required("time", .time, "when it will be"),
                .optional("kind", .code(.sessionKinds), "what kind of meeting"),
                .optional("people", .references(.person), "who is expected"),
                .optional("staff", .staffList, "the staff who will be there"),
                .optional("place", .text, "where, or that it is by video call"),
            ],
            example: #"{"time": "2026-11-30", "kind": "filming", "people": ["mother", "infant"]}"#,
            command: "appointment book"
        ),
        EventSpec(
            .sessionHeld,
            "Session held",
            in: .sessions,
            purpose: "Records that a meeting with the family took place.",
            reads: "{kind} with {people}[, {durationMs}][: {summary}]",
            fields: [
                .optional("session", .new(.session), "the label: session-1"),
                .required("kind", .code(.sessionKinds), "what kind of meeting"),
                .required("people", .references(.person), "the family members who were there"),
                .optional("staff", .staffList, "the staff who were there"),
                .optional("durationMs", .milliseconds, "how long it took"),
                .optional("place", .text, "where it was"),
                .optional("cycle", .reference(.cycle), "the cycle it belongs to"),
                .optional("summary", .text, "what happened, in short"),
            ],
            example: """
                {"session": "session-1", "kind": "planning", "people": ["mother", "infant"], \
                "staff": ["s-guider"], "durationMs": 3000000}
                """,
            command: "session hold"
        ),
        EventSpec(
            .attendanceRecorded,
            "Attendance recorded",
            in: .sessions,
            confidentiality: .practice,
            purpose:
                "Records whether somebody came to a planned meeting, and who cancelled if not.",
            reads: "{person}: {outcome}[, {reason}]",
            fields: [
                .required("person", .reference(.person), "whose attendance it is"),
                .required("outcome", .code(.attendance), "came, cancelled or did not come"),
                .optional("session", .reference(.session), "the session, if it took place"),
                .optional("booked", .time, "when the meeting should have been"),
                .optional("reason", .text, "the reason that was given"),
            ],
            example: #"{"person": "mother", "outcome": "attended", "session": "session-1"}"#,
            command: "attendance record"
        ),
        EventSpec(
            .contactAttempted,
            "Contact attempted",
            in: .sessions,
            purpose: "Records an attempt to reach the family, as after a missed meeting.",
            reads: "Tried to reach {person} by {how}: {outcome}[, {note}]",
            fields: [
                .required("person", .reference(.person), "whom we tried to reach"),
                .required(
                    "how",
                    .choice(["phone", "text-message", "letter", "email", "visit", "other"]),
                    "how"
                ),
                .required(
                    "outcome",
                    .choice(["reached", "message-left", "no-answer", "not-known"]),
                    "what came of it"
                ),
                .optional("note", .text, "what was said"),
            ],
            example: #"{"person": "mother", "how": "phone", "outcome": "message-left"}"#,
            command: "contact attempt"
        ),
        EventSpec(
            .progressNote,
            "Progress note",
            in: .sessions,
            purpose: "Records whatever no other entry type has a place for.",
            reads: "{text}",
            fields: [
                .required("text", .text, "the note, in the writer's words"),
                .optional("session", .reference(.session), "the session it belongs to"),
                .optional("concerning", .references(.person), "the people it is about"),
            ],
            example:
                """
                {"text": "Phoned to confirm Thursday; she sounded brighter", "concerning": \
                ["mother"]}
                """,
            command: "note add"
        ),
        EventSpec(
            .childObserved,
            "Child observed",
            in: .sessions,
            purpose: "Records what was seen of a child, so that the child stays visible.",
            reads: "Saw {child}: {observation}",
            fields: [
                .required("child", .reference(.person), "the child"),
                .required(
                    "observation",
                    .text,
                    "what was seen and heard, before any interpretation"
                ),
                .optional("session", .reference(.session), "the session in which it was seen"),
                .optional("seenAlone", .boolean, "whether the child was seen without a parent"),
                .optional("port", .code(.ports), "the part of the system it tells of"),
            ],
            example: #"{"child": "infant", "observation": "Restless, settles when held upright"}"#,
            command: "child observe"
        ),
        EventSpec(
            .engagementRiskNoted,
            "Engagement risk noted",
            in: .sessions,
            purpose: "Records a sign that the client may not come back.",
            reads: "{person} may not come back: {sign}",
            fields: [
                .required("person", .reference(.person), "whose engagement is at risk"),
                .required("sign", .text, "what was said or seen"),
                .optional("session", .reference(.session), "the session in which it showed"),
            ],
            example:
                #"{"person": "mother", "sign": "Asked whether others give up after one visit"}"#
        ),
        EventSpec(
            .containmentNoted,
            "Containment noted",
            in: .sessions,
            purpose: "Records how fears or hopeless feelings were held, so that work could go on.",
            reads: "Held with {person}: {what}[; {outcome}]",
            fields: [
                .required("person", .reference(.person), "whose feelings were held"),
                .required("what", .text, "the feelings, and how they were held"),
                .optional("outcome", .text, "what it made possible"),
                .optional("session", .reference(.session), "the session in which it happened"),
            ],
            example: """
                {"person": "mother", "what": "Fear of being judged, spoken about openly", \
                "outcome": "booked the next visit"}
                """
        ),
        EventSpec(
            .formulationRecorded,
            "Formulation recorded",
            in: .sessions,
            confidentiality: .restricted,
            purpose: "Records the clinician's understanding of what lies behind what was seen.",
            reads: "Formulation: {formulation}",
            fields: [
                .required("formulation", .text, "the understanding, as a hypothesis"),
                .optional("concerning", .references(.person), "the people it is about"),
                .optional("basis", .text, "what it rests on"),
                .optional("session", .reference(.session), "the session that led to it"),
            ],
            example: """
                {"formulation": "Keeping busy may keep the sadness away", "concerning": ["mother"]}
                """
        ),
        EventSpec(
            .methodDecided,
            "Method decided",
            in: .sessions,
            purpose: "Records which way of working was chosen and why.",
            reads: "Chose to work with {method}[: {rationale}]",
            fields: [
                .required("method", .text, "the way of working"),
                .optional("rationale", .text, "why this one"),
                .optional("options", .texts, "what else was considered"),
                .optional("decidedBy", .staffList, "the staff who decided"),
            ],
            example: #"{"method": "VIG", "rationale": "Pictures come easier to her than talk"}"#
        ),
        EventSpec(
            .jointDecisionMade,
            "Joint decision made",
            in: .sessions,
            purpose: "Records what client and guider decided together.",
            reads: "Decided together: {decided}[. Why: {rationale}]",
            fields: [
                .required("decided", .text, "what was decided"),
                .required("people", .references(.person), "the family members who decided"),
                .optional("staff", .staffList, "the staff who decided with them"),
                .optional("rationale", .text, "why, in their own terms"),
                .optional("options", .texts, "what else was considered"),
                .optional("session", .reference(.session), "the session in which it was decided"),
            ],
            example: """
                {"decided": "Film at home, not in the clinic", "people": ["mother"], \
                "staff": ["s-guider"]}
                """
        ),
    ]
}
