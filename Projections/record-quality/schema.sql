-- How each entry of a case was written. Every entry has a row, two thirds of them somebody's sentence in a review,
-- so a row is small and holds no words.

CREATE TABLE entry_quality (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  type        TEXT,
  standing    TEXT NOT NULL,
  writer      TEXT NOT NULL,
  role        TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  late_ms     INTEGER NOT NULL,
  has_reason  INTEGER NOT NULL,
  corrections INTEGER NOT NULL,
  is_linked   INTEGER,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- The days of a case on which something happened that counts. Reviews fill a day with hundreds of entries, and what
-- asks for silence needs the days only, with numbers to subtract. Corrections are no work with the family.
CREATE TABLE entry_day (
  case_id        TEXT NOT NULL,
  day            TEXT NOT NULL,
  number         INTEGER NOT NULL,
  first_at       TEXT NOT NULL,
  first_position INTEGER NOT NULL,
  last_at        TEXT NOT NULL,
  last_position  INTEGER NOT NULL,
  PRIMARY KEY (case_id, day)
) STRICT, WITHOUT ROWID;

-- What corrections say they correct. One that is itself in error is not here.
CREATE TABLE correction (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  target      TEXT NOT NULL,
  kind        TEXT NOT NULL,
  writer      TEXT NOT NULL,
  has_reason  INTEGER NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- What was found to be corrected by them.
CREATE TABLE corrected_entry (
  case_id    TEXT NOT NULL,
  position   INTEGER NOT NULL,
  correction INTEGER NOT NULL,
  PRIMARY KEY (case_id, position, correction)
) STRICT, WITHOUT ROWID;

CREATE VIEW late_entry AS
SELECT case_id, position, type, writer, role, late_ms, has_reason FROM entry_quality
WHERE late_ms > 0 AND type IS NOT NULL;

CREATE VIEW case_span AS
SELECT case_id, count(*) AS entries, min(position) AS first_position, max(position) AS last_position,
  max(to_at) AS last_at, max(recorded_at) AS last_recorded_at
FROM entry_quality WHERE type IS NOT NULL GROUP BY case_id;
