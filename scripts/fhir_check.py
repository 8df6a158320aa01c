#!/usr/bin/env python3
"""Checks FHIR R4 documents against the case records that they were made of.

    fhir_check.py CASE-RECORD.xml DOCUMENT.xml [CASE-RECORD.xml DOCUMENT.xml ...]

A case record is what 'vigil export --input' writes for the same question. The reading is not ours: the
package fhir.resources reads each document as a Bundle of R4, and the official schema under ../shared judges
it. Then it compares: every entry is one resource and one row of narrative, with when it happened or that
this is not known, who recorded it and how it stands; every consent has the state that the case record says;
every reference leads somewhere, and everything is reached from the Composition. Exit code 1 on a fault.

Without ../shared the official schema is skipped, and said to be. Needs lxml and fhir.resources[xml].
"""
import base64
import datetime
import pathlib
import re
import sys
import uuid
import zoneinfo
from collections import Counter

from fhir.resources.R4B.bundle import Bundle
from lxml import etree

CASE = "{urn:vigil:case-record:1}"
HTML = "{http://www.w3.org/1999/xhtml}"
ENTRY = "urn:vigil:fhir:entry"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
SCHEMA = pathlib.Path(__file__).resolve().parent.parent.parent / "shared" / "schemas" / "fhir-r4" / "fhir-single.xsd"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
LONDON = zoneinfo.ZoneInfo("Europe/London")
MONTHS = ("January February March April May June July August September October November December").split()
STANDINGS = {
    "current": "current",
    "amended": "amended",
    "in-error": "recorded in error",
    "erased": "erased",
    "locked": "locked",
    "not-understood": "not understood",
}
CONSENTS = {
    "given": ("active", "permit"),
    "not-yet": ("proposed", "permit"),
    "refused": ("rejected", "deny"),
    "withdrawn": ("inactive", "deny"),
    "expired": ("inactive", "deny"),
}


class Check:
    """The faults of one document, and what was counted."""

    def __init__(self):
        self.faults, self.counts, self.notes = [], Counter(), []

    def fault(self, text):
        self.faults.append(text)

    def equal(self, what, found, expected):
        if found != expected:
            self.fault(f"{what}: found {found!r}, expected {expected!r}")

    def true(self, what, holds):
        if not holds:
            self.fault(what)


# The file as it is written


def check_file(check, path):
    written = path.read_bytes()
    check.true("it begins with a byte order mark", not written.startswith(b"\xef\xbb\xbf"))
    tree = etree.parse(str(path), PARSER)
    check.true("it has a document type", not tree.docinfo.doctype)
    for node in tree.iter():
        if not isinstance(node.tag, str):
            check.fault(f"line {node.sourceline}: a comment or an instruction")
            continue
        name = etree.QName(node).localname
        check.true(f"line {node.sourceline}: {name} has a prefix", node.prefix is None)
        text = "".join(node.itertext()).strip()
        check.true(f"line {node.sourceline}: {name} is empty", len(node) or node.attrib or text)
        filled = all(v.strip() for v in node.attrib.values())
        check.true(f"line {node.sourceline}: {name} has an empty attribute", filled)
        check.counts["elements"] += 1
    if SCHEMA.exists():
        if check_file.schema is None:
            check_file.schema = etree.XMLSchema(etree.parse(str(SCHEMA), PARSER))
        if not check_file.schema.validate(tree):
            for error in list(check_file.schema.error_log)[:10]:
                check.fault(f"official schema, line {error.line}: {error.message[:300]}")
        check.notes.append("official schema")
    else:
        check.notes.append("SKIPPED the official schema: there is no ../shared/schemas/fhir-r4")


check_file.schema = None


# What the reader made of it


