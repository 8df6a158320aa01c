-- SG19: Was the work supervised?
-- severity: high
-- reads: supervision-and-training, risk-and-actions, settings
-- types: shared-review-held, supervision-held, cycle-opened, risk-noted, risk-reviewed, risk-closed
-- adding: cycle-opened
-- why: VIG is learnt and kept safe under supervision: a trainee's next cycle builds on what was seen of the last review,
--   no review is to stay unseen for weeks, and whoever holds a high risk is not to hold it alone.
-- Three findings: .../cycle, a trainee opened a cycle although the last review had not been supervised; .../review, a
-- review that no supervision looked back on in time; .../risk, a risk that reached the level without supervision about
-- safeguarding. Late supervision leaves the finding, with the supervision as evidence.
WITH opened AS (
  SELECT c.case_id, c.position, c.cycle, c.role, c.from_at, c.to_at, r.position AS reviewed, r.review, r.from_at AS review_from,
    EXISTS (SELECT 1 FROM review_supervision AS s WHERE s.case_id = c.case_id AND s.review_position = r.position AND coalesce(s.from_at, '') <= c.to_at AND s.to_at > c.to_at) AS perhaps
  FROM cycle_part AS c
  JOIN review_held AS r ON r.case_id = c.case_id AND r.position = (SELECT l.position FROM review_held AS l
    WHERE l.case_id = c.case_id AND l.to_at < c.to_at ORDER BY l.to_at DESC, l.position DESC LIMIT 1)
  WHERE c.case_id = :case
    AND c.part = 'opened'
),
waiting AS (
  SELECT r.*, strftime('%Y-%m-%dT%H:%M:%fZ', r.to_at, '+' || n.value || ' days') AS due, n.value,
    n.name || '=' || n.value || ' (' || n.version || ')' AS rule
  FROM review_held AS r
  JOIN rule AS n ON n.name = 'SG19.supervisionDays' AND n.from_at <= r.to_at AND coalesce(n.until_at, '~') > r.to_at
  WHERE r.case_id = :case
),
raised AS (
  SELECT l.case_id, l.position, l.risk, l.level, l.from_at, l.to_at, s.starts_at, d.ends_at AS due,
    n.name || '=' || n.value || ' (' || n.version || ')' AS rule
  FROM risk_level AS l
  JOIN rule AS n ON n.name = 'SG19.safeguardingWorkingDays' AND n.from_at <= l.to_at AND coalesce(n.until_at, '~') > l.to_at
  JOIN rule AS v ON v.name = 'SG19.level' AND v.from_at <= l.to_at AND coalesce(v.until_at, '~') > l.to_at
  JOIN risk_rank AS least ON least.level = v.value
  LEFT JOIN here ON 1
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(l.to_at, 1, 10) AND date(l.to_at, '+1 day') AND s.starts_at <= l.to_at AND l.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
  WHERE l.case_id = :case
    AND l.rank >= least.rank
    AND coalesce(l.rank_before, 0) < least.rank
),
-- Supervision about safeguarding is about the risks it names, or about all if it names none.
guarded AS (
  SELECT t.position AS raised, s.position, s.to_at, coalesce(s.from_at, '') < t.due AS perhaps
  FROM raised AS t
  JOIN supervision AS s ON s.case_id = t.case_id AND s.to_at >= coalesce(t.from_at, '') AND coalesce(s.from_at, '') <= :as_of
  WHERE s.case_id = :case
    AND s.moment = 'safeguarding'
    AND (s.risks = '[]' OR EXISTS (SELECT 1 FROM json_each(s.risks) AS j WHERE j.value = t.risk))
)
SELECT t.position || '/cycle' AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT t.reviewed ORDER BY 1)) AS evidence,
  t.to_at AS since, NULL AS due, iif(t.from_at IS NULL OR t.review_from IS NULL OR t.perhaps, 'possible', 'certain') AS sure,
  NULL AS rule, 'supervision of ' || t.review || ' before a trainee opens ' || t.cycle AS expected,
  iif(t.perhaps, 'it was held, at a time not known well enough', 'none had been held') AS found, t.to_at AS starts
FROM opened AS t
WHERE t.case_id = :case
  AND t.role = 'trainee'
  AND t.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM review_supervision AS s WHERE s.case_id = t.case_id AND s.review_position = t.reviewed AND s.to_at <= t.to_at)
UNION ALL
SELECT t.position || '/review', t.case_id, 'moderate',
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT s.position FROM review_supervision AS s
    WHERE s.case_id = t.case_id AND s.review_position = t.position AND coalesce(s.from_at, '') <= :as_of ORDER BY 1)),
  t.due, t.due, iif(t.from_at IS NULL OR t.precision = 'month' OR EXISTS (SELECT 1 FROM review_supervision AS s
    WHERE s.case_id = t.case_id AND s.review_position = t.position AND coalesce(s.from_at, '') < t.due), 'possible', 'certain'),
  t.rule, 'supervision of ' || t.review || ' within ' || t.value || ' days',
  iif(EXISTS (SELECT 1 FROM review_supervision AS s WHERE s.case_id = t.case_id AND s.review_position = t.position
    AND coalesce(s.from_at, '') <= :as_of), 'it was not surely held in time', 'none is recorded'), t.to_at
FROM waiting AS t
WHERE t.case_id = :case
  AND t.due <= :as_of
  AND NOT EXISTS (SELECT 1 FROM review_supervision AS s WHERE s.case_id = t.case_id AND s.review_position = t.position AND s.to_at < t.due)
UNION ALL
SELECT t.position || '/risk', t.case_id, 'high',
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT g.position FROM guarded AS g WHERE g.raised = t.position ORDER BY 1)),
  t.due, t.due, iif(t.from_at >= t.starts_at AND NOT EXISTS (SELECT 1 FROM guarded AS g WHERE g.raised = t.position AND g.perhaps), 'certain', 'possible'),
  t.rule, 'supervision about safeguarding after ' || t.risk || ' reached ' || t.level,
  iif(EXISTS (SELECT 1 FROM guarded AS g WHERE g.raised = t.position), 'it was not surely held in time', 'none is recorded'), t.to_at
FROM raised AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM guarded AS g WHERE g.raised = t.position AND g.to_at < t.due);
