import CaseModel
import CaseRecord
import Pages
import Values

/// A case as charts: what happened in lanes over time, how goals moved, which principles were seen.
struct CasePicture {
    let view: CaseView
    let asOf: Instant

    private struct Item {
        let type: EventType
        let data: JSON
        let occurred: Occurrence
        let recordedAt: Instant
        let position: Int64

        var extent: SwimLanes.Extent { SwimLanes.Extent(occurred, recordedAt: recordedAt) }

        /// From when on it counts where it begins something that lasts.
        var start: Instant {
            let (from, to) = occurred.interval(recordedAt: recordedAt)
            return from ?? to
        }

        func text(_ name: String) -> String? { data[name]?.string }
    }

    private var items: [Item] {
        view.lines.compactMap { line in
            guard let payload = line.standing.effective, let type = line.standing.type else {
                return nil
            }
            let entry = line.standing.entry
            return Item(
                type: type,
                data: payload.data,
                occurred: payload.occurred,
                recordedAt: entry.firstRecordedAt,
                position: entry.position
            )
        }
    }

    // MARK: Lanes

    var lanes: SwimLanes {
        let items = items
        func points(_ types: Set<EventType>, _ label: (Item) -> String) -> [SwimLanes.Item] {
            items.filter { types.contains($0.type) }.map {
                SwimLanes.Item(label($0), $0.extent, position: $0.position)
            }
        }
        return SwimLanes(
            title: "The course of \(view.summary.reference)",
            lanes: [
                .init("Consent", consents(items)),
                .init("Films", points([.filmTaken]) { $0.text("film") ?? "film" }),
                .init("Clips", points([.clipChosen]) { $0.text("clip") ?? "clip" }),
                .init(
                    "Shared reviews",
                    points([.sharedReviewHeld]) { $0.text("review") ?? "review" }
                ),
                .init(
                    "Supervision",
                    points([.supervisionHeld]) { $0.text("supervision") ?? "supervision" }
                ),
                .init("Risk", risks(items)),
                .init(
                    "Concern and disclosure",
                    points([.concernReported, .disclosureRecorded, .safeguardingDecisionRecorded]) {
                        $0.type.spec.title
                    }
                ),
                .init("Course", course(items)),
            ],
            asOf: asOf
        )
    }

    /// Each scope in a row of its own: from when somebody agreed until they no longer did.
    private func consents(_ items: [Item]) -> [SwimLanes.Item] {
        struct Key: Hashable { let scope, giver: String }
        var open: [Key: (from: Instant, until: Instant?, position: Int64)] = [:]
        var spans: [(Key, from: Instant, until: Instant?, position: Int64)] = []
        let acts = items.filter {
            [.consentGiven, .consentVaried, .consentWithdrawn, .consentRefused].contains($0.type)
        }
        .sorted { (from($0), $0.position) < (from($1), $1.position) }
        for act in acts {
            for scope in act.data["scopes"]?.strings ?? [] {
                let key = Key(scope: scope, giver: act.text("giver") ?? "")
                if let span = open.removeValue(forKey: key) {
                    let end = min(span.until ?? .distantFuture, from(act))
                    spans.append((key, span.from, end, span.position))
                }
                if act.type == .consentGiven || act.type == .consentVaried {
                    let until = act.text("until").flatMap { Occurrence($0) }?
                        .interval(recordedAt: .distantFuture).to
                    open[key] = (from(act), until, act.position)
                } else {
                    spans.append((key, from(act), from(act), act.position))
                }
            }
        }
        spans += open.map { ($0.key, $0.value.from, $0.value.until, $0.value.position) }
        return spans.sorted {
            ($0.0.scope, $0.0.giver, $0.from) < ($1.0.scope, $1.0.giver, $1.from)
        }
        .map { key, from, until, position in
            let word =
                view.codebooks[.consentScopes]?[key.scope]?.meaning ?? key.scope
            let isNo = until == from
            return SwimLanes.Item(
                isNo ? "\(word): no, \(key.giver)" : "\(word): \(key.giver)",
                isNo ? .point(from) : .span(from: from, until: until),
                row: word,
                tone: isNo ? .high : .plain,
                position: position
            )
        }
    }

    private func from(_ act: Item) -> Instant {
        act.text("validFrom").flatMap { Occurrence($0) }?
            .interval(recordedAt: act.recordedAt).from ?? act.start
    }

