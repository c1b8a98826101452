#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A big cluster from nothing to complete rows: Loadline against curl downloading the same bytes, and kubectl.

    lists.py LOADLINE_BENCH_LISTS [--runs 5] [--pods 10000 [100000 ...]]

nginx serves the lists over TLS and HTTP/2. The first size is compared with curl and kubectl; further sizes show how
time and memory grow.
"""
import argparse
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import measure

HERE = pathlib.Path(__file__).resolve().parent


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, folder, pods):
        self.folder, self.port = folder, free_port()
        (folder / "tmp").mkdir(parents=True)
        subprocess.run([sys.executable, HERE / "make_lists.py", folder / "lists", "--pods", str(pods)], check=True)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-keyout", folder / "server.key", "-out", folder / "server.pem", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
                       check=True, capture_output=True)
        text = (HERE / "nginx.conf.in").read_text().replace("@DIR@", str(folder)).replace("@PORT@", str(self.port))
        (folder / "nginx.conf").write_text(text)
        (folder / "kubeconfig").write_text(
            f"apiVersion: v1\nkind: Config\ncurrent-context: bench\n"
            f"clusters: [{{name: bench, cluster: {{server: 'https://127.0.0.1:{self.port}', "
            f"certificate-authority: {folder}/server.pem}}}}]\n"
            f"users: [{{name: bench, user: {{token: bench}}}}]\n"
            f"contexts: [{{name: bench, context: {{cluster: bench, user: bench}}}}]\n")
        self.process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder], stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit("nginx did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def commands(server, program):
    folder = server.folder
    urls = [f"https://127.0.0.1:{server.port}{line}" for line in (folder / "lists/urls.txt").read_text().split()]
    curl = ["curl", "-sS", "--http2", "--compressed", "--cacert", str(folder / "server.pem")]
    for url in urls:
        curl += ["-o", "/dev/null", url]
    kinds = ",".join(["pods", "nodes", "horizontalpodautoscalers.v2.autoscaling",
                      "verticalpodautoscalers.v1.autoscaling.k8s.io", "scaledobjects.v1alpha1.keda.sh",
                      "deployments.v1.apps"])
    cache = folder / "kube-cache"
    return {
        "loadline": ([program, str(folder / "kubeconfig")], None),
        "curl": (curl, None),
        "kubectl": (["kubectl", "get", kinds, "-A", "--kubeconfig", str(folder / "kubeconfig"),
                     "--cache-dir", str(cache)], None),
    }


def kept_mebibytes(command):
    out = subprocess.run([*command, "kept"], check=True, capture_output=True, text=True).stdout
    return float(re.search(r"([0-9.]+) MiB kept", out)[1])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--pods", type=int, nargs="+", default=[10000])
    args = parser.parse_args()
    good, grown, kept = True, [], []
    with tempfile.TemporaryDirectory(prefix="loadline-bench-") as scratch:
        pathlib.Path(scratch).chmod(0o755)  # nginx, started as root, serves as another user
        for number, pods in enumerate(args.pods):
            server = Server(pathlib.Path(scratch) / str(pods), pods)
            try:
                wanted = commands(server, args.program)
                if number or not shutil.which("kubectl"):
                    wanted.pop("kubectl")
                medians = measure.in_turn(wanted, args.runs if number == 0 else 1)
                kept.append(kept_mebibytes(wanted["loadline"][0]))
            finally:
                server.stop()
            print(f"{pods} pods, 1000 HPAs, 500 VPAs, 500 ScaledObjects, 1000 nodes, 1000 deployments:")
            measure.table(medians)
            ours = medians["loadline"]
            grown.append((pods, ours))
            if number == 0:
                good &= measure.judge("wall, against curl", ours.wall / medians["curl"].wall, 1.3)
                if "kubectl" in medians:
                    theirs = medians["kubectl"]
                    good &= measure.judge("wall, against kubectl", ours.wall / theirs.wall, 1 / 3)
                    good &= measure.judge("CPU, against kubectl", ours.cpu / theirs.cpu, 1 / 4)
                    good &= measure.judge("memory, against kubectl", ours.mebibytes / theirs.mebibytes, 1 / 4)
    for at, ((few, small), (many, large)) in enumerate(zip(grown, grown[1:])):
        good &= measure.judge(f"time, {many} pods against {few}, per pod", large.wall / small.wall * few / many, 1.3)
        per_pod = (kept[at + 1] - kept[at]) * 1024 * 1024 / (many - few)
        good &= measure.judge("bytes kept for one more pod, its rows and tables with it", per_pod, 500)
        peak = (large.mebibytes - small.mebibytes) * 1024 * 1024 / (many - few)
        print(f"       (at the peak of the process, while it loads: {peak:.0f})")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
