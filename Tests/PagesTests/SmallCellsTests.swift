import Pages
import Testing
import Values

@Suite struct SmallCellsTests {
    @Test func `counts from one to below the limit are not shown; none and enough are`() {
        let shown = SmallCells(smallest: 5).shown(
            SmallCells.Grid([[0, 1, 4, 5, 60]], totals: [])
        )
        #expect(
            shown.counts == [
                [0, .small(below: 5), .small(below: 5), 5, 60]
            ]
        )
        #expect(shown.rows == [.absent])
        #expect(shown.all == .absent)
    }

    @Test func `a single small count beside its total takes the next smallest with it`() {
        let shown = SmallCells(smallest: 5).shown(
            SmallCells.Grid([[3, 40, 9, 17]], totals: .rows)
        )
        #expect(shown.counts == [[.small(below: 5), 40, .withheld, 17]])
        #expect(shown.rows == [69])
    }

    @Test func `a total that is small is not shown either`() {
        let shown = SmallCells(smallest: 5).shown(
            SmallCells.Grid([[2, 1], [20, 30]], totals: .rows)
        )
        #expect(shown.rows == [.small(below: 5), 50])
        #expect(shown.counts[1] == [20, 30])
    }

    /// 4 + 4 leaves nothing open to who knows that both are below 5: there must be a third.
    @Test func `two small counts that the limit itself gives away are not enough`() {
        let shown = SmallCells(smallest: 5).shown(
            SmallCells.Grid([[4, 4, 20, 90]], totals: .rows)
        )
        #expect(shown.counts == [[.small(below: 5), .small(below: 5), .withheld, 90]])
    }

    /// Two rings of four hidden counts, joined by one: every row and column has at least two hidden,
    /// and still the sums of one ring give the joint away.
    @Test func `a hidden count that joins two rings is not given away`() {
        let grid = SmallCells.Grid(
            [
                [2, 3, 50, 60],
                [3, 2, 3, 70],
                [80, 90, 2, 3],
                [40, 30, 3, 2],
            ],
            totals: [.rows, .columns, .all]
        )
        let shown = SmallCells(smallest: 5).shown(grid)
        #expect(Reader(shown, smallest: 5).told.isEmpty)
        #expect(shown.counts.joined().contains(.withheld))
    }

    /// Goal: nobody can work out a count that is not shown. Method: every solution that fits what is
    /// shown, found without the code under test, for some thousand small tables.
    @Test(arguments: [
        SmallCells.Totals(), .rows, .columns, .all, [.rows, .columns], [.rows, .all],
        [.rows, .columns, .all],
    ])
    func `what is not shown has at least two values that fit`(totals: SmallCells.Totals) {
        var random = SeededRandom(seed: UInt64(totals.rawValue) + 41)
        var told: [String] = []
        for _ in 0..<300 {
            let height = Int.random(in: 1...3, using: &random)
            let width = Int.random(in: 1...3, using: &random)
            let smallest = Int.random(in: 3...5, using: &random)
            let most = Int.random(in: 2...14, using: &random)
            let counts = (0..<height).map { _ in
                (0..<width).map { _ in Int.random(in: 0...most, using: &random) }
            }
            let shown = SmallCells(smallest: smallest).shown(
                SmallCells.Grid(counts, totals: totals)
            )
            let reader = Reader(shown, smallest: smallest)
            if !reader.told.isEmpty { told.append("\(counts), below \(smallest): \(reader.told)") }
            if !reader.hasSolution { told.append("\(counts): no solution") }
        }
        #expect(told.isEmpty)
    }

    @Test func `what is shown is true`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            let counts = (0..<4).map { _ in
                (0..<5).map { _ in Int.random(in: 0...30, using: &random) }
            }
            let shown = SmallCells(smallest: 5).shown(
                SmallCells.Grid(counts, totals: [.rows, .columns, .all])
            )
            for (row, line) in counts.enumerated() {
                for (column, count) in line.enumerated() {
                    switch shown.counts[row][column] {
                    case .known(let value): #expect(value == count)
                    case .small: #expect((1...4).contains(count))
                    case .withheld: #expect(count >= 5)
                    case .absent: Issue.record("a count is absent")
                    }
                }
            }
        }
    }

    @Test func `the limit is three at least, or none`() {
        #expect(SmallCells(smallest: 1).shown(.init([[1]], totals: .all)).counts == [[1]])
        #expect(SmallCells(smallest: 0).smallest == 0)
        #expect(SmallCells(smallest: 2).smallest == 3)
        #expect(SmallCells(smallest: -4).share(1, of: 2) == 0.5)
    }

    @Test func `tables without cells are left as they are`() {
        let shown = SmallCells(smallest: 5).shown(.init([], totals: [.rows, .columns, .all]))
        #expect(shown.counts.isEmpty)
        #expect(shown.all == 0)
        #expect(SmallCells(smallest: 5).shown([], totals: .all).counts.isEmpty)
    }

    @Test func `rows in any order get their counts back in it`() {
        let rows = [
            SmallCells.Row(["north", "2025", "planned"], 12),
            SmallCells.Row(["south", "2025", "planned"], 2),
            SmallCells.Row(["north", "2025", "unplanned"], 8),
            SmallCells.Row(["south", "2025", "unplanned"], 31),
        ]
        let shown = SmallCells(smallest: 5).shown(rows, totals: .rows)
        #expect(shown.counts == [12, .small(below: 5), 8, .withheld])
        #expect(shown.sums.rows == [20, 33])
    }

    @Test func `rows of the same groups are parts of one count`() {
        let rows = [2, 20, 30].map { SmallCells.Row(["north"], $0) }
        #expect(
            SmallCells(smallest: 5).shown(rows, totals: .all).counts
                == [.withheld, .withheld, .withheld]
        )
    }

    @Test func `a share is not shown when it, its whole or its rest is small`() {
        let cells = SmallCells(smallest: 5)
        #expect(cells.share(20, of: 50) == 0.4)
        #expect(cells.share(0, of: 50) == 0)
        #expect(cells.share(50, of: 50) == 1)
        #expect(cells.share(3, of: 50) == nil)
        #expect(cells.share(48, of: 50) == nil)
        #expect(cells.share(4, of: 4) == nil)
        #expect(cells.share(0, of: 0) == nil)
        #expect(cells.share(.withheld, of: 50) == nil)
        #expect(cells.share(20, of: .small(below: 5)) == nil)
        #expect(cells.share(.known(20), of: .known(50)) == 0.4)
        #expect(cells.figure(12.5, over: 4) == nil)
        #expect(cells.figure(12.5, over: 5) == 12.5)
    }

    @Test func `stages that differ by a few people are not shown side by side`() {
        let cells = SmallCells(smallest: 5)
        #expect(
            cells.nested([62, 51, 44, 42, 36, 9, 3, 0]) == [
                62, 51, 44, .withheld, 36, 9, .small(below: 5), 0,
            ]
        )
        #expect(cells.nested([10, 10, 10]) == [10, 10, 10])
        // Beside a 6, `<5` would leave 5 as the only value of what is withheld.
        #expect(cells.nested([6, 4]) == [6, .withheld])
        #expect(cells.nested([3]) == [.small(below: 5)])
        #expect(cells.nested([]) == [])
    }

    /// The same goal as for tables: at least two values for each hidden stage fit.
    @Test func `no hidden stage can be told`() {
        let cells = SmallCells(smallest: 3)
        var groups: [[Count]: [[Int]]] = [:]
        for a in 0...11 {
            for b in 0...a {
                for c in 0...b { groups[cells.nested([a, b, c]), default: []].append([a, b, c]) }
            }
        }
        for (shown, stages) in groups {
            for index in 0..<3 where shown[index].value == nil {
                #expect(Set(stages.map { $0[index] }).count > 1, "\(stages) \(shown)")
            }
        }
    }
}

