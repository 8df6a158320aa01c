import Dispatch
package import EventLog
package import MerkleTree
import Values

/// What `vigil verify` says.
package struct RecordVerdict: Sendable {
    package let verdict: LogVerdict
    /// Where the key that checked the signatures came from, as a sentence.
    package let keySource: String
    /// What is remembered of the log outside it, and is not so.
    package let notices: [String]
    /// Bodies that do not open with the keys at hand; nil when they were not tried.
    package let unopened: [Int64]?

    package var isWhole: Bool {
        verdict.isWhole && notices.isEmpty && unopened?.isEmpty ?? true
    }
}

extension CaseRecord {
    /// Verifies a record's log without any of its keys.
    ///
    /// - Parameters:
    ///   - key: the checkpoints' key from elsewhere; nil to take it from the secrets if they are here,
    ///     else from `record.json`.
    ///   - isReadOnly: on a medium that cannot be written.
    package static func verify(
        at path: String,
        key: String? = nil,
        witnesses: [WitnessKey] = [],
        secrets folder: String? = nil,
        from first: Int64 = 1,
        isReadOnly: Bool = false,
        environment: [String: String],
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> RecordVerdict {
        try RecordError.wrapping {
            let files = RecordFiles(folder: path)
            let info = try? RecordInfo.read(files.info)
            let (trusted, source) = try trustedKey(key, info, files, folder, environment)
            let access: EventLog.Access = isReadOnly ? .immutable : .readOnly
            // Before the walk: what others commit meanwhile must not look like a cut tail.
            let remembered = info.flatMap {
                files.remembered(of: $0.id, environment: environment).read()
            }
            let verifier = LogVerifier(
                path: files.log,
                access: access,
                trusting: [trusted],
                witnesses: witnesses + (info?.witnesses ?? [])
            )
            // Two passes that share nothing: one core each.
            let pages = Background { try LogVerifier.indexDamage(path: files.log, access: access) }
            var verdict = try verifier.verify(from: first, progress: progress)
            verdict = verdict.adding(try pages.wait())
            var notices: [String] = []
            if let info, let record = verdict.record, info.id != record {
                notices.append("'record.json' is of record \(info.id), the log of record \(record)")
            }
            if info == nil { notices.append("'record.json' is missing or damaged") }
            if let record = verdict.record {
                // Without record.json the record's id is known only now.
                let last =
                    info?.id == record
                    ? remembered : files.remembered(of: record, environment: environment).read()
                notices += rollback(last, verdict, files)
            }
            return RecordVerdict(
                verdict: verdict,
                keySource: source,
                notices: notices,
                unopened: nil
            )
        }
    }

    private static func trustedKey(
        _ given: String?,
        _ info: RecordInfo?,
        _ files: RecordFiles,
        _ folder: String?,
        _ environment: [String: String]
    ) throws -> (VerificationKey, String) {
        if let given {
            guard let key = VerificationKey(given) else {
                throw RecordError(
                    .invalid,
                    "key",
                    "a verification key is written name+id+base64",
                    hint: "'vigil checkpoint --key' prints the record's"
                )
            }
            return (key, "the key given")
        }
        guard let info else {
            throw RecordError(
                .damaged,
                "record-info",
                "'record.json' is missing or damaged, so there is no key to check signatures with",
                hint: "give the key with --key"
            )
        }
        let places = KeyPlaces(.init(), folder, info.id, files, environment)
        if let own = try? places.signingKey() {
            return (own.verification, "this machine's key of the record")
        }
        guard let key = VerificationKey(info.key) else {
            throw RecordError(.damaged, "record-info", "the key in 'record.json' is damaged")
        }
        return (key, "the key in record.json, which whoever writes the log can write too")
    }

    private static func rollback(
        _ last: (size: TreeSize, root: TreeHash)?,
        _ verdict: LogVerdict,
        _ files: RecordFiles
    ) -> [String] {
        guard let last else { return [] }
        if last.size > verdict.size {
            return [
                "the log has \(verdict.size) events, and this machine has seen it with \(last.size):"
                    + " an old copy was put in its place, or its end was cut off"
            ]
        }
        let root = try? EventLog.open(at: files.log, access: .readOnly).read {
            try $0.tree.root(of: last.size)
        }
        guard let root, root != last.root else { return [] }
        return ["the log's first \(last.size) events are not the ones that this machine has seen"]
    }

    /// Opens every body with the keys at hand, and names those that do not open.
    package func unopenedPositions(progress: (Int64, Int64) -> Void = { _, _ in }) throws -> [Int64]
    {
        try RecordError.wrapping {
            try log.read { snapshot in
                let last = try snapshot.position()
                var unopened: [Int64] = []
                var position: Int64 = 1
                while position <= last {
                    let events = try snapshot.events(from: position, count: 2048)
                    for (event, opened) in zip(events, try snapshot.open(events)) {
                        if case .locked = opened { unopened.append(event.row.position) }
                    }
                    position += 2048
                    progress(min(position - 1, last), last)
                }
                return unopened
            }
        }
    }
}

/// Work on a thread of its own, waited for where its result is needed.
private final class Background<T: Sendable>: @unchecked Sendable {
    // Because the result is written before `done` is signalled and read only after it was waited for.
    private var result: Result<T, any Error>?
    private let done = DispatchSemaphore(value: 0)

    init(_ work: @escaping @Sendable () throws -> T) {
        DispatchQueue.global().async {
            self.result = Result { try work() }
            self.done.signal()
        }
    }

    func wait() throws -> T {
        done.wait()
        guard let result else {
            throw RecordError(.unavailable, "background", "a part of the work did not run")
        }
        return try result.get()
    }
}

// MARK: - For those who only print it

extension RecordVerdict {
    /// The log's verdict in plain values.
    package struct Log: Sendable {
        package let size: UInt64
        package let root: String
        package let checkpoints: Int
        package let checkpointSize: UInt64?
        /// The keys that sign, each with its sizes, as far as the trust in the key given reaches.
        package let keys: KeyHistory?
        package let erased: Int
        package let unfinishedErasures: [String]
        package let damages: [Damage]
    }

    package var log: Log {
        Log(
            size: verdict.size.count,
            root: verdict.root.description,
            checkpoints: verdict.checkpointCount,
            checkpointSize: verdict.checkpoint?.checkpoint.size.count,
            keys: verdict.keys,
            erased: verdict.erasedCount,
            unfinishedErasures: verdict.unfinishedErasures.map(\.description),
            damages: verdict.damages
        )
    }

    package func adding(unopened: [Int64]) -> RecordVerdict {
        RecordVerdict(
            verdict: verdict,
            keySource: keySource,
            notices: notices,
            unopened: unopened
        )
    }
}

extension CaseRecord {
    /// The newest checkpoint's note; nil when none was signed yet.
    package func newestCheckpoint() throws -> String? {
        try RecordError.wrapping { try log.read { try $0.newestCheckpoint() } }
    }
}
