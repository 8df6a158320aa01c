-- The course of each case: opened, referred, accepted, cycles, pauses, attendance, closed, reopened, and whose it is.
-- Tables hold what was said; the views say where things stand by all that is known. Neither knows what day it is:
-- "by then" is a parameter of the queries.

CREATE TABLE case_step (
  case_id        TEXT NOT NULL,
  position       INTEGER NOT NULL,
  step           TEXT NOT NULL,
  reference      TEXT,
  planned_cycles INTEGER,
  staff          TEXT,
  code           TEXT,
  is_planned     INTEGER,
  closing_risk   TEXT,
  from_at        TEXT,
  to_at          TEXT NOT NULL,
  precision      TEXT NOT NULL,
  recorded_at    TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Who has the case, said by the acceptance of the referral or by a relationship as guider or trainee.
CREATE TABLE guider_step (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  staff       TEXT NOT NULL,
  step        TEXT NOT NULL,
  until_day   TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle_step (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  cycle       TEXT NOT NULL,
  step        TEXT NOT NULL,
  number      INTEGER,
  staff       TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE pause_step (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  step        TEXT NOT NULL,
  pause       TEXT,
  reason      TEXT,
  review_on   TEXT,
  cycle       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE attendance (
  case_id     TEXT NOT NULL,
  person      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  outcome     TEXT NOT NULL,
  session     TEXT,
  booked      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact_attempt (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  person      TEXT NOT NULL,
  how         TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- A cycle stands as completed when a completion was recorded after its opening, as the record's own rules count it.
CREATE VIEW cycle_now AS
SELECT o.case_id, o.cycle, o.number, o.staff, o.position AS opened_position, o.from_at AS opened_from, o.to_at AS opened_at,
  c.position AS completed_position, c.from_at AS completed_from, c.to_at AS completed_at
FROM cycle_step AS o
LEFT JOIN cycle_step AS c ON c.case_id = o.case_id AND c.position = (
  SELECT min(d.position) FROM cycle_step AS d
  WHERE d.case_id = o.case_id AND d.cycle = o.cycle AND d.step = 'completed' AND d.position > o.position)
WHERE o.step = 'opened' AND NOT EXISTS (
  SELECT 1 FROM cycle_step AS n
  WHERE n.case_id = o.case_id AND n.cycle = o.cycle AND n.step = 'opened' AND n.position > o.position);

-- A resumption without a label ends the pause that was written down last before it.
CREATE VIEW pause_span AS
SELECT p.case_id, p.pause, p.reason, p.review_on, p.cycle, p.position, p.from_at, p.to_at, p.precision, p.recorded_at,
  r.position AS resumed_position, r.from_at AS resumed_from, r.to_at AS resumed_at
FROM pause_step AS p
LEFT JOIN pause_step AS r ON r.case_id = p.case_id AND r.position = (
  SELECT min(e.position) FROM pause_step AS e
  WHERE e.case_id = p.case_id AND e.step = 'resumed' AND (e.pause = p.pause OR e.pause IS NULL AND p.position = (
    SELECT max(b.position) FROM pause_step AS b
    WHERE b.case_id = p.case_id AND b.step = 'paused' AND b.position < e.position)))
WHERE p.step = 'paused';

-- One row per case, by all that is known. What happened last counts, not what was written down last.
CREATE VIEW case_now AS
SELECT o.case_id, o.reference, o.position, o.to_at AS opened_at,
  (SELECT min(r.to_at) FROM case_step AS r WHERE r.case_id = o.case_id AND r.step = 'referral-received') AS referred_at,
  (SELECT min(a.to_at) FROM case_step AS a WHERE a.case_id = o.case_id AND a.step = 'referral-accepted') AS accepted_at,
  coalesce((SELECT iif(s.step = 'closed', 'closed', 'open') FROM case_step AS s
    WHERE s.case_id = o.case_id AND s.step IN ('closed', 'reopened')
    ORDER BY s.to_at DESC, s.position DESC LIMIT 1), 'open') AS standing,
  (SELECT max(s.to_at) FROM case_step AS s WHERE s.case_id = o.case_id AND s.step = 'closed') AS last_closed_at,
  (SELECT p.planned_cycles FROM case_step AS p WHERE p.case_id = o.case_id AND p.planned_cycles IS NOT NULL
    ORDER BY p.to_at DESC, p.position DESC LIMIT 1) AS planned_cycles,
  (SELECT count(*) FROM cycle_now AS c WHERE c.case_id = o.case_id) AS cycles_opened,
  (SELECT count(c.completed_position) FROM cycle_now AS c WHERE c.case_id = o.case_id) AS cycles_completed,
  (SELECT p.pause FROM pause_span AS p WHERE p.case_id = o.case_id AND p.resumed_position IS NULL
    ORDER BY p.to_at DESC, p.position DESC LIMIT 1) AS open_pause,
  coalesce((SELECT g.staff FROM guider_step AS g
      WHERE g.case_id = o.case_id AND g.step = 'assigned' AND NOT EXISTS (SELECT 1 FROM guider_step AS e
        WHERE e.case_id = g.case_id AND e.staff = g.staff AND e.step = 'ended'
          AND (e.to_at, e.position) > (g.to_at, g.position))
      ORDER BY g.to_at DESC, g.position DESC LIMIT 1),
    (SELECT c.staff FROM cycle_step AS c WHERE c.case_id = o.case_id AND c.step = 'opened'
      ORDER BY c.to_at DESC, c.position DESC LIMIT 1)) AS guider
FROM case_step AS o WHERE o.step = 'opened';
