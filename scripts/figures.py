#!/usr/bin/env python3
"""The figures AN01 to AN27 a second time: plain Python over an exported log, without any SQL.

  figures.py LINES.jsonl [--as-of T] [--from T] [--to T] [--case REFERENCE] [AN06 ...]
        one JSON line per figure: report, the group's columns, figure, value, unit, numerator, denominator
  figures.py compare LINES.jsonl [--as-of T] ...  [AN06 ...]
        runs the SQL of Projections/reports over the same log (scripts/projections.py) and prints what differs;
        then the worked example in each report's head, for both. Exit 1 if anything differs.

Each figure is worked out from its definition, by loops over one case after the other. Nothing is shared with the SQL but
the names of groups, figures and units; so an agreement of both says something.
"""
import argparse
import bisect
import datetime
import glob
import itertools
import json
import os
import re
import sys
from collections import Counter, defaultdict
from fractions import Fraction

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import projections

DAY = 86400000

# What holds unless the log says otherwise (setting-changed).
RULES = {
    "AN02.days": "28", "AN07.pauseMs": "3000", "AN10.shortClipMs": "10000", "AN14.reviews": "3", "AN17.months": "18",
    "AN17.stage1.cycles": "6", "AN17.stage1.clients": "2", "AN17.stage1.supervision": "7",
    "AN17.stage2.cycles": "9", "AN17.stage2.clients": "3", "AN17.stage2.supervision": "8",
    "AN17.stage3.cycles": "12", "AN17.stage3.clients": "3", "AN17.stage3.supervision": "8",
    "AN27.ageYears": "5", "SG01.hours": "24",
}


# --- The log as it stands

