/// Times as people write them: `yesterday 14:30`, `last tuesday`, `2026-03`, `14 March 2026 9:15`,
/// `2 days ago`, `unknown`, `yesterday 14:00-15:00`. All in London's time.
package enum WrittenTime {
    /// What to say to somebody whose text was not understood.
    package static let examples =
        "write 'now', 'yesterday 14:30', '2026-03-14 9:15', '2026-03-14', '2026-03', '3 days ago',"
        + " 'yesterday 14:00-15:00' or 'unknown'"

    /// - Parameter now: what `now`, `yesterday` and a time without a day are reckoned from.
    /// - Returns: nil when the text is not understood.
    package static func parse(_ text: some StringProtocol, now: Instant) -> Occurrence? {
        let words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" })
            .map(String.init)
        guard !words.isEmpty else { return nil }
        let joined = words.joined(separator: " ")
        if let exact = Occurrence(text.trimmed) { return exact }
        if joined == "now" { return .instant(now) }
        if joined == "unknown" || joined == "not known" { return .unknown }
        if let ago = ago(words, now: now) { return ago }
        if let range = range(words, now: now) { return range }
        if let month = month(words) { return month }
        guard let (date, rest) = day(words, now: now) else { return nil }
        if rest.isEmpty { return .date(date) }
        guard rest.count == 1, let time = clock(rest[0]) else { return nil }
        return .instant(LondonTime.instant(on: date, hour: time.0, minute: time.1))
    }

    /// The one moment that a text means for `--as-of` and `--known-at`: the end of a day or month.
    package static func moment(_ text: some StringProtocol, now: Instant) -> Instant? {
        switch parse(text, now: now) {
        case .unknown, nil: nil
        case .some(let occurrence): occurrence.interval(recordedAt: .distantFuture).to
        }
    }

    /// `3 days ago`, `2 hours ago`: to the day or to the minute.
    private static func ago(_ words: [String], now: Instant) -> Occurrence? {
        guard words.count == 3, words[2] == "ago", let count = Int(words[0]), count >= 0,
            count < 100_000
        else { return nil }
        let today = LondonTime.civil(of: now).date
        switch words[1] {
        case "minute", "minutes", "min":
            return .instant(now.adding(milliseconds: Int64(-count) * 60_000))
        case "hour", "hours": return .instant(now.adding(milliseconds: Int64(-count) * 3_600_000))
        case "day", "days": return .date(today.adding(days: -count))
        case "week", "weeks": return .date(today.adding(days: -count * 7))
        default: return nil
        }
    }

    /// `yesterday 14:00-15:00`, `2026-03-14 14:00 to 15:30`.
    private static func range(_ words: [String], now: Instant) -> Occurrence? {
        var words = words
        if words.count >= 3, words[words.count - 2] == "to" || words[words.count - 2] == "-" {
            let end = words.removeLast()
            words.removeLast()
            words[words.count - 1] += "-" + end
        }
        guard let last = words.last else { return nil }
        let parts = last.split(whereSeparator: { $0 == "-" || $0 == "\u{2013}" })
        guard parts.count == 2, let from = clock(parts[0]), let to = clock(parts[1]),
            let (date, rest) = day(words.dropLast() + [], now: now), rest.isEmpty
        else { return nil }
        let start = LondonTime.instant(on: date, hour: from.0, minute: from.1)
        let end = LondonTime.instant(on: date, hour: to.0, minute: to.1)
        return start <= end ? .range(from: start, to: end) : nil
    }

    /// `March 2026`.
    private static func month(_ words: [String]) -> Occurrence? {
        guard words.count == 2, let month = monthNumber(words[0]), words[1].utf8.count == 4,
            let year = decimal(Array(words[1].utf8)), (1...9999).contains(year)
        else { return nil }
        return .month(year: year, month: month)
    }

    /// The day that the words begin with, and the words behind it; today for none.
    private static func day(
        _ words: [String],
        now: Instant
    ) -> (date: CivilDate, rest: [String])? {
        let today = LondonTime.civil(of: now).date
        guard let first = words.first else { return (today, []) }
        func rest(_ count: Int) -> [String] { Array(words.dropFirst(count)) }
        switch first {
        case "today": return (today, rest(1))
        case "yesterday": return (today.adding(days: -1), rest(1))
        default: break
        }
        let hasLast = first == "last" && words.count > 1
        if let weekday = weekdayNumber(hasLast ? words[1] : first) {
            let back = (today.weekday - weekday + 7) % 7
            // "last tuesday", and a weekday that is today's, lie in the past week.
            return (today.adding(days: -(back == 0 ? 7 : back)), rest(hasLast ? 2 : 1))
        }
        if let date = CivilDate(first) { return (date, rest(1)) }
        let slashed = first.split(separator: "/").map { decimal(Array($0.utf8)) }
        if slashed.count == 3, let day = slashed[0], let month = slashed[1], let year = slashed[2],
            let date = CivilDate(year: year, month: month, day: day)
        {
            return (date, rest(1))
        }
        if words.count >= 3, let day = Int(first), let month = monthNumber(words[1]),
            let year = Int(words[2]), let date = CivilDate(year: year, month: month, day: day)
        {
            return (date, rest(3))
        }
        return clock(first) == nil ? nil : (today, words)
    }

    /// `14:30`, `9:05`, `14.30`.
    private static func clock(_ text: some StringProtocol) -> (Int, Int)? {
        let parts = text.split(whereSeparator: { $0 == ":" || $0 == "." })
        guard parts.count == 2, (1...2).contains(parts[0].utf8.count), parts[1].utf8.count == 2,
            let hour = decimal(Array(parts[0].utf8)), hour < 24,
            let minute = decimal(Array(parts[1].utf8)), minute < 60
        else { return nil }
        return (hour, minute)
    }

    private static func weekdayNumber(_ word: String) -> Int? {
        number(
            word,
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            [
                "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
            ]
        )
    }

    private static func monthNumber(_ word: String) -> Int? {
        number(
            word,
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
            [
                "january", "february", "march", "april", "may", "june", "july", "august",
                "september", "october", "november", "december",
            ]
        )
    }

    private static func number(_ word: String, _ short: [String], _ long: [String]) -> Int? {
        (short.firstIndex(of: word) ?? long.firstIndex(of: word)).map { $0 + 1 }
    }
}

extension StringProtocol {
    /// Without white space at either end.
    package var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}
