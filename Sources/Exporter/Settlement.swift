import CaseModel
import Values

/// What must not be left behind in a copy: words and labels that tell of something withheld.
enum Settlement {
    /// Takes out what tells of something withheld, until nothing is left that does: a correction of
    /// a withheld entry, a review of a withheld risk, the label of a film that does not leave.
    static func settle(_ drafts: inout [DisclosureDraft]) {
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
    private static func standing(
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

    private static func settle(
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
    private static func canTell(_ payload: Payload, _ spec: EventSpec) -> Bool {
        spec.type.isCorrection || payload.cause != nil
            || spec.fields.contains { field in
                switch field.kind {
                case .reference(let thing), .references(let thing): thing != .person
                case .event: true
                default: false
                }
            }
    }
}
