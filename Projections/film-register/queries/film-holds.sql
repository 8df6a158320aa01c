-- film-holds: What forbids destroying film at a time, or speaks against it?
-- reads: film-register
-- A hold and an open request for access forbid it; an undecided disclosure or an unanswered referral is a reason to place a hold.
SELECT k.case_id, k.film, k.ground, k.why, iif(k.ground IN ('hold', 'request'), NULL, k.ref) AS label, k.person, k.from_at, k.to_at, k.position
FROM film_kept AS k
WHERE k.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND k.to_at <= :as_of
  AND (k.end_at IS NULL OR k.end_at > :as_of)
ORDER BY k.case_id, k.to_at, k.position;
