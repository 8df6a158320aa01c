-- who-knew: Who knew of each risk, disclosure and concern, since when, and how did they come to know?
-- reads: risk-and-actions
-- One row for each matter, party and way of knowing, with the first entry that shows it. party: a pseudonym of staff, or
-- the body outside that was told. lead: whether they were safeguarding lead then, by role or by what the entry says.
-- knew: 'yes', or 'perhaps' when the time is not known well enough.
WITH known AS (
  SELECT k.*, row_number() OVER (PARTITION BY k.case_id, k.thing, k.label, k.party, k.how ORDER BY k.to_at, k.position) AS n
  FROM knows AS k
  WHERE k.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND coalesce(k.from_at, '') <= :as_of
    AND (:from IS NULL OR k.to_at >= :from)
    AND (:to IS NULL OR coalesce(k.from_at, k.to_at) < :to)
)
SELECT k.case_id, k.thing, k.label, k.party, iif(k.is_staff, 'staff', 'outside') AS side, k.how,
  iif(k.role IS 'safeguarding-lead' OR EXISTS (SELECT 1 FROM lead_time AS l WHERE l.staff = k.party AND k.is_staff
    AND l.from_at <= k.to_at AND coalesce(l.until_at, '~') > k.to_at), 'yes', 'no') AS lead,
  k.from_at, k.to_at, k.precision, iif(k.to_at <= :as_of, 'yes', 'perhaps') AS knew, k.recorded_at, k.position
FROM known AS k
WHERE k.n = 1
ORDER BY k.case_id, k.thing, k.label, k.to_at, k.position, k.party, k.how;
