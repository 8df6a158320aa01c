import CaseModel
import Values

// Every type of entry about risk, disclosure and other services; see `Casework+EveryType`.
extension Casework {
    // MARK: Concerns and risks

    mutating func tellEveryRisk() {
        turnPage()
        record(
            .concernReported,
            [
                "concern": "concern-1", "description": .string(AwkwardText.quotes),
                "concerning": ["infant", "brother-1"], "reportedBy": .string(AwkwardText.name),
                "response": .string(AwkwardText.emoji),
            ],
            at: .unknown
        )
        record(
            .riskHistoryRecorded,
            [
                "person": "mother", "history": .string(AwkwardText.lines),
                "period": .string(AwkwardText.combining), "from": "2015-03", "until": "2016-01-31",
            ],
            at: .unknown
        )
        record(
            .riskNoted,
            [
                "risk": "risk-1", "level": "high", "concerning": ["mother", "infant"],
                "redFlags": ["significant-change", "violent-self-harm", "estrangement"],
                "description": .string(AwkwardText.markup),
                "ownWords": .string(AwkwardText.rightToLeft), "concern": "concern-1",
            ],
            at: ago(3)
        )
        record(
            .riskPlanRecorded,
            [
                "plan": .string(AwkwardText.lines), "risks": ["risk-1"],
                "crisisContacts": JSON([AwkwardText.emoji, "duty worker <24 h>"]),
                "madeWith": ["mother"], "told": ["GP"], "psychiatristInformed": "none-involved",
                "reviewOn": "2024-04-01",
            ]
        )
        record(
            .riskReviewed,
            [
                "risk": "risk-1", "level": "low", "description": .string(AwkwardText.invisible),
                "with": [.string(team.lead.pseudonym)],
            ],
            at: .date(today)
        )
        record(
            .riskClosed,
            ["risk": "risk-1", "reason": .string(AwkwardText.quotes), "heldBy": "GP & others"]
        )
    }

    // MARK: Disclosure

    mutating func tellEveryDisclosure() {
        turnPage()
        record(
            .disclosureRecorded,
            [
                "disclosure": "disclosure-1", "discloser": "mother", "category": "other",
                "summary": "", "ownWords": .string(AwkwardText.rightToLeft),
                "setting": .string(AwkwardText.quotes), "present": "mother, guider",
                "reply": .string(AwkwardText.emoji), "abuser": "person-5", "ageFrom": 7,
                "ageTo": 15, "toldBefore": "not-known", "abuserAccess": "not-known",
                "policeWish": "not-asked",
                "optionsDiscussed": JSON([AwkwardText.markup, AwkwardText.combining]),
            ],
            at: .month(year: today.year, month: today.month),
            thirdParties: ["person-5"]
        )
        record(
            .disclosureAddedTo,
            [
                "disclosure": "disclosure-1", "information": .string(AwkwardText.control),
                "abuserAccess": "no",
            ],
            at: .unknown
        )
        record(
            .impactOfAbuseRecorded,
            [
                "person": "mother", "impact": .string(AwkwardText.lines),
                "areas": JSON(["touch", AwkwardText.combining]), "disclosure": "disclosure-1",
            ]
        )
        record(
            .safeguardingLeadTold,
            [
                "lead": .string(team.lead.pseudonym), "how": "phone",
                "what": .string(AwkwardText.quotes), "disclosure": "disclosure-1",
            ]
        )
        record(
            .safeguardingDecisionRecorded,
            [
                "decision": "decision-1", "decided": .string(AwkwardText.markup),
                "course": "take-advice", "rationale": .string(AwkwardText.emoji),
                "options": JSON([AwkwardText.quotes]), "disclosure": "disclosure-1",
                "leadConsulted": true, "lead": .string(team.lead.pseudonym),
                "childrenConsidered": ["infant", "brother-1"],
                "clientView": .string(AwkwardText.combining),
            ],
            by: team.lead
        )
        let allegation = record(
            .staffAllegationRecorded,
            [
                "allegation": .string(AwkwardText.quotes), "about": "agency worker",
                "staff": .string(team.guider.pseudonym), "madeBy": .string(AwkwardText.name),
                "concerning": ["infant"], "response": .string(AwkwardText.lines),
            ],
            at: .unknown,
            by: team.lead
        )
        record(
            .ladoContacted,
            [
                "allegation": .string(allegation.description), "how": "portal",
                "advice": .string(AwkwardText.emoji), "reference": "L/24 & <7>",
            ],
            by: team.lead,
            cause: allegation
        )
    }

