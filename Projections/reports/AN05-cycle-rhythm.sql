-- AN05: Cycle rhythm
-- reads: shared-reviews, caseload
-- per: review
-- shared: no
-- method: Days from the end of one shared review to the end of the next; days on which the work was paused are taken out and given apart. A pause that overlaps another counts once. Reviews of unknown date are left out, and covered says of how many.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","people":["mother"]}}
--   {"at":"2026-02-16T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-2","people":["mother"]}}
--   {"at":"2026-02-18T10:00:00Z","by":"s-guider","type":"vig-paused","data":{"pause":"pause-1","reason":"illness","reviewOn":"2026-02-25"}}
--   {"at":"2026-02-25T10:00:00Z","by":"s-guider","type":"vig-resumed","data":{"pause":"pause-1"}}
--   {"at":"2026-03-09T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-3","people":["mother"]}}
--   {"at":"2026-03-10T10:00:00Z","by":"s-guider","occurred":"unknown","type":"shared-review-held","data":{"review":"review-4","people":["mother"]}}
-- gives: [
--   {"review":"review-1","figure":"days since the review before","value":null,"reason":"the first review","covered":3,"coverable":4},
--   {"review":"review-1","figure":"days paused in between","value":null,"reason":"the first review"},
--   {"review":"review-2","figure":"days since the review before","value":14.0,"unit":"days"},
--   {"review":"review-2","figure":"days paused in between","value":0.0,"unit":"days"},
--   {"review":"review-3","figure":"days since the review before","value":14.0,"unit":"days"},
--   {"review":"review-3","figure":"days paused in between","value":7.0,"unit":"days"},
--   {"review":"review-4","figure":"days since the review before","value":null,"reason":"the date of this review is not known"},
--   {"review":"review-4","figure":"days paused in between","value":null,"reason":"the date of this review is not known"}]
WITH held AS (
  SELECT case_id, review, position, to_at, precision = 'unknown' AS undated,
    lag(position) OVER w AS before_position, lag(to_at) OVER w AS before_at,
    sum(precision <> 'unknown') OVER (PARTITION BY case_id) AS covered, count(*) OVER (PARTITION BY case_id) AS coverable
  FROM shared_review WHERE to_at <= :as_of AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  WINDOW w AS (PARTITION BY case_id, precision = 'unknown' ORDER BY to_at, position)
),
-- The part of each pause that lies between two reviews; one that goes on ends with the later review.
rest AS (
  SELECT h.case_id, h.review, max(p.to_at, h.before_at) AS starts,
    min(iif(p.resumed_at <= :as_of, p.resumed_at, h.to_at), h.to_at) AS ends, p.position
  FROM held AS h
  JOIN pause_span AS p ON p.case_id = h.case_id
  WHERE NOT h.undated AND p.to_at <= :as_of AND p.to_at < h.to_at
    AND coalesce(iif(p.resumed_at <= :as_of, p.resumed_at, NULL), h.to_at) > h.before_at
),
paused AS (
  SELECT case_id, review, sum(julianday(ends) - julianday(max(starts, before))) AS days
  FROM (
    SELECT case_id, review, starts, ends, coalesce(max(ends) OVER (
        PARTITION BY case_id, review ORDER BY starts, position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), '') AS before
    FROM rest
  ) WHERE ends > before AND ends > starts
  GROUP BY case_id, review
),
gap AS (
  SELECT h.*, julianday(h.to_at) - julianday(h.before_at) AS days, coalesce(p.days, 0) AS paused,
    CASE WHEN h.undated THEN 'the date of this review is not known' WHEN h.before_at IS NULL THEN 'the first review' END AS reason
  FROM held AS h LEFT JOIN paused AS p ON p.case_id = h.case_id AND p.review = h.review
  WHERE (:from IS NULL OR h.to_at >= :from) AND (:to IS NULL OR h.to_at < :to)
)
SELECT case_id, review, 'days since the review before' AS figure, iif(reason IS NULL, round(days - paused, 2), NULL) AS value,
  'days' AS unit, NULL AS numerator, NULL AS denominator, covered, coverable, reason,
  iif(reason IS NULL, json_array(min(before_position, position), max(before_position, position)), json_array(position)) AS evidence
FROM gap
UNION ALL
SELECT case_id, review, 'days paused in between', iif(reason IS NULL, round(paused, 2), NULL),
  'days', NULL, NULL, covered, coverable, reason,
  iif(reason IS NULL, json_array(min(before_position, position), max(before_position, position)), json_array(position))
FROM gap
ORDER BY case_id, review, figure DESC;
