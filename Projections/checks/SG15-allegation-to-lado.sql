-- SG15: Did an allegation reach the designated officer?
-- severity: high
-- reads: risk-and-actions, settings
-- types: staff-allegation-recorded, lado-contacted, liaison-contact-made
-- why: Working Together asks that an allegation against somebody who works with children reach the local
--   authority's designated officer within one working day, before anybody looks into it alone.
WITH asked AS (
  SELECT e.case_id, e.position, e.id, e.to_at, coalesce(e.from_at, e.to_at) AS from_at, d.ends_at AS due,
    -- The day on which the clock starts is known when all of the time lies in it.
    e.from_at >= s.starts_at AS known,
    'SG15.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM allegation AS e
  JOIN rule AS n ON n.name = 'SG15.workingDays' AND n.from_at <= e.to_at AND coalesce(n.until_at, '~') > e.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(e.to_at, 1, 10) AND date(e.to_at, '+1 day') AND s.starts_at <= e.to_at AND e.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE e.case_id = :case
),
-- A contact that names its allegation is about that one; another is about those that came before it.
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN lado_reached AS a ON a.case_id = t.case_id AND iif(a.allegation IS NULL, a.to_at >= t.from_at, a.allegation = t.id) AND coalesce(a.from_at, '') <= :as_of
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'contact with the designated officer about the allegation' AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'one is recorded, at a time not known well enough'
    WHEN 0 THEN 'the first came too late'
    ELSE 'none is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
