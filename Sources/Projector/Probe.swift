import FoundationEssentials
import Values

/// A log that probes run a folder on, by way of whoever knows how entries are folded.
package struct ProbeHistory: Sendable {
    /// How many events there are.
    package let count: Int
    /// The rows of the chosen events, which come in ascending order, as they stand after the last of
    /// them. Positions stay those of the whole log.
    package let fold: @Sendable (_ indices: [Int]) -> [ProjectionEvent]

    package init(count: Int, fold: @escaping @Sendable (_ indices: [Int]) -> [ProjectionEvent]) {
        self.count = count
        self.fold = fold
    }
}

/// A way to bring a log to a projection that must give the same rows as any other.
struct Probe: Sendable, Equatable {
    enum Kind: String, Sendable {
        /// All at once: its SQL must take what the log holds.
        case stops
        /// Events as they stand at the end, cut into windows.
        case split
        /// Each case by itself.
        case alone = "case"
        /// What was erased is nowhere afterwards.
        case erasure
        /// Window by window as they were recorded, with corrections and erasures behind the window.
        case live
        /// Rows that lie the other way round.
        case order
    }

    let kind: Kind
    /// The window of each event of the history; windows are applied in ascending order.
    let windows: [Int]
    var mirror: Mirror?
    var isReversed = false

    /// What a reader is told it did.
    var description: String {
        switch kind {
        case .stops: "all events in one window"
        case .split: "the log cut into windows"
        case .alone: "each case by itself"
        case .erasure: "a file from which entries are erased"
        case .live: "window by window, corrections and erasures applied as they come"
        case .order:
            switch (mirror, isReversed) {
            case (.whole?, false): "tables stored from last to first"
            case (_?, false): "tables stored from last to first within a group"
            case (nil, _): "tables read backwards"
            case (_?, true): "tables stored from last to first and read backwards"
            }
        }
    }

    var advice: String {
        switch kind {
        case .stops: "apply.sql takes whatever the catalogue lets in"
        case .split:
            "insert facts and compute from your own tables, or let min, max and sums meet"
        case .alone: "rows with a case_id come from that case's events alone"
        case .erasure: "keep words only in tables with a case_id, once"
        case .live: "rows with a case_id are all that is taken back when a case is corrected"
        case .order: "state the order, down to the position"
        }
    }
}

/// A folder's tables as its schema leaves them, once for each way of storing them.
final class ProbeTemplates {
    struct Storage: Hashable {
        let mirror: Mirror?
        let isReversed: Bool
    }

    var images: [Storage: [UInt8]] = [:]

    func copy(
        of folder: ProjectionFolder,
        _ mirror: Mirror?,
        _ isReversed: Bool
    ) throws -> ProjectionFile {
        let storage = Storage(mirror: mirror, isReversed: isReversed)
        if images[storage] == nil {
            images[storage] = try ProjectionFile(
                folder,
                at: nil,
                mirror: mirror,
                isReversed: isReversed
            ).image()
        }
        return try ProjectionFile(
            folder,
            at: nil,
            mirror: mirror,
            isReversed: isReversed,
            copying: images[storage]
        )
    }
}
