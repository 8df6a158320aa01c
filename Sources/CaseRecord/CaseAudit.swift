import CaseModel
import Projector
import Values

/// Replays a case through checks: what they find by all that is known, and what they would have found at
/// each moment by what was known then.
///
/// A check's answer for a fixed beginning of the log only grows with time, and changes with an entry only
/// if the entry is of a type that the check reads. So it is enough to ask it once before each such entry,
/// at the last millisecond before it was recorded: everything that could have been seen up to there shows.
struct CaseAudit {
    let caseID: Identifier
    /// The case's entries and the looks at it, up to what is known, in order.
    let entries: [Entry]
    let feed: Feed
    /// With everything of no case applied, and nothing of this one.
    let bench: Workbench
    let asOf: Instant

    private struct Sighting {
        var finding: AuditFinding
        /// Index of the run in which it was last seen.
        var lastRun: Int
        /// Since when and until when it could be seen, run by run.
        var runs: [(from: Instant, until: Instant)] = []

        /// When what is so since `since` could first be seen; what was seen before that was another time.
        func visibleFrom(_ since: Instant) -> Instant? {
            runs.filter { $0.until >= since }.map { max($0.from, since) }.min()
        }
    }

    func findings(of checks: [AuditCheck]) throws -> [AuditFinding] {
        guard !entries.isEmpty else { return [] }
        defer { try? bench.remove(caseID) }
        let moments = self.moments()
        // For each check, where its answer may change: the indices of moments that begin a run.
        let runs = checks.map { check in
            moments.indices.filter { index in
                index == 0 || moments[index].entries.contains { check.concerns(entries[$0]) }
            }
        }
        var asks: [Int: [(check: Int, run: Int)]] = [:]
        for (check, starts) in runs.enumerated() {
            for (run, _) in starts.enumerated() {
                let end = run + 1 < starts.count ? starts[run + 1] - 1 : moments.count - 1
                asks[end, default: []].append((check, run))
            }
        }
        var sightings = checks.map { _ in [String: Sighting]() }
        var final = checks.map { _ in [AuditFinding]() }
        var applied = 0
        for (index, moment) in moments.enumerated() {
            guard let asked = asks[index] else { continue }
            try advance(from: applied, to: moment.entries.upperBound)
            applied = moment.entries.upperBound
            let isLast = index == moments.count - 1
            let time =
                isLast
                ? asOf : min(asOf, moments[index + 1].at.adding(milliseconds: -1))
            for (check, run) in asked {
                let found = try ask(checks[check], at: time)
                let began = moments[runs[check][run]].at
                for finding in found {
                    var from = max(began, finding.since)
                    // One entry alone makes it, so it can be seen as soon as that is there.
                    if checks[check].reach == .itself, let trigger = finding.trigger,
                        let entry = entries.first(where: { $0.position == trigger })
                    {
                        from = max(from, entry.recordedAt)
                    }
                    var sighting =
                        sightings[check][finding.key] ?? Sighting(finding: finding, lastRun: run)
                    sighting.finding = finding
                    sighting.lastRun = run
                    sighting.runs.append((from, time))
                    sightings[check][finding.key] = sighting
                }
                if isLast { final[check] = found }
            }
        }
        var result: [AuditFinding] = []
        for check in checks.indices {
            let keys = Set(final[check].map(\.key))
            for var finding in final[check] {
                finding.visibleFrom =
                    sightings[check][finding.key]?.visibleFrom(finding.since) ?? finding.since
                finding.seen = finding.visibleFrom == finding.since ? .visible : .hindsight
                result.append(finding)
            }
            for sighting in sightings[check].values where !keys.contains(sighting.finding.key) {
                var finding = sighting.finding
                finding.visibleFrom = sighting.visibleFrom(finding.since) ?? finding.since
                finding.seen = .cleared(
                    by: clearing(checks[check], moments[runs[check][sighting.lastRun + 1]])
                )
                result.append(finding)
            }
        }
        return result.sorted { ($0.since, $0.check, $0.key) < ($1.since, $1.check, $1.key) }
    }

    /// Entries that came to be known at once, and when.
    private struct Moment {
        let at: Instant
        var entries: Range<Int>
    }

    private func moments() -> [Moment] {
        var moments: [Moment] = []
        for (index, entry) in entries.enumerated() {
            let at = entry.recordedAt
            if let last = moments.last, last.at == at {
                moments[moments.count - 1].entries = last.entries.lowerBound..<(index + 1)
            } else {
                moments.append(Moment(at: at, entries: index..<(index + 1)))
            }
        }
        return moments
    }

    /// The entry at which a check's finding was gone: the first at that moment which the check reads.
    private func clearing(_ check: AuditCheck, _ moment: Moment) -> Int64 {
        let index = moment.entries.first { check.concerns(entries[$0]) }
        return entries[index ?? moment.entries.lowerBound].position
    }

    private func advance(from start: Int, to end: Int) throws {
        guard start < end else { return }
        let isCorrecting = entries[start..<end].contains {
            $0.type?.isCorrection ?? ($0.kind == "erasure")
        }
        if isCorrecting, start > 0 {
            try bench.apply([], whole: [caseID: feed.rows(of: Array(entries[..<end]))])
        } else {
            try bench.apply(feed.rows(of: Array(entries[start..<end])))
        }
    }

    private func ask(_ check: AuditCheck, at time: Instant) throws -> [AuditFinding] {
        let answer = try bench.ask(
            check.question,
            [":case": .text(caseID.description), ":as_of": .text(time.description)]
        )
        return try answer.records.map { try AuditFinding($0, of: check, in: caseID) }
    }
}
