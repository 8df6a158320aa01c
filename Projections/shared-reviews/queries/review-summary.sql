-- review-summary: What happened in each shared review?
-- reads: shared-reviews, settings
-- one row per review: clips and who spoke of them first, milliseconds of talk, silences after the guider, what came of it
WITH talked AS (
  SELECT * FROM talk WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
),
told (case_id, review, parents, known) AS (
  SELECT case_id, review, sum(is_parent), count(is_parent) FROM parent_first
  WHERE to_at <= :as_of AND case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') GROUP BY case_id, review
),
quiet (case_id, review, silences, by_parent) AS (
  SELECT s.case_id, s.review, count(*), sum(s.broken_by = 'parent') FROM silence AS s
  WHERE s.to_at <= :as_of AND s.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND s.after = 'guider'
    AND s.duration_ms >= (SELECT CAST(value AS INTEGER) FROM rule
      WHERE name = 'AN07.pauseMs' AND from_at <= :as_of AND (until_at IS NULL OR :as_of < until_at))
  GROUP BY s.case_id, s.review
)
SELECT r.case_id, r.review, r.position, r.cycle, r.film, r.from_at, r.to_at, r.precision, r.duration_ms,
  (SELECT count(*) FROM clip_shown AS c
   WHERE c.case_id = r.case_id AND c.review = r.review AND c.to_at <= :as_of) AS clips_shown,
  told.parents AS parent_first, told.known AS first_speaker_known,
  t.turns, t.parent_ms, t.guider_ms, t.infant_ms, quiet.silences AS silences_after_guider,
  quiet.by_parent AS broken_by_parent,
  (SELECT count(*) FROM client_response AS c
   WHERE c.case_id = r.case_id AND c.review = r.review AND c.to_at <= :as_of) AS responses,
  (SELECT count(*) FROM insight AS i
   WHERE i.case_id = r.case_id AND i.review = r.review AND i.to_at <= :as_of) AS insights,
  (SELECT count(*) FROM theme AS n
   WHERE n.case_id = r.case_id AND n.review = r.review AND n.to_at <= :as_of) AS themes_named,
  (SELECT count(*) FROM theme_use AS u
   WHERE u.case_id = r.case_id AND u.review = r.review AND u.to_at <= :as_of) AS themes_used,
  r.summary IS NOT NULL AS has_summary
FROM shared_review AS r
LEFT JOIN told ON told.case_id = r.case_id AND told.review = r.review
LEFT JOIN talked AS t ON t.case_id = r.case_id AND t.review = r.review
LEFT JOIN quiet ON quiet.case_id = r.case_id AND quiet.review = r.review
WHERE r.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND r.to_at <= :as_of
  AND (:from IS NULL OR r.to_at >= :from) AND (:to IS NULL OR r.to_at < :to)
ORDER BY r.case_id, r.to_at, r.position;
