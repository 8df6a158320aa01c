import CaseModel
import CaseRecord
import Pages
import Projector
import Values

/// Figures as one page to read and to print.
enum ReportPage {
    static func html(_ set: ReportSet, _ picture: CasePicture?) -> String {
        var sections: [Section] = []
        if let picture {
            var blocks: [Block] = [.chart(picture.lanes), .chart(picture.goals)]
            if let principles = picture.principles { blocks.append(.chart(principles)) }
            sections.append(Section("The case at a glance", blocks))
        }
        for result in set.results {
            sections.append(
                Section("\(result.report.id) \(result.report.question.title)", blocks(result, set))
            )
        }
        return Page(
            title: set.summary.map { "Report on \($0.reference)" } ?? "Report on the caseload",
            subtitle: "As of \(Reading.minute(set.asOf))"
                + (set.knownAt.map { ", known at \(Reading.minute($0))" } ?? ""),
            marking: "Confidential",
            facts: [
                Fact("case", set.summary?.reference ?? "all cases"),
                Fact("log to position", String(set.position)), Fact("root", set.root),
            ],
            sections: sections
                + [
                    Section(
                        "How to get the same figures",
                        [.facts(ReportText.provenance(set).map { Fact($0.0, $0.1) })]
                    )
                ],
            footer: [
                "A figure without its input is empty and says why; it is never 0."
            ]
        ).html
    }

    private static func blocks(_ result: ReportResult, _ set: ReportSet) -> [Block] {
        var blocks: [Block] = [.paragraph(result.report.method)]
        if let chart = chart(result, set) { blocks.append(.chart(chart)) }
        let (head, rows) = ReportText.cells(result, set)
        guard !rows.isEmpty else { return blocks + [.note(Note("There is nothing to count."))] }
        blocks.append(
            .table(
                Table(
                    caption: result.report.question.title,
                    columns: head.map { name in
                        Table.Column(
                            name.split(separator: "_").joined(separator: " "),
                            numbers.contains(name) ? .numeric : .start
                        )
                    },
                    rows: rows
                )
            )
        )
        if result.withheld > 0 {
            blocks.append(
                .note(
                    Note("\(result.withheld) figures are withheld: few people stand behind them.")
                )
            )
        }
        return blocks
    }

    private static let numbers: Set<String> = [
        "value", "numerator", "denominator", "covered", "coverable", "pairs", "before", "after",
        "improved_by",
    ]

    // MARK: Charts

    private static func chart(_ result: ReportResult, _ set: ReportSet) -> (any Chart)? {
        let records = result.answer.records
        func label(_ row: [String: Value], _ names: String...) -> String {
            names.compactMap { name in
                row[name]?.text.map { name == "case_id" ? set.references[$0] ?? $0 : $0 }
            }
            .joined(separator: " ")
        }
        func number(_ value: Value?) -> Double? {
            switch value {
            case .integer(let number): Double(number)
            case .real(let number): number
            default: nil
            }
        }
        switch result.report.id {
        case "AN06":
            let shares = records.filter { $0["figure"]?.text == "talk share" }
            guard set.summary != nil, !shares.isEmpty else { return nil }
            return StackedShare(
                title: "Who spoke in each shared review",
                series: ["parent", "guider"],
                bars: shares.map { row in
                    let parent = number(row["numerator"])
                    let both = number(row["denominator"])
                    let coverable = number(row["coverable"]) ?? 0
                    return StackedShare.Bar(
                        label(row, "review"),
                        parent.flatMap { parent in both.map { [parent, $0 - parent] } } ?? [],
                        coverage: coverable > 0
                            ? number(row["covered"]).map { $0 / coverable } : nil,
                        reason: row["reason"]?.text
                    )
                }
            )
        case "AN13":
            var pairs: [String: [EffectSize.Pair]] = [:]
            for row in records where row["figure"]?.text == "improvement" {
                guard let before = number(row["before"]), let better = number(row["improved_by"])
                else { continue }
                let name = label(row, "code", "scale", "contrast")
                pairs[name, default: []].append(.init(before: before, after: before + better))
            }
            let own = pairs.sorted { $0.key < $1.key }.compactMap { name, pairs in
                EffectSize.prePost(pairs).map { IntervalPlot.Estimate(name, $0) }
            }
            guard set.summary == nil, !own.isEmpty else { return nil }
            return IntervalPlot(
                title: "Change from before to after, beside published effects",
                axisName: "standardised mean change; above 0 is better",
                estimates: own + published
            )
        case "AN14":
            let stages = records.filter { $0["unit"]?.text == "count" || $0["stage"] != nil }
            guard set.summary == nil, !stages.isEmpty else { return nil }
            var seen: [String] = []
            var list: [Funnel.Stage] = []
            for row in stages {
                let name = row["stage"]?.text ?? row["figure"]?.text ?? ""
                guard !seen.contains(name), !name.isEmpty else { continue }
                seen.append(name)
                let count = (row["numerator"]?.integer ?? row["value"]?.integer).map(Int.init)
                list.append(.init(name, count.map(Count.known) ?? .withheld))
            }
            return list.count > 1
                ? Funnel(title: "From referral to planned end", stages: list) : nil
        default: return nil
        }
    }

