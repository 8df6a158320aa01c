/// When something happened, as precisely as anybody knows: the practitioner's memory is the limit,
/// not the record's format.
package enum Occurrence: Hashable, Sendable {
    case instant(Instant)
    case range(from: Instant, to: Instant)
    case date(CivilDate)
    case month(year: Int, month: Int)
    case unknown

    package var precision: String {
        switch self {
        case .instant: "instant"
        case .range: "range"
        case .date: "date"
        case .month: "month"
        case .unknown: "unknown"
        }
    }

    /// The interval in which it lies. An unknown time has no start and ends when it was recorded:
    /// events are in the past tense. For the same reason no end lies after `recordedAt`.
    package func interval(recordedAt: Instant) -> (from: Instant?, to: Instant) {
        let bounds: (from: Instant?, to: Instant)
        switch self {
        case .instant(let at): bounds = (at, at)
        case .range(let from, let to): bounds = (from, to)
        case .date(let date):
            bounds = (LondonTime.instant(on: date), LondonTime.end(of: date))
        case .month(let year, let month):
            let first = CivilDate(daysSince1970: Occurrence.days(year, month, 1))
            let last = Occurrence.days(year, month, CivilDate.length(ofMonth: month, in: year))
            bounds = (
                LondonTime.instant(on: first),
                LondonTime.end(of: CivilDate(daysSince1970: last))
            )
        case .unknown: bounds = (nil, recordedAt)
        }
        return (bounds.from, min(bounds.to, recordedAt))
    }

    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        CivilDate(year: year, month: month, day: day)?.daysSince1970 ?? 0
    }
}

// MARK: - Written form

extension Occurrence: CustomStringConvertible {
    /// One text for each value, also its form in payloads: `2026-11-22T10:15:30.123Z`, two of them
    /// with `/` between, `2026-11-22`, `2026-11`, `unknown`.
    package var description: String {
        switch self {
        case .instant(let at): at.description
        case .range(let from, let to): "\(from)/\(to)"
        case .date(let date): date.description
        case .month(let year, let month): "\(padded(year, to: 4))-\(padded(month, to: 2))"
        case .unknown: "unknown"
        }
    }

    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// Reads the written form. Nil for anything else, also for a range that ends before it starts.
    package init?(_ text: String) {
        // Most are this long and no more, and every entry that is read has one.
        if text.utf8.count == Instant.textCount, let instant = Instant(text) {
            self = .instant(instant)
        } else if text == "unknown" {
            self = .unknown
        } else if let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) {
            guard let from = Instant(text[..<slash]),
                let to = Instant(text[text.index(after: slash)...]), from <= to
            else { return nil }
            self = .range(from: from, to: to)
        } else if let instant = Instant(text) {
            self = .instant(instant)
        } else if let date = CivilDate(text) {
            self = .date(date)
        } else if text.utf8.count == 7, let first = CivilDate(String(text) + "-01") {
            self = .month(year: first.year, month: first.month)
        } else {
            return nil
        }
    }
}
