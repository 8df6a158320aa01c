/// A table of counts and their sums as a network, in which what a reader can work out shows.
///
/// Every count and every shown sum is an arc: a cell runs from its row to its column, a row's sum into
/// its row, a column's sum out of its column, the sum of all from the columns' end to the rows'. At
/// each point as much comes in as goes out: those are the sums that a reader can check. Where a sum
/// is not printed, its point falls together with an end, and the check with it.
///
/// A reader who does not know some arcs can still tell one of them exactly if no other flow fits.
/// Two flows differ by circles, so an arc's value is open if and only if a circle through it leaves
/// every arc on it within what its sign allows: a search from its one end to its other finds that.
/// Counting what is hidden in each row and column would not do: two rings of hidden cells, joined by
/// one hidden cell, give that one away.
struct CellNetwork {
    private struct Arc {
        let tail: Int
        let head: Int
        let value: Int
        let place: Place
        var sign = Sign.shown
    }

    private enum Place {
        case cell(Int, Int)
        case row(Int)
        case column(Int)
        case all

        var isTotal: Bool { if case .cell = self { false } else { true } }
    }

    private enum Sign { case shown, small, withheld }

    private var arcs: [Arc] = []
    private let grid: SmallCells.Grid
    private let smallest: Int
    private let points: Int
    /// Nothing is shown at all, so a sign says nothing of its value.
    private var isBlank = false

    init(_ grid: SmallCells.Grid, smallest: Int) {
        self.grid = grid
        self.smallest = smallest
        let counts = grid.counts
        let (height, width) = (counts.count, counts.first?.count ?? 0)
        let rowsEnd = 0
        let columnsEnd = grid.totals.contains(.all) ? 1 : rowsEnd
        func row(_ index: Int) -> Int { grid.totals.contains(.rows) ? 2 + index : rowsEnd }
        func column(_ index: Int) -> Int {
            grid.totals.contains(.columns) ? 2 + height + index : columnsEnd
        }
        points = 2 + height + width
        for i in 0..<height {
            for j in 0..<width {
                arcs.append(
                    Arc(tail: row(i), head: column(j), value: counts[i][j], place: .cell(i, j))
                )
            }
        }
        if grid.totals.contains(.rows) {
            for i in 0..<height {
                let sum = counts[i].reduce(0, +)
                arcs.append(Arc(tail: rowsEnd, head: row(i), value: sum, place: .row(i)))
            }
        }
        if grid.totals.contains(.columns) {
            for j in 0..<width {
                let sum = counts.reduce(0) { $0 + $1[j] }
                arcs.append(Arc(tail: column(j), head: columnsEnd, value: sum, place: .column(j)))
            }
        }
        if grid.totals.contains(.all) {
            let sum = counts.reduce(0) { $0 + $1.reduce(0, +) }
            arcs.append(Arc(tail: columnsEnd, head: rowsEnd, value: sum, place: .all))
        }
        for index in arcs.indices where arcs[index].value > 0 && arcs[index].value < smallest {
            arcs[index].sign = .small
        }
    }

    /// Withholds counts until no hidden one can be told.
    mutating func close() {
        while let told = arcs.indices.first(where: { arcs[$0].sign != .shown && !isOpen($0) }) {
            guard let next = next(for: told) else {
                for index in arcs.indices { arcs[index].sign = .withheld }
                isBlank = true
                return
            }
            arcs[next].sign = .withheld
        }
    }

    /// The smallest count that is shown and not 0: of the same row or column, else of all; a part
    /// before a total.
    private func next(for told: Int) -> Int? {
        func order(_ index: Int) -> (Int, Int, Int, Int) {
            let arc = arcs[index]
            return (distance(arc, arcs[told]), arc.place.isTotal ? 1 : 0, arc.value, index)
        }
        return arcs.indices.filter { arcs[$0].sign == .shown && arcs[$0].value > 0 }
            .min { order($0) < order($1) }
    }

    /// 0 for two of one row or column, 1 for two of one sum over all, 2 for others. Where the sum of
    /// all is not printed, to meet at an end means nothing.
    private func distance(_ one: Arc, _ other: Arc) -> Int {
        let shared = [one.tail, one.head].filter { $0 == other.tail || $0 == other.head }
        if shared.contains(where: { $0 > 1 }) { return 0 }
        return shared.isEmpty || !grid.totals.contains(.all) ? 2 : 1
    }

    // MARK: - What a reader can tell

    /// Whether a hidden arc could have another value than it has.
    private func isOpen(_ index: Int) -> Bool {
        let arc = arcs[index]
        return (canRise(arc) && isPath(arc.head, arc.tail, without: index))
            || (canFall(arc) && isPath(arc.tail, arc.head, without: index))
    }

    private func canRise(_ arc: Arc) -> Bool {
        switch arc.sign {
        case .shown: false
        case .small: arc.value < smallest - 1
        case .withheld: true
        }
    }

    private func canFall(_ arc: Arc) -> Bool {
        switch arc.sign {
        case .shown: false
        case .small: arc.value > 1
        case .withheld: isBlank ? arc.value > 0 : arc.value > smallest
        }
    }

    /// Whether one more can flow from one point to another over hidden arcs.
    private func isPath(_ from: Int, _ to: Int, without index: Int) -> Bool {
        if from == to { return true }
        var seen = Array(repeating: false, count: points)
        var waiting = [from]
        seen[from] = true
        while let point = waiting.popLast() {
            for (other, arc) in arcs.enumerated() where other != index {
                let next: Int
                if arc.tail == point, canRise(arc) {
                    next = arc.head
                } else if arc.head == point, canFall(arc) {
                    next = arc.tail
                } else {
                    continue
                }
                if next == to { return true }
                if !seen[next] {
                    seen[next] = true
                    waiting.append(next)
                }
            }
        }
        return false
    }

    // MARK: - Result

    var shown: SmallCells.Shown {
        var counts = grid.counts.map { $0.map { _ in Count.absent } }
        var rows = Array(repeating: Count.absent, count: grid.counts.count)
        var columns = Array(repeating: Count.absent, count: grid.counts.first?.count ?? 0)
        var all = Count.absent
        for arc in arcs {
            let count: Count =
                switch arc.sign {
                case .shown: .known(arc.value)
                case .small: .small(below: smallest)
                case .withheld: .withheld
                }
            switch arc.place {
            case .cell(let i, let j): counts[i][j] = count
            case .row(let i): rows[i] = count
            case .column(let j): columns[j] = count
            case .all: all = count
            }
        }
        return SmallCells.Shown(counts: counts, rows: rows, columns: columns, all: all)
    }
}
