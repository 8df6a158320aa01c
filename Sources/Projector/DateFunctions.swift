import GRDBSQLite
import Values

/// SQLite's date functions in our own words: the same answers for the times we write, an error for the
/// present moment and for local time, which the same words would also mean.
enum DateFunctions {
    static func install(on handle: OpaquePointer) throws {
        typealias Function =
            @convention(c) (
                OpaquePointer?, CInt, UnsafeMutablePointer<OpaquePointer?>?
            ) -> Void
        let functions: [(String, Function)] = [
            ("date", { DateFunctions.answer($0, $1, $2) { .text(String($0.text.prefix(10))) } }),
            (
                "datetime",
                {
                    DateFunctions.answer($0, $1, $2) {
                        .text("\($0.text.prefix(10)) \($0.text.dropFirst(11).prefix(8))")
                    }
                }
            ),
            (
                "time",
                {
                    DateFunctions.answer($0, $1, $2) {
                        .text(String($0.text.dropFirst(11).prefix(8)))
                    }
                }
            ),
            (
                "julianday",
                {
                    DateFunctions.answer($0, $1, $2) {
                        .real(Double($0.milliseconds + 210_866_760_000_000) / 86_400_000)
                    }
                }
            ),
            (
                "unixepoch",
                {
                    DateFunctions.answer($0, $1, $2) {
                        .integer(floorDivide($0.milliseconds, 1000))
                    }
                }
            ),
            (
                "strftime",
                { context, count, arguments in
                    guard count > 0, let arguments, let format = DateFunctions.text(arguments[0])
                    else {
                        sqlite3_result_null(context)
                        return
                    }
                    DateFunctions.answer(context, count - 1, arguments + 1) { moment in
                        DateFunctions.formatted(moment, format).map(Value.text) ?? .null
                    }
                }
            ),
        ]
        for (name, function) in functions {
            let code = sqlite3_create_function_v2(
                handle,
                name,
                -1,
                SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                nil,
                function,
                nil,
                nil,
                nil
            )
            guard code == SQLITE_OK else {
                throw SQLError(code: code, message: "the function '\(name)' cannot be replaced")
            }
        }
    }

    struct Moment {
        var milliseconds: Int64
        var text: String { Instant(milliseconds: milliseconds).description }
    }

    private static func text(_ value: OpaquePointer?) -> String? {
        guard let value, sqlite3_value_type(value) != SQLITE_NULL,
            let start = sqlite3_value_text(value)
        else { return nil }
        return String(cString: start)
    }

    private static func answer(
        _ context: OpaquePointer?,
        _ count: CInt,
        _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
        _ make: (Moment) -> Value
    ) {
        guard count > 0, let arguments else {
            sqlite3_result_error(context, "the present moment is not known here", -1)
            return
        }
        guard let written = text(arguments[0]) else {
            sqlite3_result_null(context)
            return
        }
        guard written.lowercased() != "now" else {
            sqlite3_result_error(context, "the present moment is not known here", -1)
            return
        }
        guard var moment = moment(written) else {
            sqlite3_result_null(context)
            return
        }
        for index in 1..<max(1, Int(count)) {
            guard let modifier = text(arguments[index]), apply(modifier, to: &moment) else {
                sqlite3_result_error(context, "a date modifier that is not understood here", -1)
                return
            }
        }
        switch make(moment) {
        case .text(let text):
            sqlite3_result_text(
                context,
                text,
                -1,
                unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            )
        case .integer(let number): sqlite3_result_int64(context, number)
        case .real(let number): sqlite3_result_double(context, number)
        default: sqlite3_result_null(context)
        }
    }

