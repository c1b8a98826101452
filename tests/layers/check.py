#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the sources against the design: which folder may include which, which library may be named where, how long a
file may be, and what is not done here at all. Prints every breach with file and line; exit status 1 when there is one.

    check.py ROOT
"""
import pathlib
import re
import sys

# A file may include its own folder and those to its left.
ORDER = ("base json cluster metrics cost scaling manifest lint catalog sim tables "
         "theme grid charts forms pages shell settings net kube prom history costs apply demo").split()
TREES = {"models": ORDER[:11], "widgets": ORDER[11:17], "app": ORDER[17:]}
RANK = {folder: rank for rank, folder in enumerate(ORDER)}
ROOT_RANK = len(ORDER)  # files directly in app/
MAX_LINES = 400

# (pattern, folders where it may stand, what it is). An empty set: nowhere.
NAMED = [
    (re.compile(r'#include <curl/'), {"net"}, "curl belongs to app/net"),
    (re.compile(r'#include <QtCharts|#include <Q(Chart|ChartView|LineSeries|AreaSeries|ValueAxis|DateTimeAxis)>'), {"charts"},
     "Qt Charts belongs to widgets/charts"),
    (re.compile(r'#include <yaml-cpp/'), {"cluster", "manifest", "kube"}, "yaml-cpp belongs to cluster, manifest and kube"),
    (re.compile(r'#include <yaml\.h>'), {"manifest"}, "libyaml belongs to manifest"),
    (re.compile(r'#include <(simdjson|nlohmann/json)'), {"json", "demo", "manifest"}, "JSON libraries belong to models/json"),
    (re.compile(r'#include <Q(Widget|Painter|Pixmap|Image|Gui|Palette|Color)'), set(TREES["widgets"]) | {"settings", "history", "demo", ""},
     "models and the wire know no pictures"),
    (re.compile(r'\bprocessEvents\('), set(), "no nested event loops"),
    (re.compile(r'\bQEventLoop\b'), set(), "no nested event loops"),
    (re.compile(r'\bsender\(\)'), set(), "use a lambda with a context"),
    (re.compile(r'\b(SIGNAL|SLOT)\('), {"theme"}, "connect by function pointer (D-Bus alone has none)"),
    (re.compile(r'\bsetStyleSheet\('), set(), "colours come from the palette and the tones"),
    (re.compile(r'\bq(Debug|Info|Warning|Critical)\(\)'), set(), "log by category"),
    (re.compile(r'\bQMessageBox::'), set(), "errors are banners"),
    (re.compile(r'friend class \w*Test'), set(), "test through public values"),
    (re.compile(r'\bTODO\b|\bFIXME\b|\bXXX\b'), set(), "finish it, or say on the screen that it is missing"),
]
QT = re.compile(r'#include <(Q[A-Z]|qt)')
HEADER_JSON = re.compile(r'#include <(simdjson\.h|nlohmann/json\.hpp)>')
INCLUDE = re.compile(r'#include "([a-z_]+)/')
# What is no code: raw and plain strings, characters, comments. Their line ends stay.
NO_CODE = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)+\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
TOKEN = re.compile(r'\bnamespace\b *([\w:]*) *\{|\b(?:struct|class|enum|union)\b(?: class| struct)? +(?:\[\[\w+\]\] +)?([\w:]+\w)'
                   r'(?: +final)?(?: *:(?!:)[^;{}()]*)? *\{|[{}\n]')
LICENCE = "// SPDX-License-Identifier: GPL-3.0-or-later"


def check(path, tree, folder):
    lines = path.read_text(encoding="utf-8").splitlines()
    rank = RANK.get(folder, ROOT_RANK)
    if not lines or lines[0] != LICENCE:
        yield 1, "the first line names the licence"
    if len(lines) > MAX_LINES:
        yield len(lines), f"{len(lines)} lines: at most {MAX_LINES}"
    for number, line in enumerate(lines, 1):
        code = line.split("//", 1)[0] if "#include" not in line else line
        if (found := INCLUDE.search(line)) and found[1] in RANK and RANK[found[1]] > rank:
            yield number, f"{folder or 'app'} may not include {found[1]}, which stands to its right"
        if tree == "models" and folder != "tables" and QT.search(line):
            yield number, "models up to sim know no Qt"
        if path.suffix == ".h" and HEADER_JSON.search(line):
            yield number, "keep includes light: JSON libraries stay in .cpp files"
        for pattern, allowed, why in NAMED:
            if folder not in allowed and pattern.search(code):
                yield number, why


def defined(text):
    """Each type that a file defines for others to see, with its namespaces: (line, "loadline::World"). Those of unnamed
    namespaces and within types and functions are not among them."""
    code = NO_CODE.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    scopes, number = [], 1  # None: a brace that is no namespace's
    for token in TOKEN.finditer(code):
        if token[0] == "\n":
            number += 1
        elif token[0] == "}":
            scopes.pop() if scopes else None
        elif token[0].startswith("namespace"):
            scopes.append(token[1])
        else:
            if token[2] and None not in scopes and "" not in scopes:
                yield number, "::".join(scopes + [token[2]])
            scopes.append(None)
            number += token[0].count("\n")


def one_meaning(root, paths):
    """Names that mean two types: the linker merges them without a word, and one is used for both."""
    first = {}
    for path in paths:
        for number, name in defined(path.read_text(encoding="utf-8")):
            place = f"{path.relative_to(root)}:{number}"
            if name in first:
                yield f"{place}: {name} is defined in {first[name]} as well"
            first.setdefault(name, place)


def main():
    root = pathlib.Path(sys.argv[1])
    breaches = files = 0
    sources = []
    for tree, folders in TREES.items():
        for path in sorted((root / tree).rglob("*")):
            if path.suffix not in (".h", ".cpp"):
                continue
            files += 1
            sources.append(path)
            parts = path.relative_to(root / tree).parts
            folder = parts[0] if len(parts) > 1 else ""
            if folder and folder not in folders:
                print(f"{path.relative_to(root)}: {folder} is not among the design's folders of {tree}")
                breaches += 1
                continue
            for number, why in check(path, tree, folder):
                print(f"{path.relative_to(root)}:{number}: {why}")
                breaches += 1
    sources += sorted((root / "tests").rglob("*.h"))
    for why in one_meaning(root, sources):
        print(why)
        breaches += 1
    if files == 0:
        print(f"no sources under {root}")
    print(f"{files} files, {breaches} breaches")
    sys.exit(1 if breaches or not files else 0)


if __name__ == "__main__":
    main()
