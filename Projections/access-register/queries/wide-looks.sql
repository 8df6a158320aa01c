-- wide-looks: Who looked at or searched many cases at once, which cases, and for what purpose?
-- reads: access-register
-- With :case, only the looks that showed it.
SELECT l.position, l.kind, l.staff, l.role, l.purpose, l.view, l.to_at, count(c.stream) AS cases
FROM wide_look AS l LEFT JOIN wide_look_case AS c ON c.position = l.position
WHERE l.to_at <= :as_of
  AND (:case IS NULL OR EXISTS (SELECT 1 FROM wide_look_case AS k WHERE k.stream = :case AND k.position = l.position))
  AND (:from IS NULL OR l.to_at >= :from)
  AND (:to IS NULL OR l.to_at < :to)
GROUP BY l.position ORDER BY l.to_at, l.position;
