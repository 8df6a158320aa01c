-- AN20: Theme life
-- reads: shared-reviews, caseload
-- per: theme
-- shared: no
-- method: From the naming of a theme and every later use: the first and last cycle by number, how many cycles, and how many kinds of speaker (parent, guider, infant, other). The cycle is the one named, else that of the review. Covered and coverable are the uses whose cycle is known and all uses, the naming counted in.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-06T09:00:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-1","number":1}}
--   {"at":"2026-01-20T09:00:00Z","by":"s-guider","type":"shared-review-held","data":{"review":"review-1","cycle":"cycle-1","people":["mother"]}}
--   {"at":"2026-01-20T09:01:00Z","by":"s-guider","type":"theme-named","data":{"theme":"theme-1","name":"Room to answer","review":"review-1","speaker":"guider"}}
--   {"at":"2026-01-20T09:02:00Z","by":"s-guider","type":"theme-named","data":{"theme":"theme-2","name":"We are a team"}}
--   {"at":"2026-03-06T09:00:00Z","by":"s-guider","type":"cycle-opened","data":{"cycle":"cycle-3","number":3}}
--   {"at":"2026-03-20T09:00:00Z","by":"s-guider","type":"theme-used","data":{"theme":"theme-1","speaker":"parent","cycle":"cycle-3"}}
--   {"at":"2026-03-20T09:01:00Z","by":"s-guider","type":"theme-used","data":{"theme":"theme-1","speaker":"parent"}}
-- gives: [
--   {"theme":"theme-1","figure":"first cycle","value":1,"unit":"cycle","covered":2,"coverable":3},
--   {"theme":"theme-1","figure":"last cycle","value":3,"unit":"cycle"},
--   {"theme":"theme-1","figure":"cycles","value":2,"unit":"count"},
--   {"theme":"theme-1","figure":"speakers","value":2,"unit":"count","covered":3,"coverable":3},
--   {"theme":"theme-2","figure":"first cycle","value":null,"reason":"no cycle is known"},
--   {"theme":"theme-2","figure":"last cycle","value":null,"reason":"no cycle is known"},
--   {"theme":"theme-2","figure":"cycles","value":null,"reason":"no cycle is known"},
--   {"theme":"theme-2","figure":"speakers","value":null,"reason":"no speaker is known"}]
WITH used AS (
  SELECT case_id, theme, position, speaker, review, NULL AS cycle FROM theme
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
  UNION ALL
  SELECT case_id, theme, position, speaker, review, cycle FROM theme_use
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
placed AS (
  SELECT u.case_id, u.theme, u.position, u.speaker, (
      SELECT max(c.number) FROM cycle_step AS c
      WHERE c.case_id = u.case_id AND c.step = 'opened' AND c.to_at <= :as_of AND c.cycle = coalesce(u.cycle, (
        SELECT r.cycle FROM shared_review AS r
        WHERE r.case_id = u.case_id AND r.review = u.review ORDER BY r.position DESC LIMIT 1))) AS k
  FROM used AS u
),
life AS (
  SELECT case_id, theme, min(k) AS first_k, max(k) AS last_k, count(DISTINCT k) AS cycles, count(DISTINCT speaker) AS speakers,
    count(k) AS known, count(speaker) AS spoken, count(*) AS uses, json_group_array(position) AS positions
  FROM placed GROUP BY case_id, theme
)
SELECT l.case_id, l.theme, f.column1 AS figure,
  CASE f.column1 WHEN 'first cycle' THEN l.first_k WHEN 'last cycle' THEN l.last_k WHEN 'cycles' THEN nullif(l.cycles, 0)
    ELSE nullif(l.speakers, 0) END AS value,
  f.column2 AS unit, NULL AS numerator, NULL AS denominator, iif(f.column1 = 'speakers', l.spoken, l.known) AS covered,
  l.uses AS coverable,
  CASE WHEN f.column1 = 'speakers' AND l.speakers = 0 THEN 'no speaker is known'
    WHEN f.column1 <> 'speakers' AND l.cycles = 0 THEN 'no cycle is known' END AS reason,
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(l.positions) ORDER BY value)) AS evidence
FROM life AS l
JOIN (VALUES ('first cycle', 'cycle'), ('last cycle', 'cycle'), ('cycles', 'count'), ('speakers', 'count')) AS f
ORDER BY l.case_id, l.theme, f.column1;
