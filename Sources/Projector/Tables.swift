import Crypto
import GRDBSQLite
import Values

/// One folder's tables in a connection: made by its schema, filled by its apply, counted by a digest.
///
/// Several folders can stand in one connection, as long as no two have a table of the same name.
package final class Tables {
    package let folder: ProjectionFolder
    private let connection: Connection
    private let window: EventWindow
    private var apply: [(statement: Statement, line: Int)] = []
    /// What each of them needs. Read when they run a second time: for once, reading costs more than it saves.
    private var needs: [Set<String>?]?
    private var deletions: [Statement] = []
    /// Its own tables in name order.
    package private(set) var names: [String] = []
    package private(set) var views: [String] = []
    /// The tables whose rows belong to cases.
    private(set) var ofCases: [String] = []

    /// How many steps of SQLite's machine a statement may take, for each event and beyond.
    private static let steps: (base: Int64, event: Int64) = (300_000_000, 100_000)

    /// Makes the folder's tables in a connection that does not have them.
    static func make(
        _ folder: ProjectionFolder,
        on connection: Connection,
        mirror: Mirror? = nil
    ) throws {
        for statement in folder.schema.statements {
            let sql = mirror?.keys(of: statement.text) ?? statement.text
            try wrapping(folder, "schema.sql", statement.line) {
                try connection.limiting(steps: steps.base) {
                    try connection.acting(as: .schema, sql) {
                        while try $0.step() {}
                    }
                }
            }
        }
    }

    init(_ folder: ProjectionFolder, on connection: Connection, _ window: EventWindow) throws {
        self.folder = folder
        self.connection = connection
        self.window = window
        let made = Set(try Tables.objects(of: folder))
        let all = try connection.prepare(
            "SELECT type, name FROM main.sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
        )
        while try all.step() {
            let name = all.text(1)
            guard made.contains(name.lowercased()) else { continue }
            if all.text(0) == "view" { views.append(name) } else { names.append(name) }
        }
        ofCases = try names.filter { table in
            try connection.integer(
                "SELECT 1 FROM pragma_table_info(?) WHERE name = 'case_id'",
                .text(table)
            ) != nil
        }
        deletions = try ofCases.map {
            try connection.prepare("DELETE FROM main.\"\($0)\" WHERE case_id = ?")
        }
    }

    /// The names that a schema's CREATE statements give, in small letters.
    private static func objects(of folder: ProjectionFolder) throws -> [String] {
        folder.schema.statements.compactMap { statement in
            let words = SQLScript.words(of: statement.text, 6).map { $0.lowercased() }
            guard words.first == "create",
                let kind = words.firstIndex(where: { ["table", "view"].contains($0) })
            else { return nil }
            let rest = words[(kind + 1)...]
            // IF NOT EXISTS is refused by the checker, main. is not worth a rule.
            return rest.first { !["if", "not", "exists"].contains($0) }
        }
    }

    /// Its statements are prepared when first needed: most processes only read.
    private func prepared() throws -> [(statement: Statement, line: Int)] {
        if apply.isEmpty {
            apply = try folder.apply.statements.map { statement in
                try Tables.wrapping(folder, "apply.sql", statement.line) {
                    (
                        try connection.authority.acting(as: .apply) {
                            try connection.prepare(statement.text)
                        }, statement.line
                    )
                }
            }
        }
        return apply
    }

    /// Runs its apply over a batch, after taking out the rows of `cases`.
    func apply(_ batch: EventBatch, replacing cases: some Sequence<Identifier> = []) throws {
        for id in cases { try delete(id) }
        let batch = batch.given(to: folder)
        guard !batch.events.isEmpty else { return }
        let steps = Tables.steps.base + Tables.steps.event * Int64(batch.events.count)
        if needs == nil, !apply.isEmpty {
            needs = folder.apply.statements.map(StatementNeeds.types)
        }
        try window.showing(batch) {
            for (index, (statement, line)) in try prepared().enumerated() {
                if let needed = needs?[index], !batch.holds(anyOf: needed) { continue }
                try Tables.wrapping(folder, "apply.sql", line) {
                    try connection.limiting(steps: steps) {
                        try connection.authority.acting(as: .apply) {
                            defer { statement.rewind() }
                            while try statement.step() {}
                        }
                    }
                }
            }
        }
    }

    func delete(_ id: Identifier) throws {
        for deletion in deletions {
            deletion.bind(id.description, at: 1)
            defer { deletion.rewind() }
            _ = try deletion.step()
        }
    }

    static func wrapping<R>(
        _ folder: ProjectionFolder,
        _ file: String,
        _ line: Int,
        _ body: () throws -> R
    ) throws -> R {
        do {
            return try body()
        } catch let error as SQLError where !error.isBusy {
            throw ProjectionError.failed(
                .init(
                    projection: folder.name,
                    file: file,
                    line: line,
                    position: nil,
                    reason: error.code & 0xff == SQLITE_INTERRUPT
                        ? "it takes too many steps; is there a recursion without an end?"
                        : error.message
                )
            )
        }
    }

    // MARK: Digest

    /// SHA-256 over all rows in key order (docs/PROJECTIONS.md): equal digests of the same version at
    /// the same position are equal rows.
    package func digest() throws -> String {
        var hash = SHA256()
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1 << 16)
        for table in names {
            let columns = try columns(of: table)
            buffer += Array("table \(table)\n\(columns.names.joined(separator: " "))\n".utf8)
            let order = columns.key.map { "\"\($0)\" COLLATE BINARY ASC" }
            let rows = try connection.prepare(
                "SELECT * FROM main.\"\(table)\" ORDER BY \(order.joined(separator: ", "))"
            )
            let count = CInt(columns.names.count)
            while try rows.step() {
                for index in 0..<count {
                    switch rows.columnType(index) {
                    case SQLITE_NULL: buffer.append(UInt8(ascii: "-"))
                    case SQLITE_INTEGER:
                        buffer += Array("i\(rows.integer(index));".utf8)
                    case let type:
                        rows.withBytes(index) {
                            buffer += Array("\(type == SQLITE_TEXT ? "t" : "b")\($0.count):".utf8)
                            buffer.append(contentsOf: $0)
                        }
                    }
                }
                buffer.append(UInt8(ascii: "\n"))
                if buffer.count > 60_000 {
                    hash.update(data: buffer)
                    buffer.removeAll(keepingCapacity: true)
                }
            }
        }
        hash.update(data: buffer)
        return hexadecimal(Array(hash.finalize()))
    }

    /// A table's columns as declared, and those of its key in the key's order; all of them when it has
    /// none, which the checker refuses.
    package func columns(of table: String) throws -> (names: [String], key: [String]) {
        let info = try connection.prepare(
            "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid"
        )
        info.bind([.text(table)])
        var names: [String] = []
        var key: [(Int64, String)] = []
        while try info.step() {
            names.append(info.text(0))
            if info.integer(1) > 0 { key.append((info.integer(1), info.text(0))) }
        }
        return (names, key.isEmpty ? names : key.sorted { $0.0 < $1.0 }.map(\.1))
    }

    /// All rows of a table in the order of its key.
    package func rows(of table: String) throws -> [[Value]] {
        let key = try columns(of: table).key.map { "\"\($0)\" COLLATE BINARY" }
        return try connection.prepare(
            "SELECT * FROM main.\"\(table)\" ORDER BY \(key.joined(separator: ", "))"
        ).rows()
    }
}

