-- SG30: Are agencies in step?
-- severity: high
-- reads: people-and-contacts, risk-and-actions, settings
-- types: crisis-service-involved, concurrent-treatment-noted, liaison-contact-made
-- why: Where several services look after one person, they can be played off against each other, and each can
--   believe that another holds the risk. When a crisis service comes in or psychiatry changes hands, both sides talk.
WITH asked AS (
  SELECT a.case_id, a.position, p.person, a.agency, a.from_at, a.to_at, NULL AS before,
    'after a crisis service came in for ' || p.person AS what
  FROM outside_contact AS a
  JOIN outside_contact_person AS p ON p.case_id = a.case_id AND p.position = a.position
  WHERE a.case_id = :case
    AND a.act = 'crisis'
  UNION ALL
  SELECT h.case_id, h.position, h.person, h.agency, h.from_at, h.to_at, h.position_before,
    'after the psychiatric care of ' || h.person || ' changed hands'
  FROM care_change AS h
  JOIN rule AS g ON g.name = 'SG30.agencyGroup' AND g.from_at <= h.to_at AND coalesce(g.until_at, '~') > h.to_at
  JOIN code AS c ON c.codebook = 'agencies' AND c.code = h.agency AND c.from_at <= h.to_at AND coalesce(c.until_at, '~') > h.to_at
  WHERE h.case_id = :case
    AND c.grp = g.value
),
timed AS (
  SELECT t.*, d.ends_at AS due, g.value AS grp, t.from_at >= s.starts_at AS known,
    'SG30.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM asked AS t
  JOIN rule AS n ON n.name = 'SG30.workingDays' AND n.from_at <= t.to_at AND coalesce(n.until_at, '~') > t.to_at
  JOIN rule AS g ON g.name = 'SG30.agencyGroup' AND g.from_at <= t.to_at AND coalesce(g.until_at, '~') > t.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(t.to_at, 1, 10) AND date(t.to_at, '+1 day') AND s.starts_at <= t.to_at AND t.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
),
way (way) AS (VALUES ('to'), ('from')),
-- With the same agency, or with any of psychiatry and crisis care; about the person, or about nobody named.
answer AS (
  SELECT t.position AS asked, w.way, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position, w.way ORDER BY a.to_at, a.position) AS n
  FROM timed AS t
  JOIN outside_contact AS a ON a.case_id = t.case_id AND a.act = 'liaison' AND coalesce(a.from_at, '') <= :as_of
  JOIN way AS w ON a.direction IN (w.way, 'two-way')
  LEFT JOIN code AS c ON c.codebook = 'agencies' AND c.code = a.agency AND c.from_at <= a.to_at AND coalesce(c.until_at, '~') > a.to_at
  LEFT JOIN outside_contact_person AS p ON p.case_id = a.case_id AND p.position = a.position
  WHERE a.case_id = :case
    AND (a.agency = t.agency OR c.grp = t.grp)
    AND coalesce(p.person, t.person) = t.person
    AND a.to_at >= coalesce(t.from_at, t.to_at)
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT t.before WHERE t.before IS NOT NULL UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND EXISTS (SELECT 1 FROM way AS w WHERE NOT EXISTS (
    SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.way = w.way AND a.perhaps)), 'certain', 'possible') AS sure,
  t.rule, 'contact in both directions ' || t.what AS expected,
  CASE
    WHEN NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position) THEN 'no contact is recorded'
    WHEN (SELECT count(DISTINCT way) FROM answer AS a WHERE a.asked = t.position) = 1 THEN 'contact in one direction only'
    ELSE 'contact in both directions too late, or at a time not known well enough' END AS found,
  t.to_at AS starts
FROM timed AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND EXISTS (SELECT 1 FROM way AS w WHERE NOT EXISTS (
    SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.way = w.way AND a.to_at < t.due));
