import CaseModel
import CaseRecord
import EventLog
import Foundation
import Support
import Synchronization
import Testing
import Values

/// A record in a folder of its own, with a clock that a test moves.
final class RecordFixture: Sendable {
    let folder: TemporaryFolder
    private let clock = Mutex(Instant(milliseconds: 1_790_000_000_000))
    let caseID = Identifier(version4: (21, 22))

    init() throws { folder = try TemporaryFolder("record") }

    var path: String { folder("test.vigil") }

    func now() -> Instant { clock.withLock { $0 } }

    func advance(_ milliseconds: Int64) {
        clock.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }

    func create() throws -> CaseRecord {
        let record = try CaseRecord.create(
            at: path,
            .init(
                name: "Test service",
                nation: "england-wales",
                administrator: ("s-admin", "Ann Admin"),
                roles: ["administrator", "auditor"]
            ),
            environment: folder.environment,
            clock: { self.now() }
        )
        return record
    }

    func open(for use: CaseRecord.Use = .write) throws -> CaseRecord {
        try CaseRecord.open(
            at: path,
            for: use,
            environment: folder.environment,
            clock: { self.now() }
        )
    }

    static let auditor = Reader(staff: "s-admin", purpose: "audit")

    func request(
        _ type: EventType,
        _ data: JSON,
        at occurred: Occurrence? = nil,
        command: Identifier? = nil,
        ifVersion: Int64? = nil
    ) -> Request {
        advance(1000)
        return Request(
            [Draft(type, at: occurred ?? .instant(now()), data)],
            in: caseID,
            by: "s-admin",
            command: command,
            ifVersion: ifVersion
        )
    }

    /// A case with a mother, an infant and a film.
    func withCase() throws -> CaseRecord {
        let record = try create()
        try record.record([
            request(.caseOpened, ["reference": "C-0001"]),
            request(.personAdded, ["person": "mother", "role": "client"]),
            request(.personAdded, ["person": "infant", "role": "child"]),
            request(
                .filmTaken,
                ["kind": "interaction", "durationMs": 300_000, "people": ["mother", "infant"]]
            ),
        ])
        return record
    }
}

/// A timeline without what differs between two logs of the same entries.
func substance(_ view: CaseView) -> [String] {
    view.lines.map { line in
        let standing = line.standing
        var payload = standing.payload
        payload?.origin = nil
        let (from, to) = standing.interval
        return [
            standing.entry.id.description, standing.standing.rawValue, line.happened.rawValue,
            from?.description ?? "", to.description, standing.entry.author,
            standing.entry.firstRecordedAt.description, payload?.json.text ?? "",
        ].joined(separator: " ")
    }
}