    /// `2026-11-22`, `2026-11-22T10:15:00.000Z` and shorter times, with a space or a T, with or without Z.
    static func moment(_ text: String) -> Moment? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, let date = CivilDate(String(text.prefix(10))) else { return nil }
        var milliseconds = Int64(date.daysSince1970) * 86_400_000
        guard bytes.count > 10 else { return Moment(milliseconds: milliseconds) }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        var clock = String(decoding: bytes[11...], as: UTF8.self)
        if clock.hasSuffix("Z") { clock.removeLast() }
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = Int64(parts[0]),
            let minute = Int64(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        milliseconds += hour * 3_600_000 + minute * 60_000
        if parts.count == 3 {
            let pieces = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard let second = Int64(pieces[0]), (0..<60).contains(second) else { return nil }
            milliseconds += second * 1000
            if pieces.count == 2 {
                let digits = (pieces[1] + "000").prefix(3)
                guard let fraction = Int64(digits) else { return nil }
                milliseconds += fraction
            }
        }
        return Moment(milliseconds: milliseconds)
    }

    /// `+24 hours`, `-5 days`, `start of month`; false for anything else.
    static func apply(_ modifier: String, to moment: inout Moment) -> Bool {
        let words = modifier.lowercased().split(separator: " ")
        let day = floorDivide(moment.milliseconds, 86_400_000)
        let date = CivilDate(daysSince1970: Int(day))
        if words.count == 3, words[0] == "start", words[1] == "of" {
            let start: CivilDate? =
                switch words[2] {
                case "day": date
                case "month": CivilDate(year: date.year, month: date.month, day: 1)
                case "year": CivilDate(year: date.year, month: 1, day: 1)
                default: nil
                }
            guard let start else { return false }
            moment.milliseconds = Int64(start.daysSince1970) * 86_400_000
            return true
        }
        guard words.count == 2 else { return false }
        let unit = words[1].hasSuffix("s") ? String(words[1].dropLast()) : String(words[1])
        let written = words[0].hasPrefix("+") ? words[0].dropFirst() : words[0]
        if let fraction = Double(written), Int64(written) == nil, abs(fraction) < 10_000_000 {
            guard unit == "second" else { return false }
            moment.milliseconds += Int64((fraction * 1000).rounded())
            return true
        }
        guard let number = Int64(written), abs(number) < 10_000_000 else { return false }
        let length: Int64
        switch unit {
        case "day": length = 86_400_000
        case "hour": length = 3_600_000
        case "minute": length = 60_000
        case "second": length = 1000
        case "month", "year":
            // As SQLite does it: a day that the month does not have runs on into the next.
            let months = Int64(date.month - 1) + (unit == "year" ? number * 12 : number)
            let year = Int64(date.year) + floorDivide(months, 12)
            let month = Int(months - floorDivide(months, 12) * 12) + 1
            guard (0...9999).contains(year),
                let first = CivilDate(year: Int(year), month: month, day: 1)
            else { return false }
            moment.milliseconds +=
                (Int64(first.daysSince1970 + date.day - 1) - day) * 86_400_000
            return true
        default: return false
        }
        moment.milliseconds += number * length
        return true
    }

    private static func formatted(_ moment: Moment, _ format: String) -> String? {
        let text = Array(moment.text)
        var result = ""
        var rest = Substring(format)
        while let character = rest.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            switch rest.popFirst() {
            case "Y": result += String(text[0..<4])
            case "m": result += String(text[5..<7])
            case "d": result += String(text[8..<10])
            case "H": result += String(text[11..<13])
            case "M": result += String(text[14..<16])
            case "S": result += String(text[17..<19])
            case "f": result += String(text[17..<23])
            case "s": result += String(floorDivide(moment.milliseconds, 1000))
            case "w":
                let day = floorDivide(moment.milliseconds, 86_400_000) + 4
                result += String(day - floorDivide(day, 7) * 7)
            case "j":
                let date = CivilDate(
                    daysSince1970: Int(floorDivide(moment.milliseconds, 86_400_000))
                )
                guard let first = CivilDate(year: date.year, month: 1, day: 1) else { return nil }
                result += padded(date.daysSince1970 - first.daysSince1970 + 1, to: 3)
            case "%": result += "%"
            default: return nil
            }
        }
        return result
    }
}

private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
    return remainder < 0 ? quotient - 1 : quotient
}
