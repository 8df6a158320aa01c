package import CaseModel
import Crypto
import EventLog
import FoundationEssentials
import Projector
package import Values

/// How long a case and its films are to be kept, by which rules.
package struct RetentionReport: Sendable {
    package let summary: CaseSummary
    package let verdicts: [Retention.Verdict]
}

extension CaseRecord {
    /// The rules in force: those that the service adopted last, else the built-in ones.
    package func retentionSchedule() throws -> RetentionSchedule {
        try RecordError.wrapping {
            let adopted = try log.read {
                try $0.entries(of: StreamNames.governance(of: info.id))
            }
            .last { $0.type == .retentionScheduleAdopted }?.payload?.data["rules"]
            let json: JSON
            if let adopted {
                json = adopted
            } else {
                let path = try Resources.retention()
                guard let text = RecordFiles.read(path), let parsed = try? JSON.parse(text) else {
                    throw RecordError(
                        .unavailable,
                        "no-share",
                        "the built-in rules of keeping cannot be read"
                    )
                }
                json = parsed
            }
            return try schedule(json)
        }
    }

    private func schedule(_ json: JSON) throws -> RetentionSchedule {
        do throws(RetentionError) {
            return try RetentionSchedule(json: json)
        } catch {
            throw RecordError(
                .invalid,
                "retention-schedule",
                "this is no schedule of keeping: \(error.rule)",
                hint: "docs/RETENTION.md says how one is written"
            )
        }
    }

    /// Puts a service's own rules in force.
    package func adoptSchedule(at path: String, by staff: String) throws -> Entry {
        guard let bytes = FileManager.default.contents(atPath: path),
            let text = String(validating: bytes, as: UTF8.self), let json = try? JSON.parse(text)
        else {
            throw RecordError(.invalid, "no-file", "the file '\(path)' is no JSON that can be read")
        }
        let adopted = try schedule(json)
        guard let member = try self.staff()[staff] else { throw unknownStaff(staff) }
        try RecordError.wrapping {
            try DisposalRules.check(.retentionScheduleAdopted, roles: member.roles)
        }
        return try record(
            service: Draft(
                .retentionScheduleAdopted,
                at: .instant(now()),
                [
                    "name": .string(adopted.name), "version": .string(adopted.version),
                    "source": .string(adopted.source),
                    "sha256": .string(hexadecimal(Array(SHA256.hash(data: bytes)))),
                    "rules": json,
                ]
            ),
            by: staff
        )
    }

    /// What the rules say of a case, or of all. Each look is recorded.
    package func retention(
        of name: String?,
        on day: CivilDate? = nil,
        for reader: Reader
    ) throws -> (schedule: RetentionSchedule, reports: [RetentionReport]) {
        try RecordError.wrapping {
            let asked = try name.map { try findCase($0) }
            let permit = try permit(
                Intent(reader, "retention", .init(.entries, needs: [.practice, .clinical])),
                of: asked?.id
            )
            let summaries = try self.summaries(permit, asked)
            let schedule = try retentionSchedule()
            let clock = now()
            let today = day ?? LondonTime.civil(of: clock).date
            let settings = try ruleValues()
            let calendar = try currentFile(try projections.folder("settings"))
            _ = try look(permit, at: summaries.map(\.id))
            let reports = try summaries.map { summary in
                let entries = try log.read { try $0.entries(of: summary.id) }
                return RetentionReport(
                    summary: summary,
                    verdicts: Retention.verdicts(
                        on: RetentionFacts(entries, now: clock),
                        by: schedule,
                        today: today,
                        setting: { settings[$0].flatMap { Int($0) } },
                        workingDay: { day, count in
                            let rows = try? calendar.rows(
                                """
                                SELECT d.date FROM here
                                JOIN day AS s ON s.nation = here.nation AND s.date = ?
                                JOIN day AS d ON d.nation = s.nation AND d.working = 1
                                  AND d.wd = s.wd + ?
                                """,
                                [day.description, String(count)]
                            )
                            return rows?.first?["date"].flatMap { CivilDate($0) }
                        }
                    )
                )
            }
            return (schedule, reports)
        }
    }
}
