/// The civil time of the United Kingdom, in which its records are written.
///
/// The rules are those of the IANA database's `Europe/London`: since 1996 summer time runs from the
/// last Sunday of March to the last Sunday of October, changing at 01:00 UTC. They are written out
/// here so that the model needs neither a clock's zone nor files; a test compares them with
/// Foundation's, hour by hour, for 1972 to 2037. Before 1972 Greenwich time is used.
package enum LondonTime {
    /// Milliseconds that London's clocks are ahead of UTC at `instant`: 0 or 3,600,000.
    package static func offset(at instant: Instant) -> Int64 {
        let year = CivilDate(daysSince1970: floorDays(instant.milliseconds)).year
        guard year >= 1972 else { return 0 }
        let summer = summerTime(in: year)
        return summer.contains(instant.milliseconds) ? 3_600_000 : 0
    }

    /// The moment at which London's clocks show `hour:minute:second` on `date`.
    ///
    /// Clocks show an hour twice in October: the first is meant. They skip one in March: the moment
    /// that would have been meant without the change is given.
    package static func instant(
        on date: CivilDate,
        hour: Int = 0,
        minute: Int = 0,
        second: Int = 0
    ) -> Instant {
        let civil =
            Int64(date.daysSince1970) * 86_400_000
            + Int64((hour * 60 + minute) * 60 + second) * 1000
        let summer = Instant(milliseconds: civil - 3_600_000)
        return offset(at: summer) == 3_600_000 ? summer : Instant(milliseconds: civil)
    }

    /// The date and the time of day that London's clocks show.
    package static func civil(
        of instant: Instant
    ) -> (date: CivilDate, hour: Int, minute: Int, second: Int) {
        let local = instant.milliseconds + offset(at: instant)
        let days = floorDays(local)
        let seconds = Int((local - Int64(days) * 86_400_000) / 1000)
        return (
            CivilDate(daysSince1970: days), seconds / 3600, seconds / 60 % 60, seconds % 60
        )
    }

    /// The last moment of `date` in London, to the millisecond.
    package static func end(of date: CivilDate) -> Instant {
        instant(on: date.adding(days: 1)).adding(milliseconds: -1)
    }

    private static func floorDays(_ milliseconds: Int64) -> Int {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return Int(remainder < 0 ? quotient - 1 : quotient)
    }

    private static func summerTime(in year: Int) -> Range<Int64> {
        let starts: CivilDate
        let ends: CivilDate
        switch year {
        case ...1980:
            (starts, ends) = (sunday(year, 3, from: 16), sunday(year, 10, from: 23))
        case ...1989:
            (starts, ends) = (sunday(year, 3, from: 25), sunday(year, 10, from: 23))
        case ...1995:
            (starts, ends) = (sunday(year, 3, from: 25), sunday(year, 10, from: 22))
        default:
            (starts, ends) = (sunday(year, 3, from: 25), sunday(year, 10, from: 25))
        }
        // Until 1980 the clocks changed at 02:00 Greenwich time, since then at 01:00.
        let change: Int64 = year <= 1980 ? 7_200_000 : 3_600_000
        return Int64(starts.daysSince1970) * 86_400_000 + change..<Int64(ends.daysSince1970)
            * 86_400_000 + change
    }

    private static func sunday(_ year: Int, _ month: Int, from day: Int) -> CivilDate {
        let days =
            CivilDate(year: year, month: month, day: day)?.daysSince1970 ?? 0
        let first = CivilDate(daysSince1970: days)
        return first.adding(days: (7 - first.weekday) % 7)
    }
}
