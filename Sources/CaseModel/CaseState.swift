package import Values

/// What a case has come to, as far as the rules need it: its things, their standing, its consents.
///
/// Folded from entries as they stand, corrections applied (`History`). It holds no text that a rule
/// does not ask for.
package struct CaseState: Sendable {
    package var isOpened = false
    package var closedAt: Instant?
    /// The unit that the case's entries are sealed in.
    package var caseUnit: Identifier?
    /// Every thing by kind and label, with the data it was brought in with.
    package var things: [Thing: [String: ThingState]] = [:]
    /// Labels in the order in which things came, for the next `film-N`.
    package var counts: [Thing: Int] = [:]
    package var consents: [ConsentAct] = []
    package var openPause: String?
    /// Who has parental responsibility, by `holder/child`, as last recorded.
    package var responsibilities: [String: Bool] = [:]
    /// Who placed each hold, by the entry that placed it: a release takes somebody else.
    package var holds: [Identifier: Set<String>] = [:]
    /// Whose request for access each is, and when it came, by the entry that holds it.
    package var requests: [Identifier: (person: String, askedOn: CivilDate)] = [:]
    /// Where each entry of the case stands, for corrections and causes.
    package var events: [Identifier: EventRef] = [:]

    package struct ThingState: Sendable {
        package let event: Identifier
        package let position: Int64
        package let unit: Identifier
        package var data: JSON
        package var occurred: Occurrence
        package let recordedAt: Instant
        /// Withdrawn, destroyed, completed, resolved: what was last said of it, nil at first.
        package var standing: String?
        /// Numbers that later events add up: clips shown, ratings given.
        package var tally: [String: Int] = [:]
    }

    /// One act of one giver about one scope and one subject.
    package struct ConsentAct: Sendable {
        /// Given, varied, withdrawn or refused.
        package let type: EventType
        package var isGranted: Bool { type == .consentGiven || type == .consentVaried }
        package let scope: String
        package let subject: String
        package let giver: String
        package let film: String?
        /// From when it counts.
        package let from: Instant
        package let until: Instant?
        package let position: Int64
    }

    package struct EventRef: Sendable {
        package let position: Int64
        package let type: EventType?
        package let unit: Identifier
        /// Nil when it cannot be read.
        package let confidentiality: Confidentiality?
    }

    package init() {}

    package func thing(_ kind: Thing, _ label: String) -> ThingState? { things[kind]?[label] }

    /// The next free label: `film-3`.
    package func nextLabel(for kind: Thing) -> String {
        var number = (counts[kind] ?? 0) + 1
        while things[kind]?["\(kind.rawValue)-\(number)"] != nil { number += 1 }
        return "\(kind.rawValue)-\(number)"
    }
}