    /// Effects from reviews of trials and pre-post studies; none of them is this service's.
    private static let published: [IntervalPlot.Estimate] = [
        .init("parenting sensitivity", 0.49, source: "Fukkink 2008, 29 studies"),
        .init("behaviour and attitudes of parents", 0.37, source: "Fukkink 2008"),
        .init("child development", 0.33, source: "Fukkink 2008"),
        .init("VIG and VHT: behaviour of parents", 0.76, source: "Fukkink 2008, mostly pre-post"),
        .init("VIG and VHT: skills of parents", 0.56, source: "Fukkink 2008, mostly pre-post"),
        .init("VIG and VHT: child development", 0.42, source: "Fukkink 2008, mostly pre-post"),
        .init("with video", 0.44, source: "Bakermans-Kranenburg 2003, 51 interventions"),
        .init(
            "child behaviour",
            0.04,
            low: -0.33,
            high: 0.42,
            source: "Cochrane 2019, very low certainty"
        ),
    ]
}

/// An audit as a page for a case's audit file.
enum AuditPage {
    static func html(_ report: AuditReport, _ changes: [AuditReport.Change]?) -> String {
        let sections = report.cases.compactMap { summary -> Section? in
            let findings = report.findings.filter { $0.caseID == summary.id }
            guard report.cases.count == 1 || !findings.isEmpty else { return nil }
            var blocks: [Block] = [
                .findings(findings.map { finding($0, report) })
            ]
            if let view = report.readings[summary.id] {
                blocks.append(.table(evidence(findings, view)))
            }
            return Section(report.cases.count == 1 ? "Findings" : summary.reference, blocks)
        }
        var facts = [
            Fact("as of", Reading.minute(report.asOf)),
            Fact("log to position", String(report.position)), Fact("root", report.root),
            Fact("checks", report.checks.map(\.id).joined(separator: ", ")),
        ]
        if let knownAt = report.knownAt {
            facts.insert(Fact("known at", Reading.minute(knownAt)), at: 1)
        }
        return Page(
            title: report.cases.count == 1
                ? "Safeguarding audit of \(report.cases[0].reference)" : "Safeguarding audit",
            subtitle: changes == nil ? nil : "What has changed since the earlier audit",
            marking: "Confidential: restricted",
            facts: facts,
            sections: sections
                + [
                    Section(
                        "What it rests on",
                        [
                            .facts(
                                report.versions.map { Fact("projection \($0.name)", $0.version) }
                            )
                        ]
                    )
                ],
            footer: [
                "Visible then: what was recorded by the time at which it became true showed it already."
                    + " In hindsight: only what was recorded later shows it. Cleared: it was seen once,"
                    + " and a later entry explained or undid it."
            ]
        ).html
    }

    private static func finding(_ finding: AuditFinding, _ report: AuditReport)
        -> Pages.Finding
    {
        let sight: Pages.Finding.Sight =
            switch finding.seen {
            case .visible: .visible
            case .hindsight: .hindsight(from: finding.visibleFrom)
            case .cleared(let position): .cleared(by: position)
            }
        let severity: Pages.Finding.Severity =
            switch finding.severity {
            case .high: .high
            case .moderate: .moderate
            case .low: .low
            }
        return Pages.Finding(
            check: finding.check,
            question: (report.checks.first { $0.id == finding.check }?.question.title ?? "")
                + " Key \(finding.key).",
            subject: report.cases.count > 1 ? AuditText.reference(finding, report) : nil,
            severity: severity,
            sentence: AuditText.sentence(finding),
            evidence: finding.evidence,
            since: finding.since,
            due: finding.due,
            certainty: finding.isCertain ? .certain : .possible,
            sight: sight,
            rule: finding.rule,
            answers: finding.answer.map {
                [
                    .init(
                        kind: $0.answer + ($0.isCurrent ? "" : ", before its evidence changed"),
                        reason: $0.reason,
                        by: $0.by
                    )
                ]
            } ?? []
        )
    }

    /// The entries that findings rest on, as they read.
    private static func evidence(_ findings: [AuditFinding], _ view: CaseView) -> Table {
        let positions = Set(findings.flatMap(\.evidence))
        let reading = view.reading
        let lines = view.lines.filter { positions.contains($0.standing.entry.position) }
            .sorted { $0.standing.entry.position < $1.standing.entry.position }
        return Table(
            caption: "The entries that the findings rest on",
            columns: [
                .init("Position", .numeric), .init("When"), .init("Recorded"), .init("By"),
                .init("Entry"),
            ],
            rows: lines.map { line in
                let standing = line.standing
                let entry = standing.entry
                return [
                    String(entry.position),
                    standing.payload.map { Reading.time($0.occurred) } ?? "unknown",
                    Reading.minute(entry.recordedAt), entry.author,
                    (standing.type?.spec.title ?? "Entry") + ": "
                        + (standing.payload.map { reading.line(for: $0) } ?? "erased"),
                ]
            }
        )
    }
}
