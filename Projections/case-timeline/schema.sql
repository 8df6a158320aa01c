-- One row per entry of a case, as it stands. The words are kept once, beside what a list of entries shows, so that the
-- search index, which goes by position, needs no copy of its own.

CREATE TABLE timeline (
  case_id         TEXT NOT NULL,
  position        INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  type            TEXT,
  standing        TEXT NOT NULL,
  from_at         TEXT,
  to_at           TEXT NOT NULL,
  precision       TEXT NOT NULL,
  recorded_at     TEXT NOT NULL,
  by              TEXT NOT NULL,
  role            TEXT,
  on_behalf_of    TEXT,
  confidentiality TEXT,
  subjects        TEXT,
  source          TEXT,
  late_reason     TEXT,
  corrected_by    TEXT,
  text            TEXT,
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;
