-- Who was shown what, when, in what role and why. A look at one case is an event of that case's access stream; a look
-- across cases belongs to none of them and names them, so it has tables of its own without a case_id.

CREATE TABLE access_look (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  staff       TEXT NOT NULL,
  role        TEXT,
  purpose     TEXT,
  view        TEXT,
  as_of       TEXT,
  known_at    TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_shown (
  case_id        TEXT NOT NULL,
  position       INTEGER NOT NULL,
  first_position INTEGER NOT NULL,
  last_position  INTEGER NOT NULL,
  PRIMARY KEY (case_id, position, first_position, last_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE wide_look (
  position    INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  staff       TEXT NOT NULL,
  role        TEXT,
  purpose     TEXT,
  view        TEXT,
  as_of       TEXT,
  known_at    TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

CREATE TABLE wide_look_case (
  stream   TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (stream, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE wide_shown (
  position       INTEGER NOT NULL,
  first_position INTEGER NOT NULL,
  last_position  INTEGER NOT NULL,
  PRIMARY KEY (position, first_position, last_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_refusal (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  id          TEXT NOT NULL,
  staff       TEXT NOT NULL,
  view        TEXT NOT NULL,
  rule        TEXT NOT NULL,
  purpose     TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE wide_refusal (
  position    INTEGER NOT NULL,
  id          TEXT NOT NULL,
  staff       TEXT NOT NULL,
  view        TEXT NOT NULL,
  rule        TEXT NOT NULL,
  purpose     TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

-- What the privacy officer is to look at: emergency access, and relationships that somebody claimed for themselves.
CREATE TABLE access_alert (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  id          TEXT NOT NULL,
  kind        TEXT NOT NULL,
  staff       TEXT NOT NULL,
  role        TEXT,
  purpose     TEXT,
  reason      TEXT,
  until       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE alert_review (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  alert       TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  reviewer    TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- The same of a refusal that concerns no single case.
CREATE TABLE wide_review (
  position    INTEGER NOT NULL,
  alert       TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  reviewer    TEXT NOT NULL,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

-- Who has to do with a case: by a relationship that was opened or claimed, or because an entry names them as having a
-- part in it (named): accepted it, was given it, supervises it, heard of it as safeguarding lead, has an action of it.
CREATE TABLE relationship_step (
  case_id     TEXT NOT NULL,
  staff       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  role        TEXT,
  until_day   TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, staff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_role (
  staff     TEXT NOT NULL,
  role      TEXT NOT NULL,
  position  INTEGER NOT NULL,
  step      TEXT NOT NULL,
  from_day  TEXT,
  until_day TEXT,
  to_at     TEXT NOT NULL,
  PRIMARY KEY (staff, role, position)
) STRICT, WITHOUT ROWID;

-- A relationship lasts until it is ended, for its role or for all. Being named ends with any end that names the person.
-- until_day is for the reader, who has a calendar.
CREATE VIEW relationship AS
SELECT s.case_id, s.staff, s.position, s.step, s.role, s.until_day, s.from_at, s.to_at, s.precision,
  (SELECT min(e.to_at) FROM relationship_step AS e
   WHERE e.case_id = s.case_id AND e.staff = s.staff AND e.step = 'ended'
     AND (e.role IS NULL OR s.role IS NULL OR e.role = s.role) AND (e.to_at, e.position) > (s.to_at, s.position)) AS ended_at
FROM relationship_step AS s WHERE s.step <> 'ended';

-- A role lasts until it is ended; from_day and until_day narrow it, for a reader with a calendar.
CREATE VIEW held_role AS
SELECT a.staff, a.role, a.position, a.to_at, a.from_day, a.until_day,
  (SELECT min(e.to_at) FROM service_role AS e
   WHERE e.staff = a.staff AND e.role = a.role AND e.step = 'ended' AND (e.to_at, e.position) > (a.to_at, a.position)) AS ended_at
FROM service_role AS a WHERE a.step = 'assigned';
