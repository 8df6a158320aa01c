-- SG13: Is the record of a disclosure complete?
-- severity: moderate
-- reads: risk-and-actions, settings
-- types: disclosure-recorded, disclosure-added-to
-- why: Guidance on non-recent abuse asks for own words, reply, setting, who was there, whether the abuser can reach
--   children, and whether the police are wanted: what cannot be asked again without harm, or is needed to protect.
WITH missing AS (
  SELECT t.case_id, t.position, t.disclosure, t.to_at, r.version, f.value AS field,
    row_number() OVER (PARTITION BY t.position ORDER BY f.key) AS n
  FROM disclosure_entry AS t
  JOIN rule AS r ON r.name = 'SG13.fields' AND r.from_at <= t.to_at AND coalesce(r.until_at, '~') > t.to_at
  JOIN json_each(r.value) AS f
  WHERE t.case_id = :case
    AND t.act = 'recorded'
    AND NOT EXISTS (SELECT 1 FROM disclosure_field AS d WHERE d.case_id = t.case_id AND d.disclosure = t.disclosure
      AND d.field = f.value
      AND d.to_at <= :as_of)
)
SELECT DISTINCT CAST(t.position AS TEXT) AS key, t.case_id, 'moderate' AS severity, json_array(t.position) AS evidence,
  t.to_at AS since, NULL AS due, 'certain' AS sure, 'SG13.fields (' || t.version || ')' AS rule,
  'a complete record of ' || t.disclosure AS expected,
  'not recorded: ' || (
    SELECT group_concat(word, ', ') OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    FROM (
      SELECT m.n, CASE m.field WHEN 'ownWords' THEN 'own words' WHEN 'present' THEN 'who was there'
        WHEN 'abuserAccess' THEN 'whether the abuser can reach a child' WHEN 'policeWish' THEN 'whether the police are wanted'
        ELSE m.field END AS word
      FROM missing AS m WHERE m.position = t.position
    )
    LIMIT 1
  ) AS found,
  t.to_at AS starts
FROM missing AS t
WHERE t.case_id = :case
  AND t.to_at <= :as_of;
