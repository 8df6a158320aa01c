import Values

/// Draws from a seeded generator.
///
/// The arithmetic is written out: the standard library may change how it makes a choice of bits,
/// and then the same seed would tell another story.
struct Dice {
    private var random: SeededRandom

    /// The dice of one case, which have nothing to do with its neighbours'.
    init(seed: UInt64, index: Int) {
        var all = SeededRandom(seed: seed)
        var own = SeededRandom(seed: all.next() ^ UInt64(bitPattern: Int64(index)))
        random = SeededRandom(seed: own.next())
    }

    mutating func bits() -> UInt64 { random.next() }

    /// 0 to `bound` - 1, each as likely to within one part in 2⁶⁴ / `bound`.
    mutating func below(_ bound: Int) -> Int {
        Int(random.next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func between(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True in `percent` of 100 draws.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of `choices`, of which there is at least one.
    mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

    /// As many different ones of `choices` as `count` draws, in their own order.
    mutating func some<T>(_ count: ClosedRange<Int>, of choices: [T]) -> [T] {
        var wanted = min(between(count), choices.count)
        var chosen: [T] = []
        for (index, choice) in choices.enumerated() where wanted > 0 {
            if below(choices.count - index) < wanted {
                chosen.append(choice)
                wanted -= 1
            }
        }
        return chosen
    }

    /// The event identifier of something recorded at `instant`.
    mutating func identifier(at instant: Instant) -> Identifier {
        Identifier(version7At: instant, random: (bits(), bits()))
    }

    /// 64 hexadecimal digits, such as a file's digest has.
    mutating func digest() -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(64)
        for _ in 0..<4 {
            let word = bits()
            for shift in stride(from: 60, through: 0, by: -4) {
                digits.append(hexDigit(UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15))
            }
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// A number of the range that the NHS keeps for tests, with its check digit.
    mutating func nhsNumber() -> String {
        while true {
            let digits = [9, 9, 9] + (0..<6).map { _ in below(10) }
            let sum = zip(digits, stride(from: 10, to: 1, by: -1)).reduce(0) { $0 + $1.0 * $1.1 }
            let check = (11 - sum % 11) % 11
            // Ten is no digit: such a number is not given out. Nor is one digit ten times.
            guard check < 10, Set(digits).count > 1 else { continue }
            return (digits + [check]).map(String.init).joined()
        }
    }
}
