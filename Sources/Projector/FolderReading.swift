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

    private let shape: SQLShape
    private let mode: Mode
    private let catalogue: SQLCatalogue
    /// The event types that the folder takes, and those that there are.
    private let types: (taken: Set<String>?, known: Set<String>)
    private var findings: [Finding] = []

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

    private init(
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

    private mutating func find(_ rule: String, _ token: SQLToken?, _ sentence: String) {
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

    private mutating func read() {
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

    private mutating func isAllowedKind() -> Bool {
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

    private mutating func readNames() {
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

    private mutating func readWriting() {
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

    private mutating func readOutermostOrder(_ query: SQLQuery) {
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

    private mutating func readTokens() {
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
    private static func reals(in nodes: [SQLNode]) -> [SQLToken] {
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

    private static let clocks: Set<String> = ["current_date", "current_time", "current_timestamp"]

    private mutating func readParameter(_ token: SQLToken) {
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

    private mutating func readPresentMoment(_ token: SQLToken) {
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

    // MARK: Queries

    /// - Parameter isCounted: whether only the number or existence of its rows matters.
    private mutating func read(
        _ query: SQLQuery,
        _ known: [String: SQLQuery.Named],
        isCounted: Bool
    ) {
        let known = known.adding(query.with)
        for table in query.with {
            var others = known
            others[table.name] = nil
            read(table.query, others, isCounted: false)
        }
        if let limit = query.limit, query.orderBy.isEmpty, !isCounted, !hasEqualRows(query) {
            find(
                "limit-without-order",
                limit,
                "LIMIT without ORDER BY in the same SELECT takes any rows; say which ones by ORDER BY"
            )
        }
        for select in query.selects {
            read(select, orderBy: query.selects.count == 1 ? query.orderBy : [], known)
        }
        for term in query.orderBy { scan(term, in: query.selects.first, known) }
        scan(query.limits, in: nil, known)
    }

    /// Whether each row shows the same: what a window over all rows makes of them.
    private func hasEqualRows(_ query: SQLQuery) -> Bool {
        guard query.selects.count == 1, let select = query.selects.first else { return false }
        return select.columns.allSatisfy { item in
            let expression = SQLColumn.expression(of: item)
            guard let (call, end) = expression.isEmpty ? nil : SQLCall.at(0, in: expression),
                end == expression.count, call.isWindowed
            else { return false }
            let window = window(of: call, select)
            return isWholeFrame(window) && !window.contains { $0.isWord("partition") }
        }
    }

    private mutating func read(
        _ select: SQLSelect,
        orderBy: [[SQLNode]],
        _ known: [String: SQLQuery.Named]
    ) {
        for source in select.sources {
            if let query = source.query { read(query, known, isCounted: false) }
            readSource(source, known)
        }
        for expression in select.expressions { scan(expression, in: select, known) }
        for (column, token) in GroupReading.bareColumns(select, orderBy: orderBy, catalogue, known)
        {
            find(
                "bare-column",
                token,
                "'\(column)' stands beside an aggregate and not in GROUP BY, so any row of the"
                    + " group may give it; put it into GROUP BY, or take min(…) or max(…) of it"
            )
        }
        if mode == .apply, select.sources.contains(where: { $0.name == "event" }) {
            readTypes(select)
        }
    }

    /// What a SELECT reads: the window, tables of folders, lists in JSON.
    private mutating func readSource(
        _ source: SQLSelect.Source,
        _ known: [String: SQLQuery.Named]
    ) {
        guard let name = source.name, known[name] == nil else { return }
        let isList = name == "json_each" || name == "json_tree"
        let isFine: Bool
        switch mode {
        case .apply: isFine = name == "event" || !Authority.isReserved(name)
        case .schema: isFine = !Authority.isReserved(name)
        // The engine's own tables say how far a projection has come, and what its columns mean.
        case .question: isFine = !Authority.isReserved(name) || name.hasPrefix("vigil_")
        }
        guard !isFine || source.arguments != nil && !isList else { return }
        find(
            shape.kind == .view ? "view-function" : "source",
            source.token,
            name == "event"
                ? "event is there only while apply.sql runs; read tables"
                : "'\(name)' is SQLite's or the engine's; read tables of folders, json_each and json_tree"
        )
    }

    /// Expressions of `select`, with the subqueries in them.
    private mutating func scan(
        _ nodes: [SQLNode],
        in select: SQLSelect?,
        _ known: [String: SQLQuery.Named]
    ) {
        for (index, node) in nodes.enumerated() {
            if let (call, _) = SQLCall.at(index, in: nodes) {
                read(call, isNaming: isNaming(index, nodes), in: select, known)
            }
            if node.isWord("not"), nodes.isWord("in", at: index + 1) {
                readNotIn(node.first, index + 2 < nodes.count ? nodes[index + 2] : nil)
            }
            if node.isWord("cast"), index + 1 < nodes.count, let inside = nodes[index + 1].inside {
                readCast(inside)
            }
            guard let inside = node.inside else { continue }
            if SQLQuery.begins(inside), let query = SQLQuery.parse(inside[...])?.query {
                read(query, known, isCounted: index > 0 && nodes[index - 1].isWord("exists"))
            } else {
                scan(inside, in: select, known)
            }
        }
    }

    /// Whether a name before parentheses names a table or its columns.
    private func isNaming(_ index: Int, _ nodes: [SQLNode]) -> Bool {
        if index > 0, nodes[index - 1].isMark(".") { return true }
        if index > 0, let word = nodes[index - 1].token, word.kind == .word,
            ["table", "into", "references", "view"].contains(word.folded)
                || word.folded == "on" && shape.kind == .index
        {
            return true
        }
        return nodes.isWord("as", at: index + 2)
            && (index + 3 < nodes.count && nodes[index + 3].inside != nil)
    }

    private mutating func readNotIn(_ token: SQLToken, _ list: SQLNode?) {
        guard let inside = list?.inside else {
            // NOT IN table is the same with another spelling.
            find("not-in", token, StatementReading.notIn)
            return
        }
        if SQLQuery.begins(inside), !inside[0].isWord("values") {
            find("not-in", token, StatementReading.notIn)
        } else if inside.contains(where: { $0.isWord("null") }) {
            find(
                "not-in",
                token,
                "NOT IN a list with NULL is never true; leave NULL out of the list"
            )
        }
    }

    private static let notIn =
        "NOT IN finds nothing as soon as one value is NULL; use NOT EXISTS (SELECT 1 FROM … WHERE …)"

    private mutating func readCast(_ inside: [SQLNode]) {
        guard !mode.isQuestion, shape.kind != .view, let type = inside.last?.token,
            ["real", "float", "double", "numeric", "decimal"].contains(type.folded)
        else { return }
        find(
            "real",
            type,
            "CAST AS \(type.text.uppercased()) makes a REAL, whose sums depend on their order;"
                + " count in whole numbers"
        )
    }

    // MARK: Functions

    private mutating func read(
        _ call: SQLCall,
        isNaming: Bool,
        in select: SQLSelect?,
        _ known: [String: SQLQuery.Named]
    ) {
        if !isNaming { readFunction(call) }
        if call.isWindowed {
            readWindow(call, select, known)
        } else if StatementReading.lists.contains(call.name), !isNaming {
            readList(call, select, known)
        }
        if !mode.isQuestion, !isNaming, ["sum", "total", "avg"].contains(call.name) {
            readSum(call, select)
        }
    }

    private mutating func readFunction(_ call: SQLCall) {
        let name = call.name
        if name == "printf" || name == "format" { readFormat(call) }
        if Functions.dates.contains(name), mode != .apply, shape.kind != .view,
            call.arguments.items.count < (name == "strftime" ? 2 : 1)
        {
            find(
                "present-moment",
                call.token,
                "'\(name)' without a time means the present moment, another at every run; use :as_of"
            )
            return
        }
        if Functions.dates.contains(name), !mode.isQuestion {
            if shape.kind == .view {
                find(
                    "view-function",
                    call.token,
                    "'\(name)' in a view runs in other programs too, where it knows the present"
                        + " moment; use it in a query"
                )
            } else if mode == .apply {
                find(
                    "date-function",
                    call.token,
                    "'\(name)' can mean the present moment; times stand in the event as texts that"
                        + " compare, and a question may reckon with them"
                )
            }
            return
        }
        guard
            let reason = StatementReading.unwelcome[name]
                ?? (name.hasPrefix("pragma_") ? "tells of the file, not of the record" : nil)
                ?? (!mode.isQuestion && Functions.inexact.contains(name)
                    ? "answers REAL; keep whole numbers and divide in a question" : nil)
        else { return }
        if mode.isQuestion, Functions.inexact.contains(name) { return }
        find(
            shape.kind == .view ? "view-function" : "function",
            call.token,
            "the function '\(name)' \(reason)"
        )
    }

    /// A width of millions makes megabytes of spaces, or NULL where SQLite has had enough.
    private mutating func readFormat(_ call: SQLCall) {
        guard let format = call.arguments.first?.token, format.kind == .text else { return }
        let widths = format.text.split { !$0.isNumber }.map { Int($0) ?? .max }
        let numbers = call.arguments.compactMap(\.token).filter { $0.kind == .integer }
            .map { Int($0.text) ?? .max }
        let isStarred = format.text.contains("*")
        guard (widths + (isStarred ? numbers : [])).contains(where: { $0 > 10_000 }) else { return }
        find(
            "size",
            call.token,
            "'\(call.name)' to such a width makes megabytes of nothing; rows hold what was recorded"
        )
    }

    private static let unwelcome: [String: String] = [
        "random": "answers otherwise every time; the same log gives the same rows",
        "randomblob": "answers otherwise every time; the same log gives the same rows",
        "zeroblob": "makes bytes that nobody wrote",
        "changes": "depends on what was written before; count rows instead",
        "total_changes": "depends on what was written before; count rows instead",
        "last_insert_rowid": "depends on what was written before; use the event's position",
        "avg": "answers REAL; keep the sum and the count and divide in a question",
        "total": "answers REAL; use sum",
        "load_extension": "runs a program",
        "readfile": "reads files; rows come from events alone",
        "writefile": "writes files",
        "edit": "runs a program",
        "sqlite_version": "answers otherwise on another machine",
        "sqlite_source_id": "answers otherwise on another machine",
        "sqlite_offset": "tells of the file, not of the record",
        "soundex": "is not in every build of SQLite",
    ]

    private static let ordered: Set<String> = [
        "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead",
        "first_value", "last_value", "nth_value",
    ]
    private static let lists: Set<String> = [
        "group_concat", "string_agg", "json_group_array", "json_group_object",
    ]

    /// What stands in a window's parentheses, with that of the window it builds on.
    private func window(of call: SQLCall, _ select: SQLSelect?) -> [SQLNode] {
        var nodes = call.over ?? call.overName.flatMap { select?.windows[$0] } ?? []
        var seen: Set<String> = []
        while let name = nodes.first?.name, let base = select?.windows[name],
            seen.insert(name).inserted
        {
            nodes = base + nodes.dropFirst()
        }
        return nodes
    }

    private mutating func readWindow(
        _ call: SQLCall,
        _ select: SQLSelect?,
        _ known: [String: SQLQuery.Named]
    ) {
        let window = window(of: call, select)
        let order = window.firstIndex { $0.isWord("order") }
        let hasFrame = window.contains { $0.isWord("rows") || $0.isWord("groups") }
        if order == nil {
            if StatementReading.ordered.contains(call.name)
                || StatementReading.lists.contains(call.name)
            {
                find(
                    "over-without-order",
                    call.token,
                    "'\(call.name)' OVER a window without ORDER BY takes rows as they lie; order the"
                        + " window, with position last"
                )
            } else if hasFrame, !isWholeFrame(window) {
                find(
                    "over-without-order",
                    call.token,
                    "a frame of rows without ORDER BY takes rows as they lie; order the window, with"
                        + " position last"
                )
            }
        }
        guard mode == .apply, let select else { return }
        let queries = known.mapValues(\.query)
        var fuel = SQLCatalogue.fuel
        guard select.reads("event", queries, &fuel) else { return }
        // Within one event there is nothing that another window would add.
        let partition = window.prefix {
            !$0.isWord("order") && !$0.isWord("rows") && !$0.isWord("range")
        }
        let terms = Array(partition.drop { !$0.isWord("by") }.dropFirst()).items
        guard !terms.contains(where: { SQLColumn($0[...])?.name == "position" }) else { return }
        find(
            "window-over-event",
            call.token,
            "'\(call.name)' OVER rows of event sees this window only, not the events before it;"
                + " insert the facts first and read them from your own table"
        )
    }

    private func isWholeFrame(_ window: [SQLNode]) -> Bool {
        let words = window.compactMap(\.name)
        return words.contains("following") && words.filter { $0 == "unbounded" }.count == 2
    }

    private mutating func readList(
        _ call: SQLCall,
        _ select: SQLSelect?,
        _ known: [String: SQLQuery.Named]
    ) {
        // SQLite keeps the order of a subquery that is all of FROM; good enough for what is read,
        // not for what is kept.
        if mode.isQuestion, let select, select.sources.count == 1 {
            let source = select.sources[0]
            let query = source.query ?? source.name.flatMap { known[$0]?.query }
            if query?.orderBy.isEmpty == false { return }
        }
        // A list that is put in order before it is shown may be gathered in none.
        if mode.isQuestion, call.name == "json_group_array", sortsLists,
            shape.query?.selects.contains(where: { $0.first.offset == select?.first.offset })
                != true
        {
            return
        }
        find(
            "unordered-list",
            call.token,
            "'\(call.name)' joins rows in the order they lie; use it OVER (ORDER BY … ROWS BETWEEN"
                + " UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)"
        )
    }

    /// Whether somewhere it sorts a list: `json_group_array(value) FROM (SELECT value FROM json_each(…) ORDER BY value)`.
    private var sortsLists: Bool {
        func sorts(_ nodes: [SQLNode]) -> Bool {
            nodes.contains { node in
                guard let inside = node.inside else { return false }
                guard let query = SQLQuery.parse(inside[...])?.query else { return sorts(inside) }
                return query.selects.contains { select in
                    guard let source = select.sources.first?.query, !source.orderBy.isEmpty else {
                        return false
                    }
                    return source.selects.contains { select in
                        select.sources.contains { $0.name == "json_each" }
                    }
                } || sorts(inside)
            }
        }
        return sorts(shape.nodes)
    }

    private mutating func readSum(_ call: SQLCall, _ select: SQLSelect?) {
        let tokens = call.arguments.flat
        let isCast = tokens.contains { $0.isWord("integer") }
        let compares = tokens.contains { token in
            token.kind == .mark
                && ["=", "==", "<>", "!=", "<", ">", "<=", ">="].contains(token.text)
                || token.kind == .word
                    && ["is", "in", "like", "glob", "exists"].contains(token.folded)
        }
        let isExtracted = tokens.contains {
            $0.isMark("->>") || $0.isMark("->") || $0.isWord("json_extract")
        }
        let isReal =
            !StatementReading.reals(in: call.arguments).isEmpty
            || tokens.contains { $0.isWord("real") }
        var isText = false
        if let column = SQLColumn(call.arguments[...]), let select {
            let types = select.sources.filter { column.label == nil || $0.label == column.label }
                .compactMap { $0.name.flatMap { catalogue.tables[$0]?.types[column.name] } }
            isText = types.contains("TEXT")
        }
        guard isReal || isText || isExtracted && !isCast && !compares else { return }
        find(
            "real",
            call.token,
            "'\(call.name)' over what may be REAL depends on the order of the rows; sum whole numbers:"
                + " an INTEGER column, or CAST(… AS INTEGER)"
        )
    }

    // MARK: Event types

    /// `type = 'x'` and `type IN ('x', 'y')` in a SELECT from event.
    private mutating func readTypes(_ select: SQLSelect) {
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
