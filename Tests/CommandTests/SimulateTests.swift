import Foundation
import Support
import Testing
import Values

@Suite struct SimulateTests {
    @Test func `the same seed gives the same entries and the same digest`() throws {
        let fixture = try CommandFixture()
        func simulate(_ name: String, _ seed: String) throws -> (digest: JSON?, lines: [JSON]) {
            let record = fixture.folder(name)
            let made = try Command.run(
                "vigil",
                ["simulate", record, "--cases", "4", "--seed", seed, "--format", "json"],
                environment: fixture.folder.environment
            )
            #expect(made.status == 0, "\(made.errors)")
            let lines = try Command.run(
                "vigil",
                [
                    "log", "export", "--record", record, "--as", "s-beech", "--purpose",
                    "technical",
                ],
                environment: fixture.folder.environment
            )
            return (
                try JSON.parse(made.output)["directoryDigest"],
                try lines.output.split(separator: "\n").map {
                    // The record's own id is the only thing that is new each time.
                    try JSON.parse(String($0)).setting("source", to: nil)
                }
            )
        }
        let (digest, lines) = try simulate("a.vigil", "11")
        let (again, same) = try simulate("b.vigil", "11")
        let (other, different) = try simulate("c.vigil", "12")
        #expect(lines.count > 500)
        #expect(digest == again && lines == same)
        #expect(digest != other && lines != different)
    }

    @Test func `an unknown rate is named, with those there are`() throws {
        let fixture = try CommandFixture()
        let result = try fixture.vigil("simulate", fixture.folder("x"), "--rate", "earthquake=3")
        #expect(result.status == 1)
        #expect(result.errors.contains("earthquake") && result.errors.contains("rates are"))
    }
}
