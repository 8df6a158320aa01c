package import Values

/// How an entry reads to a person: one line from the catalogue's template and the entry's data.
package struct Reading: Sendable {
    private let codebooks: Codebooks
    /// Position of an event, for corrections that name one.
    private let position: @Sendable (Identifier) -> Int64?

    package init(
        codebooks: Codebooks = .builtIn,
        position: @escaping @Sendable (Identifier) -> Int64? = { _ in nil }
    ) {
        self.codebooks = codebooks
        self.position = position
    }

    package func line(for payload: Payload) -> String {
        guard let type = EventType(rawValue: payload.type) else {
            return "\(payload.type) (not understood by this version)"
        }
        return fill(type.spec.reads[...], from: payload.data, of: type.spec).text
    }

    /// Replaces `{field}`, and leaves out `[…]` where a field in it has no value.
    private func fill(
        _ template: Substring,
        from data: JSON,
        of spec: EventSpec
    ) -> (text: String, isComplete: Bool) {
        var text = ""
        var isComplete = true
        var rest = template
        while let character = rest.popFirst() {
            switch character {
            case "[":
                var depth = 1
                var end = rest.startIndex
                while end < rest.endIndex {
                    if rest[end] == "[" { depth += 1 }
                    if rest[end] == "]" { depth -= 1 }
                    if depth == 0 { break }
                    end = rest.index(after: end)
                }
                let part = fill(rest[..<end], from: data, of: spec)
                if part.isComplete { text += part.text }
                rest = end < rest.endIndex ? rest[rest.index(after: end)...] : rest[end...]
            case "{":
                let name = rest.prefix { $0 != "}" }
                rest = rest.dropFirst(name.count + 1)
                if let value = data[String(name)], !value.isEmpty {
                    text += word(value, spec.field(String(name))?.kind ?? .text)
                } else {
                    isComplete = false
                    text += "…"
                }
            default: text.append(character)
            }
        }
        return (text, isComplete)
    }

    /// A value as people read it: a code by its meaning, a length as a clock shows it.
    package func word(_ value: JSON, _ kind: Field.Kind) -> String {
        switch (kind, value) {
        case (.milliseconds, .number(let number)): return timecode(Int(number) ?? 0)
        case (.code(let name), .string(let code)):
            return codebooks[name]?[code]?.meaning ?? code
        case (.time, .string(let text)):
            return Occurrence(text).map(Reading.time) ?? text
        case (.event, .string(let text)):
            return Identifier(text).flatMap(position).map(String.init) ?? text
        case (_, .array(let elements)):
            let element: Field.Kind =
                if case .codes(let name) = kind { .code(name) } else { .text }
            return elements.map { word($0, element) }.joined(separator: ", ")
        case (_, .object(let members)):
            return members.map { "\($0.name) \(word($0.value, .text))" }.joined(separator: ", ")
        case (_, .bool(let value)): return value ? "yes" : "no"
        case (_, .string(let text)), (_, .number(let text)): return text
        case (_, .null): return "nothing"
        }
    }

    /// A time as London's clocks and calendars showed it: `2026-11-22 10:15`, `2026-11`, `unknown`.
    package static func time(_ occurrence: Occurrence) -> String {
        switch occurrence {
        case .instant(let at): minute(at)
        case .range(let from, let to):
            LondonTime.civil(of: from).date == LondonTime.civil(of: to).date
                ? "\(minute(from))–\(minute(to).suffix(5))" : "\(minute(from)) – \(minute(to))"
        case .date, .month, .unknown: occurrence.description
        }
    }

    package static func minute(_ instant: Instant) -> String {
        let civil = LondonTime.civil(of: instant)
        return "\(civil.date) \(padded(civil.hour, to: 2)):\(padded(civil.minute, to: 2))"
    }
}
