/// What every event type means, how it is kept and how it reads: one `EventSpec` each.
///
/// The chapters stand in files of their own, in the order in which a case meets them.
package enum Catalogue {
    package static let all: [EventSpec] = [
        intake, sessions, consent, goals, films, reviews, supervision, measures, safeguarding,
        actions, course, corrections, service, governance, access,
    ].flatMap { $0 }

    private static let byType: [EventType: EventSpec] = Dictionary(
        all.map { ($0.type, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// The fields that bring a thing into a case. Asked for every entry that is folded, so it is not
    /// looked up in the specs each time.
    static func newThings(of type: EventType) -> [(field: String, kind: Thing)] {
        newThings[type] ?? []
    }

    private static let newThings: [EventType: [(field: String, kind: Thing)]] = Dictionary(
        all.compactMap { spec in
            let things = spec.fields.compactMap { field -> (field: String, kind: Thing)? in
                guard case .new(let kind) = field.kind else { return nil }
                return (field.name, kind)
            }
            return things.isEmpty ? nil : (spec.type, things)
        },
        uniquingKeysWith: { first, _ in first }
    )

    private static let schemas: [EventType: Int] = byType.mapValues(\.schema)

    /// The newest schema version of a type.
    static func schema(of type: EventType) -> Int { schemas[type] ?? 1 }

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
