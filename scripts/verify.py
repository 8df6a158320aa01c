#!/usr/bin/env python3
"""Verify a record's log from outside the program that wrote it.

Written from docs/LOG_FORMAT.md alone; it shares no code with the program, so that a mistake in
the one cannot hide in the other. Section numbers (§) in this file are that page's.

Exit codes: 0 whole, 3 damaged, 4 nothing there that can be read as a log, 64 wrong usage.
"""

import argparse
import base64
import binascii
import contextlib
import datetime
import hashlib
import io
import json
import pathlib
import random
import re
import shutil
import sqlite3
import sys
import tempfile
import typing

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519

WHOLE, DAMAGED, NO_LOG, USAGE = 0, 3, 4, 64
APPLICATION_ID, USER_VERSION = 0x5649474C, 1
DAMAGE_LIMIT = 50  # after so many, more lines would tell nobody anything, only fill memory
KINDS = ("entry", "access", "service", "governance", "erasure")
KEY_FROM_RECORD = "key taken from record.json, which whoever writes the log can write too"
EPOCH = datetime.datetime(1970, 1, 1)

COLUMNS = {
    "event": {
        "position": "INTEGER", "id": "BLOB", "stream": "BLOB", "n": "INTEGER", "kind": "TEXT",
        "recorded_at": "INTEGER", "by": "TEXT", "unit": "BLOB", "size": "INTEGER",
        "sealed": "BLOB", "content": "BLOB", "hashes": "BLOB",
    },
    "sealed": {"position": "INTEGER", "body": "BLOB"},
    "checkpoint": {"number": "INTEGER", "size": "INTEGER", "note": "TEXT"},
}
SCHEMA = (
    {("table", table) for table in COLUMNS}
    | {("index", "event_by_stream"), ("index", "event_by_erased_unit")}
    | {("trigger", f"{t}_{act}") for t in COLUMNS for act in ("insert", "update", "delete")}
)
EVENT_COLUMNS = ", ".join(f'"{column}"' for column in COLUMNS["event"])


class NotALog(Exception):
    """There is nothing here that could be verified."""


class Refused(Exception):
    """A note or a key is not as it must be; the text says why."""


class Enough(Exception):
    """DAMAGE_LIMIT is reached."""


class Damage(typing.NamedTuple):
    position: int | None
    table: str
    column: str | None
    rule: str

    def __str__(self):
        place = self.table if self.position is None else f"{self.table} {self.position}"
        return f"{place}{f' column {self.column}' if self.column else ''}: {self.rule}"


class Event(typing.NamedTuple):
    position: int
    id: bytes
    stream: bytes
    n: int
    kind: str
    recorded_at: int
    by: str
    unit: bytes
    size: int
    sealed: bytes | None
    content: bytes | None
    hashes: bytes


# Leaf and tree (§3)


def sha256(data):
    return hashlib.sha256(data).digest()


def node_hash(left, right):
    return sha256(b"\x01" + left + right)


def uuid_text(data):
    digits = data.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def time_text(milliseconds):
    """The written form of a time; OverflowError where the form has no year for it."""
    moment = EPOCH + datetime.timedelta(milliseconds=milliseconds)
    return moment.isoformat(timespec="milliseconds") + "Z"


def hash_text(data):
    return "-" if data is None else base64.b64encode(data).decode()


def leaf_text(record, e, prev):
    return (
        f"vigil-event/v1\nlog {uuid_text(record)}\nid {uuid_text(e.id)}\n"
        f"stream {uuid_text(e.stream)}\nn {e.n}\nkind {e.kind}\nat {time_text(e.recorded_at)}\n"
        f"by {e.by}\nunit {uuid_text(e.unit)}\nprev {hash_text(prev)}\nsize {e.size}\n"
        f"sealed {hash_text(e.sealed)}\ncontent {hash_text(e.content)}\n"
    ).encode("utf-8", "surrogateescape")


def leaf_hash(text):
    return sha256(b"\x00" + text)


def completed_count(index):
    """How many perfect subtrees the leaf of this index completes, itself among them."""
    return 1 + (~index & (index + 1)).bit_length() - 1


