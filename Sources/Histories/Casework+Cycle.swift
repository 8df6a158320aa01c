import CaseModel
import Values

// One cycle: a film, its clips, the shared review, and supervision before and after.
extension Casework {
    /// False when contact is lost on the way.
    mutating func cycle(_ number: Int) -> Bool {
        let cycle = label(.cycle)
        record(
            .cycleOpened,
            .object(present: [
                ("cycle", .string(cycle)), ("number", JSON(number)),
                (
                    "questions",
                    questions.isEmpty ? nil : JSON(dice.some(1...2, of: questions))
                ),
                ("note", dice.chance(15) ? text(Wording.cycleNotes) : nil),
            ])
        )
        guard let film = takeFilm(in: cycle, number) else { return false }
        let isSupervised = !dice.chance(rates.unsupervisedCycle)
        if dice.chance(team.isTrainee ? 85 : 50) { prepare(film, in: cycle) }
        notePattern(of: film, in: cycle, number)
        let clips = chooseClips(from: film, number)
        guard let review = shareReview(of: clips, film, in: cycle, number) else { return false }
        reflect(on: review)
        if isSupervised { supervise(review, in: cycle, number) }
        complete(cycle, number)
        correctSomething()
        return true
    }

    private mutating func complete(_ cycle: String, _ number: Int) {
        for goal in goals where dice.chance(30) {
            rate(goal, min(number, 6)...min(number + 4, 9), occasion: "cycle", cycle: cycle)
        }
        record(
            .cycleCompleted,
            .object(present: [
                ("cycle", .string(cycle)),
                ("summary", isThin() ? nil : text(Wording.cycleSummaries)),
            ])
        )
    }

    private mutating func notePattern(of film: Film, in cycle: String, _ number: Int) {
        guard usualPattern.isEmpty || dice.chance(35) else { return }
        usualPattern = book.say(Wording.patterns, as: .writer, &dice)
        record(
            .usualPatternNoted,
            .object(present: [
                ("pattern", .string(usualPattern)), ("film", .string(film.label)),
                ("cycle", .string(cycle)), ("level", dice.chance(70) ? "PI" : nil),
            ])
        )
    }

    private mutating func reflect(on review: Review) {
        if dice.chance(35) {
            note(
                .guiderReflectionRecorded,
                ["reflection": text(Wording.reflections), "review": .string(review.label)],
                at: review.end
            )
        }
        if dice.chance(9) {
            note(
                .countertransferenceNoted,
                .object(present: [
                    ("feeling", text(Wording.countertransference)),
                    ("understanding", dice.chance(70) ? text(Wording.understandings) : nil),
                    ("review", .string(review.label)),
                ]),
                at: review.end
            )
        }
    }
}
