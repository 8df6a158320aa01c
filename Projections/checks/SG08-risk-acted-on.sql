-- SG08: Did risk lead to action?
-- severity: high
-- reads: risk-and-actions, settings
-- types: risk-noted, risk-reviewed, action-assigned, safeguarding-decision-recorded
-- begins with: risk-noted, risk-reviewed
-- why: Reviews of serious cases keep finding worries that were written down and led to nothing. Whenever a
--   risk reaches the service's level, noted so or raised to it, somebody is to be given something to do.
WITH asked AS (
  SELECT l.case_id, l.position, l.risk, l.level, l.to_at, d.ends_at AS due,
    -- The day on which the clock starts is known when all of the time lies in it.
    l.from_at >= s.starts_at AS known,
    'SG08.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM risk_standing AS l
  JOIN rule AS v ON v.name = 'SG08.level' AND v.from_at <= l.to_at AND coalesce(v.until_at, '~') > l.to_at
  JOIN rule AS n ON n.name = 'SG08.workingDays' AND n.from_at <= l.to_at AND coalesce(n.until_at, '~') > l.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(l.to_at, 1, 10) AND date(l.to_at, '+1 day') AND s.starts_at <= l.to_at AND l.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE l.case_id = :case
    AND l.least = v.value
),
-- Named for the risk, or carrying out a decision on it.
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN action_answers AS a ON a.case_id = t.case_id AND a.thing = 'risk' AND a.label = t.risk AND coalesce(a.from_at, '') <= :as_of
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'an action for ' || t.risk || ', which reached ' || t.level AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'one was assigned, at a time not known well enough'
    WHEN 0 THEN 'the first was assigned too late'
    ELSE 'none is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
