-- consent-at: Who may do what with which film at a time?
-- reads: consent-register
-- One row for each giver's word that counts then; film null: films that are not on record yet. allows: 1 given and not run
-- out. is_proper: 1 the person's own word, or that of somebody with parental responsibility. Where givers differ, both are shown.
SELECT v.case_id, v.film, v.scope, v.person, v.giver, v.act,
  v.granted AND coalesce(:as_of <= v.last_at, 1) AS allows,
  v.giver = v.person OR EXISTS (
    SELECT 1 FROM responsibility_validity AS r
    WHERE r.case_id = v.case_id AND r.child = v.person AND r.holder = v.giver AND r.holds
      AND r.from_at <= :as_of AND (r.until_at IS NULL OR :as_of < r.until_at) AND coalesce(:as_of <= r.last_at, 1)
  ) AS is_proper,
  v.from_at, v.until_at, v.last_at, v.position
FROM consent_validity AS v
WHERE v.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND v.from_at <= :as_of
  AND (v.until_at IS NULL OR :as_of < v.until_at)
ORDER BY v.case_id, v.film, v.scope, v.person, v.giver;
