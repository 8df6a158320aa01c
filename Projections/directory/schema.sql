-- What a process needs to know before it can open a case. No family's names.

CREATE TABLE case_reference (
  case_id   TEXT NOT NULL,
  position  INTEGER NOT NULL,
  reference TEXT NOT NULL,
  opened_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX case_by_reference ON case_reference (reference);

CREATE TABLE case_standing (
  case_id  TEXT NOT NULL,
  position INTEGER NOT NULL,
  standing TEXT NOT NULL,
  at       TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  staff    TEXT NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  post     TEXT,
  PRIMARY KEY (staff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE role (
  position  INTEGER NOT NULL,
  staff     TEXT NOT NULL,
  role      TEXT NOT NULL,
  act       TEXT NOT NULL,
  from_day  TEXT,
  until_day TEXT,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

CREATE TABLE codebook (
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  version  TEXT NOT NULL,
  source   TEXT NOT NULL,
  codes    TEXT NOT NULL,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

-- What each member of staff is to a case, step by step: a later step changes what an earlier one gave.
CREATE TABLE case_relationship (
  case_id   TEXT NOT NULL,
  staff     TEXT NOT NULL,
  position  INTEGER NOT NULL,
  step      TEXT NOT NULL,
  role      TEXT,
  until_day TEXT,
  PRIMARY KEY (case_id, staff, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX relationship_of_staff ON case_relationship (staff, case_id);

CREATE TABLE emergency (
  case_id  TEXT NOT NULL,
  position INTEGER NOT NULL,
  staff    TEXT NOT NULL,
  until    TEXT,
  at       TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;
