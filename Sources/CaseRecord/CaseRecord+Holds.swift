package import CaseModel
import EventLog

extension CaseRecord {
    /// The holds of a case, or of all. The look at each case that has one is recorded.
    package func holds(
        of name: String?,
        for reader: Reader
    ) throws -> [(summary: CaseSummary, hold: Hold)] {
        try RecordError.wrapping {
            try check(reader)
            let summaries = try name.map { [try findCase($0)] } ?? caseSummaries()
            var found: [(CaseSummary, Hold)] = []
            for summary in summaries {
                let holds = Hold.all(in: try log.read { try $0.entries(of: summary.id) })
                found += holds.map { (summary, $0) }
            }
            let cases = Set(found.map(\.0.id)).sorted()
            if !cases.isEmpty {
                try recordView(
                    of: cases,
                    found.map(\.1.position),
                    for: reader,
                    view: "holds",
                    .init()
                )
            }
            return found
        }
    }
}
