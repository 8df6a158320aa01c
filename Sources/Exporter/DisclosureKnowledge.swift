import CaseModel
import Values

/// What the rules ask about a case: its people, whom an entry tells of, what a film may be used for.
struct DisclosureKnowledge: Sendable {
    let order: Disclosure.Order
    let policy: DisclosurePolicy
    let about: String?
    let shows: Set<String>
    private let roles: [String: String]
    /// The people whose data may stand in the copy.
    private let members: Set<String>
    /// Those who may be named besides: whoever gave or withdrew a consent, without whom it would
    /// not be understood.
    private let named: Set<String>
    private let state: CaseState
    /// Whom the things of the case tell of, for entries that name no person themselves.
    private let concerned: [Thing: [String: Set<String>]]
    /// The harm assessments about a person's own copy that hold, oldest first.
    private let assessments: [HarmAssessment]
    /// What was decided about third parties for a person's own copy, by how entries name them.
    private let decisions: [String: [SubjectRequest.ThirdParty.Decision]]
    /// Whether everybody is taken to agree: to find out who is to be asked.
    private let presumesConsent: Bool
    /// Whom each entry that is disputed tells of, and its third parties: a statement about it is as
    /// much theirs.
    private let disputed: [Identifier: (people: Set<String>, thirdParties: [String])]
    private let films: FilmAgreement
    private let rules: RuleBook
    private let strips: RuleBook

    init(
        _ entries: [Entry],
        _ order: Disclosure.Order,
        _ policy: DisclosurePolicy,
        presumesConsent: Bool = false
    ) {
        self.order = order
        self.policy = policy
        let standing = History.standing(of: entries)
        var roles: [String: String] = [:]
        var people: [String] = []
        var concerned: [Thing: [String: Set<String>]] = [:]
        var givers: Set<String> = []
        var disputed: [Identifier: (people: Set<String>, thirdParties: [String])] = [:]
        for entry in standing {
            guard let payload = entry.effective, let type = entry.type else { continue }
            let data = payload.data
            if type == .personAdded, let label = data["person"]?.string {
                roles[label] = data["role"]?.string ?? "other"
                people.append(label)
            }
            if type.spec.group == .consent, let giver = data["giver"]?.string {
                givers.insert(giver)
            }
            let told = DisclosureKnowledge.people(in: payload, type.spec, policy.actors)
            for field in type.spec.fields {
                guard case .new(let thing) = field.kind, thing != .person,
                    let label = data[field.name]?.string
                else { continue }
                concerned[thing, default: [:]][label, default: []].formUnion(told)
            }
            guard !entry.disputedBy.isEmpty else { continue }
            var people = told
            for (thing, label) in DisclosureKnowledge.references(in: data, type.spec)
            where told.isEmpty {
                people.formUnion(concerned[thing]?[label] ?? [])
            }
            disputed[entry.entry.id] = (people, payload.thirdParties)
        }
        let first = { (role: String) in people.first { roles[$0] == role } }
        let about = order.about ?? first("child") ?? first("client") ?? people.first
        self.roles = roles
        self.about = about
        self.concerned = concerned
        self.disputed = disputed
        self.presumesConsent = presumesConsent
        if order.audience == "subject", let about {
            let day = LondonTime.civil(of: order.moment).date
            assessments = HarmAssessment.all(in: entries, about: about, on: day)
            decisions = SubjectRequest.decisions(for: about, in: SubjectRequest.all(in: entries))
        } else {
            assessments = []
            decisions = [:]
        }
        let state = CaseState(folding: entries)
        self.state = state
        films = FilmAgreement(state, order, policy)
        let role = about.flatMap { roles[$0] } ?? ""
        let types = Set(entries.lazy.map { $0.payload?.type ?? "" })
        rules = RuleBook(policy.rules.filter { $0.when.admits(order, role: role) }, types: types)
        strips = RuleBook(policy.strips.filter { $0.when.admits(order, role: role) }, types: types)
        shows = policy.shows.filter { $0.audience.contains(order.audience) }
            .reduce(into: []) { $0.formUnion($1.what) }
        var members: Set<String> = []
        var named: Set<String> = []
        for rule in policy.people where rule.audience.contains(order.audience) {
            for person in people
            where rule.roles.contains("*") || rule.roles.contains(roles[person] ?? "") {
                members.insert(person)
            }
            if rule.includesGivers { named.formUnion(givers) }
        }
        if let about { members.insert(about) }
        self.members = members
        self.named = named.union(members)
    }

