#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon the window shows its first page with the demo, and what memory the process has then.

    start.py BENCH_START [--runs 10]

Counted from before the process is made, on Qt's offscreen platform (so without a display server's part); memory is all
that is resident, shared libraries included. Settings and history are fresh ones. Judged is the page painted with
the clusters' objects, as medians; the first painted page, which says that they are being read, is told beside it.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

import measure


def once(program, home):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home,
                   "XDG_CACHE_HOME": home, "BEGAN": str(time.monotonic_ns())}
    done = subprocess.run([program, "--demo"], env=environment, check=True, capture_output=True, text=True)
    moments = {}
    for line in done.stdout.splitlines():
        what, *figures = line.split()
        moments[what] = [float(figure) for figure in figures]
    return moments


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=10)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loadline-bench-") as home:
        once(args.program, home)  # warms the disk's cache
        runs = [once(args.program, home) for _ in range(args.runs)]
    middle = {what: [statistics.median(run[what][i] for run in runs) for i in range(4)] for what in runs[0]}
    names = {"first": "first page painted", "filled": "painted with the clusters' objects", "after": "two seconds later"}
    print("the window with the demo, from the start of the process:")
    for what, (millis, resident, share, highest) in middle.items():
        print(f"  {names[what]:<36} {millis:7.0f} ms  {resident / 1024:6.1f} MiB resident"
              f" ({share / 1024:.1f} with shared pages divided, {highest / 1024:.1f} at the most)")
    good = measure.judge("page painted with the clusters' objects, ms", middle["filled"][0], 200)
    good &= measure.judge("memory then, MiB", middle["filled"][1] / 1024, 120)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
