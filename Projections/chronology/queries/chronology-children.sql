-- chronology-children: Which significant entries name each child, and how much of what is told is good or bad?
-- reads: chronology
-- A child who is never named is listed too, with zeros: that is what somebody who asks wants to know.
SELECT c.case_id, c.child, c.born,
  count(e.position) AS entries, sum(iif(e.valence = '+', 1, 0)) AS good, sum(iif(e.valence = '-', 1, 0)) AS bad,
  max(e.to_at) AS last_named
FROM chronology_child AS c
LEFT JOIN chronology_person AS p ON p.case_id = c.case_id AND p.person = c.child AND p.position <> c.position
LEFT JOIN chronology_entry AS e ON e.case_id = p.case_id AND e.position = p.position AND e.is_row = 1 AND e.to_at <= :as_of
  AND (:from IS NULL OR e.to_at >= :from) AND (:to IS NULL OR coalesce(e.from_at, e.to_at) < :to)
WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND c.to_at <= :as_of
GROUP BY c.case_id, c.child, c.born
ORDER BY c.case_id, c.child;
