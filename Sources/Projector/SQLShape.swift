/// What a statement is and what it reads and writes, as far as its keywords and parentheses tell.
///
/// No grammar: a statement that SQLite would not take has some shape too. So a rule that asks a shape
/// never decides alone whether a statement is allowed, only whether it is wise.
struct SQLShape: Sendable {
    enum Kind: Sendable, Equatable {
        case select, insert, update, delete, table, index, view, trigger, virtualTable
        /// Anything else, by its first word.
        case other(String)
    }

    let tokens: [SQLToken]
    let nodes: [SQLNode]
    private(set) var kind = Kind.other("")
    private(set) var isTemporary = false
    /// The IF of IF EXISTS and IF NOT EXISTS.
    private(set) var condition: SQLToken?
    /// The table that is written, or what is made, in small letters.
    private(set) var target: String?
    private(set) var targetToken: SQLToken?
    /// `main` in `main.turn`.
    private(set) var qualifier: String?
    /// INSERT OR IGNORE, REPLACE INTO, UPDATE OR FAIL: the word that says so.
    private(set) var alternative: SQLToken?
    /// The FROM of UPDATE … FROM.
    private(set) var updateFrom: SQLToken?
    private(set) var with: [SQLQuery.Named] = []
    /// What is selected, inserted, or shown by a view.
    private(set) var query: SQLQuery?
    /// Expressions that stand in no query: SET, WHERE, ON CONFLICT, a table's columns.
    private(set) var rest: [SQLNode] = []

    /// Whether rows that are there already may change: UPDATE, or ON CONFLICT DO UPDATE.
    var isUpdating: Bool {
        kind == .update
            || kind == .insert
                && zip(rest, rest.dropFirst()).contains { $0.isWord("do") && $1.isWord("update") }
    }

    init(_ statement: SQLScript.Statement) {
        let lead = SQLShape.leadingLines(statement.text)
        self.init(SQLToken.all(of: statement.text, firstLine: statement.line - lead))
    }

    /// Line breaks before the first token: a script gives the line of that one.
    private static func leadingLines(_ text: String) -> Int {
        (SQLToken.all(of: text, upTo: 1).first?.line ?? 1) - 1
    }

    init(_ tokens: [SQLToken]) {
        self.tokens = tokens
        nodes = SQLNode.tree(tokens)
        var index = 0
        if let found = SQLQuery.with(nodes[...]) {
            with = found.tables
            index = found.rest.startIndex
        }
        read(nodes[index...])
    }

    private mutating func read(_ nodes: ArraySlice<SQLNode>) {
        guard let verb = nodes.first?.token?.folded else { return }
        let words = Array(nodes)
        var index = 1
        switch verb {
        case "select", "values":
            kind = .select
            setQuery(nodes)
        case "insert", "replace":
            kind = .insert
            if verb == "replace" { alternative = words[0].token }
            takeAlternative(words, &index)
            while index < words.count, !words[index].isWord("into") { index += 1 }
            index += 1
            takeTarget(words, &index)
            if words.isWord("as", at: index) { index += 2 }
            if index < words.count, words[index].inside != nil { index += 1 }
            setQuery(words[min(index, words.count)...])
        case "update":
            kind = .update
            takeAlternative(words, &index)
            takeTarget(words, &index)
            rest = Array(words[min(index, words.count)...])
            for (place, node) in rest.enumerated()
            where node.isWord("from") && !(place > 0 && rest[place - 1].isWord("distinct")) {
                updateFrom = node.token
                break
            }
        case "delete":
            kind = .delete
            if words.isWord("from", at: index) { index += 1 }
            takeTarget(words, &index)
            rest = Array(words[min(index, words.count)...])
        case "create": readCreate(words)
        default:
            kind = .other(verb)
            rest = Array(words.dropFirst())
        }
    }

    private mutating func readCreate(_ words: [SQLNode]) {
        var index = 1
        if words.isWord("temp", at: index) || words.isWord("temporary", at: index) {
            isTemporary = true
            index += 1
        }
        if words.isWord("unique", at: index) { index += 1 }
        switch index < words.count ? words[index].name : nil {
        case "table": kind = .table
        case "index": kind = .index
        case "view": kind = .view
        case "trigger": kind = .trigger
        case "virtual":
            kind = .virtualTable
            index += 1
        default: kind = .other("create")
        }
        index += 1
        if words.isWord("if", at: index) {
            condition = words[index].token
            while index < words.count, !words[index].isWord("exists") { index += 1 }
            index += 1
        }
        takeTarget(words, &index)
        rest = Array(words[min(index, words.count)...])
        if kind == .view || kind == .table, let start = rest.firstIndex(where: { $0.isWord("as") })
        {
            let body = rest[(start + 1)...]
            if SQLQuery.begins(body) {
                setQuery(body)
            }
        }
    }

