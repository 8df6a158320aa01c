#!/usr/bin/env python3
"""Checks ELAN, WebVTT and CDA documents against the canonical document they were made of.

    timed_check.py CANONICAL.xml OUT...

The reading is not ours: pympi-ling reads .eaf, webvtt-py reads .vtt, and the official schemas under
../shared check .eaf and CDA. Then it compares: every timed utterance of the review stands once with its
times, its speaker and its words; every clip of the film, too; what has no times is listed; a CDA document
shows every entry once with when it happened, who recorded it and how it stands. Exit code 1 on a fault.

What needs a package or ../shared that is not there is skipped, and said to be.
"""
import datetime
import html
import pathlib
import re
import sys
import zoneinfo

from lxml import etree

CASE = "{urn:vigil:case-record:1}"
CDA = "{urn:hl7-org:v3}"
SCHEMAS = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "schemas"
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


compiled = {}


def official(check, name, tree):
    schema = SCHEMAS / name
    if not schema.exists():
        check.done.append(f"SKIPPED {schema.name}: there is no ../shared/schemas/{name}")
        return
    if schema not in compiled:
        compiled[schema] = etree.XMLSchema(etree.parse(str(schema), PARSER))
    if not compiled[schema].validate(tree):
        for error in list(compiled[schema].error_log)[:10]:
            check.fault(f"{schema.name}, line {error.line}: {error.message}")
    check.done.append(f"valid by {schema.name}" if not check.faults else schema.name)


def package(check, name, distribution):
    try:
        return __import__(name, fromlist=["_"])
    except ImportError:
        check.done.append(f"SKIPPED the reader: {distribution} is not installed")
        return None


# The canonical document


def field(entry, name):
    for child in entry.findall(f"{CASE}data/*"):
        if child.get("name") == name:
            return child.text if len(child) == 0 else [item.text for item in child]
    return None


def entries(root, kind):
    return [e for e in root.iter(CASE + "entry") if e.get("type") == kind and e.find(CASE + "data") is not None]


def speaker(entry):
    who, person = field(entry, "speaker"), field(entry, "person")
    if who and person:
        return f"{who} ({person})"
    return who or person or "speaker not given"


def interval(entry):
    """Start and end in milliseconds, or None; what ends when it starts takes one millisecond."""
    start, end = field(entry, "startMs"), field(entry, "endMs")
    if start is None or end is None or int(end) < int(start):
        return None
    return int(start), max(int(end), int(start) + 1)


def reviews_of(root, film):
    shown = [field(e, "review") for e in entries(root, "film-taken") if field(e, "film") == film]
    held = [field(e, "review") for e in entries(root, "shared-review-held") if field(e, "film") == film]
    return {review for review in shown + held if review}


# ELAN


