import Values

// The calendar of the story: working days, meetings, and when they are written up.
extension Casework {
    /// A stretch of time that staff and family, or staff alone, spend together.
    struct Meeting {
        let from: Instant
        let to: Instant

        var occurrence: Occurrence { .range(from: from, to: to) }
        var durationMs: JSON { JSON(Int(to.milliseconds - from.milliseconds)) }
    }

    /// The first day from `date` on which the service works: no weekend, nothing from Christmas Eve
    /// to New Year. Other holidays differ from nation to nation, and are not kept.
    static func workingDay(from date: CivilDate) -> CivilDate {
        var date = date
        while date.weekday > 5 || (date.month == 12 && date.day >= 24)
            || (date.month == 1 && date.day == 1)
        {
            date = date.adding(days: 1)
        }
        return date
    }

    /// Lets `days` go by on the main line, and at least until what was written has been written.
    mutating func pass(_ days: ClosedRange<Int>) {
        let planned = day.adding(days: dice.between(days))
        let today = Casework.date(of: now)
        day = spread(max(planned, today.adding(days: 1)))
    }

    /// A meeting on the main line's day.
    mutating func meeting(minutes: ClosedRange<Int>) -> Meeting {
        let from = meetingTime()
        return Meeting(from: from, to: from.adding(minutes: dice.between(minutes)))
    }

    /// When a meeting on the main line's day begins.
    mutating func meetingTime() -> Instant {
        LondonTime.instant(
            on: day,
            hour: dice.between(9...15),
            minute: dice.pick([0, 0, 15, 30, 30, 45])
        )
    }

    /// Somebody sits down at their desk on the main line's day.
    mutating func sitDown() { now = max(now, officeTime(on: day)) }

    /// The writer turns to a meeting that is over: mostly within two hours, sometimes days later.
    mutating func writeUp(_ meeting: Meeting) {
        lateReason = nil
        let today = LondonTime.civil(of: meeting.to)
        var moment = meeting.to.adding(minutes: dice.between(8...110))
        if dice.chance(rates.lateEntry) {
            let days = dice.between(2...9)
            moment = officeTime(on: Casework.workingDay(from: today.date.adding(days: days)))
            lateReason = excuse()
        } else if LondonTime.civil(of: moment).hour >= 18 {
            moment = officeTime(on: Casework.workingDay(from: today.date.adding(days: 1)))
        }
        now = max(now, moment)
    }

    /// Tells what happens `days` working days or so after now, then comes back to now.
    mutating func later(_ days: ClosedRange<Int>, _ tell: (inout Casework) -> Void) {
        let (here, reason) = (now, lateReason)
        let wait = dice.between(days)
        if wait == 0 {
            now = now.adding(minutes: dice.between(10...170))
        } else {
            let date = Casework.date(of: now).adding(days: wait)
            // What cannot wait is done on Monday.
            let day = wait > 3 ? spread(date) : Casework.workingDay(from: date)
            now = max(now, officeTime(on: day))
        }
        lateReason = nil
        tell(&self)
        (now, lateReason) = (here, reason)
    }

    /// A working day from `date` on: what would fall on a weekend falls on any day after it, lest
    /// half of all work be done on Mondays.
    private mutating func spread(_ date: CivilDate) -> CivilDate {
        let day = Casework.workingDay(from: date)
        return day == date ? day : Casework.workingDay(from: day.adding(days: dice.below(5)))
    }

    /// A day so many days after now, as dates are written in data.
    mutating func dueDate(in days: ClosedRange<Int>) -> JSON {
        let date = Casework.date(of: now).adding(days: dice.between(days))
        return .string(Casework.workingDay(from: date).description)
    }

    /// The day of `instant` in London.
    static func date(of instant: Instant) -> CivilDate { LondonTime.civil(of: instant).date }

    /// A moment as well as the writer remembers it.
    mutating func vague(_ moment: Instant) -> Occurrence {
        guard dice.chance(rates.unknownDate) else { return .instant(moment) }
        let date = Casework.date(of: moment)
        return switch dice.below(10) {
        case 0..<5: .unknown
        case 5..<9: .date(date)
        default: .month(year: date.year, month: date.month)
        }
    }

    /// Why something is written late; not everybody says.
    mutating func excuse() -> String? {
        dice.chance(60) ? dice.pick(Wording.lateReasons) : nil
    }

    private mutating func officeTime(on date: CivilDate) -> Instant {
        LondonTime.instant(
            on: date,
            hour: dice.between(9...16),
            minute: dice.below(60),
            second: dice.below(60)
        )
    }
}

extension Instant {
    func adding(minutes: Int) -> Instant { adding(milliseconds: Int64(minutes) * 60_000) }
}
