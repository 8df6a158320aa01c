import EventLog
import FoundationEssentials
import Values

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Where a record's files are: in its folder, and outside it what must not be copied with it.
struct RecordFiles: Sendable {
    let folder: String

    var info: String { "\(folder)/record.json" }
    var log: String { "\(folder)/log.sqlite" }
    var keys: String { "\(folder)/keys.sqlite" }
    var projections: String { "\(folder)/projections" }
    /// Only a demo keeps its secrets inside.
    var demoSecrets: String { "\(folder)/secrets" }

    func projection(_ name: String) -> String { "\(projections)/\(name).sqlite" }

    /// `$XDG_DATA_HOME/vigil/<record id>`, `~/.local/share` without it.
    static func secrets(of record: Identifier, environment: [String: String]) -> String {
        let data =
            environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? (environment["HOME"] ?? "/") + "/.local/share"
        return "\(data)/vigil/\(record)"
    }

    /// Where the largest size of the log that was seen is kept: with the user, or in a demo inside.
    func remembered(of record: Identifier, environment: [String: String]) -> Remembered {
        RecordFiles.exists(demoSecrets)
            ? Remembered(path: "\(demoSecrets)/remembered")
            : Remembered(record: record, environment: environment)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Makes a folder that only its owner can enter.
    static func makeFolder(_ path: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw RecordError(.unavailable, "cannot-write", "the folder '\(path)' cannot be made")
        }
    }

    /// Writes a new file that only its owner can read, durably, never over another.
    static func write(_ text: String, toNew path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else {
            throw RecordError(
                .unavailable,
                "cannot-write",
                "the file '\(path)' cannot be made, or exists already"
            )
        }
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard writeAll(bytes, to: file) == bytes.count, fsync(file) == 0 else {
            throw RecordError(.unavailable, "cannot-write", "the file '\(path)' cannot be written")
        }
        syncFolder(of: path)
    }

    /// Gives a file another name, durably, over what had it.
    static func move(_ path: String, to other: String) throws {
        guard rename(path, other) == 0 else {
            throw RecordError(
                .unavailable,
                "cannot-write",
                "the file '\(path)' cannot be given the name '\(other)'"
            )
        }
        syncFolder(of: other)
    }

    /// Overwrites a file where it lies and removes it. A disk that moves blocks about, as an SSD does, or a
    /// file system that copies on write, may keep the old ones all the same.
    static func destroy(_ path: String) throws {
        guard exists(path) else { return }
        let cannot = RecordError(
            .unavailable,
            "cannot-write",
            "the file '\(path)' cannot be overwritten and removed"
        )
        let file = open(path, O_WRONLY)
        guard file >= 0 else { throw cannot }
        defer { close(file) }
        let length = lseek(file, 0, SEEK_END)
        lseek(file, 0, SEEK_SET)
        let zeros = [UInt8](repeating: 0, count: max(0, Int(length)))
        guard writeAll(zeros, to: file) == zeros.count, fsync(file) == 0, unlink(path) == 0 else {
            throw cannot
        }
        syncFolder(of: path)
    }

    /// A name is durable only when its folder is.
    private static func syncFolder(of path: String) {
        makeDurable(KeyPlaces.folder(of: path) ?? ".")
    }

    /// Puts a text in place of what a file says, whole or not at all.
    static func put(_ text: String, in path: String) throws {
        let draft = path + ".new"
        try? FileManager.default.removeItem(atPath: draft)
        try write(text, toNew: draft)
        try move(draft, to: path)
    }

    static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

private func writeAll(_ bytes: [UInt8], to file: CInt) -> Int {
    bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
}
