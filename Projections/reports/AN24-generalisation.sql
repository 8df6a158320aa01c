-- AN24: Generalisation
-- reads: goals-and-measures, caseload
-- per: service
-- shared: yes
-- method: Reports that what was found on film is used with others, counted by with whom and by who reported; the numerator is the cases with such a report and the denominator the cases opened, and cases with any report are given as a part of all.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","case":"C-1","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","case":"C-2","type":"case-opened","data":{"reference":"C-2"}}
--   {"at":"2026-03-05T09:00:00Z","by":"s-guider","case":"C-1","type":"generalisation-reported","data":{"target":"sibling","reporter":"client","description":"Waits for him"}}
--   {"at":"2026-04-05T09:00:00Z","by":"s-guider","case":"C-1","type":"generalisation-reported","data":{"target":"sibling","reporter":"client","description":"Waits for her"}}
--   {"at":"2026-04-06T09:00:00Z","by":"s-guider","case":"C-1","type":"generalisation-reported","data":{"target":"friend","reporter":"guider","description":"Gives room"}}
--   {"at":"2026-04-07T09:00:00Z","by":"s-guider","case":"C-1","type":"generalisation-reported","data":{"target":"sibling","reporter":"family","description":"Listens"}}
-- gives: [
--   {"target":null,"reporter":null,"figure":"cases with a report","value":0.5,"unit":"share","numerator":1,"denominator":2},
--   {"target":"friend","reporter":"guider","figure":"reports","value":1,"unit":"count","numerator":1,"denominator":2},
--   {"target":"sibling","reporter":"client","figure":"reports","value":2,"unit":"count","numerator":1,"denominator":2},
--   {"target":"sibling","reporter":"family","figure":"reports","value":1,"unit":"count","numerator":1,"denominator":2}]
WITH told AS (
  SELECT case_id, target, reporter FROM generalisation
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
sums AS (
  SELECT (SELECT count(DISTINCT case_id) FROM told) AS telling, (SELECT count(*) FROM told) AS reports,
    (SELECT count(DISTINCT case_id) FROM case_step WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
       AND step = 'opened' AND to_at <= :as_of) AS cases
)
SELECT NULL AS target, NULL AS reporter, 'cases with a report' AS figure, iif(reports > 0, 1.0 * telling / nullif(cases, 0), NULL) AS value,
  'share' AS unit, telling AS numerator, cases AS denominator, NULL AS covered, NULL AS coverable,
  CASE WHEN cases = 0 THEN 'no case was opened' WHEN reports = 0 THEN 'nothing is reported' END AS reason, NULL AS evidence
FROM sums
UNION ALL
SELECT t.target, t.reporter, 'reports', count(*), 'count', count(DISTINCT t.case_id), s.cases, NULL, NULL, NULL, NULL
FROM told AS t JOIN sums AS s GROUP BY t.target, t.reporter, s.cases
ORDER BY target, reporter;
