import CaseModel
@testable import CaseRecord
import Foundation
import Projector
import Support
import Testing
import Values

let isDeep = ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"].map { !$0.isEmpty } ?? false

/// Goal: the record's own rules and the SQL that others read say the same of a case. Method: after every
/// entry of a history, what the pure model folds is compared with what the projections hold.
@Suite struct ModelAgreementTests {
    static let histories: [RandomHistory] =
        (0..<(isDeep ? 300 : 30)).map { .acts(seed: UInt64($0)) }
        + (1...(isDeep ? 8 : 2)).map { .everyType(seed: UInt64($0)) }
        + (1...(isDeep ? 8 : 1)).map {
            .simulated(seed: UInt64($0), first: isDeep ? .max : 400)
        }

    private static let folders = Result {
        try ["caseload", "consent-register", "risk-and-actions"].map {
            try ProjectionFolder.read("\(Checkout.root)/Projections/\($0)")
        }
    }

    private static let openRisks = Result {
        try Question(
            """
            -- open: Which risks are open after all entries?
            SELECT risk || ' ' || position || ' ' || coalesce(level, '-') FROM open_risk
            WHERE case_id = :case ORDER BY risk
            """,
            file: "test/open-risks"
        )
    }

    private static let cycles = Result {
        try Question(
            """
            -- cycles: How many were opened and completed, and does the row per case say so too?
            SELECT count(*), count(completed_position), NOT EXISTS (
                SELECT 1 FROM case_now AS n WHERE n.case_id = :case
                  AND (n.cycles_opened <> (SELECT count(*) FROM cycle_now WHERE case_id = :case)
                    OR n.cycles_completed <> (SELECT count(completed_position) FROM cycle_now
                      WHERE case_id = :case)))
            FROM cycle_now WHERE case_id = :case
            """,
            file: "test/cycles"
        )
    }

    @Test(arguments: histories)
    func `consents, open risks and cycles in SQL are those of the pure model at every position`(
        history: RandomHistory
    ) throws {
        let bench = try Workbench(Self.folders.get())
        let consentAt = try Question.read(
            "\(Checkout.root)/Projections/consent-register/queries/consent-at.sql"
        )
        let id = Value.text(history.caseID.description)
        var random = SeededRandom(seed: UInt64(history.entries.count))
        var state = CaseState()
        for (index, entry) in history.entries.enumerated() {
            let known = history.known(index + 1)
            let isPlain = entry.type.map { !$0.isCorrection } ?? false
            if isPlain {
                state.evolve(by: entry, as: entry.payload)
                try bench.apply(history.rows.rows(of: [entry]))
            } else {
                state = CaseState(folding: known)
                try bench.remove(history.caseID)
                try bench.apply(history.rows.rows(of: known))
            }
            let place: Comment = "\(history.name), position \(entry.position)"

            let risks = try bench.ask(Self.openRisks.get(), [":case": id]).rows.map { $0[0].text }
            let open = (state.things[.risk] ?? [:]).filter { $0.value.standing == nil }
                .map { "\($0.key) \($0.value.position) \($0.value.data["level"]?.string ?? "-")" }
            try #require(risks == open.sorted(), place)

            let counts = try bench.ask(Self.cycles.get(), [":case": id]).rows[0].map(\.integer)
            let cycles = state.things[.cycle] ?? [:]
            let completed = cycles.values.count { $0.standing == "completed" }
            try #require(counts == [Int64(cycles.count), Int64(completed), 1], place)

            for moment in moments(state, entry, isPlain, &random) {
                let answer = try bench.ask(
                    consentAt,
                    [":case": id, ":as_of": .text(moment.description)]
                )
                try #require(
                    Set(answer.records.map(word)) == words(state, at: moment),
                    "\(place) at \(moment)"
                )
            }
        }
    }

    /// Where consent may change: about the bounds of the acts, a few of them.
    private func moments(
        _ state: CaseState,
        _ entry: Entry,
        _ isPlain: Bool,
        _ random: inout SeededRandom
    ) -> [Instant] {
        guard
            !isPlain || entry.type == .filmTaken || state.consents.last?.position == entry.position
        else { return [entry.recordedAt] }
        let bounds = state.consents.flatMap { act in
            [act.from] + (act.until.map { $0 < .distantFuture ? [$0] : [] } ?? [])
        }
        return [entry.recordedAt]
            + Set(bounds).sorted().shuffled(using: &random).prefix(5).flatMap { bound in
                [-1, 0, 1].map { bound.adding(milliseconds: $0) }
            }
    }

    /// One giver's word on one film, scope and person, as SQL has it.
    private func word(_ row: [String: Value]) -> String {
        [
            row["film"]?.text ?? "-", row["scope"]?.text ?? "", row["person"]?.text ?? "",
            row["giver"]?.text ?? "", row["allows"]?.integer == 1 ? "yes" : "no",
        ].joined(separator: " ")
    }

    /// The same for everybody who has said anything, as the model has it.
    private func words(_ state: CaseState, at moment: Instant) -> Set<String> {
        let filmed = (state.things[.film] ?? [:]).filter {
            $0.value.data["people"]?.isEmpty == false
        }
        let films = Set(filmed.keys).union(state.consents.compactMap(\.film))
        var words: Set<String> = []
        for act in Set(state.consents.map { [$0.scope, $0.subject] }) {
            for film in [nil] + films.map(Optional.some) {
                let (given, withdrawn) = state.consent(
                    to: act[0],
                    for: act[1],
                    film: film,
                    at: moment
                )
                for (givers, said) in [(given, "yes"), (withdrawn, "no")] {
                    for giver in givers {
                        words.insert("\(film ?? "-") \(act[0]) \(act[1]) \(giver) \(said)")
                    }
                }
            }
        }
        return words
    }
}
