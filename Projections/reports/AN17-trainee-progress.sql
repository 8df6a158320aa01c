-- AN17: Trainee progress
-- reads: supervision-and-training, settings
-- per: staff and stage
-- shared: no
-- method: Cycles completed, families they were with and time supervised since the stage before was passed, each as a part of what AN17.stageN asks for; days in the stage; months since registration, as a part of AN17.months. A cycle is the trainee's who held its shared review. Safeguarding supervision is not counted. Without a stage, the row is about the whole training.
-- example:
--   {"at":"2026-01-05T08:00:00Z","kind":"service","by":"s-admin","type":"training-registered","data":{"staff":"s-trainee","supervisor":"s-supervisor"}}
--   {"at":"2026-01-05T09:00:00Z","by":"s-trainee","role":"trainee","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-trainee","role":"trainee","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-06T09:00:00Z","by":"s-trainee","role":"trainee","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-20T09:00:00Z","by":"s-trainee","role":"trainee","type":"shared-review-held","data":{"review":"review-1","cycle":"cycle-1","people":["mother"],"staff":["s-trainee"]}}
--   {"at":"2026-01-20T10:00:00Z","by":"s-trainee","role":"trainee","type":"cycle-completed","data":{"cycle":"cycle-1"}}
--   {"at":"2026-01-22T10:00:00Z","by":"s-trainee","role":"trainee","type":"supervision-held","data":{"supervision":"supervision-1","moment":"after-review","review":"review-1","supervisor":"s-supervisor","supervisee":"s-trainee","durationMs":6300000}}
--   {"at":"2026-02-04T08:00:00Z","kind":"service","by":"s-admin","type":"training-stage-reached","data":{"staff":"s-trainee","stage":1}}
--   {"asOf":"2026-07-10T00:00:00Z"}
-- gives: [
--   {"staff":"s-trainee","stage":null,"figure":"months since registration","value":6.1,"unit":"months"},
--   {"staff":"s-trainee","stage":null,"figure":"part of the usual time","numerator":6,"denominator":18},
--   {"staff":"s-trainee","stage":1,"standing":"passed","figure":"clients","value":0.5,"numerator":1,"denominator":2},
--   {"staff":"s-trainee","stage":1,"standing":"passed","figure":"cycles","numerator":1,"denominator":6},
--   {"staff":"s-trainee","stage":1,"standing":"passed","figure":"days in stage","value":30.0,"unit":"days"},
--   {"staff":"s-trainee","stage":1,"standing":"passed","figure":"supervision","value":0.25,"numerator":105,"denominator":420,"covered":1,"coverable":1},
--   {"staff":"s-trainee","stage":2,"standing":"in training","figure":"clients","value":0.0,"numerator":0,"denominator":3},
--   {"staff":"s-trainee","stage":2,"standing":"in training","figure":"cycles","value":0.0,"numerator":0,"denominator":9},
--   {"staff":"s-trainee","stage":2,"standing":"in training","figure":"days in stage","value":155.7},
--   {"staff":"s-trainee","stage":2,"standing":"in training","figure":"supervision","value":0.0,"numerator":0,"denominator":480}]
WITH course AS (
  SELECT position, staff, to_at AS registered_at,
    min(:as_of, lead(to_at, 1, :as_of) OVER (PARTITION BY staff ORDER BY to_at, position)) AS until_at
  FROM training_registration WHERE to_at <= :as_of
),
passed AS (
  SELECT c.position, c.staff, c.registered_at, s.stage, min(s.to_at) AS passed_at
  FROM course AS c
  JOIN training_stage AS s ON s.staff = c.staff AND s.to_at >= c.registered_at AND s.to_at <= c.until_at
  GROUP BY c.position, c.staff, c.registered_at, s.stage
),
needs AS (
  SELECT name, CAST(value AS INTEGER) AS value FROM rule
  WHERE name LIKE 'AN17.%' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at)
),
-- A stage begins when the one before was passed. After the last passed there is another while something is asked of it.
span AS (
  SELECT p.staff, p.stage, 'passed' AS standing, p.passed_at AS ends,
    coalesce((SELECT max(b.passed_at) FROM passed AS b WHERE b.position = p.position AND b.stage < p.stage), p.registered_at) AS starts
  FROM passed AS p
  UNION ALL
  SELECT staff, stage, 'in training', until_at, starts
  FROM (
    SELECT c.staff, c.until_at, coalesce(max(p.stage), 0) + 1 AS stage, coalesce(max(p.passed_at), c.registered_at) AS starts
    FROM course AS c LEFT JOIN passed AS p ON p.position = c.position
    GROUP BY c.position, c.staff, c.until_at, c.registered_at
  ) WHERE EXISTS (SELECT 1 FROM needs WHERE name = 'AN17.stage' || stage || '.cycles')
),
done AS (
  SELECT staff, case_id, completed_at FROM guided_cycle
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND (:from IS NULL OR completed_at >= :from) AND (:to IS NULL OR completed_at < :to)
),
heard AS (
  SELECT supervisee, duration_ms, to_at FROM supervision
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND moment <> 'safeguarding'
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
work AS (
  SELECT s.staff, s.stage, s.standing, 'cycles' AS figure, (SELECT count(*) FROM done AS d
      WHERE d.staff = s.staff AND d.completed_at > s.starts AND d.completed_at <= s.ends) AS n,
    (SELECT value FROM needs WHERE name = 'AN17.stage' || s.stage || '.cycles') AS need, NULL AS covered, NULL AS coverable
  FROM span AS s
  UNION ALL
  SELECT s.staff, s.stage, s.standing, 'clients', (SELECT count(DISTINCT d.case_id) FROM done AS d
      WHERE d.staff = s.staff AND d.completed_at > s.starts AND d.completed_at <= s.ends),
    (SELECT value FROM needs WHERE name = 'AN17.stage' || s.stage || '.clients'), NULL, NULL
  FROM span AS s
  UNION ALL
  SELECT s.staff, s.stage, s.standing, 'supervision', coalesce(sum(h.duration_ms), 0) / 60000,
    60 * (SELECT value FROM needs WHERE name = 'AN17.stage' || s.stage || '.supervision'), count(h.duration_ms), count(h.to_at)
  FROM span AS s LEFT JOIN heard AS h ON h.supervisee = s.staff AND h.to_at > s.starts AND h.to_at <= s.ends
  GROUP BY s.staff, s.stage, s.standing, s.starts
),
-- Whole months by the calendar: one is over when the day of the month has come round.
months AS (
  SELECT staff, round((julianday(until_at) - julianday(registered_at)) / 30.4375, 1) AS value,
    12 * (substr(until_at, 1, 4) - substr(registered_at, 1, 4)) + substr(until_at, 6, 2) - substr(registered_at, 6, 2)
      - (substr(until_at, 9) < substr(registered_at, 9)) AS n,
    (SELECT value FROM needs WHERE name = 'AN17.months') AS need
  FROM course
)
SELECT staff, stage, standing, figure, 1.0 * n / nullif(need, 0) AS value, 'share' AS unit, n AS numerator, need AS denominator,
  covered, coverable, iif(coalesce(need, 0) = 0, 'nothing is asked for', NULL) AS reason, NULL AS evidence
FROM work
UNION ALL
SELECT staff, stage, standing, 'days in stage', round(julianday(ends) - julianday(starts), 1), 'days', NULL, NULL, NULL, NULL, NULL, NULL
FROM span
UNION ALL
SELECT staff, NULL, NULL, 'months since registration', value, 'months', NULL, NULL, NULL, NULL, NULL, NULL FROM months
UNION ALL
SELECT staff, NULL, NULL, 'part of the usual time', 1.0 * n / nullif(need, 0), 'share', n, need, NULL, NULL,
  iif(coalesce(need, 0) = 0, 'nothing is asked for', NULL), NULL FROM months
ORDER BY staff, stage, figure;
