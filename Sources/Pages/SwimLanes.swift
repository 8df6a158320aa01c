package import Values

/// What happened in a case, in lanes side by side over time: consent, films, reviews, risk.
///
/// It shows how well a time is known: a point or a solid strip for an exact one, hatched where only
/// the day or month is known, and an open ring at the time of recording where nothing is.
package struct SwimLanes: Chart {
    package enum Extent: Hashable, Sendable {
        case point(Instant)
        /// Without an end it still lasts.
        case span(from: Instant, until: Instant?)
        /// Somewhere in between: only the day or month is known.
        case within(from: Instant, to: Instant)
        /// Nobody knows; it was recorded then, so it lies before.
        case unknown(recorded: Instant)
    }

    /// How much an interval weighs. Levels differ in height as well as in colour.
    package enum Tone: Hashable, Sendable { case plain, muted, low, moderate, high }

    package struct Item: Hashable, Sendable {
        package let label: String
        package let extent: Extent
        /// Items of a lane with the same row stand in one line under its name: a scope of consent.
        package let row: String?
        package let tone: Tone
        /// Of the entry that says so.
        package let position: Int64?

        package init(
            _ label: String,
            _ extent: Extent,
            row: String? = nil,
            tone: Tone = .plain,
            position: Int64? = nil
        ) {
            self.label = label
            self.extent = extent
            self.row = row
            self.tone = tone
            self.position = position
        }
    }

    package struct Lane: Hashable, Sendable {
        package let name: String
        package let items: [Item]

        package init(_ name: String, _ items: [Item]) {
            self.name = name
            self.items = items
        }
    }

    package let title: String
    package let lanes: [Lane]
    /// The time asked at: a line, and the end of what still lasts.
    package let asOf: Instant?

    package init(title: String, lanes: [Lane], asOf: Instant? = nil) {
        self.title = title
        self.lanes = lanes
        self.asOf = asOf
    }

    var items: [Item] { lanes.flatMap(\.items) }
}

extension SwimLanes.Extent {
    package init(_ occurrence: Occurrence, recordedAt: Instant) {
        let interval = occurrence.interval(recordedAt: recordedAt)
        switch occurrence {
        case .instant(let at): self = .point(at)
        case .range(let from, let to): self = .span(from: from, until: to)
        case .unknown: self = .unknown(recorded: recordedAt)
        case .date, .month:
            let from = min(interval.from ?? interval.to, interval.to)
            self = .within(from: from, to: interval.to)
        }
    }

    var moments: [Instant] {
        switch self {
        case .point(let at), .unknown(let at): [at]
        case .span(let from, let until): [from, until ?? from]
        case .within(let from, let to): [from, to]
        }
    }

    /// In words: `14 March 2026, day only`.
    var text: String {
        switch self {
        case .point(let at): return Plain.time(at)
        case .span(let from, let until?): return "\(Plain.time(from)) to \(Plain.time(until))"
        case .span(let from, nil): return "from \(Plain.time(from))"
        case .unknown(let recorded): return "not known; recorded \(Plain.time(recorded))"
        case .within(let from, let to):
            let (first, last) = (LondonTime.civil(of: from).date, LondonTime.civil(of: to).date)
            if first == last { return "\(Plain.date(first)), time not known" }
            if first.day == 1, (first.year, first.month) == (last.year, last.month) {
                return "\(Plain.month(first)), day not known"
            }
            return "between \(Plain.date(first)) and \(Plain.date(last))"
        }
    }
}

// MARK: - In words

extension SwimLanes {
    package var summary: String {
        let items = self.items
        let moments = items.flatMap(\.extent.moments)
        guard let first = moments.min(), let last = moments.max() else {
            return "Nothing has been recorded to show."
        }
        let counts = lanes.map { "\(TextFit.name($0.name)) \(Plain.number($0.items.count))" }
        var text = "From \(Plain.date(first)) to \(Plain.date(last)). "
        text += counts.joined(separator: ", ") + "."
        let vague = items.count { if case .within = $0.extent { true } else { false } }
        let unknown = items.count { if case .unknown = $0.extent { true } else { false } }
        if vague > 0 { text += " Known only to the day or month: \(Plain.number(vague))." }
        if unknown > 0 { text += " At an unknown time: \(Plain.number(unknown))." }
        return text
    }

    package var table: Table {
        Table(
            caption: title,
            columns: [
                Table.Column("Lane"), Table.Column("What"), Table.Column("When"),
                Table.Column("Entry", .numeric),
            ],
            rows: lanes.flatMap { lane in
                lane.items.map { item in
                    [
                        lane.name,
                        [item.row, item.label].compactMap(\.self).filter { !$0.isEmpty }
                            .joined(separator: ": "),
                        item.extent.text,
                        item.position.map(String.init) ?? "",
                    ]
                }
            }
        )
    }

    package var legend: [LegendEntry] {
        let items = self.items
        var entries: [LegendEntry] = []
        func add(_ text: String, _ sign: LegendEntry.Sign, when shown: (Item) -> Bool) {
            if items.contains(where: shown) { entries.append(LegendEntry(text, sign)) }
        }
        add("exact time", .marker(.circle, "span")) {
            if case .point = $0.extent { true } else { false }
        }
        add("from and until", .field("span")) {
            if case .span = $0.extent { $0.tone == .plain } else { false }
        }
        add("only the day or month is known", .field("vague")) {
            if case .within = $0.extent { true } else { false }
        }
        add("time not known: stands where it was recorded", .marker(.ring, "open")) {
            if case .unknown = $0.extent { true } else { false }
        }
        for (tone, name) in [(Tone.high, "high"), (.moderate, "moderate"), (.low, "low")] {
            add(name, .field(tone.kind, height: tone.height)) { $0.tone == tone }
        }
        add("no longer valid, or refused", .field("muted")) { $0.tone == .muted }
        return entries
    }
}
