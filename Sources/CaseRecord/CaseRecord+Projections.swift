import CaseModel
import EventLog
import FoundationEssentials
import MerkleTree
package import Projector
import Synchronization
import Values

/// The projections that a record has files of, opened when first needed.
final class Projections: Sendable {
    let store: ProjectionStore
    /// Folders of an analyst's own, beside the built-in ones.
    let own: String?
    private let opened = Mutex<[String: ProjectionFile]>([:])
    private let read = Mutex<[ProjectionFolder]?>(nil)

    init(directory: String, own: String?) {
        store = ProjectionStore(directory: directory)
        self.own = own
    }

    /// The built-in folders and the analyst's, by name, without the directory that every command uses.
    func folders() throws -> [ProjectionFolder] {
        if let folders = read.withLock({ $0 }) { return folders }
        var folders = try ProjectionFolder.all(in: Resources.projections())
            .filter { $0.name != "directory" }
        for folder in try own.map({ try ProjectionFolder.all(in: $0) }) ?? [] {
            guard !folders.contains(where: { $0.name == folder.name }), folder.name != "directory"
            else {
                throw ProjectionError.invalid("'\(folder.name)' is a built-in projection's name")
            }
            folders.append(folder)
        }
        let all = folders.sorted { $0.name < $1.name }
        read.withLock { $0 = all }
        return all
    }

    func folder(_ name: String) throws -> ProjectionFolder {
        let folders = try folders()
        guard let folder = folders.first(where: { $0.name == name }) else {
            throw RecordError(
                .refused,
                "unknown-projection",
                "there is no projection '\(name.prefix(60))'",
                hint: "there are " + folders.map(\.name).joined(separator: ", ")
            )
        }
        return folder
    }

    /// The folders of the projections that have a file: what a command has to think of.
    func withFiles() throws -> [ProjectionFolder] {
        let names = store.names().filter { $0 != "directory" }
        guard !names.isEmpty else { return [] }
        return try folders().filter { names.contains($0.name) }
    }

    /// The file that serves; nil when there is none.
    func file(_ folder: ProjectionFolder) throws -> ProjectionFile? {
        if let file = opened.withLock({ $0[folder.name] }), store.isServing(file) { return file }
        let file = try store.open(folder)
        opened.withLock { $0[folder.name] = file }
        return file
    }

    func forget(_ name: String) { opened.withLock { $0[name] = nil } }

    func close() { opened.withLock { $0 = [:] } }
}

extension CaseRecord {
    /// How a projection stands.
    package struct ProjectionStatus: Sendable {
        package enum Condition: Sendable, Equatable {
            case ready
            /// No file yet.
            case missing
            /// Its file was made by an earlier version of the folder; it serves until a rebuild.
            case old
            case stopped(position: Int64, reason: String)
            /// Something erased may still be in it; it answers nothing.
            case unscrubbed
        }

        package let folder: ProjectionFolder
        package let condition: Condition
        package let position: Int64
        package let lag: Int64
        package let root: String?
        package let bytes: Int64
        package let path: String
    }

    package func projectionFolders() throws -> [ProjectionFolder] {
        try RecordError.wrapping { try projections.folders() }
    }

    package func projectionStatus() throws -> [ProjectionStatus] {
        try RecordError.wrapping {
            let last = try log.read { try $0.position() }
            return try projections.folders().map { folder in
                let store = projections.store
                var condition = ProjectionStatus.Condition.missing
                var state: ProjectionFile.State?
                do {
                    state = try projections.file(folder)?.state()
                    if let state {
                        condition =
                            if let stopped = state.stopped {
                                .stopped(position: stopped.position, reason: stopped.reason)
                            } else if state.isUnscrubbed {
                                .unscrubbed
                            } else {
                                .ready
                            }
                    }
                } catch ProjectionError.otherVersion {
                    condition = .old
                }
                return ProjectionStatus(
                    folder: folder,
                    condition: condition,
                    position: state?.position ?? 0,
                    lag: last - (state?.position ?? 0),
                    root: try state.map { state in
                        try state.root ?? self.root(at: state.position)
                    },
                    bytes: store.size(folder.name),
                    path: store.link(folder.name)
                )
            }
        }
    }

    package func projectionDigest(_ name: String) throws -> (digest: String, position: Int64) {
        try RecordError.wrapping {
            let file = try currentFile(try projections.folder(name))
            return (try file.digest(), try file.position())
        }
    }

    /// The log's root at a position.
    func root(at position: Int64) throws -> String {
        try log.read { try $0.tree.root(of: .init(UInt64(position))).description }
    }

    // MARK: Catching up

    /// Up to how many events a projection that lags is brought up to date without being asked.
    private static let smallLag: Int64 = 20_000

    func feed() -> Feed {
        Feed(
            log: log,
            record: info.id,
            names: CaseNames(directory: directory) { try self.erasedCases() }
        )
    }

