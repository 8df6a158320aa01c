/// A first folder for somebody who writes a projection: it passes the checker, answers a question, and
/// says what to change.
package enum StarterFolder {
    /// Writes `path/name`, which must not exist yet.
    package static func write(_ name: String, in path: String) throws {
        let isName = name.utf8.allSatisfy {
            (97...122).contains($0) || (48...57).contains($0) || $0 == 45
        }
        guard isName, let first = name.utf8.first, (97...122).contains(first) else {
            throw RecordError(
                .invalid,
                "projection-name",
                "a projection's name is of a-z, 0-9 and -, and begins with a letter"
            )
        }
        let folder = "\(path)/\(name)"
        guard !RecordFiles.exists(folder) else {
            throw RecordError(.refused, "not-empty", "'\(folder)' exists already")
        }
        let table = name.replacing("-", with: "_")
        try RecordFiles.makeFolder("\(folder)/queries")
        for (file, text) in files(name, table) {
            try RecordFiles.write(text, toNew: "\(folder)/\(file)")
        }
    }

    private static func files(_ name: String, _ table: String) -> [(String, String)] {
        [
            (
                "manifest.json",
                """
                {
                  "name": "\(name)",
                  "purpose": "Films, one row each",
                  "types": ["film-taken"],
                  "confidentiality": "practice",
                  "columns": {
                    "\(table)": {
                      "case_id": "the case's stream",
                      "position": "of the entry",
                      "film": "the film's label",
                      "duration_ms": "how long it is, in milliseconds",
                      "from_at": "when it was taken, or the start of when; null if unknown",
                      "to_at": "the end of when it was taken; never after it was recorded"
                    }
                  }
                }

                """
            ),
            (
                "schema.sql",
                """
                -- One row for each film. STRICT, WITHOUT ROWID, a key: so that the same rows are the same bytes.

                CREATE TABLE \(table) (
                  case_id     TEXT NOT NULL,
                  position    INTEGER NOT NULL,
                  film        TEXT NOT NULL,
                  duration_ms INTEGER,
                  from_at     TEXT,
                  to_at       TEXT NOT NULL,
                  PRIMARY KEY (case_id, position)
                ) STRICT, WITHOUT ROWID;

                """
            ),
            (
                "apply.sql",
                """
                -- `event` is the window: each event as it stands, corrections folded in.

                INSERT INTO \(table)
                SELECT case_id, position, data->>'$.film', data->>'$.durationMs', occurred_from, occurred_to
                FROM event WHERE type = 'film-taken';

                """
            ),
            (
                "queries/\(name).sql",
                """
                -- \(name): Which films were taken, and how long are they?
                -- reads: \(name)
                SELECT case_id, position, film, duration_ms, from_at, to_at
                FROM \(table)
                WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
                  AND to_at <= :as_of
                ORDER BY case_id, position;

                """
            ),
            (
                "README.md",
                """
                # \(name)

                **Question:** which films were taken, and how long are they?
                **Asked by:** say who.

                A starter: change the question, the types in manifest.json, the table, and what fills it.
                `vigil projections check \(name)` says what cannot work.

                """
            ),
        ]
    }
}
