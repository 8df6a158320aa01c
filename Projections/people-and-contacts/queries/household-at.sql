-- household-at: Who lives with the child at a time, as far as known?
-- reads: people-and-contacts
-- Everybody of the case who is not known to live elsewhere. known: 'yes'; 'not said' where nobody wrote whether they do;
-- 'perhaps not' where a move of imprecise time may have come before. since is when that was last said.
SELECT h.case_id, h.person, p.role, p.relationship, p.born, p.age_years,
  CASE WHEN h.in_household IS NULL THEN 'not said'
    WHEN EXISTS (SELECT 1 FROM household_entry AS e WHERE e.case_id = h.case_id AND e.person = h.person AND e.in_household = 0
      AND e.to_at > :as_of AND coalesce(e.from_at, '') <= :as_of) THEN 'perhaps not'
    ELSE 'yes' END AS known,
  h.to_at AS since, h.position
FROM household_time AS h
JOIN person AS p ON p.case_id = h.case_id AND p.person = h.person
WHERE h.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND h.to_at <= :as_of
  AND coalesce(h.until_at, '~') > :as_of
  AND h.in_household IS NOT 0
  AND (:from IS NULL OR h.to_at >= :from)
  AND (:to IS NULL OR coalesce(h.from_at, h.to_at) < :to)
ORDER BY h.case_id, h.person, h.position;
