import Testing
import Values

@testable import Pages

@Suite struct ChartTests {
    private func markup(_ chart: any Chart) -> Markup {
        Markup(Page(title: "Page", sections: [Section("Charts", [.chart(chart)])]).html)
    }

    /// Every drawing has a name, a description and its figures as a table.
    @Test func `each drawing has a title, a description and a table`() {
        for chart in Samples.charts(["one", "two", "three", "four"]) {
            let markup = markup(chart)
            let images = markup.values(of: "role").filter { $0 == "img" }.count
            #expect(markup.faults.isEmpty, "\(type(of: chart))")
            #expect(images == chart.images.count && images > 0, "\(type(of: chart))")
            #expect(markup.names.filter { $0 == "desc" }.count == images, "\(type(of: chart))")
            #expect(markup.names.contains("details"), "\(type(of: chart))")
            #expect(!chart.summary.isEmpty && !chart.table.rows.isEmpty, "\(type(of: chart))")
        }
    }

    @Test func `a chart of nothing says so and draws nothing`() {
        for chart in Samples.charts([]) {
            let markup = markup(chart)
            #expect(markup.faults.isEmpty, "\(type(of: chart))")
            #expect(!markup.values(of: "role").contains("img"), "\(type(of: chart))")
            #expect(markup.texts.contains(chart.summary), "\(type(of: chart))")
            #expect(chart.table.rows.isEmpty, "\(type(of: chart))")
        }
    }

    @Test func `names that are too long for a drawing stand whole in its table`() {
        let long = String(repeating: "and then he looked ", count: 40) + "END"
        for chart in Samples.charts([long]) {
            #expect(chart.table.rows.joined().contains { $0.contains("END") }, "\(type(of: chart))")
            for image in chart.images {
                let drawn = image.drawing.contents.text
                    .split(separator: "<text").dropFirst()
                    .map { $0.prefix { $0 != "/" }.count }
                #expect(drawn.allSatisfy { $0 < 200 }, "\(type(of: chart))")
            }
        }
    }

