-- What the family wants, how near they feel to it, and what questionnaires and observation scales say.
-- Scores only, never items. A score may have decimals, so it is kept in thousandths: 2.5 is 2500.

CREATE TABLE goal (
  case_id     TEXT NOT NULL,
  goal        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  statement   TEXT NOT NULL,
  cycle       TEXT,
  review      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, goal, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal_person (
  case_id  TEXT NOT NULL,
  goal     TEXT NOT NULL,
  person   TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, goal, person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal_revision (
  case_id     TEXT NOT NULL,
  goal        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  statement   TEXT NOT NULL,
  reason      TEXT,
  review      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, goal, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal_rating (
  case_id     TEXT NOT NULL,
  goal        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  rating      INTEGER NOT NULL,
  rated_by    TEXT NOT NULL,
  occasion    TEXT,
  cycle       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, goal, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE goal_end (
  case_id     TEXT NOT NULL,
  goal        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  outcome     TEXT NOT NULL,
  reason      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, goal, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE helping_question (
  case_id     TEXT NOT NULL,
  question    TEXT NOT NULL,
  position    INTEGER NOT NULL,
  wording     TEXT NOT NULL,
  goal        TEXT,
  cycle       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, question, position)
) STRICT, WITHOUT ROWID;

-- What the work began with, before there were goals.
CREATE TABLE focus (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  focus       TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure_taken (
  case_id        TEXT NOT NULL,
  code           TEXT NOT NULL,
  position       INTEGER NOT NULL,
  measure        TEXT,
  subject        TEXT NOT NULL,
  respondent     TEXT,
  rater          TEXT,
  form           TEXT,
  occasion       TEXT NOT NULL,
  cycle          TEXT,
  film           TEXT,
  omitted_items  INTEGER,
  self_harm_item INTEGER,
  from_at        TEXT,
  to_at          TEXT NOT NULL,
  precision      TEXT NOT NULL,
  recorded_at    TEXT NOT NULL,
  PRIMARY KEY (case_id, code, position)
) STRICT, WITHOUT ROWID;

-- One row per number: the total, and each subscale by its name.
CREATE TABLE measure_score (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  scale       TEXT NOT NULL,
  thousandths INTEGER NOT NULL,
  PRIMARY KEY (case_id, position, scale)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure_missed (
  case_id     TEXT NOT NULL,
  code        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  subject     TEXT NOT NULL,
  occasion    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, code, position)
) STRICT, WITHOUT ROWID;

-- What was found on film and is used elsewhere.
CREATE TABLE generalisation (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  target      TEXT NOT NULL,
  reporter    TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- How a goal reads from when to when: as agreed, then as last put differently.
CREATE VIEW goal_wording AS
SELECT case_id, goal, position, statement, to_at AS from_at,
  lead(to_at) OVER (PARTITION BY case_id, goal ORDER BY to_at, position) AS until_at
FROM (
  SELECT case_id, goal, position, statement, to_at FROM goal
  UNION ALL
  SELECT case_id, goal, position, statement, to_at FROM goal_revision
);

-- Scores with what they are scores of, in the order in which they were taken.
CREATE VIEW score AS
SELECT t.case_id, t.code, s.scale, t.subject, t.respondent, t.rater, t.form, t.occasion, t.cycle, t.position,
  s.thousandths, t.from_at, t.to_at, t.precision, t.recorded_at
FROM measure_taken AS t
JOIN measure_score AS s ON s.case_id = t.case_id AND s.position = t.position;
