import CaseModel
import CaseRecord
import EventLog
import Foundation
import Support
import Testing
import Values

#if canImport(Glibc)
import Glibc
#endif

/// Goal: a process that goes on after an erasure has nothing of it left in any file that it has open,
/// whether or not the file still has a name. Method: this process records, rebuilds, reads, searches and
/// erases, keeps the record open, and looks into its own files.
@Suite struct ErasedPhrasesTests {
    private static let texts = [
        "Krähenfußgäßchenlampe", "القمرالذهبيالبعيدجدا", "蓝色的羽毛笔在海边", "snowdroppering",
    ]

    private func approved(_ record: CaseRecord, _ fixture: RecordFixture) throws -> Disposal {
        let proposed = try record.proposeDisposal(
            of: "C-0001",
            .wholeCase,
            ground: "court-order",
            by: "s-records"
        )
        func disposal() throws -> Disposal {
            try record.disposal(String(proposed.position))
        }
        for staff in ["s-privacy", "s-lead"] {
            _ = try record.appraise(
                disposal(),
                outcome: "destroy",
                reason: "An order",
                by: staff
            )
        }
        _ = try record.schedule(disposal(), notBefore: fixture.now(), by: "s-records")
        fixture.advance(1000)
        return try disposal()
    }

    /// Those who propose an erasure, and those who approve it.
    private func staff(_ record: CaseRecord, _ fixture: RecordFixture) throws {
        for (name, role) in [
            ("s-records", "records-manager"), ("s-privacy", "privacy-officer"),
            ("s-lead", "safeguarding-lead"),
        ] {
            for (type, data) in [
                (.staffAdded, ["staff": .string(name), "name": .string(name)]),
                (.roleAssigned, ["staff": .string(name), "role": .string(role)]),
            ] as [(EventType, JSON)] {
                try record.record(
                    service: Draft(type, at: .instant(fixture.now()), data),
                    by: "s-admin"
                )
            }
        }
    }

    @Test func `the files that a running process has open hold nothing of what it erased`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        try staff(record, fixture)
        let long = (0..<2000).map { "brackenfold\($0)" }.joined(separator: " ")
        for text in ErasedPhrasesTests.texts + [long] {
            fixture.advance(1000)
            var draft = Draft(
                .progressNote,
                at: .instant(fixture.now()),
                ["text": .string("Then \(text)"), "concerning": ["mother"]]
            )
            draft.source = text
            draft.thirdParties = [text]
            try record.record(Request([draft], in: fixture.caseID, by: "s-admin"))
        }
        try record.record(
            fixture.request(
                .filmDestroyed,
                ["film": "film-1", "reason": "work-ended", "copiesDestroyed": true]
            )
        )
        // The file that a rebuild takes the place of is one without a name.
        for _ in 0..<2 { try record.rebuild() }
        let view = try record.timeline(of: "C-0001", for: RecordFixture.auditor)
        #expect(view.lines.contains { $0.standing.payload?.source == ErasedPhrasesTests.texts[0] })
        let phrases = Phrases(
            ErasedPhrasesTests.texts + ["brackenfold7 brackenfold8", "brackenfold1999"]
        )
        #expect(try !phrases.holding(under: fixture.folder.path).isEmpty, "the search looks")
        #expect(try !phrases.holding(openIn: getpid()).isEmpty, "it looks into open files")
        let disposal = try approved(record, fixture)
        _ = try record.carryOut(disposal, by: "s-records")
        #expect(try phrases.holding(openIn: getpid()) == [])
        #expect(try phrases.holding(under: fixture.folder.path) == [])
        _ = try record.rotateEncryptionKey(because: .erasure, by: "s-records")
        try record.rebuild()
        #expect(try phrases.holding(openIn: getpid()) == [])
        #expect(try phrases.holding(under: fixture.folder.path) == [])
        try record.close()
    }

    @Test func `a file that another has open and that is removed is emptied first`() throws {
        let fixture = try RecordFixture()
        let record = try fixture.withCase()
        let folder = fixture.path + "/projections"
        let path = folder + "/left.3.sqlite"
        try Data("snowdroppering".utf8).write(to: URL(fileURLWithPath: path))
        let handle = try #require(FileHandle(forReadingAtPath: path))
        try staff(record, fixture)
        try record.record(
            fixture.request(
                .filmDestroyed,
                ["film": "film-1", "reason": "work-ended", "copiesDestroyed": true]
            )
        )
        _ = try record.carryOut(approved(record, fixture), by: "s-records")
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try handle.readToEnd() ?? Data() == Data())
    }
}
