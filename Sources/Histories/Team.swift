/// Who works on one case.
struct Team {
    /// A member of staff and the role in which they write.
    struct Author {
        let pseudonym: String
        let role: String
    }

    let guider: Author
    let supervisor: Author
    let lead: Author
    let office: Author
    let records: Author
    let auditor: Author

    var isTrainee: Bool { guider.role == "trainee" }

    init(_ dice: inout Dice) {
        guider = dice.pick(Team.guiders)
        supervisor = dice.pick(Team.supervisors)
        lead = dice.pick(Team.leads)
        office = dice.pick(Team.offices)
        records = dice.pick(Team.archives)
        auditor = dice.pick(Team.auditors)
    }

    private static let guiders = authors(of: ["guider", "trainee"])
    private static let supervisors = authors(of: ["supervisor"])
    private static let leads = authors(of: ["safeguarding-lead"])
    private static let offices = authors(of: ["administrator"])
    private static let archives = authors(of: ["records-manager"])
    private static let auditors = authors(of: ["auditor"])

    private static func authors(of roles: [String]) -> [Author] {
        Simulation.staff.compactMap { member in
            guard let role = member.roles.first, roles.contains(role) else { return nil }
            return Author(pseudonym: member.pseudonym, role: role)
        }
    }
}
