-- SG22: Is the infant visible?
-- severity: moderate
-- reads: clip-library
-- types: cycle-opened, cycle-completed, person-added, film-taken, clip-chosen, child-observed, direct-infant-work-done
-- adding: cycle-completed
-- begins with: cycle-completed
-- why: Reviews of serious cases find that a parent's needs hid the child. So every cycle should tell what was seen of the
--   child the work is about: in the room, in direct work, or in a clip of a film that the child is on.
WITH cycle AS (
  SELECT c.case_id, c.cycle, c.position, c.to_at, p.child,
    -- A cycle without an opening could reach back to the beginning.
    coalesce((SELECT o.from_at FROM clip_cycle AS o WHERE o.case_id = :case AND o.cycle = c.cycle AND o.act = 'opened' ORDER BY o.to_at LIMIT 1), '') AS began
  FROM clip_cycle AS c JOIN case_child AS p ON p.case_id = :case
  WHERE c.case_id = :case
    AND c.act = 'completed'
    AND p.to_at <= c.to_at
)
SELECT t.position || '/' || t.child AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT o.position FROM clip_cycle AS o WHERE o.case_id = :case AND o.cycle = t.cycle AND o.act = 'opened' UNION SELECT t.position ORDER BY 1)) AS evidence,
  t.to_at AS since, NULL AS due,
  -- Seen at an unknown time, and written down after the cycle.
  iif(EXISTS (SELECT 1 FROM child_seen AS s WHERE s.case_id = :case AND s.child = t.child AND s.from_at IS NULL AND s.to_at > t.to_at AND s.to_at <= :as_of), 'possible', 'certain') AS sure,
  NULL AS rule, 'an observation of ' || t.child || ' in ' || t.cycle AS expected, 'none is recorded' AS found, t.to_at AS starts
FROM cycle AS t
WHERE t.case_id = :case
  AND t.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM child_seen AS s WHERE s.case_id = :case AND s.child = t.child AND s.to_at >= t.began AND coalesce(s.from_at, s.to_at) <= t.to_at AND s.to_at <= :as_of)
  AND NOT EXISTS (SELECT 1 FROM child_in_clip AS s WHERE s.case_id = :case AND s.child = t.child AND s.cycle = t.cycle AND s.to_at <= :as_of);
