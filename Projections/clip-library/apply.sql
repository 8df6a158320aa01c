INSERT INTO clip
SELECT case_id, data->>'$.clip', data->>'$.film', data->>'$.startMs', data->>'$.endMs', data->>'$.level',
  coalesce(data->>'$.isException', 0), coalesce(data->>'$.isFailedMoment', 0), data->>'$.pattern',
  data->>'$.description', "by", role, occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'clip-chosen';

INSERT INTO clip_principle
SELECT DISTINCT case_id, data->>'$.clip', p.value, position
FROM event AS e CROSS JOIN json_each(data, '$.principles') AS p WHERE e.type = 'clip-chosen';

INSERT INTO clip_link
SELECT DISTINCT case_id, data->>'$.clip', 'goal', g.value, position
FROM event AS e CROSS JOIN json_each(data, '$.goals') AS g WHERE e.type = 'clip-chosen'
UNION ALL
SELECT DISTINCT case_id, data->>'$.clip', 'question', q.value, position
FROM event AS e CROSS JOIN json_each(data, '$.questions') AS q WHERE e.type = 'clip-chosen';

INSERT INTO clip_left_out
SELECT case_id, data->>'$.film', data->>'$.startMs', data->>'$.endMs', data->>'$.reason',
  occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'clip-rejected';

INSERT INTO clip_play
SELECT case_id, data->>'$.clip', data->>'$.review', occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'clip-shown';

INSERT INTO clip_feedback
SELECT case_id, data->>'$.clip', data->>'$.supervision', data->>'$.feedback', data->>'$.namedBy', data->>'$.words',
  occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'supervision-feedback-given' AND data->>'$.clip' IS NOT NULL;

INSERT INTO clip_supervision
SELECT case_id, data->>'$.supervision', data->>'$.moment', position
FROM event WHERE type = 'supervision-held';

INSERT INTO clip_film
SELECT case_id, data->>'$.film', data->>'$.kind', data->>'$.cycle', data->>'$.durationMs',
  coalesce(data->'$.people', '[]'), occurred_to, position
FROM event WHERE type = 'film-taken';

INSERT INTO case_child
SELECT case_id, data->>'$.person', occurred_to, position
FROM event WHERE type = 'person-added' AND data->>'$.role' = 'child';

INSERT INTO child_seen
SELECT case_id, coalesce(data->>'$.child', data->>'$.infant'), iif(type = 'child-observed', 'observed', 'worked with'),
  occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type IN ('child-observed', 'direct-infant-work-done');

INSERT INTO clip_cycle
SELECT case_id, data->>'$.cycle', substr(type, 7), occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type IN ('cycle-opened', 'cycle-completed');
