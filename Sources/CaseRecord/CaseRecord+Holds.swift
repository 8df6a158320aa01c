package import CaseModel
import EventLog

extension CaseRecord {
    /// The holds of a case, or of all. The look at each case that has one is recorded.
    package func holds(
        of name: String?,
        for reader: Reader
    ) throws -> [(summary: CaseSummary, hold: Hold)] {
        try RecordError.wrapping {
            let summary = try name.map { try findCase($0) }
            let permit = try permit(
                Intent(reader, "holds", .init(.entries, needs: [.practice, .clinical])),
                of: summary?.id
            )
            let summaries = try self.summaries(permit, summary)
            var found: [(CaseSummary, Hold)] = []
            for summary in summaries {
                let holds = Hold.all(in: try log.read { try $0.entries(of: summary.id) })
                found += holds.map { (summary, $0) }
            }
            _ = try look(permit, at: summaries.map(\.id), found.map(\.1.position))
            return found
        }
    }

    /// The one case that was asked for, or all that the reader may see.
    func summaries(_ permit: Permit, _ summary: CaseSummary?) throws -> [CaseSummary] {
        if let summary { return [summary] }
        let scope = try scope(permit, nil)
        return try caseSummaries().filter { scope?.contains($0.id) ?? true }
    }
}
