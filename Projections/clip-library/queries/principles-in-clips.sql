-- principles-in-clips: Which attunement principles do the chosen clips show, and since when?
-- reads: clip-library, settings
-- Meaning and level are those of the codebook on the day a clip was chosen.
SELECT p.case_id, p.code, k.meaning, k.grp, count(DISTINCT p.clip) AS clips, min(c.to_at) AS first_at, max(c.to_at) AS last_at
FROM clip_principle AS p
JOIN clip AS c ON c.case_id = p.case_id AND c.clip = p.clip AND c.position = p.position
LEFT JOIN code AS k ON k.codebook = 'principles' AND k.code = p.code AND k.from_at <= c.to_at AND (k.until_at IS NULL OR c.to_at < k.until_at)
WHERE p.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND c.to_at <= :as_of
  AND (:from IS NULL OR c.to_at >= :from)
  AND (:to IS NULL OR c.to_at < :to)
GROUP BY p.case_id, p.code, k.meaning, k.grp
ORDER BY p.case_id, p.code, first_at;
