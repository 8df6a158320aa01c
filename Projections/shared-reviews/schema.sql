-- What guider and family looked at together, and what was said. Rows of one case hang on its labels:
-- review-1, clip-3, theme-2.

CREATE TABLE shared_review (
  case_id     TEXT NOT NULL,
  review      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  cycle       TEXT,
  film        TEXT,
  duration_ms INTEGER,
  summary     TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  role        TEXT,
  PRIMARY KEY (case_id, review, position)
) STRICT, WITHOUT ROWID;

-- Who was there: family members by label, staff by pseudonym.
CREATE TABLE review_person (
  case_id  TEXT NOT NULL,
  review   TEXT NOT NULL,
  position INTEGER NOT NULL,
  person   TEXT NOT NULL,
  is_staff INTEGER NOT NULL,
  PRIMARY KEY (case_id, review, position, person, is_staff)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_shown (
  case_id      TEXT NOT NULL,
  review       TEXT NOT NULL,
  position     INTEGER NOT NULL,
  clip         TEXT NOT NULL,
  at_ms        INTEGER,
  parent_first INTEGER,
  times_played INTEGER,
  framing      TEXT,
  from_at      TEXT,
  to_at        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  recorded_at  TEXT NOT NULL,
  PRIMARY KEY (case_id, review, position)
) STRICT, WITHOUT ROWID;

-- Seven events in ten are turns: the row stays small, and its time is when the turn was over.
CREATE TABLE turn (
  case_id       TEXT NOT NULL,
  position      INTEGER NOT NULL,
  review        TEXT NOT NULL,
  speaker       TEXT NOT NULL,
  person        TEXT,
  start_ms      INTEGER,
  end_ms        INTEGER,
  words         TEXT NOT NULL,
  is_paraphrase INTEGER,
  clip          TEXT,
  port          TEXT,
  to_at         TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE playback_pause (
  case_id     TEXT NOT NULL,
  review      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  clip        TEXT,
  at_ms       INTEGER,
  duration_ms INTEGER,
  after       TEXT,
  broken_by   TEXT,
  question    TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, review, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE client_response (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  person      TEXT NOT NULL,
  response    TEXT NOT NULL,
  review      TEXT,
  clip        TEXT,
  at_ms       INTEGER,
  port        TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE guider_decision (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  decided     TEXT NOT NULL,
  rationale   TEXT,
  options     INTEGER NOT NULL,
  review      TEXT,
  at_ms       INTEGER,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attunement (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  level       TEXT NOT NULL,
  film        TEXT,
  review      TEXT,
  cycle       TEXT,
  start_ms    INTEGER,
  end_ms      INTEGER,
  port        TEXT,
  description TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attunement_code (
  case_id  TEXT NOT NULL,
  code     TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, code, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE theme (
  case_id     TEXT NOT NULL,
  theme       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  review      TEXT,
  speaker     TEXT,
  response    TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, theme, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE theme_use (
  case_id     TEXT NOT NULL,
  theme       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  speaker     TEXT,
  review      TEXT,
  cycle       TEXT,
  words       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, theme, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE insight (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  person      TEXT NOT NULL,
  insight     TEXT NOT NULL,
  review      TEXT,
  cycle       TEXT,
  port        TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- What was seen of a child apart from film: only which part of the system it tells of.
CREATE TABLE child_port_note (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  port        TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Milliseconds are of timed turns only. Where two speak at once the time counts for both.
CREATE VIEW talk AS
SELECT case_id, review,
  sum(iif(speaker = 'parent', end_ms - start_ms, 0)) AS parent_ms,
  sum(iif(speaker = 'guider', end_ms - start_ms, 0)) AS guider_ms,
  sum(iif(speaker = 'infant', end_ms - start_ms, 0)) AS infant_ms,
  sum(iif(speaker = 'other', end_ms - start_ms, 0)) AS other_ms,
  sum(speaker = 'parent') AS parent_turns,
  sum(speaker = 'guider') AS guider_turns,
  sum(speaker = 'infant') AS infant_turns,
  sum(speaker = 'other') AS other_turns,
  count(end_ms) AS timed_turns,
  count(*) AS turns
FROM turn GROUP BY case_id, review;

-- Turns with the end of whatever was said before them. A short 'mm' inside a long sentence ends before
-- the sentence does, so the last to speak is whoever ended last, not whoever began last: end and speaker
-- go into one number, and the greatest of them is taken.
CREATE VIEW timed_turn AS
SELECT case_id, review, position, speaker, start_ms, end_ms, to_at, ended / 4 AS before_ms,
  CASE ended % 4 WHEN 0 THEN 'other' WHEN 1 THEN 'infant' WHEN 2 THEN 'parent' WHEN 3 THEN 'guider' END
    AS before_speaker
FROM (
  SELECT case_id, review, position, speaker, start_ms, end_ms, to_at,
    max(end_ms * 4 + CASE speaker WHEN 'guider' THEN 3 WHEN 'parent' THEN 2 WHEN 'infant' THEN 1 ELSE 0 END)
      OVER (
        PARTITION BY case_id, review ORDER BY start_ms, position
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ) AS ended
  FROM turn WHERE end_ms IS NOT NULL
);

-- Every stretch in which nobody spoke, named by the turn that ended it.
CREATE VIEW silence AS
SELECT case_id, review, position, before_speaker AS after, speaker AS broken_by, before_ms AS start_ms,
  start_ms - before_ms AS duration_ms, to_at
FROM timed_turn WHERE start_ms > before_ms;

-- Whether the parent said first what is to be seen. What was recorded with the clip counts; without it,
-- the first turn about the clip in that review, unless that was the infant's or somebody else's.
CREATE VIEW parent_first AS
SELECT case_id, review, position, clip, to_at, coalesce(stated, heard = 'parent') AS is_parent,
  CASE WHEN stated IS NOT NULL THEN 'stated' WHEN heard IS NOT NULL THEN 'heard' END AS basis
FROM (
  SELECT c.case_id, c.review, c.position, c.clip, c.to_at, c.parent_first AS stated,
    CASE WHEN c.parent_first IS NULL THEN (
      SELECT t.speaker FROM turn AS t
      WHERE t.case_id = c.case_id AND t.review = c.review AND t.clip = c.clip
        AND t.speaker IN ('parent', 'guider') AND coalesce(t.start_ms, c.at_ms, 0) >= coalesce(c.at_ms, 0)
      ORDER BY t.start_ms, t.position LIMIT 1
    ) END AS heard
  FROM clip_shown AS c
);

-- Everything that can tell of a part of the system, with its port if it names one.
CREATE VIEW port_note AS
SELECT case_id, position, 'turn' AS kind, port, review, NULL AS film, NULL AS cycle, to_at FROM turn
UNION ALL
SELECT case_id, position, 'response', port, review, NULL, NULL, to_at FROM client_response
UNION ALL
SELECT case_id, position, 'attunement', port, review, film, cycle, to_at FROM attunement
UNION ALL
SELECT case_id, position, 'insight', port, review, NULL, cycle, to_at FROM insight
UNION ALL
SELECT case_id, position, 'child', port, NULL, NULL, NULL, to_at FROM child_port_note;
