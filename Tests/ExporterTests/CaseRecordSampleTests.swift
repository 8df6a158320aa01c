import CaseModel
import Exporter
import Foundation
import Support
import Testing
import XMLKit

/// The sample of the profile folder is what the writer makes of `SampleCase`. After a wanted
/// change: `VIGIL_RECORD_GOLDEN=1 swift test --filter CaseRecordSampleTests`, then read the
/// difference.
@Suite struct CaseRecordSampleTests {
    let profile = Checkout.root + "/Exports/case-record"
    let sample = Checkout.root + "/Exports/case-record/samples/small-case.out.xml"

    @Test func `the writer gives the sample, compared in canonical form`() throws {
        let bytes = try SampleCase.document.bytes()
        if ProcessInfo.processInfo.environment["VIGIL_RECORD_GOLDEN"] != nil {
            try Data(bytes).write(to: URL(filePath: sample))
        }
        let written = String(decoding: try XMLDocument.canonical(bytes), as: UTF8.self)
        let expected = String(decoding: try XMLDocument.canonical(file: sample), as: UTF8.self)
        #expect(written == expected)
    }

    @Test func `every sample is valid and has nothing empty`() throws {
        let schema = try XMLSchema(file: profile + "/case-record.xsd")
        let names = try FileManager.default.contentsOfDirectory(atPath: profile + "/samples")
        #expect(!names.isEmpty)
        for name in names {
            let path = profile + "/samples/" + name
            #expect(try schema.validate(file: path, refusesEmpty: true) == [], "\(name)")
        }
    }

    @Test func `the sample stands in the namespace of the documents`() throws {
        let root = try XMLDocument(file: sample).root
        #expect(root.name == "caseRecord")
        #expect(root.namespace == CaseRecordDocument.namespace)
    }

    @Test func `every kind of field stands in the schema and in the README`() throws {
        let schema = try XMLDocument(file: profile + "/case-record.xsd").root
        let data = try #require(schema.all("complexType").first { $0["name"] == "data" })
        let elements = try #require(data.first("choice")).all("element").compactMap { $0["name"] }
        let readme = try String(
            contentsOf: URL(filePath: profile + "/README.md"),
            encoding: .utf8
        )
        let kinds = [
            "text", "texts", "choice", "code", "codes", "integer", "milliseconds", "decimal",
            "boolean", "date", "time", "label", "reference", "references", "event", "staff",
            "staffList", "nhsNumber", "sha256", "scores", "object", "other",
        ]
        #expect(Set(elements) == Set(kinds))
        for kind in kinds { #expect(readme.contains("| `\(kind)` |"), "\(kind)") }
    }
}
