#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the lists of a big cluster, in pages as an API server sends them, for nginx to serve.

Every object is one of the recordings with its names, owners and values changed, so sizes and fields are those of a
real Kubernetes 1.36 API server.

    make_lists.py DIRECTORY [--pods 10000] [--hpas 1000] [--vpas 500] [--scaledobjects 500] [--nodes 1000]
"""
import argparse
import copy
import json
import pathlib
import random
import uuid

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "apiserver-1.36"
PAGE = 500


def recorded(name):
    return json.loads((FIXTURES / name).read_text())


def identify(item, name, namespace, rng, version):
    meta = item["metadata"]
    meta["name"] = name
    if namespace:
        meta["namespace"] = namespace
    meta["uid"] = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    meta["resourceVersion"] = str(version)
    return item


def pods(count, nodes, rng):
    samples = [i for i in recorded("pods-list.json")["items"] if i["status"].get("phase") == "Running"]
    per_owner = 10
    for i in range(count):
        pod = copy.deepcopy(samples[i % len(samples)])
        app, digest = i // per_owner, f"{(i // per_owner) * 2654435761 % 2**32:08x}"
        replica_set = f"service-{app}-{digest}"
        identify(pod, f"{replica_set}-{rng.choice('bcdfghjklm')}{i:04x}", f"team-{app % 40}", rng, 100000 + i)
        pod["metadata"]["labels"]["app"] = f"service-{app}"
        pod["metadata"]["labels"]["pod-template-hash"] = digest
        pod["metadata"]["ownerReferences"] = [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": replica_set,
                                               "uid": str(uuid.UUID(int=app)), "controller": True}]
        pod["spec"]["nodeName"] = f"node-{i % nodes}"
        yield pod


def hpas(count, rng):
    samples = recorded("hpa-list.json")["items"]
    for i in range(count):
        hpa = identify(copy.deepcopy(samples[i % len(samples)]), f"service-{i}-hpa", f"team-{i % 40}", rng, 200000 + i)
        hpa["spec"]["scaleTargetRef"].update(kind="Deployment", apiVersion="apps/v1", name=f"service-{i}")
        yield hpa


def vpas(count, rng):
    samples = recorded("vpa-list.json")["items"]
    for i in range(count):
        vpa = identify(copy.deepcopy(samples[i % len(samples)]), f"service-{i}-vpa", f"team-{i % 40}", rng, 300000 + i)
        vpa["spec"]["targetRef"]["name"] = f"service-{i}"
        yield vpa


def scaled_objects(count, rng):
    samples = recorded("scaledobject-list.json")["items"]
    for i in range(count):
        item = identify(copy.deepcopy(samples[i % len(samples)]), f"queue-{i}", f"team-{i % 40}", rng, 400000 + i)
        item["spec"]["scaleTargetRef"]["name"] = f"service-{i}"
        yield item


def nodes(count, rng):
    samples = recorded("nodes-list.json")["items"]
    for i in range(count):
        node = identify(copy.deepcopy(samples[i % len(samples)]), f"node-{i}", "", rng, 500000 + i)
        node["metadata"].setdefault("labels", {})["eks.amazonaws.com/nodegroup"] = f"pool-{i % 8}"
        yield node


def deployments(count, rng):
    samples = recorded("deployments-list.json")["items"]
    for i in range(count):
        item = identify(copy.deepcopy(samples[i % len(samples)]), f"service-{i}", f"team-{i % 40}", rng, 600000 + i)
        item["spec"]["selector"] = {"matchLabels": {"app": f"service-{i}"}}
        yield item


def write_pages(folder, kind, api_version, items):
    """first.json, then p1.json, p2.json ...: named by the continue token that asks for them."""
    folder.mkdir(parents=True, exist_ok=True)
    items = list(items)
    pages = [items[i:i + PAGE] for i in range(0, len(items), PAGE)] or [[]]
    for number, page in enumerate(pages):
        meta = {"resourceVersion": "700000"}
        if number + 1 < len(pages):
            meta["continue"] = f"p{number + 1}"
            meta["remainingItemCount"] = len(items) - (number + 1) * PAGE
        text = json.dumps({"kind": kind, "apiVersion": api_version, "metadata": meta, "items": page},
                          separators=(",", ":")).encode()
        path = folder / ("first.json" if number == 0 else f"p{number}.json")
        path.write_bytes(text)
    return len(pages)


LISTS = {  # path under the server: (list kind, apiVersion)
    "api/v1/pods": ("PodList", "v1"),
    "api/v1/nodes": ("NodeList", "v1"),
    "apis/autoscaling/v2/horizontalpodautoscalers": ("HorizontalPodAutoscalerList", "autoscaling/v2"),
    "apis/autoscaling.k8s.io/v1/verticalpodautoscalers": ("VerticalPodAutoscalerList", "autoscaling.k8s.io/v1"),
    "apis/keda.sh/v1alpha1/scaledobjects": ("ScaledObjectList", "keda.sh/v1alpha1"),
    "apis/apps/v1/deployments": ("DeploymentList", "apps/v1"),
}


def discovery(root):
    groups = {"autoscaling": ["v2"], "autoscaling.k8s.io": ["v1"], "keda.sh": ["v1alpha1"], "apps": ["v1"]}
    group_list = {"kind": "APIGroupList", "apiVersion": "v1", "groups": [
        {"name": g, "versions": [{"groupVersion": f"{g}/{v}", "version": v} for v in versions],
         "preferredVersion": {"groupVersion": f"{g}/{versions[0]}", "version": versions[0]}}
        for g, versions in groups.items()]}

    def put(path, value):
        folder = root / path
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "first.json").write_text(json.dumps(value))

    put("apis", group_list)
    put("api", {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []})
    put("version", recorded("version.json"))
    put("readyz", {})
    by_group = {}
    for path, (kind, api_version) in LISTS.items():
        plural, singular = path.rsplit("/", 1)[1], kind[:-4]
        by_group.setdefault(path.rsplit("/", 1)[0], (api_version, []))[1].append(
            {"name": plural, "singularName": singular.lower(), "namespaced": plural != "nodes", "kind": singular,
             "verbs": ["get", "list", "watch"]})
    for path, (api_version, resources) in by_group.items():
        put(path, {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": api_version, "resources": resources})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--pods", type=int, default=10000)
    parser.add_argument("--hpas", type=int, default=1000)
    parser.add_argument("--vpas", type=int, default=500)
    parser.add_argument("--scaledobjects", type=int, default=500)
    parser.add_argument("--nodes", type=int, default=1000)
    args = parser.parse_args()
    rng = random.Random(7)
    made = {
        "api/v1/pods": pods(args.pods, args.nodes, rng),
        "api/v1/nodes": nodes(args.nodes, rng),
        "apis/autoscaling/v2/horizontalpodautoscalers": hpas(args.hpas, rng),
        "apis/autoscaling.k8s.io/v1/verticalpodautoscalers": vpas(args.vpas, rng),
        "apis/keda.sh/v1alpha1/scaledobjects": scaled_objects(args.scaledobjects, rng),
        "apis/apps/v1/deployments": deployments(args.hpas, rng),
    }
    urls = []
    for path, items in made.items():
        count = write_pages(args.directory / path, *LISTS[path], items)
        urls += [f"/{path}?limit=500" + (f"&continue=p{n}" if n else "") for n in range(count)]
    discovery(args.directory)
    (args.directory / "urls.txt").write_text("\n".join(urls) + "\n")


if __name__ == "__main__":
    main()
