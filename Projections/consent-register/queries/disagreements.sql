-- disagreements: Where do two people who may decide give different answers at a time?
-- reads: consent-register
-- For films on record: who allows it, who does not, and how they said so.
WITH word AS (
  SELECT v.case_id, v.film, v.scope, v.person, v.giver, v.position, v.granted AND coalesce(:as_of <= v.last_at, 1) AS allows,
    iif(v.granted AND :as_of > v.last_at, 'run out', v.act) AS act
  FROM consent_validity AS v
  WHERE v.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND v.film IS NOT NULL
    AND v.from_at <= :as_of
    AND (v.until_at IS NULL OR :as_of < v.until_at)
    AND (v.giver = v.person OR EXISTS (
      SELECT 1 FROM responsibility_validity AS r
      WHERE r.case_id = v.case_id AND r.child = v.person AND r.holder = v.giver AND r.holds
        AND r.from_at <= :as_of AND (r.until_at IS NULL OR :as_of < r.until_at) AND coalesce(:as_of <= r.last_at, 1)))
)
SELECT y.case_id, y.film, y.scope, y.person, y.giver AS allowed_by, n.giver AS not_allowed_by, n.act AS how,
  y.position AS allowed_position, n.position AS not_allowed_position
FROM word AS y
JOIN word AS n ON n.case_id = y.case_id AND n.film = y.film AND n.scope = y.scope AND n.person = y.person
WHERE y.allows
  AND NOT n.allows
ORDER BY y.case_id, y.film, y.scope, y.person, y.giver, n.giver;
