#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reckons anew, from what the program writes alone, what its costs say, and holds them to the cent.

    check_costs.py LOADLINE

Sums, differences and percentages of every grouping; the parts of a saving; prices of nodes against the run rate;
a baseline of fixed counts at fixed prices; another currency; CSV against JSON, and the PDF against both; what
right-sizing could save against what the targets of VPAs release.
"""
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal, ROUND_HALF_UP

CENT = Decimal("0.01")
# Early in a month little history is shown beside the window, which keeps the demonstration short.
DEMO = ["--demo=0", "--demo-time", "2026-11-02T14:00:00Z"]
WINDOW = ["--window", "3d"]
PATIENT = ["--timeout", "240"]  # with sanitizers, on a busy machine
GROUPINGS = ("pool", "capacity-type", "namespace", "workload-type", "workload", "label:team")
AMOUNTS = ("HourlyNow", "Actual", "Baseline", "Saved", "PotentialMonthly", "CPUCost", "RAMCost", "GPUCost", "TotalCost")
problems = []


def hold(condition, what):
    if not condition:
        problems.append(what)


def close(a, b, what, within=CENT / 2):
    hold(abs(a - b) <= within, f"{what}: {a} against {b}")


class Program:
    def __init__(self, path, folder):
        self.path, self.folder = path, folder
        self.environment = {name: os.environ[name] for name in ("PATH", "LSAN_OPTIONS", "ASAN_OPTIONS") if name in os.environ}
        self.environment.update(HOME=folder, TZ="UTC", LC_ALL="C.UTF-8", QT_QPA_PLATFORM="offscreen")

    def run(self, *words):
        done = subprocess.run([self.path, *words, *DEMO], env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False, timeout=600)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)}: {done.stderr.decode()}")
        return done.stdout.decode()

    def cost(self, by, *more):
        return Costs(json.loads(self.run("cost", "--by", by, *WINDOW, "--format", "json", *more)), by)

    def file(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path


def value(cell):
    """The exact amount of a cell, or None where nothing is known."""
    exact = cell.get("value")
    if isinstance(exact, dict):
        exact = exact.get("amount", exact.get("hourly"))
    return None if exact is None else Decimal(str(exact))


class Costs:
    def __init__(self, document, by):
        self.by, self.notes, self.rows = by, document["meta"]["notes"], document["rows"]
        self.total = [row for row in self.rows if row["Group"]["text"] == "Total"][-1]
        self.parts = [row for row in self.rows if row is not self.total]

    def sum(self, column):
        return sum((value(row[column]) or Decimal(0) for row in self.parts), Decimal(0))

    def whole(self, column):
        return value(self.total[column])

    def note(self, start):
        found = [note for note in self.notes if note.startswith(start)]
        hold(len(found) == 1, f"by {self.by}: one note that starts with {start}: {self.notes}")
        return found[0] if found else ""


def check_sums(costs):
    name = f"by {costs.by}"
    close(costs.sum("HourlyNow"), costs.whole("HourlyNow"), f"{name}: what runs now")
    close(costs.sum("Actual"), costs.whole("Actual"), f"{name}: actual")
    close(costs.sum("Baseline"), costs.whole("Baseline"), f"{name}: baseline")
    close(costs.sum("Saved"), costs.whole("Saved"), f"{name}: saved")
    for row in costs.rows:
        label = f"{name}, {row['Group']['text']}"
        actual, baseline, saved = (value(row[column]) for column in ("Actual", "Baseline", "Saved"))
        if saved is not None:
            close(saved, baseline - actual, f"{label}: saved is baseline less actual")
        if saved is not None and baseline > 0 and row["BaselineRule"]["text"] != "nodes":
            close(value(row["SavedPercent"]), saved / baseline * 100, f"{label}: percent", Decimal("0.0051"))
        if row is not costs.total:
            parts = sum((value(row[column]) or Decimal(0) for column in ("CPUCost", "RAMCost", "GPUCost")), Decimal(0))
            if row["Group"]["text"] != "Fees, disks and volumes":
                close(parts, value(row["TotalCost"]) or Decimal(0), f"{label}: parts of the price", Decimal("0.000001"))


def check_split(costs):
    figures = [Decimal(text) for text in re.findall(r"-?\d+\.\d\d", costs.note("Saved: "))]
    hold(len(figures) == 7, f"seven figures in {costs.note('Saved: ')}")
    if len(figures) != 7:
        return
    saved, hours, at_zero, spot, types, realised, _ = figures
    close(saved, costs.whole("Saved"), "the split is of the total")
    close(hours + spot + types, saved, "the parts of the saving", 2 * CENT)
    hold(at_zero <= max(hours, Decimal(0)) + CENT, f"at zero {at_zero} is a part of {hours}")
    hold(realised <= saved + CENT, f"realised {realised} is no more than {saved}")


def check_nodes(program, pools):
    nodes = json.loads(program.run("export", "nodes", "--columns", "all", "--format", "json", *PATIENT))["rows"]
    by_pool = {}
    for node in nodes:
        price = value(node["price"])
        if price is not None:
            by_pool[node["pool"]["text"]] = by_pool.get(node["pool"]["text"], Decimal(0)) + price
    hold(by_pool, "no node has a price")
    for row in pools.parts:
        pool = row["Group"]["text"]
        if row["Group"]["text"] in by_pool:
            close(by_pool.pop(pool), value(row["HourlyNow"]), f"prices of the nodes of {pool}")
    hold(not by_pool, f"pools without a line: {by_pool}")


def check_fixed(program, pools):
    names = [row["Group"]["text"] for row in pools.parts if value(row["Actual"]) is not None and row["Group"]["text"] != "No pool"][:4]
    counts = {name: (3 + 2 * index, Decimal("0.25") * (index + 1)) for index, name in enumerate(names)}
    file = program.file("counts", "".join(f"{name}={count}@{price}\n" for name, (count, price) in counts.items()))
    fixed = program.cost("pool", "--baseline", f"fixed:{file}")
    hours = set()
    for row in fixed.parts:
        if row["Group"]["text"] in counts:
            count, price = counts[row["Group"]["text"]]
            hours.add((value(row["Baseline"]) / (count * price)).quantize(Decimal("0.0001"), ROUND_HALF_UP))
            same = [other for other in pools.parts if other["Group"]["text"] == row["Group"]["text"]][0]
            close(value(row["Actual"]), value(same["Actual"]), f"{row['Group']['text']}: actual does not hang on the baseline")
    hold(len(hours) == 1, f"every pool of a fixed baseline is counted for the same hours: {hours}")
    hold(all(71 < hour <= 72 for hour in hours), f"of three days {hours} hours are known")
    close(fixed.whole("Saved"), fixed.whole("Baseline") - fixed.whole("Actual"), "fixed: saved")


def check_currency(program, dollars):
    half = program.cost(dollars.by, "--currency", "EUR=0.5@2026-11-01")
    for mine, theirs in zip(half.rows, dollars.rows):
        for column in AMOUNTS:
            if value(theirs[column]) is not None:
                close(value(mine[column]) * 2, value(theirs[column]), f"half a dollar, {column} of {mine['Group']['text']}", Decimal("0.000001"))


def check_csv(program, costs):
    text = program.run("cost", "--by", costs.by, *WINDOW, "--format", "csv")
    lines = [line for line in csv.reader(io.StringIO(text)) if line and not line[0].startswith("#")]
    head, rows = lines[0], lines[1:]
    hold(len(rows) == len(costs.rows), f"{len(rows)} lines in the CSV, {len(costs.rows)} in JSON")
    for line, row in zip(rows, costs.rows):
        for column in AMOUNTS:
            cell, exact = line[head.index(column)], value(row[column])
            hold((cell == "") == (exact is None), f"{column} of {row['Group']['text']}: {cell!r} against {exact}")
            if cell:
                close(Decimal(cell), exact, f"CSV, {column} of {row['Group']['text']}",
                      CENT / 2 if column in ("Actual", "Baseline", "Saved", "PotentialMonthly") else Decimal("0.0000005"))


def check_pdf(program, costs):
    if not shutil.which("pdftotext"):
        print("pdftotext is not installed: the PDF is not read")
        return
    file = os.path.join(program.folder, "review.pdf")
    program.run("review", "--by", costs.by, *WINDOW, "-o", file)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, stdout=subprocess.PIPE).stdout.decode()
    text = text.replace("\u2212", "-")
    for row in costs.rows:
        for column in ("Actual", "Baseline", "Saved"):
            amount = value(row[column])
            if amount is not None:
                cents = amount.quantize(CENT, ROUND_HALF_UP)
                shown = f"{'-' if cents < 0 else ''}${abs(cents):,.2f}"
                hold(shown in text, f"the PDF lacks {column} of {row['Group']['text']}: {shown}")


def check_vpas(program):
    """What right-sizing could save by the costs is what the VPAs' targets release, to the last digit."""
    costs = Costs(json.loads(program.run("cost", "--by", "workload", "--format", "json")), "workload")
    released = {}
    for row in json.loads(program.run("export", "vpa", "--columns", "all", "--format", "json", *PATIENT))["rows"]:
        monthly = row["release"]["value"].get("monthly")
        if monthly is not None:
            key = (row["namespace"]["text"], row["target"]["text"])
            released[key] = released.get(key, Decimal(0)) + Decimal(monthly)
    hold(len(released) > 3, f"the demonstration has VPAs whose release is known: {released}")
    for (namespace, name), amount in released.items():
        rows = [row for row in costs.parts if row["Group"]["text"].startswith(namespace + "/") and row["Group"]["text"].endswith("/" + name)]
        hold(len(rows) == 1, f"one line of costs for {namespace}/{name}, not {len(rows)}")
        for row in rows:
            close(value(row["PotentialMonthly"]), max(amount, Decimal(0)), f"right-sizing of {namespace}/{name}", Decimal(0))
    close(costs.whole("PotentialMonthly"), sum(max(amount, Decimal(0)) for amount in released.values()), "right-sizing in all", Decimal(0))


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        program = Program(os.path.abspath(sys.argv[1]), folder)
        groupings = {by: program.cost(by) for by in GROUPINGS}
        for costs in groupings.values():
            check_sums(costs)
            for column in ("HourlyNow", "Actual", "Baseline", "Saved"):
                close(costs.whole(column), groupings["pool"].whole(column), f"the total is one, by {costs.by}: {column}", Decimal(0))
        check_split(groupings["pool"])
        check_nodes(program, groupings["pool"])
        check_fixed(program, groupings["pool"])
        check_currency(program, groupings["namespace"])
        check_csv(program, groupings["pool"])
        check_csv(program, groupings["workload"])
        check_pdf(program, groupings["pool"])
        check_vpas(program)
    for problem in problems[:40]:
        print(problem)
    print(f"{len(problems)} problems" if problems else "Every figure holds to the cent.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
