-- alerts: Which emergency accesses and claimed relationships are still to be reviewed?
-- reads: access-register, settings
-- For the privacy officer. A review by whoever used the access is none. due: the first moment that is too late.
SELECT a.case_id, a.position, a.kind, a.staff, a.role, a.purpose, a.reason, a.to_at, d.ends_at AS due,
  coalesce(d.ends_at <= :as_of, 0) AS overdue,
  (SELECT r.outcome FROM alert_review AS r WHERE r.case_id = a.case_id AND r.alert = a.id AND r.reviewer <> a.staff
     AND r.to_at <= :as_of ORDER BY r.to_at DESC, r.position DESC LIMIT 1) AS outcome,
  (SELECT r.position FROM alert_review AS r WHERE r.case_id = a.case_id AND r.alert = a.id AND r.reviewer <> a.staff
     AND r.to_at <= :as_of ORDER BY r.to_at DESC, r.position DESC LIMIT 1) AS reviewed_by
FROM access_alert AS a
LEFT JOIN rule AS n ON n.name = 'SG28.reviewWorkingDays' AND n.from_at <= a.to_at AND (n.until_at IS NULL OR a.to_at < n.until_at)
LEFT JOIN here ON 1
LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(a.to_at, 1, 10) AND date(a.to_at, '+1 day') AND s.starts_at <= a.to_at AND a.to_at < s.ends_at
LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value
WHERE a.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND a.to_at <= :as_of
  AND (:from IS NULL OR a.to_at >= :from)
  AND (:to IS NULL OR a.to_at < :to)
ORDER BY reviewed_by IS NOT NULL, due, a.position;
