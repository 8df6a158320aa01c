-- AN21: Parallel process
-- reads: clip-library, shared-reviews, caseload
-- per: cycle
-- shared: no
-- method: Principles seen both between guider and parent (GP) and between parent and infant (PI) in a cycle, as a part of those seen at either (Jaccard), from clips and from other observations. The cycle is the one named, else that of the review or film. There is a row for each cycle opened in the range and each in which principles were seen. It describes; it does not say that one brought about the other.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"],"cycle":"cycle-1"}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"principles":["BA2","RI3","EI1"],"level":"PI","description":"She waits"}}
--   {"at":"2026-01-19T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","cycle":"cycle-1","people":["mother"]}}
--   {"at":"2026-01-19T10:10:00Z","by":"s-guider","type":"attunement-observed","data":{"level":"GP","principles":["EI1","EI2"],"review":"review-1"}}
--   {"at":"2026-01-26T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-2","number":2}}
-- gives: [
--   {"cycle":"cycle-1","figure":"principles shared","value":0.25,"unit":"share","numerator":1,"denominator":4},
--   {"cycle":"cycle-2","figure":"principles shared","value":null,"reason":"no principle is recorded between parent and infant"}]
WITH seen AS (
  SELECT c.case_id, f.cycle, c.level, p.code, c.position
  FROM clip AS c
  JOIN clip_principle AS p ON p.case_id = c.case_id AND p.clip = c.clip AND p.position = c.position
  LEFT JOIN clip_film AS f ON f.case_id = c.case_id AND f.film = c.film
  WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND c.to_at <= :as_of AND c.level IN ('PI', 'GP')
    AND (:from IS NULL OR c.to_at >= :from) AND (:to IS NULL OR c.to_at < :to)
  UNION
  SELECT a.case_id, coalesce(a.cycle,
      (SELECT r.cycle FROM shared_review AS r
       WHERE r.case_id = a.case_id AND r.review = a.review ORDER BY r.position DESC LIMIT 1),
      (SELECT f.cycle FROM clip_film AS f
       WHERE f.case_id = a.case_id AND f.film = a.film ORDER BY f.position DESC LIMIT 1)),
    a.level, p.code, a.position
  FROM attunement AS a
  JOIN attunement_code AS p ON p.case_id = a.case_id AND p.position = a.position
  WHERE a.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND a.to_at <= :as_of AND a.level IN ('PI', 'GP')
    AND (:from IS NULL OR a.to_at >= :from) AND (:to IS NULL OR a.to_at < :to)
),
codes AS (
  SELECT case_id, cycle, code, max(level = 'PI') AS pi, max(level = 'GP') AS gp FROM seen GROUP BY case_id, cycle, code
),
cycles AS (
  SELECT case_id, cycle, to_at FROM cycle_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of
),
sums AS (
  SELECT o.case_id, o.cycle, count(c.code) AS either, coalesce(sum(c.pi AND c.gp), 0) AS shared, coalesce(sum(c.pi), 0) AS pi,
    coalesce(sum(c.gp), 0) AS gp
  FROM (SELECT case_id, cycle FROM cycles WHERE (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
    UNION SELECT case_id, cycle FROM codes) AS o
  LEFT JOIN codes AS c ON c.case_id = o.case_id AND c.cycle IS o.cycle
  GROUP BY o.case_id, o.cycle
)
SELECT case_id, cycle, 'principles shared' AS figure, iif(pi > 0 AND gp > 0, 1.0 * shared / either, NULL) AS value, 'share' AS unit,
  shared AS numerator, either AS denominator, (pi > 0) + (gp > 0) AS covered, 2 AS coverable,
  CASE WHEN pi = 0 THEN 'no principle is recorded between parent and infant'
    WHEN gp = 0 THEN 'no principle is recorded between guider and parent' END AS reason,
  (SELECT json_group_array(position) FROM (SELECT DISTINCT s.position FROM seen AS s
    WHERE s.case_id = m.case_id AND s.cycle IS m.cycle ORDER BY s.position)) AS evidence
FROM sums AS m
ORDER BY case_id, cycle;
