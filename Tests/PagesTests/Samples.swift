import Pages
import Values

/// One chart of each kind: with everything in it, with nothing, and with texts that break drawings.
enum Samples {
    static let awkward = [
        #"She said "no" & 'maybe', then <b>"yes"</b> \ both > one"#,
        "]]> <!-- --> </style></svg></title><script>alert(1)</script> &amp; &#1;",
        "👩🏽‍🍼 feeds 👶🏻, smiles 🙂", "قالت الأم: هو ينتظرني — היא מחייכת (7)",
        "one\u{0}two\u{1b}three\u{fffe}four\u{85}five\u{202e}six\u{2066}",
        "first\nsecond\r\n\tthird",
        String(repeating: "and then he looked, and she waited, ", count: 120),
        String(repeating: "x", count: 3000), "王王王王王王王王王王王王王王王王王王王王王王王王王王王王王王", "", " \n ",
    ]

    static func instant(_ text: String) -> Instant { Instant(text + "T10:00:00Z") ?? .distantPast }

    static func charts(_ texts: [String]) -> [any Chart] {
        let days = texts.indices.map {
            instant("2026-01-15").adding(milliseconds: Int64($0) * 2_000_000_000)
        }
        let extents: [SwimLanes.Extent] = [
            .point(instant("2026-02-03")), .span(from: instant("2026-01-20"), until: nil),
            .span(from: instant("2026-01-20"), until: instant("2026-03-01")),
            .within(from: instant("2026-03-01"), to: instant("2026-03-31")),
            .within(from: instant("2026-03-01"), to: instant("2026-03-02")),
            .unknown(recorded: instant("2026-04-04")),
        ]
        let counts: [Count] = [12, .small(below: 5), .withheld, .absent, 0, 1_234_567]
        return [
            SwimLanes(
                title: texts.first ?? "",
                lanes: texts.enumerated().map { index, text in
                    SwimLanes.Lane(
                        text,
                        texts.enumerated().map { number, text in
                            SwimLanes.Item(
                                text,
                                extents[number % extents.count],
                                row: index % 2 == 0 ? text : nil,
                                tone: [.plain, .muted, .low, .moderate, .high][number % 5],
                                position: Int64(number)
                            )
                        }
                    )
                },
                asOf: texts.isEmpty ? nil : instant("2026-05-01")
            ),
            StackedShare(
                title: texts.first ?? "",
                series: texts,
                bars: texts.enumerated().map { index, text in
                    StackedShare.Bar(
                        text,
                        texts.map { Double($0.count * index) },
                        coverage: index % 2 == 0 ? Double(index) / 3 : .nan,
                        reason: text
                    )
                }
            ),
            HeatTable(
                title: texts.first ?? "",
                rows: texts,
                columns: texts + texts,
                columnsName: texts.last ?? "",
                counts: texts.map { _ in counts }
            ),
            TrendPanels(
                title: texts.first ?? "",
                panels: texts.enumerated().map { index, text in
                    TrendPanels.Panel(
                        text,
                        days.prefix(index).map { TrendPanels.Point($0, Double(index) - 1.5) }
                            + [TrendPanels.Point(instant("2026-01-01"), .nan)]
                    )
                }
            ),
            Funnel(
                title: texts.first ?? "",
                stages: texts.enumerated().map {
                    Funnel.Stage($1, counts[$0 % counts.count])
                }
            ),
            Bars(
                title: texts.first ?? "",
                unit: texts.first ?? "",
                bars: texts.enumerated().map {
                    Bars.Bar($1, counts[$0 % counts.count], remark: $0 % 2 == 0 ? $1 : nil)
                }
            ),
            IntervalPlot(
                title: texts.first ?? "",
                axisName: texts.last ?? "",
                estimates: texts.enumerated().map { index, text in
                    IntervalPlot.Estimate(
                        text,
                        index == 3 ? .infinity : Double(index) / 4 - 1,
                        low: index % 3 == 0 ? nil : -2,
                        high: index % 3 == 0 ? 1 : index == 4 ? .nan : 2.5,
                        count: index,
                        source: index % 2 == 0 ? text : nil
                    )
                }
            ),
        ]
    }

    static func finding(_ text: String, _ index: Int) -> Finding {
        Finding(
            check: text,
            question: text,
            subject: index % 2 == 0 ? text : nil,
            severity: Finding.Severity.allCases[index % 3],
            sentence: text,
            evidence: [Int64(index), Int64(index) + 1, Int64(index) + 2, 4000],
            since: instant("2026-01-15"),
            due: index % 2 == 0 ? instant("2026-01-14") : nil,
            certainty: index % 4 == 0 ? .possible : .certain,
            sight: [.visible, .hindsight(from: instant("2026-02-01")), .cleared(by: 77)][index % 3],
            rule: text,
            answers: index % 5 == 0
                ? [Finding.Answer(kind: text, reason: text, by: text, at: instant("2026-03-01"))]
                : []
        )
    }

    /// A page with every kind of block, all of whose texts are `texts`.
    static func page(_ texts: [String]) -> Page {
        let first = texts.first ?? ""
        var blocks: [Block] = charts(texts).map { .chart($0) }
        blocks += texts.map { .paragraph($0) }
        blocks += [
            .list(texts), .facts(texts.map { Fact($0, $0) }), .note(Note(first)),
            .note(Note(first, kind: .warning)),
            .table(
                Table(
                    caption: first,
                    columns: texts.enumerated().map {
                        Table.Column($1, [.start, .centre, .numeric][$0 % 3])
                    },
                    rows: [texts, [], texts + texts],
                    totals: [texts]
                )
            ),
            .findings(texts.enumerated().map { finding($1, $0) }),
        ]
        return Page(
            title: first,
            subtitle: texts.last,
            marking: texts.last,
            facts: texts.map { Fact($0, $0) },
            sections: [Section(first, blocks)] + texts.map { Section($0, []) },
            footer: texts
        )
    }
}
