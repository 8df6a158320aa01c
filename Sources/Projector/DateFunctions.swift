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
            (
                "date",
                {
                    DateFunctions.answer($0, $1, $2) {
                        DateFunctions.give($0, Array($1.text.prefix(10)))
                    }
                }
            ),
            (
                "datetime",
                {
                    DateFunctions.answer($0, $1, $2) {
                        var text = Array($1.text.prefix(19))
                        text[10] = UInt8(ascii: " ")
                        DateFunctions.give($0, text)
                    }
                }
            ),
            (
                "time",
                {
                    DateFunctions.answer($0, $1, $2) {
                        DateFunctions.give($0, Array($1.text[11..<19]))
                    }
                }
            ),
            (
                "julianday",
                {
                    DateFunctions.answer($0, $1, $2) {
                        sqlite3_result_double(
                            $0,
                            Double($1.milliseconds + 210_866_760_000_000) / 86_400_000
                        )
                    }
                }
            ),
            (
                "unixepoch",
                {
                    DateFunctions.answer($0, $1, $2) {
                        sqlite3_result_int64($0, floorDivide($1.milliseconds, 1000))
                    }
                }
            ),
            (
                "strftime",
                { context, count, arguments in
                    guard count > 0, let arguments, let format = DateFunctions.bytes(arguments[0])
                    else {
                        sqlite3_result_null(context)
                        return
                    }
                    DateFunctions.answer(context, count - 1, arguments + 1) { context, moment in
                        guard let text = DateFunctions.formatted(moment, format) else {
                            return sqlite3_result_null(context)
                        }
                        DateFunctions.give(context, text)
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

        /// As an event's times are written, 24 bytes.
        var text: [UInt8] {
            var text: [UInt8] = []
            text.reserveCapacity(24)
            Instant(milliseconds: milliseconds).append(to: &text)
            return text
        }
    }

    // MARK: SQLite's side. Bytes throughout: a check asks for some hundred times a case.

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    /// Valid until SQLite is given back the control.
    private static func bytes(_ value: OpaquePointer?) -> Bytes? {
        guard let value, sqlite3_value_type(value) != SQLITE_NULL,
            let start = sqlite3_value_text(value)
        else { return nil }
        return Bytes(start: start, count: Int(sqlite3_value_bytes(value)))
    }

    private static func give(_ context: OpaquePointer?, _ text: [UInt8]) {
        text.withUnsafeBytes {
            sqlite3_result_text(
                context,
                $0.baseAddress?.assumingMemoryBound(to: CChar.self),
                CInt($0.count),
                unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            )
        }
    }

    private static func answer(
        _ context: OpaquePointer?,
        _ count: CInt,
        _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
        _ make: (OpaquePointer?, Moment) -> Void
    ) {
        guard count > 0, let arguments else {
            sqlite3_result_error(context, "the present moment is not known here", -1)
            return
        }
        guard let written = bytes(arguments[0]) else {
            sqlite3_result_null(context)
            return
        }
        guard !spells(written, "now") else {
            sqlite3_result_error(context, "the present moment is not known here", -1)
            return
        }
        guard var moment = moment(written) else {
            sqlite3_result_null(context)
            return
        }
        for index in 1..<max(1, Int(count)) {
            guard let modifier = bytes(arguments[index]), apply(modifier, to: &moment) else {
                sqlite3_result_error(context, "a date modifier that is not understood here", -1)
                return
            }
        }
        // The years 0000 to 9999, as SQLite has it.
        guard (-62_167_219_200_000...253_402_300_799_999).contains(moment.milliseconds) else {
            sqlite3_result_null(context)
            return
        }
        make(context, moment)
    }

    // MARK: What they say

    /// Whether these bytes are a word, in large letters or small ones.
    private static func spells(_ bytes: some Collection<UInt8>, _ word: StaticString) -> Bool {
        bytes.count == word.utf8CodeUnitCount
            && zip(bytes, UnsafeBufferPointer(start: word.utf8Start, count: bytes.count)).allSatisfy
            {
                ($0 | 0x20) == $1
            }
    }

    /// `2026-11-22`, `2026-11-22T10:15:00.000Z` and shorter times, with a space or a T, with or without Z.
    static func moment(_ bytes: some RandomAccessCollection<UInt8>) -> Moment? {
        let start = bytes.startIndex
        func at(_ offset: Int) -> UInt8 { bytes[bytes.index(start, offsetBy: offset)] }
        func number(_ offset: Int, _ count: Int) -> Int64? {
            guard offset + count <= bytes.count else { return nil }
            var value: Int64 = 0
            for place in offset..<offset + count {
                guard case let digit = at(place) &- UInt8(ascii: "0"), digit < 10 else {
                    return nil
                }
                value = value * 10 + Int64(digit)
            }
            return value
        }
        guard bytes.count >= 10, at(4) == UInt8(ascii: "-"), at(7) == UInt8(ascii: "-"),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
        else { return nil }
        var moment = Moment(milliseconds: Int64(date.daysSince1970) * 86_400_000)
        guard bytes.count > 10 else { return moment }
        guard at(10) == UInt8(ascii: "T") || at(10) == UInt8(ascii: " "), bytes.count >= 16,
            at(13) == UInt8(ascii: ":"), let hour = number(11, 2), let minute = number(14, 2),
            hour < 24, minute < 60
        else { return nil }
        moment.milliseconds += hour * 3_600_000 + minute * 60_000
        let end = bytes.last == UInt8(ascii: "Z") ? bytes.count - 1 : bytes.count
        guard end > 16 else { return moment }
        guard at(16) == UInt8(ascii: ":"), let second = number(17, 2), second < 60 else {
            return nil
        }
        moment.milliseconds += second * 1000
        guard end > 19 else { return end == 19 ? moment : nil }
        guard at(19) == UInt8(ascii: "."), end > 20 else { return nil }
        var scale: Int64 = 100
        for place in 20..<end {
            guard let digit = number(place, 1) else { return nil }
            moment.milliseconds += digit * scale
            scale /= 10
        }
        return moment
    }

    /// `+24 hours`, `-5 days`, `start of month`; false for anything else.
    static func apply(_ modifier: some BidirectionalCollection<UInt8>, to moment: inout Moment)
        -> Bool
    {
        let words = modifier.split(separator: UInt8(ascii: " "))
        let day = floorDivide(moment.milliseconds, 86_400_000)
        let date = CivilDate(daysSince1970: Int(day))
        if words.count == 3, spells(words[0], "start"), spells(words[1], "of") {
            let start: CivilDate? =
                if spells(words[2], "day") {
                    date
                } else if spells(words[2], "month") {
                    CivilDate(year: date.year, month: date.month, day: 1)
                } else if spells(words[2], "year") {
                    CivilDate(year: date.year, month: 1, day: 1)
                } else {
                    nil
                }
            guard let start else { return false }
            moment.milliseconds = Int64(start.daysSince1970) * 86_400_000
            return true
        }
        guard words.count == 2, let last = words[1].last else { return false }
        let unit = (last | 0x20) == UInt8(ascii: "s") ? words[1].dropLast() : words[1]
        guard let number = whole(words[0]) else {
            guard spells(unit, "second"),
                let fraction = Double(String(decoding: words[0], as: UTF8.self)),
                abs(fraction) < 10_000_000
            else { return false }
            moment.milliseconds += Int64((fraction * 1000).rounded())
            return true
        }
        if spells(unit, "day") {
            moment.milliseconds += number * 86_400_000
        } else if spells(unit, "hour") {
            moment.milliseconds += number * 3_600_000
        } else if spells(unit, "minute") {
            moment.milliseconds += number * 60_000
        } else if spells(unit, "second") {
            moment.milliseconds += number * 1000
        } else if spells(unit, "month") || spells(unit, "year") {
            // As SQLite does it: a day that the month does not have runs on into the next.
            let months = Int64(date.month - 1) + (spells(unit, "year") ? number * 12 : number)
            let year = Int64(date.year) + floorDivide(months, 12)
            let month = Int(months - floorDivide(months, 12) * 12) + 1
            guard (0...9999).contains(year),
                let first = CivilDate(year: Int(year), month: month, day: 1)
            else { return false }
            moment.milliseconds +=
                (Int64(first.daysSince1970 + date.day - 1) - day) * 86_400_000
        } else {
            return false
        }
        return true
    }

    /// At most seven digits with a sign before them or none.
    private static func whole(_ bytes: some Collection<UInt8>) -> Int64? {
        var digits = bytes[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard (1...7).contains(digits.count), let value = decimal(digits) else { return nil }
        return isNegative ? -Int64(value) : Int64(value)
    }

    static func formatted(_ moment: Moment, _ format: some Sequence<UInt8>) -> [UInt8]? {
        let text = moment.text
        var result: [UInt8] = []
        result.reserveCapacity(32)
        var rest = format.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "Y"): result += text[0..<4]
            case UInt8(ascii: "m"): result += text[5..<7]
            case UInt8(ascii: "d"): result += text[8..<10]
            case UInt8(ascii: "H"): result += text[11..<13]
            case UInt8(ascii: "M"): result += text[14..<16]
            case UInt8(ascii: "S"): result += text[17..<19]
            case UInt8(ascii: "f"): result += text[17..<23]
            case UInt8(ascii: "s"):
                result += Array("\(floorDivide(moment.milliseconds, 1000))".utf8)
            case UInt8(ascii: "w"):
                let day = floorDivide(moment.milliseconds, 86_400_000) + 4
                result += Array("\(day - floorDivide(day, 7) * 7)".utf8)
            case UInt8(ascii: "j"):
                let date = CivilDate(
                    daysSince1970: Int(floorDivide(moment.milliseconds, 86_400_000))
                )
                guard let first = CivilDate(year: date.year, month: 1, day: 1) else { return nil }
                result += Array(padded(date.daysSince1970 - first.daysSince1970 + 1, to: 3).utf8)
            case UInt8(ascii: "%"): result.append(UInt8(ascii: "%"))
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
