import Foundation

/// A folder of a test's own, gone when the test is.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init(_ name: String = "vigil-test") throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("\(name)-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, and the folders above it.
    package func write(_ name: String, _ text: String) throws {
        let file = URL(fileURLWithPath: self(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    /// An environment in which nothing outside the folder is read or written.
    package var environment: [String: String] {
        ["HOME": path, "XDG_DATA_HOME": path + "/data", "XDG_STATE_HOME": path + "/state"]
    }
}

/// Where the checkout is, and what stands beside it.
package enum Checkout {
    package static let root: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Official schemas, known answers and floors; absent outside the workplace.
    package static var shared: String? {
        let path =
            root.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/shared"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }

    /// The folder of this build's products.
    package static let products: String = {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        var path = program ?? CommandLine.arguments[0]
        if path.contains("swiftpm-testing-helper") || !path.hasPrefix(root) {
            path = CommandLine.arguments.first { $0.contains(".xctest") } ?? path
        }
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }()
}
