-- AN18: Strength balance
-- reads: supervision-and-training, settings
-- per: staff and quarter
-- shared: no
-- method: Strengths as a part of strengths and working points named in supervision, by who named them and by quarter of the London day. A named_by of null is everybody together.
-- example:
--   {"at":"2026-03-31T09:00:00Z","by":"s-supervisor","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-03-31T10:00:00Z","by":"s-supervisor","type":"supervision-held","data":{"supervision":"supervision-1","moment":"other","supervisor":"s-supervisor","supervisee":"s-trainee"}}
--   {"at":"2026-03-31T22:00:00Z","by":"s-supervisor","type":"supervision-feedback-given","data":{"supervision":"supervision-1","feedback":"strength","namedBy":"supervisor","words":"You waited"}}
--   {"at":"2026-03-31T22:30:00Z","by":"s-supervisor","type":"supervision-feedback-given","data":{"supervision":"supervision-1","feedback":"working-point","namedBy":"self","words":"Too quick"}}
--   {"at":"2026-03-31T23:00:00Z","by":"s-supervisor","type":"supervision-feedback-given","data":{"supervision":"supervision-1","feedback":"strength","words":"Warm voice"}}
-- gives: [
--   {"staff":"s-trainee","quarter":"2026-Q1","named_by":null,"figure":"strength balance","value":0.5,"unit":"share","numerator":1,"denominator":2},
--   {"staff":"s-trainee","quarter":"2026-Q1","named_by":"self","value":0.0,"numerator":0,"denominator":1},
--   {"staff":"s-trainee","quarter":"2026-Q1","named_by":"supervisor","value":1.0,"numerator":1,"denominator":1},
--   {"staff":"s-trainee","quarter":"2026-Q2","named_by":null,"value":1.0,"numerator":1,"denominator":1},
--   {"staff":"s-trainee","quarter":"2026-Q2","named_by":"not said","value":1.0,"numerator":1,"denominator":1}]
WITH named AS (
  SELECT f.case_id, f.position, f.feedback = 'strength' AS is_strength, coalesce(f.named_by, 'not said') AS named_by,
    (SELECT s.supervisee FROM supervision AS s
     WHERE s.case_id = f.case_id AND s.supervision = f.supervision ORDER BY s.position DESC LIMIT 1) AS staff,
    (SELECT d.date FROM day AS d
     WHERE d.nation = (SELECT nation FROM here) AND d.ends_at > f.to_at ORDER BY d.ends_at LIMIT 1) AS date
  FROM supervision_feedback AS f
  WHERE f.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND f.to_at <= :as_of
    AND (:from IS NULL OR f.to_at >= :from) AND (:to IS NULL OR f.to_at < :to)
),
placed AS (
  SELECT staff, named_by, is_strength, substr(date, 1, 4) || '-Q' || ((substr(date, 6, 2) + 2) / 3) AS quarter FROM named
)
SELECT staff, quarter, NULL AS named_by, 'strength balance' AS figure, 1.0 * sum(is_strength) / count(*) AS value, 'share' AS unit,
  sum(is_strength) AS numerator, count(*) AS denominator, sum(named_by <> 'not said') AS covered, count(*) AS coverable,
  NULL AS reason, NULL AS evidence
FROM placed GROUP BY staff, quarter
UNION ALL
SELECT staff, quarter, named_by, 'strength balance', 1.0 * sum(is_strength) / count(*), 'share',
  sum(is_strength), count(*), count(*), count(*), NULL, NULL
FROM placed GROUP BY staff, quarter, named_by
ORDER BY staff, quarter, named_by;
