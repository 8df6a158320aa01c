import Values

/// The invented calendar of the case study, counted from the day of the referral.
struct CaseStudyDays {
    let start: CivilDate

    func date(_ day: Int) -> CivilDate { start.adding(days: day) }

    /// When London's clocks show `hour:minute` on that day.
    func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        LondonTime.instant(on: date(day), hour: hour, minute: minute)
    }

    /// A meeting that began on the hour.
    func meeting(_ day: Int, _ hour: Int, minutes: Int) -> Occurrence {
        let begin = at(day, hour)
        return .range(from: begin, to: begin.adding(milliseconds: Int64(minutes) * 60_000))
    }

    /// A place in a review, by its milliseconds.
    func moment(_ milliseconds: Int, after begin: Instant) -> Occurrence {
        .instant(begin.adding(milliseconds: Int64(milliseconds)))
    }
}
