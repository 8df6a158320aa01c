-- Turns first: there are more of them than of everything else together.
INSERT INTO turn
SELECT case_id, position, data->>'$.review', data->>'$.speaker', data->>'$.person', data->>'$.startMs',
  data->>'$.endMs', data->>'$.words', data->>'$.isParaphrase', data->>'$.clip', data->>'$.port', occurred_to
FROM event WHERE type = 'utterance-recorded';

INSERT INTO shared_review
SELECT case_id, data->>'$.review', position, data->>'$.cycle', data->>'$.film', data->>'$.durationMs',
  data->>'$.summary', occurred_from, occurred_to, precision, recorded_at, role
FROM event WHERE type = 'shared-review-held';

INSERT INTO review_person
SELECT DISTINCT e.case_id, e.data->>'$.review', e.position, p.value, 0
FROM event AS e, json_each(e.data, '$.people') AS p WHERE e.type = 'shared-review-held';

INSERT INTO review_person
SELECT DISTINCT e.case_id, e.data->>'$.review', e.position, p.value, 1
FROM event AS e, json_each(e.data, '$.staff') AS p WHERE e.type = 'shared-review-held';

INSERT INTO clip_shown
SELECT case_id, data->>'$.review', position, data->>'$.clip', data->>'$.atMs', data->>'$.parentFirst',
  data->>'$.timesPlayed', data->>'$.framing', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'clip-shown';

INSERT INTO playback_pause
SELECT case_id, data->>'$.review', position, data->>'$.clip', data->>'$.atMs', data->>'$.durationMs',
  data->>'$.after', data->>'$.brokenBy', data->>'$.question', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'playback-paused';

INSERT INTO client_response
SELECT case_id, position, data->>'$.person', data->>'$.response', data->>'$.review', data->>'$.clip',
  data->>'$.atMs', data->>'$.port', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'client-response-observed';

INSERT INTO guider_decision
SELECT case_id, position, data->>'$.decided', data->>'$.rationale',
  coalesce(json_array_length(data, '$.options'), 0), data->>'$.review', data->>'$.atMs',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'guider-decision-recorded';

INSERT INTO attunement
SELECT case_id, position, data->>'$.level', data->>'$.film', data->>'$.review', data->>'$.cycle',
  data->>'$.startMs', data->>'$.endMs', data->>'$.port', data->>'$.description',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'attunement-observed';

INSERT INTO attunement_code
SELECT DISTINCT e.case_id, c.value, e.position
FROM event AS e, json_each(e.data, '$.principles') AS c WHERE e.type = 'attunement-observed';

INSERT INTO theme
SELECT case_id, data->>'$.theme', position, data->>'$.name', data->>'$.review', data->>'$.speaker',
  data->>'$.response', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'theme-named';

INSERT INTO theme_use
SELECT case_id, data->>'$.theme', position, data->>'$.speaker', data->>'$.review', data->>'$.cycle',
  data->>'$.words', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'theme-used';

INSERT INTO insight
SELECT case_id, position, data->>'$.person', data->>'$.insight', data->>'$.review', data->>'$.cycle',
  data->>'$.port', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'insight-recorded';

INSERT INTO child_port_note
SELECT case_id, position, data->>'$.port', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'child-observed';
