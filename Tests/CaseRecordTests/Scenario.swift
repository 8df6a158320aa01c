import CaseModel
@testable import CaseRecord
import EventLog
import Foundation
import Projector
import Support
import Synchronization
import Values

/// A case of `Tests/Scenarios/`, recorded by commands through the log, with what a check is expected to
/// find in it. The format is in docs/PROJECTIONS.md.
struct Scenario {
    let name: String
    let file: String
    /// The case's entries and the looks at it, as they came out of the log.
    let cases: [(id: Identifier, entries: [Entry])]
    /// The cases' ids by the names that the lines give them.
    let ids: [String: Identifier]
    let service: [ProjectionEvent]
    /// Whether settings or roles were changed in it.
    let changesService: Bool
    let feed: Feed
    let expectations: [Expectation]
    /// Position in the log by number in the scenario.
    let positions: [Int: Int64]

    struct Expectation {
        let line: Int
        let check: String
        let asOf: Instant
        let knownAt: Instant?
        let findings: [JSON]
        /// The last position when it stands in the file: it knows nothing of lines below it.
        let through: Int64
        let erased: Set<Identifier>
    }

    static let staff: [(String, String, [String])] = [
        ("s-guider", "Gwen Guider", ["guider"]), ("s-trainee", "Tim Trainee", ["trainee"]),
        ("s-supervisor", "Sue Supervisor", ["supervisor"]),
        ("s-lead", "Lea Lead", ["safeguarding-lead"]),
        ("s-records", "Rob Records", ["records-manager"]),
        ("s-privacy", "Pia Privacy", ["privacy-officer"]),
        ("s-auditor", "Ava Auditor", ["auditor"]),
    ]

