import Foundation
import Projector
import Support
import Testing
import Values

/// A folder with one mistake.
struct WrongFolder: Sendable, CustomTestStringConvertible {
    let name: String
    /// The rules that find it by reading, and the probes that find it by running.
    var reading: Set<String> = []
    var probing: Set<String> = []
    var schema = ""
    var apply = ""
    var types: JSON = "*"

    var testDescription: String { name }
}

@Suite struct FolderCheckerTests {
    /// Facts that nothing is wrong with, to build mistakes upon.
    static let turns = """
        CREATE TABLE turn (
          case_id TEXT NOT NULL, review TEXT NOT NULL, start_ms INTEGER NOT NULL, position INTEGER NOT NULL,
          speaker TEXT NOT NULL, end_ms INTEGER NOT NULL, words TEXT,
          PRIMARY KEY (case_id, review, start_ms, position)
        ) STRICT, WITHOUT ROWID;

        """
    static let insertTurns = """
        INSERT INTO turn
        SELECT case_id, data->>'$.review', data->>'$.startMs', position, data->>'$.speaker',
          data->>'$.endMs', data->>'$.words'
        FROM event WHERE type = 'utterance-recorded';

        """

    static func table(_ columns: String, key: String, name: String = "made") -> String {
        "CREATE TABLE \(name) (\(columns), PRIMARY KEY (\(key))) STRICT, WITHOUT ROWID;\n"
    }

