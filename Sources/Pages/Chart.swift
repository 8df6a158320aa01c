/// A drawing of figures that also says them in words and gives them as a table.
package protocol Chart: Sendable {
    var title: String { get }
    /// What it shows, in a sentence or two: the drawing's description for who cannot see it.
    var summary: String { get }
    /// Every figure that is drawn.
    var table: Table { get }
    /// The signs it uses; empty when there is nothing to tell apart.
    var legend: [LegendEntry] { get }
    /// Empty when there is nothing to draw.
    var images: [ChartImage] { get }
    /// Below the drawing: what signs in it mean.
    var remark: String? { get }
}

/// One drawing of a chart, with a title of its own when there are several.
package struct ChartImage: Sendable {
    let title: String?
    let summary: String
    let height: Double
    let drawing: Drawing
}

extension Chart {
    package var legend: [LegendEntry] { [] }
    package var remark: String? { nil }

    func write(to html: inout HTML, id: String) {
        let images = self.images
        html.element("div", ["class": "chart"]) { html in
            html.element("figure", ["aria-labelledby": "\(id)-caption"]) { html in
                html.element("figcaption", ["id": "\(id)-caption"], text: title)
                html.element("p", ["class": "summary"], text: summary)
                guard !images.isEmpty else { return }
                LegendEntry.write(legend, to: &html)
                write(images, to: &html, id: id)
                if let remark { html.element("p", ["class": "remark"], text: remark) }
            }
            guard !images.isEmpty else { return }
            html.element("details") { html in
                html.element("summary", text: "The figures as a table")
                table.write(to: &html, id: "\(id)-data")
            }
        }
    }

    private func write(_ images: [ChartImage], to html: inout HTML, id: String) {
        let kind = images.count > 1 ? "images several" : "images"
        html.element("div", ["class": kind]) { html in
            for (index, image) in images.enumerated() {
                html.element("div", ["class": "image"]) { html in
                    if let title = image.title {
                        html.element(
                            "p",
                            ["class": "panel"],
                            text: TextFit.line(title, width: 120)
                        )
                    }
                    html.append(
                        image.drawing.image(
                            height: image.height,
                            title: image.title.map { "\(title): \($0)" } ?? title,
                            summary: image.summary,
                            id: "\(id)-image-\(index + 1)"
                        )
                    )
                }
            }
        }
    }
}
