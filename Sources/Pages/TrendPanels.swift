package import Values

/// Ratings over time, one small panel for each goal, all on the same axes so that they compare.
package struct TrendPanels: Chart {
    package struct Point: Hashable, Sendable {
        package let at: Instant
        package let value: Double

        package init(_ at: Instant, _ value: Double) {
            self.at = at
            self.value = value
        }
    }

    package struct Panel: Hashable, Sendable {
        package let name: String
        package let points: [Point]

        package init(_ name: String, _ points: [Point]) {
            self.name = name
            self.points = points
        }
    }

    package let title: String
    package let panels: [Panel]
    package let range: ClosedRange<Int>

    package init(title: String, panels: [Panel], range: ClosedRange<Int> = 0...10) {
        self.title = title
        self.range = range
        // A rating that is no number, or outside the scale, has no place; the rest stand by time.
        self.panels = panels.map { panel in
            let scale = Double(range.lowerBound)...Double(range.upperBound)
            return Panel(
                panel.name,
                panel.points.filter { scale.contains($0.value) }.sorted { $0.at < $1.at }
            )
        }
    }
}

extension TrendPanels {
    package var summary: String {
        guard !panels.isEmpty else { return "There are no ratings yet." }
        return Plain.count(panels.count, "panel", "panels")
            + ", each on the scale from \(range.lowerBound) to \(range.upperBound)."
    }

    package var table: Table {
        Table(
            caption: title,
            columns: [
                Table.Column("What"), Table.Column("When"), Table.Column("Rating", .numeric),
            ],
            rows: panels.flatMap { panel in
                panel.points.isEmpty
                    ? [[panel.name, "", "\u{2013}"]]
                    : panel.points.map { [panel.name, Plain.date($0.at), rating($0.value)] }
            }
        )
    }

    private func rating(_ value: Double) -> String {
        Plain.number(value, places: value == value.rounded() ? 0 : 1)
    }

    package var images: [ChartImage] {
        let axis = TimeAxis(panels.flatMap { $0.points.map(\.at) })
        return panels.map { panel in
            ChartImage(
                title: panel.name,
                summary: summary(panel),
                height: TrendPanels.bottom + TimeAxis.footHeight,
                drawing: draw(panel, axis)
            )
        }
    }

    private func summary(_ panel: Panel) -> String {
        guard let first = panel.points.first, let last = panel.points.last else {
            return "No ratings yet."
        }
        if panel.points.count == 1 {
            return "One rating: \(rating(first.value)) on \(Plain.date(first.at))."
        }
        return "From \(rating(first.value)) on \(Plain.date(first.at)) to \(rating(last.value))"
            + " on \(Plain.date(last.at)), \(Plain.number(panel.points.count)) ratings."
    }

    private static let top = 14.0
    private static let bottom = 124.0

    private func draw(_ panel: Panel, _ axis: TimeAxis?) -> Drawing {
        var drawing = Drawing(inset: 7)
        let length = Double(max(1, range.upperBound - range.lowerBound))
        func height(_ value: Double) -> Double {
            let share = (value - Double(range.lowerBound)) / length
            return TrendPanels.bottom - share * (TrendPanels.bottom - TrendPanels.top)
        }
        axis?.draw(on: &drawing, top: TrendPanels.top, bottom: TrendPanels.bottom, isNarrow: true)
        let middle = (range.lowerBound + range.upperBound) / 2
        for value in [range.lowerBound, middle, range.upperBound] {
            let y = height(Double(value))
            drawing.line(from: 0, y, to: 1, y, value == range.lowerBound ? "axis" : "grid")
            drawing.text("\(value)", at: 0, y: y + 4, anchor: .end, shift: -5, "soft")
        }
        guard let axis else {
            drawing.text(
                "no ratings yet",
                at: 0.5,
                y: height(Double(middle)) - 6,
                anchor: .middle,
                "soft"
            )
            return drawing
        }
        let places = panel.points.map { (axis.place($0.at), height($0.value)) }
        for (one, next) in zip(places, places.dropFirst()) {
            drawing.line(from: one.0, one.1, to: next.0, next.1, "trend")
        }
        for (index, (point, place)) in zip(panel.points, places).enumerated() {
            drawing.marker(
                .circle,
                at: place.0,
                y: place.1,
                radius: 4,
                "span",
                title: "\(rating(point.value)), \(Plain.date(point.at))"
            )
            // The ends and what fits between them; the table has every one.
            let isEnd = index == 0 || index == places.count - 1
            guard isEnd || places.count <= 8 else { continue }
            let isHigh = place.1 < TrendPanels.top + 12
            drawing.text(
                rating(point.value),
                at: place.0,
                y: isHigh ? place.1 + 18 : place.1 - 8,
                anchor: .middle,
                "halo"
            )
        }
        if panel.points.isEmpty {
            drawing.text(
                "no ratings yet",
                at: 0.5,
                y: height(Double(middle)) - 6,
                anchor: .middle,
                "soft"
            )
        }
        return drawing
    }
}
