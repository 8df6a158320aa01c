-- viewers: Who looked at a case, how often, for what purpose, and what are they to it?
-- reads: access-register, settings
-- relationship: how they have to do with the case at their last look; null if nothing says so. Looks across cases count.
WITH look AS (
  SELECT case_id, position, kind, staff, role, purpose, to_at FROM access_look
  UNION ALL
  SELECT c.stream, l.position, l.kind, l.staff, l.role, l.purpose, l.to_at
  FROM wide_look_case AS c JOIN wide_look AS l ON l.position = c.position
),
asked AS (
  SELECT case_id, staff, purpose, count(*) AS looks, min(to_at) AS first_at, max(to_at) AS last_at, max(position) AS last_position
  FROM look
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND to_at <= :as_of
    AND (:from IS NULL OR to_at >= :from)
    AND (:to IS NULL OR to_at < :to)
  GROUP BY case_id, staff, purpose
)
SELECT a.case_id, a.staff, a.purpose, a.looks, a.first_at, a.last_at, a.last_position,
  (SELECT r.step FROM relationship AS r
   WHERE r.case_id = a.case_id AND r.staff = a.staff AND r.to_at <= a.last_at AND (r.ended_at IS NULL OR r.ended_at > a.last_at)
     AND NOT EXISTS (SELECT 1 FROM here JOIN day AS d ON d.nation = here.nation AND d.date = r.until_day
       WHERE d.ends_at <= a.last_at)
   ORDER BY r.to_at DESC, r.position DESC LIMIT 1) AS relationship
FROM asked AS a
ORDER BY a.case_id, a.last_at DESC, a.last_position DESC, a.purpose;
