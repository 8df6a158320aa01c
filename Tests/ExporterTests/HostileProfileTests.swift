import Exporter
import Foundation
import Support
import Testing
import XMLKit

/// Goal: whatever a document or a profile's own files hold, there is a copy, a fault or an error: no
/// trap, no long wait, no file, no network. Method: thousands of files, changed by chance with a seed,
/// through every schema, stylesheet and set of rules, beside a pipe and a port that nobody may touch;
/// with `VIGIL_TEST_DEEP=1` ten thousand of each.
@Suite struct HostileProfileTests {
    private static let exports = Checkout.root + "/Exports"
    private static let isDeep = ProcessInfo.processInfo.environment["VIGIL_TEST_DEEP"] == "1"
    private let folder: TemporaryFolder
    private let trap: Trap

    init() throws {
        folder = try TemporaryFolder("hostile")
        trap = try Trap(in: folder.path)
    }

    private func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { Array($0) }
    }

    @Test func `a thousand changed documents go through stylesheets, schemas and rules`() throws {
        var cases: [(Rendering, [UInt8], isInput: Bool)] = []
        for profile in try Profile.all(in: HostileProfileTests.exports) {
            let samples = "\(profile.path)/samples"
            for form in profile.forms {
                let rendering = try Rendering(
                    profile,
                    form,
                    exports: HostileProfileTests.exports
                )
                for file in try FileManager.default.contentsOfDirectory(atPath: samples).sorted() {
                    guard let sample = bytes("\(samples)/\(file)") else { continue }
                    if file.hasSuffix(".in.xml") { cases.append((rendering, sample, true)) }
                    if file.hasSuffix(".out." + form.ending) {
                        cases.append((rendering, sample, false))
                    }
                }
            }
        }
        #expect(cases.count >= 50)
        var mutation = Mutation(seed: 20_261_129, file: trap.pipe, port: trap.port)
        var (taken, refused, faults) = (0, 0, 0)
        let rounds = HostileProfileTests.isDeep ? 10_000 : 1_000
        let time = try ContinuousClock().measure {
            for round in 0..<rounds {
                let (rendering, sample, isInput) = cases[round % cases.count]
                // One in three is wild; the others mostly come past the parser.
                let changed = round % 3 == 0 ? mutation.of(sample) : mutation.tame(sample)
                do {
                    let found =
                        try isInput
                        ? rendering.render(changed).faults : rendering.faults(in: changed)
                    taken += 1
                    faults += found.count
                    #expect(found.allSatisfy { !$0.rule.isEmpty && !$0.message.isEmpty })
                } catch let error as ExportError {
                    refused += 1
                    #expect(!error.message.isEmpty)
                } catch let error as XMLError {
                    refused += 1
                    #expect(!error.message.isEmpty)
                }
            }
        }
        #expect(taken > rounds / 2, "\(taken) taken, \(refused) refused")
        #expect(
            faults > rounds / 4 && refused > rounds / 20,
            "\(faults) faults, \(refused) refused"
        )
        #expect(time < .seconds(rounds / 4), "\(time)")
        #expect(trap.isUntouched)
    }

    @Test func `changed schemas, stylesheets and rules are compiled or refused`() throws {
        let place = folder("Exports")
        try FileManager.default.copyItem(atPath: HostileProfileTests.exports, toPath: place)
        var files: [String] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: place).sorted()
        where name.hasSuffix(".xsd") || name.hasSuffix(".xsl") || name.hasSuffix(".sch") {
            files.append(name)
        }
        #expect(files.count >= 30)
        var mutation = Mutation(seed: 20_261_130, file: trap.pipe, port: trap.port)
        var (taken, refused) = (0, 0)
        let rounds = HostileProfileTests.isDeep ? 10_000 : 300
        // Those of FHIR are compiled in as much time as all others; once in a hundred is enough.
        let small = files.filter {
            !$0.hasPrefix("fhir-r4-document/fhir") && !$0.hasPrefix("cda-r2/cda")
        }
        let compiler = try Stylesheet(file: "\(place)/schematron.xsl")
        let time = try ContinuousClock().measure {
            for round in 0..<rounds {
                let name =
                    round % 100 == 0 ? files[round / 100 % files.count] : small[round % small.count]
                let path = "\(place)/\(name)"
                guard let whole = bytes(path) else { continue }
                let changed = round % 3 == 0 ? mutation.of(whole) : mutation.tame(whole)
                try Data(changed).write(to: URL(fileURLWithPath: path))
                do throws(XMLError) {
                    if name.hasSuffix(".xsd") {
                        _ = try XMLSchema(file: path)
                    } else if name.hasSuffix(".xsl") {
                        _ = try Stylesheet(file: path)
                    } else {
                        _ = try Stylesheet(compiler.bytes(of: XMLTree(changed)))
                    }
                    taken += 1
                } catch {
                    refused += 1
                    #expect(!error.message.isEmpty)
                }
                try Data(whole).write(to: URL(fileURLWithPath: path))
            }
        }
        #expect(taken > rounds / 10 && refused > rounds / 4, "\(taken) taken, \(refused) refused")
        #expect(time < .seconds(rounds / 4), "\(time)")
        #expect(trap.isUntouched)
    }
}
