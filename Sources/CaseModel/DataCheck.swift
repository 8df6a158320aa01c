import Values

/// Checks an event's data against the catalogue and the case: every member a known field, every
/// value of its kind, every label one that the case has. Makes the labels that were left out.
struct DataCheck {
    let spec: EventSpec
    let state: CaseState
    let codebooks: Codebooks
    /// Pseudonyms that may be named; nil when they cannot be known, as for another record's entries.
    let staff: Set<String>?
    /// For an amendment: the data it replaces, whose labels it keeps.
    var replaced: JSON?

    func checked(_ data: JSON) throws(Refusal) -> JSON {
        guard let members = data.members else {
            throw Refusal(.invalidValue, "data is a JSON object", subject: "data")
        }
        for member in members where spec.field(member.name) == nil {
            throw Refusal(
                .unknownField,
                "'\(spec.type.rawValue)' has no field '\(member.name.prefix(60))'",
                subject: member.name,
                hint: suggestion(for: member.name)
            )
        }
        var result: [JSON.Member] = []
        for field in spec.fields {
            let value = data[field.name]
            if let value, !value.isEmpty {
                result.append(.init(field.name, try check(value, field)))
            } else if case .new(let kind) = field.kind {
                let label = replaced?[field.name] ?? .string(state.nextLabel(for: kind))
                result.append(.init(field.name, label))
            } else if field.isRequired {
                throw Refusal(
                    .missingField,
                    "'\(spec.type.rawValue)' needs '\(field.name)': \(field.meaning)",
                    subject: field.name,
                    hint: "give --\(field.optionName)"
                )
            }
        }
        return .object(result)
    }

    private func suggestion(for name: String) -> String {
        let names = spec.fields.map(\.name)
        let near = names.filter {
            $0.lowercased().hasPrefix(name.lowercased().prefix(3))
                || name.lowercased().contains($0.lowercased())
        }
        return "its fields are \((near.isEmpty ? names : near).joined(separator: ", "))"
    }

    private func check(_ value: JSON, _ field: Field) throws(Refusal) -> JSON {
        func refuse(_ rule: String, _ hint: String? = nil) -> Refusal {
            Refusal(.invalidValue, "'\(field.name)' \(rule)", subject: field.name, hint: hint)
        }
        func label(_ value: JSON, of kind: Thing) throws(Refusal) {
            guard let label = value.string else {
                throw refuse("is the label of a \(kind.rawValue)")
            }
            guard state.thing(kind, label) != nil else {
                let known = (state.things[kind] ?? [:]).keys.sorted()
                throw Refusal(
                    .unknownThing,
                    "the case has no \(kind.rawValue) '\(label.prefix(64))'",
                    subject: field.name,
                    hint: known.isEmpty
                        ? "it has none yet"
                        : "it has \(known.prefix(12).joined(separator: ", "))"
                )
            }
        }
        func code(_ value: JSON, in name: Codebook.Name) throws(Refusal) {
            guard let book = codebooks[name] else { return }
            guard let code = value.string, book[code] != nil else {
                let known = book.codes.map(\.code)
                throw refuse(
                    "is a code of '\(name.rawValue)' \(book.version)",
                    "codes are \(known.prefix(60).joined(separator: ", "))"
                )
            }
        }
        func list(_ each: (JSON) throws(Refusal) -> Void) throws(Refusal) {
            guard let elements = value.array else { throw refuse("is a list") }
            for element in elements { try each(element) }
        }
        func person(_ value: JSON) throws(Refusal) {
            guard let name = value.string, EventSpec.isLabel(name) else {
                throw refuse("is a staff pseudonym, such as s-ann")
            }
            guard staff?.contains(name) ?? true else {
                throw Refusal(
                    .unknownThing,
                    "the record has no staff '\(name)'",
                    subject: field.name,
                    hint: "'vigil staff list' shows who there is"
                )
            }
        }
        switch field.kind {
        case .text:
            guard value.string != nil else { throw refuse("is a text") }
        case .texts:
            try list { element throws(Refusal) in
                guard element.string != nil else { throw refuse("is a list of texts") }
            }
        case .choice(let words):
            guard let word = value.string, words.contains(word) else {
                throw refuse("is one of \(words.joined(separator: ", "))")
            }
        case .code(let name): try code(value, in: name)
        case .codes(let name):
            try list { element throws(Refusal) in try code(element, in: name) }
        case .integer(let range):
            guard let number = value.integer, range.contains(number) else {
                throw refuse(
                    "is a whole number from \(range.lowerBound) to \(range.upperBound)"
                )
            }
        case .milliseconds:
            guard let number = value.integer, (0...86_400_000).contains(number) else {
                throw refuse("is a length of time in milliseconds, at most a day")
            }
        case .decimal:
            guard case .number = value else { throw refuse("is a number") }
        case .boolean:
            guard value.bool != nil else { throw refuse("is true or false") }
        case .date:
            guard let text = value.string, CivilDate(text) != nil else {
                throw refuse("is a day such as 2026-11-22")
            }
        case .time:
            guard let text = value.string, Occurrence(text) != nil else {
                throw refuse("is a time, a day, a month or 'unknown'")
            }
        case .new(let kind):
            guard let label = value.string, EventSpec.isLabel(label) else {
                throw refuse("is a label of a-z, 0-9 and -, such as \(kind.rawValue)-1")
            }
            if let replaced {
                guard replaced[field.name] == value else {
                    throw refuse("keeps its label; an amendment does not rename")
                }
            } else if state.thing(kind, label) != nil {
                throw Refusal(
                    .takenLabel,
                    "the case has a \(kind.rawValue) '\(label)' already",
                    subject: field.name,
                    hint: "leave '\(field.name)' out to get \(state.nextLabel(for: kind))"
                )
            }
        case .reference(let kind): try label(value, of: kind)
        case .references(let kind):
            try list { element throws(Refusal) in try label(element, of: kind) }
        case .event:
            // A look's own events are in no case's state; which of them is meant, the audit weighs.
            guard let id = value.string.flatMap({ Identifier($0) }),
                state.events[id] != nil || !state.isOpened
            else {
                throw Refusal(
                    .wrongTarget,
                    "'\(field.name)' names an entry of the same case",
                    subject: field.name
                )
            }
        case .staff: try person(value)
        case .staffList:
            try list { element throws(Refusal) in try person(element) }
        case .nhsNumber:
            guard let digits = value.string.flatMap({ NHSNumber.parse($0) }) else {
                throw Refusal(
                    .nhsNumber,
                    "an NHS number has ten digits that pass its modulus 11 check",
                    subject: field.name,
                    hint: "compare it with the letter it came from"
                )
            }
            return .string(digits)
        case .sha256:
            guard let text = value.string, text.utf8.count == 64,
                text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
            else { throw refuse("is 64 lower-case hexadecimal digits") }
        case .scores:
            guard let members = value.members else { throw refuse("is an object of numbers") }
            for member in members {
                guard case .number = member.value else {
                    throw refuse("is an object of numbers; '\(member.name)' is not one")
                }
            }
        case .object:
            guard value.members != nil else { throw refuse("is a JSON object") }
        }
        return value
    }
}

extension EventSpec {
    /// 1 to 64 of a-z, 0-9 and -.
    package static func isLabel(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == 45
            }
    }
}
