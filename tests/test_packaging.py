"""The unit for systemd and the file for containers: what they promise stands in them, and tools find no fault."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "packaging" / "kiemtin.service"
CONTAINER = ROOT / "packaging" / "Containerfile"

INSTRUCTIONS = {
    *("FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"),
    *("ENTRYPOINT", "CMD"),
}

MOST_EXPOSED = 15
"""Tenths of what ``systemd-analyze security`` counts; 100 is the worst."""


def settings() -> dict[str, list[str]]:
    """The settings of the unit: each name with its values."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_holds_what_the_page_promises() -> None:
    """An account of its own, one folder, a restart whatever happens, and time to finish."""
    unit = settings()
    assert ["yes"] == unit["DynamicUser"]
    assert ["kiemtin"] == unit["StateDirectory"]
    assert ["always"] == unit["Restart"]
    assert ["strict"] == unit["ProtectSystem"]
    assert [""] == unit["CapabilityBoundingSet"]
    from kiemtin.desk.processes import GRACE

    assert int(unit["TimeoutStopSec"][0]) > GRACE
    assert "KIEMTIN_HOME=/var/lib/kiemtin" in unit["Environment"][0]


def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """Where systemd's own tool is installed, it reads the unit without a word and calls it well shut off."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        return  # the test above has read it
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/kiemtin/bin/kiemtin", sys.executable), "utf-8")
    read = subprocess.run([analyze, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert (0, "") == (read.returncode, read.stderr)
    judge = [analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(unit)]
    judged = subprocess.run(judge, capture_output=True, text=True, check=False)
    assert 0 == judged.returncode, judged.stdout


def instructions() -> list[tuple[str, str]]:
    """The instructions of the container file, continued lines joined."""
    text = re.sub(r"^#.*\n", "", CONTAINER.read_text("utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def test_the_container_file_can_be_read() -> None:
    """Every line is an instruction; images are plain names; what is copied is there."""
    found = instructions()
    assert {word for word, _ in found} <= INSTRUCTIONS
    images = [rest.partition(" AS ")[0] for word, rest in found if word == "FROM"]
    assert 2 == len(images)
    assert all(re.fullmatch(r"[a-z]+:[0-9a-z.-]+", image) for image in images)
    sources = [name for word, rest in found if word == "COPY" and "--from" not in rest for name in rest.split()[:-1]]
    assert {"requirements/desk.txt", "src", "pyproject.toml"} <= set(sources)
    assert [] == [name for name in sources if not (ROOT / name).exists()]


def test_the_container_is_not_root_and_looks_after_itself() -> None:
    """The last account is a number that is not root's; the health check is a program that Python can read."""
    found = dict(instructions())  # the last of each
    assert "10001:10001" == found["USER"]
    assert "/data" == found["VOLUME"]
    assert ["kiemtin"] == json.loads(found["ENTRYPOINT"])
    assert "serve" == json.loads(found["CMD"])[0]
    program, option, code = json.loads(found["HEALTHCHECK"].partition("CMD ")[2])
    assert ("python", "-c") == (program, option)
    compile(code, "healthcheck", "exec")
    assert "/healthz" in code
