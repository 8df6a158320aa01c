-- attendance: How often was each person expected, and how often did they come?
-- reads: caseload, settings
-- The group of each outcome (came, cancelled, missed) is the attendance codebook's at the time.
SELECT a.case_id, a.person, coalesce(c.grp, 'Unknown code') AS outcome_group, count(*) AS times,
  min(a.to_at) AS first_at, max(a.to_at) AS last_at
FROM attendance AS a
LEFT JOIN code AS c ON c.codebook = 'attendance' AND c.code = a.outcome
  AND c.from_at <= a.to_at AND (c.until_at IS NULL OR a.to_at < c.until_at)
WHERE a.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND a.to_at <= :as_of
  AND (:from IS NULL OR a.to_at >= :from)
  AND (:to IS NULL OR a.to_at < :to)
GROUP BY a.case_id, a.person, outcome_group
ORDER BY a.case_id, a.person, outcome_group;
