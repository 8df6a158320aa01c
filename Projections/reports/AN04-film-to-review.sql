-- AN04: Film to review
-- reads: film-register, shared-reviews
-- per: film
-- shared: no
-- method: Days from a film of parent and child to the first shared review in which a clip of it was shown, each at the latest it may have been; no figure if that would be before the film. With a film of null, the median of the case, where covered and coverable are films with a figure and all films.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"],"cycle":"cycle-1"}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"description":"She waits"}}
--   {"at":"2026-01-22T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","cycle":"cycle-1","people":["mother"]}}
--   {"at":"2026-01-22T10:10:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-1","clip":"clip-1"}}
--   {"at":"2026-01-29T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
--   {"at":"2026-01-29T10:10:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-2","clip":"clip-1"}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-2","kind":"interaction","durationMs":300000,"people":["mother"]}}
-- gives: [
--   {"film":null,"figure":"median days to review","value":10.0,"unit":"days","covered":1,"coverable":2},
--   {"film":"film-1","cycle":"cycle-1","figure":"days to review","value":10.0,"unit":"days"},
--   {"film":"film-2","cycle":null,"figure":"days to review","value":null,"reason":"no clip of it was shown in a later review"}]
WITH met AS (
  SELECT f.case_id, f.film, f.cycle, f.position, f.to_at, f.precision, r.cycle AS review_cycle, r.position AS review_position,
    r.to_at AS reviewed_at, r.precision AS review_precision,
    row_number() OVER (PARTITION BY f.case_id, f.film
      ORDER BY r.position IS NULL, r.precision = 'unknown', r.to_at, r.position) AS n
  FROM film AS f
  LEFT JOIN film_seen AS s ON s.case_id = f.case_id AND s.film = f.film AND s.act = 'clip-shown' AND s.to_at <= :as_of
  LEFT JOIN shared_review AS r ON r.case_id = s.case_id AND r.review = s.review AND r.to_at <= :as_of
    AND r.to_at >= coalesce(f.from_at, '')
  WHERE f.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND f.kind = 'interaction' AND f.to_at <= :as_of
    AND (:from IS NULL OR f.to_at >= :from) AND (:to IS NULL OR f.to_at < :to)
),
lag_of AS (
  SELECT case_id, film, coalesce(cycle, review_cycle) AS cycle, position, review_position,
    round(julianday(reviewed_at) - julianday(to_at), 2) AS days,
    CASE WHEN review_position IS NULL THEN 'no clip of it was shown in a later review' WHEN precision = 'unknown' THEN 'the date of the film is not known'
      WHEN review_precision = 'unknown' THEN 'the date of the review is not known'
      WHEN reviewed_at < to_at THEN 'not certain which came first' END AS reason
  FROM met WHERE n = 1
),
ranked AS (
  SELECT case_id, days, row_number() OVER (PARTITION BY case_id ORDER BY days, film) AS n, count(*) OVER (PARTITION BY case_id) AS films
  FROM lag_of WHERE reason IS NULL
)
SELECT case_id, cycle, film, 'days to review' AS figure, iif(reason IS NULL, days, NULL) AS value, 'days' AS unit,
  NULL AS numerator, NULL AS denominator, NULL AS covered, NULL AS coverable, reason,
  iif(reason IS NULL, json_array(min(position, review_position), max(position, review_position)), json_array(position)) AS evidence
FROM lag_of
UNION ALL
SELECT l.case_id, NULL, NULL, 'median days to review', (SELECT avg(r.days) FROM ranked AS r
    WHERE r.case_id = l.case_id AND r.n IN ((r.films + 1) / 2, (r.films + 2) / 2)), 'days', NULL, NULL,
  sum(l.reason IS NULL), count(*), iif(sum(l.reason IS NULL) = 0, 'no film has a figure', NULL), NULL
FROM lag_of AS l GROUP BY l.case_id
ORDER BY case_id, film, figure;
