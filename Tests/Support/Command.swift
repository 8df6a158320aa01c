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
        let folder = try TemporaryFolder("command")
        if let input { try input.write(to: URL(fileURLWithPath: folder("in"))) }
        let child = try Child(
            program.hasPrefix("/") ? program : "\(Checkout.products)/\(program)",
            arguments,
            environment: base.merging(environment) { $1 },
            input: input == nil ? "/dev/null" : folder("in"),
            output: folder("out"),
            errors: folder("err")
        )
        let status = child.wait()
        func text(_ name: String) -> String {
            (FileManager.default.contents(atPath: folder(name)))
                .map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return Result(
            status: status,
            output: text("out"),
            errors: text("err")
        )
    }

    /// Runs a script of the checkout in a Python that has `cryptography`; nil when there is none.
    package static func python(_ script: String, _ arguments: [String]) throws -> Result? {
        guard
            let python = ProcessInfo.processInfo.environment["VIGIL_PYTHON"]
                .flatMap({ $0.hasPrefix("/") ? $0 : find($0) }) ?? find("python3")
        else { return nil }
        return try run(python, ["\(Checkout.root)/scripts/\(script)"] + arguments)
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
