import CaseModel
import CaseRecord
import EventLog
import Foundation
import Support
import Testing
import Values

/// Goal: a request for access is answered only when every step is done, with the copy that was decided,
/// and the answer knows which bytes left. Method: the library, by a records manager.
@Suite struct RightsTests {
    private let fixture: RecordFixture
    private let record: CaseRecord
    private let reader = Reader(staff: "s-records", purpose: "subject-access")

    init() throws {
        fixture = try RecordFixture()
        record = try fixture.withCase()
        for (name, role) in [("s-records", "records-manager"), ("s-guider", "guider")] {
            try record.record(
                service: Draft(
                    .staffAdded,
                    at: .instant(fixture.now()),
                    ["staff": .string(name), "name": .string(name)]
                ),
                by: "s-admin"
            )
            try record.record(
                service: Draft(
                    .roleAssigned,
                    at: .instant(fixture.now()),
                    ["staff": .string(name), "role": .string(role)]
                ),
                by: "s-admin"
            )
        }
    }

    @discardableResult
    private func tell(
        _ type: EventType,
        _ data: JSON,
        parties: [String] = []
    ) throws -> Entry {
        fixture.advance(60_000)
        var draft = Draft(type, at: .instant(fixture.now()), data)
        draft.thirdParties = parties
        let request = Request([draft], in: fixture.caseID, by: "s-records")
        return try #require(try record.record(request).entries.first)
    }

