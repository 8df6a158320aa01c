-- feedback-on-clips: What was said of clips in supervision, and were they shown before or after?
-- reads: clip-library
SELECT f.case_id, f.clip, f.supervision, s.moment, f.feedback, f.named_by, f.words, f.to_at,
  (SELECT min(p.to_at) FROM clip_play AS p WHERE p.case_id = f.case_id AND p.clip = f.clip AND p.to_at <= :as_of) AS first_shown_at, f.position
FROM clip_feedback AS f
LEFT JOIN clip_supervision AS s ON s.case_id = f.case_id AND s.supervision = f.supervision
WHERE f.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND f.to_at <= :as_of
  AND (:from IS NULL OR f.to_at >= :from)
  AND (:to IS NULL OR f.to_at < :to)
ORDER BY f.case_id, f.clip, f.to_at, f.position;
