/// What is wrong with one statement, as far as reading it tells: a plan that SQLite may change one day
/// gives other rows then, and no run of today shows it.
///
/// Each rule has a name, a sentence and advice; docs/PROJECTIONS.md says why it is one.
struct StatementReading {
    enum Mode: Sendable, Equatable {
        case schema, apply
        /// A query, a check or a report, with its parameters.
        case question(parameters: Set<String>, isOrdered: Bool)

        var isQuestion: Bool { if case .question = self { true } else { false } }
    }

    struct Finding: Equatable {
        let rule: String
        let sentence: String
        /// The line of the word that gave it away.
        let line: Int
        let word: String
    }

    /// Rules about what may not be said at all; SQLite's own refusal of the same adds nothing.
    static let refusing: Set<String> = [
        "statement", "function", "clock", "date-function", "temporary", "trigger", "name",
        "view-function", "parameter", "present-moment", "source", "size",
    ]

    let shape: SQLShape
    let mode: Mode
    let catalogue: SQLCatalogue
    /// The event types that the folder takes, and those that there are.
    let types: (taken: Set<String>?, known: Set<String>)
    var findings: [Finding] = []

    static func findings(
        _ shape: SQLShape,
        _ mode: Mode,
        _ catalogue: SQLCatalogue,
        taken: Set<String>?,
        known: Set<String>
    ) -> [Finding] {
        var catalogue = catalogue
        catalogue.queriesLeft = .init(SQLCatalogue.fuel)
        if mode == .apply { catalogue.tables["event"] = SQLCatalogue.event }
        var reading = StatementReading(
            shape: shape,
            mode: mode,
            catalogue: catalogue,
            types: (taken, known)
        )
        reading.read()
        var seen: [Finding] = []
        for finding in reading.findings where !seen.contains(finding) { seen.append(finding) }
        return seen.sorted { $0.line < $1.line }
    }

    init(
        shape: SQLShape,
        mode: Mode,
        catalogue: SQLCatalogue,
        types: (taken: Set<String>?, known: Set<String>)
    ) {
        self.shape = shape
        self.mode = mode
        self.catalogue = catalogue
        self.types = types
    }

    mutating func find(_ rule: String, _ token: SQLToken?, _ sentence: String) {
        findings.append(
            Finding(
                rule: rule,
                sentence: sentence,
                line: token?.line ?? shape.tokens.first?.line ?? 1,
                word: token?.text ?? ""
            )
        )
    }

    // MARK: The statement

    mutating func read() {
        guard isAllowedKind() else { return }
        readNames()
        readWriting()
        readTokens()
        let known = [String: SQLQuery.Named]().adding(shape.with)
        for table in shape.with {
            var others = known
            others[table.name] = nil
            read(table.query, others, isCounted: false)
        }
        if let query = shape.query {
            read(query, known, isCounted: false)
            if case .question(_, isOrdered: true) = mode { readOutermostOrder(query) }
        }
        scan(shape.rest, in: nil, known)
        guard shape.kind == .table else { return }
        if let word = zip(shape.tokens, shape.tokens.dropFirst()).first(where: {
            $0.isWord("on") && $1.isWord("conflict")
        }) {
            find(
                "conflict-clause",
                word.0,
                "a key that settles conflicts by itself makes rows depend on the order they come in;"
                    + " leave ON CONFLICT out of the table"
            )
        }
    }

    mutating func isAllowedKind() -> Bool {
        let first = shape.tokens.first
        if shape.kind == .trigger {
            find(
                "trigger",
                first,
                "a trigger writes rows behind the statement that is read; write them in apply.sql"
            )
            return false
        }
        if shape.isTemporary {
            find(
                "temporary",
                first,
                "what is temporary belongs to one connection and is gone with it; make a table, or"
                    + " use WITH"
            )
            return false
        }
        let isFine: Bool
        let allowed: String
        switch mode {
        case .schema:
            isFine = [.table, .index, .view, .insert, .update, .delete].contains(shape.kind)
            allowed = "schema.sql makes tables, indexes and views and fills tables"
        case .apply:
            isFine = [.insert, .update, .delete].contains(shape.kind)
            allowed = "apply.sql writes its own tables by INSERT, UPDATE and DELETE"
        case .question:
            isFine = shape.kind == .select && first?.isWord("values") == false
            allowed = "a question is one SELECT, with WITH before it or not"
        }
        guard !isFine else { return true }
        let words = shape.tokens.prefix(2).map { $0.text.uppercased() }
        let isLong =
            shape.tokens.first?.isWord("create") == true
            || shape.tokens.first?.isWord("drop") == true
        let name = isLong ? words.joined(separator: " ") : words.first ?? ""
        find("statement", first, "\(name) has no place here; \(allowed)")
        return false
    }

    mutating func readNames() {
        if let word = shape.condition {
            find(
                "if-exists",
                word,
                "IF NOT EXISTS hides a name that is taken; a projection's file is empty when its"
                    + " schema runs, so leave it out"
            )
        }
        if [.insert, .update, .delete].contains(shape.kind), let name = shape.target,
            Authority.isReserved(name)
        {
            find(
                "name",
                shape.targetToken,
                name == "event"
                    ? "event is what was recorded; read it and write tables of the folder"
                    : "'\(name)' is SQLite's or the engine's; write tables of the folder"
            )
        }
        guard [.table, .index, .view].contains(shape.kind), let name = shape.target else { return }
        if Authority.isReserved(name) {
            find(
                "name",
                shape.targetToken,
                "the name '\(name)' is SQLite's or the engine's; take another"
            )
        }
        if shape.qualifier != nil {
            find(
                "name",
                shape.targetToken,
                "a name stands without its database: CREATE … \(name)"
            )
        }
    }

