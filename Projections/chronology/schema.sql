-- A chronology is a selection: what bears on the child's safety and welfare, good and bad, without case notes.
-- Facts only; the child's age, a risk's course and what was done about a thing are put together by the query.

CREATE TABLE chronology_entry (
  case_id         TEXT NOT NULL,
  position        INTEGER NOT NULL,
  type            TEXT NOT NULL,
  happened        TEXT,
  from_at         TEXT,
  to_at           TEXT NOT NULL,
  precision       TEXT NOT NULL,
  recorded_at     TEXT NOT NULL,
  by              TEXT NOT NULL,
  role            TEXT,
  confidentiality TEXT NOT NULL,
  is_row          INTEGER NOT NULL,
  thing           TEXT,
  level           INTEGER,
  agency          TEXT,
  source          TEXT,
  headline        TEXT NOT NULL,
  valence         TEXT,
  impact          TEXT,
  action          TEXT,
  actor           TEXT NOT NULL,
  outcome         TEXT,
  analysis        TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- What an entry answers or ends: the risk of an action, the referral of an outcome.
CREATE TABLE chronology_link (
  case_id  TEXT NOT NULL,
  thing    TEXT NOT NULL,
  position INTEGER NOT NULL,
  part     TEXT NOT NULL,
  PRIMARY KEY (case_id, thing, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE chronology_person (
  case_id  TEXT NOT NULL,
  position INTEGER NOT NULL,
  person   TEXT NOT NULL,
  PRIMARY KEY (case_id, position, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE chronology_child (
  case_id  TEXT NOT NULL,
  position INTEGER NOT NULL,
  child    TEXT NOT NULL,
  born     TEXT,
  to_at    TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- The level of a risk before each time it was judged.
CREATE VIEW chronology_level AS
SELECT case_id, position, thing, level,
  lag(level) OVER (PARTITION BY case_id, thing ORDER BY coalesce(from_at, to_at), position) AS before
FROM chronology_entry
WHERE type IN ('risk-noted', 'risk-reviewed');
