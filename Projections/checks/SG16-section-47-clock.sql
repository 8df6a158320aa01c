-- SG16: Did we meet our part of the section 47 clock?
-- severity: moderate
-- reads: risk-and-actions, settings
-- types: strategy-discussion-noted, conference-noted, report-submitted
-- why: Working Together gives fifteen working days from the strategy discussion that began an enquiry to the initial
--   conference. The authority keeps that clock; ours is to ask when it runs over, and to have our report there in time.
WITH meeting AS (
  SELECT c.*, coalesce(d.starts_at, c.date || 'T00:00:00.000Z', c.to_at) AS at, d.wd - d.working AS wd_before
  FROM conference_plan AS c
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.date = c.date
),
strategy AS (
  SELECT e.*, s.starts_at, d.ends_at AS due, 'SG16.conferenceWorkingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM strategy_discussion AS e
  JOIN rule AS n ON n.name = 'SG16.conferenceWorkingDays' AND n.from_at <= e.to_at AND coalesce(n.until_at, '~') > e.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(e.to_at, 1, 10) AND date(e.to_at, '+1 day') AND s.starts_at <= e.to_at AND e.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
),
-- The last day for a report is n working days before the meeting, which may itself fall on a day off.
planned AS (
  SELECT c.*, d.ends_at AS due, 'SG16.reportWorkingDays=' || n.value || ' (' || n.version || ')' AS rule
  FROM meeting AS c
  JOIN rule AS n ON c.date IS NOT NULL AND n.name = 'SG16.reportWorkingDays' AND n.from_at <= c.to_at AND coalesce(n.until_at, '~') > c.to_at
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.working = 1 AND d.wd = c.wd_before + 1 - n.value
)
SELECT t.position || '/conference' AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT min(c.position) FROM meeting AS c WHERE c.case_id = t.case_id AND
      c.kind = 'initial-conference' AND c.at >= t.starts_at AND c.to_at <= :as_of AND coalesce(c.until_at, '~') >= t.due
    ORDER BY 1) WHERE position IS NOT NULL) AS evidence,
  t.due AS since, t.due,
  iif(t.from_at >= t.starts_at AND NOT EXISTS (SELECT 1 FROM meeting AS c WHERE c.case_id = t.case_id AND
    c.kind = 'initial-conference' AND c.date IS NULL AND coalesce(c.from_at, '') < t.due AND c.to_at >= t.due), 'certain', 'possible') AS sure,
  t.rule, 'the initial conference in time, or that we asked about it' AS expected, 'neither is recorded' AS found, t.to_at AS starts
FROM strategy AS t
WHERE t.case_id = :case
  AND t.enquiry_started
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM meeting AS c WHERE c.case_id = t.case_id AND c.kind = 'initial-conference'
    AND c.at >= t.starts_at
    AND c.to_at <= :as_of
    AND (c.has_query AND c.to_at < t.due OR c.at < t.due AND coalesce(c.until_at, '~') >= t.due))
UNION ALL
SELECT t.position || '/report', t.case_id, 'moderate',
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT min(r.position) FROM report_sent AS r WHERE r.case_id = t.case_id AND
      r.meeting_on = t.date AND r.to_at <= :as_of
    UNION SELECT r.position FROM report_sent AS r WHERE r.case_id = t.case_id AND r.meeting_on IS NULL AND
      r.kind = 'conference' AND coalesce(r.from_at, '') < t.due ORDER BY 1) WHERE position IS NOT NULL),
  max(t.due, t.to_at), t.due,
  iif(EXISTS (SELECT 1 FROM report_sent AS r WHERE r.case_id = t.case_id AND coalesce(r.from_at, '') < t.due AND
    coalesce(r.meeting_on, iif(r.kind = 'conference', t.date, '')) = t.date), 'possible', 'certain'),
  t.rule, 'our report before the conference on ' || t.date,
  iif(EXISTS (SELECT 1 FROM report_sent AS r WHERE r.case_id = t.case_id AND r.meeting_on = t.date AND r.to_at <= :as_of),
    'it was sent too late', 'none for that day is recorded'), iif(t.wd_before IS NULL, t.at, t.to_at)
FROM planned AS t
WHERE t.case_id = :case
  AND t.kind <> 'core-group'
  AND coalesce(t.until_at, '~') >= coalesce(t.due, '')
  AND t.to_at <= :as_of
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM report_sent AS r WHERE r.case_id = t.case_id AND r.meeting_on = t.date AND r.to_at < t.due)
  -- Several entries may name the day; the first that stood tells of it.
  AND NOT EXISTS (SELECT 1 FROM planned AS o WHERE o.case_id = t.case_id AND o.kind = t.kind AND o.date = t.date
    AND o.position < t.position
    AND coalesce(o.until_at, '~') >= coalesce(o.due, ''));
