-- How the work was supervised, and how guiders learn. Restricted, because a supervision about safeguarding may be
-- marked so and a check that did not see it would say that it was missing.
-- Every fact keeps when it happened (from_at null if unknown, to_at the latest), since checks ask for it.

CREATE TABLE supervision (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  supervision TEXT,
  moment      TEXT NOT NULL,
  review      TEXT,
  film        TEXT,
  cycle       TEXT,
  supervisor  TEXT NOT NULL,
  supervisee  TEXT NOT NULL,
  duration_ms INTEGER,
  risks       TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervision_film (
  case_id     TEXT NOT NULL,
  supervision TEXT NOT NULL,
  film        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  to_at       TEXT NOT NULL,
  PRIMARY KEY (case_id, supervision, film, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE supervision_feedback (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  supervision TEXT NOT NULL,
  feedback    TEXT NOT NULL,
  named_by    TEXT,
  writer      TEXT NOT NULL,
  words       TEXT NOT NULL,
  film        TEXT,
  start_ms    INTEGER,
  end_ms      INTEGER,
  clip        TEXT,
  principles  TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE strength (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  strength    TEXT NOT NULL,
  staff       TEXT,
  person      TEXT,
  named_by    TEXT,
  supervision TEXT,
  review      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- A rating may have decimals, so it is kept in thousandths: 3.5 is 3500.
CREATE TABLE skill_rating (
  case_id            TEXT NOT NULL,
  skill              TEXT NOT NULL,
  position           INTEGER NOT NULL,
  staff              TEXT NOT NULL,
  rater              TEXT NOT NULL,
  rating_thousandths INTEGER NOT NULL,
  film               TEXT,
  supervision        TEXT,
  from_at            TEXT,
  to_at              TEXT NOT NULL,
  precision          TEXT NOT NULL,
  recorded_at        TEXT NOT NULL,
  PRIMARY KEY (case_id, skill, position)
) STRICT, WITHOUT ROWID;

-- That somebody reflected, and on what; never their words, which stay in the entry.
CREATE TABLE reflection (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  writer      TEXT NOT NULL,
  session     TEXT,
  film        TEXT,
  review      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Who had what part in which cycle: one row per entry, so that totals over cases are sums over rows.
CREATE TABLE cycle_part (
  case_id     TEXT NOT NULL,
  cycle       TEXT NOT NULL,
  position    INTEGER NOT NULL,
  staff       TEXT NOT NULL,
  part        TEXT NOT NULL,
  number      INTEGER,
  review      TEXT,
  role        TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, cycle, position, staff)
) STRICT, WITHOUT ROWID;

-- The reviews that wait to be supervised, in a cycle or not.
CREATE TABLE review_held (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  review      TEXT NOT NULL,
  cycle       TEXT,
  film        TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE training_registration (
  position    INTEGER NOT NULL,
  staff       TEXT NOT NULL,
  supervisor  TEXT,
  scheme      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

CREATE TABLE training_stage (
  position    INTEGER NOT NULL,
  staff       TEXT NOT NULL,
  stage       INTEGER NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (position)
) STRICT, WITHOUT ROWID;

-- A supervision covers the film it names and every film that was shown in it.
CREATE VIEW supervised_film AS
SELECT case_id, supervision, film, position, to_at FROM supervision WHERE film IS NOT NULL
UNION ALL
SELECT f.case_id, f.supervision, f.film, f.position, f.to_at FROM supervision_film AS f
WHERE NOT EXISTS (SELECT 1 FROM supervision AS s
  WHERE s.case_id = f.case_id AND s.supervision = f.supervision AND s.film = f.film);

-- Which supervisions look back on which review: those that name it, and those after a review that name none and come
-- after it. What prepares the next review, or is about safeguarding, does not.
CREATE VIEW review_supervision AS
SELECT r.case_id, r.review, r.position AS review_position, r.from_at AS review_from, r.to_at AS review_at,
  s.position, s.supervision, s.supervisor, s.supervisee, s.from_at, s.to_at
FROM review_held AS r
JOIN supervision AS s ON s.case_id = r.case_id AND s.moment IN ('after-review', 'other') AND (s.review = r.review
  OR s.review IS NULL AND s.moment = 'after-review' AND s.to_at >= coalesce(r.from_at, r.to_at));

-- Whoever held a cycle's shared reviews guided it; until there is a review, whoever opened it.
CREATE VIEW guided_cycle AS
SELECT g.case_id, g.cycle, g.staff,
  (SELECT min(o.number) FROM cycle_part AS o
   WHERE o.case_id = g.case_id AND o.cycle = g.cycle AND o.part = 'opened') AS number,
  (SELECT min(o.to_at) FROM cycle_part AS o
   WHERE o.case_id = g.case_id AND o.cycle = g.cycle AND o.part = 'opened') AS opened_at,
  (SELECT count(*) FROM cycle_part AS r
   WHERE r.case_id = g.case_id AND r.cycle = g.cycle AND r.part = 'reviewed' AND r.staff = g.staff) AS reviews,
  (SELECT min(r.to_at) FROM cycle_part AS r
   WHERE r.case_id = g.case_id AND r.cycle = g.cycle AND r.part = 'reviewed') AS first_review_at,
  (SELECT min(c.to_at) FROM cycle_part AS c
   WHERE c.case_id = g.case_id AND c.cycle = g.cycle AND c.part = 'completed') AS completed_at
FROM (
  SELECT DISTINCT p.case_id, p.cycle, p.staff FROM cycle_part AS p
  WHERE p.part = 'reviewed' OR p.part = 'opened' AND NOT EXISTS (SELECT 1 FROM cycle_part AS r
    WHERE r.case_id = p.case_id AND r.cycle = p.cycle AND r.part = 'reviewed')
) AS g;

-- Time in training, one row per registration: the stages passed since, whoever registered again begins anew.
CREATE VIEW training_course AS
SELECT r.position, r.staff, r.supervisor, r.scheme, r.to_at AS registered_at,
  (SELECT max(s.stage) FROM training_stage AS s WHERE s.staff = r.staff AND s.to_at >= r.to_at
     AND (r.next_at IS NULL OR s.to_at < r.next_at)) AS stage,
  (SELECT max(s.to_at) FROM training_stage AS s WHERE s.staff = r.staff AND s.to_at >= r.to_at
     AND (r.next_at IS NULL OR s.to_at < r.next_at)) AS stage_reached_at,
  r.next_at
FROM (SELECT *, lead(to_at) OVER (PARTITION BY staff ORDER BY to_at, position) AS next_at
  FROM training_registration) AS r;
