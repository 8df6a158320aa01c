/// What is known of the tables and views that a statement may read: their columns and keys. From it
/// follows which columns of a SELECT have one value in each group.
struct SQLCatalogue {
    struct Table: Sendable {
        /// Names in small letters.
        let columns: [String]
        /// By column, in capitals.
        let types: [String: String]
        let key: [String]
    }

    var tables: [String: Table] = [:]
    var views: [String: SQLQuery] = [:]
    /// The columns of views as SQLite gives them.
    var viewColumns: [String: [String]] = [:]

    /// How many queries are looked at for one statement: named ones that name each other twice are soon
    /// more than anybody can follow, and then their columns are not known.
    static let fuel = 20_000

    final class Count {
        var left: Int

        init(_ left: Int) { self.left = left }

        func take() -> Bool {
            left -= 1
            return left >= 0
        }
    }

    var queriesLeft = Count(fuel)

    /// The window.
    static let event = Table(
        columns: EventColumn.names,
        types: Dictionary(
            uniqueKeysWithValues: EventColumn.names.map {
                ($0, ["position", "n", "schema"].contains($0) ? "INTEGER" : "TEXT")
            }
        ),
        key: ["position"]
    )

    private static let jsonColumns = [
        "key", "value", "type", "atom", "id", "parent", "fullkey", "path",
    ]

    // MARK: Columns and keys of what is read

    /// Nil when they are not known.
    func columns(of source: SQLSelect.Source, _ known: [String: SQLQuery.Named]) -> [String]? {
        if let query = source.query { return outputs(of: query, known) }
        guard let name = source.name else { return nil }
        if source.arguments != nil { return SQLCatalogue.jsonColumns }
        if let named = known[name] {
            var others = known
            others[name] = nil
            return named.columns ?? outputs(of: named.query, others)
        }
        return tables[name]?.columns ?? viewColumns[name]
    }

    /// Sets of columns each of which names one row.
    func keys(of source: SQLSelect.Source, _ known: [String: SQLQuery.Named]) -> [[String]] {
        if let query = source.query { return keys(of: query, known) }
        guard let name = source.name else { return [] }
        if source.arguments != nil { return [["id"], ["key"]] }
        if let named = known[name] {
            var others = known
            others[name] = nil
            let found = keys(of: named.query, others)
            guard let names = named.columns, let outputs = outputs(of: named.query, others) else {
                return found
            }
            let renamed = Dictionary(zip(outputs, names)) { first, _ in first }
            return found.map { $0.map { renamed[$0] ?? $0 } }
        }
        if let table = tables[name] { return table.key.isEmpty ? [] : [table.key] }
        return views[name].map { keys(of: $0, [:]) } ?? []
    }

    /// The names of a query's columns.
    func outputs(of query: SQLQuery, _ known: [String: SQLQuery.Named]) -> [String]? {
        guard queriesLeft.take(), let select = query.selects.first else { return nil }
        let known = known.adding(query.with)
        var names: [String] = []
        for item in select.columns {
            if item.last?.isMark("*") == true {
                let label = item.count == 3 ? item[0].name : nil
                guard item.count == 1 || label != nil else { return nil }
                for source in select.sources where label == nil || source.label == label {
                    guard let columns = columns(of: source, known) else { return nil }
                    names += columns
                }
            } else {
                names.append(SQLColumn.outputName(of: item) ?? "")
            }
        }
        return names
    }

