-- SG23: Were other children thought about?
-- severity: moderate
-- reads: people-and-contacts, risk-and-actions, settings
-- types: *
-- clock: SG23.days; risk-noted, risk-reviewed, risk-closed, person-added, household-changed, case-closed, case-reopened
-- begins with: risk-noted, risk-reviewed
-- why: Where one person is at risk, the children of the household are too, and reviews tell of brothers and sisters whom
--   nobody named. While a risk stands, each child is to be in some entry every few weeks, whatever it says.
WITH standing AS (
  SELECT s.*, d.value AS days, a.value AS adult, 'SG23.days=' || d.value || ' (' || d.version || ')' AS rule
  FROM risk_standing AS s
  JOIN rule AS v ON v.name = 'SG23.level' AND v.from_at <= s.to_at AND coalesce(v.until_at, '~') > s.to_at
  JOIN rule AS d ON d.name = 'SG23.days' AND d.from_at <= s.to_at AND coalesce(d.until_at, '~') > s.to_at
  JOIN rule AS a ON a.name = 'SG23.adultYears' AND a.from_at <= s.to_at AND coalesce(a.until_at, '~') > s.to_at
  WHERE s.case_id = :case
    AND s.least = v.value
),
-- The days are counted from the risk, from every entry that names the child, and from opening the case again;
-- from its closing too, but while it is closed nothing is asked.
clock AS (
  SELECT position, from_at, to_at AS at, -1 AS tie, NULL AS person, position AS risk_position FROM standing
  UNION ALL SELECT position, from_at, to_at, position, person, NULL FROM mention WHERE case_id = :case
  UNION ALL SELECT position, from_at, to_at, -1, NULL, NULL FROM closing_act WHERE case_id = :case
),
shut AS MATERIALIZED (SELECT to_at, until_at FROM closed_time WHERE case_id = :case),
gap AS (
  SELECT s.case_id, k.position, k.from_at, k.at, k.tie, c.person, c.in_household, c.until_at AS left_at, s.risk, s.days, s.rule,
    s.position AS risk_position, s.to_at AS risk_at, s.until_at, strftime('%Y-%m-%dT%H:%M:%fZ', k.at, '+' || s.days || ' days') AS due,
    coalesce(date(c.born, '+' || s.adult || ' years'),
      iif(c.age_years IS NULL, NULL, date(c.aged_at, printf('%+d years', s.adult - c.age_years)))) AS adult_on
  FROM standing AS s
  JOIN child_at_home AS c ON c.case_id = s.case_id
  JOIN clock AS k ON coalesce(k.person, c.person) = c.person AND coalesce(k.risk_position, s.position) = s.position
  WHERE s.case_id = :case
    AND k.at >= s.to_at
    AND k.at >= c.to_at
)
SELECT t.position || '/' || t.person AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.risk_position AS position UNION SELECT t.position UNION SELECT position FROM (SELECT m.position FROM mention AS m
      WHERE m.case_id = t.case_id AND m.person = t.person AND m.to_at >= t.due AND coalesce(m.from_at, '') <= :as_of
      ORDER BY m.to_at, m.position LIMIT 1) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.from_at IS NOT NULL AND t.in_household AND NOT EXISTS (SELECT 1 FROM mention AS m WHERE m.case_id = t.case_id AND
    m.person = t.person AND m.to_at >= t.due AND coalesce(m.from_at, '') < t.due), 'certain', 'possible') AS sure,
  t.rule, 'that ' || t.person || ' is named within ' || t.days || ' days while ' || t.risk || ' stands' AS expected,
  CASE (SELECT max(coalesce(m.from_at, '') < t.due) FROM mention AS m
      WHERE m.case_id = t.case_id AND m.person = t.person AND m.to_at >= t.due AND coalesce(m.from_at, '') <= :as_of)
    WHEN 1 THEN 'an entry does so, at a time not known well enough'
    WHEN 0 THEN 'the next entry that does so came later'
    ELSE 'no entry does so' END AS found,
  t.at AS starts
FROM gap AS t
WHERE t.case_id = :case
  AND t.due <= :as_of
  AND coalesce(t.until_at, '~') >= t.due
  AND coalesce(t.left_at, '~') >= t.due
  AND coalesce(t.adult_on, '~') >= t.due
  AND NOT EXISTS (SELECT 1 FROM mention AS m WHERE m.case_id = t.case_id AND m.person = t.person AND m.to_at < t.due AND (m.to_at, m.position) > (t.at, t.tie))
  AND NOT EXISTS (SELECT 1 FROM shut AS c WHERE c.to_at < t.due AND coalesce(c.until_at, '~') > t.at)
  -- Where several risks stand, the one that has stood longest tells of it.
  AND NOT EXISTS (SELECT 1 FROM standing AS o WHERE (o.to_at, o.position) < (t.risk_at, t.risk_position) AND coalesce(o.until_at, '~') >= t.due);
