import CaseModel
import Testing
import Values

@Suite struct CaseDeciderTests {
    static let film: JSON = [
        "film": "film-1", "kind": "interaction", "durationMs": 300_000,
        "people": ["mother", "infant"],
    ]

    @Test func `a case begins with its opening, once`() throws {
        let empty = try CaseFixture([])
        empty.isRefused(.progressNote, ["text": "hello"], as: .notOpened)
        let opened = try CaseFixture()
        opened.isRefused(.caseOpened, ["reference": "C-0002"], as: .alreadyOpened)
    }

    @Test func `a missing field, an unknown one and a wrong value are named`() throws {
        let fixture = try CaseFixture()
        fixture.isRefused(
            .filmTaken,
            ["kind": "interaction", "people": ["mother"]],
            as: .missingField
        )
        fixture.isRefused(.filmTaken, Self.film.setting("colour", to: "red"), as: .unknownField)
        fixture.isRefused(.filmTaken, Self.film.setting("kind", to: "party"), as: .invalidValue)
        fixture.isRefused(.filmTaken, Self.film.setting("durationMs", to: "5"), as: .invalidValue)
        fixture.isRefused(.filmTaken, Self.film.setting("people", to: ["uncle"]), as: .unknownThing)
    }

    @Test func `labels are made when left out, and taken once`() throws {
        var fixture = try CaseFixture()
        let made = try fixture.record(.filmTaken, Self.film.setting("film", to: nil))
        #expect(made.payload.data["film"]?.string == "film-1")
        fixture.isRefused(.filmTaken, Self.film, as: .takenLabel)
        let second = try fixture.record(.filmTaken, Self.film.setting("film", to: nil))
        #expect(second.payload.data["film"]?.string == "film-2")
    }

