import CaseModel
import Values

// The moments that were chosen from a film, and those that were left out.
extension Casework {
    struct Clip {
        let label: String
        let lengthMs: Int
        let startMs: Int
    }

    /// Two to four clips in the order of the film, each in its own part of it.
    mutating func chooseClips(from film: Film, _ number: Int) -> [Clip] {
        let count = dice.between(2...4)
        let part = film.durationMs / count
        var clips: [Clip] = []
        for index in 0..<count {
            let length = dice.between(number == 1 ? 4_000...9_000 : 5_000...20_000)
            let start = part * index + dice.below(part - length)
            let clip = Clip(label: label(.clip), lengthMs: length, startMs: start)
            clips.append(clip)
            choose(clip, of: film, number)
        }
        for _ in 0..<dice.pick([0, 0, 0, 1, 1, 2]) { reject(from: film) }
        return clips
    }

    private mutating func choose(_ clip: Clip, of film: Film, _ number: Int) {
        let isException = dice.chance(88)
        // The ladder is climbed: higher levels show in later cycles.
        let reach = min(Wording.principles.count, 12 + number * 4)
        let principles = dice.some(1...3, of: Array(Wording.principles[..<reach]))
        record(
            .clipChosen,
            .object(present: [
                ("clip", .string(clip.label)), ("film", .string(film.label)),
                ("startMs", JSON(clip.startMs)), ("endMs", JSON(clip.startMs + clip.lengthMs)),
                ("principles", isThin() ? nil : JSON(principles)), ("level", "PI"),
                ("goals", dice.chance(92) ? JSON(dice.some(1...2, of: goals)) : nil),
                (
                    "questions",
                    questions.isEmpty || dice.chance(50)
                        ? nil : JSON(dice.some(1...1, of: questions))
                ),
                ("isException", .bool(isException)),
                ("pattern", isException ? .string(usualPattern) : nil),
                ("description", text(Wording.clipDescriptions)),
                ("isFailedMoment", dice.chance(2) ? true : nil),
            ]),
            pace: 40_000...240_000
        )
        if dice.chance(10) {
            record(
                .attunementObserved,
                [
                    "level": "PI", "principles": JSON(dice.some(1...2, of: principles)),
                    "description": text(Wording.clipDescriptions),
                    "film": .string(film.label), "startMs": JSON(clip.startMs),
                    "endMs": JSON(clip.startMs + clip.lengthMs),
                    "port": .string(dice.pick(["B.act", "M.act", "B.rep"])),
                ]
            )
        }
    }

    private mutating func reject(from film: Film) {
        let length = dice.between(5_000...25_000)
        let start = dice.below(film.durationMs - length)
        record(
            .clipRejected,
            [
                "film": .string(film.label), "startMs": JSON(start), "endMs": JSON(start + length),
                "reason": text(Wording.rejections),
                "rejectedBy": [.string(team.guider.pseudonym)],
            ]
        )
    }
}
