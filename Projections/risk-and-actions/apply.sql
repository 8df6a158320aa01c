-- Each statement copies facts of one kind of entry. Lists have no order here and may name a thing twice.

INSERT INTO risk_entry
SELECT case_id, data->>'$.risk', position,
  CASE type WHEN 'risk-noted' THEN 'noted' WHEN 'risk-reviewed' THEN 'reviewed' ELSE 'closed' END,
  data->>'$.level', CASE data->>'$.level' WHEN 'low' THEN 1 WHEN 'moderate' THEN 2 WHEN 'high' THEN 3 END,
  "by", role, data->>'$.description', data->>'$.heldBy', data->>'$.reviewOn', data->>'$.session',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('risk-noted', 'risk-reviewed', 'risk-closed');

INSERT INTO risk_person
SELECT DISTINCT case_id, data->>'$.risk', p.value, position
FROM event AS e, json_each(data, '$.concerning') AS p WHERE e.type = 'risk-noted';

INSERT INTO red_flag
SELECT DISTINCT case_id, data->>'$.risk', f.value, position, occurred_from, occurred_to, precision
FROM event AS e, json_each(data, '$.redFlags') AS f WHERE e.type IN ('risk-noted', 'risk-reviewed');

INSERT INTO disclosure_entry
SELECT case_id, data->>'$.disclosure', position, iif(type = 'disclosure-recorded', 'recorded', 'added'),
  data->>'$.discloser', data->>'$.category', data->>'$.session', "by",
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('disclosure-recorded', 'disclosure-added-to');

INSERT INTO disclosure_field
SELECT DISTINCT case_id, data->>'$.disclosure', f.key, position, occurred_to
FROM event AS e, json_each(data) AS f
WHERE e.type IN ('disclosure-recorded', 'disclosure-added-to') AND trim(f.value) <> '' AND f.value <> '[]';

INSERT INTO safeguarding_decision
SELECT case_id, data->>'$.decision', position, data->>'$.course',
  data->>'$.risk', data->>'$.disclosure', data->>'$.concern', data->>'$.lead',
  -- Naming the lead, or being the lead, says it too; an outright no does not.
  coalesce(data->>'$.leadConsulted', data->>'$.lead' IS NOT NULL OR role IS 'safeguarding-lead'),
  "by", occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'safeguarding-decision-recorded';

INSERT INTO reasoning
SELECT case_id, position, type, trim(coalesce(data->>'$.rationale', '')) <> '',
  coalesce(json_array_length(data, '$.options'), 0), occurred_from, occurred_to, precision
FROM event WHERE type IN (
  'safeguarding-decision-recorded', 'decision-not-to-share-recorded', 'joint-decision-made',
  'method-decided', 'guider-decision-recorded'
);

INSERT INTO plan_change
SELECT case_id, position, type, occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN (
  'risk-plan-recorded', 'safeguarding-decision-recorded', 'joint-decision-made', 'method-decided',
  'goal-agreed', 'goal-revised', 'goal-ended'
);

INSERT INTO action_entry
SELECT case_id, data->>'$.action', position,
  CASE type WHEN 'action-assigned' THEN 'assigned' WHEN 'action-reassigned' THEN 'reassigned'
    WHEN 'action-completed' THEN 'completed' ELSE 'cancelled' END,
  data->>'$.what', data->>'$.owner', data->>'$.due',
  data->>'$.risk', data->>'$.concern', data->>'$.disclosure', data->>'$.decision',
  "by", occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE type IN ('action-assigned', 'action-reassigned', 'action-completed', 'action-cancelled');

INSERT INTO referral_entry
SELECT case_id, data->>'$.referral', position,
  CASE type WHEN 'social-care-referral-made' THEN 'made'
    WHEN 'referral-outcome-received' THEN 'answered' ELSE 'chased' END,
  data->>'$.recipient', data->>'$.threshold',
  data->>'$.risk', data->>'$.disclosure', data->>'$.decision',
  occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE type IN ('social-care-referral-made', 'referral-outcome-received', 'referral-chased');

INSERT INTO outside_contact
SELECT case_id, position, iif(type = 'liaison-contact-made', 'liaison', 'crisis'),
  data->>'$.agency', data->>'$.direction', data->>'$.risk', data->>'$.disclosure',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('liaison-contact-made', 'crisis-service-involved');

INSERT INTO outside_contact_person
SELECT DISTINCT case_id, p.value, position
FROM event AS e, json_each(data, '$.concerning') AS p WHERE e.type = 'liaison-contact-made'
UNION ALL
SELECT case_id, data->>'$.person', position
FROM event WHERE type = 'crisis-service-involved';

INSERT INTO sharing
SELECT case_id, position, iif(type = 'information-shared', 'shared', 'withheld'),
  data->>'$.recipient', data->>'$.agency',
  trim(coalesce(data->>'$.basis', '')) <> '', trim(coalesce(data->>'$.necessity', '')) <> '',
  data->>'$.consentSought', trim(coalesce(data->>'$.whyNotSought', '')) <> '',
  data->>'$.familyTold', trim(coalesce(data->>'$.whyNotTold', '')) <> '',
  data->>'$.risk', data->>'$.disclosure', data->>'$.decision',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('information-shared', 'decision-not-to-share-recorded');

INSERT INTO allegation
SELECT case_id, id, data->>'$.staff', occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'staff-allegation-recorded';

