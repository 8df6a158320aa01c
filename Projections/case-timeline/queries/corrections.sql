-- corrections: Which entries were amended, marked in error or erased, and by whom?
-- reads: case-timeline
-- One row per entry and correction; an erased entry has no correction to show and comes once.
SELECT t.case_id, t.position, t.type, t.standing, t.from_at, t.to_at, t.recorded_at, t.by,
  c.position AS correction, c.recorded_at AS corrected_at, c.by AS corrected_by, c.text AS reason
FROM timeline AS t
LEFT JOIN json_each(t.corrected_by) AS j
LEFT JOIN timeline AS c ON c.case_id = t.case_id AND c.position = j.value
WHERE t.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND t.kind = 'entry'
  AND (t.corrected_by IS NOT NULL OR t.standing = 'erased')
  AND coalesce(t.from_at, '') <= :as_of
  AND (:from IS NULL OR t.to_at >= :from)
  AND (:to IS NULL OR coalesce(t.from_at, t.to_at) < :to)
ORDER BY t.position, c.position;
