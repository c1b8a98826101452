#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Breaks every rule of check.py once, in a tree of its own, and expects each to be named."""
import pathlib
import subprocess
import sys
import tempfile

LICENCE = "// SPDX-License-Identifier: GPL-3.0-or-later\n"
BREACHES = {
    "models/base/a.h": ('#include "json/json.h"', "may not include json"),
    "models/sim/b.cpp": ("#include <QString>", "know no Qt"),
    "app/kube/c.cpp": ("#include <curl/curl.h>", "belongs to app/net"),
    "widgets/pages/d.cpp": ("#include <QtCharts/QChart>", "belongs to widgets/charts"),
    "app/net/e.cpp": ("#include <yaml-cpp/yaml.h>", "yaml-cpp belongs"),
    "models/json/f.h": ("#include <simdjson.h>", "keep includes light"),
    "models/tables/g.cpp": ("#include <QWidget>", "know no pictures"),
    "app/h.cpp": ("loop.processEvents();", "no nested event loops"),
    "widgets/grid/i.cpp": ("view->setStyleSheet(x);", "palette and the tones"),
    "widgets/shell/j.cpp": ("#include \"demo/sim_transport.h\"", "may not include demo"),
    "app/prom/k.cpp": ("int x = 0;\n" * 401, "at most 400"),
    "app/demo/l.cpp": ("connect(a, SIGNAL(x()), b, c);", "by function pointer"),
    "models/nowhere/m.cpp": ("", "is not among the design's folders"),
    "models/cost/n.h": ("namespace loadline {\nstruct Twice final : Once {\n};\n}", "loadline::Twice is defined in models/base/twice.h:3 as well"),
    "tests/o.h": ("namespace loadline {\nstruct Once {\n};\n}", "loadline::Once is defined in models/base/twice.h:4 as well"),
}

with tempfile.TemporaryDirectory() as scratch:
    root = pathlib.Path(scratch)
    for name, (text, _) in BREACHES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(LICENCE + text + "\n")
    (root / "models/base/z.h").write_text("#pragma once\n")
    # One Twice, for the one above to clash with; names within types, in unnamed namespaces and announced ones do not count.
    (root / "models/base/twice.h").write_text(LICENCE + """namespace loadline {
enum class Twice { A, B };
struct Once {
    struct Part {};
    const char* text = R"(struct Raw {)";
};
class Announced;
} // namespace loadline
""")
    (root / "models/base/twice.cpp").write_text(LICENCE + """namespace loadline {
class Announced {
    struct Part {};
};
namespace {
struct Twice {};
}
struct Once::Part2 {};
} // namespace loadline
""")
    check = pathlib.Path(__file__).resolve().parent / "check.py"
    run = subprocess.run([sys.executable, check, scratch], capture_output=True, text=True)
    lines = run.stdout.splitlines()
    missed = [name for name, (_, why) in BREACHES.items()
              if not any(line.startswith(name) and why in line for line in lines)]
    if not any(line.startswith("models/base/z.h:1:") and "licence" in line for line in lines):
        missed.append("models/base/z.h")
    missed += [line for line in lines if "as well" in line and not line.startswith(("models/cost/n.h", "tests/o.h"))]
    if run.returncode != 1 or missed:
        sys.exit(f"not noticed: {missed}\n{run.stdout}{run.stderr}")
