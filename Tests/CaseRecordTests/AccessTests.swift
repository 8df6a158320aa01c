import CaseModel
@testable import CaseRecord
import EventLog
import Exporter
import Foundation
import Projector
import Support
import Testing
import Values

/// Goal: nobody is shown what their role, purpose and relationship do not open, and every look and every
/// try is in the log before its answer. Method: a case with an entry of each class, and somebody in each role.
final class AccessFixture: Sendable {
    let fixture: RecordFixture
    let record: CaseRecord

    static func staff(_ role: String) -> String { "s-\(role)" }

    /// - Parameter related: whether those of the case roles have a relationship to it.
    init(related: Bool) throws {
        fixture = try RecordFixture()
        record = try fixture.create()
        // The fixture's own administrator is an auditor, so the office is somebody else.
        for role in Catalogue.roles {
            try service(
                .staffAdded,
                ["staff": .string(Self.staff(role)), "name": .string("The \(role)")]
            )
            try service(
                .roleAssigned,
                ["staff": .string(Self.staff(role)), "role": .string(role)]
            )
        }
        try record.record([
            fixture.request(.caseOpened, ["reference": "C-0001"]),
            fixture.request(.personAdded, ["person": "mother", "role": "client"]),
        ])
        for confidentiality in Confidentiality.allCases {
            try note("Words of class \(confidentiality.rawValue)", confidentiality)
        }
        if related {
            for role in Catalogue.roles where AccessPolicy.caseRoles.contains(role) {
                try relate(.relationshipOpened, Self.staff(role), role, by: "s-administrator")
            }
        }
    }

    @discardableResult
    func service(_ type: EventType, _ data: JSON) throws -> Entry {
        fixture.advance(1000)
        return try record.record(
            service: Draft(type, at: .instant(fixture.now()), data),
            by: "s-admin"
        )
    }

    @discardableResult
    func note(_ text: String, _ confidentiality: Confidentiality) throws -> Int64 {
        fixture.advance(1000)
        let draft = Draft(
            .progressNote,
            at: .instant(fixture.now()),
            ["text": .string(text)],
            confidentiality: confidentiality
        )
        return try record.record(Request([draft], in: fixture.caseID, by: "s-admin"))
            .entries[0].position
    }

    @discardableResult
    func relate(
        _ type: EventType,
        _ staff: String,
        _ role: String?,
        until: String? = nil,
        by: String
    ) throws -> Receipt {
        fixture.advance(1000)
        return try record.record(
            Request(
                [
                    Draft(
                        type,
                        at: .instant(fixture.now()),
                        .object(present: [
                            ("staff", .string(staff)), ("role", role.map(JSON.string)),
                            ("reason", type == .relationshipSelfClaimed ? "Covering" : nil),
                            ("until", until.map(JSON.string)),
                        ])
                    )
                ],
                in: fixture.caseID,
                by: by
            )
        )
    }

    func timeline(_ staff: String, _ purpose: String) throws -> CaseView {
        try record.timeline(of: "C-0001", for: Reader(staff: staff, purpose: purpose))
    }

    /// The code of what `body` throws; nil when it does not.
    func code(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? RecordError)?.code ?? "\(error)"
        }
    }

    /// The events of access since a position, as they were sealed.
    func access(since position: Int64) throws -> [Entry] {
        try record.log.read { snapshot in
            try snapshot.open(snapshot.events(from: position + 1, count: 1000)) { Entry($0, $1) }
        }
        .filter { $0.kind == "access" }
    }

    func last() throws -> Int64 { try record.lastPosition() }
}

