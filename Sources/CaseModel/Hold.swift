package import Values

/// A reason to keep a case or a film whatever else is due, as its entries say it stands.
package struct Hold: Sendable {
    /// The entry that placed it.
    package let id: Identifier
    package let position: Int64
    /// The film that it is about; nil for the whole case.
    package let film: String?
    package let ground: String
    package let authority: String?
    package let placedAt: Instant
    /// Who recorded it, and who is said to have decided it.
    package let placedBy: Set<String>
    /// When to look at it again, as last said.
    package var reviewOn: CivilDate?
    /// Positions of the entries that looked at it again.
    package var reviews: [Int64] = []
    /// Position of the entry that ended it.
    package var endedBy: Int64?

    package var stands: Bool { endedBy == nil }

    package func isOverdue(on today: CivilDate) -> Bool {
        stands && (reviewOn.map { $0 < today } ?? true)
    }

    /// The holds of a case, oldest first.
    ///
    /// A hold ends when somebody else than who placed it releases it or marks it in error: a release of
    /// one's own, as an imported entry can be, does not count. An amendment cannot narrow what is held:
    /// what was first written counts beside it.
    package static func all(in entries: [Entry]) -> [Hold] {
        let standing = History.standing(of: entries)
        let authors = Dictionary(entries.map { ($0.position, $0.author) }) { first, _ in first }
        var holds: [Hold] = []
        for line in standing where line.type == .retentionHoldPlaced {
            guard let first = line.entry.payload, let data = line.payload?.data else { continue }
            let placedBy = Set(
                [line.entry.author] + [first.data, data].compactMap { $0["placedBy"]?.string }
            )
            let films = [first.data, data].map { data in
                data["extent"]?.string == "film" ? data["film"]?.string : nil
            }
            var hold = Hold(
                id: line.entry.id,
                position: line.entry.position,
                film: films[0] == films[1] ? films[0] : nil,
                ground: data["ground"]?.string ?? "other",
                authority: data["authority"]?.string,
                placedAt: line.entry.recordedAt,
                placedBy: placedBy,
                reviewOn: date(data["reviewOn"])
            )
            if line.standing == .inError {
                hold.endedBy = line.correctedBy.first {
                    authors[$0].map { !placedBy.contains($0) } ?? false
                }
            }
            holds.append(hold)
        }
        for line in standing {
            guard let data = line.effective?.data,
                let id = data["hold"]?.string.flatMap({ Identifier($0) }),
                let index = holds.firstIndex(where: { $0.id == id })
            else { continue }
            switch line.type {
            case .retentionHoldReviewed:
                holds[index].reviews.append(line.entry.position)
                holds[index].reviewOn = date(data["reviewOn"])
            case .retentionHoldReleased:
                let releasedBy = Set([line.entry.author, data["releasedBy"]?.string ?? ""])
                guard holds[index].stands, releasedBy.isDisjoint(with: holds[index].placedBy)
                else { continue }
                holds[index].endedBy = line.entry.position
            default: break
            }
        }
        return holds
    }

    private static func date(_ json: JSON?) -> CivilDate? {
        json?.string.flatMap { CivilDate($0) }
    }
}

extension CivilDate {
    /// The same day of a later month, or that month's last day when it has none.
    package func adding(months: Int) -> CivilDate {
        let count = year * 12 + month - 1 + months
        let (year, month) = (count / 12, count % 12 + 1)
        let day = min(day, CivilDate.length(ofMonth: month, in: year))
        return CivilDate(year: year, month: month, day: day) ?? self
    }

    /// The same day so many years on. A 29th of February that the year has not is the 1st of March:
    /// whoever waits until then waits long enough.
    package func adding(years: Int) -> CivilDate {
        CivilDate(year: year + years, month: month, day: day)
            ?? CivilDate(year: year + years, month: 3, day: 1) ?? self
    }
}
