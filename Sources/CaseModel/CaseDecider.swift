package import Values

/// The rules of a case: which events a request causes, which it refuses, and what the writer is told.
///
/// Pure. The time, the staff and the codes come in as arguments. What happened is recorded even when
/// it should not have happened; what cannot be true is refused.
package enum CaseDecider {
    /// What a decision needs to know besides the case.
    package struct Setting: Sendable {
        package let now: Instant
        package let codebooks: Codebooks
        /// Pseudonyms of the record's staff; nil when entries of another record come in.
        package let staff: Set<String>?
        /// The roles that the writer holds.
        package let roles: Set<String>
        /// The writer; nil when entries of another record come in.
        package let by: String?

        package init(
            now: Instant,
            codebooks: Codebooks = .builtIn,
            staff: Set<String>? = nil,
            roles: Set<String> = [],
            by: String? = nil
        ) {
            self.now = now
            self.codebooks = codebooks
            self.staff = staff
            self.roles = roles
            self.by = by
        }
    }

    package struct Decision: Sendable {
        package let payload: Payload
        package let unit: UnitChoice
        package let warnings: [Warning]
    }

    /// The unit that an event is sealed in.
    package enum UnitChoice: Hashable, Sendable {
        /// One that the case has: its own, its film's, its target's.
        case existing(Identifier)
        /// A new one, for a new case, a new film, a disclosure.
        case fresh
    }

    /// Answers a request with the event it causes, or with the rule that refuses it.
    package static func decide(
        _ draft: Draft,
        in state: CaseState,
        _ setting: Setting
    ) throws(Refusal) -> Decision {
        let spec = draft.type.spec
        guard spec.keeping.isOfCase else {
            throw Refusal(
                .wrongStream,
                "'\(draft.type.rawValue)' belongs to the service, not to a case",
                subject: "type"
            )
        }
        if draft.type == .caseOpened {
            guard !state.isOpened else {
                throw Refusal(.alreadyOpened, "a case is opened once", subject: "type")
            }
        } else if !state.isOpened {
            throw Refusal(
                .notOpened,
                "a case begins with 'case-opened'",
                subject: "type",
                hint: "open it with 'vigil case open'"
            )
        }
        if let from = draft.occurred.interval(recordedAt: .distantFuture).from,
            from > setting.now
        {
            throw Refusal(
                .inTheFuture,
                "what is recorded has happened; \(draft.occurred) is still to come",
                subject: "occurred",
                hint: "what is planned is an appointment, an action or a review date"
            )
        }
        let check = DataCheck(
            spec: spec,
            state: state,
            codebooks: setting.codebooks,
            staff: setting.staff
        )
        var data = try check.checked(draft.data)
        try CaseRules.check(draft, data, in: state)
        if draft.type == .retentionHoldReleased, let writer = setting.by {
            try checkRelease(data, by: writer, in: state)
        }
        if draft.type == .entryAmended {
            data = data.setting("data", to: try amended(data, state, setting))
        }
        let named = subjects(of: data, spec)
        for label in draft.subjects ?? [] where !named.contains(label) {
            guard state.thing(.person, label) != nil else {
                throw Refusal(
                    .unknownThing,
                    "the case has no person '\(label.prefix(64))'",
                    subject: "subjects",
                    hint: "'vigil case show' lists its people"
                )
            }
        }
        // Who is said to have harmed somebody is third-party material, and can be erased alone.
        let isAllegation =
            draft.type == .personAdded && data["role"]?.string == "alleged-abuser"
        let payload = Payload(
            type: draft.type.rawValue,
            schema: spec.schema,
            occurred: draft.occurred,
            role: draft.role,
            onBehalfOf: draft.onBehalfOf,
            subjects: draft.subjects ?? named,
            thirdParties: draft.thirdParties,
            source: draft.source,
            confidentiality: draft.confidentiality
                ?? (isAllegation
                    ? .restricted : max(spec.confidentiality, corrected(by: data, state))),
            cause: draft.cause,
            lateReason: draft.lateReason,
            provenance: draft.provenance,
            data: data
        )
        return Decision(
            payload: payload,
            unit: isAllegation ? .fresh : unit(for: data, spec, state),
            warnings: CaseRules.warnings(for: draft, payload, in: state, setting)
        )
    }

    /// To release a hold is ours to do, and takes a second person.
    private static func checkRelease(
        _ data: JSON,
        by writer: String,
        in state: CaseState
    ) throws(Refusal) {
        guard let hold = data["hold"]?.string.flatMap({ Identifier($0) }),
            let placedBy = state.holds[hold]
        else {
            throw Refusal(
                .wrongTarget,
                "a release names the entry that placed the hold",
                subject: "hold",
                hint: "'vigil hold list' shows the holds"
            )
        }
        let releasing = Set([writer, data["releasedBy"]?.string ?? writer])
        guard releasing.isDisjoint(with: placedBy) else {
            throw Refusal(
                .secondPerson,
                "a hold is released by somebody else than who placed it",
                subject: "releasedBy"
            )
        }
    }

    /// A correction is no less confidential than what it corrects, whose words it may repeat.
    private static func corrected(by data: JSON, _ state: CaseState) -> Confidentiality {
        let target = data.target
        return target.flatMap { state.events[$0]?.confidentiality } ?? .practice
    }

    /// People that the data names, each once, in the order of the fields.
    private static func subjects(of data: JSON, _ spec: EventSpec) -> [String] {
        var seen: [String] = []
        for field in spec.fields {
            switch field.kind {
            case .reference(.person), .new(.person):
                if let label = data[field.name]?.string { seen.append(label) }
            case .references(.person): seen += data[field.name]?.strings ?? []
            default: break
            }
        }
        return seen.enumerated().filter { !seen[..<$0.offset].contains($0.element) }.map(\.element)
    }

    private static func unit(
        for data: JSON,
        _ spec: EventSpec,
        _ state: CaseState
    ) -> UnitChoice {
        switch spec.keeping {
        case .inCase, .inService, .inGovernance, .inAccessYear:
            return state.caseUnit.map(UnitChoice.existing) ?? .fresh
        case .withFilm:
            let film = data["film"]?.string.flatMap { state.thing(.film, $0) }
            return film.map { .existing($0.unit) } ?? .fresh
        case .apart: return .fresh
        case .withTarget:
            let target = data.target
            return target.flatMap { state.events[$0] }.map { .existing($0.unit) } ?? .fresh
        }
    }

    /// The new data of an amendment: right for the type that it amends, and with its labels.
    private static func amended(
        _ data: JSON,
        _ state: CaseState,
        _ setting: Setting
    ) throws(Refusal) -> JSON {
        guard let id = data.target,
            let target = state.events[id], let type = target.type
        else {
            throw Refusal(
                .wrongTarget,
                "an amendment names an entry of this case that can be read",
                subject: "target"
            )
        }
        let new = data["data"] ?? .object([])
        var check = DataCheck(
            spec: type.spec,
            state: state,
            codebooks: setting.codebooks,
            staff: setting.staff
        )
        // An amendment may leave labels out; the first text's are known by where they were made.
        var labels: [JSON.Member] = []
        for field in type.spec.fields {
            guard case .new(let kind) = field.kind else { continue }
            for (label, thing) in state.things[kind] ?? [:] where thing.event == id {
                labels.append(.init(field.name, .string(label)))
            }
        }
        check.replaced = .object(labels)
        return try check.checked(new)
    }
}
