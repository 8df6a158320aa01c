import CaseModel
import Testing
import Values

/// Goal: the policy says what docs/ACCESS.md says, for every role, purpose and class. Method: the table
/// is written here a second time, by hand, and every cell is asked.
@Suite struct AccessPolicyTests {
    private let policy = AccessPolicy.builtIn
    private let noon = LondonTime.instant(
        on: CivilDate("2026-06-15") ?? CivilDate(daysSince1970: 0),
        hour: 12
    )
    private var today: CivilDate { LondonTime.civil(of: noon).date }

    /// own or all, the classes, f for figures only, l for the log of looks; a dash for nothing.
    private static let table: [String: [String]] = [
        // direct-care, supervision, safeguarding, audit, subject-access, research, training, technical
        "guider": ["own PCR", "own PCR", "own PCR", "own PCR", "own PCRl", "-", "own P", "-"],
        "trainee": ["own PCR", "own PCR", "own PCR", "own PCR", "-", "-", "own P", "-"],
        "supervisor": ["-", "own P", "own PC", "-", "-", "-", "own P", "-"],
        "safeguarding-lead": ["-", "own PC", "own PCR", "-", "own PCR", "-", "-", "-"],
        "auditor": ["-", "-", "-", "all PCRl", "-", "-", "-", "-"],
        "analyst": ["-", "-", "-", "all PCf", "-", "all PCf", "-", "-"],
        "records-manager": [
            "all PCRl", "-", "all PCRl", "-", "all PCRl", "-", "-", "all PCRl",
        ],
        "privacy-officer": ["-", "-", "-", "all l", "all l", "-", "-", "all l"],
        "administrator": ["-", "-", "-", "-", "-", "-", "-", "-"],
    ]

    private static let cells = Catalogue.roles.flatMap { role in
        Catalogue.purposes.enumerated().map { (role, $1, table[role]?[$0] ?? "missing") }
    }

    private func standing(_ role: String, isRelated: Bool) -> AccessPolicy.Standing {
        .init(
            roles: [.init(role)],
            relationships: isRelated ? [.init(role)] : []
        )
    }

    private func grant(_ decision: AccessPolicy.Decision) -> AccessPolicy.Grant? {
        if case .allowed(let grant) = decision { grant } else { nil }
    }

    private func code(_ decision: AccessPolicy.Decision) -> String? {
        if case .refused(let denial) = decision { denial.code.rawValue } else { nil }
    }

