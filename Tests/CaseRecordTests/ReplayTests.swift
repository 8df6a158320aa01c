import CaseModel
import CaseRecord
import Foundation
import Histories
import Support
import Testing
import Values

/// Goal: what a record says was known at a time is what a record that stopped then says. Method: simulated
/// histories recorded twice, once whole and once up to a random moment.
@Suite struct ReplayTests {
    private func record(
        _ fixture: RecordFixture,
        _ history: SimulatedCase,
        through count: Int
    ) throws -> CaseRecord {
        let record = try CaseRecord.create(
            at: fixture.path,
            .init(
                name: "Replay",
                nation: "england-wales",
                administrator: ("s-admin", "Ann"),
                roles: ["administrator", "auditor"],
                keepsSecretsInside: true
            ),
            environment: fixture.folder.environment,
            clock: { Instant(milliseconds: 0) }
        )
        for member in Simulation.staff {
            try record.record(
                service: Draft(
                    .staffAdded,
                    at: .unknown,
                    ["staff": .string(member.pseudonym), "name": "X"]
                ),
                by: "s-admin"
            )
        }
        for step in history.steps.prefix(count) {
            try record.record(
                Request(
                    [step.draft],
                    in: history.id,
                    by: step.by,
                    command: step.id,
                    recordedAt: step.recordedAt
                )
            )
        }
        return record
    }

    @Test(arguments: 0..<3)
    func `known at T is the record that stopped at T`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let simulation = Simulation(
            seed: UInt64(seed),
            cases: 3,
            starting: try #require(CivilDate("2022-01-03"))
        )
        let history = seed == 0 ? Simulation.everyType(seed: 1) : simulation.history(ofCase: seed)
        let steps = Array(history.steps.prefix(400))
        let all = try RecordFixture()
        let whole = try record(all, history, through: steps.count)
        let reader = Reader(staff: "s-admin", purpose: "audit")
        for _ in 0..<3 {
            let cut = Int.random(in: 0..<steps.count, using: &random)
            let moment = steps[cut].recordedAt
            let count = steps.count { $0.recordedAt <= moment }
            let fixture = try RecordFixture()
            let stopped = try record(fixture, history, through: count)
            for asOf in [nil, moment, steps[cut / 2].recordedAt] {
                let known = try whole.timeline(
                    of: history.reference,
                    Timeline.Query(asOf: asOf, knownAt: moment),
                    for: reader
                )
                let then = try stopped.timeline(
                    of: history.reference,
                    Timeline.Query(asOf: asOf),
                    for: reader
                )
                #expect(substance(known) == substance(then), "seed \(seed), cut \(cut)")
            }
        }
    }
}
