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
    static func conflict(_ nodes: ArraySlice<SQLNode>) -> Int? {
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
