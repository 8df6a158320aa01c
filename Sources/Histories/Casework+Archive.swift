import CaseModel
import Values

// What becomes of the record after the work: films, holds, requests to see it, audit findings.
extension Casework {
    /// - Parameter isFirstTime: false after a case that was opened again.
    mutating func settleRecord(isFirstTime: Bool) {
        if plot.isHeld, isFirstTime {
            holdRecord()
        } else {
            // Two months are allowed; some films are forgotten for much longer.
            destroyFilms(
                because: "work-ended",
                in: dice.chance(rates.filmKept) ? 80...150 : 5...50
            )
        }
        guard isFirstTime else { return }
        if plot.asksForRecord { askForRecord() }
        if plot.hasFindings { answerFinding() }
    }

    private mutating func holdRecord() {
        later(0...4) { casework in
            let film = casework.films.last { !$0.isGone }
            let isFilm = film != nil && casework.dice.chance(35)
            let reviewOn = casework.dueDate(in: 60...90)
            let hold = casework.record(
                .retentionHoldPlaced,
                .object(present: [
                    ("extent", isFilm ? "film" : "case"),
                    ("film", isFilm ? film.map { .string($0.label) } : nil),
                    ("ground", .string(casework.dice.pick(Wording.holdGrounds))),
                    ("authority", .string(casework.dice.pick(Wording.holdAuthorities))),
                    ("placedBy", .string(casework.team.records.pseudonym)), ("reviewOn", reviewOn),
                ]),
                by: casework.team.records
            )
            casework.later(60...80) { casework in
                let next = casework.dueDate(in: 60...90)
                casework.record(
                    .retentionHoldReviewed,
                    [
                        "hold": .string(hold.description), "reason": "Still asked for",
                        "reviewedBy": .string(casework.team.records.pseudonym), "reviewOn": next,
                    ],
                    by: casework.team.records,
                    cause: hold
                )
            }
            guard casework.dice.chance(70) else { return }
            casework.later(100...150) { casework in
                casework.record(
                    .retentionHoldReleased,
                    [
                        "hold": .string(hold.description), "reason": "No longer needed",
                        "releasedBy": .string(casework.team.supervisor.pseudonym),
                    ],
                    by: casework.team.supervisor,
                    cause: hold
                )
                casework.destroyFilms(because: "retention-over", in: 1...9, cause: hold)
            }
        }
    }

    private mutating func askForRecord() {
        let person = JSON.string(family.parent.label)
        later(10...60) { casework in
            let due = casework.dueDate(in: 28...30)
            let asked = casework.record(
                .subjectAccessRequested,
                [
                    "person": person, "identityChecked": true, "due": due,
                    "scope": .string(casework.dice.pick(["everything", "the shared reviews"])),
                ],
                by: casework.team.records,
                source: "letter"
            )
            casework.later(4...12) { casework in
                casework.record(
                    .harmAssessmentRecorded,
                    [
                        "person": person,
                        "conclusion": .string(
                            casework.dice.pick(["disclose", "disclose", "disclose-in-part"])
                        ),
                        "rationale": casework.text(Wording.harmRationales),
                        "assessedBy": .string(casework.team.guider.pseudonym),
                    ],
                    cause: asked
                )
            }
            guard casework.dice.chance(90) else { return }
            casework.later(14...34) { casework in
                casework.record(
                    .subjectAccessAnswered,
                    .object(present: [
                        ("person", person), ("request", .string(asked.description)),
                        ("withheld", casework.dice.chance(40) ? "what concerns others" : nil),
                        ("how", "handed over in person"),
                    ]),
                    by: casework.team.records,
                    cause: asked
                )
            }
        }
    }

    private mutating func answerFinding() {
        let key = risks.first?.label ?? films.first?.label ?? "case"
        later(20...60) { casework in
            casework.record(
                .findingAnswered,
                [
                    "check": .string(casework.dice.pick(["SG01", "SG05", "SG08", "SG19"])),
                    "key": .string(key),
                    "answer": .string(
                        casework.dice.pick(["explained", "accepted", "action-taken"])
                    ),
                    "reason": casework.text(Wording.findingAnswers),
                    "answeredBy": .string(casework.team.supervisor.pseudonym),
                ],
                by: casework.team.supervisor
            )
        }
    }
}
