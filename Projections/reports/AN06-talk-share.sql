-- AN06: Talk share
-- reads: shared-reviews
-- per: review
-- shared: no
-- method: The parent's part of what parent and guider said: of their time where turns are timed, else of words that are the speaker's own, else of turns; basis says which. Time in which both speak counts for both. For time, covered is the time in which anybody speaks and coverable the length of the review; else turns that count and all turns of the two.
-- example:
--   {"at":"2026-03-02T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-03-02T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-03-09T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","people":["mother"],"durationMs":60000}}
--   {"at":"2026-03-09T12:01:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"guider","startMs":0,"endMs":9000,"words":"What do you see?"}}
--   {"at":"2026-03-09T12:02:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"parent","startMs":8000,"endMs":11000,"words":"He waits for me"}}
--   {"at":"2026-03-09T12:03:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"infant","startMs":12000,"endMs":14000,"words":"(coos)"}}
--   {"at":"2026-03-16T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
--   {"at":"2026-03-16T12:01:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-2","speaker":"guider","words":"And here?"}}
--   {"at":"2026-03-16T12:02:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-2","speaker":"parent","words":"I left him  room"}}
--   {"at":"2026-03-16T12:03:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-2","speaker":"parent","words":"She said it was easier","isParaphrase":true}}
--   {"at":"2026-03-16T12:04:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-2","speaker":"guider","words":"You did"}}
--   {"at":"2026-03-23T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-3","people":["mother"]}}
-- gives: [
--   {"review":"review-1","basis":"time","figure":"talk share","value":0.25,"unit":"share","numerator":3000,"denominator":12000,"covered":13000,"coverable":60000},
--   {"review":"review-1","basis":"time","figure":"infant's time","value":2000,"unit":"ms"},
--   {"review":"review-1","basis":"time","figure":"others' time","value":0,"unit":"ms"},
--   {"review":"review-2","basis":"words","figure":"talk share","value":0.5,"numerator":4,"denominator":8,"covered":3,"coverable":4},
--   {"review":"review-2","basis":"words","figure":"infant's time","value":null,"reason":"no turn is timed"},
--   {"review":"review-2","basis":"words","figure":"others' time","value":null,"reason":"no turn is timed"},
--   {"review":"review-3","basis":null,"figure":"talk share","value":null,"reason":"nobody's words are recorded"},
--   {"review":"review-3","figure":"infant's time","value":null,"reason":"no turn is timed"},
--   {"review":"review-3","figure":"others' time","value":null,"reason":"no turn is timed"}]
WITH heard_turns AS (
  -- White space is squeezed: each space becomes the pair 1 2, and where pairs meet, 2 1 goes.
  SELECT case_id, review, position, speaker, start_ms, end_ms, is_paraphrase, trim(replace(replace(replace(
      replace(replace(replace(replace(words, char(9), ' '), char(10), ' '), char(13), ' '), char(160), ' '),
      ' ', char(1, 2)), char(2, 1), ''), char(1, 2), ' ')) AS words
  FROM turn WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
),
said AS (
  SELECT case_id, review, speaker, speaker IN ('parent', 'guider') AS counts, end_ms - start_ms AS ms,
    iif(is_paraphrase = 1, NULL, length(words) - length(replace(words, ' ', '')) + (words <> '')) AS words
  FROM heard_turns
),
sums AS (
  SELECT case_id, review, count(ms) AS timed,
    sum(iif(speaker = 'parent', ms, 0)) AS parent_ms, sum(iif(counts, ms, 0)) AS both_ms,
    sum(iif(speaker = 'parent', words, 0)) AS parent_words, sum(iif(counts, words, 0)) AS both_words,
    sum(speaker = 'parent') AS parent_turns, sum(counts) AS both_turns, sum(counts AND words IS NOT NULL) AS worded,
    sum(iif(speaker = 'infant', ms, 0)) AS infant_ms, sum(iif(speaker = 'other', ms, 0)) AS other_ms
  FROM said GROUP BY case_id, review
),
-- Time in which anybody speaks: of each turn, what goes beyond the talk before it.
heard AS (
  SELECT case_id, review, sum(max(0, end_ms - max(start_ms, coalesce(before_ms, 0)))) AS ms
  FROM (SELECT case_id, review, start_ms, end_ms, max(end_ms) OVER (PARTITION BY case_id, review ORDER BY start_ms, position
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_ms
    FROM heard_turns WHERE end_ms IS NOT NULL)
  GROUP BY case_id, review
),
share AS (
  SELECT r.case_id, r.review, r.position, r.duration_ms, heard.ms AS heard_ms, s.*,
    CASE WHEN s.both_ms > 0 THEN 'time' WHEN s.both_words > 0 THEN 'words' WHEN s.both_turns > 0 THEN 'turns' END AS basis
  FROM shared_review AS r
  LEFT JOIN sums AS s ON s.case_id = r.case_id AND s.review = r.review
  LEFT JOIN heard ON heard.case_id = r.case_id AND heard.review = r.review
  WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
    AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
),
parts AS (
  SELECT *, CASE basis WHEN 'time' THEN parent_ms WHEN 'words' THEN parent_words WHEN 'turns' THEN parent_turns END AS part,
    CASE basis WHEN 'time' THEN both_ms WHEN 'words' THEN both_words WHEN 'turns' THEN both_turns END AS whole
  FROM share
)
SELECT case_id, review, basis, 'talk share' AS figure, 1.0 * part / whole AS value, 'share' AS unit, part AS numerator,
  whole AS denominator, CASE basis WHEN 'time' THEN heard_ms WHEN 'words' THEN worded ELSE both_turns END AS covered,
  CASE basis WHEN 'time' THEN duration_ms ELSE both_turns END AS coverable,
  iif(basis IS NULL, 'nobody''s words are recorded', NULL) AS reason, json_array(position) AS evidence
FROM parts
UNION ALL
SELECT case_id, review, basis, 'infant''s time', iif(timed > 0, infant_ms, NULL), 'ms', NULL, NULL, heard_ms, duration_ms,
  iif(timed > 0, NULL, 'no turn is timed'), json_array(position)
FROM parts
UNION ALL
SELECT case_id, review, basis, 'others'' time', iif(timed > 0, other_ms, NULL), 'ms', NULL, NULL, heard_ms, duration_ms,
  iif(timed > 0, NULL, 'no turn is timed'), json_array(position)
FROM parts
ORDER BY case_id, review, figure DESC;
