-- SG05: Is film overdue for erasure?
-- severity: moderate
-- reads: film-register, consent-register, settings
-- types: case-closed, case-reopened, film-taken, film-destroyed, consent-given, consent-varied, consent-withdrawn, consent-refused, retention-hold-placed, retention-hold-released, subject-access-requested, subject-access-answered
-- begins with: case-closed
-- why: Families are told that film is erased within months of the end of the work, unless everybody on it agreed to more or
--   something forbids erasing it. What clip notes and review summaries say stays.
WITH RECURSIVE held AS (
  SELECT * FROM film_kept AS k WHERE k.case_id = :case
    -- Open safeguarding is a reason for a hold, not one by itself.
    AND k.ground IN ('hold', 'request')
),
closing AS (
  SELECT c.position, c.from_at, c.to_at, n.value, 'SG05.months=' || n.value || ' (' || n.version || ')' AS rule
  FROM film_case_step AS c
  JOIN rule AS n ON n.name = 'SG05.months' AND n.from_at <= c.to_at AND (n.until_at IS NULL OR c.to_at < n.until_at)
  WHERE c.case_id = :case
    AND c.act = 'closed'
),
-- The months begin anew when what forbade erasing in time has ended. A month that is too short ends on its last day.
clock AS (
  SELECT c.position, c.rule, c.value, c.to_at AS began, f.film, f.position AS filmed, c.to_at AS at,
    (SELECT c.from_at >= s.starts_at FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(c.to_at, 1, 10) AND date(c.to_at, '+1 day') AND s.starts_at <= c.to_at AND c.to_at < s.ends_at) AS known,
    (SELECT d.ends_at FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(c.to_at, 1, 10) AND date(c.to_at, '+1 day') AND s.starts_at <= c.to_at AND c.to_at < s.ends_at
     JOIN day AS d ON d.nation = s.nation AND d.date = min(date(s.date, '+' || c.value || ' months'), date(s.date, 'start of month', '+' || (c.value + 1) || ' months', '-1 day'))) AS due
  FROM closing AS c JOIN film AS f ON f.case_id = :case
  WHERE f.to_at <= :as_of
  UNION
  SELECT c.position, c.rule, c.value, c.began, c.film, c.filmed, k.end_at, c.known,
    (SELECT d.ends_at FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(k.end_at, 1, 10) AND date(k.end_at, '+1 day') AND s.starts_at <= k.end_at AND k.end_at < s.ends_at
     JOIN day AS d ON d.nation = s.nation AND d.date = min(date(s.date, '+' || c.value || ' months'), date(s.date, 'start of month', '+' || (c.value + 1) || ' months', '-1 day')))
  FROM clock AS c JOIN held AS k ON (k.film IS NULL OR k.film = c.film)
  WHERE k.to_at < c.due AND k.end_at > c.at
),
-- Until when everybody on the film agreed to more, by the last word of each giver; empty if somebody never did. What is
-- to count from a later day counts at once, so that no finding goes away by itself.
agreed AS (
  SELECT film, min(until_at) AS until_at FROM (
    SELECT p.film, p.person, max(CASE WHEN w.granted THEN coalesce(strftime('%Y-%m-%dT%H:%M:%fZ', w.last_at, '+0.001 seconds'), '~')
      WHEN w.act = 'withdrawn' THEN w.valid_from ELSE '' END) AS until_at
    FROM film_person AS p LEFT JOIN consent_act AS w ON w.case_id = :case AND w.scope = 'retain-beyond-default' AND w.person = p.person
      AND (w.film IS NULL OR w.film = p.film)
      AND w.to_at <= :as_of
      AND NOT EXISTS (SELECT 1 FROM consent_act AS l WHERE l.case_id = :case AND l.scope = w.scope AND l.person = w.person AND l.giver = w.giver AND (l.film IS NULL OR l.film = p.film) AND (l.valid_from, l.position) > (w.valid_from, w.position) AND l.to_at <= :as_of)
    WHERE p.case_id = :case
      AND NOT p.is_staff
    GROUP BY p.film, p.person
  ) GROUP BY film
),
overdue AS (
  SELECT :case AS case_id, c.*, max(c.due, coalesce(a.until_at, '')) AS since
  FROM clock AS c LEFT JOIN agreed AS a ON a.film = c.film
  WHERE NOT EXISTS (SELECT 1 FROM clock AS l WHERE l.position = c.position AND l.film = c.film AND l.at > c.at)
)
SELECT t.position || '/' || t.film AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT t.filmed
    UNION SELECT k.end_position FROM held AS k WHERE k.end_at = t.at AND (k.film IS NULL OR k.film = t.film)
    UNION SELECT d.position FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at <= :as_of ORDER BY 1)) AS evidence,
  t.since, t.since AS due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at <= :as_of AND coalesce(d.from_at, '') < t.since), 'certain', 'possible') AS sure,
  t.rule, t.film || ' destroyed, or held, or agreed to be kept' AS expected,
  iif(EXISTS (SELECT 1 FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at <= :as_of), 'destroyed too late', 'none of these is recorded') AS found,
  t.began AS starts
FROM overdue AS t
WHERE t.case_id = :case
  AND coalesce(t.since, t.at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at < t.since)
  AND NOT EXISTS (SELECT 1 FROM film_case_step AS r WHERE r.case_id = :case AND r.act = 'reopened' AND r.to_at > t.began AND r.to_at < t.since)
  AND NOT EXISTS (SELECT 1 FROM held AS k WHERE (k.film IS NULL OR k.film = t.film) AND k.to_at < t.since AND (k.end_at IS NULL OR k.end_at > :as_of));