/// Somebody who has the printed table and patience, and looks for tables that fit it.
private struct Reader {
    private(set) var hasSolution = false
    /// What can have one value only, in words.
    private(set) var told: [String] = []
    private let width: Int
    private let height: Int
    private var cells: [ClosedRange<Int>]
    private var sums: [ClosedRange<Int>]

    init(_ shown: SmallCells.Shown, smallest: Int) {
        let counts = Array(shown.counts.joined())
        let totals = shown.rows + shown.columns + [shown.all]
        height = shown.counts.count
        width = shown.counts.first?.count ?? 0
        let all = counts + totals
        // Where nothing is small nothing says what a sign means.
        let isBlank = !all.contains(.small(below: smallest))
        let most = max(all.compactMap(\.value).max() ?? 0, smallest + 2)
        func range(_ count: Count, upTo most: Int) -> ClosedRange<Int> {
            switch count {
            case .known(let value): value...value
            case .small(let below): 1...(below - 1)
            case .withheld: isBlank ? 0...most : smallest...most
            case .absent: 0...Int.max
            }
        }
        cells = counts.map { range($0, upTo: most) }
        sums = totals.map { range($0, upTo: Int.max) }
        guard let one = solution() else { return }
        hasSolution = true
        let values = one + sums.indices.map { sum($0, of: one) }
        for index in all.indices where all[index].isHidden && !hasOther(index, than: values[index])
        {
            told.append("\(index) is \(values[index])")
        }
    }

