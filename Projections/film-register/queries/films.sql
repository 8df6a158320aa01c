-- films: Which films are there at a time, where, and what became of them?
-- reads: film-register
-- last_location: where it was moved last, else where it was first kept. is_kept: 1 something forbids destroying it.
SELECT f.case_id, f.film, f.kind, f.duration_ms, f.cycle, f.to_at AS taken_at,
  (SELECT json_group_array(person) FROM (SELECT p.person FROM film_person AS p
   WHERE p.case_id = f.case_id AND p.film = f.film AND p.position = f.position ORDER BY p.is_staff, p.person)) AS people,
  coalesce((SELECT s.location FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'moved' AND s.to_at <= :as_of
   ORDER BY s.to_at DESC, s.position DESC LIMIT 1), f.location) AS last_location,
  (SELECT count(*) FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'copied' AND s.to_at <= :as_of) AS copies,
  (SELECT min(s.to_at) FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'lost' AND s.to_at <= :as_of) AS lost_at,
  (SELECT min(s.to_at) FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'destroyed' AND s.to_at <= :as_of) AS destroyed_at,
  EXISTS (SELECT 1 FROM film_kept AS k
   WHERE k.case_id = f.case_id AND (k.film IS NULL OR k.film = f.film) AND k.ground IN ('hold', 'request')
     AND k.to_at <= :as_of AND (k.end_at IS NULL OR k.end_at > :as_of)) AS is_kept,
  f.position
FROM film AS f
WHERE f.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
  AND f.to_at <= :as_of
ORDER BY f.case_id, f.to_at, f.position;
