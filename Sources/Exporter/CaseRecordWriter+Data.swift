import CaseModel
import Values
import XMLKit

extension CaseRecordWriter {
    /// A member of an entry's data, as its field's kind says; as it came when it has no field, or
    /// is not of its kind. A field without anything to read is left out.
    mutating func write(_ member: JSON.Member, of spec: EventSpec) throws(XMLError) {
        let kind = spec.field(member.name)?.kind
        if let kind, let value = TypedValue(member.value, as: kind, document.codebooks) {
            guard !TypedValue.isBlank(member.value) else { return }
            if case .code(let name) = kind { used.insert(name) }
            if case .codes(let name) = kind { used.insert(name) }
            try write(value, value.element, named: member.name)
        } else {
            try xml.start("other")
            try xml.attribute("name", member.name)
            try write(value: member.value, named: nil)
            try xml.end()
        }
    }

    /// Writes a typed value as the element `element`, which is not always named for its kind.
    func write(
        _ value: TypedValue,
        _ element: String,
        named name: String?
    ) throws(XMLError) {
        try xml.start(element)
        try xml.attribute("name", name)
        for (name, text) in value.attributes { try xml.attribute(name, text) }
        switch value.content {
        case .text(let text):
            if element == "event", let number = Identifier(text).flatMap({ numbers[$0] }) {
                try xml.attribute("entry", number)
            }
            try xml.text(text)
        case .items(let items):
            for item in items {
                try xml.start("item")
                try xml.attribute("meaning", item.meaning)
                try xml.text(item.text)
                try xml.end()
            }
        case .scores(let scores):
            for score in scores {
                try xml.start("score")
                try xml.attribute("name", score.name)
                try xml.text(score.number)
                try xml.end()
            }
        case .members(let members):
            for member in members { try write(value: member.value, named: member.name) }
        }
        try xml.end()
    }

    /// Any JSON value, so that nothing is dropped that this version does not know. It says what it
    /// is, so that an empty text, an empty list and nothing are three things.
    func write(value: JSON, named name: String?, depth: Int = 0) throws(XMLError) {
        try xml.start("value")
        try xml.attribute("name", name)
        switch value {
        case .null: try xml.attribute("kind", "null")
        case .bool(let value):
            try xml.attribute("kind", "boolean")
            try xml.text(value ? "true" : "false")
        case .number(let number):
            try xml.attribute("kind", "number")
            try xml.text(number)
        case .string(let text):
            try xml.attribute("kind", "text")
            try xml.text(text)
        case .array, .object:
            // Readers of XML give up at 256 levels; nobody means a hundred.
            if depth >= 100 {
                try xml.attribute("kind", "json")
                try xml.text(value.text)
            } else {
                try write(elements: value, depth)
            }
        }
        try xml.end()
    }

    private func write(elements value: JSON, _ depth: Int) throws(XMLError) {
        if let elements = value.array {
            try xml.attribute("kind", "list")
            for element in elements {
                try write(value: element, named: nil, depth: depth + 1)
            }
        } else {
            try xml.attribute("kind", "object")
            for member in value.members ?? [] {
                try write(value: member.value, named: member.name, depth: depth + 1)
            }
        }
    }
}

extension TypedValue {
    /// Whether there is nothing in it that a reader could read.
    static func isBlank(_ value: JSON) -> Bool {
        switch value {
        case .string(let text): isBlank(text)
        case .array(let elements): elements.allSatisfy { isBlank($0) }
        case .object(let members): members.isEmpty
        case .null: true
        case .bool, .number: false
        }
    }

    static func isBlank(_ text: String) -> Bool { XMLText.isBlank(text) }
}
