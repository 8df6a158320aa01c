import Values

/// Numbers and dates as people in Britain read them.
enum Plain {
    /// A decimal with so many places, rounded half away from zero, with a true minus sign.
    static func number(_ value: Double, places: Int = 0) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return "\u{2013}" }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled != 0 ? "\u{2212}" : ""
        let whole = sign + Plain.number(scaled / scale)
        return places == 0 ? whole : whole + "." + padded(scaled % scale, to: places)
    }

    /// A whole number, in groups of three digits: `12,345`.
    static func number(_ value: Int) -> String {
        let digits = Array(String(value.magnitude))
        var text = value < 0 ? "\u{2212}" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// A share of 1 as whole per cent. What is not nothing is not said to be, nor is most said to
    /// be all.
    static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "\u{2013}" }
        if share > 0, share < 0.005 { return "<1%" }
        if share < 1, share >= 0.995 { return ">99%" }
        return number(share * 100) + "%"
    }

    /// Whole per cents of `amounts` that come to 100 together (largest remainder).
    static func percents(_ amounts: [Double]) -> [Int] {
        let sum = amounts.reduce(0, +)
        guard sum > 0 else { return amounts.map { _ in 0 } }
        let exact = amounts.map { $0 / sum * 100 }
        var whole = exact.map { Int($0) }
        let order = exact.indices.sorted {
            let (a, b) = (exact[$0] - Double(whole[$0]), exact[$1] - Double(whole[$1]))
            return a == b ? $0 < $1 : a > b
        }
        for index in order.prefix(max(0, 100 - whole.reduce(0, +))) { whole[index] += 1 }
        return whole
    }

    /// `1 review`, `2 reviews`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(Plain.number(number)) \(number == 1 ? one : many)"
    }

    /// Positions as they are given, three or more that follow one another as a range:
    /// `4, 9 to 12, 40`.
    static func positions(_ positions: [Int64]) -> String {
        var runs: [ClosedRange<Int64>] = []
        for position in positions {
            if let last = runs.last, last.upperBound < .max, last.upperBound + 1 == position {
                runs[runs.count - 1] = last.lowerBound...position
            } else {
                runs.append(position...position)
            }
        }
        return runs.flatMap { run -> [String] in
            switch run.upperBound - run.lowerBound {
            case 0: ["\(run.lowerBound)"]
            case 1: ["\(run.lowerBound)", "\(run.upperBound)"]
            default: ["\(run.lowerBound) to \(run.upperBound)"]
            }
        }
        .joined(separator: ", ")
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    static func month(_ date: CivilDate) -> String { "\(months[date.month - 1]) \(date.year)" }

    static func date(_ date: CivilDate) -> String { "\(date.day) \(month(date))" }

    static func date(_ instant: Instant) -> String { date(LondonTime.civil(of: instant).date) }

    /// The day and the time that London's clocks show.
    static func time(_ instant: Instant) -> String {
        let civil = LondonTime.civil(of: instant)
        return "\(date(civil.date)), \(padded(civil.hour, to: 2)):\(padded(civil.minute, to: 2))"
    }
}
