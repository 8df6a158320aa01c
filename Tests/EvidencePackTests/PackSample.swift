import CaseModel
import CaseRecord
import Crypto
import EventLog
import EvidencePack
import Foundation
import MerkleTree
import Support
import Synchronization
import Testing
import Values

/// A small record with two cases, packs of it, and the key of its log: what an honest keeper makes,
/// and what a dishonest one has to lie with.
final class PackSample: Sendable {
    let folder: TemporaryFolder
    let record: CaseRecord
    /// The log's own key.
    let key: SigningKey
    private let clock: Ticker
    static let cases = [Identifier(version4: (31, 32)), Identifier(version4: (33, 34))]
    static let words = "She looked up & smiled"

    init() throws {
        let folder = try TemporaryFolder("pack")
        self.folder = folder
        let clock = Ticker()
        self.clock = clock
        record = try CaseRecord.create(
            at: folder("test.vigil"),
            .init(
                name: "Test service",
                nation: "england-wales",
                administrator: ("s-admin", "Ann Admin"),
                roles: ["administrator", "auditor"]
            ),
            environment: folder.environment,
            clock: { clock.next() }
        )
        let written = try String(
            contentsOfFile: folder("data/vigil/\(record.info.id)/signing.key"),
            encoding: .utf8
        )
        key = try #require(SigningKey(written.prefix { $0 != "\n" }))
        for (index, id) in PackSample.cases.enumerated() {
            try add(.caseOpened, ["reference": .string("C-000\(index + 1)")], to: id)
            try add(.personAdded, ["person": "infant", "role": "child"], to: id)
        }
        try add(
            .filmTaken,
            ["kind": "interaction", "durationMs": 300_000, "people": ["infant"]],
            to: PackSample.cases[0]
        )
        try record.sign()
    }

    @discardableResult
    func add(_ type: EventType, _ data: JSON, to id: Identifier) throws -> Identifier {
        let command = Identifier(version7At: record.info.created, random: PackSample.random())
        try record.record(
            Request(
                [Draft(type, at: .instant(clock.now), data)],
                in: id,
                by: "s-admin",
                command: command
            )
        )
        return command
    }

    private static func random() -> (UInt64, UInt64) {
        (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    }

    // MARK: Packs

    func draft(
        of name: String = "C-0001",
        known: [String] = [],
        recipient: String = "Example auditor",
        discloses: @escaping @Sendable (Int64) -> Bool = { _ in true }
    ) throws -> PackDraft {
        try record.packDraft(
            of: name,
            PackOrder(
                recipient: recipient,
                purpose: "audit",
                basis: "public task",
                known: known,
                overwrite: true,
                discloses: discloses
            ),
            by: "s-admin"
        )
    }

    func release(_ draft: PackDraft, as name: String = "one.pack") throws -> [UInt8] {
        _ = try record.release(draft, to: folder(name))
        return Array(try Data(contentsOf: URL(fileURLWithPath: folder(name))))
    }

    /// The log's key and nothing that a pack is held against.
    var trust: String { "log \(record.info.key)\nquorum none\n" }

    func policy(_ text: String? = nil) throws -> PackPolicy {
        try PackPolicy(Array((text ?? trust).utf8))
    }

    /// Positions of the first case's events.
    func positions(of id: Identifier = cases[0]) throws -> [Int64] {
        try record.log.read { try $0.events(of: id).map(\.row.position) }
    }

    /// Erases the case's own unit, as the log does it.
    func erase(_ id: Identifier = cases[0]) throws {
        try record.log.write(at: record.info.created) { transaction in
            let first = try #require(try transaction.snapshot.events(of: id).first)
            _ = try transaction.append([
                NewEvent(
                    id: Identifier(version7At: record.info.created, random: (7, 8)),
                    stream: id,
                    kind: .erasure,
                    by: "s-admin",
                    unit: first.row.unit,
                    payload: nil
                )
            ])
        }
        try record.sign()
    }

    // MARK: Both verifiers

    /// What both say of each step, as letters: `ppppnppp`. Fails when they differ.
    func letters(
        _ pack: [UInt8],
        _ policy: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let ours = PackVerifier.verify(pack, trusting: try self.policy(policy))
        let (status, theirs) = try python(pack, policy)
        let told = try JSON.parse(theirs)
        let steps = told["steps"]?.array ?? []
        let letters = steps.compactMap { $0["outcome"]?.string?.prefix(1) }.joined()
        #expect(letters == ours.letters, sourceLocation: sourceLocation)
        #expect(status == (ours.isWhole ? 0 : 3), sourceLocation: sourceLocation)
        let files = steps.map { ($0["faults"]?.array ?? []).map { $0["file"]?.string } }
        #expect(files == ours.steps.map { $0.faults.map(\.file) }, sourceLocation: sourceLocation)
        let events = (told["events"]?.array ?? []).map { $0["content"]?.string }
        #expect(events == ours.events.map(\.content.rawValue), sourceLocation: sourceLocation)
        return ours.letters
    }

    func python(
        _ pack: [UInt8],
        _ policy: String? = nil,
        _ more: String...
    ) throws -> (status: Int32, output: String) {
        let name = UUID().uuidString
        try Data(pack).write(to: URL(fileURLWithPath: folder(name + ".pack")))
        try folder.write(name + ".policy", policy ?? trust)
        let result = try #require(
            try Command.python(
                "verify_pack.py",
                [folder(name + ".pack"), "--policy", folder(name + ".policy"), "--json"] + more
            ),
            "no Python with 'cryptography' to run scripts/verify_pack.py in"
        )
        return (result.status, result.output.isEmpty ? "{}" : result.output)
    }
}

