-- SG11: Was a perinatal red flag escalated?
-- severity: high
-- reads: risk-and-actions, settings
-- types: risk-noted, risk-reviewed, liaison-contact-made, crisis-service-involved
-- begins with: risk-noted, risk-reviewed
-- why: The enquiries into maternal deaths name a few signs that call for urgent senior psychiatric assessment.
--   A flag that is new for a risk, or back again, is to reach psychiatry or a crisis service within hours.
WITH asked AS (
  SELECT l.case_id, l.position, l.risk, l.from_at, l.to_at, g.value AS grp,
    strftime('%Y-%m-%dT%H:%M:%fZ', l.to_at, '+' || n.value || ' hours') AS due,
    -- Hours run from an hour that is known; a day or a month does not give one.
    l.precision IN ('instant', 'range') AS known,
    'SG11.hours=' || n.value || ' (' || n.version || ')' AS rule
  FROM risk_level AS l
  JOIN rule AS n ON n.name = 'SG11.hours' AND n.from_at <= l.to_at AND coalesce(n.until_at, '~') > l.to_at
  JOIN rule AS g ON g.name = 'SG11.agencyGroup' AND g.from_at <= l.to_at AND coalesce(g.until_at, '~') > l.to_at
  WHERE l.case_id = :case
    AND EXISTS (
      SELECT 1 FROM red_flag AS f
      LEFT JOIN red_flag AS b ON b.case_id = f.case_id AND b.risk = f.risk AND b.flag = f.flag AND b.position = l.position_before
      WHERE f.case_id = l.case_id AND f.risk = l.risk AND f.position = l.position AND b.flag IS NULL)
),
-- We told them, or they came in; that they told us of something else is not enough.
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN contact_about AS r ON r.case_id = t.case_id AND r.risk = t.risk
  JOIN outside_contact AS a ON a.case_id = r.case_id AND a.position = r.position AND coalesce(a.from_at, '') <= :as_of
  JOIN code AS c ON c.codebook = 'agencies' AND c.code = a.agency AND c.from_at <= a.to_at AND coalesce(c.until_at, '~') > a.to_at
  WHERE a.case_id = :case
    AND c.grp = t.grp
    AND coalesce(a.direction, '') <> 'from'
    AND a.to_at >= coalesce(t.from_at, t.to_at)
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'contact with psychiatry or a crisis service about the red flag of ' || t.risk AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'one is recorded, at a time not known well enough'
    WHEN 0 THEN 'the first came too late'
    ELSE 'none is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
