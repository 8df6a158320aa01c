-- late-entries: Which entries were written late, and by how much?
-- reads: record-quality, settings
-- Later than SG01.hours at least, counted from the latest time at which it can have happened.
SELECT q.case_id, q.position, q.type, q.writer, q.role, q.from_at, q.to_at, q.precision, q.recorded_at,
  q.late_ms / 3600000 AS late_hours, q.has_reason
FROM entry_quality AS q
JOIN rule AS r ON r.name = 'SG01.hours' AND r.from_at <= q.to_at AND (r.until_at IS NULL OR q.to_at < r.until_at)
WHERE q.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND q.type IS NOT NULL
  AND q.late_ms > r.value * 3600000
  AND q.recorded_at <= :as_of
  AND (:from IS NULL OR q.to_at >= :from)
  AND (:to IS NULL OR q.to_at < :to)
ORDER BY q.late_ms DESC, q.position;
