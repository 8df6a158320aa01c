package import CaseModel
import EventLog
import Projector
import Values

extension CaseRecord {
    /// What a search showed: the entries with all of the words, best first, each with its case.
    package struct SearchResult: Sendable {
        package let lines: [(summary: CaseSummary, line: Timeline.Line, reading: Reading)]
        /// Whether there were more than were asked for.
        package let isCut: Bool
    }

    /// Searches the texts of entries. Which cases it shows is recorded first, its words never.
    ///
    /// - Parameter words: all of them must be there; one that ends in `*` may go on.
    package func search(
        _ words: String,
        in name: String?,
        limit: Int,
        for reader: Reader
    ) throws -> SearchResult {
        try RecordError.wrapping {
            try check(reader)
            let terms = words.split(whereSeparator: \.isWhitespace).map { word in
                let stem = word.filter { $0 != "\"" && $0 != "*" }
                return stem.isEmpty ? "" : "\"\(stem)\"\(word.hasSuffix("*") ? "*" : "")"
            }
            .filter { !$0.isEmpty }
            guard !terms.isEmpty else {
                throw RecordError(.invalid, "no-words", "there is no word to search for")
            }
            let summary = try name.map { try findCase($0) }
            let file = try currentFile(try projections.folder("case-timeline"))
            guard let path = file.path else {
                throw ProjectionError.unavailable("the search index has no file")
            }
            let desk = try ReadingDesk([(file.folder.name, path)])
            let positions = try desk.search(
                terms.joined(separator: " "),
                in: file.folder.name,
                limit: summary == nil ? limit + 1 : 100_000
            )
            var found: [(position: Int64, stream: Identifier)] = []
            for position in positions {
                guard let row = try log.read({ try $0.event(at: position)?.row }),
                    row.kind == .entry, summary.map({ $0.id == row.stream }) ?? true
                else { continue }
                found.append((position, row.stream))
            }
            let shown = found.prefix(limit)
            let cases = Set(shown.map(\.stream))
            try recordSearch(of: cases.sorted(), for: reader)
            let views = try cases.reduce(into: [Identifier: CaseView]()) {
                $0[$1] = try caseView(of: $1)
            }
            return SearchResult(
                lines: shown.compactMap { position, stream in
                    guard let view = views[stream],
                        let line = view.lines.first(where: {
                            $0.standing.entry.position == position
                        })
                    else { return nil }
                    return (view.summary, line, view.reading)
                },
                isCut: found.count > limit
            )
        }
    }

    private func recordSearch(of cases: [Identifier], for reader: Reader) throws {
        let clock = now()
        let draft = Draft(
            .recordSearched,
            at: .instant(clock),
            .object(present: [
                ("staff", .string(reader.staff)), ("purpose", .string(reader.purpose)),
                ("cases", cases.isEmpty ? nil : JSON(cases.map(\.description))),
            ])
        )
        let payload = try ServiceDecider.decide(draft, staff: try staff().pseudonyms)
        _ = try append(
            payload,
            kind: .access,
            stream: StreamNames.access(ofRecord: info.id),
            unit: StreamNames.accessUnit(info.id, at: clock),
            by: reader.staff
        )
    }
}
