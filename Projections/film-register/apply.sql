INSERT INTO film
SELECT case_id, data->>'$.film', data->>'$.kind', data->>'$.durationMs', data->>'$.cycle', data->>'$.session',
  data->>'$.review', data->>'$.location', data->>'$.sha256',
  occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type = 'film-taken';

INSERT INTO film_person
SELECT DISTINCT case_id, data->>'$.film', p.value, 0, position
FROM event AS e CROSS JOIN json_each(data, '$.people') AS p WHERE e.type = 'film-taken'
UNION ALL
SELECT DISTINCT case_id, data->>'$.film', p.value, 1, position
FROM event AS e CROSS JOIN json_each(data, '$.staff') AS p WHERE e.type = 'film-taken';

-- One code says what matters of each act: for whom a copy is, how it was lost, why it was destroyed.
INSERT INTO film_step
SELECT case_id, data->>'$.film', substr(type, 6),
  CASE type WHEN 'film-copied' THEN data->>'$.recipient' WHEN 'film-lost' THEN data->>'$.how'
    WHEN 'film-destroyed' THEN data->>'$.reason' END,
  data->>'$.location', data->>'$.deleteBy', data->>'$.copiesDestroyed', data->>'$.sha256',
  occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type IN ('film-moved', 'film-copied', 'film-lost', 'film-destroyed');

INSERT INTO film_use
SELECT case_id,
  CASE type WHEN 'film-shown' THEN 'shown' WHEN 'film-copied' THEN 'copied' WHEN 'supervision-held' THEN 'supervised' ELSE type END,
  data->>'$.film', data->>'$.clip', data->>'$.review', data->>'$.supervision',
  CASE type WHEN 'film-shown' THEN data->>'$.viewerRole' WHEN 'film-copied' THEN data->>'$.recipient'
    WHEN 'supervision-held' THEN 'supervisor' END,
  iif(type = 'supervision-held', json_array(data->>'$.supervisor'), data->'$.viewers'),
  occurred_from, occurred_to, precision, recorded_at, position
FROM event
WHERE type IN ('film-shown', 'film-copied', 'clip-chosen', 'clip-shown')
  OR type = 'supervision-held' AND data->>'$.film' IS NOT NULL;

INSERT INTO film_audience
SELECT DISTINCT case_id, data->>'$.review', p.value, position
FROM event AS e CROSS JOIN json_each(data, '$.people') AS p WHERE e.type = 'shared-review-held';

INSERT INTO film_outsider
SELECT case_id, data->>'$.person', position
FROM event WHERE type = 'person-added' AND data->>'$.role' = 'professional';

INSERT INTO film_words
SELECT case_id, data->>'$.film', data->>'$.review', data->>'$.cycle',
  CASE type WHEN 'clip-chosen' THEN 'clip' WHEN 'shared-review-held' THEN 'review' ELSE 'supervision' END,
  occurred_from, occurred_to, precision, position
FROM event
WHERE type = 'clip-chosen' AND trim(data->>'$.description') <> ''
  OR type IN ('shared-review-held', 'supervision-held') AND trim(data->>'$.summary') <> '';

INSERT INTO film_keep
SELECT case_id,
  CASE type WHEN 'retention-hold-placed' THEN 'hold' WHEN 'subject-access-requested' THEN 'request'
    WHEN 'disclosure-recorded' THEN 'disclosure' ELSE 'referral' END,
  coalesce(data->>'$.disclosure', data->>'$.referral', id),
  iif(type = 'retention-hold-placed' AND data->>'$.extent' = 'film', data->>'$.film', NULL),
  iif(type = 'subject-access-requested', data->>'$.person', NULL),
  data->>'$.ground', data->>'$.reviewOn',
  occurred_from, occurred_to, precision, recorded_at, position
FROM (
  -- A referral names the disclosure it is about; its own label is the one that an answer names.
  SELECT case_id, type, id, position, occurred_from, occurred_to, precision, recorded_at,
    iif(type = 'social-care-referral-made', json_object('referral', data->>'$.referral'), data) AS data
  FROM event
  WHERE type IN ('retention-hold-placed', 'subject-access-requested', 'disclosure-recorded', 'social-care-referral-made')
);

INSERT INTO film_keep_end
SELECT case_id,
  CASE type WHEN 'retention-hold-released' THEN 'hold' WHEN 'subject-access-answered' THEN 'request'
    WHEN 'safeguarding-decision-recorded' THEN 'disclosure' ELSE 'referral' END,
  CASE type WHEN 'retention-hold-released' THEN data->>'$.hold' WHEN 'subject-access-answered' THEN data->>'$.request'
    WHEN 'safeguarding-decision-recorded' THEN data->>'$.disclosure' ELSE data->>'$.referral' END,
  iif(type = 'subject-access-answered', data->>'$.person', NULL),
  occurred_from, occurred_to, precision, recorded_at, position
FROM event
WHERE type IN ('retention-hold-released', 'subject-access-answered', 'referral-outcome-received')
  OR type = 'safeguarding-decision-recorded' AND data->>'$.disclosure' IS NOT NULL;

INSERT INTO film_case_step
SELECT case_id, substr(type, 6), occurred_from, occurred_to, precision, recorded_at, position
FROM event WHERE type IN ('case-closed', 'case-reopened');
