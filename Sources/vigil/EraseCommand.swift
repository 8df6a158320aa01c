import ArgumentParser
import CaseModel
import CaseRecord
import FoundationEssentials
import Values

struct EraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Destroy a case, a film or an entry kept apart, as two people approved.",
        discussion: """
            Nothing is destroyed by being due. A disposal is proposed, appraised by two others, \
            scheduled, carried out and attested. Holds and open requests for access forbid it up to \
            the last moment. What is left is a stub: that there was an entry, when and by whom.

            Example:
              vigil erase propose C-0001 --film film-1 --ground consent-withdrawn --as s-records
              vigil erase appraise 57 --outcome destroy --reason "No inquiry" --as s-privacy
              vigil erase appraise 57 --outcome destroy --reason "Agreed" --as s-lead
              vigil erase schedule 57 --as s-records
              vigil erase run 57 --how "deleted and overwritten" --as s-records
              vigil erase attest 57 --state destroyed-live --as s-privacy
            """,
        subcommands: [
            List.self, Show.self, Request.self, Refuse.self, Propose.self, Appraise.self,
            Schedule.self, Cancel.self, Run.self, Attest.self,
        ],
        defaultSubcommand: List.self
    )

    /// What of a case is meant.
    struct ExtentOptions: ParsableArguments {
        @Option(help: "Only this film and what is noted of it: film-1.") var film: String?
        @Option(help: "Only the entry at this position, if it is kept apart.") var entry: Int64?

        func validate() throws {
            guard film == nil || entry == nil else {
                throw ValidationError("Name a film or an entry, not both.")
            }
        }

        var extent: Disposal.Extent {
            film.map(Disposal.Extent.film) ?? entry.map(Disposal.Extent.entry) ?? .wholeCase
        }
    }

    struct Request: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "request",
            abstract: "Record that somebody asked for something to be erased.",
            discussion: """
                It is to be answered within a month: by a disposal that names it, or by refusing it.

                Example:
                  vigil erase request C-0001 --film film-1 --requester client
                """
        )

        @Argument(help: "The case.") var name: String
        @OptionGroup var extent: ExtentOptions
        @Option(help: "client, parent, child, third-party, court or other.") var requester: String
        @Option(help: "By when to answer; in a month if left out.") var due: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.requestErasure(
                of: name,
                extent.extent,
                requester: requester,
                due: try due.map { try EraseText.day($0, "--due") },
                by: by
            )
            let due = entry.payload?.data["due"]?.string ?? ""
            print("request at position \(entry.position), to be answered by \(due)")
        }
    }

    struct Refuse: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "refuse",
            abstract: "Answer a request to erase with the ground on which the record stays.",
            discussion: """
                Example:
                  vigil erase refuse 57 --exemption retention-not-over --reason "Child is 4"
                """
        )

        @Argument(help: "The request's position.") var request: String
        @Option(
            help: ArgumentHelp(
                "legal-obligation, public-task, public-health, archiving, legal-claims, hold or"
                    + " retention-not-over."
            )
        )
        var exemption: String
        @Option(help: "Why, without case content.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.refuseErasure(
                record.erasureRequest(request),
                exemption: exemption,
                reason: reason,
                by: by
            )
            print("refused at position \(entry.position)")
        }
    }

    struct Propose: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "propose",
            abstract: "Propose that a case, a film or an entry be destroyed.",
            discussion: """
                Example:
                  vigil erase propose C-0001 --ground retention-over --reason "Review of 2046"
                """
        )

        @Argument(help: "The case.") var name: String
        @OptionGroup var extent: ExtentOptions
        @Option(
            help: ArgumentHelp(
                "retention-over, right-to-erasure, consent-withdrawn, court-order or other."
            )
        )
        var ground: String
        @Option(name: .customLong("rule"), help: "A rule that says so: 'child (vigil-1)'.")
        var rules: [String] = []
        @Option(help: "From when the rules allow it.") var due: String?
        @Option(help: "Position of the request that it carries out.") var request: String?
        @Option(help: "Why, without case content.") var reason: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.proposeDisposal(
                of: name,
                extent.extent,
                ground: ground,
                rules: rules,
                due: try due.map { try EraseText.day($0, "--due") },
                request: try request.map { try record.erasureRequest($0) },
                reason: reason,
                by: by
            )
            print("disposal \(entry.position) proposed; two others appraise it")
        }
    }

    struct Appraise: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "appraise",
            abstract: "Say, as one of two, what should become of what is proposed.",
            discussion: """
                Example:
                  vigil erase appraise 57 --outcome destroy --reason "No inquiry, nobody asked"
                """
        )

        @Argument(help: "The disposal's position.") var disposal: String
        @Option(help: "destroy, keep or preserve.") var outcome: String
        @Option(help: "Why, without case content.") var reason: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.appraise(
                record.disposal(disposal),
                outcome: outcome,
                reason: reason,
                by: by
            )
            let standing = try record.disposal(disposal).standing
            print("appraised at position \(entry.position); the disposal is \(standing)")
        }
    }

    struct Schedule: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schedule",
            abstract: "Set the earliest time of an approved disposal.",
            discussion: """
                Fourteen days from now unless another time is named: time to find out that it was \
                a mistake.

                Example:
                  vigil erase schedule 57 --not-before 2027-01-04
                """
        )

        @Argument(help: "The disposal's position.") var disposal: String
        @Option(help: "The earliest time; in 14 days if left out.") var notBefore: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.schedule(
                record.disposal(disposal),
                notBefore: try notBefore.map { try EraseText.moment($0, "--not-before") },
                by: by
            )
            print("not before \(entry.payload?.data["notBefore"]?.string ?? "")")
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "End a disposal that was not carried out.",
            discussion: """
                Example:
                  vigil erase cancel 57 --reason "A claim was made"
                """
        )

        @Argument(help: "The disposal's position.") var disposal: String
        @Option(help: "Why, without case content.") var reason: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.cancel(record.disposal(disposal), reason: reason, by: by)
            print("cancelled at position \(entry.position)")
        }
    }

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "run",
            abstract: "Destroy what was approved and scheduled.",
            discussion: """
                Approvals, time, holds and requests for access are asked again in the transaction \
                that erases. What it reached and what not is printed and recorded.

                Example:
                  vigil erase run 57 --how "deleted and overwritten"
                """
        )

        @Argument(help: "The disposal's position.") var disposal: String
        @Option(help: "For a film that the case has still: how the film itself was destroyed.")
        var how: String?
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let by = try writer.pseudonym()
            let record = try record.open()
            defer { try? record.close() }
            let receipt = try record.carryOut(record.disposal(disposal), how: how, by: by)
            switch format.format {
            case .json:
                print(
                    JSON.object(present: [
                        ("position", JSON(Int(receipt.position))),
                        ("case", .string(receipt.caseID.description)),
                        ("units", JSON(receipt.units.map(\.description))),
                        ("events", JSON(receipt.events)), ("reached", JSON(receipt.reached)),
                        ("notReached", JSON(receipt.notReached)),
                    ]).pretty()
                )
            case .text, .csv:
                print(
                    "erased: \(receipt.events) events lost their content; recorded at position"
                        + " \(receipt.position)"
                )
                print("reached: \(receipt.reached.joined(separator: "; "))")
                for missed in receipt.notReached { print("not reached: \(missed)") }
                print("final only when the key-encryption key is replaced: vigil erase attest")
            }
        }
    }

    struct Attest: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "attest",
            abstract: "Certify how far a destruction has got.",
            discussion: """
                First destroyed-live, then kek-retired once the key-encryption key was replaced, then \
                final once no backup from before is left.

                Example:
                  vigil erase attest 57 --state kek-retired --backups-expire 2027-01-31
                """
        )

        @Argument(help: "The disposal's position.") var disposal: String
        @Option(help: "destroyed-live, kek-retired or final.") var state: String
        @Option(help: "When the last backup from before expires.") var backupsExpire: String?
        @Option(name: .customLong("told"), help: "A recipient of a copy who was told.")
        var told: [String] = []
        @OptionGroup var record: RecordOptions
        @OptionGroup var writer: WriterOptions

        func run() throws {
            let by = try writer.pseudonym()
            guard let state = Disposal.Attested(rawValue: state) else {
                throw RecordError(
                    .invalid,
                    "invalid-value",
                    "'--state' is one of destroyed-live, kek-retired, final"
                )
            }
            let record = try record.open()
            defer { try? record.close() }
            let entry = try record.attest(
                record.disposal(disposal),
                state,
                backupsExpire: try backupsExpire.map { try EraseText.day($0, "--backups-expire") },
                recipientsTold: told,
                by: by
            )
            print("\(state.rawValue): position \(entry.position)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Requests to erase and disposals, with how they stand.",
            discussion: """
                Example:
                  vigil erase list --format json
                """
        )

        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let register = try record.disposals()
            let names = try EraseText.names(record)
            let today = LondonTime.civil(of: CaseRecord.systemClock()).date
            switch format.format {
            case .json:
                print(
                    JSON.object([
                        .init(
                            "requests",
                            .array(register.requests.map { EraseText.json($0, today: today) })
                        ),
                        .init("disposals", .array(register.disposals.map(EraseText.json))),
                    ]).pretty()
                )
            case .text, .csv:
                var rows = [["POSITION", "WHAT", "CASE", "EXTENT", "GROUND", "STANDS"]]
                for request in register.requests {
                    let stands =
                        request.carriedOutBy != nil
                        ? "carried out"
                        : request.exemption.map { "refused: \($0)" }
                            ?? (request.due < today ? "OVERDUE since" : "due") + " \(request.due)"
                    rows.append([
                        "\(request.position)", "request", EraseText.name(request.caseID, names),
                        EraseText.words(request.extent), request.requester, stands,
                    ])
                }
                for disposal in register.disposals {
                    rows.append([
                        "\(disposal.position)", "disposal", EraseText.name(disposal.caseID, names),
                        EraseText.words(disposal.extent), disposal.ground,
                        disposal.standing
                            + (disposal.isOpen
                                ? disposal.notBefore.map { ", not before \(Reading.minute($0))" }
                                    ?? "" : ""),
                    ])
                }
                if format.format == .csv {
                    for row in rows {
                        print(Console.csv(row.map { $0.lowercased() }), terminator: "")
                    }
                } else {
                    print(rows.count == 1 ? "nothing was asked or proposed" : Console.table(rows))
                }
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "One disposal: who said what, what it reached, how far it has got.",
            discussion: """
                Example:
                  vigil erase show 57
                """
        )

        @Argument(help: "The disposal's position.") var disposal: String
        @OptionGroup var record: RecordOptions
        @OptionGroup var format: FormatOption

        func run() throws {
            let record = try record.open(for: .read)
            let disposal = try record.disposal(disposal)
            guard format.format != .json else {
                print(EraseText.json(disposal).pretty())
                return
            }
            let names = try EraseText.names(record)
            print(
                "disposal \(disposal.position) · \(EraseText.name(disposal.caseID, names)) ·"
                    + " \(EraseText.words(disposal.extent)) · \(disposal.ground) ·"
                    + " \(disposal.standing)"
            )
            print("  proposed by \(disposal.proposedBy.sorted().joined(separator: ", "))")
            for rule in disposal.rules { print("  rule \(rule)") }
            for appraisal in disposal.appraisals {
                print("  \(appraisal.position)  \(appraisal.by): \(appraisal.outcome)")
            }
            if let notBefore = disposal.notBefore {
                print("  not before \(Reading.minute(notBefore))")
            }
            if let position = disposal.cancelledBy { print("  cancelled at \(position)") }
            if let done = disposal.carriedOut {
                print("  \(done.position)  \(done.events) events lost their content")
                print("  reached: \(done.reached.joined(separator: "; "))")
                for missed in done.notReached { print("  not reached: \(missed)") }
            }
            for attestation in disposal.attestations {
                print("  \(attestation.position)  \(attestation.state.rawValue)")
            }
        }
    }
}

