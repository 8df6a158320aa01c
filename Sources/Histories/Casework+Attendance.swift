import CaseModel
import Values

// Appointments, who comes to them, and what is done when nobody does.
extension Casework {
    /// A meeting with the family that took place.
    struct Session {
        let label: String
        let meeting: Meeting
        let people: [String]
    }

    /// Arranges a meeting some days on, until the family comes and it is written up; nil when
    /// contact is lost.
    mutating func meet(
        _ kind: String,
        in days: ClosedRange<Int>,
        with people: [String],
        minutes: ClosedRange<Int> = 40...75,
        cycle: String? = nil,
        summary: [String]
    ) -> Session? {
        for attempt in 1...4 {
            let start = book(kind, in: attempt == 1 ? days : 4...9, with: people)
            guard dice.chance(rates.missedAppointment) else {
                let meeting = Meeting(
                    from: start,
                    to: start.adding(minutes: dice.between(minutes))
                )
                return hold(kind, people, meeting, cycle, summary)
            }
            miss(kind, at: start)
        }
        return nil
    }

    /// Arranges a time; not every arrangement is written down.
    private mutating func book(
        _ kind: String,
        in days: ClosedRange<Int>,
        with people: [String]
    ) -> Instant {
        pass(days)
        let time = meetingTime()
        guard dice.chance(80) else { return time }
        record(
            .appointmentBooked,
            .object(present: [
                ("time", .string(dice.chance(75) ? time.description : day.description)),
                ("kind", .string(kind)), ("people", JSON(people)),
                ("staff", [.string(team.guider.pseudonym)]),
                ("place", dice.chance(60) ? .string(dice.pick(Wording.places)) : nil),
            ]),
            by: dice.chance(60) ? team.office : team.guider
        )
        return time
    }

    private mutating func hold(
        _ kind: String,
        _ people: [String],
        _ meeting: Meeting,
        _ cycle: String?,
        _ summary: [String]
    ) -> Session {
        let session = label(.session)
        writeUp(meeting)
        record(
            .sessionHeld,
            .object(present: [
                ("session", .string(session)), ("kind", .string(kind)), ("people", JSON(people)),
                ("staff", [.string(team.guider.pseudonym)]), ("durationMs", meeting.durationMs),
                ("place", dice.chance(60) ? .string(dice.pick(Wording.places)) : nil),
                ("cycle", cycle.map(JSON.string)),
                ("summary", isThin() ? nil : text(summary)),
            ]),
            at: meeting.occurrence,
            source: "own observation"
        )
        if dice.chance(85) {
            record(
                .attendanceRecorded,
                [
                    "person": .string(family.parent.label),
                    "outcome": .string(dice.chance(88) ? "attended" : "attended-late"),
                    "session": .string(session),
                ],
                at: .instant(meeting.from),
                by: dice.chance(50) ? team.office : team.guider
            )
        }
        return Session(label: session, meeting: meeting, people: people)
    }

    private mutating func miss(_ kind: String, at planned: Instant) {
        let parent = JSON.string(family.parent.label)
        let outcome = dice.pick([
            "did-not-attend", "did-not-attend", "cancelled-by-client", "cancelled-late",
            "cancelled-by-service", "not-brought",
        ])
        lateReason = nil
        now = max(now, planned.adding(minutes: dice.between(15...120)))
        record(
            .attendanceRecorded,
            .object(present: [
                ("person", parent), ("outcome", .string(outcome)),
                ("booked", .string(planned.description)),
                ("reason", dice.chance(50) ? text(Wording.absenceReasons) : nil),
            ]),
            at: .instant(planned),
            by: team.office
        )
        if outcome == "did-not-attend" || outcome == "not-brought", dice.chance(75) {
            for _ in 0..<dice.between(1...2) { tryToReach() }
        }
        if dice.chance(25) {
            note(
                .engagementRiskNoted,
                ["person": parent, "sign": text(Wording.engagementSigns)],
                at: planned
            )
        }
    }

    private mutating func tryToReach() {
        let parent = JSON.string(family.parent.label)
        later(0...3) { casework in
            let moment = casework.now.adding(minutes: -casework.dice.between(2...9))
            casework.note(
                .contactAttempted,
                .object(present: [
                    ("person", parent),
                    (
                        "how",
                        .string(
                            casework.dice.pick([
                                "phone", "phone", "text-message", "letter", "email", "visit",
                            ])
                        )
                    ),
                    (
                        "outcome",
                        .string(
                            casework.dice.pick([
                                "reached", "message-left", "message-left", "no-answer",
                                "not-known",
                            ])
                        )
                    ),
                    ("note", casework.dice.chance(40) ? casework.text(Wording.contactNotes) : nil),
                ]),
                at: moment,
                by: casework.dice.chance(50) ? casework.team.office : casework.team.guider
            )
        }
    }
}
