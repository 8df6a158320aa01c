-- chronology: What significant things happened in a case, what was done about each, and what came of it?
-- reads: chronology, settings
-- Rows are in order of when the thing told of happened; where an entry tells of an earlier time, that is as_told, and
-- event_from its first day, if it is a date. Ages are in whole months under three years, whole years after,
-- at the start of the time known; nothing is said of a child whose birth is not recorded. Positions are of the
-- entry and of every entry that the columns action and outcome are drawn from. Codes stay codes, so that files of
-- several agencies can be merged.
WITH shown AS (
  SELECT * FROM chronology_entry
  WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
    AND to_at <= :as_of
    AND is_row = 1
    AND (:from IS NULL OR to_at >= :from)
    AND (:to IS NULL OR coalesce(from_at, to_at) < :to)
),
-- The day as London has it; outside the calendar the day as written. A month counts from its first day.
dated AS (
  SELECT s.*, CASE
      WHEN s.happened GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN substr(s.happened, 1, 10)
      WHEN s.happened GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' THEN substr(s.happened, 1, 7) || '-01'
      WHEN s.happened IS NULL THEN coalesce(d.date, substr(s.from_at, 1, 10))
    END AS on_day
  FROM shown AS s
  LEFT JOIN here AS h
  LEFT JOIN day AS d ON d.nation = h.nation AND d.date BETWEEN substr(s.from_at, 1, 10) AND date(s.from_at, '+1 day') AND d.starts_at <= s.from_at AND s.from_at < d.ends_at
),
answer AS (
  SELECT s.case_id, s.position AS row_of, f.position, f.headline, f.confidentiality AS class, l.part, coalesce(f.from_at, f.to_at) AS at
  FROM shown AS s
  JOIN chronology_link AS l ON l.case_id = s.case_id AND l.thing = s.thing AND s.type <> 'risk-reviewed'
  JOIN chronology_entry AS f ON f.case_id = l.case_id AND f.position = l.position AND f.to_at <= :as_of
),
told AS (
  SELECT DISTINCT case_id, row_of, part,
    group_concat(headline, '; ') OVER (PARTITION BY case_id, row_of, part ORDER BY at, position
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS words
  FROM answer
),
evidence AS (
  SELECT DISTINCT case_id, row_of, json_group_array(position) OVER (PARTITION BY case_id, row_of ORDER BY position
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS positions
  FROM (SELECT case_id, row_of, position FROM answer UNION SELECT case_id, position, position FROM shown)
),
-- A row is as confidential as the most confidential entry in it.
class AS (
  SELECT case_id, row_of, max(instr('practice  clinical  restricted', class)) AS rank
  FROM (
    SELECT case_id, row_of, class FROM answer
    UNION ALL SELECT case_id, position, confidentiality FROM shown)
  GROUP BY case_id, row_of
),
months AS (
  SELECT d.case_id, d.position, c.child,
    (substr(d.on_day, 1, 4) - substr(c.born, 1, 4)) * 12 + substr(d.on_day, 6, 2) - substr(c.born, 6, 2)
      - (substr(d.on_day, 9, 2) < substr(c.born, 9, 2)) AS old,
    d.on_day < c.born AS unborn
  FROM dated AS d
  JOIN chronology_child AS c ON c.case_id = d.case_id AND c.born IS NOT NULL AND c.to_at <= :as_of
  WHERE d.on_day IS NOT NULL
),
age AS (
  SELECT DISTINCT case_id, position, group_concat(child || ' ' || CASE
      WHEN unborn THEN 'not born'
      WHEN old = 1 THEN '1 month'
      WHEN old < 36 THEN old || ' months'
      ELSE old / 12 || ' years' END, '; ') OVER (PARTITION BY case_id, position ORDER BY child
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS words
  FROM months
),
named AS (
  SELECT DISTINCT p.case_id, p.position, group_concat(p.person, '; ') OVER (PARTITION BY p.case_id, p.position ORDER BY p.person
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS words
  FROM shown AS s
  CROSS JOIN chronology_person AS p ON p.case_id = s.case_id AND p.position = s.position
),
judged AS (
  SELECT case_id, position, before FROM chronology_level WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~')
)
SELECT d.case_id, iif(d.happened IS NULL, d.from_at, d.on_day) AS event_from, iif(d.happened IS NULL, d.to_at, NULL) AS event_to,
  iif(d.happened IS NULL, d.precision, 'as told') AS precision, d.happened AS as_told, d.recorded_at, age.words AS child_age,
  coalesce(d.agency, 'this service') AS agency, d.source, d.headline,
  coalesce(d.valence, CASE WHEN v.before IS NULL THEN iif(d.level > 1, '-', 'neutral') WHEN d.level > v.before THEN '-'
    WHEN d.level < v.before THEN '+' ELSE 'neutral' END) AS valence,
  named.words AS people, d.impact, nullif(ltrim(coalesce(d.action, '') || coalesce('; ' || done.words, ''), '; '), '') AS action, d.actor,
  nullif(ltrim(coalesce(d.outcome, '') || coalesce('; ' || came.words, ''), '; '), '') AS outcome, d.analysis,
  CASE c.rank WHEN 1 THEN 'practice' WHEN 11 THEN 'clinical' ELSE 'restricted' END AS confidentiality,
  e.positions
FROM dated AS d
JOIN evidence AS e ON e.case_id = d.case_id AND e.row_of = d.position
JOIN class AS c ON c.case_id = d.case_id AND c.row_of = d.position
LEFT JOIN age ON age.case_id = d.case_id AND age.position = d.position
LEFT JOIN named ON named.case_id = d.case_id AND named.position = d.position
LEFT JOIN told AS done ON done.case_id = d.case_id AND done.row_of = d.position AND done.part = 'action'
LEFT JOIN told AS came ON came.case_id = d.case_id AND came.row_of = d.position AND came.part = 'outcome'
LEFT JOIN judged AS v ON v.case_id = d.case_id AND v.position = d.position AND d.type = 'risk-reviewed'
ORDER BY coalesce(d.on_day, substr(d.to_at, 1, 10)), coalesce(d.from_at, d.to_at), d.position;