    // MARK: - Deciding

    /// Decides about each line, then takes out what would tell of what is withheld.
    func decide(_ lines: [Timeline.Line]) -> [DisclosureDraft] {
        var drafts = concurrentMap(count: lines.count, atLeast: 256) { decide(lines[$0]) }
        if !shows.contains("third-parties") { Settlement.settle(&drafts) }
        return drafts
    }

    func labels(of drafts: [DisclosureDraft]) -> DisclosedLabels {
        shows.contains("third-parties")
            ? DisclosedLabels() : DisclosedLabels(of: drafts, in: state)
    }

    private func decide(_ line: Timeline.Line) -> DisclosureDraft {
        // Asked by many rules, and the same for each of them.
        let concern = concern(of: line).rawValue
        let type = line.standing.payload?.type ?? ""
        let rule = rules.rules(for: type).first { fits($0.when, line, concern) }
        var draft = DisclosureDraft(
            line: line,
            outcome: rule?.then ?? .withhold,
            rule: rule?.id ?? "-",
            reason: rule?.reason ?? "no rule fits"
        )
        guard draft.outcome != .withhold else { return draft }
        if let rule, rule.then == .part { drop(rule, from: &draft) }
        for strip in strips.rules(for: type) where fits(strip.when, line, concern) {
            drop(strip, from: &draft)
        }
        if !shows.contains("third-parties") { removeOutsiders(from: &draft) }
        if !shows.contains("envelope") { strip(envelopeOf: &draft) }
        return draft
    }

    private func drop(_ rule: DisclosurePolicy.Rule, from draft: inout DisclosureDraft) {
        draft.keep(rule.id, rule.reason) { member, field in
            if rule.keep.contains(member.name) { return true }
            if rule.drop.contains("data") || rule.drop.contains(member.name) { return false }
            guard rule.drop.contains("texts") else { return true }
            return switch field?.kind {
            case .text, .texts, .object, nil: false
            default: true
            }
        }
        guard rule.drop.contains("texts") || rule.drop.contains("data"),
            var payload = draft.payload
        else { return }
        payload.source = nil
        draft.change(to: payload, rule.id, rule.reason)
    }

    /// Whether all holds that a condition asks of an entry, but for its type.
    private func fits(
        _ when: DisclosurePolicy.Condition,
        _ line: Timeline.Line,
        _ concern: String
    ) -> Bool {
        let standing = line.standing
        let payload = standing.payload
        if let wanted = when.standing, !wanted.contains(standing.standing.rawValue) { return false }
        if let harm = when.harm, harm != isHarmful(standing) { return false }
        if let wanted = when.decided, wanted.isDisjoint(with: decided(about: line)) { return false }
        if let asker = when.asker {
            let requestedBy = payload?.data["requestedBy"]?.string
            if asker != (requestedBy != nil && requestedBy == about) { return false }
        }
        // What cannot be read is as confidential as anything.
        if let classes = when.confidentiality,
            !classes.contains((payload?.confidentiality ?? .restricted).rawValue)
        {
            return false
        }
        for (name, values) in when.fields where !values.contains(text(payload?.data[name])) {
            return false
        }
        for name in when.has where payload?.data[name] == nil { return false }
        if let concerns = when.concerns, !concerns.contains(concern) { return false }
        if let parties = when.thirdParties, parties != hasThirdParties(line) { return false }
        if let film = when.film, film != films.agreement(of: line) { return false }
        return true
    }