    /// All scenarios of a file.
    static func read(_ path: String) throws -> [Scenario] {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        var scenarios: [Scenario] = []
        var name = ""
        var lines: [(Int, JSON)] = []
        func finish() throws {
            guard !lines.isEmpty else { return }
            scenarios.append(try Scenario(name, path, lines))
            lines = []
        }
        for (index, line) in text.components(separatedBy: "\n").enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let json = try JSON.parse(line)
            if let next = json["scenario"]?.string {
                try finish()
                name = next
            } else {
                lines.append((index + 1, json))
            }
        }
        try finish()
        return scenarios
    }

    struct Broken: Error, CustomStringConvertible { let description: String }

    init(_ name: String, _ path: String, _ lines: [(Int, JSON)]) throws {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        self.name = name
        self.file = file
        let folder = try TemporaryFolder("scenario")
        let clock = Mutex(Instant("2024-06-03T09:00:00.000Z") ?? .distantPast)
        let record = try CaseRecord.create(
            at: folder("s.vigil"),
            .init(
                name: "Scenario",
                nation: "england-wales",
                administrator: ("s-admin", "Ann Admin"),
                keepsSecretsInside: true
            ),
            environment: folder.environment,
            clock: { clock.withLock { $0 } }
        )
        defer { try? record.close() }
        for (pseudonym, name, roles) in Scenario.staff {
            try record.record(
                service: Draft(
                    .staffAdded,
                    at: .unknown,
                    ["staff": .string(pseudonym), "name": .string(name)]
                ),
                by: "s-admin"
            )
            for role in roles {
                try record.record(
                    service: Draft(
                        .roleAssigned,
                        at: .unknown,
                        ["staff": .string(pseudonym), "role": .string(role)]
                    ),
                    by: "s-admin"
                )
            }
        }
        var cases: [String: Identifier] = [:]
        var order: [String] = []
        var made: [(id: Identifier, position: Int64, unit: Identifier, stream: Identifier)] = []
        var erased: Set<Identifier> = []
        var changesService = false
        var expectations: [Expectation] = []
        for (number, line) in lines {
            func broken(_ what: String) -> Broken {
                Broken(description: "\(file):\(number) (\(name)): \(what)")
            }
            if let check = line["expect"]?.string {
                expectations.append(
                    Expectation(
                        line: number,
                        check: check,
                        asOf: try Scenario.instant(line["asOf"]?.string),
                        knownAt: try line["knownAt"].map { try Scenario.instant($0.string) },
                        findings: line["findings"]?.array ?? [],
                        through: made.last?.position ?? 0,
                        erased: erased
                    )
                )
                continue
            }
            let at = try Scenario.instant(line["at"]?.string)
            clock.withLock { $0 = at }
            let by = line["by"]?.string ?? "s-guider"
            let kind = line["kind"]?.string ?? "entry"
            let reference = line["case"]?.string ?? "C-1"
            if kind != "service", cases[reference] == nil {
                cases[reference] = Identifier(version4: CaseRecord.fresh())
                order.append(reference)
            }
            let caseID = cases[reference] ?? record.info.id
            let names = Dictionary(
                uniqueKeysWithValues: made.enumerated().map { (Scenario.name($0 + 1), $1.id) }
            )
            func target(_ member: String) throws -> Identifier? {
                guard let number = line[member]?.integer else { return nil }
                guard made.indices.contains(number - 1) else { throw broken("no event \(number)") }
                return made[number - 1].id
            }
            do {
                switch kind {
                case "erase":
                    let targets = (line["erase"]?.array ?? []).compactMap(\.integer)
                        .map { made[$0 - 1] }
                    erased.formUnion(targets.map(\.id))
                    // Most share the case's unit, which a log erases as a whole; here the stubs are made
                    // where the case is read.
                    let event = NewEvent(
                        id: Identifier(version7At: at, random: CaseRecord.fresh()),
                        stream: caseID,
                        kind: .erasure,
                        by: by,
                        unit: Identifier(version4: CaseRecord.fresh()),
                        payload: nil,
                        recordedAt: at
                    )
                    let row = try record.log.write(at: at) { try $0.append([event]) }[0]
                    made.append((row.id, row.position, row.unit, row.stream))
                case "service", "access":
                    changesService = changesService || kind == "service"
                    let draft = try Scenario.draft(line, at, names)
                    let payload = try ServiceDecider.decide(
                        draft,
                        staff: record.staff().pseudonyms
                    )
                    let entry = try record.append(
                        payload,
                        kind: kind == "access" ? .access : .service,
                        stream: kind == "access" ? StreamNames.access(of: caseID) : record.info.id,
                        unit: kind == "access"
                            ? StreamNames.accessUnit(record.info.id, at: at)
                            : StreamNames.serviceUnit(record.info.id),
                        by: by,
                        recordedAt: at
                    )
                    made.append((entry.id, entry.position, entry.unit, entry.stream))
                default:
                    var draft: Draft
                    if let target = try target("amend") {
                        draft = Draft(
                            .entryAmended,
                            at: .instant(at),
                            .object(present: [
                                ("target", .string(target.description)),
                                ("reason", line["reason"] ?? "wrong"), ("data", line["data"]),
                                (
                                    "occurred",
                                    try Scenario.occurrence(line).map { .string($0.description) }
                                ),
                            ])
                        )
                    } else if let target = try target("void") {
                        draft = Draft(
                            .entryMarkedInError,
                            at: .instant(at),
                            [
                                "target": .string(target.description),
                                "reason": line["reason"] ?? "wrong",
                            ]
                        )
                    } else {
                        draft = try Scenario.draft(line, at, names)
                    }
                    draft.role = line["role"]?.string ?? draft.role
                    draft.lateReason = line["lateReason"]?.string
                    draft.onBehalfOf = line["onBehalfOf"]?.string
                    draft.source = line["source"]?.string
                    draft.subjects = line["subjects"]?.strings ?? draft.subjects
                    draft.thirdParties = line["thirdParties"]?.strings ?? draft.thirdParties
                    if let word = line["confidentiality"]?.string {
                        draft.confidentiality = Confidentiality(rawValue: word)
                    }
                    let entry = try record.record(
                        Request([draft], in: caseID, by: by, recordedAt: at)
                    ).entries[0]
                    made.append((entry.id, entry.position, entry.unit, entry.stream))
                }
            } catch let error as RecordError {
                throw broken(error.sentence)
            } catch let error as Refusal {
                throw broken(error.rule)
            }
        }
        let feed = record.feed()
        let last = try record.lastPosition()
        self.cases = try order.compactMap { cases[$0] }.map { id in
            (
                id,
                try feed.entries(of: id, through: last)
            )
        }
        ids = cases
        service = try feed.service(through: last)
        // What cases are called is asked of the directory once; then the record may go.
        _ = try feed.looks
        for (_, entries) in self.cases { _ = try feed.rows(of: entries) }
        self.feed = feed
        self.changesService = changesService
        self.expectations = expectations
        positions = Dictionary(
            uniqueKeysWithValues: made.enumerated().map { ($0 + 1, $1.position) }
        )
    }

    private static func draft(
        _ line: JSON,
        _ at: Instant,
        _ names: [String: Identifier]
    ) throws -> Draft {
        guard let type = line["type"]?.string.flatMap(EventType.init) else {
            throw Broken(description: "no type: \(line.text)")
        }
        var data = line["data"] ?? .object([])
        for name in ["alert", "allegation", "hold", "request"] {
            guard let text = data[name]?.string, let id = names[text] else { continue }
            data = data.setting(name, to: .string(id.description))
        }
        return Draft(type, at: try occurrence(line) ?? .instant(at), data)
    }

    /// What scripts/projections.py calls the event with this number: a log has ids of its own.
    private static func name(_ number: Int) -> String {
        let url = Identifier("6ba7b811-9dad-11d1-80b4-00c04fd430c8") ?? Identifier(high: 0, low: 0)
        return Identifier(version5: "event \(number)", in: url).description
    }

    private static func occurrence(_ line: JSON) throws -> Occurrence? {
        guard let text = line["occurred"]?.string else { return nil }
        let whole = try text.split(separator: "/").map { part in
            part.contains("T") ? try instant(String(part)).description : String(part)
        }
        .joined(separator: "/")
        guard let occurrence = Occurrence(whole) else {
            throw Broken(description: "no time: \(text)")
        }
        return occurrence
    }

    /// An instant as scenarios write it: milliseconds may be left out.
    static func instant(_ text: String?) throws -> Instant {
        guard var text else { throw Broken(description: "a time is missing") }
        if !text.contains("."), text.hasSuffix("Z") { text = text.dropLast() + ".000Z" }
        guard let instant = Instant(text) else { throw Broken(description: "no time: \(text)") }
        return instant
    }

    // MARK: Asking

    /// What checks find in all cases, by number in the scenario instead of position.
    func findings(
        of check: AuditCheck,
        _ expectation: Expectation,
        on bench: Workbench,
        by method: (CaseAudit, AuditCheck) throws -> [AuditFinding] = { try $0.findings(of: [$1]) }
    ) throws -> [AuditFinding] {
        try cases.flatMap { id, entries in
            try method(
                CaseAudit(
                    caseID: id,
                    entries: entries.filter { entry in
                        entry.position <= expectation.through
                            && expectation.knownAt.map { entry.recordedAt <= $0 } ?? true
                    }
                    .map { expectation.erased.contains($0.id) ? $0.withoutContent : $0 },
                    feed: feed,
                    bench: bench,
                    asOf: expectation.asOf
                ),
                check
            )
        }
    }

    /// Says how what was found differs from what was expected; nil when it does not.
    func difference(_ expectation: Expectation, _ found: [AuditFinding]) -> String? {
        let numbers = Dictionary(
            uniqueKeysWithValues: positions.map { ($0.value, $0.key) }
        )
        let shown = found.map { finding -> JSON in
            // Positions in keys, and in the versions of rules that were changed, are numbers here too.
            let key = finding.key.split(separator: "/").map { part in
                Int64(part).flatMap { numbers[$0] }.map(String.init) ?? String(part)
            }
            .joined(separator: "/")
            let rule = finding.rule.map { rule in
                guard let range = rule.range(of: "(event ") else { return rule }
                let number = Int64(rule[range.upperBound...].dropLast()).flatMap { numbers[$0] }
                return rule[..<range.upperBound] + "\(number ?? -1))"
            }
            var cleared: Int?
            if case .cleared(let position) = finding.seen { cleared = numbers[position] }
            return .object(present: [
                ("key", .string(key)), ("severity", .string(finding.severity.rawValue)),
                ("evidence", .array(finding.evidence.map { JSON(numbers[$0] ?? -1) })),
                ("since", .string(finding.since.description)),
                ("due", finding.due.map { .string($0.description) }),
                ("sure", .string(finding.isCertain ? "certain" : "possible")),
                ("rule", rule.map(JSON.string)), ("expected", .string(finding.expected)),
                ("found", .string(finding.found)), ("seen", .string(finding.seen.word)),
                ("visible_from", .string(finding.visibleFrom.description)),
                ("cleared_by", cleared.map { JSON($0) }),
            ])
        }
        var left = shown
        for wanted in expectation.findings {
            let index = left.firstIndex { have in
                (wanted.members ?? []).allSatisfy { member in
                    var value = member.value
                    if ["since", "due", "visible_from"].contains(member.name),
                        let instant = try? Scenario.instant(value.string)
                    {
                        value = .string(instant.description)
                    }
                    return value == (have[member.name] ?? .null)
                }
            }
            guard let index else {
                return "\(file):\(expectation.line) (\(name)) wanted \(wanted.text), found"
                    + " \(JSON.array(shown).text)"
            }
            left.remove(at: index)
        }
        return left.isEmpty
            ? nil
            : "\(file):\(expectation.line) (\(name)) found besides \(JSON.array(left).text)"
    }
}