INSERT INTO lado_contact
SELECT case_id, data->>'$.allegation', data->>'$.how',
  occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'lado-contacted';

INSERT INTO strategy_discussion
SELECT case_id, position, data->>'$.referral', data->>'$.weTookPart', data->>'$.enquiryStarted',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'strategy-discussion-noted';

INSERT INTO conference
SELECT case_id, position, data->>'$.kind', data->>'$.date', data->>'$.weTookPart',
  trim(coalesce(data->>'$.query', '')) <> '',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'conference-noted';

INSERT INTO report_sent
SELECT case_id, position, data->>'$.kind', data->>'$.meetingOn', data->>'$.recipient',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'report-submitted';

INSERT INTO closing_act
SELECT case_id, position, iif(type = 'case-closed', 'closed', 'reopened'), data->>'$.closingRisk',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('case-closed', 'case-reopened');

INSERT INTO session_staff
SELECT DISTINCT case_id, data->>'$.session', s.value, position
FROM event AS e, json_each(data, '$.staff') AS s WHERE e.type = 'session-held';

-- Types are named one by one: a risk that a film or a measure may mention one day is another matter.
INSERT INTO matter_entry
SELECT DISTINCT case_id, m.key, m.value, position, e.type, "by", role, on_behalf_of,
  occurred_from, occurred_to, precision, recorded_at
FROM event AS e, json_each(json_object(
  'risk', data->>'$.risk', 'disclosure', data->>'$.disclosure', 'concern', data->>'$.concern')) AS m
WHERE m.value IS NOT NULL AND e.type IN (
  'risk-noted', 'risk-reviewed', 'risk-closed', 'concern-reported', 'disclosure-recorded',
  'disclosure-added-to', 'impact-of-abuse-recorded', 'safeguarding-lead-told',
  'safeguarding-decision-recorded', 'action-assigned', 'social-care-referral-made',
  'liaison-contact-made', 'crisis-service-involved', 'information-shared',
  'decision-not-to-share-recorded'
)
UNION
SELECT case_id, 'risk', r.value, position, e.type, "by", role, on_behalf_of,
  occurred_from, occurred_to, precision, recorded_at
FROM event AS e, json_each(data, '$.risks') AS r
WHERE e.type IN ('risk-plan-recorded', 'supervision-held');

INSERT INTO knower
-- These fields name a safeguarding lead by what they are.
SELECT case_id, position, iif(type = 'safeguarding-lead-told', 'told', 'consulted'),
  data->>'$.lead', 1, 'safeguarding-lead' FROM event
WHERE data->>'$.lead' IS NOT NULL AND (
  type IN ('safeguarding-lead-told', 'decision-not-to-share-recorded')
  OR type = 'safeguarding-decision-recorded' AND coalesce(data->>'$.leadConsulted', 1)
)
UNION ALL
SELECT case_id, position, 'agreed', data->>'$.agreedBy', 1, NULL FROM event
WHERE data->>'$.agreedBy' IS NOT NULL AND type IN ('safeguarding-decision-recorded', 'risk-closed')
UNION ALL
SELECT case_id, position, 'owns-action', data->>'$.owner', 1, NULL FROM event
WHERE data->>'$.owner' IS NOT NULL AND type = 'action-assigned'
UNION ALL
SELECT case_id, position, 'supervised', data->>'$.supervisor', 1, NULL FROM event
WHERE type = 'supervision-held' AND data->>'$.risks' IS NOT NULL
UNION ALL
SELECT case_id, position, 'was-supervised', data->>'$.supervisee', 1, NULL FROM event
WHERE type = 'supervision-held' AND data->>'$.risks' IS NOT NULL
UNION ALL
SELECT DISTINCT case_id, position, 'reviewed', w.value, 1, NULL
FROM event AS e, json_each(data, '$.with') AS w WHERE e.type = 'risk-reviewed'
UNION ALL
-- Outside the service: the body, in the words of the entry where it has no code.
SELECT case_id, position, 'received', coalesce(data->>'$.recipient', data->>'$.agency'), 0, NULL FROM event
WHERE coalesce(data->>'$.recipient', data->>'$.agency') IS NOT NULL
  AND type IN ('information-shared', 'social-care-referral-made')
UNION ALL
SELECT case_id, position, 'in-contact', data->>'$.agency', 0, NULL FROM event
WHERE type IN ('liaison-contact-made', 'crisis-service-involved');

INSERT INTO record_shown
SELECT case_id, position, r.key, data->>'$.staff', coalesce(data->>'$.role', role),
  CAST(r.value AS INTEGER),
  -- '3-17' is a range, '21' a single position.
  CAST(iif(instr(r.value, '-') > 0, substr(r.value, instr(r.value, '-') + 1), r.value) AS INTEGER),
  occurred_from, occurred_to, precision, recorded_at
FROM event AS e, json_each(data, '$.positions') AS r
WHERE e.type = 'record-viewed' AND case_id IS NOT NULL;

INSERT INTO lead_act
SELECT data->>'$.staff', position, iif(type = 'role-assigned', 'assigned', 'ended'),
  coalesce(data->>'$.from', occurred_to),
  -- A day is shorter than its instants and stands before them; its last one ends before 'T24'.
  data->>'$.until' || 'T24'
FROM event
WHERE type IN ('role-assigned', 'role-ended') AND data->>'$.role' = 'safeguarding-lead';
