import CaseModel
import Values

/// A person of the case as later entries left them: the newest NHS number, where they live now.
struct CasePerson {
    let label: String
    /// Of the entry that added them.
    let position: Int64
    let role: String?
    let name: String?
    let born: String?
    let ageYears: Int?
    let relationship: String?
    private(set) var nhsNumber: String?
    private(set) var inHousehold: Bool?

    /// In the order in which they were added; only what counts. What was told of a person may stand
    /// before the entry that added them, when that has no time of its own.
    static func all(in lines: [Timeline.Line]) -> [CasePerson] {
        var people: [CasePerson] = []
        var index: [String: Int] = [:]
        for line in lines where line.standing.type == .personAdded {
            guard let data = line.standing.effective?.data,
                let person = CasePerson(data, line.standing.entry.position),
                index[person.label] == nil
            else { continue }
            index[person.label] = people.count
            people.append(person)
        }
        for line in lines {
            guard let data = line.standing.effective?.data,
                let known = data["person"]?.string.flatMap({ index[$0] })
            else { continue }
            switch line.standing.type {
            case .nhsNumberRecorded:
                let number = data["nhsNumber"]?.string.flatMap { NHSNumber.parse($0) }
                people[known].nhsNumber = number ?? people[known].nhsNumber
            case .householdChanged: people[known].inHousehold = data["change"] == "joined"
            default: continue
            }
        }
        return people
    }

    private init?(_ data: JSON, _ position: Int64) {
        guard let label = data["person"]?.string, EventSpec.isLabel(label) else { return nil }
        self.label = label
        self.position = position
        role = data["role"]?.string
        name = data["name"]?.string
        born = data["born"]?.string.flatMap { CivilDate($0)?.description }
        ageYears = data["ageYears"]?.integer.flatMap { (0...130).contains($0) ? $0 : nil }
        relationship = data["relationship"]?.string
        // A number that fails its check digit names nobody, or somebody else.
        nhsNumber = data["nhsNumber"]?.string.flatMap { NHSNumber.parse($0) }
        inHousehold = data["inHousehold"]?.bool
    }
}