def check_eaf(check, root):
    tree = etree.parse(str(check.path), PARSER)
    official(check, "eaf/EAFv3.0.xsd", tree)
    elan = package(check, "pympi.Elan", "pympi-ling")
    if elan is None:
        return
    eaf = elan.Eaf(str(check.path))
    for tier in tree.getroot().findall("TIER"):
        count = len(tier.findall("ANNOTATION"))
        check.equal(f"annotations of a tier of {tier.get('LINGUISTIC_TYPE_REF')}",
                    len(eaf.get_annotation_data_for_tier(tier.get("TIER_ID"))), count)
    check.equal("tiers", len(eaf.get_tier_names()), len(tree.getroot().findall("TIER")))
    found = {}
    for tier, (aligned, _, attributes, _) in eaf.tiers.items():
        for name, (first, last, value, _) in aligned.items():
            if name in found:
                check.fault(f"annotation {name} stands twice")
            found[name] = (eaf.timeslots[first], eaf.timeslots[last], value, tier, attributes)
    film = root.find(f"{CASE}header/{CASE}of").get("label")
    untimed = [text for name, text in eaf.properties if name == "without times"]
    ids = {e.get("id") for e in root.iter(CASE + "entry")}
    for name in found:
        if name[2:38] not in ids:
            check.fault(f"annotation {name} is of no entry")
    utterances = [e for e in entries(root, "utterance-recorded") if field(e, "review") in reviews_of(root, film)]
    for entry in utterances:
        name = "a-" + entry.get("id")
        if interval(entry) is None:
            check.equal(f"{name} among those without times", sum(text.startswith(name + " ") for text in untimed), 1)
            check.equal(f"{name} on a tier", name in found, False)
        elif name not in found:
            check.fault(f"utterance {name} is missing")
        else:
            start, end, value, tier, attributes = found[name]
            check.equal(f"times of {name}", (start, end), interval(entry))
            check.equal(f"speaker of {name}", attributes.get("PARTICIPANT"), speaker(entry))
            check.equal(f"review of {name}", tier.startswith(field(entry, "review") + " "), True)
            check.equal(f"type of {name}", attributes["LINGUISTIC_TYPE_REF"],
                        "paraphrase" if field(entry, "isParaphrase") == "true" else "speech")
            if field(entry, "words"):
                check.equal(f"words of {name} kept", value == field(entry, "words"), True)
    clips = [e for e in entries(root, "clip-chosen") if field(e, "film") == film]
    for entry in clips:
        name = "a-" + entry.get("id")
        if interval(entry) is None:
            check.equal(f"{name} among those without times", sum(text.startswith(name + " ") for text in untimed), 1)
        elif name not in found:
            check.fault(f"clip {name} is missing")
        else:
            check.equal(f"times of {name}", found[name][:2], interval(entry))
            for number, code in enumerate(field(entry, "principles") or [], 1):
                part = found.get(f"{name}-p{number}")
                check.equal(f"principle {number} of {name}", part and part[:3], (*interval(entry), code))
    types = [attributes["LINGUISTIC_TYPE_REF"] for *_, attributes in found.values()]
    check.equal("utterances on tiers", types.count("speech") + types.count("paraphrase"),
                sum(interval(e) is not None for e in utterances))
    check.equal("clips on tiers", types.count("clip"), sum(interval(e) is not None for e in clips))
    status = {f.get("label"): f for f in root.iter(CASE + "film")}.get(film)
    if status is None or status.get("consent") != "given" or status.get("status") != "held":
        check.equal("media of a film that is not held and agreed to", eaf.media_descriptors, [])
    check.done.append(f"pympi-ling: {len(found)} annotations on {len(eaf.tiers)} tiers, "
                      f"{len(utterances)} utterances, {len(clips)} clips")


# WebVTT


def milliseconds(text):
    hours, minutes, rest = text.split(":")
    return (int(hours) * 60 + int(minutes)) * 60000 + int(rest.replace(".", ""))


def plain(text):
    return re.sub(r"[ \t\r\n]+", " ", re.sub("[\x85\u2028\u2029]", " ", text)).strip(" ")


def check_vtt(check, root):
    reader = package(check, "webvtt", "webvtt-py")
    if reader is None:
        return
    vtt = reader.read(str(check.path))
    review = root.find(f"{CASE}header/{CASE}of").get("label")
    utterances = [e for e in entries(root, "utterance-recorded") if field(e, "review") == review]
    timed = [e for e in utterances if interval(e) is not None]
    cues = {}
    for cue in vtt.captions:
        if cue.identifier in cues:
            check.fault(f"cue {cue.identifier} stands twice")
        cues[cue.identifier] = cue
    check.equal("cues", len(vtt.captions), len(timed))
    starts = [milliseconds(cue.start) for cue in vtt.captions]
    check.equal("cues in order", starts == sorted(starts), True)
    for entry in timed:
        cue = cues.get(entry.get("id"))
        if cue is None:
            check.fault(f"utterance {entry.get('id')} is missing")
            continue
        name = f"cue {cue.identifier}"
        check.equal(f"times of {name}", (milliseconds(cue.start), milliseconds(cue.end)), interval(entry))
        check.equal(f"speaker of {name}", html.unescape(cue.voice or ""), plain(speaker(entry)))
        check.equal(f"lines of {name}", len(cue.lines), 1)
        words = html.unescape(cue.raw_text.partition(">")[2])
        if field(entry, "words"):
            check.equal(f"words of {name} kept", words == plain(field(entry, "words")), True)
        check.equal(f"paraphrase of {name}", cue.raw_text.startswith("<v.paraphrase "),
                    field(entry, "isParaphrase") == "true")
    lines = check.path.read_text(encoding="utf-8").split("\n")
    for entry in utterances:
        if interval(entry) is None:
            begin, words = f"{entry.get('id')} {plain(speaker(entry))}", plain(field(entry, "words") or "")
            found = sum(html.unescape(line).startswith(begin) and words in html.unescape(line) for line in lines)
            check.equal(f"{entry.get('id')} among those without times", found, 1)
    check.done.append(f"webvtt-py: {len(vtt.captions)} cues, {len(utterances) - len(timed)} utterances without times")


