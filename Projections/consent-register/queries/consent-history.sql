-- consent-history: What did each giver say about consent, in the order in which it counts?
-- reads: consent-register
SELECT a.case_id, a.valid_from, a.position, a.act, a.scope, a.person, a.giver, a.film, a.last_at, a.how, a.basis, a.to_at, a.precision
FROM consent_act AS a
WHERE a.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND a.to_at <= :as_of
  AND (:from IS NULL OR a.to_at >= :from)
  AND (:to IS NULL OR a.to_at < :to)
ORDER BY a.case_id, a.valid_from, a.position, a.scope, a.person;
