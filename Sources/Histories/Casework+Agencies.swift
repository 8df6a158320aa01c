import CaseModel
import Values

// Other services: liaison, crisis teams, social care, and what was shared with them or kept.
extension Casework {
    mutating func liaise() {
        let parent = JSON.string(family.parent.label)
        later(1...6) { casework in
            casework.note(
                .liaisonContactMade,
                .object(present: [
                    ("agency", .string(casework.dice.pick(Wording.liaisonAgencies))),
                    ("direction", .string(casework.dice.pick(["to", "from", "two-way"]))),
                    (
                        "contact",
                        .string(casework.dice.pick(["duty worker", "consultant", "secretary"]))
                    ),
                    ("how", .string(casework.dice.pick(["phone", "meeting", "written"]))),
                    ("content", casework.text(Wording.liaisonContents)),
                    ("aim", casework.dice.chance(40) ? casework.text(Wording.liaisonAims) : nil),
                    ("concerning", [parent]),
                ]),
                at: casework.now.adding(minutes: -casework.dice.between(3...40))
            )
        }
    }

    mutating func reachPsychiatry(about risk: Risk) {
        later(0...1) { casework in
            casework.record(
                .liaisonContactMade,
                [
                    "agency": .string(
                        casework.dice.pick(["perinatal-psychiatry", "crisis-team"])
                    ),
                    "direction": "two-way", "how": "phone",
                    "content": casework.text(Wording.urgentContents),
                    "concerning": [.string(casework.family.parent.label)],
                    "risk": .string(risk.label),
                ],
                cause: risk.id
            )
        }
    }

    mutating func callCrisisService(for risk: Risk) {
        later(1...4) { casework in
            let agency = casework.dice.pick(["crisis-team", "home-treatment-team"])
            let came = casework.record(
                .crisisServiceInvolved,
                [
                    "agency": .string(agency), "person": .string(casework.family.parent.label),
                    "reason": casework.text(Wording.crisisReasons),
                    "calledBy": .string(casework.dice.pick(["guider", "the client", "GP"])),
                    "risk": .string(risk.label), "outcome": casework.text(Wording.crisisOutcomes),
                ],
                cause: risk.id
            )
            guard casework.dice.chance(80) else { return }
            casework.later(0...2) { casework in
                casework.record(
                    .liaisonContactMade,
                    [
                        "agency": .string(agency), "direction": "two-way", "how": "phone",
                        "content": casework.text(Wording.liaisonContents),
                        "risk": .string(risk.label),
                    ],
                    cause: came
                )
            }
        }
    }

    // MARK: Sharing

    mutating func share(_ about: About, cause: Identifier) {
        let isThin = isThin()
        let isSought = dice.chance(75)
        later(0...2) { casework in
            let agency = casework.dice.pick(Wording.liaisonAgencies)
            casework.record(
                .informationShared,
                .object(present: [
                    ("what", casework.text(Wording.shared)),
                    ("recipient", isThin ? nil : .string(casework.dice.pick(Wording.recipients))),
                    ("agency", .string(agency)),
                    ("basis", isThin ? nil : .string(casework.dice.pick(Wording.bases))),
                    ("necessity", isThin ? nil : casework.text(Wording.necessities)),
                    ("consentSought", .string(isSought ? "given" : "not-sought")),
                    (
                        "whyNotSought",
                        isSought || isThin ? nil : "Asking would have raised the risk"
                    ),
                    ("familyTold", .string(isSought ? "yes" : "no")),
                    ("whyNotTold", isSought || isThin ? nil : "The lead advised against it"),
                    (
                        "concerning",
                        JSON([casework.family.parent.label, casework.family.infant.label])
                    ),
                    (about.field, .string(about.label)),
                ]),
                cause: cause
            )
        }
    }

    mutating func keepInService(about: About, cause: Identifier) {
        later(0...2) { casework in
            let reviewOn = casework.dueDate(in: 14...60)
            casework.record(
                .decisionNotToShareRecorded,
                [
                    "what": casework.text(Wording.kept),
                    "rationale": casework.text(Wording.keepingReasons),
                    "recipient": .string(casework.dice.pick(Wording.recipients)),
                    "lead": .string(casework.team.lead.pseudonym), "reviewOn": reviewOn,
                    about.field: .string(about.label),
                ],
                cause: cause
            )
        }
    }