    private func keys(of query: SQLQuery, _ known: [String: SQLQuery.Named]) -> [[String]] {
        if query.limits.count == 1, query.limits[0].token?.text == "1" { return [[]] }
        guard queriesLeft.take(), query.selects.count == 1, let select = query.selects.first else {
            return []
        }
        let known = known.adding(query.with)
        /// The column that shows an expression.
        func output(_ expression: [SQLNode]) -> String? {
            if expression.count == 1, let token = expression[0].token {
                if token.kind == .integer, let number = Int(token.text),
                    select.columns.indices.contains(number - 1)
                {
                    return SQLColumn.outputName(of: select.columns[number - 1])
                }
            }
            for item in select.columns {
                if SQLColumn.outputName(of: item) == expression.last?.name, expression.count == 1 {
                    return expression.last?.name
                }
                if SQLColumn.same(SQLColumn.expression(of: item), expression) {
                    return SQLColumn.outputName(of: item)
                }
            }
            // SELECT * shows everything under its own name.
            let isStar = select.columns.contains { $0.last?.isMark("*") == true }
            return isStar ? expression.last?.name : nil
        }
        if !select.groupBy.isEmpty {
            let names = select.groupBy.compactMap(output)
            return names.count == select.groupBy.count ? [names] : []
        }
        if GroupReading.isAggregate(select, orderBy: []) { return [[]] }
        var key: [String] = []
        for source in select.sources {
            guard let first = keys(of: source, known).first else { return [] }
            for column in first {
                let shown = select.columns.lazy.compactMap { item -> String? in
                    if item.last?.isMark("*") == true {
                        return item.count == 1 || item[0].name == source.label ? column : nil
                    }
                    guard let reference = SQLColumn(SQLColumn.expression(of: item)[...]),
                        reference.name == column,
                        reference.label == nil || reference.label == source.label
                    else { return nil }
                    return SQLColumn.outputName(of: item)
                }.first
                guard let shown else { return [] }
                key.append(shown)
            }
        }
        return select.sources.isEmpty ? [[]] : [key]
    }
}

extension [String: SQLQuery.Named] {
    func adding(_ tables: [SQLQuery.Named]) -> [String: SQLQuery.Named] {
        var all = self
        for table in tables { all[table.name] = table }
        return all
    }
}

/// `position` or `e.position`, in small letters.
struct SQLColumn: Hashable, Sendable {
    var label: String?
    var name: String

    init(label: String?, name: String) {
        self.label = label
        self.name = name
    }

    /// Nil for nodes that are anything but one column.
    init?(_ nodes: ArraySlice<SQLNode>) {
        let nodes = Array(nodes)
        if nodes.count == 1, case .group(let inside, _) = nodes[0] {
            self.init(inside[...])
            return
        }
        guard nodes.count == 1 || nodes.count == 3 && nodes[1].isMark("."),
            let name = nodes.last?.name, let first = nodes.first?.name
        else { return nil }
        guard nodes.count == 3 || !SQLColumn.isKeyword(nodes[0]) else { return nil }
        self.init(label: nodes.count == 3 ? first : nil, name: name)
    }

    /// A column of a result without its name: `x` of `x AS y`.
    static func expression(of item: [SQLNode]) -> [SQLNode] {
        guard item.count > 1, let last = item.last?.token, last.isName else { return item }
        if item[item.count - 2].isWord("as") { return Array(item.dropLast(2)) }
        // A name without AS stands behind something that could end an expression.
        let before = item[item.count - 2]
        guard last.kind == .name || !isKeyword(item[item.count - 1]) else { return item }
        switch before {
        case .group: return Array(item.dropLast())
        case .token(let token):
            let ends =
                token.kind != .mark
                && (!isKeyword(before) || token.isWord("end") || token.isWord("null"))
            return ends ? Array(item.dropLast()) : item
        }
    }

    static func outputName(of item: [SQLNode]) -> String? {
        let bare = expression(of: item)
        if bare.count < item.count { return item.last?.name }
        return SQLColumn(item[...])?.name
    }

    /// Whether two expressions are written alike; `e.x` and `x` count as alike.
    static func same(_ a: [SQLNode], _ b: [SQLNode]) -> Bool {
        if let a = SQLColumn(a[...]), let b = SQLColumn(b[...]) {
            return a.name == b.name && (a.label == nil || b.label == nil || a.label == b.label)
        }
        return a.count == b.count && zip(a, b).allSatisfy(same)
    }

    private static func same(_ a: SQLNode, _ b: SQLNode) -> Bool {
        switch (a, b) {
        case (.token(let a), .token(let b)): a.kind == b.kind && a.folded == b.folded
        case (.group(let a, _), .group(let b, _)): same(a, b)
        default: false
        }
    }

