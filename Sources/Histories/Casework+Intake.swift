import CaseModel
import Values

// From the referral to the day on which the case has a guider.
extension Casework {
    mutating func open() {
        record(
            .caseOpened,
            [
                "reference": .string(reference), "plannedCycles": JSON(plot.plannedCycles),
                "team": .string(dice.pick(Wording.teams)),
            ],
            by: team.office
        )
        addFamily()
        receiveReferral()
        recordResponsibility()
        recordBackground()
    }

    /// The service does not take the case on, or the family does not want it.
    mutating func decline() {
        pass(3...14)
        sitDown()
        let isOurs = dice.chance(50)
        record(
            .caseClosed,
            [
                "reason": .string(isOurs ? "not-suitable" : "client-withdrew"),
                "planned": false,
                "closingRisk": .string(dice.pick(["low", "low", "moderate"])),
                "summary": text(isOurs ? Wording.notAccepted : Wording.notWanted),
                "agreedBy": .string(team.supervisor.pseudonym),
            ],
            by: team.supervisor
        )
    }

    mutating func accept() {
        pass(2...12)
        sitDown()
        record(
            .referralAccepted,
            .object(present: [
                ("acceptedBy", .string(team.supervisor.pseudonym)),
                ("guider", .string(team.guider.pseudonym)),
                ("reason", dice.chance(70) ? text(Wording.acceptance) : nil),
            ]),
            by: team.supervisor
        )
    }

    mutating func changeHousehold() {
        guard let partner = family.partner else { return }
        let moment = now.adding(minutes: -dice.between(60...4_000))
        note(
            .householdChanged,
            [
                "person": .string(partner.label),
                "change": .string(dice.pick(["left", "left", "joined"])),
                "reason": text(Wording.householdReasons),
            ],
            at: moment,
            source: "the \(family.parent.label)'s words"
        )
    }

    // MARK: The family

    private mutating func addFamily() {
        let adults = [family.parent] + (family.partner.map { [$0] } ?? [])
        for person in adults {
            add(person, role: person.label == family.parent.label ? "client" : "other-parent")
        }
        for child in family.children {
            add(child, role: child.label == "infant" ? "child" : "sibling")
        }
    }

    private mutating func add(_ person: Family.Person, role: String) {
        let isPartner = person.label == family.partner?.label
        let role = isPartner && person.relationship == "parents-partner" ? "partner" : role
        let knowsBirthday = role == "child" || dice.chance(55)
        let number = dice.chance(role == "child" || role == "client" ? 70 : 10)
        record(
            .personAdded,
            .object(present: [
                ("person", .string(person.label)), ("role", .string(role)),
                ("name", .string(person.name)),
                ("born", knowsBirthday ? .string(person.born.description) : nil),
                ("ageYears", knowsBirthday ? nil : JSON(person.age(on: day))),
                ("relationship", .string(person.relationship)),
                ("nhsNumber", number ? .string(dice.nhsNumber()) : nil),
                ("inHousehold", .bool(!isPartner || dice.chance(75))),
                ("isFilmed", .bool(family.filmed.contains(person.label))),
            ]),
            by: team.office
        )
        guard !number, role == "child" || role == "client", dice.chance(60) else { return }
        let digits = dice.nhsNumber()
        later(3...20) { casework in
            casework.record(
                .nhsNumberRecorded,
                [
                    "person": .string(person.label), "nhsNumber": .string(digits),
                    "replaces": .string(
                        casework.dice.pick(["none", "none", "none", "correction"])
                    ),
                ],
                by: casework.team.office
            )
        }
    }

    private mutating func receiveReferral() {
        let source = dice.pick(Wording.referrers)
        let received = Casework.date(of: now).adding(days: -dice.below(6))
        record(
            .referralReceived,
            .object(present: [
                ("reason", text(Wording.referralReasons)),
                ("from", .string(source.post)),
                ("agency", .string(source.agency)),
                ("concerning", JSON([family.parent.label, family.infant.label])),
                ("urgency", .string(dice.pick(["routine", "routine", "routine", "urgent"]))),
                ("history", dice.chance(65) ? text(Wording.referralHistories) : nil),
            ]),
            at: dice.chance(rates.unknownDate) ? .unknown : .date(received),
            by: team.office,
            source: "letter"
        )
    }

    private mutating func recordResponsibility() {
        for child in family.children {
            switch family.parent.relationship {
            case "mother": responsibility(family.parent, child, true, "mother")
            case "father": responsibility(family.parent, child, true, "birth-certificate")
            default:
                let hasOrder = dice.chance(50)
                responsibility(family.parent, child, hasOrder, hasOrder ? "court-order" : "none")
            }
            guard let partner = family.partner, dice.chance(70) else { continue }
            switch partner.relationship {
            case "mother": responsibility(partner, child, true, "mother")
            case "father":
                let basis = dice.pick(["married", "birth-certificate", "not-known", "none"])
                let holds = basis == "married" || basis == "birth-certificate"
                responsibility(partner, child, holds, basis)
            default: responsibility(partner, child, false, "none")
            }
        }
    }

    private mutating func responsibility(
        _ holder: Family.Person,
        _ child: Family.Person,
        _ holds: Bool,
        _ basis: String
    ) {
        record(
            .parentalResponsibilityRecorded,
            .object(present: [
                ("holder", .string(holder.label)), ("child", .string(child.label)),
                ("holds", .bool(holds)), ("basis", .string(basis)),
                ("evidence", dice.chance(40) ? .string(dice.pick(Wording.evidence)) : nil),
            ]),
            by: team.office,
            source: "referral letter"
        )
    }

    // MARK: What came with the referral

    private mutating func recordBackground() {
        let parent = JSON.string(family.parent.label)
        if dice.chance(50) {
            let treatment = dice.pick(Wording.treatments)
            record(
                .concurrentTreatmentNoted,
                [
                    "person": parent, "provider": .string(treatment.post),
                    "agency": .string(treatment.agency), "treatment": .string(treatment.what),
                ],
                at: .unknown,
                by: team.office,
                source: "letter"
            )
        }
        if dice.chance(10) {
            record(
                .abuseHistoryRecorded,
                [
                    "person": parent, "summary": text(Wording.abuseHistories),
                    "category": .string(dice.pick(Wording.abuseCategories)),
                ],
                at: .unknown,
                by: team.office,
                source: "letter"
            )
        }
        if dice.chance(7) {
            record(
                .thirdPartyInformationRecorded,
                [
                    "person": .string(family.partner?.label ?? family.parent.label),
                    "information": text(Wording.thirdPartyInformation),
                    "from": .string(dice.pick(["health visitor", "GP", "a neighbour"])),
                    "relevance": "May bear on who is at home with the baby",
                ],
                at: vague(now),
                by: team.office,
                thirdParties: family.partner.map { [$0.label] } ?? []
            )
        }
    }
}
