#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""30 days of 200 series at 5 minutes from a real Prometheus, against curl downloading the same answers.

    prometheus.py BENCH_PROMETHEUS [--runs 5] [--days 30] [--series 200]

promtool backfills the series. What the program asks is read from Prometheus' query log; curl asks the same, as many at
a time (four), and neither reads nor draws what it gets.
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

import lists
import measure

STEP = 300


def write_series(path, begin, end, count):
    with path.open("w") as out:
        name = "kube_horizontalpodautoscaler_status_current_replicas"
        for i in range(count):
            labels = f'{{namespace="team-{i % 20}",horizontalpodautoscaler="service-{i}"}}'
            for at in range(begin, end + 1, STEP):
                value = round(10 + 8 * math.sin(at / 7000 + i)) + (at // STEP * 7919 + i) % 5
                out.write(f"{name}{labels} {value} {at}\n")
        # What the program looks for before it asks.
        out.write(f'up{{job="kube-state-metrics"}} 1 {end}\n# EOF\n')


def make_blocks(series, folder):
    """Backfills a file of series for a Server of this folder."""
    subprocess.run(["promtool", "tsdb", "create-blocks-from", "--max-block-duration=768h", "openmetrics", series,
                    folder / "blocks"], check=True, capture_output=True)


class Server:
    """A Prometheus on the blocks of a folder, which logs what it is asked."""

    def __init__(self, folder, *options):
        self.port, self.log = lists.free_port(), folder / "queries.log"
        (folder / "prometheus.yml").write_text(f"global: {{query_log_file: '{self.log}'}}\n")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/blocks",
             "--storage.tsdb.retention.time=10y", f"--web.listen-address=127.0.0.1:{self.port}", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{self.url}/-/ready", timeout=1).read()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("prometheus did not start")

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def asked(self, part=""):
        """The range queries so far that contain this part, as URLs; each once."""
        urls = {}
        for line in self.log.read_text().splitlines():
            query = json.loads(line).get("params", {})
            if query.get("step") and part in query["query"]:
                urls[f"{self.url}/api/v1/query_range?" + urllib.parse.urlencode(query)] = True
        return list(urls)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--series", type=int, default=200)
    args = parser.parse_args()
    end = int(time.time()) // STEP * STEP - STEP
    begin = end - args.days * 86400
    with tempfile.TemporaryDirectory(prefix="loadline-bench-") as scratch:
        folder = pathlib.Path(scratch)
        write_series(folder / "series.om", begin, end, args.series)
        make_blocks(folder / "series.om", folder)
        server = Server(folder)
        try:
            ours = [args.program, server.url, str(begin), str(end), str(args.series)]
            measure.once(ours)
            urls = server.asked("current_replicas")
            curl = ["curl", "-sS", "--compressed", "-Z", "--parallel-max", "4"]
            for number, url in enumerate(urls):
                curl += ["-o", f"{scratch}/answer-{number}", url]
            medians = measure.in_turn({"loadline": (ours, None), "curl": (curl, None)}, args.runs)
            redrawn = subprocess.run([*ours, "redraw"], check=False)
        finally:
            server.stop()
        size = sum(path.stat().st_size for path in pathlib.Path(scratch).glob("answer-*"))
    print(f"{args.days} days of {args.series} series every {STEP} s: {len(urls)} answers of {size / 1e6:.1f} MB")
    measure.table(medians)
    good = measure.judge("wall, against curl", medians["loadline"].wall / medians["curl"].wall, 1.3)
    sys.exit(0 if good and redrawn.returncode == 0 else 1)


if __name__ == "__main__":
    main()
