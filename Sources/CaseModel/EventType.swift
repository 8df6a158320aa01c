/// Every type of event that this version knows. Raw values stand in every log and never change.
package enum EventType: String, CaseIterable, Sendable {
    // Intake and people
    case caseOpened = "case-opened"
    case referralReceived = "referral-received"
    case referralAccepted = "referral-accepted"
    case personAdded = "person-added"
    case nhsNumberRecorded = "nhs-number-recorded"
    case householdChanged = "household-changed"
    case parentalResponsibilityRecorded = "parental-responsibility-recorded"
    case concurrentTreatmentNoted = "concurrent-treatment-noted"
    case abuseHistoryRecorded = "abuse-history-recorded"
    case thirdPartyInformationRecorded = "third-party-information-recorded"

    // Sessions and attendance
    case appointmentBooked = "appointment-booked"
    case sessionHeld = "session-held"
    case attendanceRecorded = "attendance-recorded"
    case contactAttempted = "contact-attempted"
    case progressNote = "progress-note"
    case childObserved = "child-observed"
    case engagementRiskNoted = "engagement-risk-noted"
    case containmentNoted = "containment-noted"
    case formulationRecorded = "formulation-recorded"
    case methodDecided = "method-decided"
    case jointDecisionMade = "joint-decision-made"

    // Consent
    case consentGiven = "consent-given"
    case consentVaried = "consent-varied"
    case consentWithdrawn = "consent-withdrawn"
    case consentRefused = "consent-refused"
    case confidentialityExplained = "confidentiality-explained"
    case filmingStopped = "filming-stopped"

    // Goals and helping questions
    case focusAgreed = "focus-agreed"
    case goalAgreed = "goal-agreed"
    case goalRevised = "goal-revised"
    case goalRated = "goal-rated"
    case goalEnded = "goal-ended"
    case helpingQuestionFormed = "helping-question-formed"

    // Films, custody and clips
    case filmTaken = "film-taken"
    case filmMoved = "film-moved"
    case filmCopied = "film-copied"
    case filmShown = "film-shown"
    case filmLost = "film-lost"
    case filmDestroyed = "film-destroyed"
    case usualPatternNoted = "usual-pattern-noted"
    case clipChosen = "clip-chosen"
    case clipRejected = "clip-rejected"

    // Shared reviews
    case sharedReviewHeld = "shared-review-held"
    case clipShown = "clip-shown"
    case playbackPaused = "playback-paused"
    case utteranceRecorded = "utterance-recorded"
    case clientResponseObserved = "client-response-observed"
    case guiderDecisionRecorded = "guider-decision-recorded"
    case attunementObserved = "attunement-observed"
    case themeNamed = "theme-named"
    case themeUsed = "theme-used"
    case insightRecorded = "insight-recorded"
    case directInfantWorkDone = "direct-infant-work-done"
    case methodsUsedNoted = "methods-used-noted"

    // Supervision, skills and reflection
    case clientToldOfSupervision = "client-told-of-supervision"
    case supervisionHeld = "supervision-held"
    case supervisionFeedbackGiven = "supervision-feedback-given"
    case strengthNamed = "strength-named"
    case skillRated = "skill-rated"
    case guiderReflectionRecorded = "guider-reflection-recorded"
    case countertransferenceNoted = "countertransference-noted"
    case parallelProcessNoted = "parallel-process-noted"

    // Measures
    case measureScored = "measure-scored"
    case measureNotScored = "measure-not-scored"

    // Concerns, risk, disclosure and safeguarding
    case concernReported = "concern-reported"
    case riskHistoryRecorded = "risk-history-recorded"
    case riskNoted = "risk-noted"
    case riskReviewed = "risk-reviewed"
    case riskClosed = "risk-closed"
    case riskPlanRecorded = "risk-plan-recorded"
    case disclosureRecorded = "disclosure-recorded"
    case disclosureAddedTo = "disclosure-added-to"
    case impactOfAbuseRecorded = "impact-of-abuse-recorded"
    case safeguardingLeadTold = "safeguarding-lead-told"
    case safeguardingDecisionRecorded = "safeguarding-decision-recorded"
    case staffAllegationRecorded = "staff-allegation-recorded"
    case ladoContacted = "lado-contacted"
    case strategyDiscussionNoted = "strategy-discussion-noted"
    case conferenceNoted = "conference-noted"
    case reportSubmitted = "report-submitted"

    // Actions, sharing, referrals and liaison
    case actionAssigned = "action-assigned"
    case actionReassigned = "action-reassigned"
    case actionCompleted = "action-completed"
    case actionCancelled = "action-cancelled"
    case socialCareReferralMade = "social-care-referral-made"
    case referralOutcomeReceived = "referral-outcome-received"
    case referralChased = "referral-chased"
    case liaisonContactMade = "liaison-contact-made"
    case crisisServiceInvolved = "crisis-service-involved"
    case informationShared = "information-shared"
    case decisionNotToShareRecorded = "decision-not-to-share-recorded"

    // Course of the case and closure
    case cycleOpened = "cycle-opened"
    case cycleCompleted = "cycle-completed"
    case vigPaused = "vig-paused"
    case vigResumed = "vig-resumed"
    case caseClosed = "case-closed"
    case caseReopened = "case-reopened"
    case closingStatementRecorded = "closing-statement-recorded"
    case closingLetterSent = "closing-letter-sent"
    case followUpRecorded = "follow-up-recorded"
    case generalisationReported = "generalisation-reported"
    case retentionHoldPlaced = "retention-hold-placed"
    case retentionHoldReviewed = "retention-hold-reviewed"
    case retentionHoldReleased = "retention-hold-released"
    case subjectAccessRequested = "subject-access-requested"
    case harmAssessmentRecorded = "harm-assessment-recorded"
    case subjectAccessAnswered = "subject-access-answered"
    case findingAnswered = "finding-answered"

    // Corrections
    case entryAmended = "entry-amended"
    case entryMarkedInError = "entry-marked-in-error"

    // Service
    case recordCreated = "record-created"
    case staffAdded = "staff-added"
    case roleAssigned = "role-assigned"
    case roleEnded = "role-ended"
    case codebookAdopted = "codebook-adopted"
    case settingChanged = "setting-changed"
    case witnessAdded = "witness-added"
    case exportIssued = "export-issued"
    case auditSampleDrawn = "audit-sample-drawn"
    case erasureApproved = "erasure-approved"
    case trainingRegistered = "training-registered"
    case trainingStageReached = "training-stage-reached"

    // Access
    case recordViewed = "record-viewed"
    case recordSearched = "record-searched"
    case accessRefused = "access-refused"
    case emergencyAccessUsed = "emergency-access-used"
    case accessAlertReviewed = "access-alert-reviewed"
    case relationshipOpened = "relationship-opened"
    case relationshipSelfClaimed = "relationship-self-claimed"
    case relationshipEnded = "relationship-ended"

    package var spec: EventSpec { Catalogue.spec(of: self) }
}
