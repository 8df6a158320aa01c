/// One printable page: everything it needs is in it, and it runs nothing.
///
/// The same page gives the same bytes. A page knows nothing of records, rights or clocks; whoever
/// makes it says in `facts` what it rests on: the record, the times asked at, the position read to.
package struct Page: Sendable {
    package let title: String
    package let subtitle: String?
    /// Who may see it: `Confidential: clinical`. At the head, and at the foot of each printed sheet.
    package let marking: String?
    package let facts: [Fact]
    package let sections: [Section]
    /// Paragraphs at the end: how the figures were made, what the page leaves out.
    package let footer: [String]

    package init(
        title: String,
        subtitle: String? = nil,
        marking: String? = nil,
        facts: [Fact] = [],
        sections: [Section],
        footer: [String] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.marking = marking
        self.facts = facts
        self.sections = sections
        self.footer = footer
    }

    /// The whole document.
    package var html: String {
        var html = HTML()
        html.doctype()
        html.element("html", ["lang": "en-GB"]) { html in
            html.element("head") { head(&$0) }
            html.element("body") { body(&$0) }
        }
        return html.text
    }

    private func head(_ html: inout HTML) {
        html.void("meta", ["charset": "utf-8"])
        html.void(
            "meta",
            ["name": "viewport", "content": "width=device-width, initial-scale=1"]
        )
        // Should a text ever get through as markup, it still could neither run nor fetch anything.
        html.void(
            "meta",
            [
                "http-equiv": "Content-Security-Policy",
                "content": "default-src 'none'; style-src 'unsafe-inline'",
            ]
        )
        html.void("meta", ["name": "robots", "content": "noindex"])
        html.element("title", text: TextFit.line(title, width: 200))
        html.style(Style.rules + Style.sheetFoot(title: title, marking: marking))
    }

    private func body(_ html: inout HTML) {
        Style.patterns(&html)
        html.element("header") { html in
            if let marking { html.element("p", ["class": "marking"], text: marking) }
            html.element("h1", text: title)
            if let subtitle { html.element("p", ["class": "subtitle"], text: subtitle) }
            if !facts.isEmpty { Block.facts(facts).write(to: &html, id: "facts", under: title) }
        }
        contents(&html)
        html.element("main") { html in
            for (index, section) in sections.enumerated() {
                section.write(to: &html, number: index + 1)
            }
            if sections.isEmpty { html.element("p", text: "There is nothing to show.") }
        }
        guard !footer.isEmpty else { return }
        html.element("footer") { html in
            for paragraph in footer { html.element("p", text: paragraph) }
        }
    }

    /// A list of what is there, once there is too much to see at a glance.
    private func contents(_ html: inout HTML) {
        guard sections.count > 3 else { return }
        html.element("nav", ["aria-label": "Contents"]) { html in
            html.element("ol") { html in
                for (index, section) in sections.enumerated() {
                    html.element("li") { html in
                        html.element("a", ["href": "#s\(index + 1)"], text: section.heading)
                    }
                }
            }
        }
    }
}
