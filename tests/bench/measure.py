# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs whole processes in turn and tells wall seconds, CPU seconds and peak memory of each, as medians."""
import os
import statistics
import subprocess
import time


class Figures:
    def __init__(self, wall, cpu, mebibytes):
        self.wall, self.cpu, self.mebibytes = wall, cpu, mebibytes


def once(command, environment=None):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               env={**os.environ, **(environment or {})})
    message = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - start
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} failed with {process.returncode}: {message.decode(errors='replace')[-2000:]}")
    return Figures(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turn(commands, runs):
    """A, B, C, A, B, C ...: so that the machine's mood touches all alike. One round is for warming up."""
    taken = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, (command, environment) in commands.items():
            figures = once(command, environment)
            if number:
                taken[name].append(figures)
    return {name: Figures(*(statistics.median(getattr(f, part) for f in all_) for part in ("wall", "cpu", "mebibytes")))
            for name, all_ in taken.items()}


def table(medians):
    for name, f in medians.items():
        print(f"  {name:<10} {f.wall:7.2f} s wall  {f.cpu:6.2f} s CPU  {f.mebibytes:7.1f} MiB peak")


def judge(text, value, limit):
    """Prints a ratio with its limit; returns whether it holds."""
    print(f"  {'ok  ' if value <= limit else 'OVER'} {text}: {value:.2f} (at most {limit:.2f})")
    return value <= limit
