<?xml version="1.0" encoding="UTF-8"?>
<!--
  The sections of the Composition, and for each type of entry the resource that it becomes. Headings are
  those of UKCore-RecordStandardHeadings. A type that is not listed, and an entry without a type, becomes
  a Basic of the last section.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:exsl="http://exslt.org/common"
  exclude-result-prefixes="exsl">
  <xsl:variable name="sections-fragment">
    <section id="referral" title="Referral" code="referral-details" heading="Referral details">
      <type resource="Basic">case-opened</type>
      <type resource="Basic">referral-accepted</type>
      <type resource="ServiceRequest">referral-received</type>
    </section>
    <section id="people" title="People" code="person-demographics" heading="Person demographics">
      <type resource="Basic">person-added</type>
      <type resource="Basic">nhs-number-recorded</type>
      <type resource="Basic">household-changed</type>
      <type resource="Basic">parental-responsibility-recorded</type>
      <type resource="Observation">concurrent-treatment-noted</type>
      <type resource="Observation">third-party-information-recorded</type>
    </section>
    <section id="consent" title="Consent" code="consent" heading="Consent">
      <type resource="DocumentReference">consent-given</type>
      <type resource="DocumentReference">consent-varied</type>
      <type resource="DocumentReference">consent-withdrawn</type>
      <type resource="DocumentReference">consent-refused</type>
      <type resource="Communication">confidentiality-explained</type>
      <type resource="Observation">filming-stopped</type>
    </section>
    <section id="goals" title="Goals and helping questions" code="aim-goal" heading="Aim/goal">
      <type resource="Observation">focus-agreed</type>
      <type resource="Observation">goal-revised</type>
      <type resource="Observation">goal-rated</type>
      <type resource="Observation">goal-ended</type>
      <type resource="Goal">goal-agreed</type>
      <type resource="Goal">helping-question-formed</type>
    </section>
    <section id="concerns" title="Concerns, risk and safeguarding" code="safeguarding" heading="Safeguarding">
      <type resource="Observation">abuse-history-recorded</type>
      <type resource="Observation">engagement-risk-noted</type>
      <type resource="Observation">concern-reported</type>
      <type resource="Observation">risk-history-recorded</type>
      <type resource="Observation">risk-closed</type>
      <type resource="Observation">risk-plan-recorded</type>
      <type resource="Observation">disclosure-recorded</type>
      <type resource="Observation">disclosure-added-to</type>
      <type resource="Observation">impact-of-abuse-recorded</type>
      <type resource="Observation">safeguarding-decision-recorded</type>
      <type resource="Observation">staff-allegation-recorded</type>
      <type resource="Observation">strategy-discussion-noted</type>
      <type resource="Observation">conference-noted</type>
      <type resource="RiskAssessment">risk-noted</type>
      <type resource="RiskAssessment">risk-reviewed</type>
      <type resource="Communication">safeguarding-lead-told</type>
      <type resource="Communication">lado-contacted</type>
      <type resource="Communication">report-submitted</type>
    </section>
    <section id="work" title="Sessions, shared reviews and supervision" code="contact-with-professionals" heading="Contact with professionals">
      <type resource="Encounter">session-held</type>
      <type resource="Encounter">shared-review-held</type>
      <type resource="Encounter">appointment-booked</type>
      <type resource="Communication">contact-attempted</type>
      <type resource="Communication">clip-shown</type>
      <type resource="Communication">utterance-recorded</type>
      <type resource="Communication">client-told-of-supervision</type>
      <type resource="Communication">supervision-held</type>
      <type resource="Communication">supervision-feedback-given</type>
      <type resource="Observation">attendance-recorded</type>
      <type resource="Observation">progress-note</type>
      <type resource="Observation">containment-noted</type>
      <type resource="Observation">formulation-recorded</type>
      <type resource="Observation">method-decided</type>
      <type resource="Observation">joint-decision-made</type>
      <type resource="Observation">playback-paused</type>
      <type resource="Observation">client-response-observed</type>
      <type resource="Observation">guider-decision-recorded</type>
      <type resource="Observation">theme-named</type>
      <type resource="Observation">theme-used</type>
      <type resource="Observation">insight-recorded</type>
      <type resource="Observation">direct-infant-work-done</type>
      <type resource="Observation">methods-used-noted</type>
      <type resource="Observation">strength-named</type>
      <type resource="Observation">skill-rated</type>
      <type resource="Observation">guider-reflection-recorded</type>
      <type resource="Observation">countertransference-noted</type>
      <type resource="Observation">parallel-process-noted</type>
      <type resource="Basic">cycle-opened</type>
      <type resource="Basic">cycle-completed</type>
      <type resource="Basic">vig-paused</type>
      <type resource="Basic">vig-resumed</type>
    </section>
    <section id="films" title="Films and clips" code="documents-including-correspondence-audio-and-images" heading="Documents (including correspondence, audio and images)">
      <type resource="Media">film-taken</type>
      <type resource="Media">clip-chosen</type>
      <type resource="Basic">film-moved</type>
      <type resource="Basic">film-copied</type>
      <type resource="Basic">film-shown</type>
      <type resource="Basic">film-lost</type>
      <type resource="Basic">film-destroyed</type>
      <type resource="Basic">clip-rejected</type>
    </section>
    <section id="assessments" title="What was observed" code="assessments" heading="Assessments">
      <type resource="Observation">child-observed</type>
      <type resource="Observation">usual-pattern-noted</type>
      <type resource="Observation">attunement-observed</type>
    </section>
    <section id="outcomes" title="Measures and outcomes" code="assessment-scales" heading="Assessment scales">
      <type resource="Observation">measure-scored</type>
      <type resource="Observation">measure-not-scored</type>
      <type resource="Observation">generalisation-reported</type>
      <type resource="Observation">follow-up-recorded</type>
    </section>
    <section id="plan" title="Plan, referrals and sharing" code="plan-and-requested-actions" heading="Plan and requested actions">
      <type resource="Task">action-assigned</type>
      <type resource="Basic">action-reassigned</type>
      <type resource="Basic">action-completed</type>
      <type resource="Basic">action-cancelled</type>
      <type resource="ServiceRequest">social-care-referral-made</type>
      <type resource="Communication">referral-outcome-received</type>
      <type resource="Communication">referral-chased</type>
      <type resource="Communication">liaison-contact-made</type>
      <type resource="Communication">information-shared</type>
      <type resource="Observation">crisis-service-involved</type>
      <type resource="Observation">decision-not-to-share-recorded</type>
    </section>
    <section id="course" title="Closure, retention and requests" code="discharge-details" heading="Discharge details">
      <type resource="Basic">case-closed</type>
      <type resource="Basic">case-reopened</type>
      <type resource="Basic">retention-hold-placed</type>
      <type resource="Basic">retention-hold-reviewed</type>
      <type resource="Basic">retention-hold-released</type>
      <type resource="Basic">subject-access-requested</type>
      <type resource="Basic">subject-access-extended</type>
      <type resource="Basic">third-party-consent-sought</type>
      <type resource="Basic">third-party-disclosure-decided</type>
      <type resource="Basic">subject-access-answered</type>
      <type resource="Basic">harm-assessment-recorded</type>
      <type resource="Basic">finding-answered</type>
      <type resource="Observation">closing-statement-recorded</type>
      <type resource="Communication">closing-letter-sent</type>
    </section>
  </xsl:variable>
  <xsl:variable name="sections" select="exsl:node-set($sections-fragment)"/>
</xsl:stylesheet>
