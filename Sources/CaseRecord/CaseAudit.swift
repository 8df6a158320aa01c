import CaseModel
import Projector
import Values

/// Replays a case through checks: what they find by all that is known, and what they would have found at
/// each moment by what was known then.
///
/// A check's answer for a fixed beginning of the log only grows with time, and changes with an entry only
/// if the entry is of a type that the check reads. So it is enough to ask it once before each such entry,
/// at the last millisecond before it was recorded: everything that could have been seen up to there shows.
/// Of entries that only set a clock going again (`AuditCheck.Clock`), or only add findings about
/// themselves (`AuditCheck.adding`), not even that is needed.
struct CaseAudit {
    let caseID: Identifier
    /// The case's entries and the looks at it, up to what is known, in order.
    let entries: [Entry]
    let feed: Feed
    /// With everything of no case applied, and nothing of this one.
    let bench: Workbench
    let asOf: Instant
    /// The type of what each correction corrects, by the correction; none where that may be anything.
    private let corrected: [Identifier: EventType]
    /// Index of the first entry that corrects or erases another, or cannot be read.
    private let firstCorrection: Int

    /// - Parameter takes: the types that the bench's projections take; nil for all.
    init(
        caseID: Identifier,
        entries: [Entry],
        takes: Set<String>? = nil,
        feed: Feed,
        bench: Workbench,
        asOf: Instant
    ) {
        self.caseID = caseID
        self.feed = feed
        self.bench = bench
        self.asOf = asOf
        let types = Dictionary(entries.map { ($0.id, $0.type) }) { first, _ in first }
        corrected = entries.reduce(into: [:]) { corrected, entry in
            guard let type = entry.type, type.isCorrection,
                let target = entry.payload?.data.target,
                let reached = types[target] ?? nil, !reached.isCorrection
            else { return }
            corrected[entry.id] = reached
        }
        self.entries = entries.filter { entry in
            guard let takes, let type = entry.type else { return true }
            return type.isCorrection || takes.contains(type.rawValue)
        }
        firstCorrection =
            self.entries.firstIndex { $0.type?.isCorrection ?? true } ?? self.entries.count
    }

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

    /// What a check has found so far, run by run: through a run its answer only grows with time.
    private struct Watch {
        let check: AuditCheck
        /// Index of the first entry that can make it find anything.
        let begin: Int
        /// How long its clock runs, in milliseconds: the shortest that any version of its setting gives.
        var clock: Int64?
        /// The moment that began each run.
        var starts: [Moment] = []
        var sightings: [String: Sighting] = [:]
        /// Of the run that goes on, for a check with a clock, once it was asked for.
        var calm: Calm?
    }

    /// What is known of the time to come: nothing is found anew until `until`, and an entry of what
    /// happened at `from` or later takes away nothing that stands.
    private struct Calm {
        var until: Instant
        let from: Instant
    }

    func findings(of checks: [AuditCheck]) throws -> [AuditFinding] {
        guard !entries.isEmpty else { return [] }
        defer { try? bench.remove(caseID) }
        var watches = try checks.map { check in
            Watch(
                check: check,
                begin: entries.firstIndex(where: check.begins(with:)) ?? entries.count,
                clock: try check.clock.flatMap(length)
            )
        }
        var applied = 0
        var counting = Counting(checks: checks)
        for moment in moments() {
            let isFirst = moment.entries.lowerBound == 0
            for index in isFirst ? Array(watches.indices) : counts(of: moment, &counting) {
                if !isFirst {
                    guard try !passes(&watches[index], moment, &applied) else { continue }
                    // Until then there is nothing to be found.
                    if watches[index].begin < moment.entries.lowerBound {
                        try advance(&applied, to: moment.entries.lowerBound)
                        let before = min(asOf, moment.at.adding(milliseconds: -1))
                        try look(&watches[index], at: before)
                    }
                }
                watches[index].starts.append(moment)
                watches[index].calm = nil
            }
        }
        try advance(&applied, to: entries.count)
        var result: [AuditFinding] = []
        for index in watches.indices {
            let final = try look(&watches[index], at: asOf)
            result += findings(watches[index], final)
        }
        return result.sorted { ($0.since, $0.check, $0.key) < ($1.since, $1.check, $1.key) }
    }

    /// Which checks the entries of a kind count for: most are somebody's sentence in a review, and count
    /// for two of thirty.
    private struct Counting {
        struct Kind: Hashable {
            let type: EventType?
            let corrected: EventType?
            let isCorrected: Bool
        }

        let checks: [AuditCheck]
        var known: [Kind: [Int]] = [:]
    }

    /// Indices of the checks that must hear of a moment.
    private func counts(of moment: Moment, _ counting: inout Counting) -> [Int] {
        var all: Set<Int> = []
        for index in moment.entries {
            let entry = entries[index]
            let kind = Counting.Kind(
                type: entry.type,
                corrected: corrected[entry.id],
                isCorrected: index >= firstCorrection
            )
            let found: [Int]
            if let known = counting.known[kind] {
                found = known
            } else {
                found = counting.checks.indices.filter {
                    !counting.checks[$0].isDeaf(
                        to: entry,
                        corrected: kind.corrected,
                        isCorrected: kind.isCorrected
                    )
                }
                counting.known[kind] = found
            }
            if moment.entries.count == 1 { return found }
            all.formUnion(found)
        }
        return all.sorted()
    }

