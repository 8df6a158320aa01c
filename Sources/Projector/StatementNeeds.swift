/// The event types without which a statement does nothing: what an apply need not be run for.
///
/// A dozen statements stand in a folder, and a command's window holds one or two types. Only what can be
/// read off for sure is used: an INSERT whose rows all come from `event`, of types named by literals.
enum StatementNeeds {
    /// - Returns: nil for a statement that may do something whatever the window holds.
    static func types(of statement: SQLScript.Statement) -> Set<String>? {
        let shape = SQLShape(statement)
        guard shape.kind == .insert, let query = shape.query else { return nil }
        return types(of: query, [String: SQLQuery]().adding(shape.with))
    }

    private static func types(of query: SQLQuery, _ known: [String: SQLQuery]) -> Set<String>? {
        let known = known.adding(query.with)
        var all: Set<String> = []
        for select in query.selects {
            guard let types = types(of: select, known) else { return nil }
            all.formUnion(types)
        }
        return all
    }

    /// What its first source needs: without a row of that there is none of the SELECT, whatever is joined
    /// to it, but for a RIGHT or FULL join.
    private static func types(of select: SQLSelect, _ known: [String: SQLQuery]) -> Set<String>? {
        guard let source = select.sources.first, source.arguments == nil, !select.joinsOutward,
            // An aggregate without groups is a row of nothing.
            !select.groupBy.isEmpty
                || select.having.isEmpty && !GroupReading.isAggregate(select, orderBy: [])
        else { return nil }
        if let query = source.query { return types(of: query, known) }
        guard let name = source.name else { return nil }
        if let named = known[name] {
            var others = known
            others[name] = nil
            return types(of: named, others)
        }
        guard name == "event" else { return nil }
        let isAlone = select.sources.count == 1
        return types(in: select.condition, label: source.label ?? name, isAlone: isAlone)
    }

    /// The types that a condition leaves: of each side of an OR, those of one side of its ANDs.
    private static func types(in condition: [SQLNode], label: String, isAlone: Bool)
        -> Set<String>?
    {
        // Both have an AND of their own.
        guard !condition.contains(where: { $0.isWord("between") || $0.isWord("case") }) else {
            return nil
        }
        var all: Set<String> = []
        for side in condition.split(whereSeparator: { $0.isWord("or") }) {
            let parts = side.split { $0.isWord("and") }
            let named = parts.lazy.compactMap { literals($0, label: label, isAlone: isAlone) }
            guard let types = named.first else { return nil }
            all.formUnion(types)
        }
        return all.isEmpty ? nil : all
    }

    /// `type = 'x'` and `type IN ('x', 'y')`, and nothing beside it. With other sources beside `event` it
    /// stands behind a label, for `json_each` has such a column too.
    private static func literals(_ part: ArraySlice<SQLNode>, label: String, isAlone: Bool)
        -> Set<String>?
    {
        var nodes = part
        if nodes.count > 2, nodes[nodes.startIndex + 1].isMark(".") {
            guard nodes.first?.name == label else { return nil }
            nodes = nodes.dropFirst(2)
        } else if !isAlone {
            return nil
        }
        guard nodes.count == 3, nodes.first?.isWord("type") == true, let last = nodes.last else {
            return nil
        }
        let middle = nodes[nodes.startIndex + 1]
        if middle.isMark("=") || middle.isMark("==") {
            return last.token.flatMap { $0.kind == .text ? [$0.text] : nil }
        }
        guard middle.isWord("in"), let items = last.inside?.items else { return nil }
        let texts = items.compactMap { item in
            item.count == 1 ? item[0].token.flatMap { $0.kind == .text ? $0.text : nil } : nil
        }
        return texts.count == items.count ? Set(texts) : nil
    }
}
