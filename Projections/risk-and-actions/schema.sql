-- What was worried about, what was done about it, who was told. One row per entry; what it comes to
-- is left to views. No table keeps what somebody disclosed or alleged, only that they did.

-- Every risk-noted, risk-reviewed and risk-closed.
CREATE TABLE risk_entry (
  case_id     TEXT NOT NULL,
  risk        TEXT NOT NULL,
  position    INTEGER NOT NULL,
  act         TEXT NOT NULL,
  level       TEXT,
  rank        INTEGER,
  author      TEXT NOT NULL,
  role        TEXT,
  description TEXT,
  held_by     TEXT,
  review_on   TEXT,
  session     TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, risk, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE risk_person (
  case_id  TEXT NOT NULL,
  risk     TEXT NOT NULL,
  person   TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, risk, person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE red_flag (
  case_id   TEXT NOT NULL,
  risk      TEXT NOT NULL,
  flag      TEXT NOT NULL,
  position  INTEGER NOT NULL,
  from_at   TEXT,
  to_at     TEXT NOT NULL,
  precision TEXT NOT NULL,
  PRIMARY KEY (case_id, risk, flag, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE disclosure_entry (
  case_id     TEXT NOT NULL,
  disclosure  TEXT NOT NULL,
  position    INTEGER NOT NULL,
  act         TEXT NOT NULL,
  discloser   TEXT,
  category    TEXT,
  session     TEXT,
  author      TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, disclosure, position)
) STRICT, WITHOUT ROWID;

-- Which fields an entry about a disclosure fills: their names, never what they say.
CREATE TABLE disclosure_field (
  case_id    TEXT NOT NULL,
  disclosure TEXT NOT NULL,
  field      TEXT NOT NULL,
  position   INTEGER NOT NULL,
  to_at      TEXT NOT NULL,
  PRIMARY KEY (case_id, disclosure, field, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE safeguarding_decision (
  case_id        TEXT NOT NULL,
  decision       TEXT NOT NULL,
  position       INTEGER NOT NULL,
  course         TEXT,
  risk           TEXT,
  disclosure     TEXT,
  concern        TEXT,
  lead           TEXT,
  lead_consulted INTEGER NOT NULL,
  author         TEXT NOT NULL,
  from_at        TEXT,
  to_at          TEXT NOT NULL,
  precision      TEXT NOT NULL,
  recorded_at    TEXT NOT NULL,
  PRIMARY KEY (case_id, decision, position)
) STRICT, WITHOUT ROWID;

-- Whether a decision of any kind says why, and what else was considered.
CREATE TABLE reasoning (
  case_id       TEXT NOT NULL,
  position      INTEGER NOT NULL,
  type          TEXT NOT NULL,
  has_rationale INTEGER NOT NULL,
  options       INTEGER NOT NULL,
  from_at       TEXT,
  to_at         TEXT NOT NULL,
  precision     TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Entries that can change what is planned: plans, decisions, goals.
CREATE TABLE plan_change (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  type        TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Every action-assigned, action-reassigned, action-completed and action-cancelled.
CREATE TABLE action_entry (
  case_id     TEXT NOT NULL,
  action      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  act         TEXT NOT NULL,
  what        TEXT,
  owner       TEXT,
  due         TEXT,
  risk        TEXT,
  concern     TEXT,
  disclosure  TEXT,
  decision    TEXT,
  author      TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, action, position)
) STRICT, WITHOUT ROWID;

-- Referrals to social care: made, answered, chased.
CREATE TABLE referral_entry (
  case_id     TEXT NOT NULL,
  referral    TEXT NOT NULL,
  position    INTEGER NOT NULL,
  act         TEXT NOT NULL,
  recipient   TEXT,
  threshold   TEXT,
  risk        TEXT,
  disclosure  TEXT,
  decision    TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, referral, position)
) STRICT, WITHOUT ROWID;

-- Contact with other services: liaison, and crisis services that came in (no direction).
CREATE TABLE outside_contact (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  act         TEXT NOT NULL,
  agency      TEXT NOT NULL,
  direction   TEXT,
  risk        TEXT,
  disclosure  TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE outside_contact_person (
  case_id  TEXT NOT NULL,
  person   TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

-- Information given outside the service, and decisions to keep it inside (withheld).
CREATE TABLE sharing (
  case_id            TEXT NOT NULL,
  position           INTEGER NOT NULL,
  act                TEXT NOT NULL,
  recipient          TEXT,
  agency             TEXT,
  has_basis          INTEGER NOT NULL,
  has_necessity      INTEGER NOT NULL,
  consent_sought     TEXT,
  has_why_not_sought INTEGER NOT NULL,
  family_told        TEXT,
  has_why_not_told   INTEGER NOT NULL,
  risk               TEXT,
  disclosure         TEXT,
  decision           TEXT,
  from_at            TEXT,
  to_at              TEXT NOT NULL,
  precision          TEXT NOT NULL,
  recorded_at        TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE allegation (
  case_id     TEXT NOT NULL,
  id          TEXT NOT NULL,
  staff       TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Contact with the designated officer; `allegation` is the id of the entry it is about, if it says.
CREATE TABLE lado_contact (
  case_id     TEXT NOT NULL,
  allegation  TEXT,
  how         TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  position    INTEGER NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE strategy_discussion (
  case_id         TEXT NOT NULL,
  position        INTEGER NOT NULL,
  referral        TEXT,
  we_took_part    INTEGER,
  enquiry_started INTEGER,
  from_at         TEXT,
  to_at           TEXT NOT NULL,
  precision       TEXT NOT NULL,
  recorded_at     TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Conferences, planned or held; `date` is the day of the meeting, not of the entry.
CREATE TABLE conference (
  case_id      TEXT NOT NULL,
  position     INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  date         TEXT,
  we_took_part INTEGER,
  has_query    INTEGER NOT NULL,
  from_at      TEXT,
  to_at        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  recorded_at  TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_sent (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  kind        TEXT,
  meeting_on  TEXT,
  recipient   TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE closing_act (
  case_id      TEXT NOT NULL,
  position     INTEGER NOT NULL,
  act          TEXT NOT NULL,
  closing_risk TEXT,
  from_at      TEXT,
  to_at        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  recorded_at  TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Who was in the room: staff of a session.
CREATE TABLE session_staff (
  case_id  TEXT NOT NULL,
  session  TEXT NOT NULL,
  staff    TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (case_id, session, staff, position)
) STRICT, WITHOUT ROWID;

-- Which entries are about which risk, disclosure or concern.
CREATE TABLE matter_entry (
  case_id      TEXT NOT NULL,
  thing        TEXT NOT NULL,
  label        TEXT NOT NULL,
  position     INTEGER NOT NULL,
  type         TEXT NOT NULL,
  author       TEXT NOT NULL,
  role         TEXT,
  on_behalf_of TEXT,
  from_at      TEXT,
  to_at        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  recorded_at  TEXT NOT NULL,
  PRIMARY KEY (case_id, thing, label, position)
) STRICT, WITHOUT ROWID;

-- Who knows what an entry says because it names them: told, consulted, given an action, met.
CREATE TABLE knower (
  case_id  TEXT NOT NULL,
  position INTEGER NOT NULL,
  how      TEXT NOT NULL,
  party    TEXT NOT NULL,
  is_staff INTEGER NOT NULL,
  role     TEXT,
  PRIMARY KEY (case_id, position, how, party)
) STRICT, WITHOUT ROWID;

CREATE INDEX knower_by_party ON knower (case_id, party, position);

-- The ranges of positions that a look at the record showed.
CREATE TABLE record_shown (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  part        INTEGER NOT NULL,
  staff       TEXT NOT NULL,
  role        TEXT,
  first_shown INTEGER NOT NULL,
  last_shown  INTEGER NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position, part)
) STRICT, WITHOUT ROWID;

-- Who was made safeguarding lead, and who no longer is. Of the service, not of a case.
CREATE TABLE lead_act (
  staff    TEXT NOT NULL,
  position INTEGER NOT NULL,
  act      TEXT NOT NULL,
  from_at  TEXT NOT NULL,
  until_at TEXT,
  PRIMARY KEY (staff, position)
) STRICT, WITHOUT ROWID;

-- Levels in their order, for rules that say "from moderate upwards".
CREATE VIEW risk_rank (level, rank) AS VALUES ('low', 1), ('moderate', 2), ('high', 3);

-- How high each risk was judged to be, from when until when; by when it happened, not when written.
-- A risk that is closed stays closed: what is said of it later has an empty interval.
CREATE VIEW risk_level AS
SELECT l.case_id, l.risk, l.position, l.act, l.level, l.rank, l.rank_before, l.position_before,
  l.from_at, l.to_at, l.precision, l.recorded_at,
  CASE WHEN l.next_at IS NULL OR c.closed_at < l.next_at THEN c.closed_at ELSE l.next_at END AS until_at,
  c.closed_at
FROM (
  SELECT *, lag(rank) OVER w AS rank_before, lag(position) OVER w AS position_before,
    lead(to_at) OVER w AS next_at
  FROM risk_entry WHERE act IN ('noted', 'reviewed')
  WINDOW w AS (PARTITION BY case_id, risk ORDER BY to_at, position)
) AS l
LEFT JOIN (
  SELECT case_id, risk, min(to_at) AS closed_at
  FROM risk_entry WHERE act = 'closed' GROUP BY case_id, risk
) AS c ON c.case_id = l.case_id AND c.risk = l.risk;

-- When a risk stood at a level or above it: from the entry that reached it until one below, or its end.
CREATE VIEW risk_standing AS
SELECT l.case_id, l.risk, least.level AS least, l.position, l.level, l.from_at, l.to_at, l.precision,
  (SELECT min(e.to_at) FROM risk_entry AS e
   WHERE e.case_id = l.case_id AND e.risk = l.risk AND (e.act = 'closed' OR e.rank < least.rank)
     AND (e.act = 'closed' OR (e.to_at, e.position) > (l.to_at, l.position))) AS until_at
FROM risk_level AS l JOIN risk_rank AS least
WHERE l.rank >= least.rank AND coalesce(l.rank_before, 0) < least.rank;

-- When the case was closed, until it was opened again.
CREATE VIEW closed_time AS
SELECT case_id, position, to_at, until_at FROM (
  SELECT case_id, position, act, to_at, lead(to_at) OVER (PARTITION BY case_id ORDER BY to_at, position) AS until_at
  FROM closing_act
) WHERE act = 'closed';

-- Risks that are open after all entries, level as last written: what the record's own rules warn by.
-- At a time, ask the query open-risks, which goes by when things happened.
CREATE VIEW open_risk AS
SELECT n.case_id, n.risk, n.position,
  (SELECT r.level FROM risk_entry AS r
   WHERE r.case_id = n.case_id AND r.risk = n.risk AND r.position >= n.position
   ORDER BY r.position DESC LIMIT 1) AS level
FROM risk_entry AS n
WHERE n.act = 'noted' AND NOT EXISTS (
  SELECT 1 FROM risk_entry AS later
  WHERE later.case_id = n.case_id AND later.risk = n.risk AND later.position > n.position
    AND later.act IN ('noted', 'closed')
);

-- Due dates as they were set, each until the next was.
CREATE VIEW action_due AS
SELECT case_id, action, position, due, from_at, to_at, precision,
  lead(to_at) OVER (PARTITION BY case_id, action ORDER BY to_at, position) AS until_at
FROM action_entry WHERE due IS NOT NULL AND act IN ('assigned', 'reassigned');

-- What an action answers, said in itself or through the decision it carries out.
CREATE VIEW action_answers AS
SELECT a.case_id, a.action, a.position, a.from_at, a.to_at, m.thing, m.label
FROM action_entry AS a
JOIN matter_entry AS m ON m.case_id = a.case_id AND m.position = a.position
WHERE a.act = 'assigned'
UNION
SELECT a.case_id, a.action, a.position, a.from_at, a.to_at, m.thing, m.label
FROM action_entry AS a
JOIN safeguarding_decision AS d ON d.case_id = a.case_id AND d.decision = a.decision
JOIN matter_entry AS m ON m.case_id = d.case_id AND m.position = d.position
WHERE a.act = 'assigned';

-- Each action after all entries: who has it, by when, how it ended, what it answers.
CREATE VIEW action_state AS
SELECT a.case_id, a.action, a.position, a.what,
  (SELECT o.owner FROM action_entry AS o
   WHERE o.case_id = a.case_id AND o.action = a.action AND o.owner IS NOT NULL AND o.act IN ('assigned', 'reassigned')
   ORDER BY o.to_at DESC, o.position DESC LIMIT 1) AS owner,
  (SELECT d.due FROM action_due AS d
   WHERE d.case_id = a.case_id AND d.action = a.action AND d.until_at IS NULL) AS due,
  coalesce((SELECT e.act FROM action_entry AS e
   WHERE e.case_id = a.case_id AND e.action = a.action AND e.act IN ('completed', 'cancelled')
   ORDER BY e.to_at, e.position LIMIT 1), 'open') AS state,
  (SELECT min(e.to_at) FROM action_entry AS e
   WHERE e.case_id = a.case_id AND e.action = a.action AND e.act IN ('completed', 'cancelled')) AS ended_at,
  a.to_at AS assigned_at, a.risk, a.disclosure, a.concern, a.decision
FROM action_entry AS a WHERE a.act = 'assigned';

-- What was shared with others about a risk or disclosure, or deliberately kept: said in the entry
-- itself or through the decision that it carries out. A referral and a call to others share too.
CREATE VIEW sharing_choice AS
SELECT s.case_id, m.thing, m.label, s.position, s.act, s.from_at, s.to_at
FROM sharing AS s JOIN matter_entry AS m ON m.case_id = s.case_id AND m.position = s.position
UNION
SELECT s.case_id, m.thing, m.label, s.position, s.act, s.from_at, s.to_at
FROM sharing AS s
JOIN safeguarding_decision AS d ON d.case_id = s.case_id AND d.decision = s.decision
JOIN matter_entry AS m ON m.case_id = d.case_id AND m.position = d.position
UNION
SELECT r.case_id, m.thing, m.label, r.position, 'referred', r.from_at, r.to_at
FROM referral_entry AS r JOIN matter_entry AS m ON m.case_id = r.case_id AND m.position = r.position
WHERE r.act = 'made'
UNION
SELECT r.case_id, m.thing, m.label, r.position, 'referred', r.from_at, r.to_at
FROM referral_entry AS r
JOIN safeguarding_decision AS d ON d.case_id = r.case_id AND d.decision = r.decision
JOIN matter_entry AS m ON m.case_id = d.case_id AND m.position = d.position
WHERE r.act = 'made'
UNION
SELECT c.case_id, m.thing, m.label, c.position, 'told', c.from_at, c.to_at
FROM outside_contact AS c JOIN matter_entry AS m ON m.case_id = c.case_id AND m.position = c.position
WHERE c.act = 'liaison' AND c.direction IN ('to', 'two-way');

-- Which risks a contact with another service can be about: the one it names; if it names none, those of
-- the people it names; if it names nobody either, any.
CREATE VIEW contact_about AS
SELECT c.case_id, c.position, r.risk
FROM outside_contact AS c
JOIN risk_entry AS r ON r.case_id = c.case_id AND r.act = 'noted'
WHERE CASE WHEN c.risk IS NOT NULL THEN c.risk = r.risk
  ELSE NOT EXISTS (SELECT 1 FROM outside_contact_person AS p WHERE p.case_id = c.case_id AND p.position = c.position)
    OR EXISTS (
      SELECT 1 FROM outside_contact_person AS p
      JOIN risk_person AS q ON q.case_id = p.case_id AND q.risk = r.risk AND q.person = p.person
      WHERE p.case_id = c.case_id AND p.position = c.position
    )
  END;

-- The designated officer was reached: by the entry made for it, or by liaison with that office.
CREATE VIEW lado_reached AS
SELECT case_id, position, allegation, from_at, to_at FROM lado_contact
UNION ALL
SELECT case_id, position, NULL, from_at, to_at FROM outside_contact
WHERE agency = 'lado' AND direction IN ('to', 'two-way');

-- What was said of a conference's day, until the next entry about a conference of this kind.
CREATE VIEW conference_plan AS
SELECT case_id, position, kind, date, has_query, from_at, to_at, precision,
  lead(to_at) OVER (PARTITION BY case_id, kind ORDER BY to_at, position) AS until_at
FROM conference;

-- When somebody is safeguarding lead: until the next act about them, or the day that was set.
CREATE VIEW lead_time AS
SELECT staff, from_at, CASE WHEN next_at < until_at OR until_at IS NULL THEN next_at ELSE until_at END AS until_at
FROM (
  SELECT *, lead(from_at) OVER (PARTITION BY staff ORDER BY from_at, position) AS next_at FROM lead_act
) WHERE act = 'assigned';

-- Who came to know of a risk, disclosure or concern, when, and by which entry.
CREATE VIEW knows AS
SELECT case_id, thing, label, author AS party, 1 AS is_staff, 'wrote' AS how, role, position,
  from_at, to_at, precision, recorded_at
FROM matter_entry
UNION ALL
SELECT case_id, thing, label, on_behalf_of, 1, 'had-it-written', NULL, position,
  from_at, to_at, precision, recorded_at
FROM matter_entry WHERE on_behalf_of IS NOT NULL
UNION ALL
SELECT m.case_id, m.thing, m.label, k.party, k.is_staff, k.how, k.role, m.position,
  m.from_at, m.to_at, m.precision, m.recorded_at
FROM matter_entry AS m JOIN knower AS k ON k.case_id = m.case_id AND k.position = m.position
UNION ALL
-- Those who were in the session in which it showed.
SELECT m.case_id, m.thing, m.label, s.staff, 1, 'attended', NULL, m.position,
  m.from_at, m.to_at, m.precision, m.recorded_at
FROM matter_entry AS m
JOIN (
  SELECT case_id, position, session FROM risk_entry UNION ALL
  SELECT case_id, position, session FROM disclosure_entry
) AS e ON e.case_id = m.case_id AND e.position = m.position
JOIN session_staff AS s ON s.case_id = e.case_id AND s.session = e.session
UNION ALL
-- Those who were given an action on it later.
SELECT m.case_id, m.thing, m.label, r.owner, 1, 'owns-action', NULL, r.position,
  r.from_at, r.to_at, r.precision, r.recorded_at
FROM matter_entry AS m
JOIN action_entry AS a ON a.case_id = m.case_id AND a.position = m.position AND a.act = 'assigned'
JOIN action_entry AS r ON r.case_id = a.case_id AND r.action = a.action AND r.act = 'reassigned' AND r.owner IS NOT NULL
UNION ALL
-- Those who were shown an entry about it.
SELECT m.case_id, m.thing, m.label, v.staff, 1, 'shown', v.role, v.position,
  v.from_at, v.to_at, v.precision, v.recorded_at
FROM matter_entry AS m
JOIN record_shown AS v ON v.case_id = m.case_id AND m.position BETWEEN v.first_shown AND v.last_shown;
