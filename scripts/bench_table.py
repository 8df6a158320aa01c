"""Medians and ranges of scripts/bench's JSON lines, and the ratios to the C floors of the same run."""
import json
import statistics
import sys

rows = {}
for line in open(sys.argv[1]):
    row = json.loads(line)
    rows.setdefault((row["system"], row["what"]), []).append(row)


def median(key, system, what):
    values = [row[key] for row in rows.get((system, what), []) if key in row]
    return statistics.median(values) if values else None


print("| system | what | events | median/s | range/s | CPU µs/event | tx p50/p99/max µs | peak MiB |")
print("|---|---|---|---|---|---|---|---|")
for (system, what), found in sorted(rows.items()):
    if "per_s" not in found[0]:
        continue
    rates = [row["per_s"] for row in found]
    latency = ""
    if "tx_p50_us" in found[0]:
        latency = "/".join(f"{median(k, system, what):.0f}" for k in ("tx_p50_us", "tx_p99_us", "tx_max_us"))
    elif "p50_us" in found[0]:
        latency = f"{median('p50_us', system, what):.0f}/{median('p99_us', system, what):.0f}"
    print(f"| {system} | {what} | {found[0]['events']:,} | {statistics.median(rates):,.0f} "
          f"| {min(rates):,.0f}–{max(rates):,.0f} | {median('client_cpu_us_per_event', system, what):.2f} "
          f"| {latency} | {median('peak_kib', system, what) / 1024:.0f} |")
print()
ratios = [
    ("one command, p50: ours ÷ C floor (goal ≤ 1.5)", "tx_p50_us", "command 1/tx", "append 1/tx"),
    ("one append, p50: ours ÷ C floor", "tx_p50_us", "append 1/tx", "append 1/tx"),
    ("import, 100 a transaction: ours ÷ C floor (goal ≥ 0.6)", "per_s", "append 100/tx", "append 100/tx"),
]
for title, key, ours, theirs in ratios:
    a, b = median(key, "vigil", ours), median(key, "sqlite-c-full7", theirs)
    if a and b:
        print(f"{title}: {a / b:.2f}")
a, b = median("per_s", "vigil", "verify"), median("per_s", "c-verify", "verify")
if a and b:
    print(f"verify, time: ours ÷ C doing the same hashes (goal ≤ 1.5): {b / a:.2f}")
for title, what, goal in [("load one case, events/s", "load one case into state", "≥ 250,000")]:
    rate = median("per_s", "vigil", what)
    if rate:
        print(f"{title} (goal {goal}): {rate:,.0f}")
for title, what, goal in [("open, ms", "open", "< 50"), ("timeline as-of, ms", "timeline as-of", "< 30")]:
    wall = median("wall_s", "vigil", what)
    if wall:
        print(f"{title} (goal {goal}): {wall * 1000:.1f}")
for profile in ("case-record", "cda-r2", "fhir-r4-document"):
    wall = median("wall_s", "vigil", f"export {profile}, made and checked")
    if wall:
        whole = median("wall_s", "vigil", f"export {profile}, released")
        print(f"{profile} of a 2,000-event case, made and checked, ms (goal < 150): {wall * 1000:.1f}"
              f"; read, decided and released too: {whole * 1000:.1f}")
        floor = median("wall_s", "c-export", f"export {profile}")
        if floor:
            print(f"the same, made and checked: ours ÷ plain C on one core: {wall / floor:.2f} (C {floor * 1000:.1f} ms)")
    rate = median("per_s", "vigil", f"export-all {profile}, cases")
    if rate:
        print(f"caseload as {profile}, cases/s (goal > 50): {rate:,.0f}")
size = median("bytes_per_event", "vigil", "bytes per event")
if size:
    print(f"bytes per event, 400 of them payload (goal ≤ 900): {size:.0f}")

print()
for title, what, key, scale in [
    ("rebuild every projection, events/s (goal ≥ 60,000)", "rebuild all projections", "per_s", 1),
    ("its memory, MiB (goal < 200)", "rebuild all projections", "peak_kib", 1 / 1024),
    ("audit of all cases, s (goal < 60 for 2,000)", "audit of all cases", "wall_s", 1),
    ("one correction, ms (goal < 300 in a case of 2,000)", "one correction", "tx_p50_us", 1 / 1000),
    ("a correction that every projection takes, ms", "a correction of what every projection takes", "tx_p50_us", 1 / 1000),
]:
    value = median(key, "vigil", what)
    if value is not None:
        print(f"{title}: {value * scale:,.1f}")
with_them, without = (median("tx_p50_us", "vigil", what)
                      for what in ("command and catch-up", "command without projections"))
if with_them and without:
    print(f"catching up after one command adds, ms, p50 (goal < 5): {(with_them - without) / 1000:.1f}")
for kind in ("query ", "check ", "audit by "):
    found = sorted(((median("tx_p50_us", "vigil", what), what) for _, what in rows if what.startswith(kind)),
                   reverse=True)
    if found:
        slowest = ", ".join(f"{what[len(kind):]} {value / 1000:.0f}" for value, what in found[:3])
        print(f"{kind.strip()} of one case, {len(found)} of them, p50 in ms (goal < 50), slowest: {slowest}")
