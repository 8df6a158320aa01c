import CaseModel
import Values

// Questionnaires and observation scales: scores, never items.
extension Casework {
    /// Takes the measures that were chosen at the start, a little better each time.
    mutating func takeMeasures(occasion: String, cycle: String?) {
        if occasion == "baseline" { chooseMeasures() }
        for measure in baseline {
            if dice.chance(occasion == "baseline" ? 6 : 18) {
                skip(measure.code, occasion)
                continue
            }
            let gain = occasion == "baseline" ? 0 : dice.between(-5...35)
            let strain = min(95, max(3, measure.strain - gain))
            score(measure.code, strain, occasion, cycle)
        }
    }

    private mutating func chooseMeasures() {
        let mood = dice.pick([["hads"], ["phq-9", "gad-7"], ["epds"], ["phq-9"]])
        let bond = dice.pick([
            ["mors-warmth", "mors-invasion"], ["mors-warmth", "mors-invasion"], ["kips"],
            ["care-index"], ["psi-4-sf"],
        ])
        let more = dice.pick([[], [], ["asq-se-2"], ["gbo"]])
        baseline = (mood + bond + more).map { ($0, dice.between(35...85)) }
    }

    private mutating func skip(_ code: String, _ occasion: String) {
        record(
            .measureNotScored,
            [
                "code": .string(code), "subject": .string(subject(of: code)),
                "occasion": .string(occasion), "reason": text(Wording.notScored),
            ]
        )
    }

    private func subject(of code: String) -> String {
        code == "asq-se-2" ? family.infant.label : family.parent.label
    }

    /// - Parameter strain: how much of a range that counts up to the worst is used, in percent.
    private mutating func score(
        _ code: String,
        _ strain: Int,
        _ occasion: String,
        _ cycle: String?
    ) {
        var total: Int?
        var subscales: JSON?
        var selfHarm: Int?
        switch code {
        case "hads":
            subscales = [
                "anxiety": JSON(share(21, strain)), "depression": JSON(share(21, strain)),
            ]
        case "phq-9":
            total = share(27, strain)
            selfHarm = selfHarmAnswer(strain)
        case "epds":
            total = share(30, strain)
            selfHarm = selfHarmAnswer(strain)
        case "gad-7": total = share(21, strain)
        case "mors-invasion": total = share(35, strain)
        case "mors-warmth": total = share(35, 100 - strain)
        case "care-index": total = share(14, 100 - strain)
        case "gbo": total = share(10, 100 - strain)
        case "kips":
            let tenths = 10 + share(40, 100 - strain)
            subscales = ["mean": .number("\(tenths / 10).\(tenths % 10)")]
        case "psi-4-sf":
            let parts = (0..<3).map { _ in 12 + share(48, strain) }
            total = parts.reduce(0, +)
            subscales = [
                "parental-distress": JSON(parts[0]), "dysfunctional-interaction": JSON(parts[1]),
                "difficult-child": JSON(parts[2]),
            ]
        default: total = share(200, strain)
        }
        let isCoded = code == "kips" || code == "care-index"
        let coded = isCoded ? films.last { !$0.isGone } : nil
        let scored = record(
            .measureScored,
            .object(present: [
                ("measure", .string(label(.measure))), ("code", .string(code)),
                ("subject", .string(subject(of: code))),
                ("respondent", isCoded ? nil : .string(family.parent.label)),
                ("rater", isCoded ? .string(team.supervisor.pseudonym) : nil),
                ("form", code == "asq-se-2" ? .string(dice.pick(["6 months", "12 months"])) : nil),
                ("total", total.map { JSON($0) }), ("subscales", subscales),
                ("omittedItems", dice.chance(12) ? JSON(dice.between(1...3)) : nil),
                ("occasion", .string(occasion)), ("cycle", cycle.map(JSON.string)),
                ("selfHarmItem", selfHarm.map { JSON($0) }),
                ("film", coded.map { .string($0.label) }),
            ])
        )
        if let selfHarm, selfHarm > 0, dice.chance(75) { checkRisk(becauseOf: scored) }
    }

    private mutating func share(_ range: Int, _ percent: Int) -> Int {
        let spread = dice.between(-6...6)
        return range * min(100, max(0, percent + spread)) / 100
    }

    private mutating func selfHarmAnswer(_ strain: Int) -> Int {
        strain > 60 && dice.chance(25) ? dice.between(1...2) : 0
    }
}
