import CaseModel
import Foundation
import Support
import Testing
import Values

/// Goal: the rules of keeping give the day that a records manager would give. Method: cases with their
/// days worked out by hand, by the built-in schedule as it ships.
@Suite struct RetentionTests {
    private func schedule(changing: (JSON) -> JSON = { $0 }) throws -> RetentionSchedule {
        let path = "\(Checkout.root)/Projections/retention/vigil-1.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try RetentionSchedule(json: changing(try JSON.parse(text)))
    }

    private func day(_ text: String) -> CivilDate { CivilDate(text).unsafelyUnwrapped }

    private func verdicts(
        _ facts: RetentionFacts,
        today: String = "2030-01-01",
        by schedule: RetentionSchedule? = nil
    ) throws -> [Retention.Verdict] {
        Retention.verdicts(
            on: facts,
            by: try schedule ?? self.schedule(),
            today: day(today),
            setting: { ["SG05.months": 2, "SG04.workingDays": 5][$0] },
            workingDay: { $0.adding(days: $1 + 2) }
        )
    }

    private func facts(ended: String?, _ people: (String, String, String?)...) -> RetentionFacts {
        var facts = RetentionFacts()
        facts.endedOn = ended.map(day)
        facts.people = people.map { label, role, born in
            RetentionFacts.Person(label: label, role: role, born: born.map(day))
        }
        return facts
    }

    struct Example: CustomTestStringConvertible {
        let name: String
        let role: String
        let born: String?
        let ended: String
        let until: String?
        var testDescription: String { name }
    }

    @Test(arguments: [
        Example(
            name: "an infant",
            role: "child",
            born: "2024-06-15",
            ended: "2025-03-01",
            until: "2049-06-15"
        ),
        Example(
            name: "born on 29 February, 25 years on there is none",
            role: "child",
            born: "2024-02-29",
            ended: "2025-03-01",
            until: "2049-03-01"
        ),
        Example(
            name: "16 on the last day before 17",
            role: "child",
            born: "2008-03-02",
            ended: "2025-03-01",
            until: "2033-03-02"
        ),
        Example(
            name: "17 on that very day",
            role: "child",
            born: "2008-03-01",
            ended: "2025-03-01",
            until: "2034-03-01"
        ),
        Example(
            name: "17 on the last day before 18",
            role: "child",
            born: "2007-03-02",
            ended: "2025-03-01",
            until: "2033-03-02"
        ),
        Example(name: "no birthday", role: "child", born: nil, ended: "2025-03-01", until: nil),
        Example(
            name: "an adult client: 25 years are longer than 20 and 8",
            role: "client",
            born: "1990-01-01",
            ended: "2025-03-01",
            until: "2050-03-01"
        ),
        Example(
            name: "an adult client without a birthday",
            role: "client",
            born: nil,
            ended: "2024-02-29",
            until: "2049-03-01"
        ),
        Example(
            name: "a partner: 8 years",
            role: "partner",
            born: nil,
            ended: "2025-03-01",
            until: "2033-03-01"
        ),
        Example(
            name: "a client of 17 is a child, to 26",
            role: "client",
            born: "2007-06-01",
            ended: "2025-03-01",
            until: "2033-06-01"
        ),
        Example(
            name: "a child grown up when it ended",
            role: "child",
            born: "2007-03-01",
            ended: "2025-03-01",
            until: "2033-03-01"
        ),
    ])
    func `each person's longest rule`(_ example: Example) throws {
        let facts = facts(ended: example.ended, ("p", example.role, example.born))
        let outcome = try verdicts(facts)[0].outcome
        #expect(outcome == example.until.map { .notDue(day($0)) } ?? .noDate)
    }

