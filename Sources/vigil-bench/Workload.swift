import CaseRecord
import EventLog
import FoundationEssentials
import MerkleTree
import Values

/// The floors' workload: 400 bytes of JSON an event, groups of 100, every tenth group in one hot stream.
enum Workload {
    static let payloadCount = 400
    private static let words = [
        "infant", "parent", "turn", "pause", "gaze", "initiative", "received", "attuned", "smile",
        "waits", "follows", "names", "review", "clip", "guider", "shared",
    ].map { Array($0.utf8) }

    static func event(_ index: Int, in unit: Identifier, at instant: Instant) -> NewEvent {
        let stream = stream(of: index)
        let id = stream == 0 && index == 0 ? LogFolder.record : nil
        return NewEvent(
            id: Identifier(
                version7At: instant,
                random: (.random(in: .min ... .max), .random(in: .min ... .max))
            ),
            stream: id
                ?? (stream == 0 ? LogFolder.record : Identifier(version4: (UInt64(stream), 9))),
            kind: .entry,
            by: "s-bench",
            unit: unit,
            payload: payload(index)
        )
    }

    static func stream(of index: Int) -> Int {
        let group = index / 100
        return group % 10 == 0 ? 0 : group
    }

    private static func payload(_ index: Int) -> [UInt8] {
        var random = SeededRandom(seed: UInt64(index))
        var text = Array(
            #"{"seq":\#(index),"clip":{"start":\#(random.next() % 600_000)},"note":""#.utf8
        )
        while text.count < payloadCount - 2 {
            text += words[Int(random.next() & 15)]
            text.append(UInt8(ascii: " "))
        }
        text.removeLast(text.count - (payloadCount - 2))
        return text + Array(#""}"#.utf8)
    }
}

/// A log without a record around it, for measuring the log alone.
enum LogFolder {
    static let record = Identifier(version4: (11, 12))
    private static let signer = SigningKey(
        name: "vigil/bench",
        seed: Array(repeating: 3, count: 32)
    )

    static func create(_ folder: String) throws -> EventLog {
        guard let signer, let key = KeyEncryptionKey(bytes: Array(repeating: 4, count: 32)) else {
            throw LogError.invalid("no keys")
        }
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        let keys = try KeyStore.create(
            at: "\(folder)/keys.sqlite",
            record: record,
            encryptionKey: key
        )
        return try EventLog.create(
            at: "\(folder)/log.sqlite",
            record: record,
            keys: keys,
            signer: signer
        )
    }

    /// The bench's own key, or a record's.
    static func verificationKey(_ folder: String) throws -> VerificationKey {
        let info = FileManager.default.contents(atPath: "\(folder)/record.json")
        let key = try info.map { try JSON.parse($0)["key"]?.string } ?? nil
        guard let key = key.flatMap({ VerificationKey($0) }) ?? signer?.verification else {
            throw LogError.invalid("no key")
        }
        return key
    }
}
