-- who-decides: Who has, or does not have, parental responsibility for whom at a time?
-- reads: consent-register
SELECT r.case_id, r.child, r.holder, r.holds AND coalesce(:as_of <= r.last_at, 1) AS holds, r.basis, r.last_at, r.position
FROM responsibility_validity AS r
WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND r.from_at <= :as_of
  AND (r.until_at IS NULL OR :as_of < r.until_at)
ORDER BY r.case_id, r.child, r.holder;
