package import Values

/// Who may see what of a case, for what purpose: the policy's rules as data, and the decision.
///
/// Pure. Who holds which role, and what they are to the case, comes in; docs/ACCESS.md has the same table
/// with its thinking. It knows nothing of how a look is recorded.
package struct AccessPolicy: Sendable {
    package let name: String
    package let version: Int
    /// One for each role and purpose.
    package let rules: [Rule]

    /// What a role may see for a purpose, and why.
    package struct Rule: Sendable, Equatable {
        package let role: String
        package let purpose: String
        package let reach: Reach
        /// The classes of entries that are shown.
        package let sees: Set<Confidentiality>
        package let shows: Shows
        /// Whether the log of looks may be read too.
        package let looks: Bool
        package let reason: String
    }

    package enum Reach: String, Sendable, Comparable {
        /// No case at all.
        case none
        /// Cases to which the reader has a relationship.
        case ownCases = "own-cases"
        /// All cases: the role is the relationship.
        case allCases = "all-cases"

        package static func < (a: Reach, b: Reach) -> Bool {
            a != b && (a == .none || b == .allCases)
        }
    }

    package enum Shows: String, Sendable {
        /// Entries as they read, and everything computed from them.
        case entries
        /// Only figures and rows: reports and queries, never an entry as it reads.
        case figures
        case nothing
    }

    /// What is asked for.
    package struct Wish: Sendable {
        package enum What: Sendable {
            case entries
            /// Rows of projections.
            case figures
            /// A built-in report: figures whose SQL was reviewed to give no words of an entry.
            case reports
            /// Who looked.
            case looks
            /// Staff, settings, codes: nothing about a family.
            case service
        }

        package var what: What
        /// Classes without which what is asked cannot be shown at all.
        package var needs: Set<Confidentiality>
        /// Whether it is of one case; else of all that the reader may see.
        package var isOfOneCase: Bool
        /// Whether it makes no sense unless it is of all cases.
        package var needsAllCases: Bool

        package init(
            _ what: What,
            needs: Set<Confidentiality> = [],
            isOfOneCase: Bool = true,
            needsAllCases: Bool = false
        ) {
            self.what = what
            self.needs = needs
            self.isOfOneCase = isOfOneCase
            self.needsAllCases = needsAllCases
        }
    }

    /// What a member of staff is: to the service, and to the case that is asked for.
    package struct Standing: Sendable {
        package var roles: [RolePeriod]
        package var relationships: [Relationship]
        package var emergencies: [Emergency]

        package init(
            roles: [RolePeriod],
            relationships: [Relationship] = [],
            emergencies: [Emergency] = []
        ) {
            self.roles = roles
            self.relationships = relationships
            self.emergencies = emergencies
        }
    }

    package struct RolePeriod: Sendable, Equatable {
        package let role: String
        /// The first and the last day that count, London; nil for no bound.
        package let from: CivilDate?
        package let until: CivilDate?

        package init(_ role: String, from: CivilDate? = nil, until: CivilDate? = nil) {
            self.role = role
            self.from = from
            self.until = until
        }

        package func holds(on day: CivilDate) -> Bool {
            (from?.daysSince1970 ?? .min) <= day.daysSince1970
                && day.daysSince1970 <= (until?.daysSince1970 ?? .max)
        }
    }

    package struct Relationship: Sendable, Equatable {
        /// In what role; nil for somebody whom an entry names as having a part in the case, who reads in
        /// the role that they hold.
        package let role: String?
        package let until: CivilDate?

        package init(_ role: String?, until: CivilDate? = nil) {
            self.role = role
            self.until = until
        }
    }

    package struct Emergency: Sendable, Equatable {
        package let from: Instant
        package let until: Instant

        package init(from: Instant, until: Instant) {
            self.from = from
            self.until = until
        }
    }

    /// An answer that says yes, and to how much.
    package struct Grant: Sendable, Equatable {
        package let role: String
        package let reach: Reach
        package let sees: Set<Confidentiality>
        package let isEmergency: Bool

        package func shows(_ confidentiality: Confidentiality) -> Bool {
            sees.contains(confidentiality)
        }
    }

    package enum Decision: Sendable, Equatable {
        case allowed(Grant)
        case refused(Denial)
    }

    /// The rule that forbids, as a sentence that stands in the record of the try.
    package struct Denial: Sendable, Equatable {
        package enum Code: String, Sendable, CaseIterable {
            case purpose
            case noRole = "no-role"
            case notForRole = "not-for-role"
            case noRelationship = "no-relationship"
            case confidentiality = "confidentiality"
            case acrossCases = "across-cases"
        }

        package let code: Code
        package let rule: String

        package init(code: Code, rule: String) {
            self.code = code
            self.rule = rule
        }
    }

    /// How long an emergency access lasts if nobody says, and how long at most.
    package static let emergencyHours = 24
    package static let longestEmergencyHours = 72

    /// For these an emergency access opens a case.
    package static let emergencyPurposes: Set = ["direct-care", "safeguarding"]
    /// Those who may have to act for a family that they do not know.
    package static let emergencyRoles: Set = [
        "guider", "trainee", "supervisor", "safeguarding-lead",
    ]
    /// Roles that see a case only with a relationship to it.
    package static let caseRoles: Set = ["guider", "trainee", "supervisor", "safeguarding-lead"]
    /// Roles of the office, which give others their relationships.
    package static let grantingRoles: Set = [
        "safeguarding-lead", "records-manager", "administrator",
    ]

    package func rule(_ role: String, _ purpose: String) -> Rule? {
        rules.first { $0.role == role && $0.purpose == purpose }
    }

    // MARK: The decision

    /// Whether somebody may see what they ask for, and how much of it.
    package func decide(
        _ wish: Wish,
        for purpose: String,
        _ standing: Standing,
        at instant: Instant
    ) -> Decision {
        guard Catalogue.purposes.contains(purpose) else {
            return .refused(Denial(code: .purpose, rule: "a case is opened for a purpose"))
        }
        let day = LondonTime.civil(of: instant).date
        let held = standing.roles.filter { $0.holds(on: day) }.map(\.role)
        guard let first = held.first else {
            return .refused(
                Denial(code: .noRole, rule: "reading needs a role, and none is held at the time")
            )
        }
        if wish.what == .service {
            return .allowed(Grant(role: first, reach: .allCases, sees: [], isEmergency: false))
        }
        let candidates = held.compactMap { rule($0, purpose) }
            .filter { $0.reach != .none && AccessPolicy.shows($0, wish.what) }
        let related = Set(
            standing.relationships.filter {
                day.daysSince1970 <= ($0.until?.daysSince1970 ?? .max)
            }.map { $0.role ?? "" }
        )
        var grants = candidates.filter { rule in
            rule.reach == .allCases || !wish.isOfOneCase || related.contains("")
                || related.contains(rule.role)
        }
        .map { Grant(role: $0.role, reach: $0.reach, sees: $0.sees, isEmergency: false) }
        if let emergency = self.emergency(wish, purpose, standing, held, at: instant) {
            grants.append(emergency)
        }
        // Somebody with several roles reads in the one that shows most.
        func extent(_ grant: Grant) -> (Int, Int) {
            let cases = grant.reach == .allCases ? 1 : 0
            return wish.isOfOneCase ? (grant.sees.count, cases) : (cases, grant.sees.count)
        }
        guard let grant = grants.max(by: { extent($0) < extent($1) }) else {
            return .refused(
                candidates.isEmpty
                    ? Denial(
                        code: .notForRole,
                        rule: "\(held.joined(separator: ", ")): \(AccessPolicy.word(wish.what)) not"
                            + " shown for \(purpose)"
                    )
                    : Denial(
                        code: .noRelationship,
                        rule: "reading a case needs a relationship to it, or an emergency"
                    )
            )
        }
        if wish.needsAllCases, grant.reach != .allCases {
            return .refused(
                Denial(
                    code: .acrossCases,
                    rule: "looking across all cases needs a role for all cases; \(grant.role) sees"
                        + " its own"
                )
            )
        }
        if wish.what != .reports || grant.reach == .ownCases, !wish.needs.isSubset(of: grant.sees) {
            let missing = wish.needs.subtracting(grant.sees).sorted().map(\.rawValue)
            return .refused(
                Denial(
                    code: .confidentiality,
                    rule: "\(grant.role) does not see \(missing.joined(separator: " and ")) entries"
                        + " for \(purpose), and what is asked for holds them"
                )
            )
        }
        return .allowed(grant)
    }

    private func emergency(
        _ wish: Wish,
        _ purpose: String,
        _ standing: Standing,
        _ held: [String],
        at instant: Instant
    ) -> Grant? {
        guard wish.isOfOneCase, wish.what != .looks,
            AccessPolicy.emergencyPurposes.contains(purpose),
            let role = held.first(where: AccessPolicy.emergencyRoles.contains),
            standing.emergencies.contains(where: { $0.from <= instant && instant < $0.until })
        else { return nil }
        return Grant(
            role: role,
            reach: .ownCases,
            sees: Set(Confidentiality.allCases),
            isEmergency: true
        )
    }

    private static func shows(_ rule: Rule, _ what: Wish.What) -> Bool {
        switch what {
        case .entries: rule.shows == .entries
        case .figures, .reports: rule.shows != .nothing
        case .looks: rule.looks
        case .service: true
        }
    }

    private static func word(_ what: Wish.What) -> String {
        switch what {
        case .entries: "entries are"
        case .figures, .reports: "figures are"
        case .looks: "the log of looks is"
        case .service: "the service is"
        }
    }
}
