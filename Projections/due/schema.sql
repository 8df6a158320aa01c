-- What somebody has to do, as the entries promise or require it; a table for each source. Whether it is done yet, and
-- whether it is late, depends on the day asked about and on the service's rules: the query `due` works it out.

CREATE TABLE due_action (
  case_id     TEXT NOT NULL,
  action      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  owner       TEXT,
  due_on      TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, action, position)
) STRICT, WITHOUT ROWID;

-- A review waits for supervision, a supervision ends the waiting.
CREATE TABLE due_supervision (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  review      TEXT,
  film        TEXT,
  moment      TEXT,
  staff       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_consent (
  case_id     TEXT NOT NULL,
  scope       TEXT NOT NULL,
  person      TEXT NOT NULL,
  giver       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  film        TEXT,
  until       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, scope, person, giver, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_film (
  case_id     TEXT NOT NULL,
  film        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  kind        TEXT,
  people      TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, film, position)
) STRICT, WITHOUT ROWID;

-- Holds forbid destroying; label is the identifier of the entry that placed it.
CREATE TABLE due_hold (
  case_id     TEXT NOT NULL,
  label       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  film        TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, label, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_closing (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_pause (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  pause       TEXT,
  review_on   TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_meeting (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  kind        TEXT,
  meeting_on  TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- A day on which something is to be looked at again or answered: the last entry about it says when, or that it is over.
CREATE TABLE due_again (
  case_id     TEXT NOT NULL,
  matter      TEXT NOT NULL,
  label       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  due_on      TEXT,
  staff       TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, matter, label, position)
) STRICT, WITHOUT ROWID;
