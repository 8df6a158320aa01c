/// How many came how far: referred, accepted, filmed, reviewed.
package struct Funnel: Chart {
    package struct Stage: Hashable, Sendable {
        package let name: String
        package let count: Count

        package init(_ name: String, _ count: Count) {
            self.name = name
            self.count = count
        }
    }

    package let title: String
    /// In order; each is part of the one before. Counts as `SmallCells.nested` lets them be shown.
    package let stages: [Stage]

    package init(title: String, stages: [Stage]) {
        self.title = title
        self.stages = stages
    }

    /// Nil when either is not shown: from a share and one count the other follows.
    private func share(_ index: Int, of other: Int) -> String? {
        guard index != other, let count = stages[index].count.value,
            let whole = stages[other].count.value, whole > 0
        else { return nil }
        return Plain.percent(Double(count) / Double(whole))
    }
}

extension Funnel {
    package var summary: String {
        guard let first = stages.first, let last = stages.last else {
            return "There is nothing to count yet."
        }
        var text = "\(TextFit.name(first.name)): \(first.count.text)."
        text += " \(TextFit.name(last.name)): \(last.count.text)"
        if let share = share(stages.count - 1, of: 0) { text += ", \(share) of the first" }
        return text + ". " + Plain.count(stages.count, "stage", "stages") + "."
    }

    package var table: Table {
        Table(
            caption: title,
            columns: [
                Table.Column("Stage"), Table.Column("Count", .numeric),
                Table.Column("Of the one before", .numeric),
                Table.Column("Of the first", .numeric),
            ],
            rows: stages.enumerated().map { index, stage in
                [
                    stage.name, stage.count.text,
                    index > 0 ? share(index, of: index - 1) ?? "\u{2013}" : "",
                    index > 0 ? share(index, of: 0) ?? "\u{2013}" : "",
                ]
            }
        )
    }

    package var remark: String? {
        let key = Count.key(to: stages.map(\.count))
        return stages.isEmpty
            ? key
            : ["Shares are of the stage before, then of the first.", key].compactMap(\.self)
                .joined(separator: " ")
    }

    package var images: [ChartImage] {
        guard !stages.isEmpty else { return [] }
        var drawing = Drawing()
        var y = 0.0
        let most = stages.compactMap(\.count.value).max() ?? 0
        for (index, stage) in stages.enumerated() {
            var said = stage.count.text
            if index > 0 {
                said += " \u{b7} \(share(index, of: index - 1) ?? "\u{2013}")"
                said += " \u{b7} \(share(index, of: 0) ?? "\u{2013}")"
            }
            drawing.drawBar(label: stage.name, count: stage.count, most: most, said: said, y: &y)
        }
        return [ChartImage(title: nil, summary: summary, height: y, drawing: drawing)]
    }
}
