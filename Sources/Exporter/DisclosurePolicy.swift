import Crypto
import FoundationEssentials
import Values

/// What of a case may leave, for whom and what for: rules as data, with a version.
///
/// The first rule that fits an entry decides about it; then each strip that fits takes its fields.
/// A member that it does not know is refused, because a condition that is passed over would let
/// more leave than its author meant.
package struct DisclosurePolicy: Sendable {
    package let name: String
    package let version: Int
    /// SHA-256 of the file, in hexadecimal: two policies of one version can be told apart.
    package let sha256: String
    let people: [People]
    let shows: [Shown]
    /// Fields that name who did something, not whom an entry is about.
    let actors: Set<String>
    /// The consent that a film needs for a purpose.
    let scopes: [String: String]
    package let rules: [Rule]
    package let strips: [Rule]
    /// What a copy calls the grounds of several rules, where a rule's own name would tell too much.
    let told: [Told]

    package enum Outcome: String, CaseIterable, Sendable { case export, part, withhold }

    package struct Rule: Sendable {
        package let id: String
        let when: Condition
        let then: Outcome
        /// Field names, `texts` for every free text, `data` for all of it.
        let drop: Set<String>
        /// Field names that stay whatever `drop` says.
        let keep: Set<String>
        /// A sentence without a full stop.
        package let reason: String
    }

    /// Everything that is said must hold; what is not said holds.
    struct Condition: Sendable {
        var audience: Set<String>?
        var purpose: Set<String>?
        var types: Set<String>?
        var standing: Set<String>?
        var confidentiality: Set<String>?
        var concerns: Set<String>?
        /// The role of the person whose copy it is.
        var about: Set<String>?
        /// What the one who exports must have asked for.
        var asked: String?
        var fields: [String: Set<String>] = [:]
        var has: [String] = []
        var thirdParties: Bool?
        var harm: Bool?
        /// What was decided about the others in an entry, for a person's own copy: `disclose` when it
        /// is so about each of them, `withhold` when a decision names the entry.
        var decided: Set<String>?
        /// Whether it was the person whose copy it is that asked for an entry to be put right.
        var asker: Bool?
        /// `agreed` or `not-agreed`, of an entry that is tied to a film.
        var film: String?

        /// Whether it can hold for an entry of an order's copy: what it asks of the order itself holds.
        ///
        /// - Parameter role: of the person whose copy it is.
        func admits(_ order: Disclosure.Order, role: String) -> Bool {
            audience?.contains(order.audience) ?? true && purpose?.contains(order.purpose) ?? true
                && asked.map(order.asked.contains) ?? true && about?.contains(role) ?? true
        }
    }

    struct People: Sendable {
        let audience: Set<String>
        let roles: Set<String>
        let includesGivers: Bool
    }

    struct Told: Sendable {
        let id: String
        let audience: Set<String>
        let rules: Set<String>
        /// A sentence without a full stop.
        let reason: String
    }

    struct Shown: Sendable {
        let audience: Set<String>
        let what: Set<String>
    }

    package static let audiences = ["professional", "family", "subject", "research", "oversight"]

    /// What an order can ask for besides the usual.
    package static let extras = ["supervision", "reflections", "allegations"]
}

// MARK: - Reading

extension DisclosurePolicy {
    package static func read(_ path: String) throws(ExportError) -> DisclosurePolicy {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else { throw ExportError(.profile, "the disclosure policy cannot be read", path: path) }
        do {
            let digest = hexadecimal(Array(SHA256.hash(data: data)))
            return try DisclosurePolicy(try JSON.parse(text), sha256: digest)
        } catch let error as Wrong {
            throw ExportError(.profile, "the disclosure policy: \(error.rule)", path: path)
        } catch {
            throw ExportError(.profile, "the disclosure policy is not JSON: \(error)", path: path)
        }
    }

    private struct Wrong: Error { let rule: String }

    private init(_ json: JSON, sha256: String) throws {
        let known = [
            "name", "version", "source", "people", "shows", "told", "actors", "scopes", "rules",
            "strips",
        ]
        try DisclosurePolicy.refuse(others: json, than: known, in: "it")
        guard let name = json["name"]?.string, let version = json["version"]?.integer else {
            throw Wrong(rule: "it has a name and a version, a whole number")
        }
        self.name = name
        self.version = version
        self.sha256 = sha256
        people = (json["people"]?.array ?? []).map {
            People(
                audience: Set($0["audience"]?.strings ?? []),
                roles: Set($0["roles"]?.strings ?? []),
                includesGivers: $0["givers"]?.bool ?? false
            )
        }
        shows = (json["shows"]?.array ?? []).map {
            Shown(
                audience: Set($0["audience"]?.strings ?? []),
                what: Set($0["shows"]?.strings ?? [])
            )
        }
        actors = Set(json["actors"]?.strings ?? [])
        scopes = Dictionary(
            (json["scopes"]?.members ?? []).map { ($0.name, $0.value.string ?? "") }
        ) { first, _ in first }
        rules = try (json["rules"]?.array ?? []).map { try DisclosurePolicy.rule($0) }
        strips = try (json["strips"]?.array ?? []).map { try DisclosurePolicy.rule($0) }
        told = try (json["told"]?.array ?? []).map { try DisclosurePolicy.told($0) }
        let ids = (rules + strips).map(\.id) + told.map(\.id)
        for rule in told.flatMap(\.rules) where !ids.contains(rule) && !rule.hasPrefix("S9") {
            throw Wrong(rule: "'told' names rule \(rule), which there is not")
        }
        guard Set(ids).count == ids.count else { throw Wrong(rule: "each rule has its own id") }
        guard let last = rules.last, DisclosurePolicy.isOpen(last.when) else {
            throw Wrong(rule: "the last rule has no condition, so that every entry has a rule")
        }
    }

