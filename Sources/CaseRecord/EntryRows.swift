import CaseModel
import Projector
import Values

/// Entries as rows of `event`: what a projection is given of them.
struct EntryRows: Sendable {
    let record: Identifier
    /// The case of each stream of looks.
    var cases: [Identifier: Identifier] = [:]
    /// What people call each case, as it stands.
    var references: [Identifier: String] = [:]

    /// Streams of no case: the service's own, what it decided about keeping, looks at no single case.
    var serviceStreams: [Identifier] { StreamNames.service(of: record) }

    /// Entries as rows of `event`, each as it stands after the last of them.
    func rows(of entries: [Entry]) -> [ProjectionEvent] {
        let erased = Set(entries.lazy.filter { $0.kind == "erasure" }.map(\.unit))
        let readable =
            erased.isEmpty
            ? entries
            : entries.map { erased.contains($0.unit) ? $0.withoutContent : $0 }
        let standing = History.standing(of: readable)
        // Known from the case itself when all of it is here.
        var opened: [Identifier: String] = [:]
        for line in standing where line.entry.n == 0 && line.type == .caseOpened {
            opened[line.entry.stream] = line.payload?.data["reference"]?.string
        }
        var writer = EventWriter()
        let ofNoCase = Set(serviceStreams)
        return standing.map { line in
            let stream = line.entry.stream
            let isOfCase = line.entry.kind != "access" && !ofNoCase.contains(stream)
            let id = cases[stream] ?? (isOfCase ? stream : nil)
            return row(line, id, id.flatMap { opened[$0] ?? references[$0] }, &writer)
        }
    }

    private func row(
        _ line: History.StandingEntry,
        _ caseID: Identifier?,
        _ reference: String?,
        _ writer: inout EventWriter
    ) -> ProjectionEvent {
        let entry = line.entry
        let counts = line.effective
        let payload = entry.payload
        let (from, to) = line.interval
        let isChanged = line.standing == .amended || line.standing == .inError
        writer.write(.position, entry.position)
        writer.write(.id, entry.id)
        writer.write(.caseID, caseID)
        writer.write(.caseReference, reference)
        writer.write(.kind, entry.kind)
        writer.write(.n, entry.n)
        writer.write(.unit, entry.unit)
        if let counts {
            writer.write(.type, counts.type)
            writer.write(.schema, Int64(counts.schema))
            writer.write(.data) { counts.data.append(to: &$0) }
        }
        writer.write(.standing, line.standing.rawValue)
        if isChanged, let payload { writer.write(.first) { payload.data.append(to: &$0) } }
        if !line.correctedBy.isEmpty {
            writer.write(
                .correctedBy,
                "[" + line.correctedBy.map(String.init).joined(separator: ",") + "]"
            )
        }
        writer.write(.recordedAt, entry.recordedAt)
        writer.write(.by, entry.by)
        writer.write(.role, payload?.role)
        writer.write(.onBehalfOf, payload?.onBehalfOf)
        writer.write(.occurredFrom, from)
        writer.write(.occurredTo, to)
        writer.write(.precision, (line.payload?.occurred ?? .unknown).precision)
        if let payload {
            writer.write(.subjects, list(payload.subjects))
            writer.write(.thirdParties, list(payload.thirdParties))
            writer.write(.source, payload.source)
            writer.write(.confidentiality, payload.confidentiality.rawValue)
            writer.write(
                .correlation,
                payload.correlation.map { correlation in
                    "{\"command\":\"\(correlation.command)\",\"index\":\(correlation.index),"
                        + "\"count\":\(correlation.count)}"
                }
            )
            writer.write(.cause, payload.cause)
            writer.write(.lateReason, payload.lateReason)
        }
        return writer.event(of: caseID)
    }

    private func list(_ labels: [String]) -> String? {
        labels.isEmpty ? nil : JSON(labels).text
    }
}

extension Entry {
    /// The stub that an erasure leaves.
    var withoutContent: Entry {
        kind == "erasure"
            ? self
            : Entry(
                position: position,
                id: id,
                stream: stream,
                n: n,
                kind: kind,
                recordedAt: recordedAt,
                by: by,
                unit: unit,
                content: .erased
            )
    }
}
