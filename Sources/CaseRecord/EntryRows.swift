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

    var accessStream: Identifier { StreamNames.access(ofRecord: record) }

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
        return standing.map { line in
            let stream = line.entry.stream
            let isOfCase =
                line.entry.kind != "access" && stream != record && stream != accessStream
            let id = cases[stream] ?? (isOfCase ? stream : nil)
            return row(line, id, id.flatMap { opened[$0] ?? references[$0] })
        }
    }

    private func row(
        _ line: History.StandingEntry,
        _ caseID: Identifier?,
        _ reference: String?
    ) -> ProjectionEvent {
        let entry = line.entry
        let counts = line.effective
        let payload = entry.payload
        let (from, to) = line.interval
        let isChanged = line.standing == .amended || line.standing == .inError
        return ProjectionEvent(
            position: entry.position,
            id: entry.id.description,
            caseID: caseID,
            caseReference: reference,
            kind: entry.kind,
            n: entry.n,
            unit: entry.unit.description,
            type: counts?.type,
            schema: (counts?.schema).map(Int64.init),
            data: counts?.data.text,
            standing: line.standing.rawValue,
            first: isChanged ? payload?.data.text : nil,
            correctedBy: line.correctedBy.isEmpty
                ? nil : "[" + line.correctedBy.map(String.init).joined(separator: ",") + "]",
            recordedAt: entry.recordedAt.description,
            by: entry.by,
            role: payload?.role,
            onBehalfOf: payload?.onBehalfOf,
            occurredFrom: from?.description,
            occurredTo: to.description,
            precision: (line.payload?.occurred ?? .unknown).precision,
            subjects: payload.flatMap { list($0.subjects) },
            thirdParties: payload.flatMap { list($0.thirdParties) },
            source: payload?.source,
            confidentiality: payload?.confidentiality.rawValue,
            correlation: payload?.correlation.map { correlation in
                "{\"command\":\"\(correlation.command)\",\"index\":\(correlation.index),"
                    + "\"count\":\(correlation.count)}"
            },
            cause: payload?.cause?.description,
            lateReason: payload?.lateReason
        )
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
