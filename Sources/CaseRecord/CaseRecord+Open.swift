import CaseModel
import EventLog
import FoundationEssentials
import MerkleTree
import Projector
package import Values

extension CaseRecord {
    /// What a new record is called and who begins it.
    package struct Founding: Sendable {
        package var name: String
        package var nation: String
        /// The log's name in checkpoints; nil for one made of the record's id.
        package var origin: String?
        /// Pseudonym and name of the first administrator.
        package var administrator: (pseudonym: String, name: String)
        /// The roles that they hold from the beginning.
        package var roles: [String]
        /// Where the secrets go; nil for the user's data folder.
        package var secrets: String?
        /// Where the keys come from, when it is not a folder alone.
        package var keys: KeyPlaces.Given
        /// Inside the record, as only a demo does.
        package var keepsSecretsInside: Bool
        package var id: Identifier?

        package init(
            name: String,
            nation: String,
            origin: String? = nil,
            administrator: (pseudonym: String, name: String),
            roles: [String] = ["administrator"],
            secrets: String? = nil,
            keys: KeyPlaces.Given = .init(),
            keepsSecretsInside: Bool = false,
            id: Identifier? = nil
        ) {
            self.name = name
            self.nation = nation
            self.origin = origin
            self.administrator = administrator
            self.roles = roles
            self.secrets = secrets
            self.keys = keys
            self.keepsSecretsInside = keepsSecretsInside
            self.id = id
        }
    }

    /// Makes a record in a folder that does not exist yet or is empty. It is made beside its place and
    /// moved there when whole.
    package static func create(
        at path: String,
        _ founding: Founding,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        clock: @escaping @Sendable () -> Instant = CaseRecord.systemClock
    ) throws -> CaseRecord {
        let files = FileManager.default
        let present = (try? files.contentsOfDirectory(atPath: path)) ?? []
        guard present.isEmpty else {
            throw RecordError(
                .refused,
                "not-empty",
                "the folder '\(path)' is not empty",
                hint: "name a folder that does not exist yet"
            )
        }
        guard RecordInfo.nations.contains(founding.nation) else {
            throw RecordError(
                .invalid,
                "nation",
                "the nation is one of \(RecordInfo.nations.joined(separator: ", "))"
            )
        }
        guard !founding.name.trimmed.isEmpty, !founding.administrator.name.trimmed.isEmpty else {
            throw RecordError(.invalid, "no-name", "a record and its administrator have names")
        }
        guard EventRow.isPseudonym(founding.administrator.pseudonym) else {
            throw RecordError(.invalid, "pseudonym", "a pseudonym is 1 to 64 of a-z, 0-9 and -")
        }
        let instant = clock()
        let id = founding.id ?? Identifier(version4: fresh())
        let origin = founding.origin ?? "vigil/\(id)"
        let building = path + ".new-\(ProcessInfo.processInfo.processIdentifier)"
        let draft = RecordFiles(folder: building)
        let places =
            founding.keepsSecretsInside
            ? KeyPlaces(inside: draft.demoSecrets)
            : KeyPlaces(founding.keys, founding.secrets, id, draft, environment)
        do {
            try RecordFiles.makeFolder(building)
            try RecordFiles.makeFolder(draft.projections)
            let (signer, encryptionKey) = try places.create(origin: origin)
            let info = RecordInfo(
                id: id,
                name: founding.name,
                nation: founding.nation,
                origin: origin,
                key: signer.verification.description,
                created: instant
            )
            try RecordFiles.write(info.json.pretty() + "\n", toNew: draft.info)
            let keys = try KeyStore.create(
                at: draft.keys,
                record: id,
                encryptionKey: encryptionKey
            )
            let log = try EventLog.create(
                at: draft.log,
                record: id,
                keys: keys,
                signer: signer
            )
            try found(log, info, founding, at: instant)
            try log.close()
            try keys.close()
            try? files.removeItem(atPath: path)
            try files.moveItem(atPath: building, toPath: path)
        } catch {
            try? files.removeItem(atPath: building)
            throw error is RecordError
                ? error
                : (error as? LogError).map(RecordError.init)
                    ?? RecordError(
                        .unavailable,
                        "cannot-write",
                        "the folder '\(path)' cannot be made"
                    )
        }
        return try open(
            at: path,
            for: .write,
            secrets: founding.secrets,
            keys: founding.keys,
            environment: environment,
            clock: clock
        )
    }

