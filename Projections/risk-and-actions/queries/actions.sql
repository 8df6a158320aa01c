-- actions: Which actions are there at a time, who has them, and are they open, overdue or done?
-- reads: risk-and-actions, settings
-- state: open, overdue (open when its day had ended in London), completed, cancelled; 'perhaps' before it when the end
-- may have happened by then. A due day outside the settings' calendar ends at midnight UTC.
WITH asked AS (
  SELECT a.*,
    (SELECT o.owner FROM action_entry AS o WHERE o.case_id = a.case_id AND o.action = a.action AND o.owner IS NOT NULL
      AND o.to_at <= :as_of ORDER BY o.to_at DESC, o.position DESC LIMIT 1) AS owner_now,
    (SELECT d.due FROM action_due AS d WHERE d.case_id = a.case_id AND d.action = a.action
      AND d.to_at <= :as_of ORDER BY d.to_at DESC, d.position DESC LIMIT 1) AS due_now,
    (SELECT e.position FROM action_entry AS e WHERE e.case_id = a.case_id AND e.action = a.action
      AND e.act IN ('completed', 'cancelled') AND coalesce(e.from_at, '') <= :as_of
      ORDER BY e.to_at, e.position LIMIT 1) AS ended_by
  FROM action_entry AS a
  WHERE a.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND a.act = 'assigned' AND a.to_at <= :as_of
    AND (:from IS NULL OR a.to_at >= :from)
    AND (:to IS NULL OR coalesce(a.from_at, a.to_at) < :to)
)
SELECT a.case_id, a.action, a.position AS assigned, a.to_at AS assigned_at, a.owner_now AS owner, a.due_now AS due,
  CASE WHEN e.to_at <= :as_of THEN e.act
    ELSE iif(e.position IS NULL, '', 'perhaps ') || iif(coalesce(d.ends_at, date(a.due_now, '+1 day')) <= :as_of, 'overdue', 'open')
    END AS state,
  e.position AS ended_by, e.to_at AS ended_at,
  (SELECT group_concat(label, ', ') FROM (SELECT DISTINCT m.label FROM action_answers AS m
    WHERE m.case_id = a.case_id AND m.action = a.action ORDER BY 1)) AS answers,
  a.what
FROM asked AS a
LEFT JOIN action_entry AS e ON e.case_id = a.case_id AND e.action = a.action AND e.position = a.ended_by
LEFT JOIN here ON 1
LEFT JOIN day AS d ON d.nation = here.nation AND d.date = a.due_now
ORDER BY a.case_id, e.to_at <= :as_of, a.due_now IS NULL, a.due_now, a.position;
