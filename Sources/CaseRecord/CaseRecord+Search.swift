package import CaseModel
import EventLog
import Projector
import Values

extension CaseRecord {
    /// What a search showed: the entries with all of the words, best first, each with its case.
    package struct SearchResult: Sendable {
        package let look: Look
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
            let terms = words.split(whereSeparator: \.isWhitespace).map { word in
                let stem = word.filter { $0 != "\"" && $0 != "*" }
                return stem.isEmpty ? "" : "\"\(stem)\"\(word.hasSuffix("*") ? "*" : "")"
            }
            .filter { !$0.isEmpty }
            guard !terms.isEmpty else {
                throw RecordError(.invalid, "no-words", "there is no word to search for")
            }
            let summary = try name.map { try findCase($0) }
            let permit = try permit(Intent(reader, "search", .init(.entries)), of: summary?.id)
            let scope = try scope(permit, summary)
            let file = try currentFile(try projections.folder("case-timeline"))
            guard let path = file.path else {
                throw ProjectionError.unavailable("the search index has no file")
            }
            let desk = try ReadingDesk([(file.folder.name, path)])
            let positions = try desk.search(
                terms.joined(separator: " "),
                in: file.folder.name,
                limit: summary == nil && scope == nil ? limit + 1 : 100_000
            )
            var found: [(position: Int64, stream: Identifier)] = []
            var cases: [Identifier: (entries: [Entry], lines: [Timeline.Line], withheld: Int)] = [:]
            for position in positions where found.count <= limit {
                guard let row = try log.read({ try $0.event(at: position)?.row }),
                    row.kind == .entry, summary.map({ $0.id == row.stream }) ?? true,
                    scope.map({ $0.contains(row.stream) }) ?? true
                else { continue }
                if cases[row.stream] == nil {
                    let entries = try log.read { try $0.entries(of: row.stream) }
                    let (lines, withheld) = permit.shown(Timeline.lines(of: entries), of: entries)
                    cases[row.stream] = (entries, lines, withheld)
                }
                guard
                    let lines = cases[row.stream]?.lines,
                    lines.contains(where: { $0.standing.entry.position == position })
                else { continue }
                found.append((position, row.stream))
            }
            let shown = found.prefix(limit)
            let look = try lookBySearch(permit, at: Set(shown.map(\.stream)).sorted())
            var views: [Identifier: CaseView] = [:]
            for stream in Set(shown.map(\.stream)) {
                guard let (entries, lines, withheld) = cases[stream] else { continue }
                views[stream] = try caseView(of: stream, entries, lines, withheld, permit, look)
            }
            return SearchResult(
                look: look,
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
}
