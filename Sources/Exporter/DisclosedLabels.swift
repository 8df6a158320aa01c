import CaseModel
import Values

/// What numbered things are called in a copy: without gaps, so that nobody can count what is
/// withheld.
struct DisclosedLabels {
    var names: [Thing: [String: String]] = [:]

    init() {}

    /// New numbers for labels such as `risk-3`, where a gap would show that something is withheld.
    ///
    /// - Parameter state: of the whole case.
    init(of drafts: [DisclosureDraft], in state: CaseState) {
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
                names[thing, default: [:]][label] = "\(thing.rawValue)-\(index + 1)"
            }
        }
    }

    static func isNumbered(_ label: String, _ thing: Thing) -> Bool {
        guard label.hasPrefix(thing.rawValue + "-") else { return false }
        let digits = label.dropFirst(thing.rawValue.count + 1)
        return !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
    }

    func name(_ label: String, _ thing: Thing) -> String { names[thing]?[label] ?? label }

    func renamed(_ data: JSON, _ spec: EventSpec) -> JSON {
        guard let members = data.members else { return data }
        return .object(
            members.map { member in
                var member = member
                switch spec.field(member.name)?.kind {
                case .new(let thing), .reference(let thing):
                    if let label = member.value.string {
                        member.value = .string(name(label, thing))
                    }
                case .references(let thing):
                    member.value = JSON(member.value.strings.map { name($0, thing) })
                default: break
                }
                return member
            }
        )
    }
}

extension Timeline.Line {
    func renamed(_ labels: DisclosedLabels) -> Timeline.Line {
        guard !labels.names.isEmpty, var payload = standing.payload, let spec = standing.type?.spec
        else { return self }
        payload.data = labels.renamed(payload.data, spec)
        payload.subjects = payload.subjects.map { labels.name($0, .person) }
        return replacing(payload: payload)
    }
}
