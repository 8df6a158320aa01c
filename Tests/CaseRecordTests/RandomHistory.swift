import CaseModel
@testable import CaseRecord
import Histories
import Testing
import Values

/// The entries of one case, without a log: told by the simulation or drawn act by act, some written late,
/// then tangled with corrections of anything, corrections of those, vague and unknown times, and erasures.
struct RandomHistory: Sendable, CustomTestStringConvertible {
    let name: String
    let rows: EntryRows
    let caseID: Identifier
    /// Staff, roles and settings.
    let service: [Entry]
    let entries: [Entry]

    var testDescription: String { name }

    static let record = Identifier(high: 0x7000, low: 0x8000_0000_0000_0000)

    /// A simulated case, or the one with every type of entry.
    init(_ name: String, _ told: SimulatedCase, seed: UInt64, first count: Int = .max) {
        let entries = ProbeHistories.entries(of: [told], in: Self.record)
        let own = entries.filter { $0.stream != Self.record && $0.kind == "entry" }
        self.init(
            "\(name), seed \(seed)",
            service: entries.filter {
                StreamNames.service(of: Self.record).contains($0.stream)
            },
            Array(own.prefix(count)),
            seed
        )
    }

    static func everyType(seed: UInt64) -> RandomHistory {
        RandomHistory("every type", Simulation.everyType(seed: seed), seed: seed)
    }

    static func simulated(seed: UInt64, first count: Int = .max) -> RandomHistory {
        var rates = Simulation.Rates()
        rates.riskNoted = 100
        rates.disclosure = 100
        rates.concern = 100
        rates.consentVaried = 100
        rates.consentWithdrawn = 100
        rates.useAfterWithdrawal = 100
        rates.pause = 100
        let simulation = Simulation(
            seed: seed,
            cases: 1,
            starting: CivilDate(daysSince1970: 19_723),
            rates: rates
        )
        return RandomHistory(
            "simulated",
            simulation.history(ofCase: 0),
            seed: seed,
            first: count
        )
    }

    private init(_ name: String, service: [Entry], _ told: [Entry], _ seed: UInt64) {
        self.name = name
        self.service = service
        caseID = told.first?.stream ?? Self.record
        rows = EntryRows(record: Self.record)
        var tangle = Tangle(seed: seed, position: Int64(service.count))
        for entry in RandomHistory.late(told, seed) { tangle.add(entry) }
        entries = tangle.entries
    }

    /// Some entries are written days later than they were told, all that is in them unchanged.
    private static func late(_ told: [Entry], _ seed: UInt64) -> [Entry] {
        var random = SeededRandom(seed: seed &+ 99)
        let entries = told.map { entry -> Entry in
            guard entry.n > 0, random.chance(15) else { return entry }
            let delay = Int64.random(in: 0...1_500_000_000, using: &random)
            return Entry(
                position: entry.position,
                id: entry.id,
                stream: entry.stream,
                n: entry.n,
                kind: entry.kind,
                recordedAt: entry.recordedAt.adding(milliseconds: delay),
                by: entry.by,
                unit: entry.unit,
                content: entry.content
            )
        }
        return entries.sorted { ($0.recordedAt, $0.n) < ($1.recordedAt, $1.n) }
    }

    /// What is known after the first `count` entries: those whose unit has been erased have no content.
    func known(_ count: Int) -> [Entry] {
        let known = entries[..<count]
        let gone = Set(known.lazy.filter { $0.kind == "erasure" }.map(\.unit))
        return known.map { gone.contains($0.unit) ? $0.withoutContent : $0 }
    }
}

// MARK: - Acts by chance

