import Values

/// Places of moments on an axis that is marked in months.
struct TimeAxis: Sendable {
    let from: Instant
    let to: Instant

    struct Tick: Sendable {
        let place: Double
        /// `Mar`, and the year beneath it where one begins.
        let label: String
        let year: String?
        /// Kept where there is little room.
        let isMajor: Bool
    }

    let ticks: [Tick]

    /// Whole months around `moments`. Nil when there are none.
    init?(_ moments: [Instant]) {
        guard let first = moments.min(), let last = moments.max() else { return nil }
        let start = LondonTime.civil(of: first).date
        let end = LondonTime.civil(of: last).date
        self.init(months: TimeAxis.month(start)...TimeAxis.month(end))
    }

    private init(months: ClosedRange<Int>) {
        from = TimeAxis.start(month: months.lowerBound)
        to = TimeAxis.start(month: months.upperBound + 1)
        let step = [1, 2, 3, 6, 12, 24, 60, 120, 600].first { months.count / $0 <= 12 } ?? 12_000
        var ticks: [Tick] = []
        var year: Int?
        // Ticks stand at the same months whatever the first is: January, or thirds, quarters of it.
        var month = (months.lowerBound + step - 1) / step * step
        if month > months.upperBound { month = months.lowerBound }
        let count = (months.upperBound - month) / step + 1
        let stride = (count + 3) / 4
        while month <= months.upperBound {
            let place = TimeAxis.share(TimeAxis.start(month: month), from, to)
            let isMajor = ticks.count % stride == 0
            let isNewYear = month / 12 != year
            if isNewYear { year = month / 12 }
            ticks.append(
                Tick(
                    place: place,
                    label: String(Plain.months[month % 12].prefix(3)),
                    year: isNewYear ? String(month / 12) : nil,
                    isMajor: isMajor
                )
            )
            month += step
        }
        self.ticks = ticks
    }

    /// 0 at the axis's start, 1 at its end.
    func place(_ instant: Instant) -> Double {
        min(1, max(0, TimeAxis.share(instant, from, to)))
    }

    private static func share(_ instant: Instant, _ from: Instant, _ to: Instant) -> Double {
        let length = Double(to.milliseconds - from.milliseconds)
        return length > 0 ? Double(instant.milliseconds - from.milliseconds) / length : 0
    }

    /// Months since the year 0, which is how they are counted here.
    private static func month(_ date: CivilDate) -> Int { date.year * 12 + date.month - 1 }

    private static func start(month: Int) -> Instant {
        guard let date = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else {
            return month < 12 ? .distantPast : .distantFuture
        }
        return LondonTime.instant(on: date)
    }
}

extension TimeAxis {
    /// Draws lines down the months and their names beneath.
    ///
    /// - Parameter isNarrow: there is little room on every screen.
    func draw(on drawing: inout Drawing, top: Double, bottom: Double, isNarrow: Bool = false) {
        drawing.line(from: 0, bottom, to: 1, bottom, "axis")
        for tick in ticks where tick.isMajor || !isNarrow {
            let kind = tick.isMajor ? "" : " wide"
            drawing.line(from: tick.place, top, to: tick.place, bottom + 4, "grid" + kind)
            drawing.text(tick.label, at: tick.place, y: bottom + 16, shift: 2, "soft" + kind)
            if let year = tick.year {
                // A year for each tick would not fit either.
                let few = ticks.count { $0.year != nil } <= 5
                drawing.text(
                    year,
                    at: tick.place,
                    y: bottom + 30,
                    shift: 2,
                    "soft bold" + (few ? "" : kind)
                )
            }
        }
    }

    /// What `draw` needs beneath `bottom`.
    static let footHeight = 34.0
}