    /// Brings projections to the log's end: those named, or all. What has no file gets one.
    ///
    /// Each window is opened once for all of them. One that fails stops where it fails; the others go on.
    package func catchUp(
        _ names: [String]? = nil,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws {
        try RecordError.wrapping {
            try catchUpDirectory()
            let folders =
                try names.map { try $0.map { try projections.folder($0) } }
                ?? projections.folders()
            var behind: [ProjectionFolder] = []
            for folder in folders {
                do {
                    if try projections.file(folder) == nil { behind.append(folder) }
                } catch ProjectionError.otherVersion {
                    behind.append(folder)
                }
            }
            if !behind.isEmpty { try rebuildBeside(behind, progress: progress) }
            try catchUp(folders.compactMap { try projections.file($0) }, progress: progress)
        }
    }

    func catchUp(
        _ files: [ProjectionFile],
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws {
        let feed = feed()
        let end = try log.read { try $0.position() }
        var positions: [Int64] = []
        for file in files {
            let state = try file.state()
            if state.isUnscrubbed { try file.scrub() }
            positions.append(state.stopped == nil ? state.position : .max)
        }
        let start = positions.min() ?? end
        while let position = positions.min(), position < end {
            // A window ends where the next file stands, so that all of them can join it there.
            let next = positions.filter { $0 > position }.min() ?? end
            guard let window = try feed.window(after: position, through: min(next, end)) else {
                break
            }
            let root = try root(at: window.last)
            // Opened once for all projections that make the case anew.
            var opened: [Identifier: [ProjectionEvent]] = [:]
            for (index, file) in files.enumerated() where positions[index] == position {
                if window.isServiceErased {
                    try rebuildBeside([file.folder])
                    positions[index] = .max
                    continue
                }
                let whole = try wholeCases(window, for: file.folder, feed, &opened)
                let isApplied = try file.apply(
                    window.events,
                    after: position,
                    through: window.last,
                    root: root,
                    whole: whole,
                    isErasing: window.isErasing
                )
                // Another process may have been here, or its SQL has stopped it.
                let state = isApplied ? nil : try file.state()
                positions[index] =
                    state.map { $0.stopped == nil ? $0.position : .max } ?? window.last
            }
            progress(window.last - start, end - start)
        }
    }

    private func wholeCases(
        _ window: Feed.Window,
        for folder: ProjectionFolder,
        _ feed: Feed,
        _ opened: inout [Identifier: [ProjectionEvent]]
    ) throws -> [Identifier: [ProjectionEvent]] {
        var whole: [Identifier: [ProjectionEvent]] = [:]
        for (stream, touched) in window.behind where touched.concerns(folder) {
            let caseID = try feed.caseID(of: stream)
            let events = try opened[caseID] ?? feed.whole(caseID, through: window.last)
            opened[caseID] = events
            whole[caseID] = events
        }
        return whole
    }

    /// After a command: what takes what was just recorded moves on, unless it is far behind.
    func catchUpAfterCommand(_ entries: [Entry]) throws {
        guard let last = entries.last, keepsProjections else { return }
        let types = Set(entries.compactMap(\.payload?.type))
        let isCorrection = entries.contains { $0.type?.isCorrection ?? true }
        var files: [ProjectionFile] = []
        for folder in try projections.folders() {
            guard
                isCorrection || !(folder.types.map(types.isDisjoint) ?? false)
                    || last.position % 256 < Int64(entries.count)
            else { continue }
            // A file of another version waits for a rebuild; so does one that is far behind.
            guard let file = try? projections.file(folder), let state = try? file.state(),
                last.position - state.position < 2000
            else { continue }
            files.append(file)
        }
        if !files.isEmpty { try catchUp(files) }
    }

    /// The file that answers for a projection, at the log's end.
    func currentFile(_ folder: ProjectionFolder) throws -> ProjectionFile {
        try currentFiles([folder])[0]
    }

    func currentFiles(_ folders: [ProjectionFolder]) throws -> [ProjectionFile] {
        let end = try log.read { try $0.position() }
        var files: [ProjectionFile] = []
        for folder in folders {
            let file: ProjectionFile?
            do {
                file = try projections.file(folder)
            } catch ProjectionError.otherVersion {
                file = nil
            }
            if let file {
                files.append(file)
                guard try end - file.position() > Self.smallLag else { continue }
                throw RecordError(
                    .unavailable,
                    "projection-behind",
                    "projection '\(folder.name)' is \(end - (try file.position())) events behind",
                    hint: "'vigil projections catch-up \(folder.name)' brings it up to date"
                )
            }
            guard end <= Self.smallLag else {
                throw RecordError(
                    .unavailable,
                    "projection-missing",
                    "projection '\(folder.name)' has no file of this version yet",
                    hint: "'vigil projections rebuild \(folder.name)' makes it"
                )
            }
            try rebuildBeside([folder])
            guard let made = try projections.file(folder) else {
                throw ProjectionError.unavailable("projection '\(folder.name)' cannot be made")
            }
            files.append(made)
        }
        try catchUp(files)
        for file in files {
            let state = try file.state()
            if let stopped = state.stopped {
                throw RecordError(
                    .unavailable,
                    "projection-stopped",
                    "projection '\(file.folder.name)' has stopped at position \(stopped.position):"
                        + " \(stopped.reason)",
                    hint: "mend its folder, then 'vigil projections rebuild \(file.folder.name)'"
                )
            }
        }
        return files
    }

    // MARK: Rebuilding

    /// Computes projections anew beside the files that serve, and puts them in their place: those named,
    /// or all. One that was cut off goes on where it was.
    package func rebuild(
        _ names: [String]? = nil,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws {
        try RecordError.wrapping {
            try catchUpDirectory()
            let folders =
                try names.map { try $0.map { try projections.folder($0) } }
                ?? projections.folders()
            try rebuildBeside(folders, progress: progress)
        }
    }

    private func rebuildBeside(
        _ folders: [ProjectionFolder],
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws {
        let store = projections.store
        try store.rebuilding {
            let feed = feed()
            var files = try folders.map(buildingFile)
            // A rebuild that was cut off goes on to the position that it was going to.
            let targets = Set(try files.compactMap { try $0.state().building?.target }).subtracting(
                [0])
            if targets.count > 1 {
                files = []
                for folder in folders { store.remove(store.buildingPath(folder.name)) }
                files = try folders.map(buildingFile)
            }
            let end = try log.read { try $0.position() }
            let target = targets.count == 1 ? targets.first ?? end : end
            try fill(
                files.filter { try $0.state().building != nil },
                feed,
                through: target,
                progress: progress
            )
            let root = try root(at: target)
            let built = files
            let ended = concurrentMap(count: built.count, chunk: 1) { index in
                Result {
                    if try built[index].state().building != nil {
                        try built[index].finish(at: target, root: root)
                    }
                    try built[index].settle()
                }
            }
            for end in ended { try end.get() }
            for file in built { file.close() }
            for folder in folders {
                projections.forget(folder.name)
                try store.swap(folder.name, to: store.buildingPath(folder.name))
            }
        }
        try catchUp(folders.compactMap { try projections.file($0) })
    }

    private func buildingFile(_ folder: ProjectionFolder) throws -> ProjectionFile {
        let path = projections.store.buildingPath(folder.name)
        do {
            let file = try ProjectionFile(folder, at: path, isBuilding: true)
            guard try file.state().stopped != nil else { return file }
        } catch ProjectionError.otherVersion {}
        projections.store.remove(path)
        return try ProjectionFile(folder, at: path, isBuilding: true)
    }

    /// Whole cases, in batches of about this many events.
    private static let batch: Int64 = 8192

    private func fill(
        _ files: [ProjectionFile],
        _ feed: Feed,
        through target: Int64,
        progress: (Int64, Int64) -> Void
    ) throws {
        // In the order of their ids, which is the order of the tables' keys: every row is appended.
        let looks = try Set(feed.looks.keys).union(StreamNames.service(of: info.id))
        let cases = try log.read { try $0.streams() }.filter { !looks.contains($0.id) }
            .sorted { $0.id < $1.id }
        let total = cases.reduce(0) { $0 + $1.count }
        let service = EventBatch(try feed.service(through: target))
        var next = Int.max
        for file in files {
            let state = try file.state().building
            if state?.target == 0 {
                try add(service, to: file, cases: 0, target: target)
            }
            next = min(next, Int(state?.cases ?? 0))
        }
        /// The cases of the next batch.
        func batch(from start: Int) -> Range<Int> {
            var size: Int64 = 0
            var end = start
            while end < cases.count, size == 0 || size + cases[end].count <= CaseRecord.batch {
                size += cases[end].count
                end += 1
            }
            return start..<end
        }
        var finished = cases.prefix(next).reduce(0) { $0 + $1.count }
        var ready = next..<next
        var events: [ProjectionEvent] = []
        // While one batch is applied the next is opened, so that no core waits for the other to end.
        while next < cases.count || !ready.isEmpty {
            let coming = batch(from: next)
            let given = EventBatch(events)
            let counted = Int64(ready.upperBound)
            let appliers = ready.isEmpty ? 0 : files.count
            let results = concurrentMap(count: appliers + coming.count, chunk: 1) { index in
                Result {
                    guard index < appliers else {
                        let id = cases[coming.lowerBound + index - appliers].id
                        return try feed.whole(id, through: target)
                    }
                    try self.add(given, to: files[index], cases: counted, target: target)
                    return [ProjectionEvent]()
                }
            }
            events = try results.flatMap { try $0.get() }
            finished += cases[ready].reduce(0) { $0 + $1.count }
            ready = coming
            next = coming.upperBound
            progress(finished, total)
        }
    }

    /// A projection whose SQL fails stops; the others are built on.
    private func add(
        _ batch: EventBatch,
        to file: ProjectionFile,
        cases: Int64,
        target: Int64
    ) throws {
        let state = try file.state()
        // It may have this batch from before it was cut off.
        guard state.stopped == nil, let building = state.building,
            building.target == 0 || building.cases < cases
        else { return }
        do {
            try file.add(batch, cases: cases, target: target)
        } catch ProjectionError.failed(let failure) {
            try file.stop(failure, batch.events)
        }
    }
}
