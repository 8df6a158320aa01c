import CaseModel
import Values

/// What numbered things are called in a copy: without gaps, so that nobody can count what is
/// withheld.
struct DisclosedLabels {
    var names: [Thing: [String: String]] = [:]

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
