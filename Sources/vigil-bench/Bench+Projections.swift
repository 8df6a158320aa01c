import CaseModel
import CaseRecord
import FoundationEssentials
import Projector
import Values

/// What projections, questions and audits cost, on a record made by `vigil simulate`.
///
/// Figures of a moment (a command, a correction, a question) are taken several times and told as half,
/// nearly all and the longest of them, in microseconds; what they answer is asked for and thrown away.
extension Bench {
    /// All of them from all events, beside the files that serve.
    static func rebuild(_ folder: String) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        let watch = Watch()
        try record.rebuild()
        watch.emit("vigil", "rebuild all projections", Int(try record.lastPosition()))
        try record.close()
    }

    /// The same commands in the same case with projections that follow, and without.
    static func catchUp(_ folder: String, _ count: Int) throws {
        for follows in [false, true] {
            let record = try CaseRecord.open(at: folder, for: .write, keepsProjections: follows)
            let largest = try record.largestCase()
            let by = try record.staff().members[0].pseudonym
            if follows { try record.catchUp() }
            let last = try record.lastPosition()
            func draft(_ index: Int) throws -> Draft {
                let now = Occurrence.instant(CaseRecord.systemClock())
                // In turn types that several projections take, few, and none.
                return switch index % 3 {
                case 0:
                    Draft(
                        .actionAssigned,
                        at: now,
                        ["what": .string("Ring, number \(index)"), "owner": .string(by)]
                    )
                case 1:
                    Draft(
                        .personAdded,
                        at: now,
                        ["person": .string("bench-\(last)-\(index)"), "role": "relative"]
                    )
                default: Draft(.progressNote, at: now, ["text": "Nothing new"])
                }
            }
            var latencies: [Double] = []
            for index in 0..<count + 6 {
                let request = Request([try draft(index)], in: largest, by: by)
                let start = Watch.now()
                try record.record(request)
                // The first ones open files, prepare statements and fold the case.
                if index >= 6 { latencies.append(Watch.now() - start) }
            }
            emit(follows ? "command and catch-up" : "command without projections", latencies)
            try record.close()
        }
    }

    /// An early entry of a case is corrected, and each projection that takes its type makes the case anew.
    static func correct(_ folder: String, _ count: Int) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        try record.catchUp()
        let reader = try auditor(of: record)
        let by = try record.staff().members[0].pseudonym
        let largest = try record.largestCase()
        let view = try record.timeline(of: largest.description, for: reader)
        let entries = view.entries
        func first(_ type: EventType) throws -> (id: Identifier, data: JSON) {
            guard let entry = entries.first(where: { $0.type == type }),
                let data = entry.payload?.data
            else {
                throw RecordError(.refused, "bench", "the largest case has no \(type.rawValue)")
            }
            return (entry.id, data)
        }
        let ends = [
            ("one correction", try first(.consentGiven)),
            ("a correction of what every projection takes", try first(.caseOpened)),
        ]
        for (what, target) in ends {
            var latencies: [Double] = []
            for index in 0..<count {
                let now = Occurrence.instant(CaseRecord.systemClock())
                let draft = Draft(
                    .entryAmended,
                    at: now,
                    [
                        "target": .string(target.id.description), "reason": "Bench",
                        "data": target.data,
                        "occurred": .string("2020-01-0\(index % 9 + 1)"),
                    ]
                )
                let start = Watch.now()
                try record.record(Request([draft], in: largest, by: by))
                latencies.append(Watch.now() - start)
            }
            emit(what, latencies, ["case_events": JSON(entries.count)])
        }
        try record.close()
    }

    /// Each query of each folder, then each check once and with its replay, of the largest case.
    static func questions(_ folder: String, _ count: Int) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        try record.catchUp()
        let reader = try auditor(of: record)
        let name = try record.largestCase().description
        let asking = CaseRecord.Asking(caseName: name)
        func ask(_ question: Question, _ what: String) throws {
            var latencies: [Double] = []
            for _ in 0..<count {
                let start = Watch.now()
                _ = try record.ask(question, asking, for: reader, view: "bench")
                latencies.append(Watch.now() - start)
            }
            emit(what, latencies)
        }
        for projection in try record.projectionFolders() {
            for question in try record.questions(of: projection.name) {
                try ask(question, "query \(projection.name)/\(question.id)")
            }
        }
        for check in try CaseRecord.builtInChecks() {
            try ask(check.question, "check \(check.id)")
        }
        for check in try CaseRecord.builtInChecks() {
            var latencies: [Double] = []
            for _ in 0..<count {
                let start = Watch.now()
                _ = try record.audit([name], .init(), checks: [check.id], for: reader)
                latencies.append(Watch.now() - start)
            }
            emit("audit by \(check.id)", latencies)
        }
        try record.close()
    }

    /// All checks over all cases.
    static func audit(_ folder: String) throws {
        let record = try CaseRecord.open(at: folder, for: .write)
        let reader = try auditor(of: record)
        let watch = Watch()
        let report = try record.audit(nil, .init(), for: reader)
        watch.emit(
            "vigil",
            "audit of all cases",
            report.cases.count,
            ["findings": JSON(report.findings.count)]
        )
        try record.close()
    }

    private static func emit(_ what: String, _ latencies: [Double], _ more: JSON = .object([])) {
        let line = JSON.object(
            [
                JSON.Member("system", "vigil"), .init("what", .string(what)),
                .init("times", JSON(latencies.count)),
            ] + (spread(of: latencies).members ?? []) + (more.members ?? [])
        )
        print(line.text)
    }
}
