import CaseModel
import Values

/// A field's value in the form that the schema checks: an element named for the field's kind.
///
/// What does not fit its kind, as in an entry from another system, has no typed value; it is
/// written as it came, in `other`.
struct TypedValue {
    /// The element's name: `milliseconds`, `codes`.
    let element: String
    var attributes: [(name: String, value: String?)] = []
    var content: Content

    enum Content {
        case text(String)
        case items([Item])
        /// Numbers under names.
        case scores([(name: String, number: String)])
        /// Values of any shape under names.
        case members([JSON.Member])
    }

    struct Item {
        let text: String
        var meaning: String?
    }

    init(_ element: String, _ text: String, _ attributes: [(name: String, value: String?)] = []) {
        self.element = element
        self.attributes = attributes
        content = .text(text)
    }

    init(
        _ element: String,
        _ content: Content,
        _ attributes: [(name: String, value: String?)] = []
    ) {
        self.element = element
        self.attributes = attributes
        self.content = content
    }

    /// Nil when `value` is not of `kind`.
    init?(_ value: JSON, as kind: Field.Kind, _ codebooks: Codebooks) {
        switch (kind, value) {
        case (.text, .string(let text)): self.init("text", text)
        case (.choice, .string(let word)): self.init("choice", word)
        case (.code(let name), .string(let code)):
            let book = codebooks[name]
            self.init(
                "code",
                code,
                [
                    ("codebook", name.rawValue), ("version", book?.version),
                    ("meaning", book?[code]?.meaning),
                ]
            )
        case (.codes(let name), .array):
            guard let codes = TypedValue.texts(value) else { return nil }
            let book = codebooks[name]
            self.init(
                "codes",
                .items(codes.map { Item(text: $0, meaning: book?[$0]?.meaning) }),
                [("codebook", name.rawValue), ("version", book?.version)]
            )
        case (.texts, .array):
            guard let texts = TypedValue.texts(value) else { return nil }
            self.init("texts", .items(texts.map { Item(text: $0) }))
        case (.integer, .number):
            guard let number = value.integer else { return nil }
            self.init("integer", String(number))
        case (.milliseconds, .number):
            guard let number = value.integer, number >= 0 else { return nil }
            self.init("milliseconds", String(number))
        case (.decimal, .number(let number)):
            guard TypedValue.isDecimal(number) else { return nil }
            self.init("decimal", number)
        case (.boolean, .bool(let value)): self.init("boolean", value ? "true" : "false")
        case (.date, .string(let text)):
            guard CivilDate(text) != nil else { return nil }
            self.init("date", text)
        case (.time, .string(let text)):
            guard let time = Occurrence(text) else { return nil }
            self.init("time", time.description, [("precision", time.precision)])
        case (.new(let thing), .string(let label)):
            guard EventSpec.isLabel(label) else { return nil }
            self.init("label", label, [("thing", thing.rawValue)])
        case (.reference(let thing), .string(let label)):
            guard EventSpec.isLabel(label) else { return nil }
            self.init("reference", label, [("thing", thing.rawValue)])
        case (.references(let thing), .array):
            guard let labels = TypedValue.labels(value) else { return nil }
            self.init("references", .items(labels), [("thing", thing.rawValue)])
        case (.staff, .string(let pseudonym)):
            guard EventSpec.isLabel(pseudonym) else { return nil }
            self.init("staff", pseudonym)
        case (.staffList, .array):
            guard let staff = TypedValue.labels(value) else { return nil }
            self.init("staffList", .items(staff))
        case (.event, .string(let text)):
            guard let id = Identifier(text) else { return nil }
            self.init("event", id.description)
        case (.nhsNumber, .string(let text)):
            guard let number = NHSNumber.parse(text) else { return nil }
            self.init("nhsNumber", number)
        case (.sha256, .string(let digest)):
            guard TypedValue.isDigest(digest) else { return nil }
            self.init("sha256", digest)
        case (.scores, .object(let members)):
            var scores: [(name: String, number: String)] = []
            for member in members {
                guard case .number(let number) = member.value, TypedValue.isDecimal(number),
                    !TypedValue.isBlank(member.name)
                else { return nil }
                scores.append((member.name, number))
            }
            self.init("scores", .scores(scores))
        case (.object, .object(let members)): self.init("object", .members(members))
        default: return nil
        }
    }

    /// The texts of a list of texts, blank ones left out; nil when something else stands in it.
    private static func texts(_ value: JSON) -> [String]? {
        var texts: [String] = []
        for element in value.array ?? [] {
            guard let text = element.string else { return nil }
            if !isBlank(text) { texts.append(text) }
        }
        return texts
    }

    private static func labels(_ value: JSON) -> [Item]? {
        guard let texts = texts(value), texts.allSatisfy({ EventSpec.isLabel($0) }) else {
            return nil
        }
        return texts.map { Item(text: $0) }
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    /// A number without an exponent, which `xs:decimal` has not.
    private static func isDecimal(_ number: String) -> Bool {
        number.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
    }
}