    private static func isOpen(_ when: Condition) -> Bool {
        when.audience == nil && when.purpose == nil && when.types == nil && when.standing == nil
            && when.confidentiality == nil && when.concerns == nil && when.about == nil
            && when.asked == nil && when.fields.isEmpty && when.has.isEmpty
            && when.thirdParties == nil && when.harm == nil && when.film == nil
            && when.decided == nil && when.asker == nil
    }

    private static func told(_ json: JSON) throws -> Told {
        guard let id = json["id"]?.string, let reason = json["reason"]?.string,
            let audience = json["audience"]?.strings, !audience.isEmpty,
            Set(audience).isSubset(of: audiences), let rules = json["rules"]?.strings,
            !rules.isEmpty
        else { throw Wrong(rule: "each of 'told' has an id, an audience, rules and a reason") }
        try refuse(others: json, than: ["id", "audience", "rules", "reason"], in: "'told' \(id)")
        return Told(id: id, audience: Set(audience), rules: Set(rules), reason: reason)
    }

    private static func rule(_ json: JSON) throws -> Rule {
        guard let id = json["id"]?.string, let reason = json["reason"]?.string else {
            throw Wrong(rule: "each rule has an id and a reason")
        }
        try refuse(
            others: json,
            than: ["id", "when", "then", "drop", "keep", "reason"],
            in: "rule \(id)"
        )
        let then = json["then"]?.string ?? "part"
        guard let outcome = Outcome(rawValue: then) else {
            throw Wrong(rule: "rule \(id): 'then' is one of export, part, withhold")
        }
        let drop = Set(json["drop"]?.strings ?? [])
        guard (outcome == .part) == !drop.isEmpty else {
            throw Wrong(rule: "rule \(id): 'drop' says what leaves out, and 'part' needs it")
        }
        let keep = Set(json["keep"]?.strings ?? [])
        guard keep.isEmpty || outcome == .part else {
            throw Wrong(rule: "rule \(id): 'keep' says what stays of what 'drop' takes out")
        }
        return Rule(
            id: id,
            when: try condition(json["when"] ?? .object([]), of: id),
            then: outcome,
            drop: drop,
            keep: keep,
            reason: reason
        )
    }

    private static func condition(_ json: JSON, of id: String) throws -> Condition {
        try refuse(
            others: json,
            than: [
                "audience", "purpose", "types", "standing", "confidentiality", "concerns", "about",
                "asked", "fields", "has", "thirdParties", "harm", "decided", "asker", "film",
            ],
            in: "the condition of rule \(id)"
        )
        func words(_ name: String, _ known: [String]? = nil) throws -> Set<String>? {
            guard let value = json[name] else { return nil }
            let words = Set(value.strings)
            guard !words.isEmpty, words.isSubset(of: known ?? Array(words)) else {
                throw Wrong(rule: "rule \(id): '\(name)' is a list of known words")
            }
            return words
        }
        return Condition(
            audience: try words("audience", audiences),
            purpose: try words("purpose"),
            types: try words("types"),
            standing: try words("standing"),
            confidentiality: try words("confidentiality"),
            concerns: try words("concerns", Disclosure.Concern.allCases.map(\.rawValue)),
            about: try words("about"),
            asked: json["asked"]?.string,
            fields: Dictionary(
                (json["fields"]?.members ?? []).map { ($0.name, Set($0.value.strings)) }
            ) { first, _ in first },
            has: json["has"]?.strings ?? [],
            thirdParties: json["thirdParties"]?.bool,
            harm: json["harm"]?.bool,
            decided: try words("decided", ["disclose", "withhold"]),
            asker: json["asker"]?.bool,
            film: json["film"]?.string
        )
    }

    private static func refuse(others json: JSON, than known: [String], in place: String) throws {
        for member in json.members ?? [] where !known.contains(member.name) {
            throw Wrong(rule: "\(place) has a member '\(member.name)' that means nothing")
        }
    }
}
