/// What a section is made of.
package enum Block: Sendable {
    /// Line breaks in the text are kept.
    case paragraph(String)
    case list([String])
    case facts([Fact])
    case table(Table)
    case findings([Finding])
    case chart(any Chart)
    case note(Note)

    /// - Parameters:
    ///   - id: unlike any other in the page; ids within the block begin with it.
    ///   - heading: what it stands under, for names that only a reader of the screen hears.
    func write(to html: inout HTML, id: String, under heading: String) {
        switch self {
        case .paragraph(let text): html.element("p", ["class": "text"], text: text)
        case .list(let texts):
            guard !texts.isEmpty else { return }
            html.element("ul") { html in
                for text in texts { html.element("li", ["class": "text"], text: text) }
            }
        case .facts(let facts):
            guard !facts.isEmpty else { return }
            html.element("dl", ["class": "facts"]) { html in
                for fact in facts { fact.write(to: &html) }
            }
        case .table(let table): table.write(to: &html, id: id)
        case .findings(let findings): Finding.write(findings, to: &html, id: id)
        case .chart(let chart): chart.write(to: &html, id: id)
        case .note(let note): note.write(to: &html)
        }
    }
}
