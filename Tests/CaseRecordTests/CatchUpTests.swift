@testable import CaseRecord
import CaseModel
import Foundation
import Support
import Testing
import Values

/// Goal: what is durable is acknowledged, whatever is wrong with a projection.
@Suite struct CatchUpTests {
    @Test func `a broken folder of an analyst's does not make a recorded entry look refused`()
        throws
    {
        let fixture = try RecordFixture()
        try fixture.create().close()
        let own = fixture.folder("own")
        try FileManager.default.createDirectory(
            atPath: own + "/broken",
            withIntermediateDirectories: true
        )
        try Data("{".utf8).write(to: URL(fileURLWithPath: own + "/broken/manifest.json"))
        let record = try CaseRecord.open(
            at: fixture.path,
            environment: fixture.folder.environment,
            projections: own,
            clock: { fixture.now() }
        )
        let before = try record.lastPosition()
        let receipt = try record.record(
            fixture.request(.caseOpened, ["reference": "C-0001"])
        )
        #expect(receipt.entries.map(\.position) == [before + 1])
        // Who asks a projection is told.
        #expect(throws: RecordError.self) { try record.catchUp() }
    }

    @Test func `cases are called what the directory says, looked up one by one or all at once`()
        throws
    {
        let every = try EveryTypeRecord(seeds: [3, 4])
        let summaries = try every.record.caseSummaries()
        let names = CaseNames(directory: every.record.directory)
        let looks = Dictionary(
            uniqueKeysWithValues: summaries.map { (StreamNames.access(of: $0.id), $0.id) }
        )
        for summary in summaries {
            #expect(try names.reference(of: summary.id) == summary.reference)
            #expect(try names.caseID(of: summary.id) == summary.id)
            #expect(try names.caseID(of: StreamNames.access(of: summary.id)) == summary.id)
        }
        #expect(try names.looks() == looks)
        #expect(try names.reference(of: every.record.info.id) == nil)
        #expect(try names.caseID(of: every.record.info.id) == every.record.info.id)
    }
}