    @Test func `the longest of all people counts, and one unknown leaves no date`() throws {
        var both = facts(
            ended: "2025-03-01",
            ("mother", "client", "1990-01-01"),
            ("infant", "child", "2024-06-15")
        )
        #expect(try verdicts(both)[0].outcome == .notDue(day("2050-03-01")))
        both.people.append(.init(label: "twin", role: "child", born: nil))
        let verdict = try verdicts(both)[0]
        #expect(verdict.outcome == .noDate)
        #expect(verdict.reasons.contains { $0.subject == "twin" && $0.day == nil })
    }

    @Test func `ten years after a death take the place of twenty`() throws {
        var facts = RetentionFacts()
        facts.endedOn = day("2025-03-01")
        facts.people = [
            .init(label: "mother", role: "client", born: nil, died: day("2024-02-29"))
        ]
        let only = try schedule { $0.setting("services", to: ["mental-health"]) }
        let verdict = try verdicts(facts, by: only)[0]
        #expect(verdict.outcome == .notDue(day("2034-03-01")))
        #expect(
            verdict.reasons.first { $0.rule == "mental-health" }?.because.contains("death") == true
        )
    }

    @Test func `due is a review from the very day, and never before`() throws {
        let facts = facts(ended: "2025-03-01", ("infant", "child", "2024-06-15"))
        #expect(
            try verdicts(facts, today: "2049-06-14")[0].outcome == .notDue(day("2049-06-15"))
        )
        #expect(
            try verdicts(facts, today: "2049-06-15")[0].outcome == .reviewDue(day("2049-06-15"))
        )
    }

    @Test func `open work, open safeguarding and what cannot be read give no date`() throws {
        let whole = facts(ended: "2025-03-01", ("infant", "child", "2000-06-15"))
        #expect(try verdicts(whole)[0].outcome.word == "not-due")
        #expect(
            try verdicts(facts(ended: nil, ("infant", "child", "2000-06-15")))[0].outcome == .open
        )
        var open = whole
        open.openSafeguarding = ["risk-1"]
        #expect(try verdicts(open)[0].outcome == .noDate)
        var unread = whole
        unread.unread = [17]
        #expect(try verdicts(unread)[0].outcome == .noDate)
    }

    @Test func `abuse asks for a hold unless the service has the rule`() throws {
        var facts = facts(ended: "2025-03-01", ("infant", "child", "2024-06-15"))
        facts.tellsOfAbuse = true
        let verdict = try verdicts(facts)[0]
        #expect(verdict.prompts.count == 1 && verdict.outcome == .notDue(day("2049-06-15")))
        let own = try schedule { json in
            let rules = (json["rules"]?.array ?? []).map { rule in
                rule["id"] == "iicsa" ? rule.setting("enabled", to: true) : rule
            }
            return json.setting("rules", to: .array(rules))
        }
        #expect(try verdicts(facts, by: own)[0].outcome == .notDue(day("2100-03-01")))
    }

    @Test func `a film goes sooner, at once when consent was withdrawn`() throws {
        var facts = facts(ended: "2025-12-31", ("infant", "child", "2024-06-15"))
        facts.films = [
            .init(label: "film-1", isSelected: false),
            .init(label: "film-2", isSelected: true, withdrawnOn: day("2025-06-02")),
        ]
        let found = try verdicts(facts)
        // The month has no 31st.
        #expect(found[1].outcome == .reviewDue(day("2026-02-28")))
        #expect(found[2].outcome == .destructionDue(day("2025-06-09")))
        facts.endedOn = nil
        #expect(try verdicts(facts)[1].outcome == .open)
        #expect(try verdicts(facts)[2].outcome == .destructionDue(day("2025-06-09")))
    }

    @Test func `what is no schedule is refused with the rule that is wrong`() throws {
        #expect(throws: RetentionError.self) { try RetentionSchedule(json: ["name": "x"]) }
        #expect(throws: RetentionError.self) {
            try schedule { $0.setting("rules", to: [["id": "a", "source": "b", "about": "cat"]]) }
        }
        #expect(throws: RetentionError.self) { try schedule { $0.setting("rules", to: []) } }
    }
}
