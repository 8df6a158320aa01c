package import Foundation

/// A program of this build, run as its users run it.
package struct Command: Sendable {
    package struct Result: Sendable {
        package let status: Int32
        package let output: String
        package let errors: String
    }

    package static func run(
        _ program: String = "vigil",
        _ arguments: [String],
        environment: [String: String] = [:],
        input: Data? = nil
    ) throws -> Result {
        let process = Process()
        let path = program.hasPrefix("/") ? program : "\(Checkout.products)/\(program)"
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = base.merging(environment) { $1 }
        // Files, not pipes: a full pipe would stop the program, and reading two takes threads.
        let folder = try TemporaryFolder("command")
        for name in ["out", "err"] {
            _ = FileManager.default.createFile(atPath: folder(name), contents: nil)
        }
        let out = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("out")))
        let err = try FileHandle(forWritingTo: URL(fileURLWithPath: folder("err")))
        process.standardOutput = out
        process.standardError = err
        if let input {
            try input.write(to: URL(fileURLWithPath: folder("in")))
            process.standardInput = try FileHandle(
                forReadingFrom: URL(fileURLWithPath: folder("in"))
            )
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) -> String {
            (FileManager.default.contents(atPath: folder(name)))
                .map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return Result(
            status: process.terminationStatus,
            output: text("out"),
            errors: text("err")
        )
    }

    package static let base = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
        "VIGIL_SHARE": Checkout.root,
    ]

    /// Where a program of the system is; nil when it is not installed.
    package static func find(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
            .map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
