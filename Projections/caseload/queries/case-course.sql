-- case-course: What was the course of a case: opened, accepted, cycles, pauses, missed meetings, closed?
-- reads: caseload
-- One row per step in order of time; what has surely happened by :as_of.
SELECT case_id, position, step, label, code, staff, from_at, to_at, precision
FROM (
  SELECT case_id, position, step, reference AS label, code, staff, from_at, to_at, precision FROM case_step
  UNION ALL
  SELECT case_id, position, iif(step = 'assigned', 'guider-assigned', 'guider-ended'), staff, NULL, staff,
    from_at, to_at, precision FROM guider_step
  UNION ALL
  SELECT case_id, position, 'cycle-' || step, cycle, NULL, staff, from_at, to_at, precision FROM cycle_step
  UNION ALL
  SELECT case_id, position, step, pause, reason, NULL, from_at, to_at, precision FROM pause_step
  UNION ALL
  SELECT case_id, position, 'attendance', person, outcome, NULL, from_at, to_at, precision FROM attendance
  UNION ALL
  SELECT case_id, position, 'contact-attempt', person, outcome, NULL, from_at, to_at, precision FROM contact_attempt
)
WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND to_at <= :as_of
  AND (:from IS NULL OR to_at >= :from)
  AND (:to IS NULL OR to_at < :to)
ORDER BY case_id, coalesce(from_at, to_at), position, step;
