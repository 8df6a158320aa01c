import CaseModel
import Values

// The shared review of a film: what was shown, what was said, and what came of it.
extension Casework {
    /// A shared review as it goes on: how far its clock has come and who spoke last.
    struct Review {
        let label: String
        let start: Instant
        let durationMs: Int
        let hasPartner: Bool
        /// False for a review that was written down from memory, without times.
        let isTimed: Bool
        /// How likely the client is to say more than one sentence, in percent.
        let ease: Int
        /// The film of the review itself, if one was taken.
        var film: Film?
        var atMs = 0
        var last = ""

        var end: Instant { start.adding(milliseconds: Int64(durationMs)) }

        /// Whether there is room for more before the review ends.
        var isRunning: Bool { atMs < durationMs - 80_000 }
    }

    /// Nil when contact is lost before it comes to a review.
    mutating func shareReview(
        of clips: [Clip],
        _ film: Film,
        in cycle: String,
        _ number: Int
    ) -> Review? {
        guard
            let session = meet(
                "shared-review",
                in: 3...9,
                with: family.filmed,
                minutes: 45...70,
                cycle: cycle,
                summary: Wording.reviewSessionSummaries
            )
        else { return nil }
        let turns = dice.between(60...200)
        var review = Review(
            label: label(.review),
            start: session.meeting.from.adding(minutes: dice.between(2...6)),
            durationMs: 270_000 + turns * 7_000,
            hasPartner: family.partnerIsFilmed,
            isTimed: !dice.chance(rates.untimedReview),
            ease: min(60, 15 + number * 6)
        )
        record(
            .sharedReviewHeld,
            .object(present: [
                ("review", .string(review.label)), ("cycle", .string(cycle)),
                ("film", .string(film.label)), ("people", JSON(session.people)),
                ("staff", [.string(team.guider.pseudonym)]), ("session", .string(session.label)),
                ("durationMs", JSON(review.durationMs)),
                ("summary", isThin() ? nil : text(Wording.reviewSummaries)),
            ]),
            at: .range(from: review.start, to: review.end)
        )
        if dice.chance(70) {
            review.film = takeFilm(
                "shared-review",
                of: session.people,
                durationMs: review.durationMs,
                at: review.start,
                cycle: cycle,
                review: review.label
            )
        }
        talk(over: clips, in: &review, turns: review.isTimed ? turns : turns / 4)
        drawTogether(review, in: cycle, number)
        return review
    }

    private mutating func talk(over clips: [Clip], in review: inout Review, turns: Int) {
        converse(.opening, turns: turns / 8, in: &review)
        for clip in clips where review.isRunning {
            show(clip, in: &review)
            converse(.clip, turns: turns * 3 / 4 / clips.count, about: clip.label, in: &review)
        }
        converse(.closing, turns: turns / 8, in: &review)
    }

    private mutating func show(_ clip: Clip, in review: inout Review) {
        let isParentFirst = dice.chance(40 + review.ease / 2)
        review.atMs += dice.between(2_000...6_000)
        record(
            .clipShown,
            .object(present: [
                ("review", .string(review.label)), ("clip", .string(clip.label)),
                ("atMs", review.isTimed ? JSON(review.atMs) : nil),
                ("parentFirst", .bool(isParentFirst)),
                ("framing", dice.chance(50) ? text(Wording.framings) : nil),
                ("timesPlayed", dice.chance(30) ? JSON(dice.between(2...4)) : nil),
            ]),
            at: moment(in: review),
            pace: 2_000...6_000
        )
        review.atMs += clip.lengthMs
        if dice.chance(85) { pausePlayback(of: clip, isParentFirst, in: &review) }
        utter(isParentFirst ? .parentSees : .guiderAsks, about: clip.label, in: &review)
        respond(to: clip, in: review)
    }

    private mutating func pausePlayback(
        of clip: Clip,
        _ isParentFirst: Bool,
        in review: inout Review
    ) {
        let silence = dice.between(1_200...9_500)
        let asks = dice.chance(45)
        record(
            .playbackPaused,
            .object(present: [
                ("review", .string(review.label)), ("clip", .string(clip.label)),
                ("atMs", review.isTimed ? JSON(review.atMs) : nil),
                ("durationMs", review.isTimed ? JSON(silence) : nil),
                ("after", .string(asks || review.last.isEmpty ? "guider" : review.last)),
                ("brokenBy", .string(isParentFirst ? "parent" : "guider")),
                (
                    "question",
                    asks ? .string(book.say(Wording.guiderQuestions, as: .guider, &dice)) : nil
                ),
            ]),
            at: moment(in: review),
            pace: 2_000...6_000
        )
        review.atMs += silence
    }

