import CaseModel
import EventLog
import FoundationEssentials
import Values

// The library product: what a program outside this package can do with a record. Everything is text
// and plain values, in the forms that docs/EVENTS.md and docs/CLI.md promise.

/// What became of an entry that was asked to be recorded.
public struct RecordedEntry: Sendable, Equatable {
    /// 1-based, in the whole log.
    public let position: Int64
    /// The event's identifier, a UUID in lower case.
    public let id: String
    /// Sentences that the writer should read.
    public let warnings: [String]
    /// True when the same command had been recorded before, and nothing was recorded now.
    public let isRepeat: Bool
}

/// One entry of a case as it stands at the times asked.
public struct TimelineEntry: Sendable, Equatable {
    /// 1-based, in the whole log.
    public let position: Int64
    /// When it happened, as precise as known: a time, a range, a day, a month or `unknown`.
    public let occurred: String
    /// When it was recorded here, UTC with milliseconds.
    public let recordedAt: String
    /// Pseudonym of who wrote it first.
    public let author: String
    /// A registered name such as `clip-chosen`; nil when it cannot be read.
    public let type: String?
    /// `current`, `amended`, `in-error`, `erased`, `locked` or `not-understood`.
    public let standing: String
    /// The entry as one sentence.
    public let reading: String
    /// The entry's data as JSON text; nil when it cannot be read.
    public let data: String?
}

extension CaseRecord {
    /// Opens the record in a folder, for reading and writing.
    ///
    /// - Parameter secrets: the folder of its keys; nil for the user's data folder.
    /// - Throws: `RecordError`, also when the log is older than this machine has seen it.
    public static func opened(at path: String, secrets: String? = nil) throws -> CaseRecord {
        try open(at: path, for: .write, secrets: secrets)
    }

    /// Records an entry. It is durable when this returns; when it throws, nothing was recorded.
    ///
    /// - Parameters:
    ///   - type: a registered name, as `vigil events` lists them.
    ///   - name: the case's reference, or enough of its id.
    ///   - occurred: when it happened, in the written form: `2026-11-22T10:15:30.123Z`, two of them with
    ///     `/` between, `2026-11-22`, `2026-11` or `unknown`.
    ///   - data: a JSON object with the type's fields.
    ///   - staff: pseudonym of who records it.
    ///   - command: a UUID that makes a retry return the first answer.
    /// - Throws: `RecordError`.
    public func recordEntry(
        _ type: String,
        inCase name: String,
        occurred: String,
        data: String,
        by staff: String,
        command: String? = nil
    ) throws -> RecordedEntry {
        guard let known = EventType(rawValue: type) else {
            throw RecordError(
                .invalid,
                "unknown-type",
                "there is no event type '\(type.prefix(60))'"
            )
        }
        guard let time = Occurrence(occurred) else {
            throw RecordError(.invalid, "time", "'occurred' is not in the written form")
        }
        let json: JSON
        do throws(JSONError) {
            json = try JSON.parse(data)
        } catch {
            throw RecordError(.invalid, "invalid-value", "'data' is a JSON object: \(error)")
        }
        let id = try command.map { text in
            guard let id = Identifier(text) else {
                throw RecordError(.invalid, "usage", "'command' is a UUID in lower case")
            }
            return id
        }
        let receipt = try record(
            Request(
                [Draft(known, at: time, json)],
                in: try findCase(name).id,
                by: staff,
                command: id
            )
        )
        return RecordedEntry(
            position: receipt.entries[0].position,
            id: receipt.entries[0].id.description,
            warnings: receipt.warnings.map(\.sentence),
            isRepeat: receipt.isRepeat
        )
    }

    /// A case's entries in the order in which they happened. The look is recorded first.
    ///
    /// - Parameters:
    ///   - asOf: only what had happened by then, UTC; nil for all.
    ///   - knownAt: only what had been recorded by then, UTC; nil for all.
    ///   - purpose: one of those that `vigil timeline --help` lists.
    /// - Throws: `RecordError`.
    public func timeline(
        ofCase name: String,
        asOf: String? = nil,
        knownAt: String? = nil,
        staff: String,
        purpose: String
    ) throws -> [TimelineEntry] {
        func moment(_ text: String?) throws -> Instant? {
            guard let text else { return nil }
            guard let instant = Instant(text) else {
                throw RecordError(.invalid, "time", "a time is written 2026-11-22T10:15:30.123Z")
            }
            return instant
        }
        let query = Timeline.Query(asOf: try moment(asOf), knownAt: try moment(knownAt))
        let view = try timeline(of: name, query, for: Reader(staff: staff, purpose: purpose))
        let reading = view.reading
        return view.lines.map { line in
            let standing = line.standing
            return TimelineEntry(
                position: standing.entry.position,
                occurred: (standing.payload?.occurred ?? .unknown).description,
                recordedAt: standing.entry.recordedAt.description,
                author: standing.entry.author,
                type: standing.payload?.type,
                standing: standing.standing.rawValue,
                reading: standing.payload.map { reading.line(for: $0) } ?? "",
                data: standing.payload?.data.text
            )
        }
    }

    /// Verifies the record in a folder without any of its cases' keys.
    ///
    /// - Returns: sentences that say what is wrong, the first event first; empty for a whole log.
    /// - Throws: `RecordError` when there is no log to verify.
    public static func damages(at path: String) throws -> [String] {
        let verdict = try verify(at: path, environment: ProcessInfo.processInfo.environment)
        return verdict.log.damages.map { damage in
            let place = damage.position.map { "event \($0)" } ?? damage.table
            return "\(place): \(damage.rule)"
        } + verdict.notices
    }
}
