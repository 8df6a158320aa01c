-- SG12: Was a disclosure decided on?
-- severity: high
-- reads: risk-and-actions, settings
-- types: disclosure-recorded, safeguarding-decision-recorded
-- why: Guidance on non-recent abuse asks to take safeguarding advice, because who did it may still reach
--   children. So each disclosure needs a decision that was made with the named lead, and soon.
WITH asked AS (
  SELECT e.case_id, e.position, e.disclosure, e.to_at, d.ends_at AS due,
    -- The day on which the clock starts is known when all of the time lies in it.
    e.from_at >= s.starts_at AS known,
    'SG12.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM disclosure_entry AS e
  JOIN rule AS n ON n.name = 'SG12.workingDays' AND n.from_at <= e.to_at AND coalesce(n.until_at, '~') > e.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(e.to_at, 1, 10) AND date(e.to_at, '+1 day') AND s.starts_at <= e.to_at AND e.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE e.case_id = :case
    AND e.act = 'recorded'
),
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, a.lead_consulted,
    coalesce(a.from_at, '') < t.due AND a.lead_consulted AS perhaps,
    row_number() OVER (PARTITION BY t.position, a.lead_consulted ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN safeguarding_decision AS a ON a.case_id = t.case_id AND a.disclosure = t.disclosure AND coalesce(a.from_at, '') <= :as_of
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'a decision on ' || t.disclosure || ' made with the safeguarding lead' AS expected,
  CASE
    WHEN NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position) THEN 'none is recorded'
    WHEN NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.lead_consulted) THEN 'decided on without the lead'
    WHEN EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps) THEN 'made with the lead, at a time not known well enough'
    ELSE 'made with the lead too late' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.lead_consulted AND a.to_at < t.due);
