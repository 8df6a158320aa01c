/// Standard padded base64 (RFC 4648 §4), in its canonical spelling only.
///
/// Two spellings of the same bytes would be two leaves, so what does not encode back to itself is
/// refused: wrong padding, stray bits in the last digit, line breaks, the URL alphabet.
package enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    package static func append(_ bytes: some Sequence<UInt8>, to text: inout [UInt8]) {
        alphabet.withUnsafeBufferPointer { digits in
            var bits: UInt32 = 0
            var count = 0
            for byte in bytes {
                bits = bits << 8 | UInt32(byte)
                count += 1
                if count == 3 {
                    text.append(digits[Int(bits >> 18 & 63)])
                    text.append(digits[Int(bits >> 12 & 63)])
                    text.append(digits[Int(bits >> 6 & 63)])
                    text.append(digits[Int(bits & 63)])
                    bits = 0
                    count = 0
                }
            }
            if count == 1 {
                text.append(digits[Int(bits >> 2 & 63)])
                text.append(digits[Int(bits << 4 & 63)])
                text.append(contentsOf: "==".utf8)
            } else if count == 2 {
                text.append(digits[Int(bits >> 10 & 63)])
                text.append(digits[Int(bits >> 4 & 63)])
                text.append(digits[Int(bits << 2 & 63)])
                text.append(contentsOf: "=".utf8)
            }
        }
    }

    /// Encodes 32 bytes into the 44 of `buffer`.
    package static func encode(
        _ bytes: UnsafeRawBufferPointer,
        into buffer: UnsafeMutableBufferPointer<UInt8>
    ) {
        alphabet.withUnsafeBufferPointer { digits in
            var place = 0
            for group in 0..<10 {
                let bits =
                    UInt32(bytes[3 * group]) << 16 | UInt32(bytes[3 * group + 1]) << 8
                    | UInt32(bytes[3 * group + 2])
                buffer[place] = digits[Int(bits >> 18 & 63)]
                buffer[place + 1] = digits[Int(bits >> 12 & 63)]
                buffer[place + 2] = digits[Int(bits >> 6 & 63)]
                buffer[place + 3] = digits[Int(bits & 63)]
                place += 4
            }
            let bits = UInt32(bytes[30]) << 8 | UInt32(bytes[31])
            buffer[40] = digits[Int(bits >> 10 & 63)]
            buffer[41] = digits[Int(bits >> 4 & 63)]
            buffer[42] = digits[Int(bits << 2 & 63)]
            buffer[43] = UInt8(ascii: "=")
        }
    }

    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 4) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for digit in digits.prefix(while: { $0 != UInt8(ascii: "=") }) {
            let value = values[Int(digit)]
            guard value != 255 else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 1
            if count == 4 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bits = 0
                count = 0
            }
        }
        switch count {
        case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3:
            bytes.append(UInt8(truncatingIfNeeded: bits >> 10))
            bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
        default: break
        }
        guard encode(bytes).utf8.elementsEqual(digits) else { return nil }
        return bytes
    }
}

/// Lower-case hexadecimal digits of `bytes`.
package func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(hexDigit(byte >> 4))
        text.append(hexDigit(byte & 15))
    }
    return String(decoding: text, as: UTF8.self)
}
