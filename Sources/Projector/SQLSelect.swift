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
    /// Whether a RIGHT or FULL join makes rows without one of the first source.
    var joinsOutward = false
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

    enum Clause { case columns, from, condition, groupBy, having, window }

    static func parse(_ nodes: ArraySlice<SQLNode>) -> (SQLSelect, ArraySlice<SQLNode>) {
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

    static let joining: Set<String> = [
        "join", "natural", "left", "right", "full", "inner", "cross", "outer",
    ]

    /// Reads FROM.
    mutating func take(_ nodes: [SQLNode]) {
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
                if nodes[index].isWord("right") || nodes[index].isWord("full") {
                    joinsOutward = true
                }
                index += 1
            }
        }
    }

    /// - Returns: nil when there is none here; a nil source for parentheses that held several.
    mutating func takeSource(_ nodes: [SQLNode], _ index: inout Int) -> Source?? {
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
    static let notFunctions: Set<String> = [
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
