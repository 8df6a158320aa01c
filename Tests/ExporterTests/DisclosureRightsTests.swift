import CaseModel
import Exporter
import Support
import Testing
import Values
import XMLKit

/// Goal: what was decided about third parties and found in a harm test is what a person's own copy does:
/// what is withheld is not in it, what was agreed to is, and nobody else's copy changes. Method: the
/// planted case, where every field has a mark of its own; then each mark is looked for.
@Suite struct DisclosureRightsTests {
    private static let planted = PlantedCase()
    private let policy: DisclosurePolicy
    private var plan: PlantedCase { DisclosureRightsTests.planted }

    init() throws {
        policy = try DisclosurePolicy.read(Checkout.root + "/Exports/policy.json")
    }

    // MARK: A case with more entries

    private struct Story {
        var entries: [Entry]

        mutating func tell(
            _ type: EventType,
            _ data: JSON,
            _ change: (inout Payload) -> Void = { _ in }
        ) -> Identifier {
            let entry = SampleCase.known(Int64(entries.count) + 1, type, data, change)
            entries.append(entry)
            return entry.id
        }

        mutating func request(_ person: String) -> JSON {
            .string(tell(.subjectAccessRequested, ["person": .string(person)]).description)
        }

        mutating func decide(
            _ request: JSON,
            _ party: String,
            _ decision: String,
            _ positions: [Int64] = []
        ) {
            _ = tell(
                .thirdPartyDisclosureDecided,
                .object(present: [
                    ("request", request), ("party", .string(party)),
                    ("decision", .string(decision)), ("reason", "r"),
                    ("entries", positions.isEmpty ? nil : JSON(positions.map { String($0) })),
                ])
            )
        }
    }

    private func order(
        _ about: String,
        _ audience: String = "subject",
        _ purpose: String = "subject-access"
    ) -> Disclosure.Order {
        Disclosure.Order(
            audience: audience,
            purpose: purpose,
            about: about,
            moment: SampleCase.instant("2026-11-22T12:00:00Z")
        )
    }

    private func copy(
        _ story: Story,
        _ order: Disclosure.Order
    ) throws -> (disclosure: Disclosure, bytes: [UInt8], marks: Set<String>) {
        let disclosure = Disclosure(
            of: Timeline.lines(of: story.entries),
            knowing: story.entries,
            for: order,
            under: policy
        )
        var header = SampleCase.header
        header.about = disclosure.about
        header.audience = order.audience
        header.purpose = order.purpose
        header.withheld = disclosure.grounds
        let bytes = try CaseRecordDocument(
            header: header,
            lines: disclosure.lines,
            codebooks: .builtIn,
            showsPositions: disclosure.shows.contains("positions"),
            showsFirst: disclosure.shows.contains("first")
        )
        .bytes()
        return (disclosure, bytes, PlantedCase.marks(in: bytes))
    }

    /// Marks of words about a person in which somebody outside the family stands, too.
    private func shared(with party: String, of person: String) -> [PlantedCase.Mark] {
        plan.marks.filter {
            $0.isOfThirdParty && $0.isText && $0.person == person && $0.field != "location"
                && !PlantedCase.ofStaff.contains($0.type)
                && !PlantedCase.ofService.contains($0.type)
                && !$0.needsThing
        }
    }

    // MARK: Third parties

    @Test func `what a third party agreed to leaves, and nothing that is only theirs`() throws {
        var story = Story(entries: plan.entries)
        let shared = shared(with: "gran", of: "mother")
        #expect(shared.count > 50)
        let before = try copy(story, order("mother"))
        #expect(shared.allSatisfy { !before.marks.contains($0.text) })
        let request = story.request("mother")
        story.decide(request, "gran", "disclose")
        let after = try copy(story, order("mother"))
        let missing = shared.filter { !after.marks.contains($0.text) }.map(\.name)
        #expect(missing.sorted().prefix(12) == [])
        #expect(plan.marks.allSatisfy { $0.person != "gran" || !after.marks.contains($0.text) })
        let strange = plan.marks.filter {
            after.marks.contains($0.text) && !before.marks.contains($0.text)
                && !($0.isOfThirdParty && ($0.person == "mother" || $0.person == nil))
        }
        #expect(strange.map(\.name).sorted().prefix(12) == [])
        let schema = try XMLSchema(file: Checkout.root + "/Exports/case-record/case-record.xsd")
        #expect(try schema.validate(after.bytes, refusesEmpty: true) == [])
    }

    @Test func `an agreement is of one person's newest request, and of nobody else's copy`() throws
    {
        var story = Story(entries: plan.entries)
        let request = story.request("mother")
        story.decide(request, "gran", "disclose")
        let plain = Story(entries: plan.entries)
        for order in [
            order("infant"), order("mother", "professional", "direct-care"),
            order("mother", "family", "direct-care"), order("mother", "research", "research"),
        ] {
            let (with, without) = (try copy(story, order), try copy(plain, order))
            #expect(with.marks == without.marks, "\(order.audience) about \(order.about ?? "")")
        }
        // The next request is asked for anew.
        _ = story.request("mother")
        #expect(try copy(story, order("mother")).marks == copy(plain, order("mother")).marks)
    }

