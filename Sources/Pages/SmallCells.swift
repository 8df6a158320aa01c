/// Keeps a shared table from telling about a few people.
///
/// Counts from 1 to one below `smallest` are not shown. Where that is not enough, because a total
/// and what is left would give such a count away, others are withheld too: the smallest of the same
/// row or column first, totals only when no part is left. A reader who knows the totals that are
/// shown, that a `<5` stands for 1 to 4 and a `[c]` for 5 or more, is left with at least two values
/// for every count that is not shown; `CellNetwork` proves it for each table before it is given.
///
/// What it does not do: it judges one table at a time, and two tables about the same people can be
/// subtracted from each other. A row whose people all stand in one column tells about each of them.
/// Who also knows by which rule counts are chosen for withholding can sometimes go further than who
/// has the table alone.
package struct SmallCells: Sendable {
    /// At least 3: under a smaller number a count that is not shown could only be 1.
    package let smallest: Int

    /// - Parameter smallest: 0 and 1 show everything, 2 counts as 3.
    package init(smallest: Int) { self.smallest = smallest <= 1 ? 0 : max(3, smallest) }

    /// Counts by two groups. A table of one group has one row, or one column.
    package struct Grid: Hashable, Sendable {
        /// By row, then by column; every row has as many columns as the first.
        package let counts: [[Int]]
        package let totals: Totals

        package init(_ counts: [[Int]], totals: Totals) {
            let width = counts.map(\.count).max() ?? 0
            self.counts = counts.map { row in
                row.map { max(0, $0) } + Array(repeating: 0, count: width - row.count)
            }
            self.totals = totals
        }
    }

    /// Which sums are shown beside the counts.
    package struct Totals: OptionSet, Hashable, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        package static let rows = Totals(rawValue: 1)
        package static let columns = Totals(rawValue: 2)
        package static let all = Totals(rawValue: 4)
    }

    /// A grid as it may be shown. Sums that were not asked for are `absent`.
    package struct Shown: Hashable, Sendable {
        package let counts: [[Count]]
        package let rows: [Count]
        package let columns: [Count]
        package let all: Count
    }

    package func shown(_ grid: Grid) -> Shown {
        var network = CellNetwork(grid, smallest: smallest)
        network.close()
        return network.shown
    }

    /// `numerator` of `denominator` as a share. Nil when either is small, or what is left: from a
    /// share and its whole, both parts can be reckoned. Nil also for a share of nothing.
    package func share(_ numerator: Int, of denominator: Int) -> Double? {
        guard denominator > 0, !isSmall(numerator), !isSmall(denominator),
            !isSmall(denominator - numerator)
        else { return nil }
        return Double(numerator) / Double(denominator)
    }

    /// A share of counts that were already judged; nil unless both are shown.
    package func share(_ numerator: Count, of denominator: Count) -> Double? {
        guard let numerator = numerator.value, let denominator = denominator.value else {
            return nil
        }
        return share(numerator, of: denominator)
    }

    /// A mean, median or other figure over so many people; nil when they are too few.
    package func figure(_ value: Double, over count: Int) -> Double? {
        isSmall(count) ? nil : value
    }

    package func isSmall(_ count: Int) -> Bool { count > 0 && count < smallest }
}

// MARK: - Rows

extension SmallCells {
    /// A row of a shared report: its groups, and how many there are.
    package struct Row: Hashable, Sendable {
        package let groups: [String]
        package let count: Int

        package init(_ groups: [String], _ count: Int) {
            self.groups = groups
            self.count = count
        }
    }

    /// The rows' counts, in their order, as they may be shown beside `totals`.
    ///
    /// The last group runs across, those before it together down. A pair of groups without a row is
    /// known to have none. Rows of the same groups are parts of one count: they are shown when it is
    /// and none of them is small.
    package func shown(_ rows: [Row], totals: Totals) -> (counts: [Count], sums: Shown) {
        var down: [[String]: Int] = [:]
        var across: [String: Int] = [:]
        var places: [(Int, Int)] = []
        for row in rows {
            let key = Array(row.groups.dropLast())
            let name = row.groups.last ?? ""
            let line = down[key] ?? down.count
            down[key] = line
            let column = across[name] ?? across.count
            across[name] = column
            places.append((line, column))
        }
        var counts = Array(
            repeating: Array(repeating: 0, count: across.count),
            count: down.count
        )
        var parts: [[Int]: [Int]] = [:]
        for (row, place) in zip(rows, places) {
            counts[place.0][place.1] += max(0, row.count)
            parts[[place.0, place.1], default: []].append(row.count)
        }
        let shown = shown(Grid(counts, totals: totals))
        let each = zip(rows, places).map { row, place -> Count in
            let count = shown.counts[place.0][place.1]
            guard let parts = parts[[place.0, place.1]], parts.count > 1 else { return count }
            return count.value == nil || parts.contains(where: isSmall)
                ? .withheld : .known(row.count)
        }
        return (each, shown)
    }
}

// MARK: - Stages

extension SmallCells {
    /// Counts of which each is part of the one before: the stages of a funnel.
    ///
    /// Those who fell out between two stages are people too, so a stage is shown only when it differs
    /// from the one shown before it by none or by enough.
    package func nested(_ counts: [Int]) -> [Count] {
        var last: Int?
        return counts.map { count in
            let isNear = last.map { isSmall(($0 - count).magnitude) } ?? false
            guard isSmall(count) || isNear else {
                last = count
                return .known(count)
            }
            // Just above the limit, `<5` beside `[c]` would tell 4 from 5.
            if isSmall(count), last.map({ $0 >= 2 * smallest - 1 }) ?? true {
                return .small(below: smallest)
            }
            return .withheld
        }
    }

    private func isSmall(_ count: UInt) -> Bool { isSmall(Int(clamping: count)) }
}
