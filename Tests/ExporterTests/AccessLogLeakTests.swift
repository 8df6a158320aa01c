import CaseModel
import Exporter
import Foundation
import Support
import Testing
import Values
import XMLKit

/// Goal: a copy of the looks at a case tells who looked, and to nobody but an auditor why, or what they
/// were shown; and an auditor's copy lacks nothing. Method: each kind of look by somebody else, about
/// each person, of each confidentiality, of one case and across cases, with a mark of its own in all
/// that is free text and in all that stands beside it; then every copy is searched for every mark.
@Suite struct AccessLogLeakTests {
    private static let planted = PlantedLooks()
    private static let exports = Checkout.root + "/Exports"
    private static let profiles = Result {
        try Profile.all(in: exports).filter { $0.input == .accessLog }
            .map { profile in
                (profile, try profile.forms.map { try Rendering(profile, $0, exports: exports) })
            }
    }
    private var plan: PlantedLooks { AccessLogLeakTests.planted }

    @Test func `an auditor's copy has each look, why, and what was shown`() throws {
        let canonical = try document(for: "oversight").bytes()
        let given = PlantedCase.marks(in: canonical)
        let marks = plan.marks.filter { $0.place == .data || $0.place == .looker }
        #expect(marks.count > 250)
        #expect(marks.filter { !given.contains($0.text) }.map(\.name).prefix(12) == [])
        let profiles = try AccessLogLeakTests.profiles.get()
        #expect(profiles.map(\.0.name) == ["access-log", "dicom-audit", "fhir-r4-access-log"])
        for (name, profile, copy) in try copies(of: canonical) {
            let promised = marks.filter {
                $0.place == .looker || profile.promises($0.field, of: $0.type)
            }
            #expect(promised.count > 200, "\(name)")
            let missing = Set(promised.filter { !copy.contains($0.text) }.map(\.name))
            #expect(missing.sorted().prefix(12) == [], "\(name)")
        }
    }

    @Test(arguments: ["professional", "subject", "family", "research"])
    func `to nobody but an auditor is told why somebody looked, or at what`(
        audience: String
    ) throws {
        try forbid(audience) { $0.field == "reason" || $0.field == "positions" }
    }

    @Test(arguments: ["oversight", "professional"])
    func `another case, and what stands beside a look, is in no copy`(audience: String) throws {
        try forbid(audience) { [.beside, .otherCase, .stranger].contains($0.place) }
    }

    @Test func `no copy has a mark that its canonical document has not`() throws {
        for audience in DisclosurePolicy.audiences {
            let canonical = try document(for: audience).bytes()
            let given = PlantedCase.marks(in: canonical)
            for (name, _, copy) in try copies(of: canonical) {
                #expect(copy.subtracting(given).intersection(plan.texts).isEmpty, "\(name)")
            }
        }
    }

    @Test func `what is wrong with a copy is said without a word of it`() throws {
        let bytes = String(decoding: try document(for: "oversight").bytes(), as: UTF8.self)
        var count = 0
        for (_, renderings) in try AccessLogLeakTests.profiles.get() {
            for rendering in renderings {
                let copy = String(
                    decoding: try rendering.render(Array(bytes.utf8)).bytes,
                    as: UTF8.self
                )
                for (old, new) in [
                    ("<reason>", "<reasons>"), ("</reason>", "</reasons>"),
                    ("<rule>", "<view>"), ("</rule>", "</view>"), (" kind=\"", " at=\""),
                    ("altId value=\"", "altId values=\""), ("<detail>", "<details>"),
                    ("</detail>", "</details>"), ("<recorded ", "<recorder "),
                    (" UserID=\"", " UserIDs=\""),
                    ("<ParticipantObjectDetail ", "<ParticipantObjectDetails "),
                    ("EventDateTime=\"", "EventDateTime=\"z"),
                ] as [(String, String)] {
                    let broken = copy.replacingOccurrences(of: old, with: new)
                    guard broken != copy else { continue }
                    do throws(XMLError) {
                        for fault in try rendering.faults(in: Array(broken.utf8)) {
                            count += 1
                            let told = PlantedCase.marks(in: Array(fault.description.utf8))
                            #expect(told.intersection(plan.texts).isEmpty, "\(fault.rule)")
                        }
                    } catch {
                        count += 1
                        let told = PlantedCase.marks(in: Array(error.description.utf8))
                        #expect(told.intersection(plan.texts).isEmpty)
                    }
                }
            }
        }
        #expect(count > 50)
    }

    // MARK: - Inside

    private func document(for audience: String) -> AccessLogDocument {
        var header = SampleCase.header
        header.audience = audience
        header.withheld = []
        return AccessLogDocument(
            header: header,
            entries: plan.entries,
            staff: plan.staff,
            // As the facade asks: it is an auditor's alone.
            showsPositions: audience == "oversight"
        )
    }

    private func copies(
        of canonical: [UInt8]
    ) throws -> [(name: String, profile: Profile, marks: Set<String>)] {
        try AccessLogLeakTests.profiles.get().flatMap { profile, renderings in
            try renderings.map { rendering in
                let copy = try rendering.render(canonical).bytes
                let all = copy + PlantedLooks.opened(copy)
                return (profile.name, profile, PlantedCase.marks(in: all))
            }
        }
    }

    private func forbid(
        _ audience: String,
        _ isForbidden: (PlantedLooks.Mark) -> Bool
    ) throws {
        let canonical = try document(for: audience).bytes()
        let marks = plan.marks.filter(isForbidden)
        #expect(marks.count > 30, "the rule must have something to forbid")
        let all =
            [("the canonical document", PlantedCase.marks(in: canonical))]
            + (try copies(of: canonical).map { ($0.name, $0.marks) })
        for (name, found) in all {
            let leaked = Set(marks.filter { found.contains($0.text) }.map(\.name)).sorted()
            #expect(leaked.prefix(12) == [], "\(name): \(audience)")
        }
    }
}
