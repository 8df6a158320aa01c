import CSQLite
import GRDBSQLite
import Values

/// Folders' tables in memory, made and moved statement by statement, to see what SQLite and the
/// authorizer make of each one.
final class Scratch {
    struct Failure {
        let rule: String
        let sentence: String
    }

    /// What a schema made.
    struct Made {
        let name: String
        var isView = false
        var isStrict = false
        var isWithoutRowid = false
        var columns: [(name: String, type: String)] = []
        var key: [String] = []
    }

    private let connection: Connection
    private let folders: [ProjectionFolder]
    /// Of each folder's schema.
    private(set) var shapes: [[SQLShape]] = []
    /// By file and statement.
    private(set) var failures: [String: [Int: Failure]] = [:]
    /// By name in small letters.
    private(set) var made: [String: Made] = [:]
    /// Names that a statement which failed would have made.
    private(set) var failed: Set<String> = []

    /// A statement that takes more steps on next to nothing does not end.
    private static let steps: Int64 = 50_000_000

    init(_ folders: [ProjectionFolder], isApplying: Bool) throws {
        self.folders = folders
        connection = try Connection(nil)
        _ = vigil_sqlite_refuse_quoted_text(UnsafeMutableRawPointer(connection.handle))
        try connection.run("BEGIN")
        for folder in folders { makeTables(folder) }
        if isApplying { for folder in folders { try runApply(folder) } }
    }

    // MARK: Running

    private func makeTables(_ folder: ProjectionFolder) {
        shapes.append(folder.schema.statements.map { SQLShape($0) })
        for (index, statement) in folder.schema.statements.enumerated() {
            let shape = shapes[shapes.count - 1][index]
            let failure = attempt(statement.text, as: .schema)
            if let failure {
                if let name = shape.target { failed.insert(name) }
                note(failure, "schema.sql", index)
                continue
            }
            guard let name = shape.target, shape.kind == .table || shape.kind == .view else {
                continue
            }
            if shape.kind == .view,
                let failure = attempt("SELECT * FROM main.\"\(name)\" LIMIT 0", as: .view)
            {
                failed.insert(name)
                note(failure, "schema.sql", index, rule: "view-function")
            }
            made[name] = describe(name, isView: shape.kind == .view)
        }
    }

    private func runApply(_ folder: ProjectionFolder) throws {
        let window = try EventWindow(on: connection)
        window.showing(EventBatch(Scratch.window(folder.types))) {
            for (index, statement) in folder.apply.statements.enumerated() {
                if let failure = attempt(statement.text, as: .apply) {
                    note(failure, "apply.sql", index)
                }
            }
        }
    }

    /// An event of each type without anything in it: enough for SQLite to do all that a statement says.
    private static func window(_ types: Set<String>?) -> [ProjectionEvent] {
        let types: [String?] = (types ?? ["any-type"]).sorted() + [nil]
        let cases = [Identifier(high: 1, low: 1), nil]
        return types.enumerated().flatMap { index, type in
            cases.enumerated().map { place, caseID in
                ProjectionEvent(
                    position: Int64(index * 2 + place + 1),
                    id: Identifier(high: 2, low: UInt64(index * 2 + place)).description,
                    caseID: caseID,
                    kind: caseID == nil ? "service" : "entry",
                    n: Int64(index),
                    unit: "unit-\(index)-\(place)",
                    type: type,
                    schema: type == nil ? nil : 1,
                    data: type == nil ? nil : "{}",
                    standing: type == nil ? "erased" : "current",
                    recordedAt: "2026-11-22T10:15:00.000Z",
                    by: "s-x",
                    occurredFrom: nil,
                    occurredTo: "2026-11-22T10:15:00.000Z",
                    precision: "unknown"
                )
            }
        }
    }

    /// - Returns: what went wrong, other than a row that a table does not take.
    private func attempt(_ sql: String, as mode: Authority.Mode) -> SQLError? {
        do {
            try connection.limiting(steps: Scratch.steps) {
                try connection.acting(as: mode, sql) { while try $0.step() {} }
            }
            return nil
        } catch let error as SQLError {
            // SQLite has several codes for what the authorizer refuses.
            if connection.authority.refusal == error.message {
                return SQLError(code: SQLITE_AUTH, message: error.message)
            }
            return error.isConstraint ? nil : error
        } catch {
            return SQLError(code: SQLITE_ERROR, message: "\(error)")
        }
    }

    private func note(_ error: SQLError, _ file: String, _ index: Int, rule: String? = nil) {
        // A table that could not be made is missed by all that follows; once is enough.
        if error.message.hasPrefix("no such table:"),
            let name = error.message.split(separator: ".").last?.split(separator: " ").last,
            failed.contains(name.lowercased())
        {
            return
        }
        failures[file, default: [:]][index] = Scratch.failure(error, rule)
    }

    private static func failure(_ error: SQLError, _ rule: String?) -> Failure {
        switch error.code & 0xff {
        case SQLITE_AUTH:
            Failure(
                rule: rule ?? "authorizer",
                sentence: error.message
                    + (error.message.contains("the function")
                        ? "; docs/PROJECTIONS.md names the functions that are"
                        : "; a folder reads and writes its own tables, and reads event in apply.sql")
            )
        case SQLITE_INTERRUPT:
            Failure(
                rule: "steps",
                sentence: "it takes too many steps on next to nothing; give its recursion an end"
            )
        case SQLITE_TOOBIG, SQLITE_NOMEM:
            Failure(
                rule: "size",
                sentence: "it makes a text or blob of more than 16 MB; rows hold what was recorded"
            )
        default: Failure(rule: "sql", sentence: "SQLite refuses it: \(error.message)")
        }
    }

    /// What is wrong with a question that is asked of these tables, with every parameter null.
    func failure(asking sql: String) -> Failure? {
        let error = attempt(sql, as: .read)
        return error.map { Scratch.failure($0, nil) }
    }

    // MARK: What was made

    private func describe(_ name: String, isView: Bool) -> Made {
        var made = Made(name: name)
        made.isView = isView
        if let list = try? connection.prepare(
            "SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND lower(name) = ?"
        ) {
            list.bind([.text(name)])
            if let row = try? list.rows().first {
                made = Made(name: row[0].text ?? name)
                made.isView = isView
                made.isWithoutRowid = row[1] == .integer(1)
                made.isStrict = row[2] == .integer(1)
            }
        }
        if let info = try? connection.prepare(
            "SELECT name, type, pk FROM pragma_table_xinfo(?) ORDER BY cid"
        ) {
            info.bind([.text(made.name)])
            var key: [(Int64, String)] = []
            for row in (try? info.rows()) ?? [] {
                let column = row[0].text ?? ""
                made.columns.append((column, (row[1].text ?? "").uppercased()))
                if let place = row[2].integer, place > 0 { key.append((place, column)) }
            }
            made.key = key.sorted { $0.0 < $1.0 }.map(\.1)
        }
        return made
    }

    func catalogue() -> SQLCatalogue {
        var catalogue = SQLCatalogue()
        for (name, made) in made {
            let columns = made.columns.map { $0.name.lowercased() }
            if made.isView {
                catalogue.viewColumns[name] = columns
            } else {
                catalogue.tables[name] = SQLCatalogue.Table(
                    columns: columns,
                    types: Dictionary(zip(columns, made.columns.map(\.type))) { first, _ in first },
                    key: made.key.map { $0.lowercased() }
                )
            }
        }
        for shape in shapes.joined() where shape.kind == .view {
            if let name = shape.target { catalogue.views[name] = shape.query }
        }
        return catalogue
    }
}