# CDA

MONTHS = ("January February March April May June July August September October November December").split()
STANDINGS = {"current": "current", "amended": "amended", "in-error": "recorded in error", "erased": "erased",
             "locked": "locked", "not-understood": "not understood"}


def in_words(text):
    if "T" not in text:
        parts = [int(part) for part in text.split("-")]
        return " ".join(([str(parts[2])] if len(parts) > 2 else []) + [MONTHS[parts[1] - 1], str(parts[0])])
    time = datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(zoneinfo.ZoneInfo("Europe/London"))
    return f"{time.day} {MONTHS[time.month - 1]} {time.year}, {time:%H:%M}"


def happened(entry):
    at = entry.find(CASE + "happened")
    if at is None:
        return "not given"
    if at.get("precision") == "unknown":
        words = "not known when"
    elif at.get("precision") == "instant":
        words = in_words(at.get("from"))
    elif at.get("precision") == "range":
        words = f"{in_words(at.get('from'))} to {in_words(at.get('to'))}"
    else:
        words = in_words(at.text)
    return words + (", perhaps" if at.get("certainty") == "perhaps" else "")


def check_cda(check, root):
    tree = etree.parse(str(check.path), PARSER)
    official(check, "cda-r2/schema/normative/infrastructure/cda/CDA.xsd", tree)
    official(check, "cda-r2/schema/extensions/SDTC/infrastructure/cda/CDA_SDTC.xsd", tree)
    staff = {m.get("id"): m.findtext(CASE + "name") for m in root.iter(CASE + "member")}
    rows = {}
    for row in tree.getroot().iter(CDA + "tr"):
        if row.get("ID"):
            if row.get("ID") in rows:
                check.fault(f"row {row.get('ID')} stands twice")
            rows[row.get("ID")] = ["".join(cell.itertext()) for cell in row.findall(CDA + "td")]
    every = list(root.iter(CASE + "entry"))
    check.equal("rows", len(rows), len(every))
    for entry in every:
        name = "e-" + entry.get("id")
        if name not in rows:
            check.fault(f"entry {name} is missing")
            continue
        number, when, what, recorded, standing = rows[name]
        check.equal(f"number of {name}", number, entry.get("number"))
        check.equal(f"time of {name}", when, happened(entry))
        for child in ("title", "reading"):
            text = entry.findtext(CASE + child)
            if text:
                check.equal(f"{child} of {name} kept", text in what, True)
        for text in entry.findall(f"{CASE}data/{CASE}text"):
            check.equal(f"text {text.get('name')} of {name} kept", text.text in what, True)
        by = entry.find(CASE + "recorded").get("by")
        author = f"{staff[by]} ({by})" if staff.get(by) else by
        check.equal(f"author of {name}", f"{in_words(entry.find(CASE + 'recorded').get('at'))} by {author}" in recorded, True)
        check.equal(f"standing of {name}", standing.startswith(STANDINGS[entry.get("standing")]), True)
        check.equal(f"id of {name}", standing.endswith("Entry " + entry.get("id")), True)
    check.done.append(f"{len(rows)} entries")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    root = etree.parse(sys.argv[1], PARSER).getroot()
    failed = False
    for path in map(pathlib.Path, sys.argv[2:]):
        check = Check(path)
        {".eaf": check_eaf, ".vtt": check_vtt}.get(path.suffix, check_cda)(check, root)
        print(f"{path.name}: {'; '.join(check.done)}")
        for text in check.faults[:20]:
            print(f"  FAULT {text}")
        if len(check.faults) > 20:
            print(f"  and {len(check.faults) - 20} more")
        failed = failed or bool(check.faults)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
