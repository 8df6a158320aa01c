-- AN14: Funnel and drop-out
-- reads: caseload, consent-register, film-register, shared-reviews, settings
-- per: service
-- shared: yes
-- cells: nested
-- method: Of the cases opened in the range, those that were referred, accepted, agreed to be filmed, were filmed, had a first shared review, had AN14.reviews of them, and came to a planned end: each as a part of those at the stage before, and only if no stage was left out. Coverable is all cases that reached the stage by whatever way, so a gap in the record shows. Dropped out are cases closed for an unplanned reason with fewer cycles completed than planned, as a part of the closed cases of which the plan, and whether the ending was planned, are known; a plan made when a case was reopened is for cycles completed since.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","case":"C-1","type":"case-opened","data":{"reference":"C-1","plannedCycles":1}}
--   {"at":"2026-01-05T09:00:01Z","by":"s-guider","case":"C-2","type":"case-opened","data":{"reference":"C-2","plannedCycles":3}}
--   {"at":"2026-01-05T09:00:02Z","by":"s-guider","case":"C-3","type":"case-opened","data":{"reference":"C-3"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","case":"C-1","type":"referral-received","data":{"reason":"Low mood"}}
--   {"at":"2026-01-05T09:01:01Z","by":"s-guider","case":"C-2","type":"referral-received","data":{"reason":"Low mood"}}
--   {"at":"2026-01-05T09:02:00Z","by":"s-guider","case":"C-1","type":"referral-accepted","data":{"guider":"s-guider"}}
--   {"at":"2026-01-05T09:02:01Z","by":"s-guider","case":"C-2","type":"referral-accepted","data":{"guider":"s-guider"}}
--   {"at":"2026-01-06T09:00:00Z","by":"s-guider","case":"C-1","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-06T09:00:01Z","by":"s-guider","case":"C-2","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-06T09:01:00Z","by":"s-guider","case":"C-1","type":"consent-given","data":{"consent":"consent-1","scopes":["film-interaction"],"concerning":["mother"],"giver":"mother"}}
--   {"at":"2026-01-06T09:01:01Z","by":"s-guider","case":"C-2","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-01-06T09:02:00Z","by":"s-guider","case":"C-1","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-01-20T09:00:00Z","by":"s-guider","case":"C-1","type":"shared-review-held","data":{"review":"review-1","people":["mother"]}}
--   {"at":"2026-02-20T09:00:00Z","by":"s-guider","case":"C-2","type":"case-closed","data":{"reason":"lost-contact","closingRisk":"low","planned":false}}
-- gives: [
--   {"part":"funnel","figure":"1 opened","value":3,"unit":"count","numerator":3},
--   {"part":"funnel","figure":"2 referred","numerator":2,"denominator":3,"covered":2,"coverable":2},
--   {"part":"funnel","figure":"3 accepted","value":1.0,"unit":"share","numerator":2,"denominator":2},
--   {"part":"funnel","figure":"4 consented","value":0.5,"numerator":1,"denominator":2},
--   {"part":"funnel","figure":"5 filmed","value":1.0,"numerator":1,"denominator":1,"covered":1,"coverable":2},
--   {"part":"funnel","figure":"6 first review","value":1.0,"numerator":1,"denominator":1},
--   {"part":"funnel","figure":"7 more reviews","value":0.0,"numerator":0,"denominator":1},
--   {"part":"funnel","figure":"8 planned end","value":null,"numerator":0,"denominator":0,"reason":"no case came to the stage before"},
--   {"part":"drop-out","figure":"dropped out","value":1.0,"numerator":1,"denominator":1,"covered":1,"coverable":1}]
WITH begun AS (
  SELECT case_id, min(to_at) AS at FROM case_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of
  GROUP BY case_id HAVING (:from IS NULL OR min(to_at) >= :from) AND (:to IS NULL OR min(to_at) < :to)
),
-- How each case stands by then: its last closing, unless it was reopened after it.
ended AS (
  SELECT b.case_id, s.code, s.is_planned, s.to_at, (SELECT c.grp FROM code AS c
      WHERE c.codebook = 'closure-reasons' AND c.code = s.code AND c.from_at <= s.to_at AND (c.until_at IS NULL OR s.to_at < c.until_at)) AS grp
  FROM begun AS b
  JOIN case_step AS s ON s.case_id = b.case_id AND s.step = 'closed' AND s.position = (
    SELECT l.position FROM case_step AS l WHERE l.case_id = b.case_id AND l.step IN ('closed', 'reopened') AND l.to_at <= :as_of
    ORDER BY l.to_at DESC, l.position DESC LIMIT 1)
),
-- What the closing says of itself goes before what its reason usually means. A plan made on reopening is for cycles from there.
closed AS (
  SELECT e.case_id, coalesce(e.is_planned, e.grp = 'Planned', 0) AS planned_end, coalesce(e.grp = 'Unplanned', e.is_planned = 0) AS unplanned,
    p.planned_cycles AS planned, (SELECT count(DISTINCT c.cycle) FROM cycle_step AS c
     WHERE c.case_id = e.case_id AND c.step = 'completed' AND c.to_at <= :as_of AND (p.step = 'opened' OR c.to_at >= p.to_at)) AS completed
  FROM ended AS e
  LEFT JOIN case_step AS p ON p.case_id = e.case_id AND p.position = (
    SELECT l.position FROM case_step AS l WHERE l.case_id = e.case_id AND l.planned_cycles IS NOT NULL AND l.to_at <= :as_of
    ORDER BY l.to_at DESC, l.position DESC LIMIT 1)
),
reached AS (
  SELECT b.case_id,
    EXISTS (SELECT 1 FROM case_step AS s WHERE s.case_id = b.case_id AND s.step = 'referral-received' AND s.to_at <= :as_of) AS s2,
    EXISTS (SELECT 1 FROM case_step AS s WHERE s.case_id = b.case_id AND s.step = 'referral-accepted' AND s.to_at <= :as_of) AS s3,
    EXISTS (SELECT 1 FROM consent_act AS a WHERE a.case_id = b.case_id AND a.scope = 'film-interaction' AND a.act = 'given'
      AND a.to_at <= :as_of) AS s4,
    EXISTS (SELECT 1 FROM film AS f WHERE f.case_id = b.case_id AND f.kind = 'interaction' AND f.to_at <= :as_of) AS s5,
    (SELECT count(*) FROM shared_review AS r WHERE r.case_id = b.case_id AND r.to_at <= :as_of) AS reviews,
    (SELECT CAST(value AS INTEGER) FROM rule
     WHERE name = 'AN14.reviews' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at)) AS wanted,
    EXISTS (SELECT 1 FROM closed AS c WHERE c.case_id = b.case_id AND c.planned_end) AS s8
  FROM begun AS b
),
stood AS (
  SELECT s2, s2 AND s3 AS f3, s2 AND s3 AND s4 AS f4, s2 AND s3 AND s4 AND s5 AS f5, s3, s4, s5, reviews, max(1, wanted) AS wanted, s8
  FROM reached
),
counts AS (
  SELECT count(*) AS n1, count(*) FILTER (WHERE s2) AS n2, count(*) FILTER (WHERE f3) AS n3, count(*) FILTER (WHERE f4) AS n4,
    count(*) FILTER (WHERE f5) AS n5, count(*) FILTER (WHERE f5 AND reviews >= 1) AS n6,
    count(*) FILTER (WHERE f5 AND reviews >= wanted) AS n7, count(*) FILTER (WHERE f5 AND reviews >= wanted AND s8) AS n8,
    count(*) FILTER (WHERE s3) AS m3, count(*) FILTER (WHERE s4) AS m4, count(*) FILTER (WHERE s5) AS m5,
    count(*) FILTER (WHERE reviews >= 1) AS m6, count(*) FILTER (WHERE reviews >= wanted) AS m7, count(*) FILTER (WHERE s8) AS m8
  FROM stood
),
stages (figure, n, before, way) AS (
  SELECT '1 opened', n1, NULL, n1 FROM counts
  UNION ALL SELECT '2 referred', n2, n1, n2 FROM counts
  UNION ALL SELECT '3 accepted', n3, n2, m3 FROM counts
  UNION ALL SELECT '4 consented', n4, n3, m4 FROM counts
  UNION ALL SELECT '5 filmed', n5, n4, m5 FROM counts
  UNION ALL SELECT '6 first review', n6, n5, m6 FROM counts
  UNION ALL SELECT '7 more reviews', n7, n6, m7 FROM counts
  UNION ALL SELECT '8 planned end', n8, n7, m8 FROM counts
)
SELECT 'funnel' AS part, figure, iif(figure = '1 opened', nullif(n, 0), 1.0 * n / nullif(before, 0)) AS value,
  iif(figure = '1 opened', 'count', 'share') AS unit, n AS numerator, before AS denominator, n AS covered, way AS coverable,
  CASE WHEN figure = '1 opened' THEN iif(n = 0, 'no case was opened', NULL)
    WHEN coalesce(before, 0) = 0 THEN 'no case came to the stage before' END AS reason,
  NULL AS evidence
FROM stages
UNION ALL
SELECT 'drop-out', 'dropped out', 1.0 * sum(is_known AND unplanned AND completed < planned) / nullif(sum(is_known), 0), 'share',
  coalesce(sum(is_known AND unplanned AND completed < planned), 0), coalesce(sum(is_known), 0), coalesce(sum(is_known), 0), count(*),
  CASE WHEN count(*) = 0 THEN 'no case is closed' WHEN sum(is_known) = 0 THEN 'of no closed case plan and reason are known' END, NULL
FROM (SELECT *, planned IS NOT NULL AND unplanned IS NOT NULL AS is_known FROM closed)
ORDER BY part DESC, figure;
