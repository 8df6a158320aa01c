#!/usr/bin/env python3
"""Does every projection file of a record open in other people's tools, and say what it holds?

  datasette_check.py RECORD        looks at RECORD/projections/*.sqlite

Each file is opened read-only with Python's sqlite3 and, if installed, served by Datasette (pip install datasette)
inside this process, without a port. Every table and view is read, and every column of them must have a meaning in
the file's own table vigil_column (table_name, column_name, meaning). One line a file; exit 1 if one fails.
"""
import asyncio
import contextlib
import glob
import os
import re
import sqlite3
import sys
from urllib.parse import quote

try:
    from datasette.app import Datasette
except ImportError:
    Datasette = None


def quoted(name):
    return '"%s"' % name.replace('"', '""')


def by_sqlite(path):
    """Tables and views with the number of rows read, and what is wrong."""
    faults, counts = [], {}
    address = "file:%s?mode=ro" % quote(os.path.abspath(path))
    with contextlib.closing(sqlite3.connect(address, uri=True)) as db:
        for answer, in db.execute("PRAGMA quick_check(100000)"):
            # SQLite 3.40 reads the wrong column of a table WITHOUT ROWID whose key does not come first in order, and
            # reports a NULL that is not there. So such an answer is looked at.
            said = re.fullmatch(r"NULL value in (\w+)\.(\w+)", answer)
            if answer == "ok" or said and not db.execute(
                    "SELECT 1 FROM %s WHERE %s IS NULL LIMIT 1" % tuple(map(quoted, said.groups()))).fetchone():
                continue
            faults.append("quick_check: %s" % answer)
        kinds = dict(db.execute("SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view')"))
        # A search index brings shadow tables along; neither it nor the engine's own tables need explaining.
        index = {name for name, sql in db.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema")
                 if sql.upper().startswith("CREATE VIRTUAL TABLE")}
        shadow = {row[1] for row in db.execute("PRAGMA table_list") if row[2] == "shadow"}
        own = [name for name in sorted(kinds)
               if name not in index | shadow and not name.startswith(("sqlite_", "vigil_"))]
        if "vigil_column" in kinds:
            meanings = {(table, column): meaning for table, column, meaning in db.execute(
                "SELECT table_name, column_name, meaning FROM vigil_column")}
        else:
            faults.append("no table vigil_column")
            meanings = None
        for name in own:
            try:
                cursor = db.execute("SELECT * FROM %s" % quoted(name))
                counts[name] = sum(1 for _ in cursor)
            except sqlite3.Error as error:
                faults.append("%s: %s" % (name, error))
                continue
            for column, *_ in cursor.description:
                if meanings is not None and not (meanings.pop((name, column), None) or "").strip():
                    faults.append("%s.%s has no meaning in vigil_column" % (name, column))
        for table, column in sorted(meanings or {}):
            if not table.startswith("vigil_") and table not in index:
                faults.append("vigil_column explains %s.%s, which is not there" % (table, column))
        for name in sorted(index):
            try:
                db.execute("SELECT rowid FROM %s LIMIT 1" % quoted(name)).fetchall()
            except sqlite3.Error as error:
                faults.append("index %s: %s" % (name, error))
    return counts, faults


async def by_datasette(path, names):
    """What Datasette cannot show of these tables and views."""
    faults = []
    served = Datasette([path], settings={"num_sql_threads": 1, "sql_time_limit_ms": 20000})
    await served.invoke_startup()
    # Its own writing of addresses: a dot in a name has another meaning to it than to us.
    database = next(name for name in served.databases if name != "_internal")
    overview = await served.client.get(served.urls.database(database, format="json"))
    if overview.status_code != 200:
        return ["Datasette answers %d for the file" % overview.status_code]
    for name in names:
        answer = await served.client.get(served.urls.table(database, name, format="json") + "?_size=5")
        if answer.status_code != 200 or not answer.json().get("ok", True):
            faults.append("Datasette answers %d for %s" % (answer.status_code, name))
    return faults


def main(arguments):
    if len(arguments) != 1 or arguments[0] in ("-h", "--help"):
        print(__doc__.strip())
        return 0 if arguments in (["-h"], ["--help"]) else 64
    files = glob.glob(os.path.join(glob.escape(arguments[0]), "projections", "*.sqlite"))
    # NAME.sqlite is a link to the file that serves, NAME.1.sqlite or the like: one line for both.
    files = sorted({os.path.realpath(path): path for path in sorted(files)}.values())
    if not files:
        print("no projection files in %s/projections" % arguments[0])
        return 1
    if Datasette is None:
        print("Datasette is not installed (pip install datasette): only sqlite3 is tried")
    failed = False
    for path in files:
        try:
            counts, faults = by_sqlite(path)
        except sqlite3.Error as error:
            counts, faults = {}, [str(error)]
        if Datasette is not None and counts:
            try:
                faults += asyncio.run(by_datasette(path, counts))
            except Exception as error:  # whatever a library of others throws is a failure of this file
                faults.append("Datasette: %s" % error)
        failed = failed or bool(faults)
        tables = "%d tables and views, %d rows" % (len(counts), sum(counts.values()))
        print("%s: %s%s" % (os.path.basename(path), "FAILED: " + "; ".join(faults) if faults else "ok, ",
                            "" if faults else tables))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