    @Test func `a decision about named entries is of those alone`() throws {
        var story = Story(entries: plan.entries)
        let positions = Set(shared(with: "gran", of: "mother").map(\.position)).sorted()
        let half = Array(positions.prefix(positions.count / 2))
        #expect(half.count > 10)
        let request = story.request("mother")
        story.decide(request, "gran", "disclose", half)
        let copy = try copy(story, order("mother"))
        for mark in shared(with: "gran", of: "mother") {
            #expect(
                copy.marks.contains(mark.text) == half.contains(mark.position),
                "\(mark.name)"
            )
        }
    }

    @Test func `what was decided to be withheld by name is not in the copy, whoever it is about`()
        throws
    {
        var story = Story(entries: plan.entries)
        let before = try copy(story, order("mother"))
        let kept = Array(
            Set(
                plan.marks.filter { before.marks.contains($0.text) && $0.person == "mother" }
                    .map(\.position)
            ).sorted().prefix(40)
        )
        #expect(kept.count == 40)
        let request = story.request("mother")
        story.decide(request, "gran", "disclose")
        story.decide(request, "somebody in its words", "withhold", kept)
        let after = try copy(story, order("mother"))
        for mark in plan.marks where kept.contains(mark.position) {
            #expect(!after.marks.contains(mark.text), "\(mark.name)")
        }
        for decision in after.disclosure.decisions where kept.contains(decision.position) {
            #expect(decision.outcome == .withhold)
        }
        // The copy says so under a name that does not tell it from others.
        #expect(after.disclosure.decisions.contains { $0.rule == "D09" })
        #expect(!after.disclosure.grounds.contains { $0.rule == "D09" })
        #expect(
            after.disclosure.grounds.first { $0.rule == "L01" }?.count ?? 0 >= kept.count
        )
    }

    @Test func `one of the family who is to be kept out is named nowhere in the copy`() throws {
        var story = Story(entries: plan.entries)
        let request = story.request("mother")
        let both = story.tell(
            .progressNote,
            ["text": "Words zq0both0 here", "concerning": ["mother", "infant"]]
        )
        let given = try copy(story, order("mother"))
        #expect(String(decoding: given.bytes, as: UTF8.self).contains("zq0both0"))
        #expect(String(decoding: given.bytes, as: UTF8.self).contains(">infant<"))
        story.decide(request, "infant", "withhold")
        let kept = try copy(story, order("mother"))
        #expect(!String(decoding: kept.bytes, as: UTF8.self).contains("zq0both0"))
        #expect(!String(decoding: kept.bytes, as: UTF8.self).contains(">infant<"))
        #expect(kept.disclosure.lines.contains { $0.standing.entry.id == both })
    }

    @Test func `who is to be asked are those whose agreement lets more leave`() throws {
        let found = Disclosure.thirdParties(
            in: plan.lines,
            knowing: plan.entries,
            for: order("mother"),
            under: policy
        )
        #expect(found.map(\.name) == ["gran"])
        // Each entry that names them is one that changes when they agree, and no other is.
        var story = Story(entries: plan.entries)
        func told() throws -> [Int64: Payload?] {
            Dictionary(
                uniqueKeysWithValues: try copy(story, order("mother")).disclosure.lines.map {
                    ($0.standing.entry.position, $0.standing.payload)
                }
            )
        }
        let before = try told()
        let request = story.request("mother")
        story.decide(request, "gran", "disclose")
        let after = try told()
        let changed = Set(
            plan.entries.map(\.position).filter { before[$0] != after[$0] }
        ).subtracting(plan.entries.filter { $0.type == .personAdded }.map(\.position))
        let named = Set(found[0].entries.map(\.position))
        #expect(named.subtracting(changed).sorted().prefix(9) == [])
        #expect(changed.subtracting(named).sorted().prefix(9) == [])
        #expect(changed.count > 50)
        // What nobody may see asks nobody: everything is kept back for harm.
        _ = story.tell(.harmAssessmentRecorded, ["person": "mother", "conclusion": "withhold"])
        #expect(
            Disclosure.thirdParties(
                in: Timeline.lines(of: story.entries),
                knowing: story.entries,
                for: order("mother"),
                under: policy
            ).isEmpty
        )
    }

    // MARK: Harm

    @Test func `of several harm tests about an entry the newest counts, and so do its days`() throws
    {
        var story = Story(entries: plan.entries)
        let note = story.tell(.progressNote, ["text": "zq0harm0", "concerning": ["mother"]])
        func isTold() throws -> Bool {
            String(decoding: try copy(story, order("mother")).bytes, as: UTF8.self)
                .contains("zq0harm0")
        }
        func assess(_ conclusion: JSON, _ more: JSON = [:]) {
            var data: JSON = ["person": "mother", "conclusion": conclusion]
            for member in more.members ?? [] { data = data.setting(member.name, to: member.value) }
            _ = story.tell(.harmAssessmentRecorded, data)
        }
        #expect(try isTold())
        // It happened on the 20th of November.
        assess("withhold", ["entriesFrom": "2026-11-21"])
        #expect(try isTold())
        assess("withhold", ["entriesFrom": "2026-11-01", "entriesTo": "2026-11-20"])
        #expect(try !isTold())
        assess("disclose", ["entries": [.string(note.description)]])
        #expect(try isTold())
        assess("withhold", ["until": "2026-11-21"])
        #expect(try isTold())
        assess("withhold", ["until": "2026-11-22"])
        #expect(try !isTold())
        // It is nobody else's copy's business.
        let other = String(
            decoding: try copy(story, order("mother", "professional", "direct-care")).bytes,
            as: UTF8.self
        )
        #expect(other.contains("zq0harm0"))
    }

    @Test func `an entry is kept back when only its amendment is named`() throws {
        var story = Story(entries: plan.entries)
        let note = story.tell(.progressNote, ["text": "first", "concerning": ["mother"]])
        let amendment = story.tell(
            .entryAmended,
            [
                "target": .string(note.description), "reason": "r",
                "data": ["text": "zq0amen0", "concerning": ["mother"]],
            ]
        )
        #expect(try copy(story, order("mother")).marks.contains("zq0amen0"))
        _ = story.tell(
            .harmAssessmentRecorded,
            [
                "person": "mother", "conclusion": "withhold",
                "entries": [.string(amendment.description)],
            ]
        )
        #expect(try !copy(story, order("mother")).marks.contains("zq0amen0"))
    }

    // MARK: Statements

    @Test func `a statement leaves with its entry in that person's copy, and in a professional's`()
        throws
    {
        var story = Story(entries: plan.entries)
        func note(_ text: String, _ people: JSON, _ parties: [String] = []) -> Identifier {
            story.tell(.progressNote, ["text": .string(text), "concerning": people]) {
                $0.thirdParties = parties
            }
        }
        func dispute(_ target: Identifier, _ who: JSON, _ text: String) -> Identifier {
            story.tell(
                .rectificationRefused,
                [
                    "target": .string(target.description), "requestedBy": who,
                    "statement": .string(text), "reason": "zq0rsn00",
                ]
            ) { $0.subjects = [who.string ?? ""] }
        }
        let own = note("own", ["mother"])
        let ours = note("ours", ["mother"], ["gran"])
        let theirs = note("theirs", ["gran"])
        let statement = dispute(own, "mother", "zq0own00")
        _ = dispute(ours, "mother", "zq0ours0")
        _ = dispute(theirs, "mother", "zq0thrs0")
        _ = dispute(own, "infant", "zq0othr0")
        func found(_ order: Disclosure.Order) throws -> Set<String> {
            try copy(story, order).marks.filter { $0.hasPrefix("zq0") }
        }
        // Their own words, also where others stand in the entry; not about what they may not see.
        #expect(try found(order("mother")) == ["zq0own00", "zq0ours0", "zq0rsn00"])
        #expect(
            try found(order("mother", "professional", "direct-care")).isSuperset(of: ["zq0own00"])
        )
        #expect(
            try found(order("mother", "professional", "direct-care"))
                .isDisjoint(with: ["zq0ours0", "zq0thrs0"])
        )
        #expect(try found(order("mother", "family", "direct-care")) == [])
        #expect(try found(order("mother", "research", "research")) == [])
        #expect(
            try found(order("mother", "oversight", "audit")) == [
                "zq0own00", "zq0ours0", "zq0thrs0", "zq0othr0", "zq0rsn00",
            ]
        )
        // The entry says where its statement stands.
        let root = try XMLDocument(copy(story, order("mother")).bytes).root
        let entries = root.first("entries")?.children ?? []
        let disputed = try #require(entries.first { $0["id"] == own.description })
        let number = entries.first { $0["id"] == statement.description }?["number"]
        #expect(disputed.all("disputedBy").map { $0["entry"] } == [number])
    }

    @Test func `words given with an amendment leave in that person's copy and no other`() throws {
        var story = Story(entries: plan.entries)
        let note = story.tell(.progressNote, ["text": "first", "concerning": ["mother"]])
        for (who, mark) in [("mother", "zq0moth0"), ("infant", "zq0infa0")] {
            _ = story.tell(
                .entryAmended,
                [
                    "target": .string(note.description), "reason": "zq0rsn00",
                    "data": ["text": "second", "concerning": ["mother"]],
                    "requestedBy": .string(who), "statement": .string(mark),
                ]
            )
        }
        func found(_ order: Disclosure.Order) throws -> Set<String> {
            try copy(story, order).marks.filter { $0.hasPrefix("zq0") }
        }
        #expect(try found(order("mother")) == ["zq0moth0"])
        #expect(try found(order("mother", "professional", "direct-care")) == [])
        #expect(try found(order("infant")) == [])
    }
}
