package import CaseModel
package import Values

/// What of a case leaves in one copy, entry by entry, each with the rule that decided it.
///
/// Pure: the same case, order and policy decide the same. What is withheld is not in `lines`, so
/// nothing that writes a copy can let it out.
package struct Disclosure: Sendable {
    /// For whom the copy is and what for, as the policy asks.
    package struct Order: Sendable {
        package var audience: String
        package var purpose: String
        /// Label of the person whose copy it is; nil for the child, or the first client.
        package var about: String?
        /// What is asked for besides the usual: `supervision`.
        package var asked: Set<String>
        /// When consent is asked.
        package var moment: Instant

        package init(
            audience: String,
            purpose: String,
            about: String? = nil,
            asked: Set<String> = [],
            moment: Instant
        ) {
            self.audience = audience
            self.purpose = purpose
            self.about = about
            self.asked = asked
            self.moment = moment
        }
    }

    package struct Decision: Sendable, Equatable {
        package let position: Int64
        package let outcome: DisclosurePolicy.Outcome
        /// Of the rule or strip that decided it.
        package let rule: String
        package let reason: String
    }

    /// A ground as a copy tells it.
    package struct Ground: Sendable, Equatable {
        /// Of the policy's rule, or of what the policy calls several rules.
        package let rule: String
        package let reason: String
        /// Entries withheld, whole or in part, on this ground.
        package let count: Int

        package init(rule: String, reason: String, count: Int) {
            self.rule = rule
            self.reason = reason
            self.count = count
        }
    }

    /// Whom an entry is about, seen from the person whose copy it is.
    package enum Concern: String, CaseIterable, Sendable {
        /// This person and nobody else.
        case onlyAbout = "only-about"
        /// This person and others of the copy.
        case about
        case aboutAndOutsiders = "about-and-outsiders"
        /// Others of the copy.
        case family
        /// Somebody who is not of the copy.
        case outsiders
        case nobody
    }

    /// In the order of the timeline: what is decided about each line that was asked for.
    package private(set) var decisions: [Decision] = []
    /// What leaves, in the order of the timeline.
    package private(set) var lines: [Timeline.Line] = []
    /// Label of the person whose copy it is; nil in a case without people.
    package let about: String?
    /// `positions`, `first`, `envelope`, `third-parties`, `withheld`: what this audience sees besides.
    package let shows: Set<String>
    /// Why something was withheld, in the words of the copy, and how often; empty when the copy does
    /// not say that anything was.
    package private(set) var grounds: [Ground] = []

    /// - Parameters:
    ///   - lines: what was asked for.
    ///   - entries: all of the case that is known: who its people are and what they consent to does
    ///     not depend on what was asked for.
    package init(
        of lines: [Timeline.Line],
        knowing entries: [Entry],
        for order: Order,
        under policy: DisclosurePolicy
    ) {
        let knowledge = DisclosureKnowledge(entries, order, policy)
        about = knowledge.about
        shows = knowledge.shows
        let drafts = knowledge.decide(lines)
        let labels = knowledge.labels(of: drafts)
        for draft in drafts {
            decisions.append(
                Decision(
                    position: draft.line.standing.entry.position,
                    outcome: draft.outcome,
                    rule: draft.rule,
                    reason: draft.reason
                )
            )
            guard draft.outcome != .withhold else { continue }
            self.lines.append(draft.line.renamed(labels))
        }
        if shows.contains("withheld") {
            grounds = policy.grounds(of: decisions, for: order.audience)
        }
    }

    package func count(_ outcome: DisclosurePolicy.Outcome) -> Int {
        decisions.count { $0.outcome == outcome }
    }

    /// Who else stands in what a person may see of their record, with the entries, in order: those whose
    /// agreement would let more leave. What is kept back for another reason asks nobody.
    package static func thirdParties(
        in lines: [Timeline.Line],
        knowing entries: [Entry],
        for order: Order,
        under policy: DisclosurePolicy
    ) -> [(name: String, entries: [Entry])] {
        let knowledge = DisclosureKnowledge(entries, order, policy, presumesConsent: true)
        let drafts = knowledge.decide(lines)
        var found: [(name: String, entries: [Entry])] = []
        // What a rule has taken out is not looked at, so the line as it stands is.
        for (line, draft) in zip(lines, drafts) where draft.outcome != .withhold {
            for name in knowledge.outsiders(in: line).sorted() {
                let index = found.firstIndex { $0.name == name } ?? found.count
                if index == found.count { found.append((name, [])) }
                found[index].entries.append(line.standing.entry)
            }
        }
        return found
    }
}

/// An entry on its way through the rules.
struct DisclosureDraft: Sendable {
    var line: Timeline.Line
    var outcome: DisclosurePolicy.Outcome
    var rule: String
    var reason: String
    /// How often something was taken out of it.
    private(set) var changes = 0

    var payload: Payload? { line.standing.payload }
    var spec: EventSpec? { line.standing.type?.spec }

    mutating func withhold(_ rule: String, _ reason: String) {
        changes += 1
        outcome = .withhold
        self.rule = rule
        self.reason = reason
    }

    /// Takes members out of the data. What loses nothing is not changed.
    mutating func keep(_ rule: String, _ reason: String, _ stays: (JSON.Member, Field?) -> Bool) {
        guard var payload, let members = payload.data.members else { return }
        let spec = spec
        let kept = members.filter { stays($0, spec?.field($0.name)) }
        guard kept.count < members.count else { return }
        payload.data = .object(kept)
        change(to: payload, rule, reason)
    }

    /// - Parameter rule: takes the place of the rule that let all of it out.
    mutating func change(to payload: Payload, _ rule: String, _ reason: String) {
        guard payload != self.payload else { return }
        changes += 1
        line = line.replacing(payload: payload)
        if outcome == .export {
            outcome = .part
            self.rule = rule
            self.reason = reason
        }
    }
}

extension DisclosurePolicy {
    /// The grounds of what was withheld, by id. A rule that the policy tells under another name is
    /// counted there, so that nobody can tell those rules apart.
    func grounds(of decisions: [Disclosure.Decision], for audience: String) -> [Disclosure.Ground] {
        var counts: [String: (reason: String, count: Int)] = [:]
        for decision in decisions where decision.outcome != .export {
            let told = told.first {
                $0.audience.contains(audience) && $0.rules.contains(decision.rule)
            }
            counts[told?.id ?? decision.rule, default: (told?.reason ?? decision.reason, 0)]
                .count += 1
        }
        return counts.sorted { $0.key < $1.key }.map {
            Disclosure.Ground(rule: $0.key, reason: $0.value.reason, count: $0.value.count)
        }
    }
}