    static func isKeyword(_ node: SQLNode) -> Bool {
        guard let token = node.token, token.kind == .word else { return false }
        return keywords.contains(token.folded)
    }

    /// Words of expressions that name no column.
    private static let keywords: Set<String> = [
        "all", "and", "as", "asc", "between", "by", "case", "cast", "collate", "current_date",
        "current_time", "current_timestamp", "desc", "distinct", "else", "end", "escape", "exists",
        "false", "filter", "from", "glob", "in", "is", "isnull", "like", "limit", "match", "not",
        "notnull", "null", "nulls", "on", "or", "order", "over", "regexp", "select", "then", "true",
        "when", "where",
    ]
}

/// Which columns of an aggregate SELECT could come from any row of a group.
struct GroupReading {
    private let select: SQLSelect
    private let columns: [[String]?]
    private let labels: [String?]
    private var determined: Set<SQLColumn> = []
    private var wholeSources: Set<Int> = []
    private var terms: [[SQLNode]] = []

    static func isAggregate(_ select: SQLSelect, orderBy: [[SQLNode]]) -> Bool {
        func has(_ nodes: [SQLNode]) -> Bool {
            nodes.indices.contains { index in
                if let (call, _) = SQLCall.at(index, in: nodes), call.isAggregate { return true }
                guard let inside = nodes[index].inside, !SQLQuery.begins(inside) else {
                    return false
                }
                return has(inside)
            }
        }
        return !select.groupBy.isEmpty || select.columns.contains(where: has) || has(select.having)
            || orderBy.contains(where: has)
    }

    /// The names of columns that GROUP BY does not settle, each once, in their order.
    static func bareColumns(
        _ select: SQLSelect,
        orderBy: [[SQLNode]],
        _ catalogue: SQLCatalogue,
        _ known: [String: SQLQuery.Named]
    ) -> [(name: String, token: SQLToken)] {
        guard select.first.isWord("select"), isAggregate(select, orderBy: orderBy) else {
            return []
        }
        var reading = GroupReading(select, catalogue, known)
        reading.settle(catalogue, known)
        var bare: [(name: String, token: SQLToken)] = []
        for item in select.columns + [select.having] {
            let expression = SQLColumn.expression(of: item)
            if item.last?.isMark("*") == true, item.count == 1 || item.count == 3 {
                let label = item.count == 3 ? item[0].name : nil
                for (index, source) in select.sources.enumerated()
                where label == nil || source.label == label {
                    if !reading.wholeSources.contains(index) { bare.append(("*", item[0].first)) }
                }
                continue
            }
            reading.collect(expression, into: &bare)
        }
        var seen: Set<String> = []
        return bare.filter { seen.insert($0.name).inserted }
    }

    private init(
        _ select: SQLSelect,
        _ catalogue: SQLCatalogue,
        _ known: [String: SQLQuery.Named]
    ) {
        self.select = select
        columns = select.sources.map { catalogue.columns(of: $0, known) }
        labels = select.sources.map(\.label)
    }

    /// The source that a column is of; nil for one of a query around this one, or of none we know.
    private func source(of column: SQLColumn) -> Int? {
        if let label = column.label { return labels.firstIndex(of: label) }
        return columns.firstIndex { $0?.contains(column.name) == true }
            ?? columns.firstIndex { $0 == nil }
    }

    private func resolved(_ column: SQLColumn) -> SQLColumn? {
        source(of: column).map { SQLColumn(label: String($0), name: column.name) }
    }

    private func isSettled(_ column: SQLColumn) -> Bool {
        guard let source = source(of: column) else { return true }
        return wholeSources.contains(source)
            || determined.contains(SQLColumn(label: String(source), name: column.name))
    }

