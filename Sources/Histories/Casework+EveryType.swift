import CaseModel
import Values

// One case with every type of entry, in awkward words and at vague times. It is told straight from
// top to bottom, so that a fixture made from it can be read beside it.
extension Casework {
    mutating func tellEveryType() {
        tellEveryIntake()
        tellEverySession()
        tellEveryConsent()
        tellEveryGoal()
        tellEveryFilm()
        tellEveryReview()
        tellEverySupervision()
        tellEveryRisk()
        tellEveryDisclosure()
        tellEveryAction()
        tellEveryAgency()
        tellEveryCourse()
        tellEveryHold()
        tellEveryCorrection()
    }

    /// A new working day.
    mutating func turnPage(after days: ClosedRange<Int> = 1...3) {
        pass(days)
        sitDown()
    }

    /// So many minutes ago.
    func ago(_ minutes: Int) -> Occurrence { .instant(now.adding(minutes: -minutes)) }

    /// The last hour but a few minutes.
    var lastHour: Occurrence {
        .range(from: now.adding(minutes: -65), to: now.adding(minutes: -5))
    }

    var today: CivilDate { Casework.date(of: now) }

    // MARK: Intake

    private mutating func tellEveryIntake() {
        record(
            .caseOpened,
            ["reference": .string(reference), "plannedCycles": 2, "team": "perinatal"],
            by: team.office
        )
        record(
            .personAdded,
            [
                "person": "mother", "role": "client", "name": .string(AwkwardText.name),
                "ageYears": 31, "relationship": "mother", "nhsNumber": .string(dice.nhsNumber()),
                "inHousehold": true, "isFilmed": true, "note": .string(AwkwardText.combining),
            ],
            by: team.office
        )
        record(
            .personAdded,
            [
                "person": "infant", "role": "child", "name": .string(AwkwardText.rightToLeft),
                "born": "2023-08-29", "relationship": "self", "isFilmed": true,
            ],
            by: team.office
        )
        record(
            .personAdded,
            ["person": "partner", "role": "partner", "relationship": "father", "note": ""],
            at: .unknown,
            by: team.office
        )
        record(
            .personAdded,
            ["person": "brother-1", "role": "sibling", "born": "2019-02-28"],
            by: team.office
        )
        record(
            .personAdded,
            ["person": "person-5", "role": "alleged-abuser", "relationship": "other-relative"],
            at: .unknown,
            thirdParties: ["person-5"],
            confidentiality: .restricted
        )
        record(
            .referralReceived,
            [
                "reason": .string(AwkwardText.quotes), "from": "health visitor",
                "agency": "health-visiting", "concerning": ["mother", "infant"],
                "urgency": "urgent", "history": .string(AwkwardText.long),
            ],
            at: .month(year: 2023, month: 12),
            by: team.office,
            source: AwkwardText.markup
        )
        record(
            .referralAccepted,
            [
                "acceptedBy": .string(team.supervisor.pseudonym),
                "guider": .string(team.guider.pseudonym), "reason": .string(AwkwardText.emoji),
            ],
            at: .date(today),
            by: team.supervisor
        )
        record(
            .nhsNumberRecorded,
            [
                "person": "mother", "nhsNumber": .string(dice.nhsNumber()),
                "validFrom": "2024-01-01", "replaces": "adoption",
            ],
            by: team.office
        )
        record(
            .householdChanged,
            ["person": "partner", "change": "left", "reason": .string(AwkwardText.control)],
            at: .month(year: 2023, month: 11)
        )
        tellEveryBackground()
    }

