package import Values

/// A service's rules of how long what is kept, as data with their source: the built-in `vigil-1`, or one
/// that the service adopted.
package struct RetentionSchedule: Sendable {
    package let name: String
    package let version: String
    package let source: String
    /// What the service is, for rules that hold for some services: `mental-health`.
    package let services: Set<String>
    package let rules: [Rule]

    package var title: String { "\(name)-\(version)" }

    package struct Rule: Sendable {
        package let id: String
        package let source: String
        package let about: About
        /// Roles of the people it is about; empty for all.
        package let roles: Set<String>
        /// Kinds of service that it holds for; empty for every one.
        package let services: Set<String>
        package let term: Term
        /// Whether it is in force; an optional rule is told of where it would hold.
        package let isEnabled: Bool
    }

    package enum About: String, Sendable {
        case child, adult, abuse, film
    }

    package enum Term: Sendable, Hashable {
        /// Until a birthday, or a later one for who was 17 when the work ended.
        case age(Int, if17: Int)
        /// Years from the end of the work; from a death, if there was one, if it says so.
        case years(Int, afterDeath: Int?)
        /// Months from the end of the work, as a setting says.
        case months(setting: String)
        /// Working days from a withdrawal of consent, as a setting says: to be destroyed, not kept.
        case withdrawn(setting: String)
    }

    /// Nil, with the member that is wrong, for what is no schedule.
    package init(json: JSON) throws(RetentionError) {
        func text(_ name: String) throws(RetentionError) -> String {
            guard let text = json[name]?.string, !text.isEmpty else {
                throw RetentionError(rule: "'\(name)' is a text")
            }
            return text
        }
        name = try text("name")
        version = try text("version")
        source = try text("source")
        services = Set(json["services"]?.strings ?? [])
        var rules: [Rule] = []
        for (index, json) in (json["rules"]?.array ?? []).enumerated() {
            guard let id = json["id"]?.string, let source = json["source"]?.string,
                let about = json["about"]?.string.flatMap(About.init),
                let term = json["keep"].flatMap(Term.init(json:))
            else {
                throw RetentionError(
                    rule: "rule \(index + 1) has an id, a source, 'about' (child, adult, abuse or"
                        + " film) and 'keep'"
                )
            }
            guard !rules.contains(where: { $0.id == id }) else {
                throw RetentionError(rule: "rule '\(id.prefix(40))' stands there once")
            }
            rules.append(
                Rule(
                    id: id,
                    source: source,
                    about: about,
                    roles: Set(json["roles"]?.strings ?? []),
                    services: Set(json["services"]?.strings ?? []),
                    term: term,
                    isEnabled: json["enabled"]?.bool ?? true
                )
            )
        }
        guard !rules.isEmpty else { throw RetentionError(rule: "'rules' has at least one rule") }
        self.rules = rules
    }
}

package struct RetentionError: Error, Hashable, Sendable {
    package let rule: String
}

extension RetentionSchedule.Term {
    init?(json: JSON) {
        func years(_ name: String) -> Int? {
            json[name]?.integer.flatMap { (1...150).contains($0) ? $0 : nil }
        }
        if let age = years("untilAge") {
            self = .age(age, if17: years("untilAgeIf17") ?? age)
        } else if let count = years("years") {
            self = .years(count, afterDeath: years("yearsAfterDeath"))
        } else if let setting = json["monthsSetting"]?.string {
            self = .months(setting: setting)
        } else if let setting = json["withdrawnSetting"]?.string {
            self = .withdrawn(setting: setting)
        } else {
            return nil
        }
    }
}
