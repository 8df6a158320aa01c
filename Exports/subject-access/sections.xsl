<?xml version="1.0" encoding="UTF-8"?>
<!--
  The parts of a person's copy, and the types of entry that stand in each; what no part lists stands in the last. Then the
  words that are explained, and what is said of rights. All of it is text for people: change it here and nowhere else.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:variable name="sections">
    <section id="beginning" title="How the work began" about="The referral, and taking it on."
      types=" case-opened referral-received referral-accepted case-reopened "/>
    <section id="people" title="People and home" about="Who belongs to the family, who lives there, who may decide, and who else gives care."
      types=" person-added nhs-number-recorded household-changed parental-responsibility-recorded concurrent-treatment-noted
        third-party-information-recorded "/>
    <section id="consent" title="What was agreed to" about="Each yes and no to being filmed and to how films are used."
      types=" consent-given consent-varied consent-withdrawn consent-refused confidentiality-explained filming-stopped "/>
    <section id="goals" title="Goals and questions" about="What the work was for, and how near each goal was said to be."
      types=" focus-agreed goal-agreed goal-revised goal-rated goal-ended helping-question-formed "/>
    <section id="meetings" title="Meetings and contact" about="When people met or tried to, and what was noted."
      types=" appointment-booked session-held attendance-recorded contact-attempted progress-note child-observed containment-noted
        formulation-recorded method-decided joint-decision-made cycle-opened cycle-completed vig-paused vig-resumed
        engagement-risk-noted "/>
    <section id="films" title="Films and clips" about="What was filmed, where films went, and which moments were chosen."
      types=" film-taken film-moved film-copied film-shown film-lost film-destroyed usual-pattern-noted clip-chosen clip-rejected
        attunement-observed "/>
    <section id="reviews" title="Looking at film together" about="Shared reviews, and what was said and seen in them."
      types=" shared-review-held clip-shown playback-paused utterance-recorded client-response-observed guider-decision-recorded
        theme-named theme-used insight-recorded direct-infant-work-done methods-used-noted strength-named "/>
    <section id="supervision" title="Supervision of the work" about="What the worker looked at with a supervisor."
      types=" client-told-of-supervision supervision-held supervision-feedback-given skill-rated guider-reflection-recorded
        countertransference-noted parallel-process-noted "/>
    <section id="measures" title="Questionnaires and scores" about="What was filled in, and what it came to."
      types=" measure-scored measure-not-scored "/>
    <section id="safety" title="Worries and safety" about="Worries, risks, what was told of harm, and what was decided."
      types=" abuse-history-recorded concern-reported risk-history-recorded risk-noted risk-reviewed risk-closed
        risk-plan-recorded disclosure-recorded disclosure-added-to impact-of-abuse-recorded safeguarding-lead-told
        safeguarding-decision-recorded staff-allegation-recorded lado-contacted strategy-discussion-noted conference-noted
        report-submitted "/>
    <section id="others" title="Actions and other services" about="What was to be done, and what was shared with whom."
      types=" action-assigned action-reassigned action-completed action-cancelled social-care-referral-made
        referral-outcome-received referral-chased liaison-contact-made crisis-service-involved information-shared
        decision-not-to-share-recorded "/>
    <section id="ending" title="The end and after" about="How the work ended, and what was heard later."
      types=" case-closed closing-statement-recorded closing-letter-sent follow-up-recorded generalisation-reported "/>
    <section id="keeping" title="Keeping of the record" about="Requests, who works with the record, and corrections."
      types=" subject-access-requested subject-access-extended subject-access-answered harm-assessment-recorded retention-hold-placed
        retention-hold-reviewed retention-hold-released relationship-opened relationship-self-claimed relationship-ended
        finding-answered entry-amended entry-marked-in-error rectification-refused "/>
  </xsl:variable>

  <xsl:variable name="words">
    <word name="Video Interaction Guidance (VIG)">A way of working with short films of a parent and child. Small moments that went
      well are looked at together.</word>
    <word name="Guider">The worker who films, chooses the moments and looks at them with the family.</word>
    <word name="Clip">A few seconds of a film.</word>
    <word name="Shared review">The meeting in which parent and guider look at clips together.</word>
    <word name="Cycle">One film and the shared review of it.</word>
    <word name="Helping question">A question that a parent wants to find an answer to, made of a goal.</word>
    <word name="Attunement">Being in tune with each other: noticing, answering, taking turns. The record notes which signs of it
      were seen, and between whom: PI is parent and infant, GP is guider and parent, SG is supervisor and guider.</word>
    <word name="Exception">A moment that is different from what mostly happens, and better.</word>
    <word name="Supervision">A guider looks at the work with a more experienced colleague.</word>
    <word name="Risk">A judgement, at a time, of how likely harm is: low, moderate or high. It can change.</word>
    <word name="Measure">A questionnaire or a scale that gives a number.</word>
    <word name="Recorded">When an entry was written and by whom. It can be later than when the thing happened.</word>
    <word name="Not known when">Nobody wrote down when it happened. The entry stands where it was recorded.</word>
    <word name="Amended">Changed later. What is shown is how the entry stands now.</word>
    <word name="In error">Recorded by mistake, as about the wrong person. It does not count.</word>
  </xsl:variable>

  <xsl:variable name="rights">
    <right title="To ask more">You may ask what is done with this record and why, who has received anything from it, where it came
      from, and how long it is kept.</right>
    <right title="To have it put right">If something is wrong, or something is missing, tell us the number of the entry and what it
      should say. We answer within one month. A correction is added and what was there before is kept, so that it can be seen
      what was known when. If we do not agree, we tell you why, and you may ask us to put your own statement beside the
      entry.</right>
    <right title="To have it erased, limited or stopped">You may ask us to erase something, to keep it without using it, or to stop using
      it. Health and safeguarding records often have to be kept. If we cannot do what you ask, we tell you why.</right>
    <right title="To change your mind about films">You may take back a yes to being filmed, or to how a film is used, at any time and
      without giving a reason. Your care does not change.</right>
    <right title="To complain">You may complain to us, and to the Information Commissioner’s Office (ICO), which looks after
      these rights in the United Kingdom. You may also go to court.</right>
  </xsl:variable>
</xsl:stylesheet>