def ms(text):
    """Milliseconds since 1970 of an instant as text."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    since = moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000


class Entry:
    """One row of the log as it stands, with its times in milliseconds."""

    def __init__(self, row):
        self.position, self.case, self.kind, self.type = row["position"], row["case_id"], row["kind"], row["type"]
        self.standing, self.by, self.role, self.id = row["standing"], row["by"], row["role"], row["id"]
        self.data = json.loads(row["data"]) if row["data"] else {}
        self.start = ms(row["occurred_from"]) if row["occurred_from"] else None
        self.end, self.recorded = ms(row["occurred_to"]), ms(row["recorded_at"])
        self.dated, self.late_reason, self.corrected_by = row["precision"] != "unknown", row["late_reason"], row["corrected_by"]
        self.writer, self.cause = row["on_behalf_of"] or row["by"], row["cause"]
        self.subjects = json.loads(row["subjects"]) if row["subjects"] else []
        self.recorded_at, self.occurred_to = row["recorded_at"], row["occurred_to"]

    def get(self, name, default=None):
        return self.data.get(name, default)

    @property
    def order(self):
        return self.end, self.position


class World:
    """What had happened by a time, case by case, and the range of time that is asked about."""

    def __init__(self, rows, as_of=None, since=None, until=None, case=None):
        self.as_of = ms(as_of) if as_of else 1 << 62
        self.since = ms(since) if since else -(1 << 62)
        self.until = ms(until) if until else 1 << 62
        everything = [Entry(row) for row in rows]
        self.all = everything
        happened = [entry for entry in everything if entry.end <= self.as_of]
        self.service = [entry for entry in happened if entry.case is None]
        self.cases = {}
        for entry in happened:
            if entry.case and (case is None or entry.case == case):
                self.cases.setdefault(entry.case, []).append(entry)
        self.cases = dict(sorted(self.cases.items()))
        # What a label means (whose supervision, which cycle) is no matter of the time asked.
        self.labelled = defaultdict(list)
        for entry in everything:
            if entry.case in self.cases:
                self.labelled[entry.case].append(entry)
        self.editions = defaultdict(list)
        for entry in sorted(self.service, key=lambda entry: entry.order):
            if entry.type == "codebook-adopted":
                self.editions[entry.get("name")].append((entry.end, {
                    code: value if isinstance(value, dict) else {"meaning": value}
                    for code, value in entry.get("codes", {}).items()}))

    def asked(self, entry):
        return self.since <= entry.end < self.until

    def rule(self, name, at=None):
        """A number as it holds at a time, by default at the time asked."""
        at = self.as_of if at is None else at
        best = (-(1 << 62), 0, RULES[name])
        for entry in self.all:
            if entry.type == "setting-changed" and entry.get("setting") == name:
                day = entry.get("from")
                since = ms(projections.utc(projections.midnight(datetime.date.fromisoformat(day)))) if day else entry.end
                if since <= at:
                    best = max(best, (since, entry.position, entry.get("value")))
        return best[2]

    def codes(self, book, at):
        """A codebook as it was in force at a time."""
        found = BUILT_IN.get(book, {})
        for since, codes in self.editions.get(book, ()):
            if since <= at:
                found = codes
        return found

    def group(self, book, code, at):
        return self.codes(book, at).get(code, {}).get("group")


def built_in_codes():
    """The built-in codes with their groups, read from docs/EVENTS.md."""
    path = os.path.join(os.path.dirname(projections.ROOT), "docs", "EVENTS.md")
    books, name = {}, None
    for line in open(path, encoding="utf-8"):
        title = re.match(r"### ([a-z-]+) \(", line)
        code = re.match(r"- `([^`]+)` (.*)$", line)
        if title:
            name = title.group(1)
            books[name] = {}
        elif code and name:
            meaning, _, group = code.group(2).partition(" · ")
            books[name][code.group(1)] = {"meaning": meaning, "group": group or None}
    for code, scores in MEASURES.items():
        books["measures"][code]["scores"] = scores
    return books


# Which way is better, and where a band begins; ranges do not matter here.
MEASURES = {
    "gbo": {"higherIsBetter": True},
    "hads": {"higherIsBetter": False, "bands": [[0, "usual"], [8, "mild"], [11, "moderate"], [15, "severe"]]},
    "phq-9": {"higherIsBetter": False, "bands": [
        [0, "minimal"], [5, "mild"], [10, "moderate"], [15, "moderately severe"], [20, "severe"]]},
    "gad-7": {"higherIsBetter": False, "bands": [[0, "minimal"], [5, "mild"], [10, "moderate"], [15, "severe"]]},
    "epds": {"higherIsBetter": False, "bands": [[0, "unlikely"], [10, "possible depression"], [13, "likely depression"]]},
    "mors-warmth": {"higherIsBetter": True},
    "mors-invasion": {"higherIsBetter": False},
    "kips": {"higherIsBetter": True, "bands": [[1, "low"], [3, "moderate"], [4, "high"]]},
    "care-index": {"higherIsBetter": True, "bands": [[0, "serious concern"], [4, "concern"], [8, "good enough"]]},
    "psi-4-sf": {"higherIsBetter": False},
    "asq-se-2": {"higherIsBetter": False},
}
BUILT_IN = built_in_codes()


# --- Small tools

REPORTS = {}


def report(function):
    REPORTS[function.__name__.upper()] = function
    return function


def of(entries, *types):
    return [entry for entry in entries if entry.type in types]


def row(group, figure, value, unit, numerator=None, denominator=None, covered=None, coverable=None):
    if isinstance(value, Fraction):
        value = float(value)
    return {**group, "figure": figure, "value": value, "unit": unit, "numerator": numerator, "denominator": denominator,
            "covered": covered, "coverable": coverable}


def share(group, figure, part, whole, covered=None, coverable=None):
    return row(group, figure, part / whole if whole else None, "share", part, whole, covered, coverable)


def days(milliseconds):
    return round(milliseconds / DAY, 2)


def median(numbers):
    numbers = sorted(numbers)
    if not numbers:
        return None
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else (numbers[middle - 1] + numbers[middle]) / 2


def merged(spans):
    """Spans without overlap, in order."""
    result = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        elif end > start:
            result.append([start, end])
    return result


def within(spans, start, end):
    """How much of a stretch the spans cover."""
    return sum(max(0, min(b, end) - max(a, start)) for a, b in merged(spans))


def reviews_of(entries):
    return of(entries, "shared-review-held")


def by_review(entries, *types):
    result = defaultdict(list)
    for entry in of(entries, *types):
        result[entry.get("review")].append(entry)
    return result


# --- Course of the work

def pauses(entries, now):
    """When the film work rested: (start, end, pause). One that nobody ended goes on until now."""
    begun = of(entries, "vig-paused")
    ends = {}
    for entry in of(entries, "vig-resumed"):
        if entry.get("pause"):
            ended = [pause for pause in begun if pause.get("pause") == entry.get("pause")]
        else:
            ended = [pause for pause in begun if pause.position < entry.position][-1:]
        for pause in ended:
            ends.setdefault(pause.position, entry)
    return [(pause.end, ends[pause.position].end if pause.position in ends else now, pause, ends.get(pause.position))
            for pause in begun]


@report
def an05(world):
    for case, entries in world.cases.items():
        held = reviews_of(entries)
        dated = sorted((review for review in held if review.dated), key=lambda review: review.order)
        before = {after.position: first for first, after in itertools.pairwise(dated)}
        for review in held:
            if not world.asked(review):
                continue
            group = {"case_id": case, "review": review.get("review")}
            counts = {"covered": len(dated), "coverable": len(held)}
            first = before.get(review.position)
            if first is None:
                rest = gap = None
            else:
                rest = within([(start, end) for start, end, *_ in pauses(entries, world.as_of)], first.end, review.end)
                gap = days(review.end - first.end - rest)
                rest = days(rest)
            yield row(group, "days since the review before", gap, "days", **counts)
            yield row(group, "days paused in between", rest, "days", **counts)


# --- What was said

def timed(turns):
    return [turn for turn in turns if turn.get("endMs") is not None]


@report
def an06(world):
    for case, entries in world.cases.items():
        said = by_review(entries, "utterance-recorded")
        for review in reviews_of(entries):
            if not world.asked(review):
                continue
            turns = said[review.get("review")]
            clock = timed(turns)
            heard = sum(end - start for start, end in merged((t.get("startMs"), t.get("endMs")) for t in clock)) if clock else None
            length = review.get("durationMs")
            time, words, count = Counter(), Counter(), Counter(turn.get("speaker") for turn in turns)
            for turn in clock:
                time[turn.get("speaker")] += turn.get("endMs") - turn.get("startMs")
            own = [turn for turn in turns if not turn.get("isParaphrase")]
            for turn in own:
                words[turn.get("speaker")] += len(turn.get("words").split())
            basis = part = whole = covered = coverable = None
            both = count["parent"] + count["guider"]
            for name, sums in ("time", time), ("words", words), ("turns", count):
                if sums["parent"] + sums["guider"] > 0:
                    basis, part, whole = name, sums["parent"], sums["parent"] + sums["guider"]
                    break
            if basis == "time":
                covered, coverable = heard, length
            elif basis:
                coverable = both
                covered = both if basis == "turns" else sum(turn.get("speaker") in ("parent", "guider") for turn in own)
            group = {"case_id": case, "review": review.get("review"), "basis": basis}
            yield row(group, "talk share", part / whole if whole else None, "share", part, whole, covered, coverable)
            yield row(group, "infant's time", time["infant"] if clock else None, "ms", None, None, heard, length)
            yield row(group, "others' time", time["other"] if clock else None, "ms", None, None, heard, length)


def silences(turns):
    """(length, who spoke last before, who spoke first after). If two end at once the guider counts, then the parent."""
    rank = {"guider": 3, "parent": 2, "infant": 1, "other": 0}
    last_end, last_speaker, result = None, None, []
    for turn in sorted(timed(turns), key=lambda turn: (turn.get("startMs"), turn.position)):
        if last_end is not None and turn.get("startMs") > last_end:
            result.append((turn.get("startMs") - last_end, last_speaker, turn.get("speaker")))
        ended = (turn.get("endMs"), rank[turn.get("speaker")])
        if last_end is None or ended > (last_end, rank[last_speaker]):
            last_end, last_speaker = turn.get("endMs"), turn.get("speaker")
    return result


@report
def an07(world):
    long = int(world.rule("AN07.pauseMs"))
    for case, entries in world.cases.items():
        said, noted = by_review(entries, "utterance-recorded"), by_review(entries, "playback-paused")
        for review in reviews_of(entries):
            if not world.asked(review):
                continue
            label = review.get("review")
            turns, stops = said[label], noted[label]
            known = [stop for stop in stops if None not in (stop.get("durationMs"), stop.get("after"), stop.get("brokenBy"))]
            for basis, gaps, covered, coverable in (
                    ("timed turns", silences(turns), len(timed(turns)), len(turns)),
                    ("noted pauses", [(s.get("durationMs"), s.get("after"), s.get("brokenBy")) for s in known],
                     len(known), len(stops))):
                after_guider = [gap for gap in gaps if gap[0] >= long and gap[1] == "guider"]
                broken = sum(gap[2] == "parent" for gap in after_guider)
                yield share({"case_id": case, "review": label, "basis": basis}, "pause yield", broken, len(after_guider),
                            covered, coverable)


@report
def an08(world):
    for case, entries in world.cases.items():
        said, shown = by_review(entries, "utterance-recorded"), by_review(entries, "clip-shown")
        for review in reviews_of(entries):
            if not world.asked(review):
                continue
            label = review.get("review")
            known = heard = parent = 0
            for clip in shown[label]:
                first = clip.get("parentFirst")
                if first is None:
                    about = [turn for turn in said[label] if turn.get("clip") == clip.get("clip")
                             and turn.get("speaker") in ("parent", "guider")]
                    # A turn that began before the clip was played does not describe it.
                    about = [turn for turn in about if (turn.get("startMs") is None and not clip.get("atMs"))
                             or (turn.get("startMs") is not None and turn.get("startMs") >= (clip.get("atMs") or 0))
                             or (turn.get("startMs") is None and clip.get("atMs"))]
                    about.sort(key=lambda turn: (turn.get("startMs") is not None, turn.get("startMs") or 0, turn.position))
                    if about:
                        heard += 1
                        first = about[0].get("speaker") == "parent"
                if first is not None:
                    known += 1
                    parent += first
            count = len(shown[label])
            group = {"case_id": case, "review": label}
            yield share(group, "parent-first rate", parent, known, known, count)
            yield row(group, "taken from the turns", heard if count else None, "count", None, None, known, count)


# --- Goals and measures

def cycles_of(entries):
    """Cycles by label: (number, entry that opened it, entry that completed it or None)."""
    result = {}
    for entry in of(entries, "cycle-opened"):
        result[entry.get("cycle")] = [entry.get("number"), entry, None]
    for entry in of(entries, "cycle-completed"):
        cycle = result.get(entry.get("cycle"))
        if cycle and cycle[2] is None and entry.position > cycle[1].position:
            cycle[2] = entry
    return result


def completions(entries):
    """When each cycle was first recorded as completed, whether or not its opening can still be read."""
    result = {}
    for entry in of(entries, "cycle-completed"):
        result[entry.get("cycle")] = min(entry.end, result.get(entry.get("cycle"), entry.end))
    return result


def slope(points):
    """Least squares: n Sxy - Sx Sy over n Sxx - Sx Sx."""
    n = len(points)
    sx, sy = sum(x for x, _ in points), sum(y for _, y in points)
    return n * sum(x * y for x, y in points) - sx * sy, n * sum(x * x for x, _ in points) - sx * sx


@report
def an12(world):
    for case, entries in world.cases.items():
        cycles = cycles_of(entries)
        goals = {entry.get("goal"): {} for entry in of(entries, "goal-agreed")}
        for rating in sorted(of(entries, "goal-rated"), key=lambda entry: entry.order):
            if world.asked(rating) and rating.get("goal") in goals:
                goals[rating.get("goal")].setdefault(rating.get("ratedBy"), []).append(rating)
        for goal, raters in goals.items():
            for rater, ratings in raters.items() or [(None, [])]:
                points = []
                for rating in ratings:
                    named = cycles.get(rating.get("cycle"))
                    done = sum(at <= rating.end for at in completions(entries).values())
                    points.append((named[0] if named else done, rating.get("rating")))
                group = {"case_id": case, "goal": goal, "rated_by": rater}
                twice = len(ratings) > 1
                change = points[-1][1] - points[0][1] if twice else None
                rise, run = slope(points) if twice else (None, None)
                yield row(group, "change", change, "points", covered=len(ratings))
                yield row(group, "slope per cycle", rise / run if run else None, "points", rise, run, len(ratings))
        if goals:
            rated = [max(map(len, raters.values()), default=0) for raters in goals.values()]
            yield share({"case_id": case, "goal": None, "rated_by": None}, "rated twice or more",
                        sum(count > 1 for count in rated), len(goals), sum(count > 0 for count in rated), len(goals))


def deviation(numbers):
    if len(numbers) < 2:
        return None
    mean = Fraction(sum(numbers)) / len(numbers)
    return float(sum((number - mean) ** 2 for number in numbers) / (len(numbers) - 1)) ** 0.5


@report
def an13(world):
    scores = defaultdict(dict)  # (code, scale) -> (case, subject, respondent) -> occasion -> last score
    for case, entries in world.cases.items():
        for entry in sorted(of(entries, "measure-scored"), key=lambda entry: entry.order):
            values = dict(entry.get("subscales") or {})
            if entry.get("total") is not None:
                values["total"] = entry.get("total")
            for scale, value in values.items():
                who = (case, entry.get("subject"), entry.get("respondent"))
                last = scores[entry.get("code"), scale].setdefault(who, {})
                last[entry.get("occasion")] = (Fraction(str(value)), entry)
    for (code, scale), people in scores.items():
        for contrast in "end", "follow-up":
            if contrast == "follow-up" and not any("follow-up" in last for last in people.values()):
                continue
            yield from contrasted(world, code, scale, contrast, people)


def contrasted(world, code, scale, contrast, people):
    pairs, count, banded, better, worse = [], 0, 0, 0, 0
    key = {"code": code, "scale": scale, "contrast": contrast}
    for (case, subject, respondent), last in people.items():
        before, after = last.get("baseline", (None, None)), last.get(contrast, (None, None))
        later = after[1] or before[1]
        if later is None or not world.asked(later) or contrast == "follow-up" and after[1] is None:
            continue
        count += 1
        how = world.codes("measures", later.end).get(code, {}).get("scores") or {}
        bands = how.get("bands") if scale == "total" or "total" not in TOTALS.get(code, ()) else None
        band = lambda value: next((i for i in range(len(bands) - 1, -1, -1) if value >= bands[i][0]), None) \
            if bands and value is not None else None
        name = lambda index: bands[index][1] if index is not None else None
        improved = None
        if before[1] and after[1] and before[1].get("form") == after[1].get("form") and "higherIsBetter" in how:
            improved = (after[0] - before[0]) * (1 if how["higherIsBetter"] else -1)
            pairs.append((improved, before[0], after[0]))
            moved = band(before[0]), band(after[0])
            if None not in moved:
                banded += 1
                step = (moved[1] - moved[0]) * (1 if how["higherIsBetter"] else -1)
                better, worse = better + (step > 0), worse + (step < 0)
        number = lambda value: float(value) if value is not None else None
        yield {**row({**key, "case_id": case, "subject": subject, "respondent": respondent}, "improvement",
                     number(improved), "points"),
               "before": number(before[0]), "after": number(after[0]), "improved_by": number(improved),
               "band_before": name(band(before[0])), "band_after": name(band(after[0]))}
    if not count:
        return
    n, (improved, before, after) = len(pairs), zip(*pairs) if pairs else ((), (), ())
    sums = {"pairs": n, "sum_improved": float(sum(improved)) if n else None,
            "sum_squares": float(sum(value * value for value in improved)) if n else None,
            "sd_improved": deviation(improved), "sd_before": deviation(before), "sd_after": deviation(after),
            "mean_before": float(sum(before) / n) if n else None, "mean_after": float(sum(after) / n) if n else None}
    for value in (
            row(key, "mean improvement", float(sum(improved) / n) if n else None, "points", None, None, n, count),
            share(key, "unpaired", count - n, count, n, count),
            share(key, "band improved", better, banded, n, count), share(key, "band worsened", worse, banded, n, count)):
        yield {**value, **sums}


# Measures that have a total: bands are the total's, if there is one, else each subscale's.
TOTALS = {code: ("total",) for code in (
    "gbo", "phq-9", "gad-7", "epds", "mors-warmth", "mors-invasion", "care-index", "psi-4-sf", "asq-se-2")}


# --- Attendance, interruptions, generalisation: over the whole service

@report
def an15(world):
    known, groups, outcomes = 0, Counter(), Counter()
    for entries in world.cases.values():
        for entry in of(entries, "attendance-recorded"):
            if world.asked(entry):
                outcomes[entry.get("outcome")] += 1
                group = world.group("attendance", entry.get("outcome"), entry.end)
                known += group is not None
                groups[group] += 1
    count = sum(outcomes.values())
    met = groups["Attended"]
    yield share({"outcome": None}, "attendance", met, met + groups["Missed"] + groups["Cancelled late"], known, count)
    for outcome, number in outcomes.items():
        yield share({"outcome": outcome}, "outcome", number, count, known, count)


@report
def an23(world):
    found, opened = [], set()
    for case, entries in world.cases.items():
        if of(entries, "case-opened"):
            opened.add(case)
        closings = [entry.end for entry in of(entries, "case-closed")]
        for start, end, pause, resumed in pauses(entries, world.as_of):
            if world.asked(pause):
                end = min([end] + [closing for closing in closings if closing >= start])
                dated = pause.dated and (resumed is None or resumed.dated)
                found.append((pause.get("reason"), max(0, end - start), dated, case))
    for reason in [None] + sorted({reason for reason, *_ in found}):
        mine = [one for one in found if reason in (None, one[0])]
        dated = [length for _, length, is_dated, _ in mine if is_dated]
        group, families = {"pause_reason": reason}, len({case for *_, case in mine})
        yield row(group, "pauses", len(mine), "count", families, len(opened), len(mine), len(mine))
        yield row(group, "days paused", days(sum(dated)) if dated else None, "days", families, len(opened),
                  len(dated), len(mine))


@report
def an24(world):
    kinds, cases, opened = defaultdict(list), set(), set()
    for case, entries in world.cases.items():
        if of(entries, "case-opened"):
            opened.add(case)
        for entry in of(entries, "generalisation-reported"):
            if world.asked(entry):
                kinds[entry.get("target"), entry.get("reporter")].append(case)
                cases.add(case)
    # Nothing reported is not the same as nothing done.
    yield row({"target": None, "reporter": None}, "cases with a report",
              len(cases) / len(opened) if cases and opened else None, "share", len(cases), len(opened))
    for (target, reporter), found in kinds.items():
        yield row({"target": target, "reporter": reporter}, "reports", len(found), "count", len(set(found)), len(opened))


# --- Supervision and training

def london_date(milliseconds):
    moment = datetime.datetime.fromtimestamp(milliseconds // 1000, tz=datetime.timezone.utc)
    return moment.astimezone(projections.LONDON).date()


def supervisions(entries):
    """Supervisions by their label, the newest of a label."""
    return {entry.get("supervision"): entry for entry in of(entries, "supervision-held")}


@report
def an18(world):
    balance = defaultdict(Counter)
    for case, entries in world.cases.items():
        held = supervisions(world.labelled[case])
        for entry in of(entries, "supervision-feedback-given"):
            if not world.asked(entry):
                continue
            session = held.get(entry.get("supervision"))
            day = london_date(entry.end)
            key = session.get("supervisee") if session else None, "%d-Q%d" % (day.year, (day.month + 2) // 3)
            named_by = entry.get("namedBy")
            for who in None, named_by or "not said":
                balance[(*key, who)][entry.get("feedback")] += 1
                balance[(*key, who)]["said"] += named_by is not None or who is not None
    for (staff, quarter, named_by), counts in balance.items():
        whole = counts["strength"] + counts["working-point"]
        yield share({"staff": staff, "quarter": quarter, "named_by": named_by}, "strength balance",
                    counts["strength"], whole, counts["said"], whole)


@report
def an19(world):
    last = defaultdict(dict)  # (case, staff, film, supervision) -> (rater, skill) -> (number, entry)
    for case, entries in world.cases.items():
        for entry in sorted(of(entries, "skill-rated"), key=lambda entry: entry.order):
            if world.asked(entry):
                film = entry.get("film")
                about = case, entry.get("staff") or entry.by, film, entry.get("supervision") if film is None else None
                for skill, number in entry.get("skills").items():
                    last[about][entry.get("rater"), skill] = (Fraction(str(number)), entry)
    for (case, staff, film, supervision), ratings in last.items():
        group = {"case_id": case, "staff": staff, "film": film, "supervision": supervision}
        by_rater = defaultdict(dict)
        for (rater, skill), (number, entry) in ratings.items():
            by_rater[rater][skill] = number
        for rater, skills in by_rater.items():
            newest = max((entry for (who, _), (_, entry) in ratings.items() if who == rater), key=lambda entry: entry.order)
            book = world.codes("skills", newest.end)
            yield {**row({**group, "rater": rater}, "mean rating", sum(skills.values()) / len(skills), "points",
                         None, None, len(skills), len(book)), "rated_at": newest.occurred_to}
        own, other = by_rater["self"], by_rater["supervisor"]
        both = own.keys() & other.keys()
        gap = sum(own[skill] - other[skill] for skill in both) / len(both) if both else None
        yield row({**group, "rater": None}, "self less supervisor", gap, "points", None, None,
                  len(both), len(own.keys() | other.keys()))


# --- Themes

@report
def an20(world):
    for case, entries in world.cases.items():
        cycles = cycles_of(entries)
        cycle_of = {review.get("review"): review.get("cycle") for review in reviews_of(entries)}
        uses = defaultdict(list)
        for entry in of(entries, "theme-named", "theme-used"):
            if world.asked(entry):
                uses[entry.get("theme")].append(entry)
        for name, theme in uses.items():
            labels = [entry.get("cycle") or cycle_of.get(entry.get("review")) for entry in theme]
            numbers = [cycles[label][0] for label in labels if label in cycles]
            speakers = [entry.get("speaker") for entry in theme if entry.get("speaker")]
            group = {"case_id": case, "theme": name}
            counts = {"covered": len(numbers), "coverable": len(theme)}
            yield row(group, "first cycle", min(numbers, default=None), "cycle", **counts)
            yield row(group, "last cycle", max(numbers, default=None), "cycle", **counts)
            yield row(group, "cycles", len(set(numbers)) or None, "count", **counts)
            yield row(group, "speakers", len(set(speakers)) or None, "count", covered=len(speakers), coverable=len(theme))


# --- Training

def guided(entries, everything):
    """Cycles with who held their reviews (until there is one: who opened them) and when they were completed."""
    opened, held = defaultdict(set), defaultdict(set)
    for entry in of(everything, "cycle-opened"):
        opened[entry.get("cycle")].add(entry.writer)
    for review in reviews_of(everything):
        if review.get("cycle"):
            held[review.get("cycle")].update(review.get("staff") or [review.writer])
    done = completions(entries)
    return [(cycle, held[cycle] or opened[cycle], done.get(cycle)) for cycle in list({**opened, **held})]


def whole_months(start, end):
    """Months by the calendar: one is over when the day of the month, and its hour, has come round."""
    first, last = (datetime.datetime(1970, 1, 1) + datetime.timedelta(milliseconds=at) for at in (start, end))
    count = 12 * (last.year - first.year) + last.month - first.month
    within_month = lambda at: (at.day, at.time())
    return count - (within_month(last) < within_month(first))


@report
def an17(world):
    done, heard = [], []
    for case, entries in world.cases.items():
        for _, staff, at in guided(entries, world.labelled[case]):
            if at is not None and world.since <= at < world.until:
                done += [(person, case, at) for person in staff]
        heard += [entry for entry in of(entries, "supervision-held")
                  if entry.get("moment") != "safeguarding" and world.asked(entry)]
    registered = sorted(of(world.service, "training-registered"), key=lambda entry: entry.order)
    for index, entry in enumerate(registered):
        staff = entry.get("staff")
        again = next((other.end for other in registered[index + 1:] if other.get("staff") == staff), world.as_of)
        until = min(again, world.as_of)
        passed = {}
        for stage in of(world.service, "training-stage-reached"):
            if stage.get("staff") == staff and entry.end <= stage.end <= until:
                passed[stage.get("stage")] = min(stage.end, passed.get(stage.get("stage"), stage.end))
        spans = [(number, "passed", max([entry.end] + [at for other, at in passed.items() if other < number]), end)
                 for number, end in passed.items()]
        following = max(passed, default=0) + 1
        if "AN17.stage%d.cycles" % following in RULES:
            spans.append((following, "in training", max([entry.end, *passed.values()]), until))
        for stage, standing, start, end in spans:
            group = {"staff": staff, "stage": stage, "standing": standing}
            need = lambda name: int(world.rule("AN17.stage%d.%s" % (stage, name)))
            mine = [(case, at) for person, case, at in done if person == staff and start < at <= end]
            sat = [one for one in heard if one.get("supervisee") == staff and start < one.end <= end]
            timed_ones = [one.get("durationMs") for one in sat if one.get("durationMs") is not None]
            yield share(group, "cycles", len(mine), need("cycles"))
            yield share(group, "clients", len({case for case, _ in mine}), need("clients"))
            yield share(group, "supervision", sum(timed_ones) // 60000, 60 * need("supervision"), len(timed_ones), len(sat))
            yield row(group, "days in stage", round((end - start) / DAY, 1), "days")
        group = {"staff": staff, "stage": None, "standing": None}
        yield row(group, "months since registration", round((until - entry.end) / DAY / 30.4375, 1), "months")
        yield share(group, "part of the usual time", whole_months(entry.end, until), int(world.rule("AN17.months")))


# --- Risk

LEVELS = {"low": 1, "moderate": 2, "high": 3}


@report
def an25(world):
    for case, entries in world.cases.items():
        at_level, dated, judged = Counter(), Counter(), Counter()
        acts = of(entries, "action-assigned")
        contacts = of(entries, "liaison-contact-made", "crisis-service-involved", "information-shared",
                      "social-care-referral-made")
        judgements, closed = defaultdict(list), {}
        for entry in sorted(of(entries, "risk-noted", "risk-reviewed"), key=lambda entry: entry.order):
            judgements[entry.get("risk")].append(entry)
        for entry in of(entries, "risk-closed"):
            closed[entry.get("risk")] = min(entry.end, closed.get(entry.get("risk"), entry.end))
        waits = []
        for risk, course in judgements.items():
            before = 0
            # A risk that is closed stays closed, whatever is said of it later.
            last = min(closed.get(risk, world.as_of), world.as_of, world.until)
            for entry, after in itertools.zip_longest(course, course[1:]):
                level = entry.get("level")
                end = min(after.end, last) if after else last
                at_level[level] += max(0, end - max(entry.end, world.since))
                judged[level] += 1
                dated[level] += entry.dated
                if LEVELS[level] > before and world.asked(entry):
                    waits.append((risk, entry))
                before = LEVELS[level]
        for level, count in judged.items():
            yield row({"case_id": case, "risk": None, "level": level}, "risk-days", days(at_level[level]), "days",
                      None, None, dated[level], count)
        if not judged and of(entries, "case-opened"):
            yield row({"case_id": case, "risk": None, "level": None}, "risk-days", None, "days")
        for risk, entry in waits:
            for figure, answers in ("days to first action", acts), ("days to first contact", contacts):
                # Of a risk that is dated by the day, what was done on that day may have come after it.
                since = entry.end if entry.start is None else entry.start
                times = [answer.end for answer in answers if answer.get("risk") == risk and answer.end >= since]
                wait = days(max(0, min(times) - entry.end)) if times else None
                yield row({"case_id": case, "risk": risk, "level": entry.get("level")}, figure, wait, "days")


# --- How the record is kept

def link_fields():
    """By type, the fields that name somebody or something that is there already; from docs/EVENTS.md."""
    path = os.path.join(os.path.dirname(projections.ROOT), "docs", "EVENTS.md")
    fields, name = {}, None
    for line in open(path, encoding="utf-8"):
        title = re.match(r"`([a-z-]+)` · schema", line)
        field = re.match(r"\| `(\w+)` \|[^|]*\| (label of|labels, each of|an entry of)", line)
        if title:
            name = title.group(1)
            fields[name] = set()
        elif field:
            fields[name].add(field.group(1))
    return fields


# These are about the case itself, and an utterance about its review.
ABOUT_THE_CASE = {"case-opened", "case-closed", "case-reopened", "retention-hold-placed", "relationship-opened",
                  "relationship-self-claimed", "relationship-ended"}


@report
def an26(world):
    links, counts = link_fields(), defaultdict(Counter)
    for entries in world.cases.values():
        for entry in entries:
            if entry.kind != "entry" or entry.type in ("entry-amended", "entry-marked-in-error") or not world.asked(entry):
                continue
            day = london_date(entry.recorded)
            found = counts[entry.role or "not known", "%d-%02d" % (day.year, day.month)]
            found["written"] += 1
            found["amended"] += entry.standing == "amended"
            found["in error"] += entry.standing == "in-error"
            found["erased"] += entry.standing == "erased"
            if entry.type is None:
                continue
            found["standing"] += 1
            found["timed"] += entry.dated
            hours = int(world.rule("SG01.hours", entry.end))
            found["late"] += entry.dated and entry.recorded - entry.end > hours * 3600000
            found["unlinked"] += not (entry.type in ABOUT_THE_CASE or entry.subjects or entry.cause or any(
                entry.get(name) not in (None, []) for name in links.get(entry.type, ())))
    for (role, month), found in counts.items():
        group = {"role": role, "month": month}
        yield share(group, "late", found["late"], found["timed"], found["timed"], found["standing"])
        yield share(group, "amended", found["amended"], found["written"], found["written"], found["written"])
        yield share(group, "in error", found["in error"], found["written"], found["written"], found["written"])
        yield share(group, "unlinked", found["unlinked"], found["standing"], found["standing"], found["standing"])


# --- Films and the reviews of their clips

def showings(entries):
    """For each film, the shared reviews in which a clip of it was shown, in order of time. A clip cannot be shown
    before it was filmed: a review that is certainly earlier than the film is not believed."""
    taken = {film.get("film"): film for film in of(entries, "film-taken")}
    film_of = {clip.get("clip"): clip.get("film") for clip in of(entries, "clip-chosen")}
    held = {review.get("review"): review for review in reviews_of(entries)}
    result = defaultdict(dict)
    for clip in of(entries, "clip-shown"):
        review = held.get(clip.get("review"))
        film = taken.get(film_of.get(clip.get("clip")))
        if review is not None and film is not None and (film.start is None or review.end >= film.start):
            result[film.get("film")][review.position] = review
    return {film: sorted(reviews.values(), key=lambda review: review.order) for film, reviews in result.items()}


def interactions(entries):
    return [film for film in of(entries, "film-taken") if film.get("kind") == "interaction"]


@report
def an01(world):
    for case, entries in world.cases.items():
        if not of(entries, "case-opened"):
            continue
        films, shown, complete = interactions(entries), showings(entries), {}
        for film in films:
            for review in shown.get(film.get("film"), ()):
                cycle = film.get("cycle") or review.get("cycle") or (film.get("film"), "alone")
                complete[cycle] = min(review.end, complete.get(cycle, review.end))
        placed = sum(film.get("cycle") is not None for film in films)
        group = {"case_id": case}
        count = sum(world.since <= at < world.until for at in complete.values())
        yield row(group, "completed cycles", count if films or reviews_of(entries) else None, "count", None, None,
                  placed, len(films))
        done = sum(world.since <= at < world.until for at in completions(entries).values())
        begun = of(entries, "cycle-opened", "cycle-completed")
        yield row(group, "recorded as completed", done if begun else None, "count")


@report
def an02(world):
    wait = int(world.rule("AN02.days")) * DAY
    for case, entries in world.cases.items():
        shown = showings(entries)
        films = [film for film in interactions(entries) if world.asked(film)]
        old = [film for film in films if film.end + wait < world.as_of]
        first = {film.position: shown[film.get("film")][0].end for film in old if film.get("film") in shown}
        still_open = sum(film.position not in first for film in old)
        late = sum(film.position in first and first[film.position] > film.end + wait for film in old)
        if of(entries, "case-opened"):
            group, known = {"case_id": case}, sum(film.dated for film in films)
            for figure, count in ("open films", still_open), ("reviewed late", late):
                yield row(group, figure, count if old else None, "count", count, len(old), known, len(films))


def first_known(entries):
    """The first of known time, else the first."""
    return min(entries, key=lambda entry: (not entry.dated, *entry.order), default=None)


@report
def an03(world):
    lengths, cases = defaultdict(list), Counter()
    for case, entries in world.cases.items():
        if not of(entries, "case-opened"):
            continue
        review = first_known(reviews_of(entries))
        ranged = world.since > -(1 << 62) or world.until < 1 << 62
        if ranged and (review is None or not world.asked(review)):
            continue
        for figure, starts in ("from acceptance", of(entries, "referral-accepted")), ("from first film", interactions(entries)):
            start, length = first_known(starts), None
            if review and review.dated and start and start.dated and start.end <= review.end:
                length = days(review.end - start.end)
                lengths[figure].append(length)
            cases[figure] += 1
            yield row({"scope": "case", "case_id": case}, figure, length, "days")
    for figure in cases:
        yield row({"scope": "median", "case_id": None}, figure, median(lengths[figure]), "days", None, None,
                  len(lengths[figure]), cases[figure])


@report
def an04(world):
    for case, entries in world.cases.items():
        shown, lengths, count = showings(entries), [], 0
        for film in interactions(entries):
            if not world.asked(film):
                continue
            count += 1
            review, length = first_known(shown.get(film.get("film"), [])), None
            if review and review.dated and film.dated and review.end >= film.end:
                length = days(review.end - film.end)
                lengths.append(length)
            cycle = film.get("cycle") or (review.get("cycle") if review else None)
            yield row({"case_id": case, "cycle": cycle, "film": film.get("film")}, "days to review", length, "days")
        if count:
            yield row({"case_id": case, "cycle": None, "film": None}, "median days to review", median(lengths), "days",
                      None, None, len(lengths), count)


# --- The way through the service

@report
def an14(world):
    enough = int(world.rule("AN14.reviews"))
    nested, reached = Counter(), Counter()
    stages = ["1 opened", "2 referred", "3 accepted", "4 consented", "5 filmed", "6 first review", "7 more reviews", "8 planned end"]
    closed = planned_known = dropped = 0
    for entries in world.cases.values():
        opened = of(entries, "case-opened")
        if not opened or not world.since <= min(entry.end for entry in opened) < world.until:
            continue
        ends = sorted(of(entries, "case-closed", "case-reopened"), key=lambda entry: entry.order)
        closing = ends[-1] if ends and ends[-1].type == "case-closed" else None
        planned_end = None
        if closing:
            planned_end = closing.get("planned")
            if planned_end is None:
                group = world.group("closure-reasons", closing.get("reason"), closing.end)
                planned_end = {"Planned": True, "Unplanned": False}.get(group)
        reviews = len({review.get("review") for review in reviews_of(entries)})
        steps = [True, bool(of(entries, "referral-received")), bool(of(entries, "referral-accepted")),
                 any("film-interaction" in consent.get("scopes") for consent in of(entries, "consent-given")),
                 bool(interactions(entries)), reviews >= 1, reviews >= enough, bool(planned_end)]
        unbroken = True
        for stage, step in zip(stages, steps):
            reached[stage] += step
            unbroken = unbroken and step
            nested[stage] += unbroken
        plans = [entry for entry in of(entries, "case-opened", "case-reopened") if entry.get("plannedCycles") is not None]
        if closing:
            closed += 1
            if plans and planned_end is not None:
                plan = max(plans, key=lambda entry: entry.order)
                done = len(completions(entries))
                planned_known += 1
                dropped += not planned_end and done < plan.get("plannedCycles")
    before = None
    for stage in stages:
        group = {"part": "funnel"}
        if before is None:
            yield row(group, stage, nested[stage] or None, "count", nested[stage], None, nested[stage], reached[stage])
        else:
            yield share(group, stage, nested[stage], nested[before], nested[stage], reached[stage])
        before = stage
    yield share({"part": "drop-out"}, "dropped out", dropped, planned_known, planned_known, closed)


@report
def an16(world):
    for case, entries in world.cases.items():
        if not of(entries, "case-opened"):
            continue
        held = [entry for entry in of(entries, "supervision-held")
                if entry.get("moment") != "safeguarding" and world.asked(entry)]
        every = of(entries, "supervision-held")
        seen = defaultdict(set)  # by supervision, the films that it looked at
        for entry in every:
            if entry.get("film"):
                seen[entry.get("supervision")].add(entry.get("film"))
        for entry in of(entries, "film-shown"):
            if entry.get("supervision"):
                seen[entry.get("supervision")].add(entry.get("film"))
        review_of = {film.get("film"): film.get("review") for film in of(entries, "film-taken") if film.get("review")}
        films = interactions(entries)
        reviews = [review for review in reviews_of(entries) if world.asked(review)]
        in_time = sayable = 0
        lags = []
        for review in reviews:
            label = review.get("review")
            about = [one for one in every if one.get("review") == label
                     or label in (review_of.get(film) for film in seen[one.get("supervision")])]
            # Of a day whose hour is not known it may be later.
            since = review.end if review.start is None else review.start
            about = sorted((one for one in about if one.end >= since and one.get("moment") == "after-review"),
                           key=lambda one: one.order)
            starts = [film.end if film.start is None else film.start for film in films]
            following = min((start for start in starts if start > review.end), default=None)
            in_time += bool(about) and (following is None or about[0].end < following)
            sayable += bool(about) or following is not None
            if about and about[0].dated and review.dated:
                lags.append(days(max(0, about[0].end - review.end)))
        done = sum(world.since <= at < world.until for at in completions(entries).values())
        moments, count, group = Counter(one.get("moment") for one in held), len(held), {"case_id": case}
        yield share(group, "supervised before next film", in_time, sayable, sayable, len(reviews))
        yield row(group, "median days to supervision", median(lags), "days", None, None, len(lags), len(reviews))
        yield row(group, "per completed cycle", count / done if done else None, "per cycle", count, done)
        for figure, moment in ("before a review", "before-review"), ("after a review", "after-review"):
            yield row(group, figure, moments[moment] if count else None, "count", moments[moment], count)


@report
def an27(world):
    limit = int(world.rule("AN27.ageYears"))
    reached = eligible = known = children = 0
    for entries in world.cases.values():
        opened = of(entries, "case-opened")
        if not opened or not world.since <= min(entry.end for entry in opened) < world.until:
            continue
        day = london_date(min(entry.end for entry in opened))
        people = of(entries, "person-added")
        carers = {person.get("person") for person in people if person.get("role") in ("client", "partner", "other-parent")}
        seen = any(carers & set(review.get("people")) for review in reviews_of(entries))
        for child in people:
            if child.get("role") != "child":
                continue
            born, age = child.get("born"), child.get("ageYears")
            if born:
                born = datetime.date.fromisoformat(born)
                age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            children += 1
            known += age is not None
            if age is None or age < limit:
                eligible += 1
                reached += seen
    yield share({}, "reached", reached, eligible, known, children)


# --- Ports

@report
def an22(world):
    for case, entries in world.cases.items():
        cycle_of = {("review", review.get("review")): review.get("cycle") for review in reviews_of(world.labelled[case])}
        cycle_of.update({("film", film.get("film")): film.get("cycle") for film in of(world.labelled[case], "film-taken")})
        opened = sorted(of(entries, "cycle-opened"), key=lambda entry: entry.order)
        mix, could = defaultdict(Counter), Counter()
        for entry in of(entries, "utterance-recorded", "client-response-observed", "attunement-observed", "insight-recorded",
                        "child-observed"):
            if not world.asked(entry):
                continue
            cycle = entry.get("cycle") or cycle_of.get(("review", entry.get("review"))) or cycle_of.get(("film", entry.get("film")))
            if cycle is None:
                before = [one for one in opened if one.end <= entry.end]
                cycle = before[-1].get("cycle") if before else None
            could[cycle] += 1
            if entry.get("port"):
                mix[cycle][entry.get("port")] += 1
        for cycle, count in could.items():
            coded = sum(mix[cycle].values())
            for port, number in mix[cycle].items() or [(None, 0)]:
                whose, facet = port.split(".", 1) if port else (None, None)
                yield share({"case_id": case, "cycle": cycle, "whose": whose, "facet": facet}, "port mix", number, coded, coded, count)


# --- What clips show

@report
def an09(world):
    book = world.codes("principles", world.as_of)
    levels = list(dict.fromkeys(code.get("group") for code in book.values()))
    for case, entries in world.cases.items():
        cycles = cycles_of(entries)
        film_cycle = {film.get("film"): film.get("cycle") for film in of(entries, "film-taken")}
        clips = [clip for clip in of(entries, "clip-chosen") if clip.end < world.until]
        cycle_of = lambda clip: film_cycle.get(clip.get("film"))
        number_of = lambda cycle: cycles[cycle][0] if cycle in cycles else None
        pair_of = lambda clip: clip.get("level") or "not said"
        for pair in dict.fromkeys(map(pair_of, clips)):
            mine = [clip for clip in clips if pair_of(clip) == pair]
            asked = [clip for clip in mine if world.asked(clip)]
            for cycle in dict.fromkeys(map(cycle_of, asked)):
                here = [clip for clip in asked if cycle_of(clip) == cycle]
                coded = sum(bool(clip.get("principles")) for clip in here)
                group = {"case_id": case, "cycle": cycle, "pair": pair, "level": None, "code": None}
                for level in levels:
                    with_level = sum(any(code in book and book[code].get("group") == level
                                         for code in clip.get("principles") or ()) for clip in here)
                    yield share({**group, "level": level}, "clips with the level", with_level, len(here), coded, len(here))
                number = number_of(cycle)
                seen = {code for clip in mine if number is not None and (number_of(cycle_of(clip)) or 1 << 30) <= number
                        for code in clip.get("principles") or () if code in book}
                yield row(group, "principles seen so far", len(seen) / len(book) if number is not None else None, "share",
                          len(seen), len(book), coded, len(here))
            seen = defaultdict(list)
            for clip in mine:
                for code in clip.get("principles") or ():
                    seen[code].append(clip)
            for code, found in seen.items():
                if any(map(world.asked, found)):
                    known = [number for number in map(number_of, map(cycle_of, found)) if number is not None]
                    yield row({"case_id": case, "cycle": None, "pair": pair, "level": book.get(code, {}).get("group"), "code": code},
                              "first seen", min(known, default=None), "cycle", None, None, len(known), len(found))


@report
def an10(world):
    short = int(world.rule("AN10.shortClipMs"))
    for case, entries in world.cases.items():
        for film in interactions(entries):
            if not world.asked(film):
                continue
            clips = [clip.get("endMs") - clip.get("startMs") for clip in of(entries, "clip-chosen")
                     if clip.get("film") == film.get("film")]
            group = {"case_id": case, "cycle": film.get("cycle"), "film": film.get("film")}
            count = len(clips)
            length = film.get("durationMs")
            yield row(group, "clips' part of the film", sum(clips) / length if clips and length else None, "share",
                      sum(clips), length, count, count)
            yield row(group, "median clip", median(clips), "ms", None, None, count, count)
            yield share(group, "short clips", sum(clip <= short for clip in clips), count, count, count)


@report
def an11(world):
    for case, entries in world.cases.items():
        clips = [clip for clip in of(entries, "clip-chosen") if world.asked(clip)]
        if not of(entries, "case-opened"):
            continue
        goals = {goal.get("goal"): goal for goal in of(entries, "goal-agreed")}
        questions = {question.get("question"): question for question in of(entries, "helping-question-formed")}
        ended = {}
        for end in of(entries, "goal-ended"):
            ended[end.get("goal")] = min(end.end, ended.get(end.get("goal"), end.end))

        def begun(entry, clip):
            return entry is not None and (entry.start is None or entry.start <= clip.end)

        def over(goal, clip):
            return goal in ended and ended[goal] <= (clip.end if clip.start is None else clip.start)

        def alive(goal, clip):
            return begun(goals.get(goal), clip) and not over(goal, clip)

        def asked(label, clip):
            question = questions.get(label)
            return begun(question, clip) and not over(question.get("goal"), clip)

        linked = sum(any(alive(goal, clip) for goal in clip.get("goals") or ())
                     or any(asked(label, clip) for label in clip.get("questions") or ()) for clip in clips)
        yield share({"case_id": case}, "goal link", linked, len(clips), len(clips), len(clips))


@report
def an21(world):
    for case, entries in world.cases.items():
        everything = world.labelled[case]
        film_cycle = {film.get("film"): film.get("cycle") for film in of(everything, "film-taken")}
        review_cycle = {review.get("review"): review.get("cycle") for review in reviews_of(everything)}
        seen = defaultdict(set)
        for entry in of(entries, "clip-chosen", "attunement-observed"):
            if world.asked(entry):
                cycle = entry.get("cycle") or review_cycle.get(entry.get("review")) or film_cycle.get(entry.get("film"))
                seen[cycle, entry.get("level")].update(entry.get("principles") or ())
        opened = [opening.get("cycle") for opening in of(entries, "cycle-opened") if world.asked(opening)]
        for cycle in dict.fromkeys(opened + [cycle for (cycle, pair), codes in seen.items() if pair in ("GP", "PI") and codes]):
            guider, parent = seen[cycle, "GP"], seen[cycle, "PI"]
            both, either = guider & parent, guider | parent
            known = bool(guider and parent)
            yield row({"case_id": case, "cycle": cycle}, "principles shared", len(both) / len(either) if known else None,
                      "share", len(both), len(either), bool(guider) + bool(parent), 2)


# --- Comparison with the SQL

COMPARED = ["value", "unit", "numerator", "denominator", "covered", "coverable"]
# Columns that are facts about a row, though they stand among the groups.
MORE = ["rated_at", "before", "after", "improved_by", "band_before", "band_after", "pairs", "sum_improved", "sum_squares",
        "sd_improved", "mean_before", "sd_before", "mean_after", "sd_after"]
LAST = ["figure", "value", "unit", "numerator", "denominator", "covered", "coverable", "reason", "evidence"]


def report_files(names):
    for path in sorted(glob.glob(os.path.join(projections.ROOT, "reports", "AN*.sql"))):
        if not names or os.path.basename(path)[:4] in names:
            yield os.path.basename(path)[:4], path


def close(name, unit, ours, theirs):
    if ours is None or theirs is None:
        return ours is theirs
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    # Days are given with two decimals, and a half may go either way.
    slack = 0.0101 if unit == "days" and name == "value" else 1e-9 * max(1, abs(ours))
    return abs(ours - theirs) <= slack


def differences(ours, theirs):
    """Lines that say where two lists of rows differ."""
    if not ours and not theirs:
        return []
    groups = [name for name in (theirs[0] if theirs else ours[0]) if name not in LAST + MORE]
    key = lambda value: tuple(value.get(name) for name in groups) + (value["figure"],)
    result = []
    left, right = defaultdict(list), defaultdict(list)
    for values, side in (ours, left), (theirs, right):
        for value in values:
            side[key(value)].append(value)
    for name in sorted(set(left) | set(right), key=repr):
        if len(left[name]) != len(right[name]):
            result.append("%s: %d rows in Python, %d in SQL %s" % (
                name, len(left[name]), len(right[name]), json.dumps((left[name] + right[name])[:1])))
            continue
        for a, b in zip(left[name], right[name]):
            wrong = [column for column in COMPARED + [name for name in MORE if name in b]
                     if not close(column, a["unit"], a.get(column), b[column])]
            if (b["value"] is None) == (b["reason"] is None):
                wrong.append("reason")
            if wrong:
                result.append("%s: %s" % (name, "; ".join(
                    "%s %r in Python, %r in SQL" % (column, a.get(column), b[column]) for column in wrong)))
    return result


class Engine:
    """The reports' SQL over one log."""

    def __init__(self, rows):
        self.rows = rows
        self.chosen = list(projections.folders().values())
        self.db = projections.database(self.chosen)
        projections.apply(self.db, self.chosen, rows)

    def run(self, path, parameters):
        return projections.Check(path).run(self.db, parameters)


