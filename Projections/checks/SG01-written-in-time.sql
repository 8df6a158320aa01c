-- SG01: Was it written in time?
-- severity: high
-- reads: record-quality, settings
-- types: itself
-- why: A record is written at the time or as soon as possible; who writes later says when the care took place and why it
--   was written late. Risk and disclosure cannot wait: others must be able to read them before they next meet the family.
-- Lateness is counted from the latest time at which it can have happened, so a late entry is certainly late. The finding
-- begins when the entry is written, for until then there is none. Risk and disclosure are due by the end of the working
-- day (on a day off, of the next); a reason for the delay makes that moderate and excuses all else. Of an entry of
-- unknown time nobody can tell: low and possible.
WITH grave (type) AS (VALUES ('risk-noted'), ('risk-reviewed'), ('disclosure-recorded'), ('disclosure-added-to'),
  ('staff-allegation-recorded')),
-- Named here, so that no other setting is looked at.
allowed AS MATERIALIZED (SELECT * FROM rule WHERE name IN ('SG01.hours', 'SG01.riskWorkingDays')),
timed AS (
  SELECT q.*, g.type IS NOT NULL AS is_grave, q.precision = 'unknown' AS is_unknown, n.value,
    n.name || '=' || n.value || ' (' || n.version || ')' AS rule,
    CASE WHEN q.precision = 'unknown' THEN NULL WHEN g.type IS NOT NULL THEN d.ends_at
      ELSE strftime('%Y-%m-%dT%H:%M:%fZ', q.to_at, '+' || n.value || ' hours') END AS due
  -- What was written as it happened needs no rule, and few of the others come near to one.
  FROM (SELECT * FROM entry_quality WHERE case_id = :case AND (precision = 'unknown'
    OR late_ms > 0 AND (type IN (SELECT type FROM grave) OR late_ms >= 3600000 * (SELECT min(CAST(value AS INTEGER)) FROM allowed WHERE name = 'SG01.hours')))) AS q
  LEFT JOIN grave AS g ON g.type = q.type
  -- And most of the rest in time: the due time is looked for only where hours alone do not show that.
  CROSS JOIN allowed AS n ON n.name = iif(g.type IS NULL, 'SG01.hours', 'SG01.riskWorkingDays') AND n.from_at <= q.to_at AND coalesce(n.until_at, '~') > q.to_at AND (g.type IS NOT NULL OR q.precision = 'unknown' OR q.late_ms >= n.value * 3600000)
  LEFT JOIN here ON g.type IS NOT NULL
  LEFT JOIN day AS s ON s.nation = here.nation AND s.date BETWEEN substr(q.to_at, 1, 10) AND date(q.to_at, '+1 day') AND s.starts_at <= q.to_at AND q.to_at < s.ends_at
  LEFT JOIN day AS d ON d.nation = s.nation AND d.working = 1 AND d.wd = s.wd + 1 - s.working + n.value
)
SELECT CAST(t.position AS TEXT) AS key, t.case_id,
  CASE WHEN t.is_unknown THEN 'low' WHEN t.is_grave AND NOT t.has_reason THEN 'high' ELSE 'moderate' END AS severity,
  json_array(t.position) AS evidence,
  iif(t.is_unknown OR t.due IS NOT NULL, t.recorded_at, NULL) AS since, t.due,
  iif(t.is_unknown, 'possible', 'certain') AS sure,
  iif(t.is_unknown, NULL, t.rule) AS rule,
  CASE WHEN t.is_unknown THEN 'the time at which it happened'
    WHEN t.is_grave AND t.value = '0' THEN 'a risk or disclosure written on the same working day'
    WHEN t.is_grave THEN 'a risk or disclosure written within ' || t.value || ' working days'
    ELSE 'an entry within ' || t.value || ' hours, or a reason for the delay' END AS expected,
  CASE WHEN t.is_unknown THEN 'nobody can tell whether it was written in time'
    ELSE 'it was written ' || (t.late_ms / 3600000) || ' hours later, ' || iif(t.has_reason, 'with a reason', 'without a reason') END AS found,
  t.to_at AS starts
FROM timed AS t
WHERE t.case_id = :case
  AND t.type IS NOT NULL
  AND t.recorded_at <= :as_of
  AND (t.due IS NULL OR t.recorded_at >= t.due)
  AND (NOT t.has_reason OR t.is_grave AND NOT t.is_unknown);
