/// A part of a page under a heading.
package struct Section: Sendable {
    package let heading: String
    package let blocks: [Block]

    package init(_ heading: String, _ blocks: [Block]) {
        self.heading = heading
        self.blocks = blocks
    }

    func write(to html: inout HTML, number: Int) {
        let id = "s\(number)"
        html.element("section", ["aria-labelledby": id]) { html in
            html.element("h2", ["id": id], text: heading)
            for (index, block) in blocks.enumerated() {
                block.write(to: &html, id: "\(id)-\(index + 1)", under: heading)
            }
        }
    }
}