    // MARK: Actions

    mutating func tellEveryAction() {
        turnPage()
        for number in 1...2 {
            record(
                .actionAssigned,
                [
                    "action": .string("action-\(number)"), "what": .string(AwkwardText.quotes),
                    "owner": .string(team.guider.pseudonym), "due": "2024-03-15",
                    "risk": "risk-1", "concern": "concern-1", "decision": "decision-1",
                    "concerning": ["infant"],
                ]
            )
        }
        record(
            .actionReassigned,
            [
                "action": "action-1", "owner": .string(team.lead.pseudonym), "due": "2024-03-20",
                "reason": .string(AwkwardText.combining),
            ]
        )
        record(
            .actionCompleted,
            ["action": "action-1", "outcome": .string(AwkwardText.emoji)],
            at: .date(today)
        )
        record(
            .actionCancelled,
            ["action": "action-2", "reason": .string(AwkwardText.lines)],
            at: .unknown
        )
        record(
            .informationShared,
            [
                "what": .string(AwkwardText.markup), "recipient": "GP & health visitor",
                "agency": "gp", "basis": "consent", "necessity": .string(AwkwardText.quotes),
                "consentSought": "given", "familyTold": "yes", "risk": "risk-1",
            ]
        )
        record(
            .decisionNotToShareRecorded,
            [
                "what": .string(AwkwardText.invisible),
                "rationale": .string(AwkwardText.rightToLeft), "recipient": "nursery",
                "options": JSON([AwkwardText.emoji]), "reviewOn": "2024-05-01",
            ]
        )
    }

    // MARK: Agencies

    mutating func tellEveryAgency() {
        turnPage()
        record(
            .liaisonContactMade,
            [
                "agency": "perinatal-psychiatry", "direction": "two-way",
                "contact": .string(AwkwardText.name), "how": "phone",
                "content": .string(AwkwardText.control), "aim": "", "concerning": ["mother"],
            ],
            at: .unknown
        )
        record(
            .crisisServiceInvolved,
            [
                "agency": "home-treatment-team", "person": "mother",
                "reason": .string(AwkwardText.quotes), "until": "2024-03", "risk": "risk-1",
                "outcome": .string(AwkwardText.combining),
            ],
            at: .range(from: now.adding(minutes: -5_000), to: now.adding(minutes: -100))
        )
        record(
            .socialCareReferralMade,
            [
                "referral": "referral-1", "recipient": "MASH", "threshold": "section-47",
                "reason": .string(AwkwardText.lines), "concerning": ["infant", "brother-1"],
                "how": "phone", "writtenFollowUp": .string(today.adding(days: 2).description),
                "consent": "refused", "consentReason": .string(AwkwardText.emoji),
                "familyTold": "no", "risk": "risk-1",
            ]
        )
        record(
            .referralChased,
            ["referral": "referral-1", "how": "in-person", "answer": .string(AwkwardText.markup)]
        )
        record(
            .referralOutcomeReceived,
            [
                "referral": "referral-1", "outcome": .string(AwkwardText.rightToLeft),
                "response": .string(AwkwardText.quotes),
            ],
            at: .date(today)
        )
        record(
            .strategyDiscussionNoted,
            [
                "referral": "referral-1", "concerning": ["infant"], "weTookPart": false,
                "enquiryStarted": true, "outcome": .string(AwkwardText.emoji),
                "ourPart": .string(AwkwardText.lines),
            ],
            by: team.lead
        )
        record(
            .conferenceNoted,
            [
                "kind": "initial-conference", "date": "2024-04-11", "concerning": ["infant"],
                "query": .string(AwkwardText.quotes),
            ],
            by: team.lead
        )
        record(
            .reportSubmitted,
            [
                "recipient": "conference chair", "kind": "conference", "meetingOn": "2024-04-11",
                "summary": .string(AwkwardText.long), "sharedWithFamily": false,
            ]
        )
    }
}
