package import Values

/// A case's entries as somebody could have read them: what had happened by one time, as far as it had
/// been recorded by another.
package enum Timeline {
    package struct Query: Sendable {
        /// Only what had happened by then; nil for all.
        package var asOf: Instant?
        /// Only what had been recorded by then: the log up to that time. Nil for all.
        package var knownAt: Instant?
        /// Only these types; empty for all.
        package var types: Set<EventType>
        /// Only these chapters of the catalogue; empty for all.
        package var groups: Set<EventSpec.Group>

        package init(
            asOf: Instant? = nil,
            knownAt: Instant? = nil,
            types: Set<EventType> = [],
            groups: Set<EventSpec.Group> = []
        ) {
            self.asOf = asOf
            self.knownAt = knownAt
            self.types = types
            self.groups = groups
        }
    }

    /// An entry in its place, and whether it is certain to have happened by the time asked.
    package struct Line: Sendable {
        package let standing: History.StandingEntry
        package let happened: Happened

        /// The same line with less in it, for a copy that shows less.
        package func replacing(payload: Payload?) -> Line {
            Line(standing: standing.replacing(payload: payload), happened: happened)
        }
    }

    package enum Happened: String, Sendable {
        case yes
        /// Its time is not known well enough: it may have happened by then, or later.
        case perhaps
    }

    /// In order of when it happened, then of position. An entry without a known start stands where it
    /// was recorded.
    package static func lines(of entries: [Entry], _ query: Query = Query()) -> [Line] {
        let known =
            query.knownAt.map { time in entries.filter { $0.recordedAt <= time } } ?? entries
        var lines: [(key: Instant, line: Line)] = []
        lines.reserveCapacity(known.count)
        for standing in History.standing(of: known) {
            if !query.types.isEmpty || !query.groups.isEmpty {
                guard let type = standing.type,
                    query.types.contains(type) || query.groups.contains(type.spec.group)
                else { continue }
            }
            let (from, to) = standing.interval
            var happened = Happened.yes
            if let asOf = query.asOf {
                if to > asOf {
                    guard (from ?? .distantPast) <= asOf else { continue }
                    happened = .perhaps
                }
            }
            lines.append(
                (
                    from ?? standing.entry.firstRecordedAt,
                    Line(standing: standing, happened: happened)
                )
            )
        }
        return lines.sorted {
            ($0.key, $0.line.standing.entry.position) < ($1.key, $1.line.standing.entry.position)
        }
        .map(\.line)
    }
}
