"""The desk as it is installed: from a wheel, in a place that cannot be written to."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.desk.running import serving

ROOT = Path(__file__).resolve().parents[2]


def test_an_installed_desk_serves_its_files(tmp_path: Path) -> None:
    """Pages, styles and scripts come out of the installed package; nothing is collected, nothing is written there."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    installed = tmp_path / "installed"
    zipfile.ZipFile(next(tmp_path.glob("*.whl"))).extractall(installed)
    before = sorted(installed.rglob("*"))
    for path in (installed, *before):
        path.chmod(path.stat().st_mode & ~0o222)
    with serving(tmp_path / "home", PYTHONPATH=str(installed)) as desk:
        text = desk.get("/").text
        paths = set(re.findall(r"/static/[^\"]+", text))
        assert len(paths) >= 4
        assert {200} == {desk.get(path).status_code for path in paths}
        assert 200 == desk.ask("vay-shb.com").status_code
    assert before == sorted(installed.rglob("*"))
    for path in (installed, *before):
        path.chmod(path.stat().st_mode | 0o200)
