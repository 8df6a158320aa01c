-- family: Who are the people of a case at a time?
-- reads: people-and-contacts
-- at_home: yes, no, or not known. nhs_number is the last that was recorded by then. responsibility names those who have
-- parental responsibility by what was last recorded of each; care, who else looks after them. It asks the tables, not
-- their views, which would be made of all cases for each person.
SELECT p.case_id, p.person, p.role, p.relationship, p.name, p.born, p.age_years, p.position,
  CASE (SELECT h.in_household FROM household_entry AS h WHERE h.case_id = p.case_id AND h.person = p.person
      AND h.to_at <= :as_of ORDER BY h.to_at DESC, h.position DESC LIMIT 1)
    WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE 'not known' END AS at_home,
  (SELECT n.nhs_number FROM nhs_number AS n WHERE n.case_id = p.case_id AND n.person = p.person
    AND n.to_at <= :as_of ORDER BY n.to_at DESC, n.position DESC LIMIT 1) AS nhs_number,
  (SELECT group_concat(holder, ', ') FROM (SELECT r.holder FROM responsibility_entry AS r
    WHERE r.case_id = p.case_id AND r.child = p.person AND r.holds AND r.to_at <= :as_of
    AND coalesce(r.until_day, '~') >= substr(:as_of, 1, 10)
    AND NOT EXISTS (SELECT 1 FROM responsibility_entry AS l WHERE l.case_id = r.case_id AND l.child = r.child
      AND l.holder = r.holder AND l.to_at <= :as_of AND (l.to_at, l.position) > (r.to_at, r.position)) ORDER BY 1)) AS responsibility,
  (SELECT group_concat(care, ', ') FROM (SELECT DISTINCT coalesce(c.agency, c.provider) AS care FROM other_care AS c
    WHERE c.case_id = p.case_id AND c.person = p.person AND c.to_at <= :as_of ORDER BY 1)) AS care
FROM person AS p
WHERE p.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND p.to_at <= :as_of
  AND (:from IS NULL OR p.to_at >= :from)
  AND (:to IS NULL OR coalesce(p.from_at, p.to_at) < :to)
ORDER BY p.case_id, p.position;
