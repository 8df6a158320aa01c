import CaseModel
import EventLog
import Pages
package import Projector
package import Values

/// A report: SQL that computes figures over a case or a caseload.
package struct Report: Sendable {
    package let question: Question
    /// What a row is about: case, review, service.
    package let per: String
    /// Whether its rows are totals over cases, which may leave the service: then small cells are
    /// withheld.
    package let isShared: Bool

    package var id: String { question.id }
    package var method: String { question.script.headerBlock("method").joined(separator: " ") }

    /// The columns that every report ends with; those before them are its groups.
    package static let figureColumns = [
        "figure", "value", "unit", "numerator", "denominator", "covered", "coverable", "reason",
        "evidence",
    ]

    package init(_ question: Question) throws(ProjectionError) {
        self.question = question
        guard let per = question.script.header("per") else {
            throw .invalid("\(question.file): '-- per:' says what a row is about")
        }
        self.per = per
        isShared = question.script.header("shared") == "yes"
    }
}

/// Figures, and all that a colleague needs to get the same.
package struct ReportResult: Sendable {
    package let report: Report
    package var answer: Answer
    /// How many figures were withheld because few people stand behind them.
    package var withheld = 0
}

package struct ReportSet: Sendable {
    package let look: Look
    package let results: [ReportResult]
    package let summary: CaseSummary?
    package let asOf: Instant
    package let knownAt: Instant?
    package let from: Instant?
    package let to: Instant?
    package let position: Int64
    package let root: String
    /// Each projection read: version of its SQL, and digest of its rows at the position.
    package let projections: [(name: String, version: String, digest: String)]
    /// The settings that the figures are judged by, as they stood.
    package let rules: [(name: String, value: String, version: String)]
    package let references: [String: String]
}

extension CaseRecord {
    /// Writes a new file that only its owner can read; never over another.
    package static func writePrivately(_ text: String, toNew path: String) throws {
        try RecordFiles.write(text, toNew: path)
    }

    package static func builtInReports() throws -> [Report] {
        try RecordError.wrapping {
            try Question.all(in: Resources.projections() + "/reports")
                .map { question throws(ProjectionError) in try Report(question) }
                .sorted { $0.id < $1.id }
        }
    }

    /// Computes reports over a case, or over all.
    ///
    /// - Parameter isInternal: shows small cells of shared reports too.
    package func report(
        _ wanted: [String],
        _ asking: Asking,
        isInternal: Bool,
        for reader: Reader,
        progress: (Int64, Int64) -> Void = { _, _ in }
    ) throws -> ReportSet {
        try RecordError.wrapping {
            let all = try CaseRecord.builtInReports()
            let reports =
                try wanted.isEmpty
                ? all
                : wanted.map { id in
                    guard let report = all.first(where: { $0.id == id.uppercased() }) else {
                        throw RecordError(
                            .refused,
                            "unknown-report",
                            "there is no report '\(id.prefix(20))'",
                            hint: "there are " + all.map(\.id).joined(separator: ", ")
                        )
                    }
                    return report
                }
            let summary = try asking.caseName.map { try findCase($0) }
            let names = Set(reports.flatMap(\.question.reads) + ["settings"]).sorted()
            let folders = try names.map { try readable($0) }
            let permit = try permit(
                Intent(
                    reader,
                    "report "
                        + (wanted.isEmpty ? "of all" : reports.map(\.id).joined(separator: " ")),
                    .init(.reports, needs: CaseRecord.classes(of: folders)),
                    Timeline.Query(asOf: asking.asOf, knownAt: asking.knownAt)
                ),
                of: summary?.id
            )
            let scope = try scope(permit, summary)
            let look = try look(permit, at: summary.map { [$0.id] } ?? scope.map(Array.init) ?? [])
            // Another process may record something while figures are asked for one by one. All of them
            // and the digests are of one position, so they are then asked for again.
            for _ in 0..<8 {
                do {
                    return try reportOnce(
                        reports,
                        asking,
                        summary,
                        folders,
                        only: scope,
                        look,
                        isInternal: isInternal,
                        progress: progress
                    )
                } catch is MovedOn {}
            }
            throw ProjectionError.unavailable(
                "the projections move on faster than they can be reported on"
            )
        }
    }

    private struct MovedOn: Error {}

