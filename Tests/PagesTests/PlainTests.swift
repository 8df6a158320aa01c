import Testing
import Values

@testable import Pages

@Suite struct PlainTests {
    @Test func `numbers have groups, true minus signs and as many places as asked for`() {
        #expect(Plain.number(1_234_567) == "1,234,567")
        #expect(Plain.number(-999) == "\u{2212}999")
        #expect(Plain.number(-0.004, places: 2) == "0.00")
        #expect(Plain.number(-1234.565, places: 1) == "\u{2212}1,234.6")
        #expect(Plain.number(0.995, places: 0) == "1")
        #expect(Plain.number(.nan) == "\u{2013}")
        #expect(Plain.number(.infinity, places: 2) == "\u{2013}")
    }

    @Test func `little is not said to be nothing, nor most to be all`() {
        let shares = [0, 0.001, 0.3333, 0.996, 1]
        #expect(shares.map(Plain.percent) == ["0%", "<1%", "33%", ">99%", "100%"])
        #expect(Plain.percents([1, 1, 1, 0]) == [34, 33, 33, 0])
        #expect(Plain.percents([0, 0]) == [0, 0])
    }

    @Test func `times are London's`() throws {
        let instant = try #require(Instant("2026-07-01T23:30:00Z"))
        #expect(Plain.time(instant) == "2 July 2026, 00:30")
        #expect(Plain.date(instant) == "2 July 2026")
    }

    @Test func `positions that follow one another are a range`() {
        #expect(Plain.positions([4, 5, 7, 9, 10, 11]) == "4, 5, 7, 9 to 11")
        #expect(Plain.positions([3, 2, 2]) == "3, 2, 2")
        #expect(Plain.positions([]) == "")
    }

    @Test func `lines are no wider than asked for, and say where something is left out`() {
        #expect(TextFit.lines("one two three", width: 7, atMost: 2) == ["one two", "three"])
        #expect(TextFit.lines("one two three", width: 7) == ["one tw\u{2026}"])
        #expect(TextFit.lines(" \n ", width: 7, atMost: 3).isEmpty)
        for text in Samples.awkward {
            for width in [1, 2, 5, 17, 44] {
                let lines = TextFit.lines(text, width: width, atMost: 3)
                #expect(lines.count <= 3)
                // A letter of a wide script is wider than a line of one.
                #expect(lines.allSatisfy { TextFit.width($0) <= max(2, width) }, "\(text) \(width)")
            }
        }
    }

    @Test func `the months of an axis are whole, and few enough to read`() throws {
        for (first, last, count) in [
            ("2026-03-14", "2026-03-14", 1), ("2026-01-01", "2026-12-31", 12),
            ("2025-11-20", "2026-02-02", 4), ("1990-05-05", "2026-05-05", 7),
        ] {
            let axis = try #require(
                TimeAxis([Samples.instant(first), Samples.instant(last)])
            )
            #expect(axis.ticks.count == count, "\(first) \(last): \(axis.ticks.map(\.label))")
            #expect(axis.place(axis.from) == 0 && axis.place(axis.to) == 1)
            #expect(axis.ticks.filter(\.isMajor).count <= 5)
        }
        #expect(TimeAxis([]) == nil)
        let wide = TimeAxis([.distantPast, .distantFuture])
        #expect((wide?.ticks.count ?? 99) <= 13)
    }

    @Test func `an axis of numbers holds them all between round ticks`() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<500 {
            let scale = [0.01, 1, 40, 1e5][Int.random(in: 0..<4, using: &random)]
            let values = (0..<4).map { _ in Double.random(in: -1...1, using: &random) * scale }
            let axis = ValueAxis(values + [0])
            #expect(values.allSatisfy { axis.low <= $0 && $0 <= axis.high })
            #expect((2...9).contains(axis.ticks.count), "\(values)")
        }
        #expect(ValueAxis([0]).ticks.count >= 2)
    }
}