    /// The first events: the record, its first administrator and their role.
    private static func found(
        _ log: EventLog,
        _ info: RecordInfo,
        _ founding: Founding,
        at instant: Instant
    ) throws {
        let (pseudonym, name) = founding.administrator
        let drafts =
            [
                Draft(
                    .recordCreated,
                    at: .instant(instant),
                    .object(present: [
                        ("name", .string(info.name)), ("nation", .string(info.nation)),
                        ("origin", .string(info.origin)), ("format", JSON(RecordInfo.format)),
                        ("publicKey", .string(info.key)),
                    ])
                ),
                Draft(
                    .staffAdded,
                    at: .instant(instant),
                    .object(present: [("staff", .string(pseudonym)), ("name", .string(name))])
                ),
            ]
            + founding.roles.map { role in
                Draft(
                    .roleAssigned,
                    at: .instant(instant),
                    .object(present: [("staff", .string(pseudonym)), ("role", .string(role))])
                )
            }
        var staff: Set<String> = []
        let events = try drafts.map { draft in
            let payload = try ServiceDecider.decide(draft, staff: staff)
            if draft.type == .staffAdded { staff.insert(pseudonym) }
            return NewEvent(
                id: Identifier(version7At: instant, random: fresh()),
                stream: info.id,
                kind: .service,
                by: pseudonym,
                unit: StreamNames.serviceUnit(info.id),
                payload: payload.json.bytes
            )
        }
        try log.write(at: instant) { transaction in
            try transaction.append(events)
            try transaction.sign()
        }
    }

    // MARK: Opening

    package static func open(
        at path: String,
        for use: Use = .write,
        secrets folder: String? = nil,
        keys given: KeyPlaces.Given = .init(),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        projections own: String? = nil,
        keepsProjections: Bool = true,
        clock: @escaping @Sendable () -> Instant = CaseRecord.systemClock
    ) throws -> CaseRecord {
        try RecordError.wrapping {
            let files = RecordFiles(folder: path)
            var info = try RecordInfo.read(files.info)
            let places = KeyPlaces(given, folder, info.id, files, environment)
            try places.settle(keysFile: files.keys, record: info.id)
            if RecordFiles.exists(files.log) { try places.settleSigning(log: files.log) }
            let signer = try places.signingKey()
            if let signer, signer.verification.name != info.origin {
                throw RecordError(
                    .unavailable,
                    "other-keys",
                    "the signing key in '\(places.signingFile)' is not this record's"
                )
            }
            let keys = try KeyStore.open(at: files.keys, record: info.id) { wanted in
                try places.encryptionKey(wanted)
            }
            let log = try EventLog.open(at: files.log, access: .readWrite, keys: keys)
            guard log.record == info.id else {
                throw RecordError(
                    .damaged,
                    "other-record",
                    "'record.json' is of record \(info.id), the log of record \(log.record)"
                )
            }
            let remembered = files.remembered(of: info.id, environment: environment)
            var asides: [String] = []
            var (inUse, notices) = try standing(
                of: log,
                info,
                signer?.verification,
                remembered,
                for: use,
                environment
            )
            if notices.isEmpty, let place = environment["VIGIL_WITNESS"], !place.isEmpty {
                // A witness that is away keeps nobody from writing, and is told of.
                let (isPassed, sentence) = try asked(place, of: log)
                if let sentence, isPassed {
                    guard use == .read else { throw rolledBack(sentence) }
                    notices.append(sentence)
                } else if let sentence {
                    asides.append(sentence)
                }
            }
            let isOutOfDate = !notices.isEmpty
            notices += asides
            if let signer, signer.verification == inUse {
                // Looking at an old copy is recorded in it, but an origin never signs two histories.
                if !isOutOfDate { log.use(signer) }
            } else {
                notices.append(
                    (signer == nil
                        ? "the signing key is not here"
                        : "the signing key here is not the one in use, and signs nothing")
                        + ": entries are recorded, and no checkpoint is signed"
                )
            }
            if info.key != inUse.description {
                // A change of the signing key that was cut off before it was written here.
                info.key = inUse.description
                if use == .write, !isOutOfDate { try info.write(to: files.info) }
            }
            let directory = try openDirectory(files)
            let record = CaseRecord(
                path: path,
                info: info,
                log: log,
                directory: directory,
                projections: Projections(directory: files.projections, own: own),
                remembered: remembered,
                notices: notices,
                isOutOfDate: isOutOfDate,
                places: places,
                keepsProjections: keepsProjections && !isOutOfDate,
                now: clock
            )
            try record.catchUpDirectory()
            if !isOutOfDate { try record.finishErasures() }
            if use == .write, !isOutOfDate { try record.recordUnfinishedRotation() }
            return record
        }
    }

