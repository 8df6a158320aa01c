-- SG28: Was access legitimate?
-- severity: high
-- reads: access-register, record-quality, settings
-- types: record-viewed, record-searched, emergency-access-used, access-alert-reviewed, relationship-opened,
--   relationship-self-claimed, relationship-ended, referral-accepted, supervision-held, client-told-of-supervision,
--   safeguarding-lead-told, action-assigned, action-reassigned
-- corrections: any
-- adding: record-viewed, record-searched
-- why: A family's record is for those who work with the family. Whoever reads it has a relationship to the case, or opened
--   it in an emergency and said why, and the privacy officer looks at every such opening soon.
-- Three findings: .../STAFF, looks on one day by somebody without relationship, emergency or a role for all cases;
-- .../reason, an emergency or claim with a blank reason; .../review, one that nobody else reviewed in time (a claim is
-- moderate). Whoever wrote in the case has to
-- do with it, until a relationship of theirs is ended. Purposes cannot be left out. Looks across many cases are
-- no case's events: the query `wide-looks` of access-register lists them.
WITH looked AS (
  SELECT l.*, d.date, coalesce(d.starts_at, l.to_at) AS day_at, d.date IS NULL AS off_calendar, n.value AS roles,
    n.name || ' (' || n.version || ')' AS rule,
    EXISTS (SELECT 1 FROM relationship AS r WHERE r.case_id = l.case_id AND r.staff = l.staff
      AND coalesce(r.from_at, '') <= l.to_at AND r.to_at > l.to_at) AS perhaps
  FROM access_look AS l
  JOIN rule AS n ON n.name = 'SG28.rolesForAllCases' AND n.from_at <= l.to_at AND coalesce(n.until_at, '~') > l.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.date BETWEEN substr(l.to_at, 1, 10) AND date(l.to_at, '+1 day') AND d.starts_at <= l.to_at AND l.to_at < d.ends_at
  WHERE l.case_id = :case
    AND l.to_at <= :as_of
),
outside AS MATERIALIZED (
  SELECT t.* FROM looked AS t
  WHERE t.case_id = :case
    AND NOT EXISTS (SELECT 1 FROM relationship AS r LEFT JOIN here ON 1
      LEFT JOIN day AS d ON d.nation = here.nation AND d.date = r.until_day
      WHERE r.case_id = t.case_id AND r.staff = t.staff
      AND r.to_at <= t.to_at
      AND coalesce(r.ended_at, '~') > t.to_at
      AND coalesce(d.ends_at, '~') > t.to_at)
    AND NOT EXISTS (SELECT 1 FROM access_alert AS e WHERE e.case_id = t.case_id AND e.staff = t.staff
      AND e.kind = 'emergency'
      AND e.to_at <= t.to_at
      AND (e.until IS NULL OR substr(e.until, 1, 16) >= substr(t.to_at, 1, length(substr(e.until, 1, 16)))))
    AND NOT EXISTS (SELECT 1 FROM held_role AS h JOIN json_each(t.roles) AS j ON j.value = h.role
      WHERE h.staff = t.staff AND h.to_at <= t.to_at AND coalesce(h.from_day, '') <= t.date
      AND coalesce(h.ended_at, '~') > t.to_at
      AND coalesce(h.until_day, '~') >= t.date)
    -- Last, because it goes through all entries when there is none.
    AND NOT EXISTS (SELECT 1 FROM entry_quality AS q WHERE q.case_id = t.case_id AND q.writer = t.staff
      AND q.standing <> 'in-error'
      AND coalesce(q.type, '') NOT LIKE 'relationship-%'
      AND q.recorded_at <= t.to_at
      AND q.recorded_at > coalesce((SELECT max(e.to_at) FROM relationship_step AS e
        WHERE e.case_id = t.case_id AND e.staff = t.staff AND e.step = 'ended' AND e.to_at <= t.to_at), ''))
),
asked AS (
  SELECT a.*, s.starts_at, d.ends_at AS due, n.name || '=' || n.value || ' (' || n.version || ')' AS rule,
    n.value AS days
  FROM access_alert AS a
  JOIN rule AS n ON n.name = 'SG28.reviewWorkingDays' AND n.from_at <= a.to_at AND coalesce(n.until_at, '~') > a.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(a.to_at, 1, 10) AND date(a.to_at, '+1 day') AND s.starts_at <= a.to_at AND a.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE a.case_id = :case
),
reviewed AS (
  SELECT t.position AS asked, r.position, r.to_at, coalesce(r.from_at, '') < t.due AS perhaps
  FROM asked AS t JOIN alert_review AS r ON r.case_id = t.case_id AND coalesce(r.from_at, '') <= :as_of
  WHERE r.case_id = :case
    AND r.alert = t.id
    AND r.reviewer <> t.staff
)
SELECT min(t.position) || '/' || t.staff AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(o.position) FROM (SELECT position FROM outside AS o WHERE o.staff = t.staff AND o.day_at = t.day_at ORDER BY 1) AS o) AS evidence,
  iif(max(t.off_calendar), NULL, min(t.to_at)) AS since, NULL AS due, iif(max(t.perhaps), 'possible', 'certain') AS sure, min(t.rule) AS rule,
  'a relationship of ' || t.staff || ' to the case, or an emergency' AS expected,
  'neither is recorded for ' || count(*) || iif(count(*) = 1, ' look', ' looks') || ' on that day' AS found, min(t.to_at) AS starts
FROM outside AS t
WHERE t.case_id = :case
GROUP BY t.case_id, t.staff, t.day_at
UNION ALL
SELECT t.position || '/reason', t.case_id, 'high', json_array(t.position), t.to_at, NULL, 'certain', NULL,
  iif(t.kind = 'emergency', 'why the access could not wait', 'why the relationship was claimed'), 'no reason is given', t.to_at
FROM access_alert AS t
WHERE t.case_id = :case
  AND t.reason IS NULL
  AND t.to_at <= :as_of
UNION ALL
SELECT t.position || '/review', t.case_id, iif(t.kind = 'emergency', 'high', 'moderate'),
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT r.position FROM reviewed AS r WHERE r.asked = t.position ORDER BY 1)),
  t.due, t.due, iif(t.from_at >= t.starts_at AND NOT EXISTS (SELECT 1 FROM reviewed AS r WHERE r.asked = t.position AND r.perhaps), 'certain', 'possible'),
  t.rule, 'a review of ' || iif(t.kind = 'emergency', 'the emergency access', 'the claimed relationship') || ' by somebody else within ' || t.days || ' working days',
  iif(EXISTS (SELECT 1 FROM reviewed AS r WHERE r.asked = t.position), 'it was not surely reviewed in time', 'none is recorded'), t.to_at
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM reviewed AS r WHERE r.asked = t.position AND r.to_at < t.due);
