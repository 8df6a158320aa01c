#!/usr/bin/env python3
"""A second engine for Projections/, written from docs/PROJECTIONS.md alone, with Python's own sqlite3.

It shares no code with Vigil: what both agree on is not an accident of either. It is also a way to try
a folder or a check in a second, without a compiler.

  projections.py digest FOLDER LINES.jsonl       rows and digest of one folder over an exported log
  projections.py sql LINES.jsonl FILE.sql [k=v]  a query over all folders, at the log's end
  projections.py scenarios FILE...               run scenario files (docs/PROJECTIONS.md, Scenarios)
  projections.py conditions CHECK.sql FILE...    drop each AND line in turn; each must break a scenario
"""
import datetime
import hashlib
import json
import os
import re
import sqlite3
import sys
import uuid
from zoneinfo import ZoneInfo

ROOT = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "Projections")
LONDON = ZoneInfo("Europe/London")
COLUMNS = [
    "position", "id", "case_id", "case_ref", "kind", "n", "unit", "type", "schema", "data",
    "standing", "first", "corrected_by", "recorded_at", "by", "role", "on_behalf_of",
    "occurred_from", "occurred_to", "precision", "subjects", "third_parties", "source",
    "confidentiality", "correlation", "cause", "late_reason",
]
RANK = {"practice": 0, "clinical": 1, "restricted": 2}


# --- Time

