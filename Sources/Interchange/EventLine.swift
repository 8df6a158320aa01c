package import CaseModel
package import Values

/// One entry as a CloudEvents 1.0 event in JSON (cloudevents.io, JSON event format 1.0.2), one a line.
///
/// `source` names the record, `subject` the case, `id` is the event's own, so that (source, id) tells an
/// entry from every other. `time` stands there only when somebody knows the moment; `recordedtime` is
/// the documented extension for when it was recorded, `sequence` for the place in the case. `data` is
/// the payload, whole, as docs/LOG_FORMAT.md §5 writes it.
package struct EventLine: Sendable, Equatable {
    package let id: Identifier
    package let record: Identifier
    package let caseID: Identifier
    /// 0-based place in the case.
    package let n: Int64
    package let position: Int64
    package let recordedAt: Instant
    package let by: String
    /// Nil for an erased entry, whose stub is passed on so that no gap looks like a loss.
    package let payload: Payload?

    package init?(_ entry: Entry, record: Identifier) {
        id = entry.id
        self.record = record
        caseID = entry.stream
        n = entry.n
        position = entry.position
        recordedAt = entry.recordedAt
        by = entry.by
        switch entry.content {
        // Passed on as it was written, whatever was made of it here.
        case .known(let payload), .notUnderstood(let payload):
            self.payload = entry.written ?? payload
        case .erased: payload = nil
        case .locked: return nil
        }
    }

    // MARK: Writing

    package var json: JSON {
        .object(present: [
            ("specversion", "1.0"),
            ("id", .string(id.description)),
            ("source", .string("urn:uuid:\(record)")),
            ("type", .string("vigil." + (payload?.type ?? "erased"))),
            ("subject", .string(caseID.description)),
            ("time", time.map { .string($0.description) }),
            ("recordedtime", .string(recordedAt.description)),
            ("sequence", .string(padded(Int(n), to: 10))),
            ("vigilposition", JSON(Int(position))),
            ("vigilby", .string(by)),
            ("datacontenttype", payload == nil ? nil : "application/json"),
            ("data", payload?.json),
        ])
    }

    private var time: Instant? {
        switch payload?.occurred {
        case .instant(let at): at
        case .range(let from, _): from
        default: nil
        }
    }
}

/// A line that cannot be taken, and the rule it breaks.
package struct LineError: Error, Sendable, Equatable {
    /// 1-based; 0 when it is about the whole.
    package var line: Int
    /// The member that is wrong, in dots: `data.occurred`.
    package let field: String?
    package let rule: String

    package init(line: Int = 0, field: String?, rule: String) {
        self.line = line
        self.field = field
        self.rule = rule
    }
}

extension EventLine {
    // MARK: Reading

    /// Reads one line. Attributes that CloudEvents or Vigil do not name are refused: what is not
    /// understood could not be given back.
    package init(parsing line: some Collection<UInt8>) throws(LineError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(line)
        } catch {
            throw LineError(field: nil, rule: "a line is one JSON object: \(error)")
        }
        guard let members = json.members else {
            throw LineError(field: nil, rule: "a line is one JSON object")
        }
        let known = [
            "specversion", "id", "source", "type", "subject", "time", "recordedtime", "sequence",
            "vigilposition", "vigilby", "datacontenttype", "data",
        ]
        for member in members where !known.contains(member.name) {
            throw LineError(
                field: String(member.name.prefix(40)),
                rule: "is not an attribute of these events"
            )
        }
        func text(_ name: String) throws(LineError) -> String {
            guard let text = json[name]?.string, !text.isEmpty else {
                throw LineError(field: name, rule: "is a text and must be there")
            }
            return text
        }
        func identifier(_ name: String, after prefix: String = "") throws(LineError) -> Identifier {
            let text = try text(name)
            guard text.hasPrefix(prefix), let id = Identifier(text.dropFirst(prefix.count)) else {
                throw LineError(
                    field: name,
                    rule: "is \(prefix.isEmpty ? "" : "'\(prefix)' and ")a UUID in lower case"
                )
            }
            return id
        }
        guard try text("specversion") == "1.0" else {
            throw LineError(field: "specversion", rule: "is 1.0")
        }
        id = try identifier("id")
        record = try identifier("source", after: "urn:uuid:")
        caseID = try identifier("subject")
        guard let place = decimal(Array(try text("sequence").utf8)) else {
            throw LineError(field: "sequence", rule: "is a place in the case, in digits")
        }
        n = Int64(place)
        guard let position = json["vigilposition"]?.integer, position > 0 else {
            throw LineError(field: "vigilposition", rule: "is a position, 1 or more")
        }
        self.position = Int64(position)
        guard let recordedAt = Instant(try text("recordedtime")) else {
            throw LineError(
                field: "recordedtime",
                rule: "is a time such as 2026-11-22T10:15:30.123Z"
            )
        }
        self.recordedAt = recordedAt
        by = try text("vigilby")
        guard EventSpec.isLabel(by) else {
            throw LineError(field: "vigilby", rule: "is a pseudonym of a-z, 0-9 and -")
        }
        let type = try text("type")
        guard type.hasPrefix("vigil.") else {
            throw LineError(field: "type", rule: "begins with 'vigil.'")
        }
        guard let data = json["data"] else {
            guard type == "vigil.erased" else {
                throw LineError(field: "data", rule: "is missing")
            }
            payload = nil
            return
        }
        do throws(PayloadError) {
            payload = try Payload(json: data)
        } catch {
            throw LineError(field: "data.\(error.member)", rule: error.rule)
        }
        guard payload?.type == String(type.dropFirst("vigil.".count)) else {
            throw LineError(field: "type", rule: "is 'vigil.' and the type that data names")
        }
    }
}
