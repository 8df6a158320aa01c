-- SG25: Has the case drifted?
-- severity: moderate
-- reads: record-quality, caseload, settings
-- types: *
-- clock: SG25.days; vig-paused, vig-resumed, case-closed, case-reopened
-- why: Cases are lost not by a decision but because nobody decides. A case with no entry for weeks, or a pause that nobody
--   looks at again, is left to chance while the child grows.
-- Three findings. .../silent: nothing happened, by the record, for longer than the rule, while the case was open and not
-- paused. It begins when the time is over and stays when the work goes on later, with the entry after it as evidence; an
-- entry that is written down late and lies in the gap clears it. Corrections are no work with the family.
-- .../no-day: a pause that names no day to look at it again. .../pause: that day is over and the pause was neither ended
-- nor renewed by then, nor the case closed.
WITH entry AS NOT MATERIALIZED (
  SELECT q.case_id, q.position, q.from_at, q.to_at, q.precision
  FROM entry_quality AS q
  WHERE q.case_id = :case
    AND q.type IS NOT NULL
    AND q.to_at <= :as_of
),
-- Most entries have another on the same day, so only a day's last and the next day's first can be far apart. The day of
-- :as_of itself can be the next of a gap, and begins none yet.
active AS (
  SELECT d.*, lead(d.first_at) OVER w AS next_at, lead(d.first_position) OVER w AS next_position, lead(d.number) OVER w AS next_number
  FROM entry_day AS d
  WHERE d.case_id = :case
    AND d.first_at <= :as_of
  WINDOW w AS (ORDER BY d.day)
),
-- So many days apart, or one less: the hours tell.
apart AS (
  SELECT a.last_at, a.last_position, a.next_at, a.next_position, n.value, n.name || '=' || n.value || ' (' || n.version || ')' AS rule,
    strftime('%Y-%m-%dT%H:%M:%fZ', a.last_at, '+' || n.value || ' days') AS due
  FROM active AS a
  JOIN rule AS n ON n.name = 'SG25.days' AND n.from_at <= a.last_at AND coalesce(n.until_at, '~') > a.last_at
  WHERE a.next_number IS NULL OR a.next_number - a.number >= n.value - 1
),
gap AS MATERIALIZED (
  SELECT e.*, a.next_at, a.next_position, a.value, a.rule, a.due
  FROM apart AS a
  JOIN entry AS e ON e.position = a.last_position
  WHERE a.due <= :as_of
    AND (a.next_at IS NULL OR a.next_at >= a.due)
),
silent AS (
  SELECT g.* FROM gap AS g
  WHERE g.case_id = :case
    AND NOT EXISTS (SELECT 1 FROM pause_span AS p WHERE p.case_id = g.case_id AND p.to_at <= g.to_at AND coalesce(p.resumed_at, '~') > g.to_at)
    AND coalesce((SELECT s.step FROM case_step AS s WHERE s.case_id = g.case_id AND s.step IN ('closed', 'reopened') AND s.to_at <= g.to_at
      ORDER BY s.to_at DESC, s.position DESC LIMIT 1), '') <> 'closed'
),
paused AS (
  SELECT p.*, max(d.ends_at, p.to_at) AS due, d.starts_at FROM pause_span AS p
  LEFT JOIN here ON 1
  LEFT JOIN day AS d ON d.nation = here.nation AND d.date = p.review_on
  WHERE p.case_id = :case
),
-- What ends a pause or sets it anew.
looked AS (
  SELECT t.position AS paused, e.position, e.from_at, e.to_at FROM paused AS t
  JOIN (SELECT case_id, position, from_at, to_at, NULL AS ended FROM pause_step WHERE case_id = :case AND step = 'paused'
    UNION ALL SELECT case_id, position, from_at, to_at, NULL FROM case_step WHERE case_id = :case AND step = 'closed'
    UNION ALL SELECT case_id, resumed_position, resumed_from, resumed_at, position FROM pause_span
      WHERE case_id = :case AND resumed_position IS NOT NULL) AS e
    ON e.case_id = t.case_id AND (e.ended = t.position OR e.ended IS NULL AND (e.to_at, e.position) > (t.to_at, t.position))
  WHERE coalesce(e.from_at, '') <= :as_of
)
SELECT t.position || '/silent' AS key, t.case_id, 'moderate' AS severity,
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT t.next_position ORDER BY 1) WHERE position IS NOT NULL) AS evidence,
  t.due AS since, t.due,
  iif(t.from_at IS NULL OR t.precision = 'month' OR EXISTS (SELECT 1 FROM entry AS e WHERE coalesce(e.from_at, '') < t.due AND e.to_at >= t.due),
    'possible', 'certain') AS sure,
  t.rule, 'an entry within ' || t.value || ' days, or a pause' AS expected,
  iif(t.next_at IS NULL, 'none is recorded', 'the next came later') AS found, t.to_at AS starts
FROM silent AS t
WHERE t.case_id = :case
UNION ALL
SELECT t.position || '/no-day', t.case_id, 'moderate', json_array(t.position), t.to_at, NULL, 'certain', NULL,
  'a day on which to look at ' || coalesce(t.pause, 'the pause') || ' again', 'none is set', t.to_at
FROM paused AS t
WHERE t.case_id = :case
  AND t.review_on IS NULL
  AND t.to_at <= :as_of
UNION ALL
SELECT t.position || '/pause', t.case_id, 'moderate',
  (SELECT json_group_array(position) FROM (SELECT t.position UNION SELECT (SELECT l.position FROM looked AS l WHERE l.paused = t.position
    ORDER BY l.to_at, l.position LIMIT 1) ORDER BY 1) WHERE position IS NOT NULL),
  t.due, t.due, iif(t.starts_at IS NOT NULL AND EXISTS (SELECT 1 FROM looked AS l WHERE l.paused = t.position AND coalesce(l.from_at, '') < t.due),
    'possible', 'certain'), NULL,
  coalesce(t.pause, 'the pause') || ' ended or renewed by ' || t.review_on,
  iif(EXISTS (SELECT 1 FROM looked AS l WHERE l.paused = t.position), 'that came later', 'nothing is recorded'),
  iif(t.starts_at IS NULL, t.review_on || 'T00:00:00.000Z', t.to_at)
FROM (SELECT * FROM paused WHERE review_on IS NOT NULL) AS t
WHERE t.case_id = :case
  AND coalesce(t.due, t.to_at) <= :as_of
  AND NOT EXISTS (SELECT 1 FROM looked AS l WHERE l.paused = t.position AND l.to_at < t.due);