def utc(moment):
    return moment.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + \
        "%03dZ" % (moment.microsecond // 1000)


def instant(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def midnight(day):
    return datetime.datetime(day.year, day.month, day.day, tzinfo=LONDON)


def interval(text, recorded_at):
    """From, to and precision of an occurrence as payloads write it."""
    if text == "unknown":
        return None, recorded_at, "unknown"
    if "/" in text:
        start, end = text.split("/")
        return utc(instant(start)), min(utc(instant(end)), recorded_at), "range"
    if len(text) == 7:
        first = datetime.date.fromisoformat(text + "-01")
        last = (first + datetime.timedelta(days=32)).replace(day=1)
        precision = "month"
    elif len(text) == 10:
        first = datetime.date.fromisoformat(text)
        last = first + datetime.timedelta(days=1)
        precision = "date"
    else:
        at = utc(instant(text))
        return at, min(at, recorded_at), "instant"
    end = datetime.datetime.fromisoformat(utc(midnight(last)).replace("Z", "+00:00"))
    return utc(midnight(first)), min(utc(end - datetime.timedelta(milliseconds=1)), recorded_at), precision


# --- Events, and how they stand

class Event:
    def __init__(self, position, id, case_id, kind, n, by, recorded_at, payload, unit=""):
        self.position, self.id, self.case_id, self.kind = position, id, case_id, kind
        self.n, self.by, self.recorded_at, self.payload, self.unit = n, by, recorded_at, payload, unit


def read_lines(path):
    """The lines of `vigil log export --everything`, or of one without it."""
    events = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            value = json.loads(line)
            kind = value.get("vigilkind", "entry")
            events.append(Event(
                value["vigilposition"], value["id"],
                value.get("vigilcase", value["subject"] if kind == "entry" else None),
                kind, int(value["sequence"]), value["vigilby"], value["recordedtime"],
                value.get("data"), value.get("vigilunit", "")))
    return sorted(events, key=lambda event: event.position)


def upcast(payload):
    if payload["type"] == "goal-rated" and payload.get("schema", 1) == 1:
        data = dict(payload["data"])
        score = data.pop("score", None)
        if "rating" not in data and score is not None:
            data["rating"] = int(score)
        return {**payload, "schema": 2, "data": data}
    return payload


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def rows(events, known_types=None):
    """Rows of `event`: each event as it stands after the last of them."""
    marks, amendments, result, references = {}, {}, [], {}
    for event in reversed(events):
        payload = event.payload and upcast(event.payload)
        standing, stands, first = "current", payload, None
        marked, changed = marks.get(event.id, []), amendments.get(event.id, [])
        if payload is None:
            standing = "erased"
        elif known_types is not None and payload["type"] not in known_types:
            standing = "not-understood"
        elif marked:
            standing, first = "in-error", payload["data"]
        elif changed:
            standing, first = "amended", payload["data"]
            stands = {**payload, "data": changed[0][1].get("data", {})}
            if changed[0][1].get("occurred"):
                stands["occurred"] = changed[0][1]["occurred"]
        if standing in ("current", "amended"):
            target = stands["data"].get("target")
            if target and payload["type"] == "entry-marked-in-error":
                marks.setdefault(target, []).append(event.position)
            if target and payload["type"] == "entry-amended":
                amendments.setdefault(target, []).append((event.position, stands["data"]))
        if event.kind == "entry" and event.n == 0 and stands:
            references[event.case_id] = stands["data"].get("reference")
        counts = standing in ("current", "amended")
        when = stands.get("occurred", "unknown") if stands else "unknown"
        recorded = payload.get("origin", {}).get("recordedAt", event.recorded_at) if payload else event.recorded_at
        start, end, precision = interval(when, recorded)
        corrected = sorted(marked + [position for position, _ in changed])
        payload = payload or {}
        stands = stands or {}
        listed = lambda name: text(payload[name]) if payload.get(name) else None
        result.append({
            "position": event.position, "id": event.id, "case_id": event.case_id, "case_ref": None,
            "kind": event.kind, "n": event.n, "unit": event.unit,
            "type": payload["type"] if counts else None,
            "schema": payload.get("schema", 1) if counts else None,
            "data": text(stands["data"]) if counts else None,
            "standing": standing, "first": text(first) if first is not None else None,
            "corrected_by": text(corrected) if corrected else None,
            "recorded_at": event.recorded_at, "by": event.by, "role": payload.get("role"),
            "on_behalf_of": payload.get("onBehalfOf"), "occurred_from": start, "occurred_to": end,
            "precision": precision, "subjects": listed("subjects"), "third_parties": listed("thirdParties"),
            "source": payload.get("source"), "confidentiality": payload.get("confidentiality"),
            "correlation": listed("correlation"), "cause": payload.get("cause"),
            "late_reason": payload.get("lateReason")})
    for row in result:
        row["case_ref"] = references.get(row["case_id"])
    return list(reversed(result))


# --- Folders

class Folder:
    def __init__(self, path):
        read = lambda name: open(os.path.join(path, name), encoding="utf-8").read()
        self.name = os.path.basename(path.rstrip("/"))
        self.manifest = json.loads(read("manifest.json"))
        self.schema, self.apply = read("schema.sql"), read("apply.sql")

    def takes(self, row):
        types = self.manifest["types"]
        # What does not count has no type to choose by; a projection of all types sees it.
        return types == "*" or row["type"] in types

    def withheld(self, row):
        ceiling = RANK[self.manifest["confidentiality"]]
        if row["type"] is None or RANK[row["confidentiality"] or "restricted"] <= ceiling:
            return row
        return {**row, "type": None, "schema": None, "data": None, "first": None, "standing": "withheld"}


def folders():
    return {name: Folder(os.path.join(ROOT, name)) for name in sorted(os.listdir(ROOT))
            if os.path.exists(os.path.join(ROOT, name, "manifest.json"))}


def database(chosen):
    db = sqlite3.connect(":memory:", isolation_level=None)
    kinds = {"position": "INTEGER PRIMARY KEY", "n": "INTEGER", "schema": "INTEGER"}
    db.execute("CREATE TEMP TABLE event (%s)" % ", ".join(
        '"%s" %s' % (name, kinds.get(name, "TEXT")) for name in COLUMNS))
    for folder in chosen:
        db.executescript(folder.schema)
    return db


def apply(db, chosen, window):
    for folder in chosen:
        db.execute("DELETE FROM temp.event")
        db.executemany("INSERT INTO temp.event VALUES (%s)" % ", ".join("?" * len(COLUMNS)),
                       [[folder.withheld(row)[name] for name in COLUMNS] for row in window if folder.takes(row)])
        try:
            db.executescript(folder.apply)
        except sqlite3.Error as error:
            raise SystemExit("%s/apply.sql: %s" % (folder.name, error))
    db.execute("DELETE FROM temp.event")


def digest(db, folder):
    """SHA-256 over the folder's tables, as docs/PROJECTIONS.md defines it."""
    own = database([folder])
    names = sorted(name for name, in own.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))
    total = hashlib.sha256()
    for name in names:
        info = own.execute('SELECT name, pk FROM pragma_table_info(?) ORDER BY cid', [name]).fetchall()
        key = [column for column, _ in sorted((c for c in info if c[1]), key=lambda c: c[1])]
        total.update(("table %s\n%s\n" % (name, " ".join(column for column, _ in info))).encode())
        order = ", ".join('"%s" COLLATE BINARY' % column for column in key)
        for row in db.execute('SELECT * FROM "%s" ORDER BY %s' % (name, order)):
            for value in row:
                if value is None:
                    total.update(b"-")
                elif isinstance(value, int):
                    total.update(b"i%d;" % value)
                elif isinstance(value, bytes):
                    total.update(b"b%d:" % len(value) + value)
                else:
                    total.update(b"t%d:" % len(value.encode()) + value.encode())
            total.update(b"\n")
    return total.hexdigest()


# --- Scenarios

def scenario_events(lines):
    """Events of a scenario: case 'C-1' unless said, positions 1, 2, 3 ... in the order written."""
    events, counts = [], {}
    name = lambda text: str(uuid.uuid5(uuid.NAMESPACE_URL, text))
    for line in lines:
        kind = line.get("kind", "entry")
        reference = line.get("case", "C-1" if kind != "service" else None)
        position = len(events) + 1
        case = name(reference) if reference else None
        stream = (case, kind)
        n = counts.get(stream, 0)
        counts[stream] = n + 1
        recorded = utc(instant(line["at"]))
        if kind == "erase":
            for event in events:
                if event.position in line["erase"]:
                    event.payload = None
            kind = "erasure"
        payload = None
        if kind != "erasure":
            if "amend" in line:
                target = next(event for event in events if event.position == line["amend"])
                data = {"target": target.id, "data": line["data"], "reason": line.get("reason", "wrong")}
                if "occurred" in line:
                    data["occurred"] = line["occurred"]
                payload = {"type": "entry-amended", "data": data, "occurred": line["at"]}
            elif "void" in line:
                target = next(event for event in events if event.position == line["void"])
                payload = {"type": "entry-marked-in-error", "occurred": line["at"],
                           "data": {"target": target.id, "reason": line.get("reason", "wrong")}}
            else:
                occurred = line.get("occurred", line["at"])
                if "T" in occurred and "/" not in occurred:
                    occurred = utc(instant(occurred))
                payload = {"type": line["type"], "data": line["data"], "occurred": occurred}
            payload["confidentiality"] = line.get("confidentiality", "clinical")
            payload["schema"] = 2 if payload["type"] == "goal-rated" else 1
            for member in ("role", "lateReason", "subjects", "thirdParties", "source", "onBehalfOf"):
                if member in line:
                    payload[member] = line[member]
        events.append(Event(position, name("event %d" % position), case, kind, n,
                            line.get("by", "s-guider"), recorded, payload))
    return events


class Check:
    def __init__(self, path):
        self.path, self.sql = path, open(path, encoding="utf-8").read()
        self.name = os.path.basename(path).split("-")[0].split(".")[0]
        types = re.search(r"^-- types: *(.*(?:\n--   .*)*)", self.sql, re.M)
        self.types = set(re.findall(r"[a-z][a-z-]+", types.group(1))) if types else {"itself"}
        # `*` is every type, `itself` none: then only corrections can change the answer.
        if types and types.group(1).strip() == "*":
            self.types = None
        elif self.types == {"itself"}:
            self.types = set()
        self.reads = re.search(r"^-- reads: *(.*)$", self.sql, re.M).group(1).split(", ")

    def run(self, db, parameters, sql=None):
        defaults = {"case": None, "as_of": None, "from": None, "to": None}
        cursor = db.execute(sql or self.sql, {**defaults, **parameters})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor]


