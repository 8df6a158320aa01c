import CaseModel
import EventLog
package import Projector
import Values

/// The checker with what it needs to know of this program: event types, and logs to try folders on.
package enum FolderCheck {
    /// Folders by name: the built-in ones and those in `own`.
    package static func folders(_ names: [String], own: String?) throws -> [ProjectionFolder] {
        try RecordError.wrapping {
            var folders = try ProjectionFolder.all(in: Resources.projections())
            if let own { folders += try ProjectionFolder.all(in: own) }
            guard !names.isEmpty else { return folders }
            return try names.map { name in
                guard let folder = folders.last(where: { $0.name == name }) else {
                    throw RecordError(
                        .refused,
                        "unknown-projection",
                        "there is no projection '\(name.prefix(60))'",
                        hint: "there are " + folders.map(\.name).joined(separator: ", ")
                    )
                }
                return folder
            }
        }
    }

    /// What is wrong with a folder; empty for a good one.
    ///
    /// - Parameters:
    ///   - beside: folders that its queries may read.
    ///   - isQuick: only what can be read off its SQL, no trial runs.
    package static func complaints(
        about folder: ProjectionFolder,
        beside: [ProjectionFolder],
        isQuick: Bool,
        seed: UInt64 = 1,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> [Complaint] {
        try RecordError.wrapping {
            let checker = FolderChecker(
                folder,
                knownTypes: Set(EventType.allCases.map(\.rawValue)),
                beside: beside
            )
            let read = checker.read()
            // What cannot be read is not run.
            guard read.isEmpty, !isQuick else { return read }
            return try checker.probe(ProbeHistories.make(seeds: [seed, seed + 10]), seed: seed) {
                progress(Int64($0), Int64($1))
            }
        }
    }

    /// What is wrong with each of several folders, tried on both cores; the histories are made once.
    package static func complaints(
        about folders: [ProjectionFolder],
        beside: [ProjectionFolder],
        isQuick: Bool,
        seed: UInt64 = 1,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> [[Complaint]] {
        try RecordError.wrapping {
            let known = Set(EventType.allCases.map(\.rawValue))
            let histories = isQuick ? [] : ProbeHistories.make(seeds: [seed, seed + 10])
            var complaints: [[Complaint]] = []
            // A few at a time, so that there is something to tell meanwhile.
            while complaints.count < folders.count {
                let batch = folders[complaints.count...].prefix(4)
                let found = concurrentMap(count: batch.count, chunk: 1) { index in
                    Result {
                        let folder = batch[batch.startIndex + index]
                        let checker = FolderChecker(folder, knownTypes: known, beside: beside)
                        let read = checker.read()
                        guard read.isEmpty, !isQuick else { return read }
                        return try checker.probe(histories, seed: seed)
                    }
                }
                complaints += try found.map { try $0.get() }
                progress(Int64(complaints.count), Int64(folders.count))
            }
            return complaints
        }
    }

    /// What is wrong with the built-in checks and reports.
    package static func complaintsAboutQuestions() throws -> [Complaint] {
        try RecordError.wrapping {
            let root = try Resources.projections()
            let folders = try ProjectionFolder.all(in: root)
            return try ["checks": FolderChecker.QuestionKind.check, "reports": .report]
                .sorted { $0.key < $1.key }
                .flatMap { name, kind in
                    FolderChecker.read(
                        questions: try Question.all(in: "\(root)/\(name)").map {
                            "\(root)/\($0.file)"
                        },
                        as: kind,
                        folders: folders
                    )
                }
        }
    }
}