extension Connection {
    /// Prepares one statement as SQL of this kind and hands it over while it may run.
    func acting<R>(
        as mode: Authority.Mode,
        _ sql: String,
        _ body: (Statement) throws -> R
    ) throws -> R {
        try authority.acting(as: mode) { try body(prepare(sql)) }
    }
}

extension SQLScript {
    /// The first words of a statement, comments left out, quotes taken off.
    static func words(of sql: String, _ count: Int) -> [String] {
        var words: [String] = []
        var rest = sql[...]
        while words.count < count, let first = rest.first {
            if rest.hasPrefix("--") {
                rest = rest.drop { $0 != "\n" }
            } else if rest.hasPrefix("/*") {
                rest = rest.dropFirst(2)
                while !rest.isEmpty, !rest.hasPrefix("*/") { rest = rest.dropFirst() }
                rest = rest.dropFirst(2)
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                words.append(String(word))
                rest = rest.dropFirst(word.count)
            } else if first == "\"" || first == "`" || first == "[" {
                let word = rest.dropFirst().prefix { $0 != (first == "[" ? "]" : first) }
                words.append(String(word))
                rest = rest.dropFirst(word.count + 2)
            } else {
                if first == "(" { break }
                rest = rest.dropFirst()
            }
        }
        return words
    }
}

/// The same tables and indexes with rows stored the other way round: a statement that leans on an order
/// it does not ask for then gives other rows.
package enum Mirror: Sendable {
    case whole
    /// All columns of a key but the first. SQLite reads a wholly mirrored table backwards when that
    /// serves a grouping by the first, and all is as it was.
    case behindFirst
    /// Only the last, for groupings by all the others.
    case last

    /// `PRIMARY KEY (a, b)` as `PRIMARY KEY (a DESC, b DESC)`, the same for UNIQUE and CREATE INDEX.
    func keys(of sql: String) -> String {
        guard SQLToken.all(of: sql, upTo: 1).first?.isWord("create") == true else { return sql }
        let tokens = SQLToken.all(of: sql)
        let isIndex = tokens.prefix(3).contains { $0.isWord("index") }
        guard isIndex || tokens.prefix(3).contains(where: { $0.isWord("table") }) else {
            return sql
        }
        var edits: [(range: Range<Int>, text: String)] = []
        /// Turns the direction of what ends before the token at `index`.
        func turn(_ index: Int) {
            let last = tokens[index - 1]
            switch last.kind == .word ? last.folded : "" {
            case "desc": edits.append((last.offset..<last.offset + 4, "ASC"))
            case "asc": edits.append((last.offset..<last.offset + 3, "DESC"))
            default:
                let end = index < tokens.count ? tokens[index].offset : sql.utf8.count
                edits.append((end..<end, " DESC "))
            }
        }
        var index = 1
        while index < tokens.count {
            let isKey = tokens[index].isWord("key") && tokens[index - 1].isWord("primary")
            let isList =
                isKey || !isIndex && tokens[index].isWord("unique")
                || isIndex && tokens[index - 1].isWord("on")
            index += 1
            guard isList else { continue }
            if index < tokens.count, tokens[index].isMark("(") {
                var ends: [Int] = []
                var depth = 0
                while index < tokens.count {
                    if tokens[index].isMark("(") { depth += 1 }
                    if tokens[index].isMark(")") { depth -= 1 }
                    if depth == 0 || depth == 1 && tokens[index].isMark(",") { ends.append(index) }
                    if depth == 0 { break }
                    index += 1
                }
                switch self {
                case .whole: ends.forEach(turn)
                case .behindFirst: ends.dropFirst().forEach(turn)
                case .last: ends.suffix(1).forEach(turn)
                }
            } else if isKey, self != .behindFirst {
                if index < tokens.count, tokens[index].isWord("asc") || tokens[index].isWord("desc")
                {
                    index += 1
                }
                turn(index)
            }
        }
        var bytes = Array(sql.utf8)
        for edit in edits.reversed() { bytes.replaceSubrange(edit.range, with: edit.text.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