    private mutating func setQuery(_ nodes: ArraySlice<SQLNode>) {
        guard let found = SQLQuery.parse(nodes) else {
            rest = Array(nodes)
            return
        }
        query = found.query
        rest = Array(found.rest)
    }

    private mutating func takeAlternative(_ words: [SQLNode], _ index: inout Int) {
        guard words.isWord("or", at: index), index + 1 < words.count else { return }
        alternative = words[index + 1].token
        index += 2
    }

    private mutating func takeTarget(_ words: [SQLNode], _ index: inout Int) {
        guard index < words.count, words[index].name != nil else { return }
        if index + 2 < words.count, words[index + 1].isMark(".") {
            qualifier = words[index].name
            index += 2
        }
        target = words[index].name
        targetToken = words[index].token
        index += 1
    }
}

/// SELECTs joined by UNION and the like, with what orders and ends them.
struct SQLQuery: Sendable {
    /// `name AS (SELECT …)`.
    struct Named: Sendable {
        let name: String
        /// The names in parentheses behind it.
        let columns: [String]?
        let query: SQLQuery
    }

    var with: [Named] = []
    var selects: [SQLSelect] = []
    var orderBy: [[SQLNode]] = []
    var limit: SQLToken?
    /// Behind LIMIT.
    var limits: [SQLNode] = []

    static func begins(_ nodes: some Sequence<SQLNode>) -> Bool {
        for node in nodes {
            return node.isWord("select") || node.isWord("with") || node.isWord("values")
        }
        return false
    }

    static func with(_ nodes: ArraySlice<SQLNode>) -> (tables: [Named], rest: ArraySlice<SQLNode>)?
    {
        var rest = nodes
        guard rest.first?.isWord("with") == true else { return nil }
        rest.removeFirst()
        if rest.first?.isWord("recursive") == true { rest.removeFirst() }
        var tables: [Named] = []
        while let name = rest.first?.name {
            rest.removeFirst()
            var columns: [String]?
            if let inside = rest.first?.inside {
                columns = inside.items.compactMap { $0.first?.name }
                rest.removeFirst()
            }
            while let word = rest.first, ["as", "not", "materialized"].contains(word.name) {
                rest.removeFirst()
            }
            guard let inside = rest.first?.inside else { break }
            rest.removeFirst()
            if let query = parse(inside[...])?.query {
                tables.append(Named(name: name, columns: columns, query: query))
            }
            guard rest.first?.isMark(",") == true else { break }
            rest.removeFirst()
        }
        return (tables, rest)
    }

    /// - Returns: nil for nodes that do not begin like a query; the rest is ON CONFLICT or RETURNING.
    static func parse(_ nodes: ArraySlice<SQLNode>) -> (query: SQLQuery, rest: ArraySlice<SQLNode>)?
    {
        var query = SQLQuery()
        var rest = nodes
        if let found = with(nodes) {
            query.with = found.tables
            rest = found.rest
        }
        guard rest.first?.isWord("select") == true || rest.first?.isWord("values") == true else {
            return nil
        }
        while let first = rest.first, first.isWord("select") || first.isWord("values") {
            let (select, next) = SQLSelect.parse(rest)
            query.selects.append(select)
            rest = next
            guard let word = rest.first?.name, ["union", "intersect", "except"].contains(word)
            else { break }
            rest.removeFirst()
            if rest.first?.isWord("all") == true { rest.removeFirst() }
        }
        if rest.first?.isWord("order") == true {
            rest = rest.dropFirst(2)
            let end =
                rest.firstIndex { $0.isWord("limit") || $0.isWord("returning") } ?? rest.endIndex
            let stop = conflict(rest[..<end]) ?? end
            query.orderBy = Array(rest[..<stop]).items
            rest = rest[stop...]
        }
        if rest.first?.isWord("limit") == true {
            query.limit = rest.first?.token
            rest.removeFirst()
            let end = conflict(rest) ?? rest.firstIndex { $0.isWord("returning") } ?? rest.endIndex
            query.limits = Array(rest[..<end])
            rest = rest[end...]
        }
        return (query, rest)
    }

    /// Where ON CONFLICT stands.
    fileprivate static func conflict(_ nodes: ArraySlice<SQLNode>) -> Int? {
        nodes.indices.first {
            nodes[$0].isWord("on") && $0 + 1 < nodes.endIndex && nodes[$0 + 1].isWord("conflict")
        }
    }

