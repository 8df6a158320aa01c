-- measures-before-after: What did each measure say before the work, at its end and at follow-up?
-- reads: goals-and-measures, settings
-- one row per measure, scale, person it is about and person who answered; better is 1 if more is better, 0 if less is, as the codebook says
WITH placed AS (
  SELECT s.*, row_number() OVER (
      PARTITION BY case_id, code, scale, subject, respondent, occasion ORDER BY to_at DESC, position DESC) AS back
  FROM score AS s
  WHERE s.to_at <= :as_of AND s.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND (:from IS NULL OR s.to_at >= :from) AND (:to IS NULL OR s.to_at < :to)
)
SELECT p.case_id, p.code, c.meaning, p.scale, p.subject, p.respondent,
  c.scores->>'$.higherIsBetter' AS better,
  max(iif(p.occasion = 'baseline', p.thousandths, NULL)) / 1000.0 AS before,
  max(iif(p.occasion = 'end', p.thousandths, NULL)) / 1000.0 AS after,
  max(iif(p.occasion = 'follow-up', p.thousandths, NULL)) / 1000.0 AS later,
  max(iif(p.occasion = 'baseline', p.form, NULL)) AS form_before,
  max(iif(p.occasion = 'end', p.form, NULL)) AS form_after,
  min(p.to_at) AS first_at, max(p.to_at) AS last_at
FROM placed AS p
LEFT JOIN code AS c
  ON c.codebook = 'measures' AND c.code = p.code AND c.from_at <= :as_of AND (c.until_at IS NULL OR :as_of < c.until_at)
WHERE p.back = 1
GROUP BY p.case_id, p.code, c.meaning, c.scores, p.scale, p.subject, p.respondent
ORDER BY p.case_id, p.code, p.scale, p.subject, p.respondent;
