-- film-seen: Who saw which film, in what role, and which consent does that need?
-- reads: film-register
-- scope is null for what needs none by itself: choosing a clip, showing it to those who are on it, a backup.
SELECT s.case_id, s.film, s.from_at, s.to_at, s.precision, s.act, s.viewer_role, s.viewers, s.clip, s.review, s.supervision, s.scope, s.position
FROM film_seen AS s
WHERE s.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND s.to_at <= :as_of
  AND (:from IS NULL OR s.to_at >= :from)
  AND (:to IS NULL OR s.to_at < :to)
ORDER BY s.case_id, s.film, s.to_at, s.position;
