import FoundationEssentials
import GRDBSQLite

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a record's projections are: `NAME.sqlite` is a link to the file that serves. A rebuild makes
/// another file beside it, and the link then names that one: at no moment is there none or half of one.
///
/// The link, because a file that takes another's name would find the other's write-ahead log.
package struct ProjectionStore: Sendable {
    package let directory: String

    package init(directory: String) { self.directory = directory }

    package func link(_ name: String) -> String { "\(directory)/\(name).sqlite" }

    /// The projections that have a file.
    package func names() -> Set<String> {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return Set(
            files.compactMap { file in
                let parts = file.split(separator: ".")
                return parts.count == 2 && parts[1] == "sqlite" ? String(parts[0]) : nil
            }
        )
    }

    private func file(_ name: String, _ generation: Int) -> String {
        "\(directory)/\(name).\(generation).sqlite"
    }

    package func buildingPath(_ name: String) -> String { "\(directory)/\(name).building.sqlite" }

    /// The file that serves; nil when there is none yet. Asked of each projection after every command.
    package func serving(_ name: String) -> String? {
        let link = link(name)
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(PATH_MAX)) { target in
            let count = target.withMemoryRebound(to: CChar.self) { buffer in
                buffer.baseAddress.map { readlink(link, $0, buffer.count) } ?? -1
            }
            // A file that is no link serves too.
            guard count >= 0 else { return errno == EINVAL ? link : nil }
            return "\(directory)/\(String(decoding: target[..<count], as: UTF8.self))"
        }
    }

    /// Opens the file that serves.
    ///
    /// - Returns: nil when there is none.
    /// - Throws: `ProjectionError.otherVersion`.
    package func open(_ folder: ProjectionFolder) throws -> ProjectionFile? {
        // A rebuild may swap between the look and the opening; then the second look finds the new one.
        for attempt in 0... {
            guard let path = serving(folder.name) else { return nil }
            guard FileManager.default.fileExists(atPath: path) || attempt > 2 else { continue }
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return try ProjectionFile(folder, at: path)
        }
        return nil
    }

    /// Opens the file that serves, or makes an empty one in its place when there is none or one of
    /// another version.
    package func openOrMake(_ folder: ProjectionFolder) throws -> ProjectionFile {
        do {
            if let file = try open(folder) { return file }
        } catch ProjectionError.otherVersion {}
        let path = nextPath(folder.name)
        remove(path)
        let file = try ProjectionFile(folder, at: path)
        try swap(folder.name, to: path)
        return file
    }

    /// Another process's handle on this file would no longer be on the one that serves.
    package func isServing(_ file: ProjectionFile) -> Bool {
        serving(file.folder.name) == file.path
    }

    /// Makes `path`, a settled file in the same folder, the one that serves.
    package func swap(_ name: String, to path: String) throws {
        let before = serving(name)
        let next = path == buildingPath(name) ? nextPath(name) : path
        if next != path {
            remove(next)
            guard rename(path, next) == 0 else { throw cannot(name) }
        }
        let target = next.split(separator: "/").last.map(String.init) ?? next
        let fresh = "\(link(name)).new"
        unlink(fresh)
        guard symlink(target, fresh) == 0, rename(fresh, link(name)) == 0 else {
            throw cannot(name)
        }
        if let before, before != next, before != link(name) { remove(before) }
    }

    private func cannot(_ name: String) -> ProjectionError {
        .unavailable("the file of projection '\(name)' cannot be put in its place (errno \(errno))")
    }

    private func nextPath(_ name: String) -> String {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let generations = files.compactMap { file -> Int? in
            let parts = file.split(separator: ".")
            return parts.count >= 3 && parts[0] == name ? Int(parts[1]) : nil
        }
        return file(name, (generations.max() ?? 0) + 1)
    }

    /// Runs `body` while no other process rebuilds here; waits for one that does.
    package func rebuilding<R>(_ body: () throws -> R) throws -> R {
        let lock = Glibc.open("\(directory)/rebuilding.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw ProjectionError.unavailable("the folder of the projections cannot be written")
        }
        defer { close(lock) }
        guard flock(lock, LOCK_EX) == 0 else {
            throw ProjectionError.unavailable("the folder of the projections cannot be locked")
        }
        return try body()
    }

    /// Removes every file here but those that serve `kept`: older generations, rebuilds that were cut
    /// off, files of other versions and of folders that nobody names. They are all computed again when
    /// somebody asks.
    ///
    /// - Returns: the names of the projections that lost a file.
    package func sweep(keeping kept: Set<String>) throws -> [String] {
        try rebuilding {
            let serving = Set(kept.compactMap { self.serving($0) })
            let links = Set(kept.map { link($0) })
            let files = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            var swept: Set<String> = []
            for file in files.sorted() where file.hasSuffix(".sqlite") {
                let path = "\(directory)/\(file)"
                guard !serving.contains(path), !links.contains(path) else { continue }
                // Whoever has it open reads on in a file without a name; in an empty one, nothing.
                empty(path)
                remove(path)
                swept.insert(file.split(separator: ".").first.map(String.init) ?? file)
            }
            return swept.sorted()
        }
    }

    /// Takes the content out of a database that goes. The index of its write-ahead log stays: it holds
    /// numbers of pages only, and others have it mapped.
    private func empty(_ path: String) {
        for suffix in ["", "-wal", "-journal"] {
            let file = Glibc.open(path + suffix, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
            guard file >= 0 else { continue }
            _ = ftruncate(file, 0)
            _ = fsync(file)
            close(file)
        }
    }

    /// Removes a database with what SQLite keeps beside it. A link's own name is left to `swap`.
    package func remove(_ path: String) {
        for suffix in ["", "-wal", "-shm", "-journal"] where path != "" {
            unlink(path + suffix)
        }
    }

    /// Bytes of the file that serves, its write-ahead log included.
    package func size(_ name: String) -> Int64 {
        guard let path = serving(name) else { return 0 }
        return ["", "-wal"].reduce(0) { sum, suffix in
            var status = stat()
            return stat(path + suffix, &status) == 0 ? sum + Int64(status.st_size) : sum
        }
    }
}
