-- SG09: Does each action have an owner, a due date and an end?
-- severity: high
-- reads: risk-and-actions, settings
-- types: action-assigned, action-reassigned, action-completed, action-cancelled
-- why: What nobody in particular is to do by no day in particular is not done. Reviews of cases name actions
--   without an owner, and actions that were left open when their day had passed.
WITH due AS (
  SELECT a.*, d.ends_at AS due_at
  FROM action_due AS a
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.date = a.due
)
SELECT t.position || '/owner' AS key, t.case_id, 'high' AS severity, json_array(t.position) AS evidence,
  t.to_at AS since, NULL AS due, 'certain' AS sure, NULL AS rule,
  'somebody who is to do ' || t.action AS expected, 'no owner is recorded' AS found, t.to_at AS starts
FROM action_entry AS t
WHERE t.case_id = :case
  AND t.act = 'assigned'
  AND t.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM action_entry AS o WHERE o.case_id = t.case_id AND o.action = t.action
    AND o.owner IS NOT NULL
    AND o.to_at <= :as_of)
UNION ALL
SELECT t.position || '/due', t.case_id, 'high', json_array(t.position), t.to_at, NULL, 'certain', NULL,
  'a day by which ' || t.action || ' is to be done', 'no due date is recorded', t.to_at
FROM action_entry AS t
WHERE t.case_id = :case
  AND t.act = 'assigned'
  AND t.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM action_due AS o WHERE o.case_id = t.case_id AND o.action = t.action
    AND o.to_at <= :as_of)
UNION ALL
-- The entry that set the date last is the trigger: a new date gives a finding of its own.
SELECT t.position || '/overdue', t.case_id, 'high', json_array(t.position), max(t.due_at, t.to_at), t.due_at,
  iif(EXISTS (SELECT 1 FROM action_entry AS e WHERE e.case_id = t.case_id AND e.action = t.action AND
      e.act IN ('completed', 'cancelled') AND coalesce(e.from_at, '') <= :as_of), 'possible', 'certain'),
  NULL, t.action || ' to be done or cancelled by ' || t.due, 'it is still open', t.to_at
FROM due AS t
WHERE t.case_id = :case
  AND t.to_at <= :as_of
  AND coalesce(t.until_at, '~') > :as_of
  AND coalesce(t.due_at, '') <= :as_of
  AND NOT EXISTS (SELECT 1 FROM action_entry AS e WHERE e.case_id = t.case_id AND e.action = t.action
    AND e.act IN ('completed', 'cancelled')
    AND e.to_at <= :as_of);
