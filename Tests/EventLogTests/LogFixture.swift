import EventLog
import Foundation
import MerkleTree
import Support
import Testing
import Values

/// A log in a folder of its own, with keys, and a clock that a test sets.
final class LogFixture {
    let folder: TemporaryFolder
    let record = Identifier(version4: (1, 2))
    let signer: SigningKey
    let encryptionKey: KeyEncryptionKey
    private(set) var log: EventLog
    var random = SeededRandom(seed: 42)
    var now = Instant(milliseconds: 1_790_000_000_000)
    let serviceUnit = Identifier(version4: (3, 4))

    init() throws {
        folder = try TemporaryFolder("log")
        signer = try #require(SigningKey(name: "test/log", seed: Array(repeating: 5, count: 32)))
        encryptionKey = try #require(KeyEncryptionKey(bytes: Array(repeating: 6, count: 32)))
        let keys = try KeyStore.create(
            at: folder("keys.sqlite"),
            record: record,
            encryptionKey: encryptionKey
        )
        log = try EventLog.create(
            at: folder("log.sqlite"),
            record: record,
            keys: keys,
            signer: signer
        )
        try append([event(in: record, kind: .service, unit: serviceUnit, "founded")])
    }

    func reopened() throws -> EventLog {
        try EventLog.open(
            at: folder("log.sqlite"),
            access: .readWrite,
            keys: try KeyStore.open(
                at: folder("keys.sqlite"),
                record: record,
                encryptionKey: encryptionKey
            ),
            signer: signer
        )
    }

    func id() -> Identifier {
        Identifier(version7At: now, random: (random.next(), random.next()))
    }

    func event(
        in stream: Identifier,
        kind: EventKind = .entry,
        unit: Identifier,
        _ text: String,
        id: Identifier? = nil
    ) -> NewEvent {
        NewEvent(
            id: id ?? self.id(),
            stream: stream,
            kind: kind,
            by: "s-test",
            unit: unit,
            payload: kind == .erasure ? nil : JSON.object(present: [("text", .string(text))]).bytes
        )
    }

    @discardableResult
    func append(_ events: [NewEvent]) throws -> [EventRow] {
        now = now.adding(milliseconds: 1500)
        return try log.write(at: now) { try $0.append(events) }
    }

    /// Events of several cases with films and a checkpoint now and then.
    func fill(_ count: Int, streams: Int = 4) throws {
        let cases = (0..<streams).map { _ in id() }
        for number in 0..<count {
            let stream = cases[Int.random(in: 0..<streams, using: &random)]
            let unit = Identifier(version4: (stream.low, UInt64(number % 3)))
            try append([event(in: stream, unit: unit, "event \(number) \(random.next())")])
            if number % 17 == 0 { try log.write(at: now) { _ = try $0.sign() } }
        }
        try log.write(at: now) { _ = try $0.sign() }
    }

    func verify() throws -> LogVerdict {
        try LogVerifier(
            path: folder("log.sqlite"),
            access: .readOnly,
            trusting: [signer.verification]
        ).verify()
    }

    func payloads(of stream: Identifier) throws -> [String] {
        try log.read { snapshot in
            let events = try snapshot.events(of: stream)
            return try snapshot.open(events).map { opened in
                switch opened {
                case .payload(let json): json["text"]?.string ?? ""
                case .erased: "erased"
                case .locked(let reason): "locked: \(reason)"
                }
            }
        }
    }
}
