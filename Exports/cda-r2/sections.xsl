<?xml version="1.0" encoding="UTF-8"?>
<!--
  The sections of the body, and the types of entry that stand in each. Codes are of LOINC; a section
  without one has none that fits.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:exsl="http://exslt.org/common"
  exclude-result-prefixes="exsl">
  <xsl:variable name="sections-fragment">
    <section id="referral" code="42349-1" name="Reason for Referral" title="Referral">
      <type>case-opened</type>
      <type>referral-received</type>
      <type>referral-accepted</type>
    </section>
    <section id="people" title="People">
      <type>person-added</type>
      <type>nhs-number-recorded</type>
      <type>household-changed</type>
      <type>parental-responsibility-recorded</type>
      <type>concurrent-treatment-noted</type>
      <type>third-party-information-recorded</type>
    </section>
    <section id="consent" title="Consent">
      <type>consent-given</type>
      <type>consent-varied</type>
      <type>consent-withdrawn</type>
      <type>consent-refused</type>
      <type>confidentiality-explained</type>
      <type>filming-stopped</type>
    </section>
    <section id="goals" code="61146-7" name="Goals" title="Goals and helping questions">
      <type>focus-agreed</type>
      <type>goal-agreed</type>
      <type>goal-revised</type>
      <type>goal-rated</type>
      <type>goal-ended</type>
      <type>helping-question-formed</type>
    </section>
    <section id="concerns" code="75310-3" name="Health Concerns Document" title="Concerns, risk and safeguarding">
      <type>abuse-history-recorded</type>
      <type>engagement-risk-noted</type>
      <type>concern-reported</type>
      <type>risk-history-recorded</type>
      <type>risk-noted</type>
      <type>risk-reviewed</type>
      <type>risk-closed</type>
      <type>risk-plan-recorded</type>
      <type>disclosure-recorded</type>
      <type>disclosure-added-to</type>
      <type>impact-of-abuse-recorded</type>
      <type>safeguarding-lead-told</type>
      <type>safeguarding-decision-recorded</type>
      <type>staff-allegation-recorded</type>
      <type>lado-contacted</type>
      <type>strategy-discussion-noted</type>
      <type>conference-noted</type>
      <type>report-submitted</type>
    </section>
    <section id="work" code="62387-6" name="Interventions Provided" title="Sessions, films, reviews and supervision">
      <type>session-held</type>
      <type>attendance-recorded</type>
      <type>contact-attempted</type>
      <type>progress-note</type>
      <type>child-observed</type>
      <type>containment-noted</type>
      <type>formulation-recorded</type>
      <type>method-decided</type>
      <type>joint-decision-made</type>
      <type>film-taken</type>
      <type>film-moved</type>
      <type>film-copied</type>
      <type>film-shown</type>
      <type>film-lost</type>
      <type>film-destroyed</type>
      <type>usual-pattern-noted</type>
      <type>clip-chosen</type>
      <type>clip-rejected</type>
      <type>shared-review-held</type>
      <type>clip-shown</type>
      <type>playback-paused</type>
      <type>utterance-recorded</type>
      <type>client-response-observed</type>
      <type>guider-decision-recorded</type>
      <type>attunement-observed</type>
      <type>theme-named</type>
      <type>theme-used</type>
      <type>insight-recorded</type>
      <type>direct-infant-work-done</type>
      <type>methods-used-noted</type>
      <type>client-told-of-supervision</type>
      <type>supervision-held</type>
      <type>supervision-feedback-given</type>
      <type>strength-named</type>
      <type>skill-rated</type>
      <type>guider-reflection-recorded</type>
      <type>countertransference-noted</type>
      <type>parallel-process-noted</type>
      <type>cycle-opened</type>
      <type>cycle-completed</type>
      <type>vig-paused</type>
      <type>vig-resumed</type>
    </section>
    <section id="outcomes" code="11383-7" name="Patient Problem Outcome" title="Measures and outcomes">
      <type>measure-scored</type>
      <type>measure-not-scored</type>
      <type>generalisation-reported</type>
      <type>follow-up-recorded</type>
    </section>
    <section id="plan" code="18776-5" name="Treatment plan" title="Plan, referrals and sharing">
      <type>appointment-booked</type>
      <type>action-assigned</type>
      <type>action-reassigned</type>
      <type>action-completed</type>
      <type>action-cancelled</type>
      <type>social-care-referral-made</type>
      <type>referral-outcome-received</type>
      <type>referral-chased</type>
      <type>liaison-contact-made</type>
      <type>crisis-service-involved</type>
      <type>information-shared</type>
      <type>decision-not-to-share-recorded</type>
    </section>
    <section id="course" title="Closure, retention and requests">
      <type>case-closed</type>
      <type>case-reopened</type>
      <type>closing-statement-recorded</type>
      <type>closing-letter-sent</type>
      <type>retention-hold-placed</type>
      <type>retention-hold-reviewed</type>
      <type>retention-hold-released</type>
      <type>subject-access-requested</type>
      <type>subject-access-extended</type>
      <type>third-party-consent-sought</type>
      <type>third-party-disclosure-decided</type>
      <type>harm-assessment-recorded</type>
      <type>subject-access-answered</type>
      <type>finding-answered</type>
    </section>
  </xsl:variable>
  <xsl:variable name="sections" select="exsl:node-set($sections-fragment)"/>
</xsl:stylesheet>
