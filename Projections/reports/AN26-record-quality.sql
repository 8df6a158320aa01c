-- AN26: Record quality
-- reads: record-quality, settings
-- per: role and month
-- shared: yes
-- method: Of the entries written in a role and London month: the part written more than SG01.hours of its day after the event (of those whose time is known and that stand), amended later, marked in error later, and linked to nobody and nothing (of those that stand). Corrections are not entries here, except one that is itself in error, of which only that is known; entries whose role was erased are under 'not known'.
-- example:
--   {"at":"2026-03-02T09:00:00Z","by":"s-guider","role":"guider","type":"case-opened","data":{"reference":"C-1"}}
--   {"at":"2026-03-05T09:00:00Z","occurred":"2026-03-04T08:59:00Z","by":"s-guider","role":"guider","type":"progress-note","data":{"text":"Phoned"}}
--   {"at":"2026-03-05T10:00:00Z","by":"s-guider","role":"guider","type":"progress-note","data":{"text":"Phoned again"}}
--   {"at":"2026-03-05T11:00:00Z","by":"s-guider","role":"guider","type":"progress-note","data":{"text":"Wrong family"}}
--   {"at":"2026-03-31T23:30:00Z","occurred":"unknown","by":"s-guider","role":"guider","type":"progress-note","data":{"text":"Undated"}}
--   {"at":"2026-04-02T10:00:00Z","by":"s-guider","role":"guider","amend":3,"data":{"text":"Phoned twice"}}
--   {"at":"2026-04-02T11:00:00Z","by":"s-guider","role":"guider","void":4}
-- gives: [
--   {"role":"guider","month":"2026-03","figure":"amended","value":0.25,"numerator":1,"denominator":4},
--   {"role":"guider","month":"2026-03","figure":"in error","value":0.25,"numerator":1,"denominator":4},
--   {"role":"guider","month":"2026-03","figure":"late","numerator":1,"denominator":3,"covered":3,"coverable":3},
--   {"role":"guider","month":"2026-03","figure":"unlinked","numerator":2,"denominator":3},
--   {"role":"guider","month":"2026-04","figure":"amended","value":0.0,"numerator":0,"denominator":1},
--   {"role":"guider","month":"2026-04","figure":"in error","value":0.0,"numerator":0,"denominator":1},
--   {"role":"guider","month":"2026-04","figure":"late","value":null,"numerator":0,"denominator":0,"reason":"no entry of known time"},
--   {"role":"guider","month":"2026-04","figure":"unlinked","value":1.0,"numerator":1,"denominator":1}]
-- The limit in force when something happened: a changed setting does not rewrite old months.
WITH limits AS (
  SELECT from_at, coalesce(until_at, '~') AS until_at, 3600000 * CAST(value AS INTEGER) AS ms FROM rule WHERE name = 'SG01.hours'
),
-- The London month is looked up once for each day on which somebody wrote, by UTC hour: clocks change on the hour.
hours AS (
  SELECT h, (SELECT substr(d.date, 1, 7) FROM day AS d
      WHERE d.nation = (SELECT nation FROM here) AND d.ends_at > h || ':00:00.000Z' ORDER BY d.ends_at LIMIT 1) AS month
  FROM (SELECT DISTINCT substr(recorded_at, 1, 13) AS h FROM entry_quality
    WHERE case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~'))
),
counts AS (
  SELECT coalesce(q.role, 'not known') AS role, h.month, count(*) AS n,
    sum(q.standing IN ('current', 'amended')) AS stands,
    sum(q.standing IN ('current', 'amended') AND q.precision <> 'unknown') AS timed,
    sum(q.standing IN ('current', 'amended') AND q.precision <> 'unknown' AND q.late_ms > l.ms) AS late,
    sum(q.standing = 'amended') AS amended, sum(q.standing = 'in-error') AS in_error,
    count(q.is_linked) AS linkable, coalesce(sum(q.is_linked = 0), 0) AS unlinked
  FROM entry_quality AS q JOIN hours AS h ON h.h = substr(q.recorded_at, 1, 13)
  LEFT JOIN limits AS l ON l.from_at <= q.to_at AND q.to_at < l.until_at
  WHERE q.case_id BETWEEN coalesce(:case, '') AND coalesce(:case, '~') AND q.to_at <= :as_of
    AND coalesce(q.type, '') NOT IN ('entry-amended', 'entry-marked-in-error')
    AND (:from IS NULL OR q.to_at >= :from) AND (:to IS NULL OR q.to_at < :to)
  GROUP BY coalesce(q.role, 'not known'), h.month
),
figures AS (
  SELECT role, month, 'late' AS figure, late AS a, timed AS b, timed AS covered, stands AS coverable, 'no entry of known time' AS none FROM counts
  UNION ALL SELECT role, month, 'amended', amended, n, n, n, NULL FROM counts
  UNION ALL SELECT role, month, 'in error', in_error, n, n, n, NULL FROM counts
  UNION ALL SELECT role, month, 'unlinked', unlinked, linkable, linkable, stands, 'no entry stands' FROM counts
)
SELECT role, month, figure, 1.0 * a / nullif(b, 0) AS value, 'share' AS unit, a AS numerator, b AS denominator,
  covered, coverable, iif(b = 0, none, NULL) AS reason, NULL AS evidence
FROM figures
ORDER BY role, month, figure;