def plain(thing):
    """The reader's objects as lists, dictionaries and texts."""
    if hasattr(thing, "model_dump"):
        return plain(thing.model_dump())
    if isinstance(thing, dict):
        return {key: plain(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [plain(value) for value in thing]
    return thing


def references(thing):
    if isinstance(thing, dict):
        for key, value in thing.items():
            if key == "reference" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from references(value)


def codings(thing):
    if isinstance(thing, dict):
        if isinstance(thing.get("system"), str) and "code" in thing:
            yield thing["system"], str(thing["code"])
        for value in thing.values():
            yield from codings(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from codings(value)


def extension(thing, url):
    found = [e for e in (thing or {}).get("extension") or [] if e.get("url") == url]
    return found[0] if len(found) == 1 else None


def value(thing):
    return next((v for k, v in (thing or {}).items() if k.startswith("value")), None)


def moment(text):
    """A moment as the reader or the case record has it, to compare."""
    if isinstance(text, datetime.datetime):
        return text.astimezone(datetime.timezone.utc)
    return datetime.datetime.fromisoformat(str(text).replace("Z", "+00:00")).astimezone(datetime.timezone.utc)


def precise(text):
    """A dateTime: a moment, or the text of a day or a month."""
    if isinstance(text, datetime.datetime):
        return moment(text)
    if isinstance(text, datetime.date):
        return text.isoformat()
    return moment(text) if "T" in str(text) else str(text)


def check_bundle(check, bundle):
    """The rules of a document; returns the resources by fullUrl."""
    check.equal("type of the Bundle", bundle["type"], "document")
    entries = bundle["entry"]
    check.equal("first resource", entries[0]["resource"]["resourceType"], "Composition")
    urls = [e["fullUrl"] for e in entries]
    for url, count in Counter(urls).items():
        check.true(f"{url} is the fullUrl of {count} entries", count == 1)
        check.true(f"{url} is no UUID of version 5", url.startswith("urn:uuid:") and uuid.UUID(url[9:]).version == 5)
    resources = {e["fullUrl"]: e["resource"] for e in entries}
    for url, resource in resources.items():
        check.counts[resource["resourceType"]] += 1
        for reference in references(resource):
            check.counts["references"] += 1
            kind = resource["resourceType"]
            check.true(f"{kind} {url} refers to {reference}, which is not here", reference in resources)
        for system, code in codings(resource):
            if system == "http://snomed.info/sct":
                check.counts["SNOMED codes"] += 1
                check.true(f"SNOMED {code} has a wrong check digit", verhoeff(code))
        for identifier in resource.get("identifier") or [] if isinstance(resource.get("identifier"), list) else []:
            if identifier.get("system") == "https://fhir.nhs.uk/Id/nhs-number":
                check.counts["NHS numbers"] += 1
                check.true("an NHS number has a wrong check digit", nhs_number(identifier["value"]))
                check.true("an NHS number does not say whether it was traced", bool(identifier.get("extension")))
    reached, waiting = set(), [urls[0]]
    while waiting:
        url = waiting.pop()
        if url not in reached and url in resources:
            reached.add(url)
            waiting += list(references(resources[url]))
    for url, resource in resources.items():
        if resource["resourceType"] != "Provenance":
            check.true(f"{resource['resourceType']} {url} is not reached from the Composition", url in reached)
    return resources


def nhs_number(text):
    if not re.fullmatch(r"[0-9]{10}", text) or len(set(text)) == 1:
        return False
    check = 11 - sum(int(d) * (10 - i) for i, d in enumerate(text[:9])) % 11
    return (0 if check == 11 else check) == int(text[9])


def verhoeff(text):
    def product(a, b):
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b - 5) % 5
        return 5 + (a - 5 - b) % 5 if b < 5 else (a - b) % 5

    permutation, state = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4], 0
    for index, digit in enumerate(reversed(text)):
        digit = int(digit)
        for _ in range(index % 8):
            digit = permutation[digit]
        state = product(state, digit)
    return 6 <= len(text) <= 18 and state == 0


# What the case record says, in words


def in_words(text):
    if "T" not in text:
        parts = [int(part) for part in text.split("-")]
        return " ".join(([str(parts[2])] if len(parts) > 2 else []) + [MONTHS[parts[1] - 1], str(parts[0])])
    time = moment(text).astimezone(LONDON)
    return f"{time.day} {MONTHS[time.month - 1]} {time.year}, {time:%H:%M}"


def happened(entry):
    at = entry.find(CASE + "happened")
    if at is None:
        return "not given"
    precision = at.get("precision")
    if precision == "unknown":
        words = "not known when"
    elif precision == "range":
        words = f"{in_words(at.get('from'))} to {in_words(at.get('to'))}"
    else:
        words = in_words(at.get("from") if precision == "instant" else at.text)
    return words + (", perhaps" if at.get("certainty") == "perhaps" else "")


def same_time(check, name, entry, told):
    """The time in the resource: a value as precise as the record's, or none and the reason."""
    at = entry.find(CASE + "happened")
    if at is None or at.get("precision") == "unknown":
        reason = value(extension(told, ABSENT))
        check.equal(f"why {name} has no time", reason, "masked" if at is None else "unknown")
        check.counts["times not known"] += 1
    elif at.get("precision") == "range":
        period = (told or {}).get("valuePeriod") or {}
        check.true(
            f"{name} has another period",
            bool(period)
            and (moment(period["start"]), moment(period["end"])) == (moment(at.get("from")), moment(at.get("to"))),
        )
    else:
        expected = moment(at.get("from")) if at.get("precision") == "instant" else at.text
        found = (told or {}).get("valueDateTime")
        check.equal(f"time of {name}", found is not None and precise(found), expected)


def status(resource):
    if resource["resourceType"] == "Basic":
        modifier = [value(e) for e in resource.get("modifierExtension") or []]
        return "entered-in-error" if "entered-in-error" in modifier else "none"
    return resource.get("status") or resource.get("lifecycleStatus")


def texts(thing):
    """The words of a resource that can be an entry's: notes, payloads, data."""
    for note in thing.get("note") or []:
        yield note["text"]
    for payload in thing.get("payload") or []:
        yield payload["contentString"]
    if extension(thing, "urn:vigil:fhir:reading"):
        yield value(extension(thing, "urn:vigil:fhir:reading"))
    for content in thing.get("content") or [] if isinstance(thing.get("content"), list) else []:
        data = (content.get("attachment") or {}).get("data")
        if data:
            yield base64.b64decode(data).decode()


def check_entries(check, root, resources, rows):
    found = {}
    for url, resource in resources.items():
        if extension(resource, ENTRY):
            for identifier in resource["identifier"]:
                found.setdefault(identifier["value"].removeprefix("urn:uuid:"), []).append((url, resource))
    staff = {m.get("id"): m.findtext(CASE + "name") for m in root.iter(CASE + "member")}
    films = {f.get("label"): f.get("consent") for f in root.iterfind(f"{CASE}state/{CASE}film")}
    revisions = [r for r in resources.values() if r["resourceType"] == "Provenance" and r.get("activity")]
    revised = {target["reference"] for revision in revisions for target in revision["target"]}
    case = uuid.UUID(root.find(f"{CASE}header/{CASE}case").get("id"))
    every = list(root.iterfind(f"{CASE}entries/{CASE}entry"))
    check.equal("resources of entries", sum(map(len, found.values())), len(every))
    check.equal("rows of entries", sum(map(len, rows.values())), len(every))
    for entry in every:
        name, standing = f"entry {entry.get('id')}", entry.get("standing")
        by, at = entry.find(CASE + "recorded").get("by"), entry.find(CASE + "recorded").get("at")
        check.counts[f"entries {standing}"] += 1
        untold = []
        label = next((f.text for f in entry.iterfind(f"{CASE}data/*") if f.get("thing") == "film"), None)
        for field in entry.iterfind(f"{CASE}data/*"):
            if (field.get("name") == "location" or field.tag == CASE + "sha256") and films.get(label) != "given":
                untold.append(field.text)

        resource = found.get(entry.get("id"), [])
        check.equal(f"{name} in the structure", len(resource), 1)
        if len(resource) == 1:
            url, resource = resource[0]
            check.equal(f"fullUrl of {name}", url, f"urn:uuid:{uuid.uuid5(case, 'fhir|entry|' + entry.get('id'))}")
            told = extension(resource, ENTRY)
            check.equal(f"standing of {name}", value(extension(told, "standing")), standing)
            same_time(check, name, entry, extension(told, "happened"))
            recorded = value(extension(told, "recorded"))
            check.true(f"{name} was recorded at another time", recorded is not None and moment(recorded) == moment(at))
            author = resources.get((value(extension(told, "author")) or {}).get("reference"), {})
            pseudonym = (author.get("identifier") or [{}])[0].get("value")
            check.equal(f"author of {name}", [author.get("resourceType"), pseudonym], ["Practitioner", by])
            check.equal(f"{name} is entered in error", status(resource) == "entered-in-error", standing == "in-error")
            if standing == "in-error":
                check.true(f"{name} is in error and has words", not list(texts(resource)))
            if standing == "amended":
                check.true(f"{name} has no Provenance of its revision", url in revised)
            if resource["resourceType"] == "Media":
                check_media(check, name, entry, resource, resources, films)

        row = rows.get("e-" + entry.get("id"), [])
        check.equal(f"{name} in the narrative", len(row), 1)
        if len(row) == 1:
            number, when, what, recorded, stands = row[0]
            check.equal(f"number of {name}", number, entry.get("number"))
            check.equal(f"time of {name} in words", when, happened(entry))
            author = f"{staff[by]} ({by})" if staff.get(by) else by
            expected = f"{in_words(at)} by {author}"
            check.true(f"the row of {name} has another author or time of recording", recorded.startswith(expected))
            check.true(f"the row of {name} says another standing", stands.startswith(STANDINGS[standing]))
            check.true(f"the row of {name} shows another id", stands.endswith("Entry " + entry.get("id")))
            title = entry.findtext(CASE + "title")
            check.true(f"the row of {name} lacks its title", not title or title in what)
            check.true(f"the row of {name} tells where a film is", not any(text in what for text in untold))
            if standing == "in-error":
                check.equal(f"the row of {name}, which is in error", what.strip(), title or entry.get("type"))
            else:
                words = [entry.findtext(CASE + "reading")] + [t.text for t in entry.findall(f"{CASE}data/{CASE}text")]
                for text in filter(None, words):
                    if not any(place in text for place in untold):
                        check.counts["texts"] += 1
                        check.true(f"the row of {name} lacks some of its words", text in what)


def check_media(check, name, entry, resource, resources, films):
    fields = {f.get("name"): f.text for f in entry.iterfind(f"{CASE}data/*")}
    consent = films.get(fields.get("film"), "none")
    check.equal(f"consent to the film of {name}", value(extension(resource, "urn:vigil:fhir:film-consent")), consent)
    content = resource["content"]
    told = content.get("url") or any(extension(content, f"urn:vigil:fhir:{url}") for url in ("location", "sha256"))
    check.true(f"{name} tells where a film is", consent == "given" or not told)
    if consent == "given" and fields.get("location") and entry.get("standing") != "in-error":
        place = content.get("url") or value(extension(content, "urn:vigil:fhir:location"))
        check.equal(f"place of {name}", str(place), fields["location"])
    if entry.get("type") == "clip-chosen" and entry.get("standing") != "in-error":
        check.counts["clips"] += 1
        film = resources.get(((resource.get("partOf") or [{}])[0]).get("reference"))
        is_part = bool(resource.get("partOf")) and (film is None or film["resourceType"] == "Media")
        check.true(f"{name} is part of no film", is_part)
        start, end = int(fields["startMs"]) / 1000, int(fields["endMs"]) / 1000
        if start < end:
            fragment = value(extension(content, "urn:vigil:fhir:fragment")) or ""
            places = [float(text) for text in fragment.removeprefix("t=").split(",") if text]
            check.equal(f"fragment of {name}", places, [start, end])


def check_consents(check, root, resources, tables):
    consents = {}
    for resource in resources.values():
        if resource["resourceType"] == "Consent":
            consents.setdefault(resource["identifier"][0]["value"], []).append(resource)
    states = list(root.iterfind(f"{CASE}state/{CASE}consent"))
    check.equal("consents", sum(map(len, consents.values())), len(states))
    for state in states:
        key = "consent|" + "|".join(state.get(k) for k in ("scope", "person", "giver", "film") if state.get(k))
        check.counts[f"consents {state.get('state')}"] += 1
        found = consents.get(key, [])
        check.equal(f"Consents of {key}", len(found), 1)
        if len(found) == 1:
            consent, provision = found[0], found[0]["provision"]
            check.equal(f"state of {key}", value(extension(consent, "urn:vigil:fhir:consent-state")), state.get("state"))
            check.equal(f"status of {key}", (consent["status"], provision["type"]), CONSENTS[state.get("state")])
            check.true(f"{key} is since another time", moment(consent["dateTime"]) == moment(state.get("since")))
            if state.get("state") == "withdrawn":
                end = provision["period"].get("end")
                ends = end is not None and moment(end) == moment(state.get("since"))
                check.true(f"{key} does not end when it was withdrawn", ends)
        words = "not yet in force" if state.get("state") == "not-yet" else state.get("state")
        scope = f"{state.get('meaning')} ({state.get('scope')})" if state.get("meaning") else state.get("scope")
        use = scope + (f", {state.get('film')}" if state.get("film") else "")
        expected = [use, state.get("person"), state.get("giver") or "not given", words]
        since = in_words(state.get("since"))
        says = any(row[:4] == expected and row[4].startswith(since) for row in tables if len(row) == 6)
        check.true(f"the narrative does not say of {key} that it is {words}", says)


def check_register(check, root, resources, register):
    """The states that the projection consent-register gives, row by row: there a word counts for a film, or for all that
    have no word of their own; here a giver's newest word on each is a Consent. The entry that it comes from is the same."""
    positions = {entry.get("id"): int(entry.get("position")) for entry in root.iterfind(f"{CASE}entries/{CASE}entry")}
    told, general = {}, set()
    for resource in resources.values():
        if resource["resourceType"] == "Consent":
            scope, person, giver, *film = resource["identifier"][0]["value"].split("|")[1:]
            source = resources[resource["sourceReference"]["reference"]]["identifier"][0]["value"]
            key = (scope, person, giver, positions[source.removeprefix("urn:uuid:")])
            told.setdefault(key, set()).add(value(extension(resource, "urn:vigil:fhir:consent-state")))
            if not film:
                general.add(key)
    for row in register:
        key = (row["scope"], row["person"], row["giver"], row["position"])
        state = row["act"] if not row["act"] in ("given", "varied") else "given" if row["allows"] else "expired"
        check.counts[f"register says {state}"] += 1
        check.equal(f"state of {'|'.join(map(str, key))} in the register", told.get(key), {state})
    rows = {(r["scope"], r["person"], r["giver"], r["position"]) for r in register if r["film"] is None}
    missing = [key for key in general - rows if told[key] != {"not-yet"}]
    check.equal("consents to all films that the register has not", missing, [])


def check_composition(check, root, composition):
    header = root.find(CASE + "header")
    for asked, words in (("asOf", "as of"), ("knownAt", "known at")):
        text = header.findtext(CASE + asked)
        check.equal(f"{words} in the title", f", {words} " in composition["title"], text is not None)
        if text:
            check.true(f"the title is {words} another time", f"{words} {in_words(text)}" in composition["title"])
    made = header.findtext(CASE + "madeAt")
    if made:
        check.true("the Composition has another date", moment(composition["date"]) == moment(made))
    replaced = header.find(CASE + "replaces")
    relates = [r for r in composition.get("relatesTo") or [] if r["code"] == "replaces"]
    expected = [] if replaced is None else ["urn:uuid:" + replaced.get("document")]
    check.equal("what is replaced", [r["targetIdentifier"]["value"] for r in relates], expected)


def check_document(canonical, path, register=None):
    """The faults of a document. With the rows of the register's query consent-at, of a copy that shows positions, these too."""
    check = Check()
    check_file(check, path)
    if check.faults and any("official schema" in f for f in check.faults):
        return check
    root = etree.parse(str(canonical), PARSER).getroot()
    try:
        read = Bundle.model_validate_xml(path.read_bytes())
    except Exception as error:
        check.fault(f"fhir.resources does not read it: {str(error)[:300]}")
        return check
    bundle = plain(read)
    for entry, made in zip(bundle["entry"], read.entry):
        entry["resource"]["resourceType"] = made.resource.get_resource_type()
    resources = check_bundle(check, bundle)
    composition = bundle["entry"][0]["resource"]
    rows, tables = {}, []
    for section in composition.get("section") or []:
        check.counts["sections"] += 1
        text = (section.get("text") or {}).get("div")
        if not text:
            check.fault(f"section {section['title']} has no narrative")
            continue
        div = etree.fromstring(text, PARSER)
        check.true(f"the narrative of {section['title']} is no div of XHTML", div.tag == HTML + "div")
        check.true(f"section {section['title']} has no words", "".join(div.itertext()).strip())
        check.equal(f"{section['title']} says that it has no entries", bool(section.get("emptyReason")), not section.get("entry"))
        for row in div.iter(HTML + "tr"):
            cells = ["".join(cell.itertext()) for cell in row.findall(HTML + "td")]
            if row.get("id"):
                rows.setdefault(row.get("id"), []).append(cells)
                check.true(f"row {row.get('id')} has {len(cells)} cells", len(cells) == 5)
            else:
                tables.append(cells)
    rows = {key: [r for r in value if len(r) == 5] for key, value in rows.items()}
    check_entries(check, root, resources, rows)
    check_consents(check, root, resources, tables)
    if register is not None:
        check_register(check, root, resources, register)
    check_composition(check, root, composition)
    origins = [
        entity
        for resource in resources.values()
        if resource["resourceType"] == "Provenance"
        for entity in resource.get("entity") or []
        if ((entity.get("what") or {}).get("identifier") or {}).get("system") == "urn:vigil:fhir:log-root"
    ]
    check.equal("Provenance of the log", len(origins), 1)
    return check


def main():
    paths = [pathlib.Path(argument) for argument in sys.argv[1:]]
    if not paths or len(paths) % 2:
        sys.exit(__doc__)
    failed, total, notes = 0, Counter(), Counter()
    for canonical, path in zip(paths[::2], paths[1::2]):
        check = check_document(canonical, path)
        total += check.counts
        notes.update(check.notes)
        if check.faults:
            failed += 1
            print(f"{path}: {len(check.faults)} faults")
            for text in check.faults[:10]:
                print(f"  FAULT {text}")
    for note, count in notes.items():
        print(f"{note} ({count} documents)")
    print(", ".join(f"{count} {what}" for what, count in sorted(total.items())))
    print(f"{len(paths) // 2} documents, {failed} with faults")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
