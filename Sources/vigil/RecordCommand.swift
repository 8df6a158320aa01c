import ArgumentParser
import CaseModel
import CaseRecord
import Values

struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Record an entry of any type.",
        discussion: """
            What happened is recorded even when it should not have happened: you are warned, and the \
            audit finds it. What cannot be true is refused.

            Each field of the type is an option; 'vigil events TYPE' shows them. Times are written as \
            people write them: now, 'yesterday 14:30', 2026-03, unknown.

            Examples:
              vigil record clip-chosen C-0001 --film film-1 --start 0:41 --end 0:46 \\
                --principles BA2,RI1 --is-exception --description "She sits back; he turns"
              vigil record risk-noted C-0001 --at "yesterday 14:30" --level moderate …
              vigil entry amend 57 --reason "Wrong length" --duration 5:10
              vigil entry amend 57 --reason "Asked to" --requested-by mother \\
                --own-words "I was never at that clinic"
              vigil entry void 58 --reason "Belongs to another family"

            When the person does not get it put right: vigil rights rectify --help
            """
    )

    @Argument(
        help: "The event type, then the case and the fields.",
        completion: .list(EventType.allCases.map(\.rawValue))
    )
    var type: String

    @Argument(parsing: .captureForPassthrough, help: "The case, and --field value for each field.")
    var rest: [String] = []

    func run() throws {
        guard let known = EventType(rawValue: type) else {
            let near = EventType.allCases.map(\.rawValue).filter { name in
                type.split(separator: "-").contains { name.contains($0) }
            }
            throw RecordError(
                .invalid,
                "unknown-type",
                "there is no event type '\(type.prefix(60))'",
                hint: near.isEmpty
                    ? "'vigil events' lists them"
                    : "perhaps \(near.prefix(6).joined(separator: ", "))"
            )
        }
        try Record.run(known, rest)
    }

    static func run(_ type: EventType, _ words: [String]) throws {
        let spec = type.spec
        let now = CaseRecord.systemClock()
        if type.isCorrection {
            try Correction.run(type, words, now: now)
            return
        }
        let arguments = try FieldArguments(spec, words, now: now)
        if arguments.isHelp {
            print(CatalogueText.help(for: spec))
            print("\nOptions that every entry has:")
            print(
                Console.table(
                    FieldArguments.common.map { ["  --\($0.option) \($0.value)", $0.help] }
                )
            )
            return
        }
        guard arguments.command == nil || arguments.time != nil else {
            throw RecordError(
                .invalid,
                "usage",
                "an entry that may be sent again says when it happened",
                hint: "give --at together with --id"
            )
        }
        guard let name = arguments.caseName else {
            throw RecordError(
                .invalid,
                "no-case",
                "no case is named",
                hint: "give it first: vigil record \(type.rawValue) C-0001 …"
            )
        }
        let record = try arguments.record.open()
        defer { try? record.close() }
        let summary = try record.findCase(name)
        var data = arguments.data
        // People name an entry by its position; the entry keeps its identifier.
        for field in spec.fields where field.kind == .event {
            guard let position = data[field.name]?.string.flatMap({ Int64($0) }) else { continue }
            data = data.setting(
                field.name,
                to: .string(try record.eventID(at: position).description)
            )
        }
        if type == .subjectAccessRequested, data["due"] == nil {
            let asked = try parsedTime(arguments.time ?? "now", now: now).interval(recordedAt: now)
            let due = LondonTime.civil(of: asked.to).date.adding(months: 1)
            data = data.setting("due", to: .string(due.description))
        }
        var draft = try arguments.draft(type, data, now: now)
        draft.cause = try arguments.cause.map { try record.eventID(at: $0) }
        try record.recordAndPrint(draft, in: summary, arguments)
    }
}

extension FieldArguments {
    func draft(_ type: EventType, _ data: JSON, now: Instant) throws -> Draft {
        Draft(
            type,
            at: try parsedTime(time ?? "now", now: now),
            data,
            role: role,
            onBehalfOf: onBehalfOf,
            subjects: about,
            thirdParties: thirdParties,
            source: source,
            confidentiality: confidentiality,
            lateReason: lateReason
        )
    }

    func writer() throws -> String {
        try WriterOptions.pseudonym(staff)
    }
}

