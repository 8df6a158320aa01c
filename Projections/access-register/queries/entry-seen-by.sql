-- entry-seen-by: Who was shown an entry, or wrote it, when, and for what purpose?
-- reads: access-register, record-quality
-- also: :position, the entry's; null for all that was shown, range by range
-- Who wrote an entry knows it without being shown it. A look across cases counts as well; with :case, if it showed that case.
SELECT s.staff, s.how, s.role, s.purpose, s.view, s.to_at, s.first_position, s.last_position, s.position AS evidence
FROM (
  SELECT l.staff, l.kind AS how, l.role, l.purpose, l.view, l.to_at, x.first_position, x.last_position, l.position
  FROM access_shown AS x JOIN access_look AS l ON l.case_id = x.case_id AND l.position = x.position
  WHERE x.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  UNION ALL
  SELECT l.staff, l.kind || ' across cases', l.role, l.purpose, l.view, l.to_at, x.first_position, x.last_position, l.position
  FROM wide_shown AS x JOIN wide_look AS l ON l.position = x.position
  WHERE :case IS NULL OR EXISTS (SELECT 1 FROM wide_look_case AS c WHERE c.stream = :case AND c.position = l.position)
  UNION ALL
  SELECT q.writer, 'wrote', q.role, NULL, NULL, q.recorded_at, q.position, q.position, q.position
  FROM entry_quality AS q
  WHERE q.position = CAST(:position AS INTEGER)
    AND q.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
) AS s
WHERE s.to_at <= :as_of
  AND (:position IS NULL OR CAST(:position AS INTEGER) BETWEEN s.first_position AND s.last_position)
  AND (:from IS NULL OR s.to_at >= :from)
  AND (:to IS NULL OR s.to_at < :to)
ORDER BY s.to_at, s.position, s.first_position;
