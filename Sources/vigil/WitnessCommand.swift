import ArgumentParser
import CaseRecord
import Dispatch
import MerkleTree
import Values
import Witness

struct WitnessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract:
            "Be a witness: remember how far logs have got, and sign only what continues them.",
        discussion: """
            For somebody outside the service. With their signature under a checkpoint, a log that was \
            rolled back or has two histories can be shown, even by who holds the service's keys.

            The witness:     vigil witness init /srv/witness --name witness.example/trust
                             vigil witness trust /srv/witness "$(cat key-of-the-log.txt)"
                             vigil witness serve /srv/witness --port 8081
            The service:     vigil checkpoint --add-witness "witness.example/trust+…"
                             vigil checkpoint --witness http://127.0.0.1:8081
            """,
        subcommands: [Init.self, Trust.self, Sign.self, Serve.self, Logs.self]
    )

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Make a witness with a key of its own.",
            discussion: """
                Example:
                  vigil witness init /srv/witness --name witness.example/trust
                """
        )
        @Argument(help: "Its folder.", completion: .directory) var folder: String
        @Option(help: "Its name, as in its signatures: no spaces.") var name: String

        func run() throws {
            try witnessing { print(try Witness.create(in: folder, name: name).key) }
        }
    }

    struct Trust: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "trust",
            abstract: "Take a log in, by the key of its checkpoints.",
            discussion: """
                A log that is known by another key is not taken over silently. With --handover the key that \
                is known must have signed that the new one follows it, at a size that this witness has \
                not seen passed. With --replace it is your word: when the old key was lost or has leaked, \
                after you have asked the service by another way. Either way the old key counts no more.

                Examples:
                  vigil witness trust /srv/witness "$(vigil checkpoint --key)"
                  vigil witness trust /srv/witness "NAME+ID+KEY" --handover handovers.txt
                  vigil witness trust /srv/witness "NAME+ID+KEY" --replace
                """
        )
        @Argument(help: "Its folder.", completion: .directory) var folder: String
        @Argument(help: "The log's key, name+id+base64.") var key: String
        @Option(
            help:
                "What 'vigil checkpoint --handovers' printed: how this key followed the one known.",
            completion: .file()
        )
        var handover: String?
        @Flag(help: "Forget the key that the log is known by, on your word.") var replace = false

        func run() throws {
            guard let key = VerificationKey(key) else {
                throw RecordError(
                    .invalid,
                    "key",
                    "a verification key is written name+id+base64",
                    hint: "'vigil checkpoint --key' prints a record's"
                )
            }
            var succession: Witness.Succession = replace ? .operatorsWord : .none
            if let handover {
                guard !replace else {
                    throw RecordError(.invalid, "usage", "either --handover or --replace, not both")
                }
                let bytes = try InputFile.read(handover, limit: 1 << 20, what: "handover")
                guard let handovers = Handover.all(in: String(decoding: bytes, as: UTF8.self))
                else {
                    throw RecordError(
                        .invalid,
                        "handover",
                        "the file '\(handover)' holds no handovers, or one that its keys did not sign",
                        hint: "'vigil checkpoint --handovers' prints a record's"
                    )
                }
                succession = .handovers(handovers)
            }
            let witness = try witnessing { try Witness.open(folder) }
            do {
                try witness.trust(key, by: succession)
            } catch let failure as Witness.Failure {
                throw RecordError(
                    .refused,
                    "witness-key",
                    failure.rule,
                    hint:
                        "give --handover with what 'vigil checkpoint --handovers' printed; or ask the"
                        + " service, by another way, and say --replace"
                )
            }
            print("knows \(key.name)")
        }
    }

    struct Sign: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign",
            abstract: "Answer one request, read from standard input, as over HTTP.",
            discussion: """
                Example:
                  vigil witness sign /srv/witness < request.txt
                """
        )
        @Argument(help: "Its folder.", completion: .directory) var folder: String

        func run() throws {
            var body: [UInt8] = []
            while body.count <= 1 << 17, let line = readLine(strippingNewline: false) {
                body += Array(line.utf8)
            }
            let now = UInt64(max(0, CaseRecord.systemClock().milliseconds / 1000))
            switch try witnessing({ try Witness.open(folder).answer(body, at: now) }) {
            case .cosigned(let signatures):
                for signature in signatures { print(signature.line, terminator: "") }
            case .conflict(let known):
                throw RecordError(
                    .refused,
                    "witness-conflict",
                    "the witness has seen \(known) events of that log",
                    hint: "ask again with 'old \(known)' and the proof from there"
                )
            case .refused(_, let rule):
                throw RecordError(.refused, "witness-refused", rule)
            }
        }
    }

    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Answer requests over HTTP on this machine, until stopped.",
            discussion: """
                It listens on the loopback address; put a proxy with a certificate before it.

                Example:
                  vigil witness serve /srv/witness --port 8081
                """
        )
        @Argument(help: "Its folder.", completion: .directory) var folder: String
        @Option(help: "The port.") var port: UInt16 = 8081

        func run() throws {
            let witness = try witnessing { try Witness.open(folder) }
            let port = port
            Task {
                do {
                    try await WitnessServer.run(witness, port: port) {
                        Console.note("\(witness.key.name) answers at http://127.0.0.1:\(port)")
                    }
                } catch {
                    Console.error(
                        RecordError(.unavailable, "witness", "port \(port) cannot be served on")
                    )
                    Vigil.exit(withError: ExitCode(4))
                }
            }
            dispatchMain()
        }
    }

    struct Logs: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "logs",
            abstract: "The logs that it knows, and how far it has seen each.",
            discussion: """
                Example:
                  vigil witness logs /srv/witness
                """
        )
        @Argument(help: "Its folder.", completion: .directory) var folder: String
        @OptionGroup var format: FormatOption

        func run() throws {
            let logs = try witnessing { try Witness.open(folder).logs() }
            guard format.format != .json else {
                return print(
                    JSON.array(
                        logs.map { log in
                            .object(present: [
                                ("origin", .string(log.origin)),
                                ("size", log.size.map { JSON(Int($0)) }),
                            ])
                        }
                    ).pretty()
                )
            }
            for log in logs {
                print("\(log.origin)  \(log.size.map { "\($0) events" } ?? "nothing seen yet")")
            }
        }
    }
}

private func witnessing<R>(_ body: () throws -> R) throws -> R {
    do {
        return try body()
    } catch let failure as Witness.Failure {
        guard failure.isRefused else {
            throw RecordError(.unavailable, "witness", failure.rule)
        }
        throw RecordError(.refused, "witness-taken", failure.rule)
    }
}
