import Values

extension CaseDecider {
    /// Checks an entry of another record as if it were written here, and finds its unit. It is kept as
    /// it came, whatever its schema version; only what can be understood is checked.
    package static func admit(
        _ payload: Payload,
        in state: CaseState,
        _ setting: Setting
    ) throws(Refusal) -> UnitChoice {
        guard case .known(let known) = payload.understood,
            let type = EventType(rawValue: known.type)
        else {
            guard state.isOpened else {
                throw Refusal(.notOpened, "a case begins with 'case-opened'", subject: "type")
            }
            return state.caseUnit.map(UnitChoice.existing) ?? .fresh
        }
        let draft = Draft(
            type,
            at: known.occurred,
            known.data,
            role: known.role,
            subjects: known.subjects,
            thirdParties: known.thirdParties,
            source: known.source,
            confidentiality: known.confidentiality,
            lateReason: known.lateReason
        )
        return try decide(draft, in: state, setting).unit
    }
}
