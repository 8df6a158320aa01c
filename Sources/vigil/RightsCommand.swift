import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Values

struct RightsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rights",
        abstract: "Requests of people about their own record: a copy of it, and putting it right.",
        discussion: """
            A request for a copy is answered within a month. Before, it is checked who asks; each third \
            party in it is asked, or it is said why not, and a decision made; a health professional \
            says whether it could do serious harm. The disclosure policy does what was decided.

            Examples:
              vigil rights request C-0001 --person mother --identity-checked \\
                --identity-how "in person, known to the guider" --scope everything
              vigil rights show C-0001
              vigil rights consent C-0001 --request 57 --party gran --outcome asked --how letter
              vigil rights consent C-0001 --request 57 --party gran --outcome given
              vigil rights decide C-0001 --request 57 --party gran --decision disclose \\
                --reason "She agreed in writing"
              vigil rights harm C-0001 --person mother --request 57 --conclusion withhold \\
                --serious-harm yes --entries 14 --entries 20 --assessed-by s-guider --rationale …
              vigil rights extend C-0001 --person mother --due 2027-02-22 --reason "Three services"
              vigil rights answer C-0001 57 --out copy.xhtml --recipient "the person"
              vigil rights rectify 31 --requested-by mother --own-words "I was never there" \\
                --reason "The letter confirms it" --text "Seen at home"
              vigil rights rectify 31 --refused --requested-by mother --own-words "I was never there" \\
                --reason "The clinic's letter says otherwise"
            """,
        subcommands: [List.self, Show.self, Answer.self, Rectify.self],
        defaultSubcommand: List.self
    )

    // MARK: Where they stand

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Requests for access that are open, what is overdue first.",
            discussion: """
                Example:
                  vigil rights list --all --format csv
                """
        )

        @Argument(help: "The case; every case if left out.") var name: String?
        @Flag(help: "Also those that were answered.") var all = false
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let today = LondonTime.civil(of: CaseRecord.systemClock()).date
            let requests = try record.rightsRequests(of: name, for: reader)
                .filter { all || $0.request.isOpen }
                .sorted {
                    ($0.request.isOpen ? 0 : 1, $0.request.due, $0.request.position)
                        < ($1.request.isOpen ? 0 : 1, $1.request.due, $1.request.position)
                }
            if format.format == .json {
                return print(JSON.array(requests.map { RightsText.json($0, today) }).pretty())
            }
            let rows = requests.map { found in
                let request = found.request
                return [
                    found.summary.reference, "\(request.position)", request.person,
                    request.askedOn.description, request.due.description,
                    RightsText.standing(request, today), "\(found.steps.count)",
                ]
            }
            let head = ["CASE", "POSITION", "PERSON", "ASKED", "DUE", "STANDS", "OPEN STEPS"]
            if format.format == .csv {
                let names = head.map { $0.lowercased().replacing(" ", with: "_") }
                for row in [names] + rows { print(Console.csv(row), terminator: "") }
            } else {
                print(rows.isEmpty ? "no request is open" : Console.table([head] + rows))
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Each request of a case step by step: what was decided, and what is open.",
            discussion: """
                It names third parties, and the entries in which they stand: they are to be asked. Only \
                those are listed whom an entry names. Whom its words name, somebody must find by reading.

                Example:
                  vigil rights show C-0001 --request 57
                """
        )

        @Argument(help: "The case.") var name: String
        @Option(help: "Only the request at this position.") var request: Int64?
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func validate() throws {
            guard format.format != .csv else {
                throw ValidationError("'rights show' is text or json; 'rights list' has csv.")
            }
        }

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let today = LondonTime.civil(of: CaseRecord.systemClock()).date
            let found = try record.rightsRequests(of: name, for: reader)
                .filter { request == nil || $0.request.position == request }
            if let request, found.isEmpty {
                throw RecordError(
                    .refused,
                    "unknown-access-request",
                    "position \(request) is no request for access of this case",
                    hint: "'vigil rights list' shows them"
                )
            }
            if format.format == .json {
                return print(JSON.array(found.map { RightsText.json($0, today) }).pretty())
            }
            if found.isEmpty { print("nobody has asked for their record") }
            for found in found { print(RightsText.full(found, today)) }
        }
    }

    // MARK: Answering

    struct Answer: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "answer",
            abstract: "Make the person's own copy and record the answer, once every step is done.",
            discussion: """
                Refused while a step is open, and it says which. Look first at what leaves: \
                vigil export C-0001 --to subject-access --about mother --dry-run.

                Cut off after the copy was made, the same command finds it and records the answer.

                Example:
                  vigil rights answer C-0001 57 --out copy.xhtml --recipient "the person" \\
                    --purpose subject-access --how "handed over in person"
                """
        )

        @Argument(help: "The case.") var name: String
        @Argument(help: "The request's position.") var request: Int64
        @Option(help: "The file to make: .xml or .xhtml.", completion: .file()) var out: String
        @Option(help: "Who receives it, by body or role.") var recipient = "the person"
        @Option(help: "The lawful basis.") var basis = "UK GDPR article 15"
        @Option(help: "How it is handed over.") var how: String?
        @Flag(help: "Replace a file of that name.") var overwrite = false
        @OptionGroup var record: RecordOptions
        @OptionGroup var reader: ReaderOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let reader = try reader.reader()
            let record = try record.open()
            defer { try? record.close() }
            let answer = try record.answerRequest(
                at: request,
                of: name,
                to: out,
                recipient: recipient,
                basis: basis,
                how: how,
                overwrite: overwrite,
                for: reader
            )
            switch format.format {
            case .json:
                print(
                    JSON.object(present: [
                        ("file", .string(out)), ("sha256", .string(answer.sha256)),
                        ("export", JSON(Int(answer.export))),
                        ("position", JSON(Int(answer.entry.position))),
                        ("exported", answer.copy.map { JSON($0.exported) }),
                        ("inPart", answer.copy.map { JSON($0.inPart) }),
                        ("withheld", answer.copy.map { JSON($0.withheld) }),
                    ]).pretty()
                )
            case .csv, .text:
                if let copy = answer.copy {
                    print("\(out): \(copy.byteCount) bytes, valid")
                    print(
                        "\(copy.exported) exported, \(copy.inPart) in part,"
                            + " \(copy.withheld) withheld"
                    )
                } else {
                    print("\(out) had left already")
                }
                print("SHA-256 \(answer.sha256), issued at position \(answer.export)")
                print("answer recorded at position \(answer.entry.position)")
            }
        }
    }

    // MARK: Putting right

    struct Rectify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rectify",
            abstract: "Put an entry right at a person's request, or record that it stays as it is.",
            discussion: """
                Their words are kept as they were given, beside the correction, or with --refused with \
                the entry that stays. What was written first stays readable.

                Examples:
                  vigil rights rectify 31 --requested-by mother --own-words "I was never there" \\
                    --reason "The letter confirms it" --text "Seen at home"
                  vigil rights rectify 31 --refused --requested-by mother \\
                    --own-words "I was never there" --reason "The clinic's letter says otherwise" \\
                    --told "by letter, with the regulator's address"
                """
        )

        @Argument(
            parsing: .captureForPassthrough,
            help: "The entry's position, --requested-by, --own-words, --reason, and what changes."
        )
        var words: [String] = []

        func run() throws {
            if words.isEmpty || words.contains("--help") || words.contains("-h") {
                return print(Rectify.helpMessage())
            }
            var words = words
            for option in ["--requested-by", "--own-words", "--reason"]
            where !words.contains(where: { $0 == option || $0.hasPrefix(option + "=") }) {
                throw RecordError(
                    .invalid,
                    "usage",
                    "a rectification says who asks, in their own words, and why it is done or not:"
                        + " '\(option)' is missing",
                    hint: "vigil rights rectify --help"
                )
            }
            guard let refused = words.firstIndex(of: "--refused") else {
                return try Correction.run(.entryAmended, words, now: CaseRecord.systemClock())
            }
            words.remove(at: refused)
            let renamed = words.map { word in
                word == "--own-words" || word.hasPrefix("--own-words=")
                    ? "--statement" + word.dropFirst("--own-words".count) : word
            }
            try Correction.run(.rectificationRefused, renamed, now: CaseRecord.systemClock())
        }
    }
}

