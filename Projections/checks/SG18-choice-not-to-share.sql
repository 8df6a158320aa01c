-- SG18: Is a choice not to share recorded?
-- severity: moderate
-- reads: risk-and-actions, settings
-- types: risk-noted, risk-reviewed, disclosure-recorded, information-shared, decision-not-to-share-recorded,
--   social-care-referral-made, liaison-contact-made, safeguarding-decision-recorded
-- why: The advice on information sharing asks to write down the decision and its reason whether one shares or
--   not. After a disclosure, or once a risk is high, silence would leave open which of the two it was.
WITH matter AS (
  SELECT case_id, 'disclosure' AS thing, disclosure AS label, position, from_at, to_at, '' AS what
  FROM disclosure_entry WHERE case_id = :case
    AND act = 'recorded'
  UNION ALL
  SELECT l.case_id, 'risk', l.risk, l.position, l.from_at, l.to_at, ', which is ' || l.level || ','
  FROM risk_standing AS l
  JOIN rule AS v ON v.name = 'SG18.level' AND v.from_at <= l.to_at AND coalesce(v.until_at, '~') > l.to_at
  WHERE l.case_id = :case
    AND l.least = v.value
),
asked AS (
  SELECT m.case_id, m.position, m.thing, m.label, m.what, m.to_at, d.ends_at AS due,
    -- The day on which the clock starts is known when all of the time lies in it.
    m.from_at >= s.starts_at AS known,
    'SG18.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM matter AS m
  JOIN rule AS n ON n.name = 'SG18.workingDays' AND n.from_at <= m.to_at AND coalesce(n.until_at, '~') > m.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(m.to_at, 1, 10) AND date(m.to_at, '+1 day') AND s.starts_at <= m.to_at AND m.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE m.case_id = :case
),
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN sharing_choice AS a ON a.case_id = t.case_id AND a.thing = t.thing AND a.label = t.label AND coalesce(a.from_at, '') <= :as_of
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'that ' || t.label || t.what || ' was shared with somebody outside, or why not' AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'the first word on it has a time not known well enough'
    WHEN 0 THEN 'the first word on it came too late'
    ELSE 'neither is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
