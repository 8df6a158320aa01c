-- late_ms without date functions: days from year, month (March first) and day, and the time of day; most entries are
-- written on the day they tell of and need the time of day only. Linked without looking into the data: whatever
-- names a person or has a cause, and utterances, whose review is required. A thing's own new label is no link.
WITH own (type, field) AS (VALUES
  ('action-assigned', 'action'), ('clip-chosen', 'clip'), ('concern-reported', 'concern'), ('cycle-opened', 'cycle'),
  ('disclosure-recorded', 'disclosure'), ('film-taken', 'film'), ('goal-agreed', 'goal'), ('risk-noted', 'risk'),
  ('safeguarding-decision-recorded', 'decision'), ('session-held', 'session'), ('shared-review-held', 'review'),
  ('social-care-referral-made', 'referral'), ('supervision-held', 'supervision'), ('theme-named', 'theme'),
  ('vig-paused', 'pause'),
  -- Whom it is about in general: a sibling, a friend. That names nobody.
  ('generalisation-reported', 'target'))
INSERT INTO entry_quality
SELECT e.case_id, e.position, e.type, e.standing, e."by", e.role, e.occurred_from, e.occurred_to, e.precision, e.recorded_at,
  CASE
    WHEN e.recorded_at = e.occurred_to THEN 0
    ELSE
      CASE
        WHEN substr(e.recorded_at, 1, 10) = substr(e.occurred_to, 1, 10) THEN 0
        ELSE 86400000 * (
          (substr(e.recorded_at, 9, 2)
            + (153 * ((substr(e.recorded_at, 6, 2) + 9) % 12) + 2) / 5
            + 365 * (substr(e.recorded_at, 1, 4) - (substr(e.recorded_at, 6, 2) < '03'))
            + (substr(e.recorded_at, 1, 4) - (substr(e.recorded_at, 6, 2) < '03')) / 4
            - (substr(e.recorded_at, 1, 4) - (substr(e.recorded_at, 6, 2) < '03')) / 100
            + (substr(e.recorded_at, 1, 4) - (substr(e.recorded_at, 6, 2) < '03')) / 400)
          - (substr(e.occurred_to, 9, 2)
            + (153 * ((substr(e.occurred_to, 6, 2) + 9) % 12) + 2) / 5
            + 365 * (substr(e.occurred_to, 1, 4) - (substr(e.occurred_to, 6, 2) < '03'))
            + (substr(e.occurred_to, 1, 4) - (substr(e.occurred_to, 6, 2) < '03')) / 4
            - (substr(e.occurred_to, 1, 4) - (substr(e.occurred_to, 6, 2) < '03')) / 100
            + (substr(e.occurred_to, 1, 4) - (substr(e.occurred_to, 6, 2) < '03')) / 400))
      END
      + 3600000 * (substr(e.recorded_at, 12, 2) - substr(e.occurred_to, 12, 2))
      + 60000 * (substr(e.recorded_at, 15, 2) - substr(e.occurred_to, 15, 2))
      + 1000 * (substr(e.recorded_at, 18, 2) - substr(e.occurred_to, 18, 2))
      + (substr(e.recorded_at, 21, 3) - substr(e.occurred_to, 21, 3))
  END,
  e.late_reason IS NOT NULL,
  iif(e.corrected_by IS NULL, 0, json_array_length(e.corrected_by)),
  CASE
    WHEN e.type IS NULL THEN NULL
    WHEN e.type = 'utterance-recorded' OR e.cause IS NOT NULL OR coalesce(e.subjects, '[]') <> '[]' THEN 1
    -- These are about the case itself.
    WHEN e.type IN ('case-opened', 'case-closed', 'case-reopened', 'retention-hold-placed', 'relationship-opened',
      'relationship-self-claimed', 'relationship-ended') THEN 1
    ELSE EXISTS (SELECT 1 FROM json_each(e.data) AS j WHERE j.key IN (
      'action', 'alert', 'allegation', 'clip', 'concern', 'cycle', 'decision', 'disclosure', 'film', 'goal', 'goals',
      'hold', 'pause', 'questions', 'referral', 'request', 'review', 'risk', 'risks', 'session', 'supervision',
      'target', 'theme')
      AND j.value <> '[]' AND j.key <> coalesce((SELECT own.field FROM own WHERE own.type = e.type), ''))
  END
FROM event AS e WHERE e.kind = 'entry' AND e.case_id IS NOT NULL;

-- A time with the position behind it sorts as both do.
INSERT INTO entry_day
SELECT case_id, day, substr(day, 9, 2) + (153 * ((substr(day, 6, 2) + 9) % 12) + 2) / 5 + 365 * year + year / 4 - year / 100 + year / 400,
  substr(first, 1, 24), CAST(substr(first, 25) AS INTEGER), substr(last, 1, 24), CAST(substr(last, 25) AS INTEGER)
FROM (
  SELECT case_id, day, substr(day, 1, 4) - (substr(day, 6, 2) < '03') AS year, min(at) AS first, max(at) AS last
  FROM (
    SELECT case_id, substr(occurred_to, 1, 10) AS day, occurred_to || printf('%019d', position) AS at FROM event
    WHERE kind = 'entry' AND case_id IS NOT NULL AND type NOT IN ('entry-amended', 'entry-marked-in-error')
  )
  GROUP BY case_id, day
)
WHERE true
ON CONFLICT (case_id, day) DO UPDATE SET
  first_at = min(first_at, excluded.first_at),
  first_position = iif((excluded.first_at, excluded.first_position) < (first_at, first_position), excluded.first_position, first_position),
  last_at = max(last_at, excluded.last_at),
  last_position = iif((excluded.last_at, excluded.last_position) > (last_at, last_position), excluded.last_position, last_position);

INSERT INTO correction
SELECT case_id, position, data->>'$.target', iif(type = 'entry-amended', 'amended', 'in-error'), "by",
  trim(coalesce(data->>'$.reason', '')) <> '', occurred_from, occurred_to, precision, recorded_at
FROM event
WHERE type IN ('entry-amended', 'entry-marked-in-error') AND kind = 'entry' AND case_id IS NOT NULL;

INSERT INTO corrected_entry
SELECT e.case_id, e.position, j.value
FROM event AS e JOIN json_each(e.corrected_by) AS j
WHERE e.corrected_by IS NOT NULL AND e.kind = 'entry' AND e.case_id IS NOT NULL;
