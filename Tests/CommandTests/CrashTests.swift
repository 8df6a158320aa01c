import EventLog
import Foundation
import Support
import Testing
import Values

/// Goal: no acknowledged event is ever missing, none is half there. Method: two processes write to one
/// record, each acknowledging what is durable; one is killed at a random moment, again and again.
@Suite(.serialized) struct CrashTests {
    static let rounds =
        ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"]?.isEmpty ?? true ? 200 : 2000

    private func start(
        _ fixture: CommandFixture,
        _ count: Int,
        _ name: String
    ) throws -> (child: Child, file: String) {
        let file = fixture.folder(name)
        let child = try Child(
            "\(Checkout.products)/vigil-bench",
            ["hammer", fixture.record, "C-0001", "\(count)"],
            environment: Command.base.merging(fixture.environment) { $1 },
            output: file
        )
        return (child, file)
    }

    /// Whole acknowledged lines: position and id.
    private func acknowledged(_ file: String) throws -> [(Int64, String)] {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap {
            let parts = $0.split(separator: " ")
            guard parts.count == 2, let position = Int64(parts[0]) else { return nil }
            return (position, String(parts[1]))
        }
    }

    @Test func `killed at any moment, nothing acknowledged is missing`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        var all: [(Int64, String)] = []
        var kills = 0
        for round in 0..<Self.rounds {
            let (a, fileA) = try start(fixture, 100_000, "a")
            let (b, fileB) = try start(fixture, 100_000, "b")
            // In every other round not before something came through: on a busy machine a process may
            // take longer to start than to be killed.
            for _ in 0..<1000 where round % 2 == 0 {
                if try !acknowledged(fileA).isEmpty || !acknowledged(fileB).isEmpty { break }
                usleep(2_000)
            }
            usleep(UInt32.random(in: 8_000...60_000))
            for child in [a, b].shuffled() {
                child.kill()
                kills += 1
                usleep(UInt32.random(in: 0...3_000))
            }
            a.wait()
            b.wait()
            all += try acknowledged(fileA) + acknowledged(fileB)
            guard round % 20 == 19 else { continue }
            #expect(try fixture.done("verify").hasPrefix("whole"))
        }
        #expect(kills == 2 * Self.rounds)
        #expect(all.count > Self.rounds, "too few commands came through to show anything")
        let verdict = try fixture.done("verify", "--contents")
        #expect(verdict.hasPrefix("whole") && verdict.contains("every entry opens"))
        // Each acknowledged event stands where it was said to stand.
        let log = try EventLog.open(at: fixture.record + "/log.sqlite", access: .readOnly)
        try log.read { snapshot in
            for (position, id) in all {
                #expect(try snapshot.event(at: position)?.row.id.description == id)
            }
            let rows = try snapshot.events(from: 1, count: .max / 2).map(\.row.position)
            #expect(rows == Array(1...Int64(rows.count)))
        }
        if let python = try fixture.python(fixture.record) {
            #expect(python.status == 0, "\(python.output)")
        }
    }

    @Test func `two processes appending at once lose nothing and block nobody`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let (a, fileA) = try start(fixture, 300, "a")
        let (b, fileB) = try start(fixture, 300, "b")
        #expect(a.wait() == 0 && b.wait() == 0)
        let positions = try (acknowledged(fileA) + acknowledged(fileB)).map(\.0)
        #expect(positions.count == 600)
        #expect(Set(positions).count == 600)
        #expect(try fixture.done("verify").hasPrefix("whole"))
    }
}
