/// A remark that stands apart from the text: how to read a figure, what is missing from it.
package struct Note: Hashable, Sendable {
    package enum Kind: Hashable, Sendable { case remark, warning }

    package let kind: Kind
    package let text: String

    package init(_ text: String, kind: Kind = .remark) {
        self.kind = kind
        self.text = text
    }

    func write(to html: inout HTML) {
        html.element("div", ["class": kind == .warning ? "note warning" : "note"]) { html in
            html.element("p", ["class": "text"]) { html in
                // The word, because neither colour nor border says it to everybody.
                if kind == .warning { html.element("strong", text: "Warning: ") }
                html.text(text)
            }
        }
    }
}
