import CaseModel
import Testing
import Values

/// A case told in the shape `given … when … then`: entries in, the decision or the refusal out.
struct CaseFixture {
    private(set) var state = CaseState()
    private(set) var entries: [Entry] = []
    var now = Instant(milliseconds: 1_795_342_500_000)
    var roles: Set<String> = []
    private var random = SeededRandom(seed: 1)

    static let people: [(EventType, JSON)] = [
        (.caseOpened, ["reference": "C-0001"]),
        (.personAdded, ["person": "mother", "role": "client"]),
        (.personAdded, ["person": "infant", "role": "child"]),
    ]

    init(_ given: [(EventType, JSON)] = people) throws {
        for (type, data) in given { try record(type, data) }
    }

    func decide(
        _ type: EventType,
        _ data: JSON,
        at occurred: Occurrence? = nil,
        lateReason: String? = nil
    ) throws(Refusal) -> CaseDecider.Decision {
        let setting = CaseDecider.Setting(now: now, roles: roles)
        let draft = Draft(type, at: occurred ?? .instant(now), data, lateReason: lateReason)
        return try CaseDecider.decide(draft, in: state, setting)
    }

    @discardableResult
    mutating func record(
        _ type: EventType,
        _ data: JSON,
        at occurred: Occurrence? = nil
    ) throws -> CaseDecider.Decision {
        let decision = try decide(type, data, at: occurred)
        let id = Identifier(version7At: now, random: (random.next(), random.next()))
        let unit: Identifier =
            switch decision.unit {
            case .existing(let unit): unit
            case .fresh: Identifier(version4: (random.next(), random.next()))
            }
        let entry = Entry(
            position: Int64(entries.count) + 1,
            id: id,
            stream: Identifier(high: 1, low: 1),
            n: Int64(entries.count),
            kind: "entry",
            recordedAt: now,
            by: "s-test",
            unit: unit,
            content: .known(decision.payload)
        )
        entries.append(entry)
        state = CaseState(folding: entries)
        now = now.adding(milliseconds: 60_000)
        return decision
    }

    func isRefused(
        _ type: EventType,
        _ data: JSON,
        as code: Refusal.Code,
        at occurred: Occurrence? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(Refusal) {
            _ = try decide(type, data, at: occurred)
            Issue.record("it was not refused", sourceLocation: sourceLocation)
        } catch {
            #expect(error.code == code, sourceLocation: sourceLocation)
            #expect(
                !error.rule.isEmpty && !error.rule.hasSuffix("."),
                sourceLocation: sourceLocation
            )
        }
    }

    func warnings(_ type: EventType, _ data: JSON, at occurred: Occurrence? = nil) throws
        -> [String]
    {
        try decide(type, data, at: occurred).warnings.map(\.code)
    }
}