class Tree:
    """A Merkle tree that keeps only the perfect subtrees not yet joined, the largest first."""

    def __init__(self, size=0, peaks=()):
        self.size, self.peaks = size, list(peaks)

    def completed(self, leaf):
        hashes, peaks = [leaf], len(self.peaks)
        for _ in range(completed_count(self.size) - 1):
            peaks -= 1
            hashes.append(node_hash(self.peaks[peaks], hashes[-1]))
        return hashes

    def append(self, leaf):
        hashes = self.completed(leaf)
        del self.peaks[len(self.peaks) - len(hashes) + 1:]
        self.peaks.append(hashes[-1])
        self.size += 1
        return hashes

    def root(self):
        if not self.peaks:
            return sha256(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def root_of_inclusion(index, size, leaf, proof):
    """The root that an inclusion proof leads to, None where its length is wrong (RFC 9162)."""
    first, second, root = index, size - 1, leaf
    if not 0 <= index < size:
        return None
    for step in proof:
        if second == 0:
            return None
        if first & 1 or first == second:
            root = node_hash(step, root)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            root = node_hash(root, step)
        first, second = first >> 1, second >> 1
    return root if second == 0 else None


def is_consistent(size1, size2, root1, root2, proof):
    """Whether the proof shows the tree of size1 to be the beginning of that of size2."""
    if size1 == size2:
        return not proof and root1 == root2
    if not 0 < size1 < size2 or not proof:
        return False
    steps = [root1, *proof] if size1 & (size1 - 1) == 0 else list(proof)
    first, second = size1 - 1, size2 - 1
    while first & 1:
        first, second = first >> 1, second >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if second == 0:
            return False
        if first & 1 or first == second:
            old, new = node_hash(step, old), node_hash(step, new)
            while not first & 1 and first:
                first, second = first >> 1, second >> 1
        else:
            new = node_hash(new, step)
        first, second = first >> 1, second >> 1
    return second == 0 and old == root1 and new == root2


# Checkpoints (§4)


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3 or not parts[0] or re.search(r"\s", parts[0]):
            raise Refused("a verification key is name+id+key")
        data = exact_base64(parts[2], 33, "the key")
        self.name, self.id = parts[0], sha256(parts[0].encode() + b"\n" + data)[:4]
        # 1 signs a log's checkpoints; 4 is a witness's, who signs with the time at which it saw one.
        self.is_witness = data[0] == 4
        if data[0] not in (1, 4) or parts[1] != self.id.hex():
            raise Refused("the key is not Ed25519, or its id is not that of its name and bytes")
        self.public_bytes = data[1:]
        self.public = ed25519.Ed25519PublicKey.from_public_bytes(data[1:])
        self.text = text

    def __eq__(self, other):
        return isinstance(other, Key) and self.text == other.text

    def __hash__(self):
        return hash(self.text)

    def verify(self, signature, text):
        if self.is_witness:
            seconds = int.from_bytes(signature[:8], "big")
            signature, text = signature[8:], f"cosignature/v1\ntime {seconds}\n".encode() + text
        self.public.verify(signature, text)


def exact_base64(text, length, what):
    """Base64 has several spellings of the same bytes; only the one an encoder writes is let in."""
    with contextlib.suppress(binascii.Error, ValueError):
        data = base64.b64decode(text, validate=True)
        if len(data) == length and base64.b64encode(data).decode() == text:
            return data
    raise Refused(f"{what} is not the base64 of {length} bytes")


def open_note(note, keys):
    """The signed text and the keys that signed it; every line must be by a key in `keys`."""
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise Refused("no empty line between text and signatures, or no newline at the end")
    text += "\n"
    signers = []
    for line in lines[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            raise Refused("a signature line is not dash, name, base64")
        start = base64.b64decode(parts[2][:8] + "==", validate=False)[:4]
        key = next((k for k in keys if (k.name, k.id) == (parts[1], start)), None)
        if key is None:
            exact_base64(parts[2], 68, "a signature")
            raise Refused("a signature line is by a key that was not given")
        data = exact_base64(parts[2], 76 if key.is_witness else 68, "a signature")
        if key in signers:
            raise Refused("two signature lines are by the same key")
        try:
            key.verify(data[4:], text.encode("utf-8", "surrogateescape"))
        except InvalidSignature:
            raise Refused(f"the signature of {key.name} does not verify") from None
        signers.append(key)
    return text, signers


def checkpoint_text(text, origin):
    """Size, root and what follows them."""
    match = re.fullmatch(r"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([^\n]+)\n((?:.|\n)*)", text)
    if not match or origin is not None and match[1] != origin:
        raise Refused("the text is not the log's origin, a size and a root, one line each")
    return match[1], int(match[2]), exact_base64(match[3], 32, "the root"), match[4]


class Handover(typing.NamedTuple):
    """From one signing key to the next (§4.3)."""
    text: str
    size: int
    old: Key
    new: Key
    is_signed_by_old: bool

    @classmethod
    def read(cls, note):
        """None for what is no handover, or not one that its new key has signed."""
        try:
            text, _, lines = note.rpartition("\n\n")
            text += "\n"
            origin, size, _, rest = checkpoint_text(text, None)
            match = re.fullmatch(r"vigil-handover/v1 (\S+) (\S+)\n", rest)
            if not match:
                return None
            old, new = Key(match[1]), Key(match[2])
            if size == 0 or {old.name, new.name} != {origin} or old.is_witness or new.is_witness \
                    or old.public_bytes == new.public_bytes:
                return None
            # Witnesses may have signed as well; who did is looked at in its own turn.
            own = [line for line in lines[:-1].split("\n")
                   if is_line_of(line, old) or is_line_of(line, new)]
            _, signers = open_note(text + "\n" + "".join(f"{line}\n" for line in own), [old, new])
        except Refused:
            return None
        return cls(text, size, old, new, old in signers) if new in signers else None


def is_line_of(line, key):
    return line.startswith(f"\u2014 {key.name} ") and line.split(" ")[2].startswith(
        base64.b64encode(key.id).decode()[:5])


class KeyHistory:
    """Which key signs at which sizes, as far as trust reaches along the handovers (§4.3)."""

    def __init__(self, handovers, trusted):
        self.handovers, self.spans = [], []  # spans: (key, first size, last size or None)
        chain = [handovers[0].old, *(handover.new for handover in handovers)] if handovers else []
        known = [place for place, key in enumerate(chain) if key in trusted]
        if not known or len(set(chain)) != len(chain):
            # Without a chain that holds it, the key given is the log's at all sizes.
            self.spans = [(trusted[0], 0, None)] if trusted else []
            return
        reached = known[-1]
        while reached < len(handovers) and handovers[reached].is_signed_by_old:
            reached += 1
        self.handovers = handovers[:reached]
        for place in range(reached + 1):
            first = handovers[place - 1].size + 1 if place else 0
            last = handovers[place].size if place < len(handovers) else None
            self.spans.append((chain[place], first, last))

    @property
    def keys(self):
        return [key for key, _, _ in self.spans]

    def read(self, note, others):
        """Size and root of a checkpoint, signed as its size asks; `others` may sign beside."""
        text, signers = open_note(note, self.keys + [key for key in others
                                                     if key not in self.keys])
        own = {key for key in signers if key in self.keys}
        origin, size, root, rest = checkpoint_text(text, self.keys[0].name)
        handover = next((h for h in self.handovers if h.text == text), None)
        if rest and not handover:
            raise Refused("it hands over from a key that is not in use, is not trusted, or has not "
                          "signed" if rest.startswith("vigil-handover/")
                          else "the text is not the log's origin, a size and a root, one line each")
        due = {handover.new} | ({handover.old} if handover.is_signed_by_old else set()) \
            if handover else {key for key, first, last in self.spans
                              if first <= size and (last is None or size <= last)}
        if own != due:
            for key, _, last in self.spans:
                if key in own and last is not None and last < size:
                    raise Refused(f"signed by a key that was retired at size {last}")
            raise Refused("the log's key did not sign it")
        return size, root


# Verifying (§6)


def type_faults(e):
    """Values of which no leaf can be built, as (column, sentence)."""
    for column in ("id", "stream", "unit"):
        if type(value := getattr(e, column)) is not bytes or len(value) != 16:
            yield column, "not a blob of 16 bytes"
    for column in ("n", "recorded_at", "size"):
        if type(getattr(e, column)) is not int:
            yield column, "not an integer"
    for column in ("kind", "by"):
        if type(getattr(e, column)) is not str:
            yield column, "not a text"
    for column in ("sealed", "content"):
        value = getattr(e, column)
        if value is not None and (type(value) is not bytes or len(value) != 32):
            yield column, "neither NULL nor a blob of 32 bytes"
    if type(e.recorded_at) is int:
        try:
            time_text(e.recorded_at)
        except OverflowError:
            yield "recorded_at", "not a time of four-digit years"


def one_byte_off(data):
    for place, old in enumerate(data):
        for new in range(256):
            if new != old:
                yield data[:place] + bytes((new,)) + data[place + 1:]


def one_byte_off_integer(value):
    """SQLite stores an integer in 1 to 8 bytes, so one byte of any of these widths counts."""
    values = set()
    for width in (1, 2, 3, 4, 6, 8):
        with contextlib.suppress(OverflowError):
            for data in one_byte_off(value.to_bytes(width, "big", signed=True)):
                values.add(int.from_bytes(data, "big", signed=True))
    return values


# Litestream's two tables, which may stand beside the log's own, written exactly so (§2).
REPLICATION = {"CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
               "CREATE TABLE _litestream_lock (id INTEGER)"}


class Verifier:
    """One pass over a log. What grows with the log is kept in a scratch database on disk."""

    def __init__(self, log, keys, start=1):
        self.log, self.start = log, start
        # keys[0] is the log's own; any of them that is no witness's may be in the chain of its keys.
        self.trusted, self.others = [key for key in keys if not key.is_witness], keys[1:]
        self.history = KeyHistory([], self.trusted)
        self.damages, self.notes = [], []
        self.tree, self.record, self.last_time = Tree(), None, None
        self.checkpoints = self.newest = self.erased = 0
        self.reading, self.cut = "schema", False
        self.scratch = sqlite3.connect("", isolation_level=None)
        self.scratch.executescript("""
            PRAGMA journal_mode = OFF; PRAGMA cache_size = -16384; BEGIN;
            CREATE TABLE stream (stream PRIMARY KEY, n, leaf) WITHOUT ROWID;
            CREATE TABLE id (id PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE unit (unit PRIMARY KEY, bodies DEFAULT 0, erasure) WITHOUT ROWID;
            CREATE TABLE bodyless (position INTEGER PRIMARY KEY, unit);
            CREATE TABLE wanted (size INTEGER PRIMARY KEY, root)""")

    def report(self, position, table, column, rule):
        self.damages.append(Damage(position, table, column, rule))
        if len(self.damages) >= DAMAGE_LIMIT:
            raise Enough

    def run(self):
        try:
            self.check_header()
            if self.check_schema():
                self.note_wanted_roots()
                if self.begin():
                    self.check_events()
                    self.check_bodyless()
                    self.check_checkpoints()
        except Enough:
            self.notes.append(f"stopped after {DAMAGE_LIMIT} damages")
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            # A Unicode error is SQLite's message about a schema that is no longer UTF-8.
            if getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF \
                    != sqlite3.SQLITE_CORRUPT:
                raise
            place = self.tree.size + 1 if self.reading == "event" else None
            rule = f"SQLite cannot read on: {error}"
            self.damages.append(Damage(place, self.reading, None, rule))
        finally:
            self.scratch.close()
        self.damages.sort(key=lambda d: (d.position is not None, d.table == "checkpoint",
                                         d.position, d.table != "event"))
        return self

    def check_header(self):
        """Begin one transaction for all that is read, so that a writer beside does no harm."""
        self.log.executescript("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; BEGIN;")
        for name, wanted in ("application_id", APPLICATION_ID), ("user_version", USER_VERSION):
            if self.log.execute(f"PRAGMA {name}").fetchone()[0] != wanted:
                raise NotALog(f"log.sqlite is not a log of version {USER_VERSION}: wrong {name}")

    def check_schema(self):
        """Whether the tables can be read; what else is amiss with them is only reported."""
        found = {(kind, name) for kind, name, sql in self.log.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_autoindex\\_%' "
            "ESCAPE '\\' OR type <> 'index'") if sql not in REPLICATION}
        for kind, name in sorted(SCHEMA - found):
            self.report(None, "schema", None, f"the {kind} {name} is missing")
        for kind, name in sorted(found - SCHEMA):
            self.report(None, "schema", None, f"the {kind!a} {name!a} is in no new log")
        strict = {row[1]: row[5] for row in self.log.execute("PRAGMA table_list")}
        readable = True
        for table, columns in COLUMNS.items():
            if ("table", table) not in found:
                readable = False
                continue
            info = list(self.log.execute(f"PRAGMA table_xinfo({table})"))
            wanted = [(name, kind, int(place == 0), 0)
                      for place, (name, kind) in enumerate(columns.items())]
            if [(name, kind, key, hidden) for _, name, kind, _, _, key, hidden in info] != wanted:
                self.report(None, "schema", None, f"the columns of {table} are not a new log's")
                readable = False
            if not strict.get(table):
                self.report(None, "schema", None, f"the table {table} is not STRICT")
        return readable

    def note_wanted_roots(self):
        """Checkpoints are judged after the events; here only the sizes they speak of are taken."""
        self.reading = "checkpoint"
        handovers = []
        for (note,) in self.log.execute("SELECT note FROM checkpoint ORDER BY number"):
            handover = Handover.read(note) if type(note) is str and "\nvigil-handover/" in note \
                else None
            # One that does not continue the one before does not count, and is refused in its turn.
            if handover and (not handovers or handover.old == handovers[-1].new
                             and handover.size > handovers[-1].size):
                handovers.append(handover)
            match = re.match(r"[^\n]*\n([0-9]{1,18})\n", note) if type(note) is str else None
            if match:
                self.scratch.execute("INSERT OR IGNORE INTO wanted VALUES (?, NULL)",
                                     (int(match[1]),))
        self.history = KeyHistory(handovers, self.trusted)

    def stored_tree(self, size):
        """The tree of the first events as the column `hashes` has it (§3.2)."""
        peaks, done = [], 0
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                done += 1 << level
                row = self.log.execute("SELECT hashes FROM event WHERE position = ?",
                                       (done,)).fetchone()
                peak = row[0][32 * level:32 * level + 32] if row and type(row[0]) is bytes else b""
                if len(peak) != 32:
                    self.report(done, "event", "hashes", "no hash here for the tree before --from")
                    peak = bytes(32)
                peaks.append(peak)
        return Tree(size, peaks)

    def begin(self):
        """With --from, take what stands before it as it is stored; False if it is not there."""
        self.reading = "event"
        before = self.start - 1
        if before == 0:
            return True
        rows = {position: (stream, at) for position, stream, at in self.log.execute(
            "SELECT position, stream, recorded_at FROM event WHERE position IN (1, ?)", (before,))}
        if 1 not in rows or before not in rows or type(rows[1][0]) is not bytes:
            self.report(before, "event", None, "no such event, though --from takes it for known")
            return False
        self.record = rows[1][0]
        self.last_time = rows[before][1] if type(rows[before][1]) is int else None
        self.tree = self.stored_tree(before)
        for position, unit in self.log.execute(
                "SELECT position, unit FROM event WHERE kind = 'erasure' AND position < ? "
                "AND typeof(unit) = 'blob'", (self.start,)):
            self.scratch.execute("INSERT OR IGNORE INTO unit VALUES (?, 0, ?)", (unit, position))
        self.notes.append(f"events before {self.start} were not read, only their stored hashes")
        return True

    def check_events(self):
        floor = "" if self.start == 1 else f"WHERE position >= {self.start}"
        bodies = iter(self.log.execute(
            f"SELECT position, body FROM sealed {floor} ORDER BY position"))
        place, body = next(bodies, (None, None))
        next_wanted = self.take_roots(-1)
        for row in self.log.execute(
                f"SELECT {EVENT_COLUMNS} FROM event NOT INDEXED {floor} ORDER BY position"):
            e = Event(*row)
            expected = self.tree.size + 1
            if e.position != expected:
                self.report(expected, "event", "position",
                            f"the next row has position {e.position}; no event from here on "
                            "can be placed in the tree")
                self.cut = True
                return
            while place is not None and place < expected:
                self.report(place, "sealed", "position", "a body without its event")
                place, body = next(bodies, (None, None))
            if place == expected:
                # NULL is not a blob, and not the same as no row.
                self.check_event(e, "" if body is None else body)
                place, body = next(bodies, (None, None))
            else:
                self.check_event(e, None)
            if self.tree.size == next_wanted:
                next_wanted = self.take_roots(next_wanted - 1)
            if self.record is None:
                self.notes.append("without the record's id, which event 1 says, no leaf can be "
                                  "computed: nothing after it was read")
                self.cut = True
                return
        while place is not None:
            self.report(place, "sealed", "position", "a body without its event")
            place, body = next(bodies, (None, None))

    def take_roots(self, done):
        """Note the roots wanted at sizes up to the tree's; the next size wanted after these."""
        while True:
            size = self.scratch.execute("SELECT min(size) FROM wanted WHERE size > ?",
                                        (done,)).fetchone()[0]
            if size is None or size > self.tree.size:
                return size
            tree = self.tree if size == self.tree.size else self.stored_tree(size)
            self.scratch.execute("UPDATE wanted SET root = ? WHERE size = ?", (tree.root(), size))
            done = size

    def last_of(self, stream):
        """n and leaf hash of the stream's newest event so far; (-1, None) before its first."""
        row = self.scratch.execute("SELECT n, leaf FROM stream WHERE stream = ?",
                                   (stream,)).fetchone()
        if row is None and self.start > 1:
            row = self.log.execute("SELECT n, substr(hashes, 1, 32) FROM event WHERE stream = ? "
                                   "AND position < ? AND typeof(n) = 'integer' "
                                   "AND typeof(hashes) = 'blob' ORDER BY n DESC LIMIT 1",
                                   (stream, self.start)).fetchone()
        return row or (-1, None)

    def leaf_of(self, e):
        """The leaf hash, None where the event does not follow its stream's last."""
        n, prev = self.last_of(e.stream)
        if e.n != n + 1:
            return None
        try:
            return leaf_hash(leaf_text(e.stream if e.position == 1 else self.record, e, prev))
        except OverflowError:
            return None

    def faults(self, e):
        """Rules about single columns and about the events before, as (column, sentence)."""
        if e.id[6] >> 4 != 7 or e.id[8] >> 6 != 2:
            yield "id", "not a UUIDv7"
        if e.n != (n := self.last_of(e.stream)[0] + 1):
            yield "n", f"{e.n} where {n} comes next in the stream"
        if e.kind not in KINDS:
            yield "kind", "not one of the five kinds"
        if self.last_time is not None and e.recorded_at < self.last_time:
            yield "recorded_at", "earlier than the event before"
        if not re.fullmatch(r"[a-z0-9-]{1,64}", e.by):
            yield "by", "not a pseudonym"
        if e.size < 0 or (e.size == 0) != (e.kind == "erasure"):
            yield "size", f"{e.size} for an event of kind {e.kind!a}"
        for column in ("sealed", "content"):
            if (getattr(e, column) is None) != (e.size == 0):
                yield column, "NULL must go with size 0, and only with it"

    def candidates(self, e, body):
        """The event with one column put to what it may have been before somebody changed it."""
        if type(body) is bytes:
            yield "sealed", sha256(body)
            yield "size", len(body)
        yield "n", self.last_of(e.stream)[0] + 1
        for kind in KINDS:
            yield "kind", kind
        for column in ("id", "stream", "n", "recorded_at", "by", "unit", "size", "sealed",
                       "content"):
            value = getattr(e, column)
            if type(value) is int:
                yield from ((column, other) for other in one_byte_off_integer(value))
            elif type(value) is bytes:
                yield from ((column, other) for other in one_byte_off(value))
            elif type(value) is str:
                data = value.encode("utf-8", "surrogateescape")
                yield from ((column, other.decode("utf-8", "surrogateescape"))
                            for other in one_byte_off(data))

    def check_event(self, e, body):
        """Check one event, then go on as if it were whole, so that later damage shows too."""
        position, told = e.position, set()

        def tell(column, rule):
            told.add(column)
            self.report(position, "event", column, rule)

        hashes = e.hashes if type(e.hashes) is bytes else b""
        if len(hashes) != 32 * completed_count(position - 1):
            tell("hashes", f"not {completed_count(position - 1)} hashes of 32 bytes")
        stored = hashes[:32] if len(hashes) >= 32 else None
        for column, rule in type_faults(e):
            tell(column, rule)
        if told - {"hashes"}:
            leaf = stored or bytes(32)
        else:
            e, leaf = self.check_leaf(e, body, stored, tell)
        completed = b"".join(self.tree.append(leaf))
        if hashes[32:] != completed[32:] and "hashes" not in told:
            tell("hashes", "a subtree's hash is not that of the leaves below it")
        if type(e.stream) is bytes and type(e.n) is int:
            self.scratch.execute("REPLACE INTO stream VALUES (?, ?, ?)", (e.stream, e.n, leaf))
        if not told & {None, "recorded_at"}:
            self.last_time = e.recorded_at
        if "unit" not in told or type(e.unit) is bytes:
            self.check_body(e, body)

    def check_leaf(self, e, body, stored, tell):
        """The event as it was, if a changed column could be found, and the leaf to go on with."""
        leaf = self.leaf_of(e)
        if stored is not None and leaf != stored:
            for column, value in self.candidates(e, body):
                repaired = e._replace(**{column: value})
                if self.leaf_of(repaired) == stored:
                    tell(column, "changed: the stored leaf hash fits what stood here before")
                    e, leaf = repaired, stored
                    break
        found = list(self.faults(e))
        if not self.scratch.execute("INSERT OR IGNORE INTO id VALUES (?)", (e.id,)).rowcount or (
                self.start > 1 and self.log.execute(
                    "SELECT 1 FROM event WHERE id = ? AND position < ?",
                    (e.id, self.start)).fetchone()):
            found.append(("id", "an event before has the same id"))
        for column, rule in found:
            tell(column, rule)
        if stored is None or leaf == stored:
            self.record = self.record or e.stream
            return e, leaf or bytes(32)
        # A changed input changes every byte of a hash: where few differ, or where the computed
        # leaf fits the subtrees above it, the stored hash is what was changed.
        if leaf is not None:
            above = b"".join(self.tree.completed(leaf)[1:])
            if sum(a != b for a, b in zip(leaf, stored)) <= 8 or above and above == e.hashes[32:]:
                tell("hashes", "the leaf hash was changed")
                self.record = self.record or e.stream
                return e, leaf
        if not found:
            tell(None, "the leaf hash is not that of the columns; more than one byte was changed")
        return e, stored

    def check_body(self, e, body):
        position = e.position
        if e.kind == "erasure":
            row = self.scratch.execute(
                "INSERT INTO unit VALUES (?, 0, ?) ON CONFLICT DO UPDATE SET "
                "erasure = coalesce(erasure, excluded.erasure) RETURNING erasure",
                (e.unit, position)).fetchone()
            if row[0] != position:
                self.report(position, "event", "unit", f"erased already by event {row[0]}")
        if body is None:
            if e.size != 0:
                self.scratch.execute("INSERT INTO bodyless VALUES (?, ?)", (position, e.unit))
            return
        self.scratch.execute("INSERT INTO unit VALUES (?, 1, NULL) ON CONFLICT DO UPDATE SET "
                             "bodies = bodies + 1", (e.unit,))
        if e.size == 0:
            self.report(position, "sealed", "position", "a body for an event that has none")
        elif type(body) is not bytes:
            self.report(position, "sealed", "body", "not a blob")
        elif len(body) != e.size:
            self.report(position, "sealed", "body", f"{len(body)} bytes, not {e.size}")
        elif sha256(body) != e.sealed:
            self.report(position, "sealed", "body", "its SHA-256 is not the one in the event")

    def check_bodyless(self):
        """An erasure may stand anywhere in the log, so this waits until all events are read."""
        missing = "FROM bodyless LEFT JOIN unit USING (unit) WHERE erasure IS"
        self.erased = self.scratch.execute(f"SELECT count(*) {missing} NOT NULL").fetchone()[0]
        if not self.cut:
            for (position,) in self.scratch.execute(f"SELECT position {missing} NULL"):
                self.report(position, "sealed", None, "no body, and no erasure of its unit")
        for unit, bodies, erasure in self.scratch.execute(
                "SELECT * FROM unit WHERE bodies > 0 AND erasure IS NOT NULL LIMIT 20"):
            self.notes.append(f"the erasure at {erasure} did not finish: bodies left in unit "
                              f"{uuid_text(unit)}: {bodies}")

    def check_checkpoints(self):
        self.reading = "checkpoint"
        expected, before, told_cut = 1, 0, self.cut
        for number, size, note in self.log.execute(
                "SELECT number, size, note FROM checkpoint ORDER BY number"):
            self.checkpoints += 1
            if number != expected:
                self.report(expected, "checkpoint", "number", f"the next row has number {number}")
            expected = number + 1
            try:
                if type(note) is not str:
                    raise Refused("not a text")
                signed, root = self.history.read(note, self.others)
            except Refused as refusal:
                self.report(number, "checkpoint", "note", str(refusal))
                continue
            if type(size) is not int or size != signed:
                self.report(number, "checkpoint", "size", f"{size!a}, but the note says {signed}")
            if signed < before:
                self.report(number, "checkpoint", "note", "smaller than the checkpoint before")
            before = self.newest = signed
            row = self.scratch.execute("SELECT root FROM wanted WHERE size = ?",
                                       (signed,)).fetchone()
            if signed <= self.tree.size:
                if row[0] != root:
                    self.report(number, "checkpoint", "note",
                                f"signed for another root than the first {signed} events have")
            elif not told_cut:
                told_cut = True
                self.report(self.tree.size + 1, "event", None,
                            f"the end was cut off: checkpoint {number} is over {signed} events")


# The command


def open_log(path):
    """The log, opened for reading. In a directory that cannot be written SQLite opens a WAL
    database only when told that nobody writes; where no WAL file is, that much is sure."""
    if not path.is_file():
        raise NotALog(f"there is no {path}")
    uri = path.resolve().as_uri() + "?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as log:
            log.execute("PRAGMA application_id")
    except sqlite3.DatabaseError as error:
        unwritable = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN,
                                                       sqlite3.SQLITE_READONLY)
        if unwritable and not path.with_name(path.name + "-wal").exists():
            uri += "&immutable=1"
    log = sqlite3.connect(uri, uri=True, isolation_level=None)
    # Bytes that are not UTF-8 must come through, to be refused where their column is checked.
    log.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    return log


