import CaseModel
package import EventLog
import FoundationEssentials
package import MerkleTree
package import Projector
import Synchronization
package import Values

/// One service's cases: opened, written, read, checked and exported through here and nowhere else.
///
/// The parts below know each other only through it: the log keeps sealed bytes, the model decides,
/// the projector computes read models, the exporter writes XML.
public final class CaseRecord: Sendable {
    /// The record's folder.
    public let path: String
    package let info: RecordInfo
    package let log: EventLog
    /// Case references, staff, roles and codes; caught up before it is believed.
    package let directory: ProjectionFile
    /// The clock. Only a demo and a simulation have one of their own.
    let now: @Sendable () -> Instant
    let remembered: Remembered
    let files: RecordFiles
    let cases = Mutex<[Identifier: CaseFile]>([:])
    let service: Mutex<ServiceState?>
    let projections: Projections
    /// Whether read models follow each command; a simulation makes them at its end.
    let keepsProjections: Bool
    /// What a reader or writer should know about the record itself, from when it was opened.
    package let notices: [String]
    /// It is not the newest that this machine has seen of the record: looked at, never signed.
    let isOutOfDate: Bool
    /// Where its keys were found, and are put when they are replaced.
    let places: KeyPlaces

    /// How a process may use a record.
    package enum Use: Sendable {
        case write
        case read
    }

    init(
        path: String,
        info: RecordInfo,
        log: EventLog,
        directory: ProjectionFile,
        projections: Projections,
        remembered: Remembered,
        notices: [String],
        isOutOfDate: Bool,
        places: KeyPlaces,
        keepsProjections: Bool = true,
        now: @escaping @Sendable () -> Instant
    ) {
        self.path = path
        self.info = info
        self.log = log
        self.directory = directory
        self.projections = projections
        self.remembered = remembered
        self.notices = notices
        self.isOutOfDate = isOutOfDate
        self.places = places
        self.now = now
        files = RecordFiles(folder: path)
        service = Mutex(nil)
        self.keepsProjections = keepsProjections
    }

    /// Signs what no checkpoint covers yet and closes the files. A process that ends without it loses
    /// nothing: the next writer signs.
    public func close() throws {
        try RecordError.wrapping {
            if log.canSign, !isOutOfDate { try signIfInUse() }
            projections.close()
            try log.close()
        }
    }

    /// Signs a checkpoint over everything recorded so far.
    ///
    /// - Returns: nil when the newest checkpoint covers it all already.
    @discardableResult
    package func sign() throws -> Checkpoint? {
        try RecordError.wrapping { try log.write(at: now()) { try $0.sign() } }
    }

    /// The same, where another process may have replaced the key since: then whoever has the new one signs.
    private func signIfInUse() throws {
        do {
            try sign()
        } catch let error as RecordError where error.code == "key-retired" {
            return
        }
    }

    /// The system's clock, in whole milliseconds.
    @Sendable package static func systemClock() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    static func fresh() -> (UInt64, UInt64) {
        (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
    }
}