def example(path):
    """The worked example in a report's head: events, parameters, the rows that it must give."""
    lines, part = {"example": [], "gives": []}, None
    for line in open(path, encoding="utf-8"):
        if not line.startswith("--"):
            break
        head = re.match(r"-- (\w+):(.*)$", line)
        if head:
            part = head.group(1)
            if part in lines and head.group(2).strip():
                lines[part].append(head.group(2))
        elif part in lines and line.startswith("--   "):
            lines[part].append(line[2:].strip())
    values = [json.loads(line) for line in lines["example"]]
    parameters = {}
    events = []
    for value in values:
        if value.keys() & {"type", "amend", "void", "erase"}:
            events.append(value)
        else:
            parameters.update({{"asOf": "as_of"}.get(name, name): projections.utc(projections.instant(text))
                               for name, text in value.items()})
    events = projections.scenario_events(events)
    parameters.setdefault("as_of", events[-1].recorded_at if events else None)
    gives = json.loads(" ".join(lines["gives"])) if lines["gives"] else []
    return projections.rows(events), parameters, gives


def world_of(rows, parameters):
    return World(rows, parameters.get("as_of"), parameters.get("from"), parameters.get("to"), parameters.get("case"))


def unmatched(wanted, rows):
    """What of `gives` no row of ours gives; members that we do not work out are not looked at."""
    left, missing = list(rows), []
    for want in wanted:
        hit = next((row for row in left if all(
            name in ("reason", "evidence") or (name in row and close(name, row["unit"], row[name], value))
            for name, value in want.items())), None)
        if hit:
            left.remove(hit)
        else:
            missing.append(want)
    return missing, left