/// Requests as people and programs read them.
enum RightsText {
    static func standing(_ request: SubjectRequest, _ today: CivilDate) -> String {
        if let answer = request.answer { return "answered by entry \(answer.position)" }
        return request.isOverdue(on: today) ? "OVERDUE since \(request.due)" : "open"
    }

    static func full(_ found: RightsRequest, _ today: CivilDate) -> String {
        let request = found.request
        var lines = [
            Console.styled(
                "\(found.summary.reference) · request at position \(request.position) ·"
                    + " \(standing(request, today))",
                .bold
            )
        ]
        var rows = [
            [
                "  asked",
                "\(request.askedOn), about \(request.person)"
                    + (request.requester.map { ", by \($0)" } ?? ""),
            ],
            [
                "  identity",
                request.identityChecked
                    ? "checked" + (request.identityHow.map { ": \($0)" } ?? "") : "NOT CHECKED",
            ],
        ]
        if let scope = request.scope { rows.append(["  scope", scope]) }
        rows.append(["  due", "\(request.due)"])
        for put in request.extensions {
            rows.append(["  put off", "to \(put.due) at position \(put.position): \(put.reason)"])
        }
        for party in found.parties {
            let entries =
                party.entries.isEmpty
                ? "in no entry by name" : "entries \(positions(party.entries))"
            let consent = party.step?.consent.map { "consent \($0.rawValue)" } ?? "not asked"
            let decisions = (party.step?.decisions ?? []).map { decision in
                (decision.discloses ? "disclose" : "withhold")
                    + (decision.entries == nil ? "" : " some entries")
                    + " at position \(decision.position): \(decision.reason)"
            }
            rows.append([
                "  third party",
                ([party.name, entries, consent] + decisions).joined(separator: "; ")
                    + (party.open.map { "; OPEN: \($0.rawValue)" } ?? ""),
            ])
        }
        for assessment in request.assessments {
            rows.append([
                "  harm test",
                "position \(assessment.position):"
                    + " \(assessment.withholds ? "withholds" : "discloses"), by"
                    + " \(assessment.assessedBy ?? "NOBODY NAMED")"
                    + (assessment.rationale.map { "; \($0)" } ?? "; NO REASON")
                    + (assessment.until.map { "; until \($0)" } ?? ""),
            ])
        }
        if let answer = request.answer, let export = answer.export {
            rows.append(["  copy", "issued at position \(export), SHA-256 \(answer.sha256 ?? "")"])
        }
        lines.append(Console.table(rows))
        for step in found.steps { lines.append("  open: \(step)") }
        return lines.joined(separator: "\n")
    }

