-- quality: How many entries are late, amended, in error, erased or alone, by role?
-- reads: record-quality, settings
-- Numbers only, for entries that had been written by :as_of. An erased entry has no role left. late: by more than
-- SG01.hours; time_unknown: lateness of these cannot be told.
SELECT coalesce(q.role, iif(q.standing = 'erased', '(erased)', '(none)')) AS role, count(*) AS entries,
  sum(q.type IS NOT NULL AND q.late_ms > r.value * 3600000) AS late,
  sum(q.type IS NOT NULL AND q.late_ms > r.value * 3600000 AND q.has_reason = 0) AS late_without_reason,
  sum(q.type IS NOT NULL AND q.precision = 'unknown') AS time_unknown,
  sum(q.standing = 'amended') AS amended, sum(q.standing = 'in-error') AS in_error, sum(q.standing = 'erased') AS erased,
  sum(q.standing NOT IN ('current', 'amended', 'in-error', 'erased')) AS not_readable,
  sum(q.is_linked = 0) AS unlinked
FROM entry_quality AS q
JOIN rule AS r ON r.name = 'SG01.hours' AND r.from_at <= q.to_at AND (r.until_at IS NULL OR q.to_at < r.until_at)
WHERE q.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND q.recorded_at <= :as_of
  AND (:from IS NULL OR q.to_at >= :from)
  AND (:to IS NULL OR q.to_at < :to)
GROUP BY 1 ORDER BY 1;
