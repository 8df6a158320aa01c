import Values

extension SwimLanes {
    package var images: [ChartImage] {
        let moments = items.flatMap(\.extent.moments)
        guard !moments.isEmpty, let axis = TimeAxis(moments + [asOf].compactMap(\.self)) else {
            return []
        }
        var drawing = Drawing()
        var y = 4.0
        var lines: [LaneLine] = []
        var marks: [(inout Drawing) -> Void] = []
        for lane in lanes {
            let top = y
            marks.append { $0.text(heading(lane), at: 0, y: top + 14, "big bold halo") }
            y += 22
            lines = LaneLine.lines(of: lane, axis: axis, asOf: asOf)
            if lines.isEmpty {
                let base = y + 10
                marks.append { $0.text("none", at: 0, y: base, "soft halo thin") }
                y += 15
            }
            for line in lines {
                if let name = line.name {
                    let base = y + 14
                    let text = TextFit.line(name, width: 44)
                    marks.append { $0.text(text, at: 0, y: base, "soft halo thin") }
                    y += 19
                }
                let middle = y + LaneLine.height / 2
                marks.append { line.draw(on: &$0, y: middle) }
                y += line.fullHeight
            }
            y += 8
            let bottom = y
            marks.append { $0.line(from: 0, bottom, to: 1, bottom, "grid") }
        }
        // The months first, so that marks and names stand on top of their lines.
        axis.draw(on: &drawing, top: 0, bottom: y)
        if let asOf {
            let place = axis.place(asOf)
            drawing.line(from: place, 0, to: place, y, "zero")
        }
        for mark in marks { mark(&drawing) }
        return [
            ChartImage(
                title: nil,
                summary: summary,
                height: y + TimeAxis.footHeight,
                drawing: drawing
            )
        ]
    }

    package var remark: String? {
        asOf.map { "The broken line stands at \(Plain.time($0)), the time asked at." }
    }

    private func heading(_ lane: Lane) -> String {
        TextFit.line(lane.name, width: 34) + " (\(Plain.number(lane.items.count)))"
    }
}

/// One line of a lane, with items that do not stand on each other.
///
/// Labels stand beside marks. In a row with a name, where intervals follow one another without a gap,
/// they stand beneath instead, so that the row stays one strip.
struct LaneLine: Sendable {
    let name: String?
    fileprivate var placed: [Placed] = []

    /// Of the marks; labels beneath come on top of it.
    static let height = 19.0
    private static let labelHeight = 15.0
    /// Pixels that a drawing is at least wide where labels are shown, on screen and on paper.
    private static let room = 620.0
    fileprivate static let letter = 7.0
    fileprivate static let labelWidth = 30
    /// More lines than this tell less than markers alone do.
    private static let mostLines = 10

    fileprivate struct Placed: Sendable {
        let item: SwimLanes.Item
        let from: Double
        let to: Double
        var label = ""
        var side = Side.after
    }

    fileprivate enum Side: Sendable { case before, after, beneath, beneathEnd }

    private init(name: String?) { self.name = name }

    var fullHeight: Double {
        let hasLabels = placed.contains {
            !$0.label.isEmpty && ($0.side == .beneath || $0.side == .beneathEnd)
        }
        return LaneLine.height + (hasLabels ? LaneLine.labelHeight : 0)
    }

    static func lines(of lane: SwimLanes.Lane, axis: TimeAxis, asOf: Instant?) -> [LaneLine] {
        var names: [String?] = []
        for item in lane.items where !names.contains(item.row) { names.append(item.row) }
        return names.flatMap { name -> [LaneLine] in
            let items = lane.items.filter { $0.row == name }
                .map { item -> Placed in
                    let places = places(item.extent, axis, asOf)
                    return Placed(item: item, from: places.from, to: places.to)
                }
                .sorted { ($0.from, $0.to) < ($1.from, $1.to) }
            if name != nil { return pack(items, name: name).lines.map { $0.labelledBeneath() } }
            let labelled = pack(items.map { $0.labelledBeside(room: room) }, name: nil)
            return labelled.isClear ? labelled.lines : pack(items, name: nil).lines
        }
    }

    /// First fit, in order of time. Not clear when some had to stand on others.
    private static func pack(
        _ items: [Placed],
        name: String?
    ) -> (lines: [LaneLine], isClear: Bool) {
        var isClear = true
        var lines: [LaneLine] = []
        var taken: [[ClosedRange<Double>]] = []
        for (count, item) in items.enumerated() {
            let range = item.range(in: room)
            let free = taken.firstIndex { line in !line.contains { $0.overlaps(range) } }
            if free == nil, taken.count == mostLines { isClear = false }
            let index = free ?? (taken.count < mostLines ? taken.count : count % mostLines)
            if index == taken.count {
                taken.append([])
                lines.append(LaneLine(name: lines.isEmpty ? name : nil))
            }
            taken[index].append(range)
            lines[index].placed.append(item)
        }
        return (lines, isClear)
    }

