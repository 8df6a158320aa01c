-- AN16: Supervision cover
-- reads: shared-reviews, supervision-and-training, film-register, caseload
-- per: case
-- shared: no
-- method: Shared reviews that were supervised after they were held and before the next film of parent and child, as a part of the reviews of which that can be said: those supervised, and those after which there was another film. A supervision belongs to a review that it names, or whose film it looked at. Then the median days from review to that supervision, supervisions per cycle completed, and how many prepared a review or looked back on one. Supervision about safeguarding is not counted.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-trainee","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-trainee","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-trainee","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-10T09:00:00Z","by":"s-trainee","type":"supervision-held","data":{"supervision":"supervision-1","moment":"before-review","supervisor":"s-supervisor","supervisee":"s-trainee"}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-trainee","type":"shared-review-held","data":{"review":"review-1","people":["mother"]}}
--   {"at":"2026-01-16T10:00:00Z","by":"s-trainee","type":"supervision-held","data":{"supervision":"supervision-2","moment":"after-review","review":"review-1","supervisor":"s-supervisor","supervisee":"s-trainee"}}
--   {"at":"2026-01-16T11:00:00Z","by":"s-trainee","type":"cycle-completed","data":{"cycle":"cycle-1"}}
--   {"at":"2026-01-19T10:00:00Z","by":"s-trainee","type":"film-taken","data":{"film":"film-2","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-01-26T10:00:00Z","by":"s-trainee","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-trainee","type":"film-taken","data":{"film":"film-3","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-02-03T10:00:00Z","by":"s-trainee","type":"supervision-held","data":{"supervision":"supervision-3","moment":"after-review","review":"review-2","supervisor":"s-supervisor","supervisee":"s-trainee"}}
--   {"at":"2026-02-09T10:00:00Z","by":"s-trainee","type":"shared-review-held","data":{"review":"review-3","people":["mother"]}}
-- gives: [
--   {"figure":"after a review","value":2,"unit":"count","numerator":2,"denominator":3},
--   {"figure":"before a review","value":1,"unit":"count","numerator":1,"denominator":3},
--   {"figure":"median days to supervision","value":6.0,"unit":"days","covered":2,"coverable":3},
--   {"figure":"per completed cycle","value":3.0,"numerator":3,"denominator":1},
--   {"figure":"supervised before next film","value":0.5,"unit":"share","numerator":1,"denominator":2,"covered":2,"coverable":3}]
WITH held AS (
  SELECT r.case_id, r.review, r.position, coalesce(r.from_at, r.to_at) AS starts_at, r.to_at, r.precision,
    (SELECT min(coalesce(f.from_at, f.to_at)) FROM film AS f
      WHERE f.case_id = r.case_id AND f.kind = 'interaction' AND f.to_at <= :as_of AND coalesce(f.from_at, f.to_at) > r.to_at) AS next_film_at
  FROM shared_review AS r
  WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
    AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
),
sessions AS (
  SELECT * FROM supervision
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of AND moment <> 'safeguarding'
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
-- Supervisions of a review, by its name or by the film that shows it. Where an hour is not known it may have been later.
linked AS (
  SELECT h.case_id, h.review, s.position, s.to_at, s.precision FROM held AS h
  JOIN supervision AS s ON s.case_id = h.case_id AND s.review = h.review AND s.moment = 'after-review'
  WHERE s.to_at <= :as_of AND s.to_at >= h.starts_at
  UNION
  SELECT h.case_id, h.review, s.position, s.to_at, s.precision FROM held AS h
  JOIN film AS f ON f.case_id = h.case_id AND f.review = h.review
  JOIN supervised_film AS v ON v.case_id = f.case_id AND v.film = f.film
  JOIN supervision AS s ON s.case_id = v.case_id AND s.supervision = v.supervision AND s.moment = 'after-review'
  WHERE s.to_at <= :as_of AND s.to_at >= h.starts_at
),
covered AS (
  SELECT h.*, l.position AS by_position, l.to_at AS by_at,
    iif(h.precision = 'unknown' OR l.precision = 'unknown', NULL, max(0, julianday(l.to_at) - julianday(h.to_at))) AS days,
    row_number() OVER (PARTITION BY h.case_id, h.review ORDER BY l.position IS NULL, l.to_at, l.position) AS n
  FROM held AS h LEFT JOIN linked AS l ON l.case_id = h.case_id AND l.review = h.review
),
first AS (
  SELECT *, coalesce(by_at < coalesce(next_film_at, '~'), 0) AS in_time, by_position IS NOT NULL OR next_film_at IS NOT NULL AS is_known,
    row_number() OVER (PARTITION BY case_id ORDER BY days IS NULL, days, position) AS place
  FROM covered WHERE n = 1
),
cases AS (
  SELECT o.case_id, (SELECT count(*) FROM first AS f WHERE f.case_id = o.case_id) AS reviews,
    (SELECT count(*) FROM first AS f WHERE f.case_id = o.case_id AND f.is_known) AS known,
    (SELECT count(*) FROM first AS f WHERE f.case_id = o.case_id AND f.in_time) AS in_time,
    (SELECT count(f.days) FROM first AS f WHERE f.case_id = o.case_id) AS timed,
    (SELECT count(*) FROM sessions AS s WHERE s.case_id = o.case_id) AS sessions,
    (SELECT count(*) FROM sessions AS s WHERE s.case_id = o.case_id AND s.moment = 'before-review') AS before,
    (SELECT count(*) FROM sessions AS s WHERE s.case_id = o.case_id AND s.moment = 'after-review') AS after,
    (SELECT count(DISTINCT c.cycle) FROM cycle_step AS c WHERE c.case_id = o.case_id AND c.step = 'completed' AND c.to_at <= :as_of
       AND (:from IS NULL OR c.to_at >= :from) AND (:to IS NULL OR c.to_at < :to)) AS cycles,
    (SELECT json_group_array(position) FROM (SELECT position FROM first AS f WHERE f.case_id = o.case_id
       UNION SELECT by_position FROM first AS f WHERE f.case_id = o.case_id AND by_position IS NOT NULL ORDER BY 1)) AS evidence
  FROM (SELECT DISTINCT case_id FROM case_step WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND step = 'opened' AND to_at <= :as_of) AS o
)
SELECT case_id, 'supervised before next film' AS figure, 1.0 * in_time / nullif(known, 0) AS value, 'share' AS unit, in_time AS numerator,
  known AS denominator, known AS covered, reviews AS coverable, CASE WHEN reviews = 0 THEN 'no review yet'
    WHEN known = 0 THEN 'no review was supervised or followed by a film' END AS reason, evidence
FROM cases
UNION ALL
SELECT case_id, 'median days to supervision', (SELECT round(avg(f.days), 2) FROM first AS f
    WHERE f.case_id = c.case_id AND f.place IN ((c.timed + 1) / 2, (c.timed + 2) / 2) AND f.days IS NOT NULL), 'days', NULL, NULL,
  timed, reviews, iif(timed = 0, 'no supervision of a review at a known time', NULL), evidence
FROM cases AS c
UNION ALL
SELECT case_id, 'per completed cycle', 1.0 * sessions / nullif(cycles, 0), 'per cycle', sessions, cycles, NULL, NULL,
  iif(cycles = 0, 'no cycle is completed', NULL), NULL FROM cases
UNION ALL
SELECT case_id, 'before a review', iif(sessions > 0, before, NULL), 'count', before, sessions, NULL, NULL,
  iif(sessions > 0, NULL, 'no supervision is recorded'), NULL FROM cases
UNION ALL
SELECT case_id, 'after a review', iif(sessions > 0, after, NULL), 'count', after, sessions, NULL, NULL,
  iif(sessions > 0, NULL, 'no supervision is recorded'), NULL FROM cases
ORDER BY case_id, figure;
