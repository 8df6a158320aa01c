-- AN01: Completed cycles
-- reads: film-register, shared-reviews, caseload
-- per: case
-- shared: no
-- method: Cycles with a film of parent and child and a later shared review in which a clip of that film was shown. The cycle is the film's, else the review's; a film that belongs to no cycle counts as one. Beside it the cycles that were recorded as completed, by whatever happened in them.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","case":"C-1","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:00:01Z","by":"s-guider","case":"C-2","type":"case-opened","data":{"reference":"C-2"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"],"cycle":"cycle-1"}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"description":"She waits"}}
--   {"at":"2026-01-19T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","cycle":"cycle-1","people":["mother"]}}
--   {"at":"2026-01-19T10:10:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-1","clip":"clip-1"}}
--   {"at":"2026-01-26T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-2","number":2}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-2","kind":"interaction","durationMs":300000,"people":["mother"],"cycle":"cycle-2"}}
--   {"at":"2026-02-09T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-2","cycle":"cycle-2","people":["mother"]}}
--   {"at":"2026-02-09T11:00:00Z","by":"s-guider","type":"cycle-completed","data":{"cycle":"cycle-2"}}
-- gives: [
--   {"figure":"completed cycles","value":1,"unit":"count","covered":2,"coverable":2},
--   {"figure":"recorded as completed","value":1,"unit":"count"},
--   {"figure":"completed cycles","value":null,"reason":"no film and no review yet"},
--   {"figure":"recorded as completed","value":null,"reason":"no cycle was opened yet"}]
WITH opened AS (
  SELECT DISTINCT case_id FROM case_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of
),
-- A clip of the film was shown, so the review was later; a date that says otherwise for certain is not believed.
met AS (
  SELECT f.case_id, coalesce(f.cycle, r.cycle, 'of ' || f.film) AS cycle, f.position AS film_position, r.position, r.to_at
  FROM film AS f
  JOIN film_seen AS s ON s.case_id = f.case_id AND s.film = f.film AND s.act = 'clip-shown'
  JOIN shared_review AS r ON r.case_id = s.case_id AND r.review = s.review
  WHERE f.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND f.kind = 'interaction' AND f.to_at <= :as_of
    AND s.to_at <= :as_of AND r.to_at <= :as_of AND r.to_at >= coalesce(f.from_at, '')
),
-- A cycle is complete from its first such review on.
complete AS (
  SELECT case_id, cycle, min(to_at) AS at FROM met GROUP BY case_id, cycle
  HAVING (:from IS NULL OR min(to_at) >= :from) AND (:to IS NULL OR min(to_at) < :to)
),
proof AS (
  SELECT case_id, json_group_array(position) AS evidence
  FROM (SELECT m.case_id, m.position FROM met AS m JOIN complete AS c ON c.case_id = m.case_id AND c.cycle = m.cycle
    UNION SELECT m.case_id, m.film_position FROM met AS m JOIN complete AS c ON c.case_id = m.case_id AND c.cycle = m.cycle
    ORDER BY 1, 2)
  GROUP BY case_id
),
seen AS (
  SELECT o.case_id,
    (SELECT count(*) FROM film AS f WHERE f.case_id = o.case_id AND f.kind = 'interaction' AND f.to_at <= :as_of) AS films,
    (SELECT count(*) FROM film AS f WHERE f.case_id = o.case_id AND f.kind = 'interaction' AND f.to_at <= :as_of
       AND f.cycle IS NOT NULL) AS placed,
    (SELECT count(*) FROM shared_review AS r WHERE r.case_id = o.case_id AND r.to_at <= :as_of) AS reviews,
    (SELECT count(*) FROM complete AS c WHERE c.case_id = o.case_id) AS cycles,
    (SELECT count(*) FROM cycle_step AS c WHERE c.case_id = o.case_id AND c.step = 'opened' AND c.to_at <= :as_of) AS cycles_opened,
    (SELECT count(DISTINCT c.cycle) FROM cycle_step AS c WHERE c.case_id = o.case_id AND c.step = 'completed' AND c.to_at <= :as_of
       AND (:from IS NULL OR c.to_at >= :from) AND (:to IS NULL OR c.to_at < :to)) AS said
  FROM opened AS o
)
SELECT s.case_id, 'completed cycles' AS figure, iif(s.films + s.reviews > 0, s.cycles, NULL) AS value, 'count' AS unit,
  NULL AS numerator, NULL AS denominator, s.placed AS covered, s.films AS coverable,
  iif(s.films + s.reviews > 0, NULL, 'no film and no review yet') AS reason, p.evidence
FROM seen AS s LEFT JOIN proof AS p ON p.case_id = s.case_id
UNION ALL
SELECT case_id, 'recorded as completed', iif(cycles_opened + said > 0, said, NULL), 'count', NULL, NULL, NULL, NULL,
  iif(cycles_opened + said > 0, NULL, 'no cycle was opened yet'), NULL
FROM seen
ORDER BY case_id, figure;
