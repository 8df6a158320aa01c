import CaseModel
import Testing
import Values

/// Goal: a request for access is open until everything that the law asks for is done, and is never put
/// off further than the law allows. Method: cases told entry by entry, with what a records manager would
/// say of each.
@Suite struct SubjectRequestTests {
    private var fixture: CaseFixture

    init() throws {
        fixture = try CaseFixture()
        try fixture.record(.personAdded, ["person": "gran", "role": "relative"])
        try fixture.record(
            .subjectAccessRequested,
            ["person": "mother", "identityChecked": true, "identityHow": "passport"]
        )
    }

    private func requests() -> [SubjectRequest] { SubjectRequest.all(in: fixture.entries) }
    private func id(_ index: Int) -> JSON { .string(fixture.entries[index].id.description) }
    private func day(_ text: String) -> CivilDate { CivilDate(text).unsafelyUnwrapped }

    // MARK: When it is due

    @Test func `it is due in a month, later when it is put off, and never after three`() throws {
        var fixture = fixture
        func due() throws -> (CivilDate, CivilDate) {
            let request = try #require(SubjectRequest.all(in: fixture.entries).first)
            return (request.askedOn, request.due)
        }
        let (asked, first) = try due()
        #expect(first == asked.adding(months: 1))
        let request = JSON.string(fixture.entries[4].id.description)
        func put(off months: Int, days: Int = 0) -> JSON {
            [
                "person": "mother", "request": request, "reason": "Three services",
                "due": .string(asked.adding(months: months).adding(days: days).description),
            ]
        }
        #expect(try fixture.warnings(.subjectAccessExtended, put(off: 3)) == [])
        #expect(
            try fixture.warnings(.subjectAccessExtended, put(off: 3, days: 1)) == [
                "beyond-three-months"
            ]
        )
        try fixture.record(.subjectAccessExtended, put(off: 2))
        #expect(try due().1 == asked.adding(months: 2))
        try fixture.record(.subjectAccessExtended, put(off: 7))
        #expect(try due().1 == asked.adding(months: 3))
        let request2 = try #require(SubjectRequest.all(in: fixture.entries).first)
        #expect(!request2.isOverdue(on: asked.adding(months: 3)))
        #expect(request2.isOverdue(on: asked.adding(months: 3).adding(days: 1)))
        #expect(request2.extensions.map(\.reason) == ["Three services", "Three services"])
    }

    @Test func `what is missing is warned of when it is written`() throws {
        #expect(
            try fixture.warnings(.subjectAccessRequested, ["person": "mother"]) == [
                "identity-unchecked"
            ]
        )
        let test: JSON = ["person": "mother", "conclusion": "withhold"]
        #expect(try fixture.warnings(.harmAssessmentRecorded, test) == ["no-assessor"])
        let whole = test.setting("assessedBy", to: "s-test").setting("rationale", to: "Too soon")
        #expect(try fixture.warnings(.harmAssessmentRecorded, whole) == [])
        #expect(
            try fixture.warnings(
                .harmAssessmentRecorded,
                whole.setting("seriousHarm", to: false)
            ) == ["harm-unlike"]
        )
        #expect(
            try fixture.warnings(
                .harmAssessmentRecorded,
                whole.setting("seriousHarm", to: true).setting("conclusion", to: "disclose")
            ) == ["harm-unlike"]
        )
    }

    @Test func `what is to be kept back names entries that there are`() throws {
        for wrong in ["3,4", "99", "4-5", "018f2d3c-5a7b-7c1d-8e2f-0123456789ab"] {
            fixture.isRefused(
                .harmAssessmentRecorded,
                ["person": "mother", "conclusion": "withhold", "entries": [.string(wrong)]],
                as: .wrongTarget
            )
            fixture.isRefused(
                .thirdPartyDisclosureDecided,
                [
                    "request": id(4), "party": "gran", "decision": "withhold", "reason": "x",
                    "entries": [.string(wrong)],
                ],
                as: .wrongTarget
            )
        }
        fixture.isRefused(
            .harmAssessmentRecorded,
            [
                "person": "mother", "conclusion": "withhold", "entriesFrom": "2026-02-02",
                "entriesTo": "2026-02-01",
            ],
            as: .endBeforeStart
        )
    }

    // MARK: Third parties

    @Test func `a third party is asked, answers, and is decided about, in that order`() throws {
        var fixture = fixture
        let request = id(4)
        func party() -> SubjectRequest.ThirdParty {
            SubjectRequest.all(in: fixture.entries).first?.parties.first ?? .init(name: "gran")
        }
        let about = [fixture.entries[1].id, fixture.entries[2].id]
        func say(_ outcome: JSON) throws {
            try fixture.record(
                .thirdPartyConsentSought,
                ["request": request, "party": "gran", "outcome": outcome]
            )
        }
        func decide(_ decision: JSON, _ entries: JSON = []) throws {
            try fixture.record(
                .thirdPartyDisclosureDecided,
                [
                    "request": request, "party": "gran", "decision": decision, "reason": "r",
                    "entries": entries,
                ]
            )
        }
        #expect(party().open(of: about) == .notAsked)
        try decide("withhold")
        #expect(party().open(of: about) == .notAsked)
        try say("asked")
        #expect(party().open(of: about) == .waits)
        try say("given")
        // What was decided before they were heard is decided again.
        #expect(party().open(of: about) == .decidedBefore)
        try decide("disclose", ["2"])
        #expect(party().open(of: about) == nil)
        #expect(party().decisions.map(\.discloses) == [false, true])
        try say("refused")
        #expect(party().open(of: about) == .decidedBefore)
        #expect(party().decisions.map(\.discloses) == [false])
        try decide("disclose", ["3"])
        #expect(party().open(of: [fixture.entries[2].id]) == nil)
        let only = try CaseFixture()
        #expect(only.entries.count == 3)
    }

    @Test func `a decision about some entries leaves the others open`() throws {
        var fixture = fixture
        try fixture.record(
            .thirdPartyConsentSought,
            ["request": id(4), "party": "gran", "outcome": "not-possible"]
        )
        let about = [fixture.entries[1].id, fixture.entries[2].id]
        func open() -> SubjectRequest.ThirdParty.Open? {
            SubjectRequest.all(in: fixture.entries)[0].parties[0].open(of: about)
        }
        #expect(open() == .notDecided)
        for position in ["2", "3"] {
            #expect(open() == .notDecided)
            try fixture.record(
                .thirdPartyDisclosureDecided,
                [
                    "request": id(4), "party": "gran", "decision": "withhold", "reason": "r",
                    "entries": [.string(position)],
                ]
            )
        }
        #expect(open() == nil)
        // A decision marked in error was none.
        let last = try #require(fixture.entries.last?.id)
        try fixture.record(
            .entryMarkedInError,
            ["target": .string(last.description), "reason": "wrong family"]
        )
        #expect(open() == .notDecided)
    }

    @Test func `what may be disclosed is the newest request's, what is withheld stays`() throws {
        var fixture = fixture
        func step(_ request: JSON, _ party: JSON, _ decision: JSON) throws {
            try fixture.record(
                .thirdPartyDisclosureDecided,
                ["request": request, "party": party, "decision": decision, "reason": "r"]
            )
        }
        try step(id(4), "gran", "disclose")
        try step(id(4), "infant", "withhold")
        try fixture.record(.subjectAccessAnswered, ["person": "mother", "request": id(4)])
        func decisions() -> [String: [Bool]] {
            SubjectRequest.decisions(
                for: "mother",
                in: SubjectRequest.all(in: fixture.entries)
            ).mapValues { $0.map(\.discloses) }.filter { !$0.value.isEmpty }
        }
        #expect(decisions() == ["gran": [true], "infant": [false]])
        try fixture.record(.subjectAccessRequested, ["person": "mother"])
        #expect(decisions() == ["infant": [false]])
        let newest = try #require(fixture.entries.last?.id)
        try step(.string(newest.description), "infant", "disclose")
        #expect(decisions() == ["infant": [false, true]])
        #expect(
            SubjectRequest.decisions(
                for: "infant",
                in: SubjectRequest.all(in: fixture.entries)
            ).isEmpty
        )
    }

    // MARK: Harm

    @Test
    func `a harm test is of entries, of days, or of all; whoever names a correction means both`()
        throws
    {
        var fixture = fixture
        try fixture.record(.progressNote, ["text": "a"], at: Occurrence("2026-02-01"))
        try fixture.record(.progressNote, ["text": "b"], at: Occurrence("2026-02-02"))
        try fixture.record(.progressNote, ["text": "c"], at: .unknown)
        try fixture.record(
            .entryAmended,
            ["target": id2(fixture, 5), "reason": "r", "data": ["text": "d"]]
        )
        func covered(_ fields: JSON) throws -> [Int64] {
            var told = fixture
            try told.record(
                .harmAssessmentRecorded,
                fields.setting("person", to: "mother")
            )
            let test = try #require(
                HarmAssessment.all(in: told.entries, about: "mother", on: day("2026-01-01")).last
            )
            return History.standing(of: fixture.entries)[5...].filter { test.covers($0) }
                .map(\.entry.position)
        }
        #expect(try covered(["conclusion": "withhold"]) == [6, 7, 8, 9])
        #expect(try covered(["conclusion": "withhold", "entries": ["7"]]) == [7])
        #expect(try covered(["conclusion": "withhold", "entries": ["9"]]) == [6, 9])
        // The last entry happened today; nobody knows when the third did.
        #expect(
            try covered([
                "conclusion": "withhold", "entriesFrom": "2026-02-01", "entriesTo": "2026-02-01",
            ]) == [6, 8]
        )
        #expect(
            try covered([
                "conclusion": "disclose", "entriesFrom": "2026-02-01", "entriesTo": "2026-02-01",
            ]) == [6]
        )
        #expect(
            try covered(["conclusion": "withhold", "entriesTo": "2026-02-01", "entries": ["7"]])
                == [6, 7, 8]
        )
    }

    private func id2(_ fixture: CaseFixture, _ index: Int) -> JSON {
        .string(fixture.entries[index].id.description)
    }

    // MARK: Putting right

    @Test func `a refused rectification stands with its entry, as it was said`() throws {
        var fixture = fixture
        try fixture.record(.progressNote, ["text": "She was at the clinic"])
        let note = id2(fixture, 5)
        let words = "  I was NEVER there.\n\n“Never” — לא הייתי שם  "
        try fixture.record(
            .rectificationRefused,
            [
                "target": note, "requestedBy": "mother", "statement": .string(words),
                "reason": "The letter says so",
            ]
        )
        var standing = History.standing(of: fixture.entries)
        #expect(standing[5].standing == .current && standing[5].disputedBy == [7])
        #expect(standing[6].payload?.data["statement"]?.string == words)
        #expect(standing[6].entry.unit == standing[5].entry.unit)
        #expect(fixture.state.events[standing[5].entry.id]?.confidentiality == .clinical)
        #expect(standing[6].payload?.confidentiality == .clinical)
        try fixture.record(
            .entryMarkedInError,
            ["target": id2(fixture, 6), "reason": "Said of another entry"]
        )
        standing = History.standing(of: fixture.entries)
        #expect(standing[5].disputedBy == [])
        fixture.isRefused(
            .rectificationRefused,
            ["target": note, "requestedBy": "mother", "reason": "r"],
            as: .missingField
        )
    }
}