    /// Each label from its mark to the next one's, cut to what fits; the last may end where its mark
    /// does.
    private func labelledBeneath() -> LaneLine {
        var line = self
        for index in placed.indices {
            let one = placed[index]
            let start = one.from * LaneLine.room
            let isLast = index == placed.count - 1
            let end = isLast ? LaneLine.room : placed[index + 1].from * LaneLine.room - 8
            let label = TextFit.line(one.item.label, width: LaneLine.labelWidth)
            let width = Double(TextFit.width(label)) * LaneLine.letter
            if start + width <= end {
                line.placed[index].label = label
                line.placed[index].side = .beneath
            } else if isLast {
                line.placed[index].label = label
                line.placed[index].side = .beneathEnd
            } else if end - start >= 6 * LaneLine.letter {
                line.placed[index].label = TextFit.line(
                    label,
                    width: Int((end - start) / LaneLine.letter)
                )
                line.placed[index].side = .beneath
            }
        }
        return line
    }

    private static func places(
        _ extent: SwimLanes.Extent,
        _ axis: TimeAxis,
        _ asOf: Instant?
    ) -> (from: Double, to: Double) {
        switch extent {
        case .point(let at), .unknown(let at): (axis.place(at), axis.place(at))
        case .within(let from, let to): (axis.place(from), axis.place(max(from, to)))
        case .span(let from, let until):
            (axis.place(from), until.map { axis.place(max(from, $0)) } ?? openEnd(axis, from, asOf))
        }
    }

    private static func openEnd(_ axis: TimeAxis, _ from: Instant, _ asOf: Instant?) -> Double {
        max(axis.place(from), asOf.map(axis.place) ?? 1)
    }

    func draw(on drawing: inout Drawing, y: Double) {
        for one in placed { one.drawMark(on: &drawing, y: y) }
        for one in placed { one.drawLabel(on: &drawing, y: y) }
    }
}

extension LaneLine.Placed {
    fileprivate func labelledBeside(room: Double) -> LaneLine.Placed {
        var placed = self
        placed.label = TextFit.line(item.label, width: LaneLine.labelWidth)
        let needs = placed.labelNeeds
        placed.side =
            to * room + 7 + needs > room && from * room - 7 - needs >= 0 ? .before : .after
        return placed
    }

    private var labelNeeds: Double {
        label.isEmpty ? 0 : Double(TextFit.width(label)) * LaneLine.letter + 12
    }

    /// What it takes of a line. Intervals may touch; points and their labels keep off.
    fileprivate func range(in room: Double) -> ClosedRange<Double> {
        let isStrip = to > from
        let edge = isStrip && label.isEmpty ? -0.5 : 7.0
        let (left, right) = (from * room - edge, max(from * room - edge, to * room + edge))
        return side == .before ? left - labelNeeds...right : left...right + labelNeeds
    }

    /// Where there is little room, the table has the labels.
    fileprivate func drawLabel(on drawing: inout Drawing, y: Double) {
        let kind = "halo thin wide"
        switch side {
        case .before:
            drawing.text(label, at: from, y: y + 4, anchor: .end, shift: -11, kind)
        case .after: drawing.text(label, at: to, y: y + 4, shift: 11, kind)
        case .beneath: drawing.text(label, at: from, y: y + 19, kind)
        case .beneathEnd: drawing.text(label, at: to, y: y + 19, anchor: .end, kind)
        }
    }

    fileprivate func drawMark(on drawing: inout Drawing, y: Double) {
        let title = [item.row, item.label, item.extent.text].compactMap(\.self)
            .joined(separator: ", ")
        switch item.extent {
        case .point:
            drawing.marker(.circle, at: from, y: y, item.tone.kind, title: title)
        case .unknown:
            drawing.path(at: from, y: y, "M-7 0h-22", "dash")
            drawing.marker(.ring, at: from, y: y, "open", title: title)
        case .within where to - from < 0.02:
            // Too short to be seen as a strip.
            drawing.marker(.diamond, at: (from + to) / 2, y: y, "vague", title: title)
        case .within:
            drawing.rect(from: from, to: to, y: y - 5, height: 10, "vague", title: title)
        case .span(_, let until):
            let height = item.tone.height
            drawing.rect(
                from: from,
                to: to,
                y: y + 6 - height,
                height: height,
                item.tone.kind,
                title: title
            )
            drawing.line(from: from, y - 7, to: from, y + 7, "edge")
            if until == nil {
                drawing.path(at: to, y: y, "M0 -7L8 0L0 7z", "ink")
            } else {
                drawing.line(from: to, y - 7, to: to, y + 7, "edge")
            }
        }
    }
}

extension SwimLanes.Tone {
    var kind: String {
        switch self {
        case .plain: "span"
        case .muted: "muted"
        case .low: "low"
        case .moderate: "moderate"
        case .high: "high"
        }
    }

    var height: Double {
        switch self {
        case .plain, .muted: 10
        case .low: 4
        case .moderate: 8
        case .high: 13
        }
    }
}
