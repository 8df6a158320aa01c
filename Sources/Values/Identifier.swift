/// A UUID in its one written form: lower case, with hyphens.
///
/// Kept as two integers, so that comparing, hashing and storing one copies sixteen bytes and
/// allocates nothing. Fresh identifiers come from the caller's clock and randomness: nothing here
/// reads either.
package struct Identifier: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A version 7 UUID (RFC 9562 §5.7): 48 bits of time, then 74 random bits, so that identifiers
    /// made one after the other also sort one after the other.
    package init(version7At instant: Instant, random: (UInt64, UInt64)) {
        let time = UInt64(bitPattern: instant.milliseconds) & 0xffff_ffff_ffff
        high = time << 16 | 0x7000 | random.0 & 0x0fff
        low = 0x8000_0000_0000_0000 | random.1 & 0x3fff_ffff_ffff_ffff
    }

    /// A version 4 UUID (RFC 9562 §5.4) from 128 random bits.
    package init(version4 random: (UInt64, UInt64)) {
        high = random.0 & 0xffff_ffff_ffff_0fff | 0x4000
        low = 0x8000_0000_0000_0000 | random.1 & 0x3fff_ffff_ffff_ffff
    }

    /// Exactly sixteen bytes, most significant first.
    package init?(bytes: some Sequence<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var count = 0
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
            count += 1
        }
        guard count == 16 else { return nil }
        self.init(high: high, low: low)
    }

    /// Reads `8-4-4-4-12` lower-case hexadecimal digits and nothing else: a second spelling of the
    /// same identifier would be a second leaf.
    package init?(_ text: some StringProtocol) { self.init(String(text)) }

    package init?(_ text: String) {
        var text = text
        let value = text.withUTF8 { utf8 -> (UInt64, UInt64)? in
            guard utf8.count == 36 else { return nil }
            var high: UInt64 = 0
            var low: UInt64 = 0
            for (index, byte) in utf8.enumerated() {
                if index == 8 || index == 13 || index == 18 || index == 23 {
                    guard byte == UInt8(ascii: "-") else { return nil }
                    continue
                }
                let digit: UInt8
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
                case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
                default: return nil
                }
                high = high << 4 | low >> 60
                low = low << 4 | UInt64(digit)
            }
            return (high, low)
        }
        guard let value else { return nil }
        self.init(high: value.0, low: value.1)
    }

    /// The sixteen bytes, most significant first.
    package var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { buffer, count in
            withBigEndianBytes { buffer.baseAddress?.update(from: $0, count: 16) }
            count = 16
        }
    }

    /// Calls `body` with a pointer to the sixteen bytes, which is good for the call only.
    package func withBigEndianBytes<R>(_ body: (UnsafePointer<UInt8>) -> R) -> R {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2) { words in
            words[0] = high.bigEndian
            words[1] = low.bigEndian
            return words.withMemoryRebound(to: UInt8.self) { bytes in
                // A temporary allocation of sixteen bytes always has an address.
                body(UnsafePointer(bytes.baseAddress.unsafelyUnwrapped))
            }
        }
    }

    /// Bytes of the written form.
    package static let textCount = 36

    /// Writes the written form to `buffer`, which has at least `textCount` bytes.
    package func write(to buffer: UnsafeMutableBufferPointer<UInt8>) {
        var place = 0
        func write(_ word: UInt64, _ digits: ClosedRange<Int>) {
            for digit in digits {
                let shift = UInt64(60 - 4 * digit)
                buffer[place] = hexDigit(UInt8(truncatingIfNeeded: word >> shift & 15))
                place += 1
            }
        }
        func dash() {
            buffer[place] = UInt8(ascii: "-")
            place += 1
        }
        write(high, 0...7)
        dash()
        write(high, 8...11)
        dash()
        write(high, 12...15)
        dash()
        write(low, 0...3)
        dash()
        write(low, 4...15)
    }
}

extension Identifier {
    /// Appends the written form without a `String` in between.
    package func append(to text: inout [UInt8]) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Identifier.textCount) { buffer in
            write(to: buffer)
            text.append(contentsOf: buffer)
        }
    }
}

extension Identifier: CustomStringConvertible, Comparable {
    package var description: String {
        String(unsafeUninitializedCapacity: Identifier.textCount) { buffer in
            write(to: buffer)
            return Identifier.textCount
        }
    }

    package static func < (a: Identifier, b: Identifier) -> Bool {
        (a.high, a.low) < (b.high, b.low)
    }
}

/// The lower-case hexadecimal digit of a value from 0 to 15.
@inline(__always)
package func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
