-- bank-holidays: Which weekdays are kept as holidays here, between two times?
-- reads: settings
SELECT d.date, d.name, r.source
FROM here JOIN day AS d ON d.nation = here.nation AND d.working = 0 AND d.name IS NOT NULL
JOIN day_rule AS r ON r.nation = d.nation AND r.date = d.date
WHERE r.working = 0
AND (:from IS NULL OR d.ends_at > :from)
AND (:to IS NULL OR d.starts_at < :to)
ORDER BY d.date;