    @Test func `a clip lies inside its film and ends after it starts`() throws {
        var fixture = try CaseFixture()
        try fixture.record(.filmTaken, Self.film)
        func clip(_ start: Int, _ end: Int) -> JSON {
            [
                "film": "film-1", "startMs": JSON(start), "endMs": JSON(end),
                "description": "turns and smiles",
            ]
        }
        fixture.isRefused(.clipChosen, clip(299_000, 300_001), as: .outsideFilm)
        fixture.isRefused(.clipChosen, clip(5000, 5000), as: .endBeforeStart)
        fixture.isRefused(.clipChosen, clip(6000, 5000), as: .endBeforeStart)
        #expect(
            try fixture.decide(.clipChosen, clip(295_000, 300_000)).payload.data["clip"] == "clip-1"
        )
    }

    @Test func `what is still to come is not recorded as having happened`() throws {
        let fixture = try CaseFixture()
        let later = Occurrence.instant(fixture.now.adding(milliseconds: 1))
        fixture.isRefused(.progressNote, ["text": "x"], as: .inTheFuture, at: later)
        let today = Occurrence.date(LondonTime.civil(of: fixture.now).date)
        #expect(
            try fixture.decide(.progressNote, ["text": "x"], at: today).payload.type
                == "progress-note"
        )
    }

    @Test(arguments: [
        ("943 476 5919", true), ("9434765919", true), ("9434765918", false), ("1111111111", false),
        ("9111111124", false), ("94347659", false), ("943476591x", false), ("9990000018", true),
    ])
    func `an NHS number passes its check or is refused`(number: String, isGood: Bool) throws {
        #expect((NHSNumber.parse(number) != nil) == isGood)
        let fixture = try CaseFixture([(.caseOpened, ["reference": "C-0001"])])
        let data: JSON = ["person": "infant", "role": "child", "nhsNumber": .string(number)]
        if isGood {
            #expect(
                try fixture.decide(.personAdded, data).payload.data["nhsNumber"]?.string?.count
                    == 10
            )
        } else {
            fixture.isRefused(.personAdded, data, as: .nhsNumber)
        }
    }

    // MARK: The record never refuses the truth

    @Test func `filming without consent is recorded, and the writer is warned`() throws {
        var fixture = try CaseFixture()
        #expect(try fixture.warnings(.filmTaken, Self.film) == ["no-consent", "no-consent"])
        try fixture.record(
            .consentGiven,
            [
                "scopes": ["film-interaction"], "concerning": ["mother", "infant"],
                "giver": "mother",
            ]
        )
        #expect(try fixture.warnings(.filmTaken, Self.film).isEmpty)
    }

    @Test func `one giver's withdrawal is not the other's consent`() throws {
        var fixture = try CaseFixture(
            CaseFixture.people + [(.personAdded, ["person": "father", "role": "other-parent"])]
        )
        for giver in ["mother", "father"] {
            try fixture.record(
                .consentGiven,
                [
                    "scopes": ["film-interaction"], "concerning": ["infant"],
                    "giver": .string(giver),
                ]
            )
        }
        try fixture.record(
            .consentWithdrawn,
            ["scopes": ["film-interaction"], "concerning": ["infant"], "giver": "father"]
        )
        let consent = fixture.state.consent(
            to: "film-interaction",
            for: "infant",
            film: nil,
            at: fixture.now
        )
        #expect(consent.givenBy == ["mother"])
        #expect(consent.withdrawnBy == ["father"])
        let film = Self.film.setting("people", to: ["infant"])
        #expect(try fixture.warnings(.filmTaken, film) == ["consent-withdrawn"])
    }

    @Test func `consent that has run out does not count`() throws {
        var fixture = try CaseFixture()
        let until = LondonTime.civil(of: fixture.now).date
        try fixture.record(
            .consentGiven,
            [
                "scopes": ["film-interaction"], "concerning": ["mother"], "giver": "mother",
                "until": .string(until.description),
            ]
        )
        fixture.now = fixture.now.adding(milliseconds: 3 * 86_400_000)
        let film = Self.film.setting("people", to: ["mother"])
        #expect(try fixture.warnings(.filmTaken, film) == ["consent-withdrawn"])
    }

    @Test func `a late entry is recorded, with its reason or a warning`() throws {
        let fixture = try CaseFixture()
        let past = Occurrence.instant(fixture.now.adding(milliseconds: -30 * 3_600_000))
        #expect(try fixture.warnings(.progressNote, ["text": "x"], at: past) == ["late"])
        let decision = try fixture.decide(
            .progressNote,
            ["text": "x"],
            at: past,
            lateReason: "on leave"
        )
        #expect(decision.warnings.isEmpty)
        #expect(try fixture.warnings(.progressNote, ["text": "x"], at: .unknown).isEmpty)
    }

    @Test func `risk, disclosure, actions and closing say what they still need`() throws {
        var fixture = try CaseFixture()
        let redFlag = try #require(Codebooks.builtIn[.redFlags]?.codes.first?.code)
        let risk: JSON = [
            "level": "high", "concerning": ["mother"], "description": "x",
            "redFlags": [.string(redFlag)],
        ]
        #expect(try fixture.warnings(.riskNoted, risk) == ["needs-action", "red-flag"])
        try fixture.record(.riskNoted, risk)
        #expect(
            try fixture.warnings(.actionAssigned, ["what": "call", "risk": "risk-1"])
                == ["no-owner", "no-due-date"]
        )
        try fixture.record(.actionAssigned, ["what": "call", "risk": "risk-1"])
        let closing = try fixture.warnings(.caseClosed, ["reason": "planned-end"])
        #expect(closing == ["open-actions", "open-risks", "no-closing-risk"])
        try fixture.record(.actionCompleted, ["action": "action-1", "outcome": "done"])
        try fixture.record(.riskClosed, ["risk": "risk-1", "reason": "settled"])
        #expect(
            try fixture.warnings(.caseClosed, ["reason": "planned-end", "closingRisk": "low"])
                .isEmpty
        )
    }

    @Test func `a trainee who films again before supervision is warned`() throws {
        var fixture = try CaseFixture()
        fixture.roles = ["trainee"]
        try fixture.record(.filmTaken, Self.film)
        try fixture.record(.sharedReviewHeld, ["people": ["mother"], "film": "film-1"])
        let next = Self.film.setting("film", to: nil)
        #expect(try fixture.warnings(.filmTaken, next).contains("unsupervised"))
        try fixture.record(
            .supervisionHeld,
            [
                "moment": "after-review", "review": "review-1", "supervisor": "s-supervisor",
                "supervisee": "s-guider",
            ]
        )
        #expect(try !fixture.warnings(.filmTaken, next).contains("unsupervised"))
    }

    // MARK: Units

    @Test func `films, disclosures and corrections are kept where they can be erased`() throws {
        var fixture = try CaseFixture()
        let film = try fixture.record(.filmTaken, Self.film)
        #expect(film.unit == .fresh)
        let filmUnit = try #require(fixture.state.thing(.film, "film-1")?.unit)
        let clip: JSON = [
            "film": "film-1", "startMs": 0, "endMs": 5000, "description": "turns",
        ]
        #expect(try fixture.decide(.clipChosen, clip).unit == .existing(filmUnit))
        let caseUnit = try #require(fixture.state.caseUnit)
        #expect(try fixture.decide(.progressNote, ["text": "x"]).unit == .existing(caseUnit))
        let disclosure: JSON = ["discloser": "mother", "category": "emotional-abuse"]
        #expect(try fixture.decide(.disclosureRecorded, disclosure).unit == .fresh)
        let target = try #require(fixture.entries.last?.id)
        #expect(
            try fixture.decide(
                .entryMarkedInError,
                ["target": .string(target.description), "reason": "wrong family"]
            ).unit == .existing(filmUnit)
        )
        let allegation = try fixture.decide(
            .personAdded,
            ["person": "uncle", "role": "alleged-abuser"]
        )
        #expect(allegation.unit == .fresh)
        #expect(allegation.payload.confidentiality == .restricted)
    }

    @Test func `an amendment is whole, right for its type, and keeps its labels`() throws {
        var fixture = try CaseFixture()
        try fixture.record(.filmTaken, Self.film)
        let target = try #require(fixture.entries.last?.id.description)
        func amendment(_ data: JSON) -> JSON {
            ["target": .string(target), "reason": "wrong", "data": data]
        }
        fixture.isRefused(.entryAmended, amendment(["kind": "interaction"]), as: .missingField)
        fixture.isRefused(
            .entryAmended,
            amendment(Self.film.setting("film", to: "film-9")),
            as: .invalidValue
        )
        fixture.isRefused(
            .entryAmended,
            [
                "target": "018f2d3c-5a7b-7c1d-8e2f-0123456789ab", "reason": "x",
                "data": Self.film,
            ],
            as: .wrongTarget
        )
        let shorter = Self.film.setting("durationMs", to: 4000).setting("film", to: nil)
        try fixture.record(.entryAmended, amendment(shorter))
        #expect(fixture.state.thing(.film, "film-1")?.data["durationMs"] == 4000)
        fixture.isRefused(
            .clipChosen,
            ["film": "film-1", "startMs": 0, "endMs": 5000, "description": "x"],
            as: .outsideFilm
        )
    }

    @Test func `service events are refused in a case`() throws {
        let fixture = try CaseFixture()
        fixture.isRefused(.staffAdded, ["staff": "s-x", "name": "X"], as: .wrongStream)
    }
}
