/// Counts in rows and columns, darker where there are more: levels of principles in each cycle.
package struct HeatTable: Chart {
    package let title: String
    package let rows: [String]
    /// Short ones: `1`, `2`. `columnsName` says what they number.
    package let columns: [String]
    package let columnsName: String
    /// By row, then by column.
    package let counts: [[Count]]

    package init(
        title: String,
        rows: [String],
        columns: [String],
        columnsName: String,
        counts: [[Count]]
    ) {
        self.title = title
        self.rows = rows
        self.columns = columns
        self.columnsName = columnsName
        self.counts = counts
    }

    private func count(_ row: Int, _ column: Int) -> Count {
        row < counts.count && column < counts[row].count ? counts[row][column] : .absent
    }

    private var shown: [Count] {
        rows.indices.flatMap { row in columns.indices.map { count(row, $0) } }
    }

    private var most: Int { shown.compactMap(\.value).max() ?? 0 }
}

extension HeatTable {
    package var summary: String {
        guard !rows.isEmpty, !columns.isEmpty else { return "There is nothing to count yet." }
        let size =
            "\(Plain.count(rows.count, "row", "rows")) by "
            + Plain.count(columns.count, "column", "columns") + "."
        guard most > 0 else { return size + " Nothing was counted." }
        for (index, row) in rows.enumerated() {
            for (place, column) in columns.enumerated() where count(index, place).value == most {
                return size + " The most is \(Plain.number(most)): \(TextFit.name(row)), "
                    + "\(TextFit.name(columnsName.lowercased())) \(TextFit.name(column))."
            }
        }
        return size
    }

    package var table: Table {
        Table(
            caption: title,
            columns: [Table.Column("")]
                + columns.map { Table.Column("\(columnsName) \($0)", .numeric) },
            rows: rows.enumerated().map { index, row in
                [row] + columns.indices.map { count(index, $0).text }
            }
        )
    }

    package var remark: String? { Count.key(to: shown) }

    /// Columns that fit a telephone side by side; the next ones follow beneath.
    private static let across = 12

    package var images: [ChartImage] {
        guard !rows.isEmpty, !columns.isEmpty else { return [] }
        var drawing = Drawing()
        var y = 0.0
        var first = 0
        while first < columns.count {
            let last = min(first + HeatTable.across, columns.count)
            draw(first..<last, on: &drawing, y: &y)
            first = last
        }
        return [ChartImage(title: nil, summary: summary, height: y, drawing: drawing)]
    }

    private func draw(_ range: Range<Int>, on drawing: inout Drawing, y: inout Double) {
        // The names of rows take a third. Few columns are not drawn wider than many would be, nor the
        // last ones wider than those above.
        let start = 0.36
        let width = min(0.16, (1 - start) / Double(min(columns.count, HeatTable.across)))
        drawing.text(TextFit.line(columnsName, width: 16), at: 0, y: y + 14, "soft")
        for column in range {
            drawing.text(
                TextFit.line(
                    columns[column],
                    width: max(2, 28 / min(columns.count, HeatTable.across))
                ),
                at: start + (Double(column - range.lowerBound) + 0.5) * width,
                y: y + 14,
                anchor: .middle,
                "soft bold"
            )
        }
        y += 20
        for (index, row) in rows.enumerated() {
            let lines = TextFit.lines(row, width: 17, atMost: 3)
            let height = max(30, Double(lines.count) * 14 + 4)
            var base = y + height / 2 + 4 - Double(lines.count - 1) * 7
            for line in lines {
                drawing.text(line, at: 0, y: base)
                base += 14
            }
            for column in range {
                let left = start + Double(column - range.lowerBound) * width
                draw(count(index, column), on: &drawing, from: left, to: left + width, y, height)
            }
            y += height
        }
        y += 14
    }

    private func draw(
        _ count: Count,
        on drawing: inout Drawing,
        from: Double,
        to: Double,
        _ y: Double,
        _ height: Double
    ) {
        var step = 0
        if let value = count.value, value > 0 {
            step = min(5, 1 + value * 5 / (most + 1))
        }
        let kind = count.value == nil ? "track" : "c\(step)"
        drawing.rect(from: from, to: to, y: y, height: height, kind)
        drawing.text(
            count.text,
            at: (from + to) / 2,
            y: y + height / 2 + 4,
            anchor: .middle,
            step >= 4 ? "on-high" : step == 0 ? "soft" : "on-low"
        )
    }
}
