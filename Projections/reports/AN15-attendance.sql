-- AN15: Attendance
-- reads: caseload, settings
-- per: service
-- shared: yes
-- method: Meetings attended as a part of those attended, missed or cancelled on the day. Meetings cancelled in time, by client or service, are in neither. What an outcome counts as is its group in the attendance codebook of the day; outcomes in no known group are not covered. Then each outcome as a part of all, which says who cancelled.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-12T09:00:00Z","by":"s-guider","type":"attendance-recorded","data":{"person":"mother","outcome":"attended"}}
--   {"at":"2026-01-19T09:00:00Z","by":"s-guider","type":"attendance-recorded","data":{"person":"mother","outcome":"attended-late"}}
--   {"at":"2026-01-26T09:00:00Z","by":"s-guider","type":"attendance-recorded","data":{"person":"mother","outcome":"did-not-attend"}}
--   {"at":"2026-02-02T09:00:00Z","by":"s-guider","type":"attendance-recorded","data":{"person":"mother","outcome":"cancelled-late"}}
--   {"at":"2026-02-09T09:00:00Z","by":"s-guider","type":"attendance-recorded","data":{"person":"mother","outcome":"cancelled-by-service"}}
-- gives: [
--   {"outcome":null,"figure":"attendance","value":0.5,"unit":"share","numerator":2,"denominator":4,"covered":5,"coverable":5},
--   {"outcome":"attended","figure":"outcome","value":0.2,"numerator":1,"denominator":5},
--   {"outcome":"attended-late","figure":"outcome","value":0.2,"numerator":1,"denominator":5},
--   {"outcome":"cancelled-by-service","figure":"outcome","value":0.2,"numerator":1,"denominator":5},
--   {"outcome":"cancelled-late","figure":"outcome","value":0.2,"numerator":1,"denominator":5},
--   {"outcome":"did-not-attend","figure":"outcome","value":0.2,"numerator":1,"denominator":5}]
WITH kept AS (
  SELECT a.case_id, a.position, a.outcome, c.grp, coalesce(c.grp = 'Attended', 0) AS came,
    coalesce(c.grp IN ('Attended', 'Missed', 'Cancelled late'), 0) AS counts
  FROM attendance AS a
  LEFT JOIN code AS c ON c.codebook = 'attendance' AND c.code = a.outcome AND c.from_at <= a.to_at
    AND (c.until_at IS NULL OR a.to_at < c.until_at)
  WHERE a.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND a.to_at <= :as_of
    AND (:from IS NULL OR a.to_at >= :from) AND (:to IS NULL OR a.to_at < :to)
),
sums AS (
  SELECT coalesce(sum(came), 0) AS came, coalesce(sum(counts), 0) AS counts, count(*) AS meetings,
    coalesce(sum(coalesce(grp, '') IN ('Attended', 'Missed', 'Cancelled late', 'Cancelled')), 0) AS covered
  FROM kept
)
SELECT NULL AS outcome, 'attendance' AS figure, 1.0 * came / nullif(counts, 0) AS value, 'share' AS unit, came AS numerator,
  counts AS denominator, covered, meetings AS coverable,
  CASE WHEN meetings = 0 THEN 'no attendance is recorded' WHEN counts = 0 THEN 'no meeting that counts' END AS reason, NULL AS evidence
FROM sums
UNION ALL
SELECT k.outcome, 'outcome', 1.0 * count(*) / s.meetings, 'share', count(*), s.meetings, s.covered, s.meetings, NULL, NULL
FROM kept AS k JOIN sums AS s GROUP BY k.outcome, s.meetings, s.covered
ORDER BY figure, outcome;