    /// Each risk in a row of its own, in the level it had.
    private func risks(_ items: [Item]) -> [SwimLanes.Item] {
        var open: [String: (level: String, from: Instant, position: Int64)] = [:]
        var lanes: [SwimLanes.Item] = []
        func close(_ risk: String, at until: Instant?) {
            guard let span = open.removeValue(forKey: risk) else { return }
            let tone: SwimLanes.Tone =
                switch span.level {
                case "high": .high
                case "moderate": .moderate
                default: .low
                }
            lanes.append(
                SwimLanes.Item(
                    "\(risk): \(span.level)",
                    .span(from: span.from, until: until.map { max($0, span.from) }),
                    row: risk,
                    tone: tone,
                    position: span.position
                )
            )
        }
        for item in items.sorted(by: { ($0.start, $0.position) < ($1.start, $1.position) }) {
            guard let risk = item.text("risk") else { continue }
            switch item.type {
            case .riskNoted, .riskReviewed:
                close(risk, at: item.start)
                open[risk] = (item.text("level") ?? "low", item.start, item.position)
            case .riskClosed: close(risk, at: item.start)
            default: break
            }
        }
        for risk in open.keys.sorted() { close(risk, at: nil) }
        return lanes
    }

    private func course(_ items: [Item]) -> [SwimLanes.Item] {
        var lanes: [SwimLanes.Item] = []
        var pause: (Instant, Int64)?
        for item in items {
            switch item.type {
            case .caseOpened, .referralAccepted, .cycleOpened, .caseClosed, .caseReopened:
                let label = item.text("cycle") ?? item.type.spec.title
                lanes.append(.init(label, item.extent, row: "Steps", position: item.position))
            case .vigPaused: pause = (item.start, item.position)
            case .vigResumed:
                if let begun = pause {
                    lanes.append(
                        .init(
                            "paused",
                            .span(from: begun.0, until: max(begun.0, item.start)),
                            row: "Pauses",
                            tone: .muted,
                            position: begun.1
                        )
                    )
                }
                pause = nil
            default: break
            }
        }
        if let pause {
            lanes.append(
                .init(
                    "paused",
                    .span(from: pause.0, until: nil),
                    row: "Pauses",
                    tone: .muted,
                    position: pause.1
                )
            )
        }
        return lanes
    }

    // MARK: Goals and principles

    var goals: TrendPanels {
        var names: [String: String] = [:]
        var points: [String: [TrendPanels.Point]] = [:]
        for item in items {
            guard let goal = item.text("goal") else { continue }
            switch item.type {
            case .goalAgreed, .goalRevised: names[goal] = item.text("statement")
            case .goalRated:
                guard let rating = item.data["rating"]?.integer else { continue }
                points[goal, default: []].append(.init(item.start, Double(rating)))
            default: break
            }
        }
        return TrendPanels(
            title: "Goals, rated from 0 to 10",
            panels: Set(names.keys).union(points.keys).sorted().map { goal in
                .init(names[goal].map { "\(goal): \($0)" } ?? goal, points[goal] ?? [])
            }
        )
    }

    /// How often principles of each level were seen in the clips of each cycle.
    var principles: HeatTable? {
        guard let book = view.codebooks[.principles] else { return nil }
        var levels: [String] = []
        for code in book.codes {
            if let group = code.group, !levels.contains(group) { levels.append(group) }
        }
        let items = items
        var cycles: [String] = []
        var cycleOfFilm: [String: String] = [:]
        for item in items {
            if item.type == .cycleOpened, let cycle = item.text("cycle"), !cycles.contains(cycle) {
                cycles.append(cycle)
            }
            if item.type == .filmTaken, let film = item.text("film") {
                cycleOfFilm[film] = item.text("cycle")
            }
        }
        guard !cycles.isEmpty else { return nil }
        var counts = levels.map { _ in cycles.map { _ in 0 } }
        for item in items where item.type == .clipChosen {
            guard let cycle = item.text("film").flatMap({ cycleOfFilm[$0] }),
                let column = cycles.firstIndex(of: cycle)
            else { continue }
            for code in item.data["principles"]?.strings ?? [] {
                guard let group = book[code]?.group, let row = levels.firstIndex(of: group) else {
                    continue
                }
                counts[row][column] += 1
            }
        }
        return HeatTable(
            title: "Principles seen in the clips of each cycle",
            rows: levels,
            columns: cycles.map { $0.split(separator: "-").last.map(String.init) ?? $0 },
            columnsName: "cycle",
            counts: counts.map { $0.map(Count.known) }
        )
    }
}