def verify(directory, keys=None, start=1):
    notes = []
    if not keys:
        try:
            record = json.loads((directory / "record.json").read_text("utf-8"))
            keys, notes = [Key(record["key"])], [KEY_FROM_RECORD]
            keys += [Key(text) for text in record.get("witnesses", [])]
        except (OSError, ValueError, LookupError, TypeError, AttributeError, Refused) as error:
            raise NotALog(f"no key given, and none in record.json: {error}") from None
    if all(key.is_witness for key in keys):
        raise NotALog("none of the keys given is a log's")
    try:
        with contextlib.closing(open_log(directory / "log.sqlite")) as log:
            verifier = Verifier(log, keys, start).run()
    except sqlite3.Error as error:
        raise NotALog(f"{directory / 'log.sqlite'} cannot be read: {error}") from None
    verifier.notes = notes + verifier.notes
    return verifier


def print_verdict(verifier, as_json):
    # The root of a damaged log is nobody's.
    root = None if verifier.damages else hash_text(verifier.tree.root())
    size, checkpoints, erased = verifier.tree.size, verifier.checkpoints, verifier.erased
    if as_json:
        print(json.dumps({
            "verdict": "damaged" if verifier.damages else "whole", "size": size, "root": root,
            "checkpoints": checkpoints, "erased": erased,
            "keys": [{"key": key.text, "first": max(first, 1)} | ({"last": last} if last else {})
                     for key, first, last in verifier.history.spans],
            "damages": [damage._asdict() for damage in verifier.damages],
            "notes": verifier.notes}))
        return
    for damage in verifier.damages:
        print(damage)
    if not verifier.damages:
        newest = f", newest at {verifier.newest}" if checkpoints else " (nothing is signed)"
        print(f"whole: {size} events, root {root}, {checkpoints} checkpoints{newest}, "
              f"{erased} erased")
    for handover in verifier.history.handovers:
        print(f"signed by {handover.old.text} to size {handover.size}, then by {handover.new.text}"
              + ("" if handover.is_signed_by_old else "; the old key was lost and does not say so"))
    for note in verifier.notes:
        print(note)


