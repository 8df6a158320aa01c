import Foundation
import Support
import Testing

/// A record made and used by the programs, as people do.
final class CommandFixture {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("command") }

    var record: String { folder("test.vigil") }

    var environment: [String: String] {
        folder.environment.merging([
            "VIGIL_RECORD": record, "VIGIL_AS": "s-ann", "VIGIL_PURPOSE": "direct-care",
        ]) { $1 }
    }

    @discardableResult
    func vigil(_ arguments: String...) throws -> Command.Result {
        try Command.run("vigil", arguments, environment: environment)
    }

    /// Runs and expects exit code 0.
    @discardableResult
    func done(_ arguments: String..., sourceLocation: SourceLocation = #_sourceLocation) throws
        -> String
    {
        let result = try Command.run("vigil", arguments, environment: environment)
        #expect(
            result.status == 0,
            "\(arguments): \(result.errors)\(result.output)",
            sourceLocation: sourceLocation
        )
        return result.output
    }

    func withCase() throws {
        try done(
            "init",
            record,
            "--name",
            "Test",
            "--admin",
            "Ann Admin",
            "--pseudonym",
            "s-ann",
            "--role",
            "guider"
        )
        try done("case", "open")
        try done("person", "add", "C-0001", "--person", "mother", "--role", "client")
        try done("person", "add", "C-0001", "--person", "infant", "--role", "child")
    }

    /// What the independent verifier says; nil when there is no Python that it can run in.
    func python(_ arguments: String...) throws -> Command.Result? {
        try Command.python("verify.py", arguments)
    }
}