    /// Whether another table fits, in which the cell, or behind the cells the sum, has another value.
    private func hasOther(_ index: Int, than value: Int) -> Bool {
        var other = self
        func tries(_ range: ClosedRange<Int>, _ set: (inout Reader, ClosedRange<Int>) -> Void)
            -> Bool
        {
            if range.lowerBound < value {
                set(&other, range.lowerBound...value - 1)
                if other.solution() != nil { return true }
            }
            guard value < range.upperBound else { return false }
            set(&other, value + 1...range.upperBound)
            return other.solution() != nil
        }
        return index < cells.count
            ? tries(cells[index]) { $0.cells[index] = $1 }
            : tries(sums[index - cells.count]) { $0.sums[index - cells.count] = $1 }
    }

    private func sum(_ index: Int, of table: [Int]) -> Int {
        table.indices.reduce(0) { lines($1).contains(index) ? $0 + table[$1] : $0 }
    }

    /// The sums that a cell belongs to: its row's, its column's, that of all.
    private func lines(_ place: Int) -> [Int] {
        [place / width, height + place % width, height + width]
    }

    /// By trying each value in each place, and giving up where a sum can no longer be met.
    private func solution() -> [Int]? {
        var table: [Int] = []
        var least = sums.map { _ in 0 }
        var most = least
        for place in cells.indices {
            for line in lines(place) {
                least[line] += cells[place].lowerBound
                most[line] += cells[place].upperBound
            }
        }
        func fill(_ place: Int) -> Bool {
            guard place < cells.count else { return true }
            let range = cells[place]
            for value in range {
                for line in lines(place) {
                    least[line] += value - range.lowerBound
                    most[line] += value - range.upperBound
                }
                table.append(value)
                let fits = lines(place).allSatisfy {
                    least[$0] <= sums[$0].upperBound && most[$0] >= sums[$0].lowerBound
                }
                if fits, fill(place + 1) { return true }
                table.removeLast()
                for line in lines(place) {
                    least[line] -= value - range.lowerBound
                    most[line] -= value - range.upperBound
                }
            }
            return false
        }
        return fill(0) ? table : nil
    }
}

extension Count {
    fileprivate var isHidden: Bool {
        switch self {
        case .known, .absent: false
        case .small, .withheld: true
        }
    }
}
