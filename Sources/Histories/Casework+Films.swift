import CaseModel
import Values

// Taking, keeping, losing and destroying film.
extension Casework {
    /// The cycle's film of parent and child; nil when contact is lost.
    mutating func takeFilm(in cycle: String, _ number: Int) -> Film? {
        guard
            let session = meet(
                "filming",
                in: number == 1 ? 4...12 : 6...16,
                with: family.filmed,
                minutes: 25...50,
                cycle: cycle,
                summary: Wording.filmingSummaries
            )
        else { return nil }
        let film = takeFilm(
            "interaction",
            of: family.filmed,
            durationMs: dice.between(300_000...900_000),
            at: session.meeting.from.adding(minutes: dice.between(4...9)),
            cycle: cycle,
            session: session.label
        )
        if !dice.chance(rates.infantUnseen) { observeInfant(in: session) }
        if dice.chance(3) { stopFilming(film, in: session) }
        tellOfSupervision(of: film, isFirst: number == 1)
        keep(film)
        return film
    }

    /// Records a film of the given length that began at `start`.
    mutating func takeFilm(
        _ kind: String,
        of people: [String],
        durationMs: Int,
        at start: Instant,
        cycle: String,
        session: String? = nil,
        review: String? = nil
    ) -> Film {
        let film = Film(label: label(.film), durationMs: durationMs, people: people)
        films.append(film)
        let isInteraction = kind == "interaction"
        record(
            .filmTaken,
            .object(present: [
                ("film", .string(film.label)), ("kind", .string(kind)),
                ("durationMs", JSON(film.durationMs)), ("people", JSON(people)),
                ("staff", isInteraction ? nil : [.string(team.guider.pseudonym)]),
                ("cycle", .string(cycle)), ("session", session.map(JSON.string)),
                ("review", review.map(JSON.string)),
                ("location", .string(reference + "/" + film.label + ".mp4")),
                ("sha256", dice.chance(70) ? .string(dice.digest()) : nil),
                ("activity", isInteraction ? text(Wording.activities) : nil),
            ]),
            at: .range(from: start, to: start.adding(milliseconds: Int64(durationMs)))
        )
        return film
    }

    private mutating func observeInfant(in session: Session) {
        note(
            .childObserved,
            [
                "child": .string(family.infant.label), "observation": text(Wording.observations),
                "session": .string(session.label), "seenAlone": false,
            ],
            at: session.meeting.from.adding(minutes: dice.between(2...20)),
            source: "own observation"
        )
        guard let sibling = family.siblings.first, dice.chance(12) else { return }
        note(
            .childObserved,
            [
                "child": .string(sibling.label), "observation": text(Wording.siblingObservations),
                "session": .string(session.label),
            ],
            at: session.meeting.to,
            source: "own observation"
        )
    }

    private mutating func stopFilming(_ film: Film, in session: Session) {
        record(
            .filmingStopped,
            .object(present: [
                ("person", .string(family.parent.label)), ("film", .string(film.label)),
                ("reason", dice.chance(60) ? ownWords(Wording.stopReasons) : nil),
                ("resumed", .bool(dice.chance(60))),
            ]),
            at: .instant(session.meeting.to.adding(minutes: -8))
        )
    }

    private mutating func tellOfSupervision(of film: Film, isFirst: Bool) {
        guard isFirst ? dice.chance(85) : dice.chance(10) else { return }
        record(
            .clientToldOfSupervision,
            .object(present: [
                ("people", [.string(family.parent.label)]),
                ("supervisor", .string(team.supervisor.pseudonym)),
                ("film", .string(film.label)),
                ("response", dice.chance(70) ? text(Wording.responsesToSupervision) : nil),
                ("said", dice.chance(30) ? text(Wording.saidOfSupervision) : nil),
            ])
        )
    }

    /// What becomes of the file: moved, copied, or lost.
    private mutating func keep(_ film: Film) {
        let label = JSON.string(film.label)
        if dice.chance(15) {
            later(0...4) { casework in
                casework.record(
                    .filmMoved,
                    [
                        "film": label, "location": .string(casework.dice.pick(Wording.locations)),
                        "reason": "Off the camera's card",
                    ]
                )
            }
        }
        if dice.chance(6) {
            later(1...6) { casework in
                let deleteBy = casework.dueDate(in: 30...90)
                casework.record(
                    .filmCopied,
                    [
                        "film": label,
                        "recipient": .string(
                            casework.dice.pick(["family", "supervisor", "backup"])
                        ),
                        "location": "encrypted memory stick", "deleteBy": deleteBy,
                    ]
                )
            }
        }
        if dice.chance(rates.filmLost) {
            let parent = family.parent.label
            films[films.count - 1].isGone = true
            later(25...50) { casework in
                casework.record(
                    .filmLost,
                    [
                        "film": label,
                        "how": .string(
                            casework.dice.pick(["missing", "stolen", "unreadable"])
                        ),
                        "account": casework.text(Wording.lossAccounts),
                        "reportedTo": "privacy officer", "people": [.string(parent)],
                    ]
                )
            }
        }
    }

    /// Destroys every film that is left, some days on.
    mutating func destroyFilms(
        because reason: String,
        in days: ClosedRange<Int>,
        cause: Identifier? = nil
    ) {
        let left = films.indices.filter { !films[$0].isGone }
        guard !left.isEmpty else { return }
        for index in left { films[index].isGone = true }
        let labels = left.map { films[$0].label }
        let author = dice.chance(70) ? team.records : team.guider
        later(days) { casework in
            for film in labels {
                casework.record(
                    .filmDestroyed,
                    [
                        "film": .string(film), "reason": .string(reason),
                        "how": .string(casework.dice.pick(Wording.destructions)),
                        "copiesDestroyed": .bool(casework.dice.chance(95)),
                        "confirmedBy": .string(author.pseudonym),
                    ],
                    by: author,
                    cause: cause
                )
            }
        }
    }
}