def findings(check, chosen, events, as_of, sql=None):
    db = database(chosen)
    apply(db, chosen, rows(events))
    found = []
    for case in sorted({event.case_id for event in events if event.case_id}):
        found += check.run(db, {"case": case, "as_of": as_of}, sql)
    return {row["key"]: row for row in found}


def classes(check, chosen, events, as_of, sql=None):
    """Findings as of a time by all that is known, each with `seen`: visible, hindsight or cleared; and
    `visible_from`. By brute force: the check is asked at every position."""
    now = findings(check, chosen, events, as_of, sql)
    seen, last = {}, {}
    for index in range(1, len(events) + 1):
        start = events[index - 1].recorded_at
        # Events recorded at one moment came to be known at once.
        if index < len(events) and events[index].recorded_at == start:
            continue
        until = as_of if index == len(events) else min(as_of, utc(
            instant(events[index].recorded_at) - datetime.timedelta(milliseconds=1)))
        for key, row in findings(check, chosen, events[:index], until, sql).items():
            seen.setdefault(key, []).append((max(start, row["since"] or start), until))
            last[key] = (row, events[index - 1].position)
    def first(key, since):
        """When what became true at `since` could first be seen; what was seen before was another time."""
        return min((max(start, since) for start, until in seen[key] if until >= since), default=None)

    result = []
    for key, row in now.items():
        visible_from = first(key, row["since"]) if row["since"] else None
        row = {**row, "visible_from": visible_from,
               "seen": "visible" if visible_from == row["since"] else "hindsight"}
        result.append(row)
    for key, (row, position) in last.items():
        if key not in now:
            following = [event.position for event in events if event.position > position and (
                check.types is None or event.payload is None or event.payload["type"] in check.types
                or event.payload["type"] in ("entry-amended", "entry-marked-in-error"))]
            result.append({**row, "visible_from": first(key, row["since"]), "seen": "cleared",
                           "cleared_by": following[0] if following else None})
    return result