    private func reportOnce(
        _ reports: [Report],
        _ asking: Asking,
        _ summary: CaseSummary?,
        _ folders: [ProjectionFolder],
        only scope: Set<Identifier>?,
        _ look: Look,
        isInternal: Bool,
        progress: (Int64, Int64) -> Void
    ) throws -> ReportSet {
        let clock = now()
        let parameters = CaseRecord.parameters(asking, summary?.id, now: clock)
        let position: Int64
        let digests: [String]
        let ask: (Question) throws -> Answer
        if asking.knownAt != nil || scope != nil {
            position = try log.read { snapshot in
                try asking.knownAt.map { try snapshot.position(knownAt: $0) } ?? snapshot.position()
            }
            let bench = try Workbench(folders)
            let feed = feed()
            try bench.apply(feed.service(through: position))
            for id in try summary.map({ [$0.id] }) ?? scope?.sorted() ?? caseIDs() {
                try bench.apply(feed.whole(id, through: position))
            }
            digests = try folders.map { try bench.digest(of: $0.name) ?? "" }
            ask = { try bench.ask($0, parameters) }
        } else {
            let files = try currentFiles(folders)
            position = try files.first?.position() ?? 0
            digests = try concurrentMap(count: files.count, chunk: 1) { index in
                Result { try files[index].digest() }
            }
            .map { try $0.get() }
            guard try files.allSatisfy({ try $0.position() == position }) else { throw MovedOn() }
            ask = { question in
                // SQLite joins ten files at most, so each report joins the ones it reads.
                let read = files.filter { question.reads.contains($0.folder.name) }
                let desk = try ReadingDesk(
                    read.compactMap { file in file.path.map { (file.folder.name, $0) } }
                )
                guard desk.positions.allSatisfy({ $0 == position }) else { throw MovedOn() }
                return try desk.ask(question, parameters)
            }
        }
        let rules = try ask(CaseRecord.rulesInForce).records.map {
            ($0["name"]?.text ?? "", $0["value"]?.text ?? "", $0["version"]?.text ?? "")
        }
        let smallest = rules.first { $0.0 == "report.smallestCell" }.flatMap { Int($0.1) } ?? 5
        var results: [ReportResult] = []
        for (index, report) in reports.enumerated() {
            var result = ReportResult(report: report, answer: try ask(report.question))
            if report.isShared, !isInternal {
                result.withhold(SmallCells(smallest: smallest))
            }
            results.append(result)
            progress(Int64(index + 1), Int64(reports.count))
        }
        let text = reports.map(\.question.script.text).joined()
        return ReportSet(
            look: look,
            results: results,
            summary: summary,
            asOf: asking.asOf ?? asking.knownAt ?? clock,
            knownAt: asking.knownAt,
            from: asking.from,
            to: asking.to,
            position: position,
            root: try root(at: position),
            projections: zip(folders, digests).map { ($0.name, $0.version, $1) },
            rules: rules.filter { rule in
                // Some names are put together in the SQL: AN17.stage1.cycles.
                text.contains("'\(rule.0)'")
                    || reports.contains { rule.0.hasPrefix($0.id + ".") }
                    || rule.0 == "report.smallestCell" && reports.contains(where: \.isShared)
            },
            references: Dictionary(
                try caseSummaries().map { ($0.id.description, $0.reference) }
            ) { first, _ in first }
        )
    }

    /// The names of all settings.
    package func ruleNames() throws -> Set<String> {
        try RecordError.wrapping {
            let told = try answer(
                CaseRecord.rulesInForce,
                Asking(),
                nil,
                [try projections.folder("settings")]
            )
            return Set(told.answer.records.compactMap { $0["name"]?.text })
        }
    }

    /// The settings in force, as text by name.
    func ruleValues() throws -> [String: String] {
        let told = try answer(
            CaseRecord.rulesInForce,
            Asking(),
            nil,
            [try projections.folder("settings")]
        )
        return Dictionary(
            told.answer.records.compactMap { record in
                guard let name = record["name"]?.text, let value = record["value"]?.text else {
                    return nil
                }
                return (name, value)
            }
        ) { first, _ in first }
    }

    private static let rulesInForce: Question = {
        let text = """
            -- rules: Which settings are in force?
            -- reads: settings
            SELECT name, value, version FROM rule
            WHERE from_at <= :as_of AND coalesce(until_at, '~') > :as_of ORDER BY name
            """
        guard let question = try? Question(text, file: "engine/rules.sql") else {
            preconditionFailure("the engine's own question is one")
        }
        return question
    }()
}

extension ReportResult {
    /// Takes out figures behind which few people stand, and those that would give them away.
    mutating func withhold(_ cells: SmallCells) {
        let columns = answer.columns
        func column(_ name: String) -> Int? { columns.firstIndex(of: name) }
        guard let numerator = column("numerator"),
            let denominator = column("denominator"), let reason = column("reason"),
            let figure = column("figure")
        else { return }
        var rows = answer.rows
        func hide(_ index: Int) {
            for name in ["value", "numerator", "denominator", "covered", "coverable", "evidence"] {
                if let place = column(name) { rows[index][place] = .null }
            }
            rows[index][reason] = "few people: withheld"
            withheld += 1
        }
        func count(_ row: [Value], _ place: Int) -> Int? { row[place].integer.map(Int.init) }
        // A funnel's stages are parts of each other: what fell out between two is a count too.
        if report.question.script.header("cells") == "nested" {
            var groups: [[Value]: [Int]] = [:]
            for index in rows.indices where count(rows[index], numerator) != nil {
                groups[Array(rows[index][..<figure]), default: []].append(index)
            }
            for indices in groups.values {
                let shown = cells.nested(indices.map { count(rows[$0], numerator) ?? 0 })
                for (index, count) in zip(indices, shown) where count.value == nil { hide(index) }
            }
        }
        // Rows of one figure and unit are the cells of a table; with a row for all of them, its total.
        var figures: [Value: [Int]] = [:]
        for index in rows.indices where rows[index][reason].isNull {
            figures[rows[index][figure], default: []].append(index)
        }
        for indices in figures.values {
            for place in [numerator, denominator] {
                let known = indices.filter { count(rows[$0], place) != nil }
                let shown = cells.shown(
                    known.map { index in
                        SmallCells.Row(
                            rows[index][..<figure].map { "\($0)" },
                            count(rows[index], place) ?? 0
                        )
                    },
                    totals: .all
                )
                for (index, count) in zip(known, shown.counts)
                where count.value == nil && rows[index][reason].isNull {
                    hide(index)
                }
            }
            for index in indices where rows[index][reason].isNull {
                if let part = count(rows[index], numerator),
                    let whole = count(rows[index], denominator),
                    cells.isSmall(whole - part) || cells.isSmall(part) || cells.isSmall(whole)
                {
                    hide(index)
                }
            }
        }
        answer = Answer(columns: columns, rows: rows)
    }
}
