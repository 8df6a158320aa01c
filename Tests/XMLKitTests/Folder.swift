import Foundation

/// A folder of a test's own, gone when the test is.
final class Folder {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("vigil-xml-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes `text` to a file of the folder and gives its path.
    func file(_ name: String, _ text: String) throws -> String {
        let file = "\(path)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}