def run_scenarios(path, sql=None, only=None, quiet=False):
    everything = folders()
    failures, scenario, lines, asked = [], None, [], 0
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        value = json.loads(line)
        if "scenario" in value:
            scenario, lines = value["scenario"], []
        elif "expect" in value:
            if only and value["expect"] != only:
                continue
            asked += 1
            candidates = [name for name in os.listdir(os.path.join(ROOT, "checks"))
                          if name.startswith(value["expect"])]
            check = Check(os.path.join(ROOT, "checks", candidates[0]))
            chosen = [everything[name] for name in check.reads]
            events = scenario_events(lines)
            if "knownAt" in value:
                known_at = utc(instant(value["knownAt"]))
                events = [event for event in events if event.recorded_at <= known_at]
            try:
                got = classes(check, chosen, events, utc(instant(value["asOf"])), sql)
            except sqlite3.Error as error:
                got = [{"error": str(error)}]
            wanted = value["findings"]
            order = lambda row: str(row.get("key", row.get("evidence")))
            got.sort(key=order)
            shown = []
            for row in got:
                row = dict(row)
                for name in ("evidence",):
                    if isinstance(row.get(name), str):
                        row[name] = json.loads(row[name])
                shown.append(row)
            same = len(shown) == len(wanted)
            if same:
                for want, have in zip(sorted(wanted, key=order), shown):
                    for name, expected in want.items():
                        actual = have.get(name)
                        if name in ("since", "due", "visible_from") and expected:
                            expected = utc(instant(expected))
                        if actual != expected:
                            same = False
            if not same:
                failures.append("%s:%d %s: %s\n   wanted %s\n   got    %s" % (
                    path, number, value["expect"], scenario, text(wanted), text(shown)))
        else:
            lines.append(value)
    if not quiet:
        for failure in failures:
            print(failure)
    return asked, failures


def conditions(check_path, paths):
    """Drops each line that begins with AND; each must make a scenario fail."""
    check = Check(check_path)
    kept = []
    source = check.sql.split("\n")
    for index, line in enumerate(source):
        if not line.strip().startswith("AND "):
            continue
        mutant = "\n".join(source[:index] + [""] + source[index + 1:])
        if not any(run_scenarios(path, mutant, check.name, quiet=True)[1] for path in paths):
            kept.append("%s:%d no scenario needs: %s" % (check_path, index + 1, line.strip()))
    return kept


# --- Command line

def main(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        print(__doc__)
        return 0
    command, rest = arguments[0], arguments[1:]
    if command == "digest":
        folder = Folder(rest[0])
        db = database([folder])
        apply(db, [folder], rows(read_lines(rest[1])))
        print(digest(db, folder))
    elif command == "sql":
        chosen = list(folders().values())
        db = database(chosen)
        apply(db, chosen, rows(read_lines(rest[0])))
        parameters = {"case": None, "as_of": "9999", "from": None, "to": None}
        parameters.update(pair.split("=", 1) for pair in rest[2:])
        cursor = db.execute(open(rest[1], encoding="utf-8").read(), parameters)
        print("\t".join(column[0] for column in cursor.description))
        for row in cursor:
            print("\t".join("" if value is None else str(value) for value in row))
    elif command == "scenarios":
        asked = failed = 0
        for path in rest:
            count, failures = run_scenarios(path)
            asked, failed = asked + count, failed + len(failures)
        print("%d expectations, %d failed" % (asked, failed))
        return 1 if failed else 0
    elif command == "conditions":
        kept = conditions(rest[0], rest[1:])
        print("\n".join(kept) if kept else "every condition counts")
        return 1 if kept else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
