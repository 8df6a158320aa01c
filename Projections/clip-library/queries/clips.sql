-- clips: Which moments were chosen, what do they show, what do they speak to, where were they shown?
-- reads: clip-library
SELECT c.case_id, c.clip, c.film, c.start_ms, c.end_ms, c.level, c.is_exception, c.is_failed_moment,
  (SELECT json_group_array(code) FROM (SELECT p.code FROM clip_principle AS p
   WHERE p.case_id = c.case_id AND p.clip = c.clip AND p.position = c.position ORDER BY p.code)) AS principles,
  (SELECT json_group_array(label) FROM (SELECT l.label FROM clip_link AS l
   WHERE l.case_id = c.case_id AND l.clip = c.clip AND l.position = c.position ORDER BY l.thing, l.label)) AS speaks_to,
  (SELECT json_group_array(review) FROM (SELECT DISTINCT p.review FROM clip_play AS p
   WHERE p.case_id = c.case_id AND p.clip = c.clip AND p.to_at <= :as_of ORDER BY p.review)) AS reviews,
  c.description, c.to_at AS chosen_at, c.position
FROM clip AS c
WHERE c.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND c.to_at <= :as_of
  AND (:from IS NULL OR c.to_at >= :from)
  AND (:to IS NULL OR c.to_at < :to)
ORDER BY c.case_id, c.to_at, c.position;
