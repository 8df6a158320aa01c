import CaseModel
import EventLog
import FoundationEssentials
import MerkleTree
package import Values

/// What a backup came to.
package struct BackupReport: Sendable {
    package let backup: Backup
    /// Nil when nothing was recorded since the last one.
    package let file: Backup.File?
    /// Whether the keys were copied as well, to a place of their own.
    package let hasKeys: Bool
}

/// What a restored record is, and what it lacks.
package struct RestoreReport: Sendable {
    package let record: Identifier
    package let size: Int64
    /// Size of the largest log that this machine has seen of the record; nil for none.
    package let seen: Int64?
    /// Units whose content is there and whose key is not.
    package let withoutKey: Int

    /// How many events the copy lacks of what this machine has seen.
    package var missing: Int64 { max(0, (seen ?? 0) - size) }
}

extension CaseRecord {
    /// Copies the record to a folder while it is used: all of it, or what is new since the copy that is
    /// there. What was written is restored to a folder beside it and verified before it counts.
    ///
    /// - Parameter keys: a folder for a copy of `keys.sqlite`; elsewhere, since who finds both and the
    ///   key-encryption key can read everything. Nil for none.
    package func backup(
        to folder: String,
        keys: String?,
        incremental: Bool,
        by staff: String,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> BackupReport {
        try RecordError.wrapping {
            guard try self.staff()[staff] != nil else { throw unknownStaff(staff) }
            if let keys, keys == folder || keys.hasPrefix(folder + "/") {
                throw RecordError(
                    .refused,
                    "keys-apart",
                    "a copy of the keys lies apart from the backup of the log",
                    hint: "name another folder with --keys, on another medium"
                )
            }
            try sign()
            var backup = incremental ? try Backup.read(folder) : nil
            if let backup, backup.record != info.id {
                throw RecordError(
                    .refused,
                    "other-record",
                    "the backup at '\(folder)' is of another record",
                    hint: "name its own folder"
                )
            }
            let file: Backup.File
            if let known = backup {
                // The files before were signed by it, or by keys that it vouches for.
                backup?.key = try keyHistory().newest.description
                guard let shipped = try ship(after: known, to: folder) else {
                    try copyKeys(to: keys)
                    return BackupReport(backup: known, file: nil, hasKeys: keys != nil)
                }
                file = shipped
                backup?.add(shipped)
            } else {
                file = try copyWhole(to: folder)
                backup = Backup(
                    record: info.id,
                    key: try keyHistory().newest.description,
                    first: file
                )
            }
            guard var backup, let info = RecordFiles.read(files.info) else {
                throw CaseRecord.backupFailed
            }
            try RecordFiles.put(info, in: RecordFiles(folder: folder).info)
            try copyKeys(to: keys)
            let trial = "\(folder)/.trial-\(ProcessInfo.processInfo.processIdentifier)"
            defer { try? FileManager.default.removeItem(atPath: trial) }
            try check(backup, in: folder, trial, keys: keys, progress: progress)
            try backup.write(to: folder)
            try record(
                service: Draft(
                    .backupMade,
                    at: .instant(now()),
                    .object(present: [
                        ("form", incremental ? "incremental" : "full"),
                        ("through", JSON(Int(file.size))), ("root", .string(file.root)),
                        ("sha256", .string(file.sha256)), ("verified", true),
                    ])
                ),
                by: staff
            )
            try sign()
            // The event that says so is shipped too: a copy that lacked it would be an older one.
            if let closing = try ship(after: backup, to: folder) {
                try LogCopy.apply("\(folder)/\(closing.name)", to: "\(trial)/\(Backup.log)")
                // Others may have recorded meanwhile, in units that the copy of the keys lacks.
                try copyKeys(to: keys)
                try checkKeys(keys, beside: trial)
                backup.add(closing)
                try backup.write(to: folder)
            }
            return BackupReport(backup: backup, file: file, hasKeys: keys != nil)
        }
    }

    private static var backupFailed: RecordError {
        RecordError(.unavailable, "cannot-write", "the backup cannot be written")
    }

    private func copyWhole(to folder: String) throws -> Backup.File {
        let present = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard present.isEmpty else {
            throw RecordError(
                .refused,
                "not-empty",
                "the folder '\(folder)' is not empty",
                hint: "name a new folder, or add to a backup with --incremental"
            )
        }
        try RecordFiles.makeFolder("\(folder)/\(Backup.shipments)")
        let path = "\(folder)/\(Backup.log)"
        do {
            try LogCopy.whole(from: files.log, to: path)
            return try describe(path, named: Backup.log, after: 0)
        } catch {
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    private func ship(after backup: Backup, to folder: String) throws -> Backup.File? {
        let newest = backup.newest
        let root = try log.read {
            try $0.size().count >= newest.size
                ? $0.tree.root(of: TreeSize(UInt64(newest.size))).description : ""
        }
        guard root == newest.root else {
            throw RecordError(
                .damaged,
                "backup-ahead",
                "the backup's \(newest.size) events are not the first ones of this record",
                hint: "the record is an old copy or another history; 'vigil verify' tells more"
            )
        }
        let name =
            "\(Backup.shipments)/\(padded(Int(newest.size) + 1, to: 10)).sqlite"
        let path = "\(folder)/\(name)"
        // Left by a backup that was cut off before its manifest named it.
        try? FileManager.default.removeItem(atPath: path)
        guard
            try LogCopy.shipment(
                from: files.log,
                after: TreeSize(UInt64(newest.size)),
                checkpoints: newest.checkpoints,
                to: path
            ) != nil
        else { return nil }
        return try describe(path, named: name, after: newest.checkpoints)
    }

    private func describe(
        _ path: String,
        named name: String,
        after checkpoints: Int64
    ) throws -> Backup.File {
        let (size, root, newest) = try LogCopy.end(of: path)
        guard let digest = FileDigest(of: path) else { throw CaseRecord.backupFailed }
        return Backup.File(
            name: name,
            size: size,
            root: root,
            checkpoints: max(checkpoints, newest),
            sha256: digest.sha256,
            madeAt: now()
        )
    }

    private func copyKeys(to folder: String?) throws {
        guard let folder, let keys = log.keyStore else { return }
        try RecordFiles.makeFolder(folder)
        let path = "\(folder)/keys.sqlite"
        let draft = "\(path).new"
        try? FileManager.default.removeItem(atPath: draft)
        try keys.copy(to: draft)
        try RecordFiles.move(draft, to: path)
    }

    /// Restores what was written to a trial folder, and verifies every hash of it.
    private func check(
        _ backup: Backup,
        in folder: String,
        _ trial: String,
        keys: String?,
        progress: (Int64, Int64) -> Void
    ) throws {
        try? FileManager.default.removeItem(atPath: trial)
        let size = try CaseRecord.rebuild(backup, from: folder, in: trial, progress: progress)
        guard size == backup.newest.size else {
            throw RecordError(
                .damaged,
                "backup-damaged",
                "what was written restores to \(size) events, not \(backup.newest.size)"
            )
        }
        try checkKeys(keys, beside: trial)
    }

    private func checkKeys(_ keys: String?, beside trial: String) throws {
        guard let keys else { return }
        let missing = try KeyStore.unitsWithoutKey(
            log: "\(trial)/\(Backup.log)",
            keys: "\(keys)/keys.sqlite"
        )
        guard missing.isEmpty else {
            throw RecordError(
                .damaged,
                "backup-keys",
                "the copy of the keys lacks the keys of \(missing.count) units",
                hint: "'vigil keys check' says which"
            )
        }
    }

    // MARK: Restoring

    /// Makes a record of a backup in a folder that does not exist yet. It is made beside its place,
    /// verified whole, and moved there.
    ///
    /// - Parameter keys: the folder with the copy of the keys; nil to look for `keys.sqlite` nowhere.
    package static func restore(
        _ folder: String,
        to path: String,
        keys: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> RestoreReport {
        try RecordError.wrapping {
            let backup = try Backup.read(folder)
            try refuseOverwriting(path, with: backup)
            guard let info = RecordFiles.read("\(folder)/record.json") else {
                throw RecordError(
                    .damaged,
                    "backup-damaged",
                    "the backup has no 'record.json'",
                    hint: "restore from another backup"
                )
            }
            let building = path + ".new-\(ProcessInfo.processInfo.processIdentifier)"
            try? FileManager.default.removeItem(atPath: building)
            do {
                let draft = RecordFiles(folder: building)
                let size = try rebuild(backup, from: folder, in: building, progress: progress)
                try RecordFiles.write(info, toNew: draft.info)
                try RecordFiles.makeFolder(draft.projections)
                var withoutKey: [Identifier] = []
                if let keys {
                    let source = "\(keys)/keys.sqlite"
                    withoutKey = try KeyStore.unitsWithoutKey(log: draft.log, keys: source)
                    try FileManager.default.copyItem(atPath: source, toPath: draft.keys)
                }
                try? FileManager.default.removeItem(atPath: path)
                try FileManager.default.moveItem(atPath: building, toPath: path)
                let seen = RecordFiles(folder: path)
                    .remembered(of: backup.record, environment: environment).read()
                return RestoreReport(
                    record: backup.record,
                    size: size,
                    seen: seen.map { Int64($0.size.count) },
                    withoutKey: withoutKey.count
                )
            } catch {
                try? FileManager.default.removeItem(atPath: building)
                throw (error as? CocoaError).map { _ in
                    RecordError(.unavailable, "cannot-write", "'\(path)' cannot be made")
                } ?? error
            }
        }
    }

    /// A record is never written over; what is there may be newer.
    private static func refuseOverwriting(_ path: String, with backup: Backup) throws {
        let present = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        guard !present.isEmpty else { return }
        let there = RecordFiles(folder: path)
        guard let end = try? LogCopy.end(of: there.log) else {
            throw RecordError(
                .refused,
                "not-empty",
                "the folder '\(path)' is not empty",
                hint: "name a folder that does not exist yet"
            )
        }
        let difference = end.size - backup.newest.size
        let comparison =
            difference == 0
            ? "as many events as the backup"
            : "\(abs(difference)) events \(difference > 0 ? "more" : "fewer") than the backup"
        throw RecordError(
            .refused,
            "record-there",
            "there is a record at '\(path)', with \(comparison)",
            hint: difference > 0
                ? "it is newer; a backup is restored to a folder that does not exist yet"
                : "move it away first; a backup is restored to a folder that does not exist yet"
        )
    }

    /// Puts a log together from a backup's files, each as its digest says, and verifies all of it.
    private static func rebuild(
        _ backup: Backup,
        from folder: String,
        in place: String,
        progress: (Int64, Int64) -> Void
    ) throws -> Int64 {
        guard let key = VerificationKey(backup.key) else {
            throw RecordError(.damaged, "backup-damaged", "the key in 'backup.json' is damaged")
        }
        try RecordFiles.makeFolder(place)
        let log = "\(place)/\(Backup.log)"
        for file in backup.files {
            let path = "\(folder)/\(file.name)"
            guard FileDigest(of: path)?.sha256 == file.sha256 else {
                throw RecordError(
                    .damaged,
                    "backup-damaged",
                    "'\(file.name)' of the backup is missing or not as it was written",
                    hint: "restore from another backup"
                )
            }
            if file.name == Backup.log {
                try FileManager.default.copyItem(atPath: path, toPath: log)
            } else {
                try LogCopy.apply(path, to: log)
            }
        }
        let witnesses =
            (try? RecordInfo.read(RecordFiles(folder: folder).info))?.witnesses ?? []
        let verifier = LogVerifier(
            path: log,
            access: .readWrite,
            trusting: [key],
            witnesses: witnesses
        )
        let verdict = try verifier.verify(progress: progress)
        guard verdict.isWhole, verdict.record == backup.record,
            verdict.root.description == backup.newest.root
        else {
            let first = verdict.damages.first
            throw RecordError(
                .damaged,
                "backup-damaged",
                "the backup does not restore to a whole log"
                    + (first.map { ": \($0.rule)" } ?? ""),
                hint: "restore from another backup"
            )
        }
        return Int64(verdict.size.count)
    }
}
