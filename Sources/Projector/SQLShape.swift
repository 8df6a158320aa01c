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
