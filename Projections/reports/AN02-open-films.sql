-- AN02: Open films
-- reads: film-register, shared-reviews, caseload, settings
-- per: case
-- shared: no
-- method: Films of parent and child taken more than AN02.days ago of which no clip has been shown in a shared review, as a part of all films so old; and those of which a clip was shown, but only after more than AN02.days. Covered says for how many films the date is known; a case without films so old has no figure.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"description":"She waits"}}
--   {"at":"2026-01-20T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-2","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-02-19T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","people":["mother"]}}
--   {"at":"2026-02-19T10:10:00Z","by":"s-guider","type":"clip-shown","data":{"review":"review-1","clip":"clip-1"}}
--   {"at":"2026-02-20T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-3","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"asOf":"2026-03-01T00:00:00Z"}
-- gives: [
--   {"figure":"open films","value":1,"unit":"count","numerator":1,"denominator":2,"covered":3,"coverable":3},
--   {"figure":"reviewed late","value":1,"unit":"count","numerator":1,"denominator":2}]
WITH days (span) AS (
  SELECT '+' || value || ' days' FROM rule
  WHERE name = 'AN02.days' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at)
),
taken AS (
  SELECT f.case_id, f.film, f.position, f.precision <> 'unknown' AS known,
    strftime('%Y-%m-%dT%H:%M:%fZ', f.to_at, (SELECT span FROM days)) AS late_at,
    (SELECT min(r.to_at) FROM film_seen AS s JOIN shared_review AS r ON r.case_id = s.case_id AND r.review = s.review
     WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'clip-shown' AND s.to_at <= :as_of
       AND r.to_at <= :as_of AND r.to_at >= coalesce(f.from_at, '')) AS reviewed_at
  FROM film AS f
  WHERE f.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND f.kind = 'interaction' AND f.to_at <= :as_of
    AND (:from IS NULL OR f.to_at >= :from) AND (:to IS NULL OR f.to_at < :to)
),
counts AS (
  SELECT o.case_id, coalesce(sum(t.late_at < :as_of AND t.reviewed_at IS NULL), 0) AS open,
    coalesce(sum(t.late_at < :as_of AND t.reviewed_at > t.late_at), 0) AS late, coalesce(sum(t.late_at < :as_of), 0) AS old,
    coalesce(sum(t.known), 0) AS known, count(t.position) AS films,
    json_group_array(t.position) FILTER (WHERE t.late_at < :as_of AND t.reviewed_at IS NULL) AS open_films,
    json_group_array(t.position) FILTER (WHERE t.late_at < :as_of AND t.reviewed_at > t.late_at) AS late_films
  FROM (SELECT DISTINCT case_id FROM case_step
    WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of) AS o
  LEFT JOIN taken AS t ON t.case_id = o.case_id
  GROUP BY o.case_id
)
SELECT case_id, 'open films' AS figure, iif(old > 0, open, NULL) AS value, 'count' AS unit, open AS numerator, old AS denominator,
  known AS covered, films AS coverable, iif(old > 0, NULL, 'no film is that old') AS reason,
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(open_films) ORDER BY value)) AS evidence
FROM counts
UNION ALL
SELECT case_id, 'reviewed late', iif(old > 0, late, NULL), 'count', late, old, known, films,
  iif(old > 0, NULL, 'no film is that old'),
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(late_films) ORDER BY value))
FROM counts
ORDER BY case_id, figure;
