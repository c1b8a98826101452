#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A month of the ledger from a real Prometheus, with nothing kept from before, against curl at the same answers.

    ledger_prometheus.py BENCH_LEDGER_PROMETHEUS [--nodes 1000] [--days 30] [--runs 3] [--keep DIRECTORY]

Nodes and pods come and go; kube-state-metrics and OpenCost tell of them. curl asks four at a time, as Loadline does, for exactly
what Prometheus' query log says that Loadline asked. The series are made once a day and kept. Exit status 1 when
Loadline takes more than 1.5 times as long.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

import prometheus

LIMIT = 1.5
STEP = 300  # nodes come and go at these
SCRAPE = 3  # of these steps from one sample to the next
LOOKBACK = SCRAPE * STEP  # a sample holds up to the next, as with a scrape at every step
CHUNK = 2 * 86400 // STEP


def lives(nodes, slots, chance):
    """(name, pool, type, capacity, from, to): a third always on, the others for some hours, spot for less."""
    for lane in range(nodes):
        if lane % 3 == 0:
            yield f"base-{lane}", "base", "m6i.xlarge", "on-demand", 0, slots
            continue
        spot = lane % 3 == 1
        at = chance.randrange(100)
        while at < slots:
            to = min(slots, at + chance.randrange(*((6, 60) if spot else (40, 160))))
            yield f"n-{lane}-{at}", f"pool-{lane % 7}", ("m6i.large", "g5.xlarge")[lane % 2], ("spot" if spot else "on-demand"), at, to
            at = to + chance.randrange(2, 40)


