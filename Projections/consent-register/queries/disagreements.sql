-- disagreements: Where do two people who may decide give different answers at a time?
-- reads: consent-register
-- For films on record: who allows it, who does not, and how they said so.
-- The last word on responsibility by then, or the first if all came later, is looked up by case: the view
-- responsibility_validity, which says the same, would be made of all cases.
WITH word AS (
  SELECT v.case_id, v.film, v.scope, v.person, v.giver, v.position, v.granted AND coalesce(:as_of <= v.last_at, 1) AS allows,
    iif(v.granted AND :as_of > v.last_at, 'run out', v.act) AS act
  FROM consent_validity AS v
  WHERE v.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND v.film IS NOT NULL
    AND v.from_at <= :as_of
    AND (v.until_at IS NULL OR :as_of < v.until_at)
    AND (v.giver = v.person OR EXISTS (
      SELECT 1 FROM (SELECT h.holds, h.last_at FROM parental_responsibility AS h
        WHERE h.case_id = v.case_id AND h.child = v.person AND h.holder = v.giver
        ORDER BY h.to_at <= :as_of DESC, iif(h.to_at <= :as_of, h.to_at, '') DESC,
          iif(h.to_at <= :as_of, h.position, 0) DESC, h.to_at, h.position LIMIT 1) AS r
      WHERE r.holds AND coalesce(:as_of <= r.last_at, 1)))
)
SELECT y.case_id, y.film, y.scope, y.person, y.giver AS allowed_by, n.giver AS not_allowed_by, n.act AS how,
  y.position AS allowed_position, n.position AS not_allowed_position
FROM word AS y
JOIN word AS n ON n.case_id = y.case_id AND n.film = y.film AND n.scope = y.scope AND n.person = y.person
WHERE y.allows
  AND NOT n.allows
ORDER BY y.case_id, y.film, y.scope, y.person, y.giver, n.giver;