    static let wrong: [WrongFolder] = [
        WrongFolder(
            name: "lag over the window",
            reading: ["window-over-event"],
            probing: ["split"],
            schema: table("case_id TEXT, position INTEGER, before TEXT", key: "case_id, position"),
            apply: """
                -- wrong
                INSERT INTO made
                SELECT case_id, position, lag(type) OVER (PARTITION BY case_id ORDER BY position)
                FROM event WHERE case_id IS NOT NULL;
                """
        ),
        WrongFolder(
            name: "row_number over event, by way of WITH and a subquery",
            reading: ["window-over-event"],
            probing: ["split"],
            schema: table(
                "case_id TEXT, position INTEGER, number INTEGER",
                key: "case_id, position"
            ),
            apply: """
                -- wrong
                INSERT INTO made
                WITH mine AS (SELECT case_id, position FROM event WHERE case_id IS NOT NULL)
                SELECT case_id, position, row_number() OVER w
                FROM (SELECT * FROM mine)
                WINDOW w AS (PARTITION BY case_id ORDER BY position);
                """
        ),
        WrongFolder(
            name: "row_number without ORDER BY",
            reading: ["over-without-order"],
            probing: ["order"],
            schema: turns
                + table("case_id TEXT, position INTEGER, number INTEGER", key: "case_id, position"),
            apply: insertTurns + """
                DELETE FROM made WHERE case_id IN (SELECT case_id FROM event);
                -- wrong
                INSERT INTO made
                SELECT case_id, position, row_number() OVER (PARTITION BY case_id) FROM turn
                WHERE case_id IN (SELECT case_id FROM event);
                """
        ),
        WrongFolder(
            name: "the last one wins, in no order",
            probing: ["order"],
            schema: table("case_id TEXT, risk TEXT, level TEXT", key: "case_id, risk"),
            apply: """
                -- wrong
                INSERT INTO made
                SELECT case_id, data->>'$.risk', data->>'$.level'
                FROM event WHERE type IN ('risk-noted', 'risk-reviewed')
                ON CONFLICT DO UPDATE SET level = excluded.level;
                """
        ),
        WrongFolder(
            name: "a bare column beside max, with ties",
            reading: ["bare-column"],
            probing: ["order"],
            schema: turns + table("case_id TEXT, last_ms INTEGER, speaker TEXT", key: "case_id"),
            apply: insertTurns + """
                DELETE FROM made WHERE case_id IN (SELECT case_id FROM event);
                -- wrong
                INSERT INTO made SELECT case_id, max(start_ms), words FROM turn
                WHERE case_id IN (SELECT case_id FROM event) GROUP BY case_id;
                """
        ),
        WrongFolder(
            name: "group_concat as rows lie",
            reading: ["unordered-list"],
            probing: ["order"],
            schema: turns + table("case_id TEXT, speakers TEXT", key: "case_id"),
            apply: insertTurns + """
                DELETE FROM made WHERE case_id IN (SELECT case_id FROM event);
                -- wrong
                INSERT INTO made SELECT case_id, group_concat(words) FROM turn
                WHERE case_id IN (SELECT case_id FROM event) GROUP BY case_id;
                """
        ),
        WrongFolder(
            name: "a total over cases",
            probing: ["case"],
            schema: table("type TEXT, number INTEGER NOT NULL", key: "type"),
            apply: """
                -- wrong
                INSERT INTO made SELECT type, count(*) FROM event WHERE type IS NOT NULL GROUP BY type
                ON CONFLICT DO UPDATE SET number = number + excluded.number;
                """
        ),
        WrongFolder(
            name: "a number counted over cases",
            probing: ["case"],
            schema: turns
                + table("case_id TEXT, position INTEGER, number INTEGER", key: "case_id, position"),
            apply: insertTurns + """
                DELETE FROM made;
                -- wrong
                INSERT INTO made
                SELECT case_id, position, row_number() OVER (ORDER BY position) FROM turn;
                """
        ),
        WrongFolder(
            name: "a lost update",
            probing: ["split"],
            schema: table(
                "case_id TEXT, action TEXT, position INTEGER, done INTEGER NOT NULL",
                key: "case_id, action, position"
            ),
            apply: """
                INSERT INTO made SELECT case_id, data->>'$.action', position, 0
                FROM event WHERE type = 'action-assigned';
                -- wrong
                UPDATE made SET done = 1
                WHERE (case_id, action) IN (
                  SELECT case_id, data->>'$.action' FROM event WHERE type = 'action-completed');
                """
        ),
        WrongFolder(
            name: "a sum of fractions",
            reading: ["real"],
            probing: ["order"],
            schema: table(
                "case_id TEXT, position INTEGER, weight TEXT",
                key: "case_id, position",
                name: "weighed"
            )
                + table("case_id TEXT, total TEXT", key: "case_id"),
            apply: """
                INSERT INTO weighed SELECT case_id, position, data->>'$.weight'
                FROM event WHERE type = 'utterance-recorded';
                DELETE FROM made WHERE case_id IN (SELECT case_id FROM event);
                -- wrong
                INSERT INTO made SELECT case_id, CAST(sum(weight) AS TEXT) FROM weighed
                WHERE case_id IN (SELECT case_id FROM event) GROUP BY case_id;
                """
        ),
        WrongFolder(
            name: "a stamp of the window",
            probing: ["split"],
            schema: table(
                "case_id TEXT, position INTEGER, seen_at INTEGER",
                key: "case_id, position"
            ),
            apply: """
                -- wrong
                INSERT INTO made SELECT case_id, position, (SELECT max(position) FROM event)
                FROM event WHERE case_id IS NOT NULL;
                """
        ),
        WrongFolder(
            name: "OR REPLACE",
            reading: ["or-replace"],
            probing: ["order"],
            schema: table("case_id TEXT, risk TEXT, level TEXT", key: "case_id, risk"),
            apply: """
                -- wrong
                INSERT OR REPLACE INTO made SELECT case_id, data->>'$.risk', data->>'$.level'
                FROM event WHERE type = 'risk-noted';
                """
        ),
        WrongFolder(
            name: "OR IGNORE",
            reading: ["or-replace"],
            schema: table("case_id TEXT, risk TEXT, level TEXT", key: "case_id, risk"),
            apply: """
                -- wrong
                INSERT OR IGNORE INTO made SELECT case_id, data->>'$.risk', data->>'$.level'
                FROM event WHERE type = 'risk-noted';
                """
        ),
        WrongFolder(
            name: "UPDATE FROM with several matches",
            reading: ["update-from"],
            probing: ["order"],
            schema: turns + table("case_id TEXT, words TEXT", key: "case_id"),
            apply: insertTurns + """
                DELETE FROM made WHERE case_id IN (SELECT case_id FROM event);
                INSERT INTO made SELECT DISTINCT case_id, NULL FROM turn
                WHERE case_id IN (SELECT case_id FROM event);
                -- wrong
                UPDATE made SET words = turn.words FROM turn WHERE turn.case_id = made.case_id;
                """
        ),
        WrongFolder(
            name: "a table without case_id that takes words of cases",
            probing: ["case", "erasure"],
            schema: table("position INTEGER, words TEXT", key: "position"),
            apply: """
                -- wrong
                INSERT INTO made SELECT position, data->>'$.words'
                FROM event WHERE type = 'utterance-recorded';
                """
        ),
        WrongFolder(
            name: "a copy of erased words under another name for the case",
            probing: ["case", "erasure"],
            schema: turns
                + table("family TEXT, position INTEGER, said TEXT", key: "family, position"),
            apply: insertTurns + """
                -- wrong
                INSERT INTO made SELECT case_id, position, data->>'$.words'
                FROM event WHERE type = 'utterance-recorded';
                """
        ),
        WrongFolder(
            name: "a table that numbers its rows as they come",
            reading: ["rowid"],
            schema: """
                -- wrong
                CREATE TABLE made (case_id TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (case_id, position)) STRICT;
                """,
            apply: "INSERT INTO made SELECT case_id, position FROM event WHERE case_id IS NOT NULL;"
        ),
        WrongFolder(
            name: "a table that is not strict, has no key and types of its own",
            reading: ["strict", "key", "rowid", "column-type"],
            schema: "-- wrong\nCREATE TABLE made (case_id VARCHAR(36), position INT);",
            apply: "INSERT INTO made SELECT case_id, position FROM event;"
        ),
        WrongFolder(
            name: "a column of any type, and one that is REAL",
            reading: ["column-type"],
            schema: "-- wrong\n"
                + table("case_id TEXT, position INTEGER, a ANY, b REAL", key: "case_id, position"),
            apply:
                "INSERT INTO made SELECT case_id, position, 1, 2 FROM event WHERE case_id IS NOT NULL;"
        ),
        WrongFolder(
            name: "a key that settles conflicts by itself",
            reading: ["conflict-clause"],
            schema: """
                -- wrong
                CREATE TABLE made (case_id TEXT, risk TEXT, PRIMARY KEY (case_id, risk) ON CONFLICT REPLACE)
                STRICT, WITHOUT ROWID;
                """,
            apply:
                "INSERT INTO made SELECT case_id, data->>'$.risk' FROM event WHERE type = 'risk-noted';"
        ),
        WrongFolder(
            name: "LIMIT without ORDER BY",
            reading: ["limit-without-order"],
            probing: ["order"],
            schema: turns + table("case_id TEXT, words TEXT", key: "case_id"),
            apply: insertTurns + """
                DELETE FROM made WHERE case_id IN (SELECT case_id FROM event);
                -- wrong
                INSERT INTO made SELECT e.case_id, (
                  SELECT words FROM turn WHERE turn.case_id = e.case_id LIMIT 1)
                FROM (SELECT DISTINCT case_id FROM event) AS e WHERE e.case_id IS NOT NULL;
                """
        ),
        WrongFolder(
            name: "NOT IN with a null among the values",
            reading: ["not-in"],
            schema: table("case_id TEXT, position INTEGER", key: "case_id, position"),
            apply: """
                -- wrong
                INSERT INTO made SELECT case_id, position FROM event
                WHERE case_id IS NOT NULL AND position NOT IN (SELECT data->>'$.of' FROM event);
                """
        ),
        WrongFolder(
            name: "a type that nobody records",
            reading: ["type-unknown"],
            schema: table("case_id TEXT, position INTEGER", key: "case_id, position"),
            apply: """
                -- wrong
                INSERT INTO made SELECT case_id, position FROM event WHERE type IN ('risk-noted', 'risk-notted');
                """
        ),
        WrongFolder(
            name: "a type that the manifest does not take",
            reading: ["type-not-taken"],
            schema: table("case_id TEXT, position INTEGER", key: "case_id, position"),
            apply: """
                -- wrong
                INSERT INTO made SELECT e.case_id, e.position FROM event AS e WHERE e.type = 'progress-note';
                """,
            types: ["risk-noted"]
        ),
        WrongFolder(
            name: "a view that knows the present moment",
            reading: ["view-function"],
            schema: turns
                + "-- wrong\nCREATE VIEW made AS SELECT case_id, date(start_ms) AS day FROM turn;\n",
            apply: insertTurns
        ),
        WrongFolder(
            name: "SQL that stops at what the catalogue lets in",
            probing: ["stops"],
            schema: table(
                "case_id TEXT, position INTEGER, speaker TEXT NOT NULL CHECK (speaker <> 'parent')",
                key: "case_id, position"
            ),
            apply: """
                -- wrong
                INSERT INTO made SELECT case_id, position, data->>'$.speaker'
                FROM event WHERE type = 'utterance-recorded';
                """
        ),
    ]