extension RandomHistory {
    /// Consents, films, risks and cycles without sense or order, as no rule would let them be written:
    /// what is in the log is never refused.
    static func acts(seed: UInt64, count: Int = 60) -> RandomHistory {
        var random = SeededRandom(seed: seed)
        let stream = Identifier(version5: "acts/\(seed)", in: record)
        // Days around both changes of the clocks.
        var now = Instant("2026-03-20T09:00:00.000Z") ?? .distantPast
        if seed.isMultiple(of: 2) { now = now.adding(milliseconds: 210 * 86_400_000) }
        let entries = (0..<count).map { index -> Entry in
            now = now.adding(milliseconds: Int64.random(in: 0...20_000_000, using: &random))
            let (type, data) = index == 0 ? (.caseOpened, ["reference": "C-1"]) : act(now, &random)
            return Entry(
                position: Int64(index) + 1,
                id: Identifier(version5: "act/\(index)", in: stream),
                stream: stream,
                n: Int64(index),
                kind: "entry",
                recordedAt: now,
                by: "s-alder",
                unit: stream,
                content: .known(
                    Payload(
                        type: type.rawValue,
                        schema: type.spec.schema,
                        occurred: index == 0 ? .instant(now) : Tangle.time(before: now, &random),
                        confidentiality: type.spec.confidentiality,
                        data: data
                    )
                )
            )
        }
        return RandomHistory("acts, seed \(seed)", service: [], entries, seed)
    }

    private static func act(
        _ now: Instant,
        _ random: inout SeededRandom
    ) -> (EventType, JSON) {
        func some(_ words: [String]) -> JSON {
            let chosen = words.filter { _ in random.chance(60) }
            return JSON(chosen.isEmpty ? [words[0]] : chosen)
        }
        func maybe(_ percent: Int, _ value: JSON) -> JSON? { random.chance(percent) ? value : nil }
        func time() -> JSON {
            // Half of them still to come.
            let days = Int64.random(in: -20...20, using: &random)
            let at = now.adding(milliseconds: days * 86_400_000)
            return .string(Tangle.time(before: at, &random).description)
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0...4:
            let type = random.pick([
                EventType.consentGiven, .consentGiven, .consentVaried, .consentWithdrawn,
                .consentRefused,
            ])
            return (
                type,
                .object(present: [
                    ("scopes", some(["film-interaction", "view-supervisor", "research"])),
                    ("concerning", some(["mother", "infant"])),
                    ("giver", .string(random.pick(["mother", "father"]))),
                    ("film", maybe(25, .string(random.pick(["film-1", "film-2"])))),
                    ("validFrom", maybe(50, time())), ("until", maybe(50, time())),
                ])
            )
        case 5:
            return (
                .filmTaken,
                [
                    "film": .string(random.pick(["film-1", "film-2", "film-3"])),
                    "kind": "interaction", "people": some(["mother", "infant"]),
                ]
            )
        case 6...9:
            let risk = JSON.string(random.pick(["risk-1", "risk-2", "risk-3"]))
            let level = JSON.string(random.pick(["low", "moderate", "high"]))
            return switch Int.random(in: 0..<4, using: &random) {
            case 0: (.riskClosed, ["risk": risk, "reason": "past"])
            case 1: (.riskReviewed, ["risk": risk, "level": level])
            default:
                (
                    .riskNoted,
                    [
                        "risk": risk, "level": level, "concerning": some(["mother", "infant"]),
                        "description": "a risk",
                    ]
                )
            }
        default:
            let cycle = JSON.string(random.pick(["cycle-1", "cycle-2", "cycle-3"]))
            return random.chance(50)
                ? (.cycleOpened, ["cycle": cycle, "number": 1])
                : (.cycleCompleted, ["cycle": cycle])
        }
    }
}

// MARK: - Corrections and erasures by chance

/// Entries as they are added, with others in between that correct or erase what stands before them.
private struct Tangle {
    private(set) var entries: [Entry] = []
    private var random: SeededRandom
    private var position: Int64
    private var gone: Set<Identifier> = []
    private let seed: UInt64

    init(seed: UInt64, position: Int64) {
        self.seed = seed
        self.position = position
        random = SeededRandom(seed: seed &+ 77)
    }

    mutating func add(_ told: Entry) {
        // Many have a unit of their own, so that much can be erased alone.
        let isAlone = !entries.isEmpty && (random.chance(20) || gone.contains(told.unit))
        append(told, unit: isAlone ? Identifier(version5: "alone", in: told.id) : told.unit)
        while random.chance(12) { correct(at: told.recordedAt) }
        if random.chance(1) { erase(at: told.recordedAt) }
    }

