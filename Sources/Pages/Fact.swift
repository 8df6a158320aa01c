/// A name and what it stands for: `Known at`, `22 November 2026, 10:15`.
package struct Fact: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    func write(to html: inout HTML) {
        // A long one takes a line of its own.
        html.element("div", ["class": value.utf8.count > 80 ? "long" : nil]) { html in
            html.element("dt", text: name)
            html.element("dd", ["class": "text"], text: value)
        }
    }
}
