import CaseModel
import Values

// Who says what in a shared review, and when: by far the most entries of a case.
extension Casework {
    enum Scene {
        case opening
        case clip
        case closing
    }

    /// A kind of turn: who speaks, and from which phrases.
    enum Turn {
        case parentSees
        case parentThinks
        case parentTells
        case parentPlans
        case parentNods
        case guiderAsks
        case guiderNames
        case guiderNods
        case guiderOpens
        case guiderCloses
        case infantSounds

        var speaker: String {
            switch self {
            case .parentSees, .parentThinks, .parentTells, .parentPlans, .parentNods: "parent"
            case .guiderAsks, .guiderNames, .guiderNods, .guiderOpens, .guiderCloses: "guider"
            case .infantSounds: "infant"
            }
        }

        var phrases: [String] {
            switch self {
            case .parentSees: Wording.parentSights
            case .parentThinks: Wording.parentThoughts
            case .parentTells: Wording.parentOpenings
            case .parentPlans: Wording.parentPlans
            case .parentNods: Wording.parentNods
            case .guiderAsks: Wording.guiderQuestions
            case .guiderNames: Wording.guiderNamings
            case .guiderNods: Wording.guiderNods
            case .guiderOpens: Wording.guiderOpenings
            case .guiderCloses: Wording.guiderClosings
            case .infantSounds: Wording.sounds
            }
        }

        /// Codes of the ports that such a turn may tell of.
        var ports: [String] {
            switch self {
            case .parentSees: Turn.sightPorts
            case .parentThinks, .parentPlans: Turn.thoughtPorts
            case .guiderAsks, .guiderNames: Turn.guiderPorts
            case .infantSounds: Turn.infantPorts
            default: []
            }
        }

        private static let sightPorts = ["M.rep", "M.act", "B.act"]
        private static let thoughtPorts = ["M.rf", "M.rep", "M.ar"]
        private static let guiderPorts = ["G.act", "G.rf"]
        private static let infantPorts = ["B.act", "B.ar"]
    }

    mutating func converse(
        _ scene: Scene,
        turns: Int,
        about clip: String? = nil,
        in review: inout Review
    ) {
        for _ in 0..<turns where review.isRunning {
            utter(nextTurn(of: scene, after: review.last), about: clip, in: &review)
        }
    }

    /// Mostly the other's turn, sometimes the baby's.
    private mutating func nextTurn(of scene: Scene, after last: String) -> Turn {
        let draw = dice.below(100)
        if draw < 5 { return .infantSounds }
        let isParents = last == "parent" ? draw < 15 : last == "guider" ? draw < 88 : draw < 55
        let kind = dice.below(100)
        switch (scene, isParents) {
        case (.opening, true): return kind < 75 ? .parentTells : .parentNods
        case (.opening, false): return kind < 70 ? .guiderOpens : .guiderNods
        case (.clip, true):
            return kind < 45 ? .parentSees : kind < 85 ? .parentThinks : .parentNods
        case (.clip, false):
            return kind < 35 ? .guiderAsks : kind < 80 ? .guiderNames : .guiderNods
        case (.closing, true): return kind < 65 ? .parentPlans : .parentThinks
        case (.closing, false): return kind < 65 ? .guiderCloses : .guiderNods
        }
    }

    /// Records one turn. Objects are made member by member: what is spared here is spared a million
    /// times.
    mutating func utter(_ turn: Turn, about clip: String? = nil, in review: inout Review) {
        let (words, lengthMs) = words(of: turn, ease: review.ease)
        var data: [JSON.Member] = []
        data.reserveCapacity(8)
        data.append(.init("review", .string(review.label)))
        data.append(.init("speaker", .string(turn.speaker)))
        if turn.speaker == "infant" {
            data.append(.init("person", .string(family.infant.label)))
        } else if review.hasPartner, turn.speaker == "parent" {
            let isPartner = dice.chance(25)
            data.append(
                .init("person", .string(isPartner ? "partner" : family.parent.label))
            )
        }
        var occurred = Occurrence.range(from: review.start, to: review.end)
        if review.isTimed {
            let start = max(0, review.atMs + gap(before: turn, in: review))
            let end = max(start + lengthMs, review.atMs)
            data.append(.init("startMs", JSON(start)))
            data.append(.init("endMs", JSON(end)))
            occurred = .instant(review.start.adding(milliseconds: Int64(start)))
            review.atMs = end
        }
        data.append(.init("words", .string(words)))
        if let clip { data.append(.init("clip", .string(clip))) }
        if !review.isTimed { data.append(.init("isParaphrase", true)) }
        if dice.chance(22), !turn.ports.isEmpty {
            data.append(.init("port", .string(dice.pick(turn.ports))))
        }
        review.last = turn.speaker
        record(.utteranceRecorded, .object(data), at: occurred, pace: 600...3_000)
    }

    /// What is said, and how long it takes to say.
    private mutating func words(of turn: Turn, ease: Int) -> (String, Int) {
        switch turn {
        case .infantSounds:
            return (dice.pick(Wording.sounds), dice.between(300...2_600))
        case .parentNods, .guiderNods:
            let (text, count) = book.speak([turn.phrases], as: voice(of: turn), &dice)
            return (text, 200 + count * dice.between(180...320))
        default:
            // With time the client says more and the guider less.
            let isTwo = dice.chance(turn.speaker == "parent" ? ease : 70 - ease)
            let more = turn.speaker == "parent" ? Wording.parentThoughts : Wording.guiderNamings
            let (text, count) = book.speak(
                isTwo ? [turn.phrases, more] : [turn.phrases],
                as: voice(of: turn),
                &dice
            )
            return (text, 300 + count * dice.between(230...420))
        }
    }

    private func voice(of turn: Turn) -> Phrasebook.Speaker {
        turn.speaker == "guider" ? .guider : .client
    }

    /// Milliseconds between two turns: short, sometimes a silence, now and then negative, when both
    /// speak at once.
    private mutating func gap(before turn: Turn, in review: Review) -> Int {
        let draw = dice.below(100)
        if draw < 6, turn.speaker != review.last { return -dice.between(100...700) }
        if draw < 11 { return dice.between(3_000...9_000) }
        return dice.between(120...1_500)
    }
}
