import FoundationEssentials
import MerkleTree
package import Values

/// What a backup's folder says of itself: whose it is, and the files that make it, oldest first.
///
/// `log.sqlite` is the whole log at one moment; each file of `shipments/` holds what came after the one
/// before it. Keys lie elsewhere, so that a lost backup cannot be read.
package struct Backup: Sendable, Equatable {
    package let record: Identifier
    /// The key that its newest checkpoints are signed with.
    package internal(set) var key: String
    package private(set) var files: [File]

    package struct File: Sendable, Equatable {
        package let name: String
        /// Of the log when this file was made.
        package let size: Int64
        package let root: String
        package let checkpoints: Int64
        package let sha256: String
        package let madeAt: Instant
    }

    static let manifest = "backup.json"
    static let log = "log.sqlite"
    static let shipments = "shipments"

    package var newest: File { files[files.count - 1] }

    init(record: Identifier, key: String, first: File) {
        self.record = record
        self.key = key
        files = [first]
    }

    mutating func add(_ file: File) { files.append(file) }

    static func read(_ folder: String) throws -> Backup {
        guard let text = RecordFiles.read("\(folder)/\(manifest)") else {
            throw RecordError(
                .unavailable,
                "not-a-backup",
                "there is no backup at '\(folder)'",
                hint: "'vigil backup FOLDER' makes one"
            )
        }
        guard let json = try? JSON.parse(text), json["format"]?.integer == 1,
            let record = json["record"]?.string.flatMap({ Identifier($0) }),
            let key = json["key"]?.string
        else { throw damaged }
        let files = try (json["files"]?.array ?? []).map { json in
            guard let name = json["name"]?.string, isName(name),
                let size = json["size"]?.integer, let root = json["root"]?.string,
                let checkpoints = json["checkpoints"]?.integer,
                let sha256 = json["sha256"]?.string,
                let madeAt = json["madeAt"]?.string.flatMap({ Instant($0) })
            else { throw damaged }
            return File(
                name: name,
                size: Int64(size),
                root: root,
                checkpoints: Int64(checkpoints),
                sha256: sha256,
                madeAt: madeAt
            )
        }
        guard let first = files.first else { throw damaged }
        var backup = Backup(record: record, key: key, first: first)
        for file in files.dropFirst() { backup.add(file) }
        return backup
    }

    /// Nothing of a backup lies outside its folder.
    private static func isName(_ name: String) -> Bool {
        !name.hasPrefix("/") && !name.contains("..")
    }

    private static var damaged: RecordError {
        RecordError(
            .damaged,
            "backup-damaged",
            "'backup.json' is not what 'vigil backup' wrote",
            hint: "restore from another backup"
        )
    }

    var json: JSON {
        [
            "format": 1, "record": .string(record.description), "key": .string(key),
            "files": .array(
                files.map { file in
                    [
                        "name": .string(file.name), "size": JSON(Int(file.size)),
                        "root": .string(file.root), "checkpoints": JSON(Int(file.checkpoints)),
                        "sha256": .string(file.sha256), "madeAt": .string(file.madeAt.description),
                    ]
                }
            ),
        ]
    }

    /// Puts the manifest in place of the one before it, whole or not at all.
    func write(to folder: String) throws {
        try RecordFiles.put(json.pretty() + "\n", in: "\(folder)/\(Backup.manifest)")
    }
}