    @Test(arguments: wrong)
    func `a wrong folder is refused where it is wrong`(wrong: WrongFolder) throws {
        let fixture = try CheckerFixture(
            schema: wrong.schema,
            apply: wrong.apply,
            types: wrong.types
        )
        let isApply = wrong.apply.contains("-- wrong")
        let file = isApply ? "apply.sql" : "schema.sql"
        let line = try #require(CheckerFixture.wrongLine(isApply ? wrong.apply : wrong.schema))
        let read = fixture.read()
        for complaint in read {
            #expect(complaint.file == file && complaint.line == line, "\(complaint.told)")
            #expect(!complaint.statement.isEmpty && complaint.statement.count <= 80)
        }
        #expect(Set(read.map(\.rule)) == wrong.reading, "\(read.map(\.told))")

        let histories = [1, 2].map { SimulatedLog(seed: $0, count: 60).history }
        let probed = try fixture.probe(histories)
        #expect(
            wrong.probing.isSubset(of: probed.map(\.rule)),
            "\(probed.map(\.told)) \(probed.first?.detail ?? "")"
        )
        for complaint in probed where wrong.probing.contains(complaint.rule) {
            #expect(complaint.file == file && complaint.line == line, "\(complaint.told)")
            #expect(complaint.detail?.contains("the smallest log") == true)
        }
    }

    // MARK: What must pass

    /// The patterns of docs/PROJECTIONS.md, as an analyst would write them down.
    static let right = (
        schema: turns + """
            CREATE TABLE pause (
              case_id TEXT NOT NULL, review TEXT NOT NULL, pauses INTEGER NOT NULL, parent_first INTEGER,
              PRIMARY KEY (case_id, review)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX turn_by_speaker ON turn (speaker);
            CREATE TABLE first_risk (
              case_id TEXT NOT NULL, risk TEXT NOT NULL, known_at TEXT NOT NULL, times INTEGER NOT NULL,
              PRIMARY KEY (case_id, risk)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE word (
              case_id TEXT NOT NULL, position INTEGER NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL,
              listed TEXT, PRIMARY KEY (case_id, position, n)
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE holder (position INTEGER NOT NULL, staff TEXT NOT NULL, PRIMARY KEY (position))
            STRICT, WITHOUT ROWID;
            CREATE TABLE square (n INTEGER NOT NULL, square INTEGER NOT NULL, PRIMARY KEY (n)) STRICT, WITHOUT ROWID;
            INSERT INTO square
            WITH RECURSIVE up (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM up WHERE n < 100)
            SELECT n, n * n FROM up;
            CREATE VIEW talk AS
            SELECT case_id, review, sum(iif(speaker = 'parent', end_ms - start_ms, 0)) AS parent_ms,
              100.0 * sum(speaker = 'parent') / count(*) AS share
            FROM turn GROUP BY case_id, review;
            CREATE VIEW talk_named AS
            SELECT t.case_id, t.position, t.words, max(f.known_at) AS known_at, count(*) AS n
            FROM turn AS t JOIN first_risk AS f USING (case_id)
            GROUP BY t.case_id, t.review, t.start_ms, t.position;
            CREATE VIEW until AS
            SELECT case_id, position, lead(start_ms) OVER w AS next_ms,
              CASE WHEN count(*) OVER (PARTITION BY case_id) > 1 THEN 'many' ELSE 'one' END AS how
            FROM turn WINDOW w AS (PARTITION BY case_id, review ORDER BY start_ms, position);
            """,
        apply: insertTurns + """
            DELETE FROM pause WHERE (case_id, review) IN (
              SELECT case_id, data->>'$.review' FROM event WHERE type = 'utterance-recorded');
            INSERT INTO pause
            SELECT case_id, review, count(*), sum(speaker = 'parent') FROM (
              SELECT t.*, lag(speaker) OVER w AS before, start_ms - lag(end_ms) OVER w AS gap_ms
              FROM turn AS t
              WHERE (case_id, review) IN (SELECT case_id, data->>'$.review' FROM event WHERE type = 'utterance-recorded')
              WINDOW w AS (PARTITION BY case_id, review ORDER BY start_ms, position))
            WHERE before = 'guider' AND gap_ms >= 500 GROUP BY case_id, review;
            INSERT INTO first_risk
            SELECT case_id, data->>'$.risk', min(recorded_at), count(*) FROM event
            WHERE type = 'risk-noted' GROUP BY 1, 2
            ON CONFLICT DO UPDATE SET known_at = min(known_at, excluded.known_at), times = times + excluded.times;
            -- The words of one event, numbered within it: no other window adds any.
            INSERT INTO word
            SELECT e.case_id, e.position, row_number() OVER (PARTITION BY e.position ORDER BY j.id), j.value,
              (SELECT group_concat(k.value, ' ') OVER (ORDER BY k.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
               FROM json_tree(e.data) AS k WHERE k.type = 'text' ORDER BY k.id LIMIT 1)
            FROM event AS e, json_each(e.data) AS j
            WHERE e.case_id IS NOT NULL AND e.type = 'progress-note' AND j.type = 'text';
            INSERT INTO holder
            SELECT position, data->>'$.staff' FROM event
            WHERE case_id IS NULL AND EXISTS (SELECT 1 FROM square LIMIT 1)
              AND (SELECT count(*) FROM event) > 0;
            """
    )

    @Test func `a folder that follows the patterns passes`() throws {
        let fixture = try CheckerFixture(
            schema: Self.right.schema,
            apply: Self.right.apply,
            queries: [
                "talk": """
                -- talk: Who talks how much?
                -- reads: made
                -- parameters: least
                WITH shown AS (SELECT review, parent_ms, share FROM talk WHERE case_id = :case),
                lists AS (SELECT review, json_group_array(position) AS list FROM turn GROUP BY review)
                SELECT s.review, (SELECT json_group_array(value) FROM (
                    SELECT value FROM lists AS l, json_each(l.list) WHERE l.review = s.review ORDER BY value)) AS again, round(s.share, 1) AS share, strftime('%Y', :as_of) AS year,
                  (SELECT json_group_array(position) FROM (
                    SELECT position FROM turn WHERE turn.review = s.review ORDER BY position)) AS evidence
                FROM shown AS s
                WHERE s.parent_ms >= :least AND :as_of > coalesce(:from, '') AND :as_of < coalesce(:to, '~')
                  AND NOT EXISTS (SELECT 1 FROM pause AS p WHERE p.review = s.review)
                ORDER BY s.review;
                """
            ]
        )
        #expect(fixture.read().map(\.told) == [])
        let histories = [3, 4].map { SimulatedLog(seed: $0, count: 80).history }
        #expect(try fixture.probe(histories) == [])
        let file = try ProjectionFile(fixture.folder, at: nil)
        let events = histories[0].fold(Array(0..<80))
        #expect(try file.apply(events, after: 0, through: 80))
        for table in try file.tableNames { #expect(try !file.rows(of: table).isEmpty, "\(table)") }
    }

    @Test func `every folder, check and report of the repository passes`() throws {
        let place = "\(Checkout.root)/Projections"
        let catalogue = try String(
            contentsOfFile: "\(Checkout.root)/Sources/CaseModel/EventType.swift",
            encoding: .utf8
        )
        let types = Set(
            catalogue.split(separator: "\n").filter { $0.contains("case ") }
                .compactMap { $0.split(separator: "\"").dropFirst().first.map(String.init) }
        )
        let folders = try ProjectionFolder.all(in: place)
        for folder in folders {
            let checker = FolderChecker(folder, knownTypes: types, beside: folders)
            #expect(checker.read().map(\.told) == [], "\(folder.name)")
        }
        for (name, kind) in [("checks", FolderChecker.QuestionKind.check), ("reports", .report)] {
            let files = try FileManager.default.contentsOfDirectory(atPath: "\(place)/\(name)")
            let paths = files.filter { $0.hasSuffix(".sql") }.sorted().map {
                "\(place)/\(name)/\($0)"
            }
            let complaints = FolderChecker.read(questions: paths, as: kind, folders: folders)
            #expect(complaints.map(\.told) == [])
        }
    }

    @Test func `words in strings, comments and quoted names are not SQL`() throws {
        let fixture = try CheckerFixture(
            schema: """
                /* CREATE TRIGGER; /* not nested */
                CREATE TABLE "made" (
                  case_id TEXT NOT NULL, -- CURRENT_TIMESTAMP; 'now'
                  [limit] INTEGER NOT NULL, `random` TEXT, "current_date" TEXT,
                  PRIMARY KEY (case_id, "limit")
                ) STRICT, WITHOUT ROWID;
                """,
            apply: """
                /*/ ; DROP TABLE made; */
                INSERT INTO made (case_id, "limit", "random", "current_date")
                SELECT case_id, position, 'random(); NOT IN (SELECT 1) :case it''s 1.5', x'00' || 'date(''now'')'
                FROM event -- lag(x) OVER () FROM event
                WHERE case_id IS NOT NULL AND type IS NOT DISTINCT FROM 'progress-note' AND 0x1e5 = 485;
                """
        )
        #expect(fixture.read().map(\.told) == [])
        #expect(try fixture.probe([SimulatedLog(seed: 1, count: 40).history]) == [])
    }

    // MARK: What is forbidden

    struct Forbidden: Sendable, CustomTestStringConvertible {
        let sql: String
        let rule: String
        var isSchema = false
        /// Whether the engine would refuse it too, unread.
        var isHeld = true

        init(_ sql: String, _ rule: String, isSchema: Bool = false, isHeld: Bool = true) {
            self.sql = sql
            self.rule = rule
            self.isSchema = isSchema
            self.isHeld = isHeld
        }

        var testDescription: String { sql }
    }

    static let forbidden: [Forbidden] = [
        // Time and chance
        Forbidden("INSERT INTO seen SELECT case_id, position, random() FROM event", "function"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, hex(randomblob(8)) FROM event",
            "function"
        ),
        Forbidden("INSERT INTO seen SELECT case_id, position, \"random\"() FROM event", "function"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, date('now') FROM event",
            "date-function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, datetime() FROM event",
            "date-function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, strftime('%s', recorded_at) FROM event",
            "date-function"
        ),
        Forbidden("UPDATE seen SET what = julianday(what)", "date-function"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, CURRENT_TIMESTAMP FROM event",
            "clock"
        ),
        Forbidden("UPDATE seen SET what = current_date", "clock"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, :as_of FROM event",
            "parameter",
            isHeld: false
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, ?1 FROM event",
            "parameter",
            isHeld: false
        ),
        // Other files, other databases
        Forbidden("ATTACH '/tmp/other.sqlite' AS other", "statement"),
        Forbidden("DETACH main", "statement"),
        Forbidden("VACUUM", "statement"),
        Forbidden("VACUUM INTO '/tmp/copy.sqlite'", "statement"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, load_extension('evil') FROM event",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, readfile('/etc/passwd') FROM event",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, writefile('/tmp/x', data) FROM event",
            "function"
        ),
        // The engine's and SQLite's own
        Forbidden("PRAGMA writable_schema = ON", "statement"),
        Forbidden("PRAGMA user_version", "statement"),
        Forbidden(
            "INSERT INTO seen SELECT name, cid, type FROM pragma_table_info('seen')",
            "source"
        ),
        Forbidden("INSERT INTO seen SELECT name, 1, file FROM pragma_database_list", "source"),
        Forbidden("UPDATE event SET data = NULL", "name"),
        Forbidden("DELETE FROM event", "name"),
        Forbidden("INSERT INTO event (position) VALUES (1)", "name"),
        Forbidden("INSERT INTO seen SELECT name, 1, sql FROM sqlite_schema", "source"),
        Forbidden("INSERT INTO seen SELECT name, 1, sql FROM sqlite_temp_master", "source"),
        Forbidden("DELETE FROM sqlite_schema", "name"),
        Forbidden("INSERT INTO seen SELECT name, pageno, path FROM dbstat", "source"),
        Forbidden("UPDATE vigil_projection SET position = 0", "name"),
        Forbidden(
            "INSERT INTO seen SELECT version, position, root FROM vigil_projection",
            "source"
        ),
        Forbidden("INSERT INTO seen SELECT table_name, 1, meaning FROM vigil_column", "source"),
        // Things of its own
        Forbidden("CREATE TEMP TABLE mine (x)", "temporary"),
        Forbidden("CREATE TEMPORARY VIEW mine AS SELECT 1", "temporary"),
        Forbidden(
            "CREATE TEMP TRIGGER mine AFTER INSERT ON seen BEGIN DELETE FROM seen; END",
            "trigger"
        ),
        Forbidden(
            "CREATE TRIGGER mine AFTER INSERT ON seen BEGIN DELETE FROM seen; END",
            "trigger"
        ),
        Forbidden(
            "CREATE TABLE mine (x INTEGER NOT NULL, PRIMARY KEY (x)) STRICT, WITHOUT ROWID",
            "statement"
        ),
        Forbidden("CREATE INDEX mine ON seen (what)", "statement"),
        Forbidden("CREATE VIRTUAL TABLE mine USING fts5(words)", "statement"),
        Forbidden("ALTER TABLE seen ADD COLUMN more TEXT", "statement"),
        Forbidden("DROP TABLE seen", "statement"),
        Forbidden("REINDEX", "statement"),
        Forbidden("ANALYZE", "statement"),
        Forbidden("BEGIN", "statement"),
        Forbidden("COMMIT", "statement"),
        Forbidden("ROLLBACK", "statement"),
        Forbidden("SAVEPOINT mine", "statement"),
        Forbidden(
            "EXPLAIN INSERT INTO seen SELECT case_id, position, NULL FROM event",
            "statement",
            isHeld: false
        ),
        Forbidden("SELECT case_id FROM event", "statement", isHeld: false),
        // What was done before, time, size
        Forbidden("INSERT INTO seen SELECT case_id, position, changes() FROM event", "function"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, total_changes() FROM event",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, last_insert_rowid() FROM event",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, avg(n) FROM event GROUP BY 1, 2",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, total(n) FROM event GROUP BY 1, 2",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, sqlite_version() FROM event",
            "function"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, hex(zeroblob(9000000)) FROM event",
            "function"
        ),
        Forbidden("INSERT INTO seen SELECT case_id, position, unistr('x') FROM event", "sql"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, sqlite_compileoption_get(1) FROM event",
            "authorizer"
        ),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, printf('%1000000000d', 1) FROM event",
            "size",
            isHeld: false
        ),
        Forbidden("UPDATE seen SET what = format('%.*c', 90000000, 'x')", "size", isHeld: false),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, replace(replace(printf('%.*c', 9999, 'x'), 'x', hex(data)), '7', hex(hex(data)||printf('%.*c', 999, 'x'))) FROM event",
            "size"
        ),
        Forbidden(
            "INSERT INTO seen WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT 'x', max(n), NULL FROM up",
            "steps",
            isHeld: false
        ),
        Forbidden("INSERT INTO nowhere SELECT case_id FROM event", "sql"),
        Forbidden("UPDATE seen SET what = 1 WHERE \"wath\" = 'x'", "sql", isHeld: false),
        Forbidden("INSERT INTO seen SELECT case_id, position FROM event", "sql"),
        Forbidden(
            "INSERT INTO seen SELECT case_id, position, 'it ends nowhere FROM event",
            "quote"
        ),
        Forbidden("UPDATE seen SET what = 1\u{0} WHERE 0", "file", isHeld: false),
        // In the schema
        Forbidden(
            "CREATE VIEW mine AS SELECT abs(random()) AS x FROM seen",
            "view-function",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE VIEW mine AS SELECT sqlite_compileoption_get(1) AS x",
            "view-function",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE VIEW mine AS SELECT \"julianday\"(what) AS x FROM seen",
            "view-function",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE VIEW mine AS SELECT name FROM sqlite_schema",
            "view-function",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE VIEW mine AS SELECT name FROM pragma_table_info('seen')",
            "view-function",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE TABLE IF NOT EXISTS seen (case_id TEXT, PRIMARY KEY (case_id)) STRICT, WITHOUT ROWID",
            "if-exists",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE TABLE vigil_mine (x TEXT, PRIMARY KEY (x)) STRICT, WITHOUT ROWID",
            "name",
            isSchema: true
        ),
        Forbidden(
            "CREATE TABLE event (x TEXT, PRIMARY KEY (x)) STRICT, WITHOUT ROWID",
            "name",
            isSchema: true
        ),
        Forbidden("CREATE VIEW sqlite_mine AS SELECT 1 AS x", "name", isSchema: true),
        Forbidden("CREATE INDEX main.mine ON seen (what)", "name", isSchema: true, isHeld: false),
        Forbidden(
            "CREATE TABLE mine (x TEXT DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (x)) STRICT, WITHOUT ROWID",
            "clock",
            isSchema: true,
            isHeld: false
        ),
        Forbidden(
            "CREATE TABLE mine (x TEXT DEFAULT (random()), PRIMARY KEY (x)) STRICT, WITHOUT ROWID",
            "function",
            isSchema: true,
            isHeld: false
        ),
        Forbidden("CREATE TEMP TABLE mine (x)", "temporary", isSchema: true),
        Forbidden(
            "CREATE TRIGGER mine AFTER INSERT ON seen BEGIN SELECT 1; END",
            "trigger",
            isSchema: true
        ),
        Forbidden("PRAGMA journal_mode = OFF", "statement", isSchema: true),
        Forbidden("ATTACH 'x' AS x", "statement", isSchema: true),
        Forbidden("REINDEX", "statement", isSchema: true, isHeld: false),
        Forbidden("DROP TABLE seen", "statement", isSchema: true),
        Forbidden(
            "INSERT INTO seen WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT 'x', max(n), NULL FROM up",
            "steps",
            isSchema: true,
            isHeld: false
        ),
    ]

    private static let seen =
        "CREATE TABLE seen (\n  case_id TEXT, position INTEGER, what TEXT, PRIMARY KEY (case_id, position)\n) STRICT, WITHOUT ROWID;\n"

    @Test(arguments: forbidden)
    func `what is forbidden is refused with its line`(forbidden: Forbidden) throws {
        let schema = Self.seen + (forbidden.isSchema ? "\n-- wrong\n\(forbidden.sql);\n" : "")
        let apply =
            forbidden.isSchema
            ? "INSERT INTO seen SELECT case_id, position, NULL FROM event WHERE case_id IS NOT NULL;\n"
            : "/* first\n  things */\nDELETE FROM seen WHERE what = 'never';\n-- wrong\n\(forbidden.sql);\n"
        let fixture = try CheckerFixture(schema: schema, apply: apply)
        let file = forbidden.isSchema ? "schema.sql" : "apply.sql"
        let line = try #require(CheckerFixture.wrongLine(forbidden.isSchema ? schema : apply))
        let complaints = fixture.read().filter { $0.rule != "meaning" }
        #expect(complaints.contains { $0.rule == forbidden.rule }, "\(complaints.map(\.told))")
        for complaint in complaints {
            #expect(complaint.file == file && complaint.line == line, "\(complaint.told)")
        }

        guard forbidden.isHeld else { return }
        // Nobody need have checked the folder: the engine refuses the same.
        let events = SimulatedLog([.init(caseNumber: 1, type: "progress-note", data: ["text": "x"])]
        )
        .history.fold([0])
        if forbidden.isSchema {
            #expect(throws: ProjectionError.self) { try ProjectionFile(fixture.folder, at: nil) }
        } else {
            let opened = try ProjectionFile(fixture.folder, at: nil)
            #expect(try !opened.apply(events, after: 0, through: 1))
            let reason = try #require(try opened.state().stopped?.reason)
            #expect(reason.hasPrefix("apply.sql, line \(line): "), "\(reason)")
        }
    }

    @Test func `neither depth nor named queries that name each other keep the reading busy`() throws
    {
        let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
        var named = "WITH a0 AS (SELECT position AS x FROM event)"
        for number in 1...60 {
            named +=
                ", a\(number) AS (SELECT p.x FROM a\(number - 1) AS p JOIN a\(number - 1) AS q)"
        }
        let fixture = try CheckerFixture(
            schema: Self.seen,
            apply: """
                UPDATE seen SET what = \(deep);
                INSERT INTO seen \(named)
                SELECT x, max(x), lag(x) OVER (PARTITION BY x ORDER BY x) FROM a60 WHERE 0 GROUP BY x;
                """
        )
        let start = ContinuousClock.now
        #expect(fixture.read().contains { $0.line == 1 && $0.rule == "sql" })
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    // MARK: Questions

    @Test(arguments: [
        ("SELECT position FROM turn", "order-missing"),
        ("SELECT position FROM turn; SELECT 1", "question"),
        ("WITH t AS (SELECT 1) DELETE FROM turn", "statement"),
        ("VALUES (1)", "statement"),
        ("PRAGMA table_list", "statement"),
        ("INSERT INTO turn SELECT * FROM turn ORDER BY 1", "statement"),
        ("SELECT date('now') AS d FROM turn ORDER BY 1", "present-moment"),
        ("SELECT datetime(words, ' LocalTime') AS d FROM turn ORDER BY 1", "present-moment"),
        ("SELECT datetime() AS d FROM turn ORDER BY 1", "present-moment"),
        ("SELECT strftime('%s') AS d FROM turn ORDER BY 1", "present-moment"),
        ("SELECT sqlite_compileoption_get(1) AS d FROM turn ORDER BY 1", "authorizer"),
        ("SELECT current_time AS d FROM turn ORDER BY 1", "clock"),
        ("SELECT random() AS d FROM turn ORDER BY 1", "function"),
        ("SELECT position FROM turn WHERE case_id = :who ORDER BY 1", "parameter"),
        ("SELECT position FROM turn WHERE case_id = ? ORDER BY 1", "parameter"),
        ("SELECT position FROM turn WHERE case_id = @case ORDER BY 1", "parameter"),
        ("SELECT name FROM sqlite_schema ORDER BY 1", "source"),
        ("SELECT name FROM pragma_table_info('turn') ORDER BY 1", "source"),
        ("SELECT count(*) AS n FROM event", "source"),
        ("SELECT position FROM elsewhere ORDER BY 1", "sql"),
        ("SELECT speaker, max(start_ms) AS at FROM turn", "bare-column"),
        ("SELECT group_concat(words) AS all_words FROM turn", "unordered-list"),
        (
            "WITH lists AS (SELECT json_group_array(position) AS list FROM turn) SELECT list FROM lists ORDER BY 1",
            "unordered-list"
        ),
        (
            "SELECT (SELECT words FROM turn LIMIT 1) AS w FROM turn ORDER BY 1",
            "limit-without-order"
        ),
        ("SELECT row_number() OVER () AS n FROM turn ORDER BY 1", "over-without-order"),
        (
            "SELECT 1 AS n FROM turn WHERE words NOT IN (SELECT words FROM turn) ORDER BY 1",
            "not-in"
        ),
        ("SELECT 1 AS n FROM turn WHERE words NOT IN ('a', NULL) ORDER BY 1", "not-in"),
        (
            "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up) SELECT max(n) AS n FROM up",
            "steps"
        ),
    ])
    func `a question that is none is refused`(sql: String, rule: String) throws {
        let head = "-- talk: Who talks?\n-- reads: made\n-- a line that says more\n\n"
        let fixture = try CheckerFixture(
            schema: Self.turns,
            apply: Self.insertTurns,
            queries: ["talk": head + sql + ";\n"]
        )
        let complaints = fixture.read()
        #expect(complaints.contains { $0.rule == rule }, "\(complaints.map(\.told))")
        for complaint in complaints {
            #expect(complaint.file == "queries/talk.sql")
            #expect(complaint.line == 5, "\(complaint.told)")
        }
    }

    /// What GROUP BY settles is the same in each row of a group, and no alarm.
    @Test(arguments: [
        (
            "SELECT review, count(*) FILTER (WHERE speaker = 'parent') AS n FROM turn GROUP BY review",
            nil
        ),
        ("SELECT upper(review) AS r, count(*) AS n FROM turn GROUP BY r", nil),
        (
            "SELECT upper(review) r, CAST(speaker AS TEXT), max(words) FROM turn GROUP BY 1, speaker",
            nil
        ),
        ("SELECT upper(review) || '!' AS r, max(words) FROM turn GROUP BY upper(review)", nil),
        (
            "SELECT CASE review WHEN 'a' THEN 1 ELSE max(start_ms) END AS r FROM turn GROUP BY turn.review",
            nil
        ),
        (
            "SELECT case_id, max(start_ms) AS at FROM turn WHERE case_id = :case AND speaker = 'parent'",
            nil
        ),
        ("SELECT max(start_ms, end_ms) AS at, words FROM turn", nil),
        ("SELECT sum(count(*)) OVER (ORDER BY review) AS n, review FROM turn GROUP BY review", nil),
        (
            "SELECT t.words, count(*) AS n FROM turn AS t JOIN turn AS o ON o.case_id = t.case_id"
                + " GROUP BY t.case_id, t.review, t.start_ms, t.position", nil
        ),
        (
            "WITH g AS (SELECT review, speaker, count(*) AS n FROM turn GROUP BY review, speaker)"
                + " SELECT g.n, t.review, max(t.words) AS w FROM g JOIN turn AS t ON t.review = g.review"
                + " GROUP BY g.review, g.speaker", nil
        ),
        (
            "SELECT h.known, t.review, count(*) AS n FROM turn AS t"
                + " JOIN (SELECT max(words) AS known FROM turn) AS h GROUP BY t.review", nil
        ),
        ("SELECT review, words, count(*) AS n FROM turn GROUP BY review", "words"),
        ("SELECT max(start_ms) AS at, t.words FROM turn AS t", "t.words"),
        ("SELECT review || words AS w, count(*) AS n FROM turn GROUP BY review", "words"),
        ("SELECT review, count(*) AS n FROM turn GROUP BY review HAVING words > 'a'", "words"),
        ("SELECT *, count(*) AS n FROM turn GROUP BY review", "*"),
        ("SELECT t.words, count(*) AS n FROM turn AS t GROUP BY t.case_id, t.review", "t.words"),
        (
            "SELECT case_id, max(words) AS w FROM turn WHERE case_id = :case OR speaker = 'parent'",
            "case_id"
        ),
        (
            "SELECT lag(words) OVER (ORDER BY review) AS w, review FROM turn GROUP BY review",
            "words"
        ),
    ])
    func `a bare column is told from one that its group settles`(sql: String, bare: String?) throws
    {
        let fixture = try CheckerFixture(
            schema: Self.turns,
            apply: Self.insertTurns,
            queries: ["talk": "-- talk: Who?\n-- reads: made\n" + sql + " ORDER BY 1;\n"]
        )
        let complaints = fixture.read()
        #expect(
            complaints.map(\.rule) == (bare == nil ? [] : ["bare-column"]),
            "\(complaints.map(\.told))"
        )
        if let bare { #expect(complaints.first?.sentence.hasPrefix("'\(bare)' ") == true) }
    }

    @Test func `a question reads what its head names and may have parameters of its own`() throws {
        func complaints(_ text: String) throws -> [String] {
            try CheckerFixture(schema: Self.turns, apply: Self.insertTurns, queries: ["talk": text])
                .read().map { "\($0.rule) \($0.line)" }
        }
        let select = "SELECT position FROM turn WHERE review = :review ORDER BY position;\n"
        #expect(
            try complaints("-- talk: Who?\n-- reads: made\n-- parameters: review\n" + select) == []
        )
        #expect(
            try complaints("-- talk: Who?\n-- reads: made\n-- also: :review, its label\n" + select)
                == []
        )
        #expect(try complaints("-- talk: Who?\n-- reads: made\n" + select) == ["parameter 3"])
        #expect(
            try complaints("-- talk: Who?\n-- reads: other\n-- parameters: review\n" + select) == [
                "question 1"
            ]
        )
        #expect(try complaints("SELECT 1;\n").first == "question 1")
    }

    // MARK: The manifest

    @Test func `columns, types and the search index are held to what the schema makes`() throws {
        let fixture = try CheckerFixture(
            schema: Self.table(
                "case_id TEXT, position INTEGER, words TEXT",
                key: "case_id, position"
            ),
            apply: """
                INSERT INTO made SELECT case_id, position, data->>'$.words' FROM event
                WHERE type = 'utterance-recorded';

                UPDATE made SET words = 'x';
                """,
            types: ["utterance-recorded", "utterance-forgotten"],
            columns: [
                "made": ["case_id": "the case", "words": " ", "more": "what?"], "other": ["x": "y"],
            ],
            search: ["table": "made", "columns": ["words", "voice"]],
            purpose: " "
        )
        let told = fixture.read().map { "\($0.rule) \($0.file):\($0.line)" }
        #expect(
            told == [
                "type-unknown manifest.json:4", "purpose manifest.json:1",
                "meaning manifest.json:10",
                "meaning manifest.json:12",
                "search manifest.json:16",
                "meaning schema.sql:1", "meaning schema.sql:1", "search apply.sql:4",
            ],
            "\(fixture.read().map(\.told))"
        )
    }

    // MARK: Probes

    @Test func `a difference is told on the smallest log, the same each time`() throws {
        let fixture = try CheckerFixture(schema: Self.wrong[0].schema, apply: Self.wrong[0].apply)
        let histories = [SimulatedLog(seed: 5, count: 120).history]
        let complaint = try #require(try fixture.probe(histories).first)
        let lines = try #require(complaint.detail).split(separator: "\n").map(String.init)
        let events = lines.drop { !$0.hasPrefix("the smallest log") }.dropFirst()
            .prefix { $0.hasPrefix("  ") }
        #expect(events.count == 2, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("windows: ") && $0.contains(" | ") }, "\(lines)")
        #expect(lines.contains { $0.hasPrefix("'made' (case_id, position, before)") })
        #expect(lines.contains { $0.hasPrefix("  should be  (") })
        #expect(lines.contains { $0.hasPrefix("  is         (") && $0.hasSuffix("null)") })
        #expect(
            complaint.statement.hasPrefix("INSERT INTO made SELECT case_id, position, lag(type)")
        )
        #expect(try fixture.probe(histories).first == complaint)
        #expect(fixture.read() == fixture.read())
    }

    /// Each note is erased or corrected in the end, so that only on the way is there a row that a rebuild
    /// does not give.
    @Test(arguments: ["entry-marked-in-error", "erasure"])
    func `what a correction leaves behind is found live`(type: String) throws {
        let log = SimulatedLog([
            .init(caseNumber: 1, type: "progress-note", data: ["text": "she said so"]),
            .init(caseNumber: 2, type: "risk-noted", data: ["risk": "risk-1"]),
            .init(
                caseNumber: 1,
                type: type,
                data: ["reason": "not so"],
                kind: type == "erasure" ? "erasure" : "entry",
                target: 0
            ),
        ])
        let fixture = try CheckerFixture(
            schema: Self.table("position INTEGER, words TEXT", key: "position"),
            apply:
                "\nINSERT INTO made SELECT position, data->>'$.text' FROM event WHERE type = 'progress-note';"
        )
        let complaints = try fixture.probe([log.history])
        #expect(complaints.map(\.rule) == (type == "erasure" ? ["erasure", "live"] : ["live"]))
        #expect(complaints.allSatisfy { $0.file == "apply.sql" && $0.line == 2 })
        #expect(complaints.last?.detail?.contains("windows: 1 | 3") == true)
    }

    @Test func `of several statements the one at fault is named`() throws {
        let fixture = try CheckerFixture(
            schema: Self.table(
                "case_id TEXT, position INTEGER, what TEXT",
                key: "case_id, position"
            ),
            apply: """
                INSERT INTO made SELECT case_id, position, 'note' FROM event WHERE type = 'progress-note';

                INSERT INTO made SELECT case_id, position, (SELECT count(*) FROM event) FROM event WHERE type = 'risk-noted';

                INSERT INTO made SELECT case_id, position, 'turn' FROM event WHERE type = 'utterance-recorded';
                """
        )
        let complaints = try fixture.probe([SimulatedLog(seed: 8, count: 60).history])
        #expect(
            complaints.map { "\($0.rule) \($0.line)" } == ["split 3"],
            "\(complaints.map(\.told))"
        )
    }

    @Test func `a folder that the engine cannot open is not probed`() throws {
        let fixture = try CheckerFixture(schema: "CREATE TABLE made (x;", apply: "")
        #expect(fixture.read().map(\.rule) == ["sql"])
        #expect(throws: ProjectionError.self) {
            try fixture.probe([SimulatedLog(seed: 1, count: 5).history])
        }
    }

    @Test func `progress is told up to the end`() throws {
        let fixture = try CheckerFixture(schema: Self.turns, apply: Self.insertTurns)
        var told: [Int] = []
        let histories = [SimulatedLog(seed: 1, count: 10).history, SimulatedLog([]).history]
        let complaints = try fixture.probe(histories) { done, total in
            told.append(done)
            #expect(done <= total)
        }
        #expect(complaints == [])
        #expect(told == told.sorted() && told.count > 10)
    }
}
