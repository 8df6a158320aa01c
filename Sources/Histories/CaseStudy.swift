package import CaseModel
package import Values

/// The case that Vigil starts from, told in our own words as entries: a mother and her baby, called
/// Julia and Luke, in eight cycles of VIG.
///
/// After Kennedy, Ball and Barlow (2017), doi:10.1177/1359104517704026, where both names are
/// fictional. Its 67 rows say of each fact whether the article states it, implies it or is silent;
/// every draft carries that, and what was invented to make an entry of it, as its provenance. The
/// article gives no dates, so all of them are invented or left unknown.
package enum CaseStudy {
    /// One act of writing: the entries that a member of staff recorded together.
    package struct Step: Sendable {
        /// 1...67; a row that was written in several goes has several steps.
        package let row: Int
        package let status: Status
        /// The heading that it stands under in a timeline by cycle: `Intake`, `Cycle 1`.
        package let phase: String
        package let recordedAt: Instant
        /// The pseudonym of who recorded it.
        package let by: String
        /// Empty for a gap that stays open.
        package let drafts: [Draft]
        /// For a gap that stays open: what is missing, and the check that finds it.
        package let note: String?
    }

    /// Where a row's content comes from.
    package enum Status: String, CaseIterable, Sendable {
        case stated = "S"
        case inferred = "I"
        case gap = "G"
    }

    /// The service's staff: invented, as the article names nobody.
    package static let staff: [(pseudonym: String, name: String, role: String)] = [
        ("s-guider", "The therapist", "trainee"),
        ("s-supervisor", "The VIG supervisor", "supervisor"),
        ("s-lead", "The safeguarding lead", "safeguarding-lead"),
        ("s-admin", "The team administrator", "administrator"),
        ("s-records", "The records manager", "records-manager"),
        ("s-privacy", "The privacy officer", "privacy-officer"),
        ("s-auditor", "The safeguarding auditor", "auditor"),
        ("s-analyst", "The service's analyst", "analyst"),
    ]

    /// All 67 rows in the order in which they were recorded.
    ///
    /// - Parameter date: the day of the referral, a Monday to Friday. The follow-up is recorded 238
    ///   days later.
    package static func steps(startingOn date: CivilDate) -> [Step] {
        let days = CaseStudyDays(start: date)
        return [
            intake(days), session1(days), session2(days), cycle1(days), cycle2(days),
            pauses(days), liaison(days), cycle3(days), cycles4To6(days), cycle7(days),
            cycle8(days), ending(days),
        ]
        .flatMap { $0 }
        .sorted { $0.recordedAt < $1.recordedAt }
    }

    /// Names and phrases that occur in the entries, and so nowhere in a sealed log's files.
    package static let planted = [
        "Julia", "bond with Luke", "stepping in front of a car", "never told anyone",
        "from seven into her mid-teens", "giving him up for adoption", "touched his chin",
        "room between her and the baby", "hands of the one who hurt her", "the tickling stops",
        "My voice reaches him", "tenderness is one thing", "sits back and lets him come",
    ]

    /// Something said in a review about its clip, in our words.
    static func said(
        _ speaker: String,
        _ words: String,
        from start: Int,
        to end: Int,
        _ begin: Instant,
        in review: String,
        port: String
    ) -> Draft {
        Draft(
            .utteranceRecorded,
            at: .range(
                from: begin.adding(milliseconds: Int64(start)),
                to: begin.adding(milliseconds: Int64(end))
            ),
            .object(present: [
                ("review", JSON(review)), ("speaker", JSON(speaker)),
                ("person", speaker == "parent" ? "mother" : nil), ("startMs", JSON(start)),
                ("endMs", JSON(end)), ("words", JSON(words)),
                ("clip", review == "review-1" ? "clip-1" : "clip-2"), ("isParaphrase", true),
                ("port", JSON(port)),
            ])
        )
        .inventing("when; the words are a paraphrase, the port is our coding")
    }
}
