"""The libraries that pictures need are kept from telling anybody of their use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("onnxruntime", reason="the extra pictures is not installed")

READ = (
    "from kiemtin.pictures import reading; import numpy; reading.read_document(numpy.zeros((90, 90, 3), numpy.uint8))"
)


def test_reading_leaves_no_file_behind(tmp_path: Path) -> None:
    """No id of the device and no database of events in the home of whoever reads, where one would be made."""
    home = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache"), "USERPROFILE": str(tmp_path)}
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-B", "-c", READ], check=True, env=kept | home)
    assert [] == list(tmp_path.rglob("*"))
