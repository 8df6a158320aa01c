/// What a query may lean on: order, sources, columns that belong to no row.
extension StatementReading {
    /// - Parameter isCounted: whether only the number or existence of its rows matters.
    mutating func read(
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
    func hasEqualRows(_ query: SQLQuery) -> Bool {
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

    mutating func read(
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
    mutating func readSource(
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
    mutating func scan(
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
    func isNaming(_ index: Int, _ nodes: [SQLNode]) -> Bool {
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

    mutating func readNotIn(_ token: SQLToken, _ list: SQLNode?) {
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

    static let notIn =
        "NOT IN finds nothing as soon as one value is NULL; use NOT EXISTS (SELECT 1 FROM … WHERE …)"

    mutating func readCast(_ inside: [SQLNode]) {
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
}
