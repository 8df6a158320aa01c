/// How talk, or anything else, was shared out: one bar of 100% for each review or cycle.
package struct StackedShare: Chart {
    package struct Bar: Hashable, Sendable {
        package let label: String
        /// One for each series, in milliseconds, words or turns: only their proportion is drawn.
        package let amounts: [Double]
        /// The share of the material that the bar rests on, 0 to 1.
        package let coverage: Double?
        /// Why there is nothing to show, when there is not.
        package let reason: String?

        package init(
            _ label: String,
            _ amounts: [Double],
            coverage: Double? = nil,
            reason: String? = nil
        ) {
            self.label = label
            self.amounts = amounts
            self.coverage = coverage
            self.reason = reason
        }
    }

    package let title: String
    package let series: [String]
    package let bars: [Bar]

    package init(title: String, series: [String], bars: [Bar]) {
        self.title = title
        self.series = series
        self.bars = bars
    }
}

extension StackedShare.Bar {
    /// As many as there are series, none below nothing.
    fileprivate func amounts(_ count: Int) -> [Double] {
        (0..<count).map { $0 < amounts.count && amounts[$0].isFinite ? max(0, amounts[$0]) : 0 }
    }

    /// Whole per cents of each series; nil when there is nothing to share out.
    fileprivate func percents(_ count: Int) -> [Int]? {
        let amounts = amounts(count)
        return amounts.reduce(0, +) > 0 ? Plain.percents(amounts) : nil
    }
}

extension StackedShare {
    package var legend: [LegendEntry] {
        series.enumerated().map { LegendEntry($1, .field(Style.series($0))) }
    }

    package var summary: String {
        let shown = bars.compactMap { bar in
            bar.percents(series.count).map { (bar.label, $0) }
        }
        guard let first = shown.first, let last = shown.last, let name = series.first else {
            return "There is nothing to share out yet."
        }
        let missing = bars.count - shown.count
        var text = "\(TextFit.name(name)): \(first.1[0])%"
        text += " (\(TextFit.name(first.0)))"
        if shown.count > 1 { text += ", at last \(last.1[0])% (\(TextFit.name(last.0)))" }
        if missing > 0 { text += ". Without figures: \(Plain.number(missing))" }
        return text + "."
    }

    package var table: Table {
        let covered = bars.contains { $0.coverage != nil }
        return Table(
            caption: title,
            columns: [Table.Column("")] + series.map { Table.Column($0, .numeric) }
                + (covered ? [Table.Column("Coverage", .numeric)] : [])
                + (bars.contains { $0.reason != nil } ? [Table.Column("Reason")] : []),
            rows: bars.map { bar in
                let shares =
                    bar.percents(series.count)?.map { "\($0)%" } ?? series.map { _ in "\u{2013}" }
                return [bar.label] + shares
                    + (covered ? [bar.coverage.map(Plain.percent) ?? "\u{2013}"] : [])
                    + [bar.reason ?? ""]
            }
        )
    }

    package var remark: String? {
        bars.contains { $0.coverage != nil }
            ? "The thin line beneath a bar shows how much of the material it rests on." : nil
    }

    package var images: [ChartImage] {
        guard !bars.isEmpty, !series.isEmpty else { return [] }
        var drawing = Drawing()
        var y = 0.0
        for bar in bars {
            let lines = TextFit.lines(bar.label, width: 42, atMost: 2)
            for line in lines {
                drawing.text(line, at: 0, y: y + 14, "big")
                y += 17
            }
            y += 4
            draw(bar, on: &drawing, y: y)
            y += 40
        }
        return [ChartImage(title: nil, summary: summary, height: y, drawing: drawing)]
    }

    private func draw(_ bar: Bar, on drawing: inout Drawing, y: Double) {
        guard let percents = bar.percents(series.count) else {
            drawing.rect(from: 0, to: 1, y: y, height: 22, "track")
            let reason = TextFit.line(bar.reason ?? "nothing to share out", width: 42)
            drawing.text(reason, at: 0, y: y + 15, shift: 6, "soft")
            return
        }
        let amounts = bar.amounts(series.count)
        let sum = amounts.reduce(0, +)
        var left = 0.0
        for (index, amount) in amounts.enumerated() where amount > 0 {
            let right = left + amount / sum
            drawing.rect(
                from: left,
                to: right,
                y: y,
                height: 22,
                Style.series(index),
                title: "\(series[index]) \(percents[index])%"
            )
            if right - left >= 0.12 {
                drawing.text(
                    "\(percents[index])%",
                    at: (left + right) / 2,
                    y: y + 15.5,
                    anchor: .middle,
                    "halo"
                )
            }
            left = right
        }
        guard let coverage = bar.coverage, coverage.isFinite else { return }
        drawing.rect(from: 0, to: 1, y: y + 25, height: 4, "track")
        drawing.rect(from: 0, to: min(1, max(0, coverage)), y: y + 25, height: 4, "cover")
    }
}
