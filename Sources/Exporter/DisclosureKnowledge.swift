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
    /// Films on which everybody agrees, at the moment asked, to what the copy is for.
    private let agreedFilms: Set<String>
    /// The film of each shared review. The film looked at in it is another matter.
    private let filmsOfReviews: [String: [String]]
    private let rules: RuleBook
    private let strips: RuleBook

    /// The rules that can hold for this order, in their order; of each type that occurs, those that can
    /// hold for it. A policy has a hundred rules, and an entry has to do with ten.
    private struct RuleBook: Sendable {
        private let all: [DisclosurePolicy.Rule]
        private var ofType: [String: [DisclosurePolicy.Rule]] = [:]

        init(_ rules: [DisclosurePolicy.Rule], types: Set<String>) {
            all = rules
            for type in types { ofType[type] = self.rules(for: type) }
        }

        /// - Parameter type: empty where it cannot be read.
        func rules(for type: String) -> [DisclosurePolicy.Rule] {
            ofType[type] ?? all.filter { $0.when.types?.contains(type) ?? true }
        }
    }

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
        let films = state.things[.film] ?? [:]
        agreedFilms = Set(
            films.filter { DisclosureKnowledge.isAgreed($0.key, $0.value, state, order, policy) }
                .keys
        )
        filmsOfReviews = films.reduce(into: [:]) { films, film in
            if let review = film.value.data["review"]?.string {
                films[review, default: []].append(film.key)
            }
        }
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

    func decide(_ lines: [Timeline.Line]) -> [DisclosureDraft] {
        concurrentMap(count: lines.count, atLeast: 256) { decide(lines[$0]) }
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
        if let film = when.film, film != agreement(of: line) { return false }
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

    private static func references(in data: JSON, _ spec: EventSpec) -> [(Thing, String)] {
        spec.fields.flatMap { field -> [(Thing, String)] in
            switch field.kind {
            case .reference(let thing):
                data[field.name]?.string.map { [(thing, $0)] } ?? []
            case .references(let thing): data[field.name]?.strings.map { (thing, $0) } ?? []
            default: []
            }
        }
    }

    // MARK: - Films

    /// Whether everybody on the film that an entry is tied to agrees, at the moment asked, to what
    /// the copy is for. Nil for an entry that is tied to none.
    private func agreement(of line: Timeline.Line) -> String? {
        guard let payload = line.standing.payload, let spec = line.standing.type?.spec else {
            return nil
        }
        var films: Set<String> = []
        for (thing, label) in DisclosureKnowledge.references(in: payload.data, spec) {
            switch thing {
            case .film: films.insert(label)
            case .clip:
                let film = state.thing(.clip, label)?.data["film"]?.string
                films.formUnion(film.map { [$0] } ?? [])
            case .review: films.formUnion(filmsOfReviews[label] ?? [])
            default: continue
            }
        }
        for field in spec.fields {
            guard let label = payload.data[field.name]?.string else { continue }
            if case .new(.film) = field.kind { films.insert(label) }
            if case .new(.review) = field.kind { films.formUnion(filmsOfReviews[label] ?? []) }
        }
        guard !films.isEmpty else { return nil }
        return films.isSubset(of: agreedFilms) ? "agreed" : "not-agreed"
    }

    private static func isAgreed(
        _ film: String,
        _ thing: CaseState.ThingState,
        _ state: CaseState,
        _ order: Disclosure.Order,
        _ policy: DisclosurePolicy
    ) -> Bool {
        let data = thing.data
        var scope = policy.scopes[order.purpose] ?? "film-interaction"
        if scope == "film-interaction", data["kind"] == "shared-review" {
            scope = "film-shared-review"
        }
        let people = data["people"]?.strings ?? []
        return !people.isEmpty
            && people.allSatisfy { person in
                let consent = state.consent(to: scope, for: person, film: film, at: order.moment)
                return !consent.givenBy.isEmpty && consent.withdrawnBy.isEmpty
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

    /// Takes out what tells of something withheld, until nothing is left that does: a correction of
    /// a withheld entry, a review of a withheld risk, the label of a film that does not leave.
    func settle(_ drafts: inout [DisclosureDraft]) {
        guard !shows.contains("third-parties") else { return }
        var isSettled = false
        while !isSettled {
            isSettled = true
            let (open, closed, events) = standing(of: drafts)
            for index in drafts.indices where drafts[index].outcome != .withhold {
                let before = drafts[index].changes
                settle(&drafts[index], open, closed, events)
                if drafts[index].changes != before { isSettled = false }
            }
        }
    }

    /// The things and entries that leave; of the others, those that are kept back for being
    /// restricted.
    private func standing(
        of drafts: [DisclosureDraft]
    ) -> (open: [Thing: Set<String>], restricted: [Thing: Set<String>], events: Set<Identifier>) {
        var open: [Thing: Set<String>] = [:]
        var restricted: [Thing: Set<String>] = [:]
        var events: Set<Identifier> = []
        for draft in drafts {
            if draft.outcome != .withhold { events.insert(draft.line.standing.entry.id) }
            guard let payload = draft.payload, let spec = draft.spec else { continue }
            for field in spec.fields {
                guard case .new(let thing) = field.kind,
                    let label = payload.data[field.name]?.string
                else { continue }
                if draft.outcome != .withhold {
                    open[thing, default: []].insert(label)
                } else if payload.confidentiality == .restricted {
                    restricted[thing, default: []].insert(label)
                }
            }
        }
        return (open, restricted, events)
    }

    private func settle(
        _ draft: inout DisclosureDraft,
        _ open: [Thing: Set<String>],
        _ restricted: [Thing: Set<String>],
        _ events: Set<Identifier>
    ) {
        guard var payload = draft.payload, let spec = draft.spec, canTell(payload, spec) else {
            return
        }
        if draft.line.standing.type?.isCorrection ?? false {
            let target =
                draft.line.standing.entry.payload?.data["target"]?.string
                .flatMap { Identifier($0) }
            if target.map({ !events.contains($0) }) ?? true {
                return draft.withhold("S92", "it corrects an entry that is withheld")
            }
        }
        var retells = false
        var kept: [JSON.Member] = []
        for var member in payload.data.members ?? [] {
            let field = spec.field(member.name)
            switch field?.kind {
            case .reference(let thing) where thing != .person:
                let label = member.value.string ?? ""
                if open[thing]?.contains(label) ?? false { break }
                if restricted[thing]?.contains(label) ?? false { retells = true }
                if field?.isRequired ?? false {
                    return draft.withhold("S93", "it is about something that is withheld")
                }
                continue
            case .references(let thing) where thing != .person:
                let labels = member.value.strings
                let left = labels.filter { open[thing]?.contains($0) ?? false }
                if labels.contains(where: { restricted[thing]?.contains($0) ?? false }) {
                    retells = true
                }
                if left.isEmpty { continue }
                if left.count < labels.count { member.value = JSON(left) }
            case .event:
                let id = member.value.string.flatMap { Identifier($0) }
                if id.map({ events.contains($0) }) ?? false { break }
                if field?.isRequired ?? false {
                    return draft.withhold("S93", "it is about something that is withheld")
                }
                continue
            default: break
            }
            kept.append(member)
        }
        payload.data = .object(kept)
        if let cause = payload.cause, !events.contains(cause) { payload.cause = nil }
        draft.change(to: payload, "S94", "what is withheld is not named")
        if retells {
            draft.keep("S95", "its words may tell again what is withheld") { _, field in
                switch field?.kind {
                case .text, .texts, .object, nil: false
                default: true
                }
            }
        }
    }

    /// Whether an entry names a thing, an entry or a cause, one of which may be withheld.
    private func canTell(_ payload: Payload, _ spec: EventSpec) -> Bool {
        spec.type.isCorrection || payload.cause != nil
            || spec.fields.contains { field in
                switch field.kind {
                case .reference(let thing), .references(let thing): thing != .person
                case .event: true
                default: false
                }
            }
    }

    // MARK: - Labels

    /// New numbers for labels such as `risk-3`, where a gap would show that something is withheld.
    func labels(of drafts: [DisclosureDraft]) -> DisclosedLabels {
        guard !shows.contains("third-parties") else { return DisclosedLabels() }
        var labels = DisclosedLabels()
        var first: [Thing: [String: Int64]] = [:]
        for draft in drafts where draft.outcome != .withhold {
            guard let spec = draft.spec, let data = draft.payload?.data else { continue }
            let position = draft.line.standing.entry.position
            for field in spec.fields {
                guard case .new(let thing) = field.kind, let label = data[field.name]?.string,
                    DisclosedLabels.isNumbered(label, thing)
                else { continue }
                first[thing, default: [:]][label] = min(
                    position,
                    first[thing]?[label] ?? position
                )
            }
        }
        for thing in Thing.allCases {
            let numbered = (first[thing] ?? [:])
                .sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
            let all = (state.things[thing] ?? [:]).keys
                .count { DisclosedLabels.isNumbered($0, thing) }
            guard numbered.count < all else { continue }
            for (index, label) in numbered.enumerated() {
                labels.names[thing, default: [:]][label] = "\(thing.rawValue)-\(index + 1)"
            }
        }
        return labels
    }
}
