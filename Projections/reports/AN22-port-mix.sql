-- AN22: Port mix
-- reads: shared-reviews, film-register, caseload
-- per: cycle
-- shared: no
-- method: Of what was said and observed in a cycle with a part of the system named (a port: whose, and which facet), the part that tells of each. The cycle is the one named, else that of the review or film, else the one opened last by then. Covered are the entries with a port, coverable all that could name one: turns, responses, attunement, insights, observations of a child.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-05T09:01:30Z","by":"s-guider","type":"person-added","data":{"person":"infant","role":"child"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-19T10:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","cycle":"cycle-1","people":["mother"]}}
--   {"at":"2026-01-19T10:01:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"parent","words":"He looks for me","port":"M.rep"}}
--   {"at":"2026-01-19T10:02:00Z","by":"s-guider","type":"utterance-recorded","data":{"review":"review-1","speaker":"guider","words":"Yes"}}
--   {"at":"2026-01-19T10:03:00Z","by":"s-guider","type":"insight-recorded","data":{"person":"mother","insight":"He is tired","cycle":"cycle-1","port":"M.rep"}}
--   {"at":"2026-01-20T10:00:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-2","number":2}}
--   {"at":"2026-01-21T10:00:00Z","by":"s-guider","type":"child-observed","data":{"child":"infant","observation":"Looks up","port":"B.act"}}
--   {"at":"2026-01-22T10:00:00Z","by":"s-guider","type":"client-response-observed","data":{"person":"mother","response":"Laughs","review":"review-1","port":"M.ar"}}
--   {"at":"2026-01-22T11:00:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-3","number":3}}
--   {"at":"2026-01-22T12:00:00Z","by":"s-guider","type":"child-observed","data":{"child":"infant","observation":"Sleeps"}}
-- gives: [
--   {"cycle":"cycle-1","whose":"M","facet":"ar","figure":"port mix","numerator":1,"denominator":3,"covered":3,"coverable":4},
--   {"cycle":"cycle-1","whose":"M","facet":"rep","figure":"port mix","numerator":2,"denominator":3},
--   {"cycle":"cycle-2","whose":"B","facet":"act","figure":"port mix","value":1.0,"numerator":1,"denominator":1},
--   {"cycle":"cycle-3","whose":null,"facet":null,"figure":"port mix","value":null,"reason":"nothing names a port"}]
WITH noted AS (
  SELECT p.case_id, p.port, coalesce(p.cycle,
      (SELECT r.cycle FROM shared_review AS r
       WHERE r.case_id = p.case_id AND r.review = p.review ORDER BY r.position DESC LIMIT 1),
      (SELECT f.cycle FROM film AS f
       WHERE f.case_id = p.case_id AND f.film = p.film ORDER BY f.position DESC LIMIT 1),
      (SELECT c.cycle FROM cycle_step AS c WHERE c.case_id = p.case_id AND c.step = 'opened' AND c.to_at <= p.to_at
       ORDER BY c.to_at DESC, c.position DESC LIMIT 1)) AS cycle
  FROM port_note AS p
  WHERE p.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND p.to_at <= :as_of
    AND (:from IS NULL OR p.to_at >= :from) AND (:to IS NULL OR p.to_at < :to)
),
mix AS (
  SELECT case_id, cycle, port, count(*) AS n FROM noted GROUP BY case_id, cycle, port
),
sums AS (
  SELECT case_id, cycle, sum(iif(port IS NULL, 0, n)) AS coded, sum(n) AS noted FROM mix GROUP BY case_id, cycle
)
SELECT m.case_id, m.cycle, substr(m.port, 1, instr(m.port, '.') - 1) AS whose, substr(m.port, instr(m.port, '.') + 1) AS facet,
  'port mix' AS figure, 1.0 * m.n / s.coded AS value, 'share' AS unit, m.n AS numerator, s.coded AS denominator,
  s.coded AS covered, s.noted AS coverable, NULL AS reason, NULL AS evidence
FROM mix AS m JOIN sums AS s ON s.case_id = m.case_id AND s.cycle IS m.cycle
WHERE m.port IS NOT NULL
UNION ALL
SELECT case_id, cycle, NULL, NULL, 'port mix', NULL, 'share', 0, 0, 0, noted, 'nothing names a port', NULL
FROM sums WHERE coded = 0
ORDER BY case_id, cycle, whose, facet;
