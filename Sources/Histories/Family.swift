import Values

/// An invented family: who is in it, and what they are called.
struct Family {
    struct Person {
        /// The label that entries use: `mother`, `infant`, `sibling-1`.
        let label: String
        let name: String
        let isFemale: Bool
        let born: CivilDate
        /// A code of the relationships.
        let relationship: String

        /// Full years on a day.
        func age(on day: CivilDate) -> Int {
            let hadBirthday = (day.month, day.day) >= (born.month, born.day)
            return max(0, day.year - born.year - (hadBirthday ? 0 : 1))
        }
    }

    /// The client: mostly the mother.
    let parent: Person
    let infant: Person
    /// The other parent or the client's partner.
    let partner: Person?
    let siblings: [Person]
    /// Whether the partner is filmed too.
    let partnerIsFilmed: Bool

    /// Who is on an ordinary film.
    let filmed: [String]

    init(opening day: CivilDate, _ dice: inout Dice) {
        let surname = dice.pick(Wording.surnames)
        let kind = dice.below(100)
        let role = kind < 91 ? "mother" : kind < 97 ? "father" : "grandmother"
        let isFemale = role != "father"
        parent = Family.person(
            role,
            isFemale,
            surname,
            born: day.adding(days: -365 * (role == "grandmother" ? 54 : dice.between(19...41))),
            relationship: role,
            &dice
        )
        infant = Family.person(
            "infant",
            dice.chance(50),
            surname,
            born: day.adding(days: -dice.between(25...560)),
            relationship: "self",
            &dice
        )
        if role == "grandmother" {
            partner = Family.person(
                "mother",
                true,
                surname,
                born: day.adding(days: -365 * 22),
                relationship: "mother",
                &dice
            )
        } else if dice.chance(65) {
            let isFather = role == "mother" && dice.chance(80)
            partner = Family.person(
                "partner",
                role == "father" || (!isFather && dice.chance(40)),
                dice.chance(60) ? surname : dice.pick(Wording.surnames),
                born: day.adding(days: -365 * dice.between(20...45)),
                relationship: isFather ? "father" : role == "father" ? "mother" : "parents-partner",
                &dice
            )
        } else {
            partner = nil
        }
        let siblingCount = dice.pick([0, 0, 0, 1, 1, 1, 2, 2, 3])
        var siblings: [Person] = []
        for number in 0..<siblingCount {
            let isSister = dice.chance(50)
            siblings.append(
                Family.person(
                    "sibling-\(number + 1)",
                    isSister,
                    surname,
                    born: day.adding(days: -dice.between(800...4000)),
                    relationship: dice.chance(15)
                        ? "half-sibling" : isSister ? "sister" : "brother",
                    &dice
                )
            )
        }
        self.siblings = siblings
        partnerIsFilmed = partner != nil && role != "grandmother" && dice.chance(20)
        filmed = [parent.label, infant.label] + (partnerIsFilmed ? ["partner"] : [])
    }

    /// The children of the household, the infant first.
    var children: [Person] { [infant] + siblings }

    private static func person(
        _ label: String,
        _ isFemale: Bool,
        _ surname: String,
        born: CivilDate,
        relationship: String,
        _ dice: inout Dice
    ) -> Person {
        let given = dice.pick(isFemale ? Wording.girls : Wording.boys)
        let isAdult =
            label == "mother" || label == "father" || label == "partner"
            || label == "grandmother"
        // An adult's age was drawn in years; a birthday is any day of one.
        return Person(
            label: label,
            name: given + " " + surname,
            isFemale: isFemale,
            born: isAdult ? born.adding(days: -dice.below(365)) : born,
            relationship: relationship
        )
    }
}
