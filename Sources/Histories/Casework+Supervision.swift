import CaseModel
import Values

// Supervision: before the review on the family's film, after it on the guider's own.
extension Casework {
    /// The guider brings the cycle's film before choosing clips.
    mutating func prepare(_ film: Film, in cycle: String) {
        pass(1...5)
        let meeting = meeting(minutes: 40...65)
        writeUp(meeting)
        let supervision = superviseWith(
            "before-review",
            meeting,
            cycle: cycle,
            film: film,
            review: nil
        )
        show(film, in: supervision, at: meeting.from.adding(minutes: 5))
        if dice.chance(30) { give(strengths: 0...1, in: supervision, film, at: meeting.to) }
    }

    /// The supervisor looks with the guider at how the review went.
    mutating func supervise(_ review: Review, in cycle: String, _ number: Int) {
        pass(1...7)
        let meeting = meeting(minutes: 45...75)
        writeUp(meeting)
        let film = review.film
        let supervision = superviseWith(
            "after-review",
            meeting,
            cycle: cycle,
            film: film,
            review: review.label
        )
        if let film { show(film, in: supervision, at: meeting.from.adding(minutes: 5)) }
        give(strengths: 1...3, in: supervision, film, at: meeting.to)
        if dice.chance(team.isTrainee ? 45 : 12) { rateSkills(in: supervision, film, number) }
        if dice.chance(25) {
            record(
                .strengthNamed,
                [
                    "strength": text(Wording.guiderStrengths),
                    "staff": .string(team.guider.pseudonym), "namedBy": "supervisor",
                    "supervision": .string(supervision),
                ],
                at: .instant(meeting.to),
                by: team.supervisor
            )
        }
        if dice.chance(10) {
            record(
                .parallelProcessNoted,
                [
                    "description": text(Wording.parallels), "levels": ["GP", "PI"],
                    "principles": JSON(dice.some(1...2, of: Wording.principles)),
                    "supervision": .string(supervision), "review": .string(review.label),
                    "cycle": .string(cycle),
                ],
                at: .instant(meeting.to)
            )
        }
    }

    /// A supervision about what may harm somebody, some days on.
    mutating func superviseSafety(of risk: String) {
        later(1...6) { casework in
            casework.record(
                .supervisionHeld,
                [
                    "supervision": .string(casework.label(.supervision)), "moment": "safeguarding",
                    "supervisor": .string(casework.team.lead.pseudonym),
                    "supervisee": .string(casework.team.guider.pseudonym),
                    "risks": [.string(risk)], "durationMs": 2_700_000,
                    "agreed": casework.text(Wording.supervisionAgreed),
                ],
                at: .instant(casework.now.adding(minutes: -50)),
                by: casework.team.lead
            )
        }
    }

    private mutating func superviseWith(
        _ moment: String,
        _ meeting: Meeting,
        cycle: String,
        film: Film?,
        review: String?
    ) -> String {
        let supervision = label(.supervision)
        let known = risks.filter { $0.isOpen(at: now) }.map(\.label)
        record(
            .supervisionHeld,
            .object(present: [
                ("supervision", .string(supervision)), ("moment", .string(moment)),
                ("review", review.map(JSON.string)), ("film", film.map { .string($0.label) }),
                ("cycle", .string(cycle)), ("supervisor", .string(team.supervisor.pseudonym)),
                ("supervisee", .string(team.guider.pseudonym)),
                ("risks", known.isEmpty ? nil : JSON(known)),
                ("durationMs", meeting.durationMs),
                ("agreed", dice.chance(35) ? text(Wording.supervisionAgreed) : nil),
                ("summary", isThin() ? nil : text(Wording.supervisionSummaries)),
            ]),
            at: meeting.occurrence,
            by: dice.chance(60) ? team.guider : team.supervisor
        )
        return supervision
    }

    private mutating func show(_ film: Film, in supervision: String, at moment: Instant) {
        record(
            .filmShown,
            [
                "film": .string(film.label), "viewers": [.string(team.supervisor.pseudonym)],
                "viewerRole": "supervisor", "supervision": .string(supervision),
            ],
            at: .instant(moment)
        )
        guard team.isTrainee, dice.chance(8) else { return }
        let role = dice.pick(["intervision", "intervision", "external-accreditor"])
        later(2...8) { casework in
            casework.record(
                .filmShown,
                [
                    "film": .string(film.label), "viewerRole": .string(role),
                    "reason": role == "intervision" ? "Trainees' group" : "Assessment of the stage",
                ]
            )
        }
    }

    private mutating func give(
        strengths count: ClosedRange<Int>,
        in supervision: String,
        _ film: Film?,
        at moment: Instant
    ) {
        let strengths = dice.some(count, of: Wording.strengths).map { ("strength", $0) }
        let points = dice.some(0...2, of: Wording.workingPoints).map { ("working-point", $0) }
        for (kind, words) in strengths + points {
            let start = film.map { dice.below($0.durationMs - 30_000) }
            record(
                .supervisionFeedbackGiven,
                .object(present: [
                    ("supervision", .string(supervision)),
                    ("feedback", .string(kind)), ("words", text([words])),
                    (
                        "namedBy",
                        .string(dice.pick(["supervisor", "supervisor", "self", "external"]))
                    ),
                    ("film", film.map { .string($0.label) }), ("startMs", start.map { JSON($0) }),
                    ("endMs", start.map { JSON($0 + dice.between(4_000...30_000)) }),
                    (
                        "principles",
                        dice.chance(40) ? JSON(dice.some(1...2, of: Wording.principles)) : nil
                    ),
                ]),
                at: .instant(moment),
                by: dice.chance(50) ? team.guider : team.supervisor
            )
        }
    }

    private mutating func rateSkills(in supervision: String, _ film: Film?, _ number: Int) {
        for rater in ["self", "supervisor"] {
            let skills = dice.some(4...10, of: Wording.skills)
            record(
                .skillRated,
                .object(present: [
                    ("staff", .string(team.guider.pseudonym)), ("rater", .string(rater)),
                    (
                        "skills",
                        .object(
                            skills.map {
                                JSON.Member($0, JSON(min(5, dice.between(1...3) + number / 3)))
                            }
                        )
                    ),
                    ("film", film.map { .string($0.label) }),
                    ("supervision", .string(supervision)),
                ]),
                by: rater == "self" ? team.guider : team.supervisor
            )
        }
    }
}
