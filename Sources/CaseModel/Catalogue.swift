/// What every event type means, how it is kept and how it reads: one `EventSpec` each.
///
/// The chapters stand in files of their own, in the order in which a case meets them.
package enum Catalogue {
    package static let all: [EventSpec] = [
        intake, sessions, consent, goals, films, reviews, supervision, measures, safeguarding,
        actions, course, corrections, service, access,
    ].flatMap { $0 }

    private static let byType: [EventType: EventSpec] = Dictionary(
        all.map { ($0.type, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    static func spec(of type: EventType) -> EventSpec {
        // A test checks that every type has a spec; a type without one still reads, as restricted.
        byType[type]
            ?? EventSpec(
                type,
                type.rawValue,
                in: .corrections,
                confidentiality: .restricted,
                purpose: "",
                reads: type.rawValue,
                fields: [],
                example: "{}"
            )
    }
}
