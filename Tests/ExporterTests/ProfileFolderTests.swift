import Exporter
import Foundation
import Support
import Testing
import Values
import XMLKit

/// Goal: each folder of Exports/ is as its author claims. Method: `vigil exports check` on all that
/// are found, and a count of the broken documents that are refused by the rule meant for them.
@Suite struct ProfileFolderTests {
    private static let exports = Checkout.root + "/Exports"

    static let names = ((try? Profile.all(in: exports)) ?? []).map(\.name)

    private func check(_ name: String) throws -> ProfileCheck.Result {
        let profile = try Profile.read("\(ProfileFolderTests.exports)/\(name)")
        let input = profile.input.rawValue
        return ProfileCheck(
            profile,
            exports: ProfileFolderTests.exports,
            canonical: try XMLSchema(file: "\(ProfileFolderTests.exports)/\(input)/\(input).xsd")
        )
        .run()
    }

    @Test(arguments: names)
    func `samples come out, and each broken document is refused by its rule`(name: String) throws {
        let result = try check(name)
        #expect(result.complaints == [])
        #expect(result.samples > 0)
    }

    @Test func `every folder with a manifest is a profile with a README`() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: ProfileFolderTests.exports
        )
        let found = folders.filter {
            FileManager.default.fileExists(
                atPath: "\(ProfileFolderTests.exports)/\($0)/manifest.json"
            )
        }
        #expect(found.sorted() == ProfileFolderTests.names && found.count >= 4)
        for name in found {
            let readme = "\(ProfileFolderTests.exports)/\(name)/README.md"
            #expect(FileManager.default.fileExists(atPath: readme), "\(name)")
        }
    }

    /// That exactly this rule refuses it, the check of the folder says.
    @Test(arguments: names)
    func `each rule and each schema refuses a broken document`(name: String) throws {
        let folder = "\(ProfileFolderTests.exports)/\(name)"
        let profile = try Profile.read(folder)
        let broken = try JSON.parse(
            String(contentsOfFile: folder + "/broken.json", encoding: .utf8)
        )
        for file in Set(profile.forms.compactMap(\.rules)) {
            let rules = try XMLDocument(
                Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(file)")))
            ).root
            let named = asserted(rules)
            #expect(named.count > 5 && Set(named).count == named.count)
            let tried = Set((broken.array ?? []).compactMap { $0["rule"]?.string })
            #expect(named.filter { !tried.contains($0) } == [], "nothing shows that they refuse")
        }
        for form in profile.forms where form.schema != nil {
            let ending = profile.forms[0].ending
            #expect(
                broken.array?.contains {
                    $0["rule"] == "schema" && ($0["form"]?.string ?? ending) == form.ending
                } == true,
                "\(form.ending)"
            )
        }
    }

    private func asserted(_ element: XMLElement) -> [String] {
        (["assert", "report"].contains(element.name) ? [element["id"] ?? "without an id"] : [])
            + element.children.flatMap(asserted)
    }

    @Test func `at least three hundred broken documents are tried`() throws {
        #expect(try ProfileFolderTests.names.reduce(0) { $0 + (try check($1).broken) } >= 300)
    }
}
