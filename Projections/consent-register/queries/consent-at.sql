-- consent-at: Who may do what with which film at a time?
-- reads: consent-register
-- One row for each giver's word that counts then; film null: films that are not on record yet. allows: 1 given and not run
-- out. is_proper: 1 the person's own word, or that of somebody with parental responsibility. Where givers differ, both are shown.
-- The last word on responsibility by then, or the first if all came later, is looked up by case: the view
-- responsibility_validity, which says the same, would be made of all cases.
SELECT v.case_id, v.film, v.scope, v.person, v.giver, v.act,
  v.granted AND coalesce(:as_of <= v.last_at, 1) AS allows,
  v.giver = v.person OR EXISTS (
    SELECT 1 FROM (SELECT h.holds, h.last_at FROM parental_responsibility AS h
      WHERE h.case_id = v.case_id AND h.child = v.person AND h.holder = v.giver
      ORDER BY h.to_at <= :as_of DESC, iif(h.to_at <= :as_of, h.to_at, '') DESC,
        iif(h.to_at <= :as_of, h.position, 0) DESC, h.to_at, h.position LIMIT 1) AS r
    WHERE r.holds AND coalesce(:as_of <= r.last_at, 1)
  ) AS is_proper,
  v.from_at, v.until_at, v.last_at, v.position
FROM consent_validity AS v
WHERE v.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND v.from_at <= :as_of
  AND (v.until_at IS NULL OR :as_of < v.until_at)
ORDER BY v.case_id, v.film, v.scope, v.person, v.giver;
