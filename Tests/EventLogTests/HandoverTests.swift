import EventLog
import Foundation
import GRDB
import MerkleTree
import Support
import Testing
import Values

/// Goal: a log goes from one signing key to the next, whoever trusts one of them can tell how far that
/// reaches, and nobody without the old key can make a log follow theirs. Method: a log with three
/// keys, and its checkpoints as a thief or forger would have them; both verifiers, which share no code.
@Suite struct HandoverTests {
    private let fixture: LogFixture
    private let keys: [SigningKey]
    private let thief: SigningKey
    /// The size at which each key handed over, and the size at the end.
    private let sizes: [UInt64]
    private let notes: [String]
    private let roots: [UInt64: TreeHash]

    init() throws {
        let fixture = try LogFixture()
        self.fixture = fixture
        keys = try [5, 50, 51].map { seed in
            try #require(
                SigningKey(name: "test/log", seed: Array(repeating: UInt8(seed), count: 32))
            )
        }
        thief = try #require(SigningKey.generated(name: "test/log"))
        var sizes: [UInt64] = []
        for key in keys.dropFirst() {
            try fixture.fill(20)
            let (size, from) = try HandoverTests.handOver(fixture, to: key)
            #expect(from == keys[sizes.count].verification)
            sizes.append(size)
        }
        try fixture.fill(20)
        sizes.append(try fixture.log.read { try $0.size().count })
        self.sizes = sizes
        (notes, roots) = try fixture.log.read { snapshot in
            let sizes = try snapshot.checkpointSizes()
            return (
                try HandoverTests.notes(fixture),
                try Dictionary(
                    uniqueKeysWithValues: sizes.map { ($0.count, try snapshot.tree.root(of: $0)) }
                )
            )
        }
    }

    /// As a record does it: the handover, an event, and a checkpoint over it by the new key.
    private static func handOver(
        _ fixture: LogFixture,
        to key: SigningKey
    ) throws -> (UInt64, VerificationKey) {
        try fixture.log.write(at: fixture.now) { transaction in
            let size = UInt64(transaction.position)
            let from = try transaction.handOver(to: key)
            try transaction.append([
                fixture.event(
                    in: fixture.record,
                    kind: .service,
                    unit: fixture.serviceUnit,
                    "replaced"
                )
            ])
            try transaction.sign()
            return (size, from)
        }
    }

    private static func notes(_ fixture: LogFixture) throws -> [String] {
        let queue = try DatabaseQueue(path: fixture.folder("log.sqlite"))
        defer { try? queue.close() }
        return try queue.read {
            try String.fetchAll($0, sql: "SELECT note FROM checkpoint ORDER BY number")
        }
    }

    // MARK: Both verdicts

    private func verdict(trusting key: VerificationKey) throws -> LogVerdict {
        try LogVerifier(
            path: fixture.folder("log.sqlite"),
            access: .readOnly,
            trusting: [key]
        ).verify()
    }

    /// What this program says of these checkpoints; the other verifier must say the same.
    private func rules(
        of notes: [String],
        trusting key: SigningKey,
        _ place: SourceLocation = #_sourceLocation
    ) throws -> [String] {
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            try db.execute(sql: "DELETE FROM checkpoint")
            for (index, note) in notes.enumerated() {
                let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
                try db.execute(
                    sql: "INSERT INTO checkpoint VALUES (?, ?, ?)",
                    arguments: [index + 1, Int64(lines[1]) ?? 0, note]
                )
            }
        }
        let ours = try verdict(trusting: key.verification)
        let theirs = try #require(
            try Command.python(
                "verify.py",
                [fixture.folder.path, "--key", key.verification.description, "--json"]
            ),
            "no Python with 'cryptography' to run scripts/verify.py in"
        )
        #expect(theirs.status == (ours.isWhole ? 0 : 3), "\(theirs.output)", sourceLocation: place)
        let told = try JSON.parse(theirs.output)
        #expect(
            told["damages"]?.array?.count == ours.damages.count,
            "\(ours.damages) \(theirs.output)",
            sourceLocation: place
        )
        let spans = (told["keys"]?.array ?? []).map { span in
            "\(span["key"]?.string ?? "") \(span["first"]?.integer ?? 0)"
                + " \(span["last"]?.integer.map(String.init) ?? "-")"
        }
        let own = (ours.keys?.spans ?? []).map { span in
            "\(span.key) \(span.first) \(span.last.map(String.init) ?? "-")"
        }
        #expect(spans == own, sourceLocation: place)
        return ours.damages.map(\.rule)
    }

    /// The checkpoints with the handover of one key replaced.
    private func notes(handover index: Int, by note: SignedNote?) throws -> [String] {
        let place = try self.place(ofHandover: index)
        return notes[..<place] + [try #require(note).written] + notes[(place + 1)...]
    }

    private func place(ofHandover index: Int) throws -> Int {
        try #require(
            notes.indices.filter { notes[$0].contains("vigil-handover/v1") }.dropFirst(index).first
        )
    }

    private func checkpoint(_ size: UInt64, root: TreeHash? = nil) throws -> Checkpoint {
        Checkpoint(
            origin: "test/log",
            size: TreeSize(size),
            root: try root ?? #require(roots[size])
        )
    }

    private func handover(
        at size: UInt64,
        from old: SigningKey,
        _ hasOld: Bool = true,
        to new: SigningKey,
        root: TreeHash? = nil
    ) throws -> SignedNote? {
        try Handover.signed(
            try checkpoint(size, root: root),
            from: old.verification,
            by: hasOld ? old : nil,
            to: new
        )
    }

    // MARK: Tests

    @Test func `with any one of its keys the whole log is good, each key for its sizes`() throws {
        #expect(notes.count { $0.contains("vigil-handover/v1") } == 2)
        for key in keys {
            #expect(try rules(of: notes, trusting: key).isEmpty)
            let history = try #require(try verdict(trusting: key.verification).keys)
            #expect(history.keys == keys.map(\.verification))
            #expect(history.spans.map(\.first) == [1, sizes[0] + 1, sizes[1] + 1])
            #expect(history.spans.map(\.last) == [sizes[0], sizes[1], nil])
        }
        #expect(try rules(of: notes, trusting: thief).count == notes.count)
    }

    @Test func `a key that was replaced signs nothing more, and entries are recorded all the same`()
        throws
    {
        let old = try fixture.reopened()
        let count = notes.count
        let event = fixture.event(in: fixture.id(), unit: fixture.serviceUnit, "later")
        // An hour after the last signature it would be due.
        let later = fixture.now.adding(milliseconds: 3_600_000)
        _ = try old.write(at: later) { try $0.append([event]) }
        #expect(throws: LogError.self) { try old.write(at: fixture.now) { try $0.sign() } }
        #expect(throws: LogError.self) {
            try old.write(at: fixture.now) { try $0.handOver(to: thief) }
        }
        #expect(try HandoverTests.notes(fixture).count == count)
        #expect(try verdict(trusting: keys[0].verification).isWhole)
        try fixture.log.write(at: fixture.now) { _ = try $0.sign() }
        #expect(try verdict(trusting: keys[0].verification).isWhole)
    }

    @Test func `nothing of a handover that is not committed is left`() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try fixture.log.write(at: fixture.now) { transaction in
                try transaction.handOver(to: thief)
                throw Stop()
            }
        }
        try fixture.append([fixture.event(in: fixture.id(), unit: fixture.serviceUnit, "later")])
        try fixture.log.write(at: fixture.now) { _ = try $0.sign() }
        #expect(try verdict(trusting: keys[2].verification).isWhole)
    }

    @Test func `a handover that the old key has not signed is followed by nobody who trusts it`()
        throws
    {
        let alone = try notes(
            handover: 0,
            by: try handover(at: sizes[0], from: keys[0], false, to: keys[1])
        )
        #expect(try rules(of: alone, trusting: keys[1]).isEmpty)
        #expect(try rules(of: alone, trusting: keys[2]).isEmpty)
        let rules = try rules(of: alone, trusting: keys[0])
        #expect(rules.first?.contains("hands over from the key in use, which is trusted") == true)
        #expect(rules.count > 1)
        // The thief's own key, with the old key's signature copied from what it did sign.
        let copied = try #require(try handover(at: sizes[0], from: keys[0], false, to: thief))
        let line = try SignedNote(parsing: notes[0]).signatures[0]
        for note in [
            copied, SignedNote(text: copied.text, signatures: [line] + copied.signatures),
        ] {
            let forged = try Array(notes(handover: 0, by: note)[...place(ofHandover: 0)])
            #expect(try !self.rules(of: forged, trusting: keys[0]).isEmpty)
            #expect(try !self.rules(of: forged, trusting: keys[1]).isEmpty)
        }
        // A line of their own beneath a checkpoint that the old key has signed hands nothing over.
        let plain = try checkpoint(sizes[0]).signed(by: keys[0])
        let beneath = SignedNote(
            text: plain.text,
            signatures: plain.signatures + [try thief.sign(plain.text)]
        )
        #expect(try !self.rules(of: notes(handover: 0, by: beneath), trusting: keys[0]).isEmpty)
    }

    @Test func `a handover of another log, root, size or key is none`() throws {
        let other = try #require(SigningKey.generated(name: "test/other"))
        let successor = try #require(SigningKey.generated(name: "test/other"))
        let foreign = try Handover.signed(
            Checkpoint(origin: "test/other", size: TreeSize(sizes[0]), root: .leaf([1])),
            from: other.verification,
            by: other,
            to: successor
        )
        let lower = try #require(roots.keys.filter { $0 < sizes[0] }.max())
        let place = try place(ofHandover: 0)
        for (note, what) in [
            (foreign, "another log's"),
            (try handover(at: sizes[0], from: keys[0], to: keys[1], root: .leaf([1])), "a root's"),
            (try handover(at: sizes[0], from: keys[1], to: keys[2]), "of a key not in use"),
            (try handover(at: sizes[0], from: keys[0], to: thief), "to a key that never came"),
            (try handover(at: sizes[2], from: keys[0], to: keys[1]), "of a size that came later"),
            (try handover(at: lower, from: keys[0], to: keys[1]), "of a size that was before"),
        ] {
            let rules = try rules(of: try notes(handover: 0, by: note), trusting: keys[0])
            #expect(!rules.isEmpty, "\(what)")
        }
        // Its last size made smaller: what the key signed since would be by one that was retired.
        let shortened =
            notes[..<place].filter { !$0.contains("\n\(lower)\n") }
            + [try #require(try handover(at: lower, from: keys[0], to: keys[1])).written]
            + [try checkpoint(sizes[0]).signed(by: keys[0]).written] + notes[(place + 1)...]
        let rules = try rules(of: Array(shortened), trusting: keys[1])
        #expect(
            rules.first?.hasSuffix("is signed by a key that was retired at size \(lower)") == true
        )
        // A column that says another size than the note.
        try Shell.tamper(fixture.folder("log.sqlite")) { db in
            try db.execute(
                sql: "UPDATE checkpoint SET size = size + 1 WHERE note LIKE '%handover%'"
            )
        }
        #expect(try !verdict(trusting: keys[0].verification).isWhole)
    }

    @Test func `a retired key that signs on is named with the size it was retired at`() throws {
        let last = notes.count - 1
        let stolen = try checkpoint(sizes[2]).signed(by: keys[0])
        for key in keys {
            let rules = try rules(of: notes[..<last] + [stolen.written], trusting: key)
            #expect(
                rules == [
                    "checkpoint \(last + 1) is signed by a key that was retired at size \(sizes[0])"
                ]
            )
        }
        // Also beside the key in use.
        let both = SignedNote(
            text: stolen.text,
            signatures: stolen.signatures + [try keys[2].sign(stolen.text)]
        )
        #expect(try rules(of: notes[..<last] + [both.written], trusting: keys[2]).count == 1)
    }

    @Test func `a history signed by a stolen key is refused by who names its successor alone`()
        throws
    {
        // The thief leaves the handovers out, and signs all of it with the first key.
        let foreign = try roots.keys.sorted().map { size in
            try checkpoint(size).signed(by: keys[0]).written
        }
        #expect(try rules(of: foreign, trusting: keys[0]).isEmpty)
        #expect(try rules(of: foreign, trusting: keys[1]).count == foreign.count)
        // With the true handover in it, and a history of its own behind it.
        let place = try place(ofHandover: 0)
        let stolen = try roots.keys.filter { $0 > sizes[0] }.sorted().map { size in
            try checkpoint(size).signed(by: keys[0]).written
        }
        let rules = try rules(of: notes[...place] + stolen, trusting: keys[1])
        #expect(rules.count == stolen.count)
        #expect(rules.allSatisfy { $0.hasSuffix("retired at size \(sizes[0])") })
    }

    @Test func `handovers are read from a file, one after the other, or not at all`() throws {
        let handovers = try fixture.log.read { try $0.handovers() }
        #expect(handovers.map(\.to) == keys.dropFirst().map(\.verification))
        let file = handovers.map(\.note.written).joined(separator: "\n")
        #expect(Handover.all(in: file) == handovers)
        #expect(Handover.all(in: notes[0]) == nil)
        #expect(Handover.all(in: file + "\nmore") == nil)
        #expect(Handover.all(in: "") == nil)
        for place in Array(file.utf8).indices {
            var bytes = Array(file.utf8)
            bytes[place] ^= 1
            let read = Handover.all(in: String(decoding: bytes, as: UTF8.self))
            #expect(read?.allSatisfy(\.isSignedByOld) != true, "byte \(place)")
        }
    }
}