    /// Whether rows of `table` come through FROM, directly or by way of a subquery or a named one.
    ///
    /// - Parameter fuel: how many queries may be looked at; named ones that name each other are many.
    func reads(_ table: String, _ known: [String: SQLQuery], _ fuel: inout Int) -> Bool {
        fuel -= 1
        guard fuel > 0 else { return false }
        let known = known.adding(with)
        for select in selects where select.reads(table, known, &fuel) { return true }
        return false
    }
}

extension [String: SQLQuery] {
    func adding(_ tables: [SQLQuery.Named]) -> [String: SQLQuery] {
        var all = self
        for table in tables { all[table.name] = table.query }
        return all
    }
}

/// One SELECT between UNIONs, or a list of VALUES.
struct SQLSelect: Sendable {
    /// Where rows come from: a table, a subquery, or a function that answers with rows.
    struct Source: Sendable {
        /// In small letters; nil for a subquery.
        var name: String?
        var alias: String?
        var query: SQLQuery?
        var arguments: [SQLNode]?
        /// The name, or the parenthesis that begins a subquery.
        var token: SQLToken?

        /// What its columns are called by.
        var label: String? { alias ?? name }
    }

    /// SELECT or VALUES.
    let first: SQLToken
    var isDistinct = false
    var columns: [[SQLNode]] = []
    var sources: [Source] = []
    /// What stands behind ON.
    var joins: [[SQLNode]] = []
    /// The columns of USING.
    var shared: [String] = []
    var condition: [SQLNode] = []
    var groupBy: [[SQLNode]] = []
    var having: [SQLNode] = []
    var windows: [String: [SQLNode]] = [:]

    /// All its expressions, without the subqueries that FROM reads.
    var expressions: [[SQLNode]] {
        columns + joins + [condition] + groupBy + [having]
            + windows.keys.sorted().compactMap { windows[$0] }
            + sources.compactMap(\.arguments)
    }

    private enum Clause { case columns, from, condition, groupBy, having, window }

    fileprivate static func parse(_ nodes: ArraySlice<SQLNode>) -> (SQLSelect, ArraySlice<SQLNode>)
    {
        var rest = nodes
        var select = SQLSelect(first: rest.removeFirst().first)
        var clause = Clause.columns
        var parts: [Clause: [SQLNode]] = [:]
        if let word = rest.first?.name, word == "distinct" || word == "all" {
            select.isDistinct = word == "distinct"
            rest.removeFirst()
        }
        var before: SQLNode?
        scan: while let node = rest.first {
            let following = rest.dropFirst().first
            switch node.token?.kind == .word ? node.name : nil {
            case "from" where before?.isWord("distinct") != true: clause = .from
            case "where": clause = .condition
            case "group" where following?.isWord("by") == true:
                clause = .groupBy
                rest.removeFirst()
            case "having": clause = .having
            case "window" where rest.dropFirst(2).first?.isWord("as") == true: clause = .window
            case "union", "intersect", "except", "limit", "returning": break scan
            case "order" where following?.isWord("by") == true: break scan
            case "on" where following?.isWord("conflict") == true: break scan
            default: parts[clause, default: []].append(node)
            }
            before = node
            rest.removeFirst()
        }
        select.columns = (parts[.columns] ?? []).items
        select.take(parts[.from] ?? [])
        select.condition = parts[.condition] ?? []
        select.groupBy = parts[.groupBy].map(\.items) ?? []
        select.having = parts[.having] ?? []
        for item in (parts[.window] ?? []).items {
            guard let name = item.first?.name, let inside = item.last?.inside else { continue }
            select.windows[name] = inside
        }
        return (select, rest)
    }

    private static let joining: Set<String> = [
        "join", "natural", "left", "right", "full", "inner", "cross", "outer",
    ]

    /// Reads FROM.
    private mutating func take(_ nodes: [SQLNode]) {
        var index = 0
        var isExpecting = true
        func name(_ index: Int) -> String? { index < nodes.count ? nodes[index].name : nil }
        while index < nodes.count {
            if isExpecting {
                guard let source = takeSource(nodes, &index) else {
                    index += 1
                    continue
                }
                isExpecting = false
                if let source { sources.append(source) }
                continue
            }
            if nodes[index].isMark(",") || nodes[index].isWord("join") {
                isExpecting = true
                index += 1
            } else if nodes[index].isWord("on") {
                index += 1
                let end =
                    nodes[index...].firstIndex { node in
                        node.isMark(",")
                            || node.token?.kind == .word
                                && SQLSelect.joining.contains(node.name ?? "")
                    } ?? nodes.count
                joins.append(Array(nodes[index..<end]))
                index = end
            } else if nodes[index].isWord("using"), index + 1 < nodes.count {
                shared += nodes[index + 1].inside?.items.compactMap { $0.first?.name } ?? []
                index += 2
            } else {
                index += 1
            }
        }
    }