    @Test(arguments: cells)
    func `every cell is what the table says`(role: String, purpose: String, cell: String) throws {
        let rule = try #require(policy.rule(role, purpose))
        #expect(!rule.reason.isEmpty)
        let isAll = cell.hasPrefix("all")
        let isOwn = cell.hasPrefix("own")
        let marks = cell.split(separator: " ").last.map(String.init) ?? ""
        let classes: [(Confidentiality, Character)] = [
            (.practice, "P"), (.clinical, "C"), (.restricted, "R"),
        ]
        let sees = Set(classes.filter { (isAll || isOwn) && marks.contains($0.1) }.map(\.0))
        for isRelated in [false, true] {
            let standing = standing(role, isRelated: isRelated)
            func ask(_ wish: AccessPolicy.Wish) -> AccessPolicy.Decision {
                policy.decide(wish, for: purpose, standing, at: noon)
            }
            let reaches = isAll || isOwn && isRelated
            let entries = reaches && !sees.isEmpty && !marks.contains("f")
            // Each class by itself, and all of a case.
            for (confidentiality, _) in classes {
                let decision = ask(.init(.entries, needs: [confidentiality]))
                #expect(
                    (grant(decision) != nil) == (entries && sees.contains(confidentiality)),
                    "\(confidentiality), related: \(isRelated)"
                )
            }
            let grant = grant(ask(.init(.entries)))
            #expect(grant?.sees == (entries ? sees : nil))
            #expect(grant.map { $0.role == role } ?? true)
            let figures = reaches && !sees.isEmpty
            #expect((self.grant(ask(.init(.figures))) != nil) == figures)
            #expect(
                (self.grant(ask(.init(.looks))) != nil) == (reaches && marks.contains("l"))
            )
            #expect(
                (self.grant(ask(.init(.entries, isOfOneCase: false, needsAllCases: true))) != nil)
                    == (isAll && entries)
            )
            // Staff and settings are nobody's secret within the service.
            #expect(self.grant(ask(.init(.service))) != nil)
        }
    }

    @Test func `there is a cell for each role and purpose, once`() {
        #expect(policy.rules.count == 72)
        #expect(Set(policy.rules.map { "\($0.role) \($0.purpose)" }).count == 72)
        #expect(Self.table.values.allSatisfy { $0.count == 8 })
    }

    @Test func `a role holds from its first day through its last, London`() {
        let before = AccessPolicy.RolePeriod("auditor", from: today.adding(days: 1))
        let from = AccessPolicy.RolePeriod("auditor", from: today, until: today)
        let after = AccessPolicy.RolePeriod("auditor", until: today.adding(days: -1))
        func decide(_ period: AccessPolicy.RolePeriod, _ instant: Instant) -> String? {
            code(policy.decide(.init(.entries), for: "audit", .init(roles: [period]), at: instant))
        }
        #expect(decide(before, noon) == "no-role")
        #expect(decide(from, noon) == nil)
        #expect(decide(after, noon) == "no-role")
        // 23:30 UTC on the day before is London's summer day already; 23:30 on the day is the next.
        let midnight = LondonTime.instant(on: today, hour: 0)
        #expect(decide(from, midnight) == nil)
        #expect(decide(from, midnight.adding(milliseconds: -1)) == "no-role")
        #expect(decide(from, midnight.adding(milliseconds: 86_400_000)) == "no-role")
        #expect(
            code(policy.decide(.init(.service), for: "audit", .init(roles: []), at: noon))
                == "no-role"
        )
    }

    @Test func `a relationship is in a role, and ends with its last day`() {
        func decide(_ relationship: AccessPolicy.Relationship) -> String? {
            code(
                policy.decide(
                    .init(.entries),
                    for: "direct-care",
                    .init(roles: [.init("guider")], relationships: [relationship]),
                    at: noon
                )
            )
        }
        #expect(decide(.init("guider")) == nil)
        #expect(decide(.init(nil)) == nil)
        #expect(decide(.init("supervisor")) == "no-relationship")
        #expect(decide(.init("guider", until: today)) == nil)
        #expect(decide(.init("guider", until: today.adding(days: -1))) == "no-relationship")
    }

    @Test func `an emergency opens a case for its hours, to those who work with families`() {
        let grant = AccessPolicy.Emergency(from: noon, until: noon.adding(milliseconds: 3_600_000))
        func decide(
            _ role: String,
            _ purpose: String = "direct-care",
            after milliseconds: Int64 = 0,
            _ wish: AccessPolicy.Wish = .init(.entries, needs: Set(Confidentiality.allCases))
        ) -> AccessPolicy.Decision {
            policy.decide(
                wish,
                for: purpose,
                .init(roles: [.init(role)], emergencies: [grant]),
                at: noon.adding(milliseconds: milliseconds)
            )
        }
        for role in Catalogue.roles {
            for purpose in Catalogue.purposes {
                let decision = decide(role, purpose)
                let opens =
                    ["guider", "trainee", "supervisor", "safeguarding-lead"].contains(role)
                    && ["direct-care", "safeguarding"].contains(purpose)
                #expect(
                    (self.grant(decision)?.isEmergency ?? false) == opens,
                    "\(role), \(purpose)"
                )
            }
        }
        #expect(code(decide("guider", after: -1)) == "no-relationship")
        #expect(code(decide("guider", after: 3_600_000)) == "no-relationship")
        #expect(code(decide("supervisor", after: 3_600_000)) == "not-for-role")
        #expect(
            self.grant(
                decide("guider", "direct-care", after: 0, .init(.entries, isOfOneCase: false))
            )?.isEmergency == false
        )
    }

    private func decide(_ wish: AccessPolicy.Wish, _ roles: [String], _ purpose: String)
        -> AccessPolicy.Decision
    {
        policy.decide(
            wish,
            for: purpose,
            .init(
                roles: roles.map { .init($0) },
                relationships: roles.map { .init($0) }
            ),
            at: noon
        )
    }

    @Test func `somebody with several roles reads in the one that shows most`() {
        #expect(
            grant(decide(.init(.entries), ["supervisor", "guider"], "supervision"))?.role
                == "guider"
        )
        #expect(
            grant(decide(.init(.entries), ["supervisor", "auditor"], "audit"))?.role == "auditor"
        )
        #expect(
            grant(
                decide(
                    .init(.entries, isOfOneCase: false),
                    ["guider", "records-manager"],
                    "direct-care"
                )
            )?.reach == .allCases
        )
    }

    @Test func `what a role does not see whole is refused, and reports give figures`() {
        let all = Set(Confidentiality.allCases)
        #expect(
            code(decide(.init(.entries, needs: all), ["supervisor"], "supervision"))
                == "confidentiality"
        )
        #expect(
            code(decide(.init(.figures, needs: all), ["analyst"], "research")) == "confidentiality"
        )
        #expect(code(decide(.init(.reports, needs: all), ["analyst"], "research")) == nil)
        #expect(
            code(decide(.init(.reports, needs: all), ["supervisor"], "supervision"))
                == "confidentiality"
        )
        #expect(code(decide(.init(.entries), ["guider"], "curiosity")) == "purpose")
        #expect(
            code(
                decide(
                    .init(.entries, isOfOneCase: false, needsAllCases: true),
                    ["guider"],
                    "direct-care"
                )
            ) == "across-cases"
        )
    }
}