# Known answers


def check_vectors(path):
    """Compare with published vectors; every good proof is also tried with something changed."""
    vectors = json.loads(path.read_text("utf-8"))
    counts, failures = {}, []

    def expect(kind, holds, what):
        counts[kind] = counts.get(kind, 0) + 1
        if not holds:
            failures.append(f"{kind} {what}")

    def damaged(proof):
        for place in range(len(proof)):
            yield proof[:place] + [sha256(proof[place])] + proof[place + 1:]
            yield proof[:place] + proof[place + 1:]
        yield proof + [bytes(32)]

    tree, rows, roots = Tree(), [], [Tree().root()]
    for data, digest in zip(vectors["leaf_inputs"], vectors["leaf_hashes"], strict=True):
        leaf = leaf_hash(bytes.fromhex(data))
        expect("leaf", leaf.hex() == digest, data)
        rows.append(tree.append(leaf))
        roots.append(tree.root())
    for case in vectors["roots_by_size"]:
        root = roots[case["size"]]
        expect("root", (root.hex(), hash_text(root)) == (case["root"], case["root_base64"]), case)
    for case in vectors["inclusion"]:
        index, size = case["index"], case["size"]
        leaf, root = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
        proof = [bytes.fromhex(step) for step in case["proof"]]
        expect("inclusion", root_of_inclusion(index, size, leaf, proof) == root, case)
        expect("refused", root_of_inclusion(index, size, sha256(leaf), proof) != root, case)
        for bad in damaged(proof):
            expect("refused", root_of_inclusion(index, size, leaf, bad) != root, case)
    for case in vectors["consistency"]:
        sizes = case["size1"], case["size2"]
        root1, root2 = bytes.fromhex(case["root1"]), bytes.fromhex(case["root2"])
        proof = [bytes.fromhex(step) for step in case["proof"]]
        expect("consistency", is_consistent(*sizes, root1, root2, proof), case)
        expect("refused", not is_consistent(*sizes, sha256(root1), root2, proof), case)
        expect("refused", not is_consistent(*sizes, root1, sha256(root2), proof), case)
        for bad in damaged(proof):
            expect("refused", not is_consistent(*sizes, root1, root2, bad), case)
    # The rows' hashes one after the other are the published dense storage of the same tree.
    for case in vectors["dense_storage"]["count"]:
        expect("storage", sum(map(completed_count, range(case["size"]))) == case["count"], case)
    for case in vectors["dense_storage"]["index"]:
        row = (case["n"] + 1 << case["level"]) - 1
        place = sum(map(completed_count, range(row))) + case["level"]
        expect("storage", place == case["position"], case)
    example = vectors["signed_note_example"]
    keys = [Key(key) for key in example["vkeys"]]
    text, signers = open_note(example["note"], keys)
    expect("note", text == example["text"], "text")
    expect("note", [f"{k.name}+{k.id.hex()}" for k in signers] == example["verified"], "signers")
    expect("note", Key(vectors["key_id_example"]["vkey"]).id.hex()
           == vectors["key_id_example"]["key_id"], "key id")
    for place in range(len(example["note"])):
        with contextlib.suppress(Refused):
            open_note(example["note"][:place] + "~" + example["note"][place + 1:], keys)
            expect("refused", False, f"note with character {place} changed")
            continue
        expect("refused", True, "")
    return counts, failures