/// A clock that goes on by a second each time it is looked at.
private final class Ticker: Sendable {
    private let instant = Mutex(Instant(milliseconds: 1_790_000_000_000))

    var now: Instant { instant.withLock { $0 } }

    func next() -> Instant {
        instant.withLock {
            $0 = $0.adding(milliseconds: 1000)
            return $0
        }
    }
}

/// A pack taken apart, changed by somebody who has the log's key, and signed again.
struct Forgery {
    var files: [PackFile: [UInt8]] = [:]
    var manifest: PackManifest

    init(_ pack: [UInt8]) throws {
        // Read as plain tar, without the reader that is tested.
        var place = 0
        while pack[place] != 0 {
            let name = String(
                decoding: pack[place..<(place + 100)].prefix { $0 != 0 },
                as: UTF8.self
            )
            let size = try #require(
                Int(String(decoding: pack[(place + 124)..<(place + 135)], as: UTF8.self), radix: 8)
            )
            files[try #require(PackFile(name: name))] =
                Array(pack[(place + 512)..<(place + 512 + size)])
            place += 512 + (size + 511) / 512 * 512
        }
        let note = try SignedNote(parsing: String(decoding: files[.manifest] ?? [], as: UTF8.self))
        manifest = try #require(PackManifest(reading: note.text))
    }

    /// The archive with a manifest that names its files as they are now.
    mutating func signed(by key: SigningKey) throws -> [UInt8] {
        files[.manifest] = nil
        manifest.files = files.map {
            .init(name: $0.key.name, size: Int64($0.value.count), sha256: sha256($0.value))
        }
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let note = SignedNote(text: manifest.text, signatures: [try key.sign(manifest.text)])
        files[.manifest] = Array(note.written.utf8)
        return PackWriter.archive(files)
    }
}

/// A witness of a test's own, as c2sp.org/tlog-cosignature has it.
struct Witness {
    private let key = Curve25519.Signing.PrivateKey()
    private let name = "witness.example/w1"
    private var tagged: [UInt8] { [4] + Array(key.publicKey.rawRepresentation) }
    private var id: [UInt8] {
        Array(SHA256.hash(data: Array(name.utf8) + [10] + tagged).prefix(4))
    }

    var written: String { "\(name)+\(hexadecimal(id))+\(Base64.encode(tagged))" }

    /// The note with the witness's line behind the others.
    func cosigned(_ note: [UInt8], at time: UInt64 = 1_790_000_000) throws -> [UInt8] {
        let text = try SignedNote(parsing: String(decoding: note, as: UTF8.self)).text
        let signature = try key.signature(
            for: Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
        )
        let stamp = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: time >> UInt64($0))
        }
        let line = Base64.encode(id + stamp + Array(signature))
        return note + Array("\u{2014} \(name) \(line)\n".utf8)
    }
}