    private mutating func settle(_ catalogue: SQLCatalogue, _ known: [String: SQLQuery.Named]) {
        for term in select.groupBy { take(term) }
        let equalities = ([select.condition] + select.joins).flatMap(GroupReading.equalities)
        let keys = select.sources.map { catalogue.keys(of: $0, known) }
        var count = -1
        while count != determined.count + wholeSources.count {
            count = determined.count + wholeSources.count
            for (a, b) in equalities {
                if a.map(isSettled) ?? true, let b = b.flatMap(resolved) { determined.insert(b) }
                if b.map(isSettled) ?? true, let a = a.flatMap(resolved) { determined.insert(a) }
            }
            for name in select.shared
            where labels.indices.contains(where: {
                determined.contains(SQLColumn(label: String($0), name: name))
            }) {
                for index in labels.indices {
                    determined.insert(SQLColumn(label: String(index), name: name))
                }
            }
            for (index, keys) in keys.enumerated()
            where keys.contains(where: { key in
                key.allSatisfy { determined.contains(SQLColumn(label: String(index), name: $0)) }
            }) {
                wholeSources.insert(index)
            }
        }
    }

    /// A term of GROUP BY: a column, the number or name of one of the result, or an expression.
    private mutating func take(_ term: [SQLNode]) {
        if term.count == 1, let token = term[0].token, token.kind == .integer,
            let number = Int(token.text), select.columns.indices.contains(number - 1)
        {
            take(SQLColumn.expression(of: select.columns[number - 1]))
            return
        }
        terms.append(term)
        guard let column = SQLColumn(term[...]) else { return }
        if let column = resolved(column) { determined.insert(column) }
        for item in select.columns where column.label == nil {
            let expression = SQLColumn.expression(of: item)
            guard expression.count < item.count, item.last?.name == column.name else { continue }
            terms.append(expression)
            if let same = SQLColumn(expression[...]).flatMap(resolved) { determined.insert(same) }
        }
    }

    /// Pairs of columns that a condition makes equal; nil stands for a constant.
    private static func equalities(_ condition: [SQLNode]) -> [(SQLColumn?, SQLColumn?)] {
        guard !condition.contains(where: { $0.isWord("or") }) else { return [] }
        return condition.split { $0.isWord("and") }.compactMap { part in
            guard
                let sign = part.firstIndex(where: {
                    $0.isMark("=") || $0.isMark("==") || $0.isWord("is")
                })
            else { return nil }
            let (left, right) = (part[..<sign], part[(sign + 1)...])
            let (a, b) = (SQLColumn(left), SQLColumn(right))
            func isConstant(_ side: ArraySlice<SQLNode>) -> Bool {
                guard side.count == 1, let token = side.first?.token else { return false }
                return [.text, .integer, .real, .blob, .parameter].contains(token.kind)
            }
            guard a != nil || isConstant(left), b != nil || isConstant(right) else { return nil }
            return (a, b)
        }
    }

    private func collect(_ nodes: [SQLNode], into bare: inout [(name: String, token: SQLToken)]) {
        var index = 0
        scan: while index < nodes.count {
            for term in terms where index + term.count <= nodes.count {
                if SQLColumn.same(Array(nodes[index..<index + term.count]), term) {
                    index += term.count
                    continue scan
                }
            }
            if let (call, end) = SQLCall.at(index, in: nodes) {
                if !call.isAggregate { collect(call.arguments, into: &bare) }
                index = end
                continue
            }
            if let inside = nodes[index].inside {
                // A subquery sees the group from outside; whether it may is for the probes.
                if !SQLQuery.begins(inside) { collect(inside, into: &bare) }
                index += 1
                continue
            }
            if nodes[index].isWord("as") || nodes[index].isWord("collate") {
                index += 2
                continue
            }
            guard let token = nodes[index].token, token.isName, !SQLColumn.isKeyword(nodes[index])
            else {
                index += 1
                continue
            }
            var column = SQLColumn(label: nil, name: token.folded)
            index += 1
            while index + 1 < nodes.count, nodes[index].isMark("."),
                let next = nodes[index + 1].name
            {
                column = SQLColumn(label: column.name, name: next)
                index += 2
            }
            if !isSettled(column) {
                bare.append(((column.label.map { $0 + "." } ?? "") + column.name, token))
            }
        }
    }
}
