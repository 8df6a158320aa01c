import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Print the catalogue of entries: fields, rules, an example, a JSON Schema.",
        discussion: """
            Examples:
              vigil events
              vigil events clip-chosen
              vigil events clip-chosen --schema
              vigil events --format json | jq '.[].type'
            """
    )

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, markdown
    }

    @Argument(help: "One type.", completion: .list(EventType.allCases.map(\.rawValue)))
    var type: String?

    @Option(help: "Only the short commands of this noun: film, clip, consent, …")
    var noun: String?

    @Flag(help: "Only the JSON Schema.")
    var schema = false

    @Option(help: "text, json or markdown.")
    var format: Format = .text

    func run() throws {
        if let type {
            guard let known = EventType(rawValue: type) else {
                throw RecordError(
                    .invalid,
                    "unknown-type",
                    "there is no event type '\(type.prefix(60))'",
                    hint: "'vigil events' lists them"
                )
            }
            let spec = known.spec
            if schema || format == .json {
                print(schema ? spec.jsonSchema().pretty() : json(spec).pretty())
            } else {
                print(CatalogueText.help(for: spec))
                print("\nJSON Schema:\n" + spec.jsonSchema().pretty())
            }
            return
        }
        switch format {
        case .json: print(JSON.array(Catalogue.all.map(json)).pretty())
        case .markdown: print(CatalogueText.markdown, terminator: "")
        case .text: list()
        }
    }

    private func list() {
        for group in EventSpec.Group.allCases {
            let specs = Catalogue.all.filter { spec in
                spec.group == group
                    && (noun.map { spec.command?.hasPrefix($0 + " ") ?? false } ?? true)
            }
            guard !specs.isEmpty else { continue }
            print(Console.styled(group.rawValue, .bold))
            print(
                Console.table(
                    specs.map {
                        ["  \($0.type.rawValue)", $0.command.map { "vigil \($0)" } ?? "", $0.title]
                    }
                )
            )
        }
    }

    private func json(_ spec: EventSpec) -> JSON {
        .object(present: [
            ("type", .string(spec.type.rawValue)), ("schema", JSON(spec.schema)),
            ("title", .string(spec.title)), ("group", .string(spec.group.rawValue)),
            ("purpose", .string(spec.purpose)), ("command", spec.command.map(JSON.string)),
            ("confidentiality", .string(spec.confidentiality.rawValue)),
            ("rules", JSON(spec.rules)), ("jsonSchema", spec.jsonSchema()),
        ])
    }
}
