import FoundationEssentials
import GRDBSQLite
import Values

/// Something in a projection's folder that would make its rows depend on more than the log.
package struct Complaint: Sendable, Equatable {
    /// The rule's or probe's name: `bare-column`, `split`.
    package let rule: String
    /// Within the folder: `apply.sql`.
    package let file: String
    /// 1-based, of the statement.
    package let line: Int
    /// The statement's first 80 characters; empty for what no statement does.
    package let statement: String
    /// What is wrong, and what to do instead.
    package let sentence: String
    /// Where in a long statement, or the smallest log on which it goes wrong.
    package let detail: String?

    package init(
        rule: String,
        file: String,
        line: Int,
        statement: String,
        sentence: String,
        detail: String? = nil
    ) {
        self.rule = rule
        self.file = file
        self.line = line
        self.statement = statement
        self.sentence = sentence
        self.detail = detail
    }
}

/// Reads a projection's folder before anybody trusts it: first what its SQL says, then what it does to
/// logs that were made to catch it.
///
/// Same folder, same histories, same seed: same complaints.
package struct FolderChecker: Sendable {
    let folder: ProjectionFolder
    private let knownTypes: Set<String>
    private let beside: [ProjectionFolder]?

    /// - Parameters:
    ///   - knownTypes: the catalogue's event types.
    ///   - beside: the folders that its queries may read; nil for those in the same place.
    package init(
        _ folder: ProjectionFolder,
        knownTypes: Set<String>,
        beside: [ProjectionFolder]? = nil
    ) {
        self.folder = folder
        self.knownTypes = knownTypes
        self.beside = beside
    }

    /// What is wrong with the manifest, schema.sql, apply.sql and the queries, in this order.
    package func read() -> [Complaint] {
        var complaints: [Complaint] = []
        let scratch: Scratch
        do {
            scratch = try Scratch([folder], isApplying: true)
        } catch {
            return [Complaint.ofFile("schema.sql", "\(error)")]
        }
        let catalogue = scratch.catalogue()
        complaints += manifestComplaints(scratch)
        complaints += complaintsAboutScript(
            folder.schema,
            "schema.sql",
            .schema,
            scratch,
            catalogue
        )
        complaints += complaintsAboutScript(folder.apply, "apply.sql", .apply, scratch, catalogue)
        let queries = "\(folder.path)/queries"
        let desks = QuestionDesks(foldersBeside)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: queries))?.sorted() ?? []
        where name.hasSuffix(".sql") {
            complaints += FolderChecker.read(
                question: "\(queries)/\(name)",
                as: .query,
                named: "queries/\(name)",
                desks
            )
        }
        return complaints
    }

    private func foldersBeside(_ name: String) throws -> ProjectionFolder {
        if name == folder.name { return folder }
        if let beside {
            guard let found = beside.first(where: { $0.name == name }) else {
                throw ProjectionError.invalid("there is no projection '\(name)'")
            }
            return found
        }
        let place = folder.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return try ProjectionFolder.read((place + [name[...]]).joined(separator: "/"))
    }

    // MARK: Statements

    private func complaintsAboutScript(
        _ script: SQLScript,
        _ file: String,
        _ mode: StatementReading.Mode,
        _ scratch: Scratch,
        _ catalogue: SQLCatalogue
    ) -> [Complaint] {
        var complaints: [Complaint] = []
        if let line = script.lineOfNull {
            complaints.append(
                .ofFile(file, "a NUL character ends the text for SQLite; take it out", line)
            )
        }
        var isInTrigger = false
        for (index, statement) in script.statements.enumerated() {
            let shape = mode == .schema ? scratch.shapes[0][index] : SQLShape(statement)
            // The statements in a trigger's body are part of what was said about the trigger.
            if isInTrigger {
                isInTrigger = shape.kind != .other("end")
                continue
            }
            if shape.kind == .trigger {
                isInTrigger = !SQLScript.words(of: statement.text, .max).contains {
                    $0.lowercased() == "end"
                }
            }
            let findings = StatementReading.findings(
                shape,
                mode,
                catalogue,
                taken: folder.types,
                known: knownTypes
            )
            var found = findings.map { Complaint($0, file, statement) }
            if mode == .schema { found += tableComplaints(shape, statement, scratch) }
            if let search = folder.search, shape.target == search.table.lowercased(),
                shape.isUpdating
            {
                found.append(
                    Complaint(
                        rule: "search",
                        file: file,
                        line: statement.line,
                        statement: statement.beginning,
                        sentence:
                            "the search index follows rows that come and go, not rows that change;"
                            + " delete '\(search.table)'s row and insert it anew"
                    )
                )
            }
            let isRefused = findings.contains { StatementReading.refusing.contains($0.rule) }
            if !isRefused, let failure = scratch.failures[file]?[index] {
                found.append(Complaint(failure, file, statement))
            }
            complaints += found
        }
        return complaints
    }

    // MARK: Tables

    private func tableComplaints(
        _ shape: SQLShape,
        _ statement: SQLScript.Statement,
        _ scratch: Scratch
    ) -> [Complaint] {
        guard shape.kind == .table || shape.kind == .view, let name = shape.target,
            let made = scratch.made[name]
        else { return [] }
        var complaints: [Complaint] = []
        func find(_ rule: String, _ sentence: String) {
            complaints.append(
                Complaint(
                    rule: rule,
                    file: "schema.sql",
                    line: statement.line,
                    statement: statement.beginning,
                    sentence: sentence
                )
            )
        }
        if shape.kind == .table {
            if !made.isStrict {
                find(
                    "strict",
                    "the table '\(made.name)' takes any value anywhere; end it with STRICT"
                )
            }
            if made.key.isEmpty {
                find(
                    "key",
                    "the table '\(made.name)' has no PRIMARY KEY, so nothing says which row is which;"
                        + " case_id first, position last is the usual one"
                )
            }
            if !made.isWithoutRowid {
                find(
                    "rowid",
                    "the table '\(made.name)' numbers its rows as they come, and another split of the"
                        + " log brings them otherwise; end it with WITHOUT ROWID"
                )
            }
            for column in made.columns where !["INTEGER", "TEXT", "BLOB"].contains(column.type) {
                find(
                    "column-type",
                    "the column '\(made.name).\(column.name)' is \(column.type.isEmpty ? "untyped" : column.type);"
                        + " INTEGER, TEXT and BLOB are the same everywhere, so take one of these"
                )
            }
        }
        for column in made.columns
        where folder.meanings[made.name]?[column.name]?.trimmed.isEmpty ?? true {
            find(
                "meaning",
                "nobody can know what '\(made.name).\(column.name)' means; say it in manifest.json"
                    + " under 'columns'"
            )
        }
        return complaints
    }

    // MARK: The manifest

    private func manifestComplaints(_ scratch: Scratch) -> [Complaint] {
        let text =
            FileManager.default.contents(atPath: "\(folder.path)/manifest.json")
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
        var complaints: [Complaint] = []
        func find(_ rule: String, _ words: [String], _ sentence: String) {
            complaints.append(
                Complaint(
                    rule: rule,
                    file: "manifest.json",
                    line: FolderChecker.line(of: words, in: text),
                    statement: "",
                    sentence: sentence
                )
            )
        }
        for type in (folder.types ?? []).sorted() where !knownTypes.contains(type) {
            find(
                "type-unknown",
                ["types", type],
                "there is no event type '\(type)' (docs/EVENTS.md)"
            )
        }
        if folder.purpose.trimmed.isEmpty {
            find("purpose", [], "say in 'purpose' what the projection is for")
        }
        for table in folder.meanings.keys.sorted() {
            guard let made = scratch.made[table.lowercased()], made.name == table else {
                // What could not be made was complained of already.
                if scratch.failed.contains(table.lowercased()) { continue }
                find(
                    "meaning",
                    ["columns", table],
                    "'columns' tells of '\(table)', which schema.sql does not make; take it out"
                )
                continue
            }
            let names = made.columns.map(\.name)
            guard !names.isEmpty else { continue }
            for column in (folder.meanings[table] ?? [:]).keys.sorted()
            where !names.contains(column) {
                find(
                    "meaning",
                    ["columns", table, column],
                    "'columns' tells of '\(table).\(column)', which schema.sql does not make; take it out"
                )
            }
        }
        if let search = folder.search {
            let made = scratch.made[search.table.lowercased()]
            let columns = made?.columns.map(\.name) ?? []
            if made?.isView ?? true {
                find(
                    "search",
                    ["search"],
                    "'search' names '\(search.table)', which is no table of schema.sql"
                )
            } else {
                for column in search.columns where !columns.contains(column) {
                    find(
                        "search",
                        ["search"],
                        "'search' names '\(search.table).\(column)', which schema.sql does not make"
                    )
                }
                if !columns.contains("position") {
                    find(
                        "search",
                        ["search"],
                        "the search index finds rows by position, so '\(search.table)' needs a column 'position'"
                    )
                }
            }
        }
        return complaints
    }

    /// The line of the last of `words`, looked for one behind the other as JSON texts.
    static func line(of words: [String], in text: String) -> Int {
        var rest = text[...]
        for word in words {
            guard let place = rest.firstRange(of: "\"\(word)\"") else { break }
            rest = rest[place.lowerBound...]
            if word != words.last { rest = rest.dropFirst(word.count + 2) }
        }
        guard rest.startIndex != text.startIndex else { return 1 }
        return text[..<rest.startIndex].reduce(1) { $1.isNewline ? $0 + 1 : $0 }
    }

    // MARK: Questions

    package enum QuestionKind: Sendable { case query, check, report }

    /// What is wrong with queries, checks or reports, which read the projections of `folders`.
    package static func read(
        questions paths: [String],
        as kind: QuestionKind,
        folders: [ProjectionFolder]
    ) -> [Complaint] {
        let desks = QuestionDesks { name in
            guard let found = folders.first(where: { $0.name == name }) else {
                throw ProjectionError.invalid("there is no projection '\(name)'")
            }
            return found
        }
        return paths.flatMap { path in
            let file = path.split(separator: "/").suffix(2).joined(separator: "/")
            return read(question: path, as: kind, named: file, desks)
        }
    }

    /// The tables that questions read, made once for all that read the same.
    private final class QuestionDesks {
        typealias Desk = (scratch: Scratch, catalogue: SQLCatalogue)

        private let folder: (String) throws -> ProjectionFolder
        private var known: [[String]: Desk] = [:]

        init(_ folder: @escaping (String) throws -> ProjectionFolder) { self.folder = folder }

        func desk(_ names: [String]) throws -> Desk {
            let names = Array(Set(names)).sorted()
            if let desk = known[names] { return desk }
            let scratch = try Scratch(try names.map(folder), isApplying: false)
            let desk = (scratch, scratch.catalogue())
            known[names] = desk
            return desk
        }
    }

    private static func read(
        question path: String,
        as kind: QuestionKind,
        named file: String,
        _ desks: QuestionDesks
    ) -> [Complaint] {
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: data, as: UTF8.self)
        else { return [.ofFile(file, "the file is missing or not UTF-8")] }
        let script = SQLScript(text)
        var complaints: [Complaint] = []
        if let line = script.lineOfNull {
            complaints.append(
                .ofFile(file, "a NUL character ends the text for SQLite; take it out", line)
            )
        }
        var desk: QuestionDesks.Desk?
        do {
            desk = try desks.desk(Question(text, file: file).reads)
        } catch {
            let reason =
                if case .invalid(let reason)? = error as? ProjectionError { reason } else {
                    "\(error)"
                }
            let line = script.statements.dropFirst().first?.line ?? 1
            complaints.append(.ofFile(file, reason, line, rule: "question"))
        }
        let mode = StatementReading.Mode.question(
            parameters: Set(["case", "as_of", "from", "to"] + script.parametersOfItsOwn),
            isOrdered: kind == .query
        )
        for statement in script.statements {
            let findings = StatementReading.findings(
                SQLShape(statement),
                mode,
                desk?.catalogue ?? SQLCatalogue(),
                taken: nil,
                known: []
            )
            complaints += findings.map { Complaint($0, file, statement) }
            let isRefused = findings.contains { StatementReading.refusing.contains($0.rule) }
            if !isRefused, let failure = desk?.scratch.failure(asking: statement.text) {
                complaints.append(Complaint(failure, file, statement))
            }
        }
        return complaints
    }
}