    private func text(_ value: JSON?) -> String {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let value): value ? "true" : "false"
        default: ""
        }
    }

    /// Of several assessments about one entry the newest counts.
    private func isHarmful(_ standing: History.StandingEntry) -> Bool {
        assessments.last { $0.covers(standing) }?.withholds ?? false
    }

    private func hasThirdParties(_ line: Timeline.Line) -> Bool {
        let id = line.standing.entry.id
        return thirdParties(of: line).contains { $0 != about && !isDisclosed($0, in: id) }
    }

    /// A statement tells of whomever the entry tells of that it is about. To who made it, it tells
    /// nothing that they have not said themselves.
    private func thirdParties(of line: Timeline.Line) -> [String] {
        let payload = line.standing.payload
        let own = payload?.thirdParties ?? []
        guard let target = target(of: line), let beneath = disputed[target]?.thirdParties,
            order.audience != "subject" || payload?.data["requestedBy"]?.string != about
        else { return own }
        return own + beneath
    }

    /// The entry that a statement is about.
    private func target(of line: Timeline.Line) -> Identifier? {
        guard line.standing.type == .rectificationRefused else { return nil }
        return line.standing.payload?.data.target
    }

    // MARK: - What was decided about third parties

    /// The newest decision about somebody that an entry falls under. Who somebody is stands in an
    /// entry of its own: they are named there if they may be named anywhere.
    private func decision(
        about party: String,
        in entry: Identifier
    ) -> SubjectRequest.ThirdParty.Decision? {
        decisions[party]?.last { $0.covers(entry) }
    }

    private func isDisclosed(_ party: String, in entry: Identifier) -> Bool {
        presumesConsent || (decision(about: party, in: entry)?.discloses ?? false)
            || (state.thing(.person, party)?.event == entry
                && decisions[party]?.contains { $0.discloses } ?? false)
    }

    private func isKept(_ party: String, in entry: Identifier) -> Bool {
        guard !presumesConsent, party != about else { return false }
        return decision(about: party, in: entry).map { !$0.discloses } ?? false
    }

    /// Whether somebody's data may stand in an entry of the copy.
    private func isMember(_ person: String, in entry: Identifier) -> Bool {
        person == about || isDisclosed(person, in: entry)
            || members.contains(person) && !isKept(person, in: entry)
    }

    private func isNamed(_ person: String, in entry: Identifier) -> Bool {
        isMember(person, in: entry) || named.contains(person) && !isKept(person, in: entry)
    }

    private func decided(about line: Timeline.Line) -> Set<String> {
        let id = line.standing.entry.id
        var decided: Set<String> = []
        if !presumesConsent,
            decisions.values.contains(where: { decisions in
                decisions.last { $0.covers(id) }.map { !$0.discloses && $0.entries != nil } ?? false
            })
        {
            decided.insert("withhold")
        }
        let others = people(of: line).union(thirdParties(of: line)).subtracting([about ?? ""])
        if !others.isEmpty, others.allSatisfy({ isDisclosed($0, in: id) }) {
            decided.insert("disclose")
        }
        return decided
    }

    /// Those in a line whose data the policy keeps out unless it is decided otherwise.
    func outsiders(in line: Timeline.Line) -> Set<String> {
        guard let payload = line.standing.payload, let spec = line.standing.type?.spec,
            spec.type != .personAdded
        else { return [] }
        var outsiders = people(of: line).subtracting(members).union(thirdParties(of: line))
        for field in spec.fields {
            switch field.kind {
            case .new(.person), .reference(.person), .references(.person):
                let value = payload.data[field.name]
                let people = value?.string.map { [$0] } ?? value?.strings ?? []
                outsiders.formUnion(people.filter { !named.contains($0) })
            default: continue
            }
        }
        if let about { outsiders.remove(about) }
        return outsiders
    }

    // MARK: - Whom it concerns

    func concern(of line: Timeline.Line) -> Disclosure.Concern {
        let id = line.standing.entry.id
        let people = people(of: line)
        if people.isEmpty { return .nobody }
        let isOpen = people.allSatisfy { isMember($0, in: id) }
        if line.standing.type == .personAdded, !isOpen, people.isDisjoint(with: members),
            people.allSatisfy({ isNamed($0, in: id) })
        {
            return .family
        }
        guard let about, people.contains(about) else { return isOpen ? .family : .outsiders }
        if !isOpen { return .aboutAndOutsiders }
        return people.count == 1 ? .onlyAbout : .about
    }

    /// The people an entry is about, itself or through the things that it names.
    private func people(of line: Timeline.Line) -> Set<String> {
        guard let payload = line.standing.payload, let spec = line.standing.type?.spec else {
            return []
        }
        if let target = target(of: line) { return disputed[target]?.people ?? [] }
        var people = DisclosureKnowledge.people(in: payload, spec, policy.actors)
        if people.isEmpty {
            for (thing, label) in DisclosureKnowledge.references(in: payload.data, spec) {
                people.formUnion(concerned[thing]?[label] ?? [])
            }
        }
        return people
    }

    /// The people an entry is about: who it says, and who its data name, without those who only did
    /// something in it.
    private static func people(
        in payload: Payload,
        _ spec: EventSpec,
        _ actors: Set<String>
    ) -> Set<String> {
        var people = Set(payload.subjects)
        for field in spec.fields where !actors.contains(field.name) {
            switch field.kind {
            case .new(.person), .reference(.person):
                if let label = payload.data[field.name]?.string { people.insert(label) }
            case .references(.person): people.formUnion(payload.data[field.name]?.strings ?? [])
            default: continue
            }
        }
        return people
    }

    static func references(in data: JSON, _ spec: EventSpec) -> [(Thing, String)] {
        spec.fields.flatMap { field -> [(Thing, String)] in
            switch field.kind {
            case .reference(let thing):
                data[field.name]?.string.map { [(thing, $0)] } ?? []
            case .references(let thing): data[field.name]?.strings.map { (thing, $0) } ?? []
            default: []
            }
        }
    }

    // MARK: - What must not be left behind

    /// People who are not of the copy leave lists and labels.
    private func removeOutsiders(from draft: inout DisclosureDraft) {
        guard var payload = draft.payload, let spec = draft.spec else { return }
        let id = draft.line.standing.entry.id
        var kept: [JSON.Member] = []
        for var member in payload.data.members ?? [] {
            switch spec.field(member.name)?.kind {
            case .reference(.person), .new(.person):
                guard member.value.string.map({ isNamed($0, in: id) }) ?? false else { continue }
            case .references(.person):
                let people = member.value.strings.filter { isNamed($0, in: id) }
                if people.isEmpty { continue }
                member.value = JSON(people)
            default: break
            }
            kept.append(member)
        }
        payload.data = .object(kept)
        payload.subjects.removeAll { !isNamed($0, in: id) }
        payload.thirdParties.removeAll { !isDisclosed($0, in: id) }
        draft.change(to: payload, "S90", "people whose data are not in this copy are not named")
    }

    /// What was sealed around the data is for those who audit the record. Which command wrote an
    /// entry with which others is nothing that was told, so losing it leaves the entry whole.
    private func strip(envelopeOf draft: inout DisclosureDraft) {
        guard var payload = draft.payload else { return }
        payload.provenance = nil
        payload.clock = nil
        payload.correlation = nil
        payload.origin = payload.origin.map {
            Payload.Origin(
                record: $0.record,
                position: 0,
                recordedAt: $0.recordedAt,
                by: $0.by
            )
        }
        draft.line = draft.line.replacing(payload: payload)
        payload.others = []
        payload.lateReason = nil
        draft.change(
            to: payload,
            "S91",
            "how it was recorded is for those who audit the record"
        )
        let spec = draft.spec
        draft.keep("S91", "a field that this version does not know") { member, _ in
            spec?.field(member.name) != nil
        }
    }
}
