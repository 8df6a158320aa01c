import CaseModel
import Values

/// Which films everybody on them agrees to be used, at the moment asked, for what a copy is for.
struct FilmAgreement: Sendable {
    private let agreed: Set<String>
    /// The film of each shared review. The film looked at in it is another matter.
    private let ofReviews: [String: [String]]
    private let ofClips: [String: String]

    init(_ state: CaseState, _ order: Disclosure.Order, _ policy: DisclosurePolicy) {
        let films = state.things[.film] ?? [:]
        agreed = Set(
            films.filter { FilmAgreement.isAgreed($0.key, $0.value, state, order, policy) }.keys
        )
        ofReviews = films.reduce(into: [:]) { reviews, film in
            if let review = film.value.data["review"]?.string {
                reviews[review, default: []].append(film.key)
            }
        }
        ofClips = (state.things[.clip] ?? [:]).compactMapValues { $0.data["film"]?.string }
    }

    /// Whether everybody on the film that an entry is tied to agrees, at the moment asked, to what
    /// the copy is for. Nil for an entry that is tied to none.
    func agreement(of line: Timeline.Line) -> String? {
        guard let payload = line.standing.payload, let spec = line.standing.type?.spec else {
            return nil
        }
        var films: Set<String> = []
        for (thing, label) in DisclosureKnowledge.references(in: payload.data, spec) {
            switch thing {
            case .film: films.insert(label)
            case .clip: if let film = ofClips[label] { films.insert(film) }
            case .review: films.formUnion(ofReviews[label] ?? [])
            default: continue
            }
        }
        for field in spec.fields {
            guard let label = payload.data[field.name]?.string else { continue }
            if case .new(.film) = field.kind { films.insert(label) }
            if case .new(.review) = field.kind { films.formUnion(ofReviews[label] ?? []) }
        }
        guard !films.isEmpty else { return nil }
        return films.isSubset(of: agreed) ? "agreed" : "not-agreed"
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
}
