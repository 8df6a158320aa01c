-- AN23: Interruptions
-- reads: caseload
-- per: service
-- shared: yes
-- method: Pauses of the film work and the days they took, by reason. A pause lasts until the work is resumed, the case is closed or the time asked about, whichever is first. Days are given for pauses of known date; covered and coverable say of how many. The numerator is the cases with such a pause and the denominator the cases opened; a pause_reason of null is all reasons.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-guider","type":"vig-paused","data":{"pause":"pause-1","reason":"illness"}}
--   {"at":"2026-02-12T10:00:00Z","by":"s-guider","type":"vig-resumed","data":{"pause":"pause-1"}}
--   {"at":"2026-03-02T10:00:00Z","by":"s-guider","type":"vig-paused","data":{"pause":"pause-2","reason":"crisis"}}
--   {"at":"2026-03-07T10:00:00Z","by":"s-guider","type":"case-closed","data":{"reason":"lost-contact","closingRisk":"low","planned":false}}
--   {"asOf":"2026-06-01T00:00:00Z"}
-- gives: [
--   {"pause_reason":null,"figure":"pauses","value":2,"unit":"count","numerator":1,"denominator":1},
--   {"pause_reason":null,"figure":"days paused","value":15.0,"unit":"days","covered":2,"coverable":2},
--   {"pause_reason":"crisis","figure":"pauses","value":1,"numerator":1,"denominator":1},
--   {"pause_reason":"crisis","figure":"days paused","value":5.0},
--   {"pause_reason":"illness","figure":"pauses","value":1,"numerator":1,"denominator":1},
--   {"pause_reason":"illness","figure":"days paused","value":10.0}]
WITH spans AS (
  SELECT p.case_id, p.reason, p.precision <> 'unknown' AS known, p.to_at AS starts, min(:as_of,
      coalesce(iif(p.resumed_at <= :as_of, p.resumed_at, NULL), :as_of),
      coalesce((SELECT min(c.to_at) FROM case_step AS c
        WHERE c.case_id = p.case_id AND c.step = 'closed' AND c.to_at >= p.to_at), :as_of)) AS ends
  FROM pause_span AS p
  WHERE p.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND p.to_at <= :as_of
    AND (:from IS NULL OR p.to_at >= :from) AND (:to IS NULL OR p.to_at < :to)
),
sums AS (
  SELECT r.column1 AS is_all, iif(r.column1, NULL, s.reason) AS reason, count(*) AS pauses, count(DISTINCT s.case_id) AS cases,
    sum(s.known) AS known,
    sum(iif(s.known, max(0, julianday(s.ends) - julianday(s.starts)), 0)) AS days
  FROM spans AS s JOIN (VALUES (1), (0)) AS r
  GROUP BY r.column1, iif(r.column1, NULL, s.reason)
),
opened (cases) AS (
  SELECT count(DISTINCT case_id) FROM case_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of
)
SELECT s.reason AS pause_reason, 'pauses' AS figure, s.pauses AS value, 'count' AS unit, s.cases AS numerator,
  (SELECT cases FROM opened) AS denominator, s.pauses AS covered, s.pauses AS coverable, NULL AS reason, NULL AS evidence
FROM sums AS s
UNION ALL
SELECT s.reason, 'days paused', iif(s.known > 0, round(s.days, 2), NULL), 'days', s.cases, (SELECT cases FROM opened), s.known, s.pauses,
  iif(s.known > 0, NULL, 'of no pause the date is known'), NULL
FROM sums AS s
UNION ALL
-- Without any pause, that there was none is known.
SELECT NULL, f.column1, iif(f.column1 = 'pauses' AND o.cases > 0, 0, NULL), f.column2, 0, o.cases, 0, 0,
  CASE WHEN o.cases = 0 THEN 'no case was opened' WHEN f.column1 = 'days paused' THEN 'no pause is recorded' END, NULL
FROM opened AS o JOIN (VALUES ('pauses', 'count'), ('days paused', 'days')) AS f
WHERE NOT EXISTS (SELECT 1 FROM spans)
ORDER BY pause_reason, figure DESC;
