import CaseModel
import EventLog
package import Exporter
package import Projector
import Values
import XMLKit

/// Why a record did not do what was asked: one sentence, what it is about, and what to do next.
///
/// Never holds case content.
public struct RecordError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Whose it is.
    public enum Fault: String, Sendable {
        /// A rule forbids it.
        case refused
        /// The input is not what it should be.
        case invalid
        /// The record is not what was written.
        case damaged
        /// A disk, a lock, a missing file or key.
        case unavailable
    }

    public let fault: Fault
    /// A stable name for programs, listed in docs/ERRORS.md.
    public let code: String
    /// A sentence without a full stop.
    public let sentence: String
    public let hint: String?

    public init(_ fault: Fault, _ code: String, _ sentence: String, hint: String? = nil) {
        self.fault = fault
        self.code = code
        self.sentence = sentence
        self.hint = hint
    }

    public var description: String { hint.map { "\(sentence); \($0)" } ?? sentence }
}

extension RecordError {
    init(_ refusal: Refusal) {
        self.init(.refused, refusal.code.rawValue, refusal.rule, hint: refusal.hint)
    }

    init(_ error: LogError) {
        switch error {
        case .unavailable(let reason): self.init(.unavailable, "log-unavailable", reason)
        case .notALog(let reason): self.init(.unavailable, "not-a-log", reason)
        case .damaged(_, let reason):
            self.init(
                .damaged,
                "log-damaged",
                reason,
                hint: "run 'vigil verify' and restore a backup; change nothing by hand"
            )
        case .conflict(let expected, let actual):
            self.init(
                .refused,
                "conflict",
                "the case is expected at \(expected) and stands at version \(actual)",
                hint: "read it again, then decide again"
            )
        case .differentCommand(let position):
            self.init(
                .refused,
                "command-reused",
                "the command identifier was used for something else, at position \(position)",
                hint: "a new command takes a new identifier"
            )
        case .invalid(let reason): self.init(.invalid, "invalid-event", reason)
        case .locked(let reason):
            self.init(
                .unavailable,
                "key-missing",
                reason,
                hint: "give the folder of the record's keys with --secrets"
            )
        case .key(let fault, let reason): self.init(fault, reason)
        }
    }

    private init(_ fault: KeyFault, _ reason: String) {
        switch fault {
        case .missing:
            self.init(
                .unavailable,
                "key-missing",
                reason,
                hint: "restore 'keys.sqlite' from its backup; 'vigil verify' works without keys"
            )
        case .other:
            self.init(
                .unavailable,
                "other-keys",
                reason,
                hint: "give the right key with --secrets or --key-command"
            )
        case .damaged:
            self.init(
                .unavailable,
                "key-damaged",
                reason,
                hint: "'vigil keys check' names the keys; restore 'keys.sqlite' from its backup"
            )
        case .destroyed:
            self.init(
                .refused,
                "key-destroyed",
                reason,
                hint: "what was erased takes no more entries"
            )
        case .retired:
            self.init(
                .refused,
                "key-retired",
                reason,
                hint: "open the record again with the key that took its place; entries are"
                    + " recorded without any"
            )
        case .otherRecord:
            self.init(
                .damaged,
                "other-record",
                reason,
                hint: "put the record's own 'keys.sqlite' back; nothing was changed"
            )
        }
    }

    package init(_ error: ProjectionError) {
        switch error {
        case .invalid(let reason): self.init(.invalid, "projection-invalid", reason)
        case .otherVersion:
            self.init(.unavailable, "projection-version", "the projection has another version")
        case .unavailable(let reason): self.init(.unavailable, "projection-unavailable", reason)
        case .failed(let failure):
            self.init(.invalid, "projection-failed", failure.sentence)
        }
    }

    /// Runs `body` and turns what the parts throw into one error.
    static func wrapping<R>(_ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch let error as LogError {
            throw RecordError(error)
        } catch let error as Refusal {
            throw RecordError(error)
        } catch let error as ProjectionError {
            throw RecordError(error)
        } catch let error as ExportError {
            throw RecordError(error)
        } catch let error as XMLError {
            throw RecordError(.invalid, "xml", error.description)
        }
    }
}

extension RecordError {
    package init(_ error: ExportError) {
        switch error.code {
        case .exists:
            self.init(
                .refused,
                "file-exists",
                error.message,
                hint: "name another file, or say --overwrite"
            )
        case .unavailable: self.init(.unavailable, "cannot-write", error.message)
        case .invalid:
            self.init(
                .invalid,
                "export-invalid",
                error.description,
                hint: "nothing was written; correct the entry and export again"
            )
        case .profile: self.init(.invalid, "profile-invalid", error.message)
        }
    }
}
