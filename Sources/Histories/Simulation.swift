package import CaseModel
package import Values

/// Invented caseloads for demonstrations, tests and measurements: believable families, and the
/// faults that an audit is there to find, as often as `Rates` says.
///
/// A case depends on nothing but the simulation's settings and its own index, so cases can be made
/// in any order, on any number of cores, and again tomorrow.
package struct Simulation: Sendable {
    package let seed: UInt64
    package let cases: Int
    /// The day on which the first case is opened.
    package let starting: CivilDate
    package let rates: Rates

    package init(seed: UInt64, cases: Int, starting: CivilDate, rates: Rates = Rates()) {
        self.seed = seed
        self.cases = cases
        self.starting = starting
        self.rates = rates
    }

    /// Everybody that the entries name: pseudonyms after trees, invented names.
    package static let staff: [(pseudonym: String, name: String, roles: [String])] = [
        ("s-alder", "Amara Whitfield", ["guider"]),
        ("s-birch", "Tomasz Okonkwo", ["guider"]),
        ("s-cedar", "Mairead Hussain", ["guider"]),
        ("s-elm", "Jonas Abernethy", ["guider"]),
        ("s-fir", "Priya Llewellyn", ["trainee"]),
        ("s-hazel", "Dominic Achebe", ["trainee"]),
        ("s-larch", "Seren Kowalczyk", ["trainee"]),
        ("s-maple", "Farid Macleod", ["trainee"]),
        ("s-oak", "Ingrid Baptiste", ["supervisor"]),
        ("s-rowan", "Callum Venkataraman", ["supervisor"]),
        ("s-yew", "Bronwen Adeyemi", ["safeguarding-lead"]),
        ("s-aspen", "Leila Thornbury", ["administrator"]),
        ("s-beech", "Magnus Oyelaran", ["records-manager", "privacy-officer"]),
        ("s-willow", "Catriona Sandhu", ["auditor"]),
        ("s-holly", "Emeka Fairclough", ["analyst"]),
    ]

    /// The steps of one case.
    ///
    /// Cases open one after the other over most of three years, and what would be recorded after
    /// those three years is left out: the newest cases are still open, as in any service.
    ///
    /// - Parameter index: 0 for the case `C-0001`.
    package func history(ofCase index: Int) -> SimulatedCase {
        var casework = Casework(
            seed: seed,
            index: index,
            reference: "C-" + padded(index + 1, to: 4),
            opening: starting.adding(days: index * Simulation.openingDays / max(cases, 1)),
            rates: rates
        )
        casework.tellAll()
        return casework.finished(
            before: LondonTime.instant(on: starting.adding(days: Simulation.days))
        )
    }

    /// A case that has every type of entry a case can have at least once, in the most awkward words
    /// and the vaguest times that a record must bear.
    package static func everyType(seed: UInt64) -> SimulatedCase {
        // The day is fixed, so that a fixture made from it stays as it is.
        var casework = Casework(
            seed: seed,
            index: 0,
            reference: "E-0001",
            opening: CivilDate(daysSince1970: 19_723),
            rates: Rates()
        )
        casework.tellEveryType()
        return casework.finished(before: .distantFuture)
    }

    /// How long the whole simulation lasts, and for how long of that new cases open.
    private static let days = 1_095
    private static let openingDays = 1_000
}

/// One family's case: its stream and what is recorded in it.
package struct SimulatedCase: Sendable {
    package let index: Int
    /// `C-0001`.
    package let reference: String
    package let id: Identifier
    /// In the order in which they are recorded.
    package let steps: [SimulatedStep]
}

/// One entry before it is decided: who writes it, and when.
package struct SimulatedStep: Sendable {
    package let recordedAt: Instant
    /// The pseudonym of who writes it.
    package let by: String
    /// The identifier that its event is to have: later steps name it.
    package let id: Identifier
    package let draft: Draft
}
