import GRDB
import GRDBSQLite

/// What is wrong with a key.
package enum KeyFault: String, Sendable {
    case missing
    /// It is whole, and of another key-encryption key.
    case other
    /// It does not open: changed, torn, or put in another's place.
    case damaged
    case destroyed
    /// It signed until another took its place.
    case retired
    /// The keys file belongs to another record.
    case otherRecord
}

/// Why the log did not do what was asked, and whose it is.
package enum LogError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file, the disk or a lock: nothing is wrong with the record.
    case unavailable(String)
    /// The file is not a log of this format, or not of this record.
    case notALog(String)
    /// Something in the log is not as it was written.
    case damaged(position: Int64?, String)
    /// The stream is not where the writer thought.
    case conflict(expected: String, actual: Int64)
    /// The same command identifier with other content.
    case differentCommand(position: Int64)
    /// A value that the log's format does not allow.
    case invalid(String)
    /// It was opened without a key that this takes.
    case locked(String)
    /// A key that is needed is missing or does not fit, and how.
    case key(KeyFault, String)

    /// The sentence, without whose it is.
    package var description: String {
        switch self {
        case .unavailable(let sentence), .notALog(let sentence), .damaged(_, let sentence),
            .invalid(let sentence), .locked(let sentence), .key(_, let sentence):
            sentence
        case .conflict(let expected, let actual):
            "the stream is expected at \(expected) and stands at version \(actual)"
        case .differentCommand(let position):
            "the command identifier was used for something else, at position \(position)"
        }
    }

    /// What SQLite said, as one of ours: whose fault it is, and no statement or values.
    init(_ error: DatabaseError, doing: String) {
        switch error.resultCode {
        case .SQLITE_FULL: self = .unavailable("the disk is full while \(doing)")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .unavailable("another process holds the log for too long while \(doing)")
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
            self = .unavailable("the log cannot be written or opened while \(doing)")
        case .SQLITE_IOERR: self = .unavailable("the disk failed while \(doing)")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self = .damaged(position: nil, "the log file is not readable by SQLite while \(doing)")
        default:
            self = .damaged(
                position: nil,
                "SQLite refuses (\(error.extendedResultCode.rawValue)) while \(doing):"
                    + " \(error.message ?? "no reason given")"
            )
        }
    }

    /// The same for the keys file, whose damage is not the log's.
    static func wrappingKeys<R>(_ doing: String, _ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                throw LogError.key(
                    .damaged,
                    "the keys file 'keys.sqlite' is damaged or cut short, found while \(doing)"
                )
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                throw LogError.unavailable(
                    "another process holds the keys file for too long while \(doing)"
                )
            case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN:
                throw LogError.unavailable(
                    "the keys file cannot be written or opened while \(doing)"
                )
            default: throw LogError(error, doing: doing)
            }
        }
    }

    /// Runs `body` and turns SQLite's errors into ours.
    static func wrapping<R>(_ doing: String, _ body: () throws -> R) throws -> R {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw LogError(error, doing: doing)
        }
    }
}
