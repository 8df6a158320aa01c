import CaseModel
import EventLog
import Exporter
package import Values

/// An export that was issued, as the log remembers it.
package struct IssuedExport: Sendable {
    /// Of the `export-issued` event.
    package let position: Int64
    package let issuedAt: Instant
    package let by: String
    package let profile: String
    package let recipient: String
    package let purpose: String
    package let basis: String
    package let caseID: Identifier?
    package let document: Identifier?
    package let sha256: String?
    package let toPosition: Int64?
    /// Positions of the entries that left, whole or in part.
    package let exported: Set<Int64>
    /// By rule: `D53 withhold 14-15`.
    package let withheld: [String]
    /// Position of the export that it replaced.
    package let replaces: Int64?
    /// The person's request that it answered.
    package let request: Identifier?
}

/// An entry that somebody outside holds and that is no longer what it was.
package struct AffectedEntry: Sendable {
    package enum Change: String, CaseIterable, Sendable {
        case amended
        case inError = "in-error"
        case erased
        case outOfConsent = "out-of-consent"
    }

    package let export: IssuedExport
    package let position: Int64
    package let change: Change
    /// Of the entry that changed it; nil for an erasure.
    package let by: Int64?
}

extension CaseRecord {
    /// Everything that ever left this record, oldest first.
    package func exportRegister() throws -> [IssuedExport] {
        try RecordError.wrapping {
            try log.read { try $0.entries(of: info.id) }.compactMap { entry in
                guard entry.type == .exportIssued, let data = entry.payload?.data else {
                    return nil
                }
                return IssuedExport(
                    position: entry.position,
                    issuedAt: entry.recordedAt,
                    by: entry.by,
                    profile: data["profile"]?.string ?? "",
                    recipient: data["recipient"]?.string ?? "",
                    purpose: data["purpose"]?.string ?? "",
                    basis: data["basis"]?.string ?? "",
                    caseID: data["case"]?.string.flatMap { Identifier($0) },
                    document: data["document"]?.string.flatMap { Identifier($0) },
                    sha256: data["sha256"]?.string,
                    toPosition: data["toPosition"]?.integer.map { Int64($0) },
                    exported: CaseRecord.positions(in: data["exported"]?.strings ?? []),
                    withheld: data["withheld"]?.strings ?? [],
                    replaces: data["replaces"]?.integer.map { Int64($0) },
                    request: data["request"]?.string.flatMap { Identifier($0) }
                )
            }
        }
    }

    /// Who outside holds entries that were since amended, marked in error, erased, or of films that
    /// somebody no longer agrees to. A copy that was replaced is asked about no more.
    package func affectedExports(of name: String? = nil) throws -> [AffectedEntry] {
        try RecordError.wrapping {
            let wanted = try name.map { try findCase($0).id }
            let register = try exportRegister()
            let replaced = Set(register.compactMap(\.replaces))
            let issues = register.filter {
                $0.caseID != nil && (wanted == nil || $0.caseID == wanted)
                    && !replaced.contains($0.position)
            }
            var affected: [AffectedEntry] = []
            var cases: [Identifier: [Entry]] = [:]
            for issue in issues {
                guard let caseID = issue.caseID else { continue }
                let entries =
                    try cases[caseID] ?? log.read { try $0.entries(of: caseID) }
                cases[caseID] = entries
                affected += changes(since: issue, entries)
            }
            return affected
        }
    }

    private func changes(since issue: IssuedExport, _ entries: [Entry]) -> [AffectedEntry] {
        let standing = History.standing(of: entries)
        let ended = filmsEnded(since: issue, entries)
        return standing.filter { issue.exported.contains($0.entry.position) }.compactMap { now in
            func affected(_ change: AffectedEntry.Change, _ by: Int64?) -> AffectedEntry {
                AffectedEntry(export: issue, position: now.entry.position, change: change, by: by)
            }
            let later = now.correctedBy.last { $0 > issue.position }
            switch now.standing {
            case .erased: return affected(.erased, nil)
            case .inError: if let later { return affected(.inError, later) }
            case .amended: if let later { return affected(.amended, later) }
            case .current, .locked, .notUnderstood: break
            }
            guard let film = now.effective?.data["film"]?.string, let by = ended[film],
                now.type?.spec.group == .films
            else { return nil }
            return affected(.outOfConsent, by)
        }
    }

    /// Films that somebody on them agreed to when the copy left, and does not agree to now, with the
    /// entry that says so.
    private func filmsEnded(since issue: IssuedExport, _ entries: [Entry]) -> [String: Int64] {
        let then = CaseState(folding: entries.filter { $0.position <= issue.position })
        let now = CaseState(folding: entries)
        let moment = self.now()
        var ended: [String: Int64] = [:]
        for (film, thing) in now.things[.film] ?? [:] {
            let scope =
                thing.data["kind"] == "shared-review" ? "film-shared-review" : "film-interaction"
            for person in thing.data["people"]?.strings ?? [] {
                let before = then.consent(to: scope, for: person, film: film, at: issue.issuedAt)
                let after = now.consent(to: scope, for: person, film: film, at: moment)
                guard before.withdrawnBy.isEmpty, !after.withdrawnBy.isEmpty else { continue }
                ended[film] =
                    now.consents.last {
                        $0.scope == scope && $0.subject == person
                            && after.withdrawnBy.contains($0.giver)
                    }?.position
            }
        }
        return ended
    }

    /// `3-17`, `21` as positions.
    static func positions(in ranges: [String]) -> Set<Int64> {
        var positions: Set<Int64> = []
        for range in ranges {
            let ends = range.split(separator: "-").compactMap { Int64($0) }
            guard let first = ends.first, let last = ends.last, first <= last,
                last - first < 1 << 32
            else { continue }
            positions.formUnion(first...last)
        }
        return positions
    }
}
