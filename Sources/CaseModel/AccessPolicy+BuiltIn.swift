/// The built-in matrix of roles, purposes and classes: `vigil-1`.
extension AccessPolicy {
    package static let builtIn = AccessPolicy(
        name: "vigil",
        version: 1,
        rules: Catalogue.roles.flatMap { role in
            Catalogue.purposes.map { purpose in
                if let cell = cells.first(where: { $0.role == role && $0.purpose == purpose }) {
                    return cell
                }
                return Rule(
                    role: role,
                    purpose: purpose,
                    reach: .none,
                    sees: [],
                    shows: .nothing,
                    looks: false,
                    reason: refusals["\(role) \(purpose)"] ?? refusals[role] ?? ""
                )
            }
        }
    )

    private static let all: Set<Confidentiality> = [.practice, .clinical, .restricted]

    private static func own(
        _ role: String,
        _ purpose: String,
        _ sees: Set<Confidentiality>,
        looks: Bool = false,
        _ reason: String
    ) -> Rule {
        Rule(
            role: role,
            purpose: purpose,
            reach: .ownCases,
            sees: sees,
            shows: .entries,
            looks: looks,
            reason: reason
        )
    }

    private static func every(
        _ role: String,
        _ purpose: String,
        _ sees: Set<Confidentiality>,
        _ shows: Shows = .entries,
        looks: Bool = false,
        _ reason: String
    ) -> Rule {
        Rule(
            role: role,
            purpose: purpose,
            reach: .allCases,
            sees: sees,
            shows: shows,
            looks: looks,
            reason: reason
        )
    }

    private static let cells: [Rule] = [
        own(
            "guider",
            "direct-care",
            all,
            "nobody keeps an infant safe without knowing of the risk"
        ),
        own("guider", "supervision", all, "prepares supervision of the own work"),
        own("guider", "safeguarding", all, "is the first to act on a concern"),
        own("guider", "audit", all, "looks for gaps in the own case; others audit it"),
        own(
            "guider",
            "subject-access",
            all,
            looks: true,
            "the professional who knows the family judges what disclosure would do, and tells who looked"
        ),
        own("guider", "training", [.practice], "shows the work, not the history"),

        own("trainee", "direct-care", all, "carries the case, under supervision"),
        own("trainee", "supervision", all, "prepares supervision of the own work"),
        own("trainee", "safeguarding", all, "is the first to act on a concern"),
        own("trainee", "audit", all, "looks for gaps in the own case; others audit it"),
        own("trainee", "training", [.practice], "shows the work, not the history"),

        own("supervisor", "supervision", [.practice], "films and clips, not the abuse history"),
        own(
            "supervisor",
            "safeguarding",
            [.practice, .clinical],
            "judges a risk with the guider; the words of a disclosure are the lead's"
        ),
        own("supervisor", "training", [.practice], "shows the work, not the history"),

        own(
            "safeguarding-lead",
            "safeguarding",
            all,
            "decides on disclosures; being told of one is the relationship"
        ),
        own(
            "safeguarding-lead",
            "supervision",
            [.practice, .clinical],
            "gives safeguarding supervision"
        ),
        own(
            "safeguarding-lead",
            "subject-access",
            all,
            "judges what disclosure would do to others"
        ),

        every(
            "auditor",
            "audit",
            all,
            looks: true,
            "replays any case; what is missing may be anywhere"
        ),

        every(
            "analyst",
            "audit",
            [.practice, .clinical],
            .figures,
            "counts across cases, and reads none"
        ),
        every(
            "analyst",
            "research",
            [.practice, .clinical],
            .figures,
            "counts across cases, and reads none"
        ),

        every(
            "records-manager",
            "direct-care",
            all,
            looks: true,
            "sends copies to those who take over the care"
        ),
        every(
            "records-manager",
            "safeguarding",
            all,
            looks: true,
            "answers courts and social care"
        ),
        every(
            "records-manager",
            "subject-access",
            all,
            looks: true,
            "finds all that is held of a person"
        ),
        every(
            "records-manager",
            "technical",
            all,
            looks: true,
            "moves whole cases between records"
        ),

        every(
            "privacy-officer",
            "audit",
            [],
            .nothing,
            looks: true,
            "reviews who looked, not at what"
        ),
        every(
            "privacy-officer",
            "subject-access",
            [],
            .nothing,
            looks: true,
            "tells a person who read about them"
        ),
        every("privacy-officer", "technical", [], .nothing, looks: true, "tests the log of looks"),
    ]

    /// Why not: for a role, or for one purpose of it.
    private static let refusals = [
        "guider": "works with families; research is done on figures, upkeep without content",
        "trainee": "learns with the own case; research is done on figures, upkeep without content",
        "trainee subject-access": "a qualified professional judges what disclosure would do",
        "supervisor":
            "knows the case through the guider; whoever sees the family holds the role of a guider",
        "supervisor audit": "an audit of supervised work is somebody else's",
        "safeguarding-lead": "reads for safeguarding; other work needs another role",
        "auditor":
            "an auditor who also treats, teaches or researches is none; another role is needed",
        "analyst": "needs no family to count",
        "records-manager": "keeps and sends records; does not treat, supervise, audit or study",
        "privacy-officer": "watches over readers, and so is none of them",
        "administrator": "runs the service: staff, settings, verification need no content",
    ]
}
