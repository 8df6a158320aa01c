-- SG24: Were missed contacts followed up?
-- severity: high
-- reads: caseload, risk-and-actions, settings
-- types: attendance-recorded, contact-attempted, risk-noted, risk-reviewed, risk-closed
-- begins with: attendance-recorded
-- why: A family that drops out of sight is when things go wrong unseen. Once somebody has missed meetings in a row, the
--   service tries to reach the family soon; with a risk open it must.
-- In a row: recorded as missed (the attendance codebook's group 'Missed'), for the same person, nothing else recorded of
-- them in between. Each further miss asks anew. Any attempt to reach anybody of the family counts, and so does meeting one.
WITH told AS (
  SELECT a.case_id, a.position, a.person, a.from_at, a.to_at, coalesce(c.grp, '') AS grp,
    a.from_at >= s.starts_at AS known, s.wd,
    sum(coalesce(c.grp, '') <> 'Missed') OVER (PARTITION BY a.person ORDER BY a.to_at, a.position) AS streak
  FROM attendance AS a
  LEFT JOIN code AS c ON c.codebook = 'attendance' AND c.code = a.outcome AND c.from_at <= a.to_at AND coalesce(c.until_at, '~') > a.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(a.to_at, 1, 10) AND date(a.to_at, '+1 day') AND s.starts_at <= a.to_at AND a.to_at < s.ends_at
  WHERE a.case_id = :case
),
missed AS (
  SELECT *, row_number() OVER (PARTITION BY person, streak ORDER BY to_at, position) AS nth,
    min(coalesce(known, 0)) OVER (PARTITION BY person, streak ORDER BY to_at, position) AS all_known
  FROM told WHERE grp = 'Missed'
),
asked AS (
  SELECT m.*, d.ends_at AS due, l.value AS times,
    n.name || '=' || n.value || ' (' || n.version || '), ' || l.name || '=' || l.value || ' (' || l.version || ')' AS rule
  FROM missed AS m
  JOIN rule AS n ON n.name = 'SG24.workingDays' AND n.from_at <= m.to_at AND coalesce(n.until_at, '~') > m.to_at
  JOIN rule AS l ON l.name = 'SG24.missed' AND l.from_at <= m.to_at AND coalesce(l.until_at, '~') > m.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.working = 1 AND d.wd = m.wd + n.value
  WHERE m.case_id = :case
    AND m.nth >= CAST(l.value AS INTEGER)
),
reached AS (
  SELECT case_id, position, from_at, to_at FROM contact_attempt WHERE case_id = :case
  UNION ALL
  SELECT case_id, position, from_at, to_at FROM told WHERE grp = 'Attended'
),
answer AS (
  SELECT t.position AS asked, r.position, r.to_at, coalesce(r.from_at, '') < t.due AS perhaps
  FROM asked AS t
  JOIN reached AS r ON r.case_id = t.case_id AND coalesce(r.from_at, '') <= :as_of
  WHERE r.case_id = :case
    AND r.to_at >= coalesce(t.from_at, t.to_at)
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id,
  iif(EXISTS (SELECT 1 FROM risk_level AS l WHERE l.case_id = t.case_id AND l.to_at <= t.to_at AND coalesce(l.until_at, '~') > t.to_at),
    'high', 'moderate') AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT m.position FROM missed AS m WHERE m.person = t.person AND m.streak = t.streak AND m.nth BETWEEN t.nth - t.times + 1 AND t.nth
    UNION SELECT (SELECT a.position FROM answer AS a WHERE a.asked = t.position ORDER BY a.to_at, a.position LIMIT 1)
    ORDER BY 1) WHERE position IS NOT NULL) AS evidence,
  t.due AS since, t.due,
  iif(t.all_known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps), 'certain', 'possible') AS sure,
  t.rule, 'an attempt to reach the family after ' || t.person || ' missed ' || t.nth || ' meetings in a row' AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'one is recorded, at a time not known well enough'
    WHEN 0 THEN 'the first came too late' ELSE 'none is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
