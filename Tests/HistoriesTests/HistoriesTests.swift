import CaseModel
import Histories
import Testing
import Values

@Suite struct HistoriesTests {
    /// Decides every step as the record would; returns what was refused.
    private func refusals(
        _ steps: [(recordedAt: Instant, id: Identifier?, draft: Draft)]
    ) -> [String] {
        var entries: [Entry] = []
        var state = CaseState()
        var refused: [String] = []
        for step in steps {
            let setting = CaseDecider.Setting(now: step.recordedAt)
            do throws(Refusal) {
                let decision = try CaseDecider.decide(step.draft, in: state, setting)
                let number = UInt64(entries.count)
                let unit: Identifier =
                    if case .existing(let unit) = decision.unit { unit } else {
                        Identifier(high: 8, low: number)
                    }
                let entry = Entry(
                    position: Int64(number) + 1,
                    id: step.id ?? Identifier(high: 9, low: number),
                    stream: Identifier(high: 0, low: 0),
                    n: Int64(number),
                    kind: "entry",
                    recordedAt: step.recordedAt,
                    by: "s-x",
                    unit: unit,
                    content: .known(decision.payload)
                )
                entries.append(entry)
                if entry.type?.isCorrection ?? false {
                    state = CaseState(folding: entries)
                } else {
                    state.evolve(by: entry, as: decision.payload)
                }
            } catch {
                refused.append("\(step.draft.type.rawValue): \(error.rule)")
            }
        }
        return refused
    }

    @Test func `the case study has all 67 rows, four gaps, and nothing that cannot be true`() throws
    {
        let start = try #require(CivilDate("2025-09-15"))
        let steps = CaseStudy.steps(startingOn: start)
        #expect(Set(steps.map(\.row)) == Set(1...67))
        for row in [16, 17, 22] {
            #expect(
                steps.filter { $0.row == row }.allSatisfy { $0.drafts.isEmpty && $0.note != nil }
            )
        }
        let liaison = steps.filter { $0.row == 47 }.flatMap(\.drafts)
        #expect(!liaison.isEmpty && liaison.allSatisfy { $0.occurred == .unknown })
        let drafts = steps.flatMap(\.drafts)
        #expect(!drafts.contains { $0.type == .consentGiven || $0.type == .measureScored })
        #expect(
            drafts.allSatisfy { $0.provenance?["status"] != nil && $0.provenance?["row"] != nil }
        )
        #expect(
            refusals(
                steps.flatMap { step in
                    step.drafts.map { (step.recordedAt, nil, $0) }
                }
            ) == []
        )
    }

    @Test func `one case has every type that a case can have`() {
        let history = Simulation.everyType(seed: 3)
        let types = Set(history.steps.map(\.draft.type))
        let expected = EventType.allCases.filter {
            $0.spec.keeping.isOfCase && $0.spec.group != .access
        }
        #expect(expected.filter { !types.contains($0) } == [])
        #expect(refusals(history.steps.map { ($0.recordedAt, $0.id, $0.draft) }) == [])
    }

    @Test func `simulated cases hold nothing that cannot be true, and never go back in time`()
        throws
    {
        let simulation = Simulation(
            seed: 5,
            cases: 40,
            starting: try #require(CivilDate("2022-01-03"))
        )
        for index in stride(from: 0, to: 40, by: 8) {
            let steps = simulation.history(ofCase: index).steps
            #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.recordedAt <= $1.recordedAt })
            #expect(refusals(steps.map { ($0.recordedAt, $0.id, $0.draft) }) == [])
        }
    }

    @Test func `a caseload is all cases' steps in the order of time`() throws {
        let simulation = Simulation(
            seed: 6,
            cases: 12,
            starting: try #require(CivilDate("2022-01-03"))
        )
        let steps = Array(Caseload(simulation))
        #expect(
            zip(steps, steps.dropFirst()).allSatisfy { $0.step.recordedAt <= $1.step.recordedAt }
        )
        let expected = (0..<12).reduce(0) { $0 + simulation.history(ofCase: $1).steps.count }
        #expect(steps.count == expected)
        #expect(Set(steps.map(\.step.id)).count == expected)
        #expect(steps.count(where: \.isLast) == 12)
    }
}
