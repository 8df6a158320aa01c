#!/usr/bin/env python3
"""Checks chronologies, closing letters and subjects' copies against the canonical document they were made of.

    letters_check.py CANONICAL.xml OUT...
    letters_check.py --folders

CANONICAL is what 'vigil export --input' writes. Of a chronology: every significant entry stands once, with when it happened,
who recorded it and how it stands, in order, and no other entry does; which types are significant is read from
Projections/chronology/manifest.json. Of a subject's copy: every entry once, with all of its data. Of a letter: each entry that
is told stands once with its words, and no words of another entry are in it. Of all: no comment, no prefix, nothing empty.

--folders looks at the profiles themselves: their copies of words.xsl are the same, merge.xsl merges the samples so that
every row stands once, in order, by the schema, every sample passes, and every way in which one is spoilt here is seen. Exit
code 1 on a fault. Needs the Python package lxml.
"""
import datetime
import json
import pathlib
import re
import sys
import zoneinfo

try:
    from lxml import etree
except ImportError:
    print("skipped: the Python package lxml is not installed; letters were not checked")
    sys.exit(0)

HOME = pathlib.Path(__file__).resolve().parent.parent
CASE = "{urn:vigil:case-record:1}"
CHRONOLOGY = "{urn:vigil:chronology:1}"
SUBJECT = "{urn:vigil:subject-access:1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LONDON = zoneinfo.ZoneInfo("Europe/London")
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class Check:
    """The faults of one document."""

    def __init__(self, path):
        self.path, self.faults, self.done = path, [], []

    def fault(self, text):
        self.faults.append(text)

    def equal(self, what, found, expected):
        if found != expected:
            self.fault(f"{what}: found {found!r}, expected {expected!r}")

    def holds(self, what, text, part):
        if squeezed(part) not in squeezed(text):
            self.fault(f"{what} is not there")


def squeezed(text):
    return re.sub(r"[ \t\r\n]+", " ", text or "").strip(" ")


def words_of(element):
    """All text, with a space between elements, since they stand on lines of their own."""
    return " ".join(text for text in element.itertext())


# The canonical document


def counts(entry):
    return entry.get("standing") in ("current", "amended")


def field(entry, name):
    return next((child for child in entry.findall(f"{CASE}data/*") if child.get("name") == name), None)


def value(entry, name):
    found = field(entry, name)
    return None if found is None else found.text


