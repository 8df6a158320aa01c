import CaseModel
import Foundation
import Values

/// A case with an entry of every type for every person and confidentiality, and a mark of its own in
/// every field.
struct PlantedCase {
    struct Mark {
        let text: String
        /// Of the entry.
        let position: Int64
        let type: EventType
        let field: String
        /// Whom the entry is about; nil for nobody.
        let person: String?
        let confidentiality: Confidentiality
        /// The field holds the writer's words.
        let isText: Bool
        /// The entry says that it tells of somebody outside the family.
        let isOfThirdParty: Bool
        /// The entry must name a thing of the case, which is about the infant.
        let needsThing: Bool

        var isCorrection: Bool { type.spec.group == .corrections }

        var name: String {
            "\(type.rawValue).\(field) of \(person ?? "nobody"), \(confidentiality.rawValue)"
                + (isOfThirdParty ? ", third party" : "")
        }
    }

    private(set) var entries: [Entry] = []
    private(set) var marks: [Mark] = []
    private var planted = 0
    /// Of all marks.
    private(set) var texts: Set<String> = []

    var lines: [Timeline.Line] { Timeline.lines(of: entries) }

    /// Told of a person's own past; said again here, not read from the policy.
    static let abuse: Set<EventType> = [
        .abuseHistoryRecorded, .disclosureRecorded, .disclosureAddedTo, .impactOfAbuseRecorded,
        .thirdPartyInformationRecorded,
    ]
    static let ofStaff: Set<EventType> = [
        .supervisionHeld, .supervisionFeedbackGiven, .skillRated, .parallelProcessNoted,
        .guiderReflectionRecorded, .countertransferenceNoted, .staffAllegationRecorded,
        .ladoContacted,
    ]
    static let ofService: Set<EventType> = [
        .findingAnswered, .harmAssessmentRecorded, .retentionHoldPlaced, .retentionHoldReviewed,
        .retentionHoldReleased, .subjectAccessRequested, .subjectAccessExtended,
        .thirdPartyConsentSought, .thirdPartyDisclosureDecided, .subjectAccessAnswered,
        .relationshipOpened, .relationshipSelfClaimed, .relationshipEnded,
    ]
    /// What a copy for research says without anybody's consent: that there is work, not with whom.
    static let frame: Set<EventType> = [.caseOpened, .cycleOpened, .cycleCompleted]

    init() {
        addPeople()
        addThings()
        for spec in Catalogue.all where isOfCase(spec) {
            for person in ["infant", "mother", "husband", "gran", nil] {
                for confidentiality in Confidentiality.allCases {
                    add(spec, person, confidentiality, thirdParties: [])
                }
                if person != "gran" {
                    add(spec, person, .practice, thirdParties: ["gran"])
                }
            }
        }
        texts = Set(marks.map(\.text))
    }

