package import Values

/// All steps of a simulation in the order in which a service would have recorded them: one case among
/// many, never more of them in memory than were at work at the same time.
package struct Caseload: Sequence, IteratorProtocol {
    package struct Step: Sendable {
        package let caseID: Identifier
        package let step: SimulatedStep
        /// True for the last step of its case.
        package let isLast: Bool
    }

    private let simulation: Simulation
    private var nextIndex = 0
    /// The next case to open, made ahead to know when it does.
    private var waiting: SimulatedCase?
    /// Cases at work, the one with the earliest next step first: a binary heap.
    private var active: [(next: Int, history: SimulatedCase)] = []

    package init(_ simulation: Simulation) {
        self.simulation = simulation
        makeNext()
    }

    package mutating func next() -> Step? {
        while let history = waiting, let first = history.steps.first {
            // Cases open in order of days, not of hours, so all of a day are at work before it begins.
            let day = LondonTime.instant(on: LondonTime.civil(of: first.recordedAt).date)
            guard active.isEmpty || day <= time(0) else { break }
            active.append((0, history))
            rise(from: active.count - 1)
            makeNext()
        }
        guard let (index, history) = active.first else { return nil }
        let isLast = index + 1 == history.steps.count
        if isLast {
            active[0] = active[active.count - 1]
            active.removeLast()
        } else {
            active[0].next += 1
        }
        if !active.isEmpty { sink() }
        return Step(caseID: history.id, step: history.steps[index], isLast: isLast)
    }

    private mutating func makeNext() {
        guard nextIndex < simulation.cases else {
            waiting = nil
            return
        }
        let history = simulation.history(ofCase: nextIndex)
        nextIndex += 1
        waiting = history
        if history.steps.isEmpty { makeNext() }
    }

    private func time(_ place: Int) -> Instant {
        active[place].history.steps[active[place].next].recordedAt
    }

    /// Earlier first; of two at the same time, the case that opened first.
    private func precedes(_ a: Int, _ b: Int) -> Bool {
        (time(a), active[a].history.index) < (time(b), active[b].history.index)
    }

    private mutating func rise(from place: Int) {
        var place = place
        while place > 0, precedes(place, (place - 1) / 2) {
            active.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < active.count {
                if precedes(child, least) { least = child }
            }
            guard least != place else { return }
            active.swapAt(place, least)
            place = least
        }
    }
}