    private mutating func respond(to clip: Clip, in review: Review) {
        if dice.chance(30) {
            record(
                .clientResponseObserved,
                .object(present: [
                    ("person", .string(family.parent.label)), ("response", text(Wording.responses)),
                    ("review", .string(review.label)), ("clip", .string(clip.label)),
                    ("atMs", review.isTimed ? JSON(review.atMs) : nil),
                    (
                        "port",
                        dice.chance(40) ? .string(dice.pick(["M.rep", "M.rf", "M.ar"])) : nil
                    ),
                ]),
                at: moment(in: review),
                source: "own observation"
            )
        }
        if dice.chance(10) {
            record(
                .guiderDecisionRecorded,
                .object(present: [
                    ("decided", text(Wording.guiderDecisions)),
                    ("rationale", isThin() ? nil : text(Wording.guiderReasons)),
                    (
                        "options",
                        dice.chance(30) ? JSON(dice.some(1...2, of: Wording.guiderOptions)) : nil
                    ),
                    ("review", .string(review.label)),
                    ("atMs", review.isTimed ? JSON(review.atMs) : nil),
                ]),
                at: moment(in: review)
            )
        }
    }

    /// Where the review has come to; for one without times, the whole of it.
    func moment(in review: Review) -> Occurrence {
        review.isTimed
            ? .instant(review.start.adding(milliseconds: Int64(review.atMs)))
            : .range(from: review.start, to: review.end)
    }

    // MARK: What came of it

    private mutating func drawTogether(_ review: Review, in cycle: String, _ number: Int) {
        let parent = JSON.string(family.parent.label)
        let whole = Occurrence.range(from: review.start, to: review.end)
        if themes.isEmpty || dice.chance(25) { nameTheme(in: review) }
        if number > 1, let theme = themes.first, dice.chance(45) {
            let speaker = dice.pick(["parent", "parent", "guider"])
            record(
                .themeUsed,
                .object(present: [
                    ("theme", .string(theme)), ("speaker", .string(speaker)),
                    ("review", .string(review.label)), ("cycle", .string(cycle)),
                    ("words", dice.chance(60) ? ownWords(Wording.parentThoughts) : nil),
                ]),
                at: whole
            )
        }
        if dice.chance(40) {
            record(
                .insightRecorded,
                .object(present: [
                    ("person", parent), ("insight", text(Wording.insights)),
                    ("review", .string(review.label)), ("cycle", .string(cycle)),
                    ("port", dice.chance(60) ? .string(dice.pick(["M.rf", "M.rep"])) : nil),
                ]),
                at: whole
            )
        }
        if dice.chance(25) {
            record(
                .strengthNamed,
                [
                    "strength": text(Wording.parentStrengths), "person": parent,
                    "namedBy": .string(dice.pick(["guider", "guider", "self", "family"])),
                    "review": .string(review.label),
                ],
                at: whole
            )
        }
        if dice.chance(30) {
            record(
                .attunementObserved,
                [
                    "level": "GP", "principles": JSON(dice.some(1...3, of: Wording.principles)),
                    "description": text(Wording.reviewAttunement),
                    "review": .string(review.label), "cycle": .string(cycle),
                    "port": .string(dice.pick(["G.act", "G.rf"])),
                ],
                at: whole
            )
        }
        changeGoals(in: review, cycle)
        workOtherwise(in: review, cycle)
    }

    private mutating func nameTheme(in review: Review) {
        let theme = label(.theme)
        themes.append(theme)
        record(
            .themeNamed,
            .object(present: [
                ("theme", .string(theme)), ("name", text(Wording.themes)),
                ("review", .string(review.label)),
                ("speaker", .string(dice.pick(["guider", "parent", "guider"]))),
                ("response", dice.chance(60) ? text(Wording.themeResponses) : nil),
            ]),
            at: .range(from: review.start, to: review.end)
        )
    }

    private mutating func changeGoals(in review: Review, _ cycle: String) {
        if dice.chance(12) { agreeGoal(in: review.label, cycle: cycle) }
        guard let goal = goals.last, dice.chance(10) else { return }
        record(
            .goalRevised,
            .object(present: [
                ("goal", .string(goal)), ("statement", ownWords(Wording.goalStatements)),
                ("reason", dice.chance(60) ? text(Wording.revisionReasons) : nil),
                ("review", .string(review.label)),
            ])
        )
    }

    private mutating func workOtherwise(in review: Review, _ cycle: String) {
        let whole = Occurrence.range(from: review.start, to: review.end)
        if dice.chance(7) {
            record(
                .directInfantWorkDone,
                [
                    "infant": .string(family.infant.label), "what": text(Wording.infantWork),
                    "effect": text(Wording.infantWorkEffects), "review": .string(review.label),
                ],
                at: whole
            )
        }
        if dice.chance(8) {
            record(
                .methodsUsedNoted,
                [
                    "methods": JSON(dice.some(2...3, of: Wording.methods)),
                    "review": .string(review.label), "cycle": .string(cycle),
                ],
                at: whole
            )
        }
    }
}
