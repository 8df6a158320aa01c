/// Counts as bars under one another: cases by worker, by state, by team.
package struct Bars: Chart {
    package struct Bar: Hashable, Sendable {
        package let label: String
        package let count: Count
        /// Said behind the count: `of 12 allowed`.
        package let remark: String?

        package init(_ label: String, _ count: Count, remark: String? = nil) {
            self.label = label
            self.count = count
            self.remark = remark
        }
    }

    package let title: String
    /// What is counted, for the table's heading: `Cases`.
    package let unit: String
    package let bars: [Bar]

    package init(title: String, unit: String, bars: [Bar]) {
        self.title = title
        self.unit = unit
        self.bars = bars
    }
}

extension Bars {
    package var summary: String {
        let known = bars.compactMap { bar in bar.count.value.map { (bar.label, $0) } }
        guard let most = known.max(by: { $0.1 < $1.1 }) else {
            return bars.isEmpty ? "There is nothing to count yet." : "All counts are left out."
        }
        return Plain.count(bars.count, "bar", "bars")
            + ". The longest is \(TextFit.name(most.0)) with \(Plain.number(most.1))."
    }

    package var table: Table {
        let hasRemarks = bars.contains { $0.remark != nil }
        return Table(
            caption: title,
            columns: [Table.Column(""), Table.Column(unit, .numeric)]
                + (hasRemarks ? [Table.Column("Remark")] : []),
            rows: bars.map { [$0.label, $0.count.text, $0.remark ?? ""] }
        )
    }

    package var remark: String? { Count.key(to: bars.map(\.count)) }

    package var images: [ChartImage] {
        guard !bars.isEmpty else { return [] }
        var drawing = Drawing()
        var y = 0.0
        let most = bars.compactMap(\.count.value).max() ?? 0
        for bar in bars {
            drawing.drawBar(
                label: bar.label,
                count: bar.count,
                most: most,
                said: [bar.count.text, bar.remark].compactMap(\.self).joined(separator: " "),
                y: &y
            )
        }
        return [ChartImage(title: nil, summary: summary, height: y, drawing: drawing)]
    }
}

extension Drawing {
    /// A bar beneath its label, with what is said of it at the right end of the label's line.
    mutating func drawBar(
        label: String,
        count: Count,
        most: Int,
        said: String,
        y: inout Double
    ) {
        let words = TextFit.line(said, width: 34)
        // On a telephone there is room for some 44 letters in a line; a longer pair takes two.
        let room = max(16, 43 - TextFit.width(words))
        let lines = TextFit.lines(label, width: TextFit.width(words) > 27 ? 42 : room, atMost: 3)
        for (index, line) in lines.enumerated() {
            text(line, at: 0, y: y + 14, "big")
            if index < lines.count - 1 { y += 16 }
        }
        if TextFit.width(words) > 27, lines.contains(where: { TextFit.width($0) > room }) {
            y += 16
        }
        text(words, at: 1, y: y + 14, anchor: .end, "bold")
        y += 19
        switch count {
        case .known(let value):
            let share = most > 0 ? Double(max(0, value)) / Double(most) : 0
            rect(from: 0, to: 1, y: y, height: 12, "track")
            rect(from: 0, to: share, y: y, height: 12, "f1")
        case .small, .withheld:
            // Of a length that says nothing.
            rect(from: 0, to: 1, y: y, height: 12, "track")
            rect(from: 0, to: 0.06, y: y, height: 12, "hidden")
        case .absent: rect(from: 0, to: 1, y: y, height: 12, "track")
        }
        y += 24
    }
}
