-- The people of a case, where they live, who may decide for them, who else looks after them, and how
-- they were reached. One row per entry; what holds at a time is left to views and queries.

CREATE TABLE person (
  case_id      TEXT NOT NULL,
  person       TEXT NOT NULL,
  position     INTEGER NOT NULL,
  role         TEXT NOT NULL,
  name         TEXT,
  relationship TEXT,
  born         TEXT,
  age_years    INTEGER,
  in_household INTEGER,
  is_filmed    INTEGER,
  from_at      TEXT,
  to_at        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  recorded_at  TEXT NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

-- What was said of who lives with the child: when the person was added, then with every move.
CREATE TABLE household_entry (
  case_id      TEXT NOT NULL,
  person       TEXT NOT NULL,
  position     INTEGER NOT NULL,
  act          TEXT NOT NULL,
  in_household INTEGER,
  from_at      TEXT,
  to_at        TEXT NOT NULL,
  precision    TEXT NOT NULL,
  recorded_at  TEXT NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

-- Numbers are a dated list: a new one replaces the old after adoption, for one.
CREATE TABLE nhs_number (
  case_id     TEXT NOT NULL,
  person      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  nhs_number  TEXT NOT NULL,
  valid_from  TEXT,
  replaces    TEXT,
  to_at       TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE responsibility_entry (
  case_id     TEXT NOT NULL,
  child       TEXT NOT NULL,
  holder      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  holds       INTEGER NOT NULL,
  basis       TEXT,
  until_day   TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, child, holder, position)
) STRICT, WITHOUT ROWID;

-- Care that a person has from others at the same time.
CREATE TABLE other_care (
  case_id     TEXT NOT NULL,
  person      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  agency      TEXT,
  provider    TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, person, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE family_attendance (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  person      TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  session     TEXT,
  booked      TEXT,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE family_contact (
  case_id     TEXT NOT NULL,
  position    INTEGER NOT NULL,
  person      TEXT NOT NULL,
  how         TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  author      TEXT NOT NULL,
  from_at     TEXT,
  to_at       TEXT NOT NULL,
  precision   TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Every entry that names somebody, so that a child nobody speaks of can be seen.
CREATE TABLE mention (
  case_id  TEXT NOT NULL,
  person   TEXT NOT NULL,
  position INTEGER NOT NULL,
  from_at  TEXT,
  to_at    TEXT NOT NULL,
  PRIMARY KEY (case_id, person, to_at, position)
) STRICT, WITHOUT ROWID;

-- Whether somebody lives with the child, from when until when; null is not known.
CREATE VIEW household_time AS
SELECT case_id, person, position, act, in_household, from_at, to_at, precision,
  lead(to_at) OVER (PARTITION BY case_id, person ORDER BY to_at, position) AS until_at
FROM household_entry;

-- Children and young people who live with the child, or may, for as long as it is not known that they left.
CREATE VIEW child_at_home AS
SELECT h.case_id, h.person, h.position, h.to_at, h.until_at, h.in_household, p.born, p.age_years, p.to_at AS aged_at
FROM household_time AS h
JOIN person AS p ON p.case_id = h.case_id AND p.person = h.person AND p.role IN ('child', 'sibling')
WHERE h.in_household IS NOT 0;

-- Who may decide for a child, as last said of each holder and child.
CREATE VIEW responsibility_time AS
SELECT case_id, child, holder, position, holds, basis, until_day, from_at, to_at, precision,
  lead(to_at) OVER (PARTITION BY case_id, child, holder ORDER BY to_at, position) AS until_at
FROM responsibility_entry;

-- Care as it stood before each entry, by agency: another provider is a change of hands.
CREATE VIEW care_change AS
SELECT * FROM (
  SELECT case_id, person, position, agency, provider, from_at, to_at, precision,
    lag(provider) OVER w AS provider_before, lag(position) OVER w AS position_before
  FROM other_care
  WINDOW w AS (PARTITION BY case_id, person, agency ORDER BY to_at, position)
) WHERE provider_before <> provider;
