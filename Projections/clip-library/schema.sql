-- Moments of film that were chosen or left out, why, where they were shown, what supervision said of
-- them; and when each child was seen, in a cycle's clips or in person.
-- Restricted, because an entry that its writer marked so would otherwise be missing from every answer.

CREATE TABLE clip (
  case_id          TEXT NOT NULL,
  clip             TEXT NOT NULL,
  film             TEXT NOT NULL,
  start_ms         INTEGER NOT NULL,
  end_ms           INTEGER NOT NULL,
  level            TEXT,
  is_exception     INTEGER NOT NULL,
  is_failed_moment INTEGER NOT NULL,
  pattern          TEXT,
  description      TEXT NOT NULL,
  author           TEXT NOT NULL,
  role             TEXT,
  from_at          TEXT,
  to_at            TEXT NOT NULL,
  precision        TEXT NOT NULL,
  recorded_at      TEXT NOT NULL,
  position         INTEGER NOT NULL,
  PRIMARY KEY (case_id, clip, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_principle (
  case_id  TEXT NOT NULL,
  clip     TEXT NOT NULL,
  code     TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, clip, code, position)
) STRICT, WITHOUT ROWID;

-- What a clip speaks to: goals and helping questions.
CREATE TABLE clip_link (
  case_id  TEXT NOT NULL,
  clip     TEXT NOT NULL,
  thing    TEXT NOT NULL,
  label    TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, clip, thing, label, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_left_out (
  case_id     TEXT NOT NULL,
  film        TEXT NOT NULL,
  start_ms    INTEGER NOT NULL,
  end_ms      INTEGER NOT NULL,
  reason      TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_play (
  case_id     TEXT NOT NULL,
  clip        TEXT NOT NULL,
  review      TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, clip, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_feedback (
  case_id     TEXT NOT NULL,
  clip        TEXT NOT NULL,
  supervision TEXT NOT NULL,
  feedback    TEXT NOT NULL,
  named_by    TEXT,
  words       TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, clip, position)
) STRICT, WITHOUT ROWID;

-- At which moment of the work a supervision was held.
CREATE TABLE clip_supervision (
  case_id     TEXT NOT NULL,
  supervision TEXT NOT NULL,
  moment      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, supervision, position)
) STRICT, WITHOUT ROWID;

-- The films that clips come from, with who is on them.
CREATE TABLE clip_film (
  case_id     TEXT NOT NULL,
  film        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  cycle       TEXT,
  duration_ms INTEGER NOT NULL,
  people      TEXT NOT NULL,
  to_at       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, film, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE case_child (
  case_id  TEXT NOT NULL,
  child    TEXT NOT NULL,
  to_at    TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, child, position)
) STRICT, WITHOUT ROWID;

-- A child seen in person: observed, or worked with.
CREATE TABLE child_seen (
  case_id     TEXT NOT NULL,
  child       TEXT NOT NULL,
  how         TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, child, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE clip_cycle (
  case_id     TEXT NOT NULL,
  cycle       TEXT NOT NULL,
  act         TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, cycle, position)
) STRICT, WITHOUT ROWID;

-- Each clip with its length, its cycle and how often it was played, after all entries.
CREATE VIEW clip_now AS
SELECT c.case_id, c.clip, c.film, f.cycle, c.start_ms, c.end_ms, c.end_ms - c.start_ms AS clip_ms,
  f.duration_ms AS film_ms, c.level, c.is_exception, c.is_failed_moment, c.to_at AS chosen_at,
  (SELECT count(*) FROM clip_principle AS p
   WHERE p.case_id = c.case_id AND p.clip = c.clip AND p.position = c.position) AS principles,
  (SELECT count(*) FROM clip_link AS l
   WHERE l.case_id = c.case_id AND l.clip = c.clip AND l.position = c.position) AS links,
  (SELECT count(*) FROM clip_play AS p WHERE p.case_id = c.case_id AND p.clip = c.clip) AS plays,
  (SELECT min(p.to_at) FROM clip_play AS p WHERE p.case_id = c.case_id AND p.clip = c.clip) AS first_played_at,
  c.position
FROM clip AS c
LEFT JOIN clip_film AS f ON f.case_id = c.case_id AND f.film = c.film AND f.position = (
  SELECT max(n.position) FROM clip_film AS n WHERE n.case_id = c.case_id AND n.film = c.film);

-- Children on film of whom a clip was chosen: what the clip describes is an observation of the child.
CREATE VIEW child_in_clip AS
SELECT c.case_id, p.value AS child, c.clip, c.film, f.cycle, c.from_at, c.to_at, c.position
FROM clip AS c
JOIN clip_film AS f ON f.case_id = c.case_id AND f.film = c.film AND f.kind = 'interaction'
CROSS JOIN json_each(f.people) AS p;
