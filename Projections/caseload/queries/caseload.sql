-- caseload: Which cases does a member of staff have at a time, and where does each stand?
-- reads: caseload, record-quality, settings
-- also: :staff, a pseudonym, or null for everybody
-- Open cases by :as_of. A guider is who was last given the case and has neither ended nor outlived it (until_day is
-- the last day that counts); else whoever opened the last cycle. last_entry_at: of any entry that still counts.
WITH stood AS (
  SELECT o.case_id, o.reference, o.to_at AS opened_at,
    coalesce((SELECT s.step FROM case_step AS s WHERE s.case_id = o.case_id AND s.step IN ('closed', 'reopened')
      AND s.to_at <= :as_of ORDER BY s.to_at DESC, s.position DESC LIMIT 1), 'opened') AS step,
    coalesce((SELECT g.staff FROM guider_step AS g
        WHERE g.case_id = o.case_id AND g.step = 'assigned' AND g.to_at <= :as_of
          AND NOT EXISTS (SELECT 1 FROM here JOIN day AS d ON d.nation = here.nation AND d.date = g.until_day
            WHERE d.ends_at <= :as_of)
          AND NOT EXISTS (SELECT 1 FROM guider_step AS e
            WHERE e.case_id = g.case_id AND e.staff = g.staff AND e.step = 'ended' AND e.to_at <= :as_of
              AND (e.to_at, e.position) > (g.to_at, g.position))
        ORDER BY g.to_at DESC, g.position DESC LIMIT 1),
      (SELECT c.staff FROM cycle_step AS c WHERE c.case_id = o.case_id AND c.step = 'opened' AND c.to_at <= :as_of
        ORDER BY c.to_at DESC, c.position DESC LIMIT 1)) AS guider
  FROM case_step AS o
  WHERE o.step = 'opened' AND o.to_at <= :as_of
    AND o.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
)
SELECT s.guider, s.case_id, s.reference, s.opened_at,
  (SELECT p.planned_cycles FROM case_step AS p WHERE p.case_id = s.case_id AND p.planned_cycles IS NOT NULL
    AND p.to_at <= :as_of ORDER BY p.to_at DESC, p.position DESC LIMIT 1) AS planned_cycles,
  (SELECT count(*) FROM cycle_now AS c WHERE c.case_id = s.case_id AND c.opened_at <= :as_of) AS cycles_opened,
  (SELECT count(*) FROM cycle_now AS c WHERE c.case_id = s.case_id AND c.completed_at <= :as_of) AS cycles_completed,
  (SELECT p.pause FROM pause_span AS p WHERE p.case_id = s.case_id AND p.to_at <= :as_of
    AND (p.resumed_at IS NULL OR p.resumed_at > :as_of) ORDER BY p.to_at DESC, p.position DESC LIMIT 1) AS paused_by,
  (SELECT max(q.to_at) FROM entry_quality AS q WHERE q.case_id = s.case_id AND q.to_at <= :as_of
    AND q.type IS NOT NULL) AS last_entry_at
FROM stood AS s
WHERE s.step <> 'closed'
  AND (:staff IS NULL OR s.guider = :staff)
ORDER BY s.guider, s.reference, s.case_id;
