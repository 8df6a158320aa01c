-- SG14: Was a referral answered or chased?
-- severity: high
-- reads: risk-and-actions, settings
-- types: social-care-referral-made, referral-outcome-received, referral-chased
-- why: The authority decides within a working day and tells who referred; who is not told has to ask. When the
--   days are over, either the answer or our question is to be in the record.
WITH asked AS (
  SELECT e.case_id, e.position, e.referral, e.to_at, d.ends_at AS due,
    -- The day on which the clock starts is known when all of the time lies in it.
    e.from_at >= s.starts_at AS known,
    'SG14.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM referral_entry AS e
  JOIN rule AS n ON n.name = 'SG14.workingDays' AND n.from_at <= e.to_at AND coalesce(n.until_at, '~') > e.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(e.to_at, 1, 10) AND date(e.to_at, '+1 day') AND s.starts_at <= e.to_at AND e.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE e.case_id = :case
    AND e.act = 'made'
),
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN referral_entry AS a ON a.case_id = t.case_id AND a.referral = t.referral AND a.position <> t.position AND coalesce(a.from_at, '') <= :as_of
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'an answer to ' || t.referral || ', or that we asked for one' AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'one is recorded, at a time not known well enough'
    WHEN 0 THEN 'the first came too late'
    ELSE 'neither is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
