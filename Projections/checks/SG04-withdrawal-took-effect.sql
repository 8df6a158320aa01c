-- SG04: Did withdrawal take effect?
-- severity: high
-- reads: film-register, consent-register, settings
-- types: film-taken, film-shown, film-copied, supervision-held, clip-chosen, clip-shown, film-destroyed, consent-given, consent-varied, consent-withdrawn, retention-hold-placed, retention-hold-released, subject-access-requested, subject-access-answered
-- begins with: consent-withdrawn, consent-varied
-- why: Consent may be withdrawn at any time: use in that scope stops at once. Where being filmed itself is withdrawn, all
--   use stops and the film is destroyed as soon as possible, unless something forbids that.
WITH RECURSIVE held AS (
  SELECT * FROM film_kept AS k WHERE k.case_id = :case
    -- Open safeguarding is a reason for a hold, not one by itself.
    AND k.ground IN ('hold', 'request')
),
taken_back AS (
  SELECT a.position, a.scope, a.person, a.giver, a.valid_from AS at, a.may_from, a.to_at, f.film, f.to_at AS filmed_at, f.position AS filmed,
    a.scope = iif(f.kind = 'interaction', 'film-interaction', 'film-shared-review') AS wholly
  FROM consent_act AS a JOIN consent_film AS f ON f.case_id = :case AND f.person = a.person
  WHERE a.case_id = :case AND a.act = 'withdrawn'
    AND a.to_at <= :as_of
    AND (a.film IS NULL OR a.film = f.film)
    AND coalesce(f.from_at, '') <= a.valid_from
    AND f.to_at <= :as_of
),
-- The days to destroy it begin anew whenever what forbade that in time has ended.
clock AS (
  SELECT w.position, w.film, w.person, w.scope, w.giver, w.filmed, w.at AS began, w.at, n.value, 'SG04.workingDays=' || n.value || ' (' || n.version || ')' AS rule,
    (SELECT d.ends_at FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(w.at, 1, 10) AND date(w.at, '+1 day') AND s.starts_at <= w.at AND w.at < s.ends_at
     JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + n.value) AS due,
    (SELECT w.may_from >= s.starts_at FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(w.at, 1, 10) AND date(w.at, '+1 day') AND s.starts_at <= w.at AND w.at < s.ends_at)
      AND w.filmed_at <= w.at AS known
  FROM taken_back AS w
  JOIN rule AS n ON n.name = 'SG04.workingDays' AND n.from_at <= w.to_at AND (n.until_at IS NULL OR w.to_at < n.until_at)
  WHERE w.wholly
  UNION
  SELECT c.position, c.film, c.person, c.scope, c.giver, c.filmed, c.began, k.end_at, c.value, c.rule,
    (SELECT d.ends_at FROM here JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(k.end_at, 1, 10) AND date(k.end_at, '+1 day') AND s.starts_at <= k.end_at AND k.end_at < s.ends_at
     JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + c.value),
    c.known
  FROM clock AS c JOIN held AS k ON (k.film IS NULL OR k.film = c.film)
  WHERE k.to_at < c.due AND k.end_at > c.at
),
kept AS (
  SELECT :case AS case_id, * FROM clock AS c
  WHERE NOT EXISTS (SELECT 1 FROM clock AS l WHERE l.position = c.position AND l.film = c.film AND l.person = c.person AND l.at > c.at)
    AND NOT EXISTS (SELECT 1 FROM consent_act AS g WHERE g.case_id = :case AND g.scope = c.scope AND g.person = c.person AND g.giver = c.giver AND g.granted AND (g.film IS NULL OR g.film = c.film) AND (g.valid_from, g.position) > (c.began, c.position) AND g.valid_from < c.due AND g.to_at <= :as_of)
)
SELECT DISTINCT t.position || '/' || t.film AS key, t.case_id, 'high' AS severity,
  (SELECT json_group_array(position) FROM (
    SELECT t.position UNION SELECT t.filmed
    UNION SELECT k.end_position FROM held AS k WHERE k.end_at = t.at AND (k.film IS NULL OR k.film = t.film)
    UNION SELECT d.position FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at <= :as_of ORDER BY 1)) AS evidence,
  t.due AS since, t.due,
  iif(t.known AND NOT EXISTS (SELECT 1 FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at <= :as_of AND coalesce(d.from_at, '') < t.due), 'certain', 'possible') AS sure,
  t.rule, t.film || ' destroyed or held' AS expected,
  iif(EXISTS (SELECT 1 FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at <= :as_of), 'destroyed too late', 'neither is recorded') AS found,
  t.began AS starts
FROM kept AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM film_step AS d WHERE d.case_id = :case AND d.film = t.film AND d.act = 'destroyed' AND d.to_at < t.due)
  AND NOT EXISTS (SELECT 1 FROM held AS k WHERE (k.film IS NULL OR k.film = t.film) AND k.to_at < t.due AND (k.end_at IS NULL OR k.end_at > :as_of))
UNION ALL
SELECT DISTINCT w.position || '/' || w.film || '/' || u.position, u.case_id, 'high', json_array(w.position, u.position), u.to_at, NULL,
  iif(w.at <= coalesce(u.from_at, ''), 'certain', 'possible'), NULL, 'no such use of ' || w.film || ' after the withdrawal',
  CASE u.act WHEN 'shown' THEN 'shown again' WHEN 'copied' THEN 'copied' WHEN 'supervised' THEN 'looked at in supervision'
    WHEN 'clip-chosen' THEN 'a clip was chosen from it' ELSE 'a clip of it was shown' END, w.at
FROM taken_back AS w JOIN film_seen AS u ON u.case_id = :case AND u.film = w.film
WHERE u.case_id = :case
  AND (w.wholly OR u.scope = w.scope)
  AND w.at < u.to_at
  AND u.to_at <= :as_of
  AND NOT EXISTS (SELECT 1 FROM consent_act AS g WHERE g.case_id = :case AND g.scope = w.scope AND g.person = w.person AND g.giver = w.giver AND g.granted AND (g.film IS NULL OR g.film = w.film) AND (g.valid_from, g.position) > (w.at, w.position) AND g.valid_from <= u.to_at AND g.to_at <= :as_of);