    private func open(_ entry: Entry) throws -> [String] {
        try #require(
            try record.rightsRequests(of: "C-0001", for: reader)
                .first { $0.request.position == entry.position }
        ).steps.map(\.description)
    }

    private func answer(_ entry: Entry, _ file: String = "copy.xml") throws -> RightsAnswer {
        try record.answerRequest(
            at: entry.position,
            of: "C-0001",
            to: fixture.folder(file),
            recipient: "the person",
            basis: "UK GDPR article 15",
            for: reader
        )
    }

    private func text(_ file: String = "copy.xml") throws -> String {
        try String(contentsOfFile: fixture.folder(file), encoding: .utf8)
    }

    private func request(checked: Bool = true) throws -> Entry {
        try tell(
            .subjectAccessRequested,
            ["person": "mother", "identityChecked": .bool(checked), "identityHow": "passport"]
        )
    }

    private func assess(_ more: JSON = [:], _ conclusion: JSON = "disclose") throws {
        var data: JSON = [
            "person": "mother", "conclusion": conclusion, "assessedBy": "s-guider",
            "rationale": "Talked it over with her",
        ]
        for member in more.members ?? [] { data = data.setting(member.name, to: member.value) }
        try tell(.harmAssessmentRecorded, data)
    }

    @Test func `nothing is answered while a step is open, and what is open is said`() throws {
        let note = try tell(
            .progressNote,
            ["text": "Gran says she drinks", "concerning": ["mother"]],
            parties: ["Agnes Quill"]
        )
        let request = try request(checked: false)
        func refused(_ count: Int) throws {
            let before = try record.exportRegister().count
            #expect {
                try answer(request)
            } throws: { error in
                guard let error = error as? RecordError else { return false }
                // Who it is would be content of the case; the entry says it to whoever may read it.
                return error.code == "open-steps" && !error.sentence.contains("Agnes")
                    && error.sentence.components(separatedBy: "; ").count == count
            }
            #expect(try record.exportRegister().count == before)
            #expect(!FileManager.default.fileExists(atPath: fixture.folder("copy.xml")))
        }
        let entry = "the third party of entry \(note.position): "
        let harm = "no health professional's harm test is recorded since, with its reason"
        #expect(
            try open(request) == [
                "who asks has not been identified", entry + "whether they agree is not recorded",
                harm,
            ]
        )
        try refused(3)
        try tell(
            .entryAmended,
            [
                "target": .string(request.id.description), "reason": "Came in person",
                "data": ["person": "mother", "identityChecked": true],
            ]
        )
        try refused(2)
        let about: JSON = ["request": .string(request.id.description), "party": "Agnes Quill"]
        try tell(.thirdPartyConsentSought, about.setting("outcome", to: "asked"))
        #expect(try open(request) == [entry + "their answer is not recorded", harm])
        try refused(2)
        try tell(.thirdPartyConsentSought, about.setting("outcome", to: "refused"))
        #expect(
            try open(request) == [
                entry + "whether to disclose is not decided for every entry", harm,
            ]
        )
        try refused(2)
        try tell(
            .thirdPartyDisclosureDecided,
            about.setting("decision", to: "withhold").setting("reason", to: "She said no")
        )
        #expect(try open(request) == [harm])
        // Nobody named who judged is no test; one that has run out neither.
        try tell(.harmAssessmentRecorded, ["person": "mother", "conclusion": "disclose"])
        try assess(["until": "2020-01-01"])
        try refused(1)
        try assess()
        #expect(try open(request) == [])
        let done = try answer(request)
        #expect(done.copy != nil && done.entry.type == .subjectAccessAnswered)
        #expect(try !text().contains("drinks"))
        #expect {
            try answer(request, "again.xml")
        } throws: {
            ($0 as? RecordError)?.code == "request-answered"
        }
    }

    @Test func `the answer names the copy, and the copy the request`() throws {
        try tell(.progressNote, ["text": "She laughs a lot", "concerning": ["mother"]])
        let request = try request()
        try assess()
        let done = try answer(request)
        let issued = try #require(try record.exportRegister().last)
        #expect(issued.request == request.id && issued.position == done.export)
        #expect(issued.sha256 == done.sha256 && issued.purpose == "subject-access")
        #expect(issued.sha256 == FileDigest(of: fixture.folder("copy.xml"))?.sha256)
        #expect(done.entry.payload?.data["export"]?.integer == Int(done.export))
        #expect(done.entry.payload?.data["sha256"]?.string == done.sha256)
        #expect(done.entry.payload?.cause == request.id)
        #expect(try text().contains("She laughs a lot"))
        let found = try #require(try record.rightsRequests(of: nil, for: reader).first)
        #expect(found.request.answer?.export == done.export && !found.request.isOpen)
    }

    @Test func `what was agreed to is in the copy, what was withheld or would harm is not`() throws
    {
        func note(_ text: String, _ parties: [String] = []) throws -> Entry {
            try tell(
                .progressNote,
                ["text": .string(text), "concerning": ["mother"]],
                parties: parties
            )
        }
        _ = try note("quillfeather", ["gran"])
        let some = try note("snowdropper", ["teacher"])
        _ = try note("marmaladeship", ["teacher"])
        let harmful = try note("candlewright")
        let named = try note("brackenfold")
        let request = try request()
        let id = JSON.string(request.id.description)
        for (party, decision, entries) in [
            ("gran", "disclose", []), ("teacher", "withhold", []),
            ("teacher", "disclose", ["\(some.position)"]),
            ("friend", "withhold", ["\(named.position)"]),
        ] as [(JSON, JSON, [String])] {
            try tell(
                .thirdPartyConsentSought,
                ["request": id, "party": party, "outcome": "given"]
            )
            try tell(
                .thirdPartyDisclosureDecided,
                [
                    "request": id, "party": party, "decision": decision, "reason": "r",
                    "entries": JSON(entries),
                ]
            )
        }
        try assess()
        try assess(["entries": JSON(["\(harmful.position)"]), "seriousHarm": true], "withhold")
        _ = try answer(request)
        let withheldBy = try #require(try record.exportRegister().last?.withheld)
        #expect(withheldBy.contains("D04 withhold \(harmful.position)"))
        #expect(withheldBy.contains("D09 withhold \(named.position)"))
        let copy = try text()
        #expect(copy.contains("quillfeather") && copy.contains("snowdropper"))
        for kept in ["marmaladeship", "candlewright", "brackenfold"] {
            #expect(!copy.contains(kept), "\(kept)")
        }
        // Neither the harm test nor who was asked is told, nor by the answer, which is theirs, too.
        let answered = try #require(try record.rightsRequests(of: nil, for: reader).first)
        let answeredBy = try #require(answered.request.answeredBy)
        let line = try record.entry(at: answeredBy, for: reader).line
        let withheld = try #require(line.standing.payload?.data["withheld"]?.string)
        for told in [copy, withheld] {
            #expect(!told.contains("harm assess") && !told.contains("Talked it over"))
            #expect(!told.contains("friend"))
        }
        #expect(withheld.contains("it is about somebody else, or falls under an exemption"))
    }

    @Test func `cut off between copy and answer, the same command records the answer alone`() throws
    {
        let request = try request()
        try assess()
        // The copy left, and the answer was not written.
        let order = ExportOrder(
            profile: "subject-access",
            recipient: "the person",
            purpose: "subject-access",
            basis: "UK GDPR article 15",
            about: "mother",
            request: request.id
        )
        let left = try record.export(
            "C-0001",
            to: fixture.folder("copy.xml"),
            order,
            by: "s-records"
        )
        let done = try answer(request)
        #expect(done.copy == nil && done.export == left.position && done.sha256 == left.sha256)
        #expect(try record.exportRegister().filter { $0.request == request.id }.count == 1)
        // A file of that name that is another is not taken for it.
        let second = try self.request()
        try assess()
        try Data("something".utf8).write(to: URL(fileURLWithPath: fixture.folder("other.xml")))
        #expect(throws: RecordError.self) { try answer(second, "other.xml") }
        #expect(try record.rightsRequests(of: nil, for: reader).last?.request.isOpen == true)
    }

    @Test func `who does not see all of a case cannot answer, and the refusal is recorded`() throws
    {
        let request = try request()
        try assess()
        for (staff, purpose) in [("s-admin", "subject-access"), ("s-records", "direct-care")] {
            #expect(throws: RecordError.self) {
                try record.answerRequest(
                    at: request.position,
                    of: "C-0001",
                    to: fixture.folder("copy.xml"),
                    recipient: "x",
                    basis: "x",
                    for: Reader(staff: staff, purpose: purpose)
                )
            }
        }
        #expect(!FileManager.default.fileExists(atPath: fixture.folder("copy.xml")))
        #expect {
            try answer(Entry(request, position: 2))
        } throws: {
            ($0 as? RecordError)?.code == "unknown-access-request"
        }
    }

    @Test func `a statement goes with its entry, also into the ground`() throws {
        let note = try tell(
            .abuseHistoryRecorded,
            ["person": "mother", "summary": "A letter says so"]
        )
        let words = "Never!\n  I was in Leeds – “ask them” \u{202E}abc\u{202C} "
        let statement = try tell(
            .rectificationRefused,
            [
                "target": .string(note.id.description), "requestedBy": "mother",
                "statement": .string(words), "reason": "The letter stands",
            ]
        )
        #expect(statement.unit == note.unit)
        #expect(statement.payload?.confidentiality == note.payload?.confidentiality)
        let line = try record.entry(
            at: note.position,
            for: Reader(staff: "s-records", purpose: "technical")
        ).line
        #expect(line.standing.disputedBy == [statement.position])
        let again = try record.entry(
            at: statement.position,
            for: Reader(staff: "s-records", purpose: "technical")
        ).line
        #expect(again.standing.payload?.data["statement"]?.string == words)
    }
}

extension Entry {
    /// The same at another place.
    fileprivate init(_ entry: Entry, position: Int64) {
        self.init(
            position: position,
            id: entry.id,
            stream: entry.stream,
            n: entry.n,
            kind: entry.kind,
            recordedAt: entry.recordedAt,
            by: entry.by,
            unit: entry.unit,
            content: entry.content
        )
    }
}
