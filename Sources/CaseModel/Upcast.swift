import Values

/// Old schema versions brought up to the newest, when read and never in the log.
///
/// One step a version and type, each a pure function of the data; every read path goes through
/// `Payload.understood`.
enum Upcast {
    /// From schema version `from` of `type` to the next.
    static func step(_ data: JSON, of type: EventType, from version: Int) -> JSON {
        switch (type, version) {
        case (.goalRated, 1):
            // Version 1 called the rating `score` and had it as a text.
            let score = data["score"]?.string.flatMap { Int($0) } ?? data["score"]?.integer
            return data.setting("score", to: nil)
                .setting("rating", to: data["rating"] ?? score.map { JSON($0) })
        default: return data
        }
    }
}

extension Payload {
    /// The payload in the newest schema; `.notUnderstood` for an unknown type or a newer schema.
    package var understood: Entry.Content {
        guard let type = EventType(rawValue: type), schema > 0 else { return .notUnderstood(self) }
        let newest = Catalogue.schema(of: type)
        guard schema <= newest else { return .notUnderstood(self) }
        guard schema < newest else { return .known(self) }
        var payload = self
        for version in schema..<newest {
            payload.data = Upcast.step(payload.data, of: type, from: version)
        }
        payload.schema = newest
        return .known(payload)
    }
}
