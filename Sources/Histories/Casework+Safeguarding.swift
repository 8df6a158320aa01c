import CaseModel
import Values

// Disclosures, the safeguarding lead, decisions, and allegations about staff.
extension Casework {
    /// What an entry is about: the field that names it, and its label.
    typealias About = (field: String, label: String)

    // MARK: Disclosures

    mutating func disclose(in session: Session?) {
        let parent = JSON.string(family.parent.label)
        let abuser = dice.chance(40) ? addAbuser() : nil
        let disclosure = label(.disclosure)
        let years = dice.between(4...15)
        let told = record(
            .disclosureRecorded,
            .object(present: [
                ("disclosure", .string(disclosure)), ("discloser", parent),
                ("category", .string(dice.pick(Wording.abuseCategories))),
                ("summary", text(Wording.disclosureSummaries)),
                ("ownWords", isThin() ? nil : ownWords(Wording.disclosureWords)),
                ("setting", isThin() ? nil : text(Wording.disclosureSettings)),
                ("present", .string("\(family.parent.label), infant, guider")),
                ("reply", isThin() ? nil : text(Wording.disclosureReplies)),
                ("abuser", abuser.map(JSON.string)),
                ("ageFrom", dice.chance(50) ? JSON(years) : nil),
                ("toldBefore", .string(dice.pick(["yes", "no", "no", "not-known"]))),
                (
                    "abuserAccess",
                    isThin() ? nil : .string(dice.pick(["no", "no", "not-known", "yes"]))
                ),
                ("policeWish", isThin() ? nil : .string(dice.pick(["no", "not-asked", "yes"]))),
                (
                    "optionsDiscussed",
                    dice.chance(60) ? JSON(dice.some(1...2, of: Wording.disclosureOptions)) : nil
                ),
                ("session", session.map { .string($0.label) }),
            ]),
            at: session.map { .instant($0.meeting.to.adding(minutes: -15)) } ?? vague(now),
            source: "the \(family.parent.label)'s words",
            thirdParties: abuser.map { [$0] } ?? []
        )
        follow(disclosure, told, in: session)
    }

    private mutating func follow(_ disclosure: String, _ told: Identifier, in session: Session?) {
        let about = ("disclosure", disclosure)
        if dice.chance(85) { tellLead(of: about, cause: told) }
        if !dice.chance(rates.disclosureUndecided) { decide(on: about, in: 0...1, cause: told) }
        if dice.chance(60) { assignAction(to: about, cause: told) }
        if dice.chance(60) {
            share(about, cause: told)
        } else if dice.chance(70) {
            keepInService(about: about, cause: told)
        }
        if dice.chance(25) { refer(about: about, cause: told) }
        if dice.chance(40), let session { contain(in: session) }
        let parent = JSON.string(family.parent.label)
        if dice.chance(45) {
            record(
                .impactOfAbuseRecorded,
                [
                    "person": parent, "impact": text(Wording.impacts),
                    "areas": JSON(dice.some(1...2, of: Wording.impactAreas)),
                    "disclosure": .string(disclosure),
                ],
                cause: told
            )
        }
        guard dice.chance(50) else { return }
        later(6...25) { casework in
            casework.record(
                .disclosureAddedTo,
                .object(present: [
                    ("disclosure", .string(disclosure)),
                    ("information", casework.text(Wording.disclosureAdditions)),
                    (
                        "abuserAccess",
                        .string(casework.dice.pick(["no", "no", "not-known"]))
                    ),
                    ("policeWish", .string(casework.dice.pick(["no", "no", "yes"]))),
                ]),
                at: casework.vague(casework.now.adding(minutes: -90)),
                cause: told
            )
        }
    }

    /// Somebody who is said to have done harm: a third party, whose name is not needed.
    private mutating func addAbuser() -> String {
        let person = "person-" + String(family.children.count + 3)
        record(
            .personAdded,
            [
                "person": .string(person), "role": "alleged-abuser",
                "relationship": .string(
                    dice.pick(["other-relative", "grandfather", "aunt-or-uncle", "other"])
                ),
                "inHousehold": false, "isFilmed": false,
            ],
            thirdParties: [person],
            confidentiality: .restricted
        )
        return person
    }

    // MARK: The lead, and decisions

    mutating func tellLead(of about: About, cause: Identifier) {
        later(0...1) { casework in
            casework.record(
                .safeguardingLeadTold,
                .object(present: [
                    ("lead", .string(casework.team.lead.pseudonym)),
                    ("how", .string(casework.dice.pick(["phone", "in-person", "written"]))),
                    ("what", casework.dice.chance(70) ? casework.text(Wording.toldLead) : nil),
                    (about.field, .string(about.label)),
                ]),
                cause: cause
            )
        }
    }

    mutating func decide(on about: About, in days: ClosedRange<Int>, cause: Identifier) {
        let decision = label(.decision)
        let isThin = isThin()
        let children = family.children.map(\.label)
        later(days) { casework in
            let course = casework.dice.pick(Wording.courses)
            casework.record(
                .safeguardingDecisionRecorded,
                .object(present: [
                    ("decision", .string(decision)), ("decided", .string(course.decided)),
                    ("course", .string(course.code)),
                    ("rationale", isThin ? nil : casework.text(Wording.rationales)),
                    (
                        "options",
                        isThin ? nil : JSON(casework.dice.some(1...2, of: Wording.options))
                    ),
                    (about.field, .string(about.label)),
                    ("leadConsulted", .bool(!isThin)),
                    ("lead", isThin ? nil : .string(casework.team.lead.pseudonym)),
                    ("agreedBy", .string(casework.team.lead.pseudonym)),
                    (
                        "childrenConsidered",
                        JSON(casework.dice.chance(75) ? children : [children[0]])
                    ),
                    (
                        "clientView",
                        casework.dice.chance(50) ? casework.text(Wording.clientViews) : nil
                    ),
                ]),
                by: casework.dice.chance(60) ? casework.team.lead : casework.team.guider,
                cause: cause
            )
        }
    }

    // MARK: Allegations about staff

    mutating func accuseStaff() {
        let infant = family.infant.label
        let isReported = dice.chance(85)
        let isOurs = dice.chance(15)
        let accused = record(
            .staffAllegationRecorded,
            .object(present: [
                ("allegation", text(Wording.allegations)),
                ("about", .string(dice.pick(["agency worker", "nursery worker", "bank nurse"]))),
                ("staff", isOurs ? .string(Simulation.staff[0].pseudonym) : nil),
                ("madeBy", .string(dice.pick(["the client", "another parent"]))),
                ("concerning", [.string(infant)]), ("response", "Told the safeguarding lead"),
            ]),
            by: team.lead
        )
        guard isReported else { return }
        later(0...2) { casework in
            casework.record(
                .ladoContacted,
                [
                    "allegation": .string(accused.description),
                    "how": .string(casework.dice.pick(["phone", "written", "portal"])),
                    "authority": "the county council",
                    "advice": casework.text(Wording.ladoAdvice),
                ],
                by: casework.team.lead,
                cause: accused
            )
        }
    }
}