    @Test func `how well a time is known shows in its sign and in words`() {
        let date = Occurrence("2026-03-14") ?? .unknown
        let month = Occurrence("2026-02") ?? .unknown
        let recorded = Samples.instant("2026-04-01")
        let extents = [date, month, .unknown, .instant(recorded)].map {
            SwimLanes.Extent($0, recordedAt: recorded)
        }
        #expect(
            extents.map(\.text) == [
                "14 March 2026, time not known", "February 2026, day not known",
                "not known; recorded 1 April 2026, 11:00", "1 April 2026, 11:00",
            ]
        )
        let chart = SwimLanes(
            title: "Films",
            lanes: [SwimLanes.Lane("Films", extents.map { SwimLanes.Item("film", $0) })]
        )
        let drawn = chart.images.first?.drawing.contents.text ?? ""
        #expect(drawn.contains(#"<path class="vague""#))
        #expect(drawn.contains(#"<rect class="vague""#))
        #expect(drawn.contains(#"<circle class="open""#))
        #expect(drawn.contains(#"<circle class="span""#))
        #expect(chart.legend.count == 3)
        #expect(chart.summary.hasSuffix("day or month: 2. At an unknown time: 1."))
    }

    @Test func `what still lasts reaches the time asked at, and what ended does not`() throws {
        let chart = SwimLanes(
            title: "Consent",
            lanes: [
                SwimLanes.Lane(
                    "Consent",
                    [
                        SwimLanes.Item(
                            "given",
                            .span(
                                from: Samples.instant("2026-01-01"),
                                until: Samples.instant("2026-02-01")
                            ),
                            row: "film"
                        ),
                        SwimLanes.Item(
                            "given",
                            .span(from: Samples.instant("2026-02-01"), until: nil),
                            row: "film"
                        ),
                    ]
                )
            ],
            asOf: Samples.instant("2026-03-01")
        )
        let drawn = try #require(chart.images.first).drawing.contents.text
        // One arrow for the open end; both intervals in one line of one row.
        #expect(drawn.ranges(of: "M0 -7L8 0L0 7z").count == 1)
        let rects = drawn.split(separator: "<rect").dropFirst()
        let heights = rects.compactMap { rect in
            rect.split(separator: " ").first { $0.hasPrefix("y=") }
        }
        #expect(heights.count == 2 && heights[0] == heights[1])
    }

    @Test func `three hundred clips in a lane are all drawn and all listed`() {
        let clips = (0..<300).map { index in
            SwimLanes.Item(
                "clip-\(index)",
                .point(
                    Samples.instant("2020-01-01").adding(milliseconds: Int64(index) * 500_000_000)
                )
            )
        }
        let chart = SwimLanes(title: "Clips", lanes: [SwimLanes.Lane("Clips", clips)])
        let drawn = chart.images.first?.drawing.contents.text ?? ""
        #expect(drawn.ranges(of: "<circle").count == 300)
        // With labels they would take too many lines; without, each has its place.
        #expect(!drawn.contains("thin wide"))
        #expect(chart.table.rows.count == 300)
        #expect((chart.images.first?.height ?? 0) < 400)
    }

    @Test func `shares come to one hundred and keep their order`() {
        let chart = StackedShare(
            title: "Talk",
            series: ["Parent", "Guider", "Infant"],
            bars: [
                StackedShare.Bar("review-1", [1, 1, 1], coverage: 0.72),
                StackedShare.Bar("review-2", [0, 0, 0], reason: "not coded"),
            ]
        )
        #expect(
            chart.table.rows == [
                ["review-1", "34%", "33%", "33%", "72%", ""],
                ["review-2", "\u{2013}", "\u{2013}", "\u{2013}", "\u{2013}", "not coded"],
            ]
        )
        #expect(chart.summary == "Parent: 34% (review-1). Without figures: 1.")
    }

    @Test func `a funnel gives no share from which a hidden count follows`() {
        let chart = Funnel(
            title: "Funnel",
            stages: [
                Funnel.Stage("Referred", 40), Funnel.Stage("Accepted", .withheld),
                Funnel.Stage("Filmed", 20), Funnel.Stage("Ended", .small(below: 5)),
            ]
        )
        #expect(
            chart.table.rows == [
                ["Referred", "40", "", ""], ["Accepted", "[c]", "\u{2013}", "\u{2013}"],
                ["Filmed", "20", "\u{2013}", "50%"], ["Ended", "<5", "\u{2013}", "\u{2013}"],
            ]
        )
        #expect(chart.remark?.contains("<5: from 1 to 4.") == true)
        // The stubs of both have one length.
        let drawn = chart.images.first?.drawing.contents.text ?? ""
        let widths = drawn.split(separator: "<rect class=\"hidden\"").dropFirst().map {
            $0.split(separator: " ").first { $0.hasPrefix("width") }
        }
        #expect(widths.count == 2 && widths[0] == widths[1])
    }

    @Test func `ratings outside the scale are not drawn, the rest stand by time`() {
        let chart = TrendPanels(
            title: "Goals",
            panels: [
                TrendPanels.Panel(
                    "goal-1",
                    [
                        TrendPanels.Point(Samples.instant("2026-03-01"), 6.5),
                        TrendPanels.Point(Samples.instant("2026-02-01"), 11),
                        TrendPanels.Point(Samples.instant("2026-01-01"), 2),
                    ]
                )
            ]
        )
        #expect(chart.table.rows.map { $0[2] } == ["2", "6.5"])
        #expect(
            chart.images.map(\.summary)
                == ["From 2 on 1 January 2026 to 6.5 on 1 March 2026, 2 ratings."]
        )
    }

    @Test func `estimates of ours and published ones stand on one axis around zero`() {
        let chart = IntervalPlot(
            title: "Change",
            axisName: "d",
            estimates: [
                IntervalPlot.Estimate(
                    "ours",
                    EffectSize(value: 0.5, low: -0.1, high: 1.1, pairs: 12)
                ),
                IntervalPlot.Estimate("theirs", 0.49, source: "Fukkink 2008"),
            ]
        )
        #expect(
            chart.table.rows == [
                ["ours", "0.50", "\u{2212}0.10", "1.10", "12", "this record"],
                ["theirs", "0.49", "\u{2013}", "\u{2013}", "", "Fukkink 2008"],
            ]
        )
        #expect(
            chart.summary
                == "2 estimates, 1 of them ours. ours: 0.50 (\u{2212}0.10 to 1.10). "
                + "Intervals that hold 0, no change: 1."
        )
        #expect(chart.legend.count == 3)
    }
}