enum EraseText {
    static func day(_ text: String, _ option: String) throws -> CivilDate {
        if case .date(let date)? = WrittenTime.parse(text, now: CaseRecord.systemClock()) {
            return date
        }
        throw RecordError(
            .invalid,
            "time",
            "'\(option)' is a day",
            hint: "2026-03-14, 14/03/2026, today"
        )
    }

    /// A moment, which may lie ahead; of a day its beginning.
    static func moment(_ text: String, _ option: String) throws -> Instant {
        let now = CaseRecord.systemClock()
        if let from = WrittenTime.parse(text, now: now)?.interval(recordedAt: .distantFuture).from {
            return from
        }
        throw RecordError(
            .invalid,
            "time",
            "'\(option)' does not understand '\(text)'",
            hint: WrittenTime.examples
        )
    }

    static func names(_ record: CaseRecord) throws -> [Identifier: String] {
        Dictionary(try record.caseSummaries().map { ($0.id, $0.reference) }) { first, _ in first }
    }

    static func name(_ id: Identifier, _ names: [Identifier: String]) -> String {
        names[id] ?? id.description
    }

    static func words(_ extent: Disposal.Extent) -> String {
        switch extent {
        case .wholeCase: "case"
        case .film(let film): film
        case .entry(let position): "entry \(position)"
        }
    }

