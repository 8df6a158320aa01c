-- code: the agency that referred, or why the case was closed.
INSERT INTO case_step
SELECT case_id, position, substr(type, iif(type IN ('case-opened', 'case-closed', 'case-reopened'), 6, 1)),
  data->>'$.reference', data->>'$.plannedCycles',
  coalesce(data->>'$.acceptedBy', data->>'$.agreedBy', on_behalf_of, "by"),
  CASE type WHEN 'referral-received' THEN data->>'$.agency' WHEN 'case-closed' THEN data->>'$.reason' END,
  data->>'$.planned', data->>'$.closingRisk', occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE type IN ('case-opened', 'referral-received', 'referral-accepted', 'case-closed', 'case-reopened')
  AND case_id IS NOT NULL;

INSERT INTO guider_step
SELECT case_id, position, iif(type = 'referral-accepted', data->>'$.guider', data->>'$.staff'),
  iif(type = 'relationship-ended', 'ended', 'assigned'), data->>'$.until',
  occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE case_id IS NOT NULL
  AND (type = 'referral-accepted' AND data->>'$.guider' IS NOT NULL
    OR type IN ('relationship-opened', 'relationship-self-claimed') AND data->>'$.role' IN ('guider', 'trainee')
    OR type = 'relationship-ended' AND coalesce(data->>'$.role', 'guider') IN ('guider', 'trainee'));

INSERT INTO cycle_step
SELECT case_id, position, data->>'$.cycle', iif(type = 'cycle-opened', 'opened', 'completed'), data->>'$.number',
  coalesce(on_behalf_of, "by"), occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE type IN ('cycle-opened', 'cycle-completed') AND case_id IS NOT NULL AND data->>'$.cycle' IS NOT NULL;

INSERT INTO pause_step
SELECT case_id, position, iif(type = 'vig-paused', 'paused', 'resumed'), data->>'$.pause', data->>'$.reason',
  data->>'$.reviewOn', data->>'$.cycle', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('vig-paused', 'vig-resumed') AND case_id IS NOT NULL;

INSERT INTO attendance
SELECT case_id, data->>'$.person', position, data->>'$.outcome', data->>'$.session', data->>'$.booked',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'attendance-recorded' AND case_id IS NOT NULL;

INSERT INTO contact_attempt
SELECT case_id, position, data->>'$.person', data->>'$.how', data->>'$.outcome',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'contact-attempted' AND case_id IS NOT NULL;
