-- One statement, a CASE per column: the types that count are those of the manifest; the WHERE names the few
-- that count only with a certain value. What only answers another entry (is_row 0) has no row of its own.
INSERT INTO chronology_entry
SELECT case_id, position, type,
  CASE
    WHEN type = 'person-added' THEN data->>'$.born'
    WHEN type = 'conference-noted' THEN data->>'$.date'
    WHEN type IN ('abuse-history-recorded', 'risk-history-recorded') THEN
      coalesce(data->>'$.from' || coalesce(' to ' || (data->>'$.until'), ''), data->>'$.period', 'until ' || (data->>'$.until'))
  END,
  occurred_from, occurred_to, precision, recorded_at, "by", role, coalesce(confidentiality, 'restricted'),
  type NOT IN ('action-reassigned', 'action-completed', 'action-cancelled', 'referral-chased'),
  CASE type
    WHEN 'risk-noted' THEN data->>'$.risk'
    WHEN 'risk-reviewed' THEN data->>'$.risk'
    WHEN 'concern-reported' THEN data->>'$.concern'
    WHEN 'disclosure-recorded' THEN data->>'$.disclosure'
    WHEN 'safeguarding-decision-recorded' THEN data->>'$.decision'
    WHEN 'action-assigned' THEN data->>'$.action'
    WHEN 'social-care-referral-made' THEN data->>'$.referral'
    WHEN 'staff-allegation-recorded' THEN id
    WHEN 'vig-paused' THEN data->>'$.pause'
  END,
  CASE data->>'$.level' WHEN 'low' THEN 1 WHEN 'moderate' THEN 2 WHEN 'high' THEN 3 END,
  CASE type
    WHEN 'social-care-referral-made' THEN 'childrens-social-care'
    WHEN 'referral-outcome-received' THEN 'childrens-social-care'
    WHEN 'lado-contacted' THEN 'lado'
    ELSE data->>'$.agency'
  END,
  CASE type
    WHEN 'referral-received' THEN coalesce(data->>'$.from', source)
    WHEN 'referral-outcome-received' THEN coalesce(data->>'$.from', source)
    WHEN 'disclosure-added-to' THEN coalesce(data->>'$.from', source)
    WHEN 'risk-history-recorded' THEN coalesce(data->>'$.toldBy', source)
    WHEN 'concern-reported' THEN coalesce(data->>'$.reportedBy', data->>'$.reporter', source)
    WHEN 'disclosure-recorded' THEN coalesce(data->>'$.discloser', source)
    WHEN 'staff-allegation-recorded' THEN coalesce(data->>'$.madeBy', source)
    WHEN 'liaison-contact-made' THEN coalesce(data->>'$.contact', source)
    WHEN 'generalisation-reported' THEN coalesce(data->>'$.reporter', source)
    WHEN 'closing-statement-recorded' THEN data->>'$.person'
    ELSE source
  END,
  -- Nothing is ever without a headline, whatever an old or imported entry leaves out.
  coalesce(CASE type
    WHEN 'person-added' THEN (data->>'$.person') || ' born'
    WHEN 'referral-received' THEN 'Referred to the service: ' || (data->>'$.reason')
    WHEN 'referral-accepted' THEN 'Referral accepted' || coalesce(': ' || (data->>'$.reason'), '')
    WHEN 'household-changed' THEN (data->>'$.person') || ' ' || (data->>'$.change') || ' the household'
      || coalesce(': ' || (data->>'$.reason'), '')
    WHEN 'parental-responsibility-recorded' THEN (data->>'$.holder')
      || iif(data->>'$.holds', ' has', ' does not have') || ' parental responsibility for ' || (data->>'$.child')
    WHEN 'concurrent-treatment-noted' THEN (data->>'$.person') || ' is in treatment with ' || (data->>'$.provider')
      || coalesce(': ' || (data->>'$.treatment'), '')
    WHEN 'abuse-history-recorded' THEN 'History of ' || coalesce(replace(data->>'$.category', '-', ' '), 'abuse')
      || ' of ' || (data->>'$.person') || ': ' || (data->>'$.summary')
    WHEN 'attendance-recorded' THEN (data->>'$.person') || ', ' || replace(data->>'$.outcome', '-', ' ')
      || coalesce(': ' || (data->>'$.reason'), '')
    WHEN 'child-observed' THEN (data->>'$.child') || ' seen alone: ' || (data->>'$.observation')
    WHEN 'engagement-risk-noted' THEN 'Engagement of ' || (data->>'$.person') || ' at risk: ' || (data->>'$.sign')
    WHEN 'consent-withdrawn' THEN (data->>'$.giver') || ' withdrew consent: ' || (
      SELECT group_concat(j.value, ', ') OVER (ORDER BY j.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      FROM json_each(event.data, '$.scopes') AS j ORDER BY j.id LIMIT 1)
    WHEN 'consent-refused' THEN (data->>'$.giver') || ' refused consent: ' || (
      SELECT group_concat(j.value, ', ') OVER (ORDER BY j.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
      FROM json_each(event.data, '$.scopes') AS j ORDER BY j.id LIMIT 1)
    WHEN 'film-lost' THEN (data->>'$.film') || ' is ' || (data->>'$.how')
    WHEN 'goal-ended' THEN (data->>'$.goal') || ' ' || replace(data->>'$.outcome', '-', ' ')
    WHEN 'insight-recorded' THEN (data->>'$.person') || ' came to see: ' || (data->>'$.insight')
    WHEN 'strength-named' THEN 'Strength of ' || (data->>'$.person') || ': ' || (data->>'$.strength')
    WHEN 'measure-scored' THEN (data->>'$.subject') || ', ' || (data->>'$.code') || ': self-harm item '
      || (data->>'$.selfHarmItem')
    WHEN 'concern-reported' THEN (data->>'$.concern') || ' reported: ' || (data->>'$.description')
    WHEN 'risk-history-recorded' THEN 'History of ' || (data->>'$.person') || ': ' || (data->>'$.history')
    WHEN 'risk-noted' THEN (data->>'$.risk') || ' noted, ' || (data->>'$.level') || ': ' || (data->>'$.description')
    WHEN 'risk-reviewed' THEN (data->>'$.risk') || ' reviewed, ' || (data->>'$.level')
      || coalesce(': ' || (data->>'$.description'), '')
    WHEN 'risk-closed' THEN (data->>'$.risk') || ' closed: ' || (data->>'$.reason')
    WHEN 'risk-plan-recorded' THEN 'Risk plan: ' || (data->>'$.plan')
    WHEN 'disclosure-recorded' THEN (data->>'$.disclosure') || ' by ' || (data->>'$.discloser') || ': '
      || replace(data->>'$.category', '-', ' ') || coalesce('. ' || (data->>'$.summary'), '')
    WHEN 'disclosure-added-to' THEN (data->>'$.disclosure') || ' added to: ' || (data->>'$.information')
    WHEN 'impact-of-abuse-recorded' THEN 'Impact of abuse on ' || (data->>'$.person')
    WHEN 'safeguarding-lead-told' THEN 'Safeguarding lead told' || coalesce(': ' || (data->>'$.what'), '')
    WHEN 'safeguarding-decision-recorded' THEN (data->>'$.decision') || ': ' || (data->>'$.decided')
    WHEN 'staff-allegation-recorded' THEN 'Allegation about ' || (data->>'$.about') || ': ' || (data->>'$.allegation')
    WHEN 'lado-contacted' THEN 'Designated officer contacted' || coalesce(': ' || (data->>'$.authority'), '')
    WHEN 'strategy-discussion-noted' THEN 'Strategy discussion'
      || iif(data->>'$.enquiryStarted', ', section 47 enquiry started', '')
    WHEN 'conference-noted' THEN upper(substr(data->>'$.kind', 1, 1)) || replace(substr(data->>'$.kind', 2), '-', ' ')
    WHEN 'report-submitted' THEN 'Report to ' || (data->>'$.recipient') || coalesce(': ' || (data->>'$.summary'), '')
    WHEN 'action-assigned' THEN (data->>'$.action') || ': ' || (data->>'$.what')
      || coalesce(', by ' || (data->>'$.owner'), ', no owner') || coalesce(', due ' || (data->>'$.due'), ', no date')
    WHEN 'action-reassigned' THEN (data->>'$.action') || ' reassigned' || coalesce(' to ' || (data->>'$.owner'), '')
      || coalesce(', due ' || (data->>'$.due'), '')
    WHEN 'action-completed' THEN (data->>'$.action') || ' completed: ' || (data->>'$.outcome')
    WHEN 'action-cancelled' THEN (data->>'$.action') || ' cancelled: ' || (data->>'$.reason')
    WHEN 'social-care-referral-made' THEN (data->>'$.referral') || ' to ' || (data->>'$.recipient')
      || coalesce(', ' || replace(data->>'$.threshold', '-', ' '), '') || ': ' || (data->>'$.reason')
    WHEN 'referral-outcome-received' THEN (data->>'$.referral') || ' answered: ' || (data->>'$.outcome')
    WHEN 'referral-chased' THEN (data->>'$.referral') || ' chased' || coalesce(': ' || (data->>'$.answer'), '')
    WHEN 'liaison-contact-made' THEN CASE data->>'$.direction' WHEN 'to' THEN 'Told ' WHEN 'from' THEN 'Heard from '
      ELSE 'Spoke with ' END || replace(data->>'$.agency', '-', ' ') || coalesce(': ' || (data->>'$.content'), '')
    WHEN 'crisis-service-involved' THEN replace(data->>'$.agency', '-', ' ') || ' came in for ' || (data->>'$.person')
      || coalesce(': ' || (data->>'$.reason'), '')
    WHEN 'information-shared' THEN 'Shared with ' || coalesce(data->>'$.recipient', replace(data->>'$.agency', '-', ' '),
      'somebody not named') || ': ' || (data->>'$.what')
    WHEN 'decision-not-to-share-recorded' THEN 'Decided not to share' || coalesce(' with ' || (data->>'$.recipient'), '')
      || ': ' || (data->>'$.what')
    WHEN 'cycle-completed' THEN (data->>'$.cycle') || ' completed' || coalesce(': ' || (data->>'$.summary'), '')
    WHEN 'vig-paused' THEN 'Film work paused: ' || replace(data->>'$.reason', '-', ' ')
    WHEN 'vig-resumed' THEN 'Film work resumed' || coalesce(': ' || (data->>'$.note'), '')
    WHEN 'case-closed' THEN 'Case closed: ' || replace(data->>'$.reason', '-', ' ')
      || coalesce(', risk at closing ' || (data->>'$.closingRisk'), '')
    WHEN 'case-reopened' THEN 'Case reopened: ' || (data->>'$.reason')
    WHEN 'closing-statement-recorded' THEN (data->>'$.person') || ' at the end: ' || (data->>'$.statement')
    WHEN 'follow-up-recorded' THEN 'Follow-up: ' || (data->>'$.summary')
    WHEN 'generalisation-reported' THEN 'Used with ' || (data->>'$.target') || ': ' || (data->>'$.description')
  END, replace(type, '-', ' ')),
  CASE
    WHEN type IN ('abuse-history-recorded', 'attendance-recorded', 'engagement-risk-noted', 'film-lost', 'measure-scored',
      'concern-reported', 'risk-history-recorded', 'risk-noted', 'disclosure-recorded', 'impact-of-abuse-recorded',
      'staff-allegation-recorded', 'crisis-service-involved') THEN '-'
    WHEN type IN ('insight-recorded', 'strength-named', 'risk-closed', 'vig-resumed', 'generalisation-reported') THEN '+'
    WHEN type = 'goal-ended' THEN iif(data->>'$.outcome' = 'met', '+', 'neutral')
    WHEN type = 'case-closed' THEN CASE data->>'$.planned' WHEN 1 THEN '+' WHEN 0 THEN '-' ELSE 'neutral' END
    -- Whether a risk rose or fell depends on the judgement before it: the query says.
    WHEN type = 'risk-reviewed' THEN NULL
    ELSE 'neutral'
  END,
  CASE type
    WHEN 'impact-of-abuse-recorded' THEN data->>'$.impact'
    WHEN 'child-observed' THEN data->>'$.observation'
    WHEN 'generalisation-reported' THEN iif(data->>'$.target' = 'sibling', data->>'$.description', NULL)
  END,
  CASE type
    WHEN 'concern-reported' THEN data->>'$.response'
    WHEN 'disclosure-recorded' THEN data->>'$.reply'
    WHEN 'staff-allegation-recorded' THEN data->>'$.response'
    WHEN 'conference-noted' THEN data->>'$.ourPart'
    WHEN 'strategy-discussion-noted' THEN data->>'$.ourPart'
    WHEN 'safeguarding-decision-recorded' THEN replace(data->>'$.course', '-', ' ')
    WHEN 'referral-outcome-received' THEN data->>'$.response'
    WHEN 'film-lost' THEN 'reported to ' || (data->>'$.reportedTo')
    WHEN 'case-closed' THEN data->>'$.onwardCare'
  END,
  coalesce(CASE type
    WHEN 'referral-accepted' THEN data->>'$.acceptedBy'
    WHEN 'action-assigned' THEN data->>'$.owner'
    WHEN 'action-completed' THEN data->>'$.completedBy'
    WHEN 'safeguarding-lead-told' THEN data->>'$.lead'
    WHEN 'safeguarding-decision-recorded' THEN coalesce(data->>'$.agreedBy', data->>'$.lead')
    WHEN 'risk-closed' THEN data->>'$.agreedBy'
    WHEN 'crisis-service-involved' THEN data->>'$.calledBy'
    WHEN 'decision-not-to-share-recorded' THEN data->>'$.lead'
  END, on_behalf_of, "by"),
  CASE type
    WHEN 'crisis-service-involved' THEN data->>'$.outcome'
    WHEN 'strategy-discussion-noted' THEN data->>'$.outcome'
    WHEN 'conference-noted' THEN data->>'$.outcome'
    WHEN 'lado-contacted' THEN data->>'$.advice'
    WHEN 'case-closed' THEN data->>'$.summary'
    WHEN 'risk-closed' THEN 'held by ' || (data->>'$.heldBy')
    WHEN 'vig-paused' THEN data->>'$.explanation'
  END,
  coalesce(data->>'$.rationale', data->>'$.necessity')
FROM event
WHERE (type <> 'person-added' OR data->>'$.role' = 'child' AND data->>'$.born' IS NOT NULL)
  AND (type <> 'attendance-recorded' OR data->>'$.outcome' NOT LIKE 'attended%' AND data->>'$.outcome' NOT LIKE 'cancelled%')
  AND (type <> 'child-observed' OR data->>'$.seenAlone' = 1)
  AND (type <> 'strength-named' OR data->>'$.person' IS NOT NULL)
  AND (type <> 'measure-scored' OR data->>'$.selfHarmItem' > 0)
  AND type IS NOT NULL;

-- What an entry brings into being is its own label (chronology_entry.thing), not something it answers.
INSERT INTO chronology_link
SELECT case_id, thing, position,
  iif(type IN ('action-completed', 'action-cancelled', 'referral-outcome-received', 'risk-closed', 'vig-resumed'),
    'outcome', 'action')
FROM (
  SELECT case_id, position, type, data->>'$.risk' AS thing FROM event
  UNION SELECT case_id, position, type, data->>'$.concern' FROM event
  UNION SELECT case_id, position, type, data->>'$.disclosure' FROM event
  UNION SELECT case_id, position, type, data->>'$.decision' FROM event WHERE type <> 'safeguarding-decision-recorded'
  UNION SELECT case_id, position, type, data->>'$.action' FROM event WHERE type <> 'action-assigned'
  UNION SELECT case_id, position, type, data->>'$.referral' FROM event WHERE type <> 'social-care-referral-made'
  UNION SELECT case_id, position, type, data->>'$.pause' FROM event WHERE type = 'vig-resumed'
  UNION SELECT case_id, position, type, data->>'$.allegation' FROM event WHERE type = 'lado-contacted'
  UNION SELECT e.case_id, e.position, e.type, j.value FROM event AS e, json_each(e.data, '$.risks') AS j
)
WHERE thing IS NOT NULL AND type IN (
  'safeguarding-lead-told', 'safeguarding-decision-recorded', 'risk-plan-recorded', 'action-assigned', 'action-reassigned',
  'action-completed', 'action-cancelled', 'social-care-referral-made', 'referral-outcome-received', 'referral-chased',
  'strategy-discussion-noted', 'liaison-contact-made', 'crisis-service-involved', 'information-shared',
  'decision-not-to-share-recorded', 'lado-contacted', 'risk-closed', 'vig-resumed');

-- UNION, since an entry may name somebody twice.
INSERT INTO chronology_person
SELECT case_id, position, person FROM (
  SELECT case_id, position, j.value AS person FROM event, json_each(data, '$.concerning') AS j
  UNION SELECT case_id, position, j.value FROM event, json_each(data, '$.childrenConsidered') AS j
  UNION SELECT case_id, position, j.value FROM event, json_each(subjects) AS j
  UNION SELECT case_id, position, data->>'$.person' FROM event
  UNION SELECT case_id, position, data->>'$.child' FROM event
) AS named
WHERE person IS NOT NULL AND EXISTS (
  SELECT 1 FROM chronology_entry AS e WHERE e.case_id = named.case_id AND e.position = named.position);

INSERT INTO chronology_child
SELECT case_id, position, data->>'$.person', data->>'$.born', occurred_to
FROM event WHERE type = 'person-added' AND data->>'$.role' = 'child';
