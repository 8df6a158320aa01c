import CaseModel
import CaseRecord
import Values

/// Entries as a person reads them at a terminal.
enum EntryText {
    /// Staff of the service may know that there is more than their role sees: who needs it can ask.
    static func noteWithheld(_ view: CaseView) {
        guard view.withheld > 0 else { return }
        Console.note("\(view.withheld) entries are not shown to a \(view.look.grant.role)")
    }

    /// One entry in a timeline: when, what, by whom; marks for what is not plain.
    static func line(_ line: Timeline.Line, _ reading: Reading) -> String {
        let standing = line.standing
        let payload = standing.payload
        let time = payload.map { Reading.time($0.occurred) } ?? "unknown"
        let title = payload.flatMap { EventType(rawValue: $0.type) }?.spec.title
        var text = Console.styled(time.padded(to: 22), .cyan)
        text += "  " + Console.styled("#\(standing.entry.position)".padded(to: 6), .dim) + " "
        text += Console.styled(title ?? payload?.type ?? "Entry", .bold)
        text += marks(line)
        let sentence = body(standing, reading)
        let width = Console.width - 31
        text +=
            "\n" + String(repeating: " ", count: 31)
            + Console.wrapped(sentence, width: width, indent: 31)
        return text
    }

    private static func marks(_ line: Timeline.Line) -> String {
        var marks: [String] = []
        switch line.standing.standing {
        case .amended: marks.append("amended")
        case .inError: marks.append("IN ERROR")
        case .erased: marks.append("erased")
        case .locked: marks.append("locked")
        case .notUnderstood: marks.append("not understood by this version")
        case .current: break
        }
        if let dispute = line.standing.disputedBy.last { marks.append("DISPUTED, see #\(dispute)") }
        if line.happened == .perhaps { marks.append("perhaps not yet then") }
        if line.standing.payload?.lateReason != nil { marks.append("written late") }
        if line.standing.entry.payload?.origin != nil { marks.append("imported") }
        return marks.isEmpty
            ? "" : " " + Console.styled("[\(marks.joined(separator: ", "))]", .yellow)
    }

    private static func body(_ standing: History.StandingEntry, _ reading: Reading) -> String {
        switch standing.standing {
        case .erased: "its content was erased; that it was there stays"
        case .locked: "its content cannot be opened with the keys at hand"
        default: standing.payload.map { reading.line(for: $0) } ?? ""
        }
    }

    /// What was just recorded, with everything that was said of it.
    static func full(_ entry: Entry, _ reading: Reading) -> String {
        guard let payload = entry.payload else { return "  (cannot be read)" }
        let title = EventType(rawValue: payload.type)?.spec.title ?? payload.type
        var lines = [
            "  \(Console.styled(title, .bold)) · \(Reading.time(payload.occurred)) · by \(entry.author)"
                + (payload.role.map { " as \($0)" } ?? "")
                + " · \(payload.confidentiality.rawValue)",
            "  "
                + Console.wrapped(reading.line(for: payload), width: Console.width - 2, indent: 2),
        ]
        let spec = EventType(rawValue: payload.type)?.spec
        let rows = (payload.data.members ?? []).map { member in
            [
                "    \(member.name)",
                reading.word(member.value, spec?.field(member.name)?.kind ?? .text),
            ]
        }
        if !rows.isEmpty { lines.append(Console.table(rows)) }
        return lines.joined(separator: "\n")
    }

    /// The same as JSON, for programs: member names are a promise (docs/CLI.md).
    static func json(_ line: Timeline.Line, _ reading: Reading) -> JSON {
        let standing = line.standing
        let entry = standing.entry
        let payload = standing.payload
        let (from, to) = standing.interval
        return .object(present: [
            ("position", JSON(Int(entry.position))), ("id", .string(entry.id.description)),
            ("n", JSON(Int(entry.n))), ("type", payload.map { .string($0.type) }),
            ("title", standing.type.map { .string($0.spec.title) }),
            ("standing", .string(standing.standing.rawValue)),
            ("happened", .string(line.happened.rawValue)),
            ("occurred", payload.map { .string($0.occurred.description) }),
            ("occurredFrom", from.map { .string($0.description) }),
            ("occurredTo", .string(to.description)),
            ("recordedAt", .string(entry.recordedAt.description)), ("by", .string(entry.by)),
            ("author", .string(entry.author)), ("role", payload?.role.map(JSON.string)),
            ("onBehalfOf", payload?.onBehalfOf.map(JSON.string)),
            ("subjects", payload.map { JSON($0.subjects) }),
            ("confidentiality", payload.map { .string($0.confidentiality.rawValue) }),
            ("source", payload?.source.map(JSON.string)),
            ("lateReason", payload?.lateReason.map(JSON.string)),
            ("provenance", payload?.provenance), ("origin", entry.payload?.origin.map(\.json)),
            (
                "correctedBy",
                standing.correctedBy.isEmpty
                    ? nil : .array(standing.correctedBy.map { JSON(Int($0)) })
            ),
            (
                "disputedBy",
                standing.disputedBy.isEmpty
                    ? nil : .array(standing.disputedBy.map { JSON(Int($0)) })
            ),
            ("reading", payload.map { .string(reading.line(for: $0)) }), ("data", payload?.data),
            (
                "first",
                standing.standing == .amended ? entry.payload.map(\.data) : nil
            ),
        ])
    }
}

extension String {
    func padded(to width: Int) -> String {
        count < width ? self + String(repeating: " ", count: width - count) : self
    }
}
