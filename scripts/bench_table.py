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
    rate = median("per_s", "vigil", f"export-all {profile}, cases")
    if rate:
        print(f"caseload as {profile}, cases/s (goal > 50): {rate:,.0f}")
size = median("bytes_per_event", "vigil", "bytes per event")
if size:
    print(f"bytes per event, 400 of them payload (goal ≤ 900): {size:.0f}")
