import FoundationEssentials

/// Where the built-in `Projections/` and `Exports/` are: beside an installed program in `share/vigil`,
/// or in the checkout that it was built in.
package enum Resources {
    /// The folder that holds `Projections` and `Exports`.
    package static let root: String? = {
        let files = FileManager.default
        func holdsThem(_ path: String) -> Bool {
            files.fileExists(atPath: "\(path)/Projections/directory/manifest.json")
        }
        if let named = ProcessInfo.processInfo.environment["VIGIL_SHARE"], holdsThem(named) {
            return named
        }
        let program =
            (try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
        var folder = program.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        while !folder.isEmpty {
            let path = folder.joined(separator: "/")
            for candidate in ["\(path)/share/vigil", path] where holdsThem(candidate) {
                return candidate
            }
            folder = folder.dropLast()
        }
        return holdsThem(files.currentDirectoryPath) ? files.currentDirectoryPath : nil
    }()

    package static func projection(_ name: String) throws -> String {
        try path("Projections/\(name)")
    }

    /// The folder that holds them all, and the checks and reports.
    package static func projections() throws -> String { try path("Projections") }

    package static func export(_ name: String) throws -> String { try path("Exports/\(name)") }

    /// The folder of all profiles, the disclosure policy and the compiler of rules.
    package static func exports() throws -> String { try path("Exports") }

    /// The rules of keeping that hold until the service adopts its own.
    package static func retention() throws -> String {
        try path("Projections/retention/vigil-1.json")
    }

    private static func path(_ name: String) throws -> String {
        guard let root else {
            throw RecordError(
                .unavailable,
                "no-share",
                "the built-in projections and exports are not beside the program",
                hint: "install with scripts/install, or name their folder with VIGIL_SHARE"
            )
        }
        return "\(root)/\(name)"
    }
}