    static func json(_ request: ErasureRequest, today: CivilDate) -> JSON {
        .object(present: [
            ("position", JSON(Int(request.position))), ("id", .string(request.id.description)),
            ("case", .string(request.caseID.description)),
            ("extent", .string(request.extent.word)),
            ("film", request.extent.film.map(JSON.string)),
            ("entry", request.extent.position.map { JSON(Int($0)) }),
            ("requester", .string(request.requester)), ("due", .string(request.due.description)),
            ("isOpen", .bool(request.isOpen)),
            ("isOverdue", .bool(request.isOpen && request.due < today)),
            ("exemption", request.exemption.map(JSON.string)),
            ("carriedOut", request.carriedOutBy.map { JSON(Int($0)) }),
        ])
    }

    static func json(_ disposal: Disposal) -> JSON {
        .object(present: [
            ("position", JSON(Int(disposal.position))), ("id", .string(disposal.id.description)),
            ("case", .string(disposal.caseID.description)),
            ("extent", .string(disposal.extent.word)),
            ("film", disposal.extent.film.map(JSON.string)),
            ("entry", disposal.extent.position.map { JSON(Int($0)) }),
            ("units", JSON(disposal.units.map(\.description))),
            ("ground", .string(disposal.ground)), ("standing", .string(disposal.standing)),
            ("proposedBy", JSON(disposal.proposedBy.sorted())),
            ("rules", disposal.rules.isEmpty ? nil : JSON(disposal.rules)),
            (
                "appraisals",
                .array(
                    disposal.appraisals.map {
                        [
                            "position": JSON(Int($0.position)), "by": .string($0.by),
                            "outcome": .string($0.outcome),
                        ]
                    }
                )
            ),
            ("notBefore", disposal.notBefore.map { .string($0.description) }),
            ("cancelled", disposal.cancelledBy.map { JSON(Int($0)) }),
            ("carriedOut", disposal.carriedOut.map { JSON(Int($0.position)) }),
            ("events", disposal.carriedOut.map { JSON($0.events) }),
            ("reached", disposal.carriedOut.map { JSON($0.reached) }),
            ("notReached", disposal.carriedOut.map { JSON($0.notReached) }),
            (
                "attestations",
                .array(
                    disposal.attestations.map {
                        ["position": JSON(Int($0.position)), "state": .string($0.state.rawValue)]
                    }
                )
            ),
        ])
    }
}
