"""Machines of a Ray cluster, each a set of real processes on this one: ``python -m tests.watch.engines.nodes``.

It says where the cluster is and which processes make up each machine, as one line of JSON, and ends all of them when
its standard input ends. Nothing of it is heard outside this machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiemtin.watch.engines.broker import ALONE, ALWAYS

ROOT = Path(__file__).resolve().parents[3]

TOKEN = "0123456789abcdef" * 4

PLACE = {**ALONE, **ALWAYS, "RAY_AUTH_TOKEN": TOKEN, "RAY_gcs_rpc_server_reconnect_timeout_s": "4"}
"""The environment of the machines, and of whoever joins them."""

STORE = 80_000_000


@dataclass(frozen=True, slots=True)
class Nodes:
    """The address of the cluster, and of each machine the processes without which it is none; the first is the head."""

    address: str
    processes: list[list[int]]


@contextlib.contextmanager
def nodes(folder: Path, *environments: dict[str, str]) -> Iterator[Nodes]:
    """A cluster with one machine for each of these, of one core each; what is in them is added to its environment."""
    command = [sys.executable, "-m", "tests.watch.engines.nodes", str(folder), json.dumps(environments)]
    place = {**os.environ, **PLACE, "PYTHONPATH": str(ROOT / "src"), "RAY_TMPDIR": str(folder)}
    (folder / "ray").mkdir()  # where Ray notes its newest cluster, for others to find: not in the one place for all
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=place
    ) as process:
        try:
            yield Nodes(**json.loads(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait(60)


def main() -> None:
    """Start them, say so, and wait."""
    folder, environments = sys.argv[1], json.loads(sys.argv[2])
    from ray.cluster_utils import Cluster

    cluster, made = Cluster(), []
    for place, environment in enumerate(environments):
        settings = {"num_cpus": 1, "object_store_memory": STORE, "node_ip_address": "127.0.0.1"}
        if not place:
            settings |= {"include_dashboard": False, "temp_dir": folder, "no_monitor": True}
        made.append(cluster.add_node(**settings, env_vars=environment))
    processes = [
        [one.process.pid for all_of_kind in node.all_processes.values() for one in all_of_kind] for node in made
    ]
    print(json.dumps({"address": cluster.address, "processes": processes}), flush=True)
    sys.stdin.read()
    cluster.shutdown()


if __name__ == "__main__":
    main()
