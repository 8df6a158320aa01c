-- timeline: What happened in a case by a time, in order?
-- reads: case-timeline
-- happened: 'yes', or 'perhaps' when the time is not known well enough to say. An entry of unknown time stands
-- where it was recorded, which is what to_at says then (for an imported entry: where it was first recorded).
SELECT t.case_id, t.position, t.type, t.standing, t.from_at, t.to_at, t.precision,
  iif(t.to_at <= :as_of, 'yes', 'perhaps') AS happened, t.recorded_at, t.by, t.role, t.on_behalf_of,
  t.confidentiality, t.corrected_by, t.text
FROM timeline AS t
WHERE t.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND coalesce(t.from_at, '') <= :as_of
  AND (:from IS NULL OR t.to_at >= :from)
  AND (:to IS NULL OR coalesce(t.from_at, t.to_at) < :to)
ORDER BY coalesce(t.from_at, t.to_at), t.position;
