/// One named value of an event's data: what may stand there, and what it means.
package struct Field: Sendable {
    /// lowerCamelCase, units last: `startMs`.
    package let name: String
    package let kind: Kind
    package let isRequired: Bool
    /// A phrase for help and documentation, without a full stop.
    package let meaning: String

    package enum Kind: Hashable, Sendable {
        /// Free text of any length, in the writer's words.
        case text
        /// A list of free texts.
        case texts
        /// One of the words listed here, which never change.
        case choice([String])
        /// A code of the named codebook, which a service can replace.
        case code(Codebook.Name)
        case codes(Codebook.Name)
        case integer(ClosedRange<Int>)
        /// A length of time or a place in a film, in whole milliseconds.
        case milliseconds
        /// A decimal number, kept as it was written.
        case decimal
        case boolean
        /// A day: `2026-11-22`.
        case date
        /// A time as precise as known, in the written form of `Occurrence`; may lie in the future.
        case time
        /// The label of a thing that this event brings into the case: `film-1`. Made when left out.
        case new(Thing)
        /// The label of a thing that the case already has.
        case reference(Thing)
        case references(Thing)
        /// An event of the same case, by its identifier.
        case event
        /// The pseudonym of a member of staff.
        case staff
        case staffList
        case nhsNumber
        /// 64 lower-case hexadecimal digits.
        case sha256
        /// Named whole or decimal numbers, as the subscales of a measure: `{"anxiety": 11}`.
        case scores
        /// Members as the event's own rules say, such as the new data of an amendment.
        case object
    }

    package static func required(_ name: String, _ kind: Kind, _ meaning: String) -> Field {
        Field(name: name, kind: kind, isRequired: true, meaning: meaning)
    }

    package static func optional(_ name: String, _ kind: Kind, _ meaning: String) -> Field {
        Field(name: name, kind: kind, isRequired: false, meaning: meaning)
    }

    /// The name as an option of the command line: `startMs` is `--start`, `dueDate` is `--due-date`.
    package var optionName: String {
        var option = ""
        // `--at` is when the entry happened, so a place in a film keeps its unit.
        let isPlace = kind == .milliseconds && name.hasSuffix("Ms") && name != "atMs"
        let base = isPlace ? String(name.dropLast(2)) : name
        for character in base {
            if character.isUppercase {
                option += "-" + character.lowercased()
            } else {
                option.append(character)
            }
        }
        return option
    }
}

/// What a case is made of: each has labels that are unique in its case, `goal-1`, `mother`.
package enum Thing: String, CaseIterable, Sendable {
    case person, session, film, clip, goal, question, review, cycle, theme, risk, concern
    case disclosure, action, referral, consent, supervision, pause, measure, decision
}
