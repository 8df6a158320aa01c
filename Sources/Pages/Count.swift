/// A count as it may be published.
package enum Count: Hashable, Sendable {
    case known(Int)
    /// From 1 to one below the given number: too few people to name as a group.
    case small(below: Int)
    /// Left out because, with what is shown, it would give a small count away.
    case withheld
    /// There is none to give.
    case absent

    package var value: Int? {
        if case .known(let value) = self { value } else { nil }
    }

    /// What is printed: `12`, `<5`, `[c]` as the Government Analysis Function advises for a
    /// confidential figure, or a dash.
    package var text: String {
        switch self {
        case .known(let value): Plain.number(value)
        case .small(let below): "<\(below)"
        case .withheld: "[c]"
        case .absent: "\u{2013}"
        }
    }

    /// What the signs mean, for below a table or chart that has any.
    static func key(to counts: [Count]) -> String? {
        let below = counts.compactMap { count -> Int? in
            if case .small(let below) = count { below } else { nil }
        }
        .max()
        var parts: [String] = []
        if let below { parts.append("<\(below): from 1 to \(below - 1).") }
        if counts.contains(.withheld) {
            parts.append("[c]: left out, because it would give a small count away.")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}

extension Count: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self = .known(value) }
}
