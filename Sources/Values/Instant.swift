/// A moment in UTC, in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Its one written form is `2026-11-22T10:15:30.123Z`: fixed width, so that text sorts as time does.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The year 9999 ends what the written form can say.
    package static let distantFuture = Instant(milliseconds: 253_402_300_799_999)
    package static let distantPast = Instant(milliseconds: -62_135_596_800_000)

    package static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    package func adding(milliseconds: Int64) -> Instant {
        Instant(milliseconds: self.milliseconds + milliseconds)
    }

    /// The UTC day and the milliseconds since its midnight.
    private var split: (day: CivilDate, time: Int64) {
        var (day, time) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        if time < 0 {
            day -= 1
            time += 86_400_000
        }
        return (CivilDate(daysSince1970: Int(day)), time)
    }

    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// Bytes of the written form.
    package static let textCount = 24

    /// Reads the written form; also a time without milliseconds, and one with an offset (`+01:00`),
    /// because other systems send those.
    package init?(_ text: String) {
        let utf8 = Array(text.utf8)
        guard utf8.count >= 20, utf8[10] == UInt8(ascii: "T"),
            let day = CivilDate(digits: utf8[0..<10]),
            utf8[13] == UInt8(ascii: ":"), utf8[16] == UInt8(ascii: ":"),
            let hour = decimal(utf8[11..<13]), hour < 24,
            let minute = decimal(utf8[14..<16]), minute < 60,
            let second = decimal(utf8[17..<19]), second < 60
        else { return nil }
        var index = 19
        var fraction = 0
        if utf8[index] == UInt8(ascii: ".") {
            let digits = utf8[(index + 1)...].prefix { (48...57).contains($0) }
            guard (1...9).contains(digits.count) else { return nil }
            let three = (digits + [48, 48]).prefix(3)
            guard let value = decimal(three) else { return nil }
            fraction = value
            index += 1 + digits.count
        }
        guard index < utf8.count else { return nil }
        let zone = utf8[index...]
        var offset = 0
        if zone.count == 6, let sign = zone.first, sign == 43 || sign == 45,
            zone[index + 3] == UInt8(ascii: ":"),
            let hours = decimal(zone[(index + 1)..<(index + 3)]), hours <= 14,
            let minutes = decimal(zone[(index + 4)...]), minutes < 60
        {
            offset = (hours * 60 + minutes) * (sign == 43 ? 1 : -1)
        } else if !zone.elementsEqual([UInt8(ascii: "Z")]) {
            return nil
        }
        let minutes = (day.daysSince1970 * 24 + hour) * 60 + minute - offset
        milliseconds = Int64(minutes) * 60_000 + Int64(second * 1000 + fraction)
    }

    private func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        let (day, time) = split
        var place = 0
        func mark(_ mark: Unicode.Scalar) {
            buffer[place] = UInt8(ascii: mark)
            place += 1
        }
        func digits(_ value: Int, _ width: Int) {
            var rest = UInt32(truncatingIfNeeded: value)
            for offset in (0..<width).reversed() {
                buffer[place + offset] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            place += width
        }
        let milliseconds = Int(time)
        digits(day.year, 4)
        mark("-")
        digits(day.month, 2)
        mark("-")
        digits(day.day, 2)
        mark("T")
        digits(milliseconds / 3_600_000, 2)
        mark(":")
        digits(milliseconds / 60_000 % 60, 2)
        mark(":")
        digits(milliseconds / 1000 % 60, 2)
        mark(".")
        digits(milliseconds % 1000, 3)
        mark("Z")
    }

    /// Appends the written form without a `String` in between: every leaf has one.
    package func append(to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Instant.textCount) { buffer in
            write(to: buffer)
            text.append(contentsOf: buffer)
        }
    }
}

extension Instant: CustomStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: Instant.textCount) { buffer in
            write(to: buffer)
            return Instant.textCount
        }
    }
}
