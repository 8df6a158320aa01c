-- AN25: Risk-days
-- reads: risk-and-actions, caseload
-- per: case and risk
-- shared: no
-- method: Days that risks stood at each level, added over the risks of a case: from when a level was judged until the next judgement, the closing of the risk or the time asked about. Then for each risk noted, and each rise, the days to the first action assigned for it and to the first contact with another service about it: liaison, a crisis service, a referral made or information shared.
-- example:
--   {"at":"2026-02-02T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-02-02T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-02-02T10:00:00Z","by":"s-guider","type":"risk-noted","data":{"risk":"risk-1","level":"moderate","concerning":["mother"],"description":"Has not slept"}}
--   {"at":"2026-02-03T10:00:00Z","by":"s-guider","type":"action-assigned","data":{"action":"action-1","what":"Ring the GP","owner":"s-guider","due":"2026-02-04","risk":"risk-1"}}
--   {"at":"2026-02-12T10:00:00Z","by":"s-guider","type":"risk-reviewed","data":{"risk":"risk-1","level":"high"}}
--   {"at":"2026-02-14T10:00:00Z","by":"s-guider","type":"liaison-contact-made","data":{"agency":"crisis-team","direction":"two-way","risk":"risk-1"}}
--   {"at":"2026-02-17T10:00:00Z","by":"s-guider","type":"risk-reviewed","data":{"risk":"risk-1","level":"low"}}
--   {"at":"2026-02-27T10:00:00Z","by":"s-guider","type":"risk-closed","data":{"risk":"risk-1","reason":"Sleeps well"}}
--   {"asOf":"2026-06-01T00:00:00Z"}
-- gives: [
--   {"risk":null,"level":"high","figure":"risk-days","value":5.0,"unit":"days"},
--   {"risk":null,"level":"low","figure":"risk-days","value":10.0},
--   {"risk":null,"level":"moderate","figure":"risk-days","value":10.0},
--   {"risk":"risk-1","level":"high","figure":"days to first action","value":null,"reason":"no action yet"},
--   {"risk":"risk-1","level":"high","figure":"days to first contact","value":2.0},
--   {"risk":"risk-1","level":"moderate","figure":"days to first action","value":1.0},
--   {"risk":"risk-1","level":"moderate","figure":"days to first contact","value":12.0}]
WITH stood AS (
  SELECT case_id, risk, position, level, rank, rank_before, from_at, to_at, precision, max(to_at, coalesce(:from, '')) AS starts,
    min(coalesce(until_at, :as_of), :as_of, coalesce(:to, :as_of)) AS ends
  FROM risk_level
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
),
levels AS (
  SELECT case_id, level, round(sum(max(0, julianday(ends) - julianday(starts))), 2) AS days, sum(precision <> 'unknown') AS known,
    count(*) AS n, json_group_array(position) AS positions
  FROM stood GROUP BY case_id, level
),
raised AS (
  SELECT * FROM stood
  WHERE (rank_before IS NULL OR rank > rank_before) AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
-- What may answer a risk; one entry can be an action or a contact, not both.
answers AS (
  SELECT case_id, label AS risk, 'days to first action' AS figure, position, to_at FROM action_answers
  WHERE thing = 'risk' AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
  UNION ALL
  SELECT case_id, risk, 'days to first contact', position, to_at FROM outside_contact
  WHERE risk IS NOT NULL AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
  UNION ALL
  SELECT case_id, risk, 'days to first contact', position, to_at FROM sharing
  WHERE act = 'shared' AND risk IS NOT NULL AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
  UNION ALL
  SELECT case_id, risk, 'days to first contact', position, to_at FROM referral_entry
  WHERE act = 'made' AND risk IS NOT NULL AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
),
-- Something done on the day of a risk whose hour is not known may have been before it; it counts.
first AS (
  SELECT r.*, f.column1 AS figure, f.column2 AS none, (SELECT a.position FROM answers AS a
      WHERE a.case_id = r.case_id AND a.risk = r.risk AND a.figure = f.column1 AND a.to_at >= coalesce(r.from_at, r.to_at)
      ORDER BY a.to_at, a.position LIMIT 1) AS answer
  FROM raised AS r
  JOIN (VALUES ('days to first action', 'no action yet'), ('days to first contact', 'no contact yet')) AS f
)
SELECT case_id, NULL AS risk, level, 'risk-days' AS figure, days AS value, 'days' AS unit, NULL AS numerator, NULL AS denominator,
  known AS covered, n AS coverable, NULL AS reason,
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(positions) ORDER BY value)) AS evidence
FROM levels
UNION ALL
SELECT c.case_id, NULL, NULL, 'risk-days', NULL, 'days', NULL, NULL, NULL, NULL, 'no risk is noted', NULL
FROM case_step AS c
WHERE c.step = 'opened' AND c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND c.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM stood AS s WHERE s.case_id = c.case_id)
UNION ALL
SELECT f.case_id, f.risk, f.level, f.figure, round(max(0, julianday(a.to_at) - julianday(f.to_at)), 2), 'days', NULL, NULL, NULL, NULL,
  iif(f.answer IS NULL, f.none, NULL),
  iif(f.answer IS NULL, json_array(f.position), json_array(min(f.position, f.answer), max(f.position, f.answer)))
FROM first AS f
LEFT JOIN answers AS a ON a.case_id = f.case_id AND a.risk = f.risk AND a.figure = f.figure AND a.position = f.answer
ORDER BY case_id, risk, level, figure;
