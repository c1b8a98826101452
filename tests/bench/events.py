#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""1,000 watch events a second on 10,000 HPAs, against the whole program with their page shown.

    events.py BENCH_EVENTS [--rows 10000] [--rate 1000] [--seconds 60]

This process serves the cluster as an API server does (pages, then a watch that stays open); the program is another.
"""
import argparse
import http.server
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
WATCHED = "/apis/autoscaling/v2/horizontalpodautoscalers"


class Cluster(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder, rate):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.rate = folder, rate
        pages = sorted((folder / WATCHED[1:]).glob("*.json"))
        self.objects = [item for page in pages for item in json.loads(page.read_text())["items"]]

    def handle_error(self, request, client_address):
        pass  # the program left


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query)
        page = self.server.folder / url.path[1:] / (query.get("continue", ["first"])[0] + ".json")
        if not page.is_file():
            self.answer(404, b'{"kind":"Status","apiVersion":"v1","status":"Failure","message":"not here","reason":"NotFound","code":404}')
        elif "sendInitialEvents" in query:
            self.answer(422, b'{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no streaming lists","reason":"Invalid","code":422}')
        elif "watch" in query:
            self.watch(url.path)
        else:
            self.answer(200, page.read_bytes())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def watch(self, path):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.flush()
        if path != WATCHED:
            threading.Event().wait()
        rng, version, sent, begun = random.Random(3), 800000, 0, time.monotonic()
        while True:
            due = int((time.monotonic() - begun) * self.server.rate)
            lines = []
            for _ in range(sent, due):
                version += 1
                item = rng.choice(self.server.objects)
                item["metadata"]["resourceVersion"] = str(version)
                item["status"]["currentReplicas"] = item["status"]["desiredReplicas"] = rng.randint(1, 40)
                lines.append(json.dumps({"type": "MODIFIED", "object": item}, separators=(",", ":")) + "\n")
            sent = due
            body = "".join(lines).encode()
            if body:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
            time.sleep(0.01)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=10000)
    parser.add_argument("--rate", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="loadline-bench-") as scratch:
        folder = pathlib.Path(scratch)
        subprocess.run([sys.executable, HERE / "make_lists.py", folder / "lists", "--pods", "1000", "--nodes", "100", "--hpas",
                        str(args.rows), "--vpas", "0", "--scaledobjects", "0"], check=True)
        server = Cluster(folder / "lists", args.rate)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (folder / "kubeconfig").write_text(
            "apiVersion: v1\nkind: Config\ncurrent-context: bench\n"
            f"clusters: [{{name: bench, cluster: {{server: 'http://127.0.0.1:{server.server_port}'}}}}]\n"
            "users: [{name: bench, user: {token: bench}}]\n"
            "contexts: [{name: bench, context: {cluster: bench, user: bench}}]\n")
        print(f"{args.rate} watch events a second:", flush=True)
        done = subprocess.run([args.program, folder / "kubeconfig", str(args.rows), str(args.seconds)],
                              env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": scratch, "XDG_DATA_HOME": scratch})
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
