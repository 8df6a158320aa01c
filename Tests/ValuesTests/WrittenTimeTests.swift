import Testing
import Values

@Suite struct WrittenTimeTests {
    /// Sunday 22 November 2026, 10:15 in London.
    static let now = Instant(milliseconds: 1_795_342_500_000)

    @Test(arguments: [
        ("now", "2026-11-22T10:15:00.000Z"),
        ("today", "2026-11-22"),
        ("yesterday 14:30", "2026-11-21T14:30:00.000Z"),
        ("14.30", "2026-11-22T14:30:00.000Z"),
        ("2026-07-01 9:05", "2026-07-01T08:05:00.000Z"),
        ("14/03/2026 14:30", "2026-03-14T14:30:00.000Z"),
        ("14 March 2026", "2026-03-14"),
        ("march 2026", "2026-03"),
        ("2026-03", "2026-03"),
        ("unknown", "unknown"),
        ("3 days ago", "2026-11-19"),
        ("2 hours ago", "2026-11-22T08:15:00.000Z"),
        ("last tuesday", "2026-11-17"),
        ("sunday 10:00", "2026-11-15T10:00:00.000Z"),
        ("yesterday 14:00-15:00", "2026-11-21T14:00:00.000Z/2026-11-21T15:00:00.000Z"),
        ("2026-03-14 14:00 to 15:30", "2026-03-14T14:00:00.000Z/2026-03-14T15:30:00.000Z"),
        ("2026-11-22T10:15:30.123Z", "2026-11-22T10:15:30.123Z"),
    ])
    func `times are understood as people write them`(text: String, meaning: String) {
        #expect(WrittenTime.parse(text, now: Self.now)?.description == meaning)
    }

    @Test(arguments: [
        "", "soon", "31/02/2026", "25:00", "2026-13", "yesterday 15:00-14:00", "0x7",
        "2026-03-14 1430",
        "99999999999999999999 days ago", "- -", "monday tuesday",
    ])
    func `what is not a time is nil`(text: String) {
        #expect(WrittenTime.parse(text, now: Self.now) == nil)
    }
}
