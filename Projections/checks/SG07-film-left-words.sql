-- SG07: Is there an adequate written summary?
-- severity: moderate
-- reads: film-register
-- types: film-taken, film-destroyed, clip-chosen, shared-review-held, supervision-held
-- adding: film-destroyed
-- naming: film-taken
-- begins with: film-destroyed
-- why: A recording made for care is part of the record. It may go when what it showed is kept in words: a clip's
--   description, or the summary of the review or supervision in which it was looked at. An unusable film showed nothing.
WITH words AS (
  SELECT f.film, w.from_at, w.to_at, w.position
  FROM film AS f JOIN film_words AS w ON w.case_id = :case
    AND (w.film = f.film OR w.review = f.review OR w.film IS NULL AND w.what = 'review' AND w.cycle = f.cycle)
  WHERE f.case_id = :case
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT f.position UNION SELECT w.position FROM words AS w WHERE w.film = t.film AND w.to_at <= :as_of ORDER BY 1)) AS evidence,
  t.to_at AS since, NULL AS due,
  iif(EXISTS (SELECT 1 FROM words AS w WHERE w.film = t.film AND w.to_at <= :as_of AND coalesce(w.from_at, '') <= t.to_at), 'possible', 'certain') AS sure,
  NULL AS rule,
  'words on what ' || t.film || ' showed, before it was destroyed' AS expected,
  iif(EXISTS (SELECT 1 FROM words AS w WHERE w.film = t.film AND w.to_at <= :as_of), 'only written afterwards', 'no clip description and no summary') AS found,
  t.to_at AS starts
FROM film_step AS t JOIN film AS f ON f.case_id = t.case_id AND f.film = t.film
WHERE t.case_id = :case
  AND t.act = 'destroyed'
  AND t.code <> 'unusable'
  AND t.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM words AS w WHERE w.film = t.film AND w.to_at <= t.to_at);
