import CaseModel
import Exporter
import Foundation
import Values

/// Looks at a case: each kind about each person, of each class of confidentiality, of one case and
/// across cases, with a mark of its own in everything that is free text, a name, or another case's.
struct PlantedLooks {
    enum Place {
        /// A field of the look's data.
        case data
        /// Beside the data: whom it is about, where it comes from, why it was written late.
        case beside
        /// Another case of the same look.
        case otherCase
        /// The name of somebody who looked.
        case looker
        /// The name of a member of staff who did not.
        case stranger
    }

    struct Mark {
        let text: String
        let type: EventType
        let field: String
        let place: Place
        let about: String

        var name: String { "\(type.rawValue).\(field), \(about)" }
    }

    private(set) var entries: [Entry] = []
    private(set) var marks: [Mark] = []
    private(set) var staff: [String: CaseRecordDocument.StaffMember] = [:]
    private var planted = 0

    var texts: Set<String> { Set(marks.map(\.text)) }

    static let kinds: [EventType] = [
        .recordViewed, .recordSearched, .accessRefused, .emergencyAccessUsed, .accessAlertReviewed,
    ]

    init() {
        for type in PlantedLooks.kinds {
            for person in ["infant", "mother", "husband", "gran", nil] {
                for confidentiality in Confidentiality.allCases {
                    for isAcross in [false, true]
                    where !isAcross || type.spec.field("cases") != nil {
                        add(type, person, confidentiality, isAcross: isAcross)
                    }
                }
            }
        }
        let word = mark(.recordViewed, "name", .stranger, "a member of staff who did not look")
        for number in 1...40 {
            let other = mark(.recordViewed, "name", .stranger, "stranger \(number)")
            staff["s-other-\(number)"] = member(other)
        }
        staff["s-stranger"] = member(word)
    }

    /// Base64 in a copy as what it says, so that a mark cannot hide in it.
    static func opened(_ copy: [UInt8]) -> [UInt8] {
        var found: [UInt8] = []
        for part in copy.split(separator: UInt8(ascii: "\"")) where part.count % 4 == 0 {
            guard let data = Data(base64Encoded: Data(part)) else { continue }
            found += Array(data) + [UInt8(ascii: "\n")]
        }
        return found
    }

    // MARK: - Making it

    private mutating func mark(
        _ type: EventType,
        _ field: String,
        _ place: Place,
        _ about: String
    ) -> String {
        planted += 1
        let word = "zq" + String(planted + 36 * 36 * 36 * 36 * 36, radix: 36)
        marks.append(Mark(text: word, type: type, field: field, place: place, about: about))
        return word
    }

    private func member(_ word: String) -> CaseRecordDocument.StaffMember {
        .init(name: "Name \(word)", post: nil, registration: nil, roles: ["guider"])
    }

    private mutating func add(
        _ type: EventType,
        _ person: String?,
        _ confidentiality: Confidentiality,
        isAcross: Bool
    ) {
        let about =
            "\(person ?? "nobody"), \(confidentiality.rawValue)"
            + (isAcross ? ", across cases" : "")
        let number = entries.count + 1
        let by = "s-looker-\(number)"
        staff[by] = member(mark(type, "name", .looker, about))
        var members: [(String, JSON?)] = []
        for field in type.spec.fields {
            let value: JSON? =
                switch (field.kind, field.name) {
                case (_, "cases"):
                    isAcross
                        ? [
                            .string(SampleCase.stream.description),
                            .string(mark(type, "cases", .otherCase, about)),
                        ] : nil
                // Positions are those of every case that was looked at.
                case (_, "positions"):
                    [.string(mark(type, "positions", isAcross ? .otherCase : .data, about))]
                case (_, "alert"): .string(SampleCase.id(101).description)
                case (.staff, _): .string(by)
                case (.text, let name): .string("Words \(mark(type, name, .data, about)) here")
                case (.choice(let words), _): .string(words[0])
                case (.time, _): "2026-11-20"
                default: nil
                }
            members.append((field.name, value))
        }
        var payload = Payload(
            type: type.rawValue,
            schema: type.spec.schema,
            occurred: .instant(SampleCase.instant("2026-11-20T09:30:00Z")),
            confidentiality: confidentiality,
            data: .object(present: members)
        )
        payload.subjects = [person ?? mark(type, "subject", .beside, about)]
        payload.thirdParties = [mark(type, "third party", .beside, about)]
        payload.source = "From \(mark(type, "source", .beside, about))"
        payload.lateReason = "Late: \(mark(type, "late reason", .beside, about))"
        payload.provenance = ["note": .string(mark(type, "provenance", .beside, about))]
        entries.append(SampleCase.entry(Int64(number), .known(payload), by: by))
    }
}
