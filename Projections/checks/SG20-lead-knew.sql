-- SG20: Who knew what, when?
-- severity: high
-- reads: risk-and-actions, settings
-- types: risk-noted, risk-reviewed, risk-closed, risk-plan-recorded, safeguarding-lead-told,
--   safeguarding-decision-recorded, decision-not-to-share-recorded, action-assigned, action-reassigned,
--   session-held, supervision-held, social-care-referral-made, liaison-contact-made, crisis-service-involved,
--   information-shared, record-viewed
-- begins with: risk-noted, risk-reviewed
-- why: What one person knows protects nobody. The named lead is to know of a risk soon after the first who does:
--   told, consulted, present, or shown an entry about it.
WITH first AS (
  SELECT case_id, label, position, from_at, to_at,
    row_number() OVER (PARTITION BY case_id, label ORDER BY to_at, position) AS n
  FROM matter_entry WHERE case_id = :case
    AND thing = 'risk'
),
asked AS (
  SELECT e.case_id, e.position, e.risk, f.position AS first, e.to_at AS noted, f.to_at, d.ends_at AS due,
    -- The day on which the clock starts is known when all of the time lies in it.
    f.from_at >= s.starts_at AS known,
    'SG20.workingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM risk_entry AS e
  JOIN first AS f ON f.case_id = e.case_id AND f.label = e.risk AND f.n = 1
  JOIN rule AS n ON n.name = 'SG20.workingDays' AND n.from_at <= f.to_at AND coalesce(n.until_at, '~') > f.to_at
  JOIN rule AS v ON v.name = 'SG20.level' AND v.from_at <= f.to_at AND coalesce(v.until_at, '~') > f.to_at
  JOIN risk_rank AS least ON least.level = v.value
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(f.to_at, 1, 10) AND date(f.to_at, '+1 day') AND s.starts_at <= f.to_at AND f.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE e.case_id = :case
    AND e.act = 'noted'
    AND e.rank >= least.rank
    AND e.to_at <= :as_of
),
-- Somebody is the lead in the role they act in, or by the role they hold that day.
answer AS (
  SELECT t.position AS asked, k.position, k.to_at, coalesce(k.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY k.to_at, k.position) AS n
  FROM asked AS t
  JOIN knows AS k ON k.case_id = t.case_id AND k.thing = 'risk' AND k.label = t.risk AND k.is_staff AND coalesce(k.from_at, '') <= :as_of
  WHERE k.role IS 'safeguarding-lead' OR EXISTS (
    SELECT 1 FROM lead_time AS l WHERE l.staff = k.party AND l.from_at <= k.to_at AND coalesce(l.until_at, '~') > k.to_at)
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT t.first UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  max(t.due, t.noted) AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'that the safeguarding lead knows of ' || t.risk AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'the lead knew, from a time not known well enough'
    WHEN 0 THEN 'the lead first knew too late'
    ELSE 'nothing shows that the lead knew' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
