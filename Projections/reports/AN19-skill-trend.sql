-- AN19: Skill trend
-- reads: supervision-and-training, settings
-- per: staff and film
-- shared: no
-- method: Mean of the skills that a rater rated on a film, in order of time; a skill rated again counts as rated last. The gap is the mean of own rating less supervisor's over the skills that both rated. Ratings without a film are taken together by supervision. Covered and coverable are skills rated and skills in the codebook.
-- example:
--   {"at":"2026-03-02T09:00:00Z","by":"s-guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-03-02T09:01:00Z","by":"s-guider","type":"person-added","data":{"person":"mother","role":"client"}}
--   {"at":"2026-03-02T10:00:00Z","by":"s-guider","type":"film-taken","data":{"film":"film-1","kind":"shared-review","durationMs":300000,"people":["mother"]}}
--   {"at":"2026-03-05T10:00:00Z","by":"s-trainee","type":"skill-rated","data":{"staff":"s-trainee","rater":"self","skills":{"gives-space":2,"names-strengths":1},"film":"film-1"}}
--   {"at":"2026-03-05T10:01:00Z","by":"s-supervisor","type":"skill-rated","data":{"staff":"s-trainee","rater":"supervisor","skills":{"gives-space":3,"names-strengths":3,"short-turns":3},"film":"film-1"}}
--   {"at":"2026-03-05T10:02:00Z","by":"s-trainee","type":"skill-rated","data":{"staff":"s-trainee","rater":"self","skills":{"names-strengths":2},"film":"film-1"}}
-- gives: [
--   {"staff":"s-trainee","film":"film-1","rater":"self","figure":"mean rating","value":2.0,"unit":"points","covered":2,"coverable":10},
--   {"staff":"s-trainee","film":"film-1","rater":"supervisor","figure":"mean rating","value":3.0,"covered":3,"coverable":10},
--   {"staff":"s-trainee","film":"film-1","rater":null,"figure":"self less supervisor","value":-1.0,"covered":2,"coverable":3}]
WITH rated AS (
  SELECT r.*, coalesce(r.film, r.supervision, '') AS occasion, row_number() OVER (
      PARTITION BY r.case_id, r.staff, r.film, coalesce(r.film, r.supervision), r.rater, r.skill
      ORDER BY r.to_at DESC, r.position DESC) AS back
  FROM skill_rating AS r
  WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
    AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
),
last AS (
  SELECT case_id, staff, film, iif(film IS NULL, supervision, NULL) AS supervision, occasion, rater, skill, position,
    rating_thousandths AS points, to_at
  FROM rated WHERE back = 1
),
means AS (
  SELECT case_id, staff, film, supervision, occasion, rater, sum(points) / 1000.0 / count(*) AS mean, count(*) AS skills,
    max(to_at) AS rated_at, json_group_array(DISTINCT position) AS positions
  FROM last GROUP BY case_id, staff, film, supervision, occasion, rater
),
gaps AS (
  SELECT o.case_id, o.staff, o.film, o.supervision, sum(o.points - s.points) / 1000.0 / nullif(count(s.points), 0) AS gap,
    count(s.points) AS both, count(DISTINCT o.skill) AS skills
  FROM last AS o
  LEFT JOIN last AS s ON s.case_id = o.case_id AND s.staff = o.staff AND s.film IS o.film AND s.occasion = o.occasion
    AND s.rater = 'supervisor' AND s.skill = o.skill AND o.rater = 'self'
  WHERE o.rater IN ('self', 'supervisor')
  GROUP BY o.case_id, o.staff, o.film, o.supervision
)
SELECT m.case_id, m.staff, m.film, m.supervision, m.rater, m.rated_at, 'mean rating' AS figure, m.mean AS value, 'points' AS unit,
  NULL AS numerator, NULL AS denominator, m.skills AS covered,
  (SELECT count(*) FROM code AS c WHERE c.codebook = 'skills' AND c.from_at <= m.rated_at
     AND (c.until_at IS NULL OR m.rated_at < c.until_at)) AS coverable, NULL AS reason,
  (SELECT json_group_array(value) FROM (SELECT value FROM json_each(m.positions) ORDER BY value)) AS evidence
FROM means AS m
UNION ALL
SELECT case_id, staff, film, supervision, NULL, NULL, 'self less supervisor', gap, 'points', NULL, NULL, both, skills,
  iif(both = 0, 'no skill was rated by both', NULL), NULL
FROM gaps
ORDER BY case_id, staff, film, supervision, figure, rater;
