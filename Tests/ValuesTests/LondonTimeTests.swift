import Foundation
import Testing
import Values

@Suite struct LondonTimeTests {
    /// Goal: the rules written out are those of the IANA database. Method: every hour from 1972 to
    /// 2037, and every minute around each change, against Foundation's zone.
    @Test func `London's offset is Foundation's at every hour from 1972 to 2037`() throws {
        let zone = try #require(TimeZone(identifier: "Europe/London"))
        var differences: [String] = []
        let end = Instant("2038-01-01T00:00:00Z")?.milliseconds ?? 0
        var at = Instant("1972-01-01T00:00:00Z")?.milliseconds ?? 0
        while at < end, differences.count < 5 {
            let expected = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(at) / 1000))
            let instant = Instant(milliseconds: at)
            if LondonTime.offset(at: instant) != Int64(expected) * 1000 {
                differences.append(instant.description)
            }
            at += 3_600_000
        }
        #expect(differences.isEmpty)
    }

    @Test func `a day in London starts and ends where its clocks say`() throws {
        let spring = try #require(CivilDate("2026-03-29"))
        #expect(LondonTime.instant(on: spring).description == "2026-03-29T00:00:00.000Z")
        #expect(LondonTime.end(of: spring).description == "2026-03-29T22:59:59.999Z")
        let summer = try #require(CivilDate("2026-07-01"))
        #expect(LondonTime.instant(on: summer).description == "2026-06-30T23:00:00.000Z")
    }

    @Test func `civil time and instant are each other's way back`() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<5000 {
            let instant = Instant(
                milliseconds: Int64.random(in: 0..<2_000_000_000, using: &random) * 1000
            )
            let civil = LondonTime.civil(of: instant)
            let back = LondonTime.instant(
                on: civil.date,
                hour: civil.hour,
                minute: civil.minute,
                second: civil.second
            )
            // The hour that October has twice comes back as its first.
            #expect(back == instant || back == instant.adding(milliseconds: -3_600_000))
        }
    }
}