# Self-test: a log written here from the same page, then damaged in every column


SAMPLE_SCHEMA = """
    PRAGMA journal_mode = WAL; PRAGMA application_id = 0x5649474C; PRAGMA user_version = 1;
    CREATE TABLE event (position INTEGER PRIMARY KEY, id BLOB UNIQUE, stream BLOB, n INTEGER,
        kind TEXT, recorded_at INTEGER, "by" TEXT, unit BLOB, size INTEGER, sealed BLOB,
        content BLOB, hashes BLOB) STRICT;
    CREATE TABLE sealed (position INTEGER PRIMARY KEY, body BLOB) STRICT;
    CREATE TABLE checkpoint (number INTEGER PRIMARY KEY, size INTEGER, note TEXT) STRICT;
"""
SAMPLE_GUARDS = [
    "CREATE UNIQUE INDEX event_by_stream ON event (stream, n)",
    "CREATE UNIQUE INDEX event_by_erased_unit ON event (unit) WHERE kind = 'erasure'",
    *(f"CREATE TRIGGER {table}_{act} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
      for table in COLUMNS for act in ("insert", "update", "delete")),
]
SAMPLE_LEAF = f"""vigil-event/v1
log 00010203-0405-0607-0809-0a0b0c0d0e0f
id 01010101-0101-0101-0101-010101010101
stream 02020202-0202-0202-0202-020202020202
n 10
kind entry
at 2026-11-22T10:15:30.123Z
by dr-a
unit 03030303-0303-0303-0303-030303030303
prev {"A" * 43}=
size 124
sealed {"/" * 42}8=
content -
"""
SAMPLE_SIZE, SAMPLE_SIGNED, SAMPLE_ERASURE = 44, (0, 1, 16, 30, 43), 33


