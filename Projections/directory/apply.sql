INSERT INTO case_reference
SELECT case_id, position, data->>'$.reference', occurred_to
FROM event WHERE type = 'case-opened';

INSERT INTO case_standing
SELECT case_id, position, iif(type = 'case-closed', 'closed', 'open'), occurred_to
FROM event WHERE type IN ('case-closed', 'case-reopened');

INSERT INTO staff
SELECT data->>'$.staff', position, data->>'$.name', data->>'$.post'
FROM event WHERE type = 'staff-added';

INSERT INTO role
SELECT position, data->>'$.staff', data->>'$.role', iif(type = 'role-assigned', 'assigned', 'ended'),
  data->>'$.from', data->>'$.until'
FROM event WHERE type IN ('role-assigned', 'role-ended');

INSERT INTO codebook
SELECT position, data->>'$.name', data->>'$.version', data->>'$.source', data->'$.codes'
FROM event WHERE type = 'codebook-adopted';

INSERT INTO case_relationship
SELECT case_id, data->>'$.staff', position,
  CASE type WHEN 'relationship-opened' THEN 'opened' WHEN 'relationship-ended' THEN 'ended' ELSE 'claimed' END,
  data->>'$.role', data->>'$.until'
FROM event
WHERE type IN ('relationship-opened', 'relationship-self-claimed', 'relationship-ended') AND case_id IS NOT NULL;

-- Whoever names only themselves claims a relationship, and there is an entry for that.
INSERT INTO case_relationship
SELECT DISTINCT e.case_id, j.value, e.position, 'named', NULL, NULL
FROM event AS e JOIN json_each(e.data) AS j
WHERE e.case_id IS NOT NULL AND j.value <> e."by" AND (
  e.type = 'referral-accepted' AND j.key IN ('acceptedBy', 'guider')
  OR e.type = 'supervision-held' AND j.key IN ('supervisor', 'supervisee')
  OR e.type = 'client-told-of-supervision' AND j.key = 'supervisor'
  OR e.type = 'safeguarding-lead-told' AND j.key = 'lead'
  OR e.type IN ('action-assigned', 'action-reassigned') AND j.key = 'owner');

INSERT INTO emergency
SELECT case_id, position, data->>'$.staff', data->>'$.until', occurred_to
FROM event WHERE type = 'emergency-access-used' AND case_id IS NOT NULL;
