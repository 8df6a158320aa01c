extension Catalogue {
    static let safeguarding: [EventSpec] = [
        EventSpec(
            .concernReported,
            "Concern reported",
            in: .safeguarding,
            purpose: "Records a worry about somebody, whoever raised it and however small.",
            reads: "Concern[ about {concerning}]: {description}",
            fields: [
                .optional("concern", .new(.concern), "the label: concern-1"),
                .required("description", .text, "what the worry is"),
                .optional("concerning", .references(.person), "the people it is about"),
                .optional("reportedBy", .text, "who raised it, if not the writer"),
                .optional("reporter", .reference(.person), "the family member who raised it"),
                .optional("session", .reference(.session), "the session in which it was raised"),
                .optional("response", .text, "what was said or done at once"),
            ],
            example: """
                {"concern": "concern-1", \
                "description": "Baby has a cold and was not taken to the GP", \
                "concerning": ["infant"]}
                """,
            command: "concern report"
        ),
        EventSpec(
            .riskHistoryRecorded,
            "Risk history recorded",
            in: .safeguarding,
            purpose: "Records harm or attempted harm that lies in the past.",
            reads: "History of {person}: {history}[, {period}]",
            fields: [
                .required("person", .reference(.person), "whose history it is"),
                .required("history", .text, "what happened, as far as known"),
                .optional("period", .text, "when it was, in words"),
                .optional("from", .time, "from when"),
                .optional("until", .time, "until when"),
                .optional("toldBy", .text, "who told us or where it was read"),
            ],
            example:
                """
                {"person": "mother", "history": "Hospital care for depression", "period": "as \
                a student"}
                """,
            command: "risk history"
        ),
        EventSpec(
            .riskNoted,
            "Risk noted",
            in: .safeguarding,
            purpose: "Records a present risk to somebody and how high it is judged to be.",
            reads: "{risk} for {concerning}, {level}: {description}[ (red flags: {redFlags})]",
            fields: [
                .optional("risk", .new(.risk), "the label: risk-1"),
                .required("level", .choice(riskLevels), "how high it is judged to be"),
                .required("concerning", .references(.person), "the people at risk"),
                .optional("redFlags", .codes(.redFlags), "the perinatal red flags it meets"),
                .required("description", .text, "what the risk is"),
                .optional("ownWords", .text, "how the person put it"),
                .optional("protective", .text, "what speaks against it"),
                .optional("concern", .reference(.concern), "the concern it grew from"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it comes from"),
                .optional("session", .reference(.session), "the session in which it showed"),
            ],
            rules: [
                """
                From moderate upwards, an action linked to it is due within one working day \
                (SG08).
                """,
                "A red flag is to reach psychiatry or the crisis team within 24 hours (SG11).",
            ],
            example: """
                {"risk": "risk-1", "level": "moderate", "concerning": ["mother", "infant"], \
                "description": "Has not slept for three nights", "protective": "Partner at home"}
                """,
            command: "risk note"
        ),
        EventSpec(
            .riskReviewed,
            "Risk reviewed",
            in: .safeguarding,
            purpose: "Records that a risk was looked at again, and how high it is now.",
            reads: "Reviewed {risk}: now {level}[, {description}]",
            fields: [
                .required("risk", .reference(.risk), "the risk"),
                .required("level", .choice(riskLevels), "how high it is now"),
                .optional("description", .text, "what has changed, or that nothing has"),
                .optional("redFlags", .codes(.redFlags), "the perinatal red flags it meets now"),
                .optional("reviewOn", .date, "when to look at it next"),
                .optional("with", .staffList, "the staff it was reviewed with"),
            ],
            rules: ["A rise is followed by a change of plan within seven days (SG21)."],
            example: """
                {"risk": "risk-1", "level": "low", "description": "Slept at her sister's, \
                sounds rested"}
                """,
            command: "risk review"
        ),
        EventSpec(
            .riskClosed,
            "Risk closed",
            in: .safeguarding,
            purpose: "Records that a risk is over or is held by somebody else.",
            reads: "Closed {risk}: {reason}",
            fields: [
                .required("risk", .reference(.risk), "the risk"),
                .required("reason", .text, "why it can be closed"),
                .optional("heldBy", .text, "who holds it from now on"),
                .optional("agreedBy", .staff, "who agreed"),
            ],
            example: #"{"risk": "risk-1", "reason": "Sleeps well, no worries for four weeks"}"#,
            command: "risk close"
        ),
        EventSpec(
            .riskPlanRecorded,
            "Risk plan recorded",
            in: .safeguarding,
            purpose: "Records what is to be done if a risk grows, and who knows of it.",
            reads: "Plan[ for {risks}]: {plan}[; told: {told}]",
            fields: [
                .required("plan", .text, "what will be done, by whom"),
                .optional("risks", .references(.risk), "the risks it is for"),
                .optional("crisisContacts", .texts, "whom the family can reach, and when"),
                .optional(
                    "madeWith",
                    .references(.person),
                    "the family members who helped to make it"
                ),
                .optional("told", .texts, "who was told of it"),
                .optional(
                    "psychiatristInformed",
                    .choice(["yes", "no", "none-involved"]),
                    "whether the psychiatrist knows"
                ),
                .optional("reviewOn", .date, "when to look at it again"),
            ],
            example: """
                {"plan": "Ring the crisis line, then her sister", "risks": ["risk-1"], \
                "madeWith": ["mother"], "told": ["GP"]}
                """,
            command: "risk plan"
        ),
        EventSpec(
            .disclosureRecorded,
            "Disclosure recorded",
            in: .safeguarding,
            keeping: .apart,
            confidentiality: .restricted,
            purpose: "Records that somebody told of abuse: their words, our reply, who was there.",
            reads: "{discloser} told of {category}[; in {setting}][, present: {present}]",
            fields: [
                .optional("disclosure", .new(.disclosure), "the label: disclosure-1"),
                .required("discloser", .reference(.person), "who told"),
                .required("category", .choice(abuseCategories), "the kind of abuse"),
                .optional("summary", .text, "what was told, in short"),
                .optional("ownWords", .text, "what was said, in the person's own words"),
                .optional("setting", .text, "where and how it came to be told"),
                .optional("present", .text, "who was there"),
                .optional("reply", .text, "what was said in reply"),
                .optional("abuser", .reference(.person), "who is said to have done it"),
                .optional("ageFrom", .integer(0...130), "the person's age when it began"),
                .optional("ageTo", .integer(0...130), "the person's age when it ended"),
                .optional("ages", .text, "their age at the time, where it is only roughly known"),
                .optional(
                    "toldBefore",
                    .choice(["yes", "no", "not-known"]),
                    "whether it was ever told before"
                ),
                .optional(
                    "abuserAccess",
                    .choice(["yes", "no", "not-known"]),
                    "whether the abuser can reach any child"
                ),
                .optional(
                    "policeWish",
                    .choice(["yes", "no", "not-asked"]),
                    "whether the person wants the police"
                ),
                .optional("optionsDiscussed", .texts, "what they were told could be done"),
                .optional("session", .reference(.session), "the session in which it was told"),
            ],
            rules: [
                "Kept in a unit of its own, restricted, and left out of another person's export.",
                "A decision made with the safeguarding lead is due within one working day (SG12).",
                """
                Own words, setting, who was there, reply, access and police are asked for \
                later (SG13).
                """,
            ],
            example: """
                {"disclosure": "disclosure-1", "discloser": "mother", "category": "neglect", \
                "ownWords": "Nobody looked after us", "setting": "at home, \
                towards the end of a visit", \
                "present": "mother, guider", "reply": "Thanked her, explained who needs to know", \
                "abuserAccess": "not-known", "policeWish": "not-asked"}
                """,
            command: "disclosure record"
        ),
        EventSpec(
            .disclosureAddedTo,
            "Disclosure added to",
            in: .safeguarding,
            keeping: .apart,
            confidentiality: .restricted,
            purpose: "Records what became known of a disclosure later.",
            reads: "More on {disclosure}: {information}",
            fields: [
                .required("disclosure", .reference(.disclosure), "the disclosure"),
                .required("information", .text, "what became known"),
                .optional("ownWords", .text, "what was said, in the person's own words"),
                .optional(
                    "abuserAccess",
                    .choice(["yes", "no", "not-known"]),
                    "whether the abuser can reach any child"
                ),
                .optional(
                    "policeWish",
                    .choice(["yes", "no", "not-asked"]),
                    "whether the person wants the police"
                ),
                .optional("from", .text, "who said so"),
            ],
            example: """
                {"disclosure": "disclosure-1", "information": "No contact since she moved", \
                "abuserAccess": "no"}
                """,
            command: "disclosure add"
        ),
        EventSpec(
            .impactOfAbuseRecorded,
            "Impact of abuse recorded",
            in: .safeguarding,
            keeping: .apart,
            confidentiality: .restricted,
            purpose: "Records how past abuse bears on somebody's life with their child.",
            reads: "Impact on {person}: {impact}",
            fields: [
                .required("person", .reference(.person), "on whom it bears"),
                .required("impact", .text, "how it shows"),
                .optional("areas", .texts, "where it shows: feeding, touch, sleep"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it belongs to"),
                .optional(
                    "session",
                    .reference(.session),
                    "the session in which it was spoken about"
                ),
            ],
            rules: ["Kept in a unit of its own and left out of another person's export."],
            example:
                #"{"person": "mother", "impact": "Cannot bear closed doors", "areas": ["sleep"]}"#
        ),
        EventSpec(
            .safeguardingLeadTold,
            "Safeguarding lead told",
            in: .safeguarding,
            purpose: "Records when the safeguarding lead first heard of something.",
            reads: "Told {lead}[ of {disclosure}][ of {risk}][ of {concern}][: {what}]",
            fields: [
                .required("lead", .staff, "the safeguarding lead"),
                .optional("how", .choice(["in-person", "phone", "written", "other"]), "how"),
                .optional("what", .text, "what was passed on"),
                .optional("disclosure", .reference(.disclosure), "the disclosure"),
                .optional("risk", .reference(.risk), "the risk"),
                .optional("concern", .reference(.concern), "the concern"),
            ],
            example: #"{"lead": "s-lead", "how": "phone", "risk": "risk-1"}"#,
            command: "lead tell"
        ),
        EventSpec(
            .safeguardingDecisionRecorded,
            "Safeguarding decision recorded",
            in: .safeguarding,
            purpose: "Records what was decided to protect somebody, why, and with whom.",
            reads: """
                Decided[ on {disclosure}][ on {risk}][ on {concern}]: {decided}[. Why: \
                {rationale}][. Lead: {lead}]
                """,
            fields: [
                .optional("decision", .new(.decision), "the label: decision-1"),
                .required("decided", .text, "what was decided"),
                .optional(
                    "course",
                    .choice(["refer", "do-not-refer", "take-advice", "watch", "share", "other"]),
                    "the course it comes to"
                ),
                .optional("rationale", .text, "why"),
                .optional("options", .texts, "what else was considered"),
                .optional("disclosure", .reference(.disclosure), "the disclosure it is about"),
                .optional("risk", .reference(.risk), "the risk it is about"),
                .optional("concern", .reference(.concern), "the concern it is about"),
                .optional("leadConsulted", .boolean, "whether the safeguarding lead was asked"),
                .optional("lead", .staff, "the safeguarding lead who was asked"),
                .optional("agreedBy", .staff, "the manager or lead who agreed"),
                .optional(
                    "childrenConsidered",
                    .references(.person),
                    "the children who were thought about"
                ),
                .optional("clientView", .text, "what the client thinks of it"),
            ],
            rules: [
                "Recorded with a warning without a reason or without the safeguarding lead.",
                "Without a reason or other options, the audit finds it (SG10).",
            ],
            example: """
                {"decision": "decision-1", "decided": "Ask social care for advice, without names", \
                "course": "take-advice", "rationale": "Not clear whether the child is at risk", \
                "options": ["refer now", "wait for the next visit"], "risk": "risk-1", \
                "leadConsulted": true, "lead": "s-lead"}
                """,
            command: "decision record"
        ),
        EventSpec(
            .staffAllegationRecorded,
            "Allegation about staff recorded",
            in: .safeguarding,
            keeping: .apart,
            confidentiality: .restricted,
            purpose: "Records an allegation about somebody who works with children.",
            reads: "Allegation about {about}: {allegation}",
            fields: [
                .required("allegation", .text, "what is alleged"),
                .required("about", .text, "whom it is about, by post or pseudonym"),
                .optional("staff", .staff, "the pseudonym, if they work in this service"),
                .optional("madeBy", .text, "who made it"),
                .optional("concerning", .references(.person), "the children it is about"),
                .optional("response", .text, "what was done at once"),
            ],
            rules: [
                """
                The local authority's designated officer is to hear of it within one working \
                day (SG15).
                """
            ],
            example: """
                {"allegation": "Shouted at a child in the waiting room", "about": "agency worker", \
                "madeBy": "another parent"}
                """,
            command: "allegation record"
        ),
        EventSpec(
            .ladoContacted,
            "LADO contacted",
            in: .safeguarding,
            keeping: .apart,
            confidentiality: .restricted,
            purpose:
                """
                Records contact with the local authority's designated officer about an \
                allegation.
                """,
            reads: "Contacted the LADO[ by {how}][: {advice}]",
            fields: [
                .optional("allegation", .event, "the entry that holds the allegation"),
                .optional("how", .choice(["phone", "written", "portal", "other"]), "how"),
                .optional("authority", .text, "which local authority"),
                .optional("advice", .text, "what the officer said"),
                .optional("reference", .text, "their reference"),
            ],
            example:
                """
                {"how": "phone", "authority": "the city council", "advice": "Meeting on \
                Thursday"}
                """,
            command: "lado contact"
        ),
        EventSpec(
            .strategyDiscussionNoted,
            "Strategy discussion noted",
            in: .safeguarding,
            purpose: "Records a strategy discussion that was held or that we were told of.",
            reads: "Strategy discussion[: {outcome}][; ours to do: {ourPart}]",
            fields: [
                .optional("referral", .reference(.referral), "the referral that led to it"),
                .optional("concerning", .references(.person), "the children it was about"),
                .optional("weTookPart", .boolean, "whether we took part"),
                .optional("enquiryStarted", .boolean, "whether a section 47 enquiry began"),
                .optional("outcome", .text, "what came of it"),
                .optional("ourPart", .text, "what we were asked to do"),
            ],
            example: """
                {"concerning": ["infant"], "weTookPart": true, "enquiryStarted": true, \
                "outcome": "Joint enquiry"}
                """,
            command: "strategy note"
        ),
        EventSpec(
            .conferenceNoted,
            "Child protection conference noted",
            in: .safeguarding,
            purpose: "Records that a conference or core group is planned or was held.",
            reads: "{kind}[ on {date}][: {outcome}][; ours to do: {ourPart}]",
            fields: [
                .required(
                    "kind",
                    .choice(["initial-conference", "review-conference", "core-group"]),
                    "which meeting"
                ),
                .optional("date", .date, "the day for which it is planned or on which it was held"),
                .optional("concerning", .references(.person), "the children it is about"),
                .optional("weTookPart", .boolean, "whether we took part"),
                .optional("outcome", .text, "what came of it"),
                .optional("ourPart", .text, "what we were asked to do"),
                .optional("query", .text, "what we asked about its timing"),
            ],
            example:
                #"{"kind": "initial-conference", "date": "2026-12-10", "concerning": ["infant"]}"#,
            command: "conference note"
        ),
        EventSpec(
            .reportSubmitted,
            "Report submitted",
            in: .safeguarding,
            purpose: "Records that our report went to a conference, a court or another body.",
            reads: "Report sent to {recipient}[ for {meetingOn}][: {summary}]",
            fields: [
                .required("recipient", .text, "who received it, by body rather than by name"),
                .optional(
                    "kind",
                    .choice(["conference", "court", "assessment", "other"]),
                    "what it was for"
                ),
                .optional("meetingOn", .date, "the day of the meeting it was for"),
                .optional("summary", .text, "what it says, in short"),
                .optional("sharedWithFamily", .boolean, "whether the family saw it first"),
            ],
            example:
                """
                {"recipient": "conference chair", "kind": "conference", "meetingOn": \
                "2026-12-10"}
                """,
            command: "report submit"
        ),
    ]

    static let riskLevels = ["low", "moderate", "high"]
}
