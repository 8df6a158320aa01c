import Foundation
import Histories
import Support
import Testing

/// Goal: nothing sealed is readable without the key. Method: the demo's names and phrases are looked for in
/// every file of the record, and in what the programs print that is not an answer.
@Suite struct PrivacyTests {
    @Test func `the demo's names and phrases stand in no file of the record`() throws {
        let fixture = try CommandFixture()
        let demo = fixture.folder("demo.vigil")
        // Started without closing anything, so that the write-ahead logs are still there.
        let result = try Command.run(
            "vigil",
            ["demo", demo],
            environment: fixture.folder.environment
        )
        #expect(result.status == 0, "\(result.errors)")
        let enumerator = try #require(FileManager.default.enumerator(atPath: demo))
        var seen = 0
        // Projections are read models in the clear, by design; everything else is sealed.
        for case let file as String in enumerator where !file.hasPrefix("projections/") {
            guard let data = FileManager.default.contents(atPath: "\(demo)/\(file)") else {
                continue
            }
            seen += 1
            for phrase in CaseStudy.planted {
                #expect(data.range(of: Data(phrase.utf8)) == nil, "'\(phrase)' in \(file)")
            }
        }
        #expect(seen >= 5)
        // The same phrases are what the timeline shows to whoever may see it.
        let shown = result.output.replacing("\n", with: " ").split(separator: " ").joined(
            separator: " "
        )
        #expect(CaseStudy.planted.filter { shown.contains($0) }.count >= 3)
    }

    @Test func `errors and warnings carry no content`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let secret = "Zanzibar"
        let attempts: [[String]] = [
            ["note", "add", "C-0001", "--text", secret, "--at", "2099-01-01"],
            ["film", "add", "C-0001", "--kind", "interaction", "--activity", secret],
            [
                "disclosure", "record", "C-0001", "--discloser", "mother", "--category",
                "emotional-abuse", "--own-words", secret,
            ],
            ["entry", "amend", "4", "--reason", secret, "--text", secret],
        ]
        for arguments in attempts {
            let result = try Command.run("vigil", arguments, environment: fixture.environment)
            #expect(!result.errors.contains(secret), "\(result.errors)")
        }
        for file in try FileManager.default.contentsOfDirectory(atPath: fixture.record) {
            let data = FileManager.default.contents(atPath: "\(fixture.record)/\(file)") ?? Data()
            #expect(data.range(of: Data(secret.utf8)) == nil, "\(file)")
        }
    }

    @Test func `a write-ahead log that was never folded in holds nothing readable`() throws {
        let fixture = try CommandFixture()
        try fixture.withCase()
        let child = try Child(
            "\(Checkout.products)/vigil-bench",
            ["hammer", fixture.record, "C-0001", "100000"],
            environment: Command.base.merging(fixture.environment) { $1 }
        )
        usleep(400_000)
        child.kill()
        child.wait()
        let wal = try #require(
            FileManager.default.contents(atPath: fixture.record + "/log.sqlite-wal")
        )
        #expect(wal.count > 10_000)
        #expect(wal.range(of: Data("of process".utf8)) == nil)
    }
}
