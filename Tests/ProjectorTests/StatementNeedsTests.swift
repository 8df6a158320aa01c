import Support
import Testing

@testable import Projector

/// A statement that is skipped must have had nothing to do, so what is not sure is run.
@Suite struct StatementNeedsTests {
    private func needs(_ sql: String) throws -> Set<String>? {
        let script = SQLScript(sql)
        return StatementNeeds.types(of: script.statements[0])
    }

    @Test(arguments: [
        ("INSERT INTO t SELECT position FROM event WHERE type = 'film-taken'", ["film-taken"]),
        (
            "INSERT INTO t SELECT n FROM event AS e WHERE e.type IN ('a', 'b') AND n > 1",
            ["a", "b"]
        ),
        (
            "INSERT INTO t SELECT n FROM event WHERE type = 'a' AND n = 1 OR type IN ('b')",
            ["a", "b"]
        ),
        (
            "INSERT INTO t SELECT n FROM event AS e, json_each(data) AS j WHERE e.type = 'a'"
                + " UNION SELECT n FROM event WHERE type = 'b'", ["a", "b"]
        ),
        (
            "INSERT INTO t SELECT x FROM (SELECT n AS x FROM event WHERE type = 'a') AS s"
                + " LEFT JOIN u ON u.x = s.x WHERE true ON CONFLICT DO UPDATE SET x = 1", ["a"]
        ),
        (
            "WITH s AS (SELECT n FROM event WHERE type = 'a')"
                + " INSERT INTO t SELECT count(*) FROM s GROUP BY n", ["a"]
        ),
    ])
    func `needs the types that its rows come from`(_ sql: String, _ types: [String]) throws {
        #expect(try needs(sql) == Set(types))
    }

    @Test(arguments: [
        "INSERT INTO t SELECT n FROM event",
        "INSERT INTO t VALUES (1)",
        "INSERT INTO t SELECT count(*) FROM event WHERE type = 'a'",
        "INSERT INTO t SELECT 1 FROM event WHERE type = 'a' HAVING true",
        "INSERT INTO t SELECT n FROM event WHERE type = 'a' OR n = 1",
        "INSERT INTO t SELECT n FROM event WHERE NOT type = 'a'",
        "INSERT INTO t SELECT n FROM event WHERE type <> 'a'",
        "INSERT INTO t SELECT n FROM event WHERE type NOT IN ('a')",
        "INSERT INTO t SELECT n FROM event WHERE type IN ('a', kind)",
        "INSERT INTO t SELECT n FROM event WHERE type = kind",
        "INSERT INTO t SELECT n FROM event WHERE n BETWEEN 1 AND type = 'a'",
        "INSERT INTO t SELECT n FROM event WHERE CASE WHEN n AND type = 'a' THEN 0 ELSE 1 END",
        "INSERT INTO t SELECT n FROM event WHERE (type = 'a')",
        "INSERT INTO t SELECT n FROM u LEFT JOIN event AS e ON true WHERE e.type = 'a'",
        "INSERT INTO t SELECT n FROM event RIGHT JOIN u ON true WHERE type = 'a'",
        "INSERT INTO t SELECT n FROM event AS e FULL JOIN u ON true WHERE e.type = 'a'",
        "INSERT INTO t SELECT n FROM event AS e, json_each(data) AS j WHERE type = 'a'",
        "INSERT INTO t SELECT n FROM event AS e, json_each(data) AS j WHERE j.type = 'a'",
        "INSERT INTO t SELECT n FROM event WHERE type = 'a' UNION ALL SELECT x FROM u",
        "WITH event AS (SELECT 1 AS type) INSERT INTO t SELECT 1 FROM event WHERE type = 'a'",
        "UPDATE t SET x = (SELECT n FROM event WHERE type = 'a')",
        "DELETE FROM t WHERE x IN (SELECT n FROM event WHERE type = 'a')",
    ])
    func `is run whatever the window holds`(_ sql: String) throws {
        #expect(try needs(sql) == nil)
    }

    @Test func `most statements of the built-in folders say what they need`() throws {
        let folders = try ProjectionFolder.all(in: "\(Checkout.root)/Projections")
        let all = folders.flatMap(\.apply.statements)
        let known = all.filter { StatementNeeds.types(of: $0) != nil }
        #expect(Double(known.count) > 0.9 * Double(all.count))
    }
}
