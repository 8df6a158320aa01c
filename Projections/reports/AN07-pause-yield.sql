-- AN07: Pause yield
-- reads: shared-reviews, settings
-- per: review
-- shared: no
-- method: Of the pauses of at least AN07.pauseMs after the guider spoke, the part that the parent broke. Once from the gaps between timed turns, once from the pauses that were noted; the two are not added, as both may tell of the same pause. Covered says how many turns are timed, or for how many noted pauses length and speakers are known.
-- example:
--   {"at":"2026-03-02T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-03-02T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-03-09T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","people":["mother"],"durationMs":60000}}
--   {"at":"2026-03-09T12:01:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"guider","startMs":0,"endMs":5000,"words":"What do you see?"}}
--   {"at":"2026-03-09T12:02:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"parent","startMs":1000,"endMs":2000,"words":"Mm"}}
--   {"at":"2026-03-09T12:03:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"parent","startMs":8000,"endMs":9000,"words":"He waits"}}
--   {"at":"2026-03-09T12:04:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"guider","startMs":20000,"endMs":21000,"words":"Yes"}}
--   {"at":"2026-03-09T12:05:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"guider","startMs":25000,"endMs":26000,"words":"And then?"}}
--   {"at":"2026-03-09T12:06:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"parent","startMs":28999,"endMs":30000,"words":"He smiles"}}
--   {"at":"2026-03-09T12:07:00Z","by":"s-guider","type":"playback-paused","data":{"review":"review-1","durationMs":3000,"after":"guider","brokenBy":"parent"}}
--   {"at":"2026-03-09T12:08:00Z","by":"s-guider","type":"playback-paused","data":{"review":"review-1","after":"guider","brokenBy":"guider"}}
--   {"at":"2026-03-16T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
-- gives: [
--   {"review":"review-1","basis":"timed turns","figure":"pause yield","value":0.5,"numerator":1,"denominator":2,"covered":6,"coverable":6},
--   {"review":"review-1","basis":"noted pauses","figure":"pause yield","value":1.0,"numerator":1,"denominator":1,"covered":1,"coverable":2},
--   {"review":"review-2","basis":"timed turns","figure":"pause yield","value":null,"reason":"no turn is timed"},
--   {"review":"review-2","basis":"noted pauses","figure":"pause yield","value":null,"reason":"no pause is noted"}]
WITH long (ms) AS (
  SELECT CAST(value AS INTEGER) FROM rule
  WHERE name = 'AN07.pauseMs' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at)
),
-- What was said last before each turn, of what had been said by then. A short 'mm' inside a long sentence ends before
-- the sentence does, so end and speaker go into one number and the greatest is taken, as in the view timed_turn.
timed AS (
  SELECT case_id, position, speaker, start_ms,
    max(end_ms * 2 + (speaker = 'guider')) OVER (
      PARTITION BY case_id, review ORDER BY start_ms, position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended
  FROM turn WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of AND end_ms IS NOT NULL
),
quiet AS (
  SELECT case_id, position, speaker AS broken_by FROM timed
  WHERE ended % 2 = 1 AND start_ms - ended / 2 >= (SELECT ms FROM long) AND start_ms > ended / 2
),
-- One row per turn that is timed or not, and per noted pause, each with whether it is a long pause after the guider.
heard AS (
  SELECT t.case_id, t.review, 'timed turns' AS basis, t.end_ms IS NOT NULL AS known, s.broken_by,
    s.position IS NOT NULL AS counts
  FROM turn AS t
  LEFT JOIN quiet AS s ON s.case_id = t.case_id AND s.position = t.position
  WHERE t.to_at <= :as_of AND t.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  UNION ALL
  SELECT case_id, review, 'noted pauses', duration_ms IS NOT NULL AND after IS NOT NULL AND broken_by IS NOT NULL, broken_by,
    coalesce(after = 'guider' AND duration_ms >= (SELECT ms FROM long) AND broken_by IS NOT NULL, 0)
  FROM playback_pause WHERE to_at <= :as_of AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
),
sums AS (
  SELECT case_id, review, basis, sum(counts) AS pauses, sum(counts AND broken_by = 'parent') AS by_parent,
    sum(known) AS covered, count(*) AS coverable
  FROM heard GROUP BY case_id, review, basis
)
SELECT r.case_id, r.review, b.value AS basis, 'pause yield' AS figure, 1.0 * s.by_parent / nullif(s.pauses, 0) AS value,
  'share' AS unit, coalesce(s.by_parent, 0) AS numerator, coalesce(s.pauses, 0) AS denominator,
  coalesce(s.covered, 0) AS covered, coalesce(s.coverable, 0) AS coverable,
  CASE WHEN s.covered > 0 AND s.pauses = 0 THEN 'no long pause after the guider spoke'
    WHEN s.covered > 0 THEN NULL
    WHEN b.value = 'timed turns' THEN 'no turn is timed'
    WHEN s.coverable > 0 THEN 'of no pause length and speakers are known'
    ELSE 'no pause is noted' END AS reason,
  json_array(r.position) AS evidence
FROM shared_review AS r
JOIN json_each('["timed turns","noted pauses"]') AS b
LEFT JOIN sums AS s ON s.case_id = r.case_id AND s.review = r.review AND s.basis = b.value
WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
  AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
ORDER BY r.case_id, r.review, b.value DESC;