    private mutating func append(_ entry: Entry, unit: Identifier) {
        position += 1
        entries.append(
            Entry(
                position: position,
                id: entry.id,
                stream: entry.stream,
                n: Int64(entries.count),
                kind: entry.kind,
                // What is added is written at the same moment as what it comes after, or a little later.
                recordedAt: max(entry.recordedAt, entries.last?.recordedAt ?? entry.recordedAt),
                by: entry.by,
                unit: unit,
                content: entry.content
            )
        )
    }

    private mutating func correct(at time: Instant) {
        // What was corrected before is corrected again more often than by chance.
        let corrections = entries.filter { $0.type?.isCorrection ?? false }
        let target = random.pick(
            random.chance(35) && !corrections.isEmpty ? corrections : entries
        )
        guard let payload = target.payload, let type = target.type, !gone.contains(target.unit)
        else { return }
        let isMark = random.chance(30) && target.n > 0
        let data: JSON =
            isMark
            ? ["target": .string(target.id.description), "reason": "wrong"]
            : .object(present: [
                ("target", .string(target.id.description)), ("reason", "wrong"),
                ("data", changed(payload.data, type)),
                (
                    "occurred",
                    random.chance(50)
                        ? .string(Tangle.time(before: target.recordedAt, &random).description)
                        : nil
                ),
            ])
        let correction: EventType = isMark ? .entryMarkedInError : .entryAmended
        append(
            Entry(
                position: 0,
                id: Identifier(version5: "correction/\(entries.count)/\(seed)", in: target.stream),
                stream: target.stream,
                n: 0,
                kind: "entry",
                recordedAt: later(time),
                by: random.pick([target.by, "s-oak"]),
                unit: target.unit,
                content: .known(
                    Payload(
                        type: correction.rawValue,
                        schema: correction.spec.schema,
                        occurred: .instant(time),
                        confidentiality: payload.confidentiality,
                        data: data
                    )
                )
            ),
            unit: target.unit
        )
    }

    private mutating func erase(at time: Instant) {
        let units = Set(entries.map(\.unit)).subtracting(gone).subtracting([entries[0].unit])
        guard let unit = units.sorted().randomElement(using: &random) else { return }
        gone.insert(unit)
        append(
            Entry(
                position: 0,
                id: Identifier(version5: "erasure/\(entries.count)/\(seed)", in: unit),
                stream: entries[0].stream,
                n: 0,
                kind: "erasure",
                recordedAt: later(time),
                by: "s-beech",
                unit: unit,
                content: .erased
            ),
            unit: unit
        )
    }

    private mutating func later(_ time: Instant) -> Instant {
        random.chance(50)
            ? time : time.adding(milliseconds: Int64.random(in: 1...600_000, using: &random))
    }

    /// The same with one field left out or said otherwise; labels of things stay.
    private mutating func changed(_ data: JSON, _ type: EventType) -> JSON {
        if type == .entryAmended, let inner = data["data"] {
            let target = entries.first { $0.id.description == data["target"]?.string }
            return data.setting("data", to: target?.type.map { changed(inner, $0) } ?? inner)
        }
        let present = type.spec.fields.filter { field in
            if case .new = field.kind { return false }
            return data[field.name] != nil
        }
        guard !present.isEmpty else { return data }
        let field = random.pick(present)
        let value = data[field.name]
        switch field.kind {
        case .choice(let words):
            return data.setting(field.name, to: .string(random.pick(words)))
        case .boolean: return data.setting(field.name, to: .bool(value?.bool == false))
        case .references, .codes, .texts, .staffList:
            let fewer = value?.array?.filter { _ in random.chance(50) } ?? []
            return fewer.isEmpty ? data : data.setting(field.name, to: .array(fewer))
        default: return field.isRequired ? data : data.setting(field.name, to: nil)
        }
    }

    /// A time that begins before a moment, as precise as chance will have it.
    static func time(before moment: Instant, _ random: inout SeededRandom) -> Occurrence {
        let at = moment.adding(milliseconds: -Int64.random(in: 0...600_000_000, using: &random))
        let date = LondonTime.civil(of: at).date
        return switch Int.random(in: 0..<8, using: &random) {
        case 0: .unknown
        case 1, 2: .date(date)
        case 3: .month(year: date.year, month: date.month)
        case 4: .range(from: at.adding(milliseconds: -90_000_000), to: at)
        default: .instant(at)
        }
    }
}
