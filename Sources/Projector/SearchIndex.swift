import Values

/// A full-text index over the texts of one table, made and kept by the engine: its shadow tables are
/// none of an author's business, and no part of the digest.
///
/// It holds no text of its own (external content). The table has at most one row for each event, with
/// the event's position; rows come and go with their events and are never updated.
struct SearchIndex {
    let search: ProjectionFolder.Search
    let connection: Connection

    private var columns: String { search.columns.map { "\"\($0)\"" }.joined(separator: ", ") }

    func make() throws {
        try connection.run(
            """
            CREATE VIRTUAL TABLE vigil_search USING fts5(\(columns), content='\(search.table)',
              content_rowid='position', tokenize='unicode61 remove_diacritics 2');
            """
        )
    }

    /// Makes rows findable by their position: after a rebuild, because sorting once is quicker than
    /// putting each in its place.
    func makePositions() throws {
        try connection.run(
            """
            CREATE UNIQUE INDEX IF NOT EXISTS vigil_search_position
            ON "\(search.table)" (position)
            """
        )
    }

    /// Before a case's rows are deleted: FTS5 must be told the words that it is to forget.
    func forget(_ caseID: Identifier) throws {
        try connection.execute(
            """
            INSERT INTO vigil_search (vigil_search, rowid, \(columns))
            SELECT 'delete', position, \(columns) FROM "\(search.table)" WHERE case_id = ?
            """,
            .text(caseID.description)
        )
    }

    /// After rows were made for these events.
    func add(_ positions: some Sequence<Int64>) throws {
        for position in positions {
            try connection.execute(
                """
                INSERT INTO vigil_search (rowid, \(columns))
                SELECT position, \(columns) FROM "\(search.table)" WHERE position = ?
                """,
                .integer(position)
            )
        }
    }

    /// After the rows of all cases between two were made, in a rebuild.
    func add(cases: ClosedRange<Identifier>) throws {
        // In order of position, or FTS5 would write what it holds in memory at every step back.
        try connection.execute(
            """
            INSERT INTO vigil_search (rowid, \(columns))
            SELECT position, \(columns) FROM "\(search.table)" WHERE case_id BETWEEN ? AND ?
            ORDER BY position
            """,
            .text(cases.lowerBound.description),
            .text(cases.upperBound.description)
        )
    }

    /// Makes it anew from the table, leaving nothing of what was deleted in its segments.
    func rebuild() throws {
        try connection.run("INSERT INTO vigil_search (vigil_search) VALUES ('rebuild')")
    }
}
