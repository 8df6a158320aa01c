package import MerkleTree
package import Values

/// What `record.json` says of a record: a copy of its first event, so that a folder can be told from
/// another without keys. Where they differ, the log wins.
package struct RecordInfo: Sendable, Equatable {
    package let id: Identifier
    package let name: String
    /// Whose bank holidays and rules apply.
    package let nation: String
    /// The log's name in its checkpoints.
    package let origin: String
    /// The key of its newest checkpoints, in its written form. Which key signed before it, the log says.
    package internal(set) var key: String
    package let created: Instant
    /// Those whose signatures may stand under its checkpoints beside the record's own.
    package internal(set) var witnesses: [WitnessKey] = []

    package static let nations = ["england-wales", "scotland", "northern-ireland"]
    static let format = 1

    var json: JSON {
        .object(present: [
            ("format", JSON(RecordInfo.format)), ("id", .string(id.description)),
            ("name", .string(name)), ("nation", .string(nation)), ("origin", .string(origin)),
            ("key", .string(key)), ("created", .string(created.description)),
            ("witnesses", witnesses.isEmpty ? nil : JSON(witnesses.map(\.description))),
        ])
    }

    /// Puts itself in place of what the file said.
    func write(to path: String) throws {
        try RecordFiles.put(json.pretty() + "\n", in: path)
    }

    static func read(_ path: String) throws -> RecordInfo {
        guard let text = RecordFiles.read(path) else {
            throw RecordError(
                .unavailable,
                "not-a-record",
                "there is no record at '\(path.dropLast("/record.json".count))'",
                hint: "name its folder with --record or VIGIL_RECORD; 'vigil init' makes one"
            )
        }
        guard let json = try? JSON.parse(text),
            let format = json["format"]?.integer,
            let id = json["id"]?.string.flatMap({ Identifier($0) }),
            let name = json["name"]?.string, let nation = json["nation"]?.string,
            let origin = json["origin"]?.string, let key = json["key"]?.string,
            let created = json["created"]?.string.flatMap({ Instant($0) })
        else {
            throw RecordError(
                .damaged,
                "record-info",
                "'record.json' is not what 'vigil init' wrote",
                hint: "restore it from a backup; the log itself may be whole"
            )
        }
        guard format == RecordInfo.format else {
            throw RecordError(
                .unavailable,
                "format",
                "the record has format \(format), this program reads format \(RecordInfo.format)"
            )
        }
        return RecordInfo(
            id: id,
            name: name,
            nation: nation,
            origin: origin,
            key: key,
            created: created,
            witnesses: (json["witnesses"]?.strings ?? []).compactMap { WitnessKey($0) }
        )
    }
}