extension Complaint {
    fileprivate static func ofFile(
        _ file: String,
        _ sentence: String,
        _ line: Int = 1,
        rule: String = "file"
    ) -> Complaint {
        Complaint(rule: rule, file: file, line: line, statement: "", sentence: sentence)
    }

    fileprivate init(
        _ finding: StatementReading.Finding,
        _ file: String,
        _ statement: SQLScript.Statement
    ) {
        self.init(
            rule: finding.rule,
            file: file,
            line: statement.line,
            statement: statement.beginning,
            sentence: finding.sentence,
            detail: finding.line == statement.line ? nil : "line \(finding.line): \(finding.word)"
        )
    }

    fileprivate init(_ failure: Scratch.Failure, _ file: String, _ statement: SQLScript.Statement) {
        self.init(
            rule: failure.rule,
            file: file,
            line: statement.line,
            statement: statement.beginning,
            sentence: failure.sentence
        )
    }
}

extension SQLScript {
    /// Names after `-- parameters:`, and those with a colon after `-- also:`, where they are explained.
    fileprivate var parametersOfItsOwn: [String] {
        func names(_ words: some Sequence<Substring>) -> [String] {
            words.map {
                String($0.drop { $0 == " " || $0 == ":" }.prefix { $0.isLetter || $0 == "_" })
            }
        }
        let explained = (header("also") ?? "").split { " ,;".contains($0) }.filter {
            $0.first == ":"
        }
        return names((header("parameters") ?? "").split(separator: ",")) + names(explained)
    }

    /// The line of the first NUL character, behind which SQLite would read nothing.
    fileprivate var lineOfNull: Int? {
        guard let place = text.utf8.firstIndex(of: 0) else { return nil }
        return text.utf8[..<place].reduce(1) { $1 == 10 ? $0 + 1 : $0 }
    }
}

extension SQLScript.Statement {
    /// The first 80 characters, without the comments before them and with single spaces.
    var beginning: String {
        let start = SQLToken.all(of: text, upTo: 1).first?.offset ?? 0
        let words = text.utf8.dropFirst(start)
        let plain = String(decoding: words.prefix(400), as: UTF8.self)
            .split { $0.isWhitespace }.joined(separator: " ")
        return String(plain.prefix(80))
    }
}
