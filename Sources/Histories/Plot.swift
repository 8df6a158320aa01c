/// What will befall one family, drawn before anything is told, so that every stage only has to ask.
///
/// A stage is 0 for the planning and n for the time before cycle n.
struct Plot {
    let plannedCycles: Int
    let isDeclined: Bool
    /// The last cycle before contact ends too early.
    let leavesAfter: Int?
    let pausesAt: Int?
    let changesHouseholdAt: Int?
    let causesConcernAt: Int?
    let isAtRiskAt: Int?
    let disclosesAt: Int?
    let accusesStaffAt: Int?
    let variesConsentAt: Int?
    let withdrawsConsentAt: Int?
    let refusesScopes: Bool
    let isReopened: Bool
    let isHeld: Bool
    let asksForRecord: Bool
    let hasFindings: Bool

    init(_ rates: Simulation.Rates, _ dice: inout Dice) {
        let planned = dice.pick([3, 3, 4, 4, 5, 6, 6, 8])
        plannedCycles = planned
        isDeclined = dice.chance(rates.decline)
        func stage(_ percent: Int, from first: Int = 0) -> Int? {
            // Both are drawn always, so that one rate does not change what follows.
            let stage = dice.between(first...planned)
            return dice.chance(percent) ? stage : nil
        }
        leavesAfter = stage(rates.dropOut)
        pausesAt = stage(rates.pause, from: 2)
        changesHouseholdAt = stage(rates.householdChange, from: 1)
        causesConcernAt = stage(rates.concern)
        isAtRiskAt = stage(rates.riskNoted)
        disclosesAt = stage(rates.disclosure)
        accusesStaffAt = stage(rates.staffAllegation, from: 1)
        variesConsentAt = stage(rates.consentVaried, from: 2)
        withdrawsConsentAt = stage(rates.consentWithdrawn, from: 2)
        refusesScopes = dice.chance(rates.consentRefused)
        isReopened = dice.chance(rates.reopening)
        isHeld = dice.chance(rates.retentionHold)
        asksForRecord = dice.chance(rates.subjectAccess)
        hasFindings = dice.chance(rates.findingAnswered)
    }
}
