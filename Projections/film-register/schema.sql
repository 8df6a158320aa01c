-- Every film: who is on it, where it is, who saw it, what became of it, and what forbids destroying it.
-- Restricted, because an entry that its writer marked so would otherwise be missing from every answer.
-- Never what was disclosed or why a film was moved: labels, codes and times.

CREATE TABLE film (
  case_id     TEXT NOT NULL,
  film        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  duration_ms INTEGER NOT NULL,
  cycle       TEXT,
  session     TEXT,
  review      TEXT,
  location    TEXT,
  sha256      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, film, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_person (
  case_id  TEXT NOT NULL,
  film     TEXT NOT NULL,
  person   TEXT NOT NULL,
  is_staff INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, film, person, is_staff, position)
) STRICT, WITHOUT ROWID;

-- Custody: moved, copied, lost, destroyed.
CREATE TABLE film_step (
  case_id          TEXT NOT NULL,
  film             TEXT NOT NULL,
  act              TEXT NOT NULL,
  code             TEXT,
  location         TEXT,
  delete_by        TEXT,
  copies_destroyed INTEGER,
  sha256           TEXT,
  from_at          TEXT,
  to_at            TEXT NOT NULL,
  precision        TEXT NOT NULL,
  recorded_at      TEXT NOT NULL,
  position         INTEGER NOT NULL,
  PRIMARY KEY (case_id, film, position)
) STRICT, WITHOUT ROWID;

-- Every use: shown, copied, looked at in supervision, a clip chosen, a clip shown in a review.
CREATE TABLE film_use (
  case_id     TEXT NOT NULL,
  act         TEXT NOT NULL,
  film        TEXT,
  clip        TEXT,
  review      TEXT,
  supervision TEXT,
  viewer_role TEXT,
  viewers     TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Who of the case's people was at a shared review; and who of them is there as a professional.
CREATE TABLE film_audience (
  case_id  TEXT NOT NULL,
  review   TEXT NOT NULL,
  person   TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, review, person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_outsider (
  case_id  TEXT NOT NULL,
  person   TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

-- What says in words what a film showed: a clip's description, a summary of review or supervision.
CREATE TABLE film_words (
  case_id   TEXT NOT NULL,
  film      TEXT,
  review    TEXT,
  cycle     TEXT,
  what      TEXT NOT NULL,
  from_at   TEXT,
  to_at     TEXT NOT NULL,
  precision TEXT NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Why a film, or all films (film null), must stay: a hold, a request for access, a disclosure that is
-- not decided on, a referral that is not answered. ref is the entry's id or the label.
CREATE TABLE film_keep (
  case_id     TEXT NOT NULL,
  ground      TEXT NOT NULL,
  ref         TEXT NOT NULL,
  film        TEXT,
  person      TEXT,
  why         TEXT,
  review_on   TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_keep_end (
  case_id     TEXT NOT NULL,
  ground      TEXT NOT NULL,
  ref         TEXT,
  person      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE film_case_step (
  case_id     TEXT NOT NULL,
  act         TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- The consent that each kind of viewer, or receiver of a copy, needs. A backup needs none; for anybody
-- not listed there is none, so such a copy is never covered.
CREATE VIEW viewer_scope (viewer_role, scope) AS
VALUES ('supervisor', 'view-supervisor'), ('intervision', 'view-intervision'),
  ('external-accreditor', 'view-external-accreditor'), ('named-professional', 'share-named-professional'),
  ('family', 'copy-to-family'), ('training', 'training'), ('research', 'research');

-- Uses with the film of their clip, and the consent scope of whoever saw it.
CREATE VIEW film_seen AS
SELECT u.case_id, coalesce(u.film, c.film) AS film, u.act, u.clip, u.review, u.supervision, u.viewer_role,
  s.scope, u.viewers, u.from_at, u.to_at, u.precision, u.position
FROM film_use AS u
LEFT JOIN film_use AS c ON u.act = 'clip-shown' AND c.case_id = u.case_id AND c.act = 'clip-chosen' AND c.clip = u.clip
LEFT JOIN viewer_scope AS s ON s.viewer_role = u.viewer_role;

-- Until when each reason to keep stood. An answer without an entry named ends what its person asked before.
CREATE VIEW film_kept AS
SELECT k.case_id, k.ground, k.ref, k.film, k.person, k.why, k.from_at, k.to_at, k.position,
  e.from_at AS end_from_at, e.to_at AS end_at, e.position AS end_position
FROM film_keep AS k
LEFT JOIN film_keep_end AS e ON e.case_id = k.case_id AND e.position = (
  SELECT x.position FROM film_keep_end AS x
  WHERE x.case_id = k.case_id AND x.ground = k.ground
    AND (x.ref = k.ref OR x.ref IS NULL AND x.person = k.person AND x.to_at >= k.to_at)
  ORDER BY x.to_at, x.position LIMIT 1
);

-- Where each film is after all entries.
CREATE VIEW film_now AS
SELECT f.case_id, f.film, f.kind, f.duration_ms, f.cycle, f.to_at AS taken_at,
  (SELECT s.location FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'moved' ORDER BY s.to_at DESC, s.position DESC LIMIT 1) AS moved_to,
  f.location AS first_location,
  (SELECT count(*) FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'copied') AS copies,
  (SELECT min(s.to_at) FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'lost') AS lost_at,
  (SELECT min(s.to_at) FROM film_step AS s
   WHERE s.case_id = f.case_id AND s.film = f.film AND s.act = 'destroyed') AS destroyed_at,
  f.position
FROM film AS f;
