/// What may be called, and with what.
extension StatementReading {
    mutating func read(
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

    mutating func readFunction(_ call: SQLCall) {
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
    mutating func readFormat(_ call: SQLCall) {
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

    static let unwelcome: [String: String] = [
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

    static let ordered: Set<String> = [
        "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead",
        "first_value", "last_value", "nth_value",
    ]
    static let lists: Set<String> = [
        "group_concat", "string_agg", "json_group_array", "json_group_object",
    ]

    /// What stands in a window's parentheses, with that of the window it builds on.
    func window(of call: SQLCall, _ select: SQLSelect?) -> [SQLNode] {
        var nodes = call.over ?? call.overName.flatMap { select?.windows[$0] } ?? []
        var seen: Set<String> = []
        while let name = nodes.first?.name, let base = select?.windows[name],
            seen.insert(name).inserted
        {
            nodes = base + nodes.dropFirst()
        }
        return nodes
    }

    mutating func readWindow(
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

    func isWholeFrame(_ window: [SQLNode]) -> Bool {
        let words = window.compactMap(\.name)
        return words.contains("following") && words.filter { $0 == "unbounded" }.count == 2
    }

    mutating func readList(
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
    var sortsLists: Bool {
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

    mutating func readSum(_ call: SQLCall, _ select: SQLSelect?) {
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
}
