import GRDBSQLite
import Synchronization
package import Values

/// Several projections in one database in memory, which questions are asked of: the tables of a case
/// as they were at one position, without a file.
///
/// So "known at" needs no parameter in anybody's SQL: the same SQL reads a prefix.
package final class Workbench: Sendable {
    package let folders: [ProjectionFolder]
    private let bench: Mutex<Bench>

    /// The bench made last, before anything was applied: one with the calendar of fifteen years takes fifty
    /// times as long to make as to copy.
    private static let made = Mutex<(versions: [String], image: [UInt8])>(([], []))

    private struct Bench {
        let connection: Connection
        let tables: [Tables]
        var asked: [String: Statement] = [:]
    }

    package init(_ folders: [ProjectionFolder]) throws {
        self.folders = folders
        let connection = try Connection(nil)
        let versions = folders.map(\.version)
        if let image = Workbench.made.withLock({ $0.versions == versions ? $0.image : nil }) {
            try connection.become(image)
        } else {
            for folder in folders { try Tables.make(folder, on: connection) }
            let image = connection.image()
            Workbench.made.withLock { $0 = (versions, image) }
        }
        let window = try EventWindow(on: connection)
        var owners: [String: String] = [:]
        let tables = try folders.map { folder in
            let tables = try Tables(folder, on: connection, window)
            for name in tables.names + tables.views {
                if let other = owners.updateValue(folder.name, forKey: name) {
                    throw ProjectionError.invalid(
                        "the projections '\(other)' and '\(folder.name)' both have '\(name)';"
                            + " a question that reads both could mean either"
                    )
                }
            }
            return tables
        }
        bench = Mutex(Bench(connection: connection, tables: tables))
    }

    /// Applies a window.
    package func apply(_ window: [ProjectionEvent]) throws {
        let batch = EventBatch(window)
        try bench.withLock { bench in
            try bench.connection.transaction {
                for tables in bench.tables { try tables.apply(batch) }
            }
        }
    }

    /// Makes a case anew from all its events, in the projections that are concerned; the others go on by
    /// the window.
    package func apply(
        _ window: [ProjectionEvent],
        of caseID: Identifier,
        whole: [ProjectionEvent],
        where isConcerned: (ProjectionFolder) -> Bool
    ) throws {
        let batch = EventBatch(window)
        let all = EventBatch(whole)
        let concerned = Set(folders.filter(isConcerned).map(\.name))
        try bench.withLock { bench in
            try bench.connection.transaction {
                for tables in bench.tables {
                    if concerned.contains(tables.folder.name) {
                        try tables.apply(all, replacing: [caseID])
                    } else {
                        try tables.apply(batch)
                    }
                }
            }
        }
    }

    /// Takes a case's rows out, to make room for the next.
    package func remove(_ id: Identifier) throws {
        try bench.withLock { bench in
            for tables in bench.tables { try tables.delete(id) }
        }
    }

    /// - Parameter parameters: by name, with the colon; those that the question does not have are let be.
    package func ask(_ question: Question, _ parameters: [String: Value]) throws -> Answer {
        try bench.withLock { bench in
            try question.asking(bench.connection, kept: &bench.asked, parameters)
        }
    }

    /// A number that SQL of our own gives; nil for none.
    package func integer(_ sql: String, _ argument: Value) throws -> Int64? {
        try bench.withLock { try $0.connection.integer(sql, argument) }
    }

    package func digest(of name: String) throws -> String? {
        try bench.withLock { bench in
            try bench.tables.first { $0.folder.name == name }?.digest()
        }
    }
}

extension Question {
    /// How many steps of SQLite's machine an answer may take: minutes, not for ever.
    private static let steps: Int64 = 20_000_000_000

    fileprivate func asking(
        _ connection: Connection,
        kept: inout [String: Statement],
        _ parameters: [String: Value]
    ) throws -> Answer {
        try failing(in: self) {
            let statement: Statement
            if let known = kept[file] {
                statement = known
            } else {
                statement = try connection.authority.acting(as: .read) {
                    try connection.prepare(script.statements[0].text)
                }
                kept[file] = statement
            }
            defer { statement.rewind() }
            for (name, value) in parameters { statement.bind(value, to: name) }
            let rows = try connection.limiting(steps: Question.steps) {
                try connection.authority.acting(as: .read) { try statement.rows() }
            }
            return Answer(columns: statement.columnNames, rows: rows)
        }
    }
}

private func failing<R>(in question: Question, _ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let error as SQLError {
        throw ProjectionError.failed(
            .init(
                projection: question.file.split(separator: "/").first.map(String.init) ?? "",
                file: question.file.split(separator: "/").last.map(String.init) ?? question.file,
                line: question.script.statements[0].line,
                position: nil,
                reason: error.code & 0xff == SQLITE_INTERRUPT
                    ? "it takes too many steps" : error.message
            )
        )
    }
}

/// Projection files joined for reading, all of them at the state they had when they were joined.
package final class ReadingDesk: Sendable {
    private let desk: Mutex<Desk>

    private struct Desk {
        let connection: Connection
        var asked: [String: Statement] = [:]
    }

    /// The position that each file stood at when it was joined, in the order they were given.
    package let positions: [Int64]

    /// - Parameter files: path by projection; SQLite joins at most ten.
    package init(_ files: [(name: String, path: String)]) throws {
        guard files.count <= 10 else {
            throw ProjectionError.invalid("a question can read ten projections, not \(files.count)")
        }
        do {
            let connection = try Connection(nil)
            for (name, path) in files {
                try connection.execute(
                    "ATTACH ? AS \"\(name)\"",
                    .text("file:\(path.uriEscaped)?mode=ro")
                )
            }
            // One transaction for all questions: none of the files moves on between them.
            try connection.run("BEGIN")
            positions = try files.map { name, _ in
                try connection.integer("SELECT position FROM \"\(name)\".vigil_projection") ?? 0
            }
            desk = Mutex(Desk(connection: connection))
        } catch let error as SQLError {
            throw ProjectionError.unavailable("the projections cannot be joined: \(error)")
        }
    }

    package func ask(_ question: Question, _ parameters: [String: Value]) throws -> Answer {
        try desk.withLock { desk in
            try question.asking(desk.connection, kept: &desk.asked, parameters)
        }
    }

    /// The positions of entries with these words, best first, in an index that the engine keeps.
    ///
    /// - Parameter words: in FTS5's own query language.
    package func search(_ words: String, in name: String, limit: Int) throws -> [Int64] {
        try desk.withLock { desk in
            do {
                let statement = try desk.connection.cached(
                    """
                    SELECT rowid FROM "\(name)".vigil_search WHERE vigil_search MATCH ?
                    ORDER BY rank, rowid LIMIT ?
                    """
                )
                defer { statement.rewind() }
                statement.bind([.text(words), .integer(Int64(limit))])
                return try statement.rows().compactMap { $0.first?.integer }
            } catch let error as SQLError {
                throw ProjectionError.invalid("the words cannot be searched for: \(error.message)")
            }
        }
    }
}

extension String {
    /// As a path in a `file:` URI.
    fileprivate var uriEscaped: String {
        var text = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = Array("0123456789ABCDEF")
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }
}
