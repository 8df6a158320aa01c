import CaseModel
import CaseRecord
import EventLog
import Foundation
import Support
import Testing
import Values

@Suite struct CaseRecordTests {
    @Test func `what is recorded is there after opening again`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        try record.close()
        let again = try fixture.open()
        let view = try again.timeline(of: "C-0001", for: RecordFixture.auditor)
        #expect(view.lines.count == 4)
        #expect(try again.findCase(fixture.caseID.description).reference == "C-0001")
        #expect(
            try again.findCase(String(fixture.caseID.description.prefix(8))).reference == "C-0001"
        )
        #expect(try again.nextReference() == "C-0002")
    }

    @Test func `a refused request leaves nothing, and a batch with one leaves nothing of it`()
        throws
    {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let before = try record.lastPosition()
        #expect(throws: RecordError.self) {
            try record.record([
                fixture.request(.progressNote, ["text": "one"]),
                fixture.request(.progressNote, [:]),
            ])
        }
        #expect(try record.lastPosition() == before)
        try record.record(fixture.request(.progressNote, ["text": "two"]))
        #expect(try record.lastPosition() == before + 1)
    }

    @Test func `a retry is answered and not recorded again; other content is an error`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let command = Identifier(version7At: fixture.now(), random: (1, 2))
        let time = Occurrence.instant(fixture.now())
        func request(_ text: String) -> Request {
            fixture.request(.progressNote, ["text": .string(text)], at: time, command: command)
        }
        let first = try record.record(request("once"))
        let position = try record.lastPosition()
        let second = try record.record(request("once"))
        #expect(second.isRepeat)
        #expect(second.entries.map(\.position) == first.entries.map(\.position))
        #expect(try record.lastPosition() == position)
        #expect {
            try record.record(request("twice"))
        } throws: {
            ($0 as? RecordError)?.code == "command-reused"
        }
    }

    @Test func `the version that a client saw is checked`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        try record.record(fixture.request(.progressNote, ["text": "a"], ifVersion: 3))
        #expect {
            try record.record(fixture.request(.progressNote, ["text": "b"], ifVersion: 3))
        } throws: {
            ($0 as? RecordError)?.code == "conflict"
        }
    }

    @Test func `every look is in the access log, with who, why and which entries`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let before = try record.lastPosition()
        _ = try record.timeline(of: "C-0001", for: RecordFixture.auditor)
        let rows = try record.tail(from: before + 1, count: 10)
        #expect(rows.map(\.kind) == [.access])
        #expect(rows.first?.by == "s-admin")
        #expect(rows.first?.stream != fixture.caseID)
        for reader in [
            Reader(staff: "s-nobody", purpose: "audit"),
            Reader(staff: "s-admin", purpose: "curiosity"),
        ] {
            #expect(throws: RecordError.self) { try record.timeline(of: "C-0001", for: reader) }
        }
    }

    @Test func `a clock that is behind is said, and its time kept`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        fixture.advance(-3_600_000)
        let receipt = try record.record(
            fixture.request(.progressNote, ["text": "x"], at: .unknown)
        )
        #expect(receipt.warnings.map(\.code) == ["clock-behind"])
        #expect(receipt.entries[0].payload?.clock == fixture.now())
        #expect(receipt.entries[0].recordedAt > fixture.now())
    }

    @Test func `an old copy put in place of the log is refused to a writer and told to a reader`()
        throws
    {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        try record.close()
        let old = try #require(FileManager.default.contents(atPath: fixture.path + "/log.sqlite"))
        let more = try fixture.open()
        try more.record(fixture.request(.progressNote, ["text": "newer"]))
        try more.close()
        try old.write(to: URL(fileURLWithPath: fixture.path + "/log.sqlite"))
        #expect {
            try fixture.open()
        } throws: {
            ($0 as? RecordError)?.code == "rolled-back"
        }
        #expect(try fixture.open(for: .read).notices.count == 1)
        let verdict = try CaseRecord.verify(
            at: fixture.path,
            environment: fixture.folder.environment
        )
        #expect(!verdict.isWhole)
    }

    @Test func `amendments and marks change what the rules see`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let film = try #require(
            try record.timeline(of: "C-0001", for: RecordFixture.auditor).lines.last?.standing.entry
        )
        let clip: JSON = [
            "film": "film-1", "startMs": 0, "endMs": 4000, "description": "He turns",
        ]
        try record.record(
            fixture.request(
                .entryAmended,
                [
                    "target": .string(film.id.description), "reason": "wrong length",
                    "data": ["kind": "interaction", "durationMs": 2000, "people": ["mother"]],
                ]
            )
        )
        #expect(throws: RecordError.self) { try record.record(fixture.request(.clipChosen, clip)) }
        let amendment = try record.eventID(at: try record.lastPosition())
        try record.record(
            fixture.request(
                .entryMarkedInError,
                ["target": .string(amendment.description), "reason": "it was right"]
            )
        )
        try record.record(fixture.request(.clipChosen, clip))
        let again = try fixture.open()
        #expect(throws: RecordError.self) {
            try again.record(fixture.request(.clipChosen, clip.setting("endMs", to: 300_001)))
        }
    }

    @Test func `staff, roles and codes take effect`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        func add(_ type: EventType, _ data: JSON) throws {
            try record.record(
                service: Draft(type, at: .instant(fixture.now()), data),
                by: "s-admin"
            )
        }
        try add(.staffAdded, ["staff": "s-sam", "name": "Sam"])
        try add(.roleAssigned, ["staff": "s-sam", "role": "trainee"])
        #expect(try record.staff()["s-sam"]?.roles == ["trainee"])
        try add(.roleEnded, ["staff": "s-sam", "role": "trainee"])
        #expect(try record.staff()["s-sam"]?.roles == [])
        #expect(throws: RecordError.self) { try add(.staffAdded, ["staff": "s-sam", "name": "S"]) }
        try add(
            .codebookAdopted,
            [
                "name": "pause-reasons", "version": "own-1", "source": "team",
                "codes": ["flood": "the clinic is under water"],
            ]
        )
        try record.record(fixture.request(.vigPaused, ["reason": "flood"]))
        #expect(throws: RecordError.self) {
            try record.record(fixture.request(.vigPaused, ["reason": "illness"]))
        }
    }

    @Test func `a record is made whole or not at all`() throws {
        let fixture = try RecordFixture()
        let file = fixture.folder("file")
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        #expect(throws: RecordError.self) {
            try CaseRecord.create(
                at: file + "/inside",
                .init(name: "x", nation: "england-wales", administrator: ("s-a", "A")),
                environment: fixture.folder.environment
            )
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path)
        #expect(!left.contains { $0.contains(".new-") })
        _ = try fixture.create()
        #expect(throws: RecordError.self) { try fixture.create() }
    }

    @Test func `keys lie outside the record, readable by their owner only`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.create()
        let secrets = fixture.folder("data/vigil/\(record.info.id)")
        for file in ["signing.key", "units.key"] {
            let mode = try FileManager.default.attributesOfItem(atPath: "\(secrets)/\(file)")[
                .posixPermissions
            ]
            #expect(mode as? Int == 0o600)
            #expect(!FileManager.default.fileExists(atPath: "\(fixture.path)/\(file)"))
        }
        try FileManager.default.moveItem(atPath: secrets, toPath: secrets + "-gone")
        #expect {
            try fixture.open()
        } throws: {
            ($0 as? RecordError)?.code == "key-missing"
        }
        // Without any key the log still verifies.
        #expect(
            try CaseRecord.verify(at: fixture.path, environment: fixture.folder.environment).isWhole
        )
    }
}

