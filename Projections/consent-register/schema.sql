-- Who agreed to what, for whom, from when until when, and who may decide for a child.
-- Restricted, because an entry that its writer marked so would otherwise be missing from every answer.

-- One row for each scope and person of a consent given, varied, withdrawn or refused.
-- valid_from and last_at are the giver's words: from when it counts, and the last moment it is for.
CREATE TABLE consent_act (
  case_id     TEXT NOT NULL,
  scope       TEXT NOT NULL,
  person      TEXT NOT NULL,
  giver       TEXT NOT NULL,
  act         TEXT NOT NULL,
  granted     INTEGER NOT NULL,
  film        TEXT,
  valid_from  TEXT NOT NULL,
  may_from    TEXT,
  last_at     TEXT,
  how         TEXT,
  basis       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, scope, person, giver, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE parental_responsibility (
  case_id     TEXT NOT NULL,
  child       TEXT NOT NULL,
  holder      TEXT NOT NULL,
  holds       INTEGER NOT NULL,
  basis       TEXT,
  last_at     TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, child, holder, position)
) STRICT, WITHOUT ROWID;

-- Whose pictures a film holds, so that consent can be asked film by film.
CREATE TABLE consent_film (
  case_id  TEXT NOT NULL,
  film     TEXT NOT NULL,
  person   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  from_at  TEXT,
  to_at    TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, film, person, position)
) STRICT, WITHOUT ROWID;

-- When each word of a giver counts. For a film, words on all films and on that one take turns; with
-- film null it is the words on all films. One giver's word never ends another's.
-- Three parts, so that a question about one case reads that case alone.
CREATE VIEW consent_validity AS
SELECT case_id, film, scope, person, giver, act, granted, valid_from AS from_at,
  lead(valid_from) OVER (
    PARTITION BY case_id, film, scope, person, giver ORDER BY valid_from, position
  ) AS until_at,
  last_at, position
FROM (
  SELECT a.case_id, a.film, a.scope, a.person, a.giver, a.act, a.granted, a.valid_from, a.last_at, a.position
  FROM consent_act AS a
  UNION ALL
  SELECT DISTINCT a.case_id, f.film, a.scope, a.person, a.giver, a.act, a.granted, a.valid_from, a.last_at, a.position
  FROM consent_act AS a JOIN consent_film AS f ON f.case_id = a.case_id
  WHERE a.film IS NULL
  UNION ALL
  SELECT DISTINCT a.case_id, b.film, a.scope, a.person, a.giver, a.act, a.granted, a.valid_from, a.last_at, a.position
  FROM consent_act AS a JOIN consent_act AS b ON b.case_id = a.case_id AND b.film IS NOT NULL
  WHERE a.film IS NULL
    AND NOT EXISTS (SELECT 1 FROM consent_film AS f WHERE f.case_id = b.case_id AND f.film = b.film)
);

-- Whether somebody holds responsibility for a child, each word until the next on that pair. The first
-- counts from the beginning: when it is written down, responsibility is seldom new.
CREATE VIEW responsibility_validity AS
SELECT case_id, child, holder, holds, basis, iif(lag(position) OVER w IS NULL, '', to_at) AS from_at,
  lead(to_at) OVER w AS until_at, last_at, to_at, position
FROM parental_responsibility
WINDOW w AS (PARTITION BY case_id, child, holder ORDER BY to_at, position);
