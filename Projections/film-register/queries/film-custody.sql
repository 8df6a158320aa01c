-- film-custody: Through whose hands did each film go, from being taken to being destroyed?
-- reads: film-register
SELECT case_id, film, to_at, position, act, code, location, delete_by, copies_destroyed
FROM (
  SELECT f.case_id, f.film, f.to_at, f.position, 'taken' AS act, f.kind AS code, f.location, NULL AS delete_by, NULL AS copies_destroyed
  FROM film AS f
  UNION ALL
  SELECT s.case_id, s.film, s.to_at, s.position, s.act, s.code, s.location, s.delete_by, s.copies_destroyed
  FROM film_step AS s
) AS c
WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND c.to_at <= :as_of
  AND (:from IS NULL OR c.to_at >= :from)
  AND (:to IS NULL OR c.to_at < :to)
ORDER BY c.case_id, c.film, c.to_at, c.position;