    /// Whether a check's answer is the same before and after a moment, but for what time brings.
    private func passes(_ watch: inout Watch, _ moment: Moment, _ applied: inout Int) throws -> Bool
    {
        let entries = entries[moment.entries]
        guard watch.begin < moment.entries.lowerBound else { return false }
        guard let clock = watch.check.clock, let length = watch.clock else { return false }
        var happened: [Instant] = []
        for entry in entries {
            guard let type = entry.type, !type.isCorrection, entry.kind != "erasure",
                !clock.others.contains(type.rawValue), let payload = entry.payload
            else { return false }
            happened.append(payload.occurred.interval(recordedAt: entry.firstRecordedAt).to)
        }
        guard let first = happened.min() else { return false }
        let ownEnd = first.adding(milliseconds: length)
        guard ownEnd > moment.at, let start = watch.starts.last else { return false }
        if watch.calm == nil {
            try advance(&applied, to: moment.entries.lowerBound)
            let times = try ask(watch.check, at: asOf).map(\.since)
            watch.calm = Calm(
                until: times.filter { $0 > start.at }.min() ?? .distantFuture,
                from: times.filter { $0 <= start.at }.max() ?? .distantPast
            )
        }
        guard let calm = watch.calm, moment.at <= calm.until, first >= calm.from else {
            return false
        }
        watch.calm?.until = min(calm.until, ownEnd)
        return true
    }

    private func concerns(_ check: AuditCheck, _ entry: Entry) -> Bool {
        check.concerns(entry, corrected: corrected[entry.id])
    }

    private func length(of clock: AuditCheck.Clock) throws -> Int64? {
        try bench.integer(
            "SELECT min(CAST(value AS INTEGER)) * 86400000 FROM rule WHERE name = ?",
            .text(clock.rule)
        )
    }

    /// Asks at the end of a run.
    @discardableResult
    private func look(_ watch: inout Watch, at time: Instant) throws -> [AuditFinding] {
        let found = try ask(watch.check, at: time)
        guard let began = watch.starts.last?.at else { return found }
        for finding in found {
            var from = max(began, finding.since)
            // One entry alone makes it, so it can be seen as soon as that is there.
            if let trigger = finding.trigger, let entry = entry(at: trigger),
                watch.check.reach == .itself || watch.check.onlyAdds(entry)
            {
                from = max(from, entry.recordedAt)
            }
            let run = watch.starts.count - 1
            var sighting =
                watch.sightings[finding.key] ?? Sighting(finding: finding, lastRun: run)
            sighting.finding = finding
            sighting.lastRun = run
            sighting.runs.append((from, time))
            watch.sightings[finding.key] = sighting
        }
        return found
    }

    /// What is found now, and what was found once and is gone.
    private func findings(_ watch: Watch, _ final: [AuditFinding]) -> [AuditFinding] {
        var result: [AuditFinding] = []
        for var finding in final {
            finding.visibleFrom =
                watch.sightings[finding.key]?.visibleFrom(finding.since) ?? finding.since
            finding.seen = finding.visibleFrom == finding.since ? .visible : .hindsight
            result.append(finding)
        }
        let keys = Set(final.map(\.key))
        for sighting in watch.sightings.values where !keys.contains(sighting.finding.key) {
            var finding = sighting.finding
            finding.visibleFrom = sighting.visibleFrom(finding.since) ?? finding.since
            finding.seen = .cleared(
                by: clearing(watch.check, watch.starts[sighting.lastRun + 1])
            )
            result.append(finding)
        }
        return result
    }

    private func entry(at position: Int64) -> Entry? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position < position { low = middle + 1 } else { high = middle }
        }
        return entries.indices.contains(low) && entries[low].position == position
            ? entries[low] : nil
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
        let index = moment.entries.first { concerns(check, entries[$0]) }
        return entries[index ?? moment.entries.lowerBound].position
    }

    private func advance(_ applied: inout Int, to end: Int) throws {
        let start = applied
        guard start < end else { return }
        applied = end
        let window = Array(entries[start..<end])
        let rows = try feed.rows(of: window)
        let behind = touched(by: window)
        guard start > 0, let behind else { return try bench.apply(rows) }
        try bench.apply(
            rows,
            of: caseID,
            whole: feed.rows(of: Array(entries[..<end])),
            where: behind.concerns
        )
    }

    /// What a window's corrections reach of what was before; nil for none.
    private func touched(by window: [Entry]) -> Feed.Touched? {
        var types: Set<String> = []
        for entry in window {
            guard entry.type?.isCorrection ?? (entry.kind == "erasure") else { continue }
            guard let type = corrected[entry.id], type != .caseOpened else { return .anything }
            types.insert(type.rawValue)
        }
        return types.isEmpty ? nil : .types(types)
    }

    private func ask(_ check: AuditCheck, at time: Instant) throws -> [AuditFinding] {
        let answer = try bench.ask(
            check.question,
            [":case": .text(caseID.description), ":as_of": .text(time.description)]
        )
        return try answer.records.map { try AuditFinding($0, of: check, in: caseID) }
    }
}