def sign_note(secret, name, size, root):
    text = f"{name}\n{size}\n{hash_text(root)}\n"
    return key_text(secret, name), f"{text}\n{signature_line(secret, name, text)}"


def key_text(secret, name):
    public = b"\x01" + secret.public_key().public_bytes_raw()
    key_id = sha256(name.encode() + b"\n" + public)[:4]
    return f"{name}+{key_id.hex()}+{base64.b64encode(public).decode()}"


def signature_line(secret, name, text):
    key_id = bytes.fromhex(key_text(secret, name).split("+", 2)[1])
    signature = base64.b64encode(key_id + secret.sign(text.encode())).decode()
    return f"\u2014 {name} {signature}\n"


def write_sample(directory, chance, secret):
    """Events 5 and 9 share a unit, which event SAMPLE_ERASURE erases."""
    log = sqlite3.connect(directory / "log.sqlite", isolation_level=None)
    log.executescript(SAMPLE_SCHEMA)
    log.execute("BEGIN")
    streams = [chance.randbytes(16) for _ in range(5)]
    last, tree, at = {}, Tree(), 1_795_342_530_123
    units = {5: chance.randbytes(16)}
    for position in range(1, SAMPLE_SIZE + 1):
        at += chance.choice((0, 1, 70_000))
        id7 = bytearray(at.to_bytes(6, "big") + chance.randbytes(10))
        id7[6], id7[8] = id7[6] & 0x0F | 0x70, id7[8] & 0x3F | 0x80
        stream = streams[0] if position == 1 else chance.choice(streams)
        n, prev = last.get(stream, (-1, None))
        body = chance.randbytes(60 + 64 * chance.randrange(1, 5))
        unit = units[5] if position in (5, 9, SAMPLE_ERASURE) else chance.randbytes(16)
        e = Event(position, bytes(id7), stream, n + 1, chance.choice(KINDS[:4]), at,
                  chance.choice(("dr-a", "mfa-7", "b")), unit, len(body), sha256(body),
                  chance.randbytes(32), b"")
        if position == SAMPLE_ERASURE:
            e = e._replace(kind="erasure", size=0, sealed=None, content=None)
        elif position not in (5, 9):
            log.execute("INSERT INTO sealed VALUES (?, ?)", (position, body))
        leaf = leaf_hash(leaf_text(streams[0], e, prev))
        last[stream] = e.n, leaf
        e = e._replace(hashes=b"".join(tree.append(leaf)))
        log.execute(f"INSERT INTO event VALUES ({', '.join('?' * len(e))})", e)
    hashes = [row[0][:32] for row in log.execute("SELECT hashes FROM event ORDER BY position")]
    for number, size in enumerate(SAMPLE_SIGNED, 1):
        part = Tree()
        for leaf in hashes[:size]:
            part.append(leaf)
        key, note = sign_note(secret, "verify.example/self-test", size, part.root())
        log.execute("INSERT INTO checkpoint VALUES (?, ?, ?)", (number, size, note))
    for guard in SAMPLE_GUARDS:
        log.execute(guard)
    log.execute("COMMIT")
    log.close()
    (directory / "record.json").write_text(json.dumps({"format": 1, "key": key}), "utf-8")
    return key


