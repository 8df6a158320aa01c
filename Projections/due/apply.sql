INSERT INTO due_action
SELECT case_id, data->>'$.action', position, substr(type, 8), data->>'$.owner', data->>'$.due', occurred_to, recorded_at
FROM event
WHERE type IN ('action-assigned', 'action-reassigned', 'action-completed', 'action-cancelled') AND case_id IS NOT NULL;

INSERT INTO due_supervision
SELECT case_id, position, iif(type = 'shared-review-held', 'reviewed', 'supervised'), data->>'$.review',
  data->>'$.film', data->>'$.moment', coalesce(data->>'$.supervisee', data->>'$.staff[0]', on_behalf_of, "by"),
  occurred_from, occurred_to, recorded_at
FROM event WHERE type IN ('shared-review-held', 'supervision-held') AND case_id IS NOT NULL;

INSERT INTO due_consent
SELECT DISTINCT e.case_id, s.value, p.value, e.data->>'$.giver', e.position, substr(e.type, 9), e.data->>'$.film',
  e.data->>'$.until', e.occurred_from, e.occurred_to, e.recorded_at
FROM event AS e JOIN json_each(e.data, '$.scopes') AS s JOIN json_each(e.data, '$.concerning') AS p
WHERE e.type IN ('consent-given', 'consent-varied', 'consent-withdrawn', 'consent-refused') AND e.case_id IS NOT NULL;

INSERT INTO due_film
SELECT case_id, data->>'$.film', position, substr(type, 6), data->>'$.kind', data->'$.people', occurred_to, recorded_at
FROM event WHERE type IN ('film-taken', 'film-destroyed', 'film-lost') AND case_id IS NOT NULL;

INSERT INTO due_hold
SELECT case_id, iif(type = 'retention-hold-placed', id, data->>'$.hold'), position,
  iif(type = 'retention-hold-placed', 'placed', 'released'),
  iif(data->>'$.extent' = 'film', data->>'$.film', NULL), occurred_to, recorded_at
FROM event WHERE type IN ('retention-hold-placed', 'retention-hold-released') AND case_id IS NOT NULL;

INSERT INTO due_closing
SELECT case_id, position, iif(type = 'case-closed', 'closed', 'reopened'), occurred_to, recorded_at
FROM event WHERE type IN ('case-closed', 'case-reopened') AND case_id IS NOT NULL;

INSERT INTO due_pause
SELECT case_id, position, iif(type = 'vig-paused', 'paused', 'resumed'), data->>'$.pause', data->>'$.reviewOn',
  occurred_to, recorded_at
FROM event WHERE type IN ('vig-paused', 'vig-resumed') AND case_id IS NOT NULL;

INSERT INTO due_meeting
SELECT case_id, position, iif(type = 'conference-noted', 'noted', 'reported'), data->>'$.kind',
  coalesce(data->>'$.date', data->>'$.meetingOn'), occurred_to, recorded_at
FROM event WHERE type IN ('conference-noted', 'report-submitted') AND case_id IS NOT NULL;

INSERT INTO due_again
SELECT case_id, 'risk', data->>'$.risk', position, data->>'$.reviewOn', NULL, occurred_to, recorded_at
FROM event WHERE type IN ('risk-reviewed', 'risk-closed') AND case_id IS NOT NULL;

-- A new risk plan takes the place of the last.
INSERT INTO due_again
SELECT case_id, 'risk plan', '', position, data->>'$.reviewOn', NULL, occurred_to, recorded_at
FROM event WHERE type = 'risk-plan-recorded' AND case_id IS NOT NULL;

-- What was kept in the service is settled by sharing it, or by deciding on the same matter again.
INSERT INTO due_again
SELECT case_id, 'decision not to share', coalesce(data->>'$.risk', data->>'$.disclosure', data->>'$.concern', ''), position,
  data->>'$.reviewOn', NULL, occurred_to, recorded_at
FROM event WHERE type IN ('decision-not-to-share-recorded', 'information-shared') AND case_id IS NOT NULL;

INSERT INTO due_again
SELECT case_id, 'hold', iif(type = 'retention-hold-placed', id, data->>'$.hold'), position, data->>'$.reviewOn',
  coalesce(data->>'$.placedBy', data->>'$.reviewedBy', on_behalf_of, "by"), occurred_to, recorded_at
FROM event
WHERE type IN ('retention-hold-placed', 'retention-hold-reviewed', 'retention-hold-released') AND case_id IS NOT NULL;

INSERT INTO due_again
SELECT case_id, 'request for access', data->>'$.person', position, data->>'$.due', coalesce(on_behalf_of, "by"),
  occurred_to, recorded_at
FROM event
WHERE type IN ('subject-access-requested', 'subject-access-extended', 'subject-access-answered') AND case_id IS NOT NULL;
