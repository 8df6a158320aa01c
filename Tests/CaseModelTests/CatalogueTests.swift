import CaseModel
import Foundation
import Support
import Testing
import Values

@Suite struct CatalogueTests {
    @Test func `every type has its own place in the catalogue, in order`() {
        #expect(Catalogue.all.map(\.type) == EventType.allCases)
        #expect(
            Set(Catalogue.all.compactMap(\.command)).count
                == Catalogue.all.compactMap(\.command).count
        )
    }

    @Test(arguments: EventType.allCases)
    func `an example names known fields and has the required ones`(type: EventType) throws {
        let spec = type.spec
        let example = try JSON.parse(spec.example)
        let names = try #require(example.members).map(\.name)
        #expect(names.allSatisfy { spec.field($0) != nil })
        #expect(spec.fields.filter(\.isRequired).allSatisfy { names.contains($0.name) })
        for field in spec.fields {
            guard case .code(let book) = field.kind, let code = example[field.name]?.string else {
                continue
            }
            #expect(Codebooks.builtIn[book]?[code] != nil)
        }
        #expect(!spec.purpose.isEmpty && !spec.title.isEmpty)
        #expect(!spec.fields.contains { $0.meaning.hasSuffix(".") })
    }

    @Test(arguments: EventType.allCases)
    func `an example reads as a sentence without gaps`(type: EventType) throws {
        let payload = Payload(
            type: type.rawValue,
            occurred: .unknown,
            confidentiality: .practice,
            data: try JSON.parse(type.spec.example)
        )
        let line = Reading().line(for: payload)
        #expect(!line.isEmpty)
        #expect(!line.contains("{") && !line.contains("["))
    }

    @Test func `option names of a type differ`() {
        for spec in Catalogue.all {
            #expect(Set(spec.fields.map(\.optionName)).count == spec.fields.count, "\(spec.type)")
        }
    }

    @Test func `every codebook is there, with codes that are taken once`() {
        for name in Codebook.Name.allCases {
            let codes = Codebooks.builtIn[name]?.codes.map(\.code) ?? []
            #expect(!codes.isEmpty)
            #expect(Set(codes).count == codes.count)
        }
    }

    @Test func `docs/EVENTS.md is what the catalogue says`() throws {
        let path = "\(Checkout.root)/docs/EVENTS.md"
        if ProcessInfo.processInfo.environment["VIGIL_RECORD_GOLDEN"] != nil {
            try CatalogueText.markdown.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let page = try String(contentsOfFile: path, encoding: .utf8)
        #expect(
            page == CatalogueText.markdown,
            "write it anew: vigil events --format markdown > docs/EVENTS.md"
        )
    }

    @Test func `a service's own codes replace the built-in ones`() throws {
        let data: JSON = [
            "name": "pause-reasons", "version": "leeds-2", "source": "team",
            "codes": ["flood": "the clinic is under water"],
        ]
        var books = Codebooks.builtIn
        let own = try #require(Codebook(adopting: data))
        books.adopt(own)
        #expect(books[.pauseReasons]?["flood"]?.meaning == "the clinic is under water")
        #expect(books[.pauseReasons]?["illness"] == nil)
        #expect(Codebook(adopting: data.setting("codes", to: ["x": 7])) == nil)
    }
}