    private static func positions(_ positions: [Int64]) -> String {
        positions.map(String.init).joined(separator: ", ")
    }

    static func json(_ found: RightsRequest, _ today: CivilDate) -> JSON {
        let request = found.request
        let parties = found.parties.map { party in
            JSON.object(present: [
                ("name", .string(party.name)),
                ("entries", .array(party.entries.map { JSON(Int($0)) })),
                ("consent", party.step?.consent.map { .string($0.rawValue) }),
                (
                    "decisions",
                    .array(
                        (party.step?.decisions ?? []).map { decision in
                            [
                                "position": JSON(Int(decision.position)),
                                "decision": decision.discloses ? "disclose" : "withhold",
                                "reason": .string(decision.reason),
                                "isOfSomeEntries": .bool(decision.entries != nil),
                            ]
                        }
                    )
                ),
                ("open", party.open.map { .string($0.rawValue) }),
            ])
        }
        let assessments = request.assessments.map { assessment in
            JSON.object(present: [
                ("position", JSON(Int(assessment.position))),
                ("withholds", .bool(assessment.withholds)),
                ("seriousHarm", assessment.seriousHarm.map(JSON.bool)),
                ("assessedBy", assessment.assessedBy.map(JSON.string)),
                ("rationale", assessment.rationale.map(JSON.string)),
                ("until", assessment.until.map { .string($0.description) }),
            ])
        }
        return .object(present: [
            ("case", .string(found.summary.reference)),
            ("position", JSON(Int(request.position))), ("id", .string(request.id.description)),
            ("person", .string(request.person)), ("requester", request.requester.map(JSON.string)),
            ("askedOn", .string(request.askedOn.description)),
            ("due", .string(request.due.description)),
            ("isOpen", .bool(request.isOpen)),
            ("isOverdue", .bool(request.isOverdue(on: today))),
            ("identityChecked", .bool(request.identityChecked)),
            ("identityHow", request.identityHow.map(JSON.string)),
            (
                "extensions",
                .array(
                    request.extensions.map {
                        [
                            "position": JSON(Int($0.position)), "due": .string($0.due.description),
                            "reason": .string($0.reason),
                        ]
                    }
                )
            ),
            ("thirdParties", .array(parties)), ("harmTests", .array(assessments)),
            ("open", .array(found.steps.map { .string($0.description) })),
            ("answeredBy", request.answeredBy.map { JSON(Int($0)) }),
            ("export", request.answer?.export.map { JSON(Int($0)) }),
            ("sha256", request.answer?.sha256.map(JSON.string)),
        ])
    }
}
