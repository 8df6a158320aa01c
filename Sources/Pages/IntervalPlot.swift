/// Estimates with their intervals, our own beside published ones.
package struct IntervalPlot: Chart {
    package struct Estimate: Hashable, Sendable {
        package let label: String
        package let value: Double
        /// Of the 95% confidence interval; nil when a source gives none.
        package let low: Double?
        package let high: Double?
        /// Pairs or people it rests on.
        package let count: Int?
        /// Where it was published; nil for one of ours.
        package let source: String?

        package init(
            _ label: String,
            _ value: Double,
            low: Double? = nil,
            high: Double? = nil,
            count: Int? = nil,
            source: String? = nil
        ) {
            self.label = label
            self.value = value
            self.low = low
            self.high = high
            self.count = count
            self.source = source
        }

        package init(_ label: String, _ effect: EffectSize) {
            self.init(label, effect.value, low: effect.low, high: effect.high, count: effect.pairs)
        }
    }

    package let title: String
    /// Under the axis: `Cohen's d; above 0 is better`.
    package let axisName: String
    package let estimates: [Estimate]

    package init(title: String, axisName: String, estimates: [Estimate]) {
        self.title = title
        self.axisName = axisName
        // What is no number has no place on an axis; the limits of one that has stay in order.
        self.estimates = estimates.filter(\.value.isFinite)
    }
}

extension IntervalPlot.Estimate {
    /// `0.49 (0.31 to 0.67)`.
    fileprivate var text: String {
        guard let interval else { return Plain.number(value, places: 2) }
        return Plain.number(value, places: 2) + " (" + Plain.number(interval.0, places: 2) + " to "
            + Plain.number(interval.1, places: 2) + ")"
    }

    fileprivate var interval: (Double, Double)? {
        guard let low, let high, low.isFinite, high.isFinite else { return nil }
        return (min(low, high), max(low, high))
    }
}

extension IntervalPlot {
    package var summary: String {
        guard let first = estimates.first else { return "There are no estimates yet." }
        let ours = estimates.count { $0.source == nil }
        let crossing = estimates.count { estimate in
            estimate.interval.map { $0.0 <= 0 && $0.1 >= 0 } ?? false
        }
        var text = Plain.count(estimates.count, "estimate", "estimates")
        text += ", \(Plain.number(ours)) of them ours. \(TextFit.name(first.label)):"
        text += " \(first.text)."
        if crossing > 0 {
            text += " Intervals that hold 0, no change: \(Plain.number(crossing))."
        }
        return text
    }

    package var table: Table {
        Table(
            caption: title,
            columns: [
                Table.Column("Estimate"), Table.Column("Value", .numeric),
                Table.Column("95% from", .numeric), Table.Column("to", .numeric),
                Table.Column("n", .numeric), Table.Column("Source"),
            ],
            rows: estimates.map { estimate in
                [
                    estimate.label, Plain.number(estimate.value, places: 2),
                    estimate.interval.map { Plain.number($0.0, places: 2) } ?? "\u{2013}",
                    estimate.interval.map { Plain.number($0.1, places: 2) } ?? "\u{2013}",
                    estimate.count.map { Plain.number($0) } ?? "",
                    estimate.source ?? "this record",
                ]
            }
        )
    }

    package var legend: [LegendEntry] {
        var entries: [LegendEntry] = []
        if estimates.contains(where: { $0.source == nil }) {
            entries.append(LegendEntry("this record", .marker(.square, "span")))
        }
        if estimates.contains(where: { $0.source != nil }) {
            entries.append(LegendEntry("published", .marker(.ring, "open")))
        }
        if estimates.contains(where: { $0.interval != nil }) {
            entries.append(LegendEntry("95% confidence interval", .line("reach")))
        }
        return entries
    }

    package var images: [ChartImage] {
        guard !estimates.isEmpty else { return [] }
        let axis = ValueAxis(
            estimates.flatMap { [$0.value, $0.interval?.0 ?? 0, $0.interval?.1 ?? 0] } + [0]
        )
        var drawing = Drawing(inset: 4)
        var y = 0.0
        var marks: [(inout Drawing) -> Void] = []
        for estimate in estimates {
            for line in TextFit.lines(estimate.label, width: 42, atMost: 2) {
                let base = y + 14
                marks.append { $0.text(line, at: 0, y: base, "big halo thin") }
                y += 17
            }
            let middle = y + 11
            marks.append { draw(estimate, axis, on: &$0, y: middle) }
            y += 36
        }
        for tick in axis.ticks {
            let place = axis.place(tick)
            drawing.line(from: place, 0, to: place, y, tick == 0 ? "zero" : "grid")
            drawing.text(
                Plain.number(tick, places: axis.places),
                at: place,
                y: y + 15,
                anchor: .middle,
                tick == 0 ? "bold" : "soft"
            )
        }
        drawing.line(from: 0, y, to: 1, y, "axis")
        drawing.text(TextFit.line(axisName, width: 44), at: 0, y: y + 32, "soft")
        for mark in marks { mark(&drawing) }
        return [ChartImage(title: nil, summary: summary, height: y + 38, drawing: drawing)]
    }

    private func draw(
        _ estimate: Estimate,
        _ axis: ValueAxis,
        on drawing: inout Drawing,
        y: Double
    ) {
        let place = axis.place(estimate.value)
        var end = place
        var start = place
        if let (low, high) = estimate.interval {
            (start, end) = (axis.place(low), axis.place(high))
            drawing.line(from: start, y, to: end, y, "reach")
            drawing.line(from: start, y - 5, to: start, y + 5, "reach")
            drawing.line(from: end, y - 5, to: end, y + 5, "reach")
        }
        let isOurs = estimate.source == nil
        drawing.marker(isOurs ? .square : .ring, at: place, y: y, "span", title: estimate.text)
        // Beneath the interval's end, where nothing else stands.
        let isLate = end > 0.5
        drawing.text(
            estimate.text,
            at: isLate ? end : start,
            y: y + 18,
            anchor: isLate ? .end : .start,
            "halo"
        )
    }
}
