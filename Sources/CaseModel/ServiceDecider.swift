package import Values

/// The rules of events that belong to no case: the service's own, and access.
package enum ServiceDecider {
    /// What only an administrator decides: who may see what, and by what others are judged.
    package static let administered: Set<EventType> = [
        .staffAdded, .roleAssigned, .roleEnded, .settingChanged, .codebookAdopted, .witnessAdded,
    ]

    package static func decide(
        _ draft: Draft,
        staff: Set<String>
    ) throws(Refusal) -> Payload {
        let spec = draft.type.spec
        guard !spec.keeping.isOfCase else {
            throw Refusal(
                .wrongStream,
                "'\(draft.type.rawValue)' belongs to a case",
                subject: "type",
                hint: "name the case with --case"
            )
        }
        let isNew = draft.type == .staffAdded
        let check = DataCheck(
            spec: spec,
            state: CaseState(),
            codebooks: .builtIn,
            staff: isNew || draft.type == .recordCreated ? nil : staff
        )
        let data = try check.checked(draft.data)
        if isNew, let name = data["staff"]?.string, staff.contains(name) {
            throw Refusal(
                .takenLabel,
                "the record has staff '\(name)' already",
                subject: "staff",
                hint: "choose another pseudonym"
            )
        }
        if draft.type == .settingChanged, data["setting"] == "organisation.ods",
            ODSCode.parse(data["value"]?.string ?? "") != data["value"]?.string
        {
            throw Refusal(
                .invalidValue,
                "'organisation.ods' is a code of three to twelve capital letters and digits",
                subject: "value",
                hint: "the Organisation Data Service lists it for each organisation"
            )
        }
        if draft.type == .codebookAdopted, Codebook(adopting: data) == nil {
            throw Refusal(
                .invalidValue,
                "'codes' gives each code its meaning, as text or as an object with 'meaning'",
                subject: "codes"
            )
        }
        return Payload(
            type: draft.type.rawValue,
            schema: spec.schema,
            occurred: draft.occurred,
            role: draft.role,
            source: draft.source,
            confidentiality: spec.confidentiality,
            data: data
        )
    }
}

extension Codebook {
    /// The codebook that a `codebook-adopted` event put in force.
    package init?(adopting data: JSON) {
        guard let name = data["name"]?.string.flatMap(Codebook.Name.init),
            let version = data["version"]?.string, let members = data["codes"]?.members
        else { return nil }
        var codes: [Code] = []
        for member in members {
            if let meaning = member.value.string {
                codes.append(Code(member.name, meaning))
            } else if let meaning = member.value["meaning"]?.string {
                codes.append(
                    Code(
                        member.name,
                        meaning,
                        group: member.value["group"]?.string,
                        scores: member.value["scores"].flatMap(Scores.init(json:))
                    )
                )
            } else {
                return nil
            }
        }
        self.init(name: name, version: version, source: data["source"]?.string ?? "", codes: codes)
    }
}

extension Codebook.Scores {
    /// `{"total": [0, 27], "subscales": {"anxiety": [0, 21]}, "higherIsBetter": false}`.
    init?(json: JSON) {
        func range(_ json: JSON?) -> ClosedRange<Int>? {
            guard let bounds = json?.array?.compactMap(\.integer), bounds.count == 2,
                bounds[0] <= bounds[1]
            else { return nil }
            return bounds[0]...bounds[1]
        }
        self.init(
            total: range(json["total"]),
            subscales: Dictionary(
                (json["subscales"]?.members ?? []).compactMap { member in
                    range(member.value).map { (member.name, $0) }
                }
            ) { first, _ in first },
            higherIsBetter: json["higherIsBetter"]?.bool ?? false
        )
    }
}
