INSERT INTO goal
SELECT case_id, data->>'$.goal', position, data->>'$.statement', data->>'$.cycle', data->>'$.review',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'goal-agreed';

INSERT INTO goal_person
SELECT DISTINCT e.case_id, e.data->>'$.goal', p.value, e.position
FROM event AS e, json_each(e.data, '$.agreedWith') AS p WHERE e.type = 'goal-agreed';

INSERT INTO goal_revision
SELECT case_id, data->>'$.goal', position, data->>'$.statement', data->>'$.reason', data->>'$.review',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'goal-revised';

INSERT INTO goal_rating
SELECT case_id, data->>'$.goal', position, data->>'$.rating', data->>'$.ratedBy', data->>'$.occasion',
  data->>'$.cycle', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'goal-rated';

INSERT INTO goal_end
SELECT case_id, data->>'$.goal', position, data->>'$.outcome', data->>'$.reason',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'goal-ended';

INSERT INTO helping_question
SELECT case_id, data->>'$.question', position, data->>'$.wording', data->>'$.goal', data->>'$.cycle',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'helping-question-formed';

INSERT INTO focus
SELECT case_id, position, data->>'$.focus', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'focus-agreed';

INSERT INTO measure_taken
SELECT case_id, data->>'$.code', position, data->>'$.measure', data->>'$.subject', data->>'$.respondent',
  data->>'$.rater', data->>'$.form', data->>'$.occasion', data->>'$.cycle', data->>'$.film',
  data->>'$.omittedItems', data->>'$.selfHarmItem', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'measure-scored';

INSERT INTO measure_score
SELECT case_id, position, 'total', (data->>'$.total') * 1000
FROM event WHERE type = 'measure-scored' AND data->>'$.total' IS NOT NULL;

-- A subscale may be called anything but total. Half a thousandth is added or taken, because CAST cuts off.
INSERT INTO measure_score
SELECT e.case_id, e.position, s.key, CAST(s.value * 1000 + iif(s.value < 0, -0.5, 0.5) AS INTEGER)
FROM event AS e, json_each(e.data, '$.subscales') AS s
WHERE e.type = 'measure-scored' AND s.type IN ('integer', 'real')
  AND NOT (s.key = 'total' AND e.data->>'$.total' IS NOT NULL);

INSERT INTO measure_missed
SELECT case_id, data->>'$.code', position, data->>'$.subject', data->>'$.occasion', data->>'$.reason',
  occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'measure-not-scored';

INSERT INTO generalisation
SELECT case_id, position, data->>'$.target', data->>'$.reporter', occurred_from, occurred_to, precision, recorded_at
FROM event WHERE type = 'generalisation-reported';