    private mutating func tellEveryBackground() {
        record(
            .parentalResponsibilityRecorded,
            ["holder": "mother", "child": "infant", "holds": true, "basis": "mother"],
            by: team.office
        )
        record(
            .parentalResponsibilityRecorded,
            [
                "holder": "partner", "child": "infant", "holds": false, "basis": "not-known",
                "evidence": .string(AwkwardText.spaces), "until": "2030-12-31",
            ],
            by: team.office
        )
        record(
            .concurrentTreatmentNoted,
            [
                "person": "mother", "provider": "consultant perinatal psychiatrist",
                "agency": "perinatal-psychiatry", "treatment": .string(AwkwardText.lines),
            ],
            at: .unknown
        )
        record(
            .abuseHistoryRecorded,
            [
                "person": "mother", "summary": .string(AwkwardText.invisible),
                "category": "emotional-abuse", "abuser": "person-5", "from": "unknown",
                "until": "2004-06",
            ],
            at: .unknown,
            thirdParties: ["person-5"]
        )
        record(
            .thirdPartyInformationRecorded,
            [
                "person": "person-5", "information": .string(AwkwardText.quotes),
                "from": "the mother", "relevance": .string(AwkwardText.markup),
            ],
            at: .date(today.adding(days: -40)),
            onBehalfOf: team.lead.pseudonym,
            thirdParties: ["person-5"]
        )
    }

    // MARK: Sessions

    private mutating func tellEverySession() {
        record(
            .appointmentBooked,
            [
                "time": .string(today.adding(days: 9).description), "kind": "planning",
                "people": ["mother", "infant"], "staff": [.string(team.guider.pseudonym)],
                "place": .string(AwkwardText.combining),
            ],
            by: team.office
        )
        turnPage(after: 8...10)
        lateReason = AwkwardText.quotes
        record(
            .sessionHeld,
            [
                "session": "session-1", "kind": "planning", "people": ["mother", "infant"],
                "staff": [.string(team.guider.pseudonym)], "durationMs": 3_600_000, "summary": "",
            ],
            at: .range(from: now.adding(minutes: -6_000), to: now.adding(minutes: -5_940))
        )
        record(
            .childObserved,
            [
                "child": "infant", "observation": .string(AwkwardText.emoji),
                "session": "session-1", "seenAlone": false, "port": "B.ar",
            ],
            at: .unknown
        )
        lateReason = nil
        record(
            .attendanceRecorded,
            ["person": "mother", "outcome": "attended-late", "session": "session-1"],
            at: .date(today.adding(days: -1)),
            by: team.office
        )
        record(
            .contactAttempted,
            [
                "person": "partner", "how": "letter", "outcome": "not-known",
                "note": .string(AwkwardText.lines),
            ],
            at: .month(year: 2023, month: 12)
        )
        record(
            .progressNote,
            ["text": .string(AwkwardText.control), "session": "session-1"],
            at: lastHour,
            provenance: ["status": "G", "note": .string(AwkwardText.markup)]
        )
        tellEveryMeetingOfMinds()
    }

    private mutating func tellEveryMeetingOfMinds() {
        record(
            .engagementRiskNoted,
            ["person": "mother", "sign": .string(AwkwardText.rightToLeft)],
            at: .unknown
        )
        record(
            .containmentNoted,
            [
                "person": "mother", "what": .string(AwkwardText.combining), "outcome": "",
                "session": "session-1",
            ]
        )
        record(
            .formulationRecorded,
            ["formulation": .string(AwkwardText.long), "concerning": ["mother", "infant"]],
            at: .date(today)
        )
        record(
            .methodDecided,
            [
                "method": "VIG", "rationale": .string(AwkwardText.quotes),
                "options": JSON([AwkwardText.emoji, AwkwardText.markup, ""]),
                "decidedBy": [.string(team.guider.pseudonym)],
            ]
        )
        record(
            .jointDecisionMade,
            [
                "decided": .string(AwkwardText.invisible), "people": ["mother"],
                "session": "session-1",
            ],
            at: ago(30)
        )
        record(
            .focusAgreed,
            ["focus": .string(AwkwardText.spaces), "people": ["mother"]],
            at: ago(25)
        )
    }
}
