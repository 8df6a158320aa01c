import CaseModel
import Values
import XMLKit

extension CaseRecordWriter {
    /// One entry as it stands. What was first written lies beneath an amended one; of an erased or
    /// locked one there is the stub; of one not understood there is everything, as it came.
    mutating func write(_ line: Timeline.Line, number: Int) throws(XMLError) {
        let standing = line.standing
        let entry = standing.entry
        let payload = standing.payload
        try xml.start("entry")
        try xml.attribute("number", number)
        if document.showsPositions { try xml.attribute("position", entry.position) }
        try xml.attribute("id", entry.id.description)
        try xml.attribute("kind", entry.kind)
        try xml.attribute("type", payload?.type)
        if let payload { try xml.attribute("schema", payload.schema) }
        try xml.attribute("standing", standing.standing.rawValue)
        try xml.attribute("confidentiality", payload?.confidentiality.rawValue)
        try xml.element("title", standing.type?.spec.title)
        try write(recorded: entry)
        if let payload {
            try write(payload, line)
            switch entry.content {
            case .known(let first):
                try write(payload.data, payload)
                try write(others: payload)
                if standing.standing == .amended, document.showsFirst {
                    try write(first: first, entry)
                }
            case .notUnderstood:
                try xml.element("reading", "\(payload.type) (not understood by this version)")
                try xml.start("raw")
                for member in payload.data.members ?? [] {
                    try write(value: member.value, named: member.name)
                }
                try xml.end()
                try write(others: payload)
            case .erased, .locked: break
            }
        }
        try xml.end()
    }

    private func write(recorded entry: Entry) throws(XMLError) {
        try xml.start("recorded")
        try xml.attribute("at", text(entry.recordedAt))
        try xml.attribute("by", entry.by)
        try xml.end()
        guard let origin = entry.payload?.origin else { return }
        try xml.start("firstLog")
        try xml.attribute("record", origin.record.description)
        if origin.position > 0 { try xml.attribute("position", origin.position) }
        try xml.attribute("at", text(origin.recordedAt))
        try xml.attribute("by", origin.by)
        try xml.end()
    }

    /// Everything that was sealed besides the data.
    private func write(_ payload: Payload, _ line: Timeline.Line) throws(XMLError) {
        let entry = line.standing.entry
        try write(payload.occurred, entry, isCertain: line.happened == .yes)
        try xml.element("role", payload.role)
        try xml.element("onBehalfOf", payload.onBehalfOf)
        for subject in payload.subjects { try xml.element("subject", subject) }
        for person in payload.thirdParties { try xml.element("thirdParty", person) }
        try xml.element("source", payload.source)
        try xml.element("lateReason", payload.lateReason)
        try xml.element("clock", payload.clock.map(text))
        if let provenance = payload.provenance, !provenance.isEmpty {
            try xml.start("provenance")
            try write(value: provenance, named: nil)
            try xml.end()
        }
        if let cause = payload.cause {
            try xml.start("cause")
            try xml.attribute("event", cause.description)
            if let number = numbers[cause] { try xml.attribute("entry", number) }
            try xml.end()
        }
        if let correlation = payload.correlation {
            try xml.start("command")
            try xml.attribute("id", correlation.command.description)
            try xml.attribute("index", correlation.index)
            try xml.attribute("count", correlation.count)
            try xml.end()
        }
        for position in line.standing.correctedBy {
            guard let number = numbersAt[position] else { continue }
            try xml.start("correctedBy")
            try xml.attribute("entry", number)
            try xml.end()
        }
        for position in line.standing.disputedBy {
            guard let number = numbersAt[position] else { continue }
            try xml.start("disputedBy")
            try xml.attribute("entry", number)
            try xml.end()
        }
    }

    /// The interval in which it happened, and the time as it was written: `2026-11`, `unknown`.
    private func write(
        _ occurred: Occurrence,
        _ entry: Entry,
        isCertain: Bool = true
    ) throws(XMLError) {
        let (from, to) = occurred.interval(recordedAt: entry.firstRecordedAt)
        try xml.start("happened")
        try xml.attribute("precision", occurred.precision)
        // An end is never before its start: a time after its recording is left as it was told.
        try xml.attribute("from", from.map(text))
        try xml.attribute("to", text(max(to, from ?? to)))
        if !isCertain { try xml.attribute("certainty", "perhaps") }
        try xml.text(occurred.description)
        try xml.end()
    }

    private mutating func write(_ data: JSON, _ payload: Payload) throws(XMLError) {
        guard let spec = EventType(rawValue: payload.type)?.spec else { return }
        // A sentence with a hole in it would be read as a mistake, or as a hint.
        let isWhole = spec.fields.allSatisfy { !$0.isRequired || data[$0.name] != nil }
        if isWhole { try xml.element("reading", reading.line(for: payload)) }
        try xml.start("data")
        for member in data.members ?? [] { try write(member, of: spec) }
        try xml.end()
    }

    private func write(others payload: Payload) throws(XMLError) {
        try xml.start("others")
        for member in payload.others { try write(value: member.value, named: member.name) }
        try xml.end()
    }

    private mutating func write(first payload: Payload, _ entry: Entry) throws(XMLError) {
        try xml.start("first")
        try write(payload.occurred, entry)
        try write(payload.data, payload)
        try xml.end()
    }

    /// An offset can lead out of the year 1, and the year 0 is no `xs:dateTime`: the moment is then
    /// the first that is.
    func text(_ instant: Instant) -> String { max(instant, .distantPast).description }
}
