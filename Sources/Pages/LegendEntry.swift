/// A sign of a chart and what it stands for.
package struct LegendEntry: Sendable {
    let text: String
    let sign: Sign

    enum Sign: Sendable {
        /// A field in a class of `Style`.
        case field(String, height: Double = 11)
        case marker(Drawing.Shape, String)
        case line(String)
    }

    init(_ text: String, _ sign: Sign) {
        self.text = text
        self.sign = sign
    }

    static func write(_ entries: [LegendEntry], to html: inout HTML) {
        guard !entries.isEmpty else { return }
        html.element("ul", ["class": "legend"]) { html in
            for entry in entries {
                html.element("li") { html in
                    entry.write(to: &html)
                    html.element("span", text: TextFit.name(entry.text))
                }
            }
        }
    }

    private func write(to html: inout HTML) {
        html.element(
            "svg",
            ["width": "22", "height": "14", "aria-hidden": "true", "focusable": "false"]
        ) { html in
            var drawing = Drawing(inset: 5)
            switch sign {
            case .field(let kind, let height):
                drawing.rect(from: 0, to: 1, y: 12.5 - height, height: height, kind)
            case .marker(let shape, let kind): drawing.marker(shape, at: 0.5, y: 7, kind)
            case .line(let kind): drawing.line(from: 0, 7, to: 1, 7, kind)
            }
            html.append(drawing.contents)
        }
    }
}
