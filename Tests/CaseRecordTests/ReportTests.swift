import CaseModel
@testable import CaseRecord
import Foundation
import Projector
import Support
import Testing
import Values

private let reportFiles =
    ((try? FileManager.default.contentsOfDirectory(
        atPath: "\(Checkout.root)/Projections/reports"
    )) ?? []).filter { $0.hasSuffix(".sql") }.sorted()

@Suite struct ReportTests {
    @Test(arguments: reportFiles)
    func `a report gives its worked example, recorded by commands`(file: String) throws {
        let question = try Question.read("\(Checkout.root)/Projections/reports/\(file)")
        _ = try Report(question)
        #expect(!(question.script.header("method") ?? "").isEmpty)
        var lines: [(Int, JSON)] = []
        var parameters: [String: JSON] = [:]
        for (index, text) in question.script.headerBlock("example").enumerated() {
            let line = try JSON.parse(text)
            if line["at"] == nil {
                for member in line.members ?? [] { parameters[member.name] = member.value }
            } else {
                lines.append((index + 1, line))
            }
        }
        let scenario = try Scenario("the example", file, lines)
        let bench = try Workbench(
            question.reads.map { try ProjectionFolder.read("\(Checkout.root)/Projections/\($0)") }
        )
        try bench.apply(scenario.service)
        for (_, entries) in scenario.cases { try bench.apply(scenario.feed.rows(of: entries)) }
        let last = scenario.cases.flatMap(\.entries).map(\.recordedAt).max()
        func time(_ name: String) throws -> Value {
            try parameters[name].map { .text(try Scenario.instant($0.string).description) } ?? .null
        }
        var asked: [String: Value] = [
            ":as_of": .text(last?.description ?? ""), ":case": .null, ":from": try time("from"),
            ":to": try time("to"),
        ]
        if parameters["asOf"] != nil { asked[":as_of"] = try time("asOf") }
        if let name = parameters["case"]?.string {
            asked[":case"] = Value(scenario.ids[name]?.description)
        }
        let answer = try bench.ask(question, asked)
        #expect(Array(answer.columns.suffix(9)) == Report.figureColumns)
        let numbers = Dictionary(
            uniqueKeysWithValues: scenario.positions.map { (Int64($0.value), $0.key) }
        )
        var left = answer.records
        let gives = try #require(
            try JSON.parse(question.script.headerBlock("gives").joined(separator: "\n")).array
        )
        #expect(!gives.isEmpty)
        for wanted in gives {
            let index = left.firstIndex { row in
                (wanted.members ?? []).allSatisfy { member in
                    matches(row[member.name] ?? .null, member.value, member.name, numbers)
                }
            }
            guard let index else {
                Issue.record("\(file): nothing gives \(wanted.text); left are \(left)")
                continue
            }
            left.remove(at: index)
        }
        #expect(left.isEmpty, "\(file) gives more")
        // A figure that is null says why, and one that is not has no excuse.
        for row in answer.records {
            #expect((row["value"] ?? .null).isNull == !(row["reason"] ?? .null).isNull, "\(row)")
        }
    }

    private func matches(
        _ value: Value,
        _ wanted: JSON,
        _ name: String,
        _ numbers: [Int64: Int]
    ) -> Bool {
        switch (value, wanted) {
        case (.null, .null): return true
        case (.text(let text), .string(let other)): return text == other
        case (.integer(let number), .number(let other)):
            return Double(other).map { abs($0 - Double(number)) < 1e-9 } ?? false
        case (.real(let number), .number(let other)):
            return Double(other).map { abs($0 - number) < 1e-6 } ?? false
        case (.text(let text), .array(let list)):
            let positions = (try? JSON.parse(text).array)?.compactMap(\.integer) ?? []
            return positions.compactMap { numbers[Int64($0)] } == list.compactMap(\.integer)
        default: return false
        }
    }
}
