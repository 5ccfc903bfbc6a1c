"""The real ``kiemtin`` process, as a user or a script starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TIMEOUT = 120

QUIET = {"LC_ALL": "vi_VN.UTF-8", "NO_COLOR": "1", "COLUMNS": "80", "PYTHONDONTWRITEBYTECODE": "1"}


def environment(home: Path, **changes: str) -> dict[str, str]:
    """The environment of a run: this one's, a language, a width, and ``home`` as the user's own folder."""
    return {**os.environ, **QUIET, "KIEMTIN_HOME": str(home), **changes}


def kiemtin(*arguments: str, home: Path, given: bytes = b"", **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run ``kiemtin`` with ``given`` on standard input and give back what it wrote, as bytes."""
    command = [sys.executable, "-m", "kiemtin", *arguments]
    return subprocess.run(
        command,
        input=given,
        capture_output=True,
        env=environment(home, **changes),
        timeout=TIMEOUT,
        check=False,
    )


def said(result: subprocess.CompletedProcess[bytes]) -> str:
    """What a run wrote to standard error, as text; it is UTF-8, and no traceback."""
    text = result.stderr.decode("utf-8")
    assert "Traceback" not in text
    return text


def printed(result: subprocess.CompletedProcess[bytes]) -> str:
    """What a run wrote to standard output, as text; it is UTF-8, and no traceback."""
    assert "Traceback" not in result.stderr.decode("utf-8")
    return result.stdout.decode("utf-8")