    /// All marks in a text: six letters and digits after `zq`, days long past, also in words, and
    /// numbers of ten digits. Byte by byte, since copies are megabytes.
    static func marks(in bytes: [UInt8]) -> Set<String> {
        var found: Set<String> = []
        func isDigit(_ place: Int) -> Bool {
            place >= 0 && place < bytes.count && bytes[place] >= 0x30 && bytes[place] <= 0x39
        }
        func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "z"), place + 8 <= bytes.count,
                bytes[place + 1] == UInt8(ascii: "q"),
                bytes[(place + 2)..<(place + 8)].allSatisfy({
                    $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7a
                })
            {
                found.insert(text(place..<(place + 8)))
                place += 8
                continue
            }
            guard isDigit(place), !isDigit(place - 1) else {
                place += 1
                continue
            }
            var end = place
            while isDigit(end) { end += 1 }
            if end - place == 10 { found.insert(text(place..<end)) }
            if end - place == 4, byte == UInt8(ascii: "1"), bytes[place + 1] >= 0x32,
                bytes[place + 1] <= 0x37
            {
                if place + 10 <= bytes.count, bytes[end] == UInt8(ascii: "-"),
                    isDigit(end + 1), isDigit(end + 2), bytes[end + 3] == UInt8(ascii: "-"),
                    isDigit(end + 4), isDigit(end + 5)
                {
                    found.insert(text(place..<(place + 10)))
                } else if let day = day(before: place, in: bytes) {
                    found.insert("\(text(place..<end))-\(day)")
                }
            }
            place = end
        }
        return found
    }

    /// `05-22` of the `22 May ` that stands before a year.
    private static func day(before year: Int, in bytes: [UInt8]) -> String? {
        let words = String(decoding: bytes[max(0, year - 14)..<year], as: UTF8.self)
            .split(separator: " ")
        guard words.count >= 2, let month = months.firstIndex(of: String(words[words.count - 1])),
            let day = Int(words[words.count - 2].suffix(2).drop { !$0.isNumber })
        else { return nil }
        func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return padded(month + 1) + "-" + padded(day)
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]

    // MARK: - Making it

    private func isOfCase(_ spec: EventSpec) -> Bool {
        switch spec.group {
        case .service, .access, .corrections: false
        default:
            ![
                .personAdded, .nhsNumberRecorded, .harmAssessmentRecorded, .caseOpened, .caseClosed,
            ].contains(spec.type)
        }
    }

    private mutating func addPeople() {
        append(.caseOpened, ["reference": "C-0001"])
        for (label, role) in [
            ("infant", "child"), ("mother", "client"), ("husband", "partner"), ("gran", "relative"),
        ] {
            append(.personAdded, ["person": .string(label), "role": .string(role)])
        }
    }

    /// One of each thing, about the infant, for entries that must name one.
    private mutating func addThings() {
        for thing in Thing.allCases where thing != .person {
            guard
                let spec = Catalogue.all.first(where: {
                    $0.fields.contains { $0.kind == .new(thing) }
                }),
                isOfCase(spec)
            else { continue }
            var payload = payload(spec, "infant", .practice)
            payload.data = .object(
                (payload.data.members ?? []).map { member in
                    guard spec.field(member.name)?.kind == .new(thing) else { return member }
                    return JSON.Member(member.name, .string("\(thing.rawValue)-1"))
                }
            )
            // A copy of a film has the talk of its review.
            if thing == .review { payload.data = payload.data.setting("film", to: "film-1") }
            marks.removeAll { $0.type == spec.type }
            append(payload)
        }
    }

    private mutating func add(
        _ spec: EventSpec,
        _ person: String?,
        _ confidentiality: Confidentiality,
        thirdParties: [String]
    ) {
        if person == nil, spec.fields.contains(where: { $0.isRequired && namesPerson($0) }) {
            return
        }
        var payload = payload(spec, person, confidentiality, isOfThirdParty: !thirdParties.isEmpty)
        payload.thirdParties = thirdParties
        append(payload)
    }

    private func namesPerson(_ field: Field) -> Bool {
        switch field.kind {
        case .reference(.person), .references(.person): true
        default: false
        }
    }

    private mutating func payload(
        _ spec: EventSpec,
        _ person: String?,
        _ confidentiality: Confidentiality,
        isOfThirdParty: Bool = false
    ) -> Payload {
        var members: [(String, JSON?)] = []
        let needsThing = spec.fields.contains { field in
            if case .reference(let thing) = field.kind {
                return field.isRequired && thing != .person
            }
            return false
        }
        for field in spec.fields {
            planted += 1
            let value = value(for: field, person)
            members.append((field.name, value.json))
            guard let mark = value.mark else { continue }
            let isText =
                switch field.kind {
                case .text, .texts, .object: true
                default: false
                }
            marks.append(
                Mark(
                    text: mark,
                    position: Int64(entries.count) + 1,
                    type: spec.type,
                    field: field.name,
                    person: person ?? (needsThing ? "infant" : nil),
                    confidentiality: confidentiality,
                    isText: isText,
                    isOfThirdParty: isOfThirdParty,
                    needsThing: needsThing
                )
            )
        }
        return Payload(
            type: spec.type.rawValue,
            schema: spec.schema,
            occurred: .instant(SampleCase.instant("2026-11-20T09:30:00Z")),
            subjects: person.map { [$0] } ?? [],
            confidentiality: confidentiality,
            data: .object(present: members)
        )
    }

    private func value(for field: Field, _ person: String?) -> (json: JSON?, mark: String?) {
        let number = planted
        let word = "zq" + String(number + 36 * 36 * 36 * 36 * 36, radix: 36)
        switch field.kind {
        case .text: return (.string("Words \(word) here"), word)
        case .texts: return ([.string("\(word) one")], word)
        case .code: return (.string(word), word)
        case .codes: return ([.string(word)], word)
        case .choice(let words): return (.string(words[0]), nil)
        case .integer(let range): return (JSON(range.lowerBound), nil)
        case .milliseconds: return (JSON(field.name.hasPrefix("end") ? 2000 : 1000), nil)
        case .decimal: return (.number("1.5"), nil)
        case .boolean: return (.bool(false), nil)
        case .date:
            let day = CivilDate(daysSince1970: -281_000 + number).description
            return (.string(day), day)
        case .time:
            let day = CivilDate(daysSince1970: -281_000 + number).description
            return (.string(day), day)
        case .new(.person): return (nil, nil)
        case .new(let thing): return (.string("\(thing.rawValue)-\(number + 1)"), nil)
        case .reference(.person): return (person.map(JSON.string), nil)
        case .references(.person): return (person.map { [.string($0)] }, nil)
        // Optional ones are left out: they have tests of their own.
        case .reference(let thing):
            return (field.isRequired ? .string("\(thing.rawValue)-1") : nil, nil)
        case .references(let thing):
            return (field.isRequired ? [.string("\(thing.rawValue)-1")] : nil, nil)
        case .event: return (field.isRequired ? .string(SampleCase.id(101).description) : nil, nil)
        case .staff: return (field.name == "staff" ? nil : .string("s-\(word)"), nil)
        case .staffList: return (nil, nil)
        case .nhsNumber: return (nil, nil)
        case .sha256: return (.string(String(repeating: "0a", count: 32)), nil)
        case .scores: return (.object([.init(word, 1)]), word)
        case .object: return (["note": .string(word)], word)
        }
    }

    private mutating func append(_ type: EventType, _ data: JSON) {
        append(
            Payload(
                type: type.rawValue,
                schema: type.spec.schema,
                occurred: .instant(SampleCase.instant("2026-11-20T09:00:00Z")),
                confidentiality: type.spec.confidentiality,
                data: data
            )
        )
    }

    private mutating func append(_ payload: Payload) {
        entries.append(SampleCase.entry(Int64(entries.count) + 1, .known(payload)))
    }
}
