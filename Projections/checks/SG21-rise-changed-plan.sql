-- SG21: Did a rise in risk change the plan?
-- severity: moderate
-- reads: risk-and-actions, settings
-- types: risk-noted, risk-reviewed, risk-plan-recorded, safeguarding-decision-recorded, joint-decision-made,
--   method-decided, goal-agreed, goal-revised, goal-ended
-- begins with: risk-noted, risk-reviewed
-- why: A risk that is judged higher while everything goes on as planned has been seen and not weighed. A plan, a
--   decision or a change of goals is to follow, or a plan that says that nothing needs to change.
WITH asked AS (
  SELECT l.case_id, l.position, l.position_before, l.risk, l.level, l.from_at, l.to_at,
    strftime('%Y-%m-%dT%H:%M:%fZ', l.to_at, '+' || n.value || ' days') AS due,
    l.precision IN ('instant', 'range', 'date') AS known,
    'SG21.days=' || n.value || ' (' || n.version || ')' AS rule
  FROM risk_level AS l
  JOIN rule AS n ON n.name = 'SG21.days' AND n.from_at <= l.to_at AND coalesce(n.until_at, '~') > l.to_at
  WHERE l.case_id = :case
    AND l.rank > l.rank_before
),
-- For this risk, or for none in particular; what came before the rise is not its consequence.
answer AS (
  SELECT t.position AS asked, a.position, a.to_at, coalesce(a.from_at, '') < t.due AS perhaps,
    row_number() OVER (PARTITION BY t.position ORDER BY a.to_at, a.position) AS n
  FROM asked AS t
  JOIN plan_change AS a ON a.case_id = t.case_id AND coalesce(a.from_at, '') <= :as_of
  LEFT JOIN matter_entry AS m ON m.case_id = a.case_id AND m.thing = 'risk' AND m.position = a.position
  WHERE a.case_id = :case
    AND coalesce(m.label, t.risk) = t.risk
    AND a.to_at >= coalesce(t.from_at, t.to_at)
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT t.position_before UNION SELECT a.position FROM answer AS a
    WHERE a.asked = t.position AND (a.n = 1 OR a.perhaps) ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.perhaps),
    'certain', 'possible') AS sure,
  t.rule, 'a plan, decision or change of goals after ' || t.risk || ' rose to ' || t.level AS expected,
  CASE (SELECT max(perhaps) FROM answer AS a WHERE a.asked = t.position)
    WHEN 1 THEN 'one is recorded, at a time not known well enough'
    WHEN 0 THEN 'the first came too late'
    ELSE 'none is recorded' END AS found,
  t.to_at AS starts
FROM asked AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.asked = t.position AND a.to_at < t.due);