@Suite struct AccessTests {
    @Test(arguments: [false, true])
    func `every role, purpose and class through the facade`(related: Bool) throws {
        let access = try AccessFixture(related: related)
        for rule in AccessPolicy.builtIn.rules {
            let staff = AccessFixture.staff(rule.role)
            let before = try access.last()
            var view: CaseView?
            let code = access.code { view = try access.timeline(staff, rule.purpose) }
            let events = try access.access(since: before)
            #expect(events.count == 1)
            let event = try #require(events.first?.payload)
            let isOpen =
                rule.shows == .entries
                && (rule.reach == .allCases || rule.reach == .ownCases && related)
            #expect((view != nil) == isOpen, "\(rule.role), \(rule.purpose): \(code ?? "")")
            if let view {
                let words = view.lines.compactMap { $0.standing.payload?.data["text"]?.string }
                #expect(
                    Set(words)
                        == Set(rule.sees.map { "Words of class \($0.rawValue)" }),
                    "\(rule.role), \(rule.purpose)"
                )
                #expect(view.entries.count == view.lines.count)
                #expect(event.type == "record-viewed")
                #expect(event.data["role"]?.string == rule.role)
                #expect(
                    CaseRecord.positions(in: event.data["positions"]?.strings ?? [])
                        == Set(view.lines.map(\.standing.entry.position))
                )
                #expect(view.look.position == events.first?.position)
            } else {
                #expect(event.type == "access-refused")
                #expect(
                    code == (rule.shows == .entries ? "no-relationship" : "not-for-role"),
                    "\(rule.role), \(rule.purpose)"
                )
            }
            #expect(event.data["staff"]?.string == staff)
            #expect(event.data["purpose"]?.string == rule.purpose)
            #expect(event.data["view"]?.string == "timeline")
        }
    }

    /// Every way to content that the facade has. A new one belongs here.
    private static let ways:
        [(name: String, @Sendable (AccessFixture, Reader, String) throws -> Void)] = [
            (
                "timeline",
                { access, reader, _ in _ = try access.record.timeline(of: "C-0001", for: reader) }
            ),
            (
                "rights",
                { access, reader, _ in
                    _ = try access.record.rightsRequests(of: "C-0001", for: reader)
                }
            ),
            (
                "entry",
                { access, reader, _ in
                    _ = try access.record.entry(at: try access.firstEntry(), for: reader)
                }
            ),
            (
                "correctable",
                { access, reader, _ in
                    _ = try access.record.correctable(at: try access.firstEntry(), for: reader)
                }
            ),
            (
                "search",
                { access, reader, _ in
                    _ = try access.record.search("class", in: "C-0001", limit: 9, for: reader)
                }
            ),
            (
                "query",
                { access, reader, _ in
                    _ = try access.record.ask(
                        access.record.question("chronology", of: "chronology"),
                        .init(caseName: "C-0001"),
                        for: reader,
                        view: "query"
                    )
                }
            ),
            (
                "audit",
                { access, reader, _ in _ = try access.record.audit(["C-0001"], .init(), for: reader)
                }
            ),
            (
                "earlier audit",
                { access, reader, _ in
                    _ = try access.record.earlierAudit(
                        ["C-0001"],
                        at: access.fixture.now(),
                        checks: ["SG01"],
                        for: reader
                    )
                }
            ),
            (
                "answer",
                { access, reader, _ in
                    _ = try access.record.answer(
                        "SG01",
                        "none",
                        in: "C-0001",
                        "explained",
                        reason: "x",
                        for: reader
                    )
                }
            ),
            (
                "report",
                { access, reader, _ in
                    _ = try access.record.report(
                        ["AN01"],
                        .init(caseName: "C-0001"),
                        isInternal: true,
                        for: reader
                    )
                }
            ),
            (
                "log export",
                { access, reader, _ in
                    try access.record.exportLines(of: "C-0001", for: reader) { _ in }
                }
            ),
            (
                "log export --everything",
                { access, reader, _ in try access.record.exportEverything(for: reader) { _ in } }
            ),
            (
                "dry run",
                { access, reader, _ in
                    _ = try access.record.disclosure(
                        of: "C-0001",
                        access.order(reader),
                        by: reader.staff
                    )
                }
            ),
            (
                "export",
                { access, reader, folder in
                    _ = try access.record.export(
                        "C-0001",
                        to: "\(folder)/x.xml",
                        access.order(reader),
                        by: reader.staff
                    )
                }
            ),
            (
                "export all",
                { access, reader, folder in
                    _ = try access.record.exportAll(
                        to: "\(folder)/all",
                        access.order(reader),
                        by: reader.staff
                    )
                }
            ),
            (
                "pack",
                { access, reader, _ in
                    _ = try access.record.packDraft(
                        of: "C-0001",
                        PackOrder(
                            recipient: "R",
                            purpose: reader.purpose,
                            basis: "B",
                            discloses: { _ in true }
                        ),
                        by: reader.staff
                    )
                }
            ),
            (
                "public timeline",
                { access, reader, _ in
                    _ = try access.record.timeline(
                        ofCase: "C-0001",
                        staff: reader.staff,
                        purpose: reader.purpose
                    )
                }
            ),
            (
                "access log",
                { access, reader, _ in _ = try access.record.accessLog(of: "C-0001", for: reader) }
            ),
            ("alerts", { access, reader, _ in _ = try access.record.accessAlerts(for: reader) }),
        ]

    @Test(arguments: ways.indices)
    func `each way to content is refused and recorded, or recorded and open`(index: Int) throws {
        let (name, way) = Self.ways[index]
        let access = try AccessFixture(related: false)
        let folder = access.fixture.folder.path
        for (staff, purpose) in [
            ("s-administrator", "direct-care"), ("s-guider", "direct-care"), ("s-guider", "audit"),
            ("s-supervisor", "supervision"), ("s-auditor", "curiosity"),
        ] {
            let before = try access.last()
            let files = try FileManager.default.contentsOfDirectory(atPath: folder).count
            let reader = Reader(staff: staff, purpose: purpose)
            let code = access.code { try way(access, reader, folder) }
            let events = try access.access(since: before)
            // Somebody who has no case of their own exports all of theirs: none.
            if name == "export all", staff == "s-guider" {
                #expect(code == nil)
            } else {
                #expect(code != nil, "\(name) by \(staff)")
                #expect(events.map { $0.type } == [.accessRefused], "\(name): \(code ?? "")")
                #expect(events.first?.payload?.data["staff"]?.string == staff)
                let rule = events.first?.payload?.data["rule"]?.string ?? ""
                #expect(!rule.isEmpty)
                #expect(try access.last() == before + 1)
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder).count == files
                )
            }
        }
        // Who may see everything is shown it, and that is recorded too.
        let before = try access.last()
        let code = access.code {
            try way(access, Reader(staff: "s-auditor", purpose: "audit"), folder)
        }
        #expect(
            code == nil || name == "answer" && code == "unknown-finding",
            "\(name): \(code ?? "")"
        )
        let first = try #require(try access.access(since: before).first)
        #expect(first.type == .recordViewed || first.type == .recordSearched)
        #expect(first.position == before + 1, "\(name): the look comes first")
        #expect(first.payload?.data["role"]?.string == "auditor")
        let stranger = Reader(staff: "s-nobody", purpose: "audit")
        #expect(access.code { try way(access, stranger, folder) } == "unknown-staff")
    }

    @Test func `sealed content is opened in the files that this list names`() throws {
        let folder = "\(Checkout.root)/Sources/CaseRecord"
        let opening = [".entries(of:", ".open(", ".plaintext(of:", "feed.whole(", "feed.service("]
        var found: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
            if opening.contains(where: { text.contains($0) }) { found.insert(file) }
            // Only the choke point makes a look, and a permit.
            #expect(!text.contains("Look(permit.grant") || file == "Look.swift")
        }
        // Shown to somebody, with a look:
        let shown: Set = [
            "CaseRecord+Read.swift", "CaseRecord+Search.swift", "CaseRecord+Query.swift",
            "CaseRecord+Report.swift", "CaseRecord+Audit.swift", "CaseRecord+Export.swift",
            "CaseRecord+Pack.swift", "CaseRecord+Interchange.swift", "CaseRecord+Access.swift",
            "CaseRecord+Holds.swift", "CaseRecord+Retention.swift", "CaseRecord+Rights.swift",
        ]
        // Shown to nobody: states folded to decide, projections fed, what left and what changed since.
        let inside: Set = [
            "CaseFile.swift", "Recorder.swift", "Feed.swift", "CaseRecord+Directory.swift",
            "CaseRecord+Disclosures.swift", "CaseRecord+Histories.swift",
            "CaseRecord+Projections.swift", "CaseRecord+Open.swift", "CaseAudit.swift",
            "FolderCheck.swift", "CaseRecord+Verify.swift", "ProbeHistories.swift",
            "CaseRecord+Erasure.swift",
            // Keys and their copies, and the service's witnesses.
            "CaseRecord+Keys.swift", "CaseRecord+Recovery.swift", "KeyPlaces.swift",
            "ProtectedKey.swift", "CaseRecord+Witness.swift",
        ]
        #expect(found.subtracting(shown).subtracting(inside) == [])
        #expect(shown.subtracting(found) == [])
    }

    @Test func `lines above the reader's class are not shown, nor what corrects them`() throws {
        let access = try AccessFixture(related: true)
        let amended = try access.note("First words, of practice", .practice)
        let id = try access.record.eventID(at: amended)
        access.fixture.advance(1000)
        try access.record.record(
            Request(
                [
                    Draft(
                        .entryAmended,
                        at: .instant(access.fixture.now()),
                        [
                            "target": .string(id.description), "reason": "more was said",
                            "data": ["text": "What was disclosed"],
                        ],
                        confidentiality: .restricted
                    )
                ],
                in: access.fixture.caseID,
                by: "s-admin"
            )
        )
        let view = try access.timeline("s-supervisor", "supervision")
        let text = view.lines.map { $0.standing.payload?.json.text ?? "" }.joined()
        #expect(!text.contains("disclosed") && !text.contains("First words"))
        #expect(text.contains("Words of class practice"))
        #expect(!view.entries.contains { $0.position == amended })
        let all = try access.timeline("s-guider", "direct-care")
        #expect(view.lines.count + view.withheld == all.lines.count)
        #expect(all.withheld == 0)
        // By position neither, and the try is in the log with the position.
        let before = try access.last()
        let code = access.code {
            _ = try access.record.entry(
                at: amended,
                for: Reader(staff: "s-supervisor", purpose: "supervision")
            )
        }
        #expect(code == "confidentiality")
        let refusal = try #require(try access.access(since: before).first?.payload)
        #expect(refusal.data["positions"]?.strings == ["\(amended)"])
        // Nor by a word.
        let found = try access.record.search(
            "disclosed",
            in: nil,
            limit: 9,
            for: Reader(staff: "s-supervisor", purpose: "supervision")
        )
        #expect(found.lines.isEmpty)
    }

    @Test func `what a reader of own cases asks across cases is of own cases`() throws {
        let access = try AccessFixture(related: true)
        let other = Identifier(version4: (77, 78))
        access.fixture.advance(1000)
        try access.record.record(
            Request(
                [
                    Draft(.caseOpened, at: .instant(access.fixture.now()), ["reference": "C-0002"]),
                    Draft(.progressNote, at: .instant(access.fixture.now()), ["text": "Elsewhere"]),
                ],
                in: other,
                by: "s-admin"
            )
        )
        let guider = Reader(staff: "s-guider", purpose: "direct-care")
        let query = try Question(
            """
            -- mine: What is there?
            -- reads: case-timeline
            SELECT DISTINCT case_id FROM timeline ORDER BY case_id
            """,
            file: "mine.sql"
        )
        func cases(_ reader: Reader, _ name: String?) throws -> [String?] {
            try access.record.ask(query, .init(caseName: name), for: reader, view: "q")
                .answer.rows.map { $0[0].text }
        }
        let auditor = Reader(staff: "s-auditor", purpose: "audit")
        #expect(try cases(auditor, nil).count == 2)
        #expect(try cases(guider, nil) == [access.fixture.caseID.description])
        // SQL that does not look at :case gets no further.
        #expect(try cases(guider, "C-0001") == [access.fixture.caseID.description])
        #expect(
            try access.record.search("elsewhere", in: nil, limit: 9, for: guider).lines.isEmpty
        )
        #expect(
            try access.record.search("elsewhere", in: nil, limit: 9, for: auditor).lines.count == 1
        )
        #expect(
            access.code { _ = try access.record.audit(nil, .init(), for: guider) } == "across-cases"
        )
        #expect(
            access.code { try access.record.exportEverything(for: guider) { _ in } }
                == "across-cases"
        )
    }

    @Test func `relationships are given, claimed and ended, and count at once`() throws {
        let access = try AccessFixture(related: false)
        func opens(_ staff: String = "s-guider") -> String? {
            access.code { _ = try access.timeline(staff, "direct-care") }
        }
        #expect(opens() == "no-relationship")
        #expect(
            access.code {
                try access.relate(.relationshipOpened, "s-guider", "guider", by: "s-guider")
            } == "own-relationship"
        )
        #expect(
            access.code {
                try access.relate(.relationshipOpened, "s-trainee", "trainee", by: "s-guider")
            } == "not-entitled"
        )
        #expect(
            access.code {
                try access.relate(
                    .relationshipOpened,
                    "s-guider",
                    "supervisor",
                    by: "s-administrator"
                )
            } == "role-not-held"
        )
        #expect(
            access.code {
                try access.relate(.relationshipSelfClaimed, "s-trainee", "trainee", by: "s-guider")
            } == "own-relationship"
        )
        #expect(opens() == "no-relationship")
        try access.relate(.relationshipOpened, "s-guider", "guider", by: "s-administrator")
        #expect(opens() == nil)
        // Those of the case bring in others.
        try access.relate(.relationshipOpened, "s-trainee", "trainee", by: "s-guider")
        #expect(opens("s-trainee") == nil)
        #expect(
            access.code {
                try access.relate(.relationshipEnded, "s-guider", nil, by: "s-analyst")
            } == "not-entitled"
        )
        try access.relate(.relationshipEnded, "s-guider", "guider", by: "s-administrator")
        #expect(opens() == "no-relationship")
        #expect(opens("s-trainee") == nil)
        try access.relate(.relationshipSelfClaimed, "s-guider", "guider", by: "s-guider")
        #expect(opens() == nil)
        try access.relate(.relationshipEnded, "s-guider", nil, by: "s-guider")
        #expect(opens() == "no-relationship")
        // A relationship with a last day.
        let today = LondonTime.civil(of: access.fixture.now()).date
        try access.relate(
            .relationshipOpened,
            "s-guider",
            "guider",
            until: today.description,
            by: "s-administrator"
        )
        #expect(opens() == nil)
        access.fixture.advance(86_400_000)
        #expect(opens() == "no-relationship")
        #expect(opens("s-trainee") == nil)
    }

    @Test func `being named by somebody else is a relationship, naming oneself is none`() throws {
        let access = try AccessFixture(related: false)
        func assign(by staff: String) throws {
            access.fixture.advance(1000)
            try access.record.record(
                Request(
                    [
                        Draft(
                            .referralAccepted,
                            at: .instant(access.fixture.now()),
                            ["guider": "s-guider"]
                        )
                    ],
                    in: access.fixture.caseID,
                    by: staff
                )
            )
        }
        func opens() -> String? {
            access.code { _ = try access.timeline("s-guider", "direct-care") }
        }
        try assign(by: "s-guider")
        #expect(opens() == "no-relationship")
        try assign(by: "s-administrator")
        #expect(opens() == nil)
        try access.relate(.relationshipEnded, "s-guider", "guider", by: "s-administrator")
        #expect(opens() == "no-relationship")
    }

    @Test func `a role ends, begins and runs out`() throws {
        let access = try AccessFixture(related: true)
        func opens() -> String? {
            access.code { _ = try access.timeline("s-guider", "direct-care") }
        }
        let guider: JSON = ["staff": "s-guider", "role": "guider"]
        #expect(opens() == nil)
        try access.service(.roleEnded, guider)
        #expect(opens() == "no-role")
        let today = LondonTime.civil(of: access.fixture.now()).date
        try access.service(
            .roleAssigned,
            guider.setting("from", to: .string(today.adding(days: 1).description))
                .setting("until", to: .string(today.adding(days: 2).description))
        )
        #expect(opens() == "no-role")
        access.fixture.advance(86_400_000)
        #expect(opens() == nil)
        access.fixture.advance(86_400_000)
        #expect(opens() == nil)
        access.fixture.advance(86_400_000)
        #expect(opens() == "no-role")
    }

    @Test func `an emergency opens a case for its hours, and a privacy officer reviews it`() throws
    {
        let access = try AccessFixture(related: false)
        let guider = Reader(staff: "s-guider", purpose: "direct-care")
        func opens() -> String? {
            access.code { _ = try access.timeline("s-guider", "direct-care") }
        }
        func emergency(_ reader: Reader, _ reason: String, hours: Int? = nil) -> String? {
            access.code {
                try access.record.useEmergencyAccess(
                    to: "C-0001",
                    reason: reason,
                    until: hours.map {
                        access.fixture.now().adding(milliseconds: Int64($0) * 3_600_000)
                    },
                    for: reader
                )
            }
        }
        #expect(emergency(guider, " ") == "no-reason")
        #expect(emergency(guider, "Crisis", hours: 73) == "emergency-length")
        #expect(emergency(guider, "Crisis", hours: 0) == "emergency-length")
        for (staff, purpose) in [("s-guider", "research"), ("s-analyst", "direct-care")] {
            let before = try access.last()
            #expect(emergency(Reader(staff: staff, purpose: purpose), "Crisis") == "not-for-role")
            #expect(try access.access(since: before).map(\.type) == [.accessRefused])
        }
        #expect(opens() == "no-relationship")
        let before = try access.last()
        #expect(emergency(guider, "Crisis call") == nil)
        #expect(opens() == nil)
        let restored = try access.fixture.open()
        _ = try restored.timeline(of: "C-0001", for: guider)
        access.fixture.advance(24 * 3_600_000)
        #expect(opens() == "no-relationship")
        #expect(emergency(guider, "Again", hours: 2) == nil)
        #expect(opens() == nil)
        access.fixture.advance(2 * 3_600_000)
        #expect(opens() == "no-relationship")

        let officer = Reader(staff: "s-privacy-officer", purpose: "audit")
        func alerts() throws -> [Int64] {
            try access.record.accessAlerts(for: officer).answer.records
                .filter { $0["kind"]?.text == "emergency" }
                .compactMap { $0["position"]?.integer }
        }
        let asked = try alerts()
        #expect(asked.count == 2 && asked.contains(before + 1))
        func review(_ position: Int64, by staff: String) -> String? {
            access.code {
                try access.record.reviewAccess(
                    at: position,
                    outcome: "justified",
                    reason: "rota",
                    by: staff
                )
            }
        }
        #expect(review(before + 1, by: "s-guider") == "not-privacy-officer")
        #expect(review(1, by: "s-privacy-officer") == "not-an-alert")
        #expect(review(before + 1, by: "s-privacy-officer") == nil)
        #expect(try alerts() == asked.filter { $0 != before + 1 })
        // Nobody reviews their own.
        try access.service(.roleAssigned, ["staff": "s-guider", "role": "privacy-officer"])
        #expect(review(asked[1], by: "s-guider") == "own-review")
    }

    @Test func `claims and refusals wait for review, also of looks across cases`() throws {
        let access = try AccessFixture(related: false)
        _ = access.code { _ = try access.timeline("s-guider", "direct-care") }
        let refused = try access.last()
        _ = access.code {
            _ = try access.record.audit(
                nil,
                .init(),
                for: Reader(staff: "s-guider", purpose: "direct-care")
            )
        }
        let wide = try access.last()
        try access.relate(.relationshipSelfClaimed, "s-guider", "guider", by: "s-guider")
        let claimed = try access.last()
        let officer = Reader(staff: "s-privacy-officer", purpose: "audit")
        func alerts() throws -> [Int64] {
            try access.record.accessAlerts(for: officer).answer.records
                .compactMap { $0["position"]?.integer }
        }
        #expect(try alerts() == [refused, wide, claimed])
        for position in [refused, wide, claimed] {
            try access.record.reviewAccess(
                at: position,
                outcome: "needs-enquiry",
                reason: nil,
                by: "s-privacy-officer"
            )
        }
        #expect(try alerts() == [])
        // The log of looks shows all of it, and that it was read.
        let log = try access.record.accessLog(of: nil, for: officer)
        #expect(log.lines.contains { $0.position == refused && $0.type == .accessRefused })
        #expect(log.lines.contains { $0.position == claimed && $0.cases == ["C-0001"] })
        #expect(log.lines.contains { $0.view == "access alerts" })
        let again = try access.record.accessLog(of: "C-0001", for: officer)
        #expect(!again.lines.contains { $0.position == wide })
        #expect(
            try access.record.accessLog(of: nil, for: officer).lines
                .contains { $0.position == again.look.position && $0.view == "access log" }
        )
    }

    @Test func `whoever writes in a case of others is warned, and the entry is recorded`() throws {
        let access = try AccessFixture(related: false)
        func write(by staff: String) throws -> [String] {
            access.fixture.advance(1000)
            return try access.record.record(
                Request(
                    [Draft(.progressNote, at: .instant(access.fixture.now()), ["text": "x"])],
                    in: access.fixture.caseID,
                    by: staff
                )
            ).warnings.map(\.code)
        }
        #expect(try write(by: "s-guider") == ["no-relationship"])
        // Writing opens nothing.
        #expect(
            access.code { _ = try access.timeline("s-guider", "direct-care") } == "no-relationship"
        )
        #expect(try write(by: "s-administrator") == [])
        try access.relate(.relationshipOpened, "s-guider", "guider", by: "s-administrator")
        #expect(try write(by: "s-guider") == [])
    }

    @Test func `whoever opens a case as a guider has it`() throws {
        let access = try AccessFixture(related: false)
        func open(_ reference: String, by staff: String) throws -> Receipt {
            access.fixture.advance(1000)
            return try access.record.openCase(
                Draft(
                    .caseOpened,
                    at: .instant(access.fixture.now()),
                    ["reference": .string(reference)]
                ),
                by: staff
            )
        }
        #expect(
            try open("C-0007", by: "s-guider").entries.map(\.type) == [
                .caseOpened, .relationshipOpened,
            ]
        )
        _ = try access.record.timeline(
            of: "C-0007",
            for: Reader(staff: "s-guider", purpose: "direct-care")
        )
        #expect(try open("C-0008", by: "s-administrator").entries.map(\.type) == [.caseOpened])
    }
}

extension AccessFixture {
    func firstEntry() throws -> Int64 {
        let rows = try record.tail(from: 1, count: 1000)
        return rows.first { $0.kind == .entry }?.position ?? 0
    }

    func order(_ reader: Reader) -> ExportOrder {
        ExportOrder(recipient: "R", purpose: reader.purpose, basis: "B", overwrite: true)
    }
}