def local(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(LONDON)


MONTHS = "January February March April May June July August September October November December".split()


def in_words(text):
    if "T" in text:
        time = local(text)
        return f"{time.day} {MONTHS[time.month - 1]} {time.year:04}, {time:%H:%M}"
    parts = [int(part) for part in text.split("-")]
    return " ".join(([str(parts[2])] if len(parts) > 2 else []) + [MONTHS[parts[1] - 1], f"{parts[0]:04}"])


def happened(entry):
    at = entry.find(CASE + "happened")
    if at is None or at.get("precision") == "unknown" or at.get("from") is None:
        words = "not known when"
    elif at.get("precision") == "instant":
        words = in_words(at.get("from"))
    elif at.get("precision") == "range":
        end = in_words(at.get("to"))
        same = local(at.get("from")).date() == local(at.get("to")).date()
        words = f"{in_words(at.get('from'))} to {end.split(', ')[1] if same else end}"
    else:
        words = in_words(at.text)
    return words + (", perhaps" if at is not None and at.get("certainty") == "perhaps" else "")


def author(root, entry):
    recorded = entry.find(CASE + "recorded")
    by = recorded.get("by")
    name = next((squeezed(m.findtext(CASE + "name")) for m in root.iter(CASE + "member") if m.get("id") == by), "")
    return f"{in_words(recorded.get('at'))} by {f'{name} ({by})' if name else by}"


def once(check, what, found, expected):
    """Each expected id stands once, and no other does."""
    for name in sorted(set(found)):
        if found.count(name) > 1:
            check.fault(f"{what} {name} stands {found.count(name)} times")
        if name not in expected:
            check.fault(f"{what} {name} should not be there")
    for name in expected:
        if name not in found:
            check.fault(f"{what} {name} is missing")


# Chronology

STEPS = {"action-reassigned", "action-completed", "action-cancelled", "referral-chased"}
STANDINGS = {"amended": "Amended", "in-error": "Recorded in error", "erased": "Erased", "locked": "Cannot be opened",
             "not-understood": "Not understood by this version"}


def significant(entry, types):
    kind = entry.get("type")
    if kind is None or entry.get("standing") == "not-understood":
        return True
    if kind not in types:
        return False
    if kind == "person-added":
        return value(entry, "role") == "child" and value(entry, "born") is not None
    if kind == "attendance-recorded":
        outcome = value(entry, "outcome")
        return outcome is not None and not outcome.startswith(("attended", "cancelled"))
    if kind == "child-observed":
        return value(entry, "seenAlone") == "true"
    if kind == "strength-named":
        return value(entry, "person") is not None
    if kind == "measure-scored":
        return int(value(entry, "selfHarmItem") or 0) > 0
    return True


def told_of(entry):
    """Whether the row's date is the one that the entry tells of."""
    kind = entry.get("type")
    if not counts(entry):
        return False
    if kind == "person-added":
        return True
    if kind == "conference-noted":
        return field(entry, "date") is not None
    if kind in ("abuse-history-recorded", "risk-history-recorded"):
        times = [field(entry, name) for name in ("from", "until")]
        return any(t is not None and t.get("precision") != "unknown" for t in times) or bool(squeezed(value(entry, "period")))
    return False


def expected_rows(root):
    types = set(json.loads((HOME / "Projections/chronology/manifest.json").read_text(encoding="utf-8"))["types"])
    return [e for e in root.iter(CASE + "entry") if significant(e, types)]


def check_chronology(check, root, tree):
    expected = {e.get("id"): e for e in expected_rows(root)}
    rows = list(tree.iter(CHRONOLOGY + "row"))
    steps = list(tree.iter(CHRONOLOGY + "step"))
    once(check, "entry", [r.get("id") for r in rows + steps], expected)
    check.equal("order of rows", [r.get("sort") for r in rows], sorted(r.get("sort") for r in rows))
    ids = {r.get("id") for r in rows}
    for see in tree.iter(CHRONOLOGY + "see"):
        if see.get("row") not in ids:
            check.fault(f"{see.get('row')} is pointed to and is no row")
    for row in rows + steps:
        entry = expected.get(row.get("id"))
        if entry is None:
            continue
        name, date = f"entry {row.get('id')}", row.find(CHRONOLOGY + "date")
        if row.tag == CHRONOLOGY + "step" and entry.get("type") not in STEPS:
            check.fault(f"{name} is told as a step")
        if told_of(entry):
            check.equal(f"precision of {name}", date.get("precision"), "told")
            check.equal(f"toldOf of {name}", date.get("toldOf"), happened(entry))
        else:
            check.equal(f"date of {name}", date.text, happened(entry))
            at = entry.find(CASE + "happened")
            known = at is not None and at.get("from") and at.get("precision") != "unknown"
            start = at.get("from") if known else entry.find(CASE + "recorded").get("at")
            if row.get("sort"):
                check.equal(f"sort key of {name}", row.get("sort"), f"{local(start):%Y-%m-%dT%H:%M:%S}".rjust(19, "0"))
        check.equal(f"standing of {name}", row.get("standing"), entry.get("standing"))
        check.equal(f"author of {name}", (row.findtext(CHRONOLOGY + "recorded") or "").startswith(author(root, entry)), True)
        check.equal(f"corrections of {name}", len(row.findall(CHRONOLOGY + "corrected")), len(entry.findall(CASE + "correctedBy")))
        if not counts(entry):
            check.equal(f"what {name} comes to", row.find(CHRONOLOGY + "impact"), None)
    check.done.append(f"{len(rows)} rows, {len(steps)} steps")


def check_chronology_page(check, root, tree):
    expected = {e.get("id"): e for e in expected_rows(root)}
    told = [e for e in tree.iter(XHTML + "tr", XHTML + "div") if (e.get("id") or "").startswith("e-")]
    once(check, "entry", [e.get("id")[2:] for e in told], expected)
    for row in told:
        entry = expected.get(row.get("id")[2:])
        if entry is None:
            continue
        name, text = f"entry {entry.get('id')}", words_of(row)
        if row.tag == XHTML + "tr":
            first = squeezed(row.findtext(f"{XHTML}th/{XHTML}p"))
            if told_of(entry):
                check.holds(f"when {name} was told", text, "told: " + happened(entry))
            else:
                check.equal(f"date of {name}", first, happened(entry))
        else:
            check.equal(f"date of {name}", squeezed(text).startswith(happened(entry)), True)
        check.holds(f"author of {name}", text, author(root, entry))
        standing = [squeezed(p.text) for p in row.iter(XHTML + "p") if p.get("class") == "standing" and inner(p, row)]
        check.equal(f"standing of {name}", standing, [STANDINGS[entry.get("standing")]] if entry.get("standing") in STANDINGS else [])
    check.done.append(f"{len(told)} rows and steps")


def inner(element, row):
    """Whether an element is of the row itself, and not of a step in it."""
    return next(a for a in element.iterancestors() if (a.get("id") or "").startswith("e-")) is row


# A subject's own copy


def leaves(entry):
    """What the data of an entry say, as the copy must hold it: alternatives of which one must stand."""
    for part in entry.findall(f"{CASE}data/*"):
        kind = etree.QName(part).localname
        for item in list(part) or [part]:
            text = item.text or ""
            if kind == "boolean":
                yield part, [{"true": "yes", "false": "no"}.get(text, text)]
            elif kind in ("code", "codes"):
                yield part, [item.get("meaning") or text, text]
            elif kind == "choice":
                yield part, [text, text.replace("-", " ")]
            elif kind == "milliseconds":
                yield part, [clock(int(text)), clock(int(text) // 1000 * 1000)]
            elif kind in ("date", "time"):
                yield part, [" to ".join(in_words(t) for t in text.split("/")) if text != "unknown" else "not known when", text,
                             text.split("T")[0]]
            elif kind == "event":
                yield part, [f"No. {part.get('entry')}" if part.get("entry") else "an entry that is not", text]
            elif kind in ("object", "other"):
                for leaf in part.iter(CASE + "value"):
                    if len(leaf) == 0 and squeezed(leaf.text):
                        yield part, [leaf.text]
            else:
                yield part, [text]


def clock(ms):
    seconds = f"{ms % 60000 / 1000:06.3f}".rstrip("0").rstrip(".")
    if ms >= 3600000:
        return f"{ms // 3600000}:{ms // 60000 % 60:02}:{seconds}"
    return f"{ms // 60000}:{seconds}"


def check_subject(check, root, tree):
    page = tree.getroot().tag == XHTML + "html"
    expected = {e.get("id"): e for e in root.iter(CASE + "entry")}
    if page:
        told = {e: e.get("id")[2:] for e in tree.iter(XHTML + "div") if e.get("class") == "entry"}
    else:
        told = {e: e.get("id") for e in tree.iter(SUBJECT + "entry")}
    once(check, "entry", list(told.values()), expected)
    for element, name in told.items():
        entry = expected.get(name)
        if entry is None:
            continue
        what, text = f"entry {name}", words_of(element)
        if page:
            heads = [squeezed(words_of(h)) for h in element.iter(XHTML + "h3")]
            check.equal(f"number of {what}", heads[0].startswith(f"No. {entry.get('number')}: "), True)
            date = next(p.text for p in element.iter(XHTML + "p") if p.get("class") == "date")
            standing = any(p.get("class") == "standing" for p in element.iter(XHTML + "p"))
            check.equal(f"standing of {what}", standing, entry.get("standing") != "current")
        else:
            check.equal(f"number of {what}", element.get("number"), entry.get("number"))
            date = element.findtext(SUBJECT + "date")
            check.equal(f"standing of {what}", element.get("standing"), entry.get("standing"))
        check.equal(f"date of {what}", date, happened(entry))
        check.holds(f"author of {what}", text, author(root, entry))
        for child in ("title", "reading", "source"):
            if entry.findtext(CASE + child):
                check.holds(f"{child} of {what}", text, entry.findtext(CASE + child))
        for part, ways in leaves(entry):
            if not any(squeezed(way) in squeezed(text) for way in ways):
                check.fault(f"{part.get('name')} of {what} is not there")
        for leaf in entry.findall(f"{CASE}raw//{CASE}value"):
            if len(leaf) == 0 and squeezed(leaf.text):
                check.holds(f"raw data of {what}", text, leaf.text)
    grounds = [squeezed(g.text) for g in root.findall(f"{CASE}header/{CASE}withheld/{CASE}ground")]
    for ground in grounds:
        check.holds("a ground", words_of(tree.getroot()), ground)
    check.done.append(f"{len(told)} entries, {len(grounds)} grounds")


# Letter

TELLS = {"focus-agreed": "focus", "helping-question-formed": "wording", "strength-named": "strength", "theme-named": "name",
         "closing-statement-recorded": "statement", "generalisation-reported": "description", "follow-up-recorded": "summary",
         "case-closed": "onwardCare", "clip-chosen": "description", "attunement-observed": "description"}


def telling(root):
    """The entries that a letter tells, each with the words that must stand there."""
    told = {}
    alive = [e for e in root.iter(CASE + "entry") if counts(e)]
    for entry in alive:
        kind = entry.get("type")
        words = value(entry, TELLS[kind]) if kind in TELLS else None
        if not squeezed(words) or kind == "strength-named" and field(entry, "staff") is not None:
            continue
        if kind in ("clip-chosen", "attunement-observed"):
            if value(entry, "isFailedMoment") == "true" or value(entry, "level") not in (None, "PI"):
                continue
        told[entry.get("id")] = words
    for goal in (e for e in alive if e.get("type") == "goal-agreed"):
        label = value(goal, "goal")
        revised = [value(e, "statement") for e in alive if e.get("type") == "goal-revised" and value(e, "goal") == label]
        statement = [s for s in [value(goal, "statement")] + revised if s]
        if not statement:
            continue
        told[goal.get("id")] = statement[-1]
        rated = [e for e in alive if e.get("type") == "goal-rated" and value(e, "goal") == label and value(e, "rating")]
        for who in {value(e, "ratedBy") for e in rated}:
            same = [e for e in rated if value(e, "ratedBy") == who]
            for entry in (same[0], same[-1]):
                told[entry.get("id")] = f"{value(entry, 'rating')} out of 10"
    return told


def check_letter(check, root, tree):
    told = telling(root)
    places = {e.get("id")[2:]: e for e in tree.iter() if isinstance(e.tag, str) and (e.get("id") or "").startswith("e-")}
    once(check, "entry", [e.get("id")[2:] for e in tree.iter() if isinstance(e.tag, str) and (e.get("id") or "").startswith("e-")], told)
    for name, words in told.items():
        if name in places:
            check.holds(f"words of entry {name}", words_of(places[name]), words)
    # What is told of nothing must not have slipped in. Short texts can be words of the letter's own.
    letter = squeezed(words_of(tree.getroot().find(XHTML + "body")))
    ours = [squeezed(words) for words in told.values()] + [squeezed(name.text) for name in root.iter(CASE + "name")]
    for entry in root.iter(CASE + "entry"):
        for text in entry.findall(f"{CASE}data/{CASE}text"):
            words = squeezed(text.text)
            # An earlier wording of a goal can be part of the newest.
            if len(words) > 20 and words in letter and not any(words in other for other in ours):
                check.fault(f"words of entry {entry.get('id')} ({entry.get('type')}) are in the letter")
    body = tree.getroot().find(f"{XHTML}body/{XHTML}main/{XHTML}p")
    clients = [squeezed(p.findtext(CASE + "name")) for p in root.iter(CASE + "person") if p.findtext(CASE + "role") == "client"]
    clients = [name for name in clients if name]
    for name in clients:
        check.holds("the greeting's name", body.text, name)
    check.equal("a greeting", squeezed(body.text).startswith("Dear "), True)
    check.done.append(f"{len(places)} entries told, {len(clients)} named")


# All


def check_form(check, tree, written):
    for node in tree.iter():
        if node.tag is etree.Comment or node.tag is etree.PI:
            check.fault(f"line {node.sourceline}: a comment or an instruction")
            continue
        name = etree.QName(node).localname
        if node.prefix:
            check.fault(f"line {node.sourceline}: a prefix at {name}")
        for key, text in node.attrib.items():
            if not text.strip():
                check.fault(f"line {node.sourceline}: {name}/@{key} is empty")
        if not node.attrib and len(node) == 0 and not (node.text or "").strip():
            check.fault(f"line {node.sourceline}: {name} is empty")
    if tree.docinfo.doctype:
        check.fault("a document type")
    if written.startswith(b"\xef\xbb\xbf"):
        check.fault("a byte order mark")


def kind_of(tree):
    root = tree.getroot()
    if root.tag == CHRONOLOGY + "chronology":
        return check_chronology
    if root.tag == SUBJECT + "personalRecord":
        return check_subject
    heading = root.findtext(f"{XHTML}body/{XHTML}header/{XHTML}h1")
    return {"Chronology of significant events": check_chronology_page, "A copy of your record": check_subject,
            "A letter about our work together": check_letter}.get(heading)


def check_copy(check, root, written):
    tree = etree.ElementTree(etree.fromstring(written, PARSER))
    check_form(check, tree, written)
    judge = kind_of(tree)
    if judge is None:
        check.fault("it is none of the documents that this checks")
    else:
        judge(check, root, tree)


# Ways to spoil a sample: what is found (an expression; a dot is any character) and what is put in its place.
ROW = "018f2d3c-5a7b-7000-8000-0000000001"
SPOILT = {
    "chronology/samples/small-case.out.xml": [
        (f'<row id="{ROW}05".*?</row>', ""), (f'<step id="{ROW}0a".*?</step>', ""), ("not known when", "3 September 2026"),
        ("8 September 2026, 15:30<", "8 September 2026, 15:31<"), ("by Gwen Guide", "by nobody"),
        ('standing="amended"', 'standing="current"'), ('sort="2026-09-03T09', 'sort="2026-09-03T08'), ("<corrected.*?</corrected>", ""),
        ('toldOf="25', 'toldOf="26'), ("<row", "<!-- x --><row"), ("<event>", "<event/><event>"), ('role="sibling"', 'role=""')],
    "chronology/samples/small-case.out.xhtml": [
        (f'<tr id="e-{ROW}05".*?</tr>', ""), (f'<div id="e-{ROW}0a".*?</div>', ""), ('<p class="standing">Amended</p>', ""),
        ('<p class="standing">Recorded in error</p>', ""), ("<p>not known when</p>", "<p>soon</p>"), ("by Gwen Guide", "by nobody"),
        ("told: 25", "told: 26")],
    "subject-access/samples/small-case.out.xml": [
        ('<entry number="2".*?</entry>', ""), (">not known when<", ">soon<"), ("by Ada Office", "by nobody"),
        ("I could sleep for a week", "I could"), ("anxiety 12", "anxiety"), ("grey", "blue"), ("about the worker's practice", ""),
        ('standing="amended"', 'standing="current"'), ('number="3"', 'number="33"')],
    "subject-access/samples/small-case.out.xhtml": [
        (f'id="e-{ROW}02"', f'id="e-{ROW}99"'), (">not known when<", ">soon<"), ("by Ada Office", "by nobody"),
        ("I could sleep for a week", "I could"), ("anxiety 12", "anxiety"), ("grey", "blue"), ("about the worker's practice", ""),
        ('<p class="standing">Was changed', '<p class="small">Was changed'), ("No. 3: ", "No. 33: ")],
    "closing-letter/samples/whole.out.xhtml": [
        (f' id="e-{ROW}0b"', ""), ("gave it 3 out", "gave it 4 out"), ("You wait; he", "He cries and nobody comes. You wait; he"),
        ("Small moments", "She hurries and he turns away. Small moments"), ("Dear [^<]*", "Dear family,"), ("I see him now", "I see"),
        ('<p class="outcome">', f'<p id="e-{ROW}14">6 out of 10</p><p class="outcome">'),
        ("<footer>", '<footer><h:p xmlns:h="http://www.w3.org/1999/xhtml">x</h:p>')],
}


def check_samples(check):
    count = 0
    for name, ways in SPOILT.items():
        path = HOME / "Exports" / name
        written = path.read_text(encoding="utf-8")
        source = path.with_name(path.name.split(".")[0] + ".in.xml")
        root = etree.parse(str(source), PARSER).getroot()
        whole = Check(path)
        check_copy(whole, root, written.encode())
        check.faults += [f"{name}: {fault}" for fault in whole.faults]
        for find, put in ways:
            spoilt, times = re.subn(find, put, written, count=1, flags=re.DOTALL)
            seen = Check(path)
            check_copy(seen, root, spoilt.encode())
            count += 1
            if times != 1 or not seen.faults:
                check.fault(f"{name}: nothing is seen when {find!r} is spoilt")
    check.done.append(f"{count} spoilt samples seen")


def check_folders():
    check = Check(HOME / "Exports")
    check_samples(check)
    folders = [HOME / "Exports" / name for name in ("chronology", "closing-letter", "subject-access")]
    check.equal("copies of words.xsl", len({(folder / "words.xsl").read_bytes() for folder in folders}), 1)
    folder = folders[0]
    sheet = etree.XSLT(etree.parse(str(folder / "merge.xsl"), PARSER))
    schema = etree.XMLSchema(etree.parse(str(folder / "chronology.xsd"), PARSER))
    ours = etree.parse(str(folder / "samples/small-case.out.xml"), PARSER).getroot()
    # Another agency's chronology: other ids, every row a month later; and a later issue of ours with one row changed.
    theirs = etree.fromstring(etree.tostring(ours).replace(b"3c5a2f0e", b"aaaaaaaa").replace(b"018f2d3c", b"bbbbbbbb")
                              .replace(b"Example Parent &amp; Infant Team", b"Example school"), PARSER)
    later = etree.fromstring(etree.tostring(ours).replace(b"3c5a2f0e", b"cccccccc").replace(b"<madeAt>2026", b"<madeAt>2027")
                             .replace(b"brother joined the household", b"brother joined us"), PARSER)
    for given, agencies in (([ours, theirs], 2), ([ours, ours], 1), ([ours, later, theirs], 2), ([later, ours], 1)):
        merge = etree.Element(CHRONOLOGY + "merge", nsmap={None: CHRONOLOGY[1:-1]})
        merge.extend(etree.fromstring(etree.tostring(part), PARSER) for part in given)
        merged = sheet(etree.ElementTree(merge))
        if not schema.validate(merged):
            check.fault(f"a merged chronology is not valid: {schema.error_log.last_error.message}")
        rows = list(merged.iter(CHRONOLOGY + "row"))
        expected = {(r.get("agency"), r.get("id")) for part in given for r in part.iter(CHRONOLOGY + "row")}
        found = [(r.get("agency"), r.get("id")) for r in rows]
        check.equal("rows once", sorted(found), sorted(expected))
        check.equal("agencies", len({agency for agency, _ in found}), agencies)
        check.equal("order", [r.get("sort") for r in rows], sorted(r.get("sort") for r in rows))
        for part in merged.iter(CHRONOLOGY + "part"):
            check.equal("rows of a part", int(part.get("rows")), sum(r.get("part") == part.get("document") for r in rows))
        if later in given:
            texts = [r.findtext(CHRONOLOGY + "event") for r in rows if r.get("agency") != "Example school"]
            check.equal("the later issue stands", ("brother joined us" in texts, "brother joined the household" in texts), (True, False))
    check.done.append("words.xsl is one; chronologies merge")
    return check


def main():
    if sys.argv[1:] == ["--folders"]:
        checks = [check_folders()]
    elif len(sys.argv) < 3 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    else:
        root = etree.parse(sys.argv[1], PARSER).getroot()
        checks = []
        for path in map(pathlib.Path, sys.argv[2:]):
            check = Check(path)
            check_copy(check, root, path.read_bytes())
            checks.append(check)
    for check in checks:
        print(f"{check.path.name}: {'; '.join(check.done)}")
        for text in check.faults[:20]:
            print(f"  FAULT {text}")
        if len(check.faults) > 20:
            print(f"  and {len(check.faults) - 20} more")
    sys.exit(1 if any(check.faults for check in checks) else 0)


if __name__ == "__main__":
    main()