extension CaseRecord {
    func recordAndPrint(
        _ draft: Draft,
        in summary: CaseSummary,
        _ arguments: FieldArguments
    ) throws {
        var draft = draft
        let by = try arguments.writer()
        // Somebody with one role acts in it; with more, they say in which.
        if draft.role == nil, let roles = try staff()[by]?.roles, roles.count == 1 {
            draft.role = roles[0]
        }
        let receipt = try record(
            Request(
                [draft],
                in: summary.id,
                by: by,
                command: arguments.command,
                ifVersion: arguments.ifVersion
            )
        )
        let codebooks = try staff().codebooks
        switch arguments.format {
        case .json:
            let entries = receipt.entries.map { entry -> JSON in
                .object(present: [
                    ("position", JSON(Int(entry.position))), ("id", .string(entry.id.description)),
                    ("n", JSON(Int(entry.n))),
                    ("recordedAt", .string(entry.recordedAt.description)),
                    ("payload", entry.payload?.json),
                ])
            }
            print(
                JSON.object(present: [
                    ("case", .string(summary.reference)), ("entries", .array(entries)),
                    (
                        "warnings",
                        .array(
                            receipt.warnings.map {
                                ["code": .string($0.code), "sentence": .string($0.sentence)]
                            }
                        )
                    ),
                    ("isRepeat", .bool(receipt.isRepeat)),
                    ("version", JSON(Int(receipt.version))),
                ]).pretty()
            )
        case .text, .csv:
            for entry in receipt.entries {
                let was = receipt.isRepeat ? "was recorded already" : "recorded"
                print("\(was): \(summary.reference) at position \(entry.position)")
                print(EntryText.full(entry, Reading(codebooks: codebooks)))
            }
            for warning in receipt.warnings { Console.warning(warning.sentence) }
        }
    }
}

/// `vigil entry amend` and `vigil entry void`: corrections name an entry by its position, and an
/// amendment only the fields that change.
enum Correction {
    static func run(_ type: EventType, _ words: [String], now: Instant) throws {
        guard let position = words.first.flatMap({ Int64($0) }) else {
            if words.contains("--help") || words.contains("-h") {
                print(CatalogueText.help(for: type.spec))
                return
            }
            throw RecordError(
                .invalid,
                "usage",
                "a correction names the entry by its position",
                hint:
                    "vigil entry \(type == .entryAmended ? "amend 57 --reason … --FIELD …" : "void 57 --reason …")"
            )
        }
        let place = RecordPlace(
            record: value(of: "--record", in: words),
            secrets: value(of: "--secrets", in: words)
        )
        let record = try place.open()
        defer { try? record.close() }
        let purpose = value(of: "--purpose", in: words) ?? environment("VIGIL_PURPOSE")
        let reader = Reader(
            staff: try WriterOptions.pseudonym(value(of: "--as", in: words)),
            purpose: purpose ?? "direct-care"
        )
        let (id, summary, payload, isAmended) = try record.correctable(at: position, for: reader)
        guard type == .entryAmended else {
            let arguments = try FieldArguments(type.spec, words, now: now, target: true)
            let data = arguments.data.setting("target", to: .string(id.description))
            try record.recordAndPrint(
                arguments.draft(type, data, now: now),
                in: summary,
                arguments
            )
            return
        }
        guard let payload, let target = EventType(rawValue: payload.type) else {
            throw RecordError(.refused, "wrong-target", "position \(position) cannot be read")
        }
        var rest = words
        let reason = take("--reason", from: &rest)
        let happened = take("--happened", from: &rest)
        let statement = take("--own-words", from: &rest)
        let requestedBy = take("--requested-by", from: &rest)
        let arguments = try FieldArguments(target.spec, rest, now: now, target: true)
        var data = payload.data
        for member in arguments.data.members ?? [] {
            data = data.setting(member.name, to: member.value.isEmpty ? nil : member.value)
        }
        let correction = JSON.object(present: [
            ("target", .string(id.description)), ("reason", reason.map(JSON.string)),
            ("data", data),
            (
                "occurred",
                try happened.map { .string(try parsedTime($0, now: now).description) }
                    ?? (isAmended ? .string(payload.occurred.description) : nil)
            ),
            ("requestedBy", requestedBy.map(JSON.string)),
            ("statement", statement.map(JSON.string)),
        ])
        try record.recordAndPrint(
            arguments.draft(type, correction, now: now),
            in: summary,
            arguments
        )
    }

    private static func value(of option: String, in words: [String]) -> String? {
        guard let index = words.firstIndex(of: option), index + 1 < words.count else { return nil }
        return words[index + 1]
    }

    private static func take(_ option: String, from words: inout [String]) -> String? {
        guard let value = value(of: option, in: words), let index = words.firstIndex(of: option)
        else { return nil }
        words.removeSubrange(index...(index + 1))
        return value
    }
}
