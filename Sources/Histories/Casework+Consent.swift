import CaseModel
import Values

// Who agreed to what use of film, who refused, and who took it back.
extension Casework {
    private static let neededScopes = ["film-interaction", "film-shared-review", "view-supervisor"]
    private static let furtherScopes = [
        "view-intervision", "view-external-accreditor", "copy-to-family", "training", "research",
        "share-named-professional", "retain-beyond-default",
    ]

    mutating func askForConsent(in session: Session) {
        // Now and then the camera is there before the form is.
        let isAskedLate = dice.chance(rates.filmBeforeConsent)
        if isAskedLate {
            later(12...20) { $0.giveConsents(at: nil) }
        } else {
            giveConsents(at: session.meeting.to.adding(minutes: -dice.between(3...15)))
        }
    }

    private mutating func giveConsents(at moment: Instant?) {
        // The client speaks for the infant, even a grandmother without the right to: audits ask.
        let giver = family.parent.label
        give(
            Casework.neededScopes,
            for: [family.parent.label, family.infant.label],
            by: giver,
            at: moment
        )
        if family.partnerIsFilmed {
            give(Casework.neededScopes, for: ["partner"], by: "partner", at: moment)
        }
        let further = dice.some(0...3, of: Casework.furtherScopes)
        guard !further.isEmpty else { return }
        if plot.refusesScopes {
            record(
                .consentRefused,
                .object(present: [
                    ("scopes", JSON(further)),
                    ("concerning", JSON([family.parent.label, family.infant.label])),
                    ("giver", .string(giver)), ("how", "spoken"),
                    ("reason", dice.chance(40) ? text(Wording.refusalReasons) : nil),
                ]),
                at: moment.map(Occurrence.instant)
            )
        } else {
            give(further, for: [family.parent.label, family.infant.label], by: giver, at: moment)
        }
    }

    private mutating func give(
        _ scopes: [String],
        for people: [String],
        by giver: String,
        at moment: Instant?
    ) {
        let ends = LondonTime.civil(of: now).date.adding(days: dice.pick([180, 365, 365, 730]))
        record(
            .consentGiven,
            .object(present: [
                ("consent", .string(label(.consent))), ("scopes", JSON(scopes)),
                ("concerning", JSON(people)), ("giver", .string(giver)),
                ("until", dice.chance(10) ? .string(ends.description) : nil),
                ("how", .string(dice.pick(["written", "written", "electronic", "spoken"]))),
                ("formVersion", .string(dice.pick(["2025-1", "2026-1"]))),
                ("basis", .string(people == [giver] ? "self" : "parental-responsibility")),
                ("explained", dice.chance(60) ? text(Wording.consentExplained) : nil),
            ]),
            at: moment.map(Occurrence.instant)
        )
    }

    mutating func varyConsent() {
        sitDown()
        let until = LondonTime.civil(of: now).date.adding(days: dice.between(30...120))
        record(
            .consentVaried,
            .object(present: [
                ("scopes", ["view-supervisor"]),
                ("concerning", JSON([family.parent.label, family.infant.label])),
                ("giver", .string(family.parent.label)), ("until", .string(until.description)),
                ("film", films.last.flatMap { dice.chance(30) ? .string($0.label) : nil }),
                ("how", "spoken"), ("change", ownWords(Wording.consentChanges)),
            ])
        )
    }

    /// True when it is the end of filming, and so of the work.
    mutating func withdrawConsent() -> Bool {
        let isWhole = dice.chance(50)
        let withdrawn = record(
            .consentWithdrawn,
            .object(present: [
                (
                    "scopes",
                    JSON(isWhole ? Casework.neededScopes : ["view-intervision", "training"])
                ),
                ("concerning", JSON([family.parent.label, family.infant.label])),
                ("giver", .string(family.parent.label)),
                ("how", .string(dice.pick(["spoken", "written"]))),
                ("reason", dice.chance(50) ? ownWords(Wording.withdrawalReasons) : nil),
            ])
        )
        guard isWhole else { return false }
        if dice.chance(rates.useAfterWithdrawal), let film = films.last(where: { !$0.isGone }) {
            later(1...3) { casework in
                casework.record(
                    .filmShown,
                    [
                        "film": .string(film.label),
                        "viewers": [.string(casework.team.supervisor.pseudonym)],
                        "viewerRole": "supervisor", "reason": "Had been planned before",
                    ]
                )
            }
        }
        if !dice.chance(rates.filmKept) {
            destroyFilms(because: "consent-withdrawn", in: 0...6, cause: withdrawn)
        }
        return true
    }
}
