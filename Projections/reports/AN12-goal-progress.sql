-- AN12: Goal progress
-- reads: goals-and-measures, caseload
-- per: goal
-- shared: no
-- method: Last rating less first rating of a goal by the same person, for goals rated twice or more. The slope is the least-squares line through all their ratings over cycles: the number of the cycle that a rating names, else the cycles completed by then. Per case, the goals that the same person rated twice or more as a part of all goals.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","type":"goal-agreed","data":{"goal":"goal-1","statement":"Enjoy bath time"}}
--   {"at":"2026-01-05T09:03:00Z","by":"s-guider","type":"goal-agreed","data":{"goal":"goal-2","statement":"Sleep"}}
--   {"at":"2026-01-05T09:04:00Z","by":"s-guider","type":"goal-rated","data":{"goal":"goal-1","rating":2,"ratedBy":"mother","occasion":"baseline"}}
--   {"at":"2026-01-05T09:05:00Z","by":"s-guider","type":"goal-rated","data":{"goal":"goal-2","rating":5,"ratedBy":"mother","occasion":"baseline"}}
--   {"at":"2026-01-05T09:06:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-02-05T09:00:00Z","by":"s-guider","type":"goal-rated","data":{"goal":"goal-1","rating":6,"ratedBy":"mother","occasion":"cycle","cycle":"cycle-1"}}
--   {"at":"2026-02-05T09:01:00Z","by":"s-guider","type":"cycle-completed","data":{"cycle":"cycle-1"}}
--   {"at":"2026-02-06T09:00:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-2","number":2}}
--   {"at":"2026-03-05T09:01:00Z","by":"s-guider","type":"cycle-completed","data":{"cycle":"cycle-2"}}
--   {"at":"2026-03-06T09:00:00Z","by":"s-guider","type":"goal-rated","data":{"goal":"goal-1","rating":7,"ratedBy":"mother","occasion":"end"}}
-- gives: [
--   {"goal":"goal-1","rated_by":"mother","figure":"change","value":5,"unit":"points","covered":3},
--   {"goal":"goal-1","rated_by":"mother","figure":"slope per cycle","value":2.5,"unit":"points","numerator":15,"denominator":6},
--   {"goal":"goal-2","rated_by":"mother","figure":"change","value":null,"reason":"rated once"},
--   {"goal":"goal-2","rated_by":"mother","figure":"slope per cycle","value":null,"reason":"rated once"},
--   {"goal":null,"figure":"rated twice or more","value":0.5,"unit":"share","numerator":1,"denominator":2}]
WITH rated AS (
  SELECT r.case_id, r.goal, r.rated_by, r.position, r.rating,
    row_number() OVER w AS n, count(*) OVER (PARTITION BY r.case_id, r.goal, r.rated_by) AS ratings,
    coalesce(
      (SELECT max(c.number) FROM cycle_step AS c
       WHERE c.case_id = r.case_id AND c.cycle = r.cycle AND c.step = 'opened' AND c.to_at <= :as_of),
      (SELECT count(DISTINCT c.cycle) FROM cycle_step AS c
       WHERE c.case_id = r.case_id AND c.step = 'completed' AND c.to_at <= r.to_at)) AS x
  FROM goal_rating AS r
  WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
    AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
  WINDOW w AS (PARTITION BY r.case_id, r.goal, r.rated_by ORDER BY r.to_at, r.position)
),
line AS (
  SELECT case_id, goal, rated_by, ratings, sum(iif(n = ratings, rating, 0)) - sum(iif(n = 1, rating, 0)) AS change,
    count(*) * sum(x * rating) - sum(x) * sum(rating) AS rise, count(*) * sum(x * x) - sum(x) * sum(x) AS run,
    json_group_array(position) AS positions
  FROM rated GROUP BY case_id, goal, rated_by, ratings
),
goals AS (
  SELECT DISTINCT case_id, goal FROM goal
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
),
told AS (
  SELECT g.case_id, g.goal, l.rated_by, coalesce(l.ratings, 0) AS ratings, l.change, l.rise, l.run,
    (SELECT json_group_array(value) FROM (SELECT value FROM json_each(l.positions) ORDER BY value)) AS evidence,
    CASE WHEN l.ratings IS NULL THEN 'not rated yet' WHEN l.ratings = 1 THEN 'rated once' END AS reason
  FROM goals AS g LEFT JOIN line AS l ON l.case_id = g.case_id AND l.goal = g.goal
)
SELECT case_id, goal, rated_by, 'change' AS figure, iif(reason IS NULL, change, NULL) AS value, 'points' AS unit,
  NULL AS numerator, NULL AS denominator, ratings AS covered, NULL AS coverable, reason, evidence
FROM told
UNION ALL
SELECT case_id, goal, rated_by, 'slope per cycle', iif(reason IS NULL, 1.0 * rise / nullif(run, 0), NULL), 'points',
  iif(reason IS NULL, rise, NULL), iif(reason IS NULL, run, NULL), ratings, NULL,
  coalesce(reason, iif(run = 0, 'no cycle between the ratings', NULL)), evidence
FROM told
UNION ALL
SELECT case_id, NULL, NULL, 'rated twice or more', 1.0 * sum(ratings >= 2) / count(*), 'share', sum(ratings >= 2), count(*),
  sum(ratings > 0), count(*), NULL, NULL
FROM (SELECT case_id, goal, max(ratings) AS ratings FROM told GROUP BY case_id, goal) GROUP BY case_id
ORDER BY case_id, goal, rated_by, figure;
