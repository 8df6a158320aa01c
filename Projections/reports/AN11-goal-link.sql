-- AN11: Goal link
-- reads: clip-library, goals-and-measures, caseload
-- per: case
-- shared: no
-- method: Clips that speak to a goal or helping question which was alive when they were chosen, as a part of all clips. A goal is alive from when it may have been agreed until it ended; a question from when it may have been formed, and as long as the goal it comes from, if it names one. Evidence is the clips that speak to none.
-- example:
--   {"at":"2026-01-05T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-01-05T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-01-06T09:00:00Z","by":"s-guider","type":"goal-agreed","data":{"goal":"goal-1","statement":"Enjoy bath time"}}
--   {"at":"2026-01-06T09:01:00Z","by":"s-guider","type":"helping-question-formed","data":{"question":"question-1","wording":"What makes him look up?"}}
--   {"at":"2026-01-06T09:02:00Z","by":"s-guider","type":"helping-question-formed","data":{"question":"question-2","goal":"goal-1","wording":"What makes bath time fun?"}}
--   {"at":"2026-01-12T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"interaction","durationMs":100000,"people":["mother"]}}
--   {"at":"2026-01-13T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-1","film":"film-1","startMs":1000,"endMs":6000,"goals":["goal-1"],"description":"She waits"}}
--   {"at":"2026-01-13T10:01:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-2","film":"film-1","startMs":11000,"endMs":16000,"description":"She smiles"}}
--   {"at":"2026-01-20T10:00:00Z","by":"s-guider","type":"goal-ended","data":{"goal":"goal-1","outcome":"met"}}
--   {"at":"2026-01-21T10:00:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-3","film":"film-1","startMs":21000,"endMs":26000,"goals":["goal-1"],"questions":["question-2"],"description":"She sings"}}
--   {"at":"2026-01-21T10:01:00Z","by":"s-guider","type":"clip-chosen","data":{"clip":"clip-4","film":"film-1","startMs":31000,"endMs":36000,"questions":["question-1"],"description":"He looks up"}}
-- gives: [{"figure":"goal link","value":0.5,"unit":"share","numerator":2,"denominator":4}]
WITH chosen AS (
  SELECT case_id, clip, position, coalesce(from_at, to_at) AS at, to_at FROM clip
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND to_at <= :as_of
    AND (:from IS NULL OR to_at >= :from) AND (:to IS NULL OR to_at < :to)
),
linked AS (
  SELECT c.case_id, c.position, EXISTS (
      SELECT 1 FROM clip_link AS l JOIN goal AS g ON g.case_id = l.case_id AND g.goal = l.label AND coalesce(g.from_at, '') <= c.to_at
      WHERE l.case_id = c.case_id AND l.clip = c.clip AND l.position = c.position AND l.thing = 'goal'
        AND NOT EXISTS (SELECT 1 FROM goal_end AS e
        WHERE e.case_id = g.case_id AND e.goal = g.goal AND e.to_at <= c.at)
    ) OR EXISTS (
      SELECT 1 FROM clip_link AS l
      JOIN helping_question AS q ON q.case_id = l.case_id AND q.question = l.label AND coalesce(q.from_at, '') <= c.to_at
      WHERE l.case_id = c.case_id AND l.clip = c.clip AND l.position = c.position AND l.thing = 'question'
        AND NOT EXISTS (SELECT 1 FROM goal_end AS e
        WHERE e.case_id = q.case_id AND e.goal = q.goal AND e.to_at <= c.at)) AS is_linked
  FROM chosen AS c
)
SELECT o.case_id, 'goal link' AS figure, 1.0 * sum(l.is_linked) / nullif(count(l.position), 0) AS value, 'share' AS unit,
  coalesce(sum(l.is_linked), 0) AS numerator, count(l.position) AS denominator, count(l.position) AS covered,
  count(l.position) AS coverable, iif(count(l.position) = 0, 'no clip was chosen', NULL) AS reason,
  (SELECT json_group_array(position) FROM (SELECT u.position FROM linked AS u
    WHERE u.case_id = o.case_id AND NOT u.is_linked ORDER BY u.position)) AS evidence
FROM (SELECT DISTINCT case_id FROM case_step
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND step = 'opened' AND to_at <= :as_of) AS o
LEFT JOIN linked AS l ON l.case_id = o.case_id
GROUP BY o.case_id
ORDER BY o.case_id;
