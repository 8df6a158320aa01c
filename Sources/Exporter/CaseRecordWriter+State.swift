import CaseModel
import Values
import XMLKit

extension CaseRecordWriter {
    /// What the entries of this document come to: where the case stands, what was agreed to, which
    /// risks are open. Computed from what the document holds and nothing else, so that it cannot
    /// tell of what is withheld.
    func writeState() throws(XMLError) {
        var state = CaseState()
        for line in document.lines.sorted(by: { position($0) < position($1) }) {
            state.evolve(
                by: line.standing.entry,
                as: line.standing.standing.counts ? line.standing.payload : nil
            )
        }
        try xml.start("state")
        try writeCase(state)
        for (label, cycle) in things(.cycle, state) {
            try start("cycle", label)
            try xml.attribute("number", cycle.data["number"]?.integer.map { String($0) })
            try xml.attribute("opened", text(cycle))
            try xml.attribute("completed", ends(.cycleCompleted, "cycle")[label])
            try end(cycle)
        }
        try writeConsents(state)
        for (label, goal) in things(.goal, state) {
            try start("goal", label)
            try xml.attribute("status", goal.standing == "ended" ? "ended" : "open")
            try xml.attribute("outcome", newest(.goalEnded, "goal", "outcome")[label])
            try xml.attribute("rating", newest(.goalRated, "goal", "rating")[label])
            try end(goal)
        }
        for (label, film) in things(.film, state) {
            try start("film", label)
            try xml.attribute("status", film.standing ?? "held")
            try xml.attribute("consent", agreement(to: label, film, state))
            try end(film)
        }
        for (label, risk) in things(.risk, state) {
            try start("risk", label)
            try xml.attribute("level", risk.data["level"]?.string)
            try xml.attribute("status", risk.standing == "closed" ? "closed" : "open")
            try xml.attribute("since", text(risk))
            try xml.attribute("until", ends(.riskClosed, "risk")[label])
            try end(risk)
        }
        for (label, action) in things(.action, state) {
            try start("action", label)
            try xml.attribute("status", action.standing ?? "open")
            try xml.attribute(
                "due",
                action.data["due"]?.string.flatMap { CivilDate($0)?.description }
            )
            try end(action)
        }
        for (label, referral) in things(.referral, state) {
            try start("referral", label)
            try xml.attribute("status", referral.standing ?? "open")
            try end(referral)
        }
        try writeResponsibilities()
        try xml.end()
    }

    // MARK: - Parts

    private func writeCase(_ state: CaseState) throws(XMLError) {
        try xml.start("case")
        let status = state.closedAt != nil ? "closed" : state.openPause != nil ? "paused" : "open"
        try xml.attribute("status", status)
        try xml.attribute("opened", effective(.caseOpened).first.map { end(of: $0) })
        try xml.attribute("closed", state.closedAt.map { text($0) })
        try xml.end()
    }

    /// The newest word of each giver about each scope and person, as the register reads it.
    private func writeConsents(_ state: CaseState) throws(XMLError) {
        let book = document.codebooks[.consentScopes]
        for (key, word) in state.consentWords(at: moment) {
            try xml.start("consent")
            try xml.attribute("scope", key.scope)
            try xml.attribute("meaning", book?[key.scope]?.meaning)
            try xml.attribute("person", key.subject)
            try xml.attribute("giver", key.giver)
            try xml.attribute("film", key.film)
            try xml.attribute("state", word.state.rawValue)
            try xml.attribute("since", text(word.act.from))
            try xml.attribute("until", word.act.until.map { text($0) })
            try endEntry(word.act.position)
        }
    }

    private func writeResponsibilities() throws(XMLError) {
        for line in effective(.parentalResponsibilityRecorded) {
            guard let data = line.standing.payload?.data, let holder = data["holder"]?.string,
                let child = data["child"]?.string, let holds = data["holds"]?.bool
            else { continue }
            try xml.start("responsibility")
            try xml.attribute("holder", holder)
            try xml.attribute("child", child)
            try xml.attribute("holds", holds ? "true" : "false")
            try endEntry(line.standing.entry.position)
        }
    }

    private func agreement(
        to film: String,
        _ thing: CaseState.ThingState,
        _ state: CaseState
    ) -> String {
        let scope =
            thing.data["kind"] == "shared-review" ? "film-shared-review" : "film-interaction"
        var isWithdrawn = false
        var isGiven = true
        let people = thing.data["people"]?.strings ?? []
        for person in people {
            let words = state.consent(to: scope, for: person, film: film, at: moment)
            if !words.withdrawnBy.isEmpty { isWithdrawn = true }
            if words.givenBy.isEmpty { isGiven = false }
        }
        return isWithdrawn ? "withdrawn" : isGiven && !people.isEmpty ? "given" : "none"
    }

    // MARK: - What it is made of

    private var moment: Instant {
        document.header.moment ?? document.header.asOf ?? document.header.madeAt
            ?? document.lines.map(\.standing.entry.recordedAt).max() ?? .distantPast
    }

    private func position(_ line: Timeline.Line) -> Int64 { line.standing.entry.position }

    private func effective(_ type: EventType) -> [Timeline.Line] {
        document.lines.filter { $0.standing.standing.counts && $0.standing.type == type }
    }

    private func things(
        _ thing: Thing,
        _ state: CaseState
    ) -> [(key: String, value: CaseState.ThingState)] {
        (state.things[thing] ?? [:]).sorted {
            ($0.value.position, $0.key) < ($1.value.position, $1.key)
        }
    }

    /// When the thing under each label ended, by the newest entry that says so.
    private func ends(_ type: EventType, _ field: String) -> [String: String] {
        var ends: [String: String] = [:]
        for line in effective(type).sorted(by: { position($0) < position($1) }) {
            guard let label = line.standing.payload?.data[field]?.string else { continue }
            ends[label] = end(of: line)
        }
        return ends
    }

    private func newest(_ type: EventType, _ field: String, _ value: String) -> [String: String] {
        var values: [String: String] = [:]
        for line in effective(type) {
            guard let data = line.standing.payload?.data, let label = data[field]?.string else {
                continue
            }
            values[label] = data[value]?.string ?? data[value]?.integer.map { String($0) }
        }
        return values
    }

    private func end(of line: Timeline.Line) -> String { text(line.standing.interval.to) }

    private func text(_ thing: CaseState.ThingState) -> String {
        text(thing.occurred.interval(recordedAt: thing.recordedAt).to)
    }

    private func start(_ element: String, _ label: String) throws(XMLError) {
        try xml.start(element)
        try xml.attribute("label", label)
    }

    private func end(_ thing: CaseState.ThingState) throws(XMLError) {
        try endEntry(thing.position)
    }

    private func endEntry(_ position: Int64) throws(XMLError) {
        if let number = numbersAt[position] { try xml.attribute("entry", number) }
        try xml.end()
    }
}

extension History.Standing {
    /// Whether an entry of this standing says how things are.
    var counts: Bool { self == .current || self == .amended }
}
