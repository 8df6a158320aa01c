INSERT INTO access_look
SELECT case_id, position, iif(type = 'record-viewed', 'viewed', 'searched'), data->>'$.staff',
  coalesce(data->>'$.role', role), data->>'$.purpose', data->>'$.view', data->>'$.asOf', data->>'$.knownAt',
  occurred_to, recorded_at
FROM event WHERE type IN ('record-viewed', 'record-searched') AND case_id IS NOT NULL;

INSERT INTO wide_look
SELECT position, iif(type = 'record-viewed', 'viewed', 'searched'), data->>'$.staff',
  coalesce(data->>'$.role', role), data->>'$.purpose', data->>'$.view', data->>'$.asOf', data->>'$.knownAt',
  occurred_to, recorded_at
FROM event WHERE type IN ('record-viewed', 'record-searched') AND case_id IS NULL;

INSERT INTO wide_look_case
SELECT DISTINCT j.value, e.position
FROM event AS e JOIN json_each(e.data, '$.cases') AS j
WHERE e.type IN ('record-viewed', 'record-searched') AND e.case_id IS NULL;

-- Positions are written as ranges, '3-17', or alone, '21'.
INSERT INTO access_shown
SELECT DISTINCT e.case_id, e.position, CAST(j.value AS INTEGER),
  CAST(substr(j.value, instr(j.value, '-') + 1) AS INTEGER)
FROM event AS e JOIN json_each(e.data, '$.positions') AS j
WHERE e.type = 'record-viewed' AND e.case_id IS NOT NULL;

INSERT INTO wide_shown
SELECT DISTINCT e.position, CAST(j.value AS INTEGER), CAST(substr(j.value, instr(j.value, '-') + 1) AS INTEGER)
FROM event AS e JOIN json_each(e.data, '$.positions') AS j
WHERE e.type = 'record-viewed' AND e.case_id IS NULL;

INSERT INTO access_refusal
SELECT case_id, position, id, data->>'$.staff', data->>'$.view', data->>'$.rule', data->>'$.purpose', occurred_to, recorded_at
FROM event WHERE type = 'access-refused' AND case_id IS NOT NULL;

INSERT INTO wide_refusal
SELECT position, id, data->>'$.staff', data->>'$.view', data->>'$.rule', data->>'$.purpose', occurred_to, recorded_at
FROM event WHERE type = 'access-refused' AND case_id IS NULL;

INSERT INTO access_alert
SELECT case_id, position, id, iif(type = 'emergency-access-used', 'emergency', 'claim'), data->>'$.staff',
  data->>'$.role', data->>'$.purpose', nullif(trim(data->>'$.reason'), ''), data->>'$.until',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('emergency-access-used', 'relationship-self-claimed') AND case_id IS NOT NULL;

INSERT INTO alert_review
SELECT case_id, position, data->>'$.alert', data->>'$.outcome', coalesce(data->>'$.reviewedBy', on_behalf_of, "by"),
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'access-alert-reviewed' AND case_id IS NOT NULL;

INSERT INTO wide_review
SELECT position, data->>'$.alert', data->>'$.outcome', coalesce(data->>'$.reviewedBy', on_behalf_of, "by"), occurred_to, recorded_at
FROM event WHERE type = 'access-alert-reviewed' AND case_id IS NULL;

INSERT INTO relationship_step
SELECT case_id, data->>'$.staff', position,
  CASE type WHEN 'relationship-opened' THEN 'opened' WHEN 'relationship-ended' THEN 'ended' ELSE 'claimed' END,
  data->>'$.role', data->>'$.until', occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE type IN ('relationship-opened', 'relationship-self-claimed', 'relationship-ended') AND case_id IS NOT NULL;

-- One entry can name somebody twice.
INSERT INTO relationship_step
SELECT DISTINCT e.case_id, j.value, e.position, 'named', NULL, NULL, e.occurred_from, e.occurred_to, e.precision, e.recorded_at
FROM event AS e JOIN json_each(e.data) AS j
WHERE e.case_id IS NOT NULL AND (
  e.type = 'referral-accepted' AND j.key IN ('acceptedBy', 'guider')
  OR e.type = 'supervision-held' AND j.key IN ('supervisor', 'supervisee')
  OR e.type = 'client-told-of-supervision' AND j.key = 'supervisor'
  OR e.type = 'safeguarding-lead-told' AND j.key = 'lead'
  OR e.type IN ('action-assigned', 'action-reassigned') AND j.key = 'owner');

INSERT INTO service_role
SELECT data->>'$.staff', data->>'$.role', position, iif(type = 'role-assigned', 'assigned', 'ended'),
  data->>'$.from', data->>'$.until', occurred_to
FROM event WHERE type IN ('role-assigned', 'role-ended') AND case_id IS NULL;
