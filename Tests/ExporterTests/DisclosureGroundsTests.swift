import CaseModel
import Exporter
import Support
import Testing
import Values
import XMLKit

/// Goal: whoever asks for their own record is told on which grounds some of it is kept back, and
/// nothing that this would give away. Method: the planted case, with and without a harm assessment.
@Suite struct DisclosureGroundsTests {
    private static let planted = PlantedCase()
    private let policy: DisclosurePolicy
    private var plan: PlantedCase { DisclosureGroundsTests.planted }

    init() throws {
        policy = try DisclosurePolicy.read(Checkout.root + "/Exports/policy.json")
    }

    private func disclosure(
        _ audience: String,
        about: String = "infant",
        adding more: [Entry] = []
    ) -> Disclosure {
        let entries = plan.entries + more
        return Disclosure(
            of: Timeline.lines(of: entries),
            knowing: entries,
            for: .init(
                audience: audience,
                purpose: audience == "subject" ? "subject-access" : "direct-care",
                about: about,
                moment: SampleCase.instant("2026-11-22T12:00:00Z")
            ),
            under: policy
        )
    }

    /// That telling the infant's entries at those positions could do serious harm.
    private func assessment(of positions: [Int64]) -> Entry {
        SampleCase.entry(
            Int64(plan.entries.count) + 1,
            .known(
                Payload(
                    type: EventType.harmAssessmentRecorded.rawValue,
                    schema: 1,
                    occurred: .instant(SampleCase.instant("2026-11-20T10:00:00Z")),
                    subjects: ["infant"],
                    confidentiality: .restricted,
                    data: [
                        "person": "infant", "conclusion": "withhold",
                        "entries": JSON(positions.map { String($0) }),
                        "rationale": "It could do serious harm",
                    ]
                )
            )
        )
    }

    @Test func `every entry that is kept back is counted under one ground`() {
        let disclosure = disclosure("subject")
        let withheld = disclosure.decisions.filter { $0.outcome != .export }
        #expect(!withheld.isEmpty && disclosure.grounds.count > 3)
        #expect(disclosure.grounds.reduce(0) { $0 + $1.count } == withheld.count)
        #expect(disclosure.grounds.map(\.rule) == disclosure.grounds.map(\.rule).sorted())
        #expect(disclosure.grounds.allSatisfy { !$0.reason.isEmpty && $0.count > 0 })
    }

    @Test func `a copy for others does not say that anything was kept back`() {
        for audience in ["professional", "family", "research"] {
            #expect(disclosure(audience).grounds == [], "\(audience)")
        }
        // An audit may be told; of it nothing is kept back.
        #expect(disclosure("oversight").grounds == [])
    }

    @Test func `a harm assessment gives a ground no name of its own`() throws {
        let before = disclosure("subject")
        let told = try #require(
            before.lines.first { $0.standing.type == .goalAgreed }?.standing.entry.position
        )
        let after = disclosure("subject", adding: [assessment(of: [told])])
        #expect(!after.lines.contains { $0.standing.entry.position == told })
        #expect(
            after.decisions.first { $0.position == told }.map { $0.rule } == "D04"
        )
        #expect(after.grounds.map(\.rule) == before.grounds.map(\.rule))
        #expect(after.grounds.map(\.reason) == before.grounds.map(\.reason))
        #expect(!after.grounds.contains { $0.reason.contains("harm") })
        // The entry and the assessment itself are counted with what is about somebody else, and so
        // is whatever hangs on them.
        let more =
            after.decisions.count { $0.outcome != .export }
            - before.decisions.count { $0.outcome != .export }
        let count = { (grounds: [Disclosure.Ground]) in
            grounds.first { $0.rule == "L01" }?.count ?? 0
        }
        #expect(more >= 2 && count(after.grounds) >= count(before.grounds) + 2)
    }

    @Test func `all of it kept back for harm reads like anything else kept back`() {
        let entry = assessment(of: [])
        let grounds = disclosure("subject", adding: [entry]).grounds
        #expect(grounds.first { $0.rule == "L01" }?.count ?? 0 > 100)
        #expect(!grounds.contains { $0.rule == "D04" || $0.reason.contains("harm") })
    }

    @Test func `the grounds stand at the end of the header and are valid`() throws {
        var header = SampleCase.header
        let disclosure = disclosure("subject")
        header.withheld = disclosure.grounds
        let bytes = try CaseRecordDocument(
            header: header,
            lines: disclosure.lines,
            codebooks: .builtIn,
            showsPositions: false,
            showsFirst: false
        )
        .bytes()
        let schema = try XMLSchema(file: Checkout.root + "/Exports/case-record/case-record.xsd")
        #expect(try schema.validate(bytes, refusesEmpty: true) == [])
        let written = try #require(try XMLDocument(bytes).root.first("header")).children.last
        #expect(written?.name == "withheld")
        #expect(
            written?.children.map { $0["count"] } == disclosure.grounds.map { String($0.count) }
        )
        #expect(written?.children.map(\.text) == disclosure.grounds.map(\.reason))
        header.withheld = []
        let without = try CaseRecordDocument(
            header: header,
            lines: disclosure.lines,
            codebooks: .builtIn
        )
        .bytes()
        #expect(try XMLDocument(without).root.first("header")?.first("withheld") == nil)
    }
}
