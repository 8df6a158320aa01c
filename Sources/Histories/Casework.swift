import CaseModel
import Values

/// One case in the making: its people, its clock, and what has been recorded so far.
///
/// The main line of the story goes from meeting to meeting; what is done between meetings is told
/// with `later` and sorted in by its time at the end. So an entry may name only what was recorded
/// before its own time, not merely what was told before.
///
/// The stages of the story stand in files of their own: `Casework+Intake` and so on.
struct Casework {
    let rates: Simulation.Rates
    let index: Int
    let reference: String
    let id: Identifier
    let team: Team
    let family: Family
    let plot: Plot
    var dice: Dice
    var book: Phrasebook

    /// The day of the main line.
    var day: CivilDate
    /// When the last entry was written.
    var now: Instant
    /// Why what is written now is written late, as the writer says.
    var lateReason: String?

    var goals: [String] = []
    var questions: [String] = []
    var themes: [String] = []
    var films: [Film] = []
    var risks: [Risk] = []
    /// What the client mostly does, and the clips are exceptions to.
    var usualPattern = ""
    /// The measures taken at the start, with how much of their range was used, in percent.
    var baseline: [(code: String, strain: Int)] = []
    /// Entries that were corrected already: a second correction would have to know the first.
    var corrected: Set<Identifier> = []

    private(set) var steps: [SimulatedStep] = []
    private var counts: [Thing: Int] = [:]

    init(
        seed: UInt64,
        index: Int,
        reference: String,
        opening: CivilDate,
        rates: Simulation.Rates
    ) {
        var dice = Dice(seed: seed, index: index)
        self.rates = rates
        self.index = index
        self.reference = reference
        id = Identifier(version4: (dice.bits(), dice.bits()))
        team = Team(&dice)
        day = Casework.workingDay(from: opening)
        family = Family(opening: day, &dice)
        plot = Plot(rates, &dice)
        book = Phrasebook(family)
        now = LondonTime.instant(on: day, hour: 9, minute: dice.below(60))
        self.dice = dice
        steps.reserveCapacity(1_200)
    }

    struct Film {
        let label: String
        let durationMs: Int
        let people: [String]
        var isGone = false
    }

    struct Risk {
        let label: String
        let id: Identifier
        let level: String
        let recordedAt: Instant
        /// When it was closed, also if that is still to come on the main line.
        var closedAt: Instant?

        func isOpen(at moment: Instant) -> Bool {
            recordedAt < moment && closedAt.map { moment < $0 } ?? true
        }
    }

    // MARK: Recording

    /// The next label of its kind: `goal-2`.
    mutating func label(_ thing: Thing) -> String {
        counts[thing, default: 0] += 1
        return thing.rawValue + "-" + String(counts[thing, default: 0])
    }

    /// Writes an entry down, a little after the one before.
    ///
    /// - Parameters:
    ///   - occurred: when it happened; now, when left out.
    ///   - author: who writes; the guider, when left out.
    ///   - pace: how long the writing takes, in milliseconds.
    @discardableResult
    mutating func record(
        _ type: EventType,
        _ data: JSON,
        at occurred: Occurrence? = nil,
        by author: Team.Author? = nil,
        onBehalfOf: String? = nil,
        cause: Identifier? = nil,
        source: String? = nil,
        thirdParties: [String] = [],
        confidentiality: Confidentiality? = nil,
        provenance: JSON? = nil,
        pace: ClosedRange<Int> = 8_000...70_000
    ) -> Identifier {
        now = now.adding(milliseconds: Int64(dice.between(pace)))
        // Nothing is written before it has happened.
        switch occurred {
        case .instant(let end), .range(_, let end): now = max(now, end)
        case .date, .month, .unknown, nil: break
        }
        let author = author ?? team.guider
        let id = dice.identifier(at: now)
        steps.append(
            SimulatedStep(
                recordedAt: now,
                by: author.pseudonym,
                id: id,
                draft: Draft(
                    type,
                    at: occurred ?? .instant(now),
                    data,
                    role: author.role,
                    onBehalfOf: onBehalfOf,
                    thirdParties: thirdParties,
                    source: source,
                    confidentiality: confidentiality,
                    cause: cause,
                    lateReason: occurred == nil ? nil : lateReason,
                    provenance: provenance
                )
            )
        )
        return id
    }

    /// Writes down something small that nothing else refers to: its time is sometimes vague, and
    /// sometimes it is remembered only days later.
    mutating func note(
        _ type: EventType,
        _ data: JSON,
        at moment: Instant,
        by author: Team.Author? = nil,
        cause: Identifier? = nil,
        source: String? = nil
    ) {
        let occurred = vague(moment)
        guard dice.chance(rates.lateEntry) else {
            record(type, data, at: occurred, by: author, cause: cause, source: source)
            return
        }
        let reason = excuse()
        later(2...12) { casework in
            casework.lateReason = reason
            casework.record(type, data, at: occurred, by: author, cause: cause, source: source)
        }
    }

    /// One of `phrases` as a value, filled with this family's words.
    mutating func text(_ phrases: [String]) -> JSON {
        .string(book.say(phrases, as: .writer, &dice))
    }

    /// A phrase in the client's own words.
    mutating func ownWords(_ phrases: [String]) -> JSON {
        .string(book.say(phrases, as: .client, &dice))
    }

    /// What was recorded, in the order of its times; nothing of `end` or after.
    func finished(before end: Instant) -> SimulatedCase {
        let order = steps.indices.sorted {
            (steps[$0].recordedAt, $0) < (steps[$1].recordedAt, $1)
        }
        var kept: [SimulatedStep] = []
        kept.reserveCapacity(steps.count)
        for index in order where steps[index].recordedAt < end { kept.append(steps[index]) }
        return SimulatedCase(index: index, reference: reference, id: id, steps: kept)
    }
}
