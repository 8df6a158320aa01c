-- left-out: Which moments were considered and left out, and why?
-- reads: clip-library
SELECT l.case_id, l.film, l.start_ms, l.end_ms, l.reason, l.to_at, l.position
FROM clip_left_out AS l
WHERE l.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND l.to_at <= :as_of
  AND (:from IS NULL OR l.to_at >= :from)
  AND (:to IS NULL OR l.to_at < :to)
ORDER BY l.case_id, l.film, l.start_ms, l.position;
