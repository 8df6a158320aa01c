-- SG02: Was every filmed person covered?
-- severity: high
-- reads: consent-register
-- types: film-taken, consent-given, consent-varied, consent-withdrawn, consent-refused, parental-responsibility-recorded
-- adding: film-taken
-- begins with: film-taken
-- why: Codes of conduct ask for consent before filming, from the person or, for a child, from somebody with
--   parental responsibility. Where two who may decide differ, the service has to know that they do.
WITH face AS (
  SELECT f.case_id, f.position, f.film, f.person, f.from_at, f.to_at,
    iif(f.kind = 'interaction', 'film-interaction', 'film-shared-review') AS scope
  FROM consent_film AS f WHERE f.case_id = :case
),
-- Every word on it so far, and whether its giver may decide.
decides AS MATERIALIZED (SELECT * FROM responsibility_validity WHERE case_id = :case),
word AS (
  SELECT f.position AS filmed, f.person, a.giver, a.act, a.granted, a.valid_from, a.may_from, a.last_at, a.position,
    f.from_at, f.to_at, a.valid_from <= f.to_at AS counts,
    a.granted AND a.valid_from <= f.to_at AND coalesce(f.to_at <= a.last_at, 1) AS allows,
    a.giver = a.person OR EXISTS (
      SELECT 1 FROM decides AS r WHERE r.child = a.person AND r.holder = a.giver
        AND r.holds
        AND r.from_at <= f.to_at
        AND (r.until_at IS NULL OR f.to_at < r.until_at)
        AND (r.last_at IS NULL OR f.to_at <= r.last_at)
        AND r.to_at <= :as_of
    ) AS is_proper
  FROM face AS f JOIN consent_act AS a ON a.case_id = :case AND a.scope = f.scope AND a.person = f.person
  WHERE a.to_at <= :as_of
    AND (a.film IS NULL OR a.film = f.film)
),
-- The last word of each giver by then, and what may have been one if times were known better.
last_word AS MATERIALIZED (
  SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY filmed, person, giver ORDER BY valid_from DESC, position DESC) AS back FROM word WHERE counts)
  WHERE back = 1
),
answered AS MATERIALIZED (
  SELECT filmed, person, min(iif(is_proper AND allows, giver, NULL)) AS yes, min(iif(is_proper AND NOT allows, giver, NULL)) AS no,
    min(iif(NOT is_proper AND allows, giver, NULL)) AS stranger
  FROM last_word GROUP BY filmed, person
),
may_allow AS (
  SELECT * FROM word AS w WHERE w.granted AND w.is_proper
    AND coalesce(w.may_from, '') <= w.to_at
    AND (w.last_at IS NULL OR coalesce(w.from_at, '') <= w.last_at)
    AND NOT EXISTS (SELECT 1 FROM word AS l WHERE l.filmed = w.filmed AND l.person = w.person AND l.giver = w.giver AND l.valid_from <= coalesce(w.from_at, '') AND (l.valid_from, l.position) > (w.valid_from, w.position))
),
told AS (
  SELECT f.*, a.yes, a.no, a.stranger,
    (SELECT iif(w.granted, 'run out', w.act) FROM last_word AS w WHERE w.filmed = f.position AND w.person = f.person AND w.giver = a.no) AS how
  FROM face AS f LEFT JOIN answered AS a ON a.filmed = f.position AND a.person = f.person
)
SELECT t.position || '/' || t.person AS key, t.case_id, iif(t.yes IS NULL, 'high', 'moderate') AS severity,
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT w.position FROM word AS w WHERE w.filmed = t.position AND w.person = t.person ORDER BY 1)) AS evidence,
  t.to_at AS since, NULL AS due,
  CASE
    WHEN t.yes IS NULL AND EXISTS (SELECT 1 FROM may_allow AS w WHERE w.filmed = t.position AND w.person = t.person) THEN 'possible'
    WHEN t.yes IS NOT NULL AND NOT EXISTS (SELECT 1 FROM last_word AS w WHERE w.filmed = t.position AND w.person = t.person AND w.is_proper AND NOT w.allows AND w.valid_from <= coalesce(t.from_at, '')) THEN 'possible'
    ELSE 'certain' END AS sure,
  NULL AS rule,
  iif(t.yes IS NULL, 'consent to ' || t.film || ' for ' || t.person || ' from somebody who may decide', 'one answer on ' || t.film || ' for ' || t.person) AS expected,
  CASE
    WHEN t.yes IS NOT NULL THEN 'given by ' || t.yes || ', ' || t.how || ' by ' || t.no
    WHEN t.how = 'run out' THEN 'consent had run out'
    WHEN t.no IS NOT NULL THEN t.how || ' by ' || t.no
    WHEN t.stranger IS NOT NULL THEN 'given by ' || t.stranger || ', whose parental responsibility is not recorded'
    ELSE 'none had been given' END AS found,
  t.to_at AS starts
FROM told AS t
WHERE t.case_id = :case
  AND t.to_at <= :as_of
  AND (t.yes IS NULL OR t.no IS NOT NULL);
