package import Values

/// What a case's entries come to once corrections are folded in.
///
/// Newest first: a mark in error counts unless it is itself marked; an amendment is applied as it
/// stands, and of several the newest wins. So corrections of corrections need no rule of their own.
package enum History {
    package enum Standing: String, CaseIterable, Sendable {
        case current
        case amended
        case inError = "in-error"
        case erased
        case locked
        case notUnderstood = "not-understood"
    }

    /// An entry with how it stands now.
    package struct StandingEntry: Sendable {
        package let entry: Entry
        package let standing: Standing
        /// As it stands: amended if it was; what was first written if it is in error.
        package let payload: Payload?
        /// Positions of the corrections that count, oldest first.
        package let correctedBy: [Int64]
        /// Positions of the statements that somebody wants it put right and that it was not, oldest
        /// first.
        package let disputedBy: [Int64]

        /// What counts: nil for an entry in error, erased or not understood.
        package var effective: Payload? {
            standing == .current || standing == .amended ? payload : nil
        }

        /// An amendment changes what an entry says, never its type.
        package let type: EventType?

        fileprivate init(
            entry: Entry,
            standing: Standing,
            payload: Payload?,
            correctedBy: [Int64],
            disputedBy: [Int64]
        ) {
            self.entry = entry
            self.standing = standing
            self.payload = payload
            self.correctedBy = correctedBy
            self.disputedBy = disputedBy
            type = payload.flatMap { entry.type ?? EventType(rawValue: $0.type) }
        }

        func replacing(payload: Payload?) -> StandingEntry {
            StandingEntry(
                entry: entry,
                standing: standing,
                payload: payload,
                correctedBy: correctedBy,
                disputedBy: disputedBy
            )
        }

        /// The interval in which it happened, with the amended time if there is one.
        package var interval: (from: Instant?, to: Instant) {
            (payload?.occurred ?? .unknown).interval(recordedAt: entry.firstRecordedAt)
        }
    }

    /// How each of `entries`, which are in order of position, stands after the last of them.
    package static func standing(of entries: [Entry]) -> [StandingEntry] {
        var marks: [Identifier: [Int64]] = [:]
        var amendments: [Identifier: [(position: Int64, data: JSON)]] = [:]
        var disputes: [Identifier: [Int64]] = [:]
        var result: [StandingEntry] = []
        result.reserveCapacity(entries.count)
        for entry in entries.reversed() {
            let standing: Standing
            var payload = entry.payload
            let marked = marks[entry.id] ?? []
            let changes = amendments[entry.id] ?? []
            switch entry.content {
            case .erased: standing = .erased
            case .locked: standing = .locked
            case .notUnderstood: standing = .notUnderstood
            case .known:
                if !marked.isEmpty {
                    standing = .inError
                } else if let newest = changes.first {
                    standing = .amended
                    payload?.data = newest.data["data"] ?? .object([])
                    if let time = newest.data["occurred"]?.string.flatMap({ Occurrence($0) }) {
                        payload?.occurred = time
                    }
                } else {
                    standing = .current
                }
            }
            if standing == .current || standing == .amended, let payload,
                let target = payload.data.target
            {
                switch entry.type {
                case .entryMarkedInError: marks[target, default: []].append(entry.position)
                case .entryAmended:
                    amendments[target, default: []].append((entry.position, payload.data))
                case .rectificationRefused: disputes[target, default: []].append(entry.position)
                default: break
                }
            }
            result.append(
                StandingEntry(
                    entry: entry,
                    standing: standing,
                    payload: payload,
                    correctedBy: (marked + changes.map(\.position)).sorted(),
                    disputedBy: (disputes[entry.id] ?? []).reversed()
                )
            )
        }
        return result.reversed()
    }
}

extension JSON {
    /// The entry that a correction's data names.
    package var target: Identifier? { self["target"]?.string.flatMap { Identifier($0) } }
}
