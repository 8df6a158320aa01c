-- skills: How were a guider's skills rated, and how far are self and supervisor apart?
-- reads: supervision-and-training
-- Ratings are in thousandths: 3500 is 3.5. gap: the last rating by oneself less the last by the supervisor.
WITH held AS (
  SELECT r.*, row_number() OVER (PARTITION BY r.staff, r.skill, r.rater ORDER BY r.to_at DESC, r.position DESC) AS nth
  FROM skill_rating AS r
  WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND r.to_at <= :as_of
    AND (:from IS NULL OR r.to_at >= :from)
    AND (:to IS NULL OR r.to_at < :to)
)
SELECT staff, skill,
  sum(iif(rater = 'self', 1, 0)) AS ratings_by_self,
  sum(iif(rater = 'supervisor', 1, 0)) AS ratings_by_supervisor,
  sum(iif(rater = 'external', 1, 0)) AS ratings_by_others,
  max(iif(rater = 'self' AND nth = 1, rating_thousandths, NULL)) AS last_by_self,
  max(iif(rater = 'supervisor' AND nth = 1, rating_thousandths, NULL)) AS last_by_supervisor,
  max(iif(rater = 'self' AND nth = 1, rating_thousandths, NULL))
    - max(iif(rater = 'supervisor' AND nth = 1, rating_thousandths, NULL)) AS gap,
  (SELECT json_group_array(h.position) OVER (ORDER BY h.position ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
   FROM held AS h WHERE h.staff = held.staff AND h.skill = held.skill ORDER BY h.position LIMIT 1) AS evidence
FROM held GROUP BY staff, skill ORDER BY staff, skill;
