/// A table of texts. Its first column names the row.
package struct Table: Hashable, Sendable {
    package enum Alignment: Hashable, Sendable { case start, centre, numeric }

    package struct Column: Hashable, Sendable {
        package let heading: String
        package let alignment: Alignment

        package init(_ heading: String, _ alignment: Alignment = .start) {
            self.heading = heading
            self.alignment = alignment
        }
    }

    package let caption: String
    package let columns: [Column]
    /// A row that is shorter than `columns` is filled up; what is beyond them is not shown.
    package let rows: [[String]]
    /// Totals, below a rule.
    package let totals: [[String]]

    package init(
        caption: String,
        columns: [Column],
        rows: [[String]],
        totals: [[String]] = []
    ) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.totals = totals
    }

    func write(to html: inout HTML, id: String) {
        guard !columns.isEmpty else { return }
        // It may be wider than a telephone: then it is moved by itself, also from the keyboard.
        html.element(
            "div",
            [
                "class": "scroll", "role": "region", "aria-labelledby": "\(id)-caption",
                "tabindex": "0",
            ]
        ) { html in
            html.element("table") { html in
                html.element("caption", ["id": "\(id)-caption"], text: caption)
                html.element("thead") { html in
                    html.element("tr") { html in
                        for column in columns {
                            html.element(
                                "th",
                                ["scope": "col", "class": column.alignment.kind],
                                text: column.heading
                            )
                        }
                    }
                }
                html.element("tbody") { html in
                    for row in rows { write(row, to: &html) }
                    if rows.isEmpty { writeNone(to: &html) }
                }
                guard !totals.isEmpty else { return }
                html.element("tfoot") { html in
                    for row in totals { write(row, to: &html) }
                }
            }
        }
    }

    private func write(_ row: [String], to html: inout HTML) {
        html.element("tr") { html in
            for (index, column) in columns.enumerated() {
                let text = index < row.count ? row[index] : ""
                if index == 0, columns.count > 1 {
                    html.element(
                        "th",
                        ["scope": "row", "class": column.alignment.kind],
                        text: text
                    )
                } else {
                    html.element("td", ["class": column.alignment.kind], text: text)
                }
            }
        }
    }

    private func writeNone(to html: inout HTML) {
        html.element("tr") { html in
            html.element("td", ["colspan": String(columns.count)], text: "none")
        }
    }
}

extension Table.Alignment {
    fileprivate var kind: String? {
        switch self {
        case .start: nil
        case .centre: "centre"
        case .numeric: "numeric"
        }
    }
}
