"""How much CPU a first answer costs: ``kiemtin --help`` and a cold ``kiemtin check``, beside bare Python.

Run as ``python benchmarks/startup.py [--runs 20] [--json]``. The three commands take turns, so that a busy machine
slows them alike; figures are medians of the user and system time of a process. *Cold* means a new process; byte code
is compiled already.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

MESSAGE = "Vietcombank: Quy khach co 12.450 diem thuong, doi qua tai https://vietcombank-doidiem.top/qua truoc 24h"
KIEMTIN = str(Path(sys.executable).with_name("kiemtin"))
BARE = "python -c pass"
COMMANDS = {
    BARE: [sys.executable, "-c", "pass"],
    "kiemtin --help": [KIEMTIN, "--help"],
    "kiemtin check TEXT": [KIEMTIN, "check", MESSAGE],
}
AIMS = {"kiemtin --help": 0.3, "kiemtin check TEXT": 0.6}
"""Seconds of CPU beyond bare Python."""


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its CPU seconds, its ratio to bare Python, its seconds beyond bare Python, and their aim."""

    command: str
    seconds: float
    ratio: float
    beyond_bare: float
    aim: float


def require_it_runs(command: list[str], environment: dict[str, str]) -> None:
    """Run ``command`` once, uncounted, so that no traceback is ever measured as an answer."""
    once = subprocess.run(command, env=environment, capture_output=True, check=False)
    if once.returncode not in (0, 1) or once.stderr:
        sys.exit(f"{command[:2]} ended with exit code {once.returncode}:\n{once.stderr.decode(errors='replace')}")


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """User and system time of one run of ``command``."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def measure(runs: int) -> dict[str, float]:
    """The median seconds of ``runs`` runs of each command, with an empty folder for the user's own data."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"KIEMTIN_HOME": home}
        # Where Python may keep no byte code, every start would compile the sources again: 0.2 s that no user pays.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command in COMMANDS.values():
            require_it_runs(command, environment)
        rounds = [{name: cpu_seconds(command, environment) for name, command in COMMANDS.items()} for _ in range(runs)]
    return {name: statistics.median(one[name] for one in rounds) for name in COMMANDS}


def rows(medians: dict[str, float]) -> list[Row]:
    """The medians beside bare Python and beside their aims."""
    bare = medians[BARE]
    return [
        Row(name, round(took, 3), round(took / bare, 1), round(took - bare, 3), AIMS.get(name, 0.0))
        for name, took in medians.items()
    ]


def as_table(measured: list[Row]) -> str:
    """The rows for a reader."""
    head = f"{'command':<20}{'CPU seconds':>12}{'× bare':>9}{'beyond bare':>13}{'aim':>6}"
    lines = (f"{r.command:<20}{r.seconds:>12}{r.ratio:>9}{r.beyond_bare:>13}{r.aim or '':>6}" for r in measured)
    return "\n".join([head, *lines])


def main() -> None:
    """Measure, then print a table or JSON."""
    parser = argparse.ArgumentParser(description="CPU of a first answer, beside bare Python.")
    parser.add_argument("--runs", type=int, default=20, help="runs of each command (20)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    chosen = parser.parse_args()
    measured = rows(measure(chosen.runs))
    if chosen.json:
        about = {"python": platform.python_version(), "runs": chosen.runs}
        print(json.dumps(about | {"results": [asdict(row) for row in measured]}))
    else:
        print(f"Python {platform.python_version()}, median of {chosen.runs} runs\n\n{as_table(measured)}")


if __name__ == "__main__":
    main()