    /// - Returns: nil when there is none here; a nil source for parentheses that held several.
    private mutating func takeSource(_ nodes: [SQLNode], _ index: inout Int) -> Source?? {
        var source = Source(token: nodes[index].first)
        if let inside = nodes[index].inside {
            index += 1
            guard SQLQuery.begins(inside) else {
                take(inside)
                return .some(nil)
            }
            source.query = SQLQuery.parse(inside[...])?.query
        } else if let name = nodes[index].name {
            guard !(nodes[index].token?.kind == .word && SQLSelect.joining.contains(name)) else {
                return nil
            }
            source.name = name
            index += 1
            if index + 1 < nodes.count, nodes[index].isMark("."), let second = nodes[index + 1].name
            {
                source.name = second
                index += 2
            }
            if index < nodes.count, let inside = nodes[index].inside {
                source.arguments = inside
                index += 1
            }
        } else {
            return nil
        }
        if nodes.isWord("as", at: index), index + 1 < nodes.count {
            source.alias = nodes[index + 1].name
            index += 2
        } else if index < nodes.count, let token = nodes[index].token, token.isName,
            token.kind == .name
                || !SQLSelect.joining.union(["on", "using", "indexed", "not"]).contains(
                    token.folded
                )
        {
            source.alias = token.folded
            index += 1
        }
        return .some(source)
    }

    func reads(_ table: String, _ known: [String: SQLQuery], _ fuel: inout Int) -> Bool {
        for source in sources {
            if let query = source.query {
                if query.reads(table, known, &fuel) { return true }
                continue
            }
            guard let name = source.name, source.arguments == nil else { continue }
            guard let named = known[name] else {
                if name == table { return true }
                continue
            }
            // A recursive one names itself; its beginning tells.
            var others = known
            others[name] = nil
            if named.reads(table, others, &fuel) { return true }
        }
        return false
    }
}

/// A function's name with what stands behind it.
struct SQLCall: Sendable {
    let token: SQLToken
    let name: String
    let arguments: [SQLNode]
    /// FILTER (WHERE …).
    var filter: [SQLNode]?
    /// OVER: what stands in its parentheses, or a window's name.
    var over: [SQLNode]?
    var overName: String?

    var isWindowed: Bool { over != nil || overName != nil }

    /// An aggregate that makes one row of many; `max(a, b)` compares two values of one row.
    var isAggregate: Bool {
        guard !isWindowed else { return false }
        switch name {
        case "count", "sum", "total", "avg", "group_concat", "string_agg", "json_group_array",
            "json_group_object":
            return true
        case "max", "min": return arguments.items.count == 1
        default: return false
        }
    }

    /// The call that begins at `index`, and the index behind it.
    static func at(_ index: Int, in nodes: [SQLNode]) -> (call: SQLCall, end: Int)? {
        guard let token = nodes[index].token, token.isName, index + 1 < nodes.count,
            let inside = nodes[index + 1].inside,
            token.kind == .name || !notFunctions.contains(token.folded)
        else { return nil }
        var call = SQLCall(token: token, name: token.folded, arguments: inside)
        var end = index + 2
        if nodes.isWord("filter", at: end), end + 1 < nodes.count,
            let filter = nodes[end + 1].inside
        {
            call.filter = filter
            end += 2
        }
        if nodes.isWord("over", at: end), end + 1 < nodes.count {
            call.over = nodes[end + 1].inside
            if call.over == nil { call.overName = nodes[end + 1].name }
            end += 2
        }
        return (call, end)
    }

    /// Words that may stand before a parenthesis without calling anything.
    private static let notFunctions: Set<String> = [
        "all", "and", "any", "as", "between", "by", "case", "cast", "check", "collate", "conflict",
        "cross", "default", "distinct", "do", "else", "escape", "except", "exists", "filter",
        "from",
        "full", "generated", "having", "in", "inner", "intersect", "into", "is", "isnull", "join",
        "key", "left", "limit", "materialized", "not", "notnull", "null", "offset", "on", "or",
        "order", "outer", "over", "partition", "primary", "references", "returning", "right",
        "select",
        "set", "table", "then", "union", "unique", "update", "using", "values", "when", "where",
        "window", "with",
    ]
}
