extension Simulation {
    /// How often things happen that are not to be expected of every case, in percent.
    ///
    /// What is ordinary stands where the work is told; here is what somebody who tries an audit or
    /// a report may want more or less of.
    package struct Rates: Sendable, Hashable {
        // Of a case: what befalls the family.
        package var decline = 6
        package var dropOut = 12
        package var pause = 18
        package var reopening = 3
        package var householdChange = 10
        package var concern = 35
        package var riskNoted = 30
        package var disclosure = 14
        package var staffAllegation = 2
        package var consentRefused = 20
        package var consentVaried = 8
        package var consentWithdrawn = 6
        package var retentionHold = 4
        package var subjectAccess = 5
        package var findingAnswered = 6

        // Of a meeting or a cycle.
        package var missedAppointment = 9
        package var unsupervisedCycle = 7
        package var untimedReview = 6
        package var infantUnseen = 10
        package var filmBeforeConsent = 3
        package var filmLost = 1

        // Of a risk, a disclosure, a referral, a film.
        package var riskWithoutAction = 12
        package var actionForgotten = 10
        package var disclosureUndecided = 12
        package var referralUnanswered = 25
        package var filmKept = 10
        package var useAfterWithdrawal = 15

        // Of what is written.
        package var lateEntry = 8
        package var unknownDate = 6
        package var thinEntry = 8
        package var amendment = 10
        package var markedInError = 3

        package init() {}

        /// The names that `set` knows, in kebab-case.
        package static let names = table.map(\.name)

        /// Sets a rate by its name. False for an unknown name or a rate that is not 0 to 100.
        package mutating func set(_ name: String, to percent: Int) -> Bool {
            guard (0...100).contains(percent),
                let entry = Rates.table.first(where: { $0.name == name })
            else { return false }
            self[keyPath: entry.path] = percent
            return true
        }

        private static let table:
            [(name: String, path: any WritableKeyPath<Rates, Int> & Sendable)] = [
                ("decline", \.decline),
                ("drop-out", \.dropOut),
                ("pause", \.pause),
                ("reopening", \.reopening),
                ("household-change", \.householdChange),
                ("concern", \.concern),
                ("risk-noted", \.riskNoted),
                ("disclosure", \.disclosure),
                ("staff-allegation", \.staffAllegation),
                ("consent-refused", \.consentRefused),
                ("consent-varied", \.consentVaried),
                ("consent-withdrawn", \.consentWithdrawn),
                ("retention-hold", \.retentionHold),
                ("subject-access", \.subjectAccess),
                ("finding-answered", \.findingAnswered),
                ("missed-appointment", \.missedAppointment),
                ("unsupervised-cycle", \.unsupervisedCycle),
                ("untimed-review", \.untimedReview),
                ("infant-unseen", \.infantUnseen),
                ("film-before-consent", \.filmBeforeConsent),
                ("film-lost", \.filmLost),
                ("risk-without-action", \.riskWithoutAction),
                ("action-forgotten", \.actionForgotten),
                ("disclosure-undecided", \.disclosureUndecided),
                ("referral-unanswered", \.referralUnanswered),
                ("film-kept", \.filmKept),
                ("use-after-withdrawal", \.useAfterWithdrawal),
                ("late-entry", \.lateEntry),
                ("unknown-date", \.unknownDate),
                ("thin-entry", \.thinEntry),
                ("amendment", \.amendment),
                ("marked-in-error", \.markedInError),
            ]
    }
}