    private static func openDirectory(_ files: RecordFiles) throws -> ProjectionFile {
        let folder = try ProjectionFolder.read(try Resources.projection("directory"))
        if !RecordFiles.exists(files.projections) {
            try RecordFiles.makeFolder(files.projections)
        }
        return try ProjectionStore(directory: files.projections).openOrMake(folder)
    }

    /// Compares the log with its newest checkpoint and with what this machine remembers of it.
    ///
    /// - Parameter own: the signing key's public half, if it is here.
    /// - Returns: the key that signs the log now, and sentences for a reader; the same is an error to a
    ///   writer.
    private static func standing(
        of log: EventLog,
        _ info: RecordInfo,
        _ own: VerificationKey?,
        _ remembered: Remembered,
        for use: Use,
        _ environment: [String: String]
    ) throws -> (inUse: VerificationKey, sentences: [String]) {
        // Before the log is looked at: what another process commits in between is then in the log, and
        // cannot look like a cut tail.
        let last = remembered.read()
        guard let key = VerificationKey(info.key) else {
            throw RecordError(.damaged, "record-info", "the key in 'record.json' is damaged")
        }
        return try log.read { snapshot in
            let size = try snapshot.size()
            let newest = try snapshot.newestCheckpoint()
            var history = KeyHistory(of: key)
            let receipts = paths(of: environment["VIGIL_RECEIPT"])
            // The key that 'record.json' names has signed the newest checkpoint, or it was replaced.
            if let newest, !receipts.isEmpty || (try? history.verify(newest)) == nil {
                history =
                    try snapshot.keyHistory(trusting: [key] + (own.map { [$0] } ?? [])) ?? history
            }
            if let newest {
                let checkpoint: Checkpoint
                do throws(SignedNote.Failure) {
                    checkpoint = try history.verify(newest).checkpoint
                } catch {
                    throw LogError.damaged(
                        position: nil,
                        "the newest checkpoint is not signed by the record's key"
                    )
                }
                guard checkpoint.size <= size,
                    try snapshot.tree.root(of: checkpoint.size) == checkpoint.root
                else {
                    throw LogError.damaged(
                        position: nil,
                        "the log does not have the root that its newest checkpoint signed"
                    )
                }
            }
            var seen = last.map { [($0.size, $0.root, "this machine has")] } ?? []
            for receipt in try receipts.map({ try receipt(at: $0, history) }) {
                seen.append((receipt.size, receipt.root, "a receipt has"))
            }
            for (known, root, who) in seen {
                let sentence: String
                if known > size {
                    sentence =
                        "the log has \(size) events, and \(who) seen it with \(known):"
                        + " an old copy was put in its place, or its end was cut off"
                } else if try snapshot.tree.root(of: known) != root {
                    sentence =
                        "the log's first \(known) events are not the ones that \(who) seen"
                } else {
                    continue
                }
                guard use == .read else { throw rolledBack(sentence) }
                return (history.newest, [sentence])
            }
            return (history.newest, [])
        }
    }
}
