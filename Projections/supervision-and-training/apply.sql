INSERT INTO supervision
SELECT case_id, position, data->>'$.supervision', data->>'$.moment', data->>'$.review', data->>'$.film',
  data->>'$.cycle', data->>'$.supervisor', data->>'$.supervisee', data->>'$.durationMs',
  coalesce(data->'$.risks', '[]'), occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'supervision-held' AND case_id IS NOT NULL;

INSERT INTO supervision_film
SELECT case_id, data->>'$.supervision', data->>'$.film', position, occurred_to
FROM event WHERE type = 'film-shown' AND case_id IS NOT NULL AND data->>'$.supervision' IS NOT NULL;

INSERT INTO supervision_feedback
SELECT case_id, position, data->>'$.supervision', data->>'$.feedback', data->>'$.namedBy',
  coalesce(on_behalf_of, "by"), data->>'$.words', data->>'$.film', data->>'$.startMs', data->>'$.endMs',
  data->>'$.clip', coalesce(data->'$.principles', '[]'), occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'supervision-feedback-given' AND case_id IS NOT NULL;

INSERT INTO strength
SELECT case_id, position, data->>'$.strength', data->>'$.staff', data->>'$.person', data->>'$.namedBy',
  data->>'$.supervision', data->>'$.review', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'strength-named' AND case_id IS NOT NULL;

-- Without a name, the skills are the writer's own.
INSERT INTO skill_rating
SELECT e.case_id, j.key, e.position, coalesce(e.data->>'$.staff', e.on_behalf_of, e."by"),
  e.data->>'$.rater', CAST(j.value * 1000 + 0.5 AS INTEGER), e.data->>'$.film', e.data->>'$.supervision',
  e.occurred_from, e.occurred_to, e.precision, e.recorded_at
FROM event AS e JOIN json_each(e.data, '$.skills') AS j
WHERE e.type = 'skill-rated' AND e.case_id IS NOT NULL;

INSERT INTO reflection
SELECT case_id, position, iif(type = 'countertransference-noted', 'countertransference', 'reflection'),
  coalesce(on_behalf_of, "by"), data->>'$.session', data->>'$.film', data->>'$.review',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('guider-reflection-recorded', 'countertransference-noted') AND case_id IS NOT NULL;

INSERT INTO cycle_part
SELECT case_id, data->>'$.cycle', position, coalesce(on_behalf_of, "by"),
  iif(type = 'cycle-opened', 'opened', 'completed'), data->>'$.number', NULL, role,
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type IN ('cycle-opened', 'cycle-completed') AND case_id IS NOT NULL AND data->>'$.cycle' IS NOT NULL;

-- A review that names no staff was held by whoever wrote it down.
INSERT INTO cycle_part
SELECT DISTINCT e.case_id, e.data->>'$.cycle', e.position, coalesce(j.value, e.on_behalf_of, e."by"), 'reviewed', NULL,
  e.data->>'$.review', iif(coalesce(j.value, e."by") = e."by", e.role, NULL),
  e.occurred_from, e.occurred_to, e.precision, e.recorded_at
FROM event AS e LEFT JOIN json_each(e.data, '$.staff') AS j
WHERE e.type = 'shared-review-held' AND e.case_id IS NOT NULL AND e.data->>'$.cycle' IS NOT NULL;

INSERT INTO review_held
SELECT case_id, position, data->>'$.review', data->>'$.cycle', data->>'$.film',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'shared-review-held' AND case_id IS NOT NULL;

INSERT INTO training_registration
SELECT position, data->>'$.staff', data->>'$.supervisor', data->>'$.scheme',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'training-registered' AND case_id IS NULL;

INSERT INTO training_stage
SELECT position, data->>'$.staff', data->>'$.stage', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'training-stage-reached' AND case_id IS NULL;
