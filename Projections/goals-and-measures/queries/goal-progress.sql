-- goal-progress: How near is each goal, and how far has it come?
-- reads: goals-and-measures
-- one row per goal: how it reads, first and last rating of the same person, how it ended; change is null with fewer than two ratings
WITH wording AS (
  SELECT * FROM goal_wording WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
),
placed AS (
  SELECT case_id, goal, rated_by, rating, to_at,
    row_number() OVER (PARTITION BY case_id, goal, rated_by ORDER BY to_at, position) AS n,
    count(*) OVER (PARTITION BY case_id, goal, rated_by) AS ratings
  FROM goal_rating WHERE to_at <= :as_of AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
)
SELECT g.case_id, g.goal, g.position, w.statement, g.to_at AS agreed_at, first.rated_by,
  coalesce(first.ratings, 0) AS ratings, first.rating AS first_rating, first.to_at AS first_at,
  last.rating AS last_rating, last.to_at AS last_at,
  iif(first.ratings >= 2, last.rating - first.rating, NULL) AS change,
  (SELECT e.outcome FROM goal_end AS e WHERE e.case_id = g.case_id AND e.goal = g.goal AND e.to_at <= :as_of
   ORDER BY e.to_at DESC, e.position DESC LIMIT 1) AS outcome
FROM goal AS g
JOIN wording AS w
  ON w.case_id = g.case_id AND w.goal = g.goal AND w.from_at <= :as_of AND (w.until_at IS NULL OR :as_of < w.until_at)
LEFT JOIN placed AS first ON first.case_id = g.case_id AND first.goal = g.goal AND first.n = 1
LEFT JOIN placed AS last
  ON last.case_id = g.case_id AND last.goal = g.goal AND last.rated_by = first.rated_by AND last.n = last.ratings
WHERE g.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND g.to_at <= :as_of
  AND (:from IS NULL OR g.to_at >= :from) AND (:to IS NULL OR g.to_at < :to)
ORDER BY g.case_id, g.to_at, g.position, first.rated_by;
