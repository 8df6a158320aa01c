import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct TimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Replay a case: what had happened by one time, as known at another.",
        discussion: """
            That you looked, and at which entries, is recorded first.

            Examples:
              vigil timeline C-0001
              vigil timeline C-0001 --as-of 2026-03-14 --known-at 2026-04
              vigil timeline C-0001 --kind "concerns" --format csv
            """
    )

    @Argument(help: "The case's reference, or the start of its id.") var name: String
    @OptionGroup var times: TimeOptions

    @Option(
        name: .long,
        help: "Only these: an event type, or a word of a chapter's name (consent, films, …)."
    )
    var kind: [String] = []

    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var format: FormatOption

    func run() throws {
        let reader = try reader.reader()
        let record = try record.open(for: .read)
        let moments = try times.moments(now: CaseRecord.systemClock())
        var query = Timeline.Query(asOf: moments.asOf, knownAt: moments.knownAt)
        for kind in kind { try TimelineCommand.add(kind, to: &query) }
        let view = try record.timeline(of: name, query, for: reader)
        TimelineCommand.print(view, query, format.format)
    }

    private static func add(_ kind: String, to query: inout Timeline.Query) throws {
        if let type = EventType(rawValue: kind) {
            query.types.insert(type)
            return
        }
        let groups = EventSpec.Group.allCases.filter {
            $0.rawValue.lowercased().contains(kind.lowercased())
        }
        guard !groups.isEmpty else {
            throw RecordError(
                .invalid,
                "unknown-type",
                "no event type or chapter is called '\(kind.prefix(40))'",
                hint: "chapters are "
                    + EventSpec.Group.allCases.map(\.rawValue).joined(separator: "; ")
            )
        }
        query.groups.formUnion(groups)
    }

    static func print(_ view: CaseView, _ query: Timeline.Query, _ format: Format) {
        let reading = view.reading
        switch format {
        case .text:
            Swift.print(heading(view, query))
            for line in view.lines { Swift.print(EntryText.line(line, reading)) }
            EntryText.noteWithheld(view)
        case .json:
            Swift.print(
                JSON.object(present: [
                    ("case", .string(view.summary.reference)),
                    ("id", .string(view.summary.id.description)),
                    ("asOf", query.asOf.map { .string($0.description) }),
                    ("knownAt", query.knownAt.map { .string($0.description) }),
                    ("position", JSON(Int(view.position))), ("root", .string(view.root)),
                    ("withheld", view.withheld > 0 ? JSON(view.withheld) : nil),
                    ("entries", .array(view.lines.map { EntryText.json($0, reading) })),
                ]).pretty()
            )
        case .csv:
            Swift.print(
                Console.csv([
                    "position", "occurred_from", "occurred_to", "precision", "happened",
                    "recorded_at", "author", "role", "type", "title", "standing",
                    "confidentiality", "reading",
                ]),
                terminator: ""
            )
            for line in view.lines {
                let standing = line.standing
                let (from, to) = standing.interval
                Swift.print(
                    Console.csv([
                        String(standing.entry.position), from?.description ?? "", to.description,
                        standing.payload?.occurred.precision ?? "", line.happened.rawValue,
                        standing.entry.recordedAt.description, standing.entry.author,
                        standing.payload?.role ?? "", standing.payload?.type ?? "",
                        standing.type?.spec.title ?? "", standing.standing.rawValue,
                        standing.payload?.confidentiality.rawValue ?? "",
                        standing.payload.map { reading.line(for: $0) } ?? "",
                    ]),
                    terminator: ""
                )
            }
        }
    }

    private static func heading(_ view: CaseView, _ query: Timeline.Query) -> String {
        var text = "\(view.summary.reference) · \(view.lines.count) entries"
        if let asOf = query.asOf { text += " · had happened by \(Reading.minute(asOf))" }
        if let knownAt = query.knownAt { text += " · known at \(Reading.minute(knownAt))" }
        return Console.styled(text + " · log to position \(view.position)", .bold)
    }
}

struct EntryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "entry",
        abstract: "Show one entry, with all that was corrected in it.",
        discussion: """
            To correct one: vigil entry amend 57 --reason … --FIELD …, or vigil entry void 57 \
            --reason …

            Example:
              vigil entry 57
            """
    )

    @Argument(help: "The entry's position.") var position: Int64
    @OptionGroup var record: RecordOptions
    @OptionGroup var reader: ReaderOptions
    @OptionGroup var format: FormatOption

    func run() throws {
        let reader = try reader.reader()
        let record = try record.open(for: .read)
        let (view, line) = try record.entry(at: position, for: reader)
        let reading = view.reading
        guard format.format != .json else {
            print(EntryText.json(line, reading).pretty())
            return
        }
        let standing = line.standing
        let entry = standing.entry
        print(
            "\(view.summary.reference) · position \(entry.position) · \(standing.standing.rawValue)"
        )
        if let payload = standing.payload {
            let asItStands = Entry(
                position: entry.position,
                id: entry.id,
                stream: entry.stream,
                n: entry.n,
                kind: entry.kind,
                recordedAt: entry.recordedAt,
                by: entry.by,
                unit: entry.unit,
                content: .known(payload)
            )
            print(EntryText.full(asItStands, reading))
        } else {
            print(EntryText.line(line, reading))
        }
        var rows = [
            ["  recorded", "\(Reading.minute(entry.recordedAt)) by \(entry.by)"],
            ["  id", entry.id.description],
        ]
        if let origin = entry.payload?.origin {
            rows.append([
                "  first recorded",
                "\(Reading.minute(origin.recordedAt)) by \(origin.by), position \(origin.position) of"
                    + " record \(origin.record)",
            ])
        }
        if let reason = standing.payload?.lateReason { rows.append(["  late because", reason]) }
        if let source = standing.payload?.source { rows.append(["  source", source]) }
        if let provenance = standing.payload?.provenance {
            rows.append(["  provenance", reading.word(provenance, .object)])
        }
        print(Console.table(rows))
        for position in (standing.correctedBy + standing.disputedBy).sorted() {
            guard
                let correction = view.lines.first(where: { $0.standing.entry.position == position })
            else { continue }
            print(EntryText.line(correction, reading))
        }
        if standing.standing == .amended {
            print("first written as:")
            print(EntryText.full(entry, reading))
        }
    }
}