def sample_damages(log, chance, secret):
    """Ways to damage the sample: (position, table, column or None, SQL, its arguments).

    None as column: the damage must be found at that position, whatever column is named.
    """
    def changed(data):
        place = chance.randrange(len(data))
        return data[:place] + bytes((data[place] ^ chance.randrange(1, 256),)) + data[place + 1:]

    at_event, at_sealed = (f'UPDATE {t} SET "{{}}" = ? WHERE position = ?' for t in
                           ("event", "sealed"))
    for position in (1, 2, 5, 16, 23, SAMPLE_ERASURE, SAMPLE_SIZE):
        e = Event(*log.execute(f"SELECT {EVENT_COLUMNS} FROM event WHERE position = ?",
                               (position,)).fetchone())
        for column, value in zip(e._fields, e):
            update, values = at_event.format(column), []
            if column == "position":
                values = [9999]
            elif column == "kind":
                values = [kind for kind in KINDS if kind != value] + ["entri", ""]
            elif type(value) is int:
                values = [value ^ 1, value + 256, value ^ 1 << 62]
            elif type(value) is str:
                values = ["", value + "x", "B" + value[1:], "c" + value[1:]]
            elif value is None:
                values = [bytes(32)]
            else:
                values = [changed(value), changed(value), value[:-1], value + b"\0", None]
            for new in values:
                # Lost bytes cannot be put back; that the rest of the row fits is all there is.
                named = column if column != "by" or len(new) == len(value) else None
                yield position, "event", named, update, (new, position)
            if column in ("id", "stream", "unit", "sealed", "content", "hashes"):
                yield position, "event", None, update, (chance.randbytes(len(value or b"")),
                                                        position)
        # The last event has no checkpoint over it: only the body it leaves behind tells of it.
        table = "event" if position < SAMPLE_SIZE else "sealed"
        yield position, table, "position", "DELETE FROM event WHERE position = ?", (position,)
    bodies = log.execute("SELECT position, body FROM sealed WHERE position IN (1, 8, 20, ?)",
                         (SAMPLE_SIZE,)).fetchall()
    for position, body in bodies:
        for new in (changed(body), changed(body), body[:-1], body + b"\0", b"", None,
                    chance.randbytes(len(body))):
            yield position, "sealed", "body", at_sealed.format("body"), (new, position)
        for new in (0, SAMPLE_ERASURE, SAMPLE_SIZE + 1):
            yield new, "sealed", "position", at_sealed.format("position"), (new, position)
        yield position, "sealed", None, "DELETE FROM sealed WHERE position = ?", (position,)
        yield 20, "sealed", "body", at_sealed.format("body"), (bytes(64), 20)
    at_note = 'UPDATE checkpoint SET "{}" = ? WHERE number = ?'
    for number, size, note in log.execute("SELECT * FROM checkpoint").fetchall():
        yield number, "checkpoint", "number", at_note.format("number"), (99, number)
        yield number, "checkpoint", "size", at_note.format("size"), (size + 1, number)
        line = note[note.index("\u2014"):]
        other = sign_note(ed25519.Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)),
                          "verify.example/self-test", 2, bytes(32))[1]
        notes = [note[:-1], note + line, note + "\n", "\n" + note, other, "",
                 note + other[other.index("\u2014"):], note.replace("\n", "\r\n"),
                 sign_note(secret, "verify.example/self-test", size, bytes(32))[1],
                 sign_note(secret, "verify.example/other", size, bytes(32))[1]]
        notes += [note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1:]
                  for place in range(len(note)) if number == 3 or place % 16 == number]
        for new in notes:
            yield number, "checkpoint", "note", at_note.format("note"), (new, number)
    yield 2, "checkpoint", "number", "DELETE FROM checkpoint WHERE number = ?", (2,)
    yield 43, "event", None, "DELETE FROM event WHERE position >= ?", (43,)
    yield 2, "event", None, """UPDATE event SET "by" = 'other', unit = randomblob(16)
        WHERE position = ?""", (2,)
    for kind, name in sorted(SCHEMA - {("table", t) for t in COLUMNS}):
        yield None, "schema", None, f"DROP {kind} {name}", ()
    yield None, "schema", None, "CREATE TABLE other (x)", ()
    yield None, "schema", None, "CREATE VIEW other AS SELECT 1", ()
    yield None, "schema", None, "ALTER TABLE event ADD COLUMN other TEXT", ()


def sample_histories(roots, chance, secret):
    """Checkpoints of the sample under three keys, one after the other, and ways to get it wrong.

    (what, notes, the number of the key that is trusted, the number of the first checkpoint that is refused,
    0 for none)
    """
    name = "verify.example/self-test"
    one, two, three, thief = secret, *(
        ed25519.Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)) for _ in range(3))

    def plain(size, *signers):
        text = f"{name}\n{size}\n{hash_text(roots[size])}\n"
        return text + "\n" + "".join(signature_line(signer, name, text) for signer in signers)

    def handover(size, old, new, *signers, root=None, name=name, says=None):
        text = (f"{name}\n{size}\n{hash_text(root or roots[size])}\nvigil-handover/v1 "
                f"{key_text(old, name)} {key_text(says or new, name)}\n")
        return text + "\n" + "".join(signature_line(signer, name, text)
                                     for signer in signers or (old, new))

    good = [plain(1, one), plain(16, one), handover(16, one, two), plain(17, two),
            handover(30, two, three), plain(43, three)]

    def but(place, note):
        return good[:place] + [note] + good[place + 1:]

    for key, secret_key in enumerate((one, two, three)):
        yield "three keys", good, key_text(secret_key, name), 0
    yield "a stranger's key", good, key_text(thief, name), 1
    lost = but(2, handover(16, one, two, two))
    yield "the first lost, and trusted", lost, key_text(one, name), 3
    yield "the first lost, its successor trusted", lost, key_text(two, name), 0
    yield "signed by the new key alone, the old one's line forged", \
        but(2, handover(16, one, two, two) + signature_line(thief, name, "x").replace(
            base64.b64encode(bytes.fromhex(key_text(thief, name).split("+", 2)[1])).decode()[:5],
            base64.b64encode(bytes.fromhex(key_text(one, name).split("+", 2)[1])).decode()[:5])), \
        key_text(one, name), 3
    yield "signed by the old key alone", but(2, handover(16, one, two, one)), key_text(one, name), 3
    copied = plain(16, one)
    yield "a thief's line beneath a checkpoint", but(2, copied + signature_line(
        thief, name, copied.rpartition("\n\n")[0] + "\n")), key_text(one, name), 3
    yield "the thief's key in the text, the old key's line copied", but(
        2, handover(16, one, thief, thief) + copied.rpartition("\n\n")[2]), key_text(one, name), 3
    yield "another log's", but(2, handover(16, one, two, name="verify.example/other")), \
        key_text(one, name), 3
    yield "another root's", but(2, handover(16, one, two, root=bytes(32))), key_text(one, name), 3
    yield "of one key to itself", but(2, handover(16, one, one, one)), key_text(one, name), 3
    yield "from a key that is not in use", but(4, handover(30, one, three)), key_text(one, name), 5
    yield "back to the first key, so no chain", but(4, handover(30, two, one)), \
        key_text(two, name), 1
    yield "a size larger than the checkpoint after it", but(2, handover(30, one, two)), \
        key_text(one, name), 4
    yield "the retired key signs on", but(3, plain(17, one)), key_text(one, name), 4
    yield "the retired key signs on, its successor trusted", but(3, plain(17, one)), \
        key_text(two, name), 4
    yield "the retired key signs beside", but(3, plain(17, one, two)), key_text(one, name), 4
    yield "the next key signs too early", but(1, plain(16, two)), key_text(one, name), 2
    yield "only the last key, and the first one's history forged", \
        [plain(1, one), plain(16, one), plain(17, one)], key_text(two, name), 1


