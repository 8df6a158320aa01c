package import Values

extension EventSpec {
    /// A JSON Schema (2020-12) of the type's `data`.
    package func jsonSchema(_ codebooks: Codebooks = .builtIn) -> JSON {
        .object(present: [
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("$id", .string("urn:vigil:event:\(type.rawValue):\(schema)")),
            ("title", .string(title)),
            ("description", .string(purpose)),
            ("type", "object"),
            (
                "properties",
                .object(
                    fields.map { field in
                        JSON.Member(field.name, field.jsonSchema(codebooks))
                    }
                )
            ),
            ("required", JSON(fields.filter(\.isRequired).map(\.name))),
            ("additionalProperties", false),
            ("examples", (try? JSON.parse(example)).map { .array([$0]) }),
        ])
    }
}

extension Field {
    func jsonSchema(_ codebooks: Codebooks) -> JSON {
        let label: JSON = ["type": "string", "pattern": "^[a-z0-9-]{1,64}$"]
        func list(_ element: JSON) -> JSON { ["type": "array", "items": element, "minItems": 1] }
        func codes(_ name: Codebook.Name) -> JSON {
            ["type": "string", "enum": JSON(codebooks[name]?.codes.map(\.code) ?? [])]
        }
        let schema: JSON =
            switch kind {
            case .text: ["type": "string", "minLength": 1]
            case .texts: list(["type": "string"])
            case .choice(let words): ["type": "string", "enum": JSON(words)]
            case .code(let name): codes(name)
            case .codes(let name): list(codes(name))
            case .integer(let range):
                [
                    "type": "integer", "minimum": JSON(range.lowerBound),
                    "maximum": JSON(range.upperBound),
                ]
            case .milliseconds: ["type": "integer", "minimum": 0, "maximum": 86_400_000]
            case .decimal: ["type": "number"]
            case .boolean: ["type": "boolean"]
            case .date: ["type": "string", "format": "date"]
            case .time:
                [
                    "type": "string",
                    "pattern": .string(
                        #"^(unknown|\d{4}-\d{2}(-\d{2})?|\d{4}-\d{2}-\d{2}T[0-9:.]+Z"#
                            + #"(/\d{4}-\d{2}-\d{2}T[0-9:.]+Z)?)$"#
                    ),
                ]
            case .new, .reference, .staff: label
            case .references, .staffList: list(label)
            case .event: ["type": "string", "format": "uuid"]
            case .nhsNumber: ["type": "string", "pattern": "^[0-9]{10}$"]
            case .sha256: ["type": "string", "pattern": "^[0-9a-f]{64}$"]
            case .scores:
                ["type": "object", "additionalProperties": ["type": "number"]]
            case .object: ["type": "object"]
            }
        return schema.setting("description", to: .string(meaning))
    }
}
