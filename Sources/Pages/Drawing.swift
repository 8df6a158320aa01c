/// The marks of one chart.
///
/// Across, places are shares of the width (0 left, 1 right); down, they are pixels. So a chart fills
/// a telephone, a screen and a sheet of paper alike, and its letters keep their size, which they
/// would not if the drawing were scaled. Colours and patterns are classes of `Style`.
struct Drawing: Sendable {
    private var marks = HTML()
    /// What is left free at either side, in per cent, so that marks at the ends are whole.
    private let inset: Double

    init(inset: Double = 0.5) { self.inset = inset }

    enum Anchor: String { case start, middle, end }

    enum Shape { case circle, ring, square, diamond }

    mutating func rect(
        from: Double,
        to: Double,
        y: Double,
        height: Double,
        _ kind: String,
        title: String? = nil
    ) {
        let width = max(0, to - from) * (100 - 2 * inset)
        marks.element(
            "rect",
            [
                "class": kind, "x": across(from), "width": Drawing.digits(width) + "%",
                "y": Drawing.digits(y), "height": Drawing.digits(height),
            ]
        ) { html in
            if let title { html.element("title", text: title) }
        }
    }

    mutating func line(from: Double, _ y1: Double, to: Double, _ y2: Double, _ kind: String) {
        marks.element(
            "line",
            [
                "class": kind, "x1": across(from), "y1": Drawing.digits(y1),
                "x2": across(to), "y2": Drawing.digits(y2),
            ]
        ) { _ in }
    }

    /// - Parameter shift: pixels to the right of the place.
    mutating func text(
        _ text: String,
        at place: Double,
        y: Double,
        anchor: Anchor = .start,
        shift: Double = 0,
        _ kind: String = "t"
    ) {
        guard !text.isEmpty else { return }
        marks.element(
            "text",
            [
                "class": kind, "x": edge(place, anchor) ?? across(place),
                "y": Drawing.digits(y),
                "dx": shift == 0 ? nil : Drawing.digits(shift),
                "text-anchor": anchor == .start ? nil : anchor.rawValue,
            ],
            text: text
        )
    }

    mutating func marker(
        _ shape: Shape,
        at place: Double,
        y: Double,
        radius: Double = 5,
        _ kind: String,
        title: String? = nil
    ) {
        let fill = shape == .ring ? "open" : kind
        switch shape {
        case .circle, .ring:
            marks.element(
                "circle",
                [
                    "class": fill, "cx": across(place), "cy": Drawing.digits(y),
                    "r": Drawing.digits(radius),
                ]
            ) { html in
                if let title { html.element("title", text: title) }
            }
        case .square:
            path(
                at: place,
                y: y,
                "M-\(radius) -\(radius)h\(2 * radius)v\(2 * radius)h-\(2 * radius)z",
                fill,
                title
            )
        case .diamond:
            let r = radius + 1.5
            path(at: place, y: y, "M0 -\(r)L\(r) 0L0 \(r)L-\(r) 0z", fill, title)
        }
    }

    /// A shape in pixels around a place that is a share of the width: an `svg` within the `svg`,
    /// because a path cannot mix the two.
    mutating func path(
        at place: Double,
        y: Double,
        _ path: String,
        _ kind: String,
        _ title: String? = nil
    ) {
        marks.element("svg", ["x": across(place), "y": Drawing.digits(y), "overflow": "visible"]) {
            $0.element("path", ["class": kind, "d": path]) { html in
                if let title { html.element("title", text: title) }
            }
        }
    }

    /// The drawing as an image with a name and a description.
    func image(height: Double, title: String, summary: String, id: String) -> HTML {
        var html = HTML()
        html.element(
            "svg",
            [
                "class": "drawing", "role": "img", "width": "100%",
                "height": Drawing.digits(height), "aria-labelledby": "\(id)-title \(id)-desc",
            ]
        ) { svg in
            svg.element("title", ["id": "\(id)-title"], text: title)
            svg.element("desc", ["id": "\(id)-desc"], text: summary)
            svg.append(marks)
        }
        return html
    }

    /// A text at either end stands where the page's texts do. Marks keep off, not to be cut.
    private func edge(_ place: Double, _ anchor: Anchor) -> String? {
        guard inset < 1 else { return nil }
        switch (place, anchor) {
        case (0, .start): return "0"
        case (1, .end): return "100%"
        default: return nil
        }
    }

    /// The marks alone.
    var contents: HTML { marks }

    private func across(_ share: Double) -> String {
        Drawing.digits(inset + share * (100 - 2 * inset)) + "%"
    }

    /// A number for a machine, to a hundredth, without a trailing zero or an exponent.
    static func digits(_ value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e9 else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest % 10 == 0
            ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
