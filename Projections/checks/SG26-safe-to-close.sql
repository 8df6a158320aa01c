-- SG26: Was it safe to close?
-- severity: high
-- reads: risk-and-actions, settings
-- types: case-closed, risk-noted, risk-reviewed, risk-closed, action-assigned, action-completed, action-cancelled
-- begins with: case-closed
-- why: A case that is closed is a family that nobody looks at. Risks and actions are to be ended or handed on
--   before, and how high the risk is at the end is to be judged and written down.
WITH closing AS (
  SELECT * FROM closing_act WHERE case_id = :case
    AND act = 'closed'
    AND to_at <= :as_of
)
SELECT t.position || '/' || r.risk AS key, t.case_id, 'high' AS severity,
  json_array(min(r.position, t.position), max(r.position, t.position)) AS evidence,
  t.to_at AS since, NULL AS due,
  iif(t.from_at IS NULL OR EXISTS (SELECT 1 FROM risk_entry AS e WHERE e.case_id = r.case_id AND e.risk = r.risk AND
    e.act = 'closed' AND coalesce(e.from_at, '') <= t.to_at), 'possible', 'certain') AS sure,
  'SG26.level=' || v.value || ' (' || v.version || ')' AS rule,
  r.risk || ', which is ' || r.level || ', to be ended or handed on before the case is closed' AS expected,
  'it was open at closing' AS found, t.to_at AS starts
FROM closing AS t
JOIN rule AS v ON v.name = 'SG26.level' AND v.from_at <= t.to_at AND coalesce(v.until_at, '~') > t.to_at
JOIN risk_rank AS least ON least.level = v.value
JOIN risk_level AS r ON r.case_id = t.case_id AND r.to_at <= t.to_at AND coalesce(r.until_at, '~') > t.to_at
WHERE t.case_id = :case
  AND r.rank >= least.rank
UNION ALL
SELECT t.position || '/' || a.action, t.case_id, 'high',
  json_array(min(a.position, t.position), max(a.position, t.position)), t.to_at, NULL,
  iif(t.from_at IS NULL OR EXISTS (SELECT 1 FROM action_entry AS e WHERE e.case_id = a.case_id AND e.action = a.action AND
    e.act IN ('completed', 'cancelled') AND coalesce(e.from_at, '') <= t.to_at), 'possible', 'certain'),
  NULL, a.action || ' to be done or cancelled before the case is closed', 'it was open at closing', t.to_at
FROM closing AS t
JOIN action_entry AS a ON a.case_id = t.case_id AND a.act = 'assigned'
WHERE t.case_id = :case
  AND a.to_at <= t.to_at
  AND NOT EXISTS (SELECT 1 FROM action_entry AS e WHERE e.case_id = a.case_id AND e.action = a.action
    AND e.act IN ('completed', 'cancelled')
    AND e.to_at <= t.to_at)
UNION ALL
SELECT t.position || '/closing-risk', t.case_id, 'high', json_array(t.position), t.to_at, NULL, 'certain',
  NULL, 'the risk at closing', 'it is not recorded', t.to_at
FROM closing AS t
WHERE t.case_id = :case
  AND t.closing_risk IS NULL;
