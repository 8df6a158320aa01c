import ArgumentParser
import CaseRecord
import FoundationEssentials
import Values

/// Which record, whose keys.
struct RecordOptions: ParsableArguments {
    @Option(name: .long, help: "The record's folder; else VIGIL_RECORD.")
    var record: String?

    @Option(name: .long, help: "The folder of the record's keys, if not the usual one.")
    var secrets: String?

    @OptionGroup var keys: KeyOptions

    func path() throws -> String { try RecordPlace(record: record).path() }

    func open(
        for use: CaseRecord.Use = .write,
        projections: String? = nil
    ) throws -> CaseRecord {
        try RecordPlace(record: record, secrets: secrets, keys: keys.given())
            .open(for: use, projections: projections)
    }
}

/// Where keys are, when it is not one folder. Each can be set in the environment, and no passphrase is
/// ever an argument, which other users of the machine can read.
struct KeyOptions: ParsableArguments {
    @Option(
        name: .long,
        help: "A command that prints the key-encryption key; else VIGIL_KEY_COMMAND."
    )
    var keyCommand: String?

    @Option(
        name: .long,
        help: "A file that holds the passphrase; else VIGIL_PASSPHRASE_FILE.",
        completion: .file()
    )
    var passphraseFile: String?

    @Option(
        name: .long,
        help: "The file of the signing key, if it is kept apart; else VIGIL_SIGNING_KEY.",
        completion: .file()
    )
    var signingKey: String?

    func given(wantsPassphrase: Bool = false) -> KeyPlaces.Given {
        KeyPlaces.Given(
            signingKey: signingKey,
            keyCommand: keyCommand,
            passphraseFile: passphraseFile,
            wantsPassphrase: wantsPassphrase,
            ask: Terminal.passphrase
        )
    }
}

/// The same for commands that read their options themselves.
struct RecordPlace {
    var record: String?
    var secrets: String?
    var keys = KeyPlaces.Given(ask: Terminal.passphrase)

    func path() throws -> String {
        guard let path = record ?? environment("VIGIL_RECORD") else {
            throw RecordError(
                .invalid,
                "no-record",
                "no record is named",
                hint: "give --record FOLDER, or set VIGIL_RECORD"
            )
        }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    func open(
        for use: CaseRecord.Use = .write,
        projections: String? = nil
    ) throws -> CaseRecord {
        let record = try CaseRecord.open(
            at: path(),
            for: use,
            secrets: secrets,
            keys: keys,
            projections: projections
        )
        for notice in record.notices { Console.warning(notice) }
        return record
    }
}

/// Who is writing.
struct WriterOptions: ParsableArguments {
    @Option(name: .customLong("as"), help: "Your staff pseudonym; else VIGIL_AS.")
    var staff: String?

    func pseudonym() throws -> String { try WriterOptions.pseudonym(staff) }

    static func pseudonym(_ given: String?) throws -> String {
        guard let staff = given ?? environment("VIGIL_AS") else {
            throw RecordError(
                .invalid,
                "no-staff",
                "nobody is named as the one who does this",
                hint: "give --as PSEUDONYM, or set VIGIL_AS; 'vigil staff list' shows who there is"
            )
        }
        return staff
    }
}

/// Who is reading, and what for.
struct ReaderOptions: ParsableArguments {
    @OptionGroup var writer: WriterOptions

    @Option(
        name: .long,
        help: ArgumentHelp(
            "What you look for; else VIGIL_PURPOSE: direct-care, supervision, safeguarding, audit,"
                + " subject-access, research, training, technical."
        ),
        completion: .list(Reader.purposes)
    )
    var purpose: String?

    func reader() throws -> Reader {
        guard let purpose = purpose ?? environment("VIGIL_PURPOSE") else {
            throw Reader.needsPurpose
        }
        return Reader(staff: try writer.pseudonym(), purpose: purpose)
    }
}

/// As of when, known at when.
struct TimeOptions: ParsableArguments {
    @Option(name: .long, help: "Only what had happened by then.")
    var asOf: String?

    @Option(name: .long, help: "Only what had been recorded by then.")
    var knownAt: String?

    func moments(now: Instant) throws -> (asOf: Instant?, knownAt: Instant?) {
        (
            try asOf.map { try TimeOptions.moment($0, "--as-of", now: now) },
            try knownAt.map { try TimeOptions.moment($0, "--known-at", now: now) }
        )
    }

    static func moment(_ text: String, _ option: String, now: Instant) throws -> Instant {
        guard let moment = WrittenTime.moment(text, now: now) else {
            throw RecordError(
                .invalid,
                "time",
                "'\(option)' does not understand '\(text)'",
                hint: WrittenTime.examples
            )
        }
        return moment
    }
}

enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, csv
}

struct FormatOption: ParsableArguments {
    @Option(name: .long, help: "text for people, json or csv for programs.")
    var format: Format = .text
}

func environment(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
}
