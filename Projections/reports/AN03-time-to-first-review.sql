-- AN03: Time to first review
-- reads: shared-reviews, film-register, caseload
-- per: case
-- shared: no
-- method: Days from the acceptance of the referral, and from the first film of parent and child, to the first shared review, each at the latest it may have been. A time that is not known gives no figure. With a case_id of null, the median over cases, where covered and coverable are cases with a figure and all cases.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","case":"C-1","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:00:01Z","by":"s-guider","case":"C-2","type":"case-opened","data":{"reference":"C-2"}}
--   {"at":"2026-01-05T10:00:00Z","by":"s-guider","case":"C-1","type":"referral-accepted","data":{"guider":"s-guider"}}
--   {"at":"2026-01-05T10:00:01Z","by":"s-guider","case":"C-1","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","case":"C-1","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-01-19T10:00:00Z","by":"s-guider","case":"C-1","type":"shared-review-held","data":{"review":"review-1","people":["mother"]}}
--   {"at":"2026-01-26T10:00:00Z","by":"s-guider","case":"C-1","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
-- gives: [
--   {"scope":"case","figure":"from acceptance","value":14.0,"unit":"days"},
--   {"scope":"case","figure":"from first film","value":7.0,"unit":"days"},
--   {"scope":"case","figure":"from acceptance","value":null,"reason":"no review yet"},
--   {"scope":"case","figure":"from first film","value":null,"reason":"no review yet"},
--   {"scope":"median","case_id":null,"figure":"from acceptance","value":14.0,"covered":1,"coverable":2},
--   {"scope":"median","case_id":null,"figure":"from first film","value":7.0,"covered":1,"coverable":2}]
WITH opened AS (
  SELECT DISTINCT case_id FROM case_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of
),
-- Of each, the first of known time.
reviews AS (
  SELECT case_id, position, to_at, row_number() OVER (PARTITION BY case_id ORDER BY precision = 'unknown', to_at, position) AS n, precision
  FROM shared_review WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
),
starts AS (
  SELECT case_id, 'from acceptance' AS figure, position, to_at, precision,
    row_number() OVER (PARTITION BY case_id ORDER BY precision = 'unknown', to_at, position) AS n
  FROM case_step WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND step = 'referral-accepted' AND to_at <= :as_of
  UNION ALL
  SELECT case_id, 'from first film', position, to_at, precision,
    row_number() OVER (PARTITION BY case_id ORDER BY precision = 'unknown', to_at, position)
  FROM film WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND kind = 'interaction' AND to_at <= :as_of
),
told AS (
  SELECT o.case_id, f.column1 AS figure, r.position AS review_position, s.position AS start_position,
    round(julianday(r.to_at) - julianday(s.to_at), 2) AS days,
    CASE WHEN r.position IS NULL THEN 'no review yet' WHEN r.precision = 'unknown' THEN 'the date of the review is not known'
      WHEN s.position IS NULL THEN f.column2 WHEN s.precision = 'unknown' THEN f.column3
      WHEN s.to_at > r.to_at THEN f.column4 END AS reason
  FROM opened AS o
  JOIN (VALUES
    ('from acceptance', 'no acceptance is recorded', 'the date of the acceptance is not known', 'accepted after the first review'),
    ('from first film', 'no film is recorded', 'the date of the film is not known', 'filmed after the first review')) AS f
  LEFT JOIN reviews AS r ON r.case_id = o.case_id AND r.n = 1
  LEFT JOIN starts AS s ON s.case_id = o.case_id AND s.figure = f.column1 AND s.n = 1
  WHERE (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
),
ranked AS (
  SELECT figure, days, row_number() OVER (PARTITION BY figure ORDER BY days, case_id) AS n, count(*) OVER (PARTITION BY figure) AS cases
  FROM told WHERE reason IS NULL
)
SELECT 'case' AS scope, case_id, figure, iif(reason IS NULL, days, NULL) AS value, 'days' AS unit, NULL AS numerator,
  NULL AS denominator, NULL AS covered, NULL AS coverable, reason, iif(reason IS NULL,
    json_array(min(start_position, review_position), max(start_position, review_position)), NULL) AS evidence
FROM told
UNION ALL
SELECT 'median', NULL, t.figure, (SELECT avg(r.days) FROM ranked AS r
    WHERE r.figure = t.figure AND r.n IN ((r.cases + 1) / 2, (r.cases + 2) / 2)), 'days', NULL, NULL,
  sum(t.reason IS NULL), count(*), iif(sum(t.reason IS NULL) = 0, 'no case has a figure', NULL), NULL
FROM told AS t GROUP BY t.figure
ORDER BY scope, case_id, figure;