    mutating func readWriting() {
        if let word = shape.alternative {
            find(
                "or-replace",
                word,
                "\(word.text.uppercased()) lets the order of rows decide which one stays; use INSERT,"
                    + " with ON CONFLICT DO UPDATE and min, max or a sum where rows meet"
            )
        }
        if let word = shape.updateFrom {
            find(
                "update-from",
                word,
                "UPDATE FROM takes any one of several matches; use SET x = (SELECT …) with an"
                    + " aggregate, or keep two tables and join them in a view"
            )
        }
    }

    mutating func readOutermostOrder(_ query: SQLQuery) {
        guard query.orderBy.isEmpty else { return }
        // One row has an order.
        if query.selects.count == 1, query.selects[0].groupBy.isEmpty,
            GroupReading.isAggregate(query.selects[0], orderBy: [])
        {
            return
        }
        find(
            "order-missing",
            query.selects.first?.first,
            "a query says in which order its rows come; end its outermost SELECT with ORDER BY"
        )
    }

    // MARK: Words, wherever they stand

    mutating func readTokens() {
        let tokens = shape.tokens
        // What a CAST makes whole again is whole on every machine.
        let loose =
            mode.isQuestion ? [] : Set(StatementReading.reals(in: shape.nodes).map(\.offset))
        for (index, token) in tokens.enumerated() {
            let before = index > 0 ? tokens[index - 1] : nil
            switch token.kind {
            case .word
            where StatementReading.clocks.contains(token.folded) && before?.isMark(".") != true:
                find(
                    "clock",
                    token,
                    "\(token.text) is another time at every run; take times from the event, or"
                        + " :as_of in a question"
                )
            case .parameter: readParameter(token)
            case .text where mode.isQuestion: readPresentMoment(token)
            case .real where shape.kind != .view && loose.contains(token.offset):
                find(
                    "real",
                    token,
                    "\(token.text) is REAL, whose sums depend on their order; count in whole numbers"
                        + " (milliseconds, hundredths) or keep the text"
                )
            case .broken where token.text.hasPrefix("'") || token.text.hasPrefix("\""):
                find("quote", token, "a quote begins here and does not end")
            default: break
            }
        }
    }

    /// REAL literals that stand in no CAST … AS INTEGER.
    static func reals(in nodes: [SQLNode]) -> [SQLToken] {
        nodes.indices.flatMap { index -> [SQLToken] in
            switch nodes[index] {
            case .token(let token): return token.kind == .real ? [token] : []
            case .group(let inside, _):
                let isWhole =
                    index > 0 && nodes[index - 1].isWord("cast")
                    && inside.last?.isWord("integer") == true
                return isWhole ? [] : reals(in: inside)
            }
        }
    }

    static let clocks: Set<String> = ["current_date", "current_time", "current_timestamp"]

    mutating func readParameter(_ token: SQLToken) {
        guard case .question(let parameters, _) = mode else {
            find(
                "parameter",
                token,
                "\(token.text) has no value here: rows depend on events alone"
            )
            return
        }
        guard token.text.hasPrefix(":"), parameters.contains(String(token.text.dropFirst())) else {
            let names = parameters.sorted().map { ":" + $0 }.joined(separator: ", ")
            find(
                "parameter",
                token,
                "\(token.text) is not a parameter of this question; it has \(names); name others in"
                    + " its head: -- parameters: x, y"
            )
            return
        }
    }

    mutating func readPresentMoment(_ token: SQLToken) {
        let word = token.text.trimmed.lowercased()
        guard ["now", "localtime", "utc"].contains(word) else { return }
        find(
            "present-moment",
            token,
            word == "now"
                ? "'now' is another time at every run; use :as_of"
                : "'\(word)' asks the machine for its time zone; London's days are in the view 'day'"
        )
    }

    // MARK: Event types

    /// `type = 'x'` and `type IN ('x', 'y')` in a SELECT from event.
    mutating func readTypes(_ select: SQLSelect) {
        let label = select.sources.first { $0.name == "event" }?.label
        // json_each has a column of that name too.
        let isAlone = select.sources.allSatisfy { $0.name == "event" }
        func literals(_ nodes: [SQLNode]) -> [SQLToken] {
            nodes.indices.flatMap { index -> [SQLToken] in
                if let inside = nodes[index].inside {
                    return SQLQuery.begins(inside) ? [] : literals(inside)
                }
                guard nodes[index].isWord("type") else { return [] }
                let isLabelled = index > 1 && nodes[index - 1].isMark(".")
                guard isLabelled ? nodes[index - 2].name == label : isAlone else { return [] }
                var next = index + 1
                if nodes.isWord("not", at: next) || nodes.isWord("is", at: next) { next += 1 }
                guard next + 1 < nodes.count else { return [] }
                if nodes[next].isWord("in"), let inside = nodes[next + 1].inside {
                    return inside.items.compactMap { $0.count == 1 ? $0[0].token : nil }
                }
                let compares = ["=", "==", "<>", "!="].contains { nodes[next].isMark($0) }
                return compares ? [nodes[next + 1].token].compactMap { $0 } : []
            }
        }
        for token in select.expressions.flatMap(literals) where token.kind == .text {
            if !types.known.contains(token.text) {
                find(
                    "type-unknown",
                    token,
                    "there is no event type '\(token.text)' (docs/EVENTS.md)"
                )
            } else if let taken = types.taken, !taken.contains(token.text) {
                find(
                    "type-not-taken",
                    token,
                    "the manifest does not take '\(token.text)', so it never stands in event; add it"
                        + " to 'types' or leave it out"
                )
            }
        }
    }
}