def test_histories(directory, copy, chance, secret, expect, command):
    with contextlib.closing(sqlite3.connect(directory / "log.sqlite")) as log:
        leaves = [row[0][:32] for row in log.execute("SELECT hashes FROM event ORDER BY position")]
    roots, tree = {}, Tree()
    for leaf in leaves:
        tree.append(leaf)
        roots[tree.size] = tree.root()
    for what, notes, key, refused in sample_histories(roots, chance, secret):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(directory, copy)
        log = sqlite3.connect(copy / "log.sqlite", isolation_level=None)
        for act in ("insert", "update", "delete"):
            log.execute(f"DROP TRIGGER checkpoint_{act}")
        log.execute("DELETE FROM checkpoint")
        log.executemany("INSERT INTO checkpoint VALUES (?, ?, ?)",
                        [(number, int(note.split("\n")[1]), note)
                         for number, note in enumerate(notes, 1)])
        for guard in SAMPLE_GUARDS:
            if "_checkpoint" in guard or " checkpoint_" in guard:
                log.execute(guard)
        log.close()
        code, out = command(copy, "--key", key, "--json")
        told = json.loads(out)["damages"]
        expect("history", code == (DAMAGED if refused else WHOLE), f"{what}: {told}")
        if refused:
            expect("history", told[0]["position"] == refused and told[0]["table"] == "checkpoint",
                   f"{what}: {told}")
        if "signs on" in what:
            expect("history", "retired at size 16" in told[0]["rule"], f"{what}: {told}")


def self_test():
    chance = random.Random(20261122)
    secret = ed25519.Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
    counts, failures = {}, []

    def expect(kind, holds, what):
        counts[kind] = counts.get(kind, 0) + 1
        if not holds:
            failures.append(f"{kind}: {what}")

    def command(*arguments):
        with contextlib.redirect_stdout(io.StringIO()) as out, \
                contextlib.redirect_stderr(io.StringIO()):
            return main([str(argument) for argument in arguments]), out.getvalue()

    # The sample is written by the same functions that read it; this one leaf is not.
    e = Event(7, b"\1" * 16, b"\2" * 16, 10, "entry", 1_795_342_530_123, "dr-a", b"\3" * 16, 124,
              b"\xff" * 32, None, b"")
    expect("leaf text", leaf_text(bytes(range(16)), e, bytes(32)).decode() == SAMPLE_LEAF, e)
    with tempfile.TemporaryDirectory() as temporary:
        whole, copy = pathlib.Path(temporary, "whole.vigil"), pathlib.Path(temporary, "copy.vigil")
        whole.mkdir()
        key = write_sample(whole, chance, secret)
        code, out = command(whole)
        expect("whole", code == WHOLE and out.startswith(f"whole: {SAMPLE_SIZE} events, root ")
               and "5 checkpoints, newest at 43, 2 erased" in out and KEY_FROM_RECORD in out, out)
        for start in range(1, SAMPLE_SIZE + 2):
            part = verify(whole, [Key(key)], start)
            expect("from", not part.damages and part.tree.root() == verify(whole).tree.root(),
                   f"{start}: {part.damages}")
        expect("from", verify(whole, None, SAMPLE_SIZE + 2).damages, "one too many")
        expect("exit code", command(temporary)[0] == NO_LOG, "no log")
        expect("exit code", command(whole, "--key", key + "x")[0] == USAGE, "bad key")
        expect("exit code", command(whole, "--form")[0] == USAGE, "unknown option")
        with contextlib.closing(sqlite3.connect(whole / "log.sqlite")) as log:
            cases = list(sample_damages(log, chance, secret))
        for position, table, column, statement, arguments in cases:
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(whole, copy)
            log = sqlite3.connect(copy / "log.sqlite", isolation_level=None)
            if table != "schema":
                for guard in SAMPLE_GUARDS:
                    log.execute("DROP {} {}".format(*re.findall("INDEX|TRIGGER|[a-z_]+", guard)))
            log.execute(statement, arguments)
            if table != "schema":
                for guard in SAMPLE_GUARDS:
                    log.execute(guard.replace("UNIQUE", ""))  # some damage is a double
            log.close()
            found = verify(copy).damages
            case = f"{table} {position} {column} {statement} {arguments}: {found}"
            expect(f"{table} found", (position, table) in (d[:2] for d in found), case)
            if column:
                expect(f"{table} column named",
                       (position, table, column) in (d[:3] for d in found), case)
        code, out = command(copy, "--json")
        expect("exit code", code == DAMAGED and json.loads(out)["verdict"] == "damaged", out)
        test_histories(whole, copy, chance, secret, expect, command)
    return counts, failures


class Parser(argparse.ArgumentParser):
    def error(self, message):
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(USAGE)


def main(arguments=None):
    parser = Parser(description="Verify a record's log as docs/LOG_FORMAT.md says.")
    parser.add_argument("record", nargs="?", type=pathlib.Path, metavar="RECORD_DIR",
                        help="the directory NAME.vigil")
    parser.add_argument("--key", action="append", metavar="VKEY",
                        help="the log's verification key; more of them: other allowed signers")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--from", type=int, default=1, metavar="N", dest="start",
                        help="read events from N on; those before are taken as their hashes say")
    parser.add_argument("--self-test", action="store_true", help="write a log and damage it")
    parser.add_argument("--vectors", type=pathlib.Path, metavar="FILE",
                        help="compare with known answers")
    try:
        options = parser.parse_args(arguments)
        if not 1 <= options.start < 1 << 62:
            parser.error("--from is a position, counted from 1")
        if [options.record is not None, options.self_test, options.vectors is not None].count(
                True) != 1:
            parser.error("give one of RECORD_DIR, --self-test and --vectors")
        try:
            keys = [Key(key) for key in options.key or ()]
        except Refused as refusal:
            parser.error(str(refusal))
    except SystemExit as exit_:
        return exit_.code
    if options.record is not None:
        try:
            verifier = verify(options.record, keys, options.start)
        except NotALog as error:
            print(error, file=sys.stderr)
            return NO_LOG
        print_verdict(verifier, options.json)
        return DAMAGED if verifier.damages else WHOLE
    try:
        counts, failures = self_test() if options.self_test else check_vectors(options.vectors)
    except OSError as error:
        print(error, file=sys.stderr)
        return NO_LOG
    for failure in failures:
        print("FAILED", failure)
    print(", ".join(f"{count} {kind}" for kind, count in counts.items())
          + f": {len(failures)} failed")
    return DAMAGED if failures else WHOLE


if __name__ == "__main__":
    sys.exit(main())
