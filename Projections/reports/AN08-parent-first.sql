-- AN08: Parent-first rate
-- reads: shared-reviews
-- per: review
-- shared: no
-- method: Of the clips shown for which it is known who was first to say what is to be seen, the part in which it was the parent. What was recorded with the clip counts; without it the first turn of parent or guider about that clip. Covered and coverable are clips known and clips shown; the second figure says for how many it was taken from the turns.
-- example:
--   {"at":"2026-03-02T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-03-02T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-03-02T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-03-03T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"description":"She waits"}}
--   {"at":"2026-03-03T10:01:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-2","film":"film-1","startMs":21000,"endMs":26000,"description":"He looks up"}}
--   {"at":"2026-03-03T10:02:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-3","film":"film-1","startMs":41000,"endMs":46000,"description":"Both smile"}}
--   {"at":"2026-03-09T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","people":["mother"],"durationMs":600000}}
--   {"at":"2026-03-09T12:01:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-1","clip":"clip-1","atMs":10000,"parentFirst":false}}
--   {"at":"2026-03-09T12:02:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-1","clip":"clip-2","atMs":100000}}
--   {"at":"2026-03-09T12:03:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-1","clip":"clip-3","atMs":200000}}
--   {"at":"2026-03-09T12:04:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"guider","startMs":90000,"endMs":99000,"words":"Now the next one","clip":"clip-2"}}
--   {"at":"2026-03-09T12:05:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"infant","startMs":100500,"endMs":101000,"words":"(coos)","clip":"clip-2"}}
--   {"at":"2026-03-09T12:06:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"parent","startMs":104000,"endMs":106000,"words":"He looks at me","clip":"clip-2"}}
--   {"at":"2026-03-16T12:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
-- gives: [
--   {"review":"review-1","figure":"parent-first rate","value":0.5,"unit":"share","numerator":1,"denominator":2,"covered":2,"coverable":3},
--   {"review":"review-1","figure":"taken from the turns","value":1,"unit":"count"},
--   {"review":"review-2","figure":"parent-first rate","value":null,"denominator":0,"reason":"no clip was shown"},
--   {"review":"review-2","figure":"taken from the turns","value":null,"reason":"no clip was shown"}]
WITH shown AS (
  SELECT case_id, review, count(*) AS shown, count(is_parent) AS known, coalesce(sum(is_parent), 0) AS parents,
    sum(coalesce(basis, '') = 'heard') AS heard, json_group_array(position) AS positions
  FROM parent_first WHERE to_at <= :as_of AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  GROUP BY case_id, review
),
rate AS (
  SELECT r.case_id, r.review, r.position, coalesce(s.shown, 0) AS shown, coalesce(s.known, 0) AS known,
    coalesce(s.parents, 0) AS parents, s.heard,
    (SELECT json_group_array(value) FROM (SELECT value FROM json_each(coalesce(s.positions, json_array(r.position))) ORDER BY value)) AS evidence
  FROM shared_review AS r
  LEFT JOIN shown AS s ON s.case_id = r.case_id AND s.review = r.review
  WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
    AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
)
SELECT case_id, review, 'parent-first rate' AS figure, 1.0 * parents / nullif(known, 0) AS value, 'share' AS unit,
  parents AS numerator, known AS denominator, known AS covered, shown AS coverable,
  CASE WHEN shown = 0 THEN 'no clip was shown' WHEN known = 0 THEN 'of no clip it is known who spoke first' END AS reason, evidence
FROM rate
UNION ALL
SELECT case_id, review, 'taken from the turns', heard, 'count', NULL, NULL, known, shown,
  iif(shown = 0, 'no clip was shown', NULL), evidence
FROM rate
ORDER BY case_id, review, figure;