def compare(path, names, parameters):
    rows = projections.rows(projections.read_lines(path))
    if not parameters["as_of"]:
        parameters["as_of"] = max(row["recorded_at"] for row in rows)
    engine, world, failed = Engine(rows), world_of(rows, parameters), 0
    for name, file in report_files(names):
        if name not in REPORTS:
            print("%s: not worked out here" % name)
            failed += 1
            continue
        ours = list(REPORTS[name](world))
        theirs = engine.run(file, parameters)
        found = differences(ours, theirs)
        example_rows, example_parameters, gives = example(file)
        missing, left = unmatched(gives, list(REPORTS[name](world_of(example_rows, example_parameters))))
        found += ["example: Python does not give %s" % json.dumps(want) for want in missing]
        found += ["example: Python gives also %s" % json.dumps(row) for row in left]
        failed += bool(found)
        print("%s: %d rows, %s" % (name, len(theirs), "%d differences" % len(found) if found else "no difference"))
        for line in found[:20]:
            print("   " + line)
    return 1 if failed else 0


def main(arguments):
    comparing = arguments[:1] == ["compare"]
    parser = argparse.ArgumentParser(prog="figures.py", usage="%(prog)s [compare] LINES.jsonl [options] [AN01 ...]")
    parser.add_argument("lines", help="the output of vigil log export --everything")
    parser.add_argument("reports", nargs="*", metavar="AN01")
    parser.add_argument("--as-of", help="only what had happened by then; by default all that is recorded")
    parser.add_argument("--from", dest="since")
    parser.add_argument("--to", dest="until")
    parser.add_argument("--case", help="a case's reference or id")
    asked = parser.parse_args(arguments[1:] if comparing else arguments)
    moment = lambda text: projections.utc(projections.instant(text)) if text else None
    parameters = {"as_of": moment(asked.as_of), "from": moment(asked.since), "to": moment(asked.until), "case": None}
    if asked.case:
        known = projections.rows(projections.read_lines(asked.lines))
        parameters["case"] = next((row["case_id"] for row in known if asked.case in (row["case_ref"], row["case_id"])), None)
        if parameters["case"] is None:
            print("no case %s" % asked.case, file=sys.stderr)
            return 1
    if comparing:
        return compare(asked.lines, asked.reports, parameters)
    world = world_of(projections.rows(projections.read_lines(asked.lines)), parameters)
    for name in sorted(asked.reports or REPORTS):
        for value in REPORTS[name](world):
            print(json.dumps({"report": name, **value}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
