package import Values

/// Everything about an event that is sealed: what happened, when, to whom, by whose account.
///
/// The written form is one JSON object with its members in a fixed order and nothing empty. Members
/// that this version does not know are kept in `others` and written back at the end.
package struct Payload: Hashable, Sendable {
    /// A registered name such as `clip-chosen`; unknown names are legal and kept.
    package var type: String
    package var schema: Int
    package var occurred: Occurrence
    /// The role in which the author acted.
    package var role: String?
    /// The member of staff on whose behalf the author wrote.
    package var onBehalfOf: String?
    /// Labels of the people it is about.
    package var subjects: [String]
    /// Labels of people it mentions who are not the family's to disclose.
    package var thirdParties: [String]
    /// Where the author has it from: own observation, the mother's words, a letter.
    package var source: String?
    package var confidentiality: Confidentiality
    /// The command, the event's index in it and how many events it made; nil for the usual one.
    package var correlation: Correlation?
    /// The event that led to this one.
    package var cause: Identifier?
    /// Why it was written late, in the author's words.
    package var lateReason: String?
    /// Where a fixture's or a migrated entry comes from: `{"status": "S", "section": "C1R"}`.
    package var provenance: JSON?
    /// What the clock said, when it was behind the event before and so was not used.
    package var clock: Instant?
    /// For an imported event, what its first log said of it.
    package var origin: Origin?
    package var data: JSON
    /// Members written by a newer version.
    package var others: [JSON.Member]

    package struct Correlation: Hashable, Sendable {
        package let command: Identifier
        package let index: Int
        package let count: Int

        package init(command: Identifier, index: Int, count: Int) {
            self.command = command
            self.index = index
            self.count = count
        }
    }

    package struct Origin: Hashable, Sendable {
        package let record: Identifier
        package let position: Int64
        package let recordedAt: Instant
        package let by: String

        package init(record: Identifier, position: Int64, recordedAt: Instant, by: String) {
            self.record = record
            self.position = position
            self.recordedAt = recordedAt
            self.by = by
        }
    }

    package init(
        type: String,
        schema: Int = 1,
        occurred: Occurrence,
        role: String? = nil,
        onBehalfOf: String? = nil,
        subjects: [String] = [],
        thirdParties: [String] = [],
        source: String? = nil,
        confidentiality: Confidentiality,
        correlation: Correlation? = nil,
        cause: Identifier? = nil,
        lateReason: String? = nil,
        provenance: JSON? = nil,
        clock: Instant? = nil,
        origin: Origin? = nil,
        data: JSON,
        others: [JSON.Member] = []
    ) {
        self.type = type
        self.schema = schema
        self.occurred = occurred
        self.role = role
        self.onBehalfOf = onBehalfOf
        self.subjects = subjects
        self.thirdParties = thirdParties
        self.source = source
        self.confidentiality = confidentiality
        self.correlation = correlation
        self.cause = cause
        self.lateReason = lateReason
        self.provenance = provenance
        self.clock = clock
        self.origin = origin
        self.data = data
        self.others = others
    }
}

// MARK: - Written form

/// A payload that cannot be read, and the member that is wrong.
package struct PayloadError: Error, Hashable, Sendable, CustomStringConvertible {
    package let member: String
    package let rule: String

    package init(member: String, rule: String) {
        self.member = member
        self.rule = rule
    }

    package var description: String { "'\(member)' \(rule)" }
}

extension Payload {
    package var json: JSON {
        .object(
            JSON.object(present: [
                ("type", .string(type)),
                ("schema", JSON(schema)),
                ("occurred", .string(occurred.description)),
                ("role", role.map(JSON.string)),
                ("onBehalfOf", onBehalfOf.map(JSON.string)),
                ("subjects", subjects.isEmpty ? nil : JSON(subjects)),
                ("thirdParties", thirdParties.isEmpty ? nil : JSON(thirdParties)),
                ("source", source.map(JSON.string)),
                ("confidentiality", .string(confidentiality.rawValue)),
                ("correlation", correlation.map(\.json)),
                ("cause", cause.map { .string($0.description) }),
                ("lateReason", lateReason.map(JSON.string)),
                ("provenance", provenance),
                ("clock", clock.map { .string($0.description) }),
                ("origin", origin.map(\.json)),
                ("data", data),
            ]).members.unsafelyUnwrapped + others
        )
    }

    /// Reads the written form. Types and data are not checked against the catalogue here: a log must
    /// be readable by versions that know less than its writer did.
    package init(json: JSON) throws(PayloadError) {
        guard let members = json.members else {
            throw PayloadError(member: "payload", rule: "is a JSON object")
        }
        self.init(
            type: "",
            occurred: .unknown,
            confidentiality: .restricted,
            data: .object([])
        )
        var seenType = false
        for member in members {
            let value = member.value
            func expect<T>(_ value: T?, _ rule: String) throws(PayloadError) -> T {
                guard let value else { throw PayloadError(member: member.name, rule: rule) }
                return value
            }
            switch member.name {
            case "type":
                type = try expect(value.string, "is a text")
                seenType = true
            case "schema": schema = try expect(value.integer, "is a whole number")
            case "occurred":
                occurred = try expect(
                    value.string.flatMap { Occurrence($0) },
                    "is a time, a range, a date, a month or 'unknown'"
                )
            case "role": role = try expect(value.string, "is a text")
            case "onBehalfOf": onBehalfOf = try expect(value.string, "is a text")
            case "subjects": subjects = value.strings
            case "thirdParties": thirdParties = value.strings
            case "source": source = try expect(value.string, "is a text")
            case "confidentiality":
                confidentiality = try expect(
                    value.string.flatMap(Confidentiality.init),
                    "is one of practice, clinical, restricted"
                )
            case "correlation":
                correlation = try expect(Correlation(json: value), "names command, index and count")
            case "cause":
                cause = try expect(value.string.flatMap { Identifier($0) }, "is a UUID")
            case "lateReason": lateReason = try expect(value.string, "is a text")
            case "provenance": provenance = value
            case "clock": clock = try expect(value.string.flatMap { Instant($0) }, "is a time")
            case "origin":
                origin = try expect(
                    Origin(json: value),
                    "names record, position, recordedAt and by"
                )
            case "data":
                _ = try expect(value.members, "is a JSON object")
                data = value
            default: others.append(member)
            }
        }
        guard seenType else { throw PayloadError(member: "type", rule: "is missing") }
    }
}

extension Payload.Correlation {
    var json: JSON {
        [
            "command": .string(command.description), "index": JSON(index), "count": JSON(count),
        ]
    }

    init?(json: JSON) {
        guard let command = json["command"]?.string.flatMap({ Identifier($0) }),
            let index = json["index"]?.integer, let count = json["count"]?.integer
        else { return nil }
        self.init(command: command, index: index, count: count)
    }
}

extension Payload.Origin {
    package var json: JSON {
        [
            "record": .string(record.description), "position": JSON(Int(position)),
            "recordedAt": .string(recordedAt.description), "by": .string(by),
        ]
    }

    package init?(json: JSON) {
        guard let record = json["record"]?.string.flatMap({ Identifier($0) }),
            let position = json["position"]?.integer,
            let recordedAt = json["recordedAt"]?.string.flatMap({ Instant($0) }),
            let by = json["by"]?.string
        else { return nil }
        self.init(record: record, position: Int64(position), recordedAt: recordedAt, by: by)
    }
}