def samples(start, end, begin, stop):
    """The steps within [begin, stop) at which something that lasts from start to end is scraped: it is gone at `end`."""
    slots = range(end - SCRAPE - (end - SCRAPE - start) // SCRAPE * SCRAPE, end - SCRAPE + 1, SCRAPE)
    return sorted({slot for slot in (start, *slots) if begin <= slot < stop})


HOUR = 3600 // STEP
DEPLOYMENTS = 40


def replicas(name, hour):
    """From one to nine within nine hours, then one again."""
    return 1 + (hour + name) % 9


def pods(slots):
    """(deployment, pod, from, to): each replica is a pod of a new name whenever it comes."""
    for name in range(DEPLOYMENTS):
        for replica in range(9):
            since = None
            for hour in range(slots // HOUR + 2):
                runs = hour * HOUR < slots and replicas(name, hour) > replica
                if runs and since is None:
                    since = hour * HOUR
                elif not runs and since is not None:
                    yield f"d-{name}", f"d-{name}-6c8f-{replica}x{since}", since, min(hour * HOUR, slots)
                    since = None


def write_pods(out, times, slots, begin, stop):
    """What kube-state-metrics tells of the pods: where they run, whose they are, what they request."""
    for deployment, pod, start, end in pods(slots):
        at = samples(start, end, begin, stop)
        if not at:
            continue
        labels = f'namespace="shop",pod="{pod}"'
        node = f'node="base-{len(pod) % 3 * 3}"'
        size = f'kube_pod_container_resource_requests{{{labels},container="app",{node},'
        for head in (f'kube_pod_info{{{labels},{node},created_by_kind="ReplicaSet",created_by_name="{deployment}-6c8f"}} 1 ',
                     f'kube_pod_owner{{{labels},owner_kind="ReplicaSet",owner_name="{deployment}-6c8f",owner_is_controller="true"}} 1 ',
                     f'{size}resource="cpu",unit="core"}} 0.5 ',
                     f'{size}resource="memory",unit="byte"}} 1073741824 '):
            out.write("".join([head + times[slot] for slot in at]))


def write(path, first, machines, slots, begin, stop):
    """The series of the steps [begin, stop) of `slots`."""
    times = [f"{first + slot * STEP}\n" for slot in range(stop)]
    with path.open("w", buffering=1 << 20) as out:
        for name, pool, kind, capacity, start, end in machines:
            at = samples(start, end, begin, stop)
            if not at:
                continue
            labels = (f'kube_node_labels{{node="{name}",label_karpenter_sh_nodepool="{pool}",label_karpenter_sh_capacity_type='
                      f'"{capacity}",label_node_kubernetes_io_instance_type="{kind}",label_topology_kubernetes_io_region='
                      f'"us-east-1",label_topology_kubernetes_io_zone="us-east-1a"}} 1 ')
            price = f'node_total_hourly_cost{{node="{name}",instance_type="{kind}",region="us-east-1"}} '
            cost = {"m6i.xlarge": 0.192, "m6i.large": 0.096, "g5.xlarge": 1.006}[kind] * (0.4 if capacity == "spot" else 1)
            for head in (labels, f"{price}{cost:.6f} "):
                out.write("".join([head + times[slot] for slot in at]))
        for name in range(DEPLOYMENTS):
            head = f'kube_deployment_spec_replicas{{namespace="shop",deployment="d-{name}"}} '
            out.writelines(f"{head}{replicas(name, slot // HOUR)} {times[slot]}" for slot in range(begin, stop, SCRAPE))
        write_pods(out, times, slots, begin, stop)
        out.write("# EOF\n")


def chunk(scratch, first, nodes, slots, begin):
    """Backfills two days into a folder of their own; gives the megabytes written."""
    folder = scratch / str(begin)
    folder.mkdir()
    series = folder / "series.om"
    write(series, first, list(lives(nodes, slots, random.Random(5))), slots, begin, min(slots, begin + CHUNK))
    size = series.stat().st_size / 1e6
    prometheus.make_blocks(series, folder)
    series.unlink()
    return size


def backfill(keep, first, nodes, days):
    """Makes the blocks of these days, or takes those that an earlier run made. Gives the folder they are in."""
    place = keep / f"{first}-{nodes}-{days}-pods"
    if (place / "blocks").is_dir():
        print(f"{nodes} nodes at a time, {days} days: kept in {place}")
        return place
    shutil.rmtree(keep, ignore_errors=True)
    # To the end of today and a little further: what is there now tells Loadline which questions can be answered.
    slots, start = (days + 1) * 86400 // STEP + 8, time.monotonic()
    with tempfile.TemporaryDirectory(dir=keep.parent) as name, concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as workers:
        scratch = pathlib.Path(name)
        parts = [workers.submit(chunk, scratch, first, nodes, slots, begin) for begin in range(0, slots, CHUNK)]
        size = sum(part.result() for part in parts)
        whole = scratch / "blocks"
        whole.mkdir()
        for block in scratch.glob("*/blocks/*"):
            block.rename(whole / block.name)
        place.mkdir(parents=True)
        whole.rename(place / "blocks")
    print(f"{nodes} nodes at a time, {days} days: {size:.0f} MB of series in {time.monotonic() - start:.0f} s")
    return place


def curl(urls, folder):
    config = folder / "curl.cfg"
    config.write_text("".join(f'url = "{url}"\noutput = "{folder}/answer.{number}"\n' for number, url in enumerate(urls)))
    start = time.monotonic()
    subprocess.run(["curl", "--silent", "--no-progress-meter", "--fail", "--compressed", "--parallel", "--parallel-max", "4", "--config", config],
                   check=True)
    return (time.monotonic() - start) * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=pathlib.Path, default=pathlib.Path(__file__).parents[2] / "build" / "ledger-series")
    args = parser.parse_args()
    if not shutil.which("prometheus") or not shutil.which("promtool"):
        raise SystemExit("needs the package prometheus")
    args.keep.parent.mkdir(parents=True, exist_ok=True)
    first = int(time.time()) // 86400 * 86400 - args.days * 86400
    with tempfile.TemporaryDirectory(dir=args.keep.parent) as name:
        folder = pathlib.Path(name)
        shutil.copytree(backfill(args.keep, first, args.nodes, args.days) / "blocks", folder / "blocks", copy_function=os.link)
        # Blocks stay as they are: nothing is compacted while time is taken.
        server = prometheus.Server(folder, f"--query.lookback-delta={LOOKBACK}s", "--storage.tsdb.max-block-duration=2h")
        try:
            ours, theirs, said = [], [], ""
            for run in range(args.runs + 1):  # the first warms what Prometheus reads
                said = subprocess.run([args.program, server.url, str(first), str(args.days)], check=True, text=True,
                                      stdout=subprocess.PIPE).stdout.strip()
                urls = server.asked() if run == 0 else urls
                took = curl(urls, folder)
                if run > 0:
                    ours.append(float(said.split()[0]))
                    theirs.append(took)
            size = sum((folder / f"answer.{number}").stat().st_size for number in range(len(urls)))
        finally:
            server.stop()
    ratio = min(ours) / min(theirs)
    print(f"Loadline {said}")
    print(f"{len(urls)} answers, {size / 1e6:.1f} MB: Loadline {min(ours):.0f} ms, curl {min(theirs):.0f} ms: {ratio:.2f} times")
    if ratio > LIMIT:
        print(f"OVER: {ratio:.2f} times, limit {LIMIT}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