@Suite struct RollbackTests {
    /// Goal: looking at an old copy leaves no trace that makes it the true one.
    @Test func `reading an old copy neither signs it nor makes it the one remembered`() throws {
        let fixture = try RecordFixture()
        try fixture.withCase().close()
        let old = try #require(FileManager.default.contents(atPath: fixture.path + "/log.sqlite"))
        let signed = try CaseRecord.verify(
            at: fixture.path,
            environment: fixture.folder.environment
        ).log.checkpointSize
        let more = try fixture.open()
        try more.record(fixture.request(.progressNote, ["text": "newer"]))
        try more.close()
        try old.write(to: URL(fileURLWithPath: fixture.path + "/log.sqlite"))
        for _ in 0..<3 {
            let reader = try fixture.open(for: .read)
            #expect(reader.notices.count == 1)
            _ = try reader.timeline(of: "C-0001", for: RecordFixture.auditor)
            fixture.advance(120_000)
            try reader.close()
        }
        #expect(throws: RecordError.self) { try fixture.open() }
        let verdict = try CaseRecord.verify(
            at: fixture.path,
            environment: fixture.folder.environment
        )
        #expect(!verdict.isWhole && !verdict.notices.isEmpty)
        // The copy's last checkpoint is still the one it came with.
        #expect(signed != nil && verdict.log.checkpointSize == signed)
    }

    @Test func `two cases never share a reference`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        #expect {
            try record.record(
                Request(
                    [Draft(.caseOpened, at: .instant(fixture.now()), ["reference": "C-0001"])],
                    in: Identifier(version4: (5, 5)),
                    by: "s-admin"
                )
            )
        } throws: {
            ($0 as? RecordError)?.code == "taken-reference"
        }
    }

    @Test func `a correction is no less confidential than what it corrects`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let disclosure = try record.record(
            fixture.request(
                .disclosureRecorded,
                ["discloser": "mother", "category": "emotional-abuse"]
            )
        )
        let receipt = try record.record(
            fixture.request(
                .entryAmended,
                [
                    "target": .string(disclosure.entries[0].id.description), "reason": "more",
                    "data": [
                        "discloser": "mother", "category": "emotional-abuse", "setting": "home",
                    ],
                ]
            )
        )
        #expect(receipt.entries[0].payload?.confidentiality == .restricted)
    }
}