    // MARK: Social care

    mutating func refer(about: About, cause: Identifier) {
        let referral = label(.referral)
        let isAnswered = !dice.chance(rates.referralUnanswered)
        let children = family.children.map(\.label)
        later(0...2) { casework in
            let made = casework.record(
                .socialCareReferralMade,
                .object(present: [
                    ("referral", .string(referral)),
                    ("recipient", .string(casework.dice.pick(["MASH", "duty team"]))),
                    ("reason", casework.text(Wording.socialCareReasons)),
                    ("concerning", JSON(children)),
                    (
                        "threshold",
                        .string(
                            casework.dice.pick([
                                "early-help", "section-17", "section-17", "section-47", "advice",
                            ])
                        )
                    ),
                    ("how", .string(casework.dice.pick(["phone", "portal", "written"]))),
                    (about.field, .string(about.label)),
                    (
                        "consent",
                        .string(casework.dice.pick(["given", "given", "refused", "not-sought"]))
                    ),
                    ("familyTold", .string(casework.dice.pick(["yes", "yes", "no"]))),
                ]),
                cause: cause
            )
            if isAnswered {
                casework.answer(referral, made)
            } else if casework.dice.chance(50) {
                casework.chase(referral, made)
            }
        }
    }

    private mutating func chase(_ referral: String, _ made: Identifier) {
        later(3...8) { casework in
            casework.record(
                .referralChased,
                .object(present: [
                    ("referral", .string(referral)),
                    ("how", .string(casework.dice.pick(["phone", "written", "portal"]))),
                    ("answer", casework.text(Wording.chaseAnswers)),
                    ("escalatedTo", casework.dice.chance(20) ? "team manager" : nil),
                ]),
                cause: made
            )
        }
    }

    private mutating func answer(_ referral: String, _ made: Identifier) {
        if dice.chance(30) { chase(referral, made) }
        let leadsOn = dice.chance(30)
        later(1...9) { casework in
            let answered = casework.record(
                .referralOutcomeReceived,
                .object(present: [
                    ("referral", .string(referral)),
                    (
                        "outcome",
                        .string(
                            leadsOn
                                ? "Strategy discussion called"
                                : casework.dice.pick(Wording.outcomes)
                        )
                    ),
                    ("from", "duty social worker"),
                    (
                        "response",
                        casework.dice.chance(40) ? casework.text(Wording.outcomeResponses) : nil
                    ),
                ]),
                cause: made
            )
            if leadsOn { casework.enquire(into: referral, answered) }
        }
    }

    private mutating func enquire(into referral: String, _ cause: Identifier) {
        let children = JSON(family.children.map(\.label))
        later(1...3) { casework in
            let discussed = casework.record(
                .strategyDiscussionNoted,
                [
                    "referral": .string(referral), "concerning": children,
                    "weTookPart": .bool(casework.dice.chance(80)), "enquiryStarted": true,
                    "outcome": "Joint enquiry", "ourPart": "Report on what was seen on film",
                ],
                by: casework.team.lead,
                cause: cause
            )
            let conference = casework.dueDate(in: 12...20)
            casework.record(
                .conferenceNoted,
                ["kind": "initial-conference", "date": conference, "concerning": children],
                by: casework.team.lead,
                cause: discussed
            )
            casework.later(5...10) { casework in
                casework.record(
                    .reportSubmitted,
                    [
                        "recipient": "conference chair", "kind": "conference",
                        "meetingOn": conference, "summary": casework.text(Wording.reports),
                        "sharedWithFamily": .bool(casework.dice.chance(85)),
                    ],
                    cause: discussed
                )
            }
            casework.later(22...30) { casework in
                casework.record(
                    .conferenceNoted,
                    [
                        "kind": "initial-conference", "date": conference,
                        "concerning": children, "weTookPart": true,
                        "outcome": .string(casework.dice.pick(Wording.conferenceOutcomes)),
                    ],
                    by: casework.team.lead,
                    cause: discussed
                )
            }
        }
    }
}
