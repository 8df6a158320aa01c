/// The tables of `log.sqlite` and the triggers that stop accidents (docs/LOG_FORMAT.md §2).
///
/// The triggers are guard rails, not evidence: whoever can write the file can drop them. They refuse
/// on insert too, since `INSERT OR REPLACE` deletes rows without asking UPDATE or DELETE triggers,
/// by any unique key of the new row.
enum LogSchema {
    /// "VIGL", so that `file` and SQLite tools can tell the file.
    static let applicationID = 0x5649_474c
    static let version = 1

    /// What Litestream puts beside the log to replicate it: two tables that hold a number and nothing,
    /// and no event (docs/BACKUP.md). A verifier passes over these, written exactly so.
    static let replication: Set<String> = [
        "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
        "CREATE TABLE _litestream_lock (id INTEGER)",
    ]

    /// Notes that may be handovers; what they are is told by reading them.
    static let handovers = """
        SELECT note FROM checkpoint WHERE instr(note, char(10) || 'vigil-handover/v1 ') > 0
        ORDER BY number
        """

    static let statements: [String] = [
        """
        CREATE TABLE event (
          position INTEGER PRIMARY KEY CHECK (position > 0),
          id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
          stream BLOB NOT NULL CHECK (length(stream) = 16),
          n INTEGER NOT NULL CHECK (n >= 0),
          kind TEXT NOT NULL
            CHECK (kind IN ('entry', 'access', 'service', 'governance', 'erasure')),
          recorded_at INTEGER NOT NULL CHECK (recorded_at BETWEEN 0 AND 253402300799999),
          "by" TEXT NOT NULL CHECK ("by" NOT GLOB '*[^a-z0-9-]*'
            AND length("by") BETWEEN 1 AND 64 AND length(CAST("by" AS BLOB)) = length("by")),
          unit BLOB NOT NULL CHECK (length(unit) = 16),
          size INTEGER NOT NULL CHECK (size >= 0),
          sealed BLOB CHECK (length(sealed) = 32),
          content BLOB CHECK (length(content) = 32),
          hashes BLOB NOT NULL CHECK (length(hashes) > 0 AND length(hashes) % 32 = 0),
          CHECK ((size = 0) = (sealed IS NULL) AND (size = 0) = (content IS NULL)),
          CHECK ((size = 0) = (kind = 'erasure'))
        ) STRICT
        """,
        "CREATE UNIQUE INDEX event_by_stream ON event (stream, n)",
        "CREATE UNIQUE INDEX event_by_erased_unit ON event (unit) WHERE kind = 'erasure'",
        """
        CREATE TABLE sealed (
          position INTEGER PRIMARY KEY,
          body BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE checkpoint (
          number INTEGER PRIMARY KEY CHECK (number > 0),
          size INTEGER NOT NULL CHECK (size >= 0),
          note TEXT NOT NULL
        ) STRICT
        """,
        """
        CREATE TRIGGER event_insert BEFORE INSERT ON event BEGIN
          SELECT CASE
            WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event)
              THEN RAISE(ABORT, 'an event takes the next position')
            WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
              THEN RAISE(ABORT, 'an event id is taken once')
            WHEN NEW.n IS NOT
              (SELECT coalesce(max(n), -1) + 1 FROM event WHERE stream = NEW.stream)
              THEN RAISE(ABORT, 'an event takes the next place in its stream')
            WHEN NEW.recorded_at < (SELECT recorded_at FROM event WHERE position = NEW.position - 1)
              THEN RAISE(ABORT, 'recorded times never go back')
            WHEN EXISTS (SELECT 1 FROM event WHERE kind = 'erasure' AND unit = NEW.unit)
              THEN RAISE(ABORT, 'an erased unit takes no event')
          END;
        END
        """,
        """
        CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN
          SELECT RAISE(ABORT, 'events are immutable');
        END
        """,
        """
        CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN
          SELECT RAISE(ABORT, 'events are immutable');
        END
        """,
        """
        CREATE TRIGGER sealed_insert BEFORE INSERT ON sealed BEGIN
          SELECT CASE
            WHEN NEW.position IS NOT (SELECT max(position) FROM event)
              THEN RAISE(ABORT, 'a sealed body comes with the newest event')
            WHEN EXISTS (SELECT 1 FROM sealed WHERE position = NEW.position)
              THEN RAISE(ABORT, 'a sealed body is immutable')
            WHEN length(NEW.body) IS NOT (SELECT size FROM event WHERE position = NEW.position)
              THEN RAISE(ABORT, 'a sealed body has the size that its event says')
          END;
        END
        """,
        """
        CREATE TRIGGER sealed_update BEFORE UPDATE ON sealed BEGIN
          SELECT RAISE(ABORT, 'a sealed body is immutable');
        END
        """,
        """
        CREATE TRIGGER sealed_delete BEFORE DELETE ON sealed
        WHEN NOT EXISTS (
          SELECT 1 FROM event AS e JOIN event AS x ON x.unit = e.unit AND x.kind = 'erasure'
          WHERE e.position = OLD.position
        ) BEGIN
          SELECT RAISE(ABORT, 'a sealed body goes only with its unit, which is not erased');
        END
        """,
        """
        CREATE TRIGGER checkpoint_insert BEFORE INSERT ON checkpoint
        WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM checkpoint) BEGIN
          SELECT RAISE(ABORT, 'a checkpoint takes the next number');
        END
        """,
        """
        CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint BEGIN
          SELECT RAISE(ABORT, 'checkpoints are immutable');
        END
        """,
        """
        CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint BEGIN
          SELECT RAISE(ABORT, 'checkpoints are immutable');
        END
        """,
    ]
}
